"""What the hooks ask static-i18n, which runs every event once a language: the default one first, the rest inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page
    from mkdocs_static_i18n.plugin import I18n

    from atlas.catalogue.findings import Language


def is_nested_build(config: MkDocsConfig) -> bool:
    """Whether a second language is being built inside the build of the default one."""
    return bool(i18n(config).building)


def default_language(config: MkDocsConfig) -> str:
    """The language at the root of the site."""
    return str(i18n(config).default_language)


def page_language(config: MkDocsConfig) -> Language:
    """The language of the pages that are being built."""
    return "en" if i18n(config).current_language == "en" else "zh"


def is_home(page: Page, config: MkDocsConfig) -> bool:
    """Whether a page is the home page of its language; MkDocs knows only the one at the root."""
    return page.url.strip("/") in ("", *i18n(config).build_languages)


def i18n(config: MkDocsConfig) -> I18n:
    """The plugin itself, for what has no function here; its attributes are typed this way."""
    return cast("I18n", config.plugins["i18n"])
