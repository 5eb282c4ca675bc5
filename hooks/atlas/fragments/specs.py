"""What directives ask for, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..catalogue.catalogue import Column
from ..catalogue.model import Release, Row

# The named charts: the fields on their axes, x and y.
CHARTS: Mapping[str, tuple[str, str]] = {
    "tokens-and-parameters": ("params_total", "training_tokens"),
    "sizes-over-time": ("announced", "params_total"),
}


@dataclass(frozen=True, slots=True)
class CardSpec:
    """The release whose card is drawn."""

    release: Release


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What tables and figures share; ``rows`` are selected and sorted.

    Attributes:
        name: the directive, or which chart.
        id: its anchor as the author gave it, or "".
    """

    name: str
    rows: tuple[Row, ...]
    caption: str
    note: str
    id: str
    rumours: bool


@dataclass(frozen=True, slots=True)
class CompareSpec(FigureSpec):
    """A table; ``number`` says which one of its page, from 1."""

    columns: tuple[Column, ...] = ()
    sort: str = ""
    number: int = 1

    @property
    def anchor(self) -> str:
        """The table's id, and the name of its file."""
        return self.id or f"table-{self.number}"


@dataclass(frozen=True, slots=True)
class SampleSpec:
    """Single values: row and column of each."""

    values: tuple[tuple[Row, Column], ...]


@dataclass(frozen=True, slots=True)
class ReferenceSpec:
    """A directive that is explained: its options, and which of them must be there."""

    name: str
    options: tuple[str, ...]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangesSpec:
    """Whether all changes are listed, or the latest only."""

    all: bool


@dataclass(frozen=True, slots=True)
class ErrataSpec:
    """The pages whose errata are listed, by id."""

    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoOptions:
    """Nothing: the catalogue or the code fills it."""


Spec = CardSpec | FigureSpec | SampleSpec | ReferenceSpec | ChangesSpec | ErrataSpec | NoOptions
