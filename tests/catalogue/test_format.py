"""What a data file means: blocks, rows, precedence, ids and derived values."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue, Column
from atlas.catalogue.model import SOURCE_TYPES, Basis, Cell, State
from atlas.catalogue.query import Selection, select
from atlas.catalogue.registry_reader import FIELD_KEYS, NEEDED_FIELDS
from atlas.catalogue.values import plain_text
from folders import codes, head, loaded, sample
from site_build import ROOT


def cell(catalogue: Catalogue, reference: str, field: str, part: str = "") -> Cell:
    row = catalogue.row(reference)
    assert row is not None
    return catalogue.cell(row, Column(catalogue.registry.fields[field], part=part))


def shown(catalogue: Catalogue, reference: str, field: str, part: str = "") -> str:
    claim = cell(catalogue, reference, field, part).shown
    return plain_text(claim.value) if claim else ""


def good(folder: Path, facts: str, **options: str) -> Catalogue:
    catalogue, findings = loaded(folder, sample=sample(facts, **options))
    assert not findings.errors, findings.render("en")
    return catalogue


def test_a_list_holds_one_value_a_variant_and_leaves_cells_open(tmp_path: Path) -> None:
    catalogue = good(tmp_path, "- cite: {paper: Table 1}\n  for: [small, large]\n  layers: [12, ~]\n  heads: 16")
    assert shown(catalogue, "sample/small", "layers") == "12"
    assert cell(catalogue, "sample/large", "layers").state is State.OPEN
    assert shown(catalogue, "sample/large", "heads") == "16"


def test_without_a_date_it_is_a_disagreement(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  context_length: 9000\n- cite: {card: §1}\n  as_of: 2023-05\n  context_length: 100K"
    seen = cell(good(tmp_path, facts), "sample/small", "context_length")
    assert seen.is_disputed
    assert not seen.history


@pytest.mark.parametrize(("family", "known"), [("decoder", True), ("encoder-decoder", False)])
def test_what_holds_of_one_stack_is_not_computed_for_two(family: str, known: bool, tmp_path: Path) -> None:
    facts = (
        f"- cite: {{paper: Table 1}}\n  architecture_family: {family}\n  layers: 24\n  hidden_size: 1024\n  heads: 16\n"
        "  attention: multi-head\n  params_total: 0.7B\n  training_tokens: 1.0T"
    )
    catalogue = good(tmp_path, facts)
    for field in ("head_size", "kv_cache", "training_flops"):
        assert bool(shown(catalogue, "sample/small", field)) is known, field
    assert shown(catalogue, "sample/small", "tokens_per_parameter")


def test_a_version_with_a_paper_of_its_own_has_that_papers_date(tmp_path: Path) -> None:
    own = (
        "  large:\n    type: paper\n    title: Another\n    arxiv: '2211.01095'\n"
        "    published: 2022-11\n    checked: 2024-01-01\n\nvariants:\n"
    )
    text = sample("- cite: {large: §1}\n  for: large\n  layers: 20").replace("\nvariants:\n", own)
    catalogue, findings = loaded(tmp_path, sample=text)
    assert codes(findings) == []
    assert shown(catalogue, "sample/small", "paper_date") == "2022-04-05"
    assert shown(catalogue, "sample/large", "paper_date") == "2022-11"


def test_a_block_with_for_wins_over_one_without(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  layers: 10\n- cite: {paper: §2}\n  for: large\n  layers: 20"
    catalogue = good(tmp_path, facts)
    assert shown(catalogue, "sample/small", "layers") == "10"
    assert shown(catalogue, "sample/large", "layers") == "20"
    assert not cell(catalogue, "sample/large", "layers").is_disputed


def test_different_dates_are_a_history(tmp_path: Path) -> None:
    facts = (
        "- cite: {paper: §1}\n  as_of: 2023-03\n  context_length: 9000\n"
        "- cite: {paper: §1}\n  as_of: 2023-05\n  context_length: 100K"
    )
    seen = cell(good(tmp_path, facts), "sample/small", "context_length")
    assert plain_text(seen.shown.value) == "100K"  # type: ignore[union-attr]
    assert [plain_text(claim.value) for claim in seen.history] == ["9000"]
    assert not seen.is_disputed
    assert [claim.id for claim in seen.claims] == [
        "sample.context_length@paper@2023-05",
        "sample.context_length@paper@2023-03",
    ]


def test_different_sources_disagree_and_the_first_is_shown(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  chip_hours: 1082990\n- cite: {card: body}\n  chip_hours: 1082880"
    seen = cell(good(tmp_path, facts), "sample/small", "chip_hours")
    assert seen.is_disputed
    assert [claim.id for claim in seen.claims] == ["sample.chip_hours@paper", "sample.chip_hours@card"]


def test_the_same_number_spelt_otherwise_is_no_disagreement(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  chip_hours: 2000\n- cite: {card: body}\n  chip_hours: 2K"
    assert not cell(good(tmp_path, facts), "sample/small", "chip_hours").is_disputed


def test_undisclosed_stands_before_a_rumour(tmp_path: Path) -> None:
    facts = (
        "- cite: {card: leak}\n  basis: rumoured\n  params_total: ~1.8T\n"
        "- cite: {paper: §2}\n  params_total: undisclosed"
    )
    seen = cell(good(tmp_path, facts), "sample/small", "params_total")
    assert seen.state is State.UNDISCLOSED
    assert [claim.basis for claim in seen.beside] == [Basis.RUMOURED]


def test_the_strongest_basis_is_shown(tmp_path: Path) -> None:
    facts = (
        "- cite: {card: leak}\n  basis: rumoured\n  params_total: 1T\n"
        "- cite: {card: study}\n  basis: estimated\n  by: Somebody\n  params_total: 2T"
    )
    assert cell(good(tmp_path, facts), "sample/small", "params_total").state is State.ESTIMATED


def test_what_was_added_up_from_a_source_is_no_statement_and_no_dispute(tmp_path: Path) -> None:
    note = "note: {zh: 两段相加。, en: Two stretches added.}"
    facts = (
        f"- cite: {{paper: §1}}\n  training_flops: {{value: 1e21, basis: derived, {note}}}\n"
        "  params_total: 1B\n  training_tokens: 100B"
    )
    catalogue, findings = loaded(tmp_path, sample=sample(facts))
    assert not findings.errors, findings.render("en")
    row = catalogue.rows[0]
    cell = catalogue.cell(row, Column(catalogue.registry.fields["training_flops"]))
    assert cell.state is State.DERIVED
    assert cell.shown is not None
    assert cell.shown.citations
    assert not cell.is_disputed
    assert [claim.derivation is not None for claim in cell.beside] == [True]


def test_options_sort_in_their_own_order(tmp_path: Path) -> None:
    facts = "\n".join(
        f"- cite: {{paper: §1}}\n  for: {variant}\n  weights_open: {value}"
        for variant, value in (("small", "no"), ("large", "delta"))
    )
    catalogue, _ = loaded(tmp_path, sample=sample(facts))
    rows = select(catalogue, Selection(sort="weights_open"))
    assert [row.variant for row in rows] == ["large", "small"]


def test_derived_values_carry_inputs_and_the_weakest_basis(tmp_path: Path) -> None:
    facts = (
        "- cite: {paper: §1}\n  for: small\n  params_total: 10B\n  training_tokens: 200B\n"
        "- cite: {card: leak}\n  for: large\n  basis: rumoured\n  params_total: 1T\n  training_tokens: 10T"
    )
    catalogue = good(tmp_path, facts)
    small, large = (cell(catalogue, f"sample/{name}", "tokens_per_parameter") for name in ("small", "large"))
    assert plain_text(small.shown.value) == "20"  # type: ignore[union-attr]
    assert small.state is State.DERIVED
    assert large.state is State.RUMOURED
    assert shown(catalogue, "sample/small", "training_flops") == "1.20e22 FLOP"
    assert [claim.field.id for claim in small.shown.derivation.inputs] == ["training_tokens", "params_total"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("tokens", "ratio", "flops"), [("1T", "161", "3.72e22 FLOP"), ("~1T", "~161", "~3.72e22 FLOP")]
)
def test_what_is_computed_from_about_a_number_is_about_right(
    tokens: str, ratio: str, flops: str, tmp_path: Path
) -> None:
    catalogue = good(tmp_path, f"- cite: {{paper: §1}}\n  params_total: 6.2B\n  training_tokens: {tokens}")
    assert shown(catalogue, "sample/small", "tokens_per_parameter") == ratio
    assert shown(catalogue, "sample/small", "training_flops") == flops
    assert shown(catalogue, "sample/small", "weights_memory") == "12.4 GB"


@pytest.mark.parametrize(
    ("known", "ratio"),
    [
        ("", "20"),
        ("sparsity: dense", "20"),
        ("params_active: 2B", "100"),
        ("sparsity: mixture-of-experts\n  params_active: 2B", "100"),
        ("sparsity: mixture-of-experts", ""),
    ],
)
def test_a_mixture_of_experts_counts_by_its_active_parameters(known: str, ratio: str, tmp_path: Path) -> None:
    facts = f"- cite: {{paper: §1}}\n  params_total: 10B\n  training_tokens: 200B\n  {known}"
    assert shown(good(tmp_path, facts), "sample/small", "tokens_per_parameter") == ratio


_DENSE = "params_total: 7B\n  layers: 32\n  hidden_size: 4096\n  heads: 32\n  ffn_size: 11008\n  vocab_size: 32000"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ("corpus_tokens: 300B\n  training_tokens: 1T", []),
        ("corpus_tokens: 200B\n  training_tokens: 1T", ["N709"]),
        ("training_flops: 6e21\n  params_total: 10B\n  training_tokens: 1T", ["N706"]),
        ("training_flops: 6e21\n  params_total: 10B\n  training_tokens: 1T\n  params_active: 1B", []),
        ("training_flops: 6e22\n  params_total: 10B\n  training_tokens: 1T\n  params_active: 1B", ["N706"]),
        ("training_flops: 6e22\n  params_total: 10B\n  training_tokens: 1T\n  sparsity: mixture-of-experts", []),
        (
            "training_flops: 2e22\n  params_total: 10B\n  training_tokens: 1T\n  architecture_family: encoder-decoder",
            [],
        ),
        (_DENSE + "\n  activation: swiglu", []),
        (_DENSE.replace("7B", "70B") + "\n  activation: swiglu", ["N705"]),
        (_DENSE.replace("7B", "70B") + "\n  activation: swiglu\n  sparsity: mixture-of-experts", []),
        (_DENSE.replace("7B", "70B") + "\n  activation: swiglu\n  params_active: 7B", []),
    ],
)
def test_values_are_held_against_each_other_where_the_rule_holds(facts: str, told: list[str], tmp_path: Path) -> None:
    _, findings = loaded(tmp_path, sample=sample("- cite: {paper: §1}\n  " + facts))
    assert codes(findings) == told, findings.render("en")


def test_every_formula_finds_what_others_compute_for_it(tmp_path: Path) -> None:
    facts = (
        "- cite: {paper: Table 1}\n  for: [large]\n  params_total: 70B\n  training_tokens: 1T\n"
        "  layers: 32\n  hidden_size: 4096\n  heads: 32\n  attention: multi-head"
    )
    catalogue = good(tmp_path, facts)
    derived = [field.id for field in catalogue.registry.fields.values() if field.follows == "derived"]
    assert {"kv_cache", "tokens_per_parameter"} <= set(derived)
    assert all(shown(catalogue, "sample/large", name) for name in derived)


def test_the_fields_that_code_reads_by_their_ids_are_needed(catalogue: Catalogue) -> None:
    modules = (path for path in (ROOT / "hooks" / "atlas").rglob("*.py") if path.name != "registry_reader.py")
    constants = (node for path in modules for node in ast.walk(ast.parse(path.read_bytes())))
    words = {node.value for node in constants if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert words & catalogue.registry.fields.keys() - set(SOURCE_TYPES) == set(NEEDED_FIELDS)


def test_an_own_calculation_stands_before_a_rumour(tmp_path: Path) -> None:
    facts = (
        "- cite: {paper: §1}\n  params_total: 10B\n  training_tokens: 200B\n"
        "- cite: {card: leak}\n  basis: rumoured\n  training_flops: 3e22"
    )
    seen = cell(good(tmp_path, facts), "sample/small", "training_flops")
    assert seen.state is State.DERIVED
    assert [claim.basis for claim in seen.beside] == [Basis.RUMOURED]


def test_a_computed_mantissa_stays_below_ten(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  for: small\n  params_total: 16.66B\n  training_tokens: 10B"
    assert shown(good(tmp_path, facts), "sample/small", "training_flops") == "1.00e21 FLOP"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("hidden_size: 4096\n  heads: 32\n  head_size: {}", "N704"),
        ("params_active: 80B\n  params_total: {}", "N707"),
        ("training_tokens: 1M\n  params_total: {}", "N711"),
    ],
)
def test_a_note_says_that_odd_values_are_the_sources_own(facts: str, code: str, tmp_path: Path) -> None:
    value = "64" if code == "N704" else "13B"
    noted = f"{{value: {value}, note: {{zh: 原文如此, en: so in the source}}}}"
    own_sum = f"{{value: {value}, basis: derived, note: {{zh: 两段相加。, en: Two stretches added.}}}}"
    for shown_value, told in ((value, True), (noted, False), (own_sum, True)):
        _, findings = loaded(tmp_path, sample=sample("- cite: {paper: §1}\n  " + facts.format(shown_value)))
        assert (code in codes(findings)) is told


def test_a_stated_value_keeps_the_own_calculation_beside_it(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  for: small\n  params_total: 10B\n  training_tokens: 200B\n  training_flops: 1.5e22"
    seen = cell(good(tmp_path, facts), "sample/small", "training_flops")
    assert seen.state is State.STATED
    assert [claim.basis for claim in seen.beside] == [Basis.DERIVED]


def test_what_does_not_apply_is_computed(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  weights_open: no\n  sparsity: dense"
    catalogue = good(tmp_path, facts)
    for field in ("weights_license", "commercial_use", "params_active", "resolution"):
        assert cell(catalogue, "sample/small", field).state is State.NOT_APPLICABLE, field
    assert cell(catalogue, "sample/small", "layers").state is State.OPEN


def test_a_condition_on_a_list_is_met_by_one_of_its_values(tmp_path: Path) -> None:
    for objectives, state in (("[causal]", State.NOT_APPLICABLE), ("[causal, rlhf]", State.OPEN)):
        catalogue = good(tmp_path, f"- cite: {{paper: §1}}\n  training_objective: {objectives}")
        assert cell(catalogue, "sample/small", "training_samples").state is state, objectives


def test_a_u_net_has_no_layers_but_its_text_encoder_has(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  backbone: unet"
    catalogue = good(tmp_path, facts, modality="image")
    assert cell(catalogue, "sample/small", "layers").state is State.NOT_APPLICABLE
    assert cell(catalogue, "sample/small", "layers", part="text_encoder").state is State.OPEN


def test_commercial_use_follows_from_the_licence(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  weights_open: yes\n  weights_license: apache-2.0"
    seen = cell(good(tmp_path, facts), "sample/small", "commercial_use")
    assert seen.shown is not None
    assert seen.shown.value == "yes"
    assert seen.shown.citations


def test_parts_are_told_apart(tmp_path: Path) -> None:
    facts = (
        "- cite: {paper: §1}\n  params_total: 1B\n"
        "- cite: {paper: §2}\n  part: text_encoder\n  params_total: 123M\n  frozen: yes"
    )
    catalogue = good(tmp_path, facts, modality="image")
    assert shown(catalogue, "sample/small", "params_total") == "1B"
    assert shown(catalogue, "sample/small", "params_total", "text_encoder") == "123M"
    ids = {claim.id: claim.anchor for claim in catalogue.releases["sample"].claims}
    assert ids["sample#text_encoder.params_total"] == "text_encoder.params_total"


def test_results_are_claims_of_their_own(tmp_path: Path) -> None:
    facts = "- cite: {paper: §1}\n  for: [small, large]\n  results: {mmlu/5-shot: [25.3, 69.3]}"
    catalogue = good(tmp_path, facts)
    assert "sample/large.results.mmlu/5-shot" in {claim.id for claim in catalogue.releases["sample"].claims}


def test_what_one_source_says_again_has_an_id_of_its_own(tmp_path: Path) -> None:
    facts = "\n".join(f"- cite: {{paper: {place}}}\n  for: small\n  layers: 32" for place in ("§1", "§2", "§3", "§4"))
    layers = [claim for claim in good(tmp_path, facts).releases["sample"].claims if claim.field.id == "layers"]
    assert [claim.anchor for claim in layers] == [
        "small.layers@paper",
        "small.layers@paper@stated",
        "small.layers@paper@stated@2",
        "small.layers@paper@stated@3",
    ]


def test_ids_are_unique_in_the_real_catalogue(catalogue: Catalogue) -> None:
    ids = [claim.id for claim in catalogue.all_claims()]
    assert len(ids) == len(set(ids))


def test_all_files_are_reported_in_one_run_and_the_right_ones_are_loaded(tmp_path: Path) -> None:
    broken = sample("- cite: {paper: §1}\n  layerz: 1\n  announced: 2023-13\n  biases: maybe")
    other = sample("- layers: 3").replace("name: Sample", "name: Other")
    right = head().replace("name: Sample", "name: Right")
    catalogue, findings = loaded(tmp_path, a_broken=broken, b_other=other, right=right)
    assert codes(findings) == ["E104", "E204", "E207", "E108"]
    places = [finding.place for finding in findings.sorted()]
    assert places == sorted(places)
    assert list(catalogue.releases) == ["right"]


def test_the_real_catalogue_is_whole(catalogue: Catalogue) -> None:
    for claim in catalogue.all_claims():
        if claim.derivation is None and not claim.field.follows:
            assert claim.citations, claim.id
    assert len(catalogue.releases) >= 17


def test_an_empty_id_is_no_id(tmp_path: Path) -> None:
    for key, value in (("organization", "google"), ("modality", "text"), ("kind", "model")):
        _, findings = loaded(tmp_path, sample=head().replace(f"{key}: {value}", f'{key}: ""'))
        assert codes(findings) == ["E106"], key


def test_the_head_of_fields_yml_explains_every_key_of_a_field() -> None:
    explained = (ROOT / "docs" / "data" / "fields.yml").read_text("utf-8").partition("\ngroups:")[0]
    for key in FIELD_KEYS:
        assert re.search(rf"\b{key}\b", explained), key
