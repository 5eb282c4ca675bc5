"""What all tests share: the real catalogue, and one build of the real site."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import Findings
from atlas.catalogue.load import load
from site_build import ROOT, build


def pytest_configure() -> None:
    """Messages are in the language that a test asks for with LANG, whatever the machine speaks."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue of docs/data; a failure here lists what is wrong with it."""
    findings = Findings()
    loaded = load(ROOT / "docs" / "data", findings)
    assert not findings.errors, findings.render("en")
    return loaded


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; ATLAS_SITE names one that is built already, for quick runs."""
    if ready := os.environ.get("ATLAS_SITE"):
        return Path(ready)
    folder = tmp_path_factory.mktemp("built") / "site"
    result = build(folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder
