"""Files that both languages share, such as styles and fonts, are copied once a build and not once a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_copied: set[tuple[str | None, str]] = set()  # from where to where


@event_priority(-1000)  # when every file is there
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Let a nested build skip what the build around it has copied from the same place to the same place."""
    shared = {(file.abs_src_path, file.abs_dest_path): file for file in files if not file.is_documentation_page()}
    if is_nested_build(config):
        for way in shared.keys() & _copied:
            shared[way].copy_file = _skip  # type: ignore[method-assign]
    else:
        _copied.clear()
        _copied.update(shared)
    return files


def _skip(dirty: bool = False) -> None:
    """It is there."""
