"""What may be wider than a phone scrolls in a box of its own that the keyboard reaches.

The theme wraps Markdown tables by script, in a box that only a finger or a mouse can scroll.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# Tables from Markdown have no attributes; generated ones bring their own region.
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_DIAGRAM = re.compile(r'<pre class="mermaid">(?:.*?accDescr: (?P<description>[^\n]*))?.*?</pre>', re.DOTALL)
_FORMULA = re.compile(r'<math display="block".*?</math>', re.DOTALL)

_TABLE_LABELS = {"zh": "表格，可左右滚动", "en": "Table, scrolls sideways"}
_UNDRAWN = {
    "zh": "这张图由脚本画出，浏览器关闭脚本时看不到。图的内容：",
    "en": "A script draws this figure, and scripts are off in this browser. What it shows: ",
}
_DIAGRAM_LABELS = {"zh": "图，可左右滚动", "en": "Figure, scrolls sideways"}


@event_priority(60)  # before the directives: what they draw brings its own boxes
def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the page's Markdown tables, diagrams and displayed formulas into focusable boxes."""
    language = config.theme["language"]
    table = rf'{_box("table-box", _TABLE_LABELS[language])}<table class="prose">\1</table></div>'
    box, undrawn = _box("figure-region", _DIAGRAM_LABELS[language]), _UNDRAWN[language]

    def diagram(drawing: re.Match[str]) -> str:
        instead = f'<p class="undrawn" data-pagefind-ignore>{undrawn}{drawing["description"] or ""}</p>'
        return f"{box}{drawing[0]}{instead}</div>"

    content = _DIAGRAM.sub(diagram, _TABLE.sub(table, content))
    return _FORMULA.sub(r'<div class="formula" tabindex="0">\g<0></div>', content)


def _box(css: str, label: str) -> str:
    return f'<div class="{css}" role="group" aria-label="{label}" tabindex="0">'
