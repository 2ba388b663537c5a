"""Receipts, checkpoints, short codes: what is typed from paper is held against the log; exports are verified elsewhere."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from kaoping.cli import main
from kaoping_web.journal.anchors import anchor_of, compared
from kaoping_web.journal.models import Checkpoint, Entry
from kaoping_web.journal.queries import nodes
from kaoping_web.journal.receipts import receipt_for_entry, short_code
from kaoping_web.journal.services import record, record_all, state_checkpoint
from kaoping_web.organisations.models import Organisation
from tests.web.cast import NOW, District
from tests.web.journal.test_verification import by_hand, without_triggers

pytestmark = pytest.mark.django_db


def grown(size: int) -> None:
    from kaoping.journal import Deed, utc_text

    record_all(Deed(chain="anping", at=utc_text(NOW), deed="hand.out", who=("u-1",)) for _ in range(size))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 700])
def test_every_entry_has_a_receipt_that_holds(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(size)
    for sequence in sorted({1, 2, size // 2, size - 1, size} - {0}):
        entry = Entry.objects.filter(sequence=sequence).first()
        if entry is None:
            continue
        receipt = receipt_for_entry(entry)
        assert not list(receipt.objections()) and receipt.checkpoint.size == size
        for language in ("zh", "en"):
            assert compared(anchor_of(receipt.text(language))).fits
        assert compared(anchor_of(short_code(entry))).fits and receipt.short.text() == short_code(entry)


def test_large_nodes_are_made_once(
    django_assert_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes.forget()
    grown(2048)
    first = Entry.objects.get(sequence=1)
    receipt_for_entry(first)
    with django_assert_num_queries(9):
        assert not list(receipt_for_entry(first).objections())


def test_a_log_put_back_does_not_spoil_receipts(district: District) -> None:
    grown(600)
    receipt_for_entry(Entry.objects.get(sequence=1))
    for key in list(nodes._kept):
        nodes._kept[key] = b"\0" * 32
    assert not list(receipt_for_entry(Entry.objects.get(sequence=1)).objections())
    nodes.forget()


@pytest.mark.parametrize("paper", ["checkpoint", "receipt", "code"])
def test_what_was_changed_before_a_paper_is_shown_to_everybody_who_holds_it(
    district: District, paper: str
) -> None:
    kept = record(by=None, deed="hand.out", chain="anping", at=NOW)
    text = {
        "checkpoint": lambda: state_checkpoint(at=NOW, why="outside").text,
        "receipt": lambda: receipt_for_entry(kept).text("zh"),
        "code": lambda: short_code(kept),
    }[paper]()
    client = Client()
    good = client.post(reverse("verify"), {"typed": text})
    assert good.status_code == 200 and "相符：" in good.content.decode()
    without_triggers()
    by_hand(
        "UPDATE journal_entry SET raw = replace(raw, 'hand.out', 'hand.oux'), digest = %s WHERE sequence = %s",
        ("ab" * 32, kept.sequence),
    )
    nodes.forget()
    bad = client.post(reverse("verify"), {"typed": text})
    assert "不符：" in bad.content.decode()


def test_a_paper_that_knows_more_than_there_is_tells_of_a_log_cut_off(district: District) -> None:
    kept = record(by=None, deed="hand.out", chain="anping", at=NOW)
    texts = [state_checkpoint(at=NOW, why="outside").text, receipt_for_entry(kept).text(), short_code(kept)]
    without_triggers()
    by_hand("DELETE FROM journal_entry WHERE sequence = %s", (kept.sequence,))
    by_hand("UPDATE journal_logstate SET size = 60")
    for text in texts:
        assert [one.code for one in compared(anchor_of(text)).problems] == ["anchor-beyond"], text


def test_a_slip_in_typing_is_pointed_out(district: District) -> None:
    text = short_code(Entry.objects.get(sequence=7))
    wrong = text[:-1] + ("A" if text[-1] != "A" else "B")
    answer = Client().post(reverse("verify"), {"typed": wrong})
    assert answer.status_code == 422 and "第 6 组" in answer.content.decode()
    assert Client().post(reverse("verify"), {"typed": "nonsense"}).status_code == 422
    assert Client().post(reverse("verify"), {"typed": ""}).status_code == 422


def test_the_paper_of_another_installation_does_not_fit(district: District) -> None:
    text = state_checkpoint(at=NOW, why="x").text
    by_hand("UPDATE journal_logstate SET installation = 'elsewhere'")
    assert [one.code for one in compared(anchor_of(text)).problems] == ["anchor-foreign"]


def test_checkpoints_are_taken_and_printed_on_the_page(district: District, sign_in: object) -> None:
    client = sign_in(district.aud)
    assert client.post(reverse("checkpoints"), {"why": " ", "once": "a"}).status_code == 422
    answer = client.post(reverse("checkpoints"), {"why": "印在通报上", "once": "b"})
    made = Checkpoint.objects.get()
    assert answer["Location"] == reverse("checkpoint", args=[made.pk])
    page = client.get(answer["Location"]).content.decode()
    text = client.get(answer["Location"], {"as": "text"}).content.decode()
    assert "印在通报上" in page and compared(anchor_of(text)).fits
    assert sign_in(district.ji).post(reverse("checkpoints"), {"why": "x", "once": "c"}).status_code == 403


def test_everything_is_verified_on_the_page_with_a_paper_from_outside(
    district: District, sign_in: object
) -> None:
    client = sign_in(district.aud)
    outside = state_checkpoint(at=NOW, why="x").text
    answer = client.post(reverse("journal-verification"), {"anchor": outside}).content.decode()
    assert "完好：60 条留痕与 60 行全部相符" in answer
    Organisation.objects.filter(key="anping").update(closed_on="2026-01-01")
    answer = client.post(reverse("journal-verification"), {"anchor": ""}).content.decode()
    assert "不符 1 处" in answer and "closed_on" in answer
    assert client.post(reverse("journal-verification"), {"anchor": "x"}).status_code == 422


def test_the_command_says_sound_or_leaves_with_twelve(district: District, tmp_path: Path) -> None:
    anchor = tmp_path / "checkpoint.txt"
    anchor.write_text(state_checkpoint(at=NOW, why="x").text, encoding="utf-8")
    out, err = StringIO(), StringIO()
    call_command("verify_journal", "--anchor", str(anchor), stdout=out, stderr=err)
    assert "完好 sound · 60" in out.getvalue() and "外面保存" not in err.getvalue()
    call_command("verify_journal", stdout=out, stderr=err)
    assert "外面保存" in err.getvalue()
    Organisation.objects.filter(key="anping").update(closed_on="2026-01-01")
    with pytest.raises(CommandError) as wrong:
        call_command("verify_journal", stdout=out, stderr=err)
    assert wrong.value.returncode == 12 and "closed_on" in out.getvalue()
    anchor.write_text("nonsense")
    with pytest.raises(CommandError):
        call_command("verify_journal", "--anchor", str(anchor), stdout=out, stderr=err)


def test_an_export_is_verified_by_the_library_on_another_machine(
    district: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state_checkpoint(at=NOW, why="x")
    call_command("export_journal", str(tmp_path), stdout=StringIO(), stderr=StringIO())
    asked = [
        "journal",
        "verify",
        str(tmp_path / "journal.jsonl"),
        "--rows",
        str(tmp_path / "rows.jsonl"),
        "--anchor",
        str(tmp_path / "checkpoint.txt"),
    ]
    assert main(asked) == 0
    rows = tmp_path / "rows.jsonl"
    rows.write_text(rows.read_text(encoding="utf-8").replace("安平镇", "安乐镇"), encoding="utf-8")
    assert main(asked) == 12
    assert "安乐镇" in capsys.readouterr().err


def test_an_empty_journal_is_not_exported(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_journal", str(tmp_path), stdout=StringIO(), stderr=StringIO())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the lock of SQLite is meant")
def test_a_snapshot_on_sqlite_does_not_ask_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    from kaoping_web.journal import snapshot as room

    class Outside:
        in_atomic_block, vendor, transaction_mode = False, "sqlite", "IMMEDIATE"
        seen: list[str] = []  # noqa: RUF012

        def ensure_connection(self) -> None:
            pass

    class Atomic:
        def __enter__(self) -> None:
            Outside.seen.append(there.transaction_mode)

        def __exit__(self, *given: object) -> None:
            pass

    there = Outside()
    monkeypatch.setattr(room, "connection", there)
    monkeypatch.setattr(room.transaction, "atomic", Atomic)
    with room.snapshot():
        pass
    assert Outside.seen == ["DEFERRED"] and there.transaction_mode == "IMMEDIATE"
