"""A build takes the site's place only when it is whole.

MkDocs empties the site's folder before it reads the first page, so one bad file would cost the last good site.
Here a build fills a folder beside it, and the two change places at the end.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


@dataclass
class Swap:
    """One build under way: `fresh` is filled, then takes the place of `site`."""

    config: MkDocsConfig
    site: Path
    fresh: Path

    def finish(self) -> None:
        """Put the fresh folder in the site's place."""
        old = self.site.with_name(f".{self.site.name}-old")
        shutil.rmtree(old, ignore_errors=True)
        if self.site.exists():
            self.site.rename(old)
        self.fresh.rename(self.site)
        shutil.rmtree(old, ignore_errors=True)
        self.config.site_dir = str(self.site)


_clean = False
_swap: Swap | None = None
_whole = False


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Divert clean builds only: a dirty build adds to the folder that is there."""
    global _clean
    _clean = not dirty
    # No page shows the day of its build, and without this sitemap.xml.gz would differ by it.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Send the build to a folder beside the site."""
    global _swap, _whole
    if not _clean or is_nested_build(config):
        return
    site = Path(config.site_dir).resolve()
    _swap = Swap(config, site, site.with_name(f".{site.name}-building"))
    _whole = False
    shutil.rmtree(_swap.fresh, ignore_errors=True)
    config.site_dir = str(_swap.fresh)


@event_priority(-1000)
def on_post_build(config: MkDocsConfig) -> None:
    """Both languages are written. Strict mode counts its warnings after this event, so it has to wait."""
    global _swap, _whole
    if _swap is None or is_nested_build(config):
        return
    if config.strict:
        _whole = True
    else:
        _swap.finish()
        _swap = None


def on_build_error(error: Exception) -> None:
    """Leave the last good site where it is."""
    global _whole
    _whole = False


def on_shutdown() -> None:
    """Finish a strict build that found nothing; clear away one that failed."""
    global _swap
    if _swap is None:
        return
    if _whole:
        _swap.finish()
    else:
        shutil.rmtree(_swap.fresh, ignore_errors=True)
    _swap = None
