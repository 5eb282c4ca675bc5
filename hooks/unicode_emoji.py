"""`:smile:` becomes the Unicode character, `:material-pencil:` inline SVG: neither asks another host for a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from material.extensions.emoji import to_svg, twemoji
from pymdownx.emoji import to_alt

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> None:
    """Give pymdownx.emoji the theme's index and our generator."""
    config.mdx_configs["pymdownx.emoji"] = {"emoji_index": twemoji, "emoji_generator": _character_or_icon}


def _character_or_icon(
    index: str, shortname: str, alias: str, uc: str | None, alt: str, title: str, category: str,
    options: dict[str, Any], md: Any,
) -> Element | str:  # fmt: skip
    generator = to_svg if uc is None else to_alt
    result: Element | str = generator(index, shortname, alias, uc, alt, title, category, options, md)
    return result
