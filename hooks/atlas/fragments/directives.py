"""The directives of a page: found, read and checked.

A directive is a fenced block with a small YAML body. To add one without options: an entry in ``DIRECTIVES`` and its
drawing in ``lists.LISTS``. One with options also takes a case in ``_Reader._read`` and in ``expand.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ..catalogue.catalogue import Catalogue, Column
from ..catalogue.findings import Findings, Place, nearest
from ..catalogue.model import Release, Row
from ..catalogue.nodes import Mapping as MappingNode
from ..catalogue.nodes import Node, Scalar, kind_of, parse_yaml, scalar_text
from ..catalogue.nodes import Sequence as SequenceNode
from ..catalogue.query import BadQuery, Selection, compile_where, read_column, select
from .fences import fenced_blocks

Read = TypeVar("Read")
MAXIMUM_COLUMNS = 10
# The named charts: the fields on their axes, x and y.
CHARTS: Mapping[str, tuple[str, str]] = {
    "tokens-and-parameters": ("params_total", "training_tokens"),
    "sizes-over-time": ("announced", "params_total"),
}


@dataclass(frozen=True, slots=True)
class Directive:
    """What an author may write: the options, and which of them must be there."""

    options: tuple[str, ...]
    required: tuple[str, ...]


_FIGURE = ("where", "caption", "note", "id", "rumours")
DIRECTIVES: Mapping[str, Directive] = {
    "model-card": Directive(("model",), ("model",)),
    "compare": Directive(("columns", "sort", "allow_empty", *_FIGURE), ("columns", "caption")),
    "lineage": Directive(_FIGURE, ("caption",)),
    "timeline": Directive(_FIGURE, ("caption",)),
    "chart": Directive(("name", *_FIGURE), ("name", "caption")),
    "value-sample": Directive(("values",), ("values",)),
    "search-field": Directive((), ()),
    "catalogue-counts": Directive((), ()),
    "recent-changes": Directive((), ()),
    "model-index": Directive((), ()),
    "field-reference": Directive((), ()),
    "error-reference": Directive((), ()),
}


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


@dataclass(frozen=True, slots=True)
class CardSpec:
    release: Release


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What tables and figures share. ``rows`` are selected and sorted; ``name`` is the directive or the chart."""

    name: str
    rows: tuple[Row, ...]
    caption: str
    note: str
    id: str
    rumours: bool


@dataclass(frozen=True, slots=True)
class CompareSpec(FigureSpec):
    columns: tuple[Column, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class SampleSpec:
    """Single values: row and column of each."""

    values: tuple[tuple[Row, Column], ...]


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list that the catalogue or the code fills by itself; ``name`` is the directive."""

    name: str


Spec = CardSpec | FigureSpec | SampleSpec | ListSpec


def fences(markdown: str, place: Place, findings: Findings) -> Iterator[Fence]:
    """The directives of a page, in order; what stands inside a longer fence is an example and is left alone.

    Args:
        markdown: the page's text.
        place: where the text begins in its file (after the front matter).
        findings: where a fence that never closes, or whose name is near a directive's, is reported.
    """
    lines = markdown.split("\n")
    for block in fenced_blocks(lines):
        name, at = block.name, Place(place.file, place.line + block.first, block.column)
        if name not in DIRECTIVES and (near := nearest(name, DIRECTIVES)):
            findings.report("E501", at, name=name, known=", ".join(DIRECTIVES), candidates=near)
        if name not in DIRECTIVES:
            continue
        if block.last is None:
            findings.report("E509", at)
            continue
        body = "\n".join(line.removeprefix(block.prefix) for line in lines[block.first + 1 : block.last])
        yield Fence(name, block.prefix, body, block.first, block.last, at)


def read_page(markdown: str, place: Place, catalogue: Catalogue, findings: Findings) -> list[tuple[Fence, Spec]]:
    """The directives of a page with what they ask for; everything wrong is reported, the wrong ones are left out."""
    found: list[tuple[Fence, Spec]] = []
    ids: dict[str, int] = {}
    for fence in fences(markdown, place, findings):
        spec = _Reader(fence, catalogue, findings).spec()
        if spec is None:
            continue
        name = getattr(spec, "id", "")
        if name and name in ids:
            findings.report("E510", fence.place, id=name, line=ids[name])
        ids.setdefault(name, fence.place.line)
        found.append((fence, spec))
    return found


class _Reader:
    """Reads one directive's body."""

    def __init__(self, fence: Fence, catalogue: Catalogue, findings: Findings) -> None:
        self._fence = fence
        self._directive = DIRECTIVES[fence.name]
        self._catalogue = catalogue
        self._findings = findings
        self._body = MappingNode((), fence.place)

    def spec(self) -> Spec | None:
        before = len(self._findings.items)
        if self._fence.body.strip():
            start = Place(self._fence.place.file, self._fence.place.line + 1, len(self._fence.prefix) + 1)
            body = parse_yaml(self._fence.body, start, self._findings)
            if body is None:
                return None
            self._body = body
        known = self._directive.options
        for key, _ in self._body:
            if key.text not in known:
                self._report(
                    "E502", key.place, name=self._fence.name, option=key.text, known=", ".join(known),
                    candidates=nearest(key.text, known),
                )  # fmt: skip
        missing = [name for name in self._directive.required if self._body.get(name) is None]
        if missing:
            self._report("E513", self._fence.place, name=self._fence.name, missing=", ".join(missing))
            return None
        spec = self._read()
        has_error = any(finding.rule.is_error for finding in self._findings.items[before:])
        return None if has_error else spec

    def _read(self) -> Spec | None:
        name = self._fence.name
        if name == "model-card":
            return self._card()
        if name == "compare":
            return self._compare()
        if name == "value-sample":
            return SampleSpec(tuple(self._values()))
        if name in ("lineage", "timeline", "chart"):
            return self._figure()
        return ListSpec(name)

    def _report(self, code: str, place: Place, **values: object) -> None:
        self._findings.report(code, place, **values)

    def _text(self, key: str) -> str:
        return scalar_text(self._body.get(key), key, self._findings)

    def _flag(self, key: str) -> bool:
        text = self._text(key)
        if text not in ("", "yes", "no"):
            node = self._body.get(key)
            self._report("E207", node.place if node else self._fence.place, seen=text)
        return text == "yes"

    def _card(self) -> CardSpec | None:
        slug = self._text("model")
        release = self._catalogue.releases.get(slug)
        if release is None:
            node = self._body.get("model")
            place = node.place if node else self._fence.place
            self._report("E504", place, slug=slug, candidates=nearest(slug, self._catalogue.releases))
            return None
        return CardSpec(release)

    def _figure(self) -> FigureSpec | None:
        name = self._text("name") or self._fence.name
        if self._fence.name == "chart" and name not in CHARTS:
            node = self._body.get("name")
            place = node.place if node else self._fence.place
            self._report("E106", place, id=name, registry="chart", candidates=nearest(name, CHARTS))
        anchor = self._text("id")
        if anchor and not re.fullmatch(r"[a-z][a-z0-9-]*", anchor):
            node = self._body.get("id")
            self._report("E401", node.place if node else self._fence.place, slug=anchor)
        rows = self._rows()
        if rows is None:
            return None
        return FigureSpec(name, rows, self._text("caption"), self._text("note"), anchor, self._flag("rumours"))

    def _rows(self) -> tuple[Row, ...] | None:
        """The rows of ``where``, in the order of ``sort``; None with findings where one of them means nothing."""
        selection = Selection(self._text("where"), self._text("sort"), self._flag("rumours"))
        kept = self._catalogue.selections  # a page's check, its drawing and its twin ask for the same rows
        if selection not in kept:
            rows = self._select(selection)
            if rows is None:
                return None
            kept[selection] = rows
        if not kept[selection] and not ("allow_empty" in self._directive.options and self._flag("allow_empty")):
            node = self._body.get("where")
            self._report("E507", node.place if node else self._fence.place)
        return kept[selection]

    def _select(self, selection: Selection) -> tuple[Row, ...] | None:
        where = self._guarded("where", lambda: compile_where(self._catalogue, selection.where, selection.rumours))
        rows = self._guarded("sort", lambda: select(self._catalogue, replace(selection, where="")))
        return None if where is None or rows is None else tuple(row for row in rows if where(row))

    def _guarded(self, key: str, read: Callable[[], Read]) -> Read | None:
        """What ``read`` gives, None with a finding at its place inside the option where it is a bad query."""
        try:
            return read()
        except BadQuery as bad:
            node = self._body.get(key) or self._body
            self._report_query(bad, node)
            return None

    def _report_query(self, bad: BadQuery, node: Node) -> None:
        quote = 1 if isinstance(node, Scalar) and node.quoted else 0
        place = replace(node.place, column=node.place.column + quote + bad.column - 1)
        self._report(bad.code, place, **bad.values)

    def _compare(self) -> CompareSpec | None:
        figure = self._figure()
        columns: list[Column] = []
        node = self._body.get("columns")
        items = node.items if isinstance(node, SequenceNode) else (node,) if node else ()
        for item in items:
            column = self._column(item)
            if column is not None and column in columns:
                self._report("E508", item.place, column=column.id)
            elif column is not None:
                columns.append(column)
        if len(columns) > MAXIMUM_COLUMNS and node is not None:
            self._report("E514", node.place, seen=len(columns), limit=MAXIMUM_COLUMNS)
        self._check_sort(columns)
        if figure is None:
            return None
        return CompareSpec(
            name=figure.name, rows=figure.rows, caption=figure.caption, note=figure.note, id=figure.id,
            rumours=figure.rumours, columns=tuple(columns), sort=self._text("sort"),
        )  # fmt: skip

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

    def _values(self) -> Iterator[tuple[Row, Column]]:
        """``[palm/540b params_total, gpt-4 params_total]``."""
        node = self._body.get("values")
        for item in node.items if isinstance(node, SequenceNode) else ():
            reference, _, path = (item.text if isinstance(item, Scalar) else "").partition(" ")
            row = self._catalogue.row(reference)
            if row is None:
                self._report(
                    "E504", item.place, slug=reference, candidates=nearest(reference, self._catalogue.releases)
                )
            elif (column := self._column(Scalar(path, item.place))) is not None:
                yield row, column
