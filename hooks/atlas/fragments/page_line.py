"""The line under a page's title: who wrote it, when, and when it was last brought up to date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..catalogue.findings import Language
from ..catalogue.registry import Registry
from ..catalogue.values import Day
from .environment import render
from .values import date_in_words
from .words import words_in


def page_line(
    authors: Iterable[str], written: date | None, updated: date | None, registry: Registry, language: Language
) -> str:
    """The line as HTML, "" where nothing of it is known; ``authors`` are ids, those not registered are left out."""
    words = words_in(language)
    days = [("written_on", written if written != updated else None), ("updated_on", updated)]
    dates = [
        words(word, date=date_in_words(Day(day.year, day.month, day.day), words))
        for word, day in days
        if day is not None
    ]
    known = [registry.authors[name] for name in authors if name in registry.authors]
    if not known and not dates:
        return ""
    names = [(author.name[language], author.more.get("url", "")) for author in known]
    return render("page-line.html", words=words, authors=names, dates=dates)
