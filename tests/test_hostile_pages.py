"""The first wall: each hostile payload is refused at its line, what the theme teaches is not, and the walls agree."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from atlas.catalogue.findings import Findings, Place
from atlas.fragments.directives import DIRECTIVES
from atlas.page import split_page
from atlas.page_safety import check_safety
from atlas.site_lint import Rules, SiteLinter
from evil.pages import HARMLESS, PAYLOADS, Payload
from site_build import ROOT


def refused(text: str) -> Findings:
    findings = Findings()
    findings.know_text("docs/zh/page.md", text)
    check_safety(text, Place("docs/zh/page.md"), DIRECTIVES, findings)
    return findings


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.id)
def test_every_payload_is_refused_at_its_line(payload: Payload) -> None:
    found = [(each.rule.code, each.place.file, each.place.line) for each in refused(payload.text).errors]
    assert (payload.code, "docs/zh/page.md", payload.line) in found


@pytest.mark.parametrize("text", HARMLESS)
def test_what_the_theme_teaches_passes(text: str) -> None:
    findings = refused(text)
    assert not findings.items, findings.render("en")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("title: </title><script>alert(1)</script>", "E603"),
        ("description: '\" onload=alert(1) x=\"'", "E603"),
        ("author: x\nauthors: ['<img src=x onerror=alert(1)>']", "E603"),
        ("tags: ['javascript:alert(1)']", "E603"),
        ("template: ../../etc/passwd", "E602"),
        ("icon: ../../../etc/passwd", "E611"),
        ("icon: material/../../x", "E611"),
        ("title: GPT: 4", "E008"),
    ],
)
def test_front_matter_cannot_carry_anything_in(line: str, code: str) -> None:
    findings = Findings()
    split_page(f"---\n{line}\n---\n\n文\n", "docs/zh/page.md", findings)
    assert code in {each.rule.code for each in findings.errors if each.place.line in (2, 3)}


@pytest.fixture(scope="module")
def library() -> markdown.Markdown:
    """The Markdown library with the extensions of the site."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    options = {name: config.mdx_configs.get(name) or {} for name in config.markdown_extensions}
    options.pop("pymdownx.emoji")
    return markdown.Markdown(extensions=list(options), extension_configs=options)


PIECES = (
    "`", "``", "```", "````", "~~~", "\n", "\n\n", "> ", "- ", "    ", "\t", "\\", "{", "}", "[", "](", ")", "<div>",
    "</div>", "<div markdown>", "<p>", "<b ", ">", "<!--", "-->", "\"", "'", "text", " ", "title=", "|", "$", "$$",
    "\n    ", "\n```\n",
)  # fmt: skip
SMUGGLED = ("<script>x</script>", "<img onerror=x>", "[a](javascript:x)", "{ onclick=x }", "<iframe>", "<b onclick=x>")


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES + SMUGGLED), min_size=2, max_size=14))
def test_what_the_first_wall_lets_through_the_second_has_nothing_against(
    library: markdown.Markdown, tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    text = "".join(pieces)
    if refused(text).errors:
        return
    folder = tmp_path_factory.mktemp("page")
    Path(folder, "index.html").write_text(f"<!doctype html>{library.reset().convert(text)}", "utf-8")
    findings = Findings()
    SiteLinter(Rules((), "")).lint(folder, findings)
    dangerous = [each for each in findings.items if each.rule.code in ("E901", "E902", "E903", "E905")]
    assert not dangerous, (text, findings.render("en"))
