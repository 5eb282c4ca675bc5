"""Fenced blocks of Markdown, found line by line: directives, code, diagrams, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Possessive throughout: where a line is no fence, no other way to split it is one either.
_FENCE = re.compile(r"(?P<prefix>[ \t>]*+)(?P<ticks>`{3,}+|~{3,}+)[ \t]*+(?P<name>[^\s`{]*+)[^`]*+$")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block; what looks like a fence inside it belongs to it.

    Attributes:
        name: the word after the backticks, and ``column`` where it begins, from 1.
        prefix: what stands before each line: indentation of a list or tab, ``>`` of a quote.
        first: line number, from 0, of the opening fence.
        last: of the closing fence; None where it never closes.
        end: of the first line behind the block.
    """

    name: str
    column: int
    prefix: str
    first: int
    last: int | None
    end: int

    def body(self, lines: Sequence[str]) -> str:
        """What stands between the fences, without the prefix; ``lines`` are those of the page."""
        return "\n".join(line.removeprefix(self.prefix) for line in lines[self.first + 1 : self.last])


def fenced_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The outermost fenced blocks, in order."""
    index = 0
    while index < len(lines):
        opening = _FENCE.match(lines[index])
        if opening is None:
            index += 1
            continue
        last = _closing(lines, index, opening["ticks"])
        end = len(lines) if last is None else last + 1
        yield Block(opening["name"], opening.start("name") + 1, opening["prefix"], index, last, end)
        index = end


def outside_fences(text: str) -> Iterator[tuple[int, str]]:
    """Line numbers from 0 and lines of Markdown that stand in no fenced block."""
    lines = text.split("\n")
    start = 0
    for block in fenced_blocks(lines):
        yield from enumerate(lines[start : block.first], start)
        start = block.end
    yield from enumerate(lines[start:], start)


def without_fences(text: str) -> list[str]:
    """The lines of Markdown, those of its fenced blocks left blank."""
    outside = dict(outside_fences(text))
    return [outside.get(number, "") for number in range(text.count("\n") + 1)]


def _closing(lines: Sequence[str], opening: int, ticks: str) -> int | None:
    """The line that closes a fence: at least as many of the same characters, nothing else."""
    for index in range(opening + 1, len(lines)):
        bare = lines[index].strip(" \t>")
        if len(bare) >= len(ticks) and not bare.strip(ticks[0]):
            return index
    return None
