"""Links from page to page and to files: what they name has to be there, which only all pages together show.

Raw HTML keeps its links as they are written; those are checked in the built site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from jinja2 import TemplateError

from .catalogue.catalogue import Catalogue
from .catalogue.findings import Findings, Language, nearest
from .catalogue.registry import TABS
from .categories import INDEX
from .fragments.context import Context
from .fragments.directives import DIRECTIVES, read_page
from .fragments.expand import expand
from .fragments.fences import fenced_blocks, without_fences
from .links import is_release_page, links_of
from .markup import scheme
from .page import Page, headings
from .twins import ORIGINAL

_ID = re.compile(r"\{[^{}\n]*#([^\s{}]+)[^{}\n]*\}|\bid=[\"']?([^\s\"'>}]+)")
_MADE_BY_MARKDOWN = re.compile(r"fn(?:ref)?\d*:.*|__.*|tab(?:_\d+)?")  # footnotes, lines of code, an author's tabs
_FILLED_LATER = (INDEX, "<!-- material/tags -->")


def check_targets(docs_dir: Path, pages: Mapping[Path, Page | None], catalogue: Catalogue, findings: Findings) -> None:
    """Report links that lead to no page or file, and those to an anchor that is not on the page.

    Args:
        docs_dir: the folder with a folder for each language.
        pages: every page by its path, as ``check_pages`` gives them.
        catalogue: what directives draw, for the anchors in it.
        findings: where it is reported.
    """
    targets = _Targets(docs_dir, pages, catalogue)
    for path, page in pages.items():
        if page is None:
            continue
        findings.know_text(page.file, page.text)
        own = path.relative_to(docs_dir).as_posix()
        for address, at in links_of(page.body, page.body_place):
            name, _, fragment = address.partition("#")
            name, fragment = unquote(name.partition("?")[0]), unquote(fragment)
            if scheme(address) or name.startswith(("/", "\\")):
                continue  # page_safety tells
            target = posixpath.normpath(posixpath.join(posixpath.dirname(own), name)) if name else own
            if not targets.has(target, own):
                findings.report("E410", at, address=address, candidates=targets.near(name, own))
            elif fragment and not (_MADE_BY_MARKDOWN.fullmatch(fragment) or fragment in targets.written(target)):
                known = targets.anchors(target)
                if known is not None and fragment not in known:
                    findings.report(
                        "E411", at, fragment=fragment, page=targets.file(target), candidates=nearest(fragment, known)
                    )


class _Targets:
    """What a link can lead to, by paths in the docs folder."""

    def __init__(self, docs_dir: Path, pages: Mapping[Path, Page | None], catalogue: Catalogue) -> None:
        self._docs_dir = docs_dir
        self._pages = {path.relative_to(docs_dir).as_posix(): page for path, page in pages.items()}
        self._catalogue = catalogue
        self._written: dict[str, frozenset[str]] = {}
        self._anchors: dict[str, frozenset[str] | None] = {}

    def has(self, target: str, own: str) -> bool:
        """Whether a page ``own`` can link to it; originals stand in for what its language has not."""
        if not target.startswith((_folder(own), "assets/")):
            return False
        return is_release_page(target) or self.file(target) is not None

    def file(self, target: str) -> str | None:
        """The file that is shown at ``target``; None where there is none."""
        original = f"{ORIGINAL}/{target.partition('/')[2]}"
        files = (path for path in (target, original) if path in self._pages or (self._docs_dir / path).is_file())
        return next(files, None)

    def near(self, name: str, own: str) -> list[str]:
        """Pages with a path near ``name``, as ``own`` links to them."""
        pages = (page for page in self._pages if page.startswith(_folder(own)))
        return nearest(name, [posixpath.relpath(page, posixpath.dirname(own)) for page in pages])

    def written(self, target: str) -> frozenset[str]:
        """The ids that the author of a page wrote; they need no directive drawn."""
        file = self.file(target) or ""
        page = self._pages.get(file)
        if page is None:
            return frozenset()
        if file not in self._written:
            found = _ID.findall("\n".join(without_fences(page.body)))
            self._written[file] = frozenset(name for ids in found for name in ids if name)
        return self._written[file]

    def anchors(self, target: str) -> frozenset[str] | None:
        """The ids on a page; None where only the build knows them, or where it is none of the pages."""
        page = self._pages.get(self.file(target) or "")
        if page is None:
            return None
        if target not in self._anchors:
            drawn = self._drawn(page, "en" if _folder(target) == "en/" else "zh")
            self._anchors[target] = None if drawn is None else self.written(target) | drawn
        return self._anchors[target]

    def _drawn(self, page: Page, language: Language) -> frozenset[str] | None:
        """The ids that the directives of a page bring; None where only the build knows those of the page."""
        if any(mark in page.body for mark in _FILLED_LATER) or not all(heading.has_id for heading in headings(page)):
            return None
        if not any(block.name in DIRECTIVES for block in fenced_blocks(page.body.split("\n"))):
            return frozenset()
        findings = Findings()
        directives = read_page(page.body, page.body_place, self._catalogue, findings)
        if findings.errors or self._catalogue.broken:
            return None
        context = Context(self._catalogue, language, model_url=lambda slug: slug)
        try:
            drawn = expand(page.body, page.body_place, context).anchors
        except TemplateError:
            return None  # the build tells
        cards = [fence for fence, _ in directives if fence.name == "model-card"]
        tabs = {f"{tab}_{number}" if number else tab for number in range(len(cards)) for tab in TABS}
        return frozenset(drawn | tabs)


def _folder(path: str) -> str:
    return f"{path.partition('/')[0]}/"
