"""What `mkdocs serve` takes and gives back, however it ends."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from project_copy import Server, copy_project
from served_in_memory import MEMORY, PREFIX, ROOM

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir() or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < 2 * ROOM,
    reason="a Linux with room in memory",
)


def folder_of(server: Server) -> Path:
    """The folder in memory on which a server holds its lock."""
    opened = (file.readlink() for file in Path(f"/proc/{server.process.pid}/fd").iterdir())
    (folder,) = (path for path in opened if path.parent == MEMORY and path.name.startswith(PREFIX))
    return folder


def test_a_server_gives_back_its_memory_and_that_of_one_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # MkDocs leaves a folder there when it is killed
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        copy_project(tmp_path / name)
    first, second = Server(tmp_path / "first"), None
    try:
        first.wait_for("models/palm/", "540.35B")
        left = folder_of(first)
        assert (left / "site" / "index.html").is_file()
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait(10)
        assert left.is_dir()
        second = Server(tmp_path / "second")
        second.wait_for("models/palm/", "540.35B")
        assert not left.exists()
        own = folder_of(second)
        second.process.send_signal(signal.SIGHUP)  # its terminal is closed while the search index is made
        assert second.process.wait(10) == 0
        assert not own.exists()
    finally:
        first.stop()
        if second is not None:
            second.stop()
    assert "Traceback" not in second.log.read_text("utf-8")
