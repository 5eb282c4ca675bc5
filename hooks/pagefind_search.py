"""Pagefind answers inside the theme's own search box: one index a language, right for Chinese, fetched on demand.

The theme starts its search as a worker; overrides/main.html names `search-worker.js` instead, which speaks the same
messages. Without the Pagefind binary the theme's own search stays, with a poorer grasp of Chinese.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority

from build_languages import is_nested_build

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

log = logging.getLogger("mkdocs.hooks.pagefind_search")

# The theme's worker, as base.html of the pinned theme names it.
THEME_WORKER = "assets/javascripts/workers/search.a7633da7.min.js"
THEME_DICTIONARIES = "assets/javascripts/lunr/"
WORKER = "assets/javascripts/search-worker.js"
INDEX = "pagefind"
# What stands on a page and is not what it says: controls, marks, places, labels of drawings, the TeX behind a formula.
NO_TEXT = (
    ".headerlink", ".search-field", ".legend", ".tally", ".actions", ".report", ".mark", ".open", ".open-fields",
    ".not-applicable", ".places", ".place", ".on-paper", "svg", "annotation",
)  # fmt: skip
CHINESE = re.compile("[\u3400-\u9fff]{2,}")  # the same characters as in search-worker.js
WORD_END = "\u200b"  # a space of no width; Pagefind ends a word there and takes it out of the text
HUGGED = re.compile('<(?=(?:th|dt|dd)\\b|span class="remark")')  # what Pagefind would run into the text before it
PAUSE = 2.0  # seconds without another build after which the index is made anew


@cache
def _binary() -> Path | None:
    try:
        from pagefind_bin_extended import get_executable

        return Path(get_executable())
    except (ImportError, FileNotFoundError):
        log.info("Pagefind is not installed: the theme's own search is used.")
        return None


@dataclass
class _LiveIndex:
    """The index while serving: each build gets the last one at once and, from a thread, its own when edits pause.

    Indexing beside the server keeps a page from waiting for it. A build that ends meanwhile takes the site away: what
    was being made of it is dropped, and that build makes its own.
    """

    kept: TemporaryDirectory[str] = field(default_factory=lambda: TemporaryDirectory(prefix="pagefind-"))
    lock: threading.Lock = field(default_factory=threading.Lock)
    waiting: threading.Timer | None = None
    process: subprocess.Popen[str] | None = None

    def stop(self) -> None:
        """End what is under way, another build makes it worthless and wants the processor; nothing is written after."""
        with self.lock:
            thread, self.waiting = self.waiting, None
            if self.process is not None:
                self.process.kill()
        if thread is not None:
            thread.cancel()
            thread.join()

    @property
    def is_overtaken(self) -> bool:
        """Whether the thread that asks works for a build that another has followed."""
        return self.waiting is not threading.current_thread()

    def follow(self, binary: Path, site: Path) -> None:
        """Give a freshly built site the last index, and have one made of it."""
        self.stop()
        with self.lock:
            is_first = not any(Path(self.kept.name).iterdir())
            shutil.copytree(self.kept.name, site / INDEX, dirs_exist_ok=True)
            self.waiting = threading.Timer(0 if is_first else PAUSE, self._renew, (binary, site))
            self.waiting.daemon = True
            self.waiting.start()

    def _renew(self, binary: Path, site: Path) -> None:
        with TemporaryDirectory(prefix="pagefind-") as fresh:
            try:
                _index(binary, site, Path(fresh), self)
                with self.lock:
                    if not self.is_overtaken:
                        self._keep(fresh)
                        # The old files stay in the site: a page that is open goes on asking for them.
                        shutil.copytree(fresh, site / INDEX, dirs_exist_ok=True)
            except (OSError, PluginError) as error:
                if not self.is_overtaken:
                    log.info("The search index follows the next edit: %s", error)

    def began(self, process: subprocess.Popen[str]) -> None:
        """Take charge of the process that makes the index."""
        with self.lock:
            self.process = process
            if self.is_overtaken:
                process.kill()

    def _keep(self, fresh: str) -> None:
        shutil.rmtree(self.kept.name)
        shutil.copytree(fresh, self.kept.name)


_live: _LiveIndex | None = None


def on_startup(*, command: str, dirty: bool) -> None:
    """While serving, the index follows the pages at a distance."""
    global _live
    _live = _LiveIndex() if command == "serve" else None


def on_shutdown() -> None:
    """Leave no process behind."""
    if _live is not None:
        _live.stop()


def on_pre_build(*, config: MkDocsConfig) -> None:
    """Give the build the processor: the index of the one before is not needed any more."""
    if _live is not None and not is_nested_build(config):
        _live.stop()


@event_priority(-50)  # after the plugin's own
def on_config(config: MkDocsConfig) -> None:
    """Keep pages out of the theme's index, which readers would fetch on every page view, by showing its plugin none."""
    shown, search = config.plugins.events["page_context"], config.plugins["material/search"]
    if _binary() and search.on_page_context in shown:
        shown.remove(search.on_page_context)


@event_priority(90)  # before static-i18n dresses every file
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Leave out the dictionaries that only the theme's own search reads."""
    for file in [file for file in files if file.src_uri.startswith(THEME_DICTIONARIES) and _binary()]:
        files.remove(file)
    return files


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Tell the templates which worker answers, after making sure that the theme still names the one we replace."""
    assert env.loader is not None
    base, _, _ = env.loader.get_source(env, "base.html")
    if THEME_WORKER not in base:
        raise PluginError(f"The theme's base.html no longer names {THEME_WORKER}: look there and mend {__file__}")
    env.globals["theme_search_worker"] = THEME_WORKER
    env.globals["search_worker"] = f"{WORKER}?lang={config.theme['language']}" if _binary() else THEME_WORKER
    return env


@event_priority(-200)
def _index_before_publishing(config: MkDocsConfig) -> None:
    binary = _binary()
    if binary and _live is None and not is_nested_build(config):
        _index(binary, Path(config.site_dir), Path(config.site_dir, INDEX))


@event_priority(-2000)
def _index_while_serving(config: MkDocsConfig) -> None:
    binary = _binary()
    if binary and _live is not None and not is_nested_build(config):
        _live.follow(binary, Path(config.site_dir))


# Once, when all languages are written: a build before hooks/publishing.py puts the site in its place, a server after.
on_post_build = CombinedEvent(_index_before_publishing, _index_while_serving)


def _index(binary: Path, site: Path, to: Path, live: _LiveIndex | None = None) -> None:
    """Index what main.html marks as belonging there; while serving, `live` ends it early.

    Raises:
        PluginError: with what Pagefind says.
    """
    with TemporaryDirectory(prefix="pagefind-") as copy:
        for page in site.rglob("*.html"):
            if live is not None and live.is_overtaken:
                return
            _copy_to_index(page, Path(copy) / page.relative_to(site))
        command = [str(binary), "--site", copy, "--output-path", str(to), "--quiet"]
        command += [part for selector in NO_TEXT for part in ("--exclude-selectors", selector)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8") as process:
            if live is not None:
                live.began(process)
            said, complained = process.communicate()
    if process.returncode:
        raise PluginError(f"Pagefind: {complained.strip() or said.strip()}")
    # It writes the languages in an order of chance.
    entry = to / "pagefind-entry.json"
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), encoding="utf-8")


def _copy_to_index(page: Path, copy: Path) -> None:
    """Write a page as Pagefind should read it: each Chinese character a word, cells apart.

    Pagefind cuts Chinese into words by one dictionary and the browser cuts what is asked by another, so a word that one
    of them does not know is never found. Characters need no dictionary; search-worker.js asks for them in a row.
    """
    text = CHINESE.sub(lambda run: WORD_END.join(run[0]), page.read_text(encoding="utf-8"))
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(HUGGED.sub(" <", text), encoding="utf-8")
