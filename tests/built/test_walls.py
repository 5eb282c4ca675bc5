"""The second wall on the real site: it finds nothing there, and stops what the first wall never sees."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import lxml.html
import pytest

from atlas.catalogue.findings import Findings
from atlas.content_policy import content_policy, pinned_scripts
from atlas.site_lint import Rules, SiteLinter, inline_scripts
from project_copy import copy_project, environment, mkdocs

ADDRESS = "https://aigc-atlas.readthedocs.io/"


def test_the_site_passes(site: Path) -> None:
    """Links, anchors, ids, scripts, hosts, kinds of files: see tests/test_site_lint.py for what is refused."""
    findings = Findings()
    scripts = pinned_scripts()
    SiteLinter(Rules(scripts, content_policy(scripts), ADDRESS)).lint(site, findings)
    assert not findings.items, findings.render("en")


def test_another_parser_finds_no_script_either(pages: dict[str, lxml.html.HtmlElement]) -> None:
    for path, page in pages.items():
        assert not page.xpath("//iframe | //object | //embed | //base | //style | //meta[@http-equiv='refresh']"), path
        handlers = [name for node in page.iter() for name in getattr(node, "attrib", ()) if name.startswith("on")]
        assert not handlers, path
        assert not page.xpath("//@href[starts-with(., 'javascript:')]"), path
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_the_list_of_inline_scripts_is_what_the_theme_has(site: Path) -> None:
    assert inline_scripts(site) == set(pinned_scripts())


def build(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        mkdocs("build", "--strict"), cwd=project, env=environment() | variables, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_project(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("the last good page", "utf-8")
    return tmp_path


SMUGGLED = {
    "partials/path.html": ("", '<p onclick="alert(1)">x</p><script>alert(1)</script>'),
    "404.html": ("<h1>", '<a href="javascript:alert(1)" id="a">x</a><b id="a"></b>'),
    "main.html": ('<meta name="viewport"', '<base href="https://evil.example/">'),
}
HOOK = """

def on_page_context(context, *, page, config, nav):
    Path(config.site_dir, "x.py").touch()
"""


def test_what_comes_past_the_first_wall_is_stopped_and_the_last_site_stays(project: Path) -> None:
    """The first wall never sees templates, the theme and hooks."""
    for name, (before, smuggled) in SMUGGLED.items():
        edit(project / "overrides" / name, before, smuggled + before)
    with (project / "hooks" / "exports.py").open("a", encoding="utf-8") as hook:
        hook.write(HOOK)
    result = build(project)
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in output
    for code in ("E901", "E902", "E903", "E905", "E909", "E912"):
        assert re.search(rf"\S+:\d+:\d+: \S+ \[{code}\]", output), (code, output)
    assert (project / "site" / "index.html").read_text("utf-8") == "the last good page"
    assert not (project / ".site-building").exists()


def test_on_read_the_docs_the_host_may_add_its_own_parts(project: Path) -> None:
    address = "https://aigc-atlas.readthedocs.io/zh-cn/latest/"
    result = build(project, READTHEDOCS="True", READTHEDOCS_CANONICAL_URL=address)
    assert result.returncode == 0, result.stdout + result.stderr
    for name in ("index.html", "404.html", "models/palm/index.html"):
        assert "https://server.ethicalads.io" in (project / "site" / name).read_text("utf-8")
