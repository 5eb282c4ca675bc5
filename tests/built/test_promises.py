"""What the README promises of a build: the same bytes everywhere, and the last good site until the next is whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from project_copy import copy_project, environment, mkdocs, replace
from site_build import ROOT

LAST_GOOD = "the last good page"
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "en_US.UTF-8",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONHASHSEED": "4711",
    "NO_MKDOCS_2_WARNING": "1",
}
# Builds of one process: as it stands, after each of the edits it is given, and with all of them taken back.
BUILDS = """
import json, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

def one(name):
    config = load_config("mkdocs.yml", site_dir=name)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()

edits = json.loads(sys.argv[1])
good = {file: Path(file).read_bytes() for file, _, _ in edits}
one("cold")
for number, (file, old, new) in enumerate(edits):
    text = Path(file).read_text("utf-8")
    assert old in text, (file, old)
    Path(file).write_text(text.replace(old, new, 1), "utf-8")
    one(f"edited-{number}")
edited = {file: Path(file).read_bytes() for file in good}
for file, text in good.items():
    Path(file).write_bytes(text)
one("warm")
for file, text in edited.items():
    Path(file).write_bytes(text)
"""


class Edit(NamedTuple):
    """An edit, and the pages that have to show what was written."""

    file: str
    old: str
    new: str
    pages: tuple[str, ...]


MODELS, FRAGMENTS, TEXTS = "docs/data/models", "overrides/fragments", "docs/zh/survey/text-generation"
EDITS = (  # from what everything is made with to a single page, so that no edit hides what an earlier one left behind
    Edit("mkdocs.yml", "biubiobiu/aigc-atlas", "someone/aigc-atlas", ("models/palm", "survey/text-generation/palm")),
    Edit("docs/assets/stylesheets/tokens.css", "[data-md-color-scheme", "/* new */ [data-md-color-scheme", ()),
    Edit("hooks/atlas/catalogue/derive.py", "训练词元 ÷ 参数量", "训练词元除以参数量", ("models/palm",)),
    Edit("hooks/atlas/fragments/citations.py", "[DB/OL]", "[EB/OL]", ("models/palm", "en/models/bloom")),
    Edit(f"{FRAGMENTS}/card-header.html", 'class="gist"', 'class="gist new"', ("en/models/palm",)),
    Edit("docs/data/organizations.yml", "谷歌", "谷歌公司", ("models/palm", "models")),
    Edit(f"{MODELS}/llama.yml", "LLaMA", "LLaMA One", ("models/llama", "en/models/vicuna", "models/llama-2")),
    Edit(f"{MODELS}/palm.yml", "540.35B", "541.35B", ("models/palm", "en/models/palm", "compare/language-models")),
    Edit(f"{TEXTS}/palm.md", "PaLM", "PaLM 三种规模", ("survey/text-generation/bloom",)),
    Edit(f"{TEXTS}/bloom.md", "千余人协作", "千余人一起", ("survey/text-generation/bloom",)),
)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with a last good site."""
    folder = tmp_path / "another folder"
    folder.mkdir()
    copy_project(folder)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text(LAST_GOOD, "utf-8")
    return folder


def run(project: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        mkdocs("build", *arguments), cwd=project, env=environment(),
        capture_output=True, text=True, timeout=300, check=False, **options,
    )  # fmt: skip


def assert_last_site_stays(project: Path, result: subprocess.CompletedProcess[str], said: str) -> None:
    """The build failed with a clear line, and left neither a traceback nor a trace."""
    output = result.stdout + result.stderr
    assert result.returncode == 1, output
    assert "Traceback" not in output
    assert said in output
    assert contents(project / "site") == {"index.html": LAST_GOOD.encode()}
    assert not list(project.glob(".site*"))


def builds(project: Path, *edits: Edit, **env: str) -> None:
    """Let one process build ``project`` cold, after each edit, and warm; at the end the edits stand."""
    argument = json.dumps([(edit.file, edit.old, edit.new) for edit in edits])
    result = subprocess.run(
        [sys.executable, "-c", BUILDS, argument], cwd=project, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True, text=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr


def different(one: Path, other: Path) -> list[str]:
    """The files that are not the same in two sites."""
    here, there = contents(one), contents(other)
    return sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path))


def test_same_input_same_bytes_whatever_the_machine_keeps_or_says(site: Path, project: Path) -> None:
    builds(project, EDITS[-3], **ELSEWHERE)
    for name in ("cold", "warm"):
        assert different(site, project / name) == [], name
    assert b"541350000000" in (project / "edited-0" / "api/v1/facts.csv").read_bytes()


def test_the_fork_that_outlives_mkdocs_builds_the_same_site(site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "properdocs", "build", "--strict", "--config-file", "mkdocs.yml"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(
        [*command, "--site-dir", str(tmp_path / "site")], cwd=ROOT, env=environment,
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert different(site, tmp_path / "site") == []


def test_what_a_process_keeps_goes_when_its_input_changes(project: Path) -> None:
    builds(project, *EDITS)
    for number, edit in enumerate(EDITS):
        for page in edit.pages:
            assert edit.new in (project / f"edited-{number}" / page / "index.html").read_text("utf-8"), edit
    builds(project)  # a new process finds the edits
    assert different(project / "cold", project / f"edited-{len(EDITS) - 1}") == []


def test_an_interrupted_build_leaves_the_last_site_and_the_next_clears_away_the_rest(project: Path) -> None:
    half = project / ".site-building"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        build = subprocess.Popen(
            mkdocs("build"), cwd=project, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        while not any(half.rglob("*.html")):
            assert build.poll() is None, "the build ended before it could be interrupted"
            time.sleep(0.01)
        build.send_signal(number)
        output, _ = build.communicate(timeout=60)
        assert build.returncode != 0
        assert "Traceback" not in output
        assert contents(project / "site") == {"index.html": LAST_GOOD.encode()}
        assert half.exists() == (number == signal.SIGKILL)

    (half / "stale.html").write_text("half", "utf-8")
    assert run(project).returncode == 0
    assert not list(project.glob(".site*"))
    assert LAST_GOOD not in (project / "site" / "index.html").read_text("utf-8")
    assert not (project / "site" / "stale.html").exists()


def test_a_build_killed_while_the_sites_change_places_loses_neither(project: Path) -> None:
    (project / "site").rename(project / ".site-old")
    replace(project / "docs" / "data" / "models" / "palm.yml", "layers:", "layerz:")
    assert_last_site_stays(project, run(project), "[E104]")


def test_a_strict_build_with_a_warning_leaves_the_last_site(project: Path) -> None:
    with (project / "docs" / "zh" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n[没有这一页](nowhere.md)\n")
    assert_last_site_stays(project, run(project, "--strict"), "nowhere.md")


def test_a_disk_that_takes_no_more_is_one_clear_line(project: Path) -> None:
    resource = pytest.importorskip("resource")  # a limit of POSIX systems

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    result = run(project, preexec_fn=limit)
    assert_last_site_stays(project, result, "larger than a file may be here")


def test_a_broken_hook_is_named_with_its_line(project: Path) -> None:
    replace(project / "hooks" / "formulas.py", "def on_page_content", "deff on_page_content")
    result = run(project)
    assert_last_site_stays(project, result, "hooks/formulas.py:")
