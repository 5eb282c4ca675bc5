"""What a reader does: opens tabs, follows a number to its source, sorts, searches, changes language and theme."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from reader import Reader

TYPES = ["", "survey/text-generation/palm/", "models/palm/", "compare/language-models/", "contribute/directives/"]
PALM = "models/palm/"
TABLE = "compare/language-models/"
TABLE_HEAD = ".table-region.tall thead tr:last-child"


@pytest.mark.parametrize("path", [*TYPES, *[f"en/{path}" for path in TYPES]])
def test_axe_finds_nothing(themed: Reader, path: str) -> None:
    page = themed.open(path)
    violations = Axe().run(page).response["violations"]
    assert not violations, [(each["id"], each["nodes"][0]["html"][:200]) for each in violations]


@pytest.mark.parametrize("path", [*TYPES, "survey/text-generation/glm/", "survey/image-generation/stable-diffusion/"])
def test_console_is_clean_and_nothing_comes_from_elsewhere(reader: Reader, path: str) -> None:
    reader.open(path)
    assert reader.complaints == []
    assert reader.foreign == []


@pytest.mark.parametrize("path", [*TYPES, "survey/image-generation/stable-diffusion/"])
def test_a_phone_scrolls_only_downwards(phone: Reader, path: str) -> None:
    page = phone.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["en/models/vicuna/", "models/bloom/", TABLE, "en/compare/bloom-sizes/"])
def test_on_a_phone_the_names_of_rows_leave_room_for_values(phone: Reader, path: str) -> None:
    page = phone.open(path)
    names = page.locator("table.atlas:visible tbody th[scope=row]")
    assert names.count()
    widest = max(name.bounding_box()["width"] for name in names.all())  # type: ignore[index]
    assert widest <= 390 / 2


def test_tabs_open_by_mouse_and_by_keyboard(reader: Reader) -> None:
    page = reader.open(PALM)
    page.locator("label[for=architecture]").click()
    expect(page.locator("#architecture")).to_be_checked()
    expect(page.locator("[id='540b.layers']")).to_be_visible()
    page.locator("#architecture").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#architecture")).not_to_be_checked()


def test_a_link_to_a_value_opens_its_tab(reader: Reader) -> None:
    page = reader.open(f"{PALM}#540b.layers")
    expect(page.locator("[id='540b.layers']")).to_be_visible()


def test_a_number_leads_to_its_source(reader: Reader) -> None:
    page = reader.open(TABLE)
    row = page.locator("table.atlas tbody tr", has_text="PaLM").filter(has_text="540B").first
    value = row.get_by_role("link", name="540.35B").first
    href = value.get_attribute("href") or ""
    assert "2204.02311" in href


def test_sorting_by_a_button_keeps_the_unknown_last(reader: Reader) -> None:
    page = reader.open(TABLE)
    header = page.locator("table.atlas thead th", has_text="参数量").first
    index = header.evaluate("cell => cell.cellIndex")
    for direction in ("ascending", "descending"):
        while header.get_attribute("aria-sort") != direction:
            header.get_by_role("button").click()
        ranks = page.locator("table.atlas tbody tr").evaluate_all(
            "(rows, index) => rows.map(row => row.cells[index].dataset.sort ?? null)", index
        )
        known = [int(rank) for rank in ranks if rank is not None]
        assert known == sorted(known, reverse=direction == "descending")
        assert ranks == [*[str(rank) for rank in known], *[None] * (len(ranks) - len(known))]


def test_the_language_link_leads_to_the_twin(reader: Reader) -> None:
    page = reader.open(PALM)
    page.get_by_role("link", name="English").first.click()
    page.wait_for_url("**/en/models/palm/")
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("place", [f"{PALM}#540b.layers", "glossary/#rope"])
def test_the_language_link_keeps_the_place(reader: Reader, place: str) -> None:
    page = reader.open(place)
    page.get_by_role("link", name="English").first.click()
    page.wait_for_url(f"**/en/{place}")
    expect(page.locator(f"[id='{place.partition('#')[2]}']")).to_be_visible()


def found(page: Page, words: str) -> Locator:
    """What the search box shows for words that no key was pressed for, as an input method or a paste gives them."""
    page.locator("[data-md-component=search-query]").focus()
    page.keyboard.insert_text(words)
    items = page.locator(".md-search-result__item")
    expect(items.first).to_be_visible(timeout=10_000)
    return items


@pytest.mark.parametrize("words", ["参数量", "潜空间扩散", "ChatGLM"])
def test_search_answers_in_chinese(reader: Reader, words: str) -> None:
    found(reader.open("survey/text-generation/palm/"), words)


@pytest.mark.parametrize("name", ["文心一格", "GPT-3", "Stable Diffusion", "DPM-Solver"])
def test_a_name_finds_its_page_first_and_says_what_kind_it_is(reader: Reader, name: str) -> None:
    first = found(reader.open("models/"), name).first
    expect(first.locator("h1")).to_have_text(name)
    expect(first.locator(".md-tag").first).to_have_text(re.compile("^(模型|综述)$"))


def test_the_search_field_of_the_home_page_shows_what_is_found(reader: Reader) -> None:
    page = reader.open("")
    page.locator("[data-opens-search]").click()
    page.keyboard.type("diffusion")
    for place in range(3):
        expect(page.locator(".md-search-result__item").nth(place)).to_be_in_viewport(ratio=0.9, timeout=10_000)


def test_what_is_found_is_what_pages_say(reader: Reader) -> None:
    texts = " ".join(found(reader.open("models/"), "参数量").all_inner_texts())
    for noise in ("报告有误", "待查：", "去补上", "复制为表格", r"\frac", "搜索模型"):
        assert noise not in texts


def test_the_theme_follows_the_system(themed: Reader) -> None:
    page = themed.open(PALM)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light, dark = "rgb(252, 251, 248)", "rgb(20, 24, 28)"
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert background == (dark if is_dark else light)


SHEET = 1017  # pixels between the margins of a landscape A4


@pytest.mark.parametrize("path", [*TYPES, "models/vicuna/", "en/reading-numbers/", "survey/text-generation/"])
def test_on_paper_nothing_is_wider_than_the_sheet(reader: Reader, path: str) -> None:
    page = reader.open(path)
    page.set_viewport_size({"width": SHEET, "height": 700})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET


def test_on_paper_words_stand_for_marks_and_nothing_scrolls(reader: Reader) -> None:
    page = reader.open(PALM)
    page.emulate_media(media="print")
    derived = page.locator(".card-panel .derived").all_inner_texts()
    assert derived
    assert all(text.startswith("推算值：") for text in derived)
    page.goto(f"{reader.root}{TABLE}")
    region = page.locator(".table-region.tall")
    assert region.evaluate("element => element.scrollHeight - element.clientHeight") <= 1
    assert page.locator(f"{TABLE_HEAD} th").last.evaluate("cell => getComputedStyle(cell).position") == "static"


FADE = """element => ["right", "below"].map(
    side => parseFloat(getComputedStyle(element).getPropertyValue(`--more-${side}`)))"""


def test_while_there_is_more_the_edge_fades(reader: Reader) -> None:
    page = reader.open(TABLE)
    region = page.locator(".table-region.tall")
    assert all(length > 10 for length in region.evaluate(FADE))
    region.evaluate("element => element.scrollTo(element.scrollWidth, element.scrollHeight)")
    page.wait_for_timeout(200)
    assert region.evaluate(FADE) == [0, 0]


@pytest.mark.parametrize(
    ("path", "cut"),
    [("survey/image-generation/stable-diffusion/", "div.formula"), ("open-data/", "pre > code")],
)
def test_on_a_phone_a_cut_formula_or_line_of_code_fades(phone: Reader, path: str, cut: str) -> None:
    page = phone.open(path)
    [wider] = page.locator(cut).evaluate_all(
        "all => [all.findIndex(element => element.scrollWidth > element.clientWidth + 10)]"
    )
    assert page.locator(cut).nth(wider).evaluate(FADE)[0] > 10


@pytest.mark.parametrize("path", ["", "reading-numbers/", "models/gpt-4/"])
def test_a_rumour_is_hatched_wherever_it_stands(reader: Reader, path: str) -> None:
    rumours = reader.open(path).locator(".rumoured > .value")
    hatched = rumours.evaluate_all(
        """values => values.map(value => [value, value.closest("td.rumoured")].some(
            element => element && getComputedStyle(element).backgroundImage.startsWith("repeating")))"""
    )
    assert hatched
    assert all(hatched)


def test_the_focus_is_seen_on_the_tab_that_has_it(reader: Reader) -> None:
    page = reader.open(PALM)
    page.locator(".tabbed-set > input").first.focus()
    page.keyboard.press("ArrowRight")
    outlines = page.locator(".tabbed-labels > label").evaluate_all(
        "labels => labels.map(label => getComputedStyle(label).outlineStyle)"
    )
    assert [index for index, style in enumerate(outlines) if style == "solid"] == [1]


def test_diagrams_are_drawn(reader: Reader) -> None:
    page = reader.open("survey/text-generation/palm/")
    expect(page.locator("div.mermaid").first).to_be_attached(timeout=15_000)
    assert not reader.complaints


def test_without_scripts_every_value_can_still_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PALM)
    page.locator("label[for=architecture]").click()
    expect(page.locator("[id='540b.layers']")).to_be_visible()
    context.close()


def test_a_figure_can_be_taken_away_as_a_picture(reader: Reader) -> None:
    page = reader.open(TABLE)
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG").first.click()
    assert download.value.suggested_filename == "tokens-and-parameters.png"
    header = download.value.path().read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    assert [int.from_bytes(header[at : at + 4]) for at in (16, 20)] == [1920, 1080]
    assert reader.complaints == []


def test_axe_finds_nothing_behind_the_tabs_of_a_card(reader: Reader) -> None:
    page = reader.open(PALM)
    for tab in page.locator(".tabbed-labels label").all():
        tab.click()
        violations = Axe().run(page).response["violations"]
        assert not violations, [(each["id"], each["nodes"][0]["html"][:200]) for each in violations]
