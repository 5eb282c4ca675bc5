"""Directives in pages become tables, cards and figures."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from jinja2 import TemplateError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.utils import get_relative_url, write_file

from build_languages import i18n, page_language
from build_session import current

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from atlas.fragments.context import Context
    from atlas.fragments.drawn import Drawn
    from atlas.fragments.specs import Spec


def on_config(config: MkDocsConfig) -> None:
    """Give the tabs of cards fixed ASCII ids."""
    config.mdx_configs.setdefault("pymdownx.tabbed", {})["slugify"] = tab_slug


def tab_slug(title: str, separator: str) -> str:
    """The id of a tab: fixed for the tabs of a card, ``tab`` for an author's own (made unique by the extension)."""
    from atlas.fragments.expand import TAB_PREFIX

    return title.removeprefix(TAB_PREFIX) if title.startswith(TAB_PREFIX) else "tab"


@event_priority(50)
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a token where each directive stands, and keep what it draws."""
    from atlas.catalogue.findings import Place
    from atlas.fragments.expand import expand

    file, drawn = page.file.src_uri, current().drawn
    source = (markdown, *_surroundings(page, config))
    kept = drawn.get(page.file.dest_uri)
    if kept is not None and kept[0] == source:
        return kept[1].markdown
    try:
        expansion = expand(markdown, Place(file), page_context(page, config), draw=partial(_draw, page, config))
    except TemplateError as error:
        raise PluginError(f"{file}: {_template_place(error)}{error}") from None
    drawn[page.file.dest_uri] = (source, expansion)
    return expansion.markdown


def _draw(page: Page, config: MkDocsConfig, name: str, spec: Spec, context: Context) -> Drawn:
    """Draw a directive. Cards are most of the work and few of them show what was edited, so the others are kept."""
    from atlas.fragments.expand import draw
    from atlas.fragments.specs import CardSpec

    if not isinstance(spec, CardSpec):
        return draw(name, spec, context)
    session, key = current(), (page.file.dest_uri, spec.release.slug)
    source = (session.card_inputs(spec.release), *_surroundings(page, config))
    kept = session.cards.get(key)
    if kept is None or kept[0] != source:
        kept = session.cards[key] = (source, draw(name, spec, context))
    return kept[1]


def _surroundings(page: Page, config: MkDocsConfig) -> tuple[object, ...]:
    """What `page_context` reads beside the catalogue and the page's own address."""
    return (page_language(config), config.site_url, config.repo_url, page.meta.get("release"), page.meta.get("hide"))


@event_priority(50)
def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put what each directive draws in its token's place; MkDocs checks links to its ids like any others."""
    _, expansion = current().drawn[page.file.dest_uri]
    page.present_anchor_ids = (page.present_anchor_ids or set()) | expansion.anchors
    return expansion.fill(html)


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Write the files that belong beside the page, such as a table's CSV."""
    for name, text in current().drawn[page.file.dest_uri][1].files.items():
        write_file(text.encode(), str(Path(config.site_dir, page.file.dest_uri).with_name(name)))
    return output


def _template_place(error: TemplateError) -> str:
    """Where a broken template stands, as far as the error tells."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    return f"overrides/fragments/{name}:{line}: " if name and line else ""


def page_context(page: Page, config: MkDocsConfig) -> Context:
    """What the fragments must know of a page: its language, and addresses as they read from it."""
    from atlas.fragments.context import PAGE_WIDTH, PROSE_WIDTH, Context

    plugin = i18n(config)
    language = page_language(config)
    prefix = "" if language == plugin.default_language else f"{language}/"
    return Context(
        catalogue=current().catalogue,
        language=language,
        model_url=lambda slug: get_relative_url(f"{prefix}models/{slug}/", page.url),
        page_url=urljoin(config.site_url or "", page.url),
        repository_url=(config.repo_url or "").rstrip("/"),
        site_url=config.site_url or "",
        root=get_relative_url(".", page.url).rstrip("/") + "/",
        own_release=str(page.meta.get("release", "")),
        figure_width=PAGE_WIDTH if {"navigation", "toc"} <= set(page.meta.get("hide", ())) else PROSE_WIDTH,
    )
