"""How a page or a table of the atlas is cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalogue.export import bib_entry
from ..catalogue.model import Author, Claim, Release
from ..catalogue.values import Day, read_day
from .context import Context


@dataclass(frozen=True, slots=True)
class CitationText:
    """One reference in three forms."""

    bibtex: str
    gbt: str
    plain: str


def cite_release(release: Release, context: Context) -> CitationText:
    """How the page of a release is cited."""
    url, day = context.canonical_model_url(release.slug), data_day(release.claims, context)
    return cite(f"atlas-{release.slug}", release.name[context.language], url, day, context)


def cite_table(key: str, caption: str, claims: Sequence[Claim], context: Context) -> CitationText:
    """How a table on this page is cited; ``key`` is its anchor."""
    return cite(f"atlas-{key}", caption, f"{context.page_url}#{key}", data_day(claims, context), context)


def cite(key: str, title: str, url: str, day: Day | None, context: Context) -> CitationText:
    """A reference to one address of the atlas.

    The date says which state of the data is meant, see ``data_day``; the day of access is the reader's to fill in.
    """
    words = context.words
    date = str(day) if day else ""
    bibtex = bib_entry(
        "misc",
        key,
        [Author(words("site_name"), is_organization=True)],
        {
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


def data_day(claims: Sequence[Claim], context: Context) -> Day | None:
    """The day of which the data are: the last one on which a source of ``claims`` was read or one of their releases was
    changed (``changes.yml``); None where there is no such day.
    """
    slugs = {claim.slug for claim in claims}
    changes = context.catalogue.registry.changes.values()
    changed = [read_day(entry.more["date"]) for entry in changes if entry.more.get("release") in slugs]
    checked = [citation.source.checked for claim in claims for citation in claim.citations]
    return max((day for day in (*changed, *checked) if day), key=lambda day: day.latest, default=None)
