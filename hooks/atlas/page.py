"""A page as a file: its text, with the front matter told apart, and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .catalogue.findings import LANGUAGES, Findings, Language, Place
from .catalogue.nodes import MappingNode, Scalar, SequenceNode, check_characters, parse_yaml, read_text, scalar_text
from .fragments.fences import outside_fences
from .front_matter import check_front_matter, day_of

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
