"""What the catalogue's files are read by: fields, organizations, licences, hardware, benchmarks, languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from .findings import Findings, Place, Text, nearest
from .nodes import Mapping as MappingNode
from .nodes import Node, Scalar, Sequence, kind_of
from .values import BadValue, Day, read_count, read_day, read_number

FieldType = Literal["count", "number", "size", "date", "text", "id", "flag", "url", "reference", "results", "shares"]
FIELD_TYPES: tuple[FieldType, ...] = (
    "count", "number", "size", "date", "text", "id", "flag", "url", "reference", "results", "shares"
)  # fmt: skip
Known = TypeVar("Known")
NEEDED_FIELDS = (
    # what follows
    "slug", "name", "organization", "country", "modality", "kind", "series", "reads", "tags", "paper_date",
    "commercial_use", "tokens_per_parameter", "weights_memory", "kv_cache",
    # what formulas, cross-checks, cards and figures read
    "params_total", "params_active", "sparsity", "layers", "hidden_size", "heads", "kv_heads", "head_size", "ffn_size",
    "vocab_size", "architecture_family", "attention", "activation", "tied_embeddings", "training_tokens",
    "corpus_tokens", "training_flops", "announced", "weights_date", "weights_open", "weights_license", "base",
    "results",
)  # fmt: skip
REGISTRY_FILES = ("fields", "organizations", "licenses", "hardware", "benchmarks", "languages", "changes")


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered id: its names, and whatever else its registry says of it (text by key)."""

    id: str
    name: Text
    place: Place
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of fields: a header over table columns, and the tab of a card that shows it."""

    id: str
    name: Text
    tab: str


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field: what it means, how its values are written, where it applies.

    Attributes:
        units: ids of the allowed units, the first meant when none is written; empty for bare counts.
        low, high: plausible bounds of a number.
        earliest, latest: plausible bounds of a date.
        options: the ids of an id field, or the relations of a reference field.
        applies: for ``kind``, ``modality`` or the id of another field, the ids for which this field has a meaning;
            the key ``part`` says that it is about a component only.
        follows: what it follows from, "" when it is typed in the data files.
    """

    id: str
    label: Text
    help: Text
    group: Group
    type: FieldType
    place: Place
    is_list: bool = False
    units: tuple[str, ...] = ()
    scientific: bool = False
    powers_of_two: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    earliest: Day | None = None
    latest: Day | None = None
    options: Mapping[str, Entry] = field(default_factory=dict)
    applies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    follows: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers that align to the right and sort by size."""
        return self.type in ("count", "number")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark: its metric and unit, which direction is better, the settings that a score can have."""

    id: str
    name: Text
    metric: Text
    better: Literal["higher", "lower"]
    unit: str
    settings: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Registry:
    """All registries. Mappings are in the order of their files."""

    groups: Mapping[str, Group]
    fields: Mapping[str, Field]
    glance: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, Entry]
    tags: Mapping[str, Entry]
    organizations: Mapping[str, Entry]
    countries: Mapping[str, Entry]
    licenses: Mapping[str, Entry]
    hardware: Mapping[str, Entry]
    languages: Mapping[str, Entry]
    changes: Mapping[str, Entry]
    benchmarks: Mapping[str, Benchmark]

    @property
    def result_keys(self) -> list[str]:
        """Every ``benchmark/setting`` that a result can be of."""
        return [f"{each.id}/{setting}" for each in self.benchmarks.values() for setting in each.settings]

    @property
    def typed_fields(self) -> list[Field]:
        """The fields that data files may hold."""
        return [field for field in self.fields.values() if not field.follows]


def read_registry(files: Mapping[str, MappingNode], findings: Findings, today: date) -> Registry | None:
    """The registries from their parsed files (by name without suffix), None with findings where one is unusable."""
    before = len(findings.errors)
    reader = _Reader(findings, today)
    fields_file = files["fields"]
    entries = {
        "organizations": reader.entries(files["organizations"], "organizations"),
        "countries": reader.entries(files["organizations"], "countries"),
        "licenses": reader.entries(files["licenses"], "licenses"),
        "hardware": reader.entries(files["hardware"], "hardware"),
        "languages": reader.entries(files["languages"], "languages"),
        "changes": reader.entries(files["changes"], "changes"),
        "parts": reader.entries(fields_file, "parts"),
        "tags": reader.entries(fields_file, "tags"),
    }
    groups = {
        entry.id: Group(entry.id, entry.name, entry.more.get("tab", "overview"))
        for entry in reader.entries(fields_file, "groups").values()
    }
    fields: dict[str, Field] = {}
    for key, node in reader.mapping(fields_file, "fields"):
        if (read := reader.field(key, node, groups, entries)) is not None:
            fields[read.id] = read
    glance = {key.text: reader.ids(node, fields) for key, node in reader.mapping(fields_file, "glance")}
    benchmarks = {
        key.text: benchmark
        for key, node in reader.mapping(files["benchmarks"], "benchmarks")
        if (benchmark := reader.benchmark(key, node)) is not None
    }
    reader.needed_fields(fields_file, fields)
    reader.conditions(fields)
    reader.known(entries["organizations"], "country", entries["countries"])
    if "commercial_use" in fields:
        reader.known(entries["licenses"], "commercial", fields["commercial_use"].options)
    if len(findings.errors) > before:
        return None
    return Registry(groups=groups, fields=fields, glance=glance, benchmarks=benchmarks, **entries)


_FIELD_KEYS = (
    "label", "help", "group", "type", "list", "units", "notation", "powers_of_two", "range",
    "options", "registry", "applies", "follows",
)  # fmt: skip


class _Reader:
    """Reads registry nodes, reporting what is wrong and going on."""

    def __init__(self, findings: Findings, today: date) -> None:
        self._findings = findings
        self._today = today

    def mapping(self, parent: MappingNode, key: str) -> Iterable[tuple[Scalar, Node]]:
        node = parent.get(key)
        if node is None:
            self._findings.report("E101", parent.place, missing=key)
            return ()
        if not isinstance(node, MappingNode):
            self._findings.report("E102", node.place, key=key, wanted="key: value", seen=kind_of(node))
            return ()
        return node.pairs

    def text(self, node: Node | None, place: Place) -> Text:
        """A text in both languages: ``{zh: …, en: …}``."""
        zh, en = (self.scalar(node, language, place) for language in ("zh", "en"))
        return Text(zh, en)

    def scalar(self, node: Node | None, key: str, place: Place, required: bool = True) -> str:
        value = node.get(key) if isinstance(node, MappingNode) else None
        if isinstance(value, Scalar):
            return value.text
        if value is not None or required:
            self._findings.report("E101", value.place if value else place, missing=key)
        return ""

    def entries(self, file: MappingNode, key: str) -> dict[str, Entry]:
        """Entries of a registry: id -> names and scalars."""
        found: dict[str, Entry] = {}
        for name, node in self.mapping(file, key):
            more = {
                option.text: value.text
                for option, value in (node if isinstance(node, MappingNode) else ())
                if isinstance(value, Scalar) and option.text not in ("zh", "en")
            }
            found[name.text] = Entry(name.text, self.text(node, name.place), name.place, more)
        return found

    def ids(self, node: Node | None, known: Mapping[str, object] | None = None) -> tuple[str, ...]:
        """A list of scalars, each one of ``known`` where that is given."""
        items = node.items if isinstance(node, Sequence) else ()
        found = []
        for item in items:
            if not isinstance(item, Scalar):
                self._findings.report("E102", item.place, key="", wanted="text", seen=kind_of(item))
            elif known is not None and item.text not in known:
                self._unknown(item.place, item.text, "fields.yml", known)
            else:
                found.append(item.text)
        return tuple(found)

    def field(
        self, key: Scalar, node: Node, groups: Mapping[str, Group], entries: Mapping[str, dict[str, Entry]]
    ) -> Field | None:
        if not isinstance(node, MappingNode):
            self._findings.report("E102", node.place, key=key.text, wanted="key: value", seen=kind_of(node))
            return None
        for name, _ in node:
            if name.text not in _FIELD_KEYS:
                candidates = nearest(name.text, _FIELD_KEYS)
                self._findings.report("E104", name.place, field=name.text, candidates=candidates)
        group = self._one_of(node, "group", groups)
        field_type = self._one_of(node, "type", {name: name for name in FIELD_TYPES})
        if group is None or field_type is None:
            return None
        registry = self.scalar(node, "registry", key.place, required=False)
        options = entries.get(registry, {}) if registry else {}
        if node.get("options") is not None:
            options = self.entries(node, "options")
        low, high, earliest, latest = self._bounds(node, field_type)
        applies_node = node.get("applies")
        return Field(
            id=key.text,
            label=self.text(node.get("label"), key.place),
            help=self.text(node.get("help"), key.place),
            group=group,
            type=field_type,
            place=key.place,
            is_list=self.scalar(node, "list", key.place, required=False) == "yes",
            units=self.ids(node.get("units")),
            scientific=self.scalar(node, "notation", key.place, required=False) == "scientific",
            powers_of_two=self.scalar(node, "powers_of_two", key.place, required=False) == "yes",
            low=low,
            high=high,
            earliest=earliest,
            latest=latest,
            options=options,
            applies={
                name.text: frozenset(self.ids(value))
                for name, value in (applies_node if isinstance(applies_node, MappingNode) else ())
            },
            follows=self.scalar(node, "follows", key.place, required=False),
        )

    def needed_fields(self, file: MappingNode, fields: Mapping[str, Field]) -> None:
        """Report the fields that the code reads by their id and that are gone."""
        missing = [name for name in NEEDED_FIELDS if name not in fields]
        if missing:
            place = file.key("fields") or file
            self._findings.report("E101", place.place, missing=", ".join(missing))

    def conditions(self, fields: Mapping[str, Field]) -> None:
        """Report conditions of ``applies`` that are no field."""
        for each in fields.values():
            for condition in each.applies:
                if condition != "part" and condition not in fields:
                    self._unknown(each.place, condition, "fields.yml", fields)

    def known(self, entries: Mapping[str, Entry], key: str, options: Mapping[str, Entry]) -> None:
        """Report entries whose ``key`` names none of ``options``."""
        for entry in entries.values():
            if (value := entry.more.get(key, "")) and value not in options:
                self._unknown(entry.place, value, key, options)

    def _unknown(self, place: Place, value: str, registry: str, known: Mapping[str, object]) -> None:
        self._findings.report("E106", place, id=value, registry=registry, candidates=nearest(value, known))

    def _one_of(self, node: MappingNode, key: str, known: Mapping[str, Known]) -> Known | None:
        value = self.scalar(node, key, node.place)
        if value and value not in known:
            self._unknown((node.get(key) or node).place, value, "fields.yml", known)
        return known.get(value)

    def _bounds(
        self, node: MappingNode, field_type: FieldType
    ) -> tuple[Decimal | None, Decimal | None, Day | None, Day | None]:
        bounds = node.get("range")
        texts = self.ids(bounds)
        if bounds is None or len(texts) != 2:
            return None, None, None, None
        try:
            if field_type == "date":
                return None, None, self._day(texts[0]), self._day(texts[1])
            read = read_count if field_type == "count" else lambda text: read_number(text, scientific=True)
            return read(texts[0]), read(texts[1]), None, None
        except BadValue as bad:
            self._findings.report(bad.code, bounds.place, field="range", **bad.values)
            return None, None, None, None

    def _day(self, text: str) -> Day | None:
        if text == "future":
            return None
        if text == "today":
            return Day(self._today.year, self._today.month, self._today.day)
        return read_day(text)

    def benchmark(self, key: Scalar, node: Node) -> Benchmark | None:
        if not isinstance(node, MappingNode):
            self._findings.report("E102", node.place, key=key.text, wanted="key: value", seen=kind_of(node))
            return None
        better = self._one_of(node, "better", {"higher": "higher", "lower": "lower"})
        return Benchmark(
            id=key.text,
            name=self.text(node, key.place),
            metric=self.text(node.get("metric"), key.place),
            better="lower" if better == "lower" else "higher",
            unit=self.scalar(node, "unit", key.place, required=False),
            settings=self.entries(node, "settings"),
        )
