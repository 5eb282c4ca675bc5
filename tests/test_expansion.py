"""Directives on their way through Markdown: what they draw stands whole wherever an author may put them."""

from __future__ import annotations

import re

import lxml.html
import markdown
import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import Findings, Place
from atlas.fragments.context import Context
from atlas.fragments.directives import fences
from atlas.fragments.expand import expand
from directives import tab_slug

TABLE = "```compare\nwhere: slug = palm\ncolumns: [layers]\ncaption: 表\n```"
CARD = "```model-card\nmodel: palm\n```"
EXTENSIONS = [
    "admonition", "attr_list", "def_list", "md_in_html", "tables", "toc", "pymdownx.details", "pymdownx.highlight",
    "pymdownx.superfences", "pymdownx.tabbed",
]  # fmt: skip


def page_html(text: str, catalogue: Catalogue) -> str:
    """A page as the site makes it."""
    context = Context(catalogue=catalogue, language="zh", model_url=lambda slug: f"../models/{slug}/", root="../")
    expansion = expand(text, Place("page.md"), context)
    configs = {"pymdownx.tabbed": {"alternate_style": True, "slugify": tab_slug}}
    html = markdown.markdown(expansion.markdown, extensions=EXTENSIONS, extension_configs=configs)
    return expansion.fill(html)


def drawn(text: str, catalogue: Catalogue) -> lxml.html.HtmlElement:
    """A page below one element."""
    return lxml.html.fromstring(f"<main>{page_html(text, catalogue)}</main>")


def indented(text: str, prefix: str) -> str:
    return "\n".join(f"{prefix}{line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "parent"),
    [
        (TABLE, "main"),
        (TABLE.replace("```", "~~~"), "main"),
        (TABLE.replace("```", "`````"), "main"),
        (f"- 一项\n\n{indented(TABLE, '    ')}", "li"),
        (f"1. 一项\n\n{indented(TABLE, '    ')}\n\n2. 又一项", "li"),
        (f"- 一项\n\n    - 里面\n\n{indented(TABLE, '        ')}", "li"),
        (f"- 一项\n\n{indented(TABLE, '    > ')}", "blockquote"),
        (f'- 一项\n\n    === "甲"\n\n{indented(TABLE, "        ")}', "li"),
        (indented(TABLE, "> "), "blockquote"),
        (f'=== "甲"\n\n{indented(TABLE, "    ")}\n\n=== "乙"\n\n    正文', "div"),
        (f'!!! note "注"\n\n{indented(TABLE, "    ")}', "div"),
        (f'??? note "注"\n\n{indented(TABLE, "    ")}', "details"),
        (f'<div markdown="1">\n\n{TABLE}\n\n</div>', "div"),
        (f"前文\n\n{TABLE}\n\n后文", "main"),
    ],
)
def test_a_table_stands_whole_wherever_it_is_put(text: str, parent: str, catalogue: Catalogue) -> None:
    page = drawn(text, catalogue)
    assert len(page.findall(".//table")) == 1
    assert "atlasfragment" not in page.text_content()
    assert "```" not in page.text_content()
    tags = [element.tag for element in page.find(".//table").iterancestors()]
    assert parent in tags
    assert not {"p", "pre", "code"} & set(tags)


def test_directives_share_a_page_without_sharing_names(catalogue: Catalogue) -> None:
    page = drawn(f"{CARD}\n\n{CARD.replace('palm', 'bloom')}\n\n{TABLE}\n\n{TABLE.replace('palm', 'gpt-3')}", catalogue)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(page.find_class("tabbed-set")) == 2
    assert len(ids) == len(set(ids))


def test_an_authors_tabs_join_the_card_in_the_page(catalogue: Catalogue) -> None:
    own = f'=== "我的标签"\n\n{indented(TABLE, "    ")}\n\n=== "另一个"\n\n    正文'
    page = drawn(f"{CARD}\n\n{own}\n\n后文", catalogue)
    [tabs] = page.find_class("tabbed-set")
    labels = [label.text_content() for label in tabs.find_class("tabbed-labels")[0]]
    assert labels[-2:] == ["我的标签", "另一个"]
    assert len(tabs.findall("./input")) == len(labels) == len(tabs.find_class("tabbed-block"))
    [paragraph] = [element for element in page.findall("./p") if element.text_content() == "后文"]
    assert tabs not in paragraph.iterancestors()


def test_tabs_further_down_stay_the_authors(catalogue: Catalogue) -> None:
    page = drawn(f'{CARD}\n\n一段话\n\n=== "我的标签"\n\n    正文', catalogue)
    assert len(page.find_class("tabbed-set")) == 2


@pytest.mark.parametrize("fence", ["````", "~~~~", "`````markdown", "~~~ text"])
def test_an_example_is_shown_as_text(fence: str, catalogue: Catalogue) -> None:
    ticks = re.match(r"[`~]+", fence)
    assert ticks is not None
    text = f"{fence}\n{TABLE}\n{ticks[0]}"
    assert drawn(text, catalogue).find(".//table[@class]") is None
    findings = Findings()
    assert not list(fences(text, Place("page.md"), findings))
    assert not findings.items


@pytest.mark.parametrize("prefix", ["", "    ", "> ", "\t"])
def test_a_directive_that_never_closes_is_told_where_it_opens(prefix: str) -> None:
    findings = Findings()
    text = f"文\n\n{indented(TABLE.removesuffix('```'), prefix)}\n更多的文"
    assert not list(fences(text, Place("page.md"), findings))
    [finding] = findings.items
    assert (finding.rule.code, finding.place.line) == ("E509", 3)
    assert finding.place.column == len(prefix) + 4


@pytest.mark.parametrize("word", ["atlasfragment0x", "atlasfragment7x", "atlastab-palm.overview", "atlastab-nothing"])
def test_a_word_that_looks_like_a_token_is_a_word(word: str, catalogue: Catalogue) -> None:
    page = drawn(f"这里写着 {word}，还有 `{word}`。\n\n{CARD}\n\n{TABLE}", catalogue)
    assert page.text_content().count(word) == 2
    assert len(page.find_class("comparison")) == len(page.find_class("card-head")) == 1


@pytest.mark.parametrize("text", [f"前文\n{TABLE}", f"{TABLE}\n后文", f"前文\n{CARD}", f"{CARD}\n后文"])
def test_a_directive_without_a_blank_line_around_it_is_no_part_of_a_paragraph(text: str, catalogue: Catalogue) -> None:
    prose = text.replace(TABLE, "").replace(CARD, "").strip()
    assert f"<p>{prose}</p>" in page_html(text, catalogue)


def test_a_list_goes_on_after_a_directive_in_it(catalogue: Catalogue) -> None:
    page = drawn(f"1. 一项\n{indented(TABLE, '    ')}\n2. 二项", catalogue)
    [items] = page.findall("./ol")
    assert [len(item.findall(".//table")) for item in items] == [1, 0]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (f"- 一项\n\n{indented(TABLE, '  ')}", 6),
        (f"1. 一项\n\n{indented(TABLE, '   ')}", 7),
        (f"> - 一项\n>\n{indented(TABLE, '>   ')}", 8),
        (f"文\n\n- {indented(TABLE, '    ').strip()}", 6),
    ],
)
def test_a_directive_that_falls_out_of_its_list_is_told(text: str, column: int) -> None:
    findings = Findings()
    list(fences(text, Place("page.md"), findings))
    [finding] = findings.items
    assert (finding.rule.code, finding.place.line, finding.place.column) == ("E519", 3, column)
