"""What readers see, drawn from the catalogue: HTML and SVG through the templates in ``overrides/fragments``.

The way of a value: ``Catalogue.cell`` -> ``cells.cell_view`` (state, pieces, source) -> ``cell.html``.
"""

from .cards import Card, Tab, model_card
from .citations import CitationText, cite, cite_release
from .context import Context
from .figures import chart, lineage_figure, timeline
from .tables import compare_table, table_csv

__all__ = [
    "Card",
    "CitationText",
    "Context",
    "Tab",
    "chart",
    "cite",
    "cite_release",
    "compare_table",
    "lineage_figure",
    "model_card",
    "table_csv",
    "timeline",
]
