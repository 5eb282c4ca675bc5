"""The head of a card: what it is, who made it, six facts at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..catalogue.catalogue import Column, comparable
from ..catalogue.model import Cell, Row
from ..catalogue.values import Day
from .card import Card
from .cells import CellView
from .environment import render
from .tables import column_label
from .values import date_in_words, is_cut, pieces

OTHERS_SHOWN = 3


class GlanceEntry(NamedTuple):
    """One of the six facts on top, with the version it is of, or how others differ."""

    label: str
    view: CellView
    below: str


def card_header(card: Card) -> str:
    """Name (where the page's title is another), maker and dates, summary, glance."""
    release, context = card.release, card.context
    return render(
        "card-header.html",
        words=context.words,
        name="" if card.page_is_own else release.name[context.language],
        href=context.model_url(release.slug),
        meta=_meta(card),
        summary=release.summary[context.language],
        glance=[_glance_entry(card, column) for column in glance_columns(card)],
    )


def _meta(card: Card) -> list[str]:
    """Maker, date, kind, other names."""
    release, context = card.release, card.context
    options = context.catalogue.registry.fields
    kind = options["kind"].options[release.kind].name[context.language]
    modality = options["modality"].options[release.modality].name[context.language]
    entries = [context.organizations(release)]
    announced = card.cells(Column(options["announced"]))
    first = announced[_first_known(card, announced)].shown
    if first and isinstance(first.value, Day):
        entries.append(context.words("announced_on", date=date_in_words(first.value, context.words)))
    entries.append(context.words("kind_of_entry", modality=modality, kind=kind))
    if release.reads:
        reads = [options["reads"].options[name].name[context.language] for name in release.reads]
        entries.append(context.words("also_reads", names=context.words("separator").join(reads)))
    return [*entries, *release.aliases]


def glance_columns(card: Card) -> list[Column]:
    """The six fields of the release's kind, for a model of its modality."""
    registry, release = card.context.catalogue.registry, card.release
    entries = registry.glance.get(release.modality if release.kind == "model" else release.kind, ())
    return [_chosen(card, [Column(registry.fields[name]) for name in names]) for names in entries]


def _chosen(card: Card, columns: Sequence[Column]) -> Column:
    """The first of several fields that is known and shown whole, else the first that is known at all."""
    claims = {column: [cell.shown for cell in card.cells(column).values()] for column in columns}
    known = [column for column in columns if any(claims[column])]
    whole = [column for column in known if not any(claim and is_cut(claim) for claim in claims[column])]
    return next(iter(whole or known or columns))


def _glance_entry(card: Card, column: Column) -> GlanceEntry:
    cells = card.cells(column)
    shown_row = _first_known(card, cells) if column.field.type == "date" else card.headline(cells)
    view = card.view(cells[shown_row], shown_row)
    if not any(cell.shown for cell in cells.values()) and view.state == "open":
        card.tally.open_fields.add(column.field.id)
    below = card.context.words("open_word") if view.state == "open" else _below(card, cells, shown_row)
    return GlanceEntry(column_label(column, card.context), view, below)


def _first_known(card: Card, cells: Mapping[Row, Cell]) -> Row:
    """The version with the earliest date: the day of a release is that of its first version."""
    dates = {row: cell.shown.value for row, cell in cells.items() if cell.shown}
    days = {row: day.earliest for row, day in dates.items() if isinstance(day, Day)}
    return min(days, key=days.__getitem__) if days else card.headline(cells)


def _below(card: Card, cells: Mapping[Row, Cell], shown_row: Row) -> str:
    """Under a glance value: which version it is of and what the others have, where they differ."""
    shown = cells[shown_row].shown
    if shown is None or len(cells) < 2:
        return ""
    others = {
        comparable(cell.shown.value): "".join(piece.text for piece in pieces(cell.shown, card.context, short=True))
        for cell in cells.values()
        if cell.shown and not cell.shown.is_undisclosed and comparable(cell.shown.value) != comparable(shown.value)
    }
    label = card.labels[shown_row]
    if not others:
        return "" if all(cell.shown for cell in cells.values()) else label
    words = card.context.words
    if len(others) > OTHERS_SHOWN:
        return words("glance_many", version=label, n=len(others))
    return words("glance_others", version=label, others=words("separator").join(others.values()))
