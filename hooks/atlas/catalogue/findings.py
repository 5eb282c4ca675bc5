"""What is wrong with the input: findings with a place, a stable code, and a text in both languages.

The rules themselves (codes, wording, a good and a bad example each) are data: ``rules.yml`` beside this file.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Literal

import yaml

Language = Literal["zh", "en"]
LISTED = 12
LONGEST_LINE = 160
LONGEST_PLACE = 400
MOST_OF_A_FILE = 200  # errors, and notices, of one file: one with more is a wrong file, and nobody reads further
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file as given to the loader, line and column from 1 in characters."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong. The first three texts may hold ``{names}`` that a finding fills in.

    ``good`` and ``bad`` are examples, in words where one text cannot be one.
    """

    code: str
    what: Text
    why: Text
    remedy: Text
    good: Text
    bad: Text

    @property
    def is_error(self) -> bool:
        """Errors are red and stop a build; notices are yellow and never do."""
        return self.code.startswith("E")

    def outline(self, language: Language) -> tuple[str, str, str]:
        """What, why and remedy in general: "…" stands for what a finding would fill in."""
        anything = _Anything()
        return (
            filled(self.what[language], anything, language),
            filled(self.why[language], anything, language),
            filled(self.remedy[language], anything, language),
        )


class _Anything(dict[str, object]):
    """Fills in every name with an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code, as ``rules.yml`` has them."""
    with Path(__file__).with_name("rules.yml").open("rb") as file:  # a mistake is named with its file
        raw = yaml.load(file, Loader=yaml.CSafeLoader)

    def text(entry: Mapping[str, str] | str) -> Text:
        return Text(entry, entry) if isinstance(entry, str) else Text(entry["zh"], entry["en"])

    return {
        code: Rule(code, *(text(entry[key]) for key in ("what", "why", "remedy", "good", "bad")))
        for code, entry in raw.items()
    }


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place. ``line_text`` is the offending line, for the caret below it."""

    rule: Rule
    place: Place
    values: Mapping[str, object]
    line_text: str = ""

    def what(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return filled(self.rule.what[language], self.values, language)

    def why(self, language: Language) -> str:
        """Why that matters."""
        return filled(self.rule.why[language], self.values, language)

    def remedy(self, language: Language) -> str:
        """How to mend it: what the author may have meant, where something known is close."""
        candidates = self.values.get("candidates")
        if not candidates:
            return filled(self.rule.remedy[language], self.values, language)
        lead = "Did you mean {}?" if language == "en" else "是不是想写 {}？"
        quoted = (" / " if language == "en" else "、").join(f'"{name}"' for name in _strings(candidates))
        return lead.format(quoted)

    def render(self, language: Language) -> str:
        """The finding as the terminal shows it: place, what, the line with a caret, why, remedy."""
        level, why, remedy = _LEADS[language]
        place = visible(str(self.place), LONGEST_PLACE)
        lines = [f"{place}: {level[self.rule.is_error]} [{self.rule.code}] {self.what(language)}"]
        if self.line_text.strip():
            shown, column = excerpt(self.line_text, self.place.column)
            lines += [f"    | {shown}", f"    | {caret_padding(shown, column)}^"]
        lines += [f"    {why}{self.why(language)}", f"    {remedy}{self.remedy(language)}"]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        """The finding for tools, JSON-ready."""
        return {
            "code": self.rule.code,
            "severity": "error" if self.rule.is_error else "notice",
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            **{
                f"{name}_{language}": getattr(self, name)(language)
                for name in ("what", "why", "remedy")
                for language in LANGUAGES
            },
        }


_LEADS = {
    "zh": ({True: "错误", False: "提示"}, "原因：", "改法："),
    "en": ({True: "error", False: "notice"}, "Why: ", "Fix: "),
}


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def filled(template: str, values: Mapping[str, object], language: Language) -> str:
    """Fill ``{name}`` only: a template is ours, a value is a stranger's and stays text; a ``Text`` is ours too.

    ``{name:page}`` counts in English: "1 page", "2 pages".
    """
    parts = []
    for literal, name, noun, _conversion in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            value = values[name]
            shown = visible(value[language] if isinstance(value, Text) else str(value))
            parts.append(f"{shown} {noun}{'' if shown == '1' else 's'}" if noun else shown)
    return "".join(parts)


def _visible_char(char: str) -> str:
    return char if char.isprintable() or char == "\n" else f"<U+{ord(char):04X}>"


def visible(text: str, limit: int = 120) -> str:
    """``text`` fit for a message: unprintable characters as code points, long text cut."""
    shown = text if text.isprintable() else "".join(map(_visible_char, text))
    return shown if len(shown) <= limit else shown[:limit] + "…"


def excerpt(line: str, column: int) -> tuple[str, int]:
    """The piece of a line around ``column`` that a terminal can show, and the column in it.

    Each character that is no blank and cannot be printed becomes one that can: a line of a file is a stranger's.
    """
    start = max(0, column - LONGEST_LINE // 2) if column > LONGEST_LINE else 0
    piece = line[start : start + LONGEST_LINE]
    shown = "".join(
        char if char.isprintable() or char == "\u3000" else " " if char.isspace() else "\ufffd" for char in piece
    )
    return shown, column - start


def caret_padding(line: str, column: int) -> str:
    """Blanks that reach below ``column`` of ``line`` in a terminal, where a Han character takes two cells."""
    return "".join("\u3000" if ord(char) > 0x2E7F else " " for char in line[: column - 1])


def nearest(word: str, known: Iterable[str], called: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Up to three known names near ``word``, best first: suggestions, never corrections.

    Args:
        word: what somebody wrote. What differs from it in nothing but case is the only suggestion.
        known: the names there are.
        called: what else is understood -> the known name that it stands for.
    """
    names = {name.casefold(): stands_for for name, stands_for in called.items()}
    names |= {name.casefold(): name for name in known}
    folded = word[:80].casefold()
    near = [folded] if folded in names else difflib.get_close_matches(folded, names, n=3, cutoff=0.6)
    return list(dict.fromkeys(names[name] for name in near))


def alternatives(
    word: str, known: Iterable[str], called: Mapping[str, str] = MappingProxyType({})
) -> dict[str, object]:
    """What a finding about an unknown ``word`` says: names near it, and those there are; see ``nearest``."""
    names = list(known)
    more = ", …" if len(names) > LISTED else ""
    return {"candidates": nearest(word, names, called), "known": ", ".join(names[:LISTED]) + more}


@dataclass(slots=True)
class Findings:
    """Collects what is wrong; the loader goes on after each, so that all show in one run."""

    items: list[Finding] = field(default_factory=list)
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _counts: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def know_text(self, file: str, text: str) -> None:
        """Remember a file's text, so that findings in it can show their line."""
        self._lines[file] = text.splitlines()

    def report(self, code: str, place: Place, **values: object) -> None:
        """Add a finding; ``values`` fill the rule's texts, ``candidates`` becomes a did-you-mean.

        Of each file the first ``MOST_OF_A_FILE`` are kept.
        """
        rule = rules()[code]
        if self._counts[place.file, rule.is_error] >= MOST_OF_A_FILE:
            return
        lines = self._lines.get(place.file, [])
        line_text = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        finding = Finding(rule, place, values, line_text)
        if finding not in self.items[-8:]:  # one cell can stand for several variants
            self.items.append(finding)
            self._counts[place.file, rule.is_error] += 1

    @property
    def errors(self) -> list[Finding]:
        """What stops a build, by file, line and column."""
        return _by_place(finding for finding in self.items if finding.rule.is_error)

    @property
    def notices(self) -> list[Finding]:
        """What is worth a look, by file, line and column."""
        return _by_place(finding for finding in self.items if not finding.rule.is_error)

    def sorted(self) -> list[Finding]:
        """All findings by file, line and column."""
        return _by_place(self.items)

    def render(self, language: Language) -> str:
        """All findings as text for a terminal."""
        return "\n\n".join(finding.render(language) for finding in self.sorted())

    def as_json(self) -> str:
        """All findings as a JSON list, for tools."""
        return json.dumps([finding.as_dict() for finding in self.sorted()], ensure_ascii=False, indent=2)

    def as_annotations(self, language: Language) -> str:
        """All findings as workflow commands, one a line, which code hosts show beside the changed line."""
        return "\n".join(_annotation(finding, language) for finding in self.sorted())


def list_of_errors(errors: Sequence[Finding], language: Language) -> str:
    """Errors as text for a terminal, their number at the end."""
    number = filled(_NUMBER[language], {"n": len(errors)}, language)
    return "\n\n".join([*(error.render(language) for error in errors), number])


_NUMBER = Text("{n} 个错误", "{n:error}")


def _by_place(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.place, finding.rule.code))


def _annotation(finding: Finding, language: Language) -> str:
    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def escape_property(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    level = "error" if finding.rule.is_error else "warning"
    where = f"file={escape_property(finding.place.file)},line={finding.place.line},col={finding.place.column}"
    message = f"[{finding.rule.code}] {finding.what(language)} {finding.remedy(language)}"
    return f"::{level} {where}::{escape(message)}"
