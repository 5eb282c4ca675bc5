"""The categories of pages: a fixed list, so that both languages and all authors share it. Tags are free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from .catalogue.findings import Language, Text

# In the order of the page of tags. "Basic" comes from the first text.
CATEGORIES: Mapping[str, Text] = {
    "survey": Text("综述", "Survey"),
    "compare": Text("比较", "Comparison"),
    "reference": Text("查阅", "Reference"),
    "Basic": Text("入门", "Basics"),
}
INDEX = "<!-- atlas/categories -->"


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page as lists of pages need it.

    Attributes:
        path: below the folder of its language.
        title: of its front matter, "" where it has none.
        cards: the releases whose cards stand on it.
        compared: those that its tables have rows of.
    """

    path: str
    title: str
    categories: tuple[str, ...]
    cards: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """What a link to it says."""
        return escaped(self.title or self.path)


def category_anchor(category: str) -> str:
    """Where the index lists a category."""
    return f"category-{category.lower()}"


def category_index(pages: Iterable[ListedPage], language: Language) -> str:
    """The Markdown that lists the pages of one language by category; the list stands in the folder above them."""
    listed = from_above(pages)
    lines = []
    for category, name in CATEGORIES.items():
        members = [page for page in listed if category in page.categories]
        if members:
            lines += ["", f"### {name[language]} {{#{category_anchor(category)}}}", ""]
            lines += [f"- [{page.text}]({page.path})" for page in members]
    return "\n".join(lines)


def from_above(pages: Iterable[ListedPage]) -> list[ListedPage]:
    """The order of a reader who comes from above: the page of a folder, the others in it, the folders in it."""

    def order(page: ListedPage) -> tuple[tuple[str, ...], bool, str]:
        path = PurePosixPath(page.path)
        return path.parent.parts, path.stem != "index", path.stem

    return sorted(pages, key=order)


def escaped(text: str) -> str:
    """A text as Markdown that means nothing but its characters."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#+-.!|$~^" else char for char in text)
