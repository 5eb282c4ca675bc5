"""A Chinese sentence is edited in the browser: the build stays green, and the English page tells its reader."""

from __future__ import annotations

import subprocess
from pathlib import Path

from project_copy import copy_project, environment, mkdocs

EDITED = "survey/text-generation/bloom"


def test_a_lagging_page_has_a_banner_and_no_other_page(tmp_path: Path) -> None:
    copy_project(tmp_path)
    page = tmp_path / "docs" / "zh" / f"{EDITED}.md"
    page.write_text(page.read_text("utf-8") + "\n又添了一句。\n", "utf-8")
    run = subprocess.run(
        mkdocs("build", "--strict"),
        cwd=tmp_path,
        env={**environment(), "BUILD_EN": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = [
        path.parent.relative_to(tmp_path / "site").as_posix()
        for path in (tmp_path / "site").rglob("index.html")
        if "The Chinese page is newer" in path.read_text("utf-8")
    ]
    assert told == [f"en/{EDITED}"]
