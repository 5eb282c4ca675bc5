"""The `atlas` package is found by the other hooks, and its edits go live while serving.

The other hooks import from `atlas` inside their events, not at the top: MkDocs never imports a hook twice, so a name
bound at the top would stay the old one, and a broken package would stop `mkdocs serve` before it can show the error.
"""

from __future__ import annotations

import ast
import importlib
import sys
from functools import cache
from importlib.util import resolve_name
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.plugins import event_priority

import build_session
from build_languages import is_nested_build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

HOOKS = Path(__file__).resolve().parent

_stamps: dict[Path, int] = {}


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Put `hooks/` first on the path for good, and have what an edit may have changed imported anew."""
    global _stamps
    if is_nested_build(config):
        return
    if str(HOOKS) not in sys.path:
        sys.path.insert(0, str(HOOKS))
    files = (path for path in (HOOKS / "atlas").rglob("*") if path.suffix in (".py", ".yml"))
    stamps = {path: path.stat().st_mtime_ns for path in files}
    edited = {path for path, _ in stamps.items() ^ _stamps.items()}
    if edited and _stamps:
        modules = affected({_module(path) for path in edited})
        for name in modules & sys.modules.keys():
            _forget(name)
        importlib.invalidate_caches()
        build_session.package_changed(modules)
    _stamps = stamps


def _forget(module: str) -> None:
    """Take a module out of Python's list and out of its package, where ``from . import`` would still find it."""
    del sys.modules[module]
    package, _, name = module.rpartition(".")
    if package in sys.modules:
        vars(sys.modules[package]).pop(name, None)


def affected(edited: set[str]) -> set[str]:
    """The edited modules and packages, what lies in them, and whatever imports one of these, however far.

    Raises:
        SyntaxError: a module cannot be read; the error names file and line.
    """
    paths = (HOOKS / "atlas").rglob("*.py")
    imports = {_module(path): _imports(path, path.stat().st_mtime_ns) for path in paths}
    found: set[str] = set()
    more = edited
    while more:
        found |= more
        more = {name for name, used in imports.items() if used & found or name.rpartition(".")[0] in found} - found
    return found


def _module(path: Path) -> str:
    """The module of a file; a data file counts as the package it lies in."""
    parts = path.relative_to(HOOKS).with_suffix("").parts
    return ".".join(parts if path.suffix == ".py" and parts[-1] != "__init__" else parts[:-1])


@cache
def _imports(path: Path, stamp: int) -> frozenset[str]:
    """What of the package a module imports, at its top or later: modules, and names that may be modules."""
    package = _module(path) if path.name == "__init__.py" else _module(path).rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes(), path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return frozenset(found)
