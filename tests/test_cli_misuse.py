"""The atlas command in a strange place: a sentence and an exit status, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from folders import data_folder, head


def atlas(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, in ``folder``."""
    return subprocess.run(
        [sys.executable, "-m", "atlas.cli", "--lang", "en", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def no_data(root: Path) -> None:
    shutil.rmtree(root / "docs" / "data")


def empty_data(root: Path) -> None:
    no_data(root)
    (root / "docs" / "data").mkdir()


def no_models(root: Path) -> None:
    shutil.rmtree(root / "docs" / "data" / "models")


def schema_in_gbk(root: Path) -> None:
    (root / "docs" / "data" / "model.schema.json").write_bytes("中文".encode("gbk"))


def schema_is_a_folder(root: Path) -> None:
    (root / "docs" / "data" / "model.schema.json").unlink()
    (root / "docs" / "data" / "model.schema.json").mkdir()


def page_is_a_folder(root: Path) -> None:
    (root / "docs" / "zh" / "page.md").mkdir(parents=True)


def page_is_a_dangling_link(root: Path) -> None:
    (root / "docs" / "zh").mkdir()
    (root / "docs" / "zh" / "page.md").symlink_to(root / "nowhere.md")


def page_in_gbk(root: Path) -> None:
    (root / "docs" / "zh").mkdir()
    (root / "docs" / "zh" / "page.md").write_bytes("# 标题".encode("gbk"))


def target_is_a_file(root: Path) -> None:
    (root / "site").write_text("x", "utf-8")


def nothing_wrong(root: Path) -> None:
    """The sample as it is."""


def broken(reason: str, *values: object) -> object:
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason))


UNREADABLE = "cli.py and fixes.py let an OSError or UnicodeDecodeError of a strange file through"


@pytest.mark.parametrize(
    ("spoil", "arguments", "status"),
    [
        (no_data, ["check"], 2),
        (no_data, ["stale"], 2),
        (no_data, ["export"], 2),
        (empty_data, ["check"], 1),
        (empty_data, ["export"], 1),
        (empty_data, ["schema"], 1),
        (empty_data, ["new", "qwen-7b"], 1),
        (no_models, ["check"], 0),
        broken(UNREADABLE, no_models, ["new", "qwen-7b"], 0),
        broken(UNREADABLE, schema_in_gbk, ["check"], 1),
        broken(UNREADABLE, schema_in_gbk, ["schema"], 0),
        (schema_is_a_folder, ["check"], 1),
        broken(UNREADABLE, schema_is_a_folder, ["schema"], 1),
        (page_is_a_folder, ["check"], 1),
        broken(UNREADABLE, page_is_a_folder, ["fix"], 0),
        (page_is_a_dangling_link, ["check"], 1),
        broken(UNREADABLE, page_is_a_dangling_link, ["fix"], 0),
        (page_in_gbk, ["check"], 1),
        (page_in_gbk, ["fix"], 0),
        broken(UNREADABLE, target_is_a_file, ["export"], 1),
        (nothing_wrong, ["check"], 0),
        (nothing_wrong, ["export"], 0),
        (nothing_wrong, ["stale"], 0),
        (nothing_wrong, ["new", "sample"], 2),
        (nothing_wrong, ["new", "../sample"], 2),
        broken("cli.py asks only for the slug's letters", nothing_wrong, ["new", "con"], 2),
        broken("cli.py asks only for the slug's letters", nothing_wrong, ["new", "index"], 2),
        broken("cli.py asks only for the slug's letters", nothing_wrong, ["new", "x" * 65], 2),
        (nothing_wrong, ["explain", ""], 2),
        (nothing_wrong, ["explain", "E10"], 2),
        (nothing_wrong, ["explain", "{0}"], 2),
        (nothing_wrong, ["check", "--format", "xml"], 2),
        (nothing_wrong, ["check", "--lang", "fr"], 2),
        (nothing_wrong, [], 2),
    ],
)
def test_a_sentence_and_a_status(
    spoil: Callable[[Path], None], arguments: list[str], status: int, tmp_path: Path
) -> None:
    data_folder(tmp_path, sample=head())
    spoil(tmp_path)
    result = atlas(tmp_path, *arguments)
    assert "Traceback" not in result.stderr
    assert result.returncode == status, result.stdout + result.stderr
    assert status == 0 or result.stdout or result.stderr


@pytest.mark.xfail(reason="cli.py prints Chinese whatever the terminal can show")
def test_a_terminal_that_knows_no_chinese(tmp_path: Path) -> None:
    data_folder(tmp_path, sample="")
    result = atlas(tmp_path, "check", "--lang", "zh", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_language_comes_from_lang(language: str, tmp_path: Path) -> None:
    data_folder(tmp_path, sample="")
    lang = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[language]
    result = subprocess.run(
        [sys.executable, "-m", "atlas.cli", "check"],
        cwd=tmp_path, env={**os.environ, "LANG": lang, "PYTHONUTF8": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert {"zh": "空文件", "en": "the file is empty"}[language] in result.stdout
