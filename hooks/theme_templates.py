"""The theme's templates are listed without its icons and compiled once.

MkDocs asks for them anew for each language, and each time while serving.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader
from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from mkdocs.config.defaults import MkDocsConfig


UNLISTED = ("fragments",)  # what the catalogue draws with; MkDocs would publish the templates of figures


class ListedTemplates(FileSystemLoader):
    """Lists nothing in UNLISTED folders and in those whose name begins with a dot.

    MkDocs looks through the list for files to copy. Folders with a dot it skips itself, but only after matching the
    name of each of the theme's 14,000 icons against every pattern.
    """

    def list_templates(self) -> list[str]:
        """The names of the templates, by name."""
        found: set[str] = set()
        for root in self.searchpath:
            for folder, subfolders, names in os.walk(root, followlinks=self.followlinks):
                subfolders[:] = [name for name in subfolders if not name.startswith(".") and name not in UNLISTED]
                found.update(Path(folder, name).relative_to(root).as_posix() for name in names)
        return sorted(found)


@event_priority(90)  # after the package can be imported, before the theme's search plugin asks for its first template
def on_config(config: MkDocsConfig) -> None:
    """Let every environment of the theme list and keep them so, by their text: an edited template is compiled anew."""
    if is_nested_build(config):
        return
    make = config.theme.get_env

    def get_env() -> Environment:
        environment = make()
        environment.loader = ListedTemplates(config.theme.dirs)
        environment.bytecode_cache = _compiled()
        return environment

    config.theme.get_env = get_env  # type: ignore[method-assign]


@cache
def _compiled() -> BytecodeCache:
    from atlas.fragments.environment import CompiledTemplates

    return CompiledTemplates()
