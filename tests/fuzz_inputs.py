"""Inputs that nobody should write, for the tests (a small fixed set) and for ``make bench`` (20,000 of them).

Each ``try_…`` runs one input through the product and raises whatever the product should not have raised.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from unittest import mock

import yaml
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue, Column
from atlas.catalogue.export import published_files
from atlas.catalogue.findings import LANGUAGES, Findings, Place
from atlas.catalogue.load import load, load_registry
from atlas.catalogue.model import Claim
from atlas.catalogue.nodes import MappingNode, parse_yaml, read_yaml
from atlas.catalogue.query import BadQuery, BadSelection, Selection, select
from atlas.catalogue.registry import Field, Registry
from atlas.catalogue.registry_reader import REGISTRY_FILES, read_registry
from atlas.catalogue.release_reader import ReleaseReader
from atlas.catalogue.schema import schema_text
from atlas.fragments.directives import DIRECTIVE_NAMES, read_page
from atlas.links import check_links, links_of
from atlas.page import split_page
from atlas.page_checks import check_headings
from atlas.page_safety import check_safety
from atlas.prose import check_style
from atlas.twins import Pair, differences
from folders import head
from site_build import ROOT

DATA = ROOT / "docs" / "data"
TODAY = date(2100, 1, 1)  # after whatever the real data says
MODELS = tuple(sorted((DATA / "models").glob("*.yml")))
PAGES = tuple(sorted((ROOT / "docs").glob("[ez][nh]/**/*.md")))


@cache
def registry() -> Registry:
    """The real registries, read once."""
    found = load_registry(DATA, Findings(), today=TODAY)
    assert found is not None
    return replace(found, addresses={}, changes={})  # they name the real releases


@cache
def real_catalogue() -> Catalogue:
    return load(DATA, Findings(), today=TODAY)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="atlas-fuzz-")
    (Path(folder.name) / "models").mkdir()
    return folder


def load_release(data: bytes) -> tuple[Catalogue, Findings]:
    """The whole loader on one release file; only the registries are not read again."""
    folder = Path(_folder().name)
    (folder / "models" / "sample.yml").write_bytes(data)
    findings = Findings()
    with mock.patch("atlas.catalogue.load.load_registry", return_value=registry()):
        return load(folder, findings, today=TODAY), findings


# --- what must hold


def try_release(data: bytes) -> None:
    """Findings with places and texts, or a release that every export can publish."""
    catalogue, findings = load_release(data)
    _assert_readable(findings, data.count(b"\n") + data.count(b"\r") + 2)
    assert findings.errors or catalogue.releases
    for release in catalogue.releases.values():
        published_files(catalogue)
        for claim in release.claims:
            _ask(catalogue, claim)


def _ask(catalogue: Catalogue, claim: Claim) -> None:
    """Conditions and sorting meet every value that a release can hold."""
    if claim.key and claim.part:
        return  # no path names a part's result
    path = Column(claim.field, claim.part, claim.key).id
    wanted = {"date": "2020", "size": "1x1", "flag": "yes", "id": next(iter(claim.field.options), "x")}
    number = f"1 {claim.field.units[0]}" if claim.field.units else "1"
    for rumours in (False, True):
        rows = select(catalogue, Selection(f'{path} = "{wanted.get(claim.field.type, number)}"', path, rumours))
        known = select(catalogue, Selection(f"{path} is known", f"-{path}", rumours))
        assert set(rows) <= set(known)


def try_page(text: str) -> None:
    """Findings with places and texts, or directives that mean something."""
    findings = Findings()
    findings.know_text("docs/zh/page.md", text)
    page = split_page(text, "docs/zh/page.md", findings)
    check_headings(page, findings)
    check_safety(page.body, page.body_place, DIRECTIVE_NAMES, findings)
    check_links(links_of(page.body, page.body_place), page.file, real_catalogue(), findings)
    check_style(page.body, page.body_place, findings)
    read_page(page.body, page.body_place, real_catalogue(), findings)
    _assert_readable(findings, text.count("\n") + 2)


def try_twin(text: str) -> None:
    """A page is its own twin."""
    page, findings = split_page(text, "page.md", Findings()), Findings()
    differences(Pair(page, page, DIRECTIVE_NAMES), findings)
    assert not findings.items


def try_registry(slip: tuple[str, bytes]) -> None:
    """Findings with places and texts, or registries from which a schema can be made and releases be read."""
    name, data = slip
    findings = Findings()
    path = Path(_folder().name, f"{name}.yml")
    path.write_bytes(data)
    top = read_yaml(path, f"{name}.yml", findings)
    if top is not None:
        found = read_registry({**_registry_files(), name: top}, findings, TODAY)
        assert findings.errors or found is not None
        if found is not None:
            schema_text(found)
            ReleaseReader("sample", _sample(), found, Findings(), TODAY).release()
    _assert_readable(findings, data.count(b"\n") + data.count(b"\r") + 2)


@cache
def _registry_files() -> Mapping[str, MappingNode]:
    found = {name: read_yaml(DATA / f"{name}.yml", f"{name}.yml", Findings()) for name in REGISTRY_FILES}
    return {name: top for name, top in found.items() if top is not None}


@cache
def _sample() -> MappingNode:
    top = parse_yaml(head(), Place("sample.yml"), Findings())
    assert top is not None
    return top


def try_query(where: str, sort: str = "") -> None:
    """Rows, or bad queries whose texts can be filled in at a place inside the text."""
    catalogue = real_catalogue()
    for rumours in (False, True):
        try:
            rows = select(catalogue, Selection(where, sort, rumours))
        except BadSelection as bad:
            for option, query in bad.queries.items():
                _assert_inside(query, len({"where": where, "sort": sort}[option]))
        else:
            assert set(rows) <= set(catalogue.rows)


def _assert_inside(bad: BadQuery, length: int) -> None:
    assert 1 <= bad.column <= length + 1
    findings = Findings()
    findings.report(bad.code, Place("where", 1, bad.column), **bad.values)
    _assert_readable(findings, 1)


def _assert_readable(findings: Findings, lines: int) -> None:
    for finding in findings.items:
        assert 1 <= finding.place.line <= lines, finding.place
        assert finding.place.column >= 1, finding.place
    for language in LANGUAGES:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e]", findings.render(language))
        findings.as_annotations(language)
    findings.as_json()


# --- inputs

_YAML_TOKENS = (
    "[", "]", "{", "}", ", ", ": ", ":", "- ", "? ", "\n", "\n  ", "\n    ", "\t", " ", "&a ", "*a", "!!str ",
    "!x ", "<<: *a", "|\n", ">-\n", "'", '"', "#", " # x\n", "%YAML 1.1\n", "---\n", "...\n", "~", "null", "\ufeff",
    "\u200b", "：", "\u3000", "\r", "\x00", "é", "名", "\U0001f600", "0", "1e9", "undisclosed",
)  # fmt: skip
_VALUES = (
    "~", "undisclosed", "yes", "no", "0", "-1", "010", "1e400", "NaN", "inf", "5,400", "540B", "~1.8T", "10..20",
    "13B..", "..13B", "..", "20..10", "9" * 5000, "0." + "1" * 3000, "1e-999", "2023-02-30", "9999-99-99", "0000",
    "[]", "{}", '""', "[~]", "[[1]]", "{a: 1}", "{zh: x}", "{zh: x, en: y}", "{value: 1}",
    "{value: [1, 2], note: {zh: x, en: y}}", "{value: undisclosed, basis: rumoured}", "[undisclosed]", "1024x1024",
    "4M tokens", "1 2 3", "swiglu", "[en, zh]", "{sample: fine-tune}", "{sample/large: design}", "{nothing: uses}",
    "{mmlu/5-shot: 1}", "{mmlu/5-shot: [1, 2]}", "{x: {y: 1}}", "https://example.org/{a", "https://[::1",
    "javascript:x", "{Web: 50, Books: undisclosed}", "<b>", "{{x}}",
)  # fmt: skip


def _keys() -> list[str]:
    top = ["name", "organization", "modality", "kind", "summary", "sources", "variants", "facts", "aliases", "series"]
    block = [
        "cite",
        "for",
        "part",
        "basis",
        "by",
        "as_of",
        "value",
        "note",
        "zh",
        "en",
        "paper",
        "type",
        "title",
        "url",
    ]
    return [*top, *block, *registry().fields]


def _structures() -> st.SearchStrategy[bytes]:
    """Whole files of the right outline, with anything at all in any place."""
    key = st.sampled_from(_keys()) | st.text(max_size=8)
    scalar = st.sampled_from(_VALUES) | st.text(max_size=20) | st.integers() | st.floats() | st.booleans() | st.none()
    node = st.recursive(
        scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(key, inner, max_size=4), max_leaves=12
    )
    block = st.dictionaries(st.sampled_from(sorted(registry().fields)), node, max_size=5)
    cited = st.builds(
        lambda facts, scope: {"cite": {"paper": "Table 1"}, **scope, **facts},
        block,
        st.fixed_dictionaries(
            {},
            optional={
                "for": st.sampled_from(["small", ["small", "large"], ["large"], []]),
                "part": node,
                "basis": node,
            },
        ),
    )
    whole = yaml.safe_load(head())
    files = st.builds(
        lambda changes, facts: {**whole, **changes, "facts": facts},
        st.dictionaries(st.sampled_from(sorted(whole)), node, max_size=2),
        st.lists(cited | node, max_size=4) | node,
    )
    return (files | node).map(lambda value: yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode())


_FITTING = {
    "count": ("100M", "~1.8B", "2M..3M", "5M..", "..7M"),
    "number": ("1", "0.5..0.7", "~0.9", "1.."),
    "size": ("512x512", "[512x512, 1024x1536]"),
    "date": ("2023", "2023-07", "2023-07-18"),
    "text": ("words", "{zh: 词, en: words}", '"=1+1"', "名 {{ x }}"),
    "flag": ("yes", "no"),
    "url": ("https://example.org/", "[https://example.org/a, https://example.org/b]"),
    "reference": ("{sample: uses}", "{sample/large: design}", "sample"),
    "results": ("{mmlu/5-shot: 69.3, c-eval/0-shot: ~50}", "{mmlu/5-shot: [1, 2]}", "{mmlu/5-shot: undisclosed}"),
    "shares": ("{Web: 60, Books: 40}",),
}


def _fitting(field: Field) -> tuple[str, ...]:
    ids = list(field.options) if field.type == "id" else []
    fitting = _FITTING.get(field.type, (*ids, f"[{', '.join(ids)}]"))
    special = ("undisclosed", "~", "{value: undisclosed, basis: rumoured}", "{value: undisclosed, as_of: 2023}")
    noted = [f"{{value: {value}, note: {{zh: 注, en: note}}, basis: estimated, by: Me}}" for value in fitting]
    return (*fitting, *fitting, *noted, *special)


def _lines() -> st.SearchStrategy[bytes]:
    """A good file with values in lines of one block, most of them of the field's type: what contributors type."""
    typed = [field for field in registry().typed_fields if "part" not in field.applies]
    fitting = st.sampled_from(typed).flatmap(
        lambda field: st.sampled_from(_fitting(field)).map(lambda value: f"    {field.id}: {value}\n")
    )
    odd = st.builds(
        lambda field, value: f"    {field}: {value}\n",
        st.sampled_from(sorted(registry().fields)),
        st.sampled_from(_VALUES),
    )
    line = st.integers(0, 19).flatmap(lambda number: fitting if number else odd)
    start = st.sampled_from(
        [
            "  - cite: {paper: §1}\n", "  - cite: {paper: §1}\n    for: [small, large]\n", "  - cite: {card: y}\n",
            "  - cite: {paper: §2}\n    for: small\n    as_of: 2023-01\n", "  - cite: {card: x}\n    basis: rumoured\n",
            "  - cite: {paper: §1}\n    part: unet\n", "  - cite: {paper: §1}\n    basis: estimated\n    by: Me\n",
        ]
    )  # fmt: skip
    block = st.builds(lambda first, rest: first + "".join(rest), start, st.lists(line, min_size=1, max_size=4))
    modality = st.sampled_from(["text", "image", "video"])
    return st.builds(
        lambda kind, blocks: (head(modality=kind) + "".join(blocks)).encode(),
        modality,
        st.lists(block, min_size=1, max_size=3),
    )


@st.composite
def _mutated(draw: st.DrawFn, paths: Sequence[Path], tokens: Sequence[str], limit: int) -> tuple[str, str]:
    """A real file's name and text, with pieces cut out, doubled, or replaced."""
    path = draw(st.sampled_from(paths))
    text = _text(path)[:limit]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from(["", text[start:end] * 2, *tokens]))
        text = text[:start] + piece + text[end:]
    return path.stem, text


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def releases() -> st.SearchStrategy[bytes]:
    """Bytes for a release file."""
    soup = st.lists(st.sampled_from([*_YAML_TOKENS, *_keys()]), max_size=60).map(
        lambda tokens: "".join(tokens).encode()
    )
    mutated = _mutated(MODELS, (*_YAML_TOKENS, *_VALUES), 6000).map(lambda pair: pair[1].encode())
    return st.one_of(st.binary(max_size=300), soup, _structures(), _lines(), mutated)


def registries() -> st.SearchStrategy[tuple[str, bytes]]:
    """The name of a registry file and bytes for it."""
    paths = [DATA / f"{name}.yml" for name in REGISTRY_FILES]
    words = ("{zh: 甲, en: A}", "label", "help", "group", "type", "count", "options", "applies", "follows", "range")
    mutated = _mutated(paths, (*_YAML_TOKENS, *_VALUES, *words), 60_000).map(lambda pair: (pair[0], pair[1].encode()))
    anything = st.recursive(
        st.sampled_from(_VALUES) | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(words) | st.text(max_size=5), inner)
        ),
        max_leaves=8,
    )
    structures = st.sampled_from(sorted(REGISTRY_FILES)).flatmap(
        lambda name: st.fixed_dictionaries(dict.fromkeys(REGISTRY_FILES[name], anything)).map(
            lambda value: (name, yaml.safe_dump(value, allow_unicode=True).encode())
        )
    )
    return st.one_of(mutated, structures)


def pages() -> st.SearchStrategy[str]:
    """Text for a page: fences, options and conditions thrown together."""
    tokens = (
        "```", "````", "~~~", "compare", "model-card", "chart", "comparre", "value-sample", "lineage", "timeline",
        "\n", "\n\n", "    ", "> ", "- ", "\t", "model: palm", "model: palmm", "columns: [layers, heads]",
        "columns: [layerz]", "columns: {a: b}", "where: series = llama", "where: params_total >",
        'where: "layers is known"', "where: [a]", "sort: -params_total", "sort: -", "caption: 表", "id: one",
        "id: É", "name: sizes-over-time", "rumours: maybe", "values: [palm/540b layers]", "values: [palm]",
        "values: x", "allow_empty: yes", "note: <b>", "# 标题 {#t}", "---", "title: x", "<script>", "</div>",
        "{ onclick=x }", "[a](javascript:x)", "$", "\\href", "`", "<", "{", "&#", "x: &a",
    )  # fmt: skip
    soup = st.lists(st.sampled_from(tokens), max_size=40).map("".join)
    return st.one_of(soup, st.text(max_size=200), _mutated(PAGES, tokens, 6000).map(lambda pair: pair[1]))


def queries() -> st.SearchStrategy[str]:
    """Text for ``where`` and ``sort``."""
    field_names = sorted(registry().fields)
    words = (
        "=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "(", ")", ",", "in", "has", "is", "known", "unknown",
        "undisclosed", '"', '"a b"', "10B", "1e22", "2023-07", "2023-13", "yes", "512x512", "-", ".", "~", "é",
        "\n", "__import__", "results.mmlu/5-shot", "unet.params_total", "unet.is", "results", "openai", "text",
        "palm/540b", "9" * 50,
    )  # fmt: skip
    soup = st.lists(st.sampled_from([*words, *field_names]), max_size=12).map(" ".join)
    test = st.builds(
        lambda *parts: " ".join(parts),
        st.sampled_from([*field_names, "unet.layers", "results.mmlu/5-shot"]),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "has"]),
        st.sampled_from(["10B", "1e22", "2023-07", "yes", "512x512", "llama", "0.5", '"x y"', "palm", "successor"]),
    )
    return st.one_of(st.text(max_size=80), soup, test)


# --- long runs

RUN_LENGTH = 100_000
CPU_LIMIT = 2.0  # a run that costs its square takes minutes


@dataclass(frozen=True)
class Run:
    """The same characters over and over, then something that does not fit."""

    unit: str
    end: str

    @property
    def id(self) -> str:
        return f"{self.unit!r}+{self.end!r}"

    def text(self, length: int) -> str:
        return (self.unit * (length // len(self.unit.encode()) + 1)).encode()[:length].decode(
            errors="ignore"
        ) + self.end


_UNITS = (
    "[", "{", "(", '"', "'", "&", "*", "!", "?", "-", ":", "#", "|", ">", "%", "@", "`", "~", "<", "=", "$", "\\",
    "\t", " ", ",", "\n", "_", "é", "：", "\u200b", "\x01", "<!--", "](", "[a](", "a: ", "? ", "- ", "{a: ", "[a, ",
    "&a ", "a:\n", "-\n", "> ", "```\n", "~~~x\n", "```ab\n", "```compare\n```\n", "`` ", "<a ", "</", "{#", "{: ",
    "\\(", "$$", "not ", "a=1 and ", "((", "x y ",
)  # fmt: skip
RUNS = tuple(Run(unit, end) for unit in _UNITS for end in ("", "`", "\n]"))


def lines(template: str, size: int) -> str:
    """``template`` over and over, numbered, up to ``size`` bytes."""
    made: list[str] = []
    length = 0
    while length < size:
        made.append(template.format(number=len(made)))
        length += len(made[-1].encode())
    return "".join(made)


def distinct_slips(size: int) -> dict[str, str]:
    """Files full of slips that are all different, so that every suggestion has to be looked up."""

    block = head() + "  - cite: {paper: §1}\n"
    return {
        "unknown fields": block + lines("    layerz{number}: 1\n", size),
        "unknown ids": block + "    languages: [" + lines("engl{number}, ", size) + "x]\n",
        "unknown variants": block + "    for: [" + lines("smal{number}, ", size) + "x]\n",
        "unknown sources": block + lines("  - cite: {{papr{number}: §1}}\n    layers: 1\n", size),
        "dangling parents": block + "    base: {" + lines("palm-{number}: fine-tune, ", size) + "x: uses}\n",
        "unknown benchmarks": block + "    results: {" + lines("mmlu{number}/5-shot: 1, ", size) + "x: 1}\n",
        "duplicate keys": block + lines("    layers: {number}\n", size),
        "disagreeing values": head() + lines("  - cite: {{paper: §{number}}}\n    layers: {number}\n", size),
        "bad numbers": head() + lines("  - cite: {{paper: §1}}\n    layers: {number}e9\n", size),
        "odd characters": "\x01\n" * (size // 2),
        "sources": re.sub(r"(?s)\nvariants.*", "\n", head())
        + lines("  s{number}: {{type: paper, title: x, url: x}}\n", size),
        "variants": re.sub(r"(?s)\nfacts.*", "\n", head())
        + lines("  v{number}: x\n", size)
        + "facts:\n  - cite: {paper: §1}\n    layers: 3\n",
    }


def crowded_pages(size: int) -> dict[str, str]:
    """Pages full of slips, of good directives, or of one endless option."""

    def table(options: str) -> str:
        return f"```compare\n{options}\ncaption: x\n```\n"

    return {
        "links": lines("[a](models/palm{number}.md)\n", size),
        "links in one line": lines("[a](models/palm{number}.md) ", size),
        "anchors": lines("[a](models/palm.md#layerz{number})\n", size),
        "anchors in one line": lines("[a](models/palm.md#layerz{number}) ", size),
        "definitions": lines("[a]: models/palm{number}.md\n", size),
        "names": lines("```comparre{number}\n```\n", size),
        "options": "```compare\n" + lines("colunm{number}: x\n", size) + "```\n",
        "empty": lines("```compare\nx{number}: y\n```\n", size),
        "columns": table("columns: [" + lines("layerz{number}, ", size) + "x]"),
        "same column": table("columns: [" + lines("layers, ", size) + "x]"),
        "tables": lines("```compare\ncolumns: [layers]\nsort: -layers\ncaption: x\n```\n", size),
        "figures": lines("```lineage\nwhere: layers > {number}\ncaption: x\n```\n", size),
        "conditions": lines("```lineage\nwhere: organization = googl{number}\ncaption: x\n```\n", size),
        "one condition": table("columns: [layers]\nwhere: " + lines("layers > {number} and ", size) + "layers > 1"),
        "sort": table("columns: [layers]\nsort: " + lines("layers, ", size)),
        "sort by anything": table("columns: [layers]\nsort: " + lines("layers{number}, ", size)),
        "values": "```value-sample\nvalues: [" + lines("palm{number} layers, ", size) + "x]\n```\n",
        "values of one": "```value-sample\nvalues: [" + lines("palm layerz{number}, ", size) + "x]\n```\n",
        "cards": lines("```model-card\nmodel: palmm{number}\n```\n", size),
        "headings": lines("# a\n", size),
        "same heading": lines("# a {{#x}}\n", size),
        "front matter": "---\n" + lines("titel{number}: x\n", size) + "---\n",
        "tags": lines("<script>{number}\n", size),
        "attributes": lines("<b onx{number}=1>", size),
        "attribute lists": lines("{{ onclick{number}=x }}\n", size),
        "addresses": lines("[a](javascript:{number})\n", size),
        "formulas": lines("$\\href{number}$\\href ", size),
        "diagram": "```mermaid\n" + lines("click {number}\n", size) + "```\n",
        "invisible": lines("\u200b\n", size),
    }


def cpu_seconds(run: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start
