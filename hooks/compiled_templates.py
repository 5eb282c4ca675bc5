"""The theme's templates are compiled once: MkDocs would do it again for each language, and each time while serving."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Keep what is compiled, by its text: an edited template is compiled anew."""
    env.bytecode_cache = _compiled()
    return env


@cache
def _compiled() -> BytecodeCache:
    from atlas.fragments.environment import CompiledTemplates

    return CompiledTemplates()
