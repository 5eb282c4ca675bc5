"""The `atlas` package is found by the other hooks, and its edits go live while serving.

The other hooks import from `atlas` inside their events, not at the top: MkDocs never imports a hook twice, so a name
bound at the top would stay the old one, and a broken package would stop `mkdocs serve` before it can show the error.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

HOOKS = Path(__file__).resolve().parent

_stamps: dict[Path, int] = {}


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Put `hooks/` first on the path for good, and forget the package when one of its files has changed."""
    global _stamps
    if is_nested_build(config):
        return
    if str(HOOKS) not in sys.path:
        sys.path.insert(0, str(HOOKS))
    package = (path for path in (HOOKS / "atlas").rglob("*") if path.suffix in (".py", ".yml"))
    stamps = {path: path.stat().st_mtime_ns for path in package}
    if stamps != _stamps:
        _forget("atlas")
        _stamps = stamps


def _forget(package: str) -> None:
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        del sys.modules[name]
    importlib.invalidate_caches()
