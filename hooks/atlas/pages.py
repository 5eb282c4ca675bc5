"""The pages as files: found, and checked before anything is built.

A page is front matter from a closed set, then Markdown. What is checked here is checked at its line; what a build makes
of it is linted once more afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .catalogue.catalogue import Catalogue
from .catalogue.findings import LANGUAGES, Findings, Language, Place
from .catalogue.nodes import MappingNode, Scalar, SequenceNode, check_characters, parse_yaml, read_text, scalar_text
from .docs_files import check_files
from .footnotes import check_footnotes
from .formulas import check_formulas
from .fragments.directives import read_page
from .fragments.fences import outside_fences
from .fragments.specs import CardSpec, CompareSpec, Spec
from .front_matter import check_authors, check_front_matter, day_of
from .links import check_links
from .page_safety import check_safety
from .prose import check_style

MAXIMUM_BYTES = 256 * 1024
_FRONT_MATTER = re.compile(r"---[ \t]*")
_FRONT_MATTER_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_TAKEN_AS_FRONT_MATTER = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_HEADING = re.compile(r"(#{1,6})\s+(?P<title>.*?)\s*(?:\{(?P<attributes>[^{}]*)\})?\s*#*\s*$")
_ASCII_ID = re.compile(r"#([a-z0-9][a-z0-9.-]*)\b")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's text with the front matter told apart.

    Attributes:
        file: its name in findings.
        text: everything.
        front_matter: None where there is none or it is broken.
        body_line: the line, from 1, at which the Markdown begins.
    """

    file: str
    text: str
    front_matter: MappingNode | None
    body_line: int

    @property
    def body(self) -> str:
        """The Markdown."""
        return "\n".join(self.text.split("\n")[self.body_line - 1 :])

    @property
    def body_place(self) -> Place:
        """Where the Markdown begins."""
        return Place(self.file, self.body_line)

    def meta(self, key: str) -> str:
        """A text of the front matter, "" where it has none."""
        return scalar_text(self.front_matter.get(key), key, Findings()) if self.front_matter else ""

    def meta_day(self, key: str) -> date | None:
        """A day of the front matter, None where it has none."""
        return day_of(self.front_matter.get(key)) if self.front_matter else None

    def meta_list(self, key: str) -> tuple[str, ...]:
        """The texts of a list in the front matter, none where it has none."""
        node = self.front_matter.get(key) if self.front_matter else None
        items = node.items if isinstance(node, SequenceNode) else ()
        return tuple(item.text for item in items if isinstance(item, Scalar))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it is written.

    Attributes:
        id: the explicit one, "" where there is none or it is not plain ASCII.
        attributes: what stands in braces behind the title, without the braces.
    """

    level: int
    title: str
    id: str
    attributes: str
    place: Place

    @property
    def has_id(self) -> bool:
        """Whether there is any explicit id, ASCII or not."""
        return bool(re.search(r"#\S", self.attributes))


def page_files(docs_dir: Path, languages: Iterable[Language] = LANGUAGES) -> Iterator[Path]:
    """Every Markdown page of the languages, by path."""
    for language in languages:
        yield from sorted((docs_dir / language).rglob("*.md"))


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page and what its check found.

    Attributes:
        stamp: the time and size that its file is known by.
        page: None where it cannot be read.
        cards: the releases whose cards stand on it.
        compared: those that its tables have rows of.
        findings: what was wrong.
    """

    stamp: tuple[int, int]
    page: Page | None
    cards: frozenset[str]
    compared: frozenset[str]
    findings: Findings


def check_pages(
    docs_dir: Path,
    catalogue: Catalogue,
    findings: Findings,
    *,
    shown_as: str = "docs",
    checked: dict[Path, CheckedPage] | None = None,
) -> dict[Path, Page | None]:
    """Report what is wrong in every page by itself, from its front matter to its directives.

    Args:
        docs_dir: the folder with a folder for each language.
        catalogue: what directives ask.
        findings: where it is reported.
        shown_as: ``docs_dir`` in findings.
        checked: pages of an earlier check against the same catalogue; those that have not changed since are not read
            again, the others are replaced.

    Returns:
        Every page by the path of its file, None for one that cannot be read.
    """
    check_files(docs_dir, findings, shown_as=shown_as)
    known = checked if checked is not None else {}
    pages: dict[Path, Page | None] = {}
    for path in page_files(docs_dir):
        status = path.lstat()
        stamp = (status.st_mtime_ns, status.st_size)
        if path not in known or known[path].stamp != stamp:
            own = Findings()
            page, specs = _check_page(path, f"{shown_as}/{path.relative_to(docs_dir).as_posix()}", catalogue, own)
            cards = (spec.release.slug for spec in specs if isinstance(spec, CardSpec))
            compared = (row.release.slug for spec in specs if isinstance(spec, CompareSpec) for row in spec.figure.rows)
            known[path] = CheckedPage(stamp, page, frozenset(cards), frozenset(compared), own)
        findings.items += known[path].findings.items
        pages[path] = known[path].page
    return pages


def _check_page(path: Path, file: str, catalogue: Catalogue, findings: Findings) -> tuple[Page | None, list[Spec]]:
    """A page and what its directives ask for."""
    page, specs = read_file(path, file, findings), []
    if page is not None:
        check_headings(page, findings)
        check_safety(page.body, page.body_place, findings)
        check_formulas(page.body, page.body_place, findings)
        check_footnotes(page.body, page.body_place, findings)
        names = catalogue.registry.other_names
        check_style(page.body, page.body_place, findings, chinese="/en/" not in file, terms=names)
        if catalogue.readable:  # or every directive and link would be told of for one slip in a registry
            if page.front_matter is not None:
                check_authors(page.front_matter, catalogue.registry.authors, findings)
            check_links(page.body, page.body_place, catalogue, findings)
            specs = [spec for _, spec in read_page(page.body, page.body_place, catalogue, findings)]
    return page, specs


def read_file(path: Path, file: str, findings: Findings) -> Page | None:
    """A page from disk; None with findings where it is no regular UTF-8 text, or too large."""
    text = read_text(path, file, findings, limit=MAXIMUM_BYTES, too_large="E022")
    if text is None or not check_characters(text, Place(file), findings):
        return None
    return split_page(text, file, findings)


def split_page(text: str, file: str, findings: Findings) -> Page:
    """Tell the front matter from the Markdown as MkDocs does, and check it."""
    lines = text.split("\n")
    if not _FRONT_MATTER.fullmatch(lines[0]):
        if _TAKEN_AS_FRONT_MATTER.match(lines[0]):
            findings.report("E609", Place(file), line=lines[0].strip())
        return Page(file, text, None, 1)
    closing = (index for index, line in enumerate(lines[1:-1], start=1) if _FRONT_MATTER_END.fullmatch(line))
    end = next(closing, None)
    if end is None:
        findings.report("E601", Place(file))
        return Page(file, text, None, 1)
    block = "\n".join(lines[1:end])
    if not block.strip():
        findings.report("E608", Place(file))
        return Page(file, text, None, end + 2)
    front_matter = parse_yaml(block, Place(file, 2), findings)
    if front_matter is not None:
        check_front_matter(front_matter, findings)
    return Page(file, text, front_matter, end + 2)


def headings(page: Page) -> Iterator[Heading]:
    """The headings of a page, in order."""
    for index, line in outside_fences(page.body):
        match = _HEADING.match(line)
        if match is not None:
            attributes = match["attributes"] or ""
            found = _ASCII_ID.search(attributes)
            place = Place(page.file, page.body_line + index)
            yield Heading(len(match[1]), match["title"], found[1] if found else "", attributes.rstrip(), place)


def check_headings(page: Page, findings: Findings) -> None:
    """Every heading has an id of its own that the twin can share."""
    lines: dict[str, int] = {}
    for heading in headings(page):
        if not heading.id:
            findings.report("N801", heading.place, title=heading.title)
        elif heading.id in lines:
            findings.report("E510", heading.place, id=heading.id, line=lines[heading.id])
        lines.setdefault(heading.id, heading.place.line)
