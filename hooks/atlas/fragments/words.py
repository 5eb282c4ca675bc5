"""The words of the generated fragments in both languages; they stand in ``words.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from ..catalogue.findings import Language

_FILE = Path(__file__).with_name("words.yml")


class Words:
    """The words of one language: ``words("count_models", n=3)``."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._entries = _entries()

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``key``, with ``values`` filled in; ``n=1`` takes the singular where there is one.

        Raises:
            KeyError: there is no such key; the message says where it belongs.
        """
        entry = self._entries.get(key)
        if entry is None:
            raise KeyError(f"hooks/atlas/fragments/words.yml has no {key!r}")
        singular = entry.get(f"{self.language}_one")
        text = singular if singular and values.get("n") == 1 else entry[self.language]
        return text.format(**values) if values else text

    def unit(self, unit: str) -> str:
        """A unit as readers see it; one that is not listed shows its id."""
        entry = self._entries.get(f"unit_{unit}")
        return entry[self.language] if entry else unit


def as_heading(name: str) -> str:
    """The name of an option where it stands alone: in English it has a capital there, within a sentence it has none."""
    return name[:1].upper() + name[1:]


@cache
def words_in(language: Language) -> Words:
    """The words of a language, the same object for every page."""
    return Words(language)


@cache
def _entries() -> Mapping[str, Mapping[str, str]]:
    with _FILE.open("rb") as file:  # a mistake is named with its file
        entries: Mapping[str, Mapping[str, str]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return entries
