"""The sources of a release as its card lists them."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from ..catalogue.model import Release, Source
from .context import Context
from .environment import render
from .values import date_in_words


class SourceView(NamedTuple):
    """One source: anchor, kind of document, title and address, the dates in words, and how many values cite it."""

    anchor: str
    type: str
    title: str
    href: str
    published: str
    checked: str
    via: str
    via_href: str
    archived: str
    cited: int


def sources_tab(release: Release, context: Context, prefix: str) -> str:
    """The numbered list of sources; ``prefix`` goes before the anchors."""
    sources = [_view(release, source, context, prefix) for source in release.sources.values()]
    return render("card-sources.html", words=context.words, tab="sources", sources=sources) if sources else ""


def _view(release: Release, source: Source, context: Context, prefix: str) -> SourceView:
    cited = sum(citation.source is source for claim in release.claims for citation in claim.citations)
    return SourceView(
        anchor=f"{prefix}source-{source.id}",
        type=context.words(f"source_{source.type}"),
        title=source.title,
        href=source.url,
        published=date_in_words(source.published, context.words) if source.published else "",
        checked=str(source.checked) if source.checked else "",
        via=urlsplit(source.via).netloc.removeprefix("www."),
        via_href=source.via,
        archived=source.archived,
        cited=cited,
    )
