"""The links of a page; those to the generated pages of releases, which only the catalogue knows; these addresses.

Where else a page links to is checked when all pages are read, see ``targets``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from .catalogue.catalogue import Catalogue
from .catalogue.findings import MOST_OF_A_FILE, Findings, Place, nearest
from .catalogue.registry import TABS
from .code_spans import without_code_spans
from .fragments.fences import without_fences
from .prose import BLOCK_FORMULA, INLINE_FORMULA

_FORMULA = re.compile(rf"{BLOCK_FORMULA}|{INLINE_FORMULA}")
_LINK = re.compile(r"(?:(?<!\\)\]\(\s*+<?|^ {0,3}\[(?!\^)[^\]\n]{1,300}\]:\s*+<?)([^\s()<>]{1,2000})")
_RELEASE_PAGE = re.compile(r"(?:.*/)?(?:zh|en)/models/(?P<slug>(?!index\.)[^/]+)\.md")


def links_of(markdown: str, place: Place) -> Iterator[tuple[str, Place]]:
    """The addresses of a page's links, pictures and definitions with their places, without those in code and formulas.

    Args:
        markdown: the page's text without front matter.
        place: where it begins in its file.
    """
    for number, line in linking_lines(markdown):
        for match in _LINK.finditer(line):
            yield match[1], Place(place.file, place.line + number, match.start(1) + 1)


def linking_lines(markdown: str) -> Iterator[tuple[int, str]]:
    """Numbers from 0 and texts of the lines outside fences, without the code and the formulas in them."""
    for number, line in enumerate(without_code_spans(without_fences(markdown))):
        yield number, _FORMULA.sub(lambda match: " " * len(match[0]), line)


def check_links(links: Iterable[tuple[str, Place]], file: str, catalogue: Catalogue, findings: Findings) -> None:
    """Report links to releases, and to values on their pages, that are not there.

    Args:
        links: the addresses that a page links to, with their places.
        file: the page's name in findings; its folder is what relative links start from.
        catalogue: the releases; links to one with errors of its own are left alone.
        findings: where it is reported.
    """
    folder, before = posixpath.dirname(file), len(findings.items)
    for address, at in links:
        target, _, fragment = address.partition("#")
        page = _RELEASE_PAGE.fullmatch(posixpath.normpath(posixpath.join(folder, target)))
        if page is not None:
            _check_target(page["slug"], fragment, at, catalogue, findings)
        if len(findings.items) - before >= MOST_OF_A_FILE:
            return


def is_release_page(path: str) -> bool:
    """Whether a path is that of a page which is generated from a release, or stands at an address that it left."""
    return _RELEASE_PAGE.fullmatch(path) is not None


def _check_target(slug: str, fragment: str, at: Place, catalogue: Catalogue, findings: Findings) -> None:
    address = catalogue.registry.addresses.get(slug)
    if slug in catalogue.releases:
        anchors = release_anchors(catalogue, slug)
        if fragment and fragment not in anchors:
            findings.report("E408", at, slug=slug, fragment=fragment, candidates=nearest(fragment, anchors))
    elif slug not in catalogue.broken and (address is None or fragment):
        has_moved = address is not None and address.target in catalogue.releases
        candidates = [address.target] if address and has_moved else nearest(slug, catalogue.releases)
        findings.report("E407", at, slug=slug, candidates=candidates)


def release_anchors(catalogue: Catalogue, slug: str) -> frozenset[str]:
    """What a link to a release's page can point at: its values, sources and tabs."""
    sources = {f"source-{name}" for name in catalogue.releases[slug].sources}
    return catalogue.value_anchors(slug) | sources | {slug, *TABS}


def unlisted_addresses(catalogue: Catalogue) -> list[str]:
    """The releases whose address is not kept in ``addresses.yml`` yet, by slug."""
    return sorted(catalogue.releases.keys() - catalogue.registry.addresses.keys())


def with_addresses(text: str, slugs: list[str]) -> str:
    """The text of ``addresses.yml`` with the addresses of more releases, each where its name belongs."""
    ended = text.rstrip("\n") + "\n"
    head, _, entries = ended.replace("addresses: {}", "addresses:").partition("addresses:\n")
    lines = entries.splitlines()
    for slug in slugs:
        following = (at for at, line in enumerate(lines) if line.strip().partition(":")[0] > slug)
        lines.insert(next(following, len(lines)), f"  {slug}: {slug}")
    return f"{head}addresses:\n" + "".join(f"{line}\n" for line in lines)
