"""How wide a text is, by counting characters: the same on every machine, whatever its fonts."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]\s*|\s+")
_WIDE_FROM = 0x2E7F  # the first Han radical; everything above takes a full em


def ems(text: str) -> float:
    """The width of a text in ems: a Han character takes one, any other about 0.56."""
    return sum(1.0 if ord(char) > _WIDE_FROM else 0.56 for char in text)


@lru_cache(maxsize=4096)  # a table's values stand at few places
def clip(text: str, limit: float) -> str:
    """``text`` cut to ``limit`` ems, at a comma or semicolon where one stands before the cut."""
    if len(text) <= limit:  # no character is wider than an em
        return text
    width, end = 0.0, 0
    for index, char in enumerate(text):
        width += 1.0 if ord(char) > _WIDE_FROM else 0.56
        if width <= limit - 1:
            end = index + 1
        if width > limit:
            cut = text[:end]
            stop = max(cut.rfind(mark) for mark in ",;，；")
            return (cut[:stop] if stop > len(cut) // 3 else cut).rstrip() + "…"
    return text


def wrapped(text: str, limit: float) -> list[str]:
    """``text`` in lines of at most ``limit`` ems, broken between words and after any Han character."""
    lines, width = [""], 0.0
    for word in _WORD.findall(text):
        if lines[-1] and width + ems(word.rstrip()) > limit:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            width = 0.0
        lines[-1] += word
        width += ems(word)
    return lines
