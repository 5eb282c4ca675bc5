"""The directives of a page: found, read and checked, and how each is drawn.

A directive is a fenced block with a small YAML body. ``DIRECTIVES``, at the end, says everything about each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from ..catalogue.catalogue import Catalogue, Column
from ..catalogue.findings import Findings, Place, alternatives, nearest
from ..catalogue.model import Row
from ..catalogue.nodes import MappingNode, Node, Scalar, SequenceNode, kind_of, parse_yaml, scalar_text
from ..catalogue.query import BadQuery, BadSelection, Selection, read_column, select
from . import lists
from .cards import model_card
from .context import Context
from .drawn import Drawn
from .family_tree import lineage_figure
from .fences import Block, fenced_blocks, outside_fences
from .figures import chart
from .specs import (
    CHARTS,
    CardSpec,
    ChangesSpec,
    ChartSpec,
    CompareSpec,
    ErrataSpec,
    FigureSpec,
    NoOptions,
    ReferenceSpec,
    SampleSpec,
    Spec,
    figure_of,
)
from .tables import compare
from .timeline import timeline

AnySpec = TypeVar("AnySpec", bound=Spec)
MAXIMUM_COLUMNS = 10
MAXIMUM_DIRECTIVES = 100
MAXIMUM_VALUES = 20
_MARKER = re.compile(r"(?P<lead>[ \t>]*(?:[-*+]|\d+\.)[ \t]+)(?:`{3,}|~{3,})[ \t]*(?P<name>[a-z-]+)\s*$")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d+\.)[ \t]")


@dataclass(frozen=True, slots=True)
class Fence:
    """One directive as it stands in a page.

    Attributes:
        name: the word after the backticks.
        prefix: what stands before each line: indentation of a list or tab, ``>`` of a quote.
        body: the lines between, without the prefix.
        first, last: line numbers from 0 of the opening and the closing fence.
        place: of the name, for findings.
    """

    name: str
    prefix: str
    body: str
    first: int
    last: int
    place: Place


def fences(markdown: str, place: Place, findings: Findings) -> Iterator[Fence]:
    """The directives of a page, in order; what stands inside a longer fence is an example and is left alone.

    Args:
        markdown: the page's text.
        place: where the text begins in its file (after the front matter).
        findings: where a fence that never closes, that stands askew in a list, or whose name is near a directive's,
            is reported.
    """
    lines = markdown.split("\n")
    for index, line in outside_fences(markdown):
        match = _MARKER.match(line)
        if match is not None and match["name"] in DIRECTIVES:
            at = Place(place.file, place.line + index, match.start("name") + 1)
            findings.report("E519", at, name=match["name"])
    for block in fenced_blocks(lines):
        name, at = block.name, Place(place.file, place.line + block.first, block.column)
        if name not in DIRECTIVES and (near := nearest(name, DIRECTIVES)):
            findings.report("E501", at, name=name, known=", ".join(DIRECTIVES), candidates=near)
        if name not in DIRECTIVES:
            continue
        if block.last is None:
            findings.report("E509", at)
            continue
        if _falls_out_of_list(lines, block):
            findings.report("E519", at, name=name)
        yield Fence(name, block.prefix, block.body(lines), block.first, block.last, at)


def _falls_out_of_list(lines: Sequence[str], block: Block) -> bool:
    """Whether a directive is meant for a list item, but not indented by fours as Markdown wants it."""
    _, _, indent = block.prefix.expandtabs(4).rpartition("> ")
    if len(indent) % 4 == 0:
        return False
    above = next((line for line in reversed(lines[: block.first]) if line.strip(" \t>")), "")
    return _ITEM.match(above) is not None


def read_page(markdown: str, place: Place, catalogue: Catalogue, findings: Findings) -> list[tuple[Fence, Spec]]:
    """The directives of a page with what they ask for; everything wrong is reported, the wrong ones are left out."""
    found: list[tuple[Fence, Spec]] = []
    ids: dict[str, int] = {}
    tables = 0
    for index, fence in enumerate(fences(markdown, place, findings)):
        if index == MAXIMUM_DIRECTIVES:
            findings.report("E516", fence.place, limit=MAXIMUM_DIRECTIVES)
            break
        spec = Reader(fence, catalogue, findings, number=tables + 1).spec()
        if spec is None:
            continue
        tables += isinstance(spec, CompareSpec)
        if (figure := figure_of(spec)) is not None:
            if figure.id in ids:
                findings.report("E510", fence.place, id=figure.id, line=ids[figure.id])
            ids.setdefault(figure.id, fence.place.line)
        found.append((fence, spec))
    return found


class Reader:
    """Reads one directive's body; a table among them is the ``number``-th of its page."""

    def __init__(self, fence: Fence, catalogue: Catalogue, findings: Findings, number: int) -> None:
        self._fence = fence
        self._number = number
        self._directive = DIRECTIVES[fence.name]
        self._catalogue = catalogue
        self._findings = findings
        self._body = MappingNode((), fence.place)

    def spec(self) -> Spec | None:
        """What the directive asks for; None with findings where something is wrong."""
        before = len(self._findings.items)
        if self._fence.body.strip():
            start = Place(self._fence.place.file, self._fence.place.line + 1, len(self._fence.prefix) + 1)
            body = parse_yaml(self._fence.body, start, self._findings)
            if body is None:
                return None
            self._body = body
        known = self._directive.options
        for key, _ in self._body:
            if not known:
                self._report("E520", key.place, name=self._fence.name, option=key.text)
            elif key.text not in known:
                self._report(
                    "E502", key.place, name=self._fence.name, option=key.text, known=", ".join(known),
                    candidates=nearest(key.text, known),
                )  # fmt: skip
        missing = [name for name in self._directive.required if self._body.get(name) is None]
        if missing:
            self._report("E513", self._fence.place, name=self._fence.name, missing=", ".join(missing))
            return None
        spec = self._directive.read(self)
        has_error = any(finding.rule.is_error for finding in self._findings.items[before:])
        return None if has_error else spec

    def _report(self, code: str, place: Place, **values: object) -> None:
        self._findings.report(code, place, **values)

    def _report_at(self, key: str, code: str, **values: object) -> None:
        """Report at the option ``key``, or at the directive where it is not written."""
        node = self._body.get(key)
        self._report(code, node.place if node else self._fence.place, **values)

    def _text(self, key: str) -> str:
        return scalar_text(self._body.get(key), key, self._findings)

    def _flag(self, key: str) -> bool:
        text = self._text(key)
        if text not in ("", "yes", "no"):
            self._report_at(key, "E207", seen=text)
        return text == "yes"

    def card(self) -> CardSpec | None:
        """A release's card."""
        slug = self._text("model")
        release = self._catalogue.releases.get(slug)
        if release is None:
            node = self._body.get("model")
            self._no_release(slug, node.place if node else self._fence.place)
            return None
        return CardSpec(release)

    def _no_release(self, reference: str, place: Place) -> None:
        """Report a release that is not there; one with errors of its own has been told already."""
        if reference.partition("/")[0] not in self._catalogue.broken:
            self._report("E504", place, slug=reference, candidates=nearest(reference, self._catalogue.releases))

    def figure(self) -> FigureSpec | None:
        """What the catalogue draws of rows alone."""
        return self._figure(self._fence.name)

    def _figure(self, default_id: str) -> FigureSpec | None:
        """What every table and figure has."""
        anchor = self._text("id") or default_id
        if not re.fullmatch(r"[a-z][a-z0-9-]*", anchor):
            self._report_at("id", "E401", slug=anchor)
        rows = self._rows()
        if rows is None:
            return None
        return FigureSpec(anchor, rows, self._text("caption"), self._text("note"), self._flag("rumours"))

    def chart(self) -> ChartSpec | None:
        """A figure that says which of the charts it is."""
        name = self._text("name")
        if name not in CHARTS:
            self._report_at("name", "E106", id=name, registry="chart", **alternatives(name, CHARTS))
            return None
        figure = self._figure(name)
        return ChartSpec(name, figure) if figure else None

    def _rows(self) -> tuple[Row, ...] | None:
        """The rows of ``where``, in the order of ``sort``; None with findings where one of them means nothing."""
        selection = Selection(self._text("where"), self._text("sort"), self._flag("rumours"))
        try:
            rows = select(self._catalogue, selection)
        except BadSelection as bad:
            for option, query in bad.queries.items():
                self._report_query(query, self._body.get(option) or self._body)
            return None
        may_be_empty = "allow_empty" in self._directive.options and self._flag("allow_empty")
        if not rows and not may_be_empty and not self._catalogue.broken:  # a broken release may be the row
            self._report_at("where", "E507")
        return rows

    def _report_query(self, bad: BadQuery, node: Node) -> None:
        quote = 1 if isinstance(node, Scalar) and node.quoted else 0
        place = replace(node.place, column=node.place.column + quote + bad.column - 1)
        self._report(bad.code, place, **bad.values)

    def compare(self) -> CompareSpec | None:
        """A table: a figure with columns."""
        figure = self._figure(f"table-{self._number}")
        columns: list[Column] = []
        node = self._body.get("columns")
        items = node.items if isinstance(node, SequenceNode) else (node,) if node else ()
        if len(items) > MAXIMUM_COLUMNS and node is not None:
            self._report("E514", node.place, seen=len(items), limit=MAXIMUM_COLUMNS)
        for item in items[:MAXIMUM_COLUMNS]:
            column = self._column(item)
            if column is not None and column in columns:
                self._report("E508", item.place, column=column.id)
            elif column is not None:
                columns.append(column)
        if figure is None:
            return None
        self._check_sort(columns)
        return CompareSpec(figure, tuple(columns), self._text("sort"), self._number)

    def _check_sort(self, columns: Sequence[Column]) -> None:
        """A table is sorted by what it shows: its columns, or the names of its rows."""
        node, shown = self._body.get("sort"), [column.id for column in columns]
        for key in self._text("sort").split(","):
            path = key.strip().removeprefix("-").strip()
            if node and path and path not in (*shown, "name"):
                self._report("N713", node.place, column=path, shown=", ".join(shown))

    def _column(self, node: Node) -> Column | None:
        if not isinstance(node, Scalar):
            self._report("E102", node.place, key="columns", wanted="text", seen=kind_of(node))
            return None
        try:
            return read_column(node.text, self._catalogue.registry)
        except BadQuery as bad:
            self._report_query(bad, node)
            return None

    def sample(self) -> SampleSpec:
        """Single values."""
        return SampleSpec(tuple(self._values()))

    def _values(self) -> Iterator[tuple[Row, Column]]:
        """``[palm/540b params_total, gpt-4 params_total]``."""
        node = self._body.get("values")
        if not isinstance(node, SequenceNode):
            place = node.place if node else self._fence.place
            self._report("E102", place, key="values", wanted="[palm/540b params_total]", seen="text")
            return
        if len(node.items) > MAXIMUM_VALUES:
            self._report("E517", node.place, name=self._fence.name, seen=len(node.items), limit=MAXIMUM_VALUES)
        for item in node.items[:MAXIMUM_VALUES]:
            reference, _, path = (item.text if isinstance(item, Scalar) else "").partition(" ")
            row = self._catalogue.row(reference)
            if row is None:
                self._no_release(reference, item.place)
            elif (column := self._column(Scalar(path, item.place))) is not None:
                yield row, column

    def changes(self) -> ChangesSpec:
        """The latest, or all of them."""
        return ChangesSpec(self._flag("all"))

    def errata(self) -> ErrataSpec | None:
        """One page, or all of them."""
        page, pages = self._text("page"), self._catalogue.registry.pages
        if page and page not in pages:
            self._report_at("page", "E106", id=page, registry="errata.yml", **alternatives(page, pages))
            return None
        return ErrataSpec((page,) if page else tuple(pages))

    def reference(self) -> ReferenceSpec | None:
        """Another directive, to be explained."""
        name = self._text("name")
        if name not in DIRECTIVES:
            known = ", ".join(DIRECTIVES)
            self._report_at("name", "E501", name=name, known=known, candidates=nearest(name, DIRECTIVES))
            return None
        return ReferenceSpec(name, DIRECTIVES[name].options, DIRECTIVES[name].required)


@dataclass(frozen=True, slots=True)
class Directive(Generic[AnySpec]):
    """One directive, whole.

    Attributes:
        options: what an author may write.
        required: which of these must be there.
        read: its options as a spec; None with findings where they mean nothing.
        draw: what it becomes.
    """

    options: tuple[str, ...]
    required: tuple[str, ...]
    read: Callable[[Reader], AnySpec | None]
    draw: Callable[[AnySpec, Context], Drawn]


def _filled(draw: Callable[[Context], str]) -> Directive[NoOptions]:
    """A directive without options, which the catalogue or the code fills."""
    return Directive((), (), lambda _: NoOptions(), lambda _, context: Drawn(draw(context)))


_FIGURE = ("where", "caption", "note", "id", "rumours")
DIRECTIVES: Mapping[str, Directive[Any]] = {
    "model-card": Directive(("model",), ("model",), Reader.card, model_card),
    "compare": Directive(("columns", "sort", "allow_empty", *_FIGURE), ("columns", "caption"), Reader.compare, compare),
    "lineage": Directive(_FIGURE, ("caption",), Reader.figure, lineage_figure),
    "timeline": Directive(_FIGURE, ("caption",), Reader.figure, timeline),
    "chart": Directive(("name", *_FIGURE), ("name", "caption"), Reader.chart, chart),
    "value-sample": Directive(("values",), ("values",), Reader.sample, lists.value_sample),
    "search-field": _filled(lists.search_field),
    "catalogue-counts": _filled(lists.catalogue_counts),
    "published-files": _filled(lists.published_files),
    "recent-changes": Directive(("all",), (), Reader.changes, lists.changes),
    "errata": Directive(("page",), (), Reader.errata, lists.errata),
    "model-index": _filled(lists.model_index),
    "glossary": _filled(lists.glossary),
    "field-reference": _filled(lists.field_reference),
    "error-reference": _filled(lists.error_reference),
    "release-form": _filled(lists.new_release_form),
    "directive-reference": Directive(("name",), ("name",), Reader.reference, lists.directive_reference),
}
DIRECTIVE_NAMES = frozenset(DIRECTIVES)
