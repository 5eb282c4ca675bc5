"""Bad input, case by case: what somebody types, the code that answers, and a word of the message."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from atlas.catalogue.findings import LANGUAGES, Findings
from atlas.catalogue.load import load
from atlas.catalogue.query import Selection, select
from folders import codes, data_folder, head, loaded, sample

CASES: dict[str, tuple[str | bytes, set[str], str]] = {
    # bytes
    "empty": ("", {"E001"}, "atlas new"),
    "only comments": ("# to do\n", {"E001"}, "atlas new"),
    "UTF-8 BOM": (b"\xef\xbb\xbf" + head().encode(), {"E003"}, "UTF-8 BOM"),
    "GBK": (head().encode("gbk"), {"E002"}, "GBK"),
    "Latin-1": (head().replace("A sample", "caf\u00e9").encode("latin-1", "replace"), {"E002"}, "0xE9"),
    "UTF-16": (head().encode("utf-16"), {"E003"}, "FF FE"),
    "lone CR": (head().replace("\nmodality", "\rmodality"), {"E020"}, "U+000D"),
    "NUL": (head().replace("Sample\n", "Sam\x00ple\n", 1), {"E004"}, "U+0000"),
    "10 MB": (b"#" * 10_000_000, {"E005"}, "10000000"),
    # YAML
    "tab indent": (head().replace("  zh: 样例", "\tzh: 样例"), {"E007"}, "two spaces"),
    "colon in a value": (head().replace("name: Sample", "name: GPT: 4"), {"E008"}, '"GPT: 4"'),
    "unclosed quote": (head().replace("name: Sample", 'name: "Sample'), {"E009"}, "opens here"),
    "unclosed quote, others after": (
        head().replace("    title: A paper", '    title: "A paper').replace("title: A card", 'title: "A card"'),
        {"E009"},
        "opens here",
    ),
    "full-width colon": (head().replace("kind: model", "kind：model"), {"E010"}, "ASCII colon"),
    "full-width colon, first line": (head().replace("name: Sample", "name：Sample"), {"E010"}, "ASCII colon"),
    "no-break space as indent": (
        head().replace("  en: A sample", "\u00a0\u00a0en: A sample"),
        {"E011", "E105"},
        "U+00A0",
    ),
    "ideographic space as indent": (head().replace("  en: A sample", "\u3000en: A sample"), {"E011", "E105"}, "U+3000"),
    "@ at the start": (head().replace("name: Sample", "name: @x"), {"E012"}, '"@"'),
    "% at the start": (head().replace("name: Sample", "name: %x"), {"E012"}, '"%"'),
    "` at the start": (head().replace("name: Sample", "name: `x`"), {"E012"}, '"`"'),
    "two documents": (head() + "---\nname: x\n", {"E013"}, "own"),
    "a list": ("- a\n- b\n", {"E014"}, "list"),
    "a scalar": ("just words\n", {"E014"}, "text"),
    "duplicate key": (head() + "name: Again\n", {"E015"}, "line 1"),
    "merge key": (head() + "variants2: {<<: x}\n", {"E016", "E104"}, "<<"),
    "anchor": (head().replace("name: Sample", "name: &a Sample"), {"E016"}, "anchors"),
    "bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\n", {"E016"}, "anchors"),
    "recursion": ("a: &a [*a]\n", {"E016"}, "anchors"),
    "deep nesting": ("a: " + "[" * 2000, {"E018"}, "12"),
    "python tag": ("a: !!python/object/apply:os.system [ls]\n", {"E017"}, "python"),
    "key that is a list": (head() + "? [a]\n: b\n", {"E019"}, "list"),
    # keys and texts
    "missing fields, all at once": (
        "name: x\nkind: model\n",
        {"E101"},
        "organization, modality, summary, sources, facts",
    ),
    "empty organization": (head().replace("organization: google", 'organization: ""'), {"E106"}, "organizations.yml"),
    "empty list of organizations": (
        head().replace("organization: google", "organization: []"),
        {"E101"},
        "organization",
    ),
    "no sources": (re.sub(r"(?s)sources:.*?\nvariants", "sources: {}\n\nvariants", head()), {"E101"}, "sources"),
    "no facts": (re.sub(r"(?s)facts:.*", "facts: []\n", head()), {"E101"}, "facts"),
    "zero width in a key": (head().replace("name: Sample", "na\u200bme: Sample"), {"E004"}, "U+200B"),
    "bidi override": (head().replace("name: Sample", "name: Sam\u202eple"), {"E004"}, "U+202E"),
    "homoglyph": (head().replace("name: Sample", "name: G\u03a1T-4"), {"E114"}, "GREEK CAPITAL LETTER RHO"),
    "full-width letter": (head().replace("name: Sample", "name: \uff27PT-4"), {"E114"}, "FULLWIDTH"),
    "script in a name": (head().replace("name: Sample", 'name: "<script>x"'), {"E113"}, "plain text"),
    "line break in a name": (head().replace("name: Sample", 'name: "a\\nb"'), {"E113"}, "one line"),
    "decomposed": (head().replace("name: Sample", "name: Cafe\u0301"), {"E115"}, "make fix"),
    "300 characters": (head().replace("name: Sample", "name: " + "x" * 300), {"E103"}, "300"),
    "English missing": (head().replace("  en: A sample\n", ""), {"E105"}, "en"),
    "Chinese missing": (head().replace("  zh: 样例\n", ""), {"E105"}, "zh"),
    "arXiv without quotes": (head().replace('"2204.02311"', "2210.15250"), {"E117"}, '"2210.15250"'),
    "arXiv malformed": (head().replace('"2204.02311"', '"arXiv:2204.02311"'), {"E111"}, "2204.02311"),
    "DOI with markup": (head().replace('arxiv: "2204.02311"', "doi: 10.1000/<b>"), {"E110"}, "10."),
    "checked before published": (
        head().replace("checked: 2024-01-01", "checked: 2020-01-01", 1),
        {"E116"},
        "2022-04-05",
    ),
    "checked in the future": (head().replace("checked: 2024-01-01", "checked: 2999-01-01", 1), {"E205"}, "2999"),
    "slug of a variant": (head().replace("  small: Sample S", "  Small: Sample S"), {"E401"}, "Small"),
}
FACTS: dict[str, tuple[str, set[str], str]] = {
    # scalars
    "octal": ("layers: 010", {"E201"}, "010"),
    "sexagesimal": ("emissions: 12:30:45", {"E202"}, "12:30:45"),
    "no such day": ("announced: 2023-02-29", {"E204"}, "2023-02-29"),
    "no such month": ("announced: 2023-13-45", {"E204"}, "2023-13-45"),
    "one-digit month": ("announced: 2023-3", {"E203"}, "2023-03"),
    "Chinese date": ("announced: 2023年3月", {"E203"}, "2023-03"),
    "full-width date": ("announced: ２０２３", {"E203"}, "2023"),
    "the future": ("announced: 2999-01-01", {"E205"}, "2999"),
    "before it could be": ("announced: 1999-01-01", {"E205"}, "2012"),
    "not a number": ("emissions: NaN", {"E202"}, "NaN"),
    "infinite": ("emissions: inf", {"E202"}, "inf"),
    "overflow": ("training_flops: 1e400", {"E208"}, "1e400"),
    "endless digits": ("results: {mmlu/5-shot: " + "9" * 5000 + "}", {"E202"}, "999"),
    "in quotes, with blank": ('params_total: "540 B"', {"E201"}, "540B"),
    "thousands commas": ('params_total: "5,400,000"', {"E201"}, "5400000"),
    "Chinese unit": ("params_total: 540十亿", {"E201"}, "540.35B"),
    "scientific count": ("params_total: 5.4e+11", {"E201"}, "540B"),
    "underscores": ("params_total: 1_000_000", {"E201"}, "1000000"),
    "full-width digits": ("params_total: 5４0B", {"E201"}, "540"),
    "lower-case suffix": ("context_length: 2048k", {"E201"}, "2048K"),
    # values
    "unknown field": ("context_lenght: 2048", {"E104"}, '"context_length"'),
    "list for a number": ("layers: [32]", {"E102"}, "list"),
    "negative": ("params_total: -5", {"E201"}, "-5"),
    "zero": ("layers: 0", {"E210"}, "above zero"),
    "540 for 540B": ("params_total: 540", {"E208"}, "540B"),
    "unknown id": ("weights_license: MITT", {"E106"}, "licenses.yml"),
    "javascript": ("repository: javascript:alert(1)", {"E110"}, "https"),
    "data address": ("repository: data:text/html,x", {"E110"}, "https"),
    "http": ("repository: http://example.org", {"E110"}, "https"),
    "no scheme": ("repository: //example.org", {"E110"}, "https"),
    "user in an address": ("repository: https://a:b@example.org/", {"E110"}, "user name"),
    "blank in an address": ("repository: https://example.org/a b", {"E110"}, "https"),
    "brace in an address": ("repository: https://example.org/{a", {"E110"}, "https"),
    "dangling base": ("base: {sampel: fine-tune}", {"E402"}, '"sample"'),
    "unknown relation": ("base: {sample: finetune}", {"E106"}, '"fine-tune"'),
    "active above total": ("params_active: 80B\n  params_total: 13B", {"N707"}, "80B"),
    "a tenth of the window": ("context_length: 32K", {"N708"}, "32768"),
    "estimate off": ("hidden_size: 4096\n  heads: 32\n  head_size: 64", {"N704"}, "2048"),
}
BLOCKS: dict[str, tuple[str, set[str], str]] = {
    "no cite": ("- layers: 3", {"E108"}, "layers"),
    "cite without place": ('- cite: {paper: ""}\n  layers: 3', {"E109"}, "paper"),
    "unknown source": ("- cite: {papper: x}\n  layers: 3", {"E107"}, '"paper"'),
    "row too short": ("- cite: {paper: x}\n  for: [small, large]\n  layers: [3]", {"E301"}, "small  large\n"),
    "row too long": ("- cite: {paper: x}\n  for: [small]\n  layers: [3, 4]", {"E301"}, "·"),
    "unknown variant is one error": (
        "- cite: {paper: x}\n  for: [smal, large]\n  layers: [3, 4]", {"E302"}, '"small"',
    ),
    "unknown part": ("- cite: {paper: x}\n  part: text_encodr\n  layers: 3", {"E303"}, '"text_encoder"'),
    "one source, two values": (
        "- cite: {paper: x}\n  layers: 3\n- cite: {paper: y}\n  layers: 4", {"E304"}, "3 in line",
    ),
    "circle": (
        "- cite: {paper: x}\n  for: small\n  base: {sample/large: fine-tune}\n"
        "- cite: {paper: x}\n  for: large\n  base: {sample/small: fine-tune}",
        {"E403"}, "sample/small → sample/large → sample/small",
    ),
    "its own base": ("- cite: {paper: x}\n  base: {sample: successor}", {"E403"}, "sample/small"),
}  # fmt: skip


def check(text: str | bytes, wanted: set[str], word: str, folder: Path) -> None:
    path = data_folder(folder)
    (path / "models" / "sample.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    findings = Findings()
    load(path, findings)
    assert set(codes(findings)) - {"N701", "N702"} == wanted, findings.render("en")
    assert word in findings.render("en")
    for finding in findings.items:
        for language in LANGUAGES:
            shown = finding.render(language).split("\n")
            carets = [line for line in shown if re.fullmatch(r"    \| [ \u3000]*\^", line)]
            assert len(carets) == bool(finding.line_text.strip())


@pytest.mark.parametrize("case", CASES)
def test_files(case: str, tmp_path: Path) -> None:
    check(*CASES[case], tmp_path)


@pytest.mark.parametrize("case", FACTS)
def test_values(case: str, tmp_path: Path) -> None:
    facts, wanted, word = FACTS[case]
    check(sample(f"- cite: {{paper: Table 1}}\n  {facts}"), wanted, word, tmp_path)


@pytest.mark.parametrize("case", BLOCKS)
def test_blocks(case: str, tmp_path: Path) -> None:
    facts, wanted, word = BLOCKS[case]
    check(sample(facts), wanted, word, tmp_path)


@pytest.mark.parametrize(
    "text", [head().replace("\n", "\r\n"), head().rstrip("\n"), head().replace("Sample\n", "Sample  \n", 1)]
)
def test_line_ends_are_no_errors(text: str, tmp_path: Path) -> None:
    _, findings = loaded(tmp_path, sample=text)
    assert not findings.items


def test_a_country_code_that_other_readers_take_for_no_stays_text(tmp_path: Path) -> None:
    catalogue, _ = loaded(tmp_path, sample=head().replace("name: Sample", "name: NO"))
    assert catalogue.releases["sample"].name.en == "NO"


def test_names_of_templates_and_tables_are_text(tmp_path: Path) -> None:
    catalogue, findings = loaded(tmp_path, sample=head().replace("name: Sample", 'name: "{{ 7*7 }} | x"'))
    assert not findings.items
    assert catalogue.releases["sample"].name.en == "{{ 7*7 }} | x"


@pytest.mark.parametrize("kind", ["folder", "pipe", "dangling link", "link to itself"])
def test_only_regular_files_are_read(kind: str, tmp_path: Path) -> None:
    folder = data_folder(tmp_path, sample=head())
    odd = folder / "models" / "odd.yml"
    if kind == "folder":
        odd.mkdir()
    elif kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to(odd if kind == "link to itself" else tmp_path / "nowhere")
    findings = Findings()
    catalogue = load(folder, findings)
    assert codes(findings) == ["E021"]
    assert list(catalogue.releases) == ["sample"]


def test_a_registry_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    (folder / "hardware.yml").rename(tmp_path / "elsewhere.yml")
    (folder / "hardware.yml").symlink_to(tmp_path / "elsewhere.yml")
    findings = Findings()
    load(folder, findings)
    assert codes(findings) == ["E021"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("fields", "range: [1M, 20T]", "range: [a, 20T]"),
        ("fields", "range: [0, 100]", "range: [nothing, 100]"),
        ("fields", "range: [2012-01-01, today]", "range: [2012-13-01, today]"),
        ("fields", "applies: {kind: [model]}", "applies: {kinds: [model]}"),
        ("fields", "type: count\n", "type: counts\n"),
        ("fields", "group: size", "group: sizes"),
        ("fields", "  layers:\n", "  layerz:\n"),
        ("fields", "  slug:\n", "  slugs:\n"),
        ("fields", "  series:\n", "  serie:\n"),
        ("fields", "parts:\n", "partz:\n"),
        ("organizations", "country: us", "country: usa"),
        ("licenses", "commercial: yes", "commercial: maybe"),
        ("benchmarks", "better: higher", "better: upwards"),
        ("changes", "changes:", "- changes"),
    ],
)  # fmt: skip
def test_a_broken_registry_is_findings(name: str, old: str, new: str, tmp_path: Path) -> None:
    folder = data_folder(tmp_path, sample=sample("- cite: {paper: x}\n  layers: 3\n  weights_license: mit"))
    path = folder / f"{name}.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    findings = Findings()
    load(folder, findings)
    assert findings.errors
    for language in LANGUAGES:
        assert f"{name}.yml" in findings.render(language)


def test_what_hangs_on_a_broken_release_is_left_out_however_far(tmp_path: Path) -> None:
    def child(name: str, of: str) -> str:
        return sample(f"- cite: {{paper: x}}\n  base: {{{of}: fine-tune}}").replace("name: Sample", f"name: {name}")

    catalogue, findings = loaded(
        tmp_path,
        a=child("A", "b"),
        b=child("B", "c"),
        c=child("C", "d"),
        d=sample("- cite: {paper: x}\n  layerz: 3").replace("name: Sample", "name: D"),
        e=head().replace("name: Sample", "name: E"),
    )
    assert codes(findings) == ["E104"]
    assert list(catalogue.releases) == ["e"]


def test_two_hundred_errors_are_enough_for_one_file(tmp_path: Path) -> None:
    facts = "- cite: {paper: x}\n" + "\n".join(f"  field{number}: 1" for number in range(1000))
    other = sample("- cite: {paper: x}\n  layerz: 1").replace("name: Sample", "name: Other")
    _, findings = loaded(tmp_path, a=sample(facts), b=other)
    assert codes(findings) == ["E104"] * 201


def test_a_rumour_that_something_is_undisclosed_is_no_value(tmp_path: Path) -> None:
    facts = "- cite: {paper: x}\n  basis: rumoured\n  params_total: undisclosed"
    catalogue, findings = loaded(tmp_path, sample=sample(facts))
    assert not findings.errors
    assert select(catalogue, Selection("params_total > 1B", "-params_total", rumours=True)) == []
