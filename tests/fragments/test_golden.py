"""Golden pages: all that directives draw of a small catalogue in which every state of a value occurs.

``make golden`` writes them anew. A change of a template shows as a difference that can be read before it is committed.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import Language
from folders import head, loaded, sample
from small_pages import STATES, page

WHOLE = """
- cite: {paper: "Table 1", card: body}
  for: [small, large]
  announced: 2022-04-05
  learning_rate: [3e-4, 1.5e-4]
  position_encoding:
    value: [rope, rope]
    note: {zh: 照表抄录。, en: Copied from the table.}
- cite: {paper: Table 2}
  for: large
  params_total: 70.5B
  training_tokens: 1.4T
  results: {mmlu/5-shot: 63.4}
- cite: {card: license}
  weights_license: apache-2.0
  weights_open: yes
- cite: {card: before}
  as_of: 2022-05
  languages: [en]
- cite: {card: after}
  as_of: 2023-05
  languages: [en, zh]
"""
CHILD = """
- cite: {paper: §1}
  base: {sample/large: fine-tune}
  announced: 2023-02
  params_total: 70.5B
  training_tokens: 20B
"""
AUTHORS = "authors: [Ada Example, Ben Example, et al.]"
PAGES = {
    "card": "```model-card\nmodel: sample\n```",
    "card-with-own-tab": '```model-card\nmodel: child\n```\n\n=== "怎么用"\n\n    正文',
    "table": (
        "```compare\ncolumns: [params_total, training_tokens, tokens_per_parameter, chip_hours, emissions, heads,"
        " hidden_size, params_active, kv_heads, results.mmlu/5-shot]\nsort: -params_total\ncaption: 各种状态\n"
        "note: 一行说明\nid: states\n```"
    ),
    "sample": "```value-sample\nvalues: [sample/large params_total, sample/small chip_hours]\n```",
    "tree": "```lineage\ncaption: 谱系\n```",
    "timeline": "```timeline\ncaption: 时间线\n```",
    "tokens-and-parameters": "```chart\nname: tokens-and-parameters\ncaption: 词元与参数\n```",
    "sizes-over-time": "```chart\nname: sizes-over-time\ncaption: 规模与时间\n```",
    "lists": "```search-field\n```\n\n```catalogue-counts\n```\n\n```model-index\n```\n\n```published-files\n```",
    "options": "```directive-reference\nname: compare\n```",
}


class Golden(SingleFileSnapshotExtension):
    """A file for each page, ``golden/card.zh.html``."""

    _write_mode = WriteMode.TEXT
    file_extension = "html"

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(Path(test_location.filepath).with_name("golden"))

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        return str(index)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    child = head().partition("variants:")[0].replace("name: Sample", "name: Child") + "facts:\n"
    child += "".join(f"  {line}\n" for line in CHILD.strip("\n").split("\n"))
    releases = {"sample": sample(STATES + WHOLE), "child": child}
    for slug, text in releases.items():
        releases[slug] = text.replace("title: A paper", f"title: A paper\n    {AUTHORS}")
    catalogue, findings = loaded(tmp_path_factory.mktemp("golden"), **releases)
    assert not findings.errors, findings.render("en")
    return catalogue


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_golden_page(name: str, language: Language, small: Catalogue, snapshot: SnapshotAssertion) -> None:
    html = page(PAGES[name], small, language, own="child" if name == "card-with-own-tab" else "")
    assert html == snapshot(name=f"{name}.{language}", extension_class=Golden)
