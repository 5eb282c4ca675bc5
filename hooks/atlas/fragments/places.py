"""Where a card's values were read, as links beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from ..catalogue.model import Citation
from .cells import source_words
from .context import Context
from .measure import clip, ems
from .sources import References

SHOWN = 2
IN_A_TABLE = 14.0  # ems of a place where every column is dear
ROOMY = 20.0  # ems of a place in a row of its own
VERSIONS_NAMED = 3


class PlaceLink(NamedTuple):
    """Where a value was read: the versions that it says something of, a short text, the address, all of it in words.

    Attributes:
        of: "" where the place is that of all versions.
    """

    of: str
    text: str
    href: str
    title: str


def places(
    found: Iterable[tuple[Citation, str]], references: References, context: Context, width: float
) -> tuple[PlaceLink, ...]:
    """The first places as links, and the number of the rest as a link to the list of sources.

    Args:
        found: each citation with the version that it speaks of, "" where versions are not told apart.
        references: the list of the card's sources.
        width: how long a place's text may be, in ems.
    """
    citations: dict[tuple[str, str], Citation] = {}
    versions: dict[tuple[str, str], dict[str, None]] = {}
    for citation, version in found:
        key = (citation.source.id, citation.place)
        citations.setdefault(key, citation)
        versions.setdefault(key, {})[version] = None
    known = {version for names in versions.values() for version in names}
    links = [
        PlaceLink(
            "" if len(versions[key]) == len(known) else _named(versions[key], context),
            _place(citation, references, context, width),
            citation.source.via or citation.source.url,
            source_words((citation,), context),
        )
        for key, citation in citations.items()
    ]
    shown = list({(link.of, link.text): link for link in reversed(links)}.values())[::-1][:SHOWN]
    rest = [link.title for link in links if link not in shown]
    if rest:
        title = context.words("between_citations").join(rest)
        shown.append(PlaceLink("", context.words("more_places", rest=len(rest)), f"#{references.anchor}", title))
    return tuple(shown)


def _named(versions: Collection[str], context: Context) -> str:
    if len(versions) > VERSIONS_NAMED:
        return context.words("count_versions", n=len(versions))
    return context.words("separator").join(versions)


def _place(citation: Citation, references: References, context: Context, width: float) -> str:
    """The document, the place in it, and whether it was read as quoted elsewhere: "paper [2], Table 9 (quoted)"."""
    words, source = context.words, citation.source
    kind, quoted = references.kind_of(source), words("quoted") if source.via else ""
    return clip(words("kind_and_place", kind=kind, place=citation.place), width - ems(quoted)) + quoted
