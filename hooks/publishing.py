"""A build takes the site's place only when it is whole.

MkDocs empties the site's folder before it reads the first page, so one bad file would cost the last good site.
Here a build fills a folder beside it, and the two change places at the end.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


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
_swap: Swap | None = None
_whole = False


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Divert clean builds only: a dirty build adds to the folder that is there."""
    global _clean, _serving
    _clean = not dirty
    _serving = command == "serve"
    if threading.current_thread() is threading.main_thread():
        _end_tidily()
    # No page shows the day of its build, and without this sitemap.xml.gz would differ by it.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


def _end_tidily() -> None:
    """End as after Ctrl-C when a host ends a build that takes too long, or when a terminal is closed."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, signal.default_int_handler)


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Send the build to a folder beside the site."""
    global _swap, _whole
    if not _clean or is_nested_build(config):
        return
    _swap = Swap(config, Path(config.site_dir).resolve())
    _whole = False
    _swap.begin()


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
    """Finish a strict build that found nothing; clear away one that failed."""
    global _swap
    swap, _swap = _swap, None
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
