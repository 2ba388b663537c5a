"""What was counted is kept until the journal grows, never longer, and never within a deed."""

from __future__ import annotations

import pytest

from kaoping_web.journal.kept import kept, position, position_of, short_root
from kaoping_web.journal.services import keep, keep_all, record
from kaoping_web.journal.writing import writing
from kaoping_web.organisations.models import Figure, Organisation, Standing
from kaoping_web.organisations.queries import library_organisations
from kaoping_web.refusals import Stale
from tests.web.cast import NOW, District


def grow(district: District) -> None:
    """One more entry, about no body."""
    record(by=None, deed="look.page", chain=district.xiaoyun.key, at=NOW)


def counted(times: list[int]) -> int:
    """How often it was asked."""
    return kept(position(), "asked", lambda: times.append(1) or len(times))


def test_what_was_counted_is_counted_again_when_the_journal_has_grown(district: District) -> None:
    times: list[int] = []
    assert (counted(times), counted(times)) == (1, 1)
    grow(district)
    assert counted(times) == 2


def test_within_a_deed_nothing_is_kept(district: District) -> None:
    times: list[int] = []
    with writing():
        assert (counted(times), counted(times)) == (1, 2)


def test_before_the_journal_begins_nothing_is_kept(db: None) -> None:
    assert position() is None
    assert [kept(None, "asked", lambda one=one: one) for one in (1, 2)] == [1, 2]


def test_the_tree_is_read_again_when_a_figure_changes_and_not_for_other_deeds(district: District) -> None:
    before = library_organisations(district.xiaoyun, NOW.date())
    grow(district)
    assert library_organisations(district.xiaoyun, NOW.date()) is before
    figure = Figure(organisation=district.anping, name="staff", text="7", is_number=True, starts=NOW.date())
    keep(figure, by=None, deed="set.figure", chain=district.anping.key, at=NOW)
    after = {
        one.key: one.attributes.get("staff") for one in library_organisations(district.xiaoyun, NOW.date())
    }
    assert after[district.anping.key] == 7


def test_the_root_in_the_foot_changes_with_every_deed(district: District) -> None:
    first = short_root(position())
    grow(district)
    assert len(first) == 9
    assert short_root(position()) != first


def test_of_many_rows_none_is_written_where_one_has_changed_since(district: District) -> None:
    rows = list(Standing.objects.order_by("pk")[:5])
    Standing.objects.filter(pk=rows[3].pk).update(version=rows[3].version + 1)
    for one in rows:
        one.position += 100
    with pytest.raises(Stale):
        keep_all(rows, by=None, deed="move.bodies", chain=district.xiaoyun.key, at=NOW)
    assert not Standing.objects.filter(position__gte=100).exists()


def test_many_rows_are_written_with_all_their_fields_and_one_version_more(district: District) -> None:
    rows, grown = list(Standing.objects.order_by("pk")[:5]), position_of((Standing,))
    before = {one.pk: one.version for one in rows}
    for one in rows:
        one.position, one.english = one.position + 100, f"No. {one.pk}"
    keep_all(rows, by=None, deed="move.bodies", chain=district.xiaoyun.key, at=NOW)
    told = Standing.objects.filter(position__gte=100)
    assert {one.pk: (one.version, one.english) for one in told} == {
        pk: (n + 1, f"No. {pk}") for pk, n in before.items()
    }
    assert position_of((Standing,)) != grown


def test_what_was_not_read_of_a_row_is_not_written(district: District) -> None:
    row = Organisation.objects.defer("assesses").get(pk=district.anping.pk)
    Organisation.objects.filter(pk=row.pk).update(assesses=True)
    keep(row, by=None, deed="touch.body", chain=row.key, at=NOW)
    assert Organisation.objects.get(pk=row.pk).assesses
