"""The ground of the site: deeds write their entries, one writer at a time, permissions come from one table."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Stale
from tests.web.cast import NOW, START, District


def test_every_row_of_the_district_has_its_entry(district: District) -> None:
    assert Entry.objects.count() == 9 + 9 + 21 + 21
    assert Entry.objects.filter(object_type="organisations.grant").count() == 21


def test_a_row_read_before_another_change_is_not_written_over(district: District) -> None:
    from kaoping_web.organisations.models import Organisation

    mine, theirs = (Organisation.objects.get(key="anping") for _ in range(2))
    theirs.assesses = True
    keep(theirs, by=None, deed="change.organisation", chain="anping", at=NOW)
    mine.closed_on = START
    with pytest.raises(Stale):
        keep(mine, by=None, deed="close.organisation", chain="anping", at=NOW)
    assert Organisation.objects.get(key="anping").closed_on is None


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_entry SET deed='x.y' WHERE sequence=1", "DELETE FROM journal_entry WHERE sequence=1"],
)
def test_the_database_itself_refuses_to_change_the_journal(district: District, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_township_reaches_its_villages_and_not_its_neighbour(district: District) -> None:
    reach = scope(district.anhead, Permission.STATEMENT_READ, NOW.date())
    assert reach.covers(district.anping.pk) and reach.covers(district.anping_v1.pk)
    assert not reach.covers(district.bincheng.pk) and not reach.covers(district.xiaoyun.pk)


def test_an_administrator_reads_no_statement(district: District) -> None:
    assert not scope(district.sys, Permission.STATEMENT_READ, NOW.date()).holds
