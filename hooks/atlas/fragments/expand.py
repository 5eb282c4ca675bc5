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
from itertools import count

from ..catalogue.findings import Findings, Place
from .context import Context
from .directives import DIRECTIVES, Fence, read_page
from .drawn import Drawn
from .specs import Spec

TAB_PREFIX = "atlastab-"
_ID = re.compile(r' id="([^"]+)"')  # as templates write it; looking for any blank would take five times as long
_TOKEN = re.compile(r"<p>\s*(atlasfragment\d+x)\s*</p>|(atlasfragment\d+x)|(?<=>)(atlastab-[a-z0-9.-]+)(?=</label>)")


@dataclass
class Expansion:
    """A page under way.

    Attributes:
        source: the page as its author wrote it.
        markdown: the page with tokens where its directives stood.
        pieces: token or tab's title -> HTML.
        files: name -> text of the files that belong beside the page, such as a table's CSV.
    """

    source: str
    markdown: str = ""
    pieces: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    _tokens: Iterator[int] = field(default_factory=count)

    def token(self, html: str) -> str:
        """A word that stands for ``html`` until the page is filled; the author has not written it."""
        name = next(name for name in (f"atlasfragment{n}x" for n in self._tokens) if name not in self.source)
        self.pieces[name] = html
        return name

    @cached_property
    def anchors(self) -> set[str]:
        """Every id in what the directives drew, so that links to them can be checked."""
        return {name for html in self.pieces.values() for name in _ID.findall(html)}

    def fill(self, html: str) -> str:
        """The page's HTML with every token replaced by what it stands for; other words that look like one stay."""

        def piece(match: re.Match[str]) -> str:
            return self.pieces.get(match[1] or match[2] or match[3], match[0])

        return _TOKEN.sub(piece, html)


def draw(name: str, spec: Spec, context: Context) -> Drawn:
    """What a directive becomes."""
    return DIRECTIVES[name].draw(spec, context)


def expand(
    markdown: str, place: Place, context: Context, *, draw: Callable[[str, Spec, Context], Drawn] = draw
) -> Expansion:
    """Draw the directives of a page.

    Args:
        markdown: the page's text, already checked.
        place: where it begins in its file.
        context: catalogue, language and addresses of the page.
        draw: what to draw them with, for who keeps some of them.
    """
    page = Expansion(markdown)
    lines = markdown.split("\n")
    drawn = [
        (fence, draw(fence.name, spec, context))
        for fence, spec in read_page(markdown, place, context.catalogue, Findings())
    ]
    stands = [(fence, *_stand_in(each, page)) for fence, each in drawn]
    for fence, before, after in reversed(stands):
        end = _end_of_tabs(lines, fence) if after else fence.last + 1
        prefixed = [[fence.prefix + line for line in part] for part in (before, after)]
        lines[fence.first : end] = [*prefixed[0], *lines[fence.last + 1 : end], *prefixed[1]]
    page.markdown = "\n".join(lines)
    return page


def _stand_in(drawn: Drawn, page: Expansion) -> tuple[list[str], list[str]]:
    """The lines that stand for a directive, before and after an author's own tabs; blank ones keep it a block."""
    page.files.update(drawn.files)
    lines = ["", page.token(drawn.html), ""]
    for tab in drawn.tabs:
        page.pieces[TAB_PREFIX + tab.id] = tab.label
        lines += [f'=== "{TAB_PREFIX}{tab.id}"', "", f"    {page.token(tab.html)}", ""]
    return lines, ["", page.token(drawn.below), ""] if drawn.tabs else []


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
