"""From a page's Markdown with directives to Markdown with tokens, and from its HTML with tokens to the page.

What a directive draws never passes through Markdown: a token stands in for it, and its HTML takes the token's place
when the rest of the page is HTML. Only the tabs of a model card are Markdown, so that an author's own tabs after the
card join its set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..catalogue.findings import Findings, Place
from . import cards, figures, lists, tables
from .context import Context
from .directives import CardSpec, CompareSpec, Fence, FigureSpec, SampleSpec, Spec, read_page

TAB_PREFIX = "atlastab-"
_ID = re.compile(r'\sid="([^"]+)"')
_TOKEN = re.compile(r"<p>\s*(atlasfragment\d+x)\s*</p>|(atlasfragment\d+x)|atlastab-([a-z0-9.-]+)")


@dataclass
class Expansion:
    """A page under way.

    Attributes:
        markdown: the page with tokens where its directives stood.
        pieces: token or tab id -> HTML.
        files: name -> text of the files that belong beside the page, such as a table's CSV.
    """

    markdown: str
    pieces: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def token(self, html: str) -> str:
        """A word that stands for ``html`` until the page is filled."""
        name = f"atlasfragment{len(self.pieces)}x"
        self.pieces[name] = html
        return name

    @cached_property
    def anchors(self) -> set[str]:
        """Every id in what the directives drew, so that links to them can be checked."""
        return {name for html in self.pieces.values() for name in _ID.findall(html)}

    def fill(self, html: str) -> str:
        """The page's HTML with every token replaced by what it stands for."""

        def piece(match: re.Match[str]) -> str:
            return self.pieces[match[1] or match[2] or TAB_PREFIX + match[3]]

        return _TOKEN.sub(piece, html)


def tab_slug(title: str, separator: str) -> str:
    """The id of a tab: fixed for the tabs of a card, ``tab`` for an author's own (made unique by the extension)."""
    return title.removeprefix(TAB_PREFIX) if title.startswith(TAB_PREFIX) else "tab"


def expand(markdown: str, place: Place, context: Context, own_release: str = "") -> Expansion:
    """Draw the directives of a page.

    Args:
        markdown: the page's text, already checked.
        place: where it begins in its file.
        context: catalogue, language and addresses of the page.
        own_release: the slug of the release whose own page this is, or "".
    """
    page = Expansion(markdown)
    drawn: list[tuple[Fence, list[str], list[str]]] = []
    number = 0
    for fence, spec in read_page(markdown, place, context.catalogue, Findings()):
        if isinstance(spec, CardSpec):
            before, after = _card(spec, context, page, spec.release.slug == own_release)
        else:
            number += isinstance(spec, CompareSpec)
            before, after = [page.token(_html(spec, context, page, number))], []
        drawn.append((fence, before, after))
    lines = markdown.split("\n")
    for fence, before, after in reversed(drawn):
        end = _end_of_tabs(lines, fence) if after else fence.last + 1
        prefixed = [[fence.prefix + line for line in part] for part in (before, after)]
        lines[fence.first : end] = [*prefixed[0], *lines[fence.last + 1 : end], *prefixed[1]]
    page.markdown = "\n".join(lines)
    return page


def _html(spec: Spec, context: Context, page: Expansion, number: int) -> str:
    if isinstance(spec, CompareSpec):
        name = spec.id or f"table-{number}"
        page.files[f"{name}.csv"] = tables.table_csv(spec, context)
        return tables.compare_table(spec, context, number)
    if isinstance(spec, FigureSpec):
        draw: Callable[[FigureSpec, Context], str] = {
            "lineage": figures.lineage_figure,
            "timeline": figures.timeline,
        }.get(spec.name, figures.chart)
        return draw(spec, context)
    if isinstance(spec, SampleSpec):
        return lists.value_sample(spec, context)
    assert not isinstance(spec, CardSpec)
    return lists.LISTS[spec.name](context)


def _card(spec: CardSpec, context: Context, page: Expansion, is_own: bool) -> tuple[list[str], list[str]]:
    """The lines of a card before and after an author's own tabs."""
    card = cards.model_card(spec.release, context, is_own)
    lines = ["", page.token(card.header_html), ""]
    for tab in card.tabs:
        tab_id = tab.id if is_own else f"{spec.release.slug}.{tab.id}"
        page.pieces[TAB_PREFIX + tab_id] = tab.label
        lines += [f'=== "{TAB_PREFIX}{tab_id}"', "", f"    {page.token(tab.html)}", ""]
    return lines, ["", page.token(card.footer_html), ""]


def _end_of_tabs(lines: list[str], fence: Fence) -> int:
    """The line after the author's tabs that follow a card directly."""
    end = index = fence.last + 1
    for index, line in enumerate(_without_prefix(lines[end:], fence.prefix), start=end):
        if line.startswith('=== "') or (line.startswith("    ") and end > fence.last + 1):
            end = index + 1
        elif line.strip():
            break
    return end


def _without_prefix(lines: list[str], prefix: str) -> Iterator[str]:
    return (line.removeprefix(prefix) for line in lines)
