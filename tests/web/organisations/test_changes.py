"""Bodies change from a day on; before that day everything is as it was."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from kaoping_web.journal.models import Entry
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations.models import Change, Organisation, Standing
from kaoping_web.organisations.queries import bodies_at, library_organisations, standing_of
from kaoping_web.organisations.services import (
    NewBody,
    close_body,
    found_body,
    merge_body,
    move_body,
    rename_body,
    split_body,
)
from kaoping_web.refusals import Refused, Stale
from tests.web.cast import NOW, START, District

PAST, FUTURE = date(2024, 7, 1), date(2027, 1, 1)
PAPER = "云政发〔2026〕3号"


def deed(district: District, **more: object) -> dict[str, object]:
    return {"by": district.kao, "document": PAPER, "now": NOW, **more}


def version(body: Organisation) -> int:
    return Organisation.objects.values_list("version", flat=True).get(pk=body.pk)


def rename(district: District, body: Organisation, day: date, title: str, **more: object) -> Change:
    given = {"english": "", "kind": "town", **more}
    return rename_body(
        organisation_id=body.pk, seen=version(body), effective_on=day, title=title, **deed(district, **given)
    )


def move(district: District, body: Organisation, day: date, parent: Organisation) -> Change:
    return move_body(
        organisation_id=body.pk, seen=version(body), effective_on=day, parent_id=parent.pk, **deed(district)
    )


def codes(wrong: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in wrong.value.problems]


def tree(day: date) -> dict[str, str]:
    """Key → path in keys."""
    keys = dict(Organisation.objects.values_list("pk", "key"))
    return {
        one.organisation.key: "/".join(keys[int(part)] for part in one.path.strip("/").split("/"))
        for one in bodies_at(day)
    }


@pytest.mark.parametrize("day", [PAST, FUTURE])
def test_a_new_name_holds_from_its_day_and_not_before(district: District, day: date) -> None:
    rename(district, district.anping, day, "安平街道", kind="street")
    before, after = standing_of(district.anping, day - timedelta(days=1)), standing_of(district.anping, day)
    assert (before.title, before.kind) == ("安平镇", "town") and (after.title, after.kind) == (
        "安平街道",
        "street",
    )
    assert Change.objects.get().document == PAPER and verify_here().is_sound


def test_a_name_in_the_past_holds_until_the_next_name_even_over_a_move(district: District) -> None:
    rename(district, district.anping_v1, date(2025, 1, 1), "安平社区")
    move(district, district.anping_v1, date(2023, 1, 1), district.bincheng)
    rename(district, district.anping_v1, date(2022, 1, 1), "安平新村")
    titles = [
        (one.starts.year, one.title, one.parent.key)
        for one in Standing.objects.filter(organisation=district.anping_v1).order_by("starts")
    ]
    assert titles == [
        (2020, "安平村", "anping"),
        (2022, "安平新村", "anping"),
        (2023, "安平新村", "bincheng"),
        (2025, "安平社区", "bincheng"),
    ]
    assert verify_here().is_sound


@pytest.mark.parametrize("day", [PAST, FUTURE])
def test_a_move_takes_everything_below_with_it_from_that_day(district: District, day: date) -> None:
    move(district, district.anping, day, district.cuiyun)
    assert tree(day - timedelta(days=1))["anping_v2"] == "xiaoyun/anping/anping_v2"
    assert tree(day)["anping_v2"] == "xiaoyun/cuiyun/anping/anping_v2"
    below = {one.key for one in library_organisations(district.cuiyun, day)}
    assert below == {"cuiyun", "anping", "anping_v1", "anping_v2"}
    assert verify_here().is_sound


def test_a_merged_body_is_closed_and_its_villages_go_over(district: District) -> None:
    merge_body(
        organisation_id=district.anping.pk,
        seen=1,
        effective_on=FUTURE,
        into_id=district.bincheng.pk,
        **deed(district),
    )
    assert tree(FUTURE - timedelta(days=1))["anping_v1"] == "xiaoyun/anping/anping_v1"
    after = tree(FUTURE)
    assert "anping" not in after and after["anping_v1"] == "xiaoyun/bincheng/anping_v1"
    assert Organisation.objects.get(key="anping").closed_on == FUTURE
    assert standing_of(district.anping, FUTURE + timedelta(days=999)).title == "安平镇", (
        "a closed body keeps its name"
    )
    assert verify_here().is_sound


def test_a_body_is_split_and_goes_on_or_is_closed(district: District) -> None:
    parts = [NewBody("east", "东岸镇", "Dongan", "town"), NewBody("west", "西岸镇", "Xian", "town")]
    split_body(
        organisation_id=district.bincheng.pk,
        seen=1,
        effective_on=FUTURE,
        parts=parts,
        closes=True,
        **deed(district),
    )
    assert {"east", "west"} <= tree(FUTURE).keys() and "bincheng" not in tree(FUTURE)
    assert sorted(Change.objects.filter(kind="split").values_list("into__key", flat=True)) == ["east", "west"]
    split_body(
        organisation_id=district.cuiyun.pk,
        seen=1,
        effective_on=FUTURE,
        parts=[NewBody("new", "新岸镇", "", "town")],
        closes=False,
        **deed(district),
    )
    assert {"new", "cuiyun"} <= tree(FUTURE).keys() and verify_here().is_sound


def test_a_split_that_closes_refuses_while_villages_hang_below(district: District) -> None:
    parts = [NewBody("east", "东岸镇", "", "town"), NewBody("east", "西岸镇", "", "town")]
    with pytest.raises(Refused) as wrong:
        split_body(
            organisation_id=district.anping.pk,
            seen=1,
            effective_on=FUTURE,
            parts=parts,
            closes=True,
            **deed(district),
        )
    assert {"closing-children", "split-keys"} <= set(codes(wrong))


def test_all_that_is_wrong_is_told_at_once(district: District) -> None:
    with pytest.raises(Refused) as wrong:
        found_body(
            body=NewBody("anping", "", "", "1"),
            parent_id=district.xiaoyun.pk,
            effective_on=date(2019, 1, 1),
            **deed(district, document=" "),
        )
    assert set(codes(wrong)) == {
        "change-document",
        "body-key-taken",
        "body-title",
        "body-kind",
        "parent-not-yet",
    }
    with pytest.raises(Refused) as wrong:
        rename_body(
            organisation_id=district.anping.pk,
            seen=1,
            effective_on=date(2019, 1, 1),
            title="",
            english="",
            kind="",
            **deed(district, document=""),
        )
    assert set(codes(wrong)) == {"change-document", "body-title", "body-kind", "change-before-founding"}
    assert Entry.objects.count() == 60


@pytest.mark.parametrize(
    "key, fine",
    [
        ("a", True),
        ("青崖", True),
        ("a.b-c_1", True),
        ("", False),
        ("-a", False),
        ("a b", False),
        ("a/b", False),
        ("e\u0301", False),
        ("a" * 81, False),
    ],
)
def test_a_key_is_well_written(district: District, key: str, fine: bool) -> None:
    given = dict(
        body=NewBody(key, "新镇", "", "town"),
        parent_id=district.xiaoyun.pk,
        effective_on=FUTURE,
        **deed(district),
    )
    if fine:
        assert found_body(**given).key == key
        return
    with pytest.raises(Refused) as wrong:
        found_body(**given)
    assert codes(wrong) == ["body-key"]


def test_a_body_does_not_hang_below_itself(district: District) -> None:
    with pytest.raises(Refused) as wrong:
        move(district, district.anping, FUTURE, district.anping_v1)
    assert codes(wrong) == ["tree-circle"]
    with pytest.raises(Refused) as wrong:
        merge_body(
            organisation_id=district.anping.pk,
            seen=1,
            effective_on=FUTURE,
            into_id=district.anping_v1.pk,
            **deed(district),
        )
    assert codes(wrong) == ["tree-circle"]


def test_a_circle_that_only_a_later_move_closes_is_found(district: District) -> None:
    move(district, district.anping, date(2028, 1, 1), district.bincheng)
    with pytest.raises(Refused) as wrong:
        move(district, district.bincheng, FUTURE, district.anping)
    assert codes(wrong) == ["tree-circle"]


def test_nothing_hangs_under_a_body_that_will_be_closed(district: District) -> None:
    close_body(organisation_id=district.cuiyun.pk, seen=1, effective_on=date(2028, 1, 1), **deed(district))
    with pytest.raises(Refused) as wrong:
        move(district, district.anping_v1, FUTURE, district.cuiyun)
    assert codes(wrong) == ["tree-gap"]
    with pytest.raises(Refused) as wrong:
        found_body(
            body=NewBody("n", "新村", "", "village"),
            parent_id=district.cuiyun.pk,
            effective_on=FUTURE,
            **deed(district),
        )
    assert codes(wrong) == ["tree-gap"]


def test_a_closed_body_is_changed_before_its_last_day_only(district: District) -> None:
    close_body(organisation_id=district.cuiyun.pk, seen=1, effective_on=FUTURE, **deed(district))
    with pytest.raises(Refused) as wrong:
        rename(district, district.cuiyun, FUTURE, "翠云街道")
    assert codes(wrong) == ["change-after-closing"]
    rename(district, district.cuiyun, FUTURE - timedelta(days=1), "翠云街道")
    with pytest.raises(Refused) as wrong:
        close_body(organisation_id=district.cuiyun.pk, seen=3, effective_on=FUTURE, **deed(district))
    assert codes(wrong) == ["change-after-closing"]
    assert verify_here().is_sound


def test_a_body_is_not_closed_before_what_is_recorded_for_later_nor_with_bodies_below(
    district: District,
) -> None:
    rename(district, district.cuiyun, FUTURE, "翠云街道")
    with pytest.raises(Refused) as wrong:
        close_body(
            organisation_id=district.cuiyun.pk, seen=2, effective_on=date(2026, 6, 1), **deed(district)
        )
    assert codes(wrong) == ["closing-later-change"]
    with pytest.raises(Refused) as wrong:
        close_body(organisation_id=district.anping.pk, seen=1, effective_on=START, **deed(district))
    assert codes(wrong) == ["closing-first-day", "closing-children"]


def test_a_second_name_for_one_day_mends_the_first_with_a_reason(district: District) -> None:
    rename(district, district.anping, FUTURE, "安坪镇")
    with pytest.raises(Refused) as wrong:
        rename(district, district.anping, FUTURE, "安平街道")
    assert codes(wrong) == ["change-same-day"]
    rename(district, district.anping, FUTURE, "安平街道", reason="录错一字")
    assert (
        standing_of(district.anping, FUTURE).title == "安平街道"
        and Standing.objects.filter(organisation=district.anping).count() == 2
    )
    assert verify_here().is_sound


def test_no_two_under_one_body_have_one_name_on_one_day(district: District) -> None:
    with pytest.raises(Refused) as wrong:
        rename(district, district.anping, FUTURE, "滨城镇")
    assert codes(wrong) == ["body-title-taken"]


def test_nothing_is_written_where_nothing_would_change(district: District) -> None:
    with pytest.raises(Refused) as wrong:
        rename(district, district.anping, FUTURE, "安平镇", english="Anping")
    assert codes(wrong) == ["change-nothing"]
    with pytest.raises(Refused) as wrong:
        move(district, district.anping, FUTURE, district.xiaoyun)
    assert "change-nothing" in codes(wrong)


def test_two_clerks_at_one_body_the_second_is_told(district: District) -> None:
    rename(district, district.anping, FUTURE, "安平街道")
    with pytest.raises(Stale):
        rename_body(
            organisation_id=district.anping.pk,
            seen=1,
            effective_on=date(2028, 1, 1),
            title="安平新区",
            english="",
            kind="town",
            **deed(district),
        )
    assert standing_of(district.anping, date(2028, 1, 1)).title == "安平街道"


@pytest.mark.parametrize("name", ["an", "gao", "sys", "lin"])
def test_only_the_assessment_office_changes_bodies(district: District, name: str) -> None:
    with pytest.raises(Refused) as wrong:
        rename_body(
            by=district.people[name],
            organisation_id=district.anping.pk,
            seen=1,
            effective_on=FUTURE,
            title="甲",
            english="",
            kind="town",
            document="文",
            now=NOW,
        )
    assert codes(wrong) == ["body-not-yours"]


def test_every_entry_of_a_change_stands_in_the_chain_of_its_body(district: District) -> None:
    move(district, district.anping, FUTURE, district.cuiyun)
    made = Entry.objects.filter(sequence__gt=60)
    assert set(made.values_list("chain", flat=True)) == {"anping", "anping_v1", "anping_v2"}
    assert set(made.values_list("deed", flat=True)) == {"move.organisation"}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_each_day_has_one_tree_without_gap_or_overlap(district: District, seed: int) -> None:
    chance = random.Random(seed)
    days = [date(2021, 1, 1) + timedelta(days=chance.randrange(2500)) for _ in range(14)]
    done = 0
    for n, day in enumerate(days):
        bodies = list(Organisation.objects.exclude(key="xiaoyun").order_by("pk"))
        one, other = chance.sample(bodies, 2)
        try:
            match chance.randrange(5):
                case 0:
                    rename(district, one, day, f"名{n}", reason="试")
                case 1 | 2:
                    move(district, one, day, other)
                case 3:
                    merge_body(
                        organisation_id=one.pk,
                        seen=version(one),
                        effective_on=day,
                        into_id=other.pk,
                        **deed(district),
                    )
                case 4:
                    found_body(
                        body=NewBody(f"n{n}", f"新{n}", "", "village"),
                        parent_id=one.pk,
                        effective_on=day,
                        **deed(district),
                    )
            done += 1
        except Refused:
            continue
    assert done >= 4, "otherwise this says little"
    for body in Organisation.objects.all():
        rows = list(Standing.objects.filter(organisation=body).order_by("starts"))
        assert rows[0].starts == body.founded_on and rows[-1].until == body.closed_on
        assert all(one.until == after.starts for one, after in pairwise(rows))
    for day in {d + timedelta(days=shift) for d in days for shift in (-1, 0, 1)}:
        paths = {one.organisation_id: one for one in bodies_at(day)}
        for one in paths.values():
            expected = (
                f"{paths[one.parent_id].path}{one.organisation_id}/"
                if one.parent_id
                else f"/{one.organisation_id}/"
            )
            assert one.path == expected, (day, one.title)
    assert verify_here().is_sound
