"""TeX becomes MathML while the site is built: no script, no web request, and a bad formula is found at once."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from math_core import LatexError, LatexToMathML
from mkdocs.exceptions import PluginError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# What pymdownx.arithmatex writes in its generic mode.
_FORMULA = re.compile(r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL)

_converter = LatexToMathML(annotation=True, fancy_error=False)


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replace each formula of the page; raise PluginError with the place of every bad one."""
    errors: list[str] = []

    def mathml(match: re.Match[str]) -> str:
        tex = html.unescape(match["tex"]).strip()
        try:
            return _converter.convert_with_local_state(tex, displaystyle=match["tag"] == "div")
        except LatexError as error:
            errors.append(f"docs/{page.file.src_uri}:{_line(page, tex)}: 公式有误，bad formula: ${tex}$ ({error})")
            return ""

    content = _FORMULA.sub(mathml, content)
    if errors:
        raise PluginError("\n".join(errors))
    return content


def _line(page: Page, tex: str) -> int:
    """The line in the page's file where the formula stands; 1 when it was generated."""
    start = page.file.content_string.find(tex)
    return page.file.content_string.count("\n", 0, start) + 1 if start >= 0 else 1
