"""What the data files are read by: fields, organizations, licences, hardware, benchmarks, languages, terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from .findings import Place, Text, alternatives, nearest
from .values import Day

FieldType = Literal["count", "number", "size", "date", "text", "id", "flag", "url", "reference", "results", "shares"]

# The tabs of a release's card, in order; groups of fields stand in those of FACT_TABS, what it comes from in "lineage".
FACT_TABS = ("overview", "architecture", "data", "training", "access")
TABS = ("overview", "architecture", "data", "training", "versions", "access", "lineage", "sources")


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered id: its names, and whatever else its registry says of it (text by key)."""

    id: str
    name: Text
    place: Place
    more: Mapping[str, str] = field(default_factory=dict)


def other_ids(text: str, entries: Mapping[str, Entry]) -> dict[str, object]:
    """What a finding about an id that is not registered says; who wrote "English" is told ``en``."""
    called = {name: entry.id for entry in entries.values() for name in (entry.name.zh, entry.name.en)}
    return alternatives(text, entries, called)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of fields: a header over table columns, and the tab of a card that shows it."""

    id: str
    name: Text
    tab: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address below ``/models/`` that was published once: the release that it leads to."""

    slug: str
    target: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field: what it means, how its values are written, where it applies.

    The head of ``fields.yml`` says how each is written.

    Attributes:
        id, label, help: what data files call it; its name and its meaning for readers.
        group, type: where it is shown, and how its values are written.
        place: where it stands in ``fields.yml``.
        is_list: whether it can have several values.
        units: ids of the allowed units; a lone one need not be written, one of several must; empty for bare counts.
        scientific: whether its numbers are written like 1e-4.
        powers_of_two: whether its counts usually are powers of two, so that a round "32K" is doubted.
        low, high: plausible bounds of a number.
        earliest, latest: plausible bounds of a date.
        options: the ids of an id field, the relations of a reference field, or the sources of shares that have names.
        is_ranked: whether the order of the options says something, as that of a field's own does: yes, conditions, no.
        applies: for ``kind``, ``modality`` or the id of another field, the ids for which this field has a meaning;
            the key ``part`` says that it is about a component only.
        follows: what it follows from, "" when it is typed in the data files.
        also: what papers and configurations call it, such as "d_model".
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
    is_ranked: bool = False
    applies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    follows: str = ""
    also: tuple[str, ...] = ()

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers that align to the right and sort by size."""
        return self.type in ("count", "number")

    @property
    def is_in_head(self) -> bool:
        """Whether it follows from what a release or its maker is called: the head of a card says it, not its tabs."""
        return self.follows in ("release", "organization")


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
class Term:
    """A term of the glossary.

    Attributes:
        name: what it is called here.
        subject: id of the part of the glossary that it stands in.
        definition: what it means, in one sentence.
        short: its abbreviation, the same in both languages, "" for none.
        aliases: what else it is called elsewhere, in either language.
        page: the page that explains it, as a path below its language's folder with an anchor, "" for none.
    """

    id: str
    name: Text
    subject: str
    definition: Text
    short: str
    aliases: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Erratum:
    """What the first text said and does not hold.

    Attributes:
        page: id of the page that it is told on.
        said: what stood there.
        holds: what is true of it.
        sources: where that was read; none for an opinion, or for something that was left out.
    """

    id: str
    page: str
    said: Text
    holds: Text
    sources: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Registry:
    """All registries. Mappings are in the order of their files; without any it knows nothing.

    Attributes:
        glance: by what a release makes or by its kind, the facts on top of its card: each a field, or several of which
            the card shows the first that is known and short.
    """

    groups: Mapping[str, Group] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    glance: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    parts: Mapping[str, Entry] = field(default_factory=dict)
    tags: Mapping[str, Entry] = field(default_factory=dict)
    organizations: Mapping[str, Entry] = field(default_factory=dict)
    countries: Mapping[str, Entry] = field(default_factory=dict)
    licenses: Mapping[str, Entry] = field(default_factory=dict)
    hardware: Mapping[str, Entry] = field(default_factory=dict)
    languages: Mapping[str, Entry] = field(default_factory=dict)
    changes: Mapping[str, Entry] = field(default_factory=dict)
    authors: Mapping[str, Entry] = field(default_factory=dict)
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    addresses: Mapping[str, Address] = field(default_factory=dict)
    subjects: Mapping[str, Entry] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    pages: Mapping[str, Entry] = field(default_factory=dict)
    errata: Mapping[str, Erratum] = field(default_factory=dict)

    @property
    def result_keys(self) -> list[str]:
        """Every ``benchmark/setting`` that a result can be of."""
        return [f"{each.id}/{setting}" for each in self.benchmarks.values() for setting in each.settings]

    @property
    def other_names(self) -> dict[str, str]:
        """The Chinese names of terms that Chinese pages do not use -> those that they do."""
        return {alias: term.name.zh for term in self.terms.values() for alias in term.aliases if not alias.isascii()}

    @property
    def typed_fields(self) -> list[Field]:
        """The fields that data files may hold."""
        return [field for field in self.fields.values() if not field.follows]

    def meant_by(self, key: str, others: Iterable[str]) -> list[str]:
        """What somebody may mean by ``key``: the typed field that is called so elsewhere, or up to three names near it.

        ``others`` are keys that can stand beside fields.
        """
        fields = self.typed_fields
        called = {name: field.id for field in fields for name in field.also}
        return nearest(key, (*others, *(field.id for field in fields)), called)
