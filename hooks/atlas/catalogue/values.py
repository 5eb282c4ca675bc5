"""The values that a field can have, and the exact spellings they are read from."""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from .findings import Place, Text

SUFFIXES = {"K": 3, "M": 6, "B": 9, "T": 12}


class Special(Enum):
    """What is said instead of a value."""

    UNDISCLOSED = "undisclosed"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range of numbers.

    Attributes:
        low, high: bounds, equal for a plain number; None where the range is open on that side.
        text: the number as the source prints it ("540.35B", "10..20"), without unit and "about".
        unit: id of the unit, "" for a bare count.
        about: whether the source says "about".
    """

    low: Decimal | None
    high: Decimal | None
    text: str
    unit: str = ""
    about: bool = False

    @property
    def is_single(self) -> bool:
        """Whether this is one number rather than a range."""
        return self.low is not None and self.low == self.high

    @property
    def middle(self) -> Decimal:
        """One number to sort and compute by: the number, the middle of a range, or its one bound."""
        if self.low is None or self.high is None:
            bound = self.high if self.low is None else self.low
            assert bound is not None, "a range has a bound on one side at least"
            return bound
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def overlaps(self, other: Quantity) -> bool:
        """Whether the two ranges share a number."""
        starts_in_time = self.low is None or other.high is None or self.low <= other.high
        return starts_in_time and (other.low is None or self.high is None or other.low <= self.high)

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"{'~' if self.about else ''}{self.text}{unit}"


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels, width x height."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as precise as the source: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    @property
    def earliest(self) -> tuple[int, int, int]:
        """The first day that it can mean, as a tuple that compares."""
        return (self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> tuple[int, int, int]:
        """The last day that it can mean."""
        month = self.month or 12
        return (self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def starts_with(self, prefix: Day) -> bool:
        """Whether this date lies in the year, month or day ``prefix``."""
        return str(self).startswith(str(prefix))


@dataclass(frozen=True, slots=True)
class Reference:
    """A release, one of its variants, or a part of it, and how it is related ("" where the field says that)."""

    slug: str
    variant: str = ""
    part: str = ""
    relation: str = ""

    @property
    def target(self) -> str:
        """The reference as one writes it: ``llama-2/70b``, ``stable-diffusion/v1-4#text_encoder``."""
        variant = f"/{self.variant}" if self.variant else ""
        return f"{self.slug}{variant}" + (f"#{self.part}" if self.part else "")

    def __str__(self) -> str:
        return f"{self.target} ({self.relation})" if self.relation else self.target


@dataclass(frozen=True, slots=True)
class Share:
    """One source's share of a mix, in per cent.

    Attributes:
        key: the source as the data file writes it: an id of the field's options, or else the name as printed.
    """

    key: str
    name: Text
    percent: Quantity

    def __str__(self) -> str:
        return f"{self.name.en} {self.percent.text}%"


# Where a new kind belongs too: ``value_reader`` reads it, ``schema`` and ``spelling`` describe it, ``query`` compares,
# ``plain_text`` below and ``export`` write, and ``fragments.values`` shows it.
Single = Quantity | Size | Day | Reference | Share | Text | bool | str
Value = Single | tuple[Single, ...] | Special


def plain_text(value: Value) -> str:
    """A value in the spelling of the data files, for exports and messages."""
    if isinstance(value, tuple):
        return "; ".join(plain_text(item) for item in value)
    if isinstance(value, Special):
        return value.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Text):
        return value.en
    return str(value)


class BadValue(ValueError):
    """A spelling that a field cannot read.

    ``code`` is the rule, ``values`` fill its texts, ``place`` is where it stands if that is known.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.place: Place | None = None

    def at(self, place: Place) -> BadValue:
        """The same with its place."""
        self.place = place
        return self


_DECIMAL = r"(?:0|[1-9][0-9]{0,19})(?:\.[0-9]{1,19})?"  # bounded: some readers of JSON refuse endless digits
_COUNT = re.compile(rf"({_DECIMAL})([KMBT]?)")
_NUMBER = re.compile(rf"-?{_DECIMAL}")
_SCIENTIFIC = re.compile(rf"-?{_DECIMAL}e-?[0-9]{{1,3}}")
_SIZE = re.compile(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def read_count(text: str) -> Decimal:
    """A count: a plain integer, or a decimal with one of K M B T (10³ 10⁶ 10⁹ 10¹², exact).

    Raises:
        BadValue: any other spelling, with what is wrong with it and the wanted one where that can be told.
    """
    match = _COUNT.fullmatch(text)
    if match is None:
        if text[:1] == "-" and _COUNT.fullmatch(text[1:]):
            raise BadValue("E210", seen=text)
        raise _bad_spelling("E201", text, _COUNT, "540.35B")
    number = Decimal(match[1]).scaleb(SUFFIXES.get(match[2], 0))
    if number != number.to_integral_value():
        raise BadValue("E201", seen=text, problem=Text("不是整数", "no whole number"), wanted=_like("540.35B"))
    return number


def read_number(text: str, scientific: bool = False) -> Decimal:
    """A decimal number; ``3e-4`` only where ``scientific`` allows it.

    Raises:
        BadValue: any other spelling; NaN, infinity and what is too large to compute with.
    """
    if _NUMBER.fullmatch(text) or (scientific and _SCIENTIFIC.fullmatch(text)):
        if math.isinf(float(text)):
            raise BadValue("E216", seen=text)
        return Decimal(text)
    raise _bad_spelling("E202", text, _SCIENTIFIC if scientific else _NUMBER, "3e-4" if scientific else "14.5")


_NOT_FINITE = re.compile(r"[-+.]*(?:nan|inf(?:inity)?)", re.IGNORECASE)
_HAN_UNITS = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3,
}  # fmt: skip
_DIGITS = r"(?:[0-9]{1,3}(?:[,_ ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
# Slips in writing a number: what is wrong, and the pattern of the whole text with the number in group 1.
_SLIPS: tuple[tuple[Text, re.Pattern[str]], ...] = tuple(
    (Text(zh, en), re.compile(pattern, re.IGNORECASE))
    for zh, en, pattern in (
        ("不能以 0 开头，别处会读成八进制", "no leading zero, others read it as octal", rf"(0{_DIGITS})"),
        ("不用空格、逗号和下划线", "no blanks, commas or underscores", rf"({_DIGITS} *(?-i:[KMBT]?))"),
        ("K、M、B、T 要大写", "K, M, B and T are capitals", rf"({_DIGITS} *[kmbt])"),
        ("这里不用科学记数", "no scientific notation here", r"([0-9]{1,6}(?:\.[0-9]+)?e\+?[0-9]{1,2})"),
        ("汉字的数位换成 K、M、B、T", "K, M, B or T instead of Han", rf"({_DIGITS} *(?:{'|'.join(_HAN_UNITS)}))"),
        (
            "只写数，不写单位或名称",
            "the number alone, without a unit or a name",
            rf"({_DIGITS}(?-i:[KMBT])?)(?! *[kmbt]$| *[万亿千百十:.,_e+-])[^0-9]*",
        ),
    )
)


def _bad_spelling(code: str, text: str, wanted: re.Pattern[str], example: str) -> BadValue:
    """What is wrong with a number's spelling, and how it is written; ``example`` where that cannot be told."""
    bare = unicodedata.normalize("NFKC", text[:40]).strip()
    if _NOT_FINITE.fullmatch(bare):
        return BadValue("E216", seen=text)
    problem = Text("认不出的写法", "no known spelling")
    spelling: str | Text = _like(example)
    for slip, pattern in _SLIPS if len(text) <= 40 else ():
        match = pattern.fullmatch(bare)
        mended = _mended(match[1]) if match else ""
        if wanted.fullmatch(mended):
            problem, spelling = slip, mended
            break
    if bare != text and spelling == bare:
        problem = Text("有全角字符", "full-width characters")
    return BadValue(code, seen=text, problem=problem, wanted=spelling)


def _like(example: str) -> Text:
    return Text(f"{example} 这样的数", f"a number like {example}")


def _mended(number: str) -> str:
    """A number without what does not belong, in the shortest spelling that is exact."""
    bare = re.sub("[,_ ]", "", number).upper()
    han = next((unit for unit in _HAN_UNITS if bare.endswith(unit)), "")
    if not han and "E" not in bare:
        return re.sub(r"^0+(?=[0-9])", "", bare)
    amount = Decimal(bare.removesuffix(han)).scaleb(_HAN_UNITS.get(han, 0))
    for name, power in reversed(SUFFIXES.items()):
        if amount >= Decimal(1).scaleb(power):
            return f"{amount.scaleb(-power).normalize():f}{name}"
    return f"{amount.normalize():f}"


def read_size(text: str) -> Size:
    """Pixels, ``1024x1536``. Raises BadValue."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise BadValue("E206", seen=text)
    return Size(int(match[1]), int(match[2]))


def read_day(text: str) -> Day:
    """A date, ``2023``, ``2023-03`` or ``2023-03-14``. Raises BadValue for another spelling or a day that never was."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise BadValue("E203", seen=text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if year < 1 or (month is not None and not 1 <= month <= 12):
        raise BadValue("E204", seen=text)
    if month is not None and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise BadValue("E204", seen=text)
    return Day(year, month, day)


def read_flag(text: str) -> bool:
    """``yes`` or ``no``. Raises BadValue."""
    if text not in ("yes", "no"):
        raise BadValue("E207", seen=text)
    return text == "yes"


_REFERENCE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:/([a-z0-9]+(?:-[a-z0-9]+)*))?(?:#([a-z][a-z0-9_]*))?")


def read_reference(text: str, relation: str = "") -> Reference:
    """``slug``, ``slug/variant``, ``slug/variant#part``. Raises BadValue."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise BadValue("E402", target=text)
    return Reference(match[1], match[2] or "", match[3] or "", relation)
