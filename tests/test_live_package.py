"""Which results of earlier builds an edit of the package lets go of while serving."""

from __future__ import annotations

from pathlib import Path

import pytest

import build_session
import live_package
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.findings import Findings
from build_session import KEPT, Session, package_changed

READ = {"read", "checked", "twins"}
DRAWN = {"checked", "drawn", "cards"}


@pytest.fixture
def session(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Session:
    """The session of an earlier build, with a result of each kind."""
    kept = Session(catalogue, Findings(), {})
    for name in KEPT:
        getattr(kept, name)["key"] = "result"
    monkeypatch.setattr(build_session, "_last", build_session._Last(kept))
    return kept


@pytest.mark.parametrize(
    ("edited", "goes"),
    [
        ("atlas.prose", READ),
        ("atlas.front_matter", READ),
        ("atlas.page_checks", {"read", "checked"}),
        ("atlas.twins", {"twins"}),
        ("atlas.catalogue.query", DRAWN),
        ("atlas.fragments.directives", DRAWN),
        ("atlas.fragments.cells", DRAWN),
        ("atlas.catalogue.export", DRAWN | {"published"}),
        ("atlas.staleness", set()),
    ],
)
def test_an_edit_lets_go_of_what_the_module_made(edited: str, goes: set[str], session: Session) -> None:
    package_changed(live_package.affected({edited}))
    assert build_session.current() is session
    assert {name for name in KEPT if not getattr(session, name)} == goes


@pytest.mark.parametrize("edited", ["atlas.catalogue.load", "atlas.catalogue.nodes", "atlas.catalogue", "atlas"])
def test_an_edit_of_what_reads_the_data_lets_go_of_everything(edited: str, session: Session) -> None:
    package_changed(live_package.affected({edited}))
    assert build_session._last.session is None


def test_a_module_is_affected_by_what_it_imports_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "atlas"
    (package / "inner").mkdir(parents=True)
    for name, text in {
        "__init__.py": "",
        "inner/__init__.py": "",
        "inner/base.py": "",
        "relative.py": "from .inner import base",
        "absolute.py": "from atlas.inner.base import something",
        "whole.py": "import atlas.inner.base",
        "late.py": "def run():\n    from .relative import base",
        "apart.py": "import json",
    }.items():
        (package / name).write_text(text, "utf-8")
    monkeypatch.setattr(live_package, "HOOKS", tmp_path)
    found = live_package.affected({"atlas.inner.base"})
    assert found == {f"atlas.{name}" for name in ("inner.base", "relative", "absolute", "whole", "late")}
