"""README and CONTRIBUTING name only what is there."""

from __future__ import annotations

import re

import pytest

from site_build import ROOT

GUIDES = ("README.md", "CONTRIBUTING.md")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_modules_and_tests_that_it_names_exist(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    files = set(re.findall(r"(?:tests|hooks)/[\w/]+\.py", text)) - {"hooks/NAME.py"}
    assert files
    assert [name for name in files if not (ROOT / name).is_file()] == []
    known = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    names = re.findall(r"`(test_\w+)(…)?`", text)
    assert [name for name, more in names if not re.search(rf"def {name}{'' if more else r'[(]'}", known)] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_the_commands_that_it_names_exist(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    assert set(re.findall(r"(?m)(?:^|`)(?:\w+=\w+ )?make ([a-z]+)", text)) <= targets
