"""Front matter: what a page may say of itself, and that nothing else gets through to the theme."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from mkdocs.utils.meta import get_data

from atlas.catalogue.findings import Findings
from atlas.categories import CATEGORIES, ListedPage, category_index
from atlas.front_matter import KEYS
from atlas.page import split_page

BODY = "\n# 样例 {#sample}\n"


def found(front_matter: str) -> list[str]:
    """Code and place of everything wrong in a page with these lines of front matter."""
    findings = Findings()
    split_page(f"---\n{front_matter}\n---\n{BODY}", "page.md", findings)
    for finding in findings.items:
        assert finding.render("zh") != finding.render("en")
    return [f"{finding.rule.code} {finding.place.line}:{finding.place.column}" for finding in findings.sorted()]


GOOD = """\
title: "GPT: 4"
description: 一句话。
tags: [文本生成, "2023"]
categories: [survey, Basic]
authors: [biubiobiu]
date: 2023-08-05T12:30:40+08:00
updated: 2024-02-29
icon: material/book-open-variant
status: new
hide: [navigation, toc]
source_hash: zh-0123456789
math: true
mermaid: false
enableEmoji: true
menu:
  sidebar: {name: 综述, weight: 1}
author: {name: biubiobiu, image: /images/author/john.png}"""


def test_every_key_has_a_good_value() -> None:
    assert found(GOOD) == []
    assert {line.split(":")[0] for line in GOOD.split("\n") if not line.startswith(" ")} == set(KEYS)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # hostile: the theme prints some of these without escaping and loads others as files
        ("title: <script>alert(1)</script>", "E603 2:8"),
        ("title: 'x\" onload=\"alert(1)'", "E603 2:8"),
        ("description: x > y", "E603 2:14"),
        ("description: JavaScript:alert(1)", "E603 2:14"),
        ("author: <img src=x>", "E603 2:9"),
        ("author: {name: <img src=x>}", "E603 2:16"),
        ("authors: [<b>]", "E603 2:11"),
        ("template: evil.html", "E602 2:1"),
        ("icon: ../../../etc/hostname", "E611 2:7"),
        ("icon: material/../material/book-open", "E611 2:7"),
        ("icon: material/no-such-icon", "E611 2:7"),
        # broken: with line and column in the page
        ("title: GPT: 4", "E008 2:11"),
        ('title: x\ndescription: "never closed', "E009 3:14"),
        ("title: x\n\tdescription: y", "E007 3:1"),
        ("title: x\ndescription：样例", "E010 3:12"),
        ("title: x\ntitle: y", "E015 3:1"),
        ("title: &a x", "E016 2:8"),
        ("title: !!python/name:os.system x", "E017 2:8"),
        ("- title", "E014 2:1"),
        # of the wrong kind
        ("title: [a]", "E102 2:8"),
        ("title:", "E603 2:7"),
        ("title: 2023", "E117 2:8"),
        ("tags: [no]", "E117 2:8"),
        ("tags: text", "E102 2:7"),
        ("tags: [[a]]", "E102 2:8"),
        ("hide: toc", "E102 2:7"),
        ("hide: [everything]", "E610 2:8"),
        ("status: old", "E610 2:9"),
        ("categories: [survye]", "E610 2:14"),
        ("math: maybe", "E610 2:7"),
        ("titel: x", "E602 2:1"),
        ("source_hash: 123", "E607 2:14"),
        # dates
        ("date: 2023-13-45", "E604 2:7"),
        ("date: 2023-02-29", "E604 2:7"),
        ("date: 2023-8-5", "E604 2:7"),
        ("date: 5 August 2023", "E604 2:7"),
        ("updated: 2099-01-01", "E606 2:10"),
        ("date: 2023-08-05\nupdated: 2023-08-04", "E605 3:10"),
    ],
)
def test_a_slip_is_told_at_its_place(text: str, wanted: str) -> None:
    assert found(text) == [wanted]


def test_all_slips_show_at_once() -> None:
    assert found("title: <b>\ntemplate: x\ndate: 2023-02-30\nhide: [x]") == [
        "E603 2:8",
        "E602 3:1",
        "E604 4:7",
        "E610 5:8",
    ]


def test_today_is_not_ahead_wherever_the_author_is() -> None:
    assert found(f"updated: {date.today() + timedelta(days=1)}") == []


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("--- \ntemplate: evil.html\n---\n" + BODY, "E602"),
        ("---\ntemplate: evil.html\n...\n" + BODY, "E602"),
        ("---\n---\ntemplate: evil.html\n---\n" + BODY, "E608"),
        ("template: evil.html\n" + BODY, "E609"),
        ("   template: evil.html\n" + BODY, "E609"),
        ("Note: this line would vanish.\n" + BODY, "E609"),
        ("---\ntemplate: evil.html\n" + BODY, "E601"),
        ("---\ntemplate: evil.html\n---", "E601"),
    ],
)
def test_what_mkdocs_takes_for_front_matter_is_checked(page: str, code: str) -> None:
    findings = Findings()
    split_page(page, "page.md", findings)
    assert [finding.rule.code for finding in findings.items] == [code]


@pytest.mark.parametrize(
    "page", ["# 样例 {#sample}\n\ntitle: x\n", "\ntitle: x\n", "样例: 文\n", "----\ntitle: x\n----\n"]
)
def test_what_mkdocs_shows_as_text_is_left_alone(page: str) -> None:
    findings = Findings()
    split_page(page, "page.md", findings)
    assert not findings.items
    assert get_data(page)[1] == {}


def test_the_index_lists_pages_by_category_from_above() -> None:
    pages = [
        ListedPage("survey/text/gpt.md", "GPT [4]", ("survey",)),
        ListedPage(
            "survey/text/index.md",
            "文本",
            (
                "survey",
                "Basic",
            ),
        ),
        ListedPage("survey/index.md", "综述", ("survey",)),
        ListedPage("index.md", "首页", ()),
    ]
    assert category_index(pages, "zh").strip().split("\n") == [
        "### 综述 {#category-survey}",
        "",
        "- [综述](survey/index.md)",
        "- [文本](survey/text/index.md)",
        "- [GPT \\[4\\]](survey/text/gpt.md)",
        "",
        "### 入门 {#category-basic}",
        "",
        "- [文本](survey/text/index.md)",
    ]
    assert "### Survey {#category-survey}" in category_index(pages, "en")
    assert all(name.zh != name.en for name in CATEGORIES.values())
