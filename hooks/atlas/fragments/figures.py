"""Figures of numbers: charts as SVG, and what every figure has.

Everything is placed by counting characters, never by measuring a font, so that the same data give the same bytes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ..catalogue.catalogue import Column
from ..catalogue.model import Basis, Cell, Claim, Release, Row
from ..catalogue.values import SUFFIXES, Day, Quantity
from .cells import cell_view
from .citations import data_day
from .context import Context
from .drawn import Drawn
from .environment import render
from .figure_files import Sign, figure_svg
from .measure import ems
from .sources import References
from .specs import CHARTS, ChartSpec, FigureSpec
from .tables import column_label, row_name, values_csv

TEXT = 13.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 24.0, 20.0, 58.0
CHART_HEIGHT = 440.0
# Where a label may stand, from its point, the best first: beside it, above, below, at its corners.
LABEL_PLACES = (
    (9.0, 4.0, "start"), (-9.0, 4.0, "end"), (0.0, -10.0, "middle"), (0.0, 20.0, "middle"),
    (7.0, -8.0, "start"), (-7.0, -8.0, "end"), (7.0, 17.0, "start"), (-7.0, 17.0, "end"),
)  # fmt: skip
BETWEEN = 8.0  # from a label to the point of another release
Box = tuple[float, float, float, float]  # left, top, right, bottom
OPEN_WEIGHTS = ("yes", "gated", "delta")


class Tick(NamedTuple):
    """A mark on an axis: where, and what it says."""

    at: float
    label: str


class Point(NamedTuple):
    """A value pair: where it stands, how sure it is, and its name."""

    x: float
    y: float
    basis: str
    name: str


class Label(NamedTuple):
    """A word at a place; ``anchor`` is SVG's text-anchor."""

    x: float
    y: float
    anchor: str
    text: str


# --- charts


def chart(spec: ChartSpec, context: Context) -> Drawn:
    """A named chart as SVG, with its numbers as a table. Rumours show only where the author asked for them."""
    fields = context.catalogue.registry.fields
    columns = [Column(fields[name]) for name in CHARTS[spec.name]]
    pairs = [(row, pair) for row in spec.figure.rows if (pair := _pair(row, columns, spec.figure.rumours, context))]
    claims = [claim for _, pair in pairs for claim in pair]
    width = context.figure_width
    scales = [_scale([_amount(pair[axis]) for _, pair in pairs], axis, width) for axis in (0, 1)]
    points = {row: _point(row, pair, scales, context) for row, pair in pairs}
    values: dict[str, Any] = {
        **frame(spec.figure, context, claims),
        "width": width,
        "height": CHART_HEIGHT,
        "left": LEFT,
        "right": width - RIGHT,
        "top": TOP,
        "bottom": CHART_HEIGHT - BOTTOM,
        "x_ticks": scales[0].ticks,
        "y_ticks": scales[1].ticks,
        "x_label": column_label(columns[0], context),
        "y_label": column_label(columns[1], context),
        "points": list(points.values()),
        "threads": _threads(points),
        "labels": _labels(points, context),
        "key": _key({point.basis for point in points.values()}, context),
    }
    name = str(values["id"])
    references = References(context)
    html = render(
        "chart.html",
        **values,
        headers=[column_label(column, context) for column in columns],
        rows=[
            (
                *row_name(row, context),
                [cell_view(context.catalogue.cell(row, column), row, context, references) for column in columns],
            )
            for row, _ in pairs
        ],
        references=references,
    )
    numbers = (
        (
            row,
            [
                _with_disputes(claim, context.catalogue.cell(row, column))
                for claim, column in zip(pair, columns, strict=True)
            ],
        )
        for row, pair in pairs
    )
    files = {f"{name}.svg": figure_svg("chart.svg", values), f"{name}.csv": values_csv(columns, numbers, context)}
    return Drawn(html, files)


def _key(drawn: set[str], context: Context) -> list[Sign]:
    """What the dots mean, where they are not all alike."""
    words = context.words
    known = [words(f"legend_{basis}") for basis in ("stated", "derived") if basis in drawn]
    marked = [Sign(f"point {basis}", words(f"legend_{basis}")) for basis in ("estimated", "rumoured") if basis in drawn]
    solid = [Sign("point", words("separator").join(known))] if known else []
    return [*solid, *marked] if marked else []


class Scale(NamedTuple):
    """A logarithmic axis, or one of time: bounds in its own measure, bounds on paper, ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[Tick, ...]

    def at(self, amount: float) -> float:
        """Where an amount stands on paper, in pixels."""
        return round(self.start + (amount - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def _pair(row: Row, columns: Sequence[Column], rumours: bool, context: Context) -> tuple[Claim, Claim] | None:
    """The two claims that place a row, None where one is missing, a range, or a rumour that nobody asked for."""
    found = []
    for column in columns:
        cell = context.catalogue.cell(row, column)
        candidates = [cell.shown, *cell.beside] if rumours else [cell.shown]
        claim = next((claim for claim in candidates if claim and not claim.is_undisclosed), None)
        if claim is None or (claim.basis is Basis.RUMOURED and not rumours):
            return None
        found.append(claim)
    return found[0], found[1]


def _with_disputes(claim: Claim, cell: Cell) -> tuple[Claim, ...]:
    """A value that is drawn, and those of other sources beside it."""
    return (claim, *cell.disputed_by) if claim is cell.shown else (claim,)


def _amount(claim: Claim) -> float:
    """Where a claim stands on its axis: a year with its fraction, or a power of ten."""
    value = claim.value
    if isinstance(value, Day):
        return year_of(value)
    assert isinstance(value, Quantity)
    return math.log10(value.middle)


def year_of(day: Day) -> float:
    """A day as a year with its fraction; the first one that it can mean."""
    year, month, date = day.earliest
    return year + (month - 1) / 12 + (date - 1) / 365


def _scale(amounts: Sequence[float], axis: int, width: float) -> Scale:
    is_time = bool(amounts) and min(amounts) > 1000
    low, high = (min(amounts), max(amounts)) if amounts else (0.0, 1.0)
    start, end = (LEFT, width - RIGHT - 90) if axis == 0 else (CHART_HEIGHT - BOTTOM, TOP)
    low, high = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    high = max(high, low + 1)
    scale = Scale(low, high, start, end, ())
    ticks = tuple(Tick(scale.at(each), str(each) if is_time else _power(each)) for each in range(low, high + 1))
    return scale._replace(ticks=ticks)


def _power(exponent: int) -> str:
    """10^10 as 10B."""
    for suffix, power in reversed(SUFFIXES.items()):
        if exponent >= power:
            return f"{10 ** (exponent - power)}{suffix}"
    return str(10**exponent)


def _point(row: Row, pair: tuple[Claim, Claim], scales: Sequence[Scale], context: Context) -> Point:
    basis = min((claim.basis for claim in pair), key=lambda each: each.strength)
    name, variant = row_name(row, context)
    x, y = (scale.at(_amount(claim)) for scale, claim in zip(scales, pair, strict=True))
    return Point(x, y, basis.value, f"{name} {variant}".strip())


def _threads(points: Mapping[Row, Point]) -> list[str]:
    """A hairline through the versions of each release."""
    threads = []
    for _, group in groupby(sorted(points, key=lambda row: row.release.slug), key=lambda row: row.release.slug):
        places = sorted({(points[row].x, points[row].y) for row in group})
        if len(places) > 1:
            threads.append(" ".join(f"{x},{y}" for x, y in places))
    return threads


def _labels(points: Mapping[Row, Point], context: Context) -> list[Label]:
    """A name beside the topmost point of each release, where no other name or point is; the table has the rest."""
    tops: dict[str, Row] = {}
    for row, point in points.items():
        top = tops.get(row.release.slug)
        if top is None or (point.y, -point.x) < (points[top].y, -points[top].x):
            tops[row.release.slug] = row
    taken = _Boxes()
    for point in points.values():
        taken.add((point.x - 5, point.y - 5, point.x + 5, point.y + 5))
    labels = []
    for row in tops.values():
        point, text = points[row], row.release.name[context.language]
        for dx, dy, anchor in LABEL_PLACES:
            box = _box(point, dx, dy, anchor, ems(text) * TEXT)
            is_inside = box[0] > LEFT and box[2] < context.figure_width and box[1] > 0
            if is_inside and taken.is_free(_with_room(box, anchor)):
                taken.add(box)
                labels.append(Label(round(point.x + dx, 1), round(point.y + dy, 1), anchor, text))
                break
    return labels


def _box(point: Point, dx: float, dy: float, anchor: str, width: float) -> Box:
    """What a label covers whose baseline begins, ends or has its middle at ``dx``, ``dy`` from its point."""
    x, y = point.x + dx, point.y + dy
    left = {"start": x - 1, "middle": x - width / 2, "end": x - width}[anchor]
    return left, y - 12, left + width + 1, y + 3


def _with_room(box: Box, anchor: str) -> Box:
    """A label's box with room on the sides away from its point, so that it does not seem to name another."""
    left, top, right, bottom = box
    return left - (0 if anchor == "start" else BETWEEN), top, right + (0 if anchor == "end" else BETWEEN), bottom


class _Boxes:
    """Places that are taken, by the strips of paper that they reach into: with hundreds of points most are far off."""

    STRIP = 16

    def __init__(self) -> None:
        self._strips: defaultdict[int, set[Box]] = defaultdict(set)

    def add(self, box: Box) -> None:
        for strip in self._reached(box):
            self._strips[strip].add(box)

    def is_free(self, box: Box) -> bool:
        """Whether the box overlaps no other."""
        return not any(_overlap(box, other) for strip in self._reached(box) for other in self._strips[strip])

    def _reached(self, box: Box) -> range:
        return range(math.floor(box[1] / self.STRIP), math.floor(box[3] / self.STRIP) + 1)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def frame(spec: FigureSpec, context: Context, claims: Sequence[Claim]) -> dict[str, Any]:
    """What every figure has: id, caption, note, source line."""
    day = data_day(claims, context)
    host = urlsplit(context.site_url).netloc
    return {
        "words": context.words,
        "linked": True,
        "id": spec.id,
        "caption": spec.caption,
        "note": spec.note,
        "source": context.words("figure_source", host=host, date=str(day)) if day else context.words("site_name"),
    }


def is_open(release: Release, context: Context) -> bool:
    """Whether anybody can get the weights, or for a method the method."""
    if release.kind == "method":
        return True
    column = Column(context.catalogue.registry.fields["weights_open"])
    shown = (context.catalogue.cell(row, column).shown for row in release.rows)
    return any(claim is not None and claim.value in OPEN_WEIGHTS for claim in shown)
