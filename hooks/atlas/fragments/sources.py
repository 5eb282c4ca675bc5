"""What the values of a card or table were read from or computed by, and the marks that name it on paper."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit

from ..catalogue.model import Citation, Claim, Release, Source
from .context import Context
from .environment import render
from .values import date_in_words
from .words import Words

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class SourceView(NamedTuple):
    """One source: first author, kind of document, title and address, dates in words, cited places by their letters.

    Attributes:
        anchor: id of its entry, "" where links lead elsewhere.
        cited: how many values of the release cite it, 0 where that is not told.
    """

    authors: str
    type: str
    title: str
    href: str
    published: str
    checked: str
    via: str
    via_href: str
    archived: str
    places: tuple[tuple[str, str], ...]
    anchor: str
    cited: int


class References:
    """The sources and formulas of one card or table, in the order in which its values name them.

    A reader of paper cannot follow a value to its source. There a mark stands behind it: ``2b`` is the second place
    cited in the second source of the list below, ``A`` is the first formula.
    """

    def __init__(self, context: Context, release: Release | None = None, prefix: str = "") -> None:
        """Begin a list; that of a release's card has all of its sources in their order, with anchors."""
        self._context = context
        self._release = release
        self._prefix = prefix
        self._sources: list[Source] = []
        self._kinds: Counter[str] = Counter()
        self._letters: list[dict[str, str]] = []
        self._numbers: dict[tuple[object, ...], int] = {}
        self._marks: dict[tuple[Citation, ...], tuple[str, ...]] = {}  # the values of a block share their citations
        self._formulas: dict[str, str] = {}
        for source in release.sources.values() if release else ():
            self._add(source)

    @property
    def anchor(self) -> str:
        """Id of the list, where it is a tab of a card."""
        return f"{self._prefix}sources"

    def kind_of(self, source: Source) -> str:
        """The kind of document, with its number in the list where others there are of the same kind: "paper [2]"."""
        kind = self._context.words(f"source_{source.type}")
        number = self._numbers.get(_document(source))
        return kind if number is None or self._kinds[source.type] == 1 else f"{kind} [{number + 1}]"

    def mark(self, *claims: Claim) -> str:
        """What stands on paper behind the value of ``claims``, "" where they have no source."""
        return ", ".join(dict.fromkeys(mark for claim in claims for mark in self._marks_of(claim)))

    @property
    def sources(self) -> list[SourceView]:
        """The sources that were named so far, or are the release's own."""
        claims = self._release.claims if self._release else ()
        cited = Counter(citation.source for claim in claims for citation in claim.citations)
        named = zip(self._sources, self._letters, strict=True)
        return [self._view(source, places, cited[source]) for source, places in named]

    @property
    def formulas(self) -> list[str]:
        """The formulas that were named so far; the first is A."""
        return list(self._formulas)

    def _marks_of(self, claim: Claim) -> tuple[str, ...]:
        if claim.derivation is not None:
            formula = claim.derivation.formula[self._context.language]
            return (self._formulas.setdefault(formula, _letter(len(self._formulas)).upper()),)
        if claim.citations not in self._marks:
            self._marks[claim.citations] = tuple(map(self._cited, claim.citations))
        return self._marks[claim.citations]

    def _cited(self, citation: Citation) -> str:
        number = self._numbers.get(_document(citation.source))
        if number is None:
            number = self._add(citation.source)
        letters = self._letters[number]
        return f"{number + 1}{letters.setdefault(citation.place, _letter(len(letters)))}"

    def _add(self, source: Source) -> int:
        self._sources.append(source)
        self._kinds[source.type] += 1
        self._letters.append({})
        return self._numbers.setdefault(_document(source), len(self._sources) - 1)

    def _view(self, source: Source, places: dict[str, str], cited: int) -> SourceView:
        words, release = self._context.words, self._release
        is_own = release is not None and release.sources.get(source.id) is source
        return SourceView(
            authors=_first_author(source, words),
            type=words(f"source_{source.type}"),
            title=source.title,
            href=source.url,
            published=date_in_words(source.published, words) if source.published else "",
            checked=date_in_words(source.checked, words) if source.checked else "",
            via=urlsplit(source.via).netloc.removeprefix("www."),
            via_href=source.via,
            archived=source.archived,
            places=tuple((letter, place) for place, letter in places.items()),
            anchor=f"{self._prefix}source-{source.id}" if is_own else "",
            cited=cited,
        )


def sources_tab(references: References, context: Context) -> str:
    """The numbered list of a card's sources, "" where it has none; drawn last, when every value has named its own."""
    if not references.sources:
        return ""
    return render("card-sources.html", words=context.words, tab="sources", references=references)


def _first_author(source: Source, words: Words) -> str:
    """Who wrote it, by the first name; "" where the data does not say."""
    if not source.authors:
        return ""
    first = source.authors[0].name
    return first if len(source.authors) == 1 else words("first_author", name=first)


def _document(source: Source) -> tuple[object, ...]:
    """Equal for what several releases cite as one document, read at one time."""
    return source.url, source.title, source.via, source.checked


def _letter(index: int) -> str:
    """a to z, then aa, ab …"""
    rest, last = divmod(index, len(LETTERS))
    return (_letter(rest - 1) if rest else "") + LETTERS[last]
