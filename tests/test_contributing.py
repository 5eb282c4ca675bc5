"""The contributor's way: forms take what the pages send, references name everything, rules keep their numbers."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import LANGUAGES, Findings, Language, rules
from atlas.fragments.context import Context
from atlas.fragments.directives import DIRECTIVES, read_page
from atlas.fragments.words import words_in
from atlas.page import split_page
from atlas.page_checks import check_headings
from site_build import ROOT

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"


def contribute(name: str, language: Language) -> str:
    return (ROOT / "docs" / language / "contribute" / f"{name}.md").read_text("utf-8")


def test_the_form_has_every_field_that_a_report_fills_in(catalogue: Catalogue) -> None:
    where = Context(
        catalogue=catalogue,
        language="zh",
        model_url=lambda slug: slug,
        page_url="https://example.org/models/palm/",
        repository_url="https://example.org/atlas",
    )
    claim = catalogue.releases["palm"].claims[0]
    query = parse_qs(urlsplit(where.report_url("PaLM", model="palm", claim=claim, shown="1")).query)
    form = yaml.safe_load((FORMS / query.pop("template")[0]).read_text("utf-8"))
    ids = {field["id"] for field in form["body"] if "id" in field}
    assert set(query) == {"title", "model", "claim", "shown", "page"}
    assert set(query) - {"title"} <= ids


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.yml")), ids=lambda path: path.stem)
def test_issue_forms_are_bilingual(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    for label in [form["name"], form["description"], *(field["attributes"]["label"] for field in fields)]:
        assert re.search(r"[\u4e00-\u9fff].* · .*[A-Za-z]", label), label


def test_every_option_of_a_directive_is_explained() -> None:
    for language in LANGUAGES:
        words, page = words_in(language), contribute("directives", language)
        for name, directive in DIRECTIVES.items():
            assert name in page
            for option in directive.options:
                assert words(f"option_{option}").strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_of_style_keep_their_numbers(language: Language) -> None:
    found = re.findall(r"(?m)^### S-(\d\d) .*\{#s-(\d\d)\}$", contribute("style", language))
    assert [number for number, _ in found] == [f"{number:02}" for number in range(1, 33)]
    assert all(number == anchor for number, anchor in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_in_the_pages_exist(language: Language) -> None:
    for name in ("index", "add-a-release", "sources", "registries", "review"):
        for code in re.findall(r"\[([EN]\d{3})\]\(errors\.md#", contribute(name, language)):
            assert code in rules()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_skeleton_of_a_page_is_one_that_the_check_takes(language: Language, catalogue: Catalogue) -> None:
    skeleton = re.search(r"(?ms)^````markdown\n(.*?)^````$", contribute("index", language))
    assert skeleton is not None
    findings = Findings()
    page = split_page(skeleton[1], "page.md", findings)
    check_headings(page, findings)
    read = list(read_page(page.body, page.body_place, catalogue, findings))
    assert not findings.items, findings.render("en")
    assert [fence.name for fence, _ in read] == ["model-card"]
