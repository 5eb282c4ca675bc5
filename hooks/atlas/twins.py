"""A page and its twin. Chinese is the original; English says with ``source_hash`` which state of it was translated.

Where that is the state of today, both have the same headings, directives, figures and links, and a difference is an
error. Where it is not, the translation lags: a notice, and a banner for its reader. Nobody who edits Chinese has to
know English.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from .catalogue.findings import Findings, Place
from .catalogue.nodes import Node, Scalar, SequenceNode, parse_yaml
from .code_spans import without_code_spans
from .footnotes import footnotes_of
from .fragments.fences import Block, fenced_blocks, without_fences
from .page import Page, headings
from .prose import BLOCK_FORMULA, INLINE_FORMULA

ORIGINAL, TRANSLATION = "zh", "en"
LAGS = "N802"  # the finding about a translation of an earlier state
LONGEST_RUN = 300  # parts
Prose = Sequence[tuple[int, str]]  # numbers from 0 and texts of lines
WORDING = ("caption", "note")  # the options of a directive that are translated

_HEADING_ID = re.compile(r"[ \t]*\{[ \t]*#[^{}\n]*\}[ \t]*$", re.MULTILINE)
_SAME_MARKS = str.maketrans({"。": ".", "、": ",", "「": '"', "」": '"', "“": '"', "”": '"', "『": "'", "』": "'"})
_LINK = re.compile(r"(?<!!)\[[^\[\]\n]{0,500}\]\(\s*<?([^\s()<>]{1,2000})")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]{0,300}\]:\s*<?([^\s<>]{1,2000})")
_IMAGE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_FORMULAS = {"$$": re.compile(BLOCK_FORMULA), "$": re.compile(INLINE_FORMULA)}  # longer marks first


@dataclass(frozen=True, slots=True)
class Part:
    """Something that both languages of a page have: how it reads in a message, and its place.

    ``inside`` are the parts that it has itself: the options of a directive.
    """

    what: str
    place: Place
    inside: tuple[Part, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.what, *map(str, self.inside)))


@dataclass(frozen=True, slots=True)
class Pair:
    """An original and its translation, None where that is missing; ``directives`` are the words that open one."""

    original: Page
    translation: Page | None
    directives: frozenset[str]

    @property
    def lagging(self) -> Page | None:
        """The translation, where it does not say that it is one of the original as it stands."""
        translation = self.translation
        if translation is None or translation.meta("source_hash") == source_hash(self.original):
            return None
        return translation


def source_hash(page: Page) -> str:
    """A short hash of what a translator works from: title, description and text of an original.

    It does not change by what ``make fix`` mends: blanks, the form of punctuation, ids of headings.
    """
    text = "\n".join((page.meta("title"), page.meta("description"), _HEADING_ID.sub("", page.body)))
    plain = "".join(unicodedata.normalize("NFKC", text.translate(_SAME_MARKS)).split())
    # The prefix says whose it is, and keeps other readers of YAML from taking digits for a number.
    return f"{ORIGINAL}-{hashlib.sha256(plain.encode()).hexdigest()[:10]}"


def pairs(docs_dir: Path, pages: Mapping[Path, Page | None], directives: frozenset[str]) -> Iterator[Pair]:
    """Every original with its translation, as far as they can be read; ``directives`` are the words that open one."""
    for path, page in pages.items():
        twin = twin_path(docs_dir, path, TRANSLATION)
        if page is not None and path.is_relative_to(docs_dir / ORIGINAL) and (twin not in pages or pages[twin]):
            yield Pair(page, pages.get(twin), directives)


def twin_path(docs_dir: Path, path: Path, language: str) -> Path:
    """Where the page in the other language stands."""
    return Path(docs_dir, language, *path.relative_to(docs_dir).parts[1:])


def check_twins(
    docs_dir: Path,
    pages: Mapping[Path, Page | None],
    directives: frozenset[str],
    findings: Findings,
    checked: dict[str, tuple[Pair, Findings]] | None = None,
) -> None:
    """Report translations that are missing, lag behind or differ from their original, and those without one.

    Args:
        docs_dir: the folder with a folder for each language.
        pages: every page by its path, as ``check_pages`` gives them.
        directives: the words that open one.
        findings: where it is reported.
        checked: pairs of an earlier check, by the file of the original, with what was wrong; those that are still the
            same pages are not compared again, the others are replaced.
    """
    known = checked if checked is not None else {}
    for pair in pairs(docs_dir, pages, directives):
        file = pair.original.file
        if file not in known or known[file][0] != pair:
            known[file] = pair, Findings()
            check_pair(*known[file])
        findings.items += known[file][1].items
    for path, page in pages.items():
        original = twin_path(docs_dir, path, ORIGINAL)
        if page is not None and original not in pages:
            findings.report("E624", Place(page.file), original=original.relative_to(docs_dir).as_posix())


def check_pair(pair: Pair, findings: Findings) -> None:
    """Report what is wrong with a translation: nothing but a notice as long as it does not claim to be current."""
    original, lagging = pair.original, pair.lagging
    if pair.translation is None:
        findings.report("N803", Place(original.file))
    elif lagging is not None:
        declared = lagging.front_matter.get("source_hash") if lagging.front_matter else None
        place = declared.place if declared else Place(lagging.file)
        findings.know_text(lagging.file, lagging.text)  # the line with the hash of an earlier state
        values = {"original": original.file, "wanted": source_hash(original), "file": lagging.file}
        findings.report(LAGS, place, **values)
    else:
        differences(pair, findings)


def differences(pair: Pair, findings: Findings) -> None:
    """Report where headings, directives, figures, links or footnotes of a translation are not those of its original."""
    if pair.translation is None:
        return
    findings.know_text(pair.translation.file, pair.translation.text)
    wanted, seen = (_parts(page, pair.directives) for page in (pair.original, pair.translation))
    for code in wanted:
        places = pair.original.body_place, pair.translation.body_place
        _compare(code, wanted[code], seen[code], *places, findings)


def _compare(
    code: str, wanted: Sequence[Part], seen: Sequence[Part], original: Place, place: Place, findings: Findings
) -> None:
    """One finding for each run of parts that differs, at the translation's line or behind what stands before.

    Of two directives of one name only the options that differ are told. ``original`` and ``place`` are where what has
    these parts begins.
    """
    for first, last, start, end in _runs(list(map(str, wanted)), list(map(str, seen))):
        theirs, own = wanted[first:last], seen[start:end]
        if [part.what for part in theirs] == [part.what for part in own]:
            for one, other in zip(theirs, own, strict=True):
                _compare(code, one.inside, other.inside, one.place, other.place, findings)
            continue
        here, there = _where_they_part(_listed(own), _listed(theirs))
        beside = _nearest(wanted, first, last) or original
        findings.report(code, _nearest(seen, start, end) or place, wanted=there, seen=here, other=beside)


def _runs(wanted: Sequence[str], seen: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The runs that differ, as first and last of both; where they are very long, all between them is one run."""
    start = _common(wanted, seen)
    end = _common(wanted[start:][::-1], seen[start:][::-1])
    middle, other = wanted[start : len(wanted) - end], seen[start : len(seen) - end]
    if max(len(middle), len(other)) > LONGEST_RUN:  # comparing takes quadratic time
        yield start, start + len(middle), start, start + len(other)
        return
    for tag, first, last, begin, stop in SequenceMatcher(None, middle, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + first, start + last, start + begin, start + stop


def _nearest(parts: Sequence[Part], start: int, end: int) -> Place | None:
    """The place of a run of parts; of the part before it where the run is empty."""
    if start < end:
        return parts[start].place
    return parts[start - 1].place if start else None


def _where_they_part(one: str, other: str) -> tuple[str, str]:
    """Two texts with "…" for more than a word that both have at their beginning, behind the first, or at their end."""
    first, second = one.split(" "), other.split(" ")
    before = _common(first, second)
    behind = _common(first[before:][::-1], second[before:][::-1])
    return _shortened(first, before, behind), _shortened(second, before, behind)


def _shortened(words: Sequence[str], before: int, behind: int) -> str:
    """What stands between the first ``before`` words and the last ``behind``, with a word more on both sides."""
    start = [words[0], "…", words[before - 1]] if before > 3 else words[:before]
    end = [words[-behind], "…"] if behind > 2 else words[len(words) - behind :]
    return " ".join([*start, *words[before : len(words) - behind], *end])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _listed(parts: Iterable[Part]) -> str:
    return ", ".join(map(str, parts)) or "–"


def _parts(page: Page, directives: frozenset[str]) -> dict[str, list[Part]]:
    """What both languages share, under the code of the rule that wants it."""
    lines, prose = page.body.split("\n"), list(_prose(page))
    blocks = list(fenced_blocks(lines))
    opened = [block for block in blocks if block.name in directives]
    others = [block for block in blocks if block.name not in directives]
    return {
        "E620": list(_headings(page)),
        "E621": list(_directives(page, lines, opened)),
        "E622": list(_figures(page, lines, others, prose)),
        "E623": list(_links(page, prose)),
    }


def _headings(page: Page) -> Iterator[Part]:
    for heading in headings(page):
        yield Part(f"{'#' * heading.level} #{heading.id}", heading.place)


def _directives(page: Page, lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[Part]:
    for block in blocks:
        if block.last is not None:
            body = block.body(lines)
            place = Place(page.file, page.body_line + block.first)
            start = Place(page.file, place.line + 1, len(block.prefix) + 1)
            options = parse_yaml(body, start, Findings()) if body.strip() else None
            shown = (
                Part(f"{key.text}: {_as_text(node)}", key.place)
                for key, node in options or ()
                if key.text not in WORDING
            )
            yield Part(block.name, place, tuple(shown))


def _as_text(node: Node) -> str:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, SequenceNode):
        return f"[{', '.join(_as_text(item) for item in node.items)}]"
    return f"{{{', '.join(f'{key.text}: {_as_text(item)}' for key, item in node)}}}"


def _figures(page: Page, lines: Sequence[str], blocks: Sequence[Block], prose: Prose) -> Iterator[Part]:
    """Diagrams with their kind, code with its language and images, in order; then formulas, which are only counted."""
    shown = [*_fenced_figures(page, lines, blocks), *_found(_IMAGE, "image", page, prose)]
    yield from sorted(shown, key=lambda part: part.place.line)
    text = "\n".join(line for _, line in prose)
    for name, pattern in _FORMULAS.items():
        for _ in pattern.finditer(text):
            yield Part(name, page.body_place)
        text = pattern.sub("", text)


def _fenced_figures(page: Page, lines: Sequence[str], blocks: Sequence[Block]) -> Iterator[Part]:
    for block in blocks:
        kind = block.name
        if kind == "mermaid":
            first = next((line.split() for line in lines[block.first + 1 : block.last] if line.strip()), [""])
            kind = f"mermaid {first[0]}"
        yield Part(f"```{kind}", Place(page.file, page.body_line + block.first))


def _links(page: Page, prose: Prose) -> Iterator[Part]:
    """Where the page leads inside the site, and its footnotes.

    Each stands once and by name: sentences have an order of their own.
    """
    found = {part.what: part for pattern in (_LINK, _DEFINITION) for part in _found(pattern, "", page, prose)}
    yield from (found[target] for target in sorted(found) if not _ELSEWHERE.match(target))
    notes = {str(note): note for note in footnotes_of(page.body, page.body_place)}
    yield from (Part(name, notes[name].place) for name in sorted(notes))


def _found(pattern: re.Pattern[str], name: str, page: Page, prose: Prose) -> Iterator[Part]:
    for index, line in prose:
        for match in pattern.finditer(line):
            yield Part(name or match[1], Place(page.file, page.body_line + index, match.start() + 1))


def _prose(page: Page) -> Iterator[tuple[int, str]]:
    """Numbers from 0 and texts of the lines outside fences that are not blank, without code."""
    lines = without_code_spans(without_fences(page.body))
    return ((index, line) for index, line in enumerate(lines) if line.strip())


def marked(translation: Page, original: Page) -> str:
    """The text of a translation that says that it is one of the original as it stands."""
    line = f"source_hash: {source_hash(original)}"
    lines = translation.text.split("\n")
    declared = translation.front_matter.key("source_hash") if translation.front_matter else None
    if declared is not None:
        lines[declared.place.line - 1] = line
    elif translation.front_matter is not None:
        lines.insert(translation.body_line - 2, line)
    else:
        lines[:0] = ["---", line, "---", ""]
    return "\n".join(lines)
