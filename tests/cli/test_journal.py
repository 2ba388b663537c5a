"""`kaoping journal verify`: what a clerk without the system can do with a file and a slip of paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoping.cli import main
from kaoping.journal import checkpoint_of, row_line
from tests.journal.cast import Book, book, exported, rewritten, with_value

Told = pytest.CaptureFixture[str]
BOOK = book(40)
PLACE = next(one.sequence for one in BOOK.entries if one.after)


def kept(folder: Path, name: str, content: bytes | str) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def other_past() -> Book:
    return rewritten(BOOK.kept, lambda one: with_value(one, "100") if one.sequence == PLACE else one)


def test_a_sound_journal_prints_its_checkpoint(tmp_path: Path, capsys: Told) -> None:
    file = kept(tmp_path, "j.jsonl", exported(BOOK.kept))
    for language in ("zh", "en"):
        assert main(["journal", "verify", file, "--lang", language]) == 0
        told = capsys.readouterr()
        assert checkpoint_of(told.out).root == BOOK.checkpoint().root
        assert ("没有用外面保存" if language == "zh" else "from outside") in told.err


@pytest.mark.parametrize("paper", ["checkpoint", "receipt", "code"])
def test_one_paper_finds_a_rewritten_past(tmp_path: Path, capsys: Told, paper: str) -> None:
    point, receipt = BOOK.checkpoint(), BOOK.receipt(PLACE)
    words = {
        "checkpoint": ["--anchor", kept(tmp_path, "c.txt", point.text("zh"))],
        "receipt": ["--anchor", kept(tmp_path, "r.txt", receipt.text("en"))],
        "code": ["--code", receipt.short.text().lower()],
    }[paper]
    sound = kept(tmp_path, "j.jsonl", exported(BOOK.kept))
    assert main(["journal", "verify", sound, *words]) == 0
    forged = kept(tmp_path, "f.jsonl", exported(other_past().kept))
    assert main(["journal", "verify", forged, *words]) == 12
    assert main(["journal", "verify", forged]) == 0, "the control: without the paper nothing shows"
    capsys.readouterr()


def test_two_exports_are_held_against_each_other(tmp_path: Path, capsys: Told) -> None:
    early = kept(tmp_path, "march.jsonl", exported(BOOK.kept[:25]))
    late = kept(tmp_path, "june.jsonl", exported(BOOK.kept))
    forged = kept(tmp_path, "forged.jsonl", exported(other_past().kept))
    assert main(["journal", "verify", early, late, "--lang", "en"]) == 0
    assert main(["journal", "verify", early, forged, "--lang", "en"]) == 12
    told = capsys.readouterr().err
    assert "checkpoint of 25 entries" in told
    assert main(["journal", "verify", late, forged]) == 12


def test_rows_are_held_against_the_replay(tmp_path: Path, capsys: Told) -> None:
    file = kept(tmp_path, "j.jsonl", exported(BOOK.kept))
    lines = [row_line(row) + b"\n" for row in BOOK.rows()]
    assert main(["journal", "verify", file, "--rows", kept(tmp_path, "r.jsonl", b"".join(lines))]) == 0
    assert main(["journal", "verify", file, "--rows", kept(tmp_path, "s.jsonl", b"".join(lines[1:]))]) == 12
    assert BOOK.rows()[0].object_key in capsys.readouterr().err
    assert main(["journal", "verify", file, "--rows", kept(tmp_path, "t.jsonl", b"{}\n")]) == 12
    assert main(["journal", "verify", file, file, "--rows", kept(tmp_path, "u.jsonl", b"")]) == 2


def test_what_is_mistyped_is_told_with_the_paper_it_stands_on(tmp_path: Path, capsys: Told) -> None:
    file = kept(tmp_path, "j.jsonl", exported(BOOK.kept))
    paper = kept(tmp_path, "paper.txt", BOOK.checkpoint().text().replace("size: 40", "size: 41"))
    assert main(["journal", "verify", file, "--anchor", paper, "--code", "KP-1-AAAAA", "--lang", "en"]) == 12
    told = capsys.readouterr().err
    assert "paper.txt" in told and "check code" in told and "--code" in told


def test_a_file_that_is_no_journal_is_refused_in_a_sentence(tmp_path: Path, capsys: Told) -> None:
    for content in (b"", b"\xff\xfe\x00", b"PK\x03\x04" * 99, exported(BOOK.kept)[:-50]):
        assert main(["journal", "verify", kept(tmp_path, "x", content), "--lang", "en"]) == 12
    assert main(["journal", "verify", str(tmp_path / "none")]) == 12
    assert main(["journal"]) == 2 and main(["journal", "verify"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_help_is_in_both_languages(capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, start in (("zh", "用法："), ("en", "usage: ")):
        monkeypatch.setenv("KAOPING_LANG", language)
        assert main(["journal", "verify", "--help"]) == 0
        assert capsys.readouterr().out.startswith(start)
