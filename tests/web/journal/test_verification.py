"""Whatever is changed past the services is found, and what is not changed is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction

from kaoping.journal import Deed, utc_text
from kaoping_web.journal import verification
from kaoping_web.journal.models import Entry, LogState, Protected
from kaoping_web.journal.services import record, record_all, state_checkpoint
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations.models import Figure
from tests.web.cast import NOW, District
from tests.web.journal.any_row import Maker, another, set_by_hand

PROTECTED = sorted(
    (one for one in apps.get_models() if issubclass(one, Protected)), key=lambda one: one.object_type()
)
pytestmark = pytest.mark.django_db


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within is undone again."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def codes(**asked: object) -> set[str]:
    return {one.code for one in verify_here(**asked).problems}


def by_hand(statement: str, given: tuple[object, ...] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def without_triggers() -> None:
    """What somebody with the database's password can do."""
    if connection.vendor == "postgresql":
        by_hand("DROP TRIGGER journal_entry_append_only ON journal_entry")
    else:
        by_hand("DROP TRIGGER journal_entry_no_update")
        by_hand("DROP TRIGGER journal_entry_no_delete")


def test_a_district_that_was_not_touched_is_sound(district: District) -> None:
    verdict = verify_here()
    assert verdict.is_sound and verdict.count == 0, verdict.problems
    assert verdict.size == verdict.rows == 60 and len(verdict.root) == 64


def test_an_empty_site_is_sound(db: None) -> None:
    assert verify_here().is_sound


@pytest.mark.parametrize("model", PROTECTED, ids=lambda one: one.object_type())
def test_every_protected_column_changed_by_hand_is_reported(model: type[Protected]) -> None:
    row = Maker().row(model, 1)
    assert verify_here().is_sound
    for name in (*model.protected, "version"):
        with taken_back():
            set_by_hand(row, name, another(row, name))
            assert not codes(with_rows=False), (
                "without the comparison of rows nothing is seen: it is the comparison that finds it"
            )
            verdict = verify_here()
            assert not verdict.is_sound, name
            shown = "@version" if name == "version" else name
            assert any(
                shown in one.what.en and model.object_type() in one.what.en for one in verdict.problems
            ), (name, verdict.problems)
    assert verify_here().is_sound


@pytest.mark.parametrize("model", PROTECTED, ids=lambda one: one.object_type())
def test_a_row_taken_out_by_hand_is_reported(model: type[Protected]) -> None:
    row = Maker().row(model, 1)
    with taken_back():
        by_hand(f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s', (row.pk,))
        assert "journal-row-missing" in codes()
        assert not codes(with_rows=False)


@pytest.mark.parametrize("model", PROTECTED, ids=lambda one: one.object_type())
def test_two_rows_exchanged_by_hand_are_reported_as_that(model: type[Protected]) -> None:
    maker = Maker()
    one, other = maker.row(model, 1), maker.row(model, 2)
    with taken_back():
        key, table, free = model._meta.pk.column, model._meta.db_table, 10_000_000
        for old, new in ((one.pk, free), (other.pk, one.pk), (free, other.pk)):
            by_hand(f'UPDATE "{table}" SET "{key}" = %s WHERE "{key}" = %s', (new, old))
        assert "journal-row-swapped" in codes()
        assert not codes(with_rows=False)


def test_a_row_put_in_by_hand_is_reported(district: District) -> None:
    Figure.objects.bulk_create(
        [
            Figure(
                organisation=district.anping,
                name="population",
                text="31000",
                is_number=True,
                starts="2026-01-01",
            )
        ]
    )
    assert codes() == {"journal-row-added"}
    assert not codes(with_rows=False)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps a word in a column of dates")
def test_a_column_that_cannot_be_read_is_reported(district: District) -> None:
    set_by_hand(district.anping, "founded_on", "2026-99-99")
    assert {"row-unreadable", "journal-row-missing"} <= codes()


def test_an_entry_rewritten_is_reported(district: District) -> None:
    without_triggers()
    first = Entry.objects.filter(raw__contains="安平镇").order_by("sequence").first()
    by_hand(
        "UPDATE journal_entry SET raw = replace(raw, '安平镇', '安乐镇') WHERE sequence = %s",
        (first.sequence,),
    )
    assert {"journal-hash", "trigger-missing", "journal-footer-root", "journal-row-changed"} <= codes()


def test_an_entry_taken_out_is_reported(district: District) -> None:
    without_triggers()
    by_hand("DELETE FROM journal_entry WHERE sequence = 60")
    assert {"journal-footer-size", "head", "trigger-missing", "journal-row-added"} <= codes()


@pytest.mark.parametrize(
    "change",
    [
        "chain = 'bincheng'",
        "number = 999",
        "at = '2026-04-07 02:00:01'",
        "deed = 'x.y'",
        "who = 'u-1'",
        "object_type = 'x'",
        "object_key = '9'",
    ],
)
def test_a_column_beside_an_entry_changed_is_reported(district: District, change: str) -> None:
    without_triggers()
    by_hand(f"UPDATE journal_entry SET {change} WHERE sequence = 30")
    found = [one for one in verify_here().problems if one.code == "column"]
    assert len(found) == 1 and f"“{change.split()[0]}”" in found[0].what.en


@pytest.mark.parametrize(
    "change, code",
    [
        ("UPDATE journal_chainhead SET number = number + 1", "head"),
        ("DELETE FROM journal_chainhead", "head"),
        ("UPDATE journal_logstate SET size = size - 1", "state-broken"),
        ("UPDATE journal_logstate SET peaks = ''", "state-broken"),
        ("UPDATE journal_logstate SET last_at = '2026-04-07 03:00:00'", "last-moment"),
        ("UPDATE journal_logstate SET installation = 'elsewhere'", "journal-hash"),
        ("DELETE FROM journal_logstate", "state-missing"),
    ],
)
def test_the_tables_beside_the_entries_must_agree_with_them(
    district: District, change: str, code: str
) -> None:
    by_hand(change)
    assert code in codes()


def test_an_end_cut_off_with_all_its_tables_is_found_by_a_checkpoint_only(district: District) -> None:
    before = LogState.objects.get(pk=1)
    kept = record(by=None, deed="hand.out", chain="xiaoyun", at=NOW)
    outside = state_checkpoint(at=NOW, why="kept outside")
    assert verify_here().is_sound
    without_triggers()
    by_hand("DELETE FROM journal_entry WHERE sequence = %s", (kept.sequence,))
    before.save(force_update=True)
    head = Entry.objects.filter(chain="xiaoyun").order_by("-number").first()
    by_hand(
        "UPDATE journal_chainhead SET number = %s, digest = %s WHERE chain = 'xiaoyun'",
        (head.number, head.digest),
    )
    assert codes() == {"trigger-missing", "journal-anchor-size"}, (
        "the checkpoint that the site itself keeps tells"
    )
    if connection.vendor == "sqlite":
        by_hand("DROP TRIGGER journal_checkpoint_no_delete")
        by_hand("DELETE FROM journal_checkpoint")
        assert "journal-anchor-size" not in codes()
        from kaoping.journal import checkpoint_of

        assert "journal-anchor-size" in codes(anchors=[checkpoint_of(outside.text)])


def test_missing_triggers_are_told_one_by_one(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_triggers", set)
    assert len(verify_here().problems) == 4


def test_ten_thousand_entries_a_second_are_verified(db: None) -> None:
    image = {
        "value": 12,
        "vintage": 1,
        "answer": "value",
        "text": "36.67",
        "note": "已与报表核对",
        "filed_by": 7,
        "filed_at": utc_text(NOW),
    }
    record_all(
        Deed(
            chain=f"town{n % 20}", at=utc_text(NOW), deed="file.value", who=("u-7",), object_type="filing.vintage", object_key=str(n), version=1,
            after=image,
        )
        for n in range(5000)
    )  # fmt: skip
    began = time.process_time()
    verdict = verify_here(with_rows=False)
    took = time.process_time() - began
    assert verdict.is_sound and verdict.size == 5000
    # 0.3 s of work on a quiet machine; the limit leaves room for a busy one.
    assert took < 1.5, f"{5000 / took:,.0f} entries a second"
