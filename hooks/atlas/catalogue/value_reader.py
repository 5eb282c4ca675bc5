"""One value of a release file, read as its field's type says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from .findings import Text
from .node_reader import NodeReader
from .nodes import MappingNode, Node, Scalar, SequenceNode, kind_of
from .registry import Field, other_ids
from .scalars import MAXIMUM_TEXT, is_https
from .values import (
    SUFFIXES,
    BadValue,
    Day,
    Quantity,
    Share,
    Single,
    Special,
    Value,
    read_count,
    read_day,
    read_flag,
    read_number,
    read_reference,
    read_size,
)

SMALL_WINDOW = 512  # above it, "2048K" is more often 2,048 written as thousands than two million
_POWER_OF_TWO = re.compile(r"~?(2|4|8|16|32|64|128|256|512|1024|2048|4096|8192|16384|32768|65536)K")
_BARE = re.compile(r"~?[0-9]+(?:\.[0-9]+)?")


def read_value(nodes: NodeReader, field: Field, node: Node) -> Value | None:
    """The value that a node spells; None with findings where it spells none.

    Args:
        nodes: the reader of the file, which reports.
        field: whose type, units, bounds and options the value has to fit.
        node: one cell of a block.
    """
    if isinstance(node, Scalar) and node.text == Special.UNDISCLOSED.value:
        return Special.UNDISCLOSED
    try:
        if field.type == "shares" or (field.type == "reference" and isinstance(node, MappingNode)):
            return _pairs(nodes, field, node)
        if field.type == "text" and isinstance(node, MappingNode):
            return nodes.text(node, field.id)
        if isinstance(node, SequenceNode) and field.is_list:
            return tuple(_single(nodes, field, item) for item in node.items)
        single = _single(nodes, field, node)
        return (single,) if field.is_list else single
    except BadValue as bad:
        nodes.report(bad.code, bad.place or node.place, **{"field": field.id, **bad.values})
        return None


def _pairs(nodes: NodeReader, field: Field, node: Node) -> Value:
    """``{llama-2/7b: fine-tune}`` or ``{Common Crawl: 60}``."""
    if not isinstance(node, MappingNode):
        raise BadValue("E102", key=field.id, wanted="{…: …}", seen=kind_of(node))
    found: list[Single] = []
    for key, value in node:
        text = nodes.scalar(value, key.text)
        if field.type == "shares":
            option = field.options.get(key.text)
            name = option.name if option else Text(key.text, key.text)
            found.append(Share(key.text, name, _quantity(field, text, read_number)))
        elif text not in field.options:
            nodes.report("E106", value.place, id=text, registry=registry_of(field), **other_ids(text, field.options))
        else:
            found.append(read_reference(key.text, text))
    return tuple(found)


def _single(nodes: NodeReader, field: Field, node: Node) -> Single:
    if not isinstance(node, Scalar):
        wanted = "text" if field.is_list else f"text ({field.type})"
        raise BadValue("E102", key=field.id, wanted=wanted, seen=kind_of(node)).at(node.place)
    text = node.text
    if field.type in ("count", "number", "results"):
        return _number(nodes, field, node)
    if field.type == "date":
        return _date_in_range(field, node)
    if field.type == "size":
        return read_size(text)
    if field.type == "flag":
        return read_flag(text)
    if field.type == "reference":
        return read_reference(text)
    if field.type == "url":
        if not is_https(text):
            raise BadValue("E110", seen=text).at(node.place)
        return text
    if field.type == "id":
        if text not in field.options:
            known = other_ids(text, field.options)
            raise BadValue("E106", id=text, registry=registry_of(field), **known).at(node.place)
        return text
    return nodes.plain(node, field.id, MAXIMUM_TEXT)


def _number(nodes: NodeReader, field: Field, node: Scalar) -> Quantity:
    text, unit = _without_unit(field, node.text)
    if fraction := _as_fraction(field, text):
        problem = Text("这里写小数，不写百分数", "a decimal fraction, not per cent")
        raise BadValue("E202", seen=text, problem=problem, wanted=fraction)
    is_count = field.type == "count"
    quantity = _quantity(field, text, read_count if is_count else lambda part: read_number(part, field.scientific))
    _check_bounds(field, quantity, text)
    _doubt_thousands(nodes, field, node, text)
    if len(field.units) > 1 and not unit:
        units = Text(*(either.join(f'"{text} {each}"' for each in field.units) for either in ("、", " or ")))
        raise BadValue("E219", seen=text, wanted=units)
    return replace(quantity, unit=unit or next(iter(field.units), ""))


def _without_unit(field: Field, text: str) -> tuple[str, str]:
    """The number and the unit behind it, "" where none is written."""
    if not field.units or " " not in text:
        return text, ""
    number, unit = text.rsplit(" ", 1)
    if unit and unit not in field.units:
        raise BadValue("E209", seen=unit, units=", ".join(field.units))
    return number, unit


def _check_bounds(field: Field, quantity: Quantity, text: str) -> None:
    """No number of a field lies outside of what is plausible; one that lacks its suffix is told which it may be."""
    if field.low is None or field.high is None:
        return
    if all(field.low <= bound <= field.high for bound in (quantity.low, quantity.high) if bound is not None):
        return
    limits = {"low": short(field.low), "high": short(field.high)}
    if meant := _with_suffix(field, text):
        either = Text(" 或 ".join(meant), " or ".join(meant))
        raise BadValue("E217", seen=text, label=field.label, meant=either, **limits)
    raise BadValue("E208", seen=text, **limits)


def _doubt_thousands(nodes: NodeReader, field: Field, node: Scalar, text: str) -> None:
    """Notice a round "32K" where the field's counts usually are powers of two."""
    if field.powers_of_two and (window := _POWER_OF_TWO.fullmatch(text)):
        plain = int(window[1])
        code = "N708" if plain < SMALL_WINDOW else "N712"
        nodes.report(code, node.place, seen=text, plain=plain, power=1024 * plain)


def _date_in_range(field: Field, node: Scalar) -> Day:
    day = read_day(node.text)
    if field.earliest and day.latest < field.earliest.earliest:
        raise BadValue("E205", seen=day, limit=f"{field.earliest}..")
    if field.latest and day.earliest > field.latest.latest:
        raise BadValue("E205", seen=day, limit=f"..{field.latest}")
    return day


def _as_fraction(field: Field, text: str) -> str:
    """What per cent are as a decimal where nothing of the field is above one, "" elsewhere."""
    percent = re.fullmatch(r"(~?)([0-9]{1,9}(?:\.[0-9]{1,9})?) ?[%％]", text)
    if percent is None or field.high is None or field.high > 1:
        return ""
    return f"{percent[1]}{Decimal(percent[2]).scaleb(-2).normalize():f}"


def _with_suffix(field: Field, text: str) -> list[str]:
    """The counts of plausible size that a bare one may stand for: it with each suffix that makes one."""
    if field.type != "count" or field.low is None or field.high is None or not _BARE.fullmatch(text):
        return []
    number = Decimal(text.removeprefix("~"))
    return [f"{text}{suffix}" for suffix, power in SUFFIXES.items() if field.low <= number.scaleb(power) <= field.high]


def _quantity(field: Field, text: str, read: Callable[[str], Decimal]) -> Quantity:
    """A number, ``10..20``, ``13B..``, ``..13B`` or ``~1.8T``."""
    about = text.startswith("~")
    bare = text[1:] if about else text
    if ".." in bare:
        start, _, end = bare.partition("..")
        low, high = (read(start) if start else None), (read(end) if end else None)
        if (low is None and high is None) or (low is not None and high is not None and low >= high):
            raise BadValue("E215", seen=text)
        return Quantity(low, high, bare, about=about)
    number = read(bare)
    if field.type == "count" and number <= 0:
        raise BadValue("E210", seen=text)
    return Quantity(number, number, bare, about=about)


def short(number: Decimal) -> str:
    """A bound as people write it: 1M, 20T."""
    value = float(number)
    for suffix, power in (("T", 1e12), ("B", 1e9), ("M", 1e6)):
        if value >= power and value < 1e15:
            return f"{value / power:g}{suffix}"
    return f"{value:g}"


def registry_of(field: Field) -> str:
    """Where the ids of a field are registered, for people: "licenses.yml"."""
    files = {entry.place.file.rpartition("/")[2] for entry in field.options.values()}
    return next((file for file in files if file != "fields.yml"), f"fields.yml › {field.id}")
