"""The pages of the survey as files: found, their directives checked against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .catalogue.catalogue import Catalogue
from .catalogue.findings import LANGUAGES, Findings, Place
from .catalogue.nodes import decode
from .fragments.directives import read_page


def page_files(docs_dir: Path) -> Iterator[Path]:
    """Every Markdown page of both languages, by path."""
    for language in LANGUAGES:
        yield from sorted((docs_dir / language).rglob("*.md"))


def check_pages(docs_dir: Path, catalogue: Catalogue, findings: Findings, *, shown_as: str = "docs") -> None:
    """Report what is wrong in the directives of every page."""
    for path in page_files(docs_dir):
        file = f"{shown_as}/{path.relative_to(docs_dir).as_posix()}"
        text = decode(path.read_bytes(), file, findings)
        if text is not None:
            findings.know_text(file, text)
            read_page(text, Place(file), catalogue, findings)
