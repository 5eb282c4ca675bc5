"""All pages, read and checked against the catalogue before anything is built.

A page is front matter from a closed set, then Markdown. What is checked here is checked at its line; what a build makes
of it is linted once more afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .catalogue.catalogue import Catalogue
from .catalogue.findings import Findings
from .docs_files import check_files
from .fragments.directives import DIRECTIVE_NAMES, read_page
from .fragments.specs import CardSpec, CompareSpec, Spec
from .front_matter import check_authors
from .links import check_links
from .page import Page, page_files
from .page_checks import ReadPage, Vocabulary, read_page_file

Stamp = tuple[int, int]  # time in nanoseconds and size, by which the state of a file is known
ReadPages = dict[Path, tuple[Stamp, Vocabulary, ReadPage]]


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page and what its check against a catalogue found.

    Attributes:
        read: what it was read as.
        cards: the releases whose cards stand on it.
        compared: those that its tables have rows of.
        findings: what was wrong, beside what is wrong with the page by itself.
    """

    read: ReadPage
    cards: frozenset[str]
    compared: frozenset[str]
    findings: Findings

    @property
    def page(self) -> Page | None:
        """None where it cannot be read."""
        return self.read.page


def check_pages(
    docs_dir: Path,
    catalogue: Catalogue,
    findings: Findings,
    *,
    shown_as: str = "docs",
    read: ReadPages | None = None,
    checked: dict[Path, CheckedPage] | None = None,
) -> dict[Path, Page | None]:
    """Report what is wrong in every page, by itself and against the catalogue, and in the other files under docs.

    Args:
        docs_dir: the folder with a folder for each language.
        catalogue: what directives ask.
        findings: where it is reported.
        shown_as: ``docs_dir`` in findings.
        read: pages as earlier checks read them; those whose files have changed since are replaced.
        checked: pages of an earlier check against the same catalogue; those that were read anew are replaced.

    Returns:
        Every page by the path of its file, None for one that cannot be read.
    """
    check_files(docs_dir, findings, shown_as=shown_as)
    read = read if read is not None else {}
    checked = checked if checked is not None else {}
    vocabulary = Vocabulary(DIRECTIVE_NAMES, catalogue.registry.other_names)
    pages: dict[Path, Page | None] = {}
    for path in page_files(docs_dir):
        status = path.lstat()
        state = (status.st_mtime_ns, status.st_size), vocabulary
        if path not in read or read[path][:2] != state:
            file = f"{shown_as}/{path.relative_to(docs_dir).as_posix()}"
            read[path] = *state, read_page_file(path, file, vocabulary)
        own = read[path][2]
        if path not in checked or checked[path].read is not own:
            checked[path] = _check(own, catalogue)
        findings.items += [*own.findings.items, *checked[path].findings.items]
        pages[path] = own.page
    return pages


def _check(read: ReadPage, catalogue: Catalogue) -> CheckedPage:
    page, findings = read.page, Findings()
    specs: list[Spec] = []
    if page is not None and catalogue.readable:  # or every directive and link would be told of for a registry's slip
        findings.know_text(page.file, page.text)
        if page.front_matter is not None:
            check_authors(page.front_matter, catalogue.registry.authors, findings)
        check_links(read.links, page.file, catalogue, findings)
        specs = [spec for _, spec in read_page(page.body, page.body_place, catalogue, findings)]
    cards = (spec.release.slug for spec in specs if isinstance(spec, CardSpec))
    compared = (row.release.slug for spec in specs if isinstance(spec, CompareSpec) for row in spec.figure.rows)
    return CheckedPage(read, frozenset(cards), frozenset(compared), findings)
