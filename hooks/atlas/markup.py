"""Markup read strictly: what is read here, every browser reads the same way.

HTML has a reading for any bytes at all, and two parsers rarely agree on the odd ones, which is where scripts are
smuggled. So only a plain subset is read (no "<" or ">" inside a tag, attributes in quotes or plain words, a blank
before each) and everything else is None. A tag's text then says all about it, and is looked at once however often a
site repeats it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

# A whole script element, or one tag; a lone "<" as well, so that nothing is passed over.
TOKENS = re.compile(r"(?is)<script[^<>]*>.*?</script\s*>|<[^<>]*>?")
_NAME = r"[A-Za-z][A-Za-z0-9-]*+"
_BLANK = r"[ \t\n\f\r]"
_ATTRIBUTE = rf"{_BLANK}++([^ \t\n\f\r\"'<>/=`]++)(?:=(\"[^\"<>]*+\"|'[^'<>]*+'|[^ \t\n\f\r\"'=<>`]++))?"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_OPENING = re.compile(rf"<({_NAME})(?P<attributes>(?:{_ATTRIBUTE})*+){_BLANK}*+/?>")
_CLOSING = re.compile(rf"</({_NAME}){_BLANK}*+>")
_COMMENT = re.compile(r"<!--[^<>]*-->")
_SCRIPT = re.compile(r"(?is)(<script[^<>]*>)(.*)</script\s*>")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening or closing tag, a comment or the document's type: ``name`` in lower case, "!--" and "!doctype".

    Attributes:
        attributes: names in lower case with values as written, character references and all; "" for no value.
        script: the text of a script element, None for everything else.
    """

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    script: str | None = None
    is_closing: bool = False

    def get(self, name: str) -> str | None:
        """The value of an attribute with its references resolved, None where the tag has none of that name."""
        return next((html.unescape(value) for key, value in self.attributes if key == name), None)


def read_token(token: str) -> Tag | None:
    """What one match of ``TOKENS`` says; None where browsers could disagree about it."""
    if script := _SCRIPT.fullmatch(token):
        start = read_token(script[1])
        return None if start is None else Tag("script", start.attributes, script[2])
    if opening := _OPENING.fullmatch(token):
        return Tag(opening[1].lower(), tuple(_attributes(opening["attributes"])))
    if closing := _CLOSING.fullmatch(token):
        return Tag(closing[1].lower(), is_closing=True)
    if token.lower() == "<!doctype html>":
        return Tag("!doctype")
    return Tag("!--") if _COMMENT.fullmatch(token) else None


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTES.finditer(text):
        value = match[2] or ""
        yield match[1].lower(), value[1:-1] if value[:1] in ("'", '"') else value


def scheme(address: str) -> str:
    """The scheme of an address in lower case, as a browser finds it however it is spelt; "" for a relative one.

    The address is as markup has it, with character references. One that names a host without a scheme (``//host``,
    ``/\\host``) gives "//".
    """
    if address.startswith((".", "#")):
        return ""
    if address.startswith("https:"):
        return "https"
    bare = re.sub(r"[\x00-\x20\x7f-\xa0]", "", html.unescape(address))
    if bare[:2].replace("\\", "/") == "//":
        return "//"
    found = _SCHEME.match(bare)
    return found[0].lower() if found else ""
