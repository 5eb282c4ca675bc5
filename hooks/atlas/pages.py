"""The pages as files: found, and checked before anything is built.

A page is front matter from a closed set, then Markdown. What is checked here is checked at its line; what a build makes
of it is linted once more afterwards.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .catalogue.catalogue import Catalogue
from .catalogue.findings import LANGUAGES, Findings, Place, nearest
from .catalogue.nodes import Mapping, Scalar, Sequence, check_characters, decode, kind_of, parse_yaml
from .docs_files import check_files
from .fragments.directives import read_page
from .fragments.fences import outside_fences
from .links import check_links
from .page_safety import check_safety

FRONT_MATTER_KEYS = (
    "title", "description", "tags", "categories", "authors", "date", "updated", "icon", "status", "hide", "source_hash",
    "math", "mermaid", "enableEmoji", "menu", "author",
)  # fmt: skip
MAXIMUM_BYTES = 256 * 1024
CATEGORIES = ("survey", "compare", "reference", "Basic")
HIDEABLE = ("navigation", "toc", "footer", "path")
_PLAIN_KEYS = ("title", "description", "authors", "author", "tags", "status")
_ICON = re.compile(r"(material|octicons|fontawesome|simple)(/[a-z0-9-]+)+")
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
    front_matter: Mapping | None
    body_line: int

    @property
    def body(self) -> str:
        """The Markdown."""
        return "\n".join(self.text.split("\n")[self.body_line - 1 :])

    @property
    def body_place(self) -> Place:
        return Place(self.file, self.body_line)


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    title: str
    id: str
    place: Place


def page_files(docs_dir: Path) -> Iterator[Path]:
    """Every Markdown page of both languages, by path."""
    for language in LANGUAGES:
        yield from sorted((docs_dir / language).rglob("*.md"))


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """What was wrong in a page, and the time and size of its file by which it is known again."""

    stamp: tuple[int, int]
    findings: Findings


def check_pages(
    docs_dir: Path,
    catalogue: Catalogue,
    findings: Findings,
    *,
    shown_as: str = "docs",
    checked: dict[Path, CheckedPage] | None = None,
) -> None:
    """Report what is wrong in every page: front matter, headings, safety, links to releases, directives.

    Args:
        docs_dir: the folder with a folder for each language.
        catalogue: what directives ask.
        findings: where it is reported.
        shown_as: ``docs_dir`` in findings.
        checked: pages of an earlier check against the same catalogue; those that have not changed since are not read
            again, the others are replaced.
    """
    for path in _odd_links(docs_dir):
        findings.report("E021", Place(f"{shown_as}/{path.relative_to(docs_dir).as_posix()}"))
    check_files(docs_dir, findings, shown_as=shown_as)
    known = checked if checked is not None else {}
    for path in page_files(docs_dir):
        status = path.lstat()
        stamp = (status.st_mtime_ns, status.st_size)
        if path not in known or known[path].stamp != stamp:
            own = Findings()
            _check_page(path, f"{shown_as}/{path.relative_to(docs_dir).as_posix()}", catalogue, own)
            known[path] = CheckedPage(stamp, own)
        findings.items += known[path].findings.items


def _odd_links(docs_dir: Path) -> Iterator[Path]:
    """Symbolic links beside pages and data: MkDocs would publish what they point at, or run in rings."""
    for folder, folders, files in os.walk(docs_dir):
        for name in sorted(folders + files):
            path = Path(folder, name)
            if path.suffix not in (".md", ".yml") and path.is_symlink():
                yield path


def _check_page(path: Path, file: str, catalogue: Catalogue, findings: Findings) -> None:
    page = read_file(path, file, findings)
    if page is not None:
        check_headings(page, findings)
        check_safety(page.body, page.body_place, findings)
        check_links(page.body, page.body_place, catalogue, findings)
        read_page(page.body, page.body_place, catalogue, findings)


def read_file(path: Path, file: str, findings: Findings) -> Page | None:
    """A page from disk; None with findings where it is no regular UTF-8 text, or too large."""
    if path.is_symlink() or not path.is_file():
        findings.report("E021", Place(file))
        return None
    size = path.stat().st_size
    if size > MAXIMUM_BYTES:
        findings.report("E022", Place(file), size=size, limit=MAXIMUM_BYTES)
        return None
    text = decode(path.read_bytes(), file, findings)
    if text is None:
        return None
    findings.know_text(file, text)
    if not check_characters(text, Place(file), findings):
        return None
    return split_page(text, file, findings)


def split_page(text: str, file: str, findings: Findings) -> Page:
    """Tell the front matter from the Markdown, and check it."""
    lines = text.split("\n")
    if lines[0] != "---":
        return Page(file, text, None, 1)
    end = next((index for index, line in enumerate(lines[1:], start=1) if line == "---"), None)
    if end is None:
        findings.report("E601", Place(file))
        return Page(file, text, None, 1)
    block = "\n".join(lines[1:end])
    front_matter = parse_yaml(block, Place(file, 2), findings) if block.strip() else None
    if front_matter is not None:
        _check_front_matter(front_matter, findings)
    return Page(file, text, front_matter, end + 2)


def _check_front_matter(front_matter: Mapping, findings: Findings) -> None:
    for key, node in front_matter:
        if key.text not in FRONT_MATTER_KEYS:
            candidates = nearest(key.text, FRONT_MATTER_KEYS)
            findings.report("E602", key.place, key=key.text, known=", ".join(FRONT_MATTER_KEYS), candidates=candidates)
            continue
        if key.text in ("menu", "author"):  # kept from the first text, not used
            continue
        items = node.items if isinstance(node, Sequence) else (node,)
        for item in items:
            if not isinstance(item, Scalar):
                findings.report("E102", item.place, key=key.text, wanted="text", seen=kind_of(item))
            elif not _is_allowed(key.text, item.text):
                findings.report("E603", item.place, key=key.text, seen=item.text)


def _is_allowed(key: str, text: str) -> bool:
    if key in _PLAIN_KEYS:
        return not re.search(r'[<>"]|javascript:', text)
    known = {"categories": CATEGORIES, "hide": HIDEABLE}.get(key)
    if known is not None:
        return text in known
    return key != "icon" or _ICON.fullmatch(text) is not None


def headings(page: Page) -> Iterator[Heading]:
    """The headings of a page with their explicit ids, "" where an id is missing or not plain ASCII."""
    for index, line in outside_fences(page.body):
        match = _HEADING.match(line)
        if match is not None:
            found = _ASCII_ID.search(match["attributes"] or "")
            place = Place(page.file, page.body_line + index)
            yield Heading(len(match[1]), match["title"], found[1] if found else "", place)


def check_headings(page: Page, findings: Findings) -> None:
    """Every heading has an id of its own that the twin can share."""
    lines: dict[str, int] = {}
    for heading in headings(page):
        if not heading.id:
            findings.report("N801", heading.place, title=heading.title)
        elif heading.id in lines:
            findings.report("E510", heading.place, id=heading.id, line=lines[heading.id])
        lines.setdefault(heading.id, heading.place.line)
