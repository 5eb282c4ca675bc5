"""The footnotes of a page: each reference has its definition, and each definition a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .catalogue.findings import Findings, Place, nearest
from .links import linking_lines

_FOOTNOTE = re.compile(r"(?P<before>^ {0,3})?(?<!\\)\[\^(?P<name>[^\]\n]*)\](?P<colon>:)?")


@dataclass(frozen=True, slots=True)
class Footnote:
    """One ``[^name]`` in the text, or one ``[^name]: …`` at the beginning of a line, with its place."""

    name: str
    is_definition: bool
    place: Place

    def __str__(self) -> str:
        return f"[^{self.name}]{':' if self.is_definition else ''}"


def footnotes_of(markdown: str, place: Place) -> Iterator[Footnote]:
    """The references and definitions of a page in order, without what only looks so in code and formulas.

    Args:
        markdown: the page's text without front matter.
        place: where it begins in its file.
    """
    for number, line in linking_lines(markdown):
        for match in _FOOTNOTE.finditer(line):
            is_definition = match["before"] is not None and match["colon"] is not None
            column = match.start("name") - 1
            yield Footnote(match["name"], is_definition, Place(place.file, place.line + number, column))


def check_footnotes(markdown: str, place: Place, findings: Findings) -> None:
    """Report footnotes of which the reference or the definition is missing, or that are defined twice.

    Args:
        markdown: the page's text without front matter.
        place: where it begins in its file.
        findings: where it is reported.
    """
    footnotes = list(footnotes_of(markdown, place))
    referred = {note.name for note in footnotes if not note.is_definition}
    defined: dict[str, Place] = {}
    for note in footnotes:
        if not note.is_definition:
            continue
        if note.name in defined:
            findings.report("E414", note.place, name=note.name, line=defined[note.name].line)
        elif note.name not in referred:
            findings.report("E413", note.place, name=note.name)
        defined.setdefault(note.name, note.place)
    for note in footnotes:
        if not note.is_definition and note.name not in defined:
            candidates = [f"[^{name}]" for name in nearest(note.name, defined)]
            findings.report("E412", note.place, name=note.name, candidates=candidates)
