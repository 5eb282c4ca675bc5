"""``where`` and ``sort``: which rows a table shows, and in which order.

The grammar stands below, parsed by Lark; nothing of an author's text is ever evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import Any
from weakref import WeakKeyDictionary

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, VisitError

from .catalogue import Catalogue, Column
from .findings import Text, nearest
from .model import Basis, Cell, Row, State
from .registry import Field, Registry, other_ids
from .values import BadValue, Day, Quantity, Reference, Size, Value, read_count, read_day, read_number, read_size

MAXIMUM_LENGTH = 500
MAXIMUM_NESTING = 12
MAXIMUM_KEYS = 5

_GRAMMAR = r"""
    ?start: disjunction
    ?disjunction: conjunction (_OR conjunction)*       -> any_of
    ?conjunction: term (_AND term)*                    -> all_of
    ?term: _NOT term                                   -> negation
         | "(" disjunction ")"
         | test
    ?test: PATH COMPARISON value                       -> compare
         | PATH _IN "(" value ("," value)* ")"         -> one_of
         | PATH _HAS value                             -> has
         | PATH _IS STATE                              -> is_state
    _OR.3: /or(?![\w.\/-])/
    _AND.3: /and(?![\w.\/-])/
    _NOT.3: /not(?![\w.\/-])/
    _IN.3: /in(?![\w.\/-])/
    _HAS.3: /has(?![\w.\/-])/
    _IS.3: /is(?![\w.\/-])/
    value: QUOTED | WORD | PATH | STATE
    COMPARISON: "!=" | "<=" | ">=" | "=" | "<" | ">"
    STATE.2: /(known|unknown|undisclosed)(?![\w.\/-])/
    PATH.1: /[a-z][a-z0-9_]*(\.[a-z0-9_][a-z0-9_\/-]*)?(?![\w.\/-])/
    WORD: /[^\s()=<>!,"]+/
    QUOTED: /"[^"\n]*"/
    %ignore /\s+/
"""

Predicate = Callable[[Row], bool]


class BadQuery(ValueError):
    """A condition, path or sort key that means nothing.

    ``code`` is the rule, ``column`` the position in the text from 1, ``values`` fill the rule's texts.
    """

    def __init__(self, code: str, column: int = 1, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.values = values


def read_column(path: str, registry: Registry, at: int = 1) -> Column:
    """The column that a path names: ``params_total``, ``unet.params_total``, ``results.mmlu/5-shot``.

    Raises:
        BadQuery: no such field, part, benchmark or setting.
    """
    head, _, rest = path.partition(".")
    if head == "results" and rest:
        benchmark, _, setting = rest.partition("/")
        known = registry.benchmarks.get(benchmark)
        if known is not None and setting in known.settings:
            return Column(registry.fields["results"], key=rest)
        names = [f"results.{key}" for key in registry.result_keys]
        raise BadQuery("E503", at, path=path, candidates=nearest(path, names))
    if rest and head in registry.parts and rest in registry.fields:
        return Column(registry.fields[rest], part=head)
    if path in registry.fields:
        return Column(registry.fields[path])
    names = [*registry.fields, *registry.parts]
    raise BadQuery("E503", at, path=path, candidates=nearest(path, names))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows, in which order, and whether rumours take part."""

    where: str = ""
    sort: str = ""
    rumours: bool = False


class BadSelection(ValueError):
    """A selection that means nothing: what is wrong with its ``where``, its ``sort``, or both, by these names."""

    def __init__(self, **queries: BadQuery) -> None:
        super().__init__(", ".join(queries))
        self.queries = queries


# A page's check, its drawing and its twin make the same selections.
_selected: WeakKeyDictionary[Catalogue, dict[Selection, tuple[Row, ...]]] = WeakKeyDictionary()


def select(catalogue: Catalogue, selection: Selection) -> tuple[Row, ...]:
    """The rows that a selection asks for, found once.

    Without ``sort`` they stand by slug. Unknown, undisclosed and inapplicable values sort last both ways.

    Raises:
        BadSelection: the condition or the sort keys mean nothing.
    """
    known = _selected.setdefault(catalogue, {})
    if selection not in known:
        known[selection] = _select(catalogue, selection)
    return known[selection]


def _select(catalogue: Catalogue, selection: Selection) -> tuple[Row, ...]:
    bad: dict[str, BadQuery] = {}
    try:
        where = compile_where(catalogue, selection.where, selection.rumours)
    except BadQuery as error:
        bad["where"] = error
    try:
        keys = read_sort(selection.sort, catalogue.registry)
    except BadQuery as error:
        bad["sort"] = error
    if bad:
        raise BadSelection(**bad)
    return tuple(sorted_rows(catalogue, filter(where, catalogue.rows), keys, selection.rumours))


@dataclass(frozen=True, slots=True)
class SortKey:
    """What rows are sorted by, and which way."""

    column: Column
    descending: bool


def read_sort(text: str, registry: Registry) -> list[SortKey]:
    """The keys of ``-params_total, name``, the first counting most.

    Raises:
        BadQuery: too many keys, or one that names no column.
    """
    keys = [key.strip() for key in text.split(",") if key.strip()]
    if len(keys) > MAXIMUM_KEYS:
        raise BadQuery("E518", limit=MAXIMUM_KEYS)
    return [SortKey(read_column(key.removeprefix("-").strip(), registry), key.startswith("-")) for key in keys]


def sorted_rows(catalogue: Catalogue, rows: Iterable[Row], keys: Sequence[SortKey], rumours: bool) -> list[Row]:
    """Rows in the order of ``keys``; what is unknown stands last both ways, and where all is equal the order stays."""
    found = list(rows)
    for key in reversed(keys):
        known = [(sort_key(catalogue, row, key.column, rumours), row) for row in found]
        ranked = sorted(
            (pair for pair in known if pair[0] is not None), key=lambda pair: pair[0] or (), reverse=key.descending
        )
        found = [row for _, row in ranked] + [row for value, row in known if value is None]
    return found


def visible_value(cell: Cell, rumours: bool) -> Value | None:
    """The one value that conditions and sorting see of a cell; a rumour only where rumours take part."""
    if cell.shown is None:
        return None
    if cell.state is State.UNDISCLOSED:
        rumour = next((claim for claim in cell.beside if claim.basis is Basis.RUMOURED), None)
        return rumour.value if rumours and rumour else None
    if cell.state is State.RUMOURED and not rumours:
        return None
    return cell.shown.value


def sort_key(catalogue: Catalogue, row: Row, column: Column, rumours: bool) -> tuple[Any, ...] | None:
    """What a cell sorts by, None where nothing is known; comparable within one column."""
    value = visible_value(catalogue.cell(row, column), rumours)
    if isinstance(value, tuple):
        value = value[0] if value else None
    if value is None:
        return None
    if isinstance(value, Quantity):
        return (value.unit, value.middle)  # tokens among tokens, sequences among sequences
    if isinstance(value, Day):
        return value.earliest
    if isinstance(value, Size):
        return (value.width * value.height,)
    if isinstance(value, Text):
        return (value.en.casefold(),)
    options = column.field.options
    if isinstance(value, str) and value in options:
        return (list(options).index(value) if column.field.is_ranked else options[value].name.en.casefold(),)
    return (str(value).casefold(),)


def compile_where(catalogue: Catalogue, text: str, rumours: bool = False) -> Predicate:
    """A condition as a function of rows; an empty text holds for every row.

    Raises:
        BadQuery: it does not parse, names something unknown, or compares what cannot be compared.
    """
    if not text.strip():
        return lambda row: True
    if len(text) > MAXIMUM_LENGTH or _nesting(text) > MAXIMUM_NESTING:
        raise BadQuery("E511", limit=MAXIMUM_LENGTH, nesting=MAXIMUM_NESTING)
    try:
        tree = _parser().parse(text)
        result: Predicate = _Compiler(catalogue, rumours).transform(tree)
        return result
    except UnexpectedInput as error:
        raise BadQuery("E505", _column_of(error, text), where=text) from None
    except VisitError as error:
        if isinstance(error.orig_exc, BadQuery):
            raise error.orig_exc from None
        raise


def _nesting(text: str) -> int:
    """How deep the brackets go."""
    depths = accumulate((char == "(") - (char == ")") for char in text)
    return max(depths, default=0)


def _column_of(error: UnexpectedInput, text: str) -> int:
    """Where parsing stopped, from 1; behind the last character where the text ended too early."""
    is_at_end = getattr(getattr(error, "token", None), "type", "") == "$END"
    lines = text.split("\n")
    if is_at_end or not 0 < error.line <= len(lines):
        return len(text) + 1
    return sum(len(line) + 1 for line in lines[: error.line - 1]) + max(error.column, 1)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)


@v_args(inline=True)
class _Compiler(Transformer[Token, Predicate]):
    """Turns the parse tree into one function of a row, checking names and types on the way."""

    def __init__(self, catalogue: Catalogue, rumours: bool) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._rumours = rumours

    def any_of(self, *terms: Predicate) -> Predicate:
        return lambda row: any(term(row) for term in terms)

    def all_of(self, *terms: Predicate) -> Predicate:
        return lambda row: all(term(row) for term in terms)

    def negation(self, term: Predicate) -> Predicate:
        return lambda row: not term(row)

    def value(self, token: Token) -> Token:
        return token.update(value=token[1:-1]) if token.type == "QUOTED" else token

    def compare(self, path: Token, comparison: Token, value: Token) -> Predicate:
        column = self._column(path)
        return self._predicate(column, _comparer(column.field, str(comparison), value))

    def one_of(self, path: Token, *values: Token) -> Predicate:
        column = self._column(path)
        tests = [_comparer(column.field, "=", value) for value in values]
        return self._predicate(column, lambda seen: any(test(seen) for test in tests))

    def has(self, path: Token, value: Token) -> Predicate:
        column = self._column(path)
        if column.field.type == "text":
            wanted = str(value).casefold()
            return self._predicate(column, lambda seen: wanted in _words(seen).casefold())
        return self._predicate(column, _comparer(column.field, "=", value))

    def is_state(self, path: Token, state: Token) -> Predicate:
        column = self._column(path)

        def test(row: Row) -> bool:
            cell = self._catalogue.cell(row, column)
            if state == "undisclosed":
                return cell.state is State.UNDISCLOSED
            is_known = visible_value(cell, self._rumours) is not None
            return is_known if state == "known" else not is_known

        return test

    def _column(self, path: Token) -> Column:
        return read_column(str(path), self._catalogue.registry, path.column or 1)

    def _predicate(self, column: Column, test: Callable[[Value], bool]) -> Predicate:
        def predicate(row: Row) -> bool:
            value = visible_value(self._catalogue.cell(row, column), self._rumours)
            if isinstance(value, tuple):
                return any(test(item) for item in value)
            return value is not None and test(value)

        return predicate


def _words(value: Value) -> str:
    return f"{value.zh} {value.en}" if isinstance(value, Text) else str(value)


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda seen, wanted: seen < wanted,
    "<=": lambda seen, wanted: seen <= wanted,
    ">": lambda seen, wanted: seen > wanted,
    ">=": lambda seen, wanted: seen >= wanted,
}


def _comparer(field: Field, comparison: str, token: Token) -> Callable[[Any], bool]:
    """A test of one single value of ``field`` against what the author wrote."""
    text, at = str(token), token.column or 1
    try:
        if field.type in ("count", "number", "results"):
            return _quantity_test(comparison, *_wanted_number(field, text, at))
        if field.type == "date":
            return _date_test(comparison, read_day(text))
        if field.type == "size":
            size = read_size(text)
            area = size.width * size.height
            if comparison in _ORDER:
                return lambda seen: _ORDER[comparison](seen.width * seen.height, area)
            return lambda seen: (seen == size) == (comparison == "=")
    except BadValue as bad:
        raise BadQuery("E506", at, field=field.id, type=field.type, seen=text, rule=bad.code) from None
    if comparison in _ORDER:
        raise BadQuery("E506", at, field=field.id, type=field.type, seen=f"{comparison} {text}", rule="")
    if field.type == "flag":
        if text not in ("yes", "no"):
            raise BadQuery("E506", at, field=field.id, type="yes/no", seen=text, rule="E207")
        return lambda seen: (seen == (text == "yes")) == (comparison == "=")
    if field.type == "id" and text not in field.options:
        raise BadQuery("E512", at, field=field.id, seen=text, **other_ids(text, field.options))
    return lambda seen: _equals(seen, text) == (comparison == "=")


def _equals(seen: object, text: str) -> bool:
    if isinstance(seen, Reference):
        return text in (seen.slug, seen.target, seen.relation)
    if isinstance(seen, Text):
        return text in (seen.zh, seen.en)
    return str(seen) == text


def _wanted_number(field: Field, text: str, at: int) -> tuple[Decimal, str]:
    """A number and its unit, "" where the field has one at most and that goes without saying."""
    number, _, unit = text.partition(" ")
    if unit and unit not in field.units:
        raise BadValue("E209", seen=unit, units=", ".join(field.units))
    wanted = read_count(number) if field.type == "count" else read_number(number, scientific=True)
    if len(field.units) > 1 and not unit:
        raise BadQuery("E515", at, field=field.id, seen=text, unit=field.units[0], units=", ".join(field.units))
    return wanted, unit


def _quantity_test(comparison: str, wanted: Decimal, unit: str) -> Callable[[Quantity], bool]:
    """Ranges count by overlap: ``10..20`` is > 15 because part of it is. Another unit than ``unit`` is never met."""
    point = Quantity(wanted, wanted, str(wanted))
    tests: Mapping[str, Callable[[Quantity], bool]] = {
        "=": lambda seen: seen.overlaps(point),
        "!=": lambda seen: not seen.overlaps(point),
        "<": lambda seen: seen.low is None or seen.low < wanted,
        "<=": lambda seen: seen.low is None or seen.low <= wanted,
        ">": lambda seen: seen.high is None or seen.high > wanted,
        ">=": lambda seen: seen.high is None or seen.high >= wanted,
    }
    test = tests[comparison]
    return lambda seen: (not unit or seen.unit == unit) and test(seen)


def _date_test(comparison: str, wanted: Day) -> Callable[[Day], bool]:
    """A date compares by its prefix: 2023-07-18 equals 2023, and is not later than it."""
    tests: Mapping[str, Callable[[Day], bool]] = {
        "=": lambda seen: seen.starts_with(wanted),
        "!=": lambda seen: not seen.starts_with(wanted),
        "<": lambda seen: seen.latest < wanted.earliest,
        "<=": lambda seen: seen.earliest <= wanted.latest,
        ">": lambda seen: seen.earliest > wanted.latest,
        ">=": lambda seen: seen.latest >= wanted.earliest,
    }
    return tests[comparison]
