"""Sources of a release file: what each document is, where it is read, who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import ET_AL, SOURCE_TYPES, Author, Source
from .node_reader import NodeReader, items
from .nodes import MappingNode, Node, Scalar, kind_of
from .scalars import check_quoted, is_https

SOURCE_KEYS = ("type", "title", "authors", "arxiv", "doi", "url", "published", "checked", "via", "archived")
_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d{1,3})?", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_NO_ONE_NAME = re.compile(r"[,;，；、]|\band\b|\bet al\b|^(?:others|等)$")


def read_source(nodes: NodeReader, key: Scalar, node: Node) -> Source | None:
    """A source under its name in the file; None with findings where it cannot be one."""
    if not isinstance(node, MappingNode):
        nodes.report("E102", node.place, key=key.text, wanted="key: value", seen=kind_of(node))
        return None
    nodes.known_keys(node, SOURCE_KEYS)
    missing = [name for name in ("type", "title") if node.get(name) is None]
    if not any(node.get(name) for name in ("arxiv", "doi", "url")):
        missing.append("arxiv / doi / url")
    if missing:
        nodes.report("E101", key.place, missing=", ".join(missing))
        return None
    type_node = node.get("type")
    assert type_node is not None
    arxiv, doi = _arxiv(nodes, node.get("arxiv")), _doi(nodes, node.get("doi"))
    url = nodes.url(node.get("url"), "url")
    if arxiv:
        url = url or f"https://arxiv.org/abs/{arxiv}"
    elif doi:
        url = url or f"https://doi.org/{doi}"
    published, checked = nodes.day(node, "published"), nodes.day(node, "checked")
    if published and checked and checked.latest < published.earliest:
        checked_at, published_at = ((node.get(name) or node).place for name in ("checked", "published"))
        nodes.report("E116", checked_at, checked=checked, published=published, line=published_at.line)
    if checked is None:
        nodes.report("N702", key.place, source=key.text)
    return Source(
        id=key.text,
        type=nodes.word(type_node, "type", SOURCE_TYPES),
        title=nodes.plain(node.get("title"), "title", 300),
        url=url,
        place=key.place,
        authors=tuple(_authors(nodes, node.get("authors"))),
        arxiv=arxiv,
        doi=doi,
        published=published,
        checked=checked,
        via=nodes.url(node.get("via"), "via"),
        archived=nodes.url(node.get("archived"), "archived"),
    )


def _authors(nodes: NodeReader, node: Node | None) -> Iterator[Author]:
    """One name an item: a person's as text, an organization's as ``{organization: …}``."""
    authors = items(node)
    for index, item in enumerate(authors):
        if isinstance(item, MappingNode):
            nodes.known_keys(item, ("organization",))
            if (organization := item.get("organization")) is None:
                nodes.report("E101", item.place, missing="organization")
            yield Author(nodes.name(organization, "organization"), is_organization=True)
            continue
        name = nodes.name(item, "authors")
        is_rest = name == ET_AL and 0 < index == len(authors) - 1
        if not is_rest and _NO_ONE_NAME.search(name):
            nodes.report("E121", item.place, seen=name)
        yield Author(name)


def _arxiv(nodes: NodeReader, node: Node | None) -> str:
    text = nodes.scalar(node, "arxiv")
    if isinstance(node, Scalar):
        if not _ARXIV.fullmatch(text):
            nodes.report("E111", node.place, seen=text)
        else:
            check_quoted(node, "arxiv", nodes.report)
    return text


def _doi(nodes: NodeReader, node: Node | None) -> str:
    text = nodes.scalar(node, "doi")
    if isinstance(node, Scalar) and not (_DOI.fullmatch(text) and is_https(f"https://doi.org/{text}")):
        nodes.report("E110", node.place, seen=text)
    return text
