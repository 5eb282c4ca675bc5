"""YAML text to a tree of nodes with positions, by rules of our own.

Only plain mappings, lists and scalars have a meaning; every scalar is text until a field's type reads it. Anchors,
aliases, tags and duplicate keys are findings. PyYAML's event stream does the parsing: it carries positions and, unlike
its constructors, expands nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NoReturn, Protocol

import yaml

from .findings import Findings, Place, Text

MAXIMUM_BYTES = 64 * 1024
MAXIMUM_DEPTH = 12
MAXIMUM_NODES = 8_000
MAXIMUM_ODD_CHARACTERS = 20
ODD_BLANKS = ("\u3000", "\xa0")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar's text exactly as meant; ``quoted`` tells whether the author put it in quotes."""

    text: str
    place: Place
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list in the order of the file."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping in the order of the file; keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """The node under ``key``, None where there is none."""
        return next((node for name, node in self.pairs if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, with its place."""
        return next((name for name, _ in self.pairs if name.text == key), None)

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        return iter(self.pairs)


Node = Scalar | SequenceNode | MappingNode


class _Mark(Protocol):
    """A position as PyYAML gives it, from 0, from its C parser as from its Python one."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class _Stop(Exception):
    """The text cannot be read any further; the reason has been reported."""


def read_text(path: Path, file: str, findings: Findings, *, limit: int, too_large: str) -> str | None:
    """The text of a file as people edit it, None with findings where it is no regular UTF-8 file or too large.

    Args:
        path: the file; its size is looked at before it is read.
        file: its name in findings, which keep the text to quote from.
        findings: where it is reported.
        limit: the most that it may hold, in bytes.
        too_large: the rule for a file above that.
    """
    if path.is_symlink() or not path.is_file():
        findings.report("E021", Place(file))
        return None
    size = path.stat().st_size
    if size > limit:
        findings.report(too_large, Place(file), size=size, limit=limit)
        return None
    text = decode(path.read_bytes(), file, findings)
    if text is not None:
        findings.know_text(file, text)
    return text


def read_yaml(path: Path, file: str, findings: Findings) -> MappingNode | None:
    """The top mapping of a YAML file, None (with findings) where it has none; arguments as for ``read_text``."""
    text = read_text(path, file, findings, limit=MAXIMUM_BYTES, too_large="E005")
    return None if text is None else parse_yaml(text, Place(file), findings)


def parse_yaml(text: str, start: Place, findings: Findings) -> MappingNode | None:
    """The top mapping of YAML text inside a file, such as the body of a directive.

    Args:
        text: the YAML, its own indentation taken away.
        start: the place of its first character; every line begins at that column.
        findings: where everything wrong is reported.
    """
    if not check_characters(text, start, findings):
        return None
    try:
        node = _Composer(text, start, findings).document()
    except _Stop:
        return None
    if not isinstance(node, MappingNode):
        findings.report("E014", node.place, seen=kind_of(node))
        return None
    return node


def kind_of(node: Node) -> str:
    """What a node is, for messages in either language."""
    return {Scalar: "text", SequenceNode: "list", MappingNode: "key: value"}[type(node)]


def scalar_text(node: Node | None, key: str, findings: Findings) -> str:
    """The text of an optional scalar under ``key``; "" where there is none, or (with a finding) something else."""
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        findings.report("E102", node.place, key=key, wanted="text", seen=kind_of(node))
        return ""
    return node.text


def decode(data: bytes, file: str, findings: Findings) -> str | None:
    """UTF-8 bytes to text with line feeds; None and a finding where they are something else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = "UTF-8 BOM (EF BB BF)" if data[0] == 0xEF else f"UTF-16 BOM ({data[:2].hex(' ').upper()})"
        findings.report("E003", Place(file), encoding=name)
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = _place_at(before, len(before), Place(file))
        try:
            data.decode("gb18030")
            guess = "GBK"
        except UnicodeDecodeError:
            guess = "Latin-1"
        findings.report("E002", place, byte=f"0x{data[error.start]:02X}", guess=guess)
        return None
    return text.replace("\r\n", "\n")


_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\ufffe\uffff"
    "\U000e0000-\U0010ffff\ud800-\udfff]"
)


def check_characters(text: str, start: Place, findings: Findings) -> bool:
    """Report control, invisible and direction-changing characters; true where there is none.

    Only the first ``MAXIMUM_ODD_CHARACTERS`` are told: a file with more is a wrong file, not a slip.
    """
    clean = True
    for match in islice(_FORBIDDEN.finditer(text), MAXIMUM_ODD_CHARACTERS):
        char = match[0]
        place = _place_at(text, match.start(), start)
        code = "E020" if char == "\r" else "E004"
        findings.report(code, place, **_named(char))
        clean = False
    return clean


def _named(char: str) -> dict[str, object]:
    """A character's code point and name, for messages that must not show it."""
    return {"point": f"U+{ord(char):04X}", "name": unicodedata.name(char, "control character")}


def _place_at(text: str, index: int, start: Place) -> Place:
    line = text.count("\n", 0, index)
    column = index - (text.rfind("\n", 0, index) + 1)
    return Place(start.file, start.line + line, start.column + column)


class _Composer:
    """Builds nodes from PyYAML's events."""

    def __init__(self, text: str, start: Place, findings: Findings) -> None:
        self._text = text
        self._start = start
        self._findings = findings
        self._count = 0
        self._events = yaml.parse(text, Loader=yaml.CSafeLoader)

    def document(self) -> Node:
        self._next()  # stream start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            self._report("E001", Place(self._start.file, self._start.line))
        root = self._node(self._next(), depth=0)
        self._next()  # document end
        event = self._next()
        if isinstance(event, yaml.DocumentStartEvent) and event.start_mark is not None:
            self._report("E013", self._place(event.start_mark))
        return root

    def _next(self) -> yaml.Event:
        try:
            return next(self._events)
        except yaml.MarkedYAMLError as error:
            code, mark, values = explain_syntax_error(error, self._text)
            self._report(code, self._place(mark), **values)
        except yaml.YAMLError as error:
            self._report("E006", self._start, problem=str(error))

    def _report(self, code: str, place: Place, **values: object) -> NoReturn:
        self._findings.report(code, place, **values)
        raise _Stop

    def _place(self, mark: _Mark) -> Place:
        return Place(self._start.file, self._start.line + mark.line, self._start.column + mark.column)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        assert event.start_mark is not None
        place = self._place(event.start_mark)
        self._count += 1
        if depth > MAXIMUM_DEPTH or self._count > MAXIMUM_NODES:
            self._report("E018", place, depth=MAXIMUM_DEPTH, nodes=MAXIMUM_NODES)
        if anchor := getattr(event, "anchor", None):
            self._report("E016", place, name=anchor)
        if (tag := getattr(event, "tag", None)) not in (None, "!"):
            self._report("E017", place, tag=tag)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, quoted=bool(event.style))
        if isinstance(event, yaml.SequenceStartEvent):
            return SequenceNode(tuple(self._items(depth)), place)
        return MappingNode(tuple(self._pairs(depth)), place)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, Scalar] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(key, Scalar):
                self._findings.report("E019", key.place, seen=kind_of(key))
            elif key.text[:1] in ODD_BLANKS:
                self._findings.report("E011", key.place, **_named(key.text[0]))
            elif key.text == "<<":
                self._findings.report("E016", key.place, name="<<")
            elif key.text in seen:
                first = seen[key.text].place
                self._findings.report("E015", key.place, key=key.text, line=first.line)
            else:
                seen[key.text] = key
                yield key, value


def explain_syntax_error(error: yaml.MarkedYAMLError, text: str) -> tuple[str, _Mark, dict[str, object]]:
    """The rule, mark and values that tell a hurried author what a parser's complaint means."""
    mark = error.problem_mark or error.context_mark
    assert mark is not None
    problem = error.problem or ""
    if "quoted scalar" in (error.context or "") and error.context_mark is not None:
        return "E009", error.context_mark, {}
    lines = text.splitlines() or [""]
    line = lines[min(mark.line, len(lines) - 1)]
    rest = line[mark.column :]
    if "\t" in line[: len(line) - len(line.lstrip())] or rest.startswith("\t"):
        return "E007", mark, {}
    if (colon := _full_width_colon(lines[: mark.line + 1])) is not None:
        return "E010", colon, {}
    if (opening := _unclosed_quote(lines[: mark.line + 1])) is not None:
        return "E009", opening, {}
    if (indents := _indents(mark.line, problem, text)) is not None:
        seen, wanted = indents
        either = Text(*(word.join(map(str, wanted)) for word in (" 或 ", " or ")))
        return "E023", _Position(mark.line, seen), {"seen": seen, "wanted": either}
    if "mapping values are not allowed" in problem:
        return "E008", mark, {"line": line.strip()}
    if "cannot start any token" in problem:
        return "E012", mark, {"char": rest[:1]}
    if line[:1] in ODD_BLANKS:
        return "E011", mark, _named(line[0])
    return "E006", mark, {"problem": problem}


@dataclass(frozen=True, slots=True)
class _Position:
    line: int
    column: int


# What begins a line of a block. A key is one word: words with blanks before a colon are a text that goes on.
_BEGINNING = re.compile(r"""(?P<indent> *)(?:(?P<dash>-)(?=\s|$)|["']?\w[\w./-]*["']?:(?=\s|$))""")


def _indents(number: int, problem: str, text: str) -> tuple[int, list[int]] | None:
    """How far line ``number`` (from 0) is indented and its block is, None where the indentation is not at fault.

    Keys are compared with the keys of the blocks that reach this line, dashes with their dashes; halfway between two
    blocks it may be meant for either.
    """
    lines = text.splitlines()
    match = _BEGINNING.match(lines[number]) if number < len(lines) else None
    blocks = _blocks(number, text)
    if match is None or blocks is None:
        return None
    if "mapping values are not allowed" in problem:
        # The parser took the line for more of the value above: rightly so where that is a text of several lines.
        above = _BEGINNING.match(next((line for line in reversed(lines[:number]) if line.strip()), ""))
        if above is None or all(len(above["indent"]) != column for column, _ in blocks):
            return None
    seen = len(match["indent"])
    columns = [column for column, is_list in blocks if is_list == bool(match["dash"])]
    if not columns or seen in columns:
        return None
    nearest = min(abs(column - seen) for column in columns)
    return seen, sorted({column for column in columns if abs(column - seen) == nearest})


def _blocks(number: int, text: str) -> list[tuple[int, bool]] | None:
    """The column of each block that reaches line ``number``, and whether it is a list; None inside brackets."""
    still_open: list[tuple[int, bool] | None] = []  # None: in brackets
    ended_here = []
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            assert event.start_mark is not None
            if isinstance(event, yaml.CollectionStartEvent):
                is_list = isinstance(event, yaml.SequenceStartEvent)
                still_open.append(None if event.flow_style else (event.start_mark.column, is_list))
            elif isinstance(event, yaml.CollectionEndEvent):
                block = still_open.pop()
                if block is not None and event.start_mark.line >= number:
                    ended_here.append(block)
    except yaml.YAMLError:
        pass  # known: this is the text that the parser complained of
    return None if None in still_open else [*filter(None, still_open), *ended_here]


def _full_width_colon(lines: list[str]) -> _Position | None:
    """Where one of the last two lines that are not blank has a full-width colon after its key."""
    filled = [(number, line) for number, line in enumerate(lines) if line.strip()]
    for number, line in reversed(filled[-2:]):
        if match := re.match(r"\s*[\w-]+(?=：)", line):
            return _Position(number, match.end())
    return None


def _unclosed_quote(lines: list[str]) -> _Position | None:
    """Where a value opens a quote that its line does not close: the parser complains only at the next quote."""
    for number, line in enumerate(lines):
        match = re.match(r"""[^#"']*[:\-]\s+(?P<quote>["'])(?P<rest>.*)$""", line)
        if match is not None and match["quote"] not in match["rest"]:
            return _Position(number, match.start("quote"))
    return None
