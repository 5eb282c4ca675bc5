"""A figure as a file of its own: the drawing of the page with its title, its colours and its source inside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .environment import render
from .measure import wrapped

STYLESHEETS = Path(__file__).resolve().parents[3] / "docs" / "assets" / "stylesheets"
STYLES = TOKENS, FIGURES = STYLESHEETS / "tokens.css", STYLESHEETS / "figures.css"
TITLE_LINE = 24.0
_PALETTE = re.compile(r'\[data-md-color-scheme="default"\] \{(.*?)\}', re.DOTALL)
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})")


def figure_svg(template: str, values: Mapping[str, Any]) -> str:
    """The drawing of ``template`` as an SVG file in the light colours, fit for a slide.

    Args:
        template: the drawing alone, such as ``chart.svg``.
        values: what it is drawn from; ``caption`` becomes the title, and links are left out.
    """
    title = wrapped(values["caption"], (values["width"] - 32) / 17)
    drawing = {**values, "linked": False}
    svg = render("figure-file.svg", **drawing, drawing=template, title=title, line=TITLE_LINE, style=_style())
    return svg + "\n"


def _style() -> str:
    """The stylesheet of figures with the light colours written out, for programs that know no custom properties."""
    palette = _PALETTE.search(TOKENS.read_text("utf-8"))
    assert palette is not None, "tokens.css holds the light colours"
    colours = dict(_TOKEN.findall(palette[1]))
    rules = FIGURES.read_text("utf-8")
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda name: colours[name[1]], rules)
