"""What every page of the built site promises: links, twins, languages, no foreign host, valid ids, descriptions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml.html import HtmlElement

from atlas.catalogue.catalogue import Catalogue

Pages = dict[str, HtmlElement]
ADDRESS = "https://aigc-atlas.readthedocs.io/"
HEADINGS = ("h1", "h2", "h3", "h4")


def content_pages(pages: Pages) -> Pages:
    return {path: page for path, page in pages.items() if not path.endswith("404.html")}


def test_every_release_has_a_page_in_both_languages(pages: Pages, catalogue: Catalogue) -> None:
    for slug in catalogue.releases:
        assert f"models/{slug}/index.html" in pages
        assert f"en/models/{slug}/index.html" in pages


def test_the_languages_are_twins(pages: Pages) -> None:
    chinese = {path for path in content_pages(pages) if not path.startswith("en/")}
    english = {path.removeprefix("en/") for path in content_pages(pages) if path.startswith("en/")}
    assert {path for path in chinese ^ english if not path.startswith("tags/")} == set()


def test_twins_have_the_same_headings(pages: Pages) -> None:
    def outline(page: HtmlElement) -> list[tuple[str, str]]:
        nodes = page.iterfind(".//article//*[@id]")
        return [(node.tag, node.get("id", "")) for node in nodes if node.tag in HEADINGS]

    for path, page in content_pages(pages).items():
        if not path.startswith(("en/", "tags/")):
            assert outline(page) == outline(pages[f"en/{path}"]), path


def test_headings_have_ascii_ids(pages: Pages) -> None:
    for path, page in content_pages(pages).items():
        if "tags/" in path:
            continue
        for heading in page.xpath("//article//*[self::h1 or self::h2 or self::h3]"):
            assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", heading.get("id", "")), (path, heading.text_content())


def test_each_page_says_its_language(pages: Pages) -> None:
    for path, page in content_pages(pages).items():
        assert page.get("lang") == ("en" if path.startswith("en/") else "zh"), path


def test_pages_describe_themselves(pages: Pages) -> None:
    for path, page in content_pages(pages).items():
        [description] = page.xpath("//meta[@name='description']/@content")
        assert 8 <= len(description) <= 320, path
        [canonical] = page.xpath("//link[@rel='canonical']/@href")
        assert canonical.startswith("https://"), path
        assert page.findtext(".//title"), path


def test_the_sitemap_names_every_page_with_its_twin(site: Path, catalogue: Catalogue) -> None:
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    for slug in catalogue.releases:
        assert f"/models/{slug}/" in sitemap
        assert f"/en/models/{slug}/" in sitemap
    assert 'hreflang="en"' in sitemap


def test_model_pages_stay_out_of_the_navigation_tree(pages: Pages) -> None:
    links = pages["survey/text-generation/palm/index.html"].xpath("//nav[contains(@class, 'md-nav')]//a/@href")
    assert not [href for href in links if re.search(r"models/[a-z0-9]", href)]


def test_the_edit_button_of_a_model_page_opens_its_data(pages: Pages) -> None:
    links = pages["models/palm/index.html"].xpath("//a[contains(@class, 'md-content__button')]/@href")
    [href] = [link for link in links if "/edit/" in link]
    assert href.endswith("/docs/data/models/palm.yml")


def test_every_claim_of_a_release_can_be_linked(pages: Pages, catalogue: Catalogue) -> None:
    for slug, release in catalogue.releases.items():
        ids = set(pages[f"models/{slug}/index.html"].xpath("//@id"))
        anchors = {anchor for claim in release.claims for anchor in (claim.anchor, claim.plain_anchor)}
        missing = sorted(anchors - ids)
        assert not missing, (slug, missing[:10])


@pytest.mark.parametrize(
    "name", ["models.json", "facts.csv", "models.csv", "schema/model.json", "references.bib", "models/palm.json"]
)
def test_the_data_is_published(site: Path, name: str) -> None:
    assert (site / "api" / "v1" / name).stat().st_size > 100


def test_the_published_catalogue_is_the_catalogue(site: Path, catalogue: Catalogue) -> None:
    models = json.loads((site / "api/v1/models.json").read_text("utf-8"))["models"]
    assert [model["slug"] for model in models] == sorted(catalogue.releases)


def test_formulas_are_mathml(pages: Pages) -> None:
    assert pages["survey/text-generation/palm/index.html"].xpath("//*[local-name()='math']")


MARKED = {"derived", "estimated", "rumoured", "disputed", "undisclosed", "not-applicable", "open"}


def marks(element: HtmlElement) -> set[str]:
    """The states that an element and what is in it show by a mark."""
    return MARKED & {name for each in element.iter("span", "a") for name in (each.get("class") or "").split()}


@pytest.mark.parametrize("path", ["reading-numbers/index.html", "en/reading-numbers/index.html"])
def test_the_page_of_marks_shows_what_it_explains(pages: Pages, path: str) -> None:
    [table] = pages[path].xpath("//*[@id='eight-states']//table | //table[@id='eight-states']")
    assert marks(table) == MARKED
    assert table.xpath(".//td/a[@class='value']"), "stated"
    for state in MARKED:
        [heading] = pages[path].xpath(f"//h2[@id='{state}']")
        assert state in marks(heading.getnext()), "its example"


def test_counts_are_counts_of_what_readers_see(pages: Pages, catalogue: Catalogue) -> None:
    values = 0
    for slug in catalogue.releases:
        page = pages[f"models/{slug}/index.html"]
        [tally] = page.find_class("tally")
        counted = {word: int(number) for number, word in re.findall(r"(\d+) 个?(数值|处待查)", tally.text_content())}
        rings = page.xpath("//table[contains(@class, 'facts-table')]//*[@class='open']")
        lines = [line.text_content().partition("：")[2].split(" ")[0] for line in page.find_class("open-fields")]
        names = {name for line in lines if line for name in line.split("、") if name != "表中"}
        names |= set(page.xpath("//dl[@class='glance']/div[.//*[@class='open']]/dt/text()"))
        assert counted.get("处待查", 0) == len(rings) + len(names), slug
        values += counted["数值"]
    [home] = pages["index.html"].find_class("counts")
    assert f"{values:,} 个有出处的数值" in home.text_content()


@pytest.mark.parametrize("folder", ["", "en/"])
def test_every_page_names_a_feed_whose_links_lead_to_what_changed(site: Path, pages: Pages, folder: str) -> None:
    for path in ("index.html", "models/palm/index.html"):
        [link] = pages[f"{folder}{path}"].xpath("//link[@type='application/atom+xml']/@href")
        assert (site / folder / path).parent.joinpath(link).resolve() == site / folder / "changes.xml"
    feed = ElementTree.parse(site / folder / "changes.xml")
    links = [link.attrib["href"] for link in feed.iterfind("{*}entry/{*}link")]
    assert links
    for link in links:
        url, _, anchor = link.removeprefix(ADDRESS).partition("#")
        assert url.startswith(folder)
        assert not anchor or pages[f"{url}index.html"].xpath("//*[@id=$id]", id=anchor), link


def test_no_template_is_published(site: Path) -> None:
    drawn = [path for path in site.rglob("*.svg") if "vendor" not in path.parts]
    assert drawn
    assert [path for path in drawn if "{%" in path.read_text("utf-8") or "{{" in path.read_text("utf-8")] == []


def test_the_not_found_page_knows_both_languages(site: Path) -> None:
    page = (site / "404.html").read_text("utf-8")
    assert "页" in page
    assert 'lang="en"' in page


def test_a_page_says_under_its_title_who_wrote_it(pages: dict[str, HtmlElement]) -> None:
    below = "//h1/following-sibling::*[1][@class='meta']/span/a"
    for path in ("survey/text-generation/palm/index.html", "en/survey/text-generation/palm/index.html"):
        assert [link.text for link in pages[path].xpath(below)] == ["biubiobiu"]
    for path in ("index.html", "en/index.html"):
        assert not pages[path].xpath(below), "the home page does so at its end"


def test_the_home_pages_are_called_as_the_site(pages: dict[str, HtmlElement]) -> None:
    titles = [pages[path].xpath("//head/title")[0].text for path in ("index.html", "en/index.html")]
    assert titles == ["AIGC 图谱", "AIGC Atlas"]
