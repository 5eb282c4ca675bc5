"""Code inside a line of Markdown: what surely is code, to whoever looks for links, formulas, footnotes or attacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

BLOCK_TAGS = frozenset({
    "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "li", "ol", "p", "pre",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_BLOCK_TAG = re.compile(rf"<(/?)(?:{'|'.join(sorted(BLOCK_TAGS))})\b", re.IGNORECASE)
_BACKTICKS = re.compile(r"`+")


def without_code_spans(lines: Sequence[str]) -> Iterator[str]:
    """Lines with their code spans blanked out, where they surely are such.

    Backticks mean nothing inside raw HTML, and in a paragraph with an escaped or a lone backtick, or with a span that
    runs over several lines, it takes the library to tell what is code: there everything counts as prose.
    """
    depth = 0
    paragraph: list[str] = []
    for line in [*lines, ""]:
        begins_html = line.lstrip(" \t>").startswith("<")
        if depth or begins_html:
            tags = [match[1] for match in _BLOCK_TAG.finditer(line)]
            is_raw = depth > 0 or bool(tags)
            depth = max(0, depth + tags.count("") - tags.count("/"))
        else:
            is_raw = False
        if line.strip() and not is_raw:
            paragraph.append(line)
            continue
        yield from _blanked(paragraph)
        paragraph = []
        yield line


def _blanked(paragraph: list[str]) -> list[str]:
    text = "\n".join(paragraph)
    if "`" not in text:
        return paragraph
    spans = _code_spans(text)
    if spans is None or "\\`" in text or any("\n" in text[start:end] for start, end in spans):
        return paragraph
    shown, position = [], 0
    for start, end in spans:
        shown += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*shown, text[position:]]).split("\n")


def _code_spans(text: str) -> list[tuple[int, int]] | None:
    """Where code spans begin and end: a run of backticks up to the next run of the same length.

    None where a run finds no other: the library then tries a part of it.
    """
    runs = [(match.start(), match.end()) for match in _BACKTICKS.finditer(text)]
    following: dict[int, int] = {}
    partners: list[int | None] = []
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        partners.append(following.get(length))
        following[length] = index
    partners.reverse()
    spans, index = [], 0
    while index < len(runs):
        partner = partners[index]
        if partner is None:
            return None
        spans.append((runs[index][0], runs[partner][1]))
        index = partner + 1
    return spans
