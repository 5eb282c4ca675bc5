"""The second wall: every page carries a Content-Security-Policy, and the built site is linted whole before it is shown.

While serving, pages carry no policy (the reload script of `mkdocs serve` would not run), and a link that leads nowhere
is a warning, since the page it leads to may be the next one to be written.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from build_languages import i18n, is_nested_build

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from atlas.site_lint import Rules, SiteLinter, Source

log = logging.getLogger("mkdocs.hooks.built_site")

_serving = False
_linter: SiteLinter | None = None
_sources: dict[str, Source] = {}


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether pages are served with a script of MkDocs' own."""
    global _serving
    _serving = command == "serve"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Give overrides/main.html the policy."""
    env.globals["content_policy"] = _rules(config).policy
    return env


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Remember what each page was made from, for messages."""
    from atlas.site_lint import Source

    name = page.file.edit_uri or page.file.src_uri
    text = page.file.content_string if name == page.file.src_uri else ""  # or it was generated from other data
    _sources[page.file.dest_uri] = Source(f"docs/{name}", text)
    return output


@event_priority(-500)  # after everything is written, before publishing.py shows it
def on_post_build(config: MkDocsConfig) -> None:
    """Lint the whole site once, when all languages are there; raise PluginError with everything that is wrong."""
    global _linter
    if is_nested_build(config):
        return
    from atlas.catalogue.findings import Findings, list_of_errors
    from atlas.reader_language import message_language
    from atlas.site_lint import LINK_CODES, SiteLinter

    rules = _rules(config)
    if _linter is None or not isinstance(_linter, SiteLinter) or _linter.rules != rules:
        _linter = SiteLinter(rules)
    findings = Findings()
    _linter.lint(Path(config.site_dir), findings, _sources)
    language = message_language()
    errors = findings.errors
    if _serving:
        for finding in errors:
            if finding.rule.code in LINK_CODES:
                log.warning(finding.render(language))
        errors = [finding for finding in errors if finding.rule.code not in LINK_CODES]
    if errors:
        raise PluginError(list_of_errors(errors, language))


def _rules(config: MkDocsConfig) -> Rules:
    from atlas.content_policy import content_policy, pinned_scripts
    from atlas.site_lint import Rules

    scripts = pinned_scripts()
    policy = content_policy(scripts, on_read_the_docs=os.environ.get("READTHEDOCS") == "True")
    plugin = i18n(config)
    absent = tuple(f"{each.locale}/" for each in plugin.config.languages if each.locale not in plugin.build_languages)
    return Rules(scripts, "" if _serving else policy, config.site_url or "", absent)
