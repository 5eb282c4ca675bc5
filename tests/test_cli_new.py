"""``atlas new``: the form points at its own blanks, is right once they are filled, and shows only right spellings."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest

from atlas.catalogue.findings import Findings
from atlas.catalogue.load import load
from atlas.cli import main
from fuzz_inputs import registry
from site_build import ROOT

ANSWERS = {
    "organization": "google",
    "arxiv": '"2204.02311"',
    "url": "https://example.org/card",
    "announced": "2022-04-05",
    "paper": "Table 1",
    "page": "header",
}
BLANK = re.compile(r'(\w+): ""')


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the real data, whose releases the form takes its spellings from."""
    shutil.copytree(ROOT / "docs" / "data", tmp_path / "docs" / "data")
    return tmp_path / "docs" / "data"


def new(data: Path, *options: str) -> Path:
    """The form that the command writes."""
    assert main(["new", "qwen-7b", "--data", str(data), *options]) == 0
    return data / "models" / "qwen-7b.yml"


def uncommented(form: str) -> str:
    """The form with every line that is only switched off switched on; the first tells editors the schema."""
    return re.sub(r"(?m)^( *)# (?!yaml-language-server)( *(?:- )?[\w-]+:(?: .*)?)$", r"\1\2", form)


def filled(form: str) -> str:
    return BLANK.sub(lambda blank: f"{blank[1]}: {ANSWERS.get(blank[1], 'Something')}", form)


def errors(data: Path) -> list[tuple[int, str]]:
    """Line and code of every error in the form."""
    findings = Findings()
    load(data, findings)
    return [(each.place.line, each.rule.code) for each in findings.errors if "qwen-7b" in each.place.file]


def test_every_blank_is_an_error_of_its_own(data: Path) -> None:
    lines = new(data).read_text("utf-8").splitlines()
    blanks = [number for number, line in enumerate(lines, 1) if re.match(rf"[^#]*{BLANK.pattern}", line)]
    assert len(blanks) >= 8
    assert [line for line, _ in errors(data)] == blanks


@pytest.mark.parametrize(
    ("kind", "modality"), list(itertools.product(*(registry().fields[key].options for key in ("kind", "modality"))))
)
def test_the_form_is_right_once_filled_in(kind: str, modality: str, data: Path) -> None:
    path = new(data, "--kind", kind, "--modality", modality)
    form = filled(path.read_text("utf-8"))
    path.write_text(form, "utf-8")
    assert errors(data) == []
    whole = uncommented(form)
    assert whole.count("\n    # ---") >= 2, "headings of groups stay"
    assert not re.search(r"(?m)^    # \w+:", whole)
    path.write_text(whole, "utf-8")
    assert errors(data) == [], "an example in a comment is no right spelling"


def test_only_fields_that_fit_are_offered(data: Path) -> None:
    form = new(data, "--kind", "method", "--modality", "image").read_text("utf-8")
    assert "# speedup: " in form
    assert "params_total" not in form


def test_the_form_says_what_fields_mean_and_no_condition_that_is_always_met(data: Path) -> None:
    form = new(data).read_text("utf-8")
    assert "in an encoder–decoder, those of one side" in form
    assert "only if sparsity: mixture-of-experts" in form
    assert "backbone:" not in form
    assert "    # for: 7b " in form


def test_a_form_comes_though_other_releases_have_errors(data: Path) -> None:
    (data / "models" / "palm.yml").write_text("name: [", "utf-8")
    assert "# params_total: " in new(data).read_text("utf-8")
