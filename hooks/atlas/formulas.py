"""Formulas: TeX becomes MathML while the site is built, without a script, and what is no TeX is told at its place."""

from __future__ import annotations

import re

from math_core import LatexError, LatexToMathML

from .catalogue.findings import Findings, Place
from .code_spans import without_code_spans
from .fragments.fences import without_fences
from .page_safety import MATH_COMMANDS
from .prose import BLOCK_FORMULA, INLINE_FORMULA

_FORMULA = re.compile(rf"{BLOCK_FORMULA}|{INLINE_FORMULA}")
_REASON = re.compile(r"(?P<offset>\d+): (?P<reason>.*?)\.?", re.DOTALL)

_converter = LatexToMathML(annotation=True, fancy_error=False)


class BadFormula(ValueError):
    """What is no TeX, with the ``offset`` in it, from 0, at which that shows."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(reason)
        self.offset = offset


def mathml(tex: str, *, is_block: bool) -> str:
    """A formula as MathML.

    Args:
        tex: the formula without its dollar signs.
        is_block: whether it stands on lines of its own.

    Raises:
        BadFormula: it is no TeX.
    """
    try:
        return _converter.convert_with_local_state(tex, displaystyle=is_block)
    except LatexError as error:
        found = _REASON.fullmatch(str(error))
        raise BadFormula(found["reason"] if found else str(error), int(found["offset"]) if found else 0) from None


def check_formulas(markdown: str, place: Place, findings: Findings) -> None:
    """Report every formula that cannot be shown; what is refused in one for safety has been told already.

    Args:
        markdown: the page's text without front matter.
        place: where it begins in its file.
        findings: where it is reported.
    """
    text = "\n".join(without_code_spans(without_fences(markdown)))
    for match in _FORMULA.finditer(text):
        tex = match[0].strip("$")
        if MATH_COMMANDS.search(tex):
            continue
        try:
            mathml(tex, is_block=match[0].startswith("$$"))
        except BadFormula as bad:
            offset = min(match.start() + match[0].index(tex) + bad.offset, match.end() - 1)
            before = text[:offset]
            at = Place(place.file, place.line + before.count("\n"), offset - before.rfind("\n"))
            findings.report("E814", at, tex=" ".join(tex.split()), reason=bad)
