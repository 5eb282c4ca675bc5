"""The second wall: the built site as it would be published, read whole.

The first wall (``page_safety``) tells an author what to mend, at the line of the Markdown. This one trusts nobody: not
the Markdown library, not the theme, not our own templates. Only known elements, attributes, scripts and kinds of files
pass, ids stand once on a page, and every link inside the site leads somewhere.
"""

from __future__ import annotations

import html
import json
import os
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from .catalogue.findings import Findings, Place
from .markup import TOKENS, Tag, read_token, scheme

_DOCUMENT = ("!doctype", "!--", "html", "head", "title", "meta", "link", "script", "body")
_TEXT = (
    "a", "abbr", "article", "aside", "b", "blockquote", "br", "button", "caption", "cite", "code", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "img", "input", "ins", "kbd", "label", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s",
    "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "u", "ul", "wbr",
)  # fmt: skip
_FORMULA = (
    "annotation", "math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext",
    "mtr", "munder", "munderover", "semantics",
)  # fmt: skip
DRAWING = (
    "circle", "defs", "desc", "ellipse", "g", "line", "lineargradient", "marker", "path", "pattern", "polygon",
    "polyline", "rect", "stop", "svg", "text", "title", "tspan",
)  # fmt: skip
ELEMENTS = frozenset((*_DOCUMENT, *_TEXT, *_FORMULA, *DRAWING))

# Refused whatever they say; addresses, styles and http-equiv are looked at.
_REFUSED_ATTRIBUTE = re.compile(r"on.*|.*:.*|srcdoc|action|formaction|ping|background|data|codebase|manifest|srcset|is")
_ADDRESSES = frozenset({"href", "src", "poster", "cite"})
_LINKS = frozenset({"a", "blockquote", "q"})  # what they name is never loaded
_STYLE = re.compile(
    r"(\s*(text-align|justify-items|(padding|margin|border)(-(left|right|top|bottom))?|width|height|color|font-size"
    r"|font-variant-caps|math-shift)\s*:[-#\w .%]*(;|$))*\s*"
)
KINDS = frozenset(
    {".html", ".css", ".js", ".mjs", ".map", ".json", ".csv", ".bib", ".xml", ".gz", ".woff2"}
    | {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"}
)
_SEARCH_INDEX = "pagefind/"
_OWN_SCRIPT = re.compile(r"(?:[^:?#]*/)?assets/(?:javascripts|vendor)/[\w./-]+\.m?js", re.ASCII)
_LICENCE = "LICENSE"
LINK_CODES = ("E910", "E911")


@dataclass(frozen=True, slots=True)
class Rules:
    """What the whole site must keep to.

    Attributes:
        scripts: the texts of the inline scripts that may stand in a page; each must stand in one at least.
        policy: the Content-Security-Policy of every page; "" where pages have none, while serving.
        address: where the site will be published; links that begin with it are links inside the site.
        absent: folders that this build leaves out, such as another language; links into them are not followed.
    """

    scripts: tuple[str, ...]
    policy: str
    address: str = ""
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What a page was made from: the file as messages name it, and its text."""

    file: str
    text: str = ""


_TEMPLATES = Source("overrides/")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What matters of one distinct token; ``problems`` are codes with the values of their texts."""

    token: str
    problems: tuple[tuple[str, str], ...] = ()
    id: str | None = None
    addresses: tuple[str, ...] = ()
    runs: bool = False
    script: str | None = None
    policy: str | None = None


_NOTHING = _Facts("")


@dataclass(frozen=True, slots=True)
class _Page:
    """``stamp`` tells whether the page was written anew; ``facts`` are in the page's order, without the plain tags."""

    stamp: int
    facts: tuple[_Facts, ...]
    ids: frozenset[str]
    addresses: frozenset[str]


@dataclass(slots=True)
class _Problem:
    """The same tag, wrong in the same way, on any number of pages: told once, with the first place."""

    page: str
    occurrence: int
    pages: set[str]


class SiteLinter:
    """Lints a site. Kept from one build to the next, it looks again only at what has changed."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._known = _FactsByToken(rules)
        self._pages: dict[str, _Page] = {}
        self._targets = _Targets(rules.address)

    def lint(self, site: Path, findings: Findings, sources: Mapping[str, Source] | None = None) -> None:
        """Report everything that should not be published, and every link that leads nowhere.

        Args:
            site: the folder of the built site.
            findings: where it is reported; files are named by their path in the site, a link by its page's source.
            sources: what each page (by its path in the site) was made from.
        """
        known = sources or {}
        files = frozenset(_files(site, findings))
        self._pages = {path: self._page(path, site) for path in sorted(files) if path.endswith(".html")}
        ids = {path: page.ids for path, page in self._pages.items()}
        resolver = _Resolver(self._targets, self.rules.absent, files, ids)
        problems: dict[tuple[str, str, str], _Problem] = {}
        for path, page in self._pages.items():
            seen: Counter[str] = Counter()
            links = {address: code for address in page.addresses if (code := resolver.problem(path, address))}
            seen_ids: set[str] = set()
            for facts in page.facts:
                found = [*facts.problems, *((links[each], each) for each in facts.addresses if each in links)]
                if facts.id is not None and facts.id in seen_ids:
                    found.append(("E909", facts.id))
                seen_ids.add(facts.id or "")
                for code, what in found:
                    problem = problems.setdefault((code, what, facts.token), _Problem(path, seen[facts.token], set()))
                    problem.pages.add(path)
                seen[facts.token] += 1
            if not self._has_policy(page):
                findings.report("E907", Place(path), source=known.get(path, _TEMPLATES).file)
        for (code, what, token), problem in problems.items():
            text = (site / problem.page).read_text("utf-8", errors="replace")
            source = known.get(problem.page, _TEMPLATES)
            place = built = _place(text, token, problem.occurrence, problem.page)
            if code in LINK_CODES and source is not _TEMPLATES:
                place, text = _link_place(source, what), source.text
            findings.know_text(place.file, text)
            findings.report(code, place, what=what, source=source.file, pages=len(problem.pages), built=built)
        self._check_pins(findings)

    def _page(self, path: str, site: Path) -> _Page:
        text = (site / path).read_text("utf-8", errors="replace")
        kept = self._pages.get(path)
        if kept is not None and kept.stamp == hash(text):
            return kept
        known = self._known
        facts = tuple(each for token in TOKENS.findall(text) if (each := known[token]) is not _NOTHING)
        ids = frozenset(each.id for each in facts if each.id is not None)
        return _Page(hash(text), facts, ids, frozenset(address for each in facts for address in each.addresses))

    def _has_policy(self, page: _Page) -> bool:
        """Whether the policy stands there once, before everything that it should hold back."""
        policies = [facts.policy for facts in page.facts if facts.policy is not None]
        if not self.rules.policy:
            return not policies
        first = next((facts for facts in page.facts if facts.runs or facts.policy is not None), _NOTHING)
        return policies == [self.rules.policy] and first.policy is not None

    def _check_pins(self, findings: Findings) -> None:
        seen = {facts.script for page in self._pages.values() for facts in page.facts}
        for script in self.rules.scripts:
            if script not in seen:
                findings.report("E906", Place("hooks/atlas/inline_scripts.yml"), what=script)


def inline_scripts(site: Path) -> set[str]:
    """The texts of all inline scripts of a built site, data left out."""
    known = _FactsByToken(Rules((), ""))
    pages = (path.read_text("utf-8") for path in site.rglob("*.html"))
    scripts = {known[token].script for page in pages for token in TOKENS.findall(page)}
    return {script for script in scripts if script is not None}


def _link_place(source: Source, address: str) -> Place:
    """Where a link with this address, or to its anchor or last name, stands first; line 1 where it was generated."""
    path, _, fragment = address.partition("#")
    names = (f'"{address}"', address, f"#{fragment}" if fragment else "", path.rstrip("/").rpartition("/")[2])
    offset = next((at for name in names if name and (at := source.text.find(name)) >= 0), 0)
    before = source.text[:offset]
    return Place(source.file, before.count("\n") + 1, offset - before.rfind("\n"))


def _place(text: str, token: str, occurrence: int, file: str) -> Place:
    """Where a token stands for the n-th time (from 0)."""
    offset = -1
    for _ in range(occurrence + 1):
        offset = text.index(token, offset + 1)
    return Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _files(site: Path, findings: Findings) -> Iterator[str]:
    """The paths of all files in the site; links, and kinds that nobody publishes, are reported."""
    for folder, folders, names in os.walk(site):
        inside = Path(folder).relative_to(site)
        for name in (*folders, *names):
            path = (inside / name).as_posix()
            if Path(folder, name).is_symlink():
                findings.report("E913", Place(path))
            elif name in names:
                yield path
                if not _may_be_published(path):
                    findings.report("E912", Place(path))


def _may_be_published(path: str) -> bool:
    kind = PurePosixPath(path).suffix
    if path.startswith(_SEARCH_INDEX) or PurePosixPath(path).name == _LICENCE:
        return True
    return kind in KINDS and (kind not in (".js", ".mjs") or path.startswith("assets/"))


class _FactsByToken(dict[str, _Facts]):
    """What each distinct token says, read at its first appearance."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._scripts = frozenset(rules.scripts)
        self._address = rules.address

    def __missing__(self, token: str) -> _Facts:
        tag = read_token(token)
        facts = _Facts(token, (("E904", token[:200]),)) if tag is None else self._facts(token, tag)
        self[token] = facts
        return facts

    def _facts(self, token: str, tag: Tag) -> _Facts:
        if tag.name not in ELEMENTS or (tag.name == "script" and tag.script is None and not tag.is_closing):
            return _Facts(token, (("E901", f"<{tag.name}>"),))
        policy = None
        addresses: list[str] = []
        problems: list[tuple[str, str]] = []
        for name, value in tag.attributes:
            if name == "http-equiv" and value.lower() == "content-security-policy":
                policy = tag.get("content")
            elif name == "http-equiv" or _is_refused(name):
                problems.append(("E902", name))
            elif name == "style" and not _STYLE.fullmatch(html.unescape(value)):
                problems.append(("E908", value))
            elif name in _ADDRESSES and scheme(value) not in _schemes(tag):
                problems.append(("E903", value))
            elif name in _ADDRESSES and (not scheme(value) or (self._address and value.startswith(self._address))):
                addresses.append(html.unescape(value))
        if not (problems or addresses) and policy is None and tag.script is None and tag.get("id") is None:
            return _NOTHING
        runs = tag.script is not None and tag.get("type") != "application/json"
        if tag.script is not None and (wrong := self._wrong_script(tag, tag.script)):
            problems.append(("E905", wrong))
        script = tag.script if runs and tag.get("src") is None else None
        return _Facts(token, tuple(problems), tag.get("id"), tuple(addresses), runs, script, policy)

    def _wrong_script(self, tag: Tag, script: str) -> str:
        """What must not be there: another file than our own, a script that is not pinned, data that is no JSON."""
        source = tag.get("src")
        if source is not None:
            return "" if _OWN_SCRIPT.fullmatch(source) and ".." not in source.lstrip("./") else source
        if tag.get("type") == "application/json":
            return "" if "<" not in script and _is_json(script) else script
        return "" if script in self._scripts else script


@cache
def _is_refused(attribute: str) -> bool:
    return _REFUSED_ATTRIBUTE.fullmatch(attribute) is not None


def _schemes(tag: Tag) -> tuple[str, ...]:
    """A link may lead anywhere on the web; what a page loads comes from the site itself."""
    is_link = tag.name in _LINKS or (tag.name == "link" and tag.get("rel") in ("canonical", "alternate", "license"))
    return ("", "https", "http", "mailto") if is_link else ("",)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


class _Targets(dict[tuple[str, str], str | None]):
    """The file in the site that a path means on the pages of a folder, None outside the site; found once."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self._root = urlsplit(address).path or "/"

    def __missing__(self, key: tuple[str, str]) -> str | None:
        target = self[key] = self._find(*key)
        return target

    def _find(self, folder: str, path: str) -> str | None:
        if self._address and path.startswith(self._address):
            path = self._root + path.removeprefix(self._address)
        if path.startswith("/"):
            if not path.startswith(self._root):
                return None
            joined = path.removeprefix(self._root)
        else:
            joined = f"{folder}/{path}".lstrip("/")
        target = posixpath.normpath(unquote(joined)) if joined else "."
        if target.startswith(".."):
            return None
        if joined.endswith(("/", "/.", "/..")) or target == "." or joined == "..":
            target = posixpath.normpath(f"{target}/index.html")
        return target


class _Resolver:
    """Whether the addresses of pages lead somewhere in one built site."""

    def __init__(
        self, targets: _Targets, absent: tuple[str, ...], files: Collection[str], ids: Mapping[str, Collection[str]]
    ) -> None:
        self._targets = targets
        self._absent = absent
        self._files = files
        self._ids = ids

    def problem(self, page: str, address: str) -> str | None:
        """The code of what is wrong with a link, None for a good one."""
        path, _, fragment = address.partition("#")
        path = path.partition("?")[0]
        target = self._targets[posixpath.dirname(page), path] if path else page
        if target is None or target.startswith(self._absent):
            return None if target else "E910"
        if target not in self._files:
            return "E910"
        is_known = not fragment or target not in self._ids or unquote(fragment) in self._ids[target]
        return None if is_known else "E911"
