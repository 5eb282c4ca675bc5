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
        id: its anchor on the page, and the name of the files beside it.
    """

    id: str
    rows: tuple[Row, ...]
    caption: str
    note: str = ""
    rumours: bool = False


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart: which one of ``CHARTS``, and of what."""

    name: str
    figure: FigureSpec


@dataclass(frozen=True, slots=True)
class CompareSpec:
    """A table; ``number`` says which one of its page, from 1; ``sort`` is what its rows were sorted by."""

    figure: FigureSpec
    columns: tuple[Column, ...]
    sort: str = ""
    number: int = 1


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


Spec = (
    CardSpec | FigureSpec | ChartSpec | CompareSpec | SampleSpec | ReferenceSpec | ChangesSpec | ErrataSpec | NoOptions
)


def figure_of(spec: Spec) -> FigureSpec | None:
    """What a directive draws as a table or figure, None for the others."""
    if isinstance(spec, ChartSpec | CompareSpec):
        return spec.figure
    return spec if isinstance(spec, FigureSpec) else None
