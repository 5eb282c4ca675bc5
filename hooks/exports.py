"""The published data files and, in each language, the feed of changes are written beside the pages, once a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from mkdocs.utils import write_file

from build_languages import i18n, is_nested_build
from build_session import current

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from atlas.catalogue.findings import Language


def on_post_build(config: MkDocsConfig) -> None:
    """Write every file of the API; the feeds too, unless the site's own address is not known."""
    if is_nested_build(config):
        return
    files = dict(current().published_files())
    if config.site_url:
        files.update(_feed(cast("Language", language), config.site_url) for language in i18n(config).build_languages)
    for path, text in files.items():
        write_file(text.encode(), str(Path(config.site_dir, path)))


def _feed(language: Language, site_url: str) -> tuple[str, str]:
    from atlas.fragments.context import Context
    from atlas.fragments.lists import FEED, changes_feed

    context = Context(current().catalogue, language, lambda slug: f"models/{slug}/", site_url=site_url)
    return f"{context.language_root}{FEED}", changes_feed(context)
