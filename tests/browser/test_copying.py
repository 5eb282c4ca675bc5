"""What a reader takes away by hand: a copy says the number that is shown, and once how it is known."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from reader import Reader

SELECTED = """element => {
    getSelection().selectAllChildren(element)
    return getSelection().toString().replace(/\\s+/g, " ").trim()
}"""


def copied(element: Locator) -> str:
    """What the clipboard gets of an element that was selected."""
    text: str = element.evaluate(SELECTED)
    return text


def test_a_power_stays_a_power(reader: Reader) -> None:
    page = reader.open("models/palm/#training")
    assert copied(page.locator("[id='540b.training_flops']")) == "2.56×10^24 FLOP"
    suffixes = reader.open("compare/language-models/").locator(".caption small").first
    assert "M = 10^6" in copied(suffixes)


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("models/gpt-4/", "td.rumoured, .rumoured", "传闻，未经证实：~1.8T"),
        ("", ".value-sample .derived", "推算值：1.44"),
        ("reading-numbers/", ".value-sample .estimated", "估计值，估计者：Epoch AI：5×10^22 FLOP"),
        ("reading-numbers/", "td:has(> .not-applicable)", "不适用"),
    ],
)
def test_a_copy_says_once_how_the_value_is_known(reader: Reader, path: str, value: str, text: str) -> None:
    assert copied(reader.open(path).locator(value).first) == text
