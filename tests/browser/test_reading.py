"""What a reader does: opens tabs, follows a number to its source, sorts, searches, changes language and theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from atlas import page_safety
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


@pytest.mark.parametrize("path", [*TYPES, "survey/image-generation/stable-diffusion/", "tags/"])
def test_a_phone_scrolls_only_downwards(phone: Reader, path: str) -> None:
    page = phone.open(path)
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


OPEN_ALL = """() => {
    document.querySelectorAll(".tabbed-block").forEach(tab => tab.style.display = "block")
    document.querySelectorAll("details").forEach(fold => fold.open = true)
}"""


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["", "en/"])
def test_no_card_is_wider_than_the_window_whatever_is_opened(
    browser: Browser, address: str, site: Path, language: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    widths = {}
    for path in sorted(site.glob(f"{language}models/*/index.html")):
        page.goto(address + str(path.parent.relative_to(site)) + "/")
        page.evaluate(OPEN_ALL)
        widths[path.parent.name] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert widths
    assert {name: found for name, found in widths.items() if found > width} == {}


@pytest.mark.parametrize("path", ["en/models/vicuna/", "models/bloom/", TABLE, "en/compare/bloom-sizes/"])
def test_on_a_phone_the_names_of_rows_leave_room_for_values(phone: Reader, path: str) -> None:
    page = phone.open(path)
    names = page.locator("table.atlas:visible tbody th[scope=row]")
    assert names.count()
    widest = max(name.bounding_box()["width"] for name in names.all())  # type: ignore[index]
    assert widest <= 390 / 2


LOW_LINKS = """() => [...document.querySelectorAll(
    "a.value, .facts dt > a, :is(th, td, .legend li, .meta > span) > a, .md-path__link, .md-copyright > a, .actions > a"
)].filter(link => link.checkVisibility() && link.getBoundingClientRect().height < 24).map(link => link.outerHTML)"""


@pytest.mark.parametrize("path", ["", "survey/text-generation/llama/", "models/bloom/", "errata/", TABLE])
def test_what_a_finger_presses_is_24_pixels_high(phone: Reader, path: str) -> None:
    assert phone.open(path).evaluate(LOW_LINKS) == []


def test_on_a_phone_the_drawer_opens_by_keyboard_and_keeps_no_stops_when_closed(phone: Reader) -> None:
    page = phone.open(PALM)
    link = page.locator(".md-sidebar--primary a").first
    expect(link).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "__drawer"
    page.keyboard.press("Space")
    expect(link).to_be_visible()


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


CLICKS = """() => {
    window.clicked = []
    addEventListener("click", (event) => {
        event.preventDefault()
        window.clicked.push(event.target.closest("a")?.href)
    }, true)
}"""


@pytest.mark.parametrize("path", ["models/bloom/", "en/models/palm/"])
def test_a_click_on_a_value_or_its_place_reaches_it(reader: Reader, path: str) -> None:
    page = reader.open(path)
    page.evaluate(CLICKS)
    links = page.locator(".facts .value:visible, .facts-table .value:visible, .places > a:visible").all()
    assert len(links) > 5
    for link in links:
        link.click()
    wanted = [link.evaluate("element => element.href") for link in links]
    assert page.evaluate("window.clicked") == wanted


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


def test_the_language_link_keeps_the_tab(reader: Reader) -> None:
    page = reader.open(PALM)
    page.locator("label[for=training]").click()
    page.get_by_role("link", name="English").first.click()
    page.wait_for_url(f"**/en/{PALM}#training")
    expect(page.locator("#training")).to_be_checked()


def test_the_language_link_leads_to_the_section_that_is_read(reader: Reader) -> None:
    chapter = "survey/text-generation/palm/"
    page = reader.open(chapter)
    first, _, third = page.locator("article h2[id]").evaluate_all("all => all.slice(0, 3).map(each => each.id)")
    page.evaluate("id => location.hash = id", first)
    page.locator(f"[id='{third}']").evaluate("heading => heading.scrollIntoView()")
    page.get_by_role("link", name="English").first.click()
    page.wait_for_url(f"**/en/{chapter}#{third}")


def found(page: Page, words: str) -> Locator:
    """What the search box shows for words that no key was pressed for, as an input method or a paste gives them."""
    page.locator("[data-md-component=search-query]").focus()
    page.keyboard.insert_text(words)
    items = page.locator(".md-search-result__item")
    expect(items.first).to_be_visible(timeout=10_000)
    return items


def places(links: Locator) -> list[str]:
    """Where links lead, from the site's root."""
    return links.evaluate_all("links => links.map(({ pathname, hash }) => pathname.slice(1) + hash)")


# Words that no dictionary knows or that begin within another, and what must be among the first pages found.
CHINESE = {
    "显存": {"survey/text-generation/glm/", "survey/text-generation/palm/"},
    "文心一格": {"models/wenxin-yige/"},
    "小羊驼": {"models/vicuna/"},
    "置编码": {"glossary/"},
    "参数": {"glossary/"},
    "BLOOM 显存": {"survey/text-generation/bloom/", "models/bloom/", "compare/bloom-sizes/"},
    "BLOOM显存": {"survey/text-generation/bloom/", "models/bloom/", "compare/bloom-sizes/"},
    "GPT-3 参数": {"models/gpt-3/"},
    "潜空间扩散": {"models/latent-diffusion/"},
}


@pytest.mark.parametrize("words", CHINESE)
def test_chinese_finds_the_pages_that_say_it_and_no_others(reader: Reader, site: Path, words: str) -> None:
    pages = places(found(reader.open("models/"), words).locator("a:has(h1)"))
    assert set(pages[:8]) >= CHINESE[words]
    (chinese,) = re.findall("[\u4e00-\u9fff]+", words)
    for page in pages:
        assert chinese in re.sub("<[^>]*>", "", (site / page / "index.html").read_text("utf-8")), page


@pytest.mark.parametrize("words", ["扩散模型采样步数", "显存大模型"])
def test_what_no_page_says_in_one_piece_is_found_in_pieces(reader: Reader, words: str) -> None:
    found(reader.open("models/"), words)


@pytest.mark.parametrize("name", ["文心一格", "GPT-3", "Stable Diffusion", "DPM-Solver"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_a_name_finds_its_page_first(reader: Reader, language: str, name: str) -> None:
    first = found(reader.open(f"{language}models/"), name).first
    called = {"en/文心一格": "Wenxin Yige"}.get(language + name, name)
    expect(first.locator("h1")).to_have_text(called)
    expect(first.locator(".md-tag").first).to_have_text(re.compile("^(模型|综述|Model|Survey)$"))


@pytest.mark.parametrize(("term", "entry"), [("rope", "rope"), ("旋转位置编码", "rope"), ("Attention", "attention")])
@pytest.mark.parametrize("language", ["", "en/"])
def test_a_term_finds_what_it_means(reader: Reader, language: str, term: str, entry: str) -> None:
    results = found(reader.open(f"{language}models/"), term)
    unfolded = [place for result in results.all()[:2] for place in places(result.locator("a:visible"))]
    assert f"{language}glossary/#{entry}" in unfolded


def test_each_result_says_what_kind_of_page_it_is_beside_its_title(reader: Reader) -> None:
    results = found(reader.open("models/"), "DPM-Solver")
    assert {"", "models/", "models/dpm-solver/"} <= set(places(results.locator("a:has(h1)")))
    for result in results.all():
        title, kind = result.locator("h1").bounding_box(), result.locator(".md-tag").bounding_box()
        assert title
        assert kind
        assert kind["y"] < title["y"] + title["height"]


def test_the_search_field_of_the_home_page_shows_what_is_found(reader: Reader) -> None:
    page = reader.open("")
    page.locator("[data-opens-search]").click()
    page.keyboard.type("diffusion")
    for place in range(3):
        expect(page.locator(".md-search-result__item").nth(place)).to_be_in_viewport(ratio=0.9, timeout=10_000)


@pytest.mark.parametrize("words", ["参数量", "推理显存"])
def test_what_is_found_is_what_pages_say(reader: Reader, words: str) -> None:
    texts = " ".join(found(reader.open("models/"), words).all_inner_texts())
    for noise in ("报告有误", "待查：", "出处，去补上", "复制为表格", r"\frac", "搜索模型"):
        assert noise not in texts
    run_together = re.findall(r"参数量\d|发布\d|\d ?G?B[A-Z\u4e00-\u9fff]|×10\d", texts)
    assert not run_together


def test_closed_the_search_box_is_one_stop_for_the_keyboard(reader: Reader) -> None:
    page = reader.open("models/")
    found(page, "BLOOM")
    page.keyboard.press("Escape")
    page.locator(".atlas-sections a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-search')") is None


@pytest.mark.parametrize(
    ("start", "words", "first"),
    [
        ("models/", "GLM", "survey/text-generation/glm/"),  # a word of the title
        ("models/", "gpt-4 参数", "models/gpt-4/"),
        ("models/", "MoE", "glossary/"),  # an abbreviation
        ("en/models/", "context length", "en/compare/language-models/"),
    ],
)
def test_first_comes_what_is_called_so_and_last_what_is_for_contributors(
    reader: Reader, start: str, words: str, first: str
) -> None:
    pages = places(found(reader.open(start), words).locator("a:has(h1)"))
    assert pages[0] == first
    asides = [bool(re.search("contribute/|errata/", page)) for page in pages]
    assert asides == sorted(asides)


def test_enter_leads_to_the_term_itself(reader: Reader) -> None:
    page = reader.open("models/")
    found(page, "rope")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/*#rope")


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_open_search_box_leaves_room_for_the_bar(reader: Reader, language: str) -> None:
    page = reader.open(f"{language}models/")
    found(page, "BLOOM")
    page.wait_for_timeout(400)  # it opens with a movement
    box, link = page.locator(".md-search__output").bounding_box(), page.locator(".atlas-language").bounding_box()
    sections = page.locator(".atlas-sections").bounding_box()
    assert box
    assert link
    assert sections
    assert sections["x"] + sections["width"] <= box["x"]
    assert box["x"] + box["width"] <= link["x"]
    assert link["x"] + link["width"] <= 1280


def test_the_theme_follows_the_system(themed: Reader) -> None:
    page = themed.open(PALM)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light, dark = "rgb(252, 251, 248)", "rgb(20, 24, 28)"
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert background == (dark if is_dark else light)


FADE = """element => ["right", "below"].map(
    side => parseFloat(getComputedStyle(element).getPropertyValue(`--more-${side}`)))"""


def test_while_there_is_more_the_edge_fades(phone: Reader) -> None:
    page = phone.open(TABLE)
    region = page.locator(".table-region.tall")
    assert all(length > 10 for length in region.evaluate(FADE))
    region.evaluate("element => element.scrollTo(element.scrollWidth, element.scrollHeight)")
    page.wait_for_timeout(200)
    assert region.evaluate(FADE) == [0, 0]


COMPARISONS = [
    "survey/text-generation/",
    "survey/text-generation/bloom/",
    "survey/text-generation/glm/",
    "survey/text-generation/llama/",
    "survey/image-generation/",
    TABLE,
]


@pytest.mark.parametrize("path", [*COMPARISONS, *[f"en/{path}" for path in COMPARISONS]])
def test_a_comparison_shows_all_its_columns_on_a_screen(reader: Reader, path: str) -> None:
    page = reader.open(path)
    regions = page.locator(".comparison > .table-region")
    hidden = regions.evaluate_all("regions => regions.map(region => region.scrollWidth - region.clientWidth)")
    assert hidden
    assert max(hidden) <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_table_of_a_card_takes_the_room_beside_it_and_the_list_of_contents_steps_aside(reader: Reader) -> None:
    page = reader.open("survey/text-generation/bloom/")
    contents = page.locator(".md-sidebar--secondary")
    region = page.locator(".table-region:visible").first
    assert region.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
    expect(contents).to_have_css("opacity", "1")
    region.evaluate("element => scrollBy(0, element.getBoundingClientRect().top - 200)")
    expect(contents).to_have_css("opacity", "0")
    contents.get_by_role("link").first.focus()  # who comes by the keyboard sees where they are
    expect(contents).to_have_css("opacity", "1")
    page.evaluate("scrollTo(0, 0)")
    expect(contents).not_to_have_class(re.compile("passed-over"))


def test_on_a_phone_an_erratum_is_read_from_top_to_bottom(phone: Reader) -> None:
    page = phone.open("en/errata/")
    cells = page.locator("table.stacked").first.locator("tr:has(td) >> nth=0 >> td")
    boxes = [box for cell in cells.all() if (box := cell.bounding_box())]
    assert len(boxes) > 1
    assert [box["y"] for box in boxes] == sorted({box["y"] for box in boxes})
    assert min(box["width"] for box in boxes) > 340


def test_a_card_opens_at_the_version_that_it_shows_on_top(phone: Reader) -> None:
    page = phone.open("models/gpt-3/")
    for tab in ("overview", "training"):
        page.locator(f"label[for={tab}]").click()
        region = page.locator(".table-region:visible")
        region.evaluate("region => region.scrollIntoView({ block: 'center' })")
        header = region.locator("th[data-shown-first]")
        expect(header).to_have_text("175B")
        expect(header).to_be_in_viewport(ratio=1)
        assert region.evaluate("region => region.scrollLeft") > 0


def test_a_link_to_a_value_of_another_version_shows_that_one(phone: Reader) -> None:
    page = phone.open("models/gpt-3/#small.params_total")
    cell = page.locator("[id='small.params_total']")
    expect(cell).to_be_in_viewport()
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Small"'  # whose it is


def test_a_family_tree_opens_at_its_latest_models(phone: Reader) -> None:
    page = phone.open("")
    page.locator("#evolution .figure-region").scroll_into_view_if_needed()
    expect(page.locator("#evolution [data-shown-first] .node").first).to_be_in_viewport()


@pytest.mark.parametrize(
    ("path", "cut", "width"),
    [("survey/image-generation/stable-diffusion/", "div.formula", 320), ("open-data/", "pre > code", 390)],
)
def test_a_formula_or_line_of_code_that_a_phone_cuts_fades(phone: Reader, path: str, cut: str, width: int) -> None:
    page = phone.open(path)
    page.set_viewport_size({"width": width, "height": 844})
    [wider] = page.locator(cut).evaluate_all(
        "all => [all.findIndex(element => element.scrollWidth > element.clientWidth + 10)]"
    )
    assert page.locator(cut).nth(wider).evaluate(FADE)[0] > 10


def test_the_columns_of_a_formula_that_is_cut_do_not_overlap(phone: Reader) -> None:
    page = phone.open("survey/text-generation/palm/")
    page.set_viewport_size({"width": 280, "height": 844})
    overlaps = page.locator("div.formula mtr").evaluate_all(
        """rows => rows.map(row => [...row.children].map(cell => [...cell.children].map(
            each => each.getBoundingClientRect())).filter(cell => cell.length)).map(
            cells => cells.slice(1).map((cell, i) => cells[i].at(-1).right - cell[0].left)).flat()"""
    )
    assert overlaps
    assert max(overlaps) < 1


@pytest.mark.parametrize("path", ["survey/text-generation/palm/", "reading-numbers/"])
def test_a_formula_that_fits_is_whole(reader: Reader, path: str) -> None:
    fades = reader.open(path).locator("div.formula").evaluate_all(f"all => all.map({FADE})")
    assert fades
    assert all(fade == [0, 0] for fade in fades)


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


@pytest.mark.parametrize("language", ["", "en/"])
def test_two_diagrams_beside_each_other_fit_the_column(reader: Reader, language: str) -> None:
    page = reader.open(f"{language}survey/text-generation/palm/")
    boxes = page.locator(".grid > .figure-region")
    boxes.first.scroll_into_view_if_needed()
    expect(page.locator(".grid div.mermaid")).to_have_count(2, timeout=15_000)
    assert boxes.evaluate_all("boxes => boxes.map(box => box.scrollWidth - box.clientWidth)") == [0, 0]


DIAGRAMS = {
    "flowchart": "a --> b", "graph": "a --> b", "sequenceDiagram": "a->>b: x", "erDiagram": "a ||--o{ b : x",
    "classDiagram": "a <|-- b", "classDiagram-v2": "a <|-- b", "stateDiagram": "a --> b", "stateDiagram-v2": "a --> b",
    "gantt": "section s\n a: 2020-01-01, 3d", "pie": '"a": 1', "gitGraph": "commit", "journey": "section s\n a: 5: b",
    "quadrantChart": "a: [0.3, 0.6]", "xychart": "line [1, 2]", "xychart-beta": "line [1, 2]", "packet": '0-15: "a"',
    "packet-beta": '0-15: "a"', "treemap": '"a"\n    "b": 1', "treemap-beta": '"a"\n    "b": 1',
    "radar-beta": "axis a, b\n  curve c{1,2}", "architecture-beta": "service a(server)[A]",
    "requirementDiagram": "requirement r {\n  id: 1\n  text: x\n  }",
    **{f"C4{kind}": 'Person(a, "A")' for kind in ("Context", "Container", "Component", "Dynamic", "Deployment")},
}  # fmt: skip


def test_every_kind_of_diagram_that_a_page_may_hold_tells_its_title_and_description(reader: Reader) -> None:
    page = reader.open("survey/text-generation/palm/")
    expect(page.locator("div.mermaid").first).to_be_attached(timeout=15_000)
    assert set(DIAGRAMS) == set(page_safety.DIAGRAMS)
    for kind, body in DIAGRAMS.items():
        text = f"{kind}\n  accTitle: What it is\n  accDescr: What it shows\n  {body}\n"
        svg = page.evaluate("async (text) => (await mermaid.render('drawn', text)).svg", text)
        assert re.search(r"<title[^>]*>What it is</title>.*<desc[^>]*>What it shows</desc>", svg), kind


def test_without_scripts_every_value_can_still_be_read(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PALM)
    page.locator("label[for=architecture]").click()
    expect(page.locator("[id='540b.layers']")).to_be_visible()
    context.close()


def test_without_scripts_a_diagram_is_told_in_words_and_nothing_offers_a_search(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "survey/text-generation/palm/")
    expect(page.get_by_text("flowchart TB").first).to_be_hidden()
    expect(page.locator(".undrawn").first).to_contain_text("图的内容：输入先归一化")
    page.goto(address)
    expect(page.locator("[data-opens-search]")).to_be_hidden()
    context.close()


def test_words_for_a_diagram_that_is_drawn_do_not_show(reader: Reader) -> None:
    expect(reader.open("survey/text-generation/palm/").locator(".undrawn").first).to_be_hidden()


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
