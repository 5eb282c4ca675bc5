"""What else is to be said of the values of a field: notes, other sources, earlier and weaker values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..catalogue.catalogue import comparable
from ..catalogue.model import Cell, Claim, Derivation, Row
from .card import Card
from .cells import CellView
from .context import Context
from .places import ROOMY, PlaceLink, places
from .values import in_words


class Remark(NamedTuple):
    """What else is to be said of a value: a lead such as "another source", a value, its places, a note."""

    lead: str
    view: CellView | None
    places: tuple[PlaceLink, ...]
    note: str
    anchors: tuple[str, ...]


def remarks(card: Card, cells: Mapping[Row, Cell]) -> Iterator[Remark]:
    """Notes, other values, earlier values and weaker claims, each once."""
    notes: dict[str, list[str]] = defaultdict(list)
    further: dict[Claim, tuple[str, str]] = {}
    agreeing: dict[Claim, str] = {}
    for row, cell in cells.items():
        if cell.shown and cell.shown.note:
            notes[cell.shown.note[card.context.language]].append(card.labels[row])
        for key, claims in (("other_source", cell.disputed_by), ("earlier", cell.history), ("beside", cell.beside)):
            for claim in claims:
                if cell.shown and claim.derivation and comparable(claim.value) == comparable(cell.shown.value):
                    agreeing[claim] = card.labels[row]
                else:
                    of = card.labels[row] if claim.variant else ""
                    further.setdefault(claim, (_lead(card, key, claim), of))
    for note, versions in notes.items():
        yield Remark(_versions(card, versions, cells), None, (), note, ())
    if agreeing:
        of = _versions(card, list(agreeing.values()), cells)
        anchors = tuple(card.anchor(claim) for claim in agreeing)
        yield Remark(of, None, (), card.context.words("formula_agrees"), anchors)
    for claim, (lead, of) in further.items():
        yield _remark(card, claim, lead, of)


def _remark(card: Card, claim: Claim, lead: str, of: str) -> Remark:
    view = card.view_of(claim)
    note = claim.note[card.context.language] if claim.note else ""
    if claim.derivation is not None:
        words = card.context.words
        inputs = words("separator").join(" ".join(pair) for pair in inputs_of(claim.derivation, card.context))
        formula = words("formula_is", formula=claim.derivation.formula[card.context.language])
        note = words("between_citations").join((formula, inputs))
    lead = f"{of} {lead}".strip()
    read = places(((each, "") for each in claim.citations), card.references, card.context, ROOMY)
    return Remark(lead, view, read, note, (card.anchor(claim),))


def _lead(card: Card, key: str, claim: Claim) -> str:
    """What a further claim is: another source's value, an earlier one, or a weaker one."""
    if key == "earlier":
        return card.context.words("earlier", date=str(claim.as_of))
    return card.context.words(key if key == "other_source" else f"beside_{claim.basis.value}")


def _versions(card: Card, labels: Sequence[str], cells: Mapping[Row, Cell]) -> str:
    """The versions that something is said of, "" where it is said of all."""
    return card.context.words("separator").join(labels) if len(labels) < len(cells) else ""


def inputs_of(derivation: Derivation, context: Context) -> Iterator[tuple[str, str]]:
    """What went into a derived value: label and value of each."""
    for claim in derivation.inputs:
        yield claim.field.label[context.language], in_words(claim, context)
