"""One value as readers see it: pieces of text, some with an exponent or a link of their own."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from ..catalogue.findings import Text
from ..catalogue.model import Claim, Release
from ..catalogue.registry import Field
from ..catalogue.values import SUFFIXES, Day, Quantity, Reference, Share, Size, Special, Value
from .context import Context
from .words import Words

LIST_LIMIT = 5
LIST_SHOWN = 3
WRITTEN_OUT = 8  # digits
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_TIGHT_UNITS = ("%", "×")


class Piece(NamedTuple):
    """A run of text, the exponent above its end, and where it leads by itself ("" for nowhere)."""

    text: str
    exponent: str = ""
    href: str = ""


def pieces(claim: Claim, context: Context, *, short: bool, with_unit: bool = True) -> tuple[Piece, ...]:
    """A claim's value in the reader's language.

    Args:
        short: as a table cell shows it: long lists and long numbers are cut.
        with_unit: whether the unit stands with the number, rather than in the column's header.
    """
    value = claim.value
    unit = unit_of(claim, context) if with_unit else ""
    if isinstance(value, tuple):
        return _list(value, claim.field, context, short)
    single = _single(value, claim.field, context, short)
    if not unit:
        return (single,)
    tail = unit if unit in _TIGHT_UNITS else f" {unit}"
    return (single, Piece(tail)) if single.exponent else (Piece(single.text + tail),)


def in_words(claim: Claim, context: Context) -> str:
    """A claim's value as one plain text, complete."""
    return "".join(
        f"{piece.text}^{piece.exponent}" if piece.exponent else piece.text
        for piece in pieces(claim, context, short=False)
    )


def unit_of(claim: Claim, context: Context) -> str:
    """The unit of a claim's number as readers see it, "" where it has none."""
    if claim.key:
        return context.catalogue.registry.benchmarks[claim.key.partition("/")[0]].unit
    if isinstance(claim.value, Quantity):
        return context.words.unit(claim.value.unit) if claim.value.unit else ""
    return ""


def is_cut(claim: Claim) -> bool:
    """Whether a table cell shows less than the source prints: a long number or a long list."""
    value = claim.value
    if isinstance(value, tuple):
        return len(value) >= LIST_LIMIT
    return isinstance(value, Quantity) and _is_written_out(value, claim.field)


def date_in_words(day: Day, words: Words) -> str:
    """A date for prose: 2022 年 4 月 5 日, 5 April 2022."""
    key = "day" if day.day else "month" if day.month else "year"
    name = _MONTHS[(day.month or 1) - 1]
    return words(key, year=day.year, month=day.month, day=day.day, name=name)


def variant_label(release: Release, variant: str, context: Context) -> str:
    """A variant's name without the release's in front of it: "Vicuna-7B v0" is "7B v0", "ChatGLM2-6B (base)" "base"."""
    full = release.variants.get(variant, "")
    for name in (release.name[context.language], release.name.en):
        rest = full.removeprefix(name)
        if rest != full and rest[:1] in ("-", " "):
            label = rest[1:].strip()
            return label[1:-1] if label[:1] == "(" and label[-1:] == ")" else label
    return full


def release_name(reference: Reference, context: Context) -> str:
    """The name of what a reference points at: "LLaMA 7B", "CLIP ViT-L/14"."""
    release = context.catalogue.releases.get(reference.slug)
    if release is None:
        return reference.target
    name = release.name[context.language]
    label = variant_label(release, reference.variant, context) if reference.variant else ""
    return f"{name} {label}" if label and label != name else name


def _list(value: tuple[Value, ...], field: Field, context: Context, short: bool) -> tuple[Piece, ...]:
    is_long = short and len(value) >= LIST_LIMIT
    shown = value[:LIST_SHOWN] if is_long else value
    singles = [_single(item, field, context, short) for item in shown]
    found: list[Piece] = []
    for index, piece in enumerate(singles):
        found += [Piece(context.words("separator")), piece] if index else [piece]
    if is_long:
        more = context.words("more_of_list", n=len(value), rest=len(value) - LIST_SHOWN)
        found.append(Piece(f" {more}" if found[-1].text[-1:].isascii() else more))
    if any(piece.href or piece.exponent for piece in found):
        return tuple(found)
    return (Piece("".join(piece.text for piece in found)),)


def _single(value: Value, field: Field, context: Context, short: bool) -> Piece:
    if isinstance(value, Quantity):
        number, exponent = _number_text(value, field, short, context)
        return Piece(f"{'~' if value.about else ''}{number}", exponent)
    if isinstance(value, Size):
        return Piece(f"{value.width} × {value.height}")
    if isinstance(value, Reference):
        name = release_name(value, context)
        if value.relation and not short:
            name = context.words("brackets", name=name, word=field.options[value.relation].name[context.language])
        return Piece(name, href=context.model_url(value.slug))
    if isinstance(value, Share):
        return Piece(f"{value.name[context.language]} {_digits(value.percent.text)}%")
    if isinstance(value, Text):
        return Piece(value[context.language])
    if isinstance(value, bool):
        return Piece(context.words("yes" if value else "no"))
    if isinstance(value, Special):
        return Piece(context.words("undisclosed"))
    if field.type == "url" and isinstance(value, str):
        return Piece(short_url(value), href=value)
    option = field.options.get(str(value))
    return Piece(option.name[context.language] if option else str(value))


def short_url(url: str) -> str:
    """An address without scheme and "www", cut in the middle of a long path."""
    parts = urlsplit(url)
    text = f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")
    return text if len(text) <= 44 else f"{text[:24]}…{text[-18:]}"


def _number_text(value: Quantity, field: Field, short: bool, context: Context) -> tuple[str, str]:
    low, dots, high = value.text.partition("..")
    if dots and low and high:
        return f"{_digits(low)}–{_digits(high)}", ""
    if dots:
        return context.words("at_least" if low else "at_most", number=_digits(low or high)), ""
    mantissa, scientific, power = low.partition("e")
    if scientific:
        return f"{_digits(mantissa)}×10", power.replace("-", "−").lstrip("+")
    if short and _is_written_out(value, field) and value.low is not None:
        return _rounded(value.low), ""
    return _digits(low), ""


def _is_written_out(value: Quantity, field: Field) -> bool:
    """A count of many digits, such as 176247271424, which a table shows as 176.25B."""
    is_long = len(value.text) >= WRITTEN_OUT and value.text.isdigit()
    return is_long and field.type == "count" and not field.powers_of_two


def _rounded(number: Decimal) -> str:
    for suffix, power in reversed(SUFFIXES.items()):
        if number >= Decimal(1).scaleb(power):
            return f"{number.scaleb(-power):.2f}{suffix}"
    return f"{number:f}"


_INTEGER = re.compile(r"\d{4,}")


def _digits(text: str) -> str:
    """A number's text with thousands separators: 18432 is 18,432; 540.35B stays."""
    whole, point, rest = text.partition(".")
    return _INTEGER.sub(lambda match: f"{int(match[0]):,}", whole) + point + rest
