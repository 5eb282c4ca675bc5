"""How a page or a table of the atlas is cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..catalogue.export import bib_entry
from ..catalogue.model import Claim, Release
from ..catalogue.values import Day
from .context import Context


@dataclass(frozen=True, slots=True)
class CitationText:
    """One reference in three forms."""

    bibtex: str
    gbt: str
    plain: str


def cite_release(release: Release, context: Context) -> CitationText:
    """How the page of a release is cited."""
    checked = latest_check(release.claims)
    url = context.canonical_model_url(release.slug)
    return cite(f"atlas-{release.slug}", release.name[context.language], url, checked, context)


def cite_table(key: str, caption: str, claims: Iterable[Claim], context: Context) -> CitationText:
    """How a table on this page is cited; ``key`` is its anchor."""
    return cite(f"atlas-{key}", caption, f"{context.page_url}#{key}", latest_check(claims), context)


def cite(key: str, title: str, url: str, checked: Day | None, context: Context) -> CitationText:
    """A reference to one address of the atlas.

    The date is the last on which somebody read the sources, so that it says which state of the data is meant; the day
    of access is the reader's to fill in.
    """
    words = context.words
    date = str(checked) if checked else ""
    bibtex = bib_entry(
        "misc",
        key,
        {
            "author": words("site_name"),
            "title": title,
            "year": date[:4],
            "url": url,
            "note": words("bibtex_note", date=date) if date else "",
        },
    )
    updated = f"({date})" if date else ""
    gbt = f"{words('site_name')}. {title}[DB/OL]. {updated}[{words('accessed')}]. {url}."
    plain = words("plain_citation" if date else "plain_citation_undated", title=title, date=date, url=url)
    return CitationText(bibtex, gbt, plain)


def latest_check(claims: Iterable[Claim]) -> Day | None:
    """The last day on which somebody read a source of ``claims``, None where nobody did."""
    days = [citation.source.checked for claim in claims for citation in claim.citations]
    return max((day for day in days if day), key=lambda day: day.latest, default=None)
