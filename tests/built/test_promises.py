"""What the README promises of a build: the same bytes everywhere, and the last good site until the next is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from project_copy import copy_project, environment, mkdocs, replace

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
# Three builds of one process: nothing kept yet; a value changed, so what was kept is old; the value as it was.
THREE_BUILDS = """
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

palm = Path("docs/data/models/palm.yml")
good = palm.read_text("utf-8")
for name, text in (("cold", good), ("edited", good.replace("540.35B", "541.35B", 1)), ("warm", good)):
    palm.write_text(text, "utf-8")
    config = load_config("mkdocs.yml", site_dir=name)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
"""


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


def test_same_input_same_bytes_whatever_the_machine_keeps_or_says(site: Path, project: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", THREE_BUILDS], cwd=project, env={**os.environ, **ELSEWHERE},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    here = contents(site)
    for name in ("cold", "warm"):
        there = contents(project / name)
        assert here.keys() == there.keys()
        assert [path for path in here if here[path] != there[path]] == [], name
    edited = contents(project / "edited")
    for path in ("models/palm/index.html", "en/models/palm/index.html", "compare/language-models/index.html"):
        assert b"541.35B" in edited[path], "what was kept of the old data is thrown away"
    assert b"541350000000" in edited["api/v1/facts.csv"]


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
