"""The card of a release: what it is at a glance, every fact with its place in tabs, and how sure we are of them."""

from __future__ import annotations

from collections import Counter

from ..catalogue.catalogue import Column
from ..catalogue.model import Basis
from ..catalogue.registry import FACT_TABS, TABS
from .card import Card
from .card_facts import facts_tab
from .card_header import card_header, glance_columns
from .cells import CellView
from .citations import cite_release, data_day
from .context import Context
from .drawn import Drawn, Tab
from .environment import render
from .lineage import lineage_tab
from .sources import sources_tab
from .specs import CardSpec
from .tables import column_label, css_class, states_of


def model_card(spec: CardSpec, context: Context) -> Drawn:
    """The card of a release: head, tabs, foot."""
    release = spec.release
    card = Card(release, context)
    header = card_header(card)
    contents = {tab: facts_tab(card, tab) for tab in FACT_TABS}
    contents["versions"] = _versions_tab(card) if len(release.rows) > 1 else ""
    contents["lineage"] = lineage_tab(card)
    contents["sources"] = sources_tab(card.references, context)  # after all that takes its place among them
    counts = {"versions": len(release.rows), "sources": len(release.sources)}
    tabs = tuple(
        Tab(f"{card.prefix}{name}", _tab_label(name, counts.get(name), context), contents[name])
        for name in TABS
        if contents[name]
    )
    return Drawn(header, tabs=tabs, below=_footer(card))


def _tab_label(name: str, count: int | None, context: Context) -> str:
    return render("card-tab-label.html", words=context.words, tab=name, count=count)


def _versions_tab(card: Card) -> str:
    """The versions as rows, with date, the fields of the glance and what each is based on."""
    announced = Column(card.context.catalogue.registry.fields["announced"])
    cells = {column: card.cells(column) for column in dict.fromkeys((announced, *glance_columns(card)))}
    columns = [(column, css_class(column)) for column in cells if any(cell.shown for cell in cells[column].values())]
    rows = [
        (card.release.variants[row.variant], [(css, card.view(cells[column][row], row)) for column, css in columns])
        for row in card.release.rows
    ]
    return render(
        "card-versions.html",
        words=card.context.words,
        tab="versions",
        headers=[(column_label(column, card.context), css) for column, css in columns],
        rows=rows,
    )


def _footer(card: Card) -> str:
    """What was counted, the marks that readers saw, what can be done."""
    release, context = card.release, card.context
    computed = [claim for claim in context.catalogue.computed_for(release.slug) if claim.derivation]
    values = [claim for claim in release.claims if claim.is_value]
    bases = Counter(claim.basis for claim in (*release.claims, *computed) if not claim.is_undisclosed)
    cells = (cell for column in card.columns for cell in card.cells(column).values())
    open_places = len(card.tally.open_fields) + card.tally.rings
    views = [CellView(state) for state in card.tally.states]
    return render(
        "card-footer.html",
        words=context.words,
        values=len(values),
        sourced=sum(bool(claim.citations) for claim in values),
        derived=bases[Basis.DERIVED],
        estimated=bases[Basis.ESTIMATED],
        disputed=len({cell.shown for cell in cells if cell.is_disputed}),
        rumours=bases[Basis.RUMOURED],
        undisclosed=sum(claim.is_undisclosed for claim in release.claims),
        open=open_places,
        day=data_day(release.claims, context),
        states=states_of([*views, *([CellView("open")] if open_places else [])]),
        marks_url=context.marks_url,
        report_url=context.report_url(release.name[context.language], model=release.slug),
        edit_url=context.edit_url(release.slug),
        json_url=f"{context.root}api/v1/models/{release.slug}.json",
        citation=cite_release(release, context),
    )
