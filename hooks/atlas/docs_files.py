"""Pages and assets under docs/ as files: regular ones, with plain names, of known kinds, drawings that do not act.

The data folder is not published, and its files are looked at where they are read (``catalogue.load``); but MkDocs would
follow any other link in it, round in rings too.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from .catalogue.findings import LANGUAGES, Findings, Place
from .catalogue.nodes import decode
from .markup import TOKENS, Tag, read_token
from .site_lint import DRAWING

DATA = "data"
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
ASSETS = PICTURES | {".css", ".js", ".json", ".mjs", ".woff2"}
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PAGE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md")
_DECLARATION = re.compile(
    r"<\?xml version=\"1\.0\"(?: encoding=\"[Uu][Tt][Ff]-8\")?(?: standalone=\"(?:yes|no)\")? ?\?>"
)
_SVG = "http://www.w3.org/2000/svg"
_ACTIVE = re.compile(r"on.*|.*:.*|style|src|base")
_REACHES_OUT = re.compile(r"url\s*\((?!#)", re.IGNORECASE)


def check_files(docs_dir: Path, findings: Findings, *, shown_as: str = "docs") -> None:
    """Report links and devices, odd names, kinds of files that do not belong where they lie, drawings that act.

    Args:
        docs_dir: the folder of pages, data and assets.
        findings: where it is reported.
        shown_as: ``docs_dir`` in findings.
    """
    for folder, folders, names in os.walk(docs_dir):
        for name in sorted((*folders, *names)):
            path = Path(folder, name)
            inside = path.relative_to(docs_dir)
            file = f"{shown_as}/{inside.as_posix()}"
            is_folder = name in folders
            if inside.parts[0] == DATA:
                if path.is_symlink() and len(inside.parts) > 1 and path.suffix != ".yml":
                    findings.report("E021", Place(file))
            elif path.is_symlink() or not (path.is_file() or is_folder):
                findings.report("E021", Place(file))
            elif not _is_plain(name, inside, is_folder=is_folder):
                odd = [f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in name if not char.isascii()]
                findings.report("E808", Place(file), name=name, odd=", ".join(odd[:3]) or name)
            elif not is_folder and not _belongs(inside):
                findings.report("E809", Place(file))
            elif path.suffix == ".svg":
                _check_drawing(path, file, findings)


def _is_plain(name: str, inside: Path, *, is_folder: bool) -> bool:
    if inside.suffix == ".md" and inside.parts[0] in LANGUAGES and not is_folder:
        return _PAGE_NAME.fullmatch(name) is not None
    return _PLAIN_NAME.fullmatch(name) is not None


def _belongs(inside: Path) -> bool:
    """Pages and pictures with the languages, scripts and styles in assets."""
    kind, top = inside.suffix, inside.parts[0]
    if top in LANGUAGES:
        return kind == ".md" or kind in PICTURES
    return top == "assets" and (kind in ASSETS or inside.name == "LICENSE")


def _check_drawing(path: Path, file: str, findings: Findings) -> None:
    text = decode(path.read_bytes(), file, findings)
    if text is None:
        return
    findings.know_text(file, text)
    for match in TOKENS.finditer(text):
        if match.start() == 0 and _DECLARATION.fullmatch(match[0]):
            continue
        if what := _acts(read_token(match[0]), match[0]):
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            findings.report("E810", Place(file, line, column), what=what)


def _acts(tag: Tag | None, token: str) -> str:
    """What a tag of a drawing holds beside lines, areas and text; "" for a plain one."""
    if tag is None:
        return token
    if tag.name not in DRAWING and tag.name != "!--":
        return f"<{tag.name}>"
    return next(_active_attributes(tag), "")


def _active_attributes(tag: Tag) -> Iterator[str]:
    for name, value in tag.attributes:
        if (
            _ACTIVE.fullmatch(name)
            or (name == "xmlns" and value != _SVG)
            or (name == "href" and not value.startswith("#"))
            or _REACHES_OUT.search(tag.get(name) or "")
        ):
            yield f'{name}="{value}"'
