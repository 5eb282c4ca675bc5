"""What ``make fix`` mends: the slips that have one right answer. Each mender takes a text and gives a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from .fragments.fences import outside_fences
from .pages import page_files
from .writing import write_whole


def line_ends(text: str) -> str:
    """LF line ends, no trailing blanks, one newline at the end. Two blanks that break a Markdown line stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line if re.search(r"\S {2}$", line) else line.rstrip(" \t") for line in text.split("\n")]
    return "\n".join(lines).strip("\n") + "\n"


def composed(text: str) -> str:
    """Unicode normal form C: one spelling for each character."""
    return unicodedata.normalize("NFC", text)


def spaced(text: str) -> str:
    """A space between Han and Latin or digits, by AutoCorrect; the text as it is where that is not installed.

    Front matter is YAML, where a full-width comma would join two tags into one, and stays as it is.
    """
    try:
        import autocorrect_py
    except ImportError:
        return text
    front_matter = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    start = front_matter.end() if front_matter else 0
    lines, mended = text[start:].split("\n"), autocorrect_py.format_for(text[start:], "markdown").split("\n")
    prose = {number for number, line in outside_fences(text[start:]) if "\u3000" not in line}
    # An ideographic space is set on purpose, between a number and a title; what stands in a fence is not prose.
    kept = [new if number in prose else old for number, (old, new) in enumerate(zip(lines, mended, strict=True))]
    return text[:start] + "\n".join(kept)


PAGE_MENDERS: tuple[Callable[[str], str], ...] = (line_ends, composed, spaced)
DATA_MENDERS: tuple[Callable[[str], str], ...] = (line_ends, composed)


def fix_tree(docs_dir: Path) -> Iterator[Path]:
    """Mend every page and data file in place, giving the changed ones. What is no regular UTF-8 file is left alone.

    Raises:
        OSError: a file cannot be read or written; those that were given before are mended.
    """
    for path in page_files(docs_dir):
        if _fix_file(path, PAGE_MENDERS):
            yield path
    for path in sorted((docs_dir / "data").rglob("*.yml")):
        if _fix_file(path, DATA_MENDERS):
            yield path


def _fix_file(path: Path, menders: tuple[Callable[[str], str], ...]) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    for mend in menders:
        text = mend(text)
    if text.encode() == data:
        return False
    write_whole(path, text)
    return True
