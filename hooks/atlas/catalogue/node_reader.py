"""Nodes of a release file to texts, ids and dates, with what is wrong of each reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from .findings import MOST_OF_A_FILE, Findings, Place, Text, alternatives, nearest
from .nodes import MappingNode, Node, Scalar, SequenceNode, kind_of, scalar_text
from .registry import Entry, other_ids
from .scalars import MAXIMUM_NAME, MAXIMUM_TEXT, check_plain, check_quoted, is_https
from .values import BadValue, Day, read_day


class TooManyErrors(Exception):
    """So many errors have been reported that the file is read no further."""


class NodeReader:
    """Reads the nodes of one file, counting its errors."""

    def __init__(self, findings: Findings, today: date) -> None:
        self._findings = findings
        self._today = today
        self._errors = 0

    def report(self, code: str, place: Place, **values: object) -> None:
        """Report a finding. Raises TooManyErrors when that was the last error worth telling of this file."""
        self._findings.report(code, place, **values)
        self._errors += code.startswith("E")
        if self._errors >= MOST_OF_A_FILE:
            raise TooManyErrors

    def known_keys(self, node: MappingNode, known: Iterable[str]) -> None:
        """Report the keys of a mapping that are none of ``known``."""
        for key, _ in node:
            if key.text not in known:
                self.report("E104", key.place, field=key.text, candidates=nearest(key.text, known))

    def scalar(self, node: Node | None, key: str) -> str:
        """The text of an optional scalar under ``key``, "" where there is none."""
        return scalar_text(node, key, self._findings)

    def plain(self, node: Node | None, key: str, limit: int) -> str:
        """The plain text of a scalar, in quotes where others would read a number."""
        if not isinstance(node, Scalar):
            return self.scalar(node, key)
        check_quoted(node, key, self.report)
        return check_plain(node, key, limit, self.report)

    def name(self, node: Node | None, key: str) -> str:
        """A name: plain text of one short line."""
        return self.plain(node, key, MAXIMUM_NAME)

    def text(self, node: Node, key: str, limit: int = MAXIMUM_TEXT) -> Text:
        """``{zh, en}``, both there."""
        if not isinstance(node, MappingNode):
            self.report("E102", node.place, key=key, wanted="{zh: …, en: …}", seen=kind_of(node))
            return Text("", "")
        self.known_keys(node, ("zh", "en"))
        missing = [language for language in ("zh", "en") if node.get(language) is None]
        if missing:
            self.report("E105", node.place, key=key, missing=", ".join(missing))
            return Text("", "")
        return Text(*(self.plain(node.get(name), f"{key}.{name}", limit) for name in ("zh", "en")))

    def one_id(self, node: Node, key: str, known: Mapping[str, Entry]) -> str:
        """The id of a registry entry, one of ``known``."""
        text = self.scalar(node, key)
        if isinstance(node, Scalar) and text not in known:
            self.report("E106", node.place, id=text, registry=_registry_file(key), **other_ids(text, known))
        return text

    def word(self, node: Node, key: str, known: Iterable[str]) -> str:
        """One of a few fixed words."""
        text = self.scalar(node, key)
        if isinstance(node, Scalar) and text not in known:
            self.report("E119", node.place, key=key, seen=text, **alternatives(text, known))
        return text

    def url(self, node: Node | None, key: str) -> str:
        """An https address with a host and nothing odd in it."""
        text = self.scalar(node, key)
        if isinstance(node, Scalar) and not is_https(text):
            self.report("E110", node.place, seen=text)
        return text

    def day(self, node: MappingNode, key: str) -> Day | None:
        """The date under ``key``, not later than today; None where there is none, or (with a finding) a bad one."""
        value = node.get(key)
        text = self.scalar(value, key)
        if value is None or not text:
            return None
        try:
            day = read_day(text)
        except BadValue as bad:
            self.report(bad.code, value.place, **bad.values)
            return None
        if day.earliest > (self._today.year, self._today.month, self._today.day):
            self.report("E205", value.place, seen=day, limit=f"..{self._today.isoformat()}")
        return day


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a lone node counts as a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, SequenceNode) else (node,)


def _registry_file(key: str) -> str:
    return {"organization": "organizations.yml"}.get(key, "fields.yml")
