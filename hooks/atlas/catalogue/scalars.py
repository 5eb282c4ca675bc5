"""What any scalar of the data has to be, whichever file it stands in: plain text, safe addresses, quoted ids."""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol
from urllib.parse import urlsplit

from .findings import Place
from .nodes import Scalar

MAXIMUM_NAME = 120
MAXIMUM_TEXT = 600
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-z]+;|&#")
# What common readers of YAML take for a number or a date where it stands without quotes.
_NUMBER_LIKE = re.compile(
    r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|[0-9]+(?::[0-5]?[0-9])+|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    re.ASCII,
)


class Report(Protocol):
    """Takes a finding, as ``Findings.report`` does."""

    def __call__(self, code: str, place: Place, **values: object) -> None: ...


def check_plain(node: Scalar, key: str, limit: int, report: Report) -> str:
    """Plain text: one line, no markup, composed characters, no letters that pose as others.

    Args:
        node: what stands in the file.
        key: what it is the text of, for findings.
        limit: how many characters it may have.
        report: takes what is wrong.
    """
    text = node.text
    if not text.strip() or len(text) > limit:
        report("E103", node.place, key=key, length=len(text.strip()), limit=limit)
    if _MARKUP.search(text) or "\n" in text.strip():
        report("E113", node.place, key=key)
    if text != (composed := unicodedata.normalize("NFC", text)):
        report("E115", node.place, key=key, wanted=composed)
    if mixed := mixed_scripts(text):
        plain = unicodedata.normalize("NFKC", text)
        report("E114", node.place, key=key, letters=mixed, candidates=[] if mixed_scripts(plain) else [plain])
    return text.strip()


def check_quoted(node: Scalar, key: str, report: Report) -> None:
    """A name or id that other readers would take for a number stands in quotes."""
    if not node.quoted and _NUMBER_LIKE.fullmatch(node.text):
        report("E117", node.place, key=key, seen=node.text)


def is_https(url: str) -> bool:
    """Whether ``url`` is plain https with a host, no user name and no character that could hide something."""
    if not re.fullmatch(r"https://[\x21-\x7e\u00a1-\U0010ffff]+", url) or any(char in url for char in "\"'<>\\`{|}^"):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "." in str(parts.hostname) and parts.username is None and parts.port is None
    except ValueError:
        return False


def mixed_scripts(text: str) -> str:
    """Letters that pose as plain Latin ones, each named; "" where there is none.

    They are Greek or Cyrillic letters in a word with Latin ones, and full-width letters anywhere.
    """
    for word in re.findall(r"[^\W\d_]+", text):
        scripts = {unicodedata.name(char, "?").split(" ")[0] for char in word}
        if "FULLWIDTH" in scripts or ("LATIN" in scripts and scripts & {"GREEK", "CYRILLIC"}):
            odd = [char for char in word if not unicodedata.name(char, "LATIN").startswith("LATIN")]
            return ", ".join(f"{char} U+{ord(char):04X} {unicodedata.name(char, '')}" for char in odd)
    return ""
