"""Where a release is shown: the directives that select it or link to it, whatever option brought it there."""

from __future__ import annotations

from collections.abc import Iterator

from .catalogue.catalogue import Catalogue
from .catalogue.findings import Findings, Language, Place
from .fragments.context import Context
from .fragments.directives import read_page
from .fragments.expand import draw
from .fragments.specs import figure_of
from .page import Page


def appearances(page: Page, slug: str, catalogue: Catalogue, language: Language) -> Iterator[tuple[str, Place]]:
    """The name and place of each directive of a page that shows a release; those with errors are passed over."""

    def address(release: str) -> str:
        return f"release:{release}/"

    context = Context(catalogue, language, model_url=address)
    for fence, spec in read_page(page.body, page.body_place, catalogue, Findings()):
        figure, drawn = figure_of(spec), draw(fence.name, spec, context)
        is_selected = figure is not None and any(row.release.slug == slug for row in figure.rows)
        html = "".join((drawn.html, *(tab.html for tab in drawn.tabs), drawn.below))
        if is_selected or address(slug) in html:
            yield fence.name, fence.place
