"""Formulas: what becomes MathML, and where one that cannot is told, by the check and by the build."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.exceptions import PluginError

import formulas
from atlas.catalogue.findings import Findings, Place
from atlas.formulas import check_formulas

FILE = "docs/zh/page.md"


def checked(text: str) -> list[str]:
    findings = Findings()
    check_formulas(text, Place(FILE, 5), findings)
    return [f"{each.rule.code} {each.place.line}:{each.place.column}" for each in findings.items]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("文 $x_1$ 与 $a + \\foo x$", ["E814 5:16"]),
        ("$$\nb \\\\\n\\farc{1}{2}\n$$", ["E814 7:1"]),
        ("$$\n\\frac{1}{2\n$$", ["E814 7:1"]),
        ("- $x_1_2$\n- $}$", ["E814 5:7", "E814 6:4"]),
        ("$a \\lt b$、$a < b$、\\$5 与 \\$6、`$\\foo$`\n\n```tex\n$\\foo$\n```", []),
        ("$\\href{x}{y}$", []),  # E806 says so
    ],
)
def test_a_formula_is_told_where_it_goes_wrong(text: str, found: list[str]) -> None:
    assert checked(text) == found


def built(source: str, html: str) -> str:
    page: Any = SimpleNamespace(file=SimpleNamespace(src_uri="zh/page.md", content_string=source))
    nothing: Any = None
    return formulas.on_page_content(html, page=page, config=nothing, files=nothing)


def test_a_build_says_the_same_of_a_formula_that_only_markdown_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "<math" in built("\\(x\\)", '<p><span class="arithmatex">\\(x\\)</span></p>')
    with pytest.raises(PluginError) as caught:
        built("# A\n\n\\(\\foo\\)", '<p><span class="arithmatex">\\(\\foo\\)</span></p>')
    assert str(caught.value).startswith("docs/zh/page.md:3:1: error [E814]")
    assert "Why: " in str(caught.value)
    assert str(caught.value).endswith("\n\n1 error")
