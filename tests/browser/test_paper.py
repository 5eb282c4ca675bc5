"""What a reader of paper has: sheets that hold everything, marks that can be told apart, and sources to follow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from reader import Reader

PALM = "survey/text-generation/palm/"
TABLE = "compare/language-models/"
MARKS = "reading-numbers/"
UPRIGHT, LYING = 688, 1017  # pixels between the margins of an A4 sheet
PAGES = [
    "", PALM, "survey/image-generation/stable-diffusion/", "survey/text-generation/", "models/gpt-3/", "models/bloom/",
    "models/vicuna/", TABLE, "compare/bloom-sizes/", "contribute/directives/", MARKS,
]  # fmt: skip


def printed(reader: Reader, path: str) -> Page:
    """The page as paper has it, laid out in the width of its sheets."""
    page = reader.open(path)
    page.set_viewport_size({"width": LYING if path.endswith(TABLE) else UPRIGHT, "height": 900})
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("path", [*PAGES, *[f"en/{path}" for path in PAGES]])
def test_nothing_is_wider_than_the_sheet(reader: Reader, path: str) -> None:
    page = printed(reader, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


@pytest.mark.parametrize(("path", "sheet"), [(PALM, "595 842"), ("models/gpt-3/", "595 842"), (TABLE, "842 595")])
def test_sheets_stand_upright_and_lie_for_a_page_that_begins_with_a_wide_table(
    reader: Reader, path: str, sheet: str
) -> None:
    pdf = reader.open(path).pdf(prefer_css_page_size=True)
    boxes = [box.split() for box in re.findall(rb"/MediaBox \[0 0 ([^\]]+)\]", pdf)]
    assert {" ".join(str(round(float(length))) for length in box) for box in boxes} == {sheet}


# the marks of every value that shows, with the entries of the list that they lead to
FOLLOWED = """() => [...document.querySelectorAll("[data-ref]:not([data-ref=''])")]
    .filter(value => value.checkVisibility())
    .map(value => {
        const around = value.closest(".comparison, .figure, .value-sample, .tabbed-block, .card-head")
        const card = value.closest(".tabbed-set") ?? value.closest(".card-head")?.parentElement
        const list = value.closest(".comparison, .figure") ?? card ?? around.parentElement
        const shown = list.querySelectorAll(".sources > li, .formulas > li")
        const find = mark => [...shown].some(entry => {
            const place = [...entry.parentElement.children].indexOf(entry)
            if (entry.parentElement.matches(".formulas")) return mark === String.fromCharCode(65 + place)
            return [...entry.querySelectorAll("b")].some(letter => mark === `${place + 1}${letter.textContent}`)
        })
        const mark = getComputedStyle(value, "::after")
        return [mark.display === "none" ? "" : mark.content, value.dataset.ref.split(", ").every(find)]
    })"""


@pytest.mark.parametrize("path", [PALM, "models/vicuna/", f"en/{TABLE}", "survey/text-generation/", MARKS])
def test_every_value_names_an_entry_of_the_list_below_it(reader: Reader, path: str) -> None:
    values = printed(reader, path).evaluate(FOLLOWED)
    assert len(values) > 10
    assert [content for content, found in values if not found] == []
    assert all(re.fullmatch(r'" \[" attr\(data-ref\) "\]"|" \[.+\]"', content) for content, _ in values)


def test_every_value_of_a_table_that_has_a_source_names_it(reader: Reader) -> None:
    page = printed(reader, TABLE)
    unnamed = page.locator(".comparison a:is(.value, .undisclosed):not([data-ref])")
    assert unnamed.all_inner_texts() == []


def test_the_list_has_address_places_and_formulas_on_paper_alone(reader: Reader) -> None:
    page = reader.open(f"en/{MARKS}")
    entry = page.locator("#eight-states .sources > li").first
    formula = page.locator("#eight-states .formulas > li").first
    expect(entry).to_be_hidden()
    page.emulate_media(media="print")
    expect(entry).to_contain_text("checked")
    expect(entry.locator("b").first).to_have_text("a")
    address = entry.locator("a").first
    assert address.evaluate(
        "link => getComputedStyle(link, '::after').content.includes('attr(href)')"
        " || getComputedStyle(link, '::after').content.includes(link.getAttribute('href'))"
    )
    expect(formula).to_be_visible()
    expect(formula).to_contain_text("÷")


def test_a_card_on_paper_shows_its_sources_once(reader: Reader) -> None:
    page = reader.open("models/palm/")
    places = page.locator(".facts .places a").first
    expect(page.locator(".sources")).to_have_count(1)
    expect(page.locator(".sources")).to_be_hidden()
    expect(places).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator(".sources b").first).to_be_visible()
    expect(places).to_be_hidden()


@pytest.mark.parametrize(("path", "end"), [("models/palm/", "/models/palm/"), (TABLE, "#language-models-table")])
def test_how_to_cite_it_is_printed_in_one_line(reader: Reader, path: str, end: str) -> None:
    page = printed(reader, path)
    cite = page.locator(".cite").first
    expect(cite).to_contain_text("AIGC 图谱")
    assert cite.inner_text().strip().count("\n") == 0
    assert cite.inner_text().strip().endswith(end)


def test_without_scripts_closed_folds_are_printed_open(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + TABLE)
    numbers = page.locator("details.twin td").first
    assert not numbers.evaluate("cell => cell.checkVisibility({contentVisibilityAuto: true})")
    page.emulate_media(media="print")
    assert numbers.evaluate("cell => cell.checkVisibility({contentVisibilityAuto: true})")
    context.close()


def test_a_disputed_value_stands_beside_the_other(reader: Reader) -> None:
    page = reader.open(MARKS)
    disputed = page.locator(".value-sample .disputed")
    assert "1,082,880" not in disputed.inner_text()
    page.emulate_media(media="print")
    assert "1,082,990；1,082,880" in disputed.inner_text()
    expect(disputed.locator(".value")).to_have_count(2)


def test_marks_are_printed_as_they_are_shown(reader: Reader) -> None:
    page = printed(reader, MARKS)
    for state, sign in (("derived", "算"), ("estimated", "估"), ("rumoured", "传"), ("disputed", "异")):
        mark = page.locator(f"#eight-states td .{state} > .mark").first
        expect(mark).to_have_text(sign)
        expect(mark).to_be_visible()
        assert mark.evaluate("mark => getComputedStyle(mark).printColorAdjust") == "exact"
    hatched = page.locator("#eight-states td.rumoured").first
    assert hatched.evaluate("cell => getComputedStyle(cell).printColorAdjust") == "exact"
    colours = set(re.findall(r"rgb\([^)]+\)", hatched.evaluate("cell => getComputedStyle(cell).backgroundImage")))
    assert len(colours) == 2
    expect(page.locator(".value-sample .estimated > .by")).to_have_text("Epoch AI")


# words of column heads, and dates, that stand on more than one line
BROKEN = """selector => [...document.querySelectorAll(selector)].flatMap(element => {
    const found = [], walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let text; (text = walk.nextNode()); ) {
        for (const word of text.data.matchAll(/[A-Za-z0-9-]+/g)) {
            const range = document.createRange()
            range.setStart(text, word.index)
            range.setEnd(text, word.index + word[0].length)
            if (range.getClientRects().length > 1) found.push(word[0])
        }
    }
    return found
})"""


@pytest.mark.parametrize("path", PAGES)
def test_column_heads_and_dates_do_not_break_in_a_word(reader: Reader, path: str) -> None:
    page = printed(reader, f"en/{path}")
    assert page.evaluate(BROKEN, ".atlas thead th:not(.date)") == []
    assert page.evaluate(BROKEN, ".atlas td.date .value, .timeline .when") == []


def test_nothing_scrolls_and_heads_do_not_stick(reader: Reader) -> None:
    page = printed(reader, TABLE)
    region = page.locator(".table-region.tall")
    assert region.evaluate("element => element.scrollHeight - element.clientHeight") <= 1
    head = region.locator("thead tr:last-child th").last
    assert head.evaluate("cell => getComputedStyle(cell).position") == "static"
