"""A tab of a card: every known fact of some groups of fields with its places, and what is open among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..catalogue.catalogue import Column, comparable
from ..catalogue.model import Cell, Claim, Row
from .card import Card
from .card_remarks import Remark, inputs_of, remarks
from .cells import MARKED, CellView
from .environment import render
from .places import IN_A_TABLE, ROOMY, PlaceLink, places
from .tables import column_label, css_class
from .values import in_words, is_cut

ROOM_BESIDE = 4  # versions; a table of more leaves little room for places
LINKED_TYPES = ("count", "number", "size", "date", "results")


class Formula(NamedTuple):
    """How values were computed: the formula, and for each of them whose it is and what went in."""

    text: str
    inputs: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


class FactCell(NamedTuple):
    """A value of a fact: its class by what it holds, its id ("" where another has it), how it is shown."""

    css: str
    anchor: str
    view: CellView


class Fact(NamedTuple):
    """One field: a value that all versions share, or a cell for each of them.

    Attributes:
        anchors: ids of the values that this row stands for; the first is the row's own.
        earlier: ids that they had before a second claim of the same value came.
        is_numeric: whether its values are numbers.
        cells: the value of each version; one for all of them where they are the same.
        whole: the complete value where the cell shows less.
        licence: address of the licence's text, "" for other facts.
    """

    label: str
    help: str
    anchors: tuple[str, ...]
    earlier: tuple[str, ...]
    is_numeric: bool
    cells: tuple[FactCell, ...]
    whole: str
    licence: str
    places: tuple[PlaceLink, ...]
    formula: Formula | None
    remarks: tuple[Remark, ...]
    report_url: str


class Section(NamedTuple):
    """The facts of the whole release, or of one of its parts: those that all versions share, and those that differ."""

    name: str
    shared: tuple[Fact, ...]
    differing: tuple[Fact, ...]

    @property
    def has_remarks(self) -> bool:
        """Whether anything stands below the table of what differs."""
        return any(fact.remarks for fact in self.differing)

    @property
    def is_numeric(self) -> bool:
        """Whether most of what differs is numbers: its columns then stand at the right, else at the left."""
        return sum(fact.is_numeric for fact in self.differing) * 2 >= len(self.differing)


def facts_tab(card: Card, tab: str) -> str:
    """The facts of a tab and what is open among them, "" where nothing is known."""
    sections = [_section(card, tab, part) for part in ("", *card.release.parts)]
    sections = [section for section in sections if section.shared or section.differing]
    if not sections:
        return ""
    open_fields = [field for field in card.context.catalogue.open_fields(card.release) if field.group.tab == tab]
    rings = sum(cell.view.state == "open" for part in sections for fact in part.differing for cell in fact.cells)
    card.tally.open_fields.update(field.id for field in open_fields)
    card.tally.rings += rings
    return render(
        "card-facts.html",
        words=card.context.words,
        tab=tab,
        sections=sections,
        versions=[card.labels[row] for row in card.release.rows],
        headline=card.labels[card.headline()],
        open_names=[
            *(field.label[card.context.language] for field in open_fields),
            *([card.context.words("open_in_table", n=rings)] if rings else ()),
        ],
        edit_url=card.context.edit_url(card.release.slug),
    )


def _section(card: Card, tab: str, part: str) -> Section:
    shared, differing = [], []
    for column in card.columns:
        if column.part != part or column.field.group.tab != tab:
            continue
        cells = card.cells(column)
        if len({_sameness(cell) for cell in cells.values()}) == 1:
            shared.append(_shared_fact(card, column, cells))
        else:
            differing.append(_differing_fact(card, column, cells))
    entry = card.context.catalogue.registry.parts.get(part)
    return Section(entry.name[card.context.language] if entry else "", tuple(shared), tuple(differing))


def _shared_fact(card: Card, column: Column, cells: Mapping[Row, Cell]) -> Fact:
    row, cell = next(iter(cells.items()))
    claims = _distinct(each.shown for each in cells.values())
    view = card.view(cell, row)
    if column.field.type not in LINKED_TYPES and view.state not in (*MARKED, "undisclosed"):
        view = view._replace(href="", title="", text="")
    # what stands beside is told below it
    view = view._replace(beside=None, reference=card.references.mark(*claims))
    return _fact(card, column, claims, cells, (FactCell("", "", view),))


def _differing_fact(card: Card, column: Column, cells: Mapping[Row, Cell]) -> Fact:
    claims = _distinct(cell.shown for cell in cells.values())
    css = "wrap" if column.field.type in ("text", "shares") else css_class(column)
    shown = []
    seen: set[str] = set()
    for row, cell in cells.items():
        view = card.view(cell, row, short=css == "number")
        anchor = card.anchor(cell.shown) if cell.shown else ""
        hatched = f"{css} rumoured".strip() if "rumoured" in view.states else css
        shown.append(FactCell(hatched, "" if anchor in seen else anchor, view))
        seen.add(anchor)
    return _fact(card, column, claims, cells, tuple(shown))


def _fact(
    card: Card, column: Column, claims: Sequence[Claim], cells: Mapping[Row, Cell], shown: tuple[FactCell, ...]
) -> Fact:
    """The row of a field.

    Args:
        claims: the different ones that its cells show, at least one.
        cells: what is known for each version.
        shown: the values as they stand in the row.
    """
    context, first, is_shared = card.context, claims[0], len(shown) == 1
    whole = in_words(first, context) if is_shared and isinstance(first.value, tuple) and is_cut(first) else ""
    option = column.field.options.get(first.value) if isinstance(first.value, str) else None
    label = column_label(column, context)
    values = "; ".join(dict.fromkeys(in_words(claim, context) for claim in claims))
    subject = f"{card.release.name[context.language]} {label}"
    return Fact(
        label=label,
        help=column.field.help[context.language],
        anchors=tuple(card.anchor(claim) for claim in claims),
        earlier=tuple(dict.fromkeys(card.prefix + each.plain_anchor for each in claims if "@" in each.anchor)),
        is_numeric=css_class(column) == "number",
        cells=shown,
        whole=whole,
        licence=option.more.get("url", "") if option and is_shared else "",
        places=_places(card, cells, is_shared),
        formula=_formula(card, cells),
        remarks=tuple(remarks(card, cells)),
        report_url=context.report_url(subject, model=card.release.slug, claim=first, shown=values),
    )


def _places(card: Card, cells: Mapping[Row, Cell], is_shared: bool) -> tuple[PlaceLink, ...]:
    """Where the values of a field were read, told apart by version unless all share one value."""
    shown = [(row, cell.shown) for row, cell in cells.items() if cell.shown]
    found = ((each, "" if is_shared else card.labels[row]) for row, claim in shown for each in claim.citations)
    has_room = is_shared or len(cells) <= ROOM_BESIDE
    return places(found, card.references, card.context, ROOMY if has_room else IN_A_TABLE)


def _formula(card: Card, cells: Mapping[Row, Cell]) -> Formula | None:
    """How the derived values of a field came about, None where none is derived."""
    inputs, text = [], ""
    for row, cell in cells.items():
        derivation = cell.shown.derivation if cell.shown else None
        if derivation is not None:
            text = derivation.formula[card.context.language]
            inputs.append((card.labels[row], tuple(inputs_of(derivation, card.context))))
    return Formula(text, tuple(inputs)) if inputs else None


def _distinct(claims: Iterable[Claim | None]) -> list[Claim]:
    return list({id(claim): claim for claim in claims if claim}.values())


def _sameness(cell: Cell) -> object:
    """Equal for cells that one line can stand for."""
    return (cell.state, comparable(cell.shown.value) if cell.shown else None, cell.is_disputed, len(cell.beside))
