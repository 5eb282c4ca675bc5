"""Broken input: every error at once, the last good site untouched, and a server that goes on."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from project_copy import Server, copy_project, environment, mkdocs, replace


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may break."""
    copy_project(tmp_path)
    return tmp_path


def test_all_errors_of_data_and_pages_show_in_one_run_and_the_last_site_stays(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good page", "utf-8")
    models = project / "docs" / "data" / "models"
    replace(models / "palm.yml", "layers:", "layerz:")
    replace(models / "bloom.yml", "organization: bigscience", "organization: bigscients")
    with (project / "docs" / "zh" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n```compare\ncolumns: [params_totl]\ncaption: 表\n```\n\n<script>alert(1)</script>\n")
    result = subprocess.run(
        mkdocs("build"), cwd=project, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in output
    for place, code in (
        (r"docs/data/models/palm\.yml:\d+:\d+", "E104"),
        (r"docs/data/models/bloom\.yml:\d+:\d+", "E106"),
        (r"docs/zh/index\.md:\d+:\d+", "E503"),
        (r"docs/zh/index\.md:\d+:\d+", "E801"),
    ):
        assert re.search(rf"{place}: \S+ \[{code}\]", output), (code, output)
    assert (project / "site" / "index.html").read_text("utf-8") == "the last good page"


@pytest.fixture
def server(project: Path) -> Iterator[Server]:
    running = Server(project)
    yield running
    running.stop()


def test_serving_outlives_broken_data_pages_templates_hooks_package_and_configuration(
    project: Path, server: Server
) -> None:
    palm = project / "docs" / "data" / "models" / "palm.yml"
    fragment = project / "overrides" / "fragments" / "value-sample.html"
    server.wait_for("models/palm/", "540.35B")
    for path, old, new, said in (
        (palm, "layers:", "layerz:", "E104"),
        (project / "docs" / "zh" / "index.md", "```value-sample", "```value-sampel", "E501"),
        (fragment, "{% for sample", "{% fro sample", "value-sample.html"),
        (project / "overrides" / "main.html", "{% extends", "{% extnds", "main.html"),
        (project / "hooks" / "formulas.py", "def on_page_content", "deff on_page_content", "hooks/formulas.py:"),
        (project / "hooks" / "atlas" / "fragments" / "cells.py", "import urlsplit", "import urlspilt", "urlspilt"),
        (project / "mkdocs.yml", "plugins:", "plugins:\n  - nonesuch", "nonesuch"),
        (project / "mkdocs.yml", "theme:", "theme: [", "mkdocs.yml"),
    ):
        good = path.read_text("utf-8")
        replace(path, old, new)
        page = server.wait_for("models/palm/", said)
        assert "540.35B" in page, "the last good content stays"
        path.write_text(good, "utf-8")
        server.wait_for("models/palm/", 'role="alert"', gone=True)


def test_serving_begins_on_broken_input(project: Path) -> None:
    formulas = project / "hooks" / "formulas.py"
    good = formulas.read_text("utf-8")
    replace(formulas, "from __future__", "fromm __future__")
    replace(project / "docs" / "data" / "models" / "palm.yml", "layers:", "layerz:")
    server = Server(project)
    try:
        server.wait_for("", "hooks/formulas.py:")
        formulas.write_text(good, "utf-8")
        server.wait_for("", "E104")
        replace(project / "docs" / "data" / "models" / "palm.yml", "layerz:", "layers:")
        assert 'role="alert"' not in server.wait_for("models/palm/", "540.35B")
    finally:
        server.stop()


def test_search_follows_edits_without_a_restart(project: Path, server: Server) -> None:
    entry = "pagefind/pagefind-entry.json"
    first = server.wait_for(entry, "page_count")
    with (project / "docs" / "zh" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n鲲鹏展翅九万里。\n")
    server.wait_for("", "鲲鹏")
    server.wait_for(entry, first, gone=True)


def test_edits_of_data_and_of_the_package_go_live(project: Path, server: Server) -> None:
    server.wait_for("models/palm/", "540.35B")
    replace(project / "docs" / "data" / "models" / "palm.yml", "540.35B", "541.35B")
    server.wait_for("models/palm/", "541.35B")
    replace(project / "hooks" / "atlas" / "fragments" / "words.yml", "由公式推算", "由算式推得")
    server.wait_for("models/palm/", "由算式推得")
    replace(project / "docs" / "data" / "addresses.yml", "addresses:\n", "addresses:\n  palm-1: palm\n")
    server.wait_for("models/palm-1/", 'href="../palm/"')


def test_a_link_that_an_edit_elsewhere_broke_is_told_again_at_each_build(project: Path, server: Server) -> None:
    broken = "survey/text-generation/bloom.md' contains a link 'palm.md#multi-query', but"
    page = "survey/text-generation/palm/"
    server.wait_for(page, 'id="multi-query"')
    assert broken not in server.log.read_text("utf-8")
    for language in ("zh", "en"):
        file = project / "docs" / language / "survey" / "text-generation" / "palm.md"
        replace(file, "{#multi-query}", "{#one-key}")
    server.wait_for(page, 'id="one-key"')
    told = server.log.read_text("utf-8").count(broken)
    assert told
    replace(project / "docs" / "data" / "models" / "palm.yml", "540.35B", "541.35B")
    server.wait_for("models/palm/", "541.35B")
    assert server.log.read_text("utf-8").count(broken) > told
