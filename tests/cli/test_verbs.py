"""The other verbs, the languages, and how the command line ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from kaoping.cli import main
from kaoping.cli.language import language_of
from kaoping.cli.speaking import Voice
from kaoping.errors import Words
from kaoping.sheets.sheet_names import SheetNames
from tests.cli.cast import SCHEME, District, district


@pytest.fixture
def yunlan(tmp_path: Path) -> District:
    return district(tmp_path)


Told = pytest.CaptureFixture[str]


def test_check_tells_every_problem_with_its_line(yunlan: District, capsys: Told) -> None:
    assert main(["check", str(yunlan.scheme), "--lang", "zh"]) == 0
    assert "提醒" in capsys.readouterr().out
    wrong = yunlan.folder / "wrong.yaml"
    wrong.write_text(SCHEME.replace("cap: 1.2", "cup: 1.2").replace("floor: 85", "flaw: 85"), "utf-8")
    assert main(["check", str(wrong), "--json", "--lang", "en"]) == 10
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len([one for one in told if one["severity"] == "error"]) >= 2 and all(one["line"] for one in told)


def test_check_finds_what_only_compiling_shows(yunlan: District, capsys: Told) -> None:
    wrong = yunlan.folder / "wrong.yaml"
    wrong.write_text(SCHEME.replace("last_year(investment)) / last", "last_year(invest)) / last"), "utf-8")
    assert main(["check", str(wrong)]) == 10
    assert "invest" in capsys.readouterr().out


def test_explain_gives_the_steps_as_text_and_as_json(yunlan: District, capsys: Told) -> None:
    words = ["explain", *yunlan.score()[1:], "--organisation", "安平镇", "--node", "investment_growth"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "36.67" in told and "数据.csv" in told
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["trace"]["points"] == "36.67"
    assert main([*words, "--lang", "en"]) == 0
    assert "Investment growth" in capsys.readouterr().out


@pytest.mark.parametrize(
    "more", [["--organisation", "nobody"], ["--organisation", "anping", "--node", "nothing"]]
)
def test_explain_refuses_what_the_run_does_not_have(yunlan: District, capsys: Told, more: list[str]) -> None:
    assert main(["explain", *yunlan.score()[1:], *more]) == 2
    assert more[-1] in capsys.readouterr().err


def test_diff_says_what_changed(yunlan: District, capsys: Told) -> None:
    new = yunlan.folder / "new.yaml"
    new.write_text(SCHEME.replace("cap: 1.2", "cap: 1.5"), "utf-8")
    assert main(["diff", str(yunlan.scheme), str(new), "--lang", "zh"]) == 0
    told = capsys.readouterr()
    assert "1.2" in told.out and "1.5" in told.out and len(told.out.splitlines()) == 1
    assert main(["diff", str(yunlan.scheme), str(new), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["key"] == "investment_growth"
    assert main(["diff", str(yunlan.scheme), str(yunlan.scheme)]) == 0
    assert capsys.readouterr().out == ""


def test_the_printed_schema_accepts_the_scheme(capsys: Told) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    scheme = yaml.load(SCHEME, yaml.BaseLoader)
    jsonschema.validate(scheme, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**scheme, "colour": "red"}, schema)


def test_intake_reads_a_paper(tmp_path: Path, capsys: Told) -> None:
    paper = tmp_path / "纪要.txt"
    paper.write_text("会议要求，市住建局要在9月底前完成老旧小区改造12个。", "utf-8")
    assert main(["intake", str(paper), "--json"]) == 0
    json.loads(capsys.readouterr().out)
    assert main(["intake", str(tmp_path / "none.txt")]) == 12


# language ----------------------------------------------------------------------------------------------


def test_the_language_is_the_one_asked_for_else_that_of_the_system() -> None:
    assert language_of(["score", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}) == "en"
    assert language_of(["score", "--lang", "en", "--lang", "zh"], {}) == "zh"
    assert language_of(["score", "--lang=zh"], {"LANG": "en_US.UTF-8"}) == "zh"
    assert language_of(["score"], {"LANG": "en_GB.UTF-8"}) == "en"
    assert language_of(["score"], {"KAOPING_LANG": "zh", "LANG": "en_GB.UTF-8"}) == "zh"
    assert language_of(["score"], {"LANG": "C"}) == "zh"


@pytest.mark.parametrize("verb", ["check", "score", "explain", "diff", "template", "scheme", "schema"])
def test_help_is_written_in_both_languages(verb: str, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {}
    for language in ("zh", "en"):
        monkeypatch.setenv("KAOPING_LANG", language)
        assert main([verb, "--help"]) == 0
        told[language] = capsys.readouterr().out
    assert told["zh"].startswith("用法：") and told["en"].startswith("usage: ")
    options = [line for line in told["zh"].splitlines() if line.startswith("  ") and "选项" not in line]
    assert options and not any(sign > "\u2e7f" for sign in told["en"])


def test_the_language_may_be_said_before_the_verb(capsys: Told) -> None:
    for words in (["--lang", "zh", "score"], ["--lang=zh", "score"], ["score", "--lang", "zh"]):
        assert main(words) == 2 and "缺少参数" in capsys.readouterr().err
    assert main(["--lang", "en", "--help"]) == 0 and "usage:" in capsys.readouterr().out


def test_chinese_help_names_its_arguments_in_chinese(capsys: Told) -> None:
    for verb in ("check", "score", "explain", "diff", "template"):
        assert main([verb, "--lang", "zh", "--help"]) == 0
        told = capsys.readouterr().out
        assert not re.findall(r"\b[A-Z]{3,}(?:=[A-Z]+)?\b", told.replace("YAML", "").replace("JSON", "")), (
            verb
        )


def test_a_wrong_command_is_refused_in_the_language_spoken(capsys: Told) -> None:
    assert main(["score", "--lang", "zh"]) == 2
    assert "缺少参数：方案、表、--period" in capsys.readouterr().err
    assert main(["score", "--lang", "en"]) == 2
    assert "are required: SCHEME, TABLE, --period" in capsys.readouterr().err


def test_the_version_is_told(capsys: Told) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("kaoping 0.")


# endings -----------------------------------------------------------------------------------------------


def test_a_reader_who_leaves_is_no_failure(yunlan: District) -> None:
    code = "import sys; from kaoping.cli import main; sys.exit(main(sys.argv[1:]))"
    out, entry = os.pipe()
    os.close(out)
    words = [sys.executable, "-c", code, "schema"]
    ended = subprocess.run(words, stdout=entry, stderr=subprocess.PIPE, check=False)
    os.close(entry)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_progress_is_shown_only_when_patience_is_over(capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal
    for seconds, shown in ((0.5, False), (1.5, True)):
        times = iter([0.0, *[seconds] * 10])
        voice = Voice("en", clock=lambda times=times: next(times))  # type: ignore[misc]
        with voice.progress(Words("计分", "scoring")) as report:
            report(1, 2)
            report(2, 2)
        assert ("scoring" in capsys.readouterr().err) is shown
    times = iter([0.0, 5.0, 5.0])
    with Voice("en", quiet=True, clock=lambda: next(times)).progress(Words("计分", "scoring")) as report:
        report(1, 2)
    monkeypatch.delenv("FORCE_COLOR")
    times = iter([0.0, 5.0, 5.0])
    with Voice("en", clock=lambda: next(times)).progress(Words("计分", "scoring")) as report:
        report(1, 2)
    assert capsys.readouterr().err == ""  # nobody watches a file


def test_names_of_sheets_are_legal_and_each_only_once() -> None:
    names = SheetNames()
    given = [
        names.name(text)
        for text in ("甲/乙", "甲:乙", "长" * 40, "长" * 41, "'quoted'", "History", "", "Abc", "ABC")
    ]
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in given)
    assert len({name.casefold() for name in given}) == len(given) and "history" not in {
        n.casefold() for n in given
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_another_office_program_opens_the_workbooks(yunlan: District, tmp_path: Path) -> None:
    main(yunlan.score("--out", str(tmp_path / "out"), "--quiet"))
    main(
        [
            "template",
            str(yunlan.scheme),
            str(yunlan.bodies),
            "--period",
            "2026",
            "--out",
            str(tmp_path / "out" / "form.xlsx"),
        ]
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for name in ("results", "form"):
        words = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "ods",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "out" / f"{name}.xlsx"),
        ]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        assert (tmp_path / f"{name}.ods").stat().st_size > 5_000
