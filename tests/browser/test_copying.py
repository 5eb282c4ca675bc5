"""What a reader takes away by hand: a copy says the number that is shown, and once how it is known."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

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


def clipboard_after(page: Page, button: Locator) -> str:
    """What the clipboard holds when a button was clicked and has said that it is done."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.click()
    expect(button).to_have_text("已复制")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_copied_table_has_every_value_and_at_its_right_every_source(reader: Reader) -> None:
    page = reader.open("compare/bloom-sizes/")
    table = page.locator(".comparison").first
    lines = clipboard_after(page, table.locator(".copy-table")).split("\n")
    header, *rows = (line.split("\t") for line in lines)
    half = len(header) // 2
    assert len(rows) == table.locator("tbody tr").count()
    assert all(len(row) == len(header) for row in rows)
    assert header[half + 1 :] == [f"出处：{name}" for name in header[1 : half + 1]]
    for row in rows:
        for name, value, source in zip(header[1 : half + 1], row[1 : half + 1], row[half + 1 :], strict=True):
            assert bool(source) == (value not in ("", "不适用")), (name, value, source)
            assert source.count("<https://") == 2 or not value.startswith("出处不一致，共 2 个值："), (value, source)


def test_every_form_of_a_citation_is_copied(reader: Reader) -> None:
    page = reader.open("models/palm/")
    page.locator(".card-foot .cite summary").click()
    for number, begins in enumerate(("@misc{atlas-palm,\n", "AIGC 图谱. PaLM[DB/OL]. (", "《PaLM》，AIGC 图谱，")):
        copied_text = clipboard_after(page, page.locator(".card-foot .copy-citation").nth(number))
        assert copied_text.startswith(begins)
        assert "models/palm/" in copied_text


def test_a_value_is_cited_at_its_anchor(reader: Reader) -> None:
    page = reader.open("models/palm/#540b.params_total")
    forms, address = page.locator(".card-foot .cite dd"), "https://aigc-atlas.readthedocs.io/models/palm/"
    expect(forms).to_contain_text([f"{address}#540b.params_total"] * 3)
    page.evaluate("location.hash = '540b.results.mmlu/5-shot'")
    expect(forms).to_contain_text([f"{address}#540b.results.mmlu/5-shot"] * 3)


def test_without_scripts_no_button_promises_a_copy(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("models/palm/", "compare/bloom-sizes/"):
        page.goto(address + path)
        page.locator(".cite summary").last.click()
        assert page.locator("button[class^=copy]").count() >= 3
        assert page.locator("button[class^=copy]:visible").count() == 0
    context.close()
