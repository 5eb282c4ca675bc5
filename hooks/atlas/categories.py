"""The categories of pages: a fixed list, so that both languages and all authors share it. Tags are free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Protocol

from .catalogue.findings import Language, Text

# In the order of the page of tags. "Basic" comes from the first text.
CATEGORIES: Mapping[str, Text] = {
    "survey": Text("综述", "Survey"),
    "compare": Text("比较", "Comparison"),
    "reference": Text("查阅", "Reference"),
    "Basic": Text("入门", "Basics"),
}
INDEX = "<!-- atlas/categories -->"


class Categorized(Protocol):
    """What the index needs of a page."""

    def meta(self, key: str) -> str: ...
    def meta_list(self, key: str) -> tuple[str, ...]: ...


def category_anchor(category: str) -> str:
    """Where the index lists a category."""
    return f"category-{category.lower()}"


def category_index(pages: Iterable[tuple[str, Categorized]], language: Language) -> str:
    """The Markdown that lists pages by category.

    Args:
        pages: of one language, each with its address as a link from the index writes it.
        language: of the names.
    """
    listed = [
        (address, page.meta("title"), page.meta_list("categories"))
        for address, page in sorted(pages, key=lambda entry: _from_above(PurePosixPath(entry[0])))
    ]
    lines = []
    for category, name in CATEGORIES.items():
        members = [(address, title) for address, title, categories in listed if category in categories]
        if members:
            lines += ["", f"### {name[language]} {{#{category_anchor(category)}}}", ""]
            lines += [f"- [{_escaped(title or address)}]({address})" for address, title in members]
    return "\n".join(lines)


def _from_above(path: PurePosixPath) -> tuple[tuple[str, ...], bool, str]:
    """The order of a reader who comes from above: the page of a folder, the others in it, the folders in it."""
    return path.parent.parts, path.stem != "index", path.stem


def _escaped(title: str) -> str:
    """A title as a link's text: Markdown's marks stand for themselves."""
    return re.sub(r"([\\`*_\[\]])", r"\\\1", title)
