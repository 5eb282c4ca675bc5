"""Every page has a description for search engines and link previews: its own, or the beginning of its text."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

LONGEST = 160

_PARAGRAPH = re.compile(r"<p>(.+?)</p>", re.DOTALL)
_MATH = re.compile(r"<math.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Offer `description` to the templates, as plain text of at most LONGEST characters."""
    context["description"] = page.meta.get("description") or first_sentences(page.content or "")
    return context


def first_sentences(content: str) -> str:
    """The first paragraph of a page as plain text, cut at LONGEST characters; empty without a paragraph."""
    paragraph = _PARAGRAPH.search(content)
    if not paragraph:
        return ""
    text = " ".join(html.unescape(_TAG.sub("", _MATH.sub("", paragraph[1]))).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
