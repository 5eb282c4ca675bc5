"""The atlas command: what each subcommand does, and its exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from atlas.catalogue.findings import rules
from atlas.cli import main
from folders import data_folder, head, sample
from site_build import ROOT


def test_check_is_green_on_the_real_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "check"]) == 0
    assert "0 errors" in capsys.readouterr().out


def test_check_of_another_folder_reports_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data_folder(tmp_path, sample=sample("- cite: {paper: Table 1}\n  layerz: 3\n  heads: many"))
    assert main(["--lang", "en", "check", "--data", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "[E104]" in out
    assert "[E201]" in out
    assert "sample.yml:31:5" in out


def test_findings_come_as_json_and_as_annotations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data_folder(tmp_path, sample=sample("- cite: {paper: Table 1}\n  layerz: 3"))
    assert main(["check", "--data", str(folder), "--format", "json"]) == 1
    [finding] = json.loads(capsys.readouterr().out)
    assert (finding["code"], finding["line"], finding["column"]) == ("E104", 31, 5)
    assert finding["what_zh"]
    assert finding["what_en"]
    assert main(["check", "--data", str(folder), "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=")


def test_misuse_has_a_status_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(tmp_path / "nowhere")]) == 2
    assert main(["explain", "E9999"]) == 2
    assert main(["new", "Not A Slug"]) == 2
    with pytest.raises(SystemExit) as caught:
        main(["unknown"])
    assert caught.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_explain_shows_both_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "explain", "e104"]) == 0
    out = capsys.readouterr().out
    assert rules()["E104"].bad in out
    assert rules()["E104"].good in out


def test_a_new_release_is_a_form_that_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data_folder(tmp_path)
    assert main(["new", "qwen-7b", "--data", str(folder)]) == 0
    assert "params_total" in (folder / "models" / "qwen-7b.yml").read_text("utf-8")
    assert main(["new", "qwen-7b", "--data", str(folder)]) == 2
    assert main(["check", "--data", str(folder)]) == 1
    assert "qwen-7b.yml" in capsys.readouterr().out


def test_export_writes_the_published_files(tmp_path: Path) -> None:
    folder = data_folder(tmp_path, sample=head())
    assert main(["export", "--data", str(folder), "--to", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "api" / "v1" / "models" / "sample.json").is_file()


def test_fix_mends_what_is_mechanical(tmp_path: Path) -> None:
    folder = data_folder(tmp_path, sample=head() + "\n\n")
    page = tmp_path / "docs" / "zh" / "page.md"
    page.parent.mkdir(parents=True)
    page.write_bytes("# 标题 {#title}\r\n\r\n用Python写的3个函数  \r\n末行 \t".encode())
    assert main(["fix", "--data", str(folder)]) == 0
    assert page.read_text("utf-8") == "# 标题 {#title}\n\n用 Python 写的 3 个函数  \n末行\n"
    assert (folder / "models" / "sample.yml").read_text("utf-8") == head()


def test_stale_lists_what_sources_dispute(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "stale"]) == 0
    assert "bloom/176b.chip_hours: 1082990 / 1082880" in capsys.readouterr().out


def test_fix_has_nothing_to_mend_in_the_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("assets"))
    assert main(["fix", "--data", str(tmp_path / "docs" / "data")]) == 0
    assert capsys.readouterr().out == ""
