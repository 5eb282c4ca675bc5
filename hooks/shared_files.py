"""Files that both languages share, such as styles and fonts, are copied once a build and not once a language.

static-i18n looks at every file in the docs several times for each language; these would come out as they went in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.plugins import CombinedEvent, event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

ASSETS = "assets/"

_copied: set[tuple[str | None, str]] = set()  # from where to where
_assets: list[File] = []  # of the build under way


@event_priority(80)  # before static-i18n
def _set_assets_aside(files: Files, *, config: MkDocsConfig) -> Files:
    _assets[:] = [file for file in files if file.src_uri.startswith(ASSETS)]
    for file in _assets:
        files.remove(file)
    return files


@event_priority(-150)  # after it
def _take_assets_back(files: Files, *, config: MkDocsConfig) -> Files:
    for file in _assets:
        files.append(file)
    return files


@event_priority(-1000)  # when every file is there
def _skip_copied(files: Files, *, config: MkDocsConfig) -> Files:
    """Let a nested build skip what the build around it has copied from the same place to the same place."""
    shared = {(file.abs_src_path, file.abs_dest_path): file for file in files if not file.is_documentation_page()}
    if is_nested_build(config):
        for way in shared.keys() & _copied:
            shared[way].copy_file = _skip  # type: ignore[method-assign]
    else:
        _copied.clear()
        _copied.update(shared)
    return files


on_files = CombinedEvent(_set_assets_aside, _take_assets_back, _skip_copied)


def _skip(dirty: bool = False) -> None:
    """It is there."""
