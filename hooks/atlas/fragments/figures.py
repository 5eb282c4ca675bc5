"""Figures drawn from the catalogue: charts and the family tree as SVG, the timeline as a list.

Everything is placed by counting characters, never by measuring a font, so that the same data give the same bytes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ..catalogue.catalogue import Column, references
from ..catalogue.model import Basis, Claim, Release, Row
from ..catalogue.values import SUFFIXES, Day, Quantity
from .cells import CellView, cell_view
from .citations import latest_check
from .context import Context
from .environment import render
from .lineage import line_style
from .measure import ems
from .specs import CHARTS, FigureSpec
from .tables import column_label, row_name

TEXT = 13.0
WIDTH = 760.0  # the column of a prose page
LEFT, RIGHT, TOP, BOTTOM = 56.0, 24.0, 20.0, 58.0
CHART_HEIGHT = 440.0
LANE = 44.0
TREE_TOP = 56.0
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


class Node(NamedTuple):
    """A release in the tree."""

    x: float
    y: float
    name: str
    date: str
    href: str
    is_open: bool


class Edge(NamedTuple):
    """A line from parent to child: SVG path and style."""

    path: str
    line: str


class Kin(NamedTuple):
    """A line of the tree's text twin: a release, and how it comes from which others."""

    name: str
    href: str
    date: str
    parents: tuple[tuple[str, str], ...]


class Entry(NamedTuple):
    """One moment of the timeline."""

    date: CellView
    name: str
    href: str
    versions: str
    makers: str
    is_open: bool


# --- charts


def chart(spec: FigureSpec, context: Context) -> str:
    """A named chart as SVG, with its numbers as a table. Rumours show only where the author asked for them."""
    fields = context.catalogue.registry.fields
    columns = [Column(fields[name]) for name in CHARTS[spec.name]]
    pairs = [(row, pair) for row in spec.rows if (pair := _pair(row, columns, spec.rumours, context))]
    claims = [claim for _, pair in pairs for claim in pair]
    scales = [_scale([_amount(pair[axis]) for _, pair in pairs], axis) for axis in (0, 1)]
    points = {row: _point(row, pair, scales, context) for row, pair in pairs}
    return render(
        "chart.html",
        **_frame(spec, context, claims),
        width=WIDTH,
        height=CHART_HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=CHART_HEIGHT - BOTTOM,
        x_ticks=scales[0].ticks,
        y_ticks=scales[1].ticks,
        x_label=column_label(columns[0], context),
        y_label=column_label(columns[1], context),
        points=list(points.values()),
        threads=_threads(points),
        labels=_labels(points, context),
        headers=[column_label(column, context) for column in columns],
        rows=[
            (
                *row_name(row, context),
                [cell_view(context.catalogue.cell(row, column), row, context) for column in columns],
            )
            for row, _ in pairs
        ],
    )


class _Scale(NamedTuple):
    """A logarithmic axis, or one of time: bounds in its own measure, bounds on paper, ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[Tick, ...]

    def at(self, amount: float) -> float:
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


def _amount(claim: Claim) -> float:
    """Where a claim stands on its axis: a year with its fraction, or a power of ten."""
    value = claim.value
    if isinstance(value, Day):
        return _year(value)
    assert isinstance(value, Quantity)
    return math.log10(value.middle)


def _year(day: Day) -> float:
    year, month, date = day.earliest
    return year + (month - 1) / 12 + (date - 1) / 365


def _scale(amounts: Sequence[float], axis: int) -> _Scale:
    is_time = bool(amounts) and min(amounts) > 1000
    low, high = (min(amounts), max(amounts)) if amounts else (0.0, 1.0)
    start, end = (LEFT, WIDTH - RIGHT - 90) if axis == 0 else (CHART_HEIGHT - BOTTOM, TOP)
    low, high = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    high = max(high, low + 1)
    scale = _Scale(low, high, start, end, ())
    ticks = tuple(Tick(scale.at(each), str(each) if is_time else _power(each)) for each in range(low, high + 1))
    return scale._replace(ticks=ticks)


def _power(exponent: int) -> str:
    """10^10 as 10B."""
    for suffix, power in reversed(SUFFIXES.items()):
        if exponent >= power:
            return f"{10 ** (exponent - power)}{suffix}"
    return str(10**exponent)


def _point(row: Row, pair: tuple[Claim, Claim], scales: Sequence[_Scale], context: Context) -> Point:
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
        width = ems(text) * TEXT
        for label, box in (
            (
                Label(point.x + 9, point.y + 4, "start", text),
                (point.x + 8, point.y - 8, point.x + 9 + width, point.y + 7),
            ),
            (
                Label(point.x - 9, point.y + 4, "end", text),
                (point.x - 9 - width, point.y - 8, point.x - 8, point.y + 7),
            ),
            (
                Label(point.x, point.y - 10, "middle", text),
                (point.x - width / 2, point.y - 22, point.x + width / 2, point.y - 7),
            ),
            (
                Label(point.x, point.y + 20, "middle", text),
                (point.x - width / 2, point.y + 7, point.x + width / 2, point.y + 23),
            ),
        ):
            inside = box[0] > LEFT and box[2] < WIDTH and box[1] > 0
            if inside and taken.is_free(box):
                taken.add(box)
                labels.append(label)
                break
    return labels


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


def _frame(spec: FigureSpec, context: Context, claims: Iterable[Claim]) -> dict[str, Any]:
    """What every figure has: id, caption, note, source line."""
    checked = latest_check(claims)
    return {
        "words": context.words,
        "id": spec.id or spec.name,
        "caption": spec.caption,
        "note": spec.note,
        "source": context.words("figure_source", date=str(checked)) if checked else context.words("site_name"),
    }


# --- the family tree


def lineage_figure(spec: FigureSpec, context: Context) -> str:
    """The selected releases with their parents and children along a time axis, as SVG and as text."""
    slugs = _with_kin({row.release.slug for row in spec.rows}, context)
    links = _links(slugs, context)
    years = _years(slugs, context)
    places = _places(slugs, links, years, context)
    first, last = math.floor(min(years.values(), default=0)), math.ceil(max(years.values(), default=1))
    scale = _time_scale(first, last)
    releases = context.catalogue.releases
    nodes = [_node(releases[slug], place, context) for slug, place in places.items()]
    claims = [claim for slug in slugs for claim in releases[slug].claims if claim.field.id in ("base", "announced")]
    return render(
        "lineage.html",
        **_frame(spec, context, claims),
        width=WIDTH,
        height=max((y for _, y in places.values()), default=TREE_TOP) + 48,
        ticks=[Tick(scale.at(year), str(year)) for year in range(first, last + 1)],
        nodes=nodes,
        edges=[Edge(_path(places[parent], places[child]), line) for (parent, child), line in links.items()],
        kin=[_kin(slug, context) for slug in sorted(slugs, key=lambda slug: (years[slug], slug))],
    )


def _node(release: Release, place: tuple[float, float], context: Context) -> Node:
    name, href = _label(release, context), context.model_url(release.slug)
    return Node(*place, name, _date(release, context), href, _is_open(release, context))


def _with_kin(chosen: set[str], context: Context) -> set[str]:
    """The chosen releases with their parents and children."""
    found = set(chosen)
    for slug, release in context.catalogue.releases.items():
        for parent in _parents(release):
            if slug in chosen:
                found.add(parent)
            elif parent in chosen:
                found.add(slug)
    return found & context.catalogue.releases.keys()


def _parents(release: Release) -> dict[str, str]:
    """Slug of each parent -> relation, without relations among the release's own versions."""
    claims = (claim for claim in release.claims if claim.field.id == "base")
    found: dict[str, str] = {}
    for claim in claims:
        for reference in references(claim.value):
            if reference.slug != release.slug:
                found.setdefault(reference.slug, reference.relation)
    return found


def _links(slugs: set[str], context: Context) -> dict[tuple[str, str], str]:
    """(parent, child) -> line style, in a fixed order."""
    return {
        (parent, slug): line_style(relation, context)
        for slug in sorted(slugs)
        for parent, relation in _parents(context.catalogue.releases[slug]).items()
        if parent in slugs
    }


def _first_day(release: Release, context: Context) -> Claim | None:
    """The claim of the day on which a release was announced, or else its paper's, or else its weights'."""
    for name in ("announced", "paper_date", "weights_date"):
        column = Column(context.catalogue.registry.fields[name])
        shown = [context.catalogue.cell(row, column).shown for row in release.rows]
        days = [claim for claim in shown if claim and isinstance(claim.value, Day)]
        if days:
            return min(days, key=lambda claim: str(claim.value))
    return None


def _label(release: Release, context: Context) -> str:
    """The name in the tree; it says so where no date is known, because the axis would show one."""
    name = release.name[context.language]
    if _first_day(release, context) is not None:
        return name
    return context.words("brackets", name=name, word=context.words("figure_undated"))


def _date(release: Release, context: Context) -> str:
    claim = _first_day(release, context)
    return str(claim.value) if claim else ""


def _years(slugs: set[str], context: Context) -> dict[str, float]:
    """When each release came out; one without a date stands with the earliest."""
    known = {}
    for slug in slugs:
        claim = _first_day(context.catalogue.releases[slug], context)
        if claim is not None and isinstance(claim.value, Day):
            known[slug] = _year(claim.value)
    earliest = min(known.values(), default=2020.0)
    return {slug: known.get(slug, earliest) for slug in slugs}


def _time_scale(first: int, last: int) -> _Scale:
    return _Scale(first, max(last, first + 1), 16, WIDTH - 130, ())


def _places(
    slugs: set[str], links: Mapping[tuple[str, str], str], years: Mapping[str, float], context: Context
) -> dict[str, tuple[float, float]]:
    """Where each release stands: time to the right; a child on its parent's lane while there is room, else below."""
    scale = _time_scale(math.floor(min(years.values(), default=0)), math.ceil(max(years.values(), default=1)))
    ends: list[float] = []  # how far each lane is taken
    lanes: dict[str, int] = {}
    found: dict[str, tuple[float, float]] = {}

    def place(slug: str, first_lane: int) -> None:
        parents = [parent for parent, child in links if child == slug and parent in found]
        x = scale.at(years[slug])
        if _first_day(context.catalogue.releases[slug], context) is None:  # it has no place of its own on the axis
            x = max([x, *(found[parent][0] + 18 for parent in parents)])
        wanted = range(min((lanes[parent] for parent in parents), default=first_lane), len(ends))
        lane = next((each for each in wanted if ends[each] + 14 < x), len(ends))
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = x + ems(_label(context.catalogue.releases[slug], context)) * TEXT
        lanes[slug] = lane
        found[slug] = (x, TREE_TOP + lane * LANE)
        children = sorted((child for parent, child in links if parent == slug), key=lambda child: (years[child], child))
        for child in children:
            if child not in found and all(parent in found for parent, other in links if other == child):
                place(child, first_lane)

    tied = {slug for pair in links for slug in pair}
    roots = [slug for slug in slugs if not any(child == slug for _, child in links)]
    roots.sort(key=lambda slug: (years[slug], slug))
    for root in (slug for slug in roots if slug in tied):
        place(root, len(ends))
    alone = len(ends)  # the first of the lanes that releases without kin share
    for root in (slug for slug in roots if slug not in tied):
        place(root, alone)
    return found


def _path(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A curve that leaves and arrives level."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        return f"M{x1} {y1}H{x2}"
    bend = round(min(60.0, max(12.0, (x2 - x1) / 2)), 1)
    return f"M{x1} {y1}C{round(x1 + bend, 1)} {y1} {round(x2 - bend, 1)} {y2} {x2} {y2}"


def _is_open(release: Release, context: Context) -> bool:
    """Whether anybody can get the weights, or for a method the method."""
    if release.kind == "method":
        return True
    column = Column(context.catalogue.registry.fields["weights_open"])
    shown = (context.catalogue.cell(row, column).shown for row in release.rows)
    return any(claim is not None and claim.value in OPEN_WEIGHTS for claim in shown)


def _kin(slug: str, context: Context) -> Kin:
    releases, options = context.catalogue.releases, context.catalogue.registry.fields["base"].options
    release = releases[slug]
    parents = tuple(
        (options[relation].name[context.language], releases[parent].name[context.language])
        for parent, relation in _parents(release).items()
        if parent in releases
    )
    return Kin(release.name[context.language], context.model_url(slug), _date(release, context), parents)


# --- the timeline


def timeline(spec: FigureSpec, context: Context) -> str:
    """The selected versions by the day they were announced, a year a group; those of one release and day together."""
    column = Column(context.catalogue.registry.fields["announced"])
    moments: dict[tuple[str, str], list[Row]] = {}
    for row in spec.rows:
        shown = context.catalogue.cell(row, column).shown
        if shown and isinstance(shown.value, Day):
            moments.setdefault((str(shown.value), row.release.slug), []).append(row)
    entries = [(date, _entry(rows, column, context)) for (date, _), rows in sorted(moments.items())]
    years = [(year, [entry for _, entry in group]) for year, group in groupby(entries, key=lambda pair: pair[0][:4])]
    shown_claims = (context.catalogue.cell(row, column).shown for rows in moments.values() for row in rows)
    frame = _frame(spec, context, [claim for claim in shown_claims if claim])
    return render("timeline.html", **frame, years=years)


def _entry(rows: Sequence[Row], column: Column, context: Context) -> Entry:
    release = rows[0].release
    versions = [variant for row in rows if (variant := row_name(row, context)[1])]
    is_part = len(rows) < len(release.rows)
    return Entry(
        date=cell_view(context.catalogue.cell(rows[0], column), rows[0], context),
        name=release.name[context.language],
        href=context.model_url(release.slug),
        versions=context.words("separator").join(versions) if is_part else "",
        makers=context.organizations(release),
        is_open=_is_open(release, context),
    )
