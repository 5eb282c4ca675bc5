"""Every rule: its bad example yields its code with place, why and remedy in both languages; its good one does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import LANGUAGES, Finding, Findings, Place, filled, rules
from atlas.catalogue.load import load
from atlas.catalogue.query import BadQuery, compile_where
from atlas.footnotes import check_footnotes
from atlas.formulas import check_formulas
from atlas.fragments.directives import DIRECTIVES, read_page
from atlas.links import check_links, links_of
from atlas.navigation import check_navigation
from atlas.page import Page, split_page
from atlas.page_checks import check_headings
from atlas.page_safety import check_safety
from atlas.prose import check_style
from atlas.site_lint import Rules, SiteLinter
from atlas.targets import check_targets
from folders import data_folder, head, loaded, sample, twin_findings
from site_build import ROOT

TEXT = (ROOT / "hooks" / "atlas" / "catalogue" / "rules.yml").read_text("utf-8")
RAW = yaml.safe_load(TEXT)
IMAGE_FIELDS = ("resolution",)


def from_file(example: str, folder: Path) -> Findings:
    return loaded(folder, sample=example)[1]


def from_bytes(example: str, folder: Path) -> Findings:
    data = b"#" * 100_000 if example == "large" else bytes.fromhex(example)
    path = data_folder(folder)
    (path / "models" / "sample.yml").write_bytes(data)
    findings = Findings()
    load(path, findings)
    return findings


def from_top(example: str, folder: Path) -> Findings:
    """A top-level key takes the place of the sample's own."""
    key = re.split(r"[:\n]", example)[0]
    text = re.sub(rf"(?m)^{re.escape(key)}:.*\n(?:[ \t]+.*\n)*", "", head())
    return loaded(folder, sample=example + "\n" + text)[1]


def from_source(example: str, folder: Path) -> Findings:
    keys = [line.split(":")[0] for line in example.split("\n") if line]
    text = head().split("  card:")
    for key in keys:
        text[0] = re.sub(rf"    {key}: .*\n", "", text[0])
    added = "".join(f"    {line}\n" for line in example.split("\n") if line)
    return loaded(folder, sample=f"{text[0]}{added}  card:{text[1]}")[1]


def from_facts(example: str, folder: Path) -> Findings:
    return loaded(folder, sample=sample(example))[1]


def from_fact(example: str, folder: Path) -> Findings:
    modality = "image" if example.startswith(IMAGE_FIELDS) else "text"
    lines = example.replace("\n", "\n  ")
    return loaded(folder, sample=sample(f"- cite: {{paper: Table 1}}\n  {lines}", modality=modality))[1]


def from_where(example: str, folder: Path) -> Findings:
    catalogue, _ = loaded(folder, sample=head())
    findings = Findings()
    try:
        compile_where(catalogue, example)
    except BadQuery as bad:
        findings.report(bad.code, Place("where", 1, bad.column), **bad.values)
    return findings


def from_page(example: str, folder: Path) -> Findings:
    catalogue, _ = loaded(folder, sample=sample("- cite: {paper: Table 1}\n  layers: 32\n  heads: 8"))
    findings = Findings()
    place = Place("docs/zh/page.md")
    findings.know_text(place.file, example)
    check_safety(example, place, DIRECTIVES, findings)
    check_formulas(example, place, findings)
    check_footnotes(example, place, findings)
    check_links(links_of(example, place), place.file, catalogue, findings)
    read_page(example, place, catalogue, findings)
    return findings


def from_links(example: str, folder: Path) -> Findings:
    """A page beside another one, ``data.md``."""
    findings, docs = Findings(), folder / "docs"
    texts = {"page": example, "data": "# 数据 {#data}\n\n## 大小 {#sizes}\n"}
    pages: dict[Path, Page | None] = {
        docs / "zh" / f"{name}.md": split_page(text, f"docs/zh/{name}.md", findings) for name, text in texts.items()
    }
    check_targets(docs, pages, loaded(folder, sample=head())[0], findings)
    return findings


def from_page_file(example: str, folder: Path) -> Findings:
    findings = Findings()
    findings.know_text("page.md", example)
    page = split_page(example, "page.md", findings)
    check_headings(page, findings)
    names = loaded(folder, sample=head())[0].registry.other_names
    check_style(page.body, page.body_place, findings, terms=names)
    return findings


def from_twins(example: str, folder: Path) -> Findings:
    """Chinese and English with a line between; the English page is current unless it says otherwise."""
    return twin_findings(folder, *example.split("\n=====\n"))


def from_navigation(example: str, folder: Path) -> Findings:
    """The configuration of a site of one page."""
    findings = Findings()
    check_navigation(example, "mkdocs.yml", findings, [Page("docs/zh/index.md", "", None, 1)])
    return findings


def from_built(example: str, folder: Path) -> Findings:
    for name in ("index.html", "page.html"):
        (folder / name).write_text(f"<!doctype html>{example if name == 'index.html' else ''}", "utf-8")
    findings = Findings()
    SiteLinter(Rules((), "")).lint(folder, findings)
    return findings


BUILDERS: dict[str, Callable[[str, Path], Findings]] = {
    "file": from_file,
    "bytes": from_bytes,
    "top": from_top,
    "source": from_source,
    "facts": from_facts,
    "fact": from_fact,
    "where": from_where,
    "page": from_page,
    "links": from_links,
    "page-file": from_page_file,
    "built": from_built,
    "twins": from_twins,
    "navigation": from_navigation,
}
EXAMPLES = {code: entry for code, entry in RAW.items() if entry["in"] in BUILDERS}
SPECIAL = {
    "E021",
    "E022",
    "E120",
    "E122",
    "E401",
    "E404",
    "E405",
    "E406",
    "E409",
    "E516",
    "E808",
    "E809",
    "E810",
    "E906",
    "E907",
    "E912",
    "E913",
    "N701",
    "N702",
    "N703",
    "N714",
}


def test_no_code_has_two_meanings() -> None:
    assert re.findall(r"(?m)^[EN]\d{3}(?=:)", TEXT) == list(RAW)


def test_every_rule_has_a_case() -> None:
    assert set(RAW) == set(EXAMPLES) | SPECIAL
    assert all(rule.bad[language].strip() and rule.good[language].strip() for rule in rules().values()
               for language in LANGUAGES)  # fmt: skip


@pytest.mark.parametrize(("n", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), ("2 or 4", "2 or 4 pages")])
def test_one_is_counted_in_the_singular(n: object, said: str) -> None:
    assert filled("{n:page}", {"n": n}, "en") == said


def assert_readable(finding: Finding) -> None:
    assert finding.place.line >= 1
    assert finding.place.column >= 1
    for language in LANGUAGES:
        rendered = finding.render(language)
        assert rendered.startswith(f"{finding.place}: ")
        assert f"[{finding.rule.code}]" in rendered
        for text in (finding.what(language), finding.why(language), finding.remedy(language)):
            assert text.strip()
            assert not re.search(r"\{[a-z_]+\}", text), text


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_the_bad_example_is_found(code: str, tmp_path: Path) -> None:
    entry = EXAMPLES[code]
    findings = BUILDERS[entry["in"]](entry.get("bytes", entry["bad"]), tmp_path)
    found = [finding for finding in findings.items if finding.rule.code == code]
    assert found, findings.render("en")
    for finding in found:
        assert_readable(finding)
    others = {finding.rule.code for finding in findings.errors} - {code}
    assert not others or entry["in"] in ("file", "bytes", "top"), findings.render("en")


@pytest.mark.parametrize("code", sorted(code for code, entry in EXAMPLES.items() if "bytes" not in entry))
def test_the_good_example_is_not(code: str, tmp_path: Path) -> None:
    entry = EXAMPLES[code]
    findings = BUILDERS[entry["in"]](entry["good"], tmp_path)
    assert code not in {finding.rule.code for finding in findings.items}, findings.render("en")
    if entry["in"] != "file":
        assert not findings.errors, findings.render("en")


# --- the rules that take more than one file, or more than text


def test_a_symbolic_link_is_not_read(tmp_path: Path) -> None:
    folder = data_folder(tmp_path, sample=head())
    (folder / "models" / "linked.yml").symlink_to(folder / "models" / "sample.yml")
    findings = Findings()
    load(folder, findings)
    assert [finding.rule.code for finding in findings.errors] == ["E021"]
    assert_readable(findings.errors[0])


@pytest.mark.parametrize("name", ["Chat_GLM.yml", "index.yml", "con.yml", "a--b.yml", "notes.txt", "x" * 70 + ".yml"])
def test_a_file_name_that_is_no_slug(name: str, tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    (folder / "models" / name).write_text(head(), "utf-8")
    findings = Findings()
    load(folder, findings)
    assert "E401" in {finding.rule.code for finding in findings.errors}


def test_an_alias_of_another_release(tmp_path: Path) -> None:
    other = head().replace("name: Sample", "name: Other\naliases: [sample]")
    _, findings = loaded(tmp_path, sample=head(), other=other)
    assert [finding.rule.code for finding in findings.errors] == ["E404"]


def test_names_that_differ_only_in_case(tmp_path: Path) -> None:
    folder = data_folder(tmp_path, sample=head())
    (folder / "models" / "SAMPLE.yml").write_text(head(), "utf-8")
    findings = Findings()
    load(folder, findings)
    assert {finding.rule.code for finding in findings.errors} == {"E401", "E405"}


def test_a_child_older_than_its_base(tmp_path: Path) -> None:
    child = sample("- cite: {paper: Table 1}\n  announced: 2020-01\n  base: {parent: fine-tune}")
    parent = sample("- cite: {paper: Table 1}\n  announced: 2021-01").replace("name: Sample", "name: Parent")
    _, findings = loaded(tmp_path, sample=child, parent=parent)
    assert {finding.rule.code for finding in findings.items} == {"N703"}
    assert_readable(findings.items[0])


def test_sources_that_nobody_uses_or_checked(tmp_path: Path) -> None:
    text = head().replace("    checked: 2024-01-01\n", "", 1).replace(', card: "header"', "")
    _, findings = loaded(tmp_path, sample=text)
    assert sorted(finding.rule.code for finding in findings.items) == ["N701", "N702"]


def test_the_real_catalogue_uses_no_unknown_code(catalogue: Catalogue) -> None:
    assert catalogue.releases
    assert all(re.fullmatch(r"[EN]\d{3}", code) for code in rules())
