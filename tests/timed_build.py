"""Builds the site of the folder it runs in, twice in one process, and prints as JSON what the hooks cost.

A program of its own, which ``bench.py`` starts: MkDocs keeps hooks for the life of a process, and the first build is
only cold in a new one. The second build is what ``mkdocs serve`` does after an edit that leaves the data alone.
"""

from __future__ import annotations

import functools
import json
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import PluginCollection

_register = PluginCollection._register_event


class Clock:
    """CPU seconds spent in each hook, by the name of its file."""

    def __init__(self, hooks: Path) -> None:
        self._hooks = hooks
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def watch(self) -> None:
        """Time every event method that MkDocs registers from here on and that comes from a hook."""

        def register(plugins: PluginCollection, event: str, method: Any, plugin_name: str | None = None) -> None:
            code = getattr(method, "__code__", None)
            if code is not None and Path(code.co_filename).resolve().parent == self._hooks:
                method = self._timed(method, Path(code.co_filename).stem)
            _register(plugins, event, method, plugin_name)

        PluginCollection._register_event = register  # type: ignore[method-assign, assignment]

    def _timed(self, method: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(method)
        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            try:
                return method(*args, **kwargs)
            finally:
                self.seconds[name] += time.process_time() - start

        return timed


def main() -> None:
    """Print a list of two objects: seconds of each hook, and of the whole build under ``build``."""
    clock = Clock(Path("hooks").resolve())
    clock.watch()
    runs = []
    for _ in range(2):
        clock.seconds.clear()
        start = time.process_time()
        config = load_config("mkdocs.yml")
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        runs.append({**clock.seconds, "build": time.process_time() - start})
    print(json.dumps(runs))


if __name__ == "__main__":
    main()
