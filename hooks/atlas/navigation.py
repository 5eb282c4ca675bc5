"""The navigation in mkdocs.yml: it lists every page, and each of its names has a translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch

import yaml

from .catalogue.findings import Findings, Place
from .page import Page
from .twins import ORIGINAL


def check_navigation(text: str, file: str, findings: Findings, pages: Iterable[Page | None]) -> None:
    """Report every section of the navigation whose name has no translation, and every page that it leaves out.

    Args:
        text: mkdocs.yml. Only its shape is read, so that its tags stay without effect.
        file: its name in findings.
        findings: where it is reported.
        pages: all pages; those of the original have to be listed.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return  # MkDocs tells
    if not isinstance(root, yaml.MappingNode):
        return
    top = {key.value: node for key, node in root.value}
    translated = {key.value for node in _under(root, "nav_translations") for key, _ in node.value}
    for name in _names(top.get("nav")):
        if name.value not in translated:
            place = Place(file, name.start_mark.line + 1, name.start_mark.column + 1)
            findings.report("N804", place, name=name.value)
    listed = set(_leaves(top.get("nav")))
    left_out = [line for node in _leaves(top.get("not_in_nav")) for line in node.split()]
    for page in pages:
        path = page.file.partition(f"/{ORIGINAL}/")[2] if page is not None else ""
        if page is None or not path or path in listed:
            continue
        if not any(fnmatch(f"/{ORIGINAL}/{path}", pattern) for pattern in left_out):
            findings.report("E625", Place(page.file), path=path, file=file)


def _under(node: yaml.Node | None, key: str) -> Iterator[yaml.Node]:
    """What stands under ``key``, at any depth."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                yield value
            else:
                yield from _under(value, key)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _under(item, key)


def _names(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """The names of all sections and titled pages below ``node``."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _names(item)
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield name
            yield from _names(value)


def _leaves(node: yaml.Node | None) -> Iterator[str]:
    """Every text below ``node`` that is not a name."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _leaves(item)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _leaves(value)
