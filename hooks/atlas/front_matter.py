"""What may stand at the head of a page: a closed set of keys, each with its kind of value.

The theme prints some of them without escaping and loads others as files, so that nothing passes that is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .catalogue.findings import Findings, alternatives, nearest
from .catalogue.nodes import MappingNode, Node, Scalar, SequenceNode, kind_of
from .catalogue.scalars import check_quoted
from .categories import CATEGORIES

HIDEABLE = ("navigation", "toc", "footer", "path")
STATUSES = ("new", "deprecated")
FLAGS = ("true", "false")
SOURCE_HASH = re.compile(r"zh-[0-9a-f]{10}")
_NO_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "~"})  # to those other readers
_ICON = re.compile(r"[a-z]+(?:/[a-z0-9-]+)+")
_DAY = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII)
_AHEAD = timedelta(days=1)  # where the sun rises first it is tomorrow already

Check = Callable[[str, Scalar, Findings], None]


@dataclass(frozen=True, slots=True)
class _Key:
    """How a value is read. ``shape`` is "text", "list" (of texts) or "any" (kept from the first text, not used)."""

    shape: str
    check: Check


def _no_markup(key: str, node: Scalar, findings: Findings) -> None:
    """Text that can stand in a page's head and in an attribute."""
    if not node.text.strip() or re.search(r'[<>"]|javascript:', node.text, re.IGNORECASE):
        findings.report("E603", node.place, key=key, seen=node.text)


def _plain(key: str, node: Scalar, findings: Findings) -> None:
    """Such text, which other readers of YAML take for text too."""
    _no_markup(key, node, findings)
    if not node.quoted and node.text.casefold() in _NO_TEXT:
        findings.report("E117", node.place, key=key, seen=node.text)
    check_quoted(node, key, findings.report)


def _one_of(*known: str) -> Check:
    def check(key: str, node: Scalar, findings: Findings) -> None:
        if node.text not in known:
            values = {"key": key, "seen": node.text, "known": ", ".join(known)}
            findings.report("E610", node.place, **values, candidates=nearest(node.text, known))

    return check


def _icon(key: str, node: Scalar, findings: Findings) -> None:
    folder = _icon_folder()
    is_known = _ICON.fullmatch(node.text) is not None and (folder is None or (folder / f"{node.text}.svg").is_file())
    if not is_known:
        findings.report("E611", node.place, seen=node.text)


def _day(key: str, node: Scalar, findings: Findings) -> None:
    day = day_of(node)
    if day is None:
        findings.report("E604", node.place, key=key, seen=node.text)
    elif day > date.today() + _AHEAD:
        findings.report("E606", node.place, key=key, seen=node.text)


def _source_hash(key: str, node: Scalar, findings: Findings) -> None:
    if not SOURCE_HASH.fullmatch(node.text):
        findings.report("E607", node.place, seen=node.text)


_PLAIN_TEXT = _Key("text", _plain)
_FLAG = _Key("text", _one_of(*FLAGS))
_DATE = _Key("text", _day)
KEYS: Mapping[str, _Key] = {
    "title": _PLAIN_TEXT,
    "description": _PLAIN_TEXT,
    "tags": _Key("list", _plain),
    "categories": _Key("list", _one_of(*CATEGORIES)),
    "authors": _Key("list", _plain),
    "date": _DATE,
    "updated": _DATE,
    "icon": _Key("text", _icon),
    "status": _Key("text", _one_of(*STATUSES)),
    "hide": _Key("list", _one_of(*HIDEABLE)),
    "source_hash": _Key("text", _source_hash),
    "math": _FLAG,
    "mermaid": _FLAG,
    "enableEmoji": _FLAG,
    "menu": _Key("any", _no_markup),
    "author": _Key("any", _no_markup),
}


def check_front_matter(front_matter: MappingNode, findings: Findings) -> None:
    """Report every key that is not known, and every value that its key does not take."""
    for key, node in front_matter:
        known = KEYS.get(key.text)
        if known is None:
            candidates = nearest(key.text, KEYS)
            findings.report("E602", key.place, key=key.text, known=", ".join(KEYS), candidates=candidates)
            continue
        for scalar in _scalars(key.text, node, known.shape, findings):
            known.check(key.text, scalar, findings)
    first, last = (day_of(front_matter.get(key)) for key in ("date", "updated"))
    if first is not None and last is not None and last < first:
        updated = front_matter.get("updated")
        assert updated is not None
        findings.report("E605", updated.place, updated=last, date=first)


def check_authors(front_matter: MappingNode, known: Collection[str], findings: Findings) -> None:
    """Report authors that are not among the ``known`` ids of authors.yml."""
    authors = front_matter.get("authors")
    for node in authors.items if isinstance(authors, SequenceNode) else ():
        if isinstance(node, Scalar) and node.text not in known:
            findings.report("E106", node.place, id=node.text, registry="authors.yml", **alternatives(node.text, known))


def day_of(node: Node | None) -> date | None:
    """The calendar day that a value begins with (the first text's dates have a time of day); None where it has none."""
    match = _DAY.fullmatch(node.text) if isinstance(node, Scalar) else None
    try:
        return date.fromisoformat(match["day"]) if match else None
    except ValueError:
        return None


def _scalars(key: str, node: Node, shape: str, findings: Findings) -> Iterator[Scalar]:
    """The single values under a key; a value of another shape is reported."""
    if isinstance(node, Scalar) and shape != "list":
        yield node
    elif isinstance(node, SequenceNode) and shape != "text":
        for item in node.items:
            yield from _scalars(key, item, "any" if shape == "any" else "text", findings)
    elif isinstance(node, MappingNode) and shape == "any":
        for _, item in node:
            yield from _scalars(key, item, "any", findings)
    else:
        findings.report("E102", node.place, key=key, wanted=shape, seen=kind_of(node))


@cache
def _icon_folder() -> Path | None:
    """The theme's icons; None where the theme is not installed, and then any well-formed name passes."""
    theme = find_spec("material")
    if theme is None or theme.origin is None:
        return None
    return Path(theme.origin).with_name("templates") / ".icons"
