"""The style of running text: what is a notice and never an error, and what of a line is not prose at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .catalogue.findings import Findings, Place
from .fragments.fences import without_fences

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
BLOCK_FORMULA = r"\$\$[^$]+\$\$"
INLINE_FORMULA = r"(?<![\\$])\$(?![\s$])(?:\\.|[^\\$\n])+?(?<!\s)\$"
# Code, formulas, comments, tags, addresses and attribute lists. Every alternative ends where it could begin again.
_NO_PROSE = re.compile(
    r"`[^`\n]+`"
    rf"|{BLOCK_FORMULA}|{INLINE_FORMULA}"
    r"|<!--(?:[^<-]|-(?!->)|<(?!!--))*+-->|<[^<>]{0,2000}>"
    r"|\]\([^()\n]*\)|(?m:^ {0,3}\[[^\]\n]{1,300}\]:.*$)"
    r"|\{[^{}\n]*\}"
    r"|https?://[^\s<>()]+"
)
_STYLE = {
    "N805": re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]"),
    "N806": re.compile(rf"(?<=[{HAN}])[,!?](?=[{HAN}])"),
}
_QUOTED = re.compile(rf'["“”](?=[^"“”\n]*[{HAN}])[^"“”\n]*["“”]')
_CITED = re.compile(r"「[^「」]*」|《[^《》]*》")
_TITLED_BLOCK = re.compile(r"[ \t>]*(?:===|!!!|\?\?\?)")  # the quotation marks after it are Markdown's own
_HARD_BREAK = re.compile(r"\S {2}$")


def check_style(
    markdown: str, place: Place, findings: Findings, *, chinese: bool = True, terms: Mapping[str, str] | None = None
) -> None:
    """Report what ``make fix`` mends, quotation marks that are not Chinese, and names that the glossary has not.

    At most one of a kind is told a line, and each name once.

    Args:
        markdown: the page's text without front matter.
        place: where it begins in its file.
        findings: where it is reported.
        chinese: whether it is a Chinese page; an English one may put Chinese words in its own quotation marks.
        terms: names that a Chinese page does not use, outside quotations -> the glossary's.
    """
    lines = markdown.split("\n")
    unused = dict(terms or {}) if chinese else {}
    for index, line in prose_lines(markdown):
        quoted = {"N807": _QUOTED} if chinese and not _TITLED_BLOCK.match(line) else {}
        for code, pattern in {**_STYLE, **quoted}.items():
            match = pattern.search(line)
            if match is not None:
                at = Place(place.file, place.line + index, match.start() + 1)
                findings.report(code, at, seen=match[0][:40])
        for name in [name for name in unused if name in line]:
            column = _CITED.sub(lambda match: " " * len(match[0]), line).find(name)
            if column >= 0:
                at = Place(place.file, place.line + index, column + 1)
                findings.report("N809", at, seen=name, term=unused.pop(name))
    for index, line in enumerate(lines):
        bare = line.rstrip(" \t")
        if bare != line and not _HARD_BREAK.search(line):
            findings.report("N808", Place(place.file, place.line + index, len(bare) + 1))
    if lines[-1]:
        findings.report("N808", Place(place.file, place.line + len(lines) - 1, len(lines[-1]) + 1))


def prose_lines(markdown: str) -> Iterator[tuple[int, str]]:
    """Numbers from 0 and texts of the lines of prose that are not blank.

    What is no prose inside a line is blanked out, place for place. A line that only part of a longer formula, comment
    or tag stands on is left out.
    """
    lines = without_fences(markdown)
    text = "\n".join(lines)
    for match in _NO_PROSE.finditer(text):
        if "\n" in match[0]:
            first, last = text.count("\n", 0, match.start()), text.count("\n", 0, match.end())
            lines[first : last + 1] = [""] * (last + 1 - first)
    for index, line in enumerate(lines):
        if line.strip():
            yield index, _NO_PROSE.sub(lambda match: " " * len(match[0]), line)


def runs(line: str) -> Iterator[tuple[bool, str]]:
    """A line of prose in pieces: whether a piece is prose, and its text."""
    position = 0
    for match in _NO_PROSE.finditer(line):
        yield True, line[position : match.start()]
        yield False, match[0]
        position = match.end()
    yield True, line[position:]
