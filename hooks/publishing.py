"""A build takes the site's place only when it is whole.

MkDocs empties the site's folder before it reads the first page, so one bad file would cost the last good site.
Here a build fills a folder beside it, and the two change places at the end.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

MEMORY = Path("/dev/shm")  # noqa: S108, a folder of our own is made there; Linux keeps these files in memory
ROOM = 256 * 2**20  # bytes that a served site may need: the one that is shown, the next one, what search indexes


@dataclass
class Swap:
    """One build under way: the folder `fresh` is filled, then takes the place of `site`."""

    config: MkDocsConfig
    site: Path

    @property
    def fresh(self) -> Path:
        """Where the build writes."""
        return self.site.with_name(f".{self.site.name}-building")

    @property
    def old(self) -> Path:
        """Where the last good site stands for the moment in which the two change places."""
        return self.site.with_name(f".{self.site.name}-old")

    def begin(self) -> None:
        """Clear away what a killed build left, and bring back the site if it was killed in that moment."""
        if self.old.exists() and not self.site.exists():
            self.old.rename(self.site)
        for leftover in (self.fresh, self.old):
            shutil.rmtree(leftover, ignore_errors=True)
        self.config.site_dir = str(self.fresh)

    def finish(self) -> None:
        """Put the fresh folder in the site's place. Raises OSError, and then the last good site is where it was."""
        if self.site.exists():
            self.site.rename(self.old)
        try:
            self.fresh.rename(self.site)
        except OSError:
            self.old.rename(self.site)
            raise
        shutil.rmtree(self.old, ignore_errors=True)
        self.config.site_dir = str(self.site)


_clean = False
_serving = False
_memory: TemporaryDirectory[str] | None = None
_link: Path | None = None  # in the place of the folder that MkDocs serves from, into memory
_swap: Swap | None = None
_whole = False


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Divert clean builds only: a dirty build adds to the folder that is there."""
    global _clean, _serving, _memory
    _clean = not dirty
    _serving = command == "serve"
    if _serving and _clean and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        _memory = TemporaryDirectory(prefix="mkdocs-", dir=MEMORY, ignore_cleanup_errors=True)
        tempfile.tempdir = _memory.name
    # Whoever ends the process, as a host does with a build that takes too long, gets it ended tidily.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    # No page shows the day of its build, and without this sitemap.xml.gz would differ by it.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Send the build to a folder beside the site."""
    global _swap, _whole
    if not _clean or is_nested_build(config):
        return
    site = Path(config.site_dir)
    if _memory is not None and not site.is_symlink():
        _move_to_memory(site)
    _swap = Swap(config, site.resolve())
    _whole = False
    _swap.begin()


def _move_to_memory(site: Path) -> None:
    """Let the still empty folder that MkDocs serves from be one in memory.

    A build writes hundreds of files and deletes those of the one before. ext4 looks for room past everything that was
    deleted in the last minutes, and so each build would take longer than the one before, soon by a third of a second.
    """
    global _link
    site.rmdir()
    site.symlink_to(tempfile.mkdtemp(), target_is_directory=True)
    _link = site


@event_priority(-1000)
def on_post_build(config: MkDocsConfig) -> None:
    """Both languages are written. Strict mode counts its warnings after this event, so a build has to wait."""
    global _swap, _whole
    if _swap is None or is_nested_build(config):
        return
    if config.strict and not _serving:
        _whole = True
    else:
        _swap.finish()
        _swap = None


@event_priority(-1000)
def on_build_error(error: Exception) -> None:
    """Leave the last good site where it is, and say in one line what the disk has against the new one."""
    global _whole
    _whole = False
    if isinstance(error, OSError):
        raise PluginError(_trouble(error)) from None


@event_priority(-1000)  # when nothing is written any more
def on_shutdown() -> None:
    """Finish a strict build that found nothing; clear away one that failed, and what was served from memory."""
    global _swap, _memory
    swap, _swap = _swap, None
    memory, _memory = _memory, None
    if memory is not None:
        memory.cleanup()
    if _link is not None:
        _link.unlink()
    if swap is None:
        return
    try:
        if _whole:
            swap.finish()
    except OSError as error:
        raise PluginError(_trouble(error)) from None
    finally:
        shutil.rmtree(swap.fresh, ignore_errors=True)


def _trouble(error: OSError) -> str:
    from atlas.writing import trouble

    said = trouble(error)
    return f"{said.zh}\n{said.en}"
