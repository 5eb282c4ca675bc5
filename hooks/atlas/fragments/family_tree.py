"""The family tree: releases along a time axis, each line from what was taken over to what took it.

A line leaves its parent's lane where it crosses no name, right beside the parent if it can, and then runs level on its
child's. A name that stands in the way of every such place is drawn over the line.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..catalogue.catalogue import Column, references
from ..catalogue.model import Release, Row
from ..catalogue.values import Day
from .context import Context
from .drawn import Drawn
from .environment import render
from .figure_files import Sign, figure_svg
from .figures import TEXT, Scale, Tick, frame, is_open, year_of
from .lineage import line_signs, line_style
from .measure import ems
from .specs import FigureSpec
from .values import variant_label

LANE = 42.0
TOP = 56.0
BELOW = 48.0  # room for the source line
LEFT, RIGHT = 16.0, 130.0  # a name stands to the right of its dot
DOT = 14.0  # how near two dots of one lane may come
NAME = 4.0  # how far left of its dot a name begins
ABOVE = 15.0  # from a dot up to the middle of its name
DROP = 28.0  # how far to the right a line takes to change its lane
RADIUS = 6.0  # of a dot, with its stroke
HEAD = 6.0  # length of an arrow's head
BESIDE = 4.0  # between lines of different styles that lead to one dot; less than a dot's radius

Link = tuple[str, str]  # parent, child
Point = tuple[float, float]  # x, y


class Node(NamedTuple):
    """A release in the tree."""

    x: float
    y: float
    name: str
    date: str
    href: str
    is_open: bool


class Edge(NamedTuple):
    """A line from parent to child: SVG path and style, and the path of the arrow's head, "" where it joins a line."""

    path: str
    line: str
    head: str


class Kin(NamedTuple):
    """A line of the tree's text twin: a release, and how it comes from which others."""

    name: str
    href: str
    date: str
    parents: tuple[tuple[str, str], ...]


class Stage(NamedTuple):
    """What has a dot of its own: a release, or those versions of it that come from a release later than its first.

    Attributes:
        day: the first of the rows', None where none is known.
        parents: slug of each release that it comes from -> relation.
    """

    name: str
    release: Release
    day: Day | None
    parents: Mapping[str, str]


def lineage_figure(spec: FigureSpec, context: Context) -> Drawn:
    """The selected releases with their parents and children along a time axis, as SVG and as text."""
    slugs = _with_kin({row.release.slug for row in spec.rows}, context)
    stages = {key: stage for slug in sorted(slugs) for key, stage in _stages(slug, slugs, context)}
    links = {
        (parent, key): line_style(relation, context)
        for key, stage in stages.items()
        for parent, relation in stage.parents.items()
    }
    known = {key: year_of(stage.day) for key, stage in stages.items() if stage.day}
    years = {key: known.get(key, min(known.values(), default=2020.0)) for key in stages}  # one without stands first
    first, last = math.floor(min(years.values(), default=0)), math.ceil(max(years.values(), default=1))
    scale = Scale(first, max(last, first + 1), LEFT, context.figure_width - RIGHT, ())
    names = {key: stage.name for key, stage in stages.items()}
    layout = Layout({key: scale.at(year) for key, year in years.items()}, names, links)
    layout.place_all(stages.keys() - known.keys())
    places = layout.places
    claims = [
        claim
        for slug in slugs
        for claim in context.catalogue.releases[slug].claims
        if claim.field.id in ("base", "announced")
    ]
    values: dict[str, Any] = {
        **frame(spec, context, claims),
        "width": context.figure_width,
        "height": max((y for _, y in places.values()), default=TOP) + BELOW,
        "ticks": [Tick(scale.at(year), str(year)) for year in range(first, last + 1)],
        "nodes": [_node(stages[key], place, context) for key, place in places.items()],
        "edges": _edges(links, places, names),
        "key": [
            Sign("node known", context.words("node_open")),
            Sign("node", context.words("node_closed")),
            *line_signs(context),
        ],
    }
    kin = [_kin(stages[key], context) for key in sorted(stages, key=lambda key: (places[key][0], key))]
    return Drawn(
        render("lineage.html", **values, kin=kin),
        {f"{values['id']}.svg": figure_svg("lineage.svg", values)},
    )


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


def _stages(slug: str, slugs: set[str], context: Context) -> Iterator[tuple[str, Stage]]:
    """The stages of a release by their keys: itself under its slug, and one for each parent that came after it."""
    catalogue = context.catalogue
    release = catalogue.releases[slug]
    parents = {parent: relation for parent, relation in _parents(release).items() if parent in slugs}
    day = _first_day(release.rows, context)
    later = {
        parent
        for parent in parents
        if day and (other := _first_day(catalogue.releases[parent].rows, context)) and other.earliest > day.latest
    }
    name = release.name[context.language]
    if day is None:  # the axis would show a date
        name = context.words("brackets", name=name, word=context.words("figure_undated"))
    yield slug, Stage(name, release, day, {key: value for key, value in parents.items() if key not in later})
    base = Column(catalogue.registry.fields["base"])
    for parent in sorted(later):
        shown = ((row, catalogue.cell(row, base).shown) for row in release.rows)
        rows = [row for row, claim in shown if claim and parent in {each.slug for each in references(claim.value)}]
        label = _common_words([variant_label(release, row.variant, context) for row in rows])
        own = f"{release.name[context.language]} {label}".rstrip()
        yield f"{slug}@{parent}", Stage(own, release, _first_day(rows, context), {parent: parents[parent]})


def _first_day(rows: Sequence[Row], context: Context) -> Day | None:
    dated = context.catalogue.first_day(*rows)
    return dated[0] if dated else None


def _common_words(labels: Sequence[str]) -> str:
    """What several versions are called in common: "v1.5" for "7B v1.5" and "13B v1.5"."""
    return " ".join(word for word in labels[0].split() if all(word in label.split() for label in labels))


def _node(stage: Stage, place: Point, context: Context) -> Node:
    href = context.model_url(stage.release.slug)
    return Node(*place, stage.name, str(stage.day or ""), href, is_open(stage.release, context))


@dataclass(slots=True)
class _Lane:
    """A row of the drawing: its dots, and how far its level lines and its names reach."""

    dots: list[float] = field(default_factory=list)
    lines: list[tuple[float, float]] = field(default_factory=list)
    names: list[tuple[float, float]] = field(default_factory=list)

    def has_room(self, line: tuple[float, float], name: tuple[float, float]) -> bool:
        """Whether a dot at the end of ``line``, with its name, touches nothing that is there."""
        start, end = line
        return not (
            any(start < dot < end + DOT for dot in self.dots)
            or any(_overlap(line, other) for other in self.lines)
            or any(_overlap(name, other) for other in self.names)
        )


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class Layout:
    """Gives each release a lane: its parent's while there is room, else the next one below that has room.

    ``places`` has slug -> x, y once everything is placed.
    """

    def __init__(self, x_by_slug: Mapping[str, float], names: Mapping[str, str], links: Iterable[Link]) -> None:
        self.places: dict[str, Point] = {}
        self._x = x_by_slug
        self._names = names
        self._lanes: list[_Lane] = []
        self._lane_of: dict[str, int] = {}
        self._parents: dict[str, list[str]] = defaultdict(list)
        self._children: dict[str, list[str]] = defaultdict(list)
        for parent, child in links:
            self._parents[child].append(parent)
            self._children[parent].append(child)

    def place_all(self, undated: set[str]) -> None:
        """Place every release, families first, each on lanes of its own; those without kin share what comes below.

        ``undated`` releases have no place of their own on the axis and stand right of their parents.
        """
        order = sorted(self._x, key=lambda slug: (self._x[slug], slug))
        family = self._families(order)
        roots = sorted((slug for slug in order if not self._parents[slug]), key=lambda slug: family[slug])
        for root in roots:
            if self._children[root]:
                self._descend(root, len(self._lanes), undated)
        below = len(self._lanes)
        for root in roots:
            if not self._children[root]:
                self._place(root, below, undated)

    def _families(self, order: Iterable[str]) -> dict[str, int]:
        """slug -> number of the set of releases that hang together, counted from the one with the earliest."""
        found: dict[str, int] = {}
        for number, first in enumerate(order):
            stack = [first]
            while stack:
                slug = stack.pop()
                if slug not in found:
                    found[slug] = number
                    stack += [*self._parents[slug], *self._children[slug]]
        return found

    def _descend(self, root: str, first_lane: int, undated: set[str]) -> None:
        """Place a release and what comes from it, the earliest child first; a child waits for all of its parents."""
        stack = [root]
        while stack:
            slug = stack.pop()
            if slug in self.places or not all(parent in self.places for parent in self._parents[slug]):
                continue
            self._place(slug, first_lane, undated)
            stack += sorted(self._children[slug], key=lambda child: (self._x[child], child), reverse=True)

    def _place(self, slug: str, first_lane: int, undated: set[str]) -> None:
        parents = self._parents[slug]
        x = self._x[slug]
        if slug in undated:
            x = max([x, *(self.places[parent][0] + DROP for parent in parents)])
        line = (min([x, *(self.places[parent][0] for parent in parents)]), x)
        name = (x - NAME, x + ems(self._names[slug]) * TEXT)
        number = min((self._lane_of[parent] for parent in parents), default=first_lane)
        while number < len(self._lanes) and not self._lanes[number].has_room(line, name):
            number += 1
        if number == len(self._lanes):
            self._lanes.append(_Lane())
        lane = self._lanes[number]
        lane.dots.append(x)
        lane.lines.append(line)
        lane.names.append(name)
        self._lane_of[slug] = number
        self.places[slug] = (x, TOP + number * LANE)


def _edges(links: Mapping[Link, str], places: Mapping[str, Point], names: Mapping[str, str]) -> list[Edge]:
    """The lines, those of the earliest parents first.

    A later one of the same style ends where it joins the first; one of another style runs beside it.
    """
    edges: list[Edge] = []
    turns: dict[str, dict[str, float]] = defaultdict(dict)  # child -> style -> where its first line runs level
    for (parent, child), line in sorted(links.items(), key=lambda link: (places[link[0][0]], link[0])):
        start, (x, y) = places[parent], places[child]
        styles = turns[child]
        joins = line in styles and start[0] < x
        turn = drop_end(start, (x, y), places, names)
        first_turn = styles.setdefault(line, turn)
        end = (x, y + math.copysign(BESIDE * list(styles).index(line), start[1] - y))
        path = _path(start, end, turn, ends_there=joins and first_turn <= turn < x)
        edges.append(Edge(path, line, "" if joins else _head(start, end)))
    return edges


def drop_end(start: Point, end: Point, places: Mapping[str, Point], names: Mapping[str, str]) -> float:
    """Where a line has reached its child's lane: the first place where it crosses no name, else the last one.

    Right beside the parent where a dot would be in the way, or the child is not later than its parent.
    """
    (x1, y1), (x2, y2) = start, end
    low, high = sorted((y1, y2))
    reach = [(x - NAME, x + ems(names[slug]) * TEXT) for slug, (x, y) in places.items() if low < y - ABOVE < high]
    leave = x1
    while hit := [right for left, right in reach if left < leave + DROP and leave < right]:
        leave = max(hit)
    leave = min(leave, x2 - DROP - HEAD - RADIUS)
    if leave < x1 or any(y == y1 and x1 < x < leave + DROP for x, y in places.values()):
        return round(x1 + math.copysign(DROP, x2 - x1), 1)
    return round(leave + DROP, 1)


def _path(start: Point, end: Point, turn: float, *, ends_there: bool) -> str:
    """A line that changes lanes just before ``turn`` and then runs level, unless it joins another there.

    A child that stands nearly below its parent is reached in a bow from the left.
    """
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        return f"M{x1} {y1}H{x2}"
    if abs(x2 - x1) <= DROP:
        bow = round(min(x1, x2) - DROP, 1)
        return f"M{x1} {y1}C{bow} {y1} {bow} {y2} {x2} {y2}"
    leave = round(turn - math.copysign(DROP, x2 - x1), 1)
    level = f"H{leave}" if leave != x1 else ""
    rest = "" if ends_there else f"H{x2}"
    return f"M{x1} {y1}{level}C{turn} {y1} {leave} {y2} {turn} {y2}{rest}"


def _head(start: Point, end: Point) -> str:
    """An arrow's head at the edge of the dot at ``end``, which a line always reaches level."""
    (x1, _), (x2, y) = start, end
    back = -HEAD if x2 >= x1 - DROP else HEAD
    tip = x2 - math.copysign(RADIUS, -back)
    return f"M{tip} {y}L{tip + back} {y - HEAD / 2}V{y + HEAD / 2}Z"


def _kin(stage: Stage, context: Context) -> Kin:
    releases, options = context.catalogue.releases, context.catalogue.registry.fields["base"].options
    parents = tuple(
        (options[relation].name[context.language], releases[parent].name[context.language])
        for parent, relation in stage.parents.items()
    )
    return Kin(stage.name, context.model_url(stage.release.slug), str(stage.day or ""), parents)
