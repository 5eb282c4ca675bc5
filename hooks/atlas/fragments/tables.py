"""Comparison tables: the catalogue's cells laid out, sortable, citable, downloadable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ..catalogue.catalogue import Column
from ..catalogue.export import csv_text, joined, number_text
from ..catalogue.model import Cell, Claim, Row, State
from ..catalogue.query import sort_key
from ..catalogue.values import SUFFIXES, Quantity, plain_text
from .cells import CellView, cell_view, cited
from .citations import cite_table, data_day
from .context import Context
from .drawn import Drawn
from .environment import render
from .sources import References
from .specs import CompareSpec
from .values import WRITTEN_OUT, unit_of, variant_label

STATES = (
    "stated", "derived", "estimated", "rumoured", "disputed", "undisclosed", "not-applicable", "open"
)  # fmt: skip


class Header(NamedTuple):
    """A column's header: label, the unit that its cells share, class, and how the table is sorted by it ("" not)."""

    label: str
    unit: str
    css: str
    sorted: str


class Group(NamedTuple):
    """A header over neighbouring columns."""

    name: str
    span: int


class RowView(NamedTuple):
    """A table row: name and variant, the release's page, the rank of the name, cells as (class, rank, view)."""

    name: str
    variant: str
    href: str
    rank: int | None
    cells: tuple[tuple[str, int | None, CellView], ...]


def compare(spec: CompareSpec, context: Context) -> Drawn:
    """A comparison table, and its CSV."""
    return Drawn(compare_table(spec, context), {f"{spec.figure.id}.csv": table_csv(spec, context)})


def compare_table(spec: CompareSpec, context: Context) -> str:
    """A comparison table as HTML.

    Columns and rows without a single value are dropped, with a remark under the table.
    """
    words = context.words
    columns, lines = _without_empty(spec, context)
    rows = [row for row, _ in lines]
    kept = set(rows)
    cells = [cells for _, cells in lines]
    units = [_shared_unit((line[index] for line in cells), context) for index in range(len(columns))]
    references = References(context)
    views = [
        [cell_view(cell, row, context, references, with_unit=not unit) for cell, unit in zip(line, units, strict=True)]
        for row, line in lines
    ]
    claims = [claim for line in cells for cell in line for claim in cell.claims]
    remarks = [
        words(key, names=words("separator").join(names))
        for key, names in (
            ("dropped_columns", [column_label(column, context) for column in spec.columns if column not in columns]),
            ("dropped_rows", [full_name(row, context) for row in spec.figure.rows if row not in kept]),
        )
        if names
    ]
    if spec.figure.rumours and spec.sort:
        remarks.append(words("with_rumours"))
    return render(
        "table.html",
        words=words,
        id=spec.figure.id,
        number=spec.number,
        caption=spec.figure.caption,
        note=spec.figure.note,
        suffixes=_suffixes(claims),
        states=states_of(view for line in views for view in line),
        marks_url=context.marks_url,
        groups=_groups(columns, context),
        headers=_headers(columns, units, spec.sort, context),
        rows=_row_views(rows, columns, views, spec.figure.rumours, context),
        remarks=remarks,
        references=references,
        day=data_day(claims, context),
        report_url=context.report_url(spec.figure.caption),
        citation=cite_table(spec.figure.id, spec.figure.caption, claims, context),
    )


def table_csv(spec: CompareSpec, context: Context) -> str:
    """The table as CSV."""
    cells = ((row, [context.catalogue.cell(row, column) for column in spec.columns]) for row in spec.figure.rows)
    return values_csv(spec.columns, ((row, [_told(cell) for cell in line]) for row, line in cells), context)


def _told(cell: Cell) -> tuple[Claim, ...]:
    """The claims of a table's cell: the shown one, those that dispute it, the rumours beside "undisclosed"."""
    rumours = cell.beside if cell.state is State.UNDISCLOSED else ()
    return (cell.shown, *cell.disputed_by, *rumours) if cell.shown else ()


def values_csv(
    columns: Sequence[Column], lines: Iterable[tuple[Row, Iterable[tuple[Claim, ...]]]], context: Context
) -> str:
    """Values as CSV. Each column becomes four.

    The value as a number or word; what it rests on; every value as it was stated, with "about", unit and those of
    other sources; what each of them was read from or computed by. The last two are in step, see ``export.joined``.

    Args:
        lines: each row with the claims for every column, the shown one first; without claims the fields stay empty.
    """
    header = ["model", "variant", "name"]
    for column in columns:
        header += [column.id, f"{column.id} basis", f"{column.id} values", f"{column.id} source"]
    rows = []
    for row, cells in lines:
        fields = [row.release.slug, row.variant, full_name(row, context)]
        for claims in cells:
            fields += _csv_fields(claims, context) if claims else ["", "", "", ""]
        rows.append(fields)
    return csv_text(header, rows)


def _csv_fields(claims: tuple[Claim, ...], context: Context) -> list[str]:
    shown, *others = claims
    basis = "undisclosed" if shown.is_undisclosed else shown.basis.value
    if any(other.basis is shown.basis for other in others):
        basis += "; disputed"
    values = joined(_as_stated(claim, shown) for claim in claims)
    return [number_text(shown.value), basis, values, joined(_read_from(claim, context) for claim in claims)]


def _as_stated(claim: Claim, shown: Claim) -> str:
    """A value in the spelling of its source, who estimated it, and its basis where that is not the shown one's."""
    text = plain_text(claim.value)
    if claim.by:
        return f"{text} ({claim.basis.value} by {claim.by})"
    return text if claim.basis is shown.basis else f"{text} ({claim.basis.value})"


def _read_from(claim: Claim, context: Context) -> str:
    """Every source with place and address, or the formula."""
    if claim.derivation is not None:
        return context.words("formula_is", formula=claim.derivation.formula[context.language])
    cited_places = (cited(citation, context, with_addresses=True) for citation in claim.citations)
    return context.words("between_citations").join(cited_places)


def column_label(column: Column, context: Context) -> str:
    """A column's name: its field, for a result the benchmark and its setting."""
    if column.key:
        name, _, setting = column.key.partition("/")
        benchmark = context.catalogue.registry.benchmarks[name]
        label = benchmark.settings[setting].name[context.language]
        return context.words("brackets", name=benchmark.name[context.language], word=label)
    return column.field.label[context.language]


def states_of(views: Iterable[CellView]) -> list[str]:
    """Every state that occurs, in the legend's order."""
    seen = {state for view in views for state in view.states}
    return [state for state in STATES if state in seen]


def _without_empty(spec: CompareSpec, context: Context) -> tuple[list[Column], list[tuple[Row, list[Cell]]]]:
    """The columns that have a value in some row, and the rows that have one in some column, with their cells."""
    lines = [(row, [context.catalogue.cell(row, column) for column in spec.columns]) for row in spec.figure.rows]
    kept = [index for index in range(len(spec.columns)) if any(cells[index].shown for _, cells in lines)]
    lines = [(row, [cells[index] for index in kept]) for row, cells in lines]
    return [spec.columns[index] for index in kept], [line for line in lines if any(cell.shown for cell in line[1])]


def full_name(row: Row, context: Context) -> str:
    """Family and variant in one line."""
    name, variant = row_name(row, context)
    return f"{name} {variant}".strip()


def row_name(row: Row, context: Context) -> tuple[str, str]:
    """The family's name and the variant's, the latter "" where it adds nothing."""
    name = row.release.name[context.language]
    label = variant_label(row.release, row.variant, context) if row.variant else ""
    return name, "" if label == name else label


def _suffixes(claims: Sequence[Claim]) -> list[tuple[str, int]]:
    """The number suffixes that a table of these claims shows, with their powers of ten."""
    values = [claim.value for claim in claims if isinstance(claim.value, Quantity) and claim.field.type == "count"]
    spelt = {value.text[-1:] for value in values}
    longest = max((len(value.text) for value in values if value.text.isdigit()), default=0)
    return [
        (suffix, power)
        for suffix, power in SUFFIXES.items()
        if suffix in spelt or (suffix in "MB" and longest >= max(power + 1, WRITTEN_OUT))
    ]


def _shared_unit(cells: Iterable[Cell], context: Context) -> str:
    """The unit of all values of a column, "" where they differ or have none."""
    shown = (claim for cell in cells for claim in (cell.shown, *cell.beside[:1]) if claim and not claim.is_undisclosed)
    units = {unit_of(claim, context) for claim in shown}
    return units.pop() if len(units) == 1 else ""


def _groups(columns: Sequence[Column], context: Context) -> list[Group]:
    return [Group(name, len(list(run))) for name, run in groupby(_group_name(column, context) for column in columns)]


def _group_name(column: Column, context: Context) -> str:
    part = context.catalogue.registry.parts.get(column.part)
    return (part.name if part else column.field.group.name)[context.language]


def _headers(columns: Sequence[Column], units: Sequence[str], sort: str, context: Context) -> list[Header]:
    key = sort.split(",")[0].strip()
    direction = "descending" if key.startswith("-") else "ascending"
    path = key.removeprefix("-").strip()
    headers = [Header(context.words("model"), "", "", direction if path == "name" else "")]
    for column, unit, css in zip(columns, units, _classes(columns, context), strict=True):
        headers.append(Header(column_label(column, context), unit, css, direction if path == column.id else ""))
    return headers


def _classes(columns: Sequence[Column], context: Context) -> list[str]:
    """The class of each column by what it holds; a vertical line stands before a group."""
    found, previous = [], ""
    for column in columns:
        group = _group_name(column, context)
        css = css_class(column)
        found.append(css if group == previous else f"{css} group-start".lstrip())
        previous = group
    return found


def css_class(column: Column) -> str:
    """The class of a column's cells by what they hold, "" for words."""
    if column.field.is_numeric or column.field.type == "results":
        return "number"
    return "date" if column.field.type == "date" else ""


def _row_views(
    rows: Sequence[Row], columns: Sequence[Column], views: Sequence[Sequence[CellView]], rumours: bool, context: Context
) -> list[RowView]:
    classes = _classes(columns, context)
    ranks = [_ranks([sort_key(context.catalogue, row, column, rumours) for row in rows]) for column in columns]
    names = [row_name(row, context) for row in rows]
    name_ranks = _ranks([(name.casefold(), index) for index, (name, _) in enumerate(names)])
    found = []
    for index, row in enumerate(rows):
        cells = tuple(
            (f"{css} rumoured".lstrip() if State.RUMOURED.value in view.states else css, column_ranks[index], view)
            for css, column_ranks, view in zip(classes, ranks, views[index], strict=True)
        )
        name, variant = names[index]
        found.append(RowView(name, variant, context.model_url(row.release.slug), name_ranks[index], cells))
    return found


def _ranks(keys: Sequence[tuple[Any, ...] | None]) -> list[int | None]:
    """Where each key stands among the others, equal keys alike, None for none: what the sorting script compares."""
    order = {key: rank for rank, key in enumerate(sorted({key for key in keys if key is not None}))}
    return [None if key is None else order[key] for key in keys]
