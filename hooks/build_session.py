"""What the hooks of one build share: the catalogue, read once and again only when a file of it has changed.

This is a plain module, not a hook: MkDocs imports hooks by path, each on its own, and they meet here.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from atlas.catalogue.catalogue import Catalogue
    from atlas.catalogue.findings import Findings
    from atlas.catalogue.model import Release
    from atlas.categories import ListedPage
    from atlas.fragments.drawn import Drawn
    from atlas.fragments.expand import Expansion
    from atlas.pages import CheckedPage, ReadPages
    from atlas.twins import Pair

TEMPLATES = Path(__file__).resolve().parent.parent / "overrides" / "fragments"
Stamps = dict[str, tuple[int, int]]  # time in nanoseconds and size of each file, by its path


@dataclass
class Session:
    """The catalogue and what was made with it.

    Attributes:
        stamps: of the data files, by their paths in the data folder.
        read: each page by itself, by its path.
        checked: each page against the catalogue, by its path.
        twins: what was wrong between each page and its translation.
        drawn: what each page was drawn from and its expansion, by the address of its file in the site.
        cards: what each card was drawn from and became, by that address and the release.
    """

    catalogue: Catalogue
    findings: Findings
    stamps: Stamps
    read: ReadPages = field(default_factory=dict)
    checked: dict[Path, CheckedPage] = field(default_factory=dict)
    twins: dict[str, tuple[Pair, Findings]] = field(default_factory=dict)
    drawn: dict[str, tuple[object, Expansion]] = field(default_factory=dict)
    cards: dict[tuple[str, str], tuple[object, Drawn]] = field(default_factory=dict)

    def listed_pages(self, folder: Path) -> list[ListedPage]:
        """The pages below the folder of one language."""
        from atlas.categories import ListedPage

        return [
            ListedPage(
                path.relative_to(folder).as_posix(),
                page.meta("title"),
                page.meta_list("categories"),
                checked.cards,
                checked.compared,
            )
            for path, checked in self.checked.items()
            if (page := checked.page) is not None and path.is_relative_to(folder) and path.is_file()
        ]

    @cached_property
    def published(self) -> dict[str, str]:
        """The data files of the site, made once from one catalogue."""
        from atlas.catalogue.export import published_files

        return published_files(self.catalogue)

    def card_inputs(self, release: Release) -> object:
        """The stamps of all files that a release's card can show anything of: registries, its own, its relatives'."""
        files = {f"models/{slug}.yml" for slug in (release.slug, *self.catalogue.relatives(release.slug))}
        return {file: stamp for file, stamp in self.stamps.items() if file in files or "/" not in file}


@dataclass
class _Kept:
    """The last session, and the stamps of the templates and styles that it drew with."""

    session: Session | None = None
    look: object = None


_kept = _Kept()


def package_changed(modules: Collection[str]) -> None:
    """Let go of what these modules of the package made: they are imported anew."""
    session = _kept.session
    if session is None or "atlas.catalogue.load" in modules:
        _kept.session = None
        return
    made: tuple[tuple[str, dict[Any, Any]], ...] = (
        ("atlas.page_checks", session.read),
        ("atlas.pages", session.checked),
        ("atlas.twins", session.twins),
        ("atlas.fragments.expand", session.drawn),
        ("atlas.fragments.expand", session.cards),
    )
    for module, results in made:
        if module in modules:
            results.clear()
    if "atlas.catalogue.export" in modules:
        vars(session).pop("published", None)


def open_session(docs_dir: Path) -> Session:
    """Read and check the data unless nothing of it has changed; let go of what was drawn with other templates."""
    from atlas.catalogue.findings import Findings
    from atlas.catalogue.load import load
    from atlas.fragments.environment import forget
    from atlas.fragments.figure_files import STYLES

    data, kept = stamps_of(docs_dir / "data"), _kept.session
    if kept is None or kept.stamps != data:
        findings = Findings()
        _kept.session = Session(load(docs_dir / "data", findings), findings, data)
        if kept is not None:
            _kept.session.read, _kept.session.twins, _kept.session.cards = kept.read, kept.twins, kept.cards
        settle()
    styles = tuple(path.stat().st_mtime_ns for path in STYLES if path.is_file())  # a figure's file holds its colours
    look = (stamps_of(TEMPLATES), styles)
    if _kept.look != look:
        forget()
        current().drawn.clear()
        current().cards.clear()
        _kept.look = look
    return current()


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


def stamps_of(folder: Path) -> Stamps:
    """Time and size of every file below ``folder`` by its path there: equal as long as nothing was edited."""
    stamps: Stamps = {}
    for directory, _, names in os.walk(folder):
        for name in names:
            path = Path(directory, name)
            status = path.lstat()
            stamps[path.relative_to(folder).as_posix()] = (status.st_mtime_ns, status.st_size)
    return stamps
