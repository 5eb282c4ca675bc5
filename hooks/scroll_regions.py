"""What may be wider than a phone scrolls in a box of its own that the keyboard reaches.

The theme wraps Markdown tables by script, in a box that only a finger or a mouse can scroll.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# Tables from Markdown have no attributes; generated ones bring their own region.
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_DIAGRAM = re.compile(r'<pre class="mermaid">.*?</pre>', re.DOTALL)
_FORMULA = re.compile(r'<math display="block".*?</math>', re.DOTALL)

_TABLE_LABELS = {"zh": "表格，可左右滚动", "en": "Table, scrolls sideways"}
_DIAGRAM_LABELS = {"zh": "图，可左右滚动", "en": "Figure, scrolls sideways"}


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the page's Markdown tables, diagrams and displayed formulas into focusable boxes."""
    language = config.theme["language"]
    table = rf'{_box("table-box", _TABLE_LABELS[language])}<table class="prose">\1</table></div>'
    diagram = rf"{_box('figure-region', _DIAGRAM_LABELS[language])}\g<0></div>"
    content = _DIAGRAM.sub(diagram, _TABLE.sub(table, content))
    return _FORMULA.sub(r'<div class="formula" tabindex="0">\g<0></div>', content)


def _box(css: str, label: str) -> str:
    return f'<div class="{css}" role="group" aria-label="{label}" tabindex="0">'
