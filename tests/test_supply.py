"""What comes from outside: pinned with hashes, vendored as the manifest says, run with no rights it does not need."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_build import ROOT

LOCKS = ("requirements", "requirements-test")
VENDOR = ROOT / "docs" / "assets" / "vendor"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GUARDED = (".github/", "hooks/", "mkdocs.yml", "overrides/", "requirements*", "tools/", "docs/assets/")


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, tuple[str, int]]:
    """The packages of a lock file: version and number of hashes."""
    text = (ROOT / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    found = {}
    for line in lines:
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)", line)
        assert match, line
        found[normalised(match[1])] = (match[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}", line)))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    packages = locked(name)
    assert packages
    assert not [package for package, (_, hashes) in packages.items() if not hashes]


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_is_what_was_asked_for(name: str) -> None:
    packages = locked(name)
    for line in (ROOT / f"{name}.in").read_text("utf-8").split("\n"):
        if asked := re.match(r"([A-Za-z0-9._-]+)==([^\s;#]+)", line):
            assert packages[normalised(asked[1])][0] == asked[2], "run make lock"
        else:
            assert not line or line.startswith(("#", "-c ")), f"an exact version is wanted: {line}"


def test_vendored_files_are_what_the_manifest_says() -> None:
    packages: list[dict[str, Any]] = json.loads((VENDOR / "manifest.json").read_text("utf-8"))["packages"]
    files = {name: integrity for package in packages for name, integrity in package["files"].items()}
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()} - {"manifest.json"}
    assert there == set(files)
    for name, integrity in files.items():
        digest = hashlib.sha512((VENDOR / name).read_bytes()).digest()
        assert integrity == f"sha512-{base64.b64encode(digest).decode()}", name
    for package in packages:
        assert package["version"]
        assert package["licence"]
        assert any(name.endswith("/LICENSE") for name in package["files"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_have_no_rights_and_pinned_actions(path: Path) -> None:
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in text
    assert "secrets." not in text
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 60
        assert job.get("permissions", {}) in ({}, {"contents": "read"})
        for step in job["steps"]:
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", step.get("uses", "a/b@" + "0" * 40)), step
            assert "${{" not in step.get("run", ""), "an expression in a script can carry one in"
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_code_that_runs_has_owners() -> None:
    owners = (ROOT / ".github" / "CODEOWNERS").read_text("utf-8")
    for pattern in GUARDED:
        assert re.search(rf"^/{re.escape(pattern)}\s+@", owners, re.MULTILINE), pattern
