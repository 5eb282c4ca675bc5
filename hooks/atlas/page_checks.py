"""What is wrong with a page by itself, whatever the catalogue holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .catalogue.findings import Findings, Place
from .footnotes import check_footnotes
from .formulas import check_formulas
from .links import links_of
from .page import Page, headings, read_file
from .page_safety import check_safety
from .prose import check_style


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that pages are read with.

    Attributes:
        directives: the words that open one.
        other_names: names that a Chinese page does not use -> the glossary's.
    """

    directives: frozenset[str]
    other_names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it was read.

    Attributes:
        page: None where it cannot be read.
        links: the addresses that it links to, with their places.
        findings: what was wrong.
    """

    page: Page | None
    links: tuple[tuple[str, Place], ...]
    findings: Findings


def read_page_file(path: Path, file: str, vocabulary: Vocabulary) -> ReadPage:
    """Read a page and check it by itself; ``file`` is its name in findings."""
    findings = Findings()
    page = read_file(path, file, findings)
    if page is None:
        return ReadPage(None, (), findings)
    body, place = page.body, page.body_place
    check_headings(page, findings)
    check_safety(body, place, vocabulary.directives, findings)
    check_formulas(body, place, findings)
    check_footnotes(body, place, findings)
    check_style(body, place, findings, chinese="/en/" not in file, terms=vocabulary.other_names)
    return ReadPage(page, tuple(links_of(body, place)), findings)


def check_headings(page: Page, findings: Findings) -> None:
    """Every heading has an id of its own that the twin can share."""
    lines: dict[str, int] = {}
    for heading in headings(page):
        if not heading.id:
            findings.report("N801", heading.place, title=heading.title)
        elif heading.id in lines:
            findings.report("E510", heading.place, id=heading.id, line=lines[heading.id])
        lines.setdefault(heading.id, heading.place.line)
