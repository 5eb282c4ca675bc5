"""The atlas command in a strange place: a sentence and an exit status, never a traceback."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from atlas.cli import main
from atlas.reader_language import message_language
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


def folder_in_a_ring(root: Path) -> None:
    (root / "docs" / "zh").mkdir()
    (root / "docs" / "zh" / "ring").symlink_to(root / "docs")


def picture_from_elsewhere(root: Path) -> None:
    (root / "docs" / "assets").mkdir()
    (root / "docs" / "assets" / "picture.png").symlink_to("/etc/hostname")


def page_in_gbk(root: Path) -> None:
    (root / "docs" / "zh").mkdir()
    (root / "docs" / "zh" / "page.md").write_bytes("# 标题".encode("gbk"))


def target_is_a_file(root: Path) -> None:
    (root / "site").write_text("x", "utf-8")


def nothing_wrong(root: Path) -> None:
    """The sample as it is."""


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
        (no_models, ["check"], 1),
        (no_models, ["new", "qwen-7b"], 0),
        (schema_in_gbk, ["check"], 1),
        (schema_in_gbk, ["schema"], 0),
        (schema_is_a_folder, ["check"], 1),
        (schema_is_a_folder, ["schema"], 1),
        (page_is_a_folder, ["check"], 1),
        (page_is_a_folder, ["fix"], 0),
        (page_is_a_dangling_link, ["check"], 1),
        (page_is_a_dangling_link, ["fix"], 0),
        (folder_in_a_ring, ["check"], 1),
        (folder_in_a_ring, ["fix"], 0),
        (picture_from_elsewhere, ["check"], 1),
        (page_in_gbk, ["check"], 1),
        (page_in_gbk, ["fix"], 0),
        (target_is_a_file, ["export"], 1),
        (nothing_wrong, ["check"], 0),
        (nothing_wrong, ["export"], 0),
        (nothing_wrong, ["stale"], 0),
        (nothing_wrong, ["new", "sample"], 2),
        (nothing_wrong, ["new", "../sample"], 2),
        (nothing_wrong, ["new", "con"], 2),
        (nothing_wrong, ["new", "index"], 2),
        (nothing_wrong, ["new", "x" * 65], 2),
        (nothing_wrong, ["new", "qwen-7b", "--kind", "toy"], 2),
        (no_data, ["new", "qwen-7b"], 2),
        (no_data, ["fix"], 2),
        (no_data, ["pages", "sample"], 2),
        (empty_data, ["pages", "sample"], 1),
        (page_is_a_folder, ["pages", "sample"], 0),
        (page_is_a_dangling_link, ["pages", "sample"], 0),
        (page_in_gbk, ["pages", "sample"], 0),
        (nothing_wrong, ["pages", "../{0}"], 2),
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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "atlas: 缺少参数：COMMAND"),
        (["chekc"], "atlas: COMMAND 不能是 'chekc'；可用的有 "),
        (["check", "--format"], "atlas check: --format 后面要有一个值"),
        (["check", "--format", "xml"], "atlas check: --format 不能是 'xml'；可用的有 "),
        (["check", "--lang", "fr"], "atlas check: --lang 不能是 'fr'；可用的有 "),
        (["check", "-h3"], "atlas check: -h/--help 后面不能有值：'3'"),
        (["export", "here"], "atlas: 认不出的参数：here"),
        (["new", "qwen-7b", "--", "more"], "atlas: 认不出的参数：more"),
        (["translated"], "atlas translated: 缺少参数：PAGE"),
        (["check", "--lang"], "atlas check: --lang 后面要有一个值"),
    ],
)
def test_what_cannot_be_understood_is_told_in_the_readers_language(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    usage, *_, sentence = capsys.readouterr().err.splitlines()
    assert usage.startswith("用法：atlas")
    assert sentence.startswith(said)


def test_a_terminal_that_knows_no_chinese(tmp_path: Path) -> None:
    data_folder(tmp_path, sample="")
    result = atlas(tmp_path, "check", "--lang", "zh", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "[E001]" in result.stdout


def test_such_a_terminal_is_spoken_to_in_english(tmp_path: Path) -> None:
    data_folder(tmp_path, sample="")
    result = subprocess.run(
        [sys.executable, "-m", "atlas.cli", "check"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert "the file is empty" in result.stdout


def test_a_reader_who_leaves_early_ends_it_quietly(tmp_path: Path) -> None:
    data_folder(tmp_path, **{f"broken-{number}": "" for number in range(300)})
    command = f"{sys.executable} -m atlas.cli --lang en check | head -n 1"
    result = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "[E001]" in result.stdout
    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_takes_nothing_more_is_one_line(tmp_path: Path) -> None:
    data_folder(tmp_path, sample=head())
    command = [sys.executable, "-m", "atlas.cli", "--lang", "en", "check"]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "atlas: cannot write the result: the disk is full\n")


NEEDS_MENDING = head() + "\n\n"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("arguments", [["export", "--to", "out"], ["new", "qwen-7b"], ["fix"], ["schema"]])
def test_a_full_or_read_only_disk_is_one_line_and_costs_nothing(
    arguments: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data_folder(tmp_path, sample=NEEDS_MENDING)
    schema_in_gbk(tmp_path)
    (tmp_path / "out").mkdir()
    before = files(tmp_path)

    def refuse(path: Path, data: bytes) -> int:
        with path.open("wb") as half:
            half.write(data[: len(data) // 2])
        raise OSError(code, os.strerror(code))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert main(["--lang", "en", *arguments, "--data", str(folder)]) == 1
    said = capsys.readouterr().err
    assert re.fullmatch(r"atlas: \S+: (the disk is full|the disk is read-only|no permission .*)\n", said), said
    assert files(tmp_path) == before


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_comes_from_the_locale(
    asked: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert message_language() == language
