"""What deserves a second look: sources that nobody has checked, or not for long, and values that sources dispute."""

from __future__ import annotations

from datetime import date, timedelta

from .catalogue.catalogue import Catalogue, Column
from .catalogue.findings import Language
from .catalogue.values import Day, plain_text

FRESH = timedelta(days=365)

_HEADINGS = {
    "zh": ("没有人核对过的出处", "核对已超过一年的出处", "来源不一致的数值"),
    "en": ("Sources that nobody has checked", "Sources checked over a year ago", "Values that sources dispute"),
}


def stale_report(catalogue: Catalogue, language: Language, today: date | None = None) -> str:
    """Three lists as text, each line with its place."""
    limit = (today or date.today()) - FRESH
    oldest = Day(limit.year, limit.month, limit.day).earliest
    sources = [source for release in catalogue.releases.values() for source in release.sources.values()]
    unchecked = [f"{source.place} {source.title}" for source in sources if source.checked is None]
    old = [
        f"{source.place} {source.checked} {source.title}"
        for source in sources
        if source.checked is not None and source.checked.latest < oldest
    ]
    sections = zip(_HEADINGS[language], (unchecked, old, _disputes(catalogue)), strict=True)
    return "\n\n".join("\n".join([f"{title}: {len(lines)}", *lines]) for title, lines in sections)


def _disputes(catalogue: Catalogue) -> list[str]:
    lines = []
    for row in catalogue.rows:
        for field in catalogue.registry.typed_fields:
            cell = catalogue.cell(row, Column(field))
            if cell.shown is not None and cell.is_disputed:
                values = " / ".join(plain_text(claim.value) for claim in (cell.shown, *cell.disputed_by))
                lines.append(f"{cell.shown.place} {row.reference}.{field.id}: {values}")
    return lines
