"""Pagefind answers inside the theme's own search box: one index a language, right for Chinese, fetched on demand.

The theme starts its search as a worker; overrides/main.html names `search-worker.js` instead, which speaks the same
messages. Without the Pagefind binary the theme's own search stays, with a poorer grasp of Chinese.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.pagefind_search")

# The theme's worker, as base.html of the pinned theme names it.
THEME_WORKER = "assets/javascripts/workers/search.a7633da7.min.js"
WORKER = "assets/javascripts/search-worker.js"


@cache
def _binary() -> Path | None:
    try:
        from pagefind_bin_extended import get_executable

        return Path(get_executable())
    except (ImportError, FileNotFoundError):
        log.info("Pagefind is not installed: the theme's own search is used.")
        return None


_serving = False
_kept_index: TemporaryDirectory[str] | None = None


def on_startup(*, command: str, dirty: bool) -> None:
    """While serving, the index of the first build stays: an edit shows at once, and is found after a restart."""
    global _serving
    _serving = command == "serve"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Tell the templates which worker answers, after making sure that the theme still names the one we replace."""
    assert env.loader is not None
    base, _, _ = env.loader.get_source(env, "base.html")
    if THEME_WORKER not in base:
        raise PluginError(f"The theme's base.html no longer names {THEME_WORKER}: look there and mend {__file__}")
    env.globals["theme_search_worker"] = THEME_WORKER
    env.globals["search_worker"] = f"{WORKER}?lang={config.theme['language']}" if _binary() else THEME_WORKER
    return env


def on_page_content(content: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Keep the page out of the theme's index, which readers would fetch on every page view."""
    if _binary():
        page.meta["search"] = {"exclude": True}
    return content


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Index once, when all languages are written. main.html marks what belongs to the index."""
    global _kept_index
    binary = _binary()
    if not binary or is_nested_build(config):
        return
    site = Path(config.site_dir)
    if _kept_index is not None:
        shutil.copytree(_kept_index.name, site / "pagefind")
        return
    _index(binary, site)
    if _serving:
        _kept_index = TemporaryDirectory(prefix="pagefind-")
        shutil.copytree(site / "pagefind", _kept_index.name, dirs_exist_ok=True)


def _index(binary: Path, site: Path) -> None:
    command = [str(binary), "--site", str(site), "--quiet", "--exclude-selectors", ".headerlink"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if run.returncode:
        raise PluginError(f"Pagefind: {run.stderr.strip() or run.stdout.strip()}")
    # It writes the languages in an order of chance.
    entry = site / "pagefind" / "pagefind-entry.json"
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), encoding="utf-8")
