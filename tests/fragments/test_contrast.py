"""The colours of both themes, computed from the stylesheet: 4.5 : 1 for text, 3 : 1 for borders that mean something."""

from __future__ import annotations

import re

import pytest

from site_build import ROOT

CSS = (ROOT / "docs" / "assets" / "stylesheets" / "tokens.css").read_text("utf-8")
TEXT = [
    ("ink", "bg"), ("ink", "surf"), ("soft", "bg"), ("soft", "surf"), ("link", "bg"), ("link", "surf"),
    ("derived", "derived-tint"), ("estimated", "estimated-tint"), ("rumoured", "rumoured-tint"), ("rumoured", "bg"),
    ("disputed", "disputed-tint"), ("bg", "rumoured"),
]  # fmt: skip
BORDERS = [("line2", "bg")]


def tokens(scheme: str) -> dict[str, str]:
    """The custom properties of a colour scheme that are plain colours."""
    block = re.search(rf'data-md-color-scheme="?{scheme}"?\][^{{]*\{{([^}}]*)\}}', CSS)
    assert block, scheme
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(
    ("front", "back", "wanted"), [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in BORDERS]
)
def test_contrast(scheme: str, front: str, back: str, wanted: float) -> None:
    colours = tokens(scheme)
    assert contrast(colours[front], colours[back]) >= wanted
