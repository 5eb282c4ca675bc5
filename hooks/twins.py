"""The two languages of a page: what search engines are told, and what a reader of an untranslated page sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.plugins import event_priority

from build_languages import default_language, is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Write 404.html once: static-i18n would leave the one of the language that it builds last."""
    return "" if template_name == "404.html" and is_nested_build(config) else output


@event_priority(-50)
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Offer `is_fallback`: the page has no twin in this language and shows the text of the default one.

    Such a page names the original as its canonical address.
    """
    context["is_fallback"] = is_fallback(page)
    if context["is_fallback"]:
        original = page.file.alternates.get(default_language(config))  # type: ignore[attr-defined]
        if original and config.site_url:
            page.canonical_url = urljoin(config.site_url, original.url)
    return context


def is_fallback(page: Page) -> bool:
    """Whether the page stands in for a missing translation."""
    file = page.file
    return getattr(file, "locale", None) != getattr(file, "locale_alternate_of", None)
