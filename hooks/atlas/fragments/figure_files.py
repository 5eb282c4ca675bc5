"""A figure as a file of its own: the drawing of the page with its title, its colours and its source inside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .environment import render
from .measure import ems, wrapped

STYLESHEETS = Path(__file__).resolve().parents[3] / "docs" / "assets" / "stylesheets"
STYLES = TOKENS, FIGURES = STYLESHEETS / "tokens.css", STYLESHEETS / "figures.css"
TITLE_LINE, KEY_LINE = 24.0, 20.0
MARGIN, TEXT = 16.0, 13.0
SIGN = 30.0  # a sign of the key, and the gap to its words
_PALETTE = re.compile(r'\[data-md-color-scheme="default"\] \{(.*?)\}', re.DOTALL)
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})")


class Sign(NamedTuple):
    """An entry of a figure's key: how the drawing shows it ("edge dashed", "node known"), and what it means."""

    css: str
    text: str


class PlacedSign(NamedTuple):
    """Where an entry of the key stands below the title: pixels from the left, and its line, from 0."""

    x: float
    line: int
    sign: Sign


def figure_svg(template: str, values: Mapping[str, Any]) -> str:
    """The drawing of ``template`` as an SVG file in the light colours, fit for a slide.

    Args:
        template: the drawing alone, such as ``chart.svg``.
        values: what it is drawn from; ``caption`` becomes the title with ``key`` below it, and links are left out.
    """
    title = wrapped(values["caption"], (values["width"] - 2 * MARGIN) / 17)
    placed = list(_placed(values["key"], values["width"]))
    key_top = TITLE_LINE * len(title) + 12
    drawing_top = key_top + KEY_LINE * (placed[-1].line + 1 if placed else 0)
    drawing = {**values, "linked": False}
    svg = render(
        "figure-file.svg",
        **drawing,
        drawing=template,
        title=title,
        title_line=TITLE_LINE,
        placed=placed,
        key_top=key_top,
        key_line=KEY_LINE,
        drawing_top=drawing_top,
        style=_style(),
    )
    return svg + "\n"


def _placed(key: Sequence[Sign], width: float) -> Iterator[PlacedSign]:
    """The entries of a key in as many lines as they need."""
    x, line = MARGIN, 0
    for sign in key:
        length = SIGN + ems(sign.text) * TEXT
        if x > MARGIN and x + length > width - MARGIN:
            x, line = MARGIN, line + 1
        yield PlacedSign(x, line, sign)
        x += length + 20


def _style() -> str:
    """The stylesheet of figures with the light colours written out, for programs that know no custom properties."""
    palette = _PALETTE.search(TOKENS.read_text("utf-8"))
    assert palette is not None, "tokens.css holds the light colours"
    colours = dict(_TOKEN.findall(palette[1]))
    rules = FIGURES.read_text("utf-8")
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda name: colours[name[1]], rules)
