"""Bad input, case by case: which rule answers, at which line and column, and how its message reads."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from atlas.catalogue.findings import Finding, Findings, Language, visible
from atlas.catalogue.load import load
from atlas.catalogue.query import Selection, select
from atlas.fixes import fix_tree
from atlas.pages import check_pages
from bad_input_cases import CASES, Case
from folders import codes, data_folder, head, loaded, sample
from site_build import ROOT

LAST_CASE = 83
# Cases that are no file to check: the test that shows what becomes of them.
ELSEWHERE = {
    23: "tests/catalogue/test_bad_input.py::test_a_country_code_that_other_readers_take_for_no_stays_text",
    39: "tests/fragments/test_fragments.py::test_a_name_is_never_markup_or_a_template",
    63: "tests/catalogue/test_bad_input.py::test_only_regular_files_are_read",
    74: "tests/test_expansion.py::test_a_table_stands_whole_wherever_it_is_put",
    77: "tests/browser/test_reading.py::test_diagrams_are_drawn",
}


def findings_in(folder: Path, case: Case) -> Findings:
    """What a check of data and pages says of a case's files."""
    data = data_folder(folder)
    for name, content in case.files.items():
        path = data.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    findings = Findings()
    catalogue = load(data, findings)
    check_pages(data.parent, catalogue, findings)
    return findings


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, tmp_path: Path) -> None:
    findings = findings_in(tmp_path, case)
    found = [
        f"{each.rule.code} {str(each.place).removeprefix('docs/').removeprefix(f'{case.file}:')}"
        for each in findings.sorted()
    ]
    assert found == list(case.found), findings.render("en")
    assert case.zh in findings.render("zh")
    assert case.en in findings.render("en")
    for finding in findings.items:
        assert_readable(finding)


def assert_readable(finding: Finding) -> None:
    """Place, what, the line with a caret below the column, why, how to mend, in both languages."""
    leads: tuple[tuple[Language, str, str], ...] = (("zh", "原因：", "改法："), ("en", "Why: ", "Fix: "))
    for language, why, remedy in leads:
        shown = finding.render(language).split("\n")
        assert shown[0].startswith(f"{visible(str(finding.place))}: ")
        assert shown[-2].startswith(f"    {why}")
        assert shown[-1].startswith(f"    {remedy}")
        carets = [line for line in shown if re.fullmatch(r"    \| [ \u3000]*\^", line)]
        assert len(carets) == bool(finding.line_text.strip())


def test_every_case_has_a_test() -> None:
    shown = {case.number for case in CASES}
    assert shown | ELSEWHERE.keys() == set(range(1, LAST_CASE + 1))
    for number, test in ELSEWHERE.items():
        file, name = test.split("::")
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), number
    assert len({case.id for case in CASES}) == len(CASES)


def test_line_ends_and_trailing_blanks_are_mended(tmp_path: Path) -> None:
    text = head().replace("Sample\n", "Sample   \n", 1).replace("\n", "\r\n").rstrip()
    data = data_folder(tmp_path, sample=text)
    assert list(fix_tree(data.parent)) == [data / "models" / "sample.yml"]
    assert (data / "models" / "sample.yml").read_bytes() == head().encode()


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


REGISTRY_SLIPS: tuple[tuple[str, str, str, str, str], ...] = (
    # file, what stands there, the slip, the code that answers, a word of its message
    ("fields", "range: [1M, 20T]", "range: [a, 20T]", "E201", '"a"'),
    ("fields", "range: [0, 100]", "range: [nothing, 100]", "E202", '"nothing"'),
    ("fields", "range: [1M, 20T]", "range: [1M]", "E102", "[low, high]"),
    ("fields", "range: [1M, 20T]", "range: 1M", "E102", "range"),
    ("fields", "range: [2012-01-01, today]", "range: [2012-13-01, today]", "E204", "2012-13-01"),
    ("fields", "applies: {kind: [model]}", "applies: {kinds: [model]}", "E106", '"kind"'),
    ("fields", "applies: {kind: [model]}", "applies: {layers: [model]}", "E106", '"layers"'),
    ("fields", "applies: {kind: [model]}", "applies: {kind: [modell]}", "E106", '"model"'),
    ("fields", "applies: {kind: [model]}", "applies: {kind: model}", "E102", "kind"),
    ("fields", "applies: {kind: [model]}", "applies: [model]", "E102", "applies"),
    ("fields", "follows: derived", "follows: derivd", "E106", '"derived"'),
    ("fields", "type: count\n", "type: counts\n", "E119", '"count"'),
    ("fields", "type: count\n", "type: boolean\n", "E119", "count, number, size"),
    ("fields", "group: size", "group: sizes", "E106", '"size"'),
    ("fields", "group: size\n", "group: size\n    grup: size\n", "E120", '"group"'),
    ("fields", "applies: {kind: [model]}", "aplies: {kind: [model]}", "E120", '"applies"'),
    ("fields", "applies: {kind: [model]}", "colour: red", "E120", "applies, follows, also."),
    ("fields", "    list: yes\n", "    list: true\n", "E207", "yes"),
    ("fields", "    notation: scientific\n", "    notation: sientific\n", "E119", '"scientific"'),
    ("fields", "registry: licenses", "registry: licences", "E119", '"licenses"'),
    ("fields", "    registry: licenses\n", "", "E101", "options / registry"),
    ("fields", "tab: overview", "tab: overvew", "E119", '"overview"'),
    ("fields", "line: solid", "line: soled", "E119", '"solid"'),
    ("fields", "label: {zh: 层数, en: Layers}", "label: {zh: 层数}", "E105", "label"),
    ("fields", "label: {zh: 层数, en: Layers}", 'label: {zh: "", en: Layers}', "E103", "label.zh"),
    ("fields", "label: {zh: 层数, en: Layers}", "label: {zh: <b>, en: Layers}", "E113", "label.zh"),
    ("fields", "label: {zh: 层数, en: Layers}", "label: Layers", "E102", "label"),
    ("fields", "  text:    [params_total", "  texts:   [params_total", "E106", '"text"'),
    ("fields", "  text:    [params_total", "  text:    [params_totl", "E106", '"params_total"'),
    ("fields", "  layers:\n", "  layerz:\n", "E122", "layers"),
    ("fields", "  slug:\n", "  slugs:\n", "E122", "slug"),
    ("fields", "  series:\n", "  serie:\n", "E122", "series"),
    ("fields", "parts:\n", "partz:\n", "E120", '"parts"'),
    ("organizations", "country: us", "country: usa", "E106", '"us"'),
    ("organizations", ", country: us", "", "E101", "country"),
    ("organizations", "country: us", "contry: us", "E120", '"country"'),
    ("organizations", "en: OpenAI, ", "", "E105", "en"),
    ("organizations", "  openai:", "  Open AI:", "E401", "Open AI"),
    ("organizations", "{zh: OpenAI, en: OpenAI, country: us}", "OpenAI", "E102", "openai"),
    ("licenses", "commercial: yes", "commercial: maybe", "E106", "conditions"),
    ("licenses", "osi: yes", "osi: true", "E207", "true"),
    ("licenses", '"https://opensource.org', '"http://opensource.org', "E110", "http://opensource.org"),
    ("hardware", "memory_gb: 80", "memory_gb: 80 GB", "E202", "80 GB"),
    ("hardware", "peak_bf16: 312e12", "peak_bf16: fast", "E202", "fast"),
    ("hardware", "peak_bf16: 312e12", "peak_bf61: 312e12", "E120", '"peak_bf16"'),
    ("hardware", '"https://glenn', '"glenn', "E110", "glenn"),
    ("benchmarks", "better: higher", "better: upwards", "E119", "higher, lower"),
    ("benchmarks", "metric: {zh: 准确率, en: accuracy}", "metric: accuracy", "E102", "metric"),
    ("benchmarks", "    settings:\n", "    setting:\n", "E120", '"settings"'),
    ("languages", "zh: {zh: 中文, en: Chinese}", "zh: {zh: 中文}", "E105", "en"),
    ("languages", "zh: {zh: 中文", "zh: {zh: [中文]", "E102", "zh.zh"),
    ("changes", "date: 2026-11-23", "date: 2026-11-32", "E204", "2026-11-32"),
    ("changes", "    date: 2026-11-23\n", "", "E101", "date"),
)


@pytest.mark.parametrize(("name", "old", "new", "code", "word"), REGISTRY_SLIPS)
def test_a_slip_in_a_registry_is_found_where_it_stands(
    name: str, old: str, new: str, code: str, word: str, tmp_path: Path
) -> None:
    folder = data_folder(tmp_path)
    path = folder / f"{name}.yml"
    text = path.read_text("utf-8")
    assert old in text
    start = text.index(old)
    path.write_text(text.replace(old, new, 1), "utf-8")
    findings = Findings()
    load(folder, findings)
    first = next(finding for finding in findings.sorted() if finding.rule.code == code)
    assert word in first.render("en"), findings.render("en")
    assert first.place.file == f"docs/data/{name}.yml"
    if code not in ("E101", "E122"):  # what is missing stands nowhere
        lines = {text.count("\n", 0, start) + line for line in range(1, 3)}
        assert first.place.line in lines, first.render("en")
    assert_readable(first)


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
    assert select(catalogue, Selection("params_total > 1B", "-params_total", rumours=True)) == ()
