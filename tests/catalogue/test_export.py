"""The published files, each read back by a tool of its readers."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import bibtexparser
import jsonschema
import pandas
import pytest
import yaml
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.export import csv_text, joined, number_text, published_files, record_counts
from atlas.catalogue.values import Quantity
from folders import head, loaded
from site_build import ROOT

MODELS = sorted((ROOT / "docs" / "data" / "models").glob("*.yml"))


@pytest.fixture(scope="module")
def files(catalogue: Catalogue) -> dict[str, str]:
    return published_files(catalogue)


def as_other_tools_read_it(path: str) -> object:
    """YAML as a common reader takes it, dates as text."""
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {
        key: [(tag, pattern) for tag, pattern in resolvers if "timestamp" not in tag]
        for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return json.loads(json.dumps(yaml.load(path, Loader=loader)))


def test_json_holds_every_claim(files: dict[str, str], catalogue: Catalogue) -> None:
    models = {model["slug"]: model for model in json.loads(files["api/v1/models.json"])["models"]}
    palm = {claim["id"]: claim for claim in models["palm"]["claims"]}
    assert palm["palm/540b.params_total"]["value"] == 540_350_000_000
    assert palm["palm/540b.params_total"]["citations"][0]["place"]
    sources = models["palm"]["sources"]
    assert sources["paper"]["authors"] == ["Aakanksha Chowdhery", "Sharan Narang", "Jacob Devlin", "et al."]
    assert sources["llama"]["via"].startswith("https://github.com/Elvin-Ma/")
    for slug, release in catalogue.releases.items():
        assert {claim.id for claim in release.claims} <= {claim["id"] for claim in models[slug]["claims"]}
        assert json.loads(files[f"api/v1/models/{slug}.json"]) == models[slug]


def test_facts_are_read_by_pandas(files: dict[str, str], catalogue: Catalogue) -> None:
    text = files["api/v1/facts.csv"]
    assert text.startswith("\ufeff")
    facts = pandas.read_csv(io.StringIO(text.removeprefix("\ufeff")), dtype=str, keep_default_na=False)
    assert facts.claim_id.is_unique
    row = facts[facts.claim_id == "palm/540b.params_total"].iloc[0]
    assert (row.value, row.basis, row.source_title) == (
        "540350000000", "stated", "PaLM: Scaling Language Modeling with Pathways",
    )  # fmt: skip
    assert set(facts.basis) == {"stated", "estimated", "derived", "rumoured"}
    computed = {claim.id for claim in catalogue.computed if claim.derivation}
    assert set(facts[facts.source_url == ""].claim_id) == computed


def test_facts_tell_title_address_place_and_quoting_page_of_every_source_in_step(
    files: dict[str, str], catalogue: Catalogue
) -> None:
    rows = csv.DictReader(io.StringIO(files["api/v1/facts.csv"].removeprefix("\ufeff")))
    facts = {row["claim_id"]: row for row in rows}
    columns = ("source_title", "source_url", "place", "via")
    for release in catalogue.releases.values():
        for claim in release.claims:
            row = facts[claim.id]
            cells = [row[name].removeprefix("'") for name in columns]
            told = [cell.split(" | ") if cell else [""] * len(claim.citations) for cell in cells]
            assert list(zip(*told, strict=True)) == [
                (each.source.title, each.source.url, each.place, each.source.via) for each in claim.citations
            ]
    mmlu = facts["palm/62b.results.mmlu/5-shot"]
    assert mmlu["source_title"].endswith(" | LLaMA: Open and Efficient Foundation Language Models")
    assert mmlu["place"] == "Appendix F, Table 32 | Table 9"
    assert mmlu["via"].startswith(" | https://")


def test_facts_tell_who_estimated_and_what_a_calculated_value_rests_on(files: dict[str, str]) -> None:
    facts = pandas.read_csv(io.StringIO(files["api/v1/facts.csv"].removeprefix("\ufeff")), index_col="claim_id")
    estimated, size = facts[facts.basis == "estimated"], facts.loc["bloom/560m.head_size"]
    assert not estimated.empty
    assert estimated.by.notna().all()
    assert (size.place, size.inputs) == ("hidden size ÷ heads", "bloom/560m.hidden_size | bloom/560m.heads")


def test_a_bar_within_a_text_is_no_border_between_texts() -> None:
    assert joined(["A | B", "C"]).split(" | ") == ["A ¦ B", "C"]
    assert joined(["", "C"]).split(" | ") == ["", "C"]
    assert joined(["", ""]) == joined([]) == ""


def test_the_sample_of_the_page_on_open_data_finds_sizes(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "facts.csv").write_text(files["api/v1/facts.csv"], "utf-8", newline="")
    page = (ROOT / "docs" / "zh" / "open-data" / "index.md").read_text("utf-8")
    [sample] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, pandas.DataFrame] = {}
    exec(re.sub(r"https://\S+/", f"{tmp_path}/", sample), names)
    assert "bloom" in capsys.readouterr().out
    assert names["sizes"].value.str.fullmatch(r"[\d.]+").all()


def test_the_counted_records_are_those_in_the_files(files: dict[str, str], catalogue: Catalogue) -> None:
    def rows(name: str) -> int:
        return len(pandas.read_csv(io.StringIO(files[f"api/v1/{name}"].removeprefix("\ufeff")), dtype=str))

    assert record_counts(catalogue) == {
        "models.json": len(json.loads(files["api/v1/models.json"])["models"]),
        "facts.csv": rows("facts.csv"),
        "models.csv": rows("models.csv"),
        "references.bib": len(bibtexparser.parse_string(files["api/v1/references.bib"]).entries),
    }


def test_models_are_read_by_pandas_without_rumours(files: dict[str, str]) -> None:
    models = pandas.read_csv(io.StringIO(files["api/v1/models.csv"].removeprefix("\ufeff")))
    palm = models[(models.model == "palm") & (models.variant == "540b")].iloc[0]
    assert palm.params_total in ("540350000000", 540350000000)
    assert models[models.model == "gpt-4"].iloc[0].params_total == "undisclosed"


def test_cells_that_a_spreadsheet_would_run_are_made_harmless() -> None:
    texts = ["=1+1", "-5", "@x", "+cmd", "\tx", "\rx", "\0x", "＝1", "＋1", "－1", "＠x"]
    number = number_text(Quantity(Decimal(-5), Decimal(-5), "-5"))
    written = csv_text(["a"], [[*texts, number, "5", "a-b", ""]])
    assert written.startswith('\ufeff"a"\r\n')
    assert written.endswith('"-5","5","a-b",""\r\n')
    row = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))[1]
    assert row == [*(f"'{text}" for text in texts), "-5", "5", "a-b", ""]


def test_a_name_that_is_a_formula_is_text_in_every_table(tmp_path: Path) -> None:
    catalogue, findings = loaded(
        tmp_path, sample=head().replace("name: Sample", 'name: "=1+1"').replace("Sample S", '"-5"')
    )
    assert not findings.errors, findings.render("en")
    published = published_files(catalogue)
    assert '"\'-5"' in published["api/v1/models.csv"]
    assert json.loads(published["api/v1/models/sample.json"])["name"]["en"] == "=1+1"


def test_references_are_read_by_a_bibtex_parser(files: dict[str, str], catalogue: Catalogue) -> None:
    library = bibtexparser.parse_string(files["api/v1/references.bib"])
    assert not library.failed_blocks
    assert len(library.entries) == sum(len(release.sources) for release in catalogue.releases.values())
    entries = library.entries_dict
    assert entries["palm-paper"]["eprint"].startswith("2204.02311")
    assert entries["palm-paper"]["note"] == "Read on 2026-11-23"
    assert re.fullmatch(r"As quoted at https://\S+, read on [\d-]+", entries["palm-llama"]["note"])


def test_a_bibtex_parser_finds_the_authors_of_a_paper(files: dict[str, str], catalogue: Catalogue) -> None:
    library = bibtexparser.parse_string(
        files["api/v1/references.bib"], append_middleware=[SeparateCoAuthors(), SplitNameParts()]
    )
    entries = library.entries_dict
    assert [(name.first, name.last) for name in entries["latent-diffusion-paper"]["author"]] == [
        (["Robin"], ["Rombach"]), (["Andreas"], ["Blattmann"]), (["Dominik"], ["Lorenz"]), (["Patrick"], ["Esser"]),
        (["Björn"], ["Ommer"]),
    ]  # fmt: skip
    assert [name.last for name in entries["chatglm-6b-paper"]["author"]] == [
        ["{Team GLM}"], ["Zeng"], ["Xu"], ["others"],
    ]  # fmt: skip
    assert [name.last for name in entries["gpt-4-paper"]["author"]] == [["{OpenAI}"]]
    papers = [
        f"{slug}-{source.id}"
        for slug, release in catalogue.releases.items()
        for source in release.sources.values()
        if source.type == "paper"
    ]
    assert [key for key in papers if "author" not in entries[key]] == []


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_schema_takes_every_release(files: dict[str, str], path) -> None:  # type: ignore[no-untyped-def]
    validator = jsonschema.Draft202012Validator(json.loads(files["api/v1/schema/model.json"]))
    errors = [
        f"{list(error.path)}: {error.message[:200]}"
        for error in validator.iter_errors(as_other_tools_read_it(path.read_text("utf-8")))
    ]
    assert not errors, errors[:5]


@pytest.mark.parametrize(
    ("old", "new"), [("organization: google", "organization: gogle"), ("facts:", "fakts:"), ("rope", "roppe")]
)
def test_the_schema_refuses_slips(files: dict[str, str], old: str, new: str) -> None:
    text = (ROOT / "docs" / "data" / "models" / "palm.yml").read_text("utf-8")
    assert old in text
    validator = jsonschema.Draft202012Validator(json.loads(files["api/v1/schema/model.json"]))
    assert list(validator.iter_errors(as_other_tools_read_it(text.replace(old, new, 1))))
