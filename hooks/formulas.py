"""Formulas become MathML; `atlas.formulas` does it, and has told of a bad one unless Markdown alone finds it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

# What pymdownx.arithmatex writes in its generic mode.
_FORMULA = re.compile(r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL)


@event_priority(70)  # before the boxes of formulas
def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replace each formula of the page; raise PluginError with the place of every bad one."""
    from atlas.catalogue.findings import Findings, Place, list_of_errors
    from atlas.formulas import BadFormula, mathml
    from atlas.reader_language import message_language

    findings = Findings()

    def converted(match: re.Match[str]) -> str:
        tex = html.unescape(match["tex"]).strip()
        try:
            return mathml(tex, is_block=match["tag"] == "div")
        except BadFormula as bad:
            place = Place(f"docs/{page.file.src_uri}", _line(page, tex))
            findings.know_text(place.file, page.file.content_string)
            findings.report("E814", place, tex=" ".join(tex.split()), reason=bad)
            return ""

    content = _FORMULA.sub(converted, content)
    if findings.errors:
        raise PluginError(list_of_errors(findings.errors, message_language()))
    return content


def _line(page: Page, tex: str) -> int:
    """The line in the page's file where the formula stands; 1 when it was generated."""
    start = page.file.content_string.find(tex)
    return page.file.content_string.count("\n", 0, start) + 1 if start >= 0 else 1
