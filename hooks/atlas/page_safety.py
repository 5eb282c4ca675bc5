"""The first wall: what a page's Markdown may hold, checked at its line.

Raw HTML comes from an allow-list that includes what the theme teaches (figures, grid cards, details); addresses have a
known scheme; attribute lists set ids, classes and sizes only; diagrams and formulas cannot reach out of themselves.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from html.parser import HTMLParser

from .catalogue.findings import Findings, Place
from .fragments.fences import fenced_blocks

TAGS = frozenset({
    "abbr", "a", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "wbr",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "align", "alt", "class", "colspan", "dir", "height", "href", "id", "lang", "loading", "markdown", "open", "rel",
    "rowspan", "scope", "src", "start", "title", "width",
})  # fmt: skip
SCHEMES = frozenset({"https", "mailto"})
_MATH_COMMANDS = re.compile(
    r"\\(?:href|url|includegraphics|html\w*|def|gdef|edef|let|newcommand|renewcommand|input|include|require|unicode|style|cssId|class)\b"
)
_BACKTICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<(?:https?|mailto|ftp|[a-z][a-z0-9+.-]{1,30}):[^\s<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(r"\{:?([^{}\n]{1,400})\}")
_INLINE_LINK = re.compile(r"\]\(\s*<?([^\s()<>]{1,2000})")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,300}\]:\s*<?([^\s<>]{1,2000})", re.MULTILINE)
_OPENING = re.compile(r"<[a-zA-Z!?/]")
LONGEST_TAG = 2000
_ATTRIBUTE = re.compile(r"([^\s=\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|\S+))?")


def check_safety(markdown: str, place: Place, findings: Findings) -> None:
    """Report every construct of a page's Markdown that is not allowed.

    Args:
        markdown: the page's text without front matter.
        place: where it begins in its file.
        findings: where it is reported.
    """
    prose = _without_code(markdown, place, findings)
    at = _Places(prose, place)
    _check_attribute_lists(prose, at, findings)
    for pattern in (_INLINE_LINK, _DEFINITION):
        for match in pattern.finditer(prose):
            _check_address(match[1], at(match.start(1)), findings)
    for match in _AUTOLINK.finditer(prose):
        _check_address(match[0][1:-1], at(match.start()), findings)
    _check_html(_AUTOLINK.sub(lambda match: " " * len(match[0]), prose), place, findings)
    for match in _MATH_COMMANDS.finditer(prose):
        findings.report("E806", at(match.start()), command=match[0])


class _Places:
    """From an offset in the text to a place in its file."""

    def __init__(self, text: str, start: Place) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]  # where each line begins
        self._start = start

    def __call__(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset) - 1
        return Place(self._start.file, self._start.line + line, offset - self._starts[line] + 1)


def _without_code(markdown: str, place: Place, findings: Findings) -> str:
    """The text with code blanked out, line for line; diagrams are checked on the way."""
    lines = markdown.split("\n")
    for block in list(fenced_blocks(lines)):
        inside = lines[block.first + 1 : block.last]
        if block.name == "mermaid":
            _check_diagram(inside, Place(place.file, place.line + block.first + 1), findings)
        lines[block.first : block.end] = [""] * (block.end - block.first)
    return "\n".join(_without_code_spans(line) for line in lines)


def _without_code_spans(line: str) -> str:
    """A line with its code spans blanked out.

    A span that runs over several lines counts as prose: HTML at the start of a line is HTML to the Markdown library,
    backticks around it or not.
    """
    runs = [(match.start(), match.end()) for match in _BACKTICKS.finditer(line)]
    following: dict[int, int] = {}
    partners: list[int | None] = []
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        partners.append(following.get(length))
        following[length] = index
    partners.reverse()
    shown, position, index = [], 0, 0
    while index < len(runs):
        partner = partners[index]
        if partner is None:
            index += 1
            continue
        start, end = runs[index][0], runs[partner][1]
        shown += [line[position:start], " " * (end - start)]
        position, index = end, partner + 1
    return "".join([*shown, line[position:]])


def _check_diagram(lines: list[str], place: Place, findings: Findings) -> None:
    for offset, line in enumerate(lines):
        bare = line.strip()
        if bare.startswith("%%{") or re.match(r"(?:click|href|call)\s", bare) or "javascript:" in bare.casefold():
            column = line.index(bare) + 1
            findings.report("E805", Place(place.file, place.line + offset, column), line=bare)


def _check_attribute_lists(prose: str, at: _Places, findings: Findings) -> None:
    """``{ #id .class width=300 }`` behind headings, links and images; other braces are text or TeX."""
    for match in _ATTRIBUTE_LIST.finditer(prose):
        for attribute in _ATTRIBUTE.finditer(match[1]):
            name, has_value = attribute[1], attribute[2] is not None
            where = at(match.start(1) + attribute.start())
            if name.startswith("#__") or (name == "id" and has_value and attribute[2].strip("\"'").startswith("__")):
                findings.report("E804", where, id=name.removeprefix("#"))
            elif has_value and re.match(r"on|style$|srcdoc$|formaction$", name.casefold()):
                findings.report("E802", where, attribute=name)
            elif has_value and name.casefold() in ("href", "src"):
                _check_address(attribute[2].strip("\"'"), where, findings)


def _check_address(address: str, place: Place, findings: Findings) -> None:
    """Relative, or with a known scheme, however it is spelt."""
    bare = re.sub(r"[\x00-\x20\xa0]", "", html.unescape(address))
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare, re.IGNORECASE)
    if bare.startswith(("//", "\\\\", "/\\")) or (scheme is not None and scheme[1].casefold() not in SCHEMES):
        findings.report("E803", place, address=address)


def _check_html(prose: str, place: Place, findings: Findings) -> None:
    """Look at raw HTML; a "<" that opens what never closes is refused first, for the parsers take quadratic time."""
    for match in _OPENING.finditer(prose):
        if prose.find(">", match.end(), match.end() + LONGEST_TAG) < 0:
            findings.report("E807", _Places(prose, place)(match.start()), limit=LONGEST_TAG)
            return
    checker = _HtmlChecker(place, findings)
    checker.feed(prose)
    checker.close()


class _HtmlChecker(HTMLParser):
    """Raw HTML in prose, by the parser that the Markdown library builds on."""

    CDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]  # the text inside a script is looked at like any other

    def __init__(self, place: Place, findings: Findings) -> None:
        super().__init__(convert_charrefs=False)
        self._place = place
        self._findings = findings

    def _at(self) -> Place:
        line, column = self.getpos()
        return Place(self._place.file, self._place.line + line - 1, column + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self._findings.report("E801", self._at(), tag=tag)
            return
        for name, value in attrs:
            if name not in ATTRIBUTES and not name.startswith("aria-") and name != "role":
                self._findings.report("E802", self._at(), attribute=name)
            elif name in ("href", "src"):
                _check_address(value or "", self._at(), self._findings)
            elif name == "id" and (value or "").startswith("__"):
                self._findings.report("E804", self._at(), id=value)

    def handle_decl(self, decl: str) -> None:
        self._findings.report("E801", self._at(), tag=f"!{decl}")

    def unknown_decl(self, data: str) -> None:
        self._findings.report("E801", self._at(), tag=f"![{data}")

    def handle_pi(self, data: str) -> None:
        self._findings.report("E801", self._at(), tag=f"?{data}")
