"""The timeline: releases by the day they were announced, as a list that reads the same with and without its line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from ..catalogue.catalogue import Column
from ..catalogue.model import Row
from ..catalogue.values import Day
from .cells import CellView, cell_view
from .context import Context
from .drawn import Drawn
from .environment import render
from .figures import frame, is_open
from .sources import References
from .specs import FigureSpec
from .tables import row_name


class Entry(NamedTuple):
    """One moment of the timeline."""

    date: CellView
    name: str
    href: str
    versions: str
    makers: str
    is_open: bool


def timeline(spec: FigureSpec, context: Context) -> Drawn:
    """The selected versions by the day they were announced, a year a group; those of one release and day together."""
    column = Column(context.catalogue.registry.fields["announced"])
    moments: dict[tuple[str, str], list[Row]] = {}
    for row in spec.rows:
        shown = context.catalogue.cell(row, column).shown
        if shown and isinstance(shown.value, Day):
            moments.setdefault((str(shown.value), row.release.slug), []).append(row)
    references = References(context)
    entries = [(date, _entry(rows, column, context, references)) for (date, _), rows in sorted(moments.items())]
    years = [(year, [entry for _, entry in group]) for year, group in groupby(entries, key=lambda pair: pair[0][:4])]
    shown_claims = (context.catalogue.cell(row, column).shown for rows in moments.values() for row in rows)
    values = frame(spec, context, [claim for claim in shown_claims if claim])
    return Drawn(render("timeline.html", **values, years=years, references=references))


def _entry(rows: Sequence[Row], column: Column, context: Context, references: References) -> Entry:
    release = rows[0].release
    versions = [row_name(row, context)[1] for row in rows]
    is_part = len(rows) < len(release.rows) and all(versions)  # one without a name of its own is the release itself
    return Entry(
        date=cell_view(context.catalogue.cell(rows[0], column), rows[0], context, references),
        name=release.name[context.language],
        href=context.model_url(release.slug),
        versions=context.words("separator").join(versions) if is_part else "",
        makers=context.organizations(release),
        is_open=is_open(release, context),
    )
