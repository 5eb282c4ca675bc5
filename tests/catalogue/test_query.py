"""Conditions and sort keys: the grammar, what they see of a cell, and that no text does harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue, Column
from atlas.catalogue.query import BadQuery, BadSelection, Selection, compile_where, select, visible_value
from folders import loaded, sample

WORDS = st.sampled_from(
    [
        "modality", "=", "text", "params_total", ">", "10B", "and", "or", "not", "(", ")", "in", "has", "is", "known",
        "series", "llama", "announced", ">=", "2023", '"', "<", "results.mmlu/5-shot", "unet.layers", ",", "~",
    ]
)  # fmt: skip


def references(catalogue: Catalogue, where: str, sort: str = "", *, rumours: bool = False) -> list[str]:
    return [row.reference for row in select(catalogue, Selection(where, sort, rumours))]


@settings(max_examples=300, derandomize=True, deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join)))
def test_no_text_raises_anything_but_a_bad_query(catalogue: Catalogue, text: str) -> None:
    try:
        predicate = compile_where(catalogue, text)
    except BadQuery:
        return
    assert {predicate(row) for row in catalogue.rows} <= {True, False}


ATOMS = (
    "params_total > 10B", "announced >= 2022", "modality = text", "layers is known", "series = llama", "kind != model",
)  # fmt: skip


def joined(parts: tuple[str, str, str]) -> str:
    return f"({' '.join(parts)})"


EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(joined), inner.map(lambda text: f"(not {text})")
    ),
    max_leaves=6,
)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(text=EXPRESSIONS)
def test_and_or_not_mean_what_python_means(catalogue: Catalogue, text: str) -> None:
    atoms = {atom: compile_where(catalogue, atom) for atom in ATOMS}
    predicate = compile_where(catalogue, text)
    for row in catalogue.rows[:25]:
        expression = text
        for atom, holds in atoms.items():
            expression = expression.replace(atom, str(holds(row)))
        assert predicate(row) == eval(expression)


def test_unknown_sorts_last_both_ways_and_ties_stand_by_slug(catalogue: Catalogue) -> None:
    for sort in ("params_total", "-params_total"):
        rows = select(catalogue, Selection("", sort))
        column = Column(catalogue.registry.fields["params_total"])
        known = [visible_value(catalogue.cell(row, column), rumours=False) is not None for row in rows]
        assert known == sorted(known, reverse=True)
    tied = references(catalogue, "series = bloom", "-context_length")
    assert tied == references(catalogue, "series = bloom")


def test_rumours_take_part_only_when_asked(catalogue: Catalogue) -> None:
    assert "gpt-4" not in references(catalogue, "params_total > 1T")
    assert "gpt-4" in references(catalogue, "params_total > 1T", rumours=True)
    assert "gpt-4" in references(catalogue, "params_total is undisclosed")


def test_dates_compare_by_prefix_and_ranges_by_overlap(catalogue: Catalogue) -> None:
    assert "llama-2/7b" in references(catalogue, "announced = 2023-07")
    assert "llama-2/7b" not in references(catalogue, "announced > 2023")
    assert "dpm-solver/base" in references(catalogue, "sampler_steps > 12")


def test_a_count_of_several_units_compares_within_one(tmp_path: Path) -> None:
    facts = (
        "- cite: {paper: §1}\n  for: small\n  batch_size: 2M tokens\n"
        "- cite: {paper: §1}\n  for: large\n  batch_size: 512 sequences"
    )
    small, _ = loaded(tmp_path, sample=sample(facts))
    assert references(small, 'batch_size > "1M tokens"') == ["sample/small"]
    assert references(small, 'batch_size < "1M sequences"') == ["sample/large"]
    assert references(small, 'batch_size != "1M tokens"') == ["sample/small"]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("params_total > ", "E505", 16),
        ("announced = 2023 and", "E505", 21),
        ("organization > 3", "E506", 16),
        ("modality = text and layerz = 3", "E503", 21),
        ("activation = swigloo", "E512", 14),
        ("(" * 20 + "layers > 1" + ")" * 20, "E511", 1),
        ("layers > 1 or " * 60 + "layers > 1", "E511", 1),
    ],
)
def test_a_bad_condition_says_where(catalogue: Catalogue, text: str, code: str, column: int) -> None:
    with pytest.raises(BadQuery) as caught:
        compile_where(catalogue, text)
    assert (caught.value.code, caught.value.column) == (code, column)


def test_a_bad_condition_and_bad_sort_keys_are_told_together(catalogue: Catalogue) -> None:
    with pytest.raises(BadSelection) as caught:
        select(catalogue, Selection("layers > > 3", "-headz"))
    assert {option: bad.code for option, bad in caught.value.queries.items()} == {"where": "E505", "sort": "E503"}
