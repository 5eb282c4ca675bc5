"""The catalogue is read before anything is built; errors in data or directives stop the build, all at once."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

from build_languages import is_nested_build
from build_session import open_session

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = logging.getLogger("mkdocs.hooks.catalogue")


@event_priority(50)
def on_config(config: MkDocsConfig) -> None:
    """Read the data, check data and pages, raise PluginError with everything that is wrong."""
    if is_nested_build(config):
        return
    from atlas.catalogue.findings import Findings, Text, filled, list_of_errors
    from atlas.fragments.directives import DIRECTIVE_NAMES
    from atlas.navigation import check_navigation
    from atlas.pages import check_pages
    from atlas.reader_language import message_language
    from atlas.twins import check_twins

    docs_dir = Path(config.docs_dir)
    session = open_session(docs_dir)
    page_findings = Findings()
    pages = check_pages(docs_dir, session.catalogue, page_findings, read=session.read, checked=session.checked)
    check_twins(docs_dir, pages, DIRECTIVE_NAMES, page_findings, checked=session.twins)
    configuration = Path(config.config_file_path)
    text = configuration.read_text("utf-8", "replace")
    check_navigation(text, configuration.name, page_findings, pages.values())
    errors = [*session.findings.errors, *page_findings.errors]
    language = message_language()
    if errors:
        raise PluginError(list_of_errors(errors, language))
    notices = len(session.findings.notices) + len(page_findings.notices)
    if notices:
        said = Text("{n} 个提示，`make check` 列出它们", "{n:notice} in data and pages; `make check` shows them")
        log.info(filled(said[language], {"n": notices}, language))
