"""A copy of the project that may be broken, and ``mkdocs serve`` on it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from site_build import ROOT

COPIED = ("docs", "hooks", "overrides", "mkdocs.yml", "requirements.txt")
PATIENCE = 60


def copy_project(to: Path) -> None:
    """Copy what a build needs into the existing folder ``to``."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to / name)


def replace(path: Path, old: str, new: str) -> None:
    """Put ``new`` where ``old`` stands first in a file."""
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def mkdocs(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "BUILD_EN": "false", "NO_MKDOCS_2_WARNING": "1", "LANG": "C.UTF-8"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """``mkdocs serve`` on a copy of the project, in Chinese only unless ``english`` is wanted too."""

    def __init__(self, project: Path, *, english: bool = False) -> None:
        self.port = free_port()
        self.log = project.parent / f"{project.name}.log"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                mkdocs("serve", "--dev-addr", f"127.0.0.1:{self.port}"),
                cwd=project,
                env={**environment(), "BUILD_EN": str(english).lower()},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self) -> None:
        """End the server, which leaves no process behind."""
        self.process.terminate()
        self.process.wait(10)
        deadline = time.monotonic() + 5
        while self._has_children():
            assert time.monotonic() < deadline, "a process of the server goes on"
            time.sleep(0.05)

    def _has_children(self) -> bool:
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def read(self, path: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            return ""

    def wait_for(self, path: str, text: str, *, gone: bool = False) -> str:
        """The page once it holds ``text``, or holds it no longer."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            page = self.read(path)
            if page and (text in page) != gone:
                return page
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        raise AssertionError(f"{path}: {'still' if gone else 'no'} {text!r}\n{self.log.read_text()[-3000:]}")
