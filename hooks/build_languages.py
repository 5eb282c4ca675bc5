"""What the hooks ask static-i18n, which runs every event once a language: the default one first, the rest inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs_static_i18n.plugin import I18n


def is_nested_build(config: MkDocsConfig) -> bool:
    """Whether a second language is being built inside the build of the default one."""
    return bool(_plugin(config).building)


def default_language(config: MkDocsConfig) -> str:
    """The language at the root of the site."""
    return str(_plugin(config).default_language)


def _plugin(config: MkDocsConfig) -> I18n:
    return cast("I18n", config.plugins["i18n"])
