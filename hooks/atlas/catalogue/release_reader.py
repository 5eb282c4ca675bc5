"""One release file to a release: every key, source, block and value, with all that is wrong reported."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count

from .catalogue import comparable
from .findings import MOST_OF_A_FILE, Findings, Place, Text, alternatives, nearest
from .model import ET_AL, SOURCE_TYPES, Author, Basis, Citation, Claim, Release, Source
from .nodes import Mapping as MappingNode
from .nodes import Node, Scalar, Sequence, kind_of, scalar_text
from .registry import Entry, Field, Registry
from .scalars import MAXIMUM_NAME, MAXIMUM_TEXT, check_plain, check_quoted, is_https
from .values import (
    SUFFIXES,
    BadValue,
    Day,
    Quantity,
    Share,
    Single,
    Special,
    Value,
    plain_text,
    read_count,
    read_day,
    read_flag,
    read_number,
    read_reference,
    read_size,
)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BLOCK_KEYS = ("cite", "for", "part", "basis", "by", "as_of")
VALUE_KEYS = ("value", "note", "basis", "by", "as_of")
TOP_KEYS = (
    "name", "aliases", "series", "organization", "modality", "reads", "kind", "tags",
    "summary", "sources", "variants", "facts",
)  # fmt: skip
REQUIRED_KEYS = ("name", "organization", "modality", "kind", "summary", "sources", "facts")
SOURCE_KEYS = ("type", "title", "authors", "arxiv", "doi", "url", "published", "checked", "via", "archived")
SMALL_WINDOW = 512  # above it, "2048K" is more often 2,048 written as thousands than two million
_POWER_OF_TWO = re.compile(r"~?(2|4|8|16|32|64|128|256|512|1024|2048|4096|8192|16384|32768|65536)K")
_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d{1,3})?", re.ASCII)
_NO_ONE_NAME = re.compile(r"[,;，；、]|\band\b|\bet al\b|^(?:others|等)$")
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)


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
    place: Place


class _TooManyErrors(Exception):
    """So many errors have been reported that the file is read no further."""


class ReleaseReader:
    """Reads one release file."""

    def __init__(self, slug: str, top: MappingNode, registry: Registry, findings: Findings, today: date) -> None:
        self._slug = slug
        self._top = top
        self._registry = registry
        self._findings = findings
        self._today = today
        self._sources: dict[str, Source] = {}
        self._variants: dict[str, str] = {}
        self._used: set[str] = set()
        self._errors = 0

    def release(self) -> Release | None:
        """The release; None with findings where its file cannot be one."""
        try:
            return self._release()
        except _TooManyErrors:
            return None

    def _release(self) -> Release | None:
        top = self._top
        self._known_keys(top, TOP_KEYS)
        first = top.pairs[0][0].place if top.pairs else top.place
        missing = [key for key in REQUIRED_KEYS if _is_nothing(top.get(key))]
        if missing:
            self._report("E101", first, missing=", ".join(missing))
            return None
        self._sources = {
            key.text: source
            for key, node in self._mapping("sources")
            if (source := self._source(key, node)) is not None
        }
        for key, node in self._mapping("variants"):
            if not SLUG.fullmatch(key.text):
                self._report("E401", key.place, slug=key.text)
            check_quoted(key, "variants", self._report)
            self._variants[key.text] = self._name(node, key.text)
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
            claims=tuple(_with_ids(claims)),
            place=first,
            aliases=tuple(self._name(node, "aliases") for node in _items(top.get("aliases"))),
            series=self._id("series", self._options("series")),
            reads=self._ids("reads", self._options("reads")),
            tags=self._ids("tags", self._registry.tags),
        )

    # --- findings

    def _report(self, code: str, place: Place, **values: object) -> None:
        self._findings.report(code, place, **values)
        self._errors += code.startswith("E")
        if self._errors >= MOST_OF_A_FILE:
            raise _TooManyErrors

    def _known_keys(self, node: MappingNode, known: Iterable[str]) -> None:
        for key, _ in node:
            if key.text not in known:
                self._report("E104", key.place, field=key.text, candidates=nearest(key.text, known))

    # --- shapes

    def _mapping(self, key: str) -> Iterable[tuple[Scalar, Node]]:
        node = self._top.get(key)
        if node is None:
            return ()
        if isinstance(node, MappingNode):
            return node.pairs
        self._report("E102", node.place, key=key, wanted="key: value", seen=kind_of(node))
        return ()

    def _scalar(self, node: Node | None, key: str) -> str:
        return scalar_text(node, key, self._findings)

    def _plain(self, node: Node | None, key: str, limit: int) -> str:
        """The plain text of a scalar, in quotes where others would read a number."""
        if not isinstance(node, Scalar):
            return self._scalar(node, key)
        check_quoted(node, key, self._report)
        return check_plain(node, key, limit, self._report)

    def _name(self, node: Node | None, key: str) -> str:
        return self._plain(node, key, MAXIMUM_NAME)

    def _bilingual(self, key: str, limit: int, both: bool = False) -> Text:
        node = self._top.get(key)
        if isinstance(node, Scalar) and not both:
            text = self._plain(node, key, limit)
            return Text(text, text)
        assert node is not None
        return self._text(node, key, limit)

    def _text(self, node: Node, key: str, limit: int = MAXIMUM_TEXT) -> Text:
        """``{zh, en}``, both there."""
        if not isinstance(node, MappingNode):
            self._report("E102", node.place, key=key, wanted="{zh: …, en: …}", seen=kind_of(node))
            return Text("", "")
        self._known_keys(node, ("zh", "en"))
        missing = [language for language in ("zh", "en") if node.get(language) is None]
        if missing:
            self._report("E105", node.place, key=key, missing=", ".join(missing))
            return Text("", "")
        return Text(*(self._plain(node.get(name), f"{key}.{name}", limit) for name in ("zh", "en")))

    def _one_id(self, node: Node, key: str, known: Mapping[str, object]) -> str:
        text = self._scalar(node, key)
        if isinstance(node, Scalar) and text not in known:
            self._report("E106", node.place, id=text, registry=_registry_file(key), **alternatives(text, known))
        return text

    def _options(self, field: str) -> Mapping[str, Entry]:
        return self._registry.fields[field].options

    def _word(self, node: Node, key: str, known: Iterable[str]) -> str:
        """One of a few fixed words."""
        text = self._scalar(node, key)
        if isinstance(node, Scalar) and text not in known:
            self._report("E119", node.place, key=key, seen=text, **alternatives(text, known))
        return text

    def _id(self, key: str, known: Mapping[str, object]) -> str:
        node = self._top.get(key)
        return "" if node is None else self._one_id(node, key, known)

    def _ids(self, key: str, known: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(self._one_id(node, key, known) for node in _items(self._top.get(key)))

    # --- sources

    def _source(self, key: Scalar, node: Node) -> Source | None:
        if not isinstance(node, MappingNode):
            self._report("E102", node.place, key=key.text, wanted="key: value", seen=kind_of(node))
            return None
        self._known_keys(node, SOURCE_KEYS)
        missing = [name for name in ("type", "title") if node.get(name) is None]
        if not any(node.get(name) for name in ("arxiv", "doi", "url")):
            missing.append("arxiv / doi / url")
        if missing:
            self._report("E101", key.place, missing=", ".join(missing))
            return None
        type_node = node.get("type")
        assert type_node is not None
        arxiv, doi = self._arxiv(node.get("arxiv")), self._doi(node.get("doi"))
        url = self.url(node.get("url"), "url")
        if arxiv:
            url = url or f"https://arxiv.org/abs/{arxiv}"
        elif doi:
            url = url or f"https://doi.org/{doi}"
        published, checked = self._day(node, "published"), self._day(node, "checked")
        if published and checked and checked.latest < published.earliest:
            checked_at, published_at = ((node.get(name) or node).place for name in ("checked", "published"))
            self._report("E116", checked_at, checked=checked, published=published, line=published_at.line)
        if checked is None:
            self._report("N702", key.place, source=key.text)
        return Source(
            id=key.text,
            type=self._word(type_node, "type", SOURCE_TYPES),
            title=self._plain(node.get("title"), "title", 300),
            url=url,
            place=key.place,
            authors=tuple(self._authors(node.get("authors"))),
            arxiv=arxiv,
            doi=doi,
            published=published,
            checked=checked,
            via=self.url(node.get("via"), "via"),
            archived=self.url(node.get("archived"), "archived"),
        )

    def _authors(self, node: Node | None) -> Iterator[Author]:
        """One name an item: a person's as text, an organization's as ``{organization: …}``."""
        items = _items(node)
        for index, item in enumerate(items):
            if isinstance(item, MappingNode):
                self._known_keys(item, ("organization",))
                if (organization := item.get("organization")) is None:
                    self._report("E101", item.place, missing="organization")
                yield Author(self._name(organization, "organization"), is_organization=True)
                continue
            name = self._name(item, "authors")
            is_rest = name == ET_AL and 0 < index == len(items) - 1
            if not is_rest and _NO_ONE_NAME.search(name):
                self._report("E121", item.place, seen=name)
            yield Author(name)

    def _arxiv(self, node: Node | None) -> str:
        text = self._scalar(node, "arxiv")
        if isinstance(node, Scalar):
            if not _ARXIV.fullmatch(text):
                self._report("E111", node.place, seen=text)
            else:
                check_quoted(node, "arxiv", self._report)
        return text

    def _doi(self, node: Node | None) -> str:
        text = self._scalar(node, "doi")
        if isinstance(node, Scalar) and not (_DOI.fullmatch(text) and is_https(f"https://doi.org/{text}")):
            self._report("E110", node.place, seen=text)
        return text

    def url(self, node: Node | None, key: str) -> str:
        """An https address with a host and nothing odd in it."""
        text = self._scalar(node, key)
        if isinstance(node, Scalar) and not is_https(text):
            self._report("E110", node.place, seen=text)
        return text

    def _day(self, node: MappingNode, key: str) -> Day | None:
        value = node.get(key)
        text = self._scalar(value, key)
        if value is None or not text:
            return None
        try:
            day = read_day(text)
        except BadValue as bad:
            self._report(bad.code, value.place, **bad.values)
            return None
        if day.earliest > (self._today.year, self._today.month, self._today.day):
            self._report("E205", value.place, seen=day, limit=f"..{self._today.isoformat()}")
        return day

    # --- facts

    def _claims(self) -> list[Claim]:
        facts = self._top.get("facts")
        if not isinstance(facts, Sequence):
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
            known = [*BLOCK_KEYS, *(field.id for field in self._registry.typed_fields)]
            self._report("E104", key.place, field=key.text, candidates=nearest(key.text, known))
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
        for item in _items(for_node):
            name = self._scalar(item, "for")
            variants.append(name)  # an unknown one too: its cell must not be counted as one too many
            if name and name not in self._variants:
                self._report("E302", item.place, variant=name, candidates=nearest(name, self._variants))
        part = self._scalar(part_node, "part")
        if part_node is not None and part not in self._registry.parts:
            self._report("E303", part_node.place, part=part, candidates=nearest(part, self._registry.parts))
        basis = block.get("basis")
        return _Scope(
            citations=self._citations(block),
            variants=tuple(variants) or ("",),
            lists_variants=isinstance(for_node, Sequence),
            part=part,
            basis=self._basis(basis) if basis is not None else Basis.STATED,
            by=self._scalar(block.get("by"), "by"),
            as_of=self._day(block, "as_of"),
            place=block.place,
        )

    def _basis(self, node: Node) -> Basis:
        known = [basis.value for basis in Basis]
        text = self._word(node, "basis", known)
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
            place = self._scalar(value, "cite").strip()
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
        if isinstance(node, MappingNode) and node.get("value") is not None:
            self._known_keys(node, VALUE_KEYS)
            note_node = node.get("note")
            note = self._text(note_node, "note") if note_node is not None else None
            basis, by = node.get("basis"), node.get("by")
            scope = replace(
                scope,
                basis=self._basis(basis) if basis is not None else scope.basis,
                by=self._scalar(by, "by") or scope.by,
                as_of=self._day(node, "as_of") or scope.as_of,
            )
            node = node.get("value") or node
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
        if not (scope.lists_variants and isinstance(node, Sequence)):
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
            value = self._value(field, cell, result)
            if value is not None:
                yield Claim(
                    id="", slug=self._slug, variant=variant, part=scope.part, field=field, key=result, value=value,
                    basis=scope.basis, place=cell.place, citations=scope.citations, by=scope.by, as_of=scope.as_of,
                    note=note,
                )  # fmt: skip

    def _value(self, field: Field, node: Node, result: str) -> Value | None:
        """The value that a node spells; None with findings where it spells none."""
        if isinstance(node, Scalar) and node.text == Special.UNDISCLOSED.value:
            return Special.UNDISCLOSED
        try:
            if field.type == "shares" or (field.type == "reference" and isinstance(node, MappingNode)):
                return self._pairs(field, node)
            if field.type == "text" and isinstance(node, MappingNode):
                return self._text(node, field.id)
            if isinstance(node, Sequence) and field.is_list:
                return tuple(self._single(field, item, result) for item in node.items)
            single = self._single(field, node, result)
            return (single,) if field.is_list else single
        except BadValue as bad:
            self._report(bad.code, bad.place or node.place, **{"field": field.id, **bad.values})
            return None

    def _pairs(self, field: Field, node: Node) -> Value:
        """``{llama-2/7b: fine-tune}`` or ``{Common Crawl: 60}``."""
        if not isinstance(node, MappingNode):
            raise BadValue("E102", key=field.id, wanted="{…: …}", seen=kind_of(node))
        found: list[Single] = []
        for key, value in node:
            text = self._scalar(value, key.text)
            if field.type == "shares":
                option = field.options.get(key.text)
                name = option.name if option else Text(key.text, key.text)
                found.append(Share(key.text, name, _quantity(field, text, read_number)))
            elif text not in field.options:
                self._report(
                    "E106", value.place, id=text, registry=registry_of(field), **alternatives(text, field.options)
                )
            else:
                found.append(read_reference(key.text, text))
        return tuple(found)

    def _single(self, field: Field, node: Node, result: str) -> Single:
        if not isinstance(node, Scalar):
            wanted = "text" if field.is_list else f"text ({field.type})"
            raise BadValue("E102", key=field.id, wanted=wanted, seen=kind_of(node)).at(node.place)
        text = node.text
        if field.type in ("count", "number", "results"):
            return self._number(field, node, result)
        if field.type == "date":
            return self._date_in_range(field, node)
        if field.type == "size":
            return read_size(text)
        if field.type == "flag":
            return read_flag(text)
        if field.type == "reference":
            return read_reference(text)
        if field.type == "url":
            if not is_https(text):
                raise BadValue("E110", seen=text).at(node.place)
            return text
        if field.type == "id":
            if text not in field.options:
                known = alternatives(text, field.options)
                raise BadValue("E106", id=text, registry=registry_of(field), **known).at(node.place)
            return text
        return self._plain(node, field.id, MAXIMUM_TEXT)

    def _number(self, field: Field, node: Scalar, result: str) -> Quantity:
        text, unit = node.text, ""
        if field.units and " " in text:
            text, unit = text.rsplit(" ", 1)
        if unit and unit not in field.units:
            raise BadValue("E209", seen=unit, units=", ".join(field.units))
        if fraction := _as_fraction(field, text):
            problem = Text("这里写小数，不写百分数", "a decimal fraction, not per cent")
            raise BadValue("E202", seen=text, problem=problem, wanted=fraction)
        if field.type == "count":
            quantity = _quantity(field, text, read_count)
        else:
            quantity = _quantity(field, text, lambda part: read_number(part, field.scientific))
        for bound in (quantity.low, quantity.high):
            if bound is None or field.low is None or field.high is None:
                continue
            if not field.low <= bound <= field.high:
                limits = {"low": short(field.low), "high": short(field.high)}
                if meant := _with_suffix(field, text):
                    either = Text(" 或 ".join(meant), " or ".join(meant))
                    raise BadValue("E217", seen=text, label=field.label, meant=either, **limits)
                raise BadValue("E208", seen=text, **limits)
        if field.powers_of_two and (window := _POWER_OF_TWO.fullmatch(text)):
            plain = int(window[1])
            code = "N708" if plain < SMALL_WINDOW else "N712"
            self._report(code, node.place, seen=text, plain=plain, power=1024 * plain)
        if len(field.units) > 1 and not unit:
            units = Text(*(either.join(f'"{text} {each}"' for each in field.units) for either in ("、", " or ")))
            raise BadValue("E219", seen=text, wanted=units)
        return replace(quantity, unit=unit or next(iter(field.units), ""))

    def _date_in_range(self, field: Field, node: Scalar) -> Day:
        day = read_day(node.text)
        if field.earliest and day.latest < field.earliest.earliest:
            raise BadValue("E205", seen=day, limit=f"{field.earliest}..")
        if field.latest and day.earliest > field.latest.latest:
            raise BadValue("E205", seen=day, limit=f"..{field.latest}")
        return day

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


def _as_fraction(field: Field, text: str) -> str:
    """What per cent are as a decimal where nothing of the field is above one, "" elsewhere."""
    percent = re.fullmatch(r"(~?)([0-9]{1,9}(?:\.[0-9]{1,9})?) ?[%％]", text)
    if percent is None or field.high is None or field.high > 1:
        return ""
    return f"{percent[1]}{Decimal(percent[2]).scaleb(-2).normalize():f}"


def _with_suffix(field: Field, text: str) -> list[str]:
    """The counts of plausible size that a bare one may stand for: it with each suffix that makes one."""
    if field.type != "count" or field.low is None or field.high is None or not re.fullmatch(r"~?[0-9.]+", text):
        return []
    number = Decimal(text.removeprefix("~"))
    return [f"{text}{suffix}" for suffix, power in SUFFIXES.items() if field.low <= number.scaleb(power) <= field.high]


def _quantity(field: Field, text: str, read: Callable[[str], Decimal]) -> Quantity:
    """A number, ``10..20``, ``13B..``, ``..13B`` or ``~1.8T``."""
    about = text.startswith("~")
    bare = text[1:] if about else text
    if ".." in bare:
        start, _, end = bare.partition("..")
        low, high = (read(start) if start else None), (read(end) if end else None)
        if (low is None and high is None) or (low is not None and high is not None and low >= high):
            raise BadValue("E215", seen=text)
        return Quantity(low, high, bare, about=about)
    number = read(bare)
    if field.type == "count" and number <= 0:
        raise BadValue("E210", seen=text)
    return Quantity(number, number, bare, about=about)


def short(number: Decimal) -> str:
    """A bound as people write it: 1M, 20T."""
    value = float(number)
    for suffix, power in (("T", 1e12), ("B", 1e9), ("M", 1e6)):
        if value >= power and value < 1e15:
            return f"{value / power:g}{suffix}"
    return f"{value:g}"


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def _is_nothing(node: Node | None) -> bool:
    return node is None or node in (Sequence((), node.place), MappingNode((), node.place))


def _registry_file(key: str) -> str:
    return {"organization": "organizations.yml"}.get(key, "fields.yml")


def registry_of(field: Field) -> str:
    """Where the ids of a field are registered, for people: "licenses.yml"."""
    files = {entry.place.file.rpartition("/")[2] for entry in field.options.values()}
    return next((file for file in files if file != "fields.yml"), f"fields.yml › {field.id}")


def _aligned(variants: tuple[str, ...], node: Sequence) -> str:
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


def claim_path(claim: Claim) -> str:
    """The part of a claim's id that several claims of one value share."""
    variant = f"/{claim.variant}" if claim.variant else ""
    part = f"#{claim.part}" if claim.part else ""
    key = f".{claim.key}" if claim.key else ""
    return f"{claim.slug}{variant}{part}.{claim.field.id}{key}"


def _with_ids(claims: list[Claim]) -> Iterable[Claim]:
    """The claims with their ids, each the first of its possible ones that no claim before it has."""
    several = Counter(claim_path(claim) for claim in claims)
    taken: set[str] = set()
    for claim in claims:
        name = next(each for each in _possible_ids(claim, several[claim_path(claim)] > 1) if each not in taken)
        taken.add(name)
        yield replace(claim, id=name)


def _possible_ids(claim: Claim, has_others: bool) -> Iterator[str]:
    """The path alone, or ``@source``, ``@source@as_of`` in a history; then with the basis; then numbered."""
    name = claim_path(claim)
    if has_others:
        source = claim.citations[0].source.id if claim.citations else "?"
        name = f"{name}@{source}" + (f"@{claim.as_of}" if claim.as_of else "")
    yield name
    yield f"{name}@{claim.basis.value}"
    for number in count(2):
        yield f"{name}@{claim.basis.value}@{number}"
