"""Links from page to page: what is there, in which language, with which anchors."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.catalogue.findings import Findings
from atlas.catalogue.load import load
from atlas.pages import check_pages
from atlas.targets import check_targets
from folders import data_folder, sample

OTHER = """\
# 别页 {#other}

## 节 {#part .wide}

段 <b id="bold">粗</b>
{: #paragraph .caption }

```compare
columns: [layers]
caption: 层数
id: depth
```

```model-card
model: sample
```
"""


def told(to: Path, page: str, *, english: str = "", facts: str = "layers: 3") -> list[str]:
    """What is said of the links of a page that lies beside others, two pictures and a release."""
    docs = data_folder(to, sample=sample(f"- cite: {{paper: x}}\n  {facts}")).parent
    texts = {"zh/a/page": page, "zh/a/other": OTHER, "zh/index": "# 首页\n", "en/page": english or "# Page {#page}\n"}
    for name, text in texts.items():
        path = docs / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for picture in ("zh/a/picture.png", "assets/images/shared.png"):
        (docs / picture).parent.mkdir(parents=True, exist_ok=True)
        (docs / picture).touch()
    findings = Findings()
    catalogue = load(docs / "data", findings)
    pages = check_pages(docs, catalogue, findings)
    before = len(findings.items)
    check_targets(docs, pages, catalogue, findings)
    return [f"{each.rule.code} {each.place}" for each in findings.items[before:]]


@pytest.mark.parametrize(
    "link",
    [
        "[文](other.md)", "[文](./other.md#other)", "[文](other.md#part)", "[文](other.md#bold)", "[文](#page)",
        "[文](other.md#paragraph)", "[文](other.md#depth)", "[文](other.md#sample.layers)", "[文](../index.md)",
        "[文](other.md#architecture)", "[文](../models/sample.md#layers)", "[文](../index.md#a-heading-without-an-id)",
        "![图](picture.png)", "![图](../../assets/images/shared.png)", "[文](https://example.org/nowhere.md#x)",
        "[文][x]\n\n[x]: other.md", "脚注[^1]，[文](#fn:1)\n\n[^1]: 注，见后文", "`[文](nowhere.md)`", "$f[x](y)$",
        "````\n[文](nowhere.md)\n````", "``[文](nowhere.md) ` ``", "\\[文\\](nowhere.md)",
    ],
)  # fmt: skip
def test_a_good_link_is_not_told(link: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"# 页 {{#page}}\n\n{link}\n") == []


@pytest.mark.parametrize(
    ("link", "code", "column"),
    [
        ("见 [文](othr.md)", "E410", 7),
        ("[文](other)", "E410", 5),
        ("[文](other/)", "E410", 5),
        ("[文](other.html)", "E410", 5),
        ("[文](../../data/fields.yml)", "E410", 5),
        ("[文](../../../README.md)", "E410", 5),
        ("[文](../../en/page.md)", "E410", 5),
        ("[文](../../en/models/sample.md)", "E410", 5),
        ("![图](pictur.png)", "E410", 6),
        ("[x]: othr.md", "E410", 6),
        ("\\`[文](othr.md)`", "E410", 7),
        ("<div>`[文](othr.md)`</div>", "E410", 11),
        ("[文](#nowhere)", "E411", 5),
        ("[文](other.md#compare)", "E411", 5),
    ],
)
def test_a_broken_link_is_told_at_its_place(link: str, code: str, column: int, tmp_path: Path) -> None:
    assert told(tmp_path, f"# 页 {{#page}}\n\n{link}\n") == [f"{code} docs/zh/a/page.md:3:{column}"]


def test_an_english_page_links_to_the_original_of_what_is_not_translated(tmp_path: Path) -> None:
    links = "[a](a/other.md#part) ![b](a/picture.png) [c](a/other.md#nowhere) [d](../zh/index.md)"
    found = told(tmp_path, "# 页 {#page}\n", english=f"# Page {{#page}}\n\n{links}\n")
    assert found == ["E411 docs/en/page.md:3:46", "E410 docs/en/page.md:3:70"]


def test_anchors_of_a_release_with_errors_are_not_missed(tmp_path: Path) -> None:
    page = "# 页 {#page}\n\n[文](other.md#sample.layers) [文](#nowhere)\n"
    assert told(tmp_path, page, facts="layerz: 3") == ["E411 docs/zh/a/page.md:3:33"]
