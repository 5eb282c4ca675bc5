"""A served site stands in memory where Linux has room for it, and on disk everywhere else.

A build writes hundreds of files and deletes those of the one before. ext4 looks for room past everything that was
deleted in the last minutes, and so each build would take longer than the one before, soon by a third of a second.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

MEMORY = Path("/dev/shm")  # noqa: S108, a folder of our own is made there; Linux keeps these files in memory
PREFIX = "mkdocs-atlas-"
ROOM = 256 * 2**20  # bytes that a served site may need: the one that is shown, the next one, what search indexes


@dataclass
class Memory:
    """A folder in memory that goes with its process.

    A process that is killed clears nothing away, but its ``lock`` on the folder goes with it: by that the next one
    knows what nobody uses any more.

    Attributes:
        folder: removed when it is let go of, or when Python ends without that.
        lock: an open file descriptor that holds it.
        link: what stands in the place of the folder that MkDocs serves from; None until the first build.
    """

    folder: TemporaryDirectory[str]
    lock: int
    link: Path | None = None

    @property
    def site(self) -> Path:
        """Where the site stands; builds stand beside it."""
        return Path(self.folder.name, "site")

    def take_in(self, served: Path) -> None:
        """Let the still empty folder that MkDocs serves from be one in memory; if it cannot, it stays as it is."""
        with suppress(OSError):
            served.rmdir()
            served.symlink_to(self.site, target_is_directory=True)
            self.link = served

    def let_go(self) -> None:
        """Take everything away."""
        if self.link is not None:
            self.link.unlink(missing_ok=True)
        self.folder.cleanup()
        os.close(self.lock)


_memory: Memory | None = None


def on_startup(*, command: str, dirty: bool) -> None:
    """Make room for a served site, and for what else this process writes for a while."""
    global _memory
    _memory = _room() if command == "serve" and not dirty else None
    if _memory is not None:
        tempfile.tempdir = _memory.folder.name


def _room() -> Memory | None:
    """A folder in memory; None where there is no memory to write to, or too little of it."""
    try:
        _clear_away_what_was_left()
        if shutil.disk_usage(MEMORY).free < ROOM:
            return None
        folder = TemporaryDirectory(prefix=PREFIX, dir=MEMORY, ignore_cleanup_errors=True)
        lock = _lock(folder.name)
        if lock is None:  # another server starts in this moment and takes it for one that was left
            return None
        memory = Memory(folder, lock)
        memory.site.mkdir()
    except OSError:
        return None
    return memory


def _clear_away_what_was_left() -> None:
    """Remove the folders of servers that were killed."""
    for left in MEMORY.glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody else's
            if (lock := _lock(left)) is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(lock)


def _lock(folder: Path | str) -> int | None:
    """A lock on a folder, which goes with this process however it ends; None where another holds one."""
    import fcntl  # not on Windows, which has no such folder

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


@event_priority(110)  # before publishing.py asks where the site stands
def on_config(config: MkDocsConfig) -> None:
    """Serve from memory, from the first build on."""
    if _memory is not None and _memory.link is None and not is_nested_build(config):
        _memory.take_in(Path(config.site_dir))


@event_priority(-2000)  # when nobody writes any more, see publishing.py and pagefind_search.py
def on_shutdown() -> None:
    """Give back the memory."""
    global _memory
    memory, _memory = _memory, None
    if memory is not None:
        tempfile.tempdir = None
        memory.let_go()
