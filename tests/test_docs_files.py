"""Files under docs/: what may lie there, under which name, and what a drawing may hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from atlas.catalogue.findings import Findings
from atlas.docs_files import check_files

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def codes(docs: Path) -> list[tuple[str, str]]:
    findings = Findings()
    check_files(docs, findings)
    return [(each.rule.code, each.place.file) for each in findings.sorted()]


def put(docs: Path, name: str, text: str = "x") -> None:
    path = docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("zh/secret\u200b.md", "E808"),
        ("zh/gpj.\u202ednp.png", "E808"),
        ("zh/gр\u0442.md", "E808"),
        ("zh/GPT.md", "E808"),
        ("zh/a b.png", "E808"),
        ("zh/图/a.png", "E808"),
        ("zh/.hidden", "E808"),
        ("zh/__x.md", "E808"),
        ("zh/page.html", "E809"),
        ("zh/evil.js", "E809"),
        ("zh/a.css", "E809"),
        ("zh/notes.docx", "E809"),
        ("en/data.yml", "E809"),
        ("assets/x.py", "E809"),
        ("assets/x.html", "E809"),
        ("other/page.md", "E809"),
        ("js/page.md", "E809"),
    ],
)
def test_a_file_that_does_not_belong(name: str, code: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    assert {found for found, _ in codes(tmp_path)} == {code}


@pytest.mark.parametrize("name", ["zh/a/stable-diffusion.md", "en/a/x_1.webp", "assets/x.woff2", "data/models/a.yml"])
def test_a_file_that_does(name: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    assert codes(tmp_path) == []


def test_links_loops_and_pipes_are_refused_anywhere(tmp_path: Path) -> None:
    put(tmp_path, "zh/index.md")
    (tmp_path / "zh" / "secret.md").symlink_to("/etc/hostname")
    (tmp_path / "zh" / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.png").symlink_to("nowhere")
    os.mkfifo(tmp_path / "zh" / "pipe.md")
    names = ("gone.png", "zh/loop", "zh/pipe.md", "zh/secret.md")
    assert codes(tmp_path) == [("E021", f"docs/{name}") for name in names]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<a href='javascript:alert(1)'><text>x</text></a>",
        "<path onload='alert(1)'/>",
        "<foreignObject><p>x</p></foreignObject>",
        "<image href='https://evil.example/x.png'/>",
        "<use href='https://evil.example/x.svg#a'/>",
        "<style>@import url(//evil.example)</style>",
        "<path style='fill:url(//evil.example)'/>",
        "<path fill='url(https://evil.example/#a)'/>",
        "<path fill='&#117;rl(//evil.example)'/>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script>",
        "<g xmlns='http://www.w3.org/1999/xhtml'>x</g>",
        "<![CDATA[<script>]]>",
        "<!ENTITY a 'x'>",
        "<?xml-stylesheet href='//evil.example'?>",
    ],
)
def test_a_drawing_that_acts(inside: str, tmp_path: Path) -> None:
    put(tmp_path, "assets/x.svg", SVG.format("\n" + inside))
    findings = Findings()
    check_files(tmp_path, findings)
    assert {(each.rule.code, each.place.line) for each in findings.items} == {("E810", 2)}


def test_a_plain_drawing(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn by hand -->\n'
    put(
        tmp_path,
        "assets/x.svg",
        head + SVG.format("<g fill='url(#a)'><text x='1'>图</text></g>"),
    )
    assert codes(tmp_path) == []
