"""What deserves a second look: sources, values that they dispute, and English pages behind their originals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from .catalogue.catalogue import Catalogue, Column
from .catalogue.findings import Language, Place
from .catalogue.values import Day, plain_text
from .twins import Pair

FRESH = timedelta(days=365)

_HEADINGS = {
    "zh": (
        "没有人核对过的出处",
        "核对已超过一年的出处",
        "出处不一致的数值",
        "还没有跟上中文的英文页",
        "还没有英文版的页面",
    ),
    "en": (
        "Sources that nobody has checked",
        "Sources checked over a year ago",
        "Values on which sources disagree",
        "English pages not brought up to date",
        "Pages without an English version",
    ),
}


def stale_report(catalogue: Catalogue, pairs: Iterable[Pair], language: Language, today: date | None = None) -> str:
    """Five lists as text, each line with its place.

    Args:
        catalogue: whose sources and values are looked at.
        pairs: the Chinese pages with their translations.
        language: of the headings.
        today: the day that a year is counted back from.
    """
    limit = (today or date.today()) - FRESH
    oldest = Day(limit.year, limit.month, limit.day).earliest
    sources = [source for release in catalogue.releases.values() for source in release.sources.values()]
    unchecked = [f"{source.place} {source.title}" for source in sources if source.checked is None]
    old = [
        f"{source.place} {source.checked} {source.title}"
        for source in sources
        if source.checked is not None and source.checked.latest < oldest
    ]
    pages = list(pairs)
    lagging = [f"{pair.lagging.file} ({pair.original.file})" for pair in pages if pair.lagging]
    missing = [pair.original.file for pair in pages if pair.translation is None]
    sections = zip(_HEADINGS[language], (unchecked, old, _disputes(catalogue), lagging, missing), strict=True)
    return "\n\n".join("\n".join([f"{title}: {len(lines)}", *lines]) for title, lines in sections)


def _disputes(catalogue: Catalogue) -> list[str]:
    """One line for each disagreement, with all the versions that share it."""
    rows: dict[tuple[Place, str, str], list[str]] = {}
    for row in catalogue.rows:
        for field in catalogue.registry.typed_fields:
            cell = catalogue.cell(row, Column(field))
            if cell.shown is not None and cell.is_disputed:
                values = " / ".join(plain_text(claim.value) for claim in (cell.shown, *cell.disputed_by))
                rows.setdefault((cell.shown.place, field.id, values), []).append(row.reference)
    return [f"{place} {', '.join(names)}: {field}: {values}" for (place, field, values), names in rows.items()]
