"""A page and its twin: pairs of small pages, what is said of each, and how a translation is marked as current."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from atlas.catalogue.findings import Findings
from atlas.cli import main
from atlas.fixes import typeset, with_heading_ids
from atlas.page import split_page
from atlas.twins import source_hash
from folders import codes, data_folder, head, twin_findings
from site_build import ROOT

CHINESE = """\
---
title: 样例
tags: [样例]
---

# 样例 {#sample}

见[数据](page.md#sample)与[原文](https://example.org/paper)，$a$ 加 $b$。[^note]

## 怎么做 {#how}

```compare
where: modality = text
columns: [layers, heads]
caption: 层数
```

```mermaid
flowchart LR
  accTitle: 两步
  accDescr: 先甲后乙。
  a[甲] --> b[乙]
```

$$
a + b
$$

![图](figure.png)

[^note]: 注
"""

ENGLISH = """\
---
title: Sample
tags: [sample]
---

# Sample {#sample}

$b$ and $a$: [data](page.md#sample), [another paper](https://example.org/other).[^note]

## How {#how}

```compare
where: modality = text
columns: [layers, heads]
caption: Layers
note: The caption and the note are translated.
```

```mermaid
flowchart LR
  accTitle: Two steps
  accDescr: First A, then B.
  a[A] --> b[B]
```

$$
a + b
$$

![Figure](figure-en.png)

[^note]: A note
"""

DIFFERENCES = {
    "another id": ("{#how}", "{#how-it-works}", "E620", 11),
    "another level": ("## How", "### How", "E620", 11),
    "a heading less": ("## How {#how}\n", "", "E620", 7),
    "a heading more": ("## How {#how}\n", "## How {#how}\n\n## Why {#why}\n", "E620", 13),
    "another column": ("[layers, heads]", "[layers]", "E621", 15),
    "another condition": ("where: modality = text\n", "", "E621", 13),
    "another kind of diagram": ("flowchart LR", "sequenceDiagram", "E622", 20),
    "no image": ("![Figure](figure-en.png)\n", "", "E622", 20),
    "a formula less": ("$b$ and", "Only", "E622", 6),
    "another target": ("page.md#sample", "page.md", "E623", 9),
    "no reference to a footnote": (".[^note]", ".", "E623", 9),
    "no definition of a footnote": ("\n[^note]: A note\n", "", "E623", 9),
}  # fmt: skip


def test_twins_that_say_the_same_are_silent(tmp_path: Path) -> None:
    findings = twin_findings(tmp_path, CHINESE, ENGLISH)
    assert not findings.items, findings.render("en")


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_current_twin_that_differs_is_an_error(name: str, tmp_path: Path) -> None:
    old, new, code, line = DIFFERENCES[name]
    assert old in ENGLISH
    findings = twin_findings(tmp_path, CHINESE, ENGLISH.replace(old, new, 1))
    assert codes(findings) == [code], findings.render("en")
    assert findings.items[0].place.line == line, findings.render("en")
    assert "docs/zh/page.md:" in findings.render("zh")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("block, ", "", 9, "columns: … announced, attention] here, columns: … announced, block, attention] in the"),
        ("\nsort: layers", "", 9, "– here, sort: layers in the Chinese page (docs/zh/page.md:6:1)"),
        ("where: layers > 3\n", "", 7, "– here, where: layers > 3 in the Chinese page (docs/zh/page.md:4:1)"),
        ("```compare\nwhere: layers > 3", "Text\n\n```compare", 9, "– here, where: layers > 3 in the Chinese page"),
    ],
)
def test_a_directive_that_differs_is_told_by_the_option_in_which_it_does(
    old: str, new: str, line: int, said: str, tmp_path: Path
) -> None:
    columns = "layers, heads, kv_heads, biases, announced, block, attention"
    chinese = f"# 样例 {{#a}}\n\n```compare\nwhere: layers > 3\ncolumns: [{columns}]\nsort: layers\ncaption: 表\n```\n"
    english = chinese.replace("样例", "Sample").replace("表", "Table")
    assert old in english
    findings = twin_findings(tmp_path, chinese, english.replace(old, new, 1))
    assert codes(findings) == ["E621"], findings.render("en")
    [finding] = findings.items
    assert said in finding.what("en")
    assert finding.place.line == line


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_twin_that_does_not_claim_to_be_current_is_never_red(name: str, tmp_path: Path) -> None:
    old, new, *_ = DIFFERENCES[name]
    findings = twin_findings(tmp_path, CHINESE, ENGLISH.replace(old, new, 1), current=False)
    assert codes(findings) == ["N802"]


def test_a_missing_twin_is_a_notice_and_a_missing_original_an_error(tmp_path: Path) -> None:
    assert codes(twin_findings(tmp_path, CHINESE, "")) == ["N803"]
    assert codes(twin_findings(tmp_path, "", ENGLISH)) == ["E624"]


def hash_of(text: str) -> str:
    return source_hash(split_page(text, "page.md", Findings()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("与", "和"),
        ("title: 样例", "title: 例子"),
        ("$a$ 加", "$c$ 加"),
        ("a[甲]", "a[丙]"),
        ("layers, heads", "heads"),
    ],
)
def test_what_a_reader_sees_changes_the_hash(old: str, new: str) -> None:
    assert hash_of(CHINESE) != hash_of(CHINESE.replace(old, new, 1))


def test_the_form_of_punctuation_does_not() -> None:
    assert hash_of("他说“好”,走了.\n") == hash_of("他说「好」，走了。\n")


def test_what_make_fix_mends_does_not() -> None:
    slips = CHINESE.replace(" {#how}", "").replace("，", ",").replace("$ 加 $", "$加$").replace("tags: [样例]\n", "")
    assert hash_of(slips) == hash_of(CHINESE)
    assert hash_of(with_heading_ids(typeset(slips), ENGLISH, "page")) == hash_of(CHINESE)


# --- from the command line


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good pair, in which the command is run."""
    data = data_folder(
        tmp_path, sample=head().replace("facts:", "facts:\n  - cite: {paper: T1}\n    layers: 3\n    heads: 2")
    )
    for language, text in (("zh", CHINESE), ("en", ENGLISH)):
        (data.parent / language).mkdir()
        (data.parent / language / "page.md").write_text(text, "utf-8")
        (data.parent / language / "figure.png").touch()
    (data.parent / "en" / "figure-en.png").touch()
    monkeypatch.chdir(tmp_path)
    assert main(["translated", "docs/en/page.md"]) == 0
    return data.parent


def test_one_chinese_sentence_edited_stays_green(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    page = docs / "zh" / "page.md"
    page.write_text(page.read_text("utf-8").replace("见[数据]", "大小见[数据]"), "utf-8")
    assert main(["--lang", "en", "check"]) == 0
    out = capsys.readouterr().out
    assert "docs/en/page.md:4:14: notice [N802]" in out
    assert "| source_hash: zh-" in out, "the hash of which it speaks"
    assert f"source_hash: {hash_of(page.read_text('utf-8'))}" in out, "what to write stands in the message"
    assert "0 errors" in out


def test_a_translation_is_marked_once_it_matches(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chinese, english = docs / "zh" / "page.md", docs / "en" / "page.md"
    chinese.write_text(chinese.read_text("utf-8").replace("{#how}", "{#method}"), "utf-8")
    before = english.read_text("utf-8")
    assert main(["translated", "docs/en/page.md"]) == 1
    assert "E620" in capsys.readouterr().err
    assert english.read_text("utf-8") == before
    english.write_text(before.replace("{#how}", "{#method}"), "utf-8")
    assert main(["translated", "docs/en/page.md"]) == 0
    assert english.read_text("utf-8").count("source_hash: ") == 1
    capsys.readouterr()
    assert main(["--lang", "en", "check"]) == 0
    assert "N802" not in capsys.readouterr().out


def test_only_english_pages_with_an_original_are_marked(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["--lang", "en", "translated", "docs/en/page.md"]) == 0
    assert capsys.readouterr().out == "docs/en/page.md was marked already, nothing to change\n"
    assert main(["--lang", "en", "translated", "docs/zh/page.md"]) == 2
    assert capsys.readouterr().err.endswith("give the English one: docs/en/page.md\n")
    assert main(["translated", "docs/en/nowhere.md"]) == 2


def test_stale_lists_lagging_and_missing_twins(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (docs / "zh" / "alone.md").write_text("# 独 {#alone}\n", "utf-8")
    page = docs / "zh" / "page.md"
    page.write_text(page.read_text("utf-8") + "\n又一句。\n", "utf-8")
    capsys.readouterr()
    assert main(["--lang", "en", "stale"]) == 0
    out = capsys.readouterr().out
    assert "English pages not brought up to date: 1\ndocs/en/page.md (docs/zh/page.md)" in out
    assert "Pages without an English version: 1\ndocs/zh/alone.md" in out


def test_a_section_without_an_english_name_is_told(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("nav:\n", "nav:\n  - page.md\n", 1)
    configuration = docs.parent / "mkdocs.yml"
    configuration.write_text(text, "utf-8")
    capsys.readouterr()
    assert main(["--lang", "en", "check"]) == 0
    assert "N804" not in capsys.readouterr().out
    configuration.write_text(text.replace("  - 综述:\n", "  - 新的一组:\n", 1), "utf-8")
    assert main(["--lang", "en", "check"]) == 0
    line = text[: text.index("  - 综述:\n")].count("\n") + 1
    assert f"mkdocs.yml:{line}:5: notice [N804]" in capsys.readouterr().out


def test_a_page_that_the_navigation_leaves_out_is_told(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(ROOT / "mkdocs.yml", docs.parent)
    capsys.readouterr()
    assert main(["--lang", "en", "check"]) == 1
    out = capsys.readouterr().out
    assert "docs/zh/page.md:1:1: error [E625]" in out
    assert "Add a line - page.md to its group under nav in mkdocs.yml." in out
