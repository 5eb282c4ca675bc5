"""Where a served site stands: in memory where there is enough of it, on disk without a word where there is not."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

fcntl = pytest.importorskip("fcntl")  # of Linux and macOS

import served_in_memory  # noqa: E402

PLENTY = 2 * served_in_memory.ROOM


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that passes for one in memory, with plenty of room."""
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(served_in_memory, "MEMORY", folder)
    has_room(monkeypatch, PLENTY)
    return folder


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A configuration with the empty folder that MkDocs serves from."""
    (tmp_path / "served").mkdir()
    monkeypatch.setattr(served_in_memory, "is_nested_build", lambda config: False)
    yield SimpleNamespace(site_dir=str(tmp_path / "served"))
    served_in_memory.on_shutdown()


def has_room(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))


def test_the_site_and_temporary_files_stand_in_memory_as_long_as_the_server_runs(
    memory: Path, config: SimpleNamespace
) -> None:
    elsewhere = tempfile.gettempdir()
    served_in_memory.on_startup(command="serve", dirty=False)
    for _ in range(2):  # builds
        served_in_memory.on_config(config)
    served = Path(config.site_dir)
    (served / "index.html").write_text("here", "utf-8")
    assert served.resolve().is_relative_to(memory)
    assert Path(tempfile.mkdtemp()).is_relative_to(memory)
    served_in_memory.on_shutdown()
    assert not any(memory.iterdir())
    assert not os.path.lexists(served)
    assert tempfile.gettempdir() == elsewhere


def test_what_is_built_to_stay_stands_on_disk(memory: Path, config: SimpleNamespace) -> None:
    for command, dirty in (("build", False), ("gh-deploy", False), ("serve", True)):
        served_in_memory.on_startup(command=command, dirty=dirty)
        served_in_memory.on_config(config)
        assert not Path(config.site_dir).is_symlink()


def no_memory(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.rmdir()


def memory_of_a_container(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    has_room(monkeypatch, 64 * 2**20)


def memory_that_takes_nothing(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "mkdir", refuse)


@pytest.mark.parametrize("lack", [no_memory, memory_of_a_container, memory_that_takes_nothing])
def test_without_room_it_stands_on_disk(
    lack: object, memory: Path, config: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    lack(memory, monkeypatch)  # type: ignore[operator]
    served_in_memory.on_startup(command="serve", dirty=False)
    served_in_memory.on_config(config)
    assert Path(config.site_dir).is_dir()
    assert not Path(config.site_dir).is_symlink()
    assert not memory.is_dir() or not any(memory.iterdir())


def test_a_folder_that_is_not_empty_stays_what_it_is(memory: Path, config: SimpleNamespace) -> None:
    (Path(config.site_dir) / "index.html").write_text("kept", "utf-8")
    served_in_memory.on_startup(command="serve", dirty=False)
    served_in_memory.on_config(config)
    assert (Path(config.site_dir) / "index.html").read_text("utf-8") == "kept"


def test_what_a_killed_server_left_goes_and_what_another_uses_stays(memory: Path, config: SimpleNamespace) -> None:
    left, used = (memory / f"{served_in_memory.PREFIX}{name}" for name in ("left", "used"))
    for folder in (left, used, memory / "of-another-program"):
        folder.mkdir()
        (folder / "index.html").write_text("…", "utf-8")
    other = os.open(used, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    served_in_memory.on_startup(command="serve", dirty=False)
    assert not left.exists()
    served_in_memory.on_shutdown()
    assert sorted(path.name for path in memory.iterdir()) == [used.name, "of-another-program"]
    os.close(other)
