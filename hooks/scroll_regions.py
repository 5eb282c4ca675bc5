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
_FORMULA = re.compile(r'<math display="block".*?</math>', re.DOTALL)

_LABELS = {"zh": "表格，可左右滚动", "en": "Table, scrolls sideways"}


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the page's Markdown tables and displayed formulas into focusable boxes."""
    label = _LABELS[config.theme["language"]]
    region = (
        rf'<div class="table-box" role="group" aria-label="{label}" tabindex="0"><table class="prose">\1</table></div>'
    )
    return _FORMULA.sub(r'<div class="formula" tabindex="0">\g<0></div>', _TABLE.sub(region, content))
