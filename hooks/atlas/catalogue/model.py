"""What the catalogue holds: releases, their sources and claims, and what one cell of a table shows of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from .findings import Place, Text
from .registry import Field
from .values import Day, Special, Value

ET_AL = "et al."
SOURCE_TYPES = ("paper", "card", "config", "repository", "license", "maker", "press", "secondary")


class Basis(Enum):
    """What a value rests on, from the strongest to the weakest."""

    STATED = "stated"
    ESTIMATED = "estimated"
    DERIVED = "derived"
    RUMOURED = "rumoured"

    @property
    def strength(self) -> int:
        """Larger is stronger."""
        return -list(Basis).index(self)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a source, as its first page prints the name; ``ET_AL`` stands for those who are not listed."""

    name: str
    is_organization: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A document that claims are read from.

    Attributes:
        id: its name within its release.
        authors: in their order, ``ET_AL`` at the most last; () where the data does not name them.
        url: where it is read; for papers, made from ``arxiv`` or ``doi``.
        published: when it came out.
        checked: the day somebody read the cited places; None where nobody did.
        via: the page that quotes it, where it was read there; "" where it was read itself.
        archived: a kept copy, or "".
    """

    id: str
    type: str
    title: str
    url: str
    place: Place
    authors: tuple[Author, ...] = ()
    arxiv: str = ""
    doi: str = ""
    published: Day | None = None
    checked: Day | None = None
    via: str = ""
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source: "Table 1", "§2.2"."""

    source: Source
    place: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a derived value came about: its formula in symbols and words, and the claims that went in."""

    formula: Text
    inputs: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One value that somebody says a field has.

    Attributes:
        id: stable name, ``palm/540b.params_total``.
        slug, variant, part: what it is about; ``variant`` is "" for every variant, ``part`` "" for the whole.
        key: ``benchmark/setting`` of a result, else "".
        by: who estimated.
        as_of: when it held, where several dates are told apart.
        derivation: how it was computed, where it was.
    """

    id: str
    slug: str
    variant: str
    part: str
    field: Field
    key: str
    value: Value
    basis: Basis
    place: Place
    citations: tuple[Citation, ...] = ()
    by: str = ""
    as_of: Day | None = None
    note: Text | None = None
    derivation: Derivation | None = None

    @property
    def anchor(self) -> str:
        """The id of its element on its release's own page: the claim's id without the slug."""
        return self.id.removeprefix(self.slug).lstrip("/.#").replace("#", ".")

    @property
    def plain_anchor(self) -> str:
        """The anchor as it was, or would be, if this were the value's only claim; it stays when a second one comes."""
        return self.anchor.partition("@")[0]

    @property
    def is_undisclosed(self) -> bool:
        """Whether it says that the maker did not publish the value."""
        return self.value is Special.UNDISCLOSED

    @property
    def is_value(self) -> bool:
        """Whether somebody answers for it as a value: it is neither a rumour nor "undisclosed"."""
        return not self.is_undisclosed and self.basis is not Basis.RUMOURED


@dataclass(frozen=True, eq=False)
class Release:
    """One release: what has its own paper, card or announcement.

    ``variants`` maps id to name and is empty where the release has none. ``claims`` are in the order of the file.
    """

    slug: str
    name: Text
    organizations: tuple[str, ...]
    modality: str
    kind: str
    summary: Text
    sources: Mapping[str, Source]
    variants: Mapping[str, str]
    claims: tuple[Claim, ...]
    place: Place
    aliases: tuple[str, ...] = ()
    series: str = ""
    reads: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The release's table rows: its variants, or itself where it has none."""
        return tuple(Row(self, variant) for variant in self.variants) or (Row(self),)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The components that claims are about, in the order of the file."""
        return tuple(dict.fromkeys(claim.part for claim in self.claims if claim.part))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a release, or one of its variants."""

    release: Release
    variant: str = ""

    @property
    def reference(self) -> str:
        """``palm/540b``, or the slug alone."""
        return f"{self.release.slug}/{self.variant}" if self.variant else self.release.slug

    @property
    def variant_name(self) -> str:
        """The variant's name as its maker prints it, "" for a release without variants."""
        return self.release.variants.get(self.variant, "")


class State(Enum):
    """What one cell can say. Disagreement is not a state of its own: a shown value can also be disputed."""

    STATED = "stated"
    ESTIMATED = "estimated"
    DERIVED = "derived"
    RUMOURED = "rumoured"
    UNDISCLOSED = "undisclosed"
    NOT_APPLICABLE = "not-applicable"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one field of one row.

    Attributes:
        shown: the claim that the cell shows; None where nothing is known or the field does not apply.
        disputed_by: claims of the same strength from other sources that say something else.
        history: the same thing at earlier dates, latest first.
        beside: weaker claims: a rumour beside "undisclosed", which tables show too, or a calculation beside a stated
            value, which only the card tells.
    """

    state: State
    shown: Claim | None = None
    disputed_by: tuple[Claim, ...] = ()
    history: tuple[Claim, ...] = ()
    beside: tuple[Claim, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether sources of the same strength disagree."""
        return bool(self.disputed_by)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of the cell, the shown one first."""
        shown = (self.shown,) if self.shown else ()
        return (*shown, *self.disputed_by, *self.history, *self.beside)
