"""One release file to a release: every key, source, block and value, with all that is wrong reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from .catalogue import comparable
from .claim_ids import with_ids
from .findings import Findings, Text, alternatives, nearest
from .model import Basis, Citation, Claim, Release, Source
from .node_reader import NodeReader, TooManyErrors, items
from .nodes import MappingNode, Node, Scalar, SequenceNode, kind_of
from .registry import Entry, Field, Registry
from .scalars import MAXIMUM_NAME, MAXIMUM_TEXT, check_quoted
from .source_reader import read_source
from .value_reader import read_value
from .values import Day, plain_text

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BLOCK_KEYS = ("cite", "for", "part", "basis", "by", "as_of")
VALUE_KEYS = ("value", "note", "basis", "by", "as_of")
TOP_KEYS = (
    "name", "aliases", "series", "organization", "modality", "reads", "kind", "tags",
    "summary", "sources", "variants", "facts",
)  # fmt: skip
REQUIRED_KEYS = ("name", "organization", "modality", "kind", "summary", "sources", "facts")


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a block of facts says of all its values."""

    citations: tuple[Citation, ...]
    variants: tuple[str, ...]
    lists_variants: bool
    part: str
    basis: Basis
    by: str
    as_of: Day | None


class ReleaseReader:
    """Reads one release file."""

    def __init__(self, slug: str, top: MappingNode, registry: Registry, findings: Findings, today: date) -> None:
        self._slug = slug
        self._top = top
        self._registry = registry
        self._nodes = NodeReader(findings, today)
        self._report = self._nodes.report
        self._sources: dict[str, Source] = {}
        self._variants: dict[str, str] = {}
        self._used: set[str] = set()

    def release(self) -> Release | None:
        """The release; None with findings where its file cannot be one."""
        try:
            return self._release()
        except TooManyErrors:
            return None

    def _release(self) -> Release | None:
        top = self._top
        self._nodes.known_keys(top, TOP_KEYS)
        first = top.pairs[0][0].place if top.pairs else top.place
        missing = [key for key in REQUIRED_KEYS if _is_nothing(top.get(key))]
        if missing:
            self._report("E101", first, missing=", ".join(missing))
            return None
        self._sources = {
            key.text: source
            for key, node in self._mapping("sources")
            if (source := read_source(self._nodes, key, node)) is not None
        }
        for key, node in self._mapping("variants"):
            if not SLUG.fullmatch(key.text):
                self._report("E401", key.place, slug=key.text)
            check_quoted(key, "variants", self._report)
            self._variants[key.text] = self._nodes.name(node, key.text)
        claims = self._claims()
        for unused in self._sources.keys() - self._used:
            self._report("N701", self._sources[unused].place, source=unused)
        self._check_one_source(claims)
        return Release(
            slug=self._slug,
            name=self._bilingual("name", MAXIMUM_NAME),
            organizations=self._ids("organization", self._registry.organizations),
            modality=self._id("modality", self._options("modality")),
            kind=self._id("kind", self._options("kind")),
            summary=self._bilingual("summary", MAXIMUM_TEXT, both=True),
            sources=self._sources,
            variants=self._variants,
            claims=tuple(with_ids(claims)),
            place=first,
            aliases=tuple(self._nodes.name(node, "aliases") for node in items(top.get("aliases"))),
            series=self._id("series", self._options("series")),
            reads=self._ids("reads", self._options("reads")),
            tags=self._ids("tags", self._registry.tags),
        )

    # --- shapes

    def _mapping(self, key: str) -> Iterable[tuple[Scalar, Node]]:
        node = self._top.get(key)
        if node is None:
            return ()
        if isinstance(node, MappingNode):
            return node.pairs
        self._report("E102", node.place, key=key, wanted="key: value", seen=kind_of(node))
        return ()

    def _bilingual(self, key: str, limit: int, both: bool = False) -> Text:
        node = self._top.get(key)
        if isinstance(node, Scalar) and not both:
            text = self._nodes.plain(node, key, limit)
            return Text(text, text)
        assert node is not None
        return self._nodes.text(node, key, limit)

    def _options(self, field: str) -> Mapping[str, Entry]:
        return self._registry.fields[field].options

    def _id(self, key: str, known: Mapping[str, Entry]) -> str:
        node = self._top.get(key)
        return "" if node is None else self._nodes.one_id(node, key, known)

    def _ids(self, key: str, known: Mapping[str, Entry]) -> tuple[str, ...]:
        return tuple(self._nodes.one_id(node, key, known) for node in items(self._top.get(key)))

    # --- facts

    def _claims(self) -> list[Claim]:
        facts = self._top.get("facts")
        if not isinstance(facts, SequenceNode):
            place, seen = (facts.place, kind_of(facts)) if facts else (self._top.place, "")
            self._report("E102", place, key="facts", wanted="- cite: …", seen=seen)
            return []
        claims: list[Claim] = []
        for block in facts.items:
            if not isinstance(block, MappingNode):
                self._report("E102", block.place, key="facts", wanted="- cite: …", seen=kind_of(block))
                continue
            scope = self._scope(block)
            for key, node in block:
                if key.text not in BLOCK_KEYS and (field := self._field(key, scope)) is not None:
                    claims += self._field_claims(scope, field, key, node)
        return claims

    def _field(self, key: Scalar, scope: _Scope) -> Field | None:
        fields = self._registry.fields
        field = fields.get(key.text)
        if field is None:
            candidates = self._registry.meant_by(key.text, BLOCK_KEYS)
            self._report("E104", key.place, field=key.text, candidates=candidates)
        elif field.follows:
            self._report("E213", key.place, field=field.id, origin=field.follows)
        elif not scope.part and "part" in field.applies:
            self._report("E214", key.place, field=field.id)
        else:
            return field
        return None

    def _scope(self, block: MappingNode) -> _Scope:
        for_node, part_node = block.get("for"), block.get("part")
        variants = []
        for item in items(for_node):
            name = self._nodes.scalar(item, "for")
            variants.append(name)  # an unknown one too: its cell must not be counted as one too many
            if name and name not in self._variants:
                self._report("E302", item.place, variant=name, candidates=nearest(name, self._variants))
        part = self._nodes.scalar(part_node, "part")
        if part_node is not None and part not in self._registry.parts:
            self._report("E303", part_node.place, part=part, candidates=nearest(part, self._registry.parts))
        basis = block.get("basis")
        return _Scope(
            citations=self._citations(block),
            variants=tuple(variants) or ("",),
            lists_variants=isinstance(for_node, SequenceNode),
            part=part,
            basis=self._basis(basis) if basis is not None else Basis.STATED,
            by=self._nodes.scalar(block.get("by"), "by"),
            as_of=self._nodes.day(block, "as_of"),
        )

    def _basis(self, node: Node) -> Basis:
        known = [basis.value for basis in Basis]
        text = self._nodes.word(node, "basis", known)
        return Basis(text) if text in known else Basis.STATED

    def _citations(self, block: MappingNode) -> tuple[Citation, ...]:
        node = block.get("cite")
        if not isinstance(node, MappingNode) or not node.pairs:
            fields = ", ".join(key.text for key, _ in block if key.text not in BLOCK_KEYS)
            self._report("E108", node.place if node else block.place, fields=fields)
            return ()
        found = []
        for key, value in node:
            source = self._sources.get(key.text)
            place = self._nodes.scalar(value, "cite").strip()
            self._used.add(key.text)
            if source is None:
                known = [name.text for name, _ in self._mapping("sources")]
                if key.text not in known:
                    self._report("E107", key.place, source=key.text, candidates=nearest(key.text, known))
            elif not place:
                self._report("E109", value.place, source=key.text)
            else:
                found.append(Citation(source, place))
        return tuple(found)

    def _field_claims(self, scope: _Scope, field: Field, key: Scalar, node: Node) -> Iterable[Claim]:
        """The claims of one line of a block: one a variant, or one a variant and result."""
        note: Text | None = None
        if isinstance(node, MappingNode) and (value := node.get("value")) is not None:
            self._nodes.known_keys(node, VALUE_KEYS)
            note_node = node.get("note")
            note = self._nodes.text(note_node, "note") if note_node is not None else None
            basis, by = node.get("basis"), node.get("by")
            scope = replace(
                scope,
                basis=self._basis(basis) if basis is not None else scope.basis,
                by=self._nodes.scalar(by, "by") or scope.by,
                as_of=self._nodes.day(node, "as_of") or scope.as_of,
            )
            node = value
        if scope.basis is Basis.DERIVED and note is None:
            self._report("E218", key.place, field=key.text)
        if field.type == "results":
            return self._results(scope, field, key, node, note)
        return self._row(scope, field, "", key, node, note)

    def _results(self, scope: _Scope, field: Field, key: Scalar, node: Node, note: Text | None) -> Iterable[Claim]:
        if not isinstance(node, MappingNode):
            self._report("E102", node.place, key=key.text, wanted="{mmlu/5-shot: 69.3}", seen=kind_of(node))
            return []
        claims: list[Claim] = []
        for name, value in node:
            benchmark_id, _, setting = name.text.partition("/")
            benchmark = self._registry.benchmarks.get(benchmark_id)
            if benchmark is None or setting not in benchmark.settings:
                known = alternatives(name.text, self._registry.result_keys)
                self._report("E106", name.place, id=name.text, registry="benchmarks.yml", **known)
                continue
            claims += self._row(scope, field, name.text, name, value, note)
        return claims

    def _row(
        self, scope: _Scope, field: Field, result: str, key: Scalar, node: Node, note: Text | None
    ) -> Iterable[Claim]:
        """One value for all of the scope's variants, or a list with one for each."""
        if not (scope.lists_variants and isinstance(node, SequenceNode)):
            cells: tuple[Node, ...] = (node,) * len(scope.variants)
        elif len(node.items) != len(scope.variants):
            self._report(
                "E301", key.place, field=key.text, wanted=len(scope.variants), seen=len(node.items),
                rows=_aligned(scope.variants, node),
            )  # fmt: skip
            return
        else:
            cells = node.items
        for variant, cell in zip(scope.variants, cells, strict=True):
            if isinstance(cell, Scalar) and cell.text == "~" and not cell.quoted:
                continue
            value = read_value(self._nodes, field, cell)
            if value is not None:
                yield Claim(
                    id="", slug=self._slug, variant=variant, part=scope.part, field=field, key=result, value=value,
                    basis=scope.basis, place=cell.place, citations=scope.citations, by=scope.by, as_of=scope.as_of,
                    note=note,
                )  # fmt: skip

    def _check_one_source(self, claims: list[Claim]) -> None:
        """One source cannot say two things of one value at one date."""
        seen: dict[tuple[object, ...], Claim] = {}
        for claim in claims:
            for citation in claim.citations:
                key = (
                    claim.variant, claim.part, claim.field.id, claim.key, claim.basis, claim.as_of, citation.source.id
                )  # fmt: skip
                first = seen.setdefault(key, claim)
                if comparable(first.value) != comparable(claim.value):
                    self._report(
                        "E304", claim.place, field=claim.field.id, source=citation.source.id, line=first.place.line,
                        first=plain_text(first.value), second=plain_text(claim.value),
                    )  # fmt: skip


def _is_nothing(node: Node | None) -> bool:
    return node is None or node in (SequenceNode((), node.place), MappingNode((), node.place))


def _aligned(variants: tuple[str, ...], node: SequenceNode) -> str:
    """Both rows under each other, so that the missing or surplus cell shows."""
    cells = [item.text if isinstance(item, Scalar) else "…" for item in node.items]
    width = max(len(variants), len(cells))
    columns = [
        max(len(name) for name in pair) for pair in zip(_padded(variants, width), _padded(cells, width), strict=True)
    ]
    return "\n        ".join(
        "  ".join(name.ljust(size) for name, size in zip(_padded(row, width), columns, strict=True)).rstrip()
        for row in (variants, cells)
    )


def _padded(row: Iterable[str], width: int) -> list[str]:
    cells = list(row)
    return cells + ["·"] * (width - len(cells))
