"""What the hooks of one build share: the catalogue, read once and again only when a file of it has changed.

This is a plain module, not a hook: MkDocs imports hooks by path, each on its own, and they meet here.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a kind of results is kept.

    Attributes:
        made_by: the module of the package whose edits the results go with, and with those of whatever it imports.
        outlive_data: whether they stay when the catalogue is read anew; others belong to one catalogue.
        are_drawn: whether they go when a template, or a style of figures, changes.
    """

    made_by: str
    outlive_data: bool = False
    are_drawn: bool = False


# How long each kind of a session's results is kept.
KEPT = {
    "read": Terms("atlas.page_checks", outlive_data=True),
    "checked": Terms("atlas.pages"),
    "twins": Terms("atlas.twins", outlive_data=True),
    "drawn": Terms("atlas.fragments.expand", are_drawn=True),
    "cards": Terms("atlas.fragments.expand", outlive_data=True, are_drawn=True),
    "published": Terms("atlas.catalogue.export"),
}


@dataclass
class Session:
    """The catalogue and what was made with it, each kind of result by a key of its own, and kept as ``KEPT`` says.

    Attributes:
        stamps: of the data files, by their paths in the data folder.
        read: each page by itself, with the state of its file, by its path.
        checked: each page against the catalogue, with what it was read as, by its path.
        twins: what was wrong between each page and its translation, with both, by the file of the original.
        drawn: each page's expansion, with the Markdown and what else it was drawn from, by the address of its file.
        cards: each card, with the stamps of the data and what else it was drawn from, by that address and the release.
        published: the data files of the site, by their paths; empty until ``published_files`` is asked for them.
    """

    catalogue: Catalogue
    findings: Findings
    stamps: Stamps
    read: ReadPages = field(default_factory=dict)
    checked: dict[Path, CheckedPage] = field(default_factory=dict)
    twins: dict[str, tuple[Pair, Findings]] = field(default_factory=dict)
    drawn: dict[str, tuple[object, Expansion]] = field(default_factory=dict)
    cards: dict[tuple[str, str], tuple[object, Drawn]] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)

    def let_go(self, of: Callable[[Terms], bool]) -> None:
        """Forget the results of every kind whose terms say so."""
        for name, terms in KEPT.items():
            if of(terms):
                getattr(self, name).clear()

    def take_over(self, earlier: Session) -> None:
        """Go on with the results of an earlier session that outlive its catalogue."""
        for name, terms in KEPT.items():
            if terms.outlive_data:
                setattr(self, name, getattr(earlier, name))

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

    def published_files(self) -> dict[str, str]:
        """The data files of the site, made once from one catalogue."""
        from atlas.catalogue.export import published_files

        if not self.published:
            self.published.update(published_files(self.catalogue))
        return self.published

    def card_inputs(self, release: Release) -> object:
        """The stamps of all files that a release's card can show anything of: registries, its own, its relatives'."""
        files = {f"models/{slug}.yml" for slug in (release.slug, *self.catalogue.relatives(release.slug))}
        return {file: stamp for file, stamp in self.stamps.items() if file in files or "/" not in file}


@dataclass
class _Last:
    """The last session, and the stamps of the templates and styles that it drew with."""

    session: Session | None = None
    look: object = None


_last = _Last()


def package_changed(modules: Collection[str]) -> None:
    """Let go of what these modules of the package made: they are imported anew."""
    session = _last.session
    if session is None or "atlas.catalogue.load" in modules:
        _last.session = None
        return
    session.let_go(lambda terms: terms.made_by in modules)


def open_session(docs_dir: Path) -> Session:
    """Read and check the data unless nothing of it has changed; let go of what was drawn with other templates."""
    from atlas.catalogue.findings import Findings
    from atlas.catalogue.load import load
    from atlas.fragments.environment import forget
    from atlas.fragments.figure_files import STYLES

    data, last = stamps_of(docs_dir / "data"), _last.session
    if last is None or last.stamps != data:
        findings = Findings()
        _last.session = Session(load(docs_dir / "data", findings), findings, data)
        if last is not None:
            _last.session.take_over(last)
        settle()
    styles = tuple(path.stat().st_mtime_ns for path in STYLES if path.is_file())  # a figure's file holds its colours
    look = (stamps_of(TEMPLATES), styles)
    if _last.look != look:
        forget()
        current().let_go(lambda terms: terms.are_drawn)
        _last.look = look
    return current()


def current() -> Session:
    """The session that hooks/catalogue_data.py opened for this build."""
    assert _last.session is not None, "hooks/catalogue_data.py must run first"
    return _last.session


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
