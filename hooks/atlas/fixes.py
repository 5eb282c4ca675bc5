"""What ``make fix`` mends: the slips that have one right answer. Each mender takes a text and gives a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from .catalogue.findings import LANGUAGES, Findings, Language
from .page import headings, page_files, split_page
from .prose import prose_lines, runs
from .writing import write_whole

LONGEST_ID = 60
# What a line holds beside prose begins with one of these; AutoCorrect knows each for what it is.
_STAND_INS = {"`": "`x`", "$": "$x$", "<": "<b>", "]": "](x)", "{": "{x}", "h": "https://x.y", "[": "[x]: y"}
# A Chinese text of a data file, on a line of its own or beside the English one.
_CHINESE_TEXT = re.compile(r"(?<=\bzh: )(?:(?!, en: ).)+")


def line_ends(text: str) -> str:
    """LF line ends, no trailing blanks, one newline at the end. Two blanks that break a Markdown line stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line if re.search(r"\S {2}$", line) else line.rstrip(" \t") for line in text.split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


def composed(text: str) -> str:
    """Unicode normal form C: one spelling for each character."""
    return unicodedata.normalize("NFC", text)


def typeset(text: str) -> str:
    """A page with a space between Han and Latin or digits and full-width punctuation, by AutoCorrect.

    Only prose is touched: front matter is YAML, and a full-width comma would join two tags into one. The text as it is
    where AutoCorrect is not installed.
    """
    return _with_prose(text, _autocorrect)


def spaced(text: str) -> str:
    """An English page whose Chinese words have their spaces and commas; no line loses a space or a bracket.

    AutoCorrect takes a line for Chinese and 「」 for brackets as soon as one of them stands in it.
    """
    return _with_prose(text, _without_loss)


def spaced_data(text: str) -> str:
    """A data file whose Chinese texts have their spaces. Punctuation stays: in YAML it may be syntax."""
    return _CHINESE_TEXT.sub(lambda match: _settled(match[0], _only_spaced), text)


def _with_prose(text: str, mend: Callable[[str], str]) -> str:
    """A page with each line of its prose as ``mend`` has it."""
    page = split_page(text, "", Findings())
    lines = page.body.split("\n")
    for index, _ in prose_lines(page.body):
        if "\u3000" not in lines[index]:  # set on purpose, between a number and a title
            lines[index] = _mended_line(lines[index], mend)
    return "\n".join([*text.split("\n")[: page.body_line - 1], *lines])


def _mended_line(line: str, mend: Callable[[str], str]) -> str:
    """The line as ``mend`` has it, where that is its last word on it; it sees a stand-in of what is no prose."""
    kept = [text for is_prose, text in runs(line) if not is_prose]
    shielded = "".join(text if is_prose else _stand_in(text) for is_prose, text in runs(line))
    mended = list(runs(_settled(shielded, mend)))
    if [text for is_prose, text in mended if not is_prose] != [_stand_in(text) for text in kept]:
        return line
    rest = iter(kept)
    return "".join(text if is_prose else next(rest) for is_prose, text in mended)


def _stand_in(text: str) -> str:
    return _STAND_INS[text.lstrip()[0]]


def _only_spaced(text: str) -> str:
    mended = _autocorrect(text)
    return mended if mended.replace(" ", "") == text.replace(" ", "") else text


def _without_loss(text: str) -> str:
    mended = _autocorrect(text)
    rest = iter(mended)
    return mended if all(char in rest for char in text if char not in ",!?") else text


def _settled(text: str, mend: Callable[[str], str]) -> str:
    mended = mend(text)
    return mended if mend(mended) == mended else text


def _autocorrect(text: str) -> str:
    try:
        import autocorrect_py
    except ImportError:
        return text
    return str(autocorrect_py.format_for(text, "markdown"))


def with_heading_ids(text: str, twin: str | None, name: str) -> str:
    """A page in which every heading has an id; one that has an id keeps it.

    Args:
        text: the page.
        twin: the page in the other language, which gives the ids where both have the same headings.
        name: the page's own, for a heading without a Latin word.
    """
    page = split_page(text, "", Findings())
    own = list(headings(page))
    others = list(headings(split_page(twin, "", Findings()))) if twin is not None else []
    if [heading.level for heading in own] != [heading.level for heading in others]:
        others = own
    lines, taken = text.split("\n"), {heading.id for heading in own}
    for number, (heading, other) in enumerate(zip(own, others, strict=True), start=1):
        if heading.has_id:
            continue
        wanted = other.id or slug(other.title) or slug(heading.title) or f"{name}-{number}"
        wanted = next(each for each in _numbered(wanted) if each not in taken)
        taken.add(wanted)
        attributes = " ".join([f"#{wanted}", *heading.attributes.split()])
        lines[heading.place.line - 1] = f"{'#' * heading.level} {heading.title} {{{attributes}}}"
    return "\n".join(lines)


def slug(title: str) -> str:
    """The Latin words and digits of a title with hyphens between them, "" where it has no letter of them."""
    plain = unicodedata.normalize("NFKD", title.replace("'", "")).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_ID].strip("-")
    return words if re.search(r"[a-z]", words) else ""


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in count(2):
        yield f"{name}-{number}"


PAGE_MENDERS: dict[Language, tuple[Callable[[str], str], ...]] = {
    "zh": (line_ends, composed, typeset),
    "en": (line_ends, composed, spaced),
}
DATA_MENDERS: tuple[Callable[[str], str], ...] = (line_ends, composed, spaced_data)


def fix_tree(docs_dir: Path) -> Iterator[Path]:
    """Mend every page and data file in place, giving the changed ones. What is no regular UTF-8 file is left alone.

    Raises:
        OSError: a file cannot be read or written; those that were given before are mended.
    """
    texts = {
        path: _mended(path, menders)
        for language, menders in PAGE_MENDERS.items()
        for path in page_files(docs_dir, [language])
    }
    for path, text in texts.items():
        if text is not None:
            language, *below = path.relative_to(docs_dir).parts
            other = next(each for each in LANGUAGES if each != language)
            twin = texts.get(Path(docs_dir, other, *below))
            name = slug(path.parent.name if path.stem == "index" else path.stem) or "section"
            texts[path] = text = with_heading_ids(text, twin, name)
            if _write(path, text):
                yield path
    for path in sorted((docs_dir / "data").rglob("*.yml")):
        text = _mended(path, DATA_MENDERS)
        if text is not None and _write(path, text):
            yield path


def _mended(path: Path, menders: tuple[Callable[[str], str], ...]) -> str | None:
    """The text of a file as it should be; None where it is no regular UTF-8 file."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    for mend in menders:
        text = mend(text)
    return text


def _write(path: Path, text: str) -> bool:
    """Write what has changed; whether it has."""
    if path.read_bytes() == text.encode():
        return False
    write_whole(path, text)
    return True
