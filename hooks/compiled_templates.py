"""The theme's templates are compiled once: MkDocs would do it again for each language, and each time while serving."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from mkdocs.config.defaults import MkDocsConfig


@event_priority(90)  # after the package can be imported, before the theme's search plugin asks for its first template
def on_config(config: MkDocsConfig) -> None:
    """Let every environment of the theme keep what it compiles, by its text: an edited template is compiled anew."""
    if is_nested_build(config):
        return
    make = config.theme.get_env

    def get_env() -> Environment:
        environment = make()
        environment.bytecode_cache = _compiled()
        return environment

    config.theme.get_env = get_env  # type: ignore[method-assign]


@cache
def _compiled() -> BytecodeCache:
    from atlas.fragments.environment import CompiledTemplates

    return CompiledTemplates()
