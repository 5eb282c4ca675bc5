"""Broken input: every error at once, the last good site untouched, and a server that goes on."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_build import ROOT

COPIED = ("docs", "hooks", "overrides", "mkdocs.yml", "requirements.txt")
PATIENCE = 60


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may break."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def mkdocs(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mkdocs", *arguments]


def environment() -> dict[str, str]:
    return {**os.environ, "BUILD_EN": "false", "NO_MKDOCS_2_WARNING": "1", "LANG": "C.UTF-8"}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_all_errors_of_data_and_pages_show_in_one_run_and_the_last_site_stays(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good page", "utf-8")
    models = project / "docs" / "data" / "models"
    replace(models / "palm.yml", "layers:", "layerz:")
    replace(models / "bloom.yml", "organization: bigscience", "organization: bigscients")
    with (project / "docs" / "zh" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n```compare\ncolumns: [params_totl]\ncaption: 表\n```\n\n<script>alert(1)</script>\n")
    result = subprocess.run(
        mkdocs("build"), cwd=project, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in output
    for place, code in (
        (r"docs/data/models/palm\.yml:\d+:\d+", "E104"),
        (r"docs/data/models/bloom\.yml:\d+:\d+", "E106"),
        (r"docs/zh/index\.md:\d+:\d+", "E503"),
        (r"docs/zh/index\.md:\d+:\d+", "E801"),
    ):
        assert re.search(rf"{place}: \S+ \[{code}\]", output), (code, output)
    assert (project / "site" / "index.html").read_text("utf-8") == "the last good page"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """``mkdocs serve`` on a copy of the project."""

    def __init__(self, project: Path) -> None:
        self.port = free_port()
        self.log = project.parent / f"{project.name}.log"
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                mkdocs("serve", "--dev-addr", f"127.0.0.1:{self.port}"),
                cwd=project,
                env=environment(),
                stdout=out,
                stderr=subprocess.STDOUT,
            )

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
            time.sleep(0.2)
        raise AssertionError(f"{path}: {'still' if gone else 'no'} {text!r}\n{self.log.read_text()[-3000:]}")


@pytest.fixture
def server(project: Path) -> Iterator[Server]:
    running = Server(project)
    yield running
    running.process.terminate()
    running.process.wait(10)


def test_serving_outlives_broken_data_pages_and_templates(project: Path, server: Server) -> None:
    palm = project / "docs" / "data" / "models" / "palm.yml"
    fragment = project / "overrides" / "fragments" / "value-sample.html"
    server.wait_for("models/palm/", "540.35B")
    for path, old, new, said in (
        (palm, "layers:", "layerz:", "E104"),
        (project / "docs" / "zh" / "index.md", "```value-sample", "```value-sampel", "E501"),
        (fragment, "{% for sample", "{% fro sample", "value-sample.html"),
        (project / "overrides" / "main.html", "{% extends", "{% extnds", "main.html"),
    ):
        good = path.read_text("utf-8")
        replace(path, old, new)
        page = server.wait_for("models/palm/", said)
        assert "540.35B" in page, "the last good content stays"
        path.write_text(good, "utf-8")
        server.wait_for("models/palm/", 'role="alert"', gone=True)


def test_edits_of_data_and_of_the_package_go_live(project: Path, server: Server) -> None:
    server.wait_for("models/palm/", "540.35B")
    replace(project / "docs" / "data" / "models" / "palm.yml", "540.35B", "541.35B")
    server.wait_for("models/palm/", "541.35B")
    replace(project / "hooks" / "atlas" / "fragments" / "words.yml", "由公式推算", "由算式推得")
    server.wait_for("models/palm/", "由算式推得")
