"""What the hooks of one build share: the catalogue, read once and again only when a file of it has changed.

This is a plain module, not a hook: MkDocs imports hooks by path, each on its own, and they meet here.
"""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atlas.catalogue.catalogue import Catalogue
    from atlas.catalogue.findings import Findings, Language
    from atlas.fragments.expand import Expansion
    from atlas.pages import CheckedPage
    from atlas.twins import Pair

HOOKS = Path(__file__).resolve().parent
PACKAGE = HOOKS / "atlas"
TEMPLATES = HOOKS.parent / "overrides" / "fragments"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class Session:
    """The catalogue, and what was made with it: all of it holds until data, code or a template changes.

    Attributes:
        checked: what was wrong in each page, by its path.
        twins: what was wrong between each page and its translation.
        drawn: the Markdown and the expansion of each page, by the address of its file in the site.
    """

    catalogue: Catalogue
    findings: Findings
    checked: dict[Path, CheckedPage] = field(default_factory=dict)
    twins: dict[str, tuple[Pair, Findings]] = field(default_factory=dict)
    drawn: dict[str, tuple[str, Expansion]] = field(default_factory=dict)

    @cached_property
    def published(self) -> dict[str, str]:
        """The data files of the site, made once from one catalogue."""
        from atlas.catalogue.export import published_files

        return published_files(self.catalogue)


@dataclass
class _Kept:
    stamp: object = None
    session: Session | None = None


_kept = _Kept()


def open_session(docs_dir: Path) -> Session:
    """Read and check the data unless nothing of data, package and fragment templates has changed since."""
    import atlas.catalogue.load  # re-imported after an edit of the package, see live_package.py
    from atlas.catalogue.findings import Findings
    from atlas.fragments.environment import forget
    from atlas.fragments.figure_files import STYLES

    data_dir = docs_dir / "data"
    styles = tuple(path.stat().st_mtime_ns for path in STYLES if path.is_file())  # a figure's file holds its colours
    stamp = (*(stamp_of(folder) for folder in (data_dir, PACKAGE, TEMPLATES)), styles)
    if _kept.session is None or _kept.stamp != stamp:
        forget()
        findings = Findings()
        catalogue = atlas.catalogue.load.load(data_dir, findings)
        _kept.session, _kept.stamp = Session(catalogue, findings), stamp
        settle()
    return _kept.session


def current() -> Session:
    """The session that hooks/catalogue_data.py opened for this build."""
    assert _kept.session is not None, "hooks/catalogue_data.py must run first"
    return _kept.session


def settle() -> None:
    """Tell the garbage collector that what there is now stays.

    It would walk through the whole catalogue again and again while pages are drawn, for a third of their time.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def message_language() -> Language:
    """English where the environment says so, Chinese otherwise."""
    return "en" if os.environ.get("LANG", "").startswith("en") else "zh"


def stamp_of(folder: Path) -> Stamp:
    """Names, times and sizes of the files below ``folder``: equal as long as nothing was edited."""
    stamps = []
    for directory, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".pyc"):
                continue
            path = Path(directory, name)
            status = path.lstat()
            stamps.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(sorted(stamps))
