"""The family tree: releases along a time axis, each line from what was taken over to what took it.

A line drops beside its parent and then runs level on its child's lane, so that it crosses names only where it drops.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..catalogue.catalogue import references
from ..catalogue.model import Release
from .context import Context
from .drawn import Drawn
from .environment import render
from .figure_files import figure_svg
from .figures import TEXT, Scale, Tick, frame, is_open, year_of
from .lineage import line_style
from .measure import ems
from .specs import FigureSpec

LANE = 42.0
TOP = 56.0
BELOW = 48.0  # room for the source line
LEFT, RIGHT = 16.0, 130.0  # a name stands to the right of its dot
DOT = 14.0  # how near two dots of one lane may come
DROP = 28.0  # how far to the right a line takes to change its lane
RADIUS = 6.0  # of a dot, with its stroke
HEAD = 6.0  # length of an arrow's head
BESIDE = 4.0  # between lines of different styles that lead to one dot; less than a dot's radius

Link = tuple[str, str]  # parent, child


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


def lineage_figure(spec: FigureSpec, context: Context) -> Drawn:
    """The selected releases with their parents and children along a time axis, as SVG and as text."""
    slugs = _with_kin({row.release.slug for row in spec.rows}, context)
    links = _links(slugs, context)
    years = _years(slugs, context)
    first, last = math.floor(min(years.values(), default=0)), math.ceil(max(years.values(), default=1))
    scale = Scale(first, max(last, first + 1), LEFT, context.figure_width - RIGHT, ())
    releases = context.catalogue.releases
    layout = Layout({slug: scale.at(year) for slug, year in years.items()}, _labels(slugs, context), links)
    layout.place_all({slug for slug in slugs if context.catalogue.first_day(*releases[slug].rows) is None})
    places = layout.places
    claims = [claim for slug in slugs for claim in releases[slug].claims if claim.field.id in ("base", "announced")]
    values: dict[str, Any] = {
        **frame(spec, context, claims),
        "width": context.figure_width,
        "height": max((y for _, y in places.values()), default=TOP) + BELOW,
        "ticks": [Tick(scale.at(year), str(year)) for year in range(first, last + 1)],
        "nodes": [_node(releases[slug], place, context) for slug, place in places.items()],
        "edges": _edges(links, places),
    }
    kin = [_kin(slug, context) for slug in sorted(slugs, key=lambda slug: (places[slug][0], slug))]
    return Drawn(
        render("lineage.html", **values, kin=kin),
        {f"{values['id']}.svg": figure_svg("lineage.svg", values)},
    )


def _node(release: Release, place: tuple[float, float], context: Context) -> Node:
    name, href = _label(release, context), context.model_url(release.slug)
    return Node(*place, name, _date(release, context), href, is_open(release, context))


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


def _label(release: Release, context: Context) -> str:
    """The name in the tree; it says so where no date is known, because the axis would show one."""
    name = release.name[context.language]
    if context.catalogue.first_day(*release.rows) is not None:
        return name
    return context.words("brackets", name=name, word=context.words("figure_undated"))


def _date(release: Release, context: Context) -> str:
    dated = context.catalogue.first_day(*release.rows)
    return str(dated[0]) if dated else ""


def _years(slugs: set[str], context: Context) -> dict[str, float]:
    """When each release came out; one without a date stands with the earliest."""
    known = {}
    for slug in slugs:
        dated = context.catalogue.first_day(*context.catalogue.releases[slug].rows)
        if dated is not None:
            known[slug] = year_of(dated[0])
    earliest = min(known.values(), default=2020.0)
    return {slug: known.get(slug, earliest) for slug in slugs}


def _labels(slugs: Iterable[str], context: Context) -> dict[str, str]:
    return {slug: _label(context.catalogue.releases[slug], context) for slug in slugs}


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
        self.places: dict[str, tuple[float, float]] = {}
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
        name = (x - DOT, x + ems(self._names[slug]) * TEXT)
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


def _edges(links: Mapping[Link, str], places: Mapping[str, tuple[float, float]]) -> list[Edge]:
    """The lines, those of the earliest parents first.

    A later one of the same style ends where it joins the first; one of another style runs beside it.
    """
    edges: list[Edge] = []
    drawn: dict[str, list[str]] = defaultdict(list)
    for (parent, child), line in sorted(links.items(), key=lambda link: (places[link[0][0]], link[0])):
        styles, (x, y) = drawn[child], places[child]
        joins = line in styles and places[parent][0] < x
        if line not in styles:
            styles.append(line)
        end = (x, y + math.copysign(BESIDE * styles.index(line), places[parent][1] - y))
        head = "" if joins else _head(places[parent], end)
        edges.append(Edge(_path(places[parent], end, joins), line, head))
    return edges


def _path(start: tuple[float, float], end: tuple[float, float], joins: bool) -> str:
    """A line that drops to its child's lane right beside its parent, and then runs level; it ``joins`` one there."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        return f"M{x1} {y1}H{x2}"
    turn = round(min(x1 + DROP, max(x2, x1 + 8)) if x2 >= x1 else max(x1 - DROP, x2), 1)
    rest = "" if joins and x1 <= turn < x2 else f"H{x2}"
    return f"M{x1} {y1}C{turn} {y1} {x1} {y2} {turn} {y2}{rest}"


def _head(start: tuple[float, float], end: tuple[float, float]) -> str:
    """An arrow's head at the edge of the dot at ``end``, which a line always reaches level."""
    (x1, _), (x2, y) = start, end
    back = -HEAD if x2 >= x1 else HEAD
    tip = x2 - math.copysign(RADIUS, -back)
    return f"M{tip} {y}L{tip + back} {y - HEAD / 2}V{y + HEAD / 2}Z"


def _kin(slug: str, context: Context) -> Kin:
    releases, options = context.catalogue.releases, context.catalogue.registry.fields["base"].options
    release = releases[slug]
    parents = tuple(
        (options[relation].name[context.language], releases[parent].name[context.language])
        for parent, relation in _parents(release).items()
        if parent in releases
    )
    return Kin(release.name[context.language], context.model_url(slug), _date(release, context), parents)
