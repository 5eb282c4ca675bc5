"""The checked catalogue and its one question: what is known of this field for this row?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .model import Basis, Cell, Claim, Release, Row, State
from .registry import Field, Registry
from .values import Day, Reference, Value

ColumnKey = tuple[str, str, str]  # field, part, benchmark/setting
CellKey = tuple[str, str, str, str, str]  # slug, variant, and those of the column


@dataclass(frozen=True, slots=True)
class Column:
    """What a table column, a condition or a sort key looks at: a field, of a part or for one benchmark setting."""

    field: Field
    part: str = ""
    key: str = ""

    @property
    def id(self) -> str:
        """The path as an author writes it: ``params_total``, ``unet.params_total``, ``results.mmlu/5-shot``."""
        if self.key:
            return f"{self.field.id}.{self.key}"
        return f"{self.part}.{self.field.id}" if self.part else self.field.id


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Releases by slug, with the registry they were read by.

    Attributes:
        broken: the releases that were left out because of their own errors, or of those they come from.
        computed: the claims that follow from others (derived values, a licence's terms, an organization's country).
        readable: whether the registries could be read; without them nothing is known, and nothing can be asked.
    """

    registry: Registry
    releases: Mapping[str, Release]
    computed: tuple[Claim, ...] = ()
    broken: frozenset[str] = frozenset()
    readable: bool = True
    _cells: dict[CellKey, Cell] = field(init=False, repr=False, default_factory=dict)
    _open: dict[str, tuple[Field, ...]] = field(init=False, repr=False, default_factory=dict)
    _anchors: dict[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)

    @cached_property
    def _claims(self) -> Mapping[str, Mapping[ColumnKey, list[Claim]]]:
        """The claims of each release by what they are about."""
        found: dict[str, dict[ColumnKey, list[Claim]]] = {slug: {} for slug in self.releases}
        for claim in self.all_claims():
            found[claim.slug].setdefault((claim.field.id, claim.part, claim.key), []).append(claim)
        return found

    def all_claims(self) -> Iterator[Claim]:
        """Every claim: those of the files in their order, then the computed ones."""
        for release in self.releases.values():
            yield from release.claims
        yield from self.computed

    def computed_for(self, slug: str) -> list[Claim]:
        """The computed claims of one release."""
        return self._computed_by_slug.get(slug, [])

    def value_anchors(self, slug: str) -> frozenset[str]:
        """The anchors of a release's values on its page, those from before a second claim came too."""
        if slug not in self._anchors:
            claims = (*self.releases[slug].claims, *self.computed_for(slug))
            shown = [claim for claim in claims if not claim.field.is_in_head]
            self._anchors[slug] = frozenset(anchor for claim in shown for anchor in (claim.anchor, claim.plain_anchor))
        return self._anchors[slug]

    @cached_property
    def _computed_by_slug(self) -> Mapping[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.computed:
            found[claim.slug].append(claim)
        return dict(found)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row of every release, by slug."""
        return tuple(row for slug in sorted(self.releases) for row in self.releases[slug].rows)

    def row(self, reference: str) -> Row | None:
        """The row of ``slug`` or ``slug/variant``, None where there is none."""
        slug, _, variant = reference.partition("/")
        release = self.releases.get(slug)
        if release is None or (variant and variant not in release.variants):
            return None
        return Row(release, variant)

    def children(self, slug: str) -> list[tuple[Release, Reference]]:
        """The releases that come from ``slug``, each with the reference that says how, by slug."""
        return self._children.get(slug, [])

    @cached_property
    def _children(self) -> Mapping[str, list[tuple[Release, Reference]]]:
        """What comes from each release: every page asks, and each would read the whole catalogue."""
        found: dict[str, list[tuple[Release, Reference]]] = defaultdict(list)
        for slug in sorted(self.releases):
            for claim in self.releases[slug].claims:
                if claim.field.id == "base":
                    for item in references(claim.value):
                        if item.slug != slug:
                            found[item.slug].append((self.releases[slug], item))
        return dict(found)

    def relatives(self, slug: str) -> set[str]:
        """The releases that a release names in its values, and those that come from it."""
        named = {item.slug for claim in self.releases[slug].claims for item in references(claim.value)}
        return named | {child.slug for child, _ in self.children(slug)}

    def first_day(self, *rows: Row) -> tuple[Day, Claim] | None:
        """The earliest day on which one of the rows was announced, or else its paper came out, or else its weights."""
        for name in ("announced", "paper_date", "weights_date"):
            column = Column(self.registry.fields[name])
            shown = (self.cell(row, column).shown for row in rows)
            days = [(claim.value, claim) for claim in shown if claim and isinstance(claim.value, Day)]
            if days:
                return min(days, key=lambda dated: dated[0].earliest)
        return None

    def cell(self, row: Row, column: Column) -> Cell:
        """What is known of ``column`` for ``row``: the strongest claim, what disputes it, what held earlier."""
        # Tables, sorting and cards ask the same questions again, and a tuple is cheaper to make than a path.
        key = (row.release.slug, row.variant, column.field.id, column.part, column.key)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = self._find_cell(row, column)
        return cell

    def known_columns(self, release: Release) -> list[Column]:
        """The columns in which some row of a release has a value, in the registry's order, then the file's."""
        fields, known = self.registry.fields, self._claims[release.slug]
        order = {name: index for index, name in enumerate(fields)}
        keys = sorted(known, key=lambda key: order[key[0]])
        return [Column(fields[name], part, key) for name, part, key in keys]

    def open_fields(self, release: Release) -> tuple[Field, ...]:
        """The fields that somebody could fill: they mean something for the release, and no part of it has a value."""
        if release.slug not in self._open:
            known = {name for name, _, _ in self._claims[release.slug]}
            self._open[release.slug] = tuple(
                field
                for field in self.registry.fields.values()
                if field.type != "results"
                and not field.follows
                and field.id not in known
                and any(self.applies(Column(field), row) for row in release.rows)
            )
        return self._open[release.slug]

    def _find_cell(self, row: Row, column: Column) -> Cell:
        claims = self._claims_for(row, column)
        if not claims:
            applicable = self.applies(column, row)
            return Cell(State.OPEN if applicable else State.NOT_APPLICABLE)
        known = [claim for claim in claims if not claim.is_undisclosed]
        undisclosed = next((claim for claim in claims if claim.is_undisclosed), None)
        basis = max((claim.basis for claim in known), key=lambda each: each.strength, default=Basis.RUMOURED)
        if undisclosed and basis is Basis.RUMOURED:
            return Cell(State.UNDISCLOSED, undisclosed, beside=tuple(known))
        strongest = [claim for claim in known if claim.basis is basis]
        # What a formula gives stands beside what was added up from a source; it does not dispute it.
        is_typed = strongest[0].derivation is None
        strongest = [claim for claim in strongest if (claim.derivation is None) is is_typed]
        return _cell(State(basis.value), strongest, tuple(claim for claim in known if claim not in strongest))

    def _claims_for(self, row: Row, column: Column) -> list[Claim]:
        """Claims about the row's variant or about all variants; the former replace the latter of the same basis."""
        found = [
            claim
            for claim in self._claims[row.release.slug].get((column.field.id, column.part, column.key), ())
            if claim.variant in ("", row.variant)
        ]
        if not row.variant:
            return found
        specific = {(claim.basis, claim.derivation is None) for claim in found if claim.variant}
        return [claim for claim in found if claim.variant or (claim.basis, claim.derivation is None) not in specific]

    def applies(self, column: Column, row: Row) -> bool:
        """Whether the field has a meaning for the row; an unknown condition counts as met, and a part meets all."""
        field = column.field
        if column.part:
            return True  # conditions speak of the whole release: a U-Net's text encoder is a transformer all the same
        for condition, wanted in field.applies.items():
            if condition == "part":
                return False
            if condition in ("kind", "modality"):
                met = getattr(row.release, condition) in wanted
            else:
                shown = self.cell(row, Column(self.registry.fields[condition])).shown
                met = shown is None or shown.is_undisclosed or not wanted.isdisjoint(_each(shown.value))
            if not met:
                return False
        return True


def _each(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def references(value: Value) -> tuple[Reference, ...]:
    """The references that a value holds."""
    return tuple(item for item in _each(value) if isinstance(item, Reference))


def _cell(state: State, claims: list[Claim], beside: tuple[Claim, ...]) -> Cell:
    """A cell of claims of one basis: the latest of a history, the first of a disagreement."""
    dated = sorted((claim for claim in claims if claim.as_of), key=_as_of, reverse=True)
    shown = dated[0] if dated and len(dated) == len(claims) else claims[0]
    others = _different(shown, (claim for claim in claims if claim is not shown))
    history = tuple(claim for claim in dated if claim in others and shown.as_of and claim.as_of != shown.as_of)
    return Cell(
        state,
        shown,
        disputed_by=tuple(claim for claim in others if claim not in history),
        history=history,
        beside=beside,
    )


def _as_of(claim: Claim) -> tuple[int, int, int]:
    return claim.as_of.latest if claim.as_of else (0, 0, 0)


def _different(shown: Claim, others: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in others if comparable(claim.value) != comparable(shown.value)]


def comparable(value: Value) -> object:
    """A value without its spelling: 2K and 2000 are the same number."""
    low, high = getattr(value, "low", None), getattr(value, "high", None)
    return (low, high, getattr(value, "unit", "")) if low is not None or high is not None else value
