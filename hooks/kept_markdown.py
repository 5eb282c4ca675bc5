"""A page whose Markdown is as it was is not turned into HTML again by the next build of the same process.

While serving, most edits touch no Markdown at all: what the catalogue draws is put in afterwards, see directives.py.
"""

from __future__ import annotations

import copy
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's HTML and what else rendering sets on a page.

    Attributes:
        source: what all of it was made from: the Markdown and the surroundings.
        attributes: by name, as MkDocs sets them.
        linked: the pages to whose anchors it links, by the address of their files, with these links.
    """

    source: tuple[str, object]
    attributes: dict[str, Any]
    linked: dict[str, dict[str, str]]


@dataclass
class _State:
    """What is kept, by the address of a page's file; the files of this build, and what rendering may ask beside them.

    Attributes:
        surroundings: names and addresses of all files, since links are resolved by them, and the text of mkdocs.yml.
    """

    rendered: dict[str, Rendered] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    surroundings: object = None


_state = _State()


@event_priority(-1000)  # when every file is there
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Look at what links can lead to."""
    _state.files = {file.dest_uri: file for file in files}
    targets = frozenset((file.src_uri, file.url, file.inclusion) for file in files)
    _state.surroundings = (targets, Path(config.config_file_path).read_bytes())
    return files


@event_priority(-1000)  # when the Markdown is what MkDocs will render
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let the page take over what was rendered from the same Markdown in the same surroundings."""
    source = (markdown, _state.surroundings)

    def render(config: MkDocsConfig, files: Files) -> None:
        kept = _state.rendered.get(page.file.dest_uri)
        if kept is not None and kept.source == source:
            _restore(page, kept)
        else:
            _render(page, source, config, files)

    page.render = render  # type: ignore[method-assign]
    return markdown


def _render(page: Page, source: tuple[str, object], config: MkDocsConfig, files: Files) -> None:
    """Render, and keep the result unless something was said about the page: each build has to say it again."""
    before, said = dict(vars(page)), _Said()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(said)
    try:
        type(page).render(page, config, files)
    finally:
        logger.removeHandler(said)
    made = {name: value for name, value in vars(page).items() if name not in before or before[name] is not value}
    linked = {file.dest_uri: links for file, links in (made.pop("links_to_anchors", None) or {}).items()}
    made["toc"] = copy.deepcopy(page.toc)  # the tags plugin adds to the page's own
    _state.rendered.pop(page.file.dest_uri, None)
    if not said.anything:
        _state.rendered[page.file.dest_uri] = Rendered(source, made, linked)


def _restore(page: Page, rendered: Rendered) -> None:
    vars(page).update(rendered.attributes)
    page.toc = copy.deepcopy(rendered.attributes["toc"])
    page.links_to_anchors = {_state.files[address]: links for address, links in rendered.linked.items()}


class _Said(logging.Handler):
    """Notices whether there was a warning."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.anything = False

    def emit(self, record: logging.LogRecord) -> None:
        self.anything = True
