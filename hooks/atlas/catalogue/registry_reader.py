"""Registry files to a registry, with all that is wrong reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, get_args

from .findings import Findings, Place, Text, alternatives, nearest
from .nodes import MappingNode, Node, Scalar, SequenceNode, kind_of, scalar_text
from .registry import FACT_TABS, Address, Benchmark, Entry, Erratum, Field, FieldType, Group, Registry, Term
from .scalars import MAXIMUM_TEXT, check_plain, is_https
from .values import BadValue, Day, read_count, read_day, read_flag, read_number

Known = TypeVar("Known")
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
NEEDED_FIELDS = (
    # what follows
    "slug", "name", "organization", "country", "modality", "kind", "series", "reads", "tags", "paper_date",
    "commercial_use", "tokens_per_parameter", "weights_memory", "kv_cache",
    # what formulas, cross-checks, cards and figures read
    "params_total", "params_active", "sparsity", "layers", "hidden_size", "heads", "kv_heads", "head_size", "ffn_size",
    "vocab_size", "architecture_family", "attention", "activation", "tied_embeddings", "training_tokens",
    "corpus_tokens", "training_objective", "training_flops", "announced", "weights_date", "weights_open",
    "weights_license", "base", "results",
)  # fmt: skip
REGISTRY_FILES: Mapping[str, tuple[str, ...]] = {
    "fields": ("groups", "glance", "fields", "parts", "tags"),
    "organizations": ("organizations", "countries"),
    "licenses": ("licenses",),
    "hardware": ("hardware",),
    "benchmarks": ("benchmarks",),
    "languages": ("languages",),
    "terms": ("subjects", "terms"),
    "changes": ("changes",),
    "authors": ("authors",),
    "errata": ("pages", "errata"),
    "addresses": ("addresses",),
}
LINES = ("solid", "dashed", "dotted")
ORIGINS = ("derived", "release", "paper")
_ID = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What an entry of a registry says besides its names: a reader for each key, and the keys that must be there."""

    keys: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    required: tuple[str, ...] = ()


def read_registry(files: Mapping[str, MappingNode], findings: Findings, today: date) -> Registry | None:
    """The registries from their parsed files (by name without suffix), None with findings where one is unusable."""
    before = len(findings.errors)
    reader = _Reader(findings, today)
    for name, keys in REGISTRY_FILES.items():
        reader.known_keys(files[name], keys)
    fields_file = files["fields"]
    entries = {
        name: reader.entries(files[file], name, _SHAPES.get(name, _Shape()))
        for file, name in (
            ("organizations", "countries"), ("organizations", "organizations"), ("licenses", "licenses"),
            ("hardware", "hardware"), ("languages", "languages"), ("changes", "changes"), ("fields", "parts"),
            ("fields", "tags"), ("terms", "subjects"), ("authors", "authors"), ("errata", "pages"),
        )
    }  # fmt: skip
    groups = {
        entry.id: Group(entry.id, entry.name, entry.more.get("tab", ""))
        for entry in reader.entries(fields_file, "groups", _SHAPES["groups"]).values()
    }
    fields: dict[str, Field] = {}
    names: list[str] = []  # of every field, those with a mistake too: it is told once, not wherever they are named
    for key, node in reader.mapping(fields_file, "fields"):
        names.append(key.text)
        if (read := reader.field(key, node, groups, entries)) is not None:
            fields[read.id] = read
    benchmarks = {
        key.text: benchmark
        for key, node in reader.mapping(files["benchmarks"], "benchmarks")
        if (benchmark := reader.benchmark(key, node)) is not None
    }
    addresses = {
        key.text: Address(key.text, scalar_text(node, key.text, findings), key.place)
        for key, node in reader.mapping(files["addresses"], "addresses")
    }
    terms = {
        key.text: term
        for key, node in reader.mapping(files["terms"], "terms")
        if (term := reader.term(key, node, entries["subjects"])) is not None
    }
    errata = {
        key.text: erratum
        for key, node in reader.mapping(files["errata"], "errata")
        if (erratum := reader.erratum(key, node, entries["pages"])) is not None
    }
    reader.needed_fields(fields_file, names)
    reader.conditions(fields_file, fields, names)
    glance = reader.glance(fields_file, fields, names)
    reader.known(files["organizations"], "organizations", "country", entries["countries"])
    if "commercial_use" in fields:
        reader.known(files["licenses"], "licenses", "commercial", fields["commercial_use"].options)
    if len(findings.errors) > before:
        return None
    return Registry(
        groups=groups, fields=fields, glance=glance, benchmarks=benchmarks, addresses=addresses, terms=terms,
        errata=errata, **entries,
    )  # fmt: skip


FIELD_KEYS = (
    "label", "help", "group", "type", "list", "units", "notation", "powers_of_two", "range",
    "options", "registry", "applies", "follows", "also",
)  # fmt: skip
_BENCHMARK_KEYS = ("zh", "en", "metric", "better", "unit", "settings")
_TERM_KEYS = ("zh", "en", "short", "subject", "definition", "aliases", "page")
_ERRATUM_KEYS = ("page", "said", "holds", "sources")


def _one_of(*known: str) -> Callable[[str], str]:
    """A reader of fixed words."""

    def read(text: str) -> str:
        if text not in known:
            raise BadValue("E119", seen=text, **alternatives(text, known))
        return text

    return read


def _url(text: str) -> str:
    if not is_https(text):
        raise BadValue("E110", seen=text)
    return text


def _peak(text: str) -> Decimal:
    return read_number(text, scientific=True)


_SHAPES: Mapping[str, _Shape] = {
    "groups": _Shape({"tab": _one_of(*FACT_TABS, "lineage")}, ("tab",)),
    "organizations": _Shape({"country": str}, ("country",)),
    "licenses": _Shape({"commercial": str, "osi": read_flag, "url": _url}, ("commercial", "osi", "url")),
    "hardware": _Shape(
        {
            "memory_gb": read_number, "peak_fp32": _peak, "peak_fp16": _peak, "peak_bf16": _peak, "peak_fp8": _peak,
            "peak_int8": _peak, "source": _url, "place": str,
        },
        ("source", "place"),
    ),
    "changes": _Shape({"date": read_day, "release": str, "anchor": str}, ("date",)),
    "authors": _Shape({"url": _url}),
    "pages": _Shape({"path": str}, ("path",)),
}  # fmt: skip
_SOURCES = _Shape({"url": _url}, ("url",))
_RELATIONS = _Shape({"line": _one_of(*LINES)}, ("line",))


class _Reader:
    """Reads registry nodes, reporting what is wrong and going on."""

    def __init__(self, findings: Findings, today: date) -> None:
        self._findings = findings
        self._report = findings.report
        self._today = today

    def mapping(self, parent: MappingNode, key: str) -> Iterable[tuple[Scalar, Node]]:
        """The pairs below a key that must be there."""
        node = parent.get(key)
        if node is None:
            self._report("E101", parent.place, missing=key)
            return ()
        return self.pairs(node, key)

    def pairs(self, node: Node, key: str) -> Iterable[tuple[Scalar, Node]]:
        """The pairs of a node; none, with a finding, where it is something else."""
        if not isinstance(node, MappingNode):
            self._report("E102", node.place, key=key, wanted="key: value", seen=kind_of(node))
            return ()
        return node.pairs

    def known_keys(self, node: MappingNode, known: Collection[str]) -> None:
        """Report the keys that a file or an entry of it cannot have; all that it can have are told."""
        for key, _ in node:
            if key.text not in known:
                candidates = nearest(key.text, known)
                self._report("E120", key.place, key=key.text, candidates=candidates, known=", ".join(known))

    def text(self, node: Node | None, key: str, place: Place) -> Text:
        """A text in both languages and nothing else, ``{zh: …, en: …}``, plain and not empty."""
        if isinstance(node, MappingNode):
            self.known_keys(node, ("zh", "en"))  # a comma without quotes would cut the text there
        return self.both(node, key, place)

    def both(self, node: Node | None, key: str, place: Place) -> Text:
        """The texts in both languages of something that says more of itself."""
        if node is not None and not isinstance(node, MappingNode):
            self._report("E102", node.place, key=key, wanted="{zh: …, en: …}", seen=kind_of(node))
            return Text("", "")
        found = {name: node.get(name) if node else None for name in ("zh", "en")}
        if missing := [name for name, value in found.items() if value is None]:
            self._report("E105", node.place if node else place, key=key, missing=", ".join(missing))
        texts = []
        for name, value in found.items():
            if isinstance(value, Scalar):
                texts.append(check_plain(value, f"{key}.{name}", MAXIMUM_TEXT, self._report))
                continue
            if value is not None:
                self._report("E102", value.place, key=f"{key}.{name}", wanted="text", seen=kind_of(value))
            texts.append("")
        return Text(*texts)

    def scalar(
        self, node: MappingNode, key: str, read: Callable[[str], object] = str, *, required: bool = False
    ) -> str:
        """The text under ``key``, as ``read`` accepts it; "" where there is none, or a bad one."""
        value = node.get(key)
        if value is None:
            if required:
                self._report("E101", node.place, missing=key)
            return ""
        if not isinstance(value, Scalar):
            self._report("E102", value.place, key=key, wanted="text", seen=kind_of(value))
            return ""
        try:
            read(value.text)
        except BadValue as bad:
            self._report(bad.code, value.place, **{"key": key, "field": key, **bad.values})
            return ""
        return value.text

    def entries(self, file: MappingNode, key: str, shape: _Shape) -> dict[str, Entry]:
        """Entries of a registry: id -> names and scalars."""
        found: dict[str, Entry] = {}
        for name, value in self.mapping(file, key):
            node = self.entry(name, value, ("zh", "en", *shape.keys))
            if node is None:
                continue
            more = {
                option: text
                for option, read in shape.keys.items()
                if (text := self.scalar(node, option, read, required=option in shape.required))
            }
            found[name.text] = Entry(name.text, self.both(node, name.text, name.place), name.place, more)
        return found

    def entry(self, key: Scalar, node: Node, known: Collection[str]) -> MappingNode | None:
        """What stands under an id, its keys checked; None with a finding where that is nothing with keys."""
        if not _ID.fullmatch(key.text):
            self._report("E401", key.place, slug=key.text)
        if not isinstance(node, MappingNode):
            self._report("E102", node.place, key=key.text, wanted="{zh: …, en: …}", seen=kind_of(node))
            return None
        self.known_keys(node, known)
        return node

    def ids(self, node: Node | None, key: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of scalars, each one of ``known`` where that is given."""
        if node is not None and not isinstance(node, SequenceNode):
            self._report("E102", node.place, key=key, wanted="[…]", seen=kind_of(node))
        found = []
        for item in node.items if isinstance(node, SequenceNode) else ():
            if not isinstance(item, Scalar):
                self._report("E102", item.place, key=key, wanted="text", seen=kind_of(item))
            elif known is not None and item.text not in known:
                self._unknown(item.place, item.text, "fields.yml", known)
            else:
                found.append(item.text)
        return tuple(found)

    def field(
        self, key: Scalar, node: Node, groups: Mapping[str, Group], entries: Mapping[str, dict[str, Entry]]
    ) -> Field | None:
        if not isinstance(node, MappingNode):
            self._report("E102", node.place, key=key.text, wanted="key: value", seen=kind_of(node))
            return None
        self.known_keys(node, FIELD_KEYS)
        group = self._choice(node, "group", groups, "fields.yml")
        field_type = self._word(node, "type", {name: name for name in FIELD_TYPES}, required=True)
        if group is None or field_type is None:
            return None
        low, high, earliest, latest = self._bounds(node, field_type)
        return Field(
            id=key.text,
            label=self.text(node.get("label"), "label", key.place),
            help=self.text(node.get("help"), "help", key.place),
            group=group,
            type=field_type,
            place=key.place,
            is_list=self.scalar(node, "list", read_flag) == "yes",
            units=self.ids(node.get("units"), "units"),
            scientific=self.scalar(node, "notation", _one_of("scientific")) == "scientific",
            powers_of_two=self.scalar(node, "powers_of_two", read_flag) == "yes",
            low=low,
            high=high,
            earliest=earliest,
            latest=latest,
            options=self._options(node, field_type, entries),
            is_ranked=node.get("options") is not None,
            applies={
                name.text: frozenset() if name.text == "part" else frozenset(self.ids(value, name.text))
                for name, value in (self.mapping(node, "applies") if node.get("applies") is not None else ())
            },
            follows=self.scalar(node, "follows"),
            also=self.ids(node.get("also"), "also"),
        )

    def _options(
        self, node: MappingNode, field_type: FieldType, entries: Mapping[str, dict[str, Entry]]
    ) -> Mapping[str, Entry]:
        """The ids that a field can have: its own, or those of another registry."""
        if node.get("options") is not None:
            return self.entries(node, "options", _RELATIONS if field_type == "reference" else _Shape())
        if node.get("registry") is not None:
            return self._word(node, "registry", entries) or {}
        if field_type == "id":
            self._report("E101", node.place, missing="options / registry")
        return {}

    def needed_fields(self, file: MappingNode, names: Collection[str]) -> None:
        """Report the fields that the code reads by their id and that are gone."""
        missing = [name for name in NEEDED_FIELDS if name not in names]
        if missing:
            place = file.key("fields") or file
            self._report("E122", place.place, missing=", ".join(missing))

    def conditions(self, file: MappingNode, fields: Mapping[str, Field], names: Collection[str]) -> None:
        """Report conditions of ``applies`` that no field can meet, and a ``follows`` that names no origin."""
        for key, node in self.mapping(file, "fields"):
            field = fields.get(key.text)
            if field is None or not isinstance(node, MappingNode):
                continue
            if field.follows and field.follows not in (*ORIGINS, *names):
                place = (node.get("follows") or node).place
                self._unknown(place, field.follows, "fields.yml", (*ORIGINS, *names))
            applies = node.get("applies")
            for condition, wanted in applies if isinstance(applies, MappingNode) else ():
                known = fields.get(condition.text)
                if known is not None and known.type == "id":
                    self.ids(wanted, condition.text, known.options)
                elif condition.text != "part" and (known is not None or condition.text not in names):
                    choices = ["part", *(each.id for each in fields.values() if each.type == "id")]
                    self._unknown(condition.place, condition.text, "fields.yml", choices)

    def glance(
        self, file: MappingNode, fields: Mapping[str, Field], names: Collection[str]
    ) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The fields at the top of a card, by what the release makes or by its kind; a list in the list is a choice."""
        known = {name for each in ("modality", "kind") if each in fields for name in fields[each].options}
        found = {}
        for key, node in self.mapping(file, "glance"):
            if key.text not in known:
                self._unknown(key.place, key.text, "fields.yml", sorted(known))
            entries = node.items if isinstance(node, SequenceNode) else (node,)
            choices = (
                each if isinstance(each, SequenceNode) else SequenceNode((each,), each.place) for each in entries
            )
            found[key.text] = tuple(self.ids(each, key.text, names) for each in choices)
        return found

    def known(self, file: MappingNode, name: str, key: str, options: Mapping[str, Entry]) -> None:
        """Report entries whose ``key`` names none of ``options``."""
        registry = file.get(name)
        for _, node in registry if isinstance(registry, MappingNode) else ():
            value = node.get(key) if isinstance(node, MappingNode) else None
            if isinstance(value, Scalar) and value.text not in options:
                self._unknown(value.place, value.text, key, options)

    def _unknown(self, place: Place, value: str, registry: str, known: Iterable[str]) -> None:
        self._report("E106", place, id=value, registry=registry, **alternatives(value, known))

    def _choice(self, node: MappingNode, key: str, known: Mapping[str, Known], registry: str) -> Known | None:
        value = self.scalar(node, key, required=True)
        if value and value not in known:
            self._unknown((node.get(key) or node).place, value, registry, known)
        return known.get(value)

    def _word(self, node: MappingNode, key: str, known: Mapping[str, Known], *, required: bool = False) -> Known | None:
        """What a fixed word means: unlike an id of a registry, nobody adds one in a data file."""
        return known.get(self.scalar(node, key, _one_of(*known), required=required))

    def _bounds(
        self, node: MappingNode, field_type: FieldType
    ) -> tuple[Decimal | None, Decimal | None, Day | None, Day | None]:
        bounds = node.get("range")
        if bounds is None:
            return None, None, None, None
        texts = self.ids(bounds, "range")
        if len(texts) != 2:
            if isinstance(bounds, SequenceNode):
                self._report("E102", bounds.place, key="range", wanted="[low, high]", seen="list")
            return None, None, None, None
        try:
            if field_type == "date":
                return None, None, self._day(texts[0]), self._day(texts[1])
            read = read_count if field_type == "count" else lambda text: read_number(text, scientific=True)
            return read(texts[0]), read(texts[1]), None, None
        except BadValue as bad:
            self._report(bad.code, bounds.place, **{"field": "range", **bad.values})
            return None, None, None, None

    def _day(self, text: str) -> Day | None:
        if text == "future":
            return None
        if text == "today":
            return Day(self._today.year, self._today.month, self._today.day)
        return read_day(text)

    def benchmark(self, key: Scalar, value: Node) -> Benchmark | None:
        node = self.entry(key, value, _BENCHMARK_KEYS)
        if node is None:
            return None
        better = self.scalar(node, "better", _one_of("higher", "lower"), required=True)
        return Benchmark(
            id=key.text,
            name=self.both(node, key.text, key.place),
            metric=self.text(node.get("metric"), "metric", key.place),
            better="lower" if better == "lower" else "higher",
            unit=self.scalar(node, "unit"),
            settings=self.entries(node, "settings", _Shape()),
        )

    def term(self, key: Scalar, value: Node, subjects: Mapping[str, Entry]) -> Term | None:
        node = self.entry(key, value, _TERM_KEYS)
        if node is None:
            return None
        subject = self._choice(node, "subject", subjects, "terms.yml")
        return Term(
            id=key.text,
            name=self.both(node, key.text, key.place),
            subject=subject.id if subject else "",
            definition=self.text(node.get("definition"), "definition", key.place),
            short=self.scalar(node, "short"),
            aliases=self.ids(node.get("aliases"), "aliases"),
            page=self.scalar(node, "page"),
        )

    def erratum(self, key: Scalar, value: Node, pages: Mapping[str, Entry]) -> Erratum | None:
        node = self.entry(key, value, _ERRATUM_KEYS)
        if node is None:
            return None
        page = self._choice(node, "page", pages, "errata.yml")
        return Erratum(
            id=key.text,
            page=page.id if page else "",
            said=self.text(node.get("said"), "said", key.place),
            holds=self.text(node.get("holds"), "holds", key.place),
            sources=self.entries(node, "sources", _SOURCES) if node.get("sources") is not None else {},
        )
