"""`kaoping scheme`: to a workbook and back, what is kept from being overwritten, and mistakes told by cell."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from kaoping import read_scheme
from kaoping.cli import main
from tests.sheets.scheme_books import SMALL, bare, edited, put

Told = pytest.CaptureFixture[str]


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    path = tmp_path / "scheme.yaml"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_scheme_goes_to_a_workbook_and_back(
    scheme: Path, tmp_path: Path, language: str, capsys: Told
) -> None:
    book, again = tmp_path / "book.xlsx", tmp_path / "again.yaml"
    assert main(["scheme", "to-workbook", str(scheme), "-o", str(book), "--lang", language]) == 0
    assert main(["scheme", "from-workbook", str(book), "-o", str(again), "--lang", language]) == 0
    assert bare(read_scheme(again)) == bare(read_scheme(scheme))
    assert capsys.readouterr().err.count(str(again)) == 1
    sheets = openpyxl.load_workbook(io.BytesIO(book.read_bytes())).sheetnames
    assert sheets[0] == {"zh": "封面", "en": "Cover"}[language]
    assert main(["diff", str(scheme), str(again)]) == 0


def test_mistakes_are_told_by_cell_and_nothing_is_written(scheme: Path, tmp_path: Path, capsys: Told) -> None:
    book, again = tmp_path / "book.xlsx", tmp_path / "again.yaml"
    main(["scheme", "to-workbook", str(scheme), "-o", str(book)])
    book.write_bytes(edited(book.read_bytes(), put("数据项", "late", "every", "每旬")))
    assert main(["scheme", "from-workbook", str(book), "-o", str(again), "--lang", "zh"]) == 10
    assert "book.xlsx:[数据项]:G6 “每旬”不在可选之列。" in capsys.readouterr().err
    assert not again.exists()


def test_an_edited_file_is_not_overwritten_unawares(scheme: Path, tmp_path: Path, capsys: Told) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"edited")
    assert main(["scheme", "to-workbook", str(scheme), "-o", str(book), "--lang", "en"]) == 2
    assert "--force" in capsys.readouterr().err and book.read_bytes() == b"edited"
    assert main(["scheme", "to-workbook", str(scheme), "-o", str(book), "--force"]) == 0
    assert main(["scheme", "from-workbook", str(book), "-o", str(scheme)]) == 2
    assert scheme.read_text("utf-8") == SMALL


def test_the_kinds_of_file_are_not_mixed_up(scheme: Path, tmp_path: Path, capsys: Told) -> None:
    assert main(["scheme", "to-workbook", str(scheme), "-o", str(tmp_path / "x.yaml"), "--lang", "en"]) == 2
    assert main(["scheme", "from-workbook", str(scheme), "-o", str(tmp_path / "x.xlsx"), "--lang", "en"]) == 2
    assert (
        main(["scheme", "from-workbook", str(scheme), "-o", str(tmp_path / "y.yaml"), "--lang", "en"]) == 12
    )
    assert (
        main(["scheme", "from-workbook", str(tmp_path / "none.xlsx"), "-o", str(tmp_path / "y.yaml")]) == 12
    )
    assert "Its content is not a workbook" in capsys.readouterr().err


def test_help_names_its_arguments_in_the_language_spoken(capsys: Told) -> None:
    for deed in ("to-workbook", "from-workbook"):
        assert main(["scheme", deed, "--lang", "zh", "--help"]) == 0
        assert "方案.xlsx" in (told := capsys.readouterr().out) and "SCHEME" not in told
        assert main(["scheme", deed, "--lang", "en", "--help"]) == 0
        assert not any(sign > "\u2e7f" for sign in capsys.readouterr().out)
