"""Conditions and sort keys against a second, naive reading of the same rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.catalogue.query import Selection, select
from folders import head
from fuzz_inputs import load_release

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
B = 10**9


@dataclass(frozen=True)
class Known:
    """What is known of one variant. ``layers`` are the bounds of a count."""

    layers: tuple[int, int] | None = None
    layers_basis: str = "stated"
    is_undisclosed: bool = False
    announced: str = ""
    activation: str = ""
    languages: tuple[str, ...] = ()
    biases: str = ""

    def block(self, name: str) -> str:
        """The variant's blocks in the file."""
        lines = [f"  - cite: {{paper: §1}}\n    for: {name}\n    block: serial\n"]
        if self.is_undisclosed:
            lines.append("    layers: undisclosed\n")
        plain = {key: getattr(self, key) for key in ("announced", "activation", "biases")}
        lines += [f"    {key}: {value}\n" for key, value in plain.items() if value]
        if self.languages:
            lines.append(f"    languages: [{', '.join(self.languages)}]\n")
        if self.layers is not None:
            low, high = self.layers
            lines.append(f"  - cite: {{card: x}}\n    for: {name}\n    basis: {self.layers_basis}\n")
            lines.append(f"    layers: {low if low == high else f'{low}..{high}'}\n")
        return "".join(lines)

    def seen_layers(self, rumours: bool) -> tuple[int, int] | None:
        """The one count that conditions see: never a rumour unasked, an undisclosed value only as its rumour."""
        is_rumour = self.layers_basis == "rumoured"
        return None if is_rumour and not rumours else self.layers


@dataclass(frozen=True)
class Condition:
    """A condition as text, and what it means of a row, with or without rumours."""

    text: str
    holds: Callable[[Known, bool], bool] = field(compare=False)


def layers_test(comparison: str, wanted: int) -> Condition:
    def holds(row: Known, rumours: bool) -> bool:
        if (seen := row.seen_layers(rumours)) is None:
            return False
        possible = range(seen[0], seen[1] + 1)
        return {
            "=": wanted in possible,
            "!=": wanted not in possible,
            "<": any(count < wanted for count in possible),
            "<=": any(count <= wanted for count in possible),
            ">": any(count > wanted for count in possible),
            ">=": any(count >= wanted for count in possible),
        }[comparison]

    return Condition(f"layers {comparison} {wanted}", holds)


def days(date: str) -> tuple[str, str]:
    """The first and last day that a date can mean, as text that compares (no month has more than 31 days)."""
    return (date + "-01-01"[len(date) - 4 :], date + "-12-31"[len(date) - 4 :])


def date_test(comparison: str, wanted: str) -> Condition:
    def holds(row: Known, rumours: bool) -> bool:
        if not row.announced:
            return False
        (first, last), (start, end) = days(row.announced), days(wanted)
        return {
            "=": row.announced.startswith(wanted),
            "!=": not row.announced.startswith(wanted),
            "<": last < start,
            "<=": not first > end,
            ">": first > end,
            ">=": not last < start,
        }[comparison]

    return Condition(f"announced {comparison} {wanted}", holds)


DATES = ("2020", "2021", "2021-03", "2021-03-05", "2021-03-06", "2021-12", "2022-01-01")
IDS = {"activation": ("gelu", "relu", "swiglu"), "languages": ("zh", "en", "fr"), "biases": ("yes", "no")}


def values_of(row: Known, name: str) -> tuple[str, ...]:
    seen = getattr(row, name)
    return seen if isinstance(seen, tuple) else (seen,) if seen else ()


def id_test(name: str, form: str, first: str, second: str) -> Condition:
    wanted = {"in": (first, second)}.get(form, (first,))
    text = f"{name} in ({first}, {second})" if form == "in" else f'{name} {form} "{first}"'

    def holds(row: Known, rumours: bool) -> bool:
        seen = values_of(row, name)
        return any(value not in wanted for value in seen) if form == "!=" else any(value in wanted for value in seen)

    return Condition(text, holds)


def state_test(name: str, state: str) -> Condition:
    def holds(row: Known, rumours: bool) -> bool:
        is_known = row.seen_layers(rumours) is not None if name == "layers" else bool(getattr(row, name))
        if state != "undisclosed":
            return is_known == (state == "known")
        has_value = row.layers is not None and row.layers_basis != "rumoured"
        return name == "layers" and row.is_undisclosed and not has_value

    return Condition(f"{name} is {state}", holds)


def negated(inner: Condition) -> Condition:
    return Condition(f"not {inner.text}", lambda row, rumours: not inner.holds(row, rumours))


def joined(first: Condition, word: str, second: Condition) -> Condition:
    def holds(row: Known, rumours: bool) -> bool:
        both = (first.holds(row, rumours), second.holds(row, rumours))
        return all(both) if word == "and" else any(both)

    return Condition(f"({first.text} {word} {second.text})", holds)


ATOMS = st.one_of(
    st.builds(layers_test, st.sampled_from(COMPARISONS), st.integers(1, 12)),
    st.builds(date_test, st.sampled_from(COMPARISONS), st.sampled_from(DATES)),
    st.sampled_from(sorted(IDS)).flatmap(
        lambda name: st.builds(
            id_test,
            st.just(name),
            st.sampled_from(["=", "!=", "in", "has"]),
            st.sampled_from(IDS[name]),
            st.sampled_from(IDS[name]),
        )
    ),
    st.builds(
        state_test,
        st.sampled_from(["layers", "announced", "activation", "languages"]),
        st.sampled_from(["known", "unknown", "undisclosed"]),
    ),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(inner.map(negated), st.builds(joined, inner, st.sampled_from(["and", "or"]), inner)),
    max_leaves=5,
)
BOUNDS = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted).map(tuple)
ROWS = st.lists(
    st.builds(
        Known,
        layers=st.none() | BOUNDS,
        layers_basis=st.sampled_from(["stated", "estimated", "rumoured"]),
        is_undisclosed=st.booleans(),
        announced=st.sampled_from(["", *DATES]),
        activation=st.sampled_from(["", *IDS["activation"]]),
        languages=st.lists(st.sampled_from(IDS["languages"]), unique=True, max_size=3).map(tuple),
        biases=st.sampled_from(["", *IDS["biases"]]),
    ),
    min_size=1,
    max_size=6,
)
SETTINGS = settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def selected(rows: list[Known], where: str, sort: str, *, rumours: bool) -> list[int]:
    """The numbers of the rows that the product selects."""
    variants = "".join(f"  v{number}: V{number}\n" for number in range(len(rows)))
    blocks = "".join(row.block(f"v{number}") for number, row in enumerate(rows))
    text = head().replace("  small: Sample S\n  large: Sample L\n", variants) + blocks
    catalogue, findings = load_release(text.encode())
    assert not findings.errors, findings.render("en")
    return [int(row.variant[1:]) for row in select(catalogue, Selection(where, sort, rumours))]


@SETTINGS
@given(rows=ROWS, condition=CONDITIONS, rumours=st.booleans())
def test_a_condition_selects_what_it_says(rows: list[Known], condition: Condition, rumours: bool) -> None:
    wanted = [number for number, row in enumerate(rows) if condition.holds(row, rumours)]
    assert selected(rows, condition.text, "", rumours=rumours) == wanted


def sort_value(row: Known, name: str, *, rumours: bool) -> object:
    if name == "layers":
        seen = row.seen_layers(rumours)
        return None if seen is None else sum(seen)
    return days(row.announced)[0] if row.announced else None


@SETTINGS
@given(
    rows=ROWS,
    keys=st.lists(
        st.tuples(st.sampled_from(["layers", "announced"]), st.booleans()),
        min_size=1,
        max_size=2,
        unique_by=lambda key: key[0],
    ),
    rumours=st.booleans(),
)
def test_sorting_puts_the_unknown_last_and_keeps_ties(
    rows: list[Known], keys: list[tuple[str, bool]], rumours: bool
) -> None:
    wanted = list(range(len(rows)))
    for name, is_descending in reversed(keys):
        values = [sort_value(row, name, rumours=rumours) for row in rows]
        ranks = {value: rank for rank, value in enumerate(sorted({value for value in values if value is not None}))}
        order = {None: len(rows), **{value: -rank if is_descending else rank for value, rank in ranks.items()}}
        wanted.sort(key=lambda number, values=values, order=order: order[values[number]])
    sort = ", ".join(f"{'-' if is_descending else ''}{name}" for name, is_descending in keys)
    assert selected(rows, "", sort, rumours=rumours) == wanted
