"""What the pieces of one card share: release, page, the list of sources, and what was seen of the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..catalogue.catalogue import Column
from ..catalogue.model import Cell, Claim, Release, Row
from ..catalogue.values import Quantity
from .cells import CellView, cell_view, claim_view
from .context import Context
from .sources import References
from .values import variant_label


@dataclass(slots=True)
class Tally:
    """What readers see of a card's values: counted while its pieces are drawn, told below them."""

    states: set[str] = field(default_factory=set)
    open_fields: set[str] = field(default_factory=set)  # without any value
    rings: int = 0  # of single versions


class Card:
    """The card of a release on a page.

    On the release's own page ids carry no slug, and the page's title names the release.

    Attributes:
        prefix: what stands before every id.
        references: the sources, in which every value that is drawn takes its place.
        tally: what was seen of the values drawn so far.
        columns: what is known of the release, without what the card's head says.
        labels: what each version is called on the card.
    """

    def __init__(self, release: Release, context: Context) -> None:
        self.release = release
        self.context = context
        self.page_is_own = context.own_release == release.slug
        self.prefix = "" if self.page_is_own else f"{release.slug}."
        self.references = References(context, release, self.prefix)
        self.tally = Tally()
        known = context.catalogue.known_columns(release)
        self.columns = [column for column in known if not column.field.is_in_head]
        self.labels = {row: variant_label(release, row.variant, context) for row in release.rows}
        self._sizes = self.cells(Column(context.catalogue.registry.fields["params_total"]))

    def anchor(self, claim: Claim) -> str:
        """The id of a claim's element on this page."""
        return f"{self.prefix}{claim.anchor}"

    def cells(self, column: Column) -> dict[Row, Cell]:
        """What is known of a column for each version."""
        return {row: self.context.catalogue.cell(row, column) for row in self.release.rows}

    def view(self, cell: Cell, row: Row, *, short: bool = True) -> CellView:
        """How a cell is shown; its marks are remembered for the legend. ``short`` as in ``values.pieces``."""
        return self._seen(cell_view(cell, row, self.context, self.references, own_page=True, short=short))

    def view_of(self, claim: Claim) -> CellView:
        """How a claim is shown that stands beside what its cell shows."""
        return self._seen(claim_view(claim, self.context, self.references, own_page=True, short=False))

    def _seen(self, view: CellView) -> CellView:
        self.tally.states.update(view.states)
        return view

    def headline(self, cells: Mapping[Row, Cell] | None = None) -> Row:
        """The version that stands for the release: the largest of those with a value, the last of several as large.

        Where no version has a size, as of a method, it is the first.
        """
        rows = [row for row, cell in (cells or self._sizes).items() if cell.shown] or list(self._sizes)

        def amount(row: Row) -> float:
            shown = self._sizes[row].shown
            return float(shown.value.middle) if shown and isinstance(shown.value, Quantity) else 0.0

        largest = max(amount(row) for row in rows)
        return next(row for row in reversed(rows) if amount(row) == largest) if largest else rows[0]
