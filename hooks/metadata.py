"""What the front matter says of a page beside its text: a description for search engines, its categories."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from build_languages import is_home, page_language
from build_session import current

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

LONGEST = 160

_PARAGRAPH = re.compile(r"<p>(.+?)</p>", re.DOTALL)
_MATH = re.compile(r"<math.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """List the pages of each category where the page of tags asks for it."""
    from atlas.categories import INDEX, category_index

    if INDEX not in markdown:
        return markdown
    language = page_language(config)
    pages = current().listed_pages(Path(config.docs_dir, language))
    return markdown.replace(INDEX, category_index(pages, language))


@event_priority(-50)  # after the directives: a template can bring the title
def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put authors and dates under the title; the home page tells them at its end, a release's card says its own."""
    from atlas.fragments.page_line import page_line

    session = current()
    checked = session.checked.get(Path(page.file.abs_src_path or ""))
    if checked is None or checked.page is None or is_home(page, config):
        return content
    source, registry = checked.page, session.catalogue.registry
    days = source.meta_day("date"), source.meta_day("updated")
    line = page_line(source.meta_list("authors"), *days, registry, page_language(config))
    return content.replace("</h1>", f"</h1>\n{line}", 1) if line else content


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """What templates can say of a page.

    `description`, plain text of at most LONGEST characters; `categories`, each with anchor and name; `page_kind`, which
    tells one search result from another; `is_home`, in either language.
    """
    from atlas.categories import CATEGORIES, category_anchor
    from atlas.fragments.words import words_in

    language = page_language(config)
    categories = page.meta.get("categories") or ()
    context["categories"] = [(category_anchor(name), CATEGORIES[name][language]) for name in categories]
    context["is_home"] = is_home(page, config)
    words = words_in(language)
    if page.meta.get("release"):
        context["page_kind"] = words("model")
    elif context["is_home"]:
        context["page_kind"] = words("home")
    else:
        context["page_kind"] = next((name for _, name in context["categories"]), "")
    context["description"] = page.meta.get("description") or first_sentences(page.content or "")
    return context


def first_sentences(content: str) -> str:
    """The first paragraph of a page as plain text, cut at LONGEST characters; empty without a paragraph."""
    paragraph = _PARAGRAPH.search(content)
    if not paragraph:
        return ""
    text = " ".join(html.unescape(_TAG.sub("", _MATH.sub("", paragraph[1]))).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
