"""The atlas command: what each subcommand does, and its exit status."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from atlas.catalogue.findings import LANGUAGES, nearest, rules
from atlas.cli import main
from atlas.links import with_addresses
from atlas.staleness import stale_report
from folders import data_folder, head, loaded, sample
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


def test_a_slip_in_a_registry_is_told_once_not_at_every_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("vendor", "images"))
    fields = tmp_path / "docs" / "data" / "fields.yml"
    text = fields.read_text("utf-8")
    assert "label: {zh: 层数, en: Layers}" in text
    fields.write_text(text.replace("label: {zh: 层数, en: Layers}", "label: {zh: 层数}", 1), "utf-8")
    assert main(["--lang", "en", "check", "--data", str(tmp_path / "docs" / "data")]) == 1
    out = capsys.readouterr().out
    assert "fields.yml:" in out
    assert " 1 error," in out


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_new_address_stands_where_its_name_belongs(end: str) -> None:
    assert with_addresses(f"# Kept.\naddresses: {{}}{end}", ["b"]) == "# Kept.\naddresses:\n  b: b\n"
    several = f"# Kept.\naddresses:\n  a: a\n  c: c{end}"
    assert with_addresses(several, ["b", "d"]) == "# Kept.\naddresses:\n  a: a\n  b: b\n  c: c\n  d: d\n"


def test_a_name_in_other_letters_is_suggested() -> None:
    assert nearest("T5", ["t5", "gpt-4"]) == ["t5"]
    assert nearest("ReLU", ["gelu", "relu", "geglu"]) == ["relu"], "one that differs in case only is meant"


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


@pytest.mark.parametrize("command", [[], ["check"], ["new"], ["translated"], ["explain"]])
def test_help_is_in_the_language_of_the_messages(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: str) -> str:
        with pytest.raises(SystemExit) as caught:
            main([*arguments, *command, "--help"])
        assert caught.value.code == 0
        return capsys.readouterr().out

    monkeypatch.setenv("LANG", "en_US.UTF-8")
    english, chinese = said(), said("--lang", "zh")
    assert english.startswith("usage: atlas")
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert chinese.startswith("用法：atlas")
    assert not re.search(r"(?<!-)\b[a-z]+ [a-z]+ [a-z]+\b", chinese.partition("\n\n")[2])
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert said() == chinese


def test_explain_shows_both_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "explain", "e104"]) == 0
    out = capsys.readouterr().out
    assert rules()["E104"].bad.en in out
    assert rules()["E104"].good.en in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_real_explanation(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, right = {"zh": ("错例：", "正例："), "en": ("Wrong:", "Right:")}[language]
    for code in rules():
        assert main(["--lang", language, "explain", code]) == 0
        _, _, examples = capsys.readouterr().out.partition(f"\n{wrong}\n    ")
        for example in examples.split(f"\n\n{right}\n    "):
            assert re.search(r"\W", example.strip()), f"{code}: a keyword is no example"


def test_findings_are_sorted_and_summed_up_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = sample("- cite: {paper: Table 1}\n  heads: many\n  layerz: 3").replace("name: Sample", "name: Bad")
    folder = data_folder(tmp_path, b="", a=bad, sample=head())
    assert main(["--lang", "en", "check", "--data", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    places = [(match[1], int(match[2])) for line in lines if (match := re.match(r"(\S+\.yml):(\d+):", line))]
    assert places == sorted(places)
    assert len(places) >= 3
    assert lines[-1] == "1 of 3 releases, 1 claim, others left out for errors; 3 errors, 0 notices"


def test_fix_keeps_the_address_of_a_new_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = data_folder(tmp_path)
    (folder / "models" / "sample.yml").write_text(head(), "utf-8")
    assert main(["--lang", "en", "check", "--data", str(folder)]) == 0
    assert "[N714] not yet in addresses.yml: sample" in capsys.readouterr().out
    assert main(["fix", "--data", str(folder)]) == 0
    assert (folder / "addresses.yml").read_text("utf-8") == "addresses:\n  sample: sample\n"
    assert main(["--lang", "en", "check", "--data", str(folder)]) == 0
    assert "0 notices" in capsys.readouterr().out


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


def test_stale_lists_what_sources_dispute_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "stale"]) == 0
    out = capsys.readouterr().out
    assert "bloom/176b: chip_hours: 1082990 / 1082880" in out
    assert out.count("language_count: 46 / 45") == 1, "versions that share a disagreement stand in one line"


@pytest.mark.parametrize(("today", "number"), [(date(2024, 12, 31), 0), (date(2025, 1, 1), 2)])
def test_a_source_is_stale_a_year_after_somebody_read_it(today: date, number: int, tmp_path: Path) -> None:
    catalogue, _ = loaded(tmp_path, sample=sample("- cite: {paper: §1}\n  layers: 3"))
    report = stale_report(catalogue, [], "en", today)
    assert f"Sources checked over a year ago: {number}\n" in report
    assert report.count("2024-01-01 A ") == number


def test_pages_lists_every_directive_that_shows_a_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = "- cite: {paper: §1}\n  announced: 2022-04-05\n  params_total: 7B\n  training_tokens: 1T"
    other = sample(facts.replace("2022-04-05", "2021-04-05")).replace("name: Sample", "name: Other")
    docs = data_folder(tmp_path, sample=sample(facts), other=other).parent
    page = docs / "zh" / "page.md"
    page.parent.mkdir()
    directives = (
        "model-card\nmodel: sample", "model-card\nmodel: other", "lineage\ncaption: 图",
        "chart\nname: tokens-and-parameters\ncaption: 图", "compare\nwhere: announced = 2021\ncolumns: [announced]\n"
        "caption: 表", "value-sample\nvalues: [sample params_total]", "model-index", "search-field",
    )  # fmt: skip
    page.write_text("# 页 {#page}\n\n" + "\n\n".join(f"```{each}\n```" for each in directives), "utf-8")
    assert main(["pages", "sample", "--data", str(docs / "data")]) == 0
    found = [line.rpartition(" ") for line in capsys.readouterr().out.splitlines()]
    assert [name for _, _, name in found] == ["model-card", "lineage", "chart", "value-sample", "model-index"]
    assert found[0][0] == f"{page.as_posix()}:3:4"
    assert main(["--lang", "en", "pages", "sampel", "--data", str(docs / "data")]) == 2
    assert capsys.readouterr().err == "atlas: no release sampel; near: sample\n"
    (docs / "data" / "fields.yml").write_text("fields: [", "utf-8")
    assert main(["--lang", "en", "pages", "sample", "--data", str(docs / "data")]) == 1
    assert "fields.yml:2:1: error [E006]" in capsys.readouterr().err


def test_fixing_the_repository_once_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("assets"))
    assert main(["fix", "--data", str(tmp_path / "docs" / "data")]) == 0
    capsys.readouterr()
    assert main(["fix", "--data", str(tmp_path / "docs" / "data")]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "--data", str(tmp_path / "docs" / "data")]) == 0
