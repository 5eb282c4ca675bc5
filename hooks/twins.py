"""The two languages of a page: what search engines are told, what readers of a missing or lagging translation see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.plugins import event_priority

from build_languages import default_language, is_nested_build
from build_session import current

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Write 404.html once: static-i18n would leave the one of the language that it builds last."""
    return "" if template_name == "404.html" and is_nested_build(config) else output


@event_priority(-50)
def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Offer `is_fallback`, `is_lagging`, and the original's `original_url` and `original_updated`.

    A fallback has no twin in this language, shows the text of the default one and names that as its canonical address.
    A lagging page was translated from an earlier state of its original.
    """
    original = getattr(page.file, "alternates", {}).get(default_language(config))
    context["is_fallback"] = is_fallback(page)
    context["original_url"] = original.url if original else ""
    context["original_updated"] = _original_of_lagging(page, config)
    context["is_lagging"] = context["original_updated"] is not None
    if context["is_fallback"] and original and config.site_url:
        page.canonical_url = urljoin(config.site_url, original.url)
    return context


def _original_of_lagging(page: Page, config: MkDocsConfig) -> str | None:
    """The day on which the original of a lagging page was updated, "" where it does not say; None of any other page."""
    from atlas.twins import LAGS, ORIGINAL, twin_path

    docs_dir, session = Path(config.docs_dir), current()
    path = docs_dir / page.file.src_uri
    own, original = (session.checked.get(each) for each in (path, twin_path(docs_dir, path, ORIGINAL)))
    if own is None or own.page is None or original is None or original.page is None or original is own:
        return None
    _, findings = session.twins[original.page.file]
    is_lagging = any(finding.rule.code == LAGS for finding in findings.items)
    return original.page.meta("updated") if is_lagging else None


def is_fallback(page: Page) -> bool:
    """Whether the page stands in for a missing translation."""
    file = page.file
    return getattr(file, "locale", None) != getattr(file, "locale_alternate_of", None)
