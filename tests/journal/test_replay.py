"""Whatever is changed in a protected table is found by replaying the journal, row by row and field by field."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.journal import NOTHING, VERSION, Deed, Difference, Kind, Row, Value, differences, replay
from tests.journal.cast import Book, book, codes, deeds, moment

BOOK = book(90)
STATE = replay(BOOK.entries)
ROWS = BOOK.rows()
FIELDS = ("organisation", "value", "verified", "place", "note")


def found(rows: list[Row]) -> list[Difference]:
    return list(differences(STATE, rows))


def changed(row: Row, field: str, value: object) -> Row:
    return replace(row, fields={**row.fields, field: value})  # type: ignore[dict-item]


def test_tables_that_agree_have_no_differences() -> None:
    assert len(ROWS) > 15 and any(held.after is None for held in STATE.objects.values())
    assert found(ROWS) == [] and STATE.problems == []
    shuffled = ROWS[:]
    random.Random(3).shuffle(shuffled)
    assert found(shuffled) == []


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_every_row_is_watched(field: str) -> None:
    for number, row in enumerate(ROWS):
        told = found([*ROWS[:number], changed(row, field, "其他"), *ROWS[number + 1 :]])
        held = STATE.objects["filing", row.object_key]
        assert told == [
            Difference(
                Kind.CHANGED, "filing", row.object_key, field, row.fields[field], "其他", held.sequence
            )
        ]


@pytest.mark.parametrize(
    ("one", "other"), [(True, 1), (False, 0), (None, ""), ("1", 1), (None, "null"), (0, ""), (1, 1.0)]
)
def test_values_of_two_kinds_are_never_alike(one: Value, other: object) -> None:
    """Python takes True for 1 and 1 for 1.0; a journal that did would let one pass for the other."""
    made = Book()
    made.record(replace(deeds(1)[0], after={"x": one}))
    row = made.rows()[0]
    assert [one.field for one in differences(replay(made.entries), [changed(row, "x", other)])] == ["x"]
    assert list(differences(replay(made.entries), [row])) == []


def test_a_version_set_back_is_found() -> None:
    told = found([replace(ROWS[0], version=ROWS[0].version + 1), *ROWS[1:]])
    assert [(one.kind, one.field) for one in told] == [(Kind.CHANGED, VERSION)]


def test_missing_added_removed_and_doubled_rows_are_found() -> None:
    gone = next(name for name, held in STATE.objects.items() if held.after is None)
    extra = [Row("filing", "9999", 1, {}), Row(*gone, 2, {"value": "1"}), ROWS[3]]
    told = {(one.kind, one.object_key) for one in found([*ROWS[1:], *extra])}
    assert told == {
        (Kind.MISSING, ROWS[0].object_key), (Kind.ADDED, "9999"), (Kind.REMOVED, gone[1]), (Kind.TWICE, ROWS[3].object_key)
    }  # fmt: skip


def test_a_row_of_another_table_is_not_taken_for_this_one() -> None:
    told = found([replace(ROWS[0], object_type="event"), *ROWS[1:]])
    assert {(one.kind, one.object_type) for one in told} == {(Kind.ADDED, "event"), (Kind.MISSING, "filing")}


def test_two_rows_exchanged_name_each_other() -> None:
    one, other = ROWS[2], ROWS[5]
    rows = [row for row in ROWS if row not in (one, other)]
    told = found([*rows, replace(one, fields=other.fields), replace(other, fields=one.fields)])
    assert {(each.object_key, each.other, each.kind) for each in told} == {
        (one.object_key, other.object_key, Kind.SWAPPED), (other.object_key, one.object_key, Kind.SWAPPED)
    }  # fmt: skip
    assert {each.field for each in told if each.object_key == one.object_key} == {
        field
        for field in FIELDS
        if type(one.fields[field]) is not type(other.fields[field])
        or one.fields[field] != other.fields[field]
    }


def test_one_value_exchanged_between_two_rows_is_an_exchange() -> None:
    one, other = ROWS[2], ROWS[5]
    rows = [row for row in ROWS if row not in (one, other)]
    told = found(
        [*rows, changed(one, "value", other.fields["value"]), changed(other, "value", one.fields["value"])]
    )
    assert [(each.kind, each.field) for each in told] == [(Kind.SWAPPED, "value")] * 2


def test_a_copied_value_is_a_change_and_no_exchange() -> None:
    told = found([changed(ROWS[0], "value", ROWS[1].fields["value"]), *ROWS[1:]])
    assert [each.kind for each in told] == [Kind.CHANGED]


def test_a_field_left_out_is_not_a_null_one() -> None:
    row = next(row for row in ROWS if row.fields["place"] is None)
    bare = replace(row, fields={key: value for key, value in row.fields.items() if key != "place"})
    told = found([bare if one is row else one for one in ROWS])
    assert [(each.expected, each.found) for each in told] == [(None, NOTHING)]
    told = found([changed(one, "colour", None) if one is row else one for one in ROWS])
    assert [(each.field, each.expected, each.found) for each in told] == [("colour", NOTHING, None)]


@given(st.data())
def test_whatever_is_done_to_the_rows_is_found(data: st.DataObject) -> None:
    rows, touched = list(ROWS), set[str]()
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(rows) - 1))
        row, deed = rows[at], data.draw(st.sampled_from(["change", "delete", "double", "exchange"]))
        if deed == "change":
            rows[at] = changed(
                row, data.draw(st.sampled_from(FIELDS)), data.draw(st.none() | st.booleans() | st.text())
            )
        elif deed == "delete":
            del rows[at]
        elif deed == "double":
            rows.append(row)
        else:
            to = data.draw(st.integers(0, len(rows) - 1))
            rows[at], rows[to] = replace(row, fields=rows[to].fields), replace(rows[to], fields=row.fields)
        touched.add(row.object_key)
    alike = sorted(map(repr, rows)) == sorted(map(repr, ROWS))
    told = found(rows)
    assert bool(told) != alike
    assert all(one.problem().what.zh and one.problem().what.en for one in told)


def test_values_no_journal_holds_are_differences_and_no_crash() -> None:
    for odd in ([1], {"a": 1}, 2.5, float("nan"), b"x", object()):
        told = found([changed(ROWS[0], "value", odd), changed(ROWS[1], "value", odd), *ROWS[2:]])
        assert len(told) == 2 and all(one.problem().what.en for one in told)


# The story itself ----------------------------------------------------------------------------------------------------


def story(*versions: tuple[int, dict[str, Value] | None]) -> set[str]:
    made = Book()
    for minute, (version, after) in enumerate(versions):
        made.record(Deed(
            chain="anping", at=moment(minute), deed="submit.filing", who=("u-1",), object_type="filing",
            object_key="7", version=version, after=after,
        ))  # fmt: skip
    return codes(replay(made.entries).problems)


def test_versions_go_up_by_one() -> None:
    assert story((1, {"x": 1}), (2, {"x": 2}), (3, None), (4, {"x": 1})) == set()
    assert story((2, {"x": 1})) == {"version"}
    assert story((1, {"x": 1}), (3, {"x": 2})) == {"version"}
    assert story((1, {"x": 1}), (2, {"x": 2}), (1, {"x": 3})) == {"version"}


def test_a_deed_that_changes_nothing_keeps_the_version() -> None:
    assert story((1, {"x": 1}), (1, {"x": 1})) == set()
    assert story((1, {"x": 1}), (1, {"x": True})) == {"same-version"}
    assert story((1, {"x": 1}), (1, None)) == {"same-version"}


def test_deeds_about_nothing_touch_no_row() -> None:
    nothing = Deed(chain="anping", at=moment(1), deed="set.clock", who=("system",), after=None)
    made = Book()
    made.record(nothing)
    assert replay(made.entries).objects == {}
