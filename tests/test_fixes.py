"""``make fix``: what it mends, what it never touches, and that once is enough."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalogue.findings import LANGUAGES, Findings, Language, Place
from atlas.fixes import PAGE_MENDERS, fix_tree, slug, spaced, spaced_data, typeset, with_heading_ids
from atlas.page import headings, split_page
from atlas.prose import check_style
from site_build import ROOT

SMALL = settings(max_examples=250, derandomize=True, deadline=None)
PIECES = (
    "中文", "参数", "ab", "3", "Python", ",", ".", "!", ":", "，", "。", " ", "  ", "\t", "\n", "\n\n", "\r\n",
    '"', "“", "”", "「", "」", "(", ")", "`", "```", "$", "$$", "<b>", "</b>", '<a href="中a">', "<!-- 中a -->",
    "[中a](中a,b.md)", "](", "[", "**", "_", "# ", "## ", " {#id}", "{.x}", "- ", "> ", "| ", "---\n",
    "title: 中a,b\n", "https://中a.example/x", "\u3000", "e\u0301", "%", "1. ", "    ",
)  # fmt: skip
PAGES = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def mended(text: str, twin: str | None = None, language: Language = "zh") -> str:
    for mend in PAGE_MENDERS[language]:
        text = mend(text)
    return with_heading_ids(text, twin, "page")


@SMALL
@given(text=PAGES, twin=st.none() | PAGES, language=st.sampled_from(LANGUAGES))
def test_once_is_enough(text: str, twin: str | None, language: Language) -> None:
    once = mended(text, twin, language)
    assert mended(once, twin, language) == once


@SMALL
@given(prose=st.lists(st.sampled_from(["中文", "参数", "ab", "3", "，", "。", " "]), max_size=12).map("".join))
def test_what_is_mended_is_no_notice_any_more(prose: str) -> None:
    findings = Findings()
    check_style(mended(f"# 标题 {{#t}}\n\n{prose}\n"), Place("page.md"), findings)
    assert not findings.items, findings.render("en")


UNTOUCHED = (
    "---\ntags: [样例a,样例b]\n---\n\n文\n",
    "```text\n中a,b\n```\n",
    "~~~~\n中a\n```\n中b\n~~~~\n",
    "见 $中a,b$ 与 `中a,b`。\n",
    "$$\n中a,b\n$$\n",
    "[文](目录a,b.md) 与 <https://example.org/中a> 与 https://example.org/中a\n",
    '<span title="中a,b">文</span>\n',
    "<!-- 中a,b\n中a -->\n",
    "![图](中a.png){ .宽a }\n",
    "第一章\u3000GPT模型\n",
    "他说“你好”，又说\"中文\"。\n",
)  # fmt: skip


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_is_no_prose_stays(text: str) -> None:
    assert typeset(text) == text


def test_prose_around_it_is_mended() -> None:
    assert (
        typeset("用Python写`a中`,见[数据A](数a.md)的3个$x中$。\n")
        == "用 Python 写`a中`,见[数据 A](数a.md)的 3 个$x中$。\n"
    )
    assert typeset("参数,数据!\n") == "参数，数据！\n"


@pytest.mark.parametrize(
    "text", ["Use 「」, with 『』 inside them.\n", "The word 「涌现」 means emergence.\n", "Chinese (中文), as here.\n"]
)
def test_an_english_page_keeps_its_brackets_and_spaces(text: str) -> None:
    assert spaced(text) == text


def test_chinese_words_of_an_english_page_are_mended() -> None:
    assert spaced("The title is 用Python写,再读 here.\n") == "The title is 用 Python 写，再读 here.\n"


def test_the_pages_and_data_of_the_site_need_no_mending(tmp_path: Path) -> None:
    docs = shutil.copytree(ROOT / "docs", tmp_path / "docs")
    assert [str(path.relative_to(docs)) for path in fix_tree(docs)] == []


def test_ids_come_from_the_twin_then_from_latin_words_then_from_the_page() -> None:
    text = "# 样例\n\n## 数据 Data set\n\n## 怎么做 {.wide}\n\n## 再说 {#Mine}\n\n## 数据 Data set\n"
    assert [heading.id for heading in headings(split_page(with_heading_ids(text, None, "palm"), "p", Findings()))] == [
        "palm-1", "data-set", "palm-3", "", "data-set-2",
    ]  # fmt: skip
    assert "## 再说 {#Mine}" in with_heading_ids(text, None, "palm"), "an id that is there stays, whatever it is"
    assert "## 怎么做 {#palm-3 .wide}" in with_heading_ids(text, None, "palm")
    twin = "# Sample {#sample}\n\n## Data {#data}\n\n## What's new\n\n## More {#more}\n\n## Data {#data-again}\n"
    assert re.findall(r"\{(#\S+?)[ }]", with_heading_ids(text, twin, "palm")) == [
        "#sample", "#data", "#whats-new", "#Mine", "#data-again",
    ]  # fmt: skip


def test_a_twin_of_another_shape_gives_no_ids() -> None:
    assert with_heading_ids("# 样例\n", "# A {#a}\n\n## B {#b}\n", "palm") == "# 样例 {#palm-1}\n"


def test_both_pages_of_a_pair_get_the_same_ids(tmp_path: Path) -> None:
    for language, text in (("zh", "# 样例\n\n## 怎么做\n"), ("en", "# Sample\n\n## How it works\n")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "page.md").write_text(text, "utf-8")
    assert len(list(fix_tree(tmp_path))) == 2
    assert (tmp_path / "zh" / "page.md").read_text("utf-8") == "# 样例 {#sample}\n\n## 怎么做 {#how-it-works}\n"
    assert (tmp_path / "en" / "page.md").read_text("utf-8") == "# Sample {#sample}\n\n## How it works {#how-it-works}\n"
    assert not list(fix_tree(tmp_path))


@pytest.mark.parametrize(
    ("title", "wanted"), [("What's new?", "whats-new"), ("Café 3", "cafe-3"), ("2023", ""), ("怎么", "")]
)
def test_slugs(title: str, wanted: str) -> None:
    assert slug(title) == wanted


def test_data_gets_spaces_in_its_chinese_texts_only() -> None:
    text = 'summary:\n  zh: 用3个GPU,"快"\n  en: 用3个\nnote: {zh: 表1的中值, en: 表1}\nname: 表1\n'
    assert (
        spaced_data(text)
        == 'summary:\n  zh: 用 3 个 GPU,"快"\n  en: 用3个\nnote: {zh: 表 1 的中值, en: 表1}\nname: 表1\n'
    )


def test_a_mended_file_keeps_its_permissions(tmp_path: Path) -> None:
    page = tmp_path / "zh" / "page.md"
    page.parent.mkdir()
    page.write_text("# 标题 {#title}\n\n中文  ab", "utf-8")
    page.chmod(0o640)
    assert list(fix_tree(tmp_path)) == [page]
    assert page.stat().st_mode & 0o777 == 0o640
