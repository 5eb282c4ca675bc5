"""What a directive draws: the eight states of a value, cards and tables, tokens in lists, quotes and tabs."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import lxml.html
import pandas
import pytest
import yaml

from atlas.catalogue.catalogue import Catalogue, Column
from atlas.catalogue.findings import Findings, Language, Place
from atlas.catalogue.model import Basis, Citation
from atlas.catalogue.values import Day
from atlas.categories import ListedPage
from atlas.fragments.cells import cell_view
from atlas.fragments.directives import DIRECTIVES, fences
from atlas.fragments.environment import render
from atlas.fragments.expand import expand
from atlas.fragments.lists import changes_feed
from atlas.fragments.page_line import page_line
from atlas.fragments.release_page import release_page
from atlas.fragments.sources import References
from atlas.fragments.words import words_in
from atlas.page import split_page
from folders import loaded, sample
from site_build import ROOT
from small_pages import STATES, context, page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("field", "css", "spoken"),
    [
        ("layers", "value", {"zh": "出处：A paper", "en": "source: A paper"}),
        ("tokens_per_parameter", "derived", {"zh": "推算值", "en": "calculated"}),
        ("emissions", "estimated", {"zh": "估计值，估计者：Somebody", "en": "estimate by Somebody"}),
        ("heads", "rumoured", {"zh": "传闻，未经证实", "en": "rumour, unconfirmed"}),
        ("chip_hours", "disputed", {"zh": "出处不一致，共 2 个值", "en": "sources disagree, 2 values"}),
        ("hidden_size", "undisclosed", {"zh": "未公开，查过：A paper", "en": "undisclosed; looked in: A paper"}),
        ("params_active", "not-applicable", {"zh": "不适用", "en": "not applicable"}),
        ("kv_heads", "open", {"zh": "待查", "en": "not found yet"}),
    ],
)
def test_each_state_is_told_by_class_and_by_word(
    field: str, css: str, spoken: dict[str, str], language: Language, tmp_path: Path
) -> None:
    catalogue, findings = loaded(tmp_path, sample=sample(STATES))
    assert not findings.errors, findings.render("en")
    row = catalogue.row("sample/small")
    assert row is not None
    where = context(catalogue, language)
    view = cell_view(catalogue.cell(row, Column(catalogue.registry.fields[field])), row, where, References(where))
    spec = f"```value-sample\nvalues: [sample/small {field}]\n```"
    html = page(spec, catalogue, language)
    assert view.states
    assert lxml.html.fromstring(html).find_class(css)
    assert spoken[language] in html


MORE = """
- cite: {paper: Table 2, card: body}
  for: large
  params_total: ~70B
- cite: {blog: about}
  for: large
  hidden_size: 8192
- cite: {card: leak}
  for: small
  basis: rumoured
  hidden_size: 4096
"""
BLOG = (
    "  blog: {type: maker, title: A blog, url: https://example.org/blog, via: https://example.com/quote}\n\nvariants:"
)


def test_a_tables_csv_tells_about_every_value_and_what_each_was_read_from(tmp_path: Path) -> None:
    text = sample(STATES + MORE).replace("\nvariants:", BLOG)
    catalogue, findings = loaded(tmp_path, sample=text)
    assert not findings.errors, findings.render("en")
    columns = "params_total, hidden_size, tokens_per_parameter, chip_hours, emissions, layers"
    directive = f"```compare\ncolumns: [{columns}]\ncaption: All\nid: all\n```"
    file = expand(directive, Place("page.md"), context(catalogue, "en")).files["all.csv"].removeprefix("\ufeff")
    assert pandas.read_csv(io.StringIO(file)).params_total.to_list() == [10_000_000_000, 70_000_000_000]
    table = pandas.read_csv(io.StringIO(file), dtype=str, keep_default_na=False, index_col="variant")
    small, large = table.loc["small"], table.loc["large"]
    paper, card = "A paper, {} <https://arxiv.org/abs/2204.02311>", "A card, {} <https://example.org/card>"

    def told(row: pandas.Series, column: str) -> tuple[object, ...]:
        return tuple(row[column + what] for what in (" basis", " values", " source"))

    assert told(large, "params_total") == ("stated", "~70B", f"{paper.format('Table 2')}; {card.format('body')}")
    assert told(small, "chip_hours") == (
        "stated; disputed", "1000 | 2000", f"{paper.format('§1')} | {card.format('body')}",
    )  # fmt: skip
    assert told(small, "hidden_size") == (
        "undisclosed", "undisclosed | 4096 (rumoured)", f"{paper.format('§2')} | {card.format('leak')}",
    )  # fmt: skip
    assert told(large, "hidden_size") == (
        "stated", "8192",
        "A blog, about <https://example.org/blog>, as quoted by <https://example.com/quote> (not checked)",
    )  # fmt: skip
    assert told(small, "tokens_per_parameter") == ("derived", "20", "formula: training tokens ÷ parameters")
    assert told(small, "emissions") == ("estimated", "30 t (estimated by Somebody)", card.format("study"))
    assert (large.layers, *told(large, "layers")) == ("", "", "", "")


def test_a_value_that_was_read_as_quoted_leads_to_the_page_that_quotes_it(tmp_path: Path) -> None:
    catalogue, findings = loaded(tmp_path, sample=sample(STATES + MORE).replace("\nvariants:", BLOG))
    assert not findings.errors, findings.render("en")
    html = lxml.html.fromstring(page("```value-sample\nvalues: [sample/large hidden_size]\n```", catalogue, "en"))
    [value] = [link for link in html.iter("a") if "8,192" in link.text_content()]
    assert value.get("href") == "https://example.com/quote"
    assert "as quoted by example.com (not checked)" in str(value.get("title"))


@pytest.mark.parametrize(
    ("field", "shown", "title"),
    [("params_total", "176.25B", "printed as 176,247,271,424; source: "), ("context_length", "10,485,760", "source: ")],
)
def test_a_long_count_is_rounded_and_says_what_was_printed_but_a_power_of_two_is_written_out(
    field: str, shown: str, title: str, tmp_path: Path
) -> None:
    facts = "- cite: {paper: §1}\n  params_total: 176247271424\n  context_length: 10485760\n"
    catalogue, findings = loaded(tmp_path, sample=sample(facts))
    assert not findings.errors, findings.render("en")
    html = lxml.html.fromstring(page(f"```value-sample\nvalues: [sample/small {field}]\n```", catalogue, "en"))
    titles = {link.text_content(): str(link.get("title")) for link in html.iter("a")}
    assert titles[shown].startswith(title)


def card_of(facts: str, to: Path, **others: str) -> str:
    """What the card of a release says, as one line."""
    catalogue, findings = loaded(to, sample=sample(facts), **others)
    assert not findings.errors, findings.render("en")
    html = page("```model-card\nmodel: sample\n```", catalogue, "en")
    return " ".join(lxml.html.fromstring(html).text_content().split())


@pytest.mark.parametrize(("head_size", "agrees"), [(128, True), (64, False)])
def test_a_card_says_whether_a_formula_gives_what_a_source_states(head_size: int, agrees: bool, tmp_path: Path) -> None:
    facts = f"- cite: {{paper: §1}}\n  hidden_size: 4096\n  heads: 32\n  head_size: {head_size}\n"
    card = card_of(facts, tmp_path)
    assert ("The formula gives the same number." in card) is agrees
    assert ("calculated: 128" in card) is not agrees


def test_a_card_shows_two_places_of_a_value_and_counts_the_rest(tmp_path: Path) -> None:
    text = sample("- cite: {paper: §1, card: body, blog: about}\n  layers: 32\n").replace("\nvariants:", BLOG)
    catalogue, findings = loaded(tmp_path, sample=text)
    assert not findings.errors, findings.render("en")
    html = lxml.html.fromstring(page("```model-card\nmodel: sample\n```", catalogue, "en"))
    places = [link for link in html.iter("a") if link.get("title") and link.text_content() in ("paper, §1", "1 more")]
    assert [link.get("href") for link in places] == ["https://arxiv.org/abs/2204.02311", "#sample.sources"]


@pytest.mark.parametrize(("children", "told"), [("", False), ("  for: large\n", True)])
def test_a_parent_names_versions_unless_all_come_from_it(children: str, told: bool, tmp_path: Path) -> None:
    parent = sample("- cite: {paper: §1}\n  layers: 3").replace("name: Sample", "name: Parent")
    card = card_of(f"- cite: {{paper: §1}}\n{children}  base: {{parent: fine-tune}}\n", tmp_path, parent=parent)
    assert "fine-tuning Parent" in card
    assert ("fine-tuning Parent (L)" if told else "fine-tuning Parent weights") in card


def test_a_table_shows_the_beginning_of_a_long_list_and_the_card_all_of_it(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  languages: [zh, en, fr, de, es]\n"
    catalogue, findings = loaded(tmp_path, sample=sample(facts))
    assert not findings.errors, findings.render("en")
    table = lxml.html.fromstring(page("```compare\ncolumns: [languages]\ncaption: all\n```", catalogue, "en"))
    cells = {cell.text_content().strip() for cell in table.xpath("//tbody//td")}
    assert any(cell.startswith("Chinese, English, French and 2 more") for cell in cells), cells
    card = lxml.html.fromstring(page("```model-card\nmodel: sample\n```", catalogue, "en"))
    assert "Chinese, English, French, German, Spanish" in " ".join(card.text_content().split())


@pytest.mark.parametrize(("language", "shown"), [("zh", "图书 60%、C4 40%"), ("en", "Books 60%, C4 40%")])
def test_a_mix_names_its_sources_in_the_readers_language(tmp_path: Path, language: Language, shown: str) -> None:
    catalogue, findings = loaded(tmp_path, sample=sample("- cite: {paper: §1}\n  data_mix: {books: 60, C4: 40}\n"))
    assert not findings.errors, findings.render("en")
    html = page("```compare\ncolumns: [data_mix]\ncaption: mix\n```", catalogue, language)
    assert shown in lxml.html.fromstring(html).text_content()


def test_a_source_is_listed_once_and_each_of_its_places_has_a_letter(tmp_path: Path) -> None:
    facts = "- cite: {paper: Table 1}\n  layers: 32\n- cite: {paper: §2}\n  heads: 64"
    catalogue, findings = loaded(tmp_path, one=sample(facts), other=sample(facts))
    assert not findings.errors, findings.render("en")
    references = References(context(catalogue))
    claims = [
        claim
        for release in catalogue.releases.values()
        for claim in release.claims
        if claim.field.id in ("layers", "heads")
    ]
    assert [references.mark(claim) for claim in claims] == ["1a", "1b"] * 2
    assert references.mark(*claims) == "1a, 1b"
    assert [source.places for source in references.sources] == [(("a", "Table 1"), ("b", "§2"))]
    paper = claims[0].citations[0].source
    read_again = replace(paper, checked=Day(2025, 1, 1))
    assert references.mark(replace(claims[0], citations=(Citation(read_again, "Table 1"),))) == "2a"
    many = replace(claims[0], citations=tuple(Citation(paper, f"line {n}") for n in range(26)))
    assert references.mark(many).endswith("1z, 1aa, 1ab")


def test_a_name_is_never_markup_or_a_template(tmp_path: Path) -> None:
    text = sample("- cite: {paper: Table 1}\n  layers: 32").replace("name: Sample", 'name: "{{ 7*7 }} & 1 < 2 | x"')
    catalogue, findings = loaded(tmp_path, sample=text)
    assert not findings.errors
    html = page("```model-index\n```", catalogue)
    assert "{{ 7*7 }} &amp; 1 &lt; 2 | x" in html
    table = lxml.html.fromstring(page("```compare\ncolumns: [layers]\ncaption: a | b\n```", catalogue))
    assert {len(row.xpath("./th|./td")) for row in table.xpath("//tr")} == {2}


def test_english_groups_are_headed_by_a_capital(catalogue: Catalogue) -> None:
    index = lxml.html.fromstring(page("```model-index\n```", catalogue, "en"))
    counts = lxml.html.fromstring(page("```catalogue-counts\n```", catalogue, "en"))
    headings = [heading.text.strip() for heading in index.iter("h2")]
    assert headings == [count.text.strip() for count in counts.iter("span") if count.find("a") is not None]
    assert headings
    assert all(heading[0].isupper() for heading in headings)


def test_examples_in_longer_fences_are_left_alone(catalogue: Catalogue) -> None:
    markdown = "````markdown\n```compare\ncolumns: [nothing]\n```\n````"
    assert page(markdown, catalogue) == markdown


def test_fences_of_other_languages_are_left_alone() -> None:
    findings = Findings()
    assert not list(fences("```python\nprint()\n```\n\n```mermaid\nflowchart\n```", Place("x.md"), findings))
    assert not findings.items


def test_an_authors_tabs_join_the_card(catalogue: Catalogue) -> None:
    markdown = '```model-card\nmodel: palm\n```\n\n=== "我的标签"\n\n    正文\n\n后面的段落'
    expansion = expand(markdown, Place("page.md"), context(catalogue))
    lines = expansion.markdown.split("\n")
    own = lines.index('=== "我的标签"')
    tabs = [index for index, line in enumerate(lines) if line.startswith("=== ")]
    assert tabs[-1] == own
    assert len(tabs) > 5
    footer = next(index for index, line in enumerate(lines) if index > own and line.startswith("atlasfragment"))
    assert footer < lines.index("后面的段落")


def glance(facts: str, to: Path, kind: str, modality: str) -> dict[str, str]:
    """What stands on top of a card: label -> what is said."""
    catalogue, _ = loaded(to, sample=sample(facts, kind=kind, modality=modality))
    top = lxml.html.fromstring(page("```model-card\nmodel: sample\n```", catalogue)).find_class("glance")[0]
    entries = zip(top.iter("dt"), top.iter("dd"), strict=True)
    return {label.text_content(): " ".join(value.text_content().split()) for label, value in entries}


def test_a_cards_top_tells_the_largest_size_the_first_day_and_what_is_open(tmp_path: Path) -> None:
    sizes = "- cite: {paper: §1}\n  for: [small, large]\n  params_total: [1B, 7B]"
    days = "- cite: {paper: §2}\n  for: [small, large]\n  announced: [2022-05, 2022-11-03]"
    of_model = glance(sizes, tmp_path / "model", "model", "text")
    assert of_model["参数量"] == "7B L；另有：1B"
    assert of_model["训练词元"].endswith("待查")
    assert glance(days, tmp_path / "method", "method", "image")["发布"] == "2022-05 S；另有：2022-11-03"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_release_has_a_card(catalogue: Catalogue, language: Language) -> None:
    for slug, release in catalogue.releases.items():
        html = page(f"```model-card\nmodel: {slug}\n```", catalogue, language, own=slug)
        for claim in release.claims:
            assert f'id="{claim.anchor}"' in html, claim.id


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(DIRECTIVES))
def test_every_directive_draws_balanced_html(name: str, language: Language, catalogue: Catalogue) -> None:
    bodies = {
        "model-card": "model: palm\n",
        "compare": "columns: [params_total]\ncaption: 表\n",
        "value-sample": "values: [palm/540b params_total]\n",
        "chart": "name: sizes-over-time\ncaption: 图\n",
        "lineage": "caption: 图\n",
        "timeline": "caption: 图\n",
        "directive-reference": "name: compare\n",
    }
    assert bodies.keys() == {each for each, directive in DIRECTIVES.items() if directive.required}
    text = f"```{name}\n{bodies.get(name, '')}```"
    expansion = expand(text, Place("page.md"), context(catalogue, language))
    assert expansion.pieces
    for piece in expansion.pieces.values():
        assert lxml.html.fromstring(f"<div>{piece}</div>").text_content().strip(), "a template that draws nothing"
    html = expansion.fill(expansion.markdown)
    assert f"```{name}" not in html, "it was drawn"
    assert "atlasfragment" not in html
    assert 'style="' not in html
    for tag in ("div", "table", "ul", "svg", "details", "section", "span"):
        assert html.count(f"<{tag}") == html.count(f"</{tag}>"), tag


def test_a_card_counts_rumours_apart(catalogue: Catalogue) -> None:
    foot = lxml.html.fromstring(page("```model-card\nmodel: gpt-4\n```", catalogue, "en")).find_class("tally")[0]
    counts = re.findall(r"(\d+) (values|rumoured|calculated)", foot.text_content())
    claims = catalogue.releases["gpt-4"].claims
    rumoured = sum(claim.basis is Basis.RUMOURED for claim in (*claims, *catalogue.computed_for("gpt-4")))
    numbers = {name: int(number) for number, name in counts}
    assert numbers["values"] == sum(claim.is_value for claim in claims)
    assert numbers["rumoured"] == rumoured > 0
    # what follows from rumours is one
    assert numbers["calculated"] == sum(claim.basis is Basis.DERIVED for claim in claims)


def test_errata_of_a_page_are_those_of_the_page_and_lead_to_their_sources(catalogue: Catalogue) -> None:
    whole = lxml.html.fromstring(page("```errata\n```", catalogue, "en"))
    errata = catalogue.registry.errata.values()
    assert len(whole.xpath("//tbody/tr")) == len(errata)
    assert whole.xpath("//h3/@id") == list(catalogue.registry.pages)
    palm = lxml.html.fromstring(page("```errata\npage: palm\n```", catalogue, "en"))
    said = [erratum.said.en for erratum in errata if erratum.page == "palm"]
    assert palm.xpath("//tbody/tr/td[1]/text()") == said
    assert "https://arxiv.org/abs/2204.02311" in palm.xpath("//tbody//a/@href")
    assert palm.find(".//h3") is None


@pytest.mark.parametrize(("language", "root"), [("zh", "https://example.org/"), ("en", "https://example.org/en/")])
def test_the_feed_brings_every_change_with_the_address_of_what_changed(
    catalogue: Catalogue, language: Language, root: str
) -> None:
    where = replace(context(catalogue, language), root="")
    feed = ElementTree.fromstring(changes_feed(where))
    atom = {"": "http://www.w3.org/2005/Atom"}
    entries = {entry.findtext("id", "", atom): entry for entry in feed.iterfind("entry", atom)}
    changes = catalogue.registry.changes
    assert entries.keys() == {f"{root}errata/#change-{name}" for name in changes}
    assert feed.findtext("updated", "", atom) == max(f"{each.more['date']}T00:00:00Z" for each in changes.values())
    mmlu = entries[f"{root}errata/#change-palm-mmlu"]
    assert mmlu.findtext("title", "", atom) == changes["palm-mmlu"].name[language]
    assert mmlu.find("link", atom).attrib["href"] == f"{root}models/palm/#540b.results.mmlu/5-shot"  # type: ignore[union-attr]


def test_a_change_leads_to_the_value_and_has_an_anchor_where_all_are_listed(catalogue: Catalogue) -> None:
    whole = lxml.html.fromstring(page("```recent-changes\nall: yes\n```", catalogue, "en"))
    [mmlu] = whole.xpath("//li[@id='change-palm-mmlu']/a/@href")
    assert mmlu == "../models/palm/#540b.results.mmlu/5-shot"
    assert whole.xpath("//a[@href='../en/changes.xml']")
    assert "id=" not in page("```recent-changes\n```", catalogue, "en")


def test_a_template_that_asks_for_what_it_is_not_given_fails() -> None:
    with pytest.raises(Exception, match="undefined"):
        render("recent-changes.html", words=words_in("zh"))


def test_every_word_that_is_asked_for_exists_and_every_word_is_asked_for() -> None:
    folders = (ROOT / "hooks", ROOT / "overrides")
    files = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".html", ".svg", ".xml")
    ]
    text = "\n".join(path.read_text("utf-8") for path in files)
    keys = set(yaml.safe_load((ROOT / "hooks/atlas/fragments/words.yml").read_text("utf-8")))
    asked = set(re.findall(r'\bwords\("(\w+)"[,)]', text))
    begun = tuple(re.findall(r'f"(\w+_)\{|"(\w+_)" ~', text))
    assert asked - keys == set()
    prefixes = tuple(prefix for pair in begun for prefix in pair if prefix)
    assert {key for key in keys if not key.startswith(prefixes) and not re.search(f"[\"']{key}[\"']", text)} == set()


@pytest.mark.parametrize(
    ("head", "language", "said"),
    [
        ("authors: [biubiobiu]\ndate: 2023-08-05\nupdated: 2026-11-26", "zh",
         ["biubiobiu", "初稿 2023 年 8 月 5 日", "2026 年 11 月 26 日更新"]),
        ("date: 2023-08-05T10:00:00\nupdated: 2026-11-26", "en",
         ["first draft 5 August 2023", "updated 26 November 2026"]),
        ("date: 2023-08-05\nupdated: 2023-08-05", "en", ["updated 5 August 2023"]),
        ("title: PaLM", "zh", []),
    ],
)  # fmt: skip
def test_the_line_under_a_title(head: str, language: Language, said: list[str], catalogue: Catalogue) -> None:
    page = split_page(f"---\n{head}\n---\n\n# PaLM\n", "page.md", Findings())
    days = page.meta_day("date"), page.meta_day("updated")
    line = page_line(page.meta_list("authors"), *days, catalogue.registry, language)
    assert [span.text_content().strip() for span in lxml.html.fromstring(line or "<p/>").iter("span")] == said


def test_a_release_leads_on_to_what_tells_of_it(tmp_path: Path) -> None:
    catalogue, _ = loaded(tmp_path, sample=sample(STATES))
    pages = [
        ListedPage("survey/family.md", "Family", ("survey",), frozenset({"sample"}), frozenset({"sample"})),
        ListedPage("survey/index.md", "Survey", ("survey",), frozenset(), frozenset({"sample"})),
        ListedPage("compare/sizes.md", "Sizes [all]", ("compare",), frozenset(), frozenset({"sample"})),
        ListedPage("compare/others.md", "Others", ("compare",), frozenset(), frozenset({"other"})),
    ]
    text = release_page(catalogue.releases["sample"], catalogue.registry, "en", pages)
    assert text.partition("## Read on {#read-on}")[2].strip().split("\n") == [
        "- Survey: [Family](../survey/family.md)",
        "- Comparison: [Sizes \\[all\\]](../compare/sizes.md)",
    ]
    without_card = release_page(catalogue.releases["sample"], catalogue.registry, "en", pages[1:])
    assert "[Survey](../survey/index.md)" in without_card
    assert "read-on" not in release_page(catalogue.releases["sample"], catalogue.registry, "en", pages[3:])
