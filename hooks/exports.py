"""The published data files are written beside the pages, once a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.utils import write_file

from build_languages import is_nested_build
from build_session import current

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_post_build(config: MkDocsConfig) -> None:
    """Write every file of the API."""
    if is_nested_build(config):
        return
    for path, text in current().published.items():
        write_file(text.encode(), str(Path(config.site_dir, path)))
