"""The first wall: what a page's Markdown may hold, checked at its line.

Raw HTML comes from an allow-list that includes what the theme teaches (figures, grid cards, details); addresses have a
known scheme; attribute lists set ids, classes and sizes only; diagrams and formulas cannot reach out of themselves.

Code is left alone, so a script is smuggled by text that looks like code here and like HTML to the Markdown library.
Therefore only what both read alike counts as code; fences that they could read differently are errors.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Collection, Sequence

from .catalogue.findings import Findings, Place, alternatives
from .code_spans import BLOCK_TAGS, without_code_spans
from .fragments.fences import Block, fenced_blocks
from .markup import read_token, scheme

TAGS = BLOCK_TAGS | {
    "abbr", "a", "b", "br", "cite", "code", "del", "em", "hr", "i", "img", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u", "wbr",
}  # fmt: skip
ATTRIBUTES = frozenset({
    "align", "alt", "class", "colspan", "dir", "height", "href", "id", "lang", "loading", "markdown", "open", "rel",
    "rowspan", "scope", "src", "start", "title", "width",
})  # fmt: skip
SCHEMES = frozenset({"", "https", "mailto"})
MATH_COMMANDS = re.compile(
    r"\\(?:href|url|includegraphics|html\w*|def|gdef|edef|let|newcommand|renewcommand|input|include|require|unicode|style|cssId|class)\b"
)
_IN_DIAGRAM = re.compile(
    r"%%\s*\{|(?:^|;)\s*(?:click|href|call|links?)\s|^\s*---\s*$|javascript:|data:\w+/|url\(|@import"
    r"|<(?!br ?/?>)(?=[a-z!/])",
    re.IGNORECASE,
)
# The kinds of diagrams to which the engine gives a title and a description; of the others a screen reader says nothing.
DIAGRAMS = (
    "flowchart", "sequenceDiagram", "classDiagram", "stateDiagram", "erDiagram", "gantt", "pie", "gitGraph",
    "journey", "quadrantChart", "xychart", "requirementDiagram", "packet", "treemap", "radar-beta", "architecture-beta",
    "C4Context", "C4Container", "C4Component", "C4Dynamic", "C4Deployment", "graph", "classDiagram-v2",
    "stateDiagram-v2", "xychart-beta", "packet-beta", "treemap-beta",
)  # fmt: skip
_KIND = re.compile(r"\s*+(?!%%)([^\s:;]+)")
_TOLD = {"accTitle": re.compile(r"\s*accTitle\s*:\s*\S"), "accDescr": re.compile(r"\s*accDescr\s*(?::\s*\S|\{)")}
_AUTOLINK = re.compile(r"<(?:https?|mailto|ftp|[a-z][a-z0-9+.-]{1,30}):[^\s<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w#-])(on[a-z]+|style|srcdoc|formaction|href|src|id)\s*=\s*[\"']?([^\s\"'}]*)|#(__[\w-]+)", re.IGNORECASE
)
_INLINE_LINK = re.compile(r"\]\(\s*(?:<([^<>\n]{1,2000})>|([^\s()<>]{1,2000}))")
_DEFINITION = re.compile(r"^[ \t>]*\[(?!\^)[^\]\n]{1,300}\]:\s*(?:<([^<>\n]{1,2000})>|([^\s<>]{1,2000}))", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>?")
_OPENING = re.compile(r"<[a-zA-Z!?/]")
LONGEST_TAG = 2000
_OPTION = r'(?:title="[^"]*"|linenums="[\d ]+"|hl_lines="[\d -]+")'
_PLAIN_FENCE = re.compile(
    rf"(?:`{{3,}}|~{{3,}}) ?(?:[\w#.+-]*(?: {_OPTION})*|\{{ ?\.[\w-]+(?: \.[\w-]+| {_OPTION})* ?\}}) *"
)
_FENCE_LIKE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})")


def check_safety(markdown: str, place: Place, directives: Collection[str], findings: Findings) -> None:
    """Report every construct of a page's Markdown that is not allowed.

    Args:
        markdown: the page's text without front matter.
        place: where it begins in its file.
        directives: the words that open one; other fences hold code, diagrams or examples.
        findings: where it is reported.
    """
    prose = _without_code(markdown, place, directives, findings)
    at = _Places(prose, place)
    _check_attribute_lists(prose, at, findings)
    for pattern in (_INLINE_LINK, _DEFINITION):
        for match in pattern.finditer(prose):
            _check_address(match[1] or match[2], at(match.start(match.lastindex or 0)), findings)
    for match in _AUTOLINK.finditer(prose):
        _check_address(match[0][1:-1], at(match.start()), findings)
    _check_html(_AUTOLINK.sub(lambda match: " " * len(match[0]), prose), at, findings)
    for match in MATH_COMMANDS.finditer(prose):
        findings.report("E806", at(match.start()), command=match[0])


class _Places:
    """From an offset in the text to a place in its file."""

    def __init__(self, text: str, start: Place) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]  # where each line begins
        self._start = start

    def __call__(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset) - 1
        return Place(self._start.file, self._start.line + line, offset - self._starts[line] + 1)


def _without_code(markdown: str, place: Place, directives: Collection[str], findings: Findings) -> str:
    """The text with code blanked out, line for line; fences and diagrams are checked on the way."""
    lines = markdown.split("\n")
    for block in list(fenced_blocks(lines)):
        if block.name == "mermaid":
            diagram = block.body(lines).split("\n")
            _check_diagram(diagram, Place(place.file, place.line + block.first + 1, len(block.prefix) + 1), findings)
        if block.name not in directives and not _is_plain(block, lines):
            findings.report("E812", Place(place.file, place.line + block.first), line=lines[block.first].strip())
        lines[block.first : block.end] = [""] * (block.end - block.first)
    for index, line in enumerate(lines):
        if _FENCE_LIKE.match(line):
            findings.report("E812", Place(place.file, place.line + index), line=line.strip())
    return "\n".join(without_code_spans(lines))


def _is_plain(block: Block, lines: Sequence[str]) -> bool:
    """Whether a fence is read alike by everybody: a known head, closed by its like, nothing left of it in between."""
    if block.last is None or "\t" in block.prefix:
        return False
    head = lines[block.first].removeprefix(block.prefix)
    ticks = head[: len(head) - len(head.lstrip(head[0]))]
    inside = lines[block.first + 1 : block.last]
    return (
        _PLAIN_FENCE.fullmatch(head) is not None
        and (block.name != "mermaid" or head == f"{ticks}mermaid")
        and lines[block.last].rstrip() == block.prefix + ticks
        and all(line.startswith(block.prefix) or line.rstrip() in ("", block.prefix.rstrip()) for line in inside)
    )


def _check_diagram(lines: Sequence[str], place: Place, findings: Findings) -> None:
    """A known kind of diagram that says in words what it shows.

    It has no settings of the engine, no clicks, no addresses, no markup beside line breaks.
    """
    kind, at = "", place
    for offset, line in enumerate(lines):
        if found := _IN_DIAGRAM.search(line):
            findings.report("E805", _inside(place, offset, found.start()), line=line.strip())
        if not kind and (word := _KIND.match(line)):
            kind, at = word[1], _inside(place, offset, word.start(1))
    if kind not in DIAGRAMS:
        findings.report("E816", at, kind=kind, **alternatives(kind, DIAGRAMS))
    elif missing := [name for name, pattern in _TOLD.items() if not any(map(pattern.match, lines))]:
        findings.report("E817", at, missing=", ".join(missing))


def _inside(place: Place, lines: int, columns: int) -> Place:
    return Place(place.file, place.line + lines, place.column + columns)


def _check_attribute_lists(prose: str, at: _Places, findings: Findings) -> None:
    """``{ #id .class width=300 }`` behind headings, links and images; other braces are text or TeX.

    The library reads from the first brace of a line to the last, whatever stands between.
    """
    start = 0
    for line in prose.split("\n"):
        first, last = line.find("{"), line.rfind("}")
        for attribute in _ATTRIBUTE.finditer(line, first, last) if 0 <= first < last else ():
            name, value = (attribute[1] or "id").lower(), attribute[3] or attribute[2]
            where = at(start + attribute.start())
            if name == "id":
                _check_id(value, where, findings)
            elif name in ("href", "src"):
                _check_address(value, where, findings)
            else:
                findings.report("E802", where, attribute=name)
        start += len(line) + 1


def _check_id(name: str, place: Place, findings: Findings) -> None:
    if name.startswith("__"):
        findings.report("E804", place, id=name)


def _check_address(address: str, place: Place, findings: Findings) -> None:
    """Relative, or with a known scheme, however it is spelt; from the host's root it misses a site in a folder."""
    if scheme(address) not in SCHEMES:
        findings.report("E803", place, address=address)
    elif html.unescape(address).strip().startswith(("/", "\\")):
        findings.report("E815", place, address=address)


def _check_html(prose: str, at: _Places, findings: Findings) -> None:
    """Look at raw HTML; a "<" that opens what never closes is refused first, for it makes everything after it a tag."""
    for match in _OPENING.finditer(prose):
        if prose.find(">", match.end(), match.end() + LONGEST_TAG) < 0:
            findings.report("E807", at(match.start()), limit=LONGEST_TAG)
            return
    for match in _TAG.finditer(prose):
        if _OPENING.match(match[0]):
            _check_tag(match[0], at(match.start()), findings)


def _check_tag(token: str, place: Place, findings: Findings) -> None:
    tag = read_token(token)
    if tag is None:
        findings.report("E813", place, tag=token)
    elif tag.name not in TAGS and tag.name != "!--":
        findings.report("E801", place, tag=tag.name)
    else:
        for name, value in tag.attributes:
            if name not in ATTRIBUTES and not name.startswith("aria-") and name != "role":
                findings.report("E802", place, attribute=name)
            elif name in ("href", "src"):
                _check_address(value, place, findings)
            elif name == "id":
                _check_id(tag.get("id") or "", place, findings)
