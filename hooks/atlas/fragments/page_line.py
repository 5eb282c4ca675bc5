"""The line under a page's title: who wrote it, when, and when it was last brought up to date."""

from __future__ import annotations

from ..catalogue.findings import Language
from ..catalogue.registry import Registry
from ..catalogue.values import Day
from ..front_matter import day_of
from ..pages import Page
from .environment import render
from .values import date_in_words
from .words import words_in


def page_line(page: Page, registry: Registry, language: Language) -> str:
    """The line as HTML, "" where the page's head says nothing of it."""
    words = words_in(language)
    days = {key: day_of(page.front_matter.get(key)) for key in ("date", "updated")} if page.front_matter else {}
    dates = [
        words(word, date=date_in_words(Day(day.year, day.month, day.day), words))
        for word, day in (("written_on", days.get("date")), ("updated_on", days.get("updated")))
        if day is not None and not (word == "written_on" and day == days.get("updated"))
    ]
    authors = [registry.authors[name] for name in page.meta_list("authors") if name in registry.authors]
    if not authors and not dates:
        return ""
    return render(
        "page-line.html",
        words=words,
        authors=[(author.name[language], author.more.get("url", "")) for author in authors],
        dates=dates,
    )
