"""Parts given to lower bodies: their sums, their dates, who may give to whom."""

from __future__ import annotations

from datetime import date

import pytest

from kaoping_web.refusals import NotNow, Refused
from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.queries.ledger import rows_of
from kaoping_web.supervision.refusing import NotYours
from kaoping_web.supervision.services.matters import Part, decompose_matter, sum_of_parts
from kaoping_web.supervision.services.progress import claim_done
from tests.web.cast import NOW, District
from tests.web.supervision import stage


def whole(district: District) -> Matter:
    return stage.assigned(district, owner=district.development_reform, quantity="100", unit="个")


def split(district: District, one: Matter, *figures: str, by: str = "zhao", reason: str = "") -> list[Matter]:
    towns = (district.anping, district.bincheng, district.cuiyun)
    parts = [Part(town, figure) for town, figure in zip(towns, figures, strict=False)]
    return decompose_matter(
        by=district.people[by], matter_id=one.pk, parts=parts, reason=reason, seen=one.version, now=NOW
    )


def test_parts_that_add_up_are_assigned_with_their_own_numbers_and_the_source_of_the_whole(
    district: District,
) -> None:
    one = whole(district)
    parts = split(district, one, "50", "30", "20")
    assert [(part.number, part.state, part.parent_id, part.quantity) for part in parts] == [
        (n, "assigned", one.pk, q) for n, q in ((2, "50"), (3, "30"), (4, "20"))
    ]
    assert {origin.wording for part in parts for origin in part.origins.all()} == {"要完成泵站改造。"}
    assert sum_of_parts(one, parts) == (100, False, False)


def test_a_part_is_given_on_behalf_of_whoever_gave_it(district: District) -> None:
    one = stage.assigned(district, owner=district.anping)
    part, *_ = decompose_matter(
        by=district.an, matter_id=one.pk, parts=[Part(district.anping_v1)], seen=one.version, now=NOW
    )
    assert [move.moves.get(number=1).body for move in (one, part)] == [district.xiaoyun, district.anping]


def test_parts_short_of_the_whole_take_a_reason(district: District) -> None:
    one = whole(district)
    with pytest.raises(Refused, match="less than 100"):
        split(district, one, "50", "30")
    assert len(split(district, one, "50", "30", reason="余量由局本级承担")) == 2


def test_parts_far_above_the_whole_are_over_escalation(district: District) -> None:
    one = whole(district)
    with pytest.raises(Refused, match="over-escalation"):
        split(district, one, "50", "40", "21")
    assert len(split(district, one, "50", "40", "20")) == 3


def test_what_was_given_before_counts_in_the_sum(district: District) -> None:
    one = whole(district)
    split(district, one, "60", reason="分两批")
    one.refresh_from_db()
    towns = [Part(district.bincheng, "40")]
    assert (
        len(decompose_matter(by=district.zhao, matter_id=one.pk, parts=towns, seen=one.version, now=NOW)) == 1
    )


def test_rates_are_not_added_up(district: District) -> None:
    one = stage.assigned(district, owner=district.development_reform, quantity="95", unit="%")
    assert len(split(district, one, "95", "95")) == 2


def test_a_town_gives_to_its_villages_and_not_to_its_neighbour(district: District) -> None:
    one = stage.received(district)
    with pytest.raises(NotYours):
        decompose_matter(
            by=district.anhead, matter_id=one.pk, parts=[Part(district.bincheng)], seen=one.version, now=NOW
        )
    made = decompose_matter(
        by=district.anhead, matter_id=one.pk, parts=[Part(district.anping_v1)], seen=one.version, now=NOW
    )
    assert made[0].owner == district.anping_v1


def test_a_part_is_not_due_after_the_whole(district: District) -> None:
    one = whole(district)
    with pytest.raises(Refused, match="after that of the whole"):
        decompose_matter(
            by=district.zhao,
            matter_id=one.pk,
            parts=[Part(district.anping, deadline=date(2026, 12, 1))],
            seen=one.version,
            now=NOW,
        )


def test_nobody_takes_two_parts_at_once(district: District) -> None:
    one = whole(district)
    with pytest.raises(Refused, match="twice"):
        decompose_matter(
            by=district.zhao,
            matter_id=one.pk,
            parts=[Part(district.anping), Part(district.anping)],
            seen=one.version,
            now=NOW,
        )


def test_the_chain_leads_down_to_the_last_owner_over_two_levels(district: District) -> None:
    one = whole(district)
    town = split(district, one, "100")[0]
    village = decompose_matter(
        by=district.anhead,
        matter_id=town.pk,
        parts=[Part(district.anping_v1, "100", last_owner="村委会")],
        seen=town.version,
        now=NOW,
    )[0]
    row = rows_of([village], NOW.date())[0]
    assert [one.zh for one in row.chain] == ["区政府常务会议第31次", "区发改局", "安平镇", "安平村", "村委会"]
    assert rows_of([one], NOW.date())[0].chain[-1].zh == "1 个下级单位"


def test_the_whole_is_not_claimed_before_its_parts_are_closed(district: District) -> None:
    one = stage.working(district)
    decompose_matter(
        by=district.anhead, matter_id=one.pk, parts=[Part(district.anping_v1)], seen=one.version, now=NOW
    )
    one.refresh_from_db()
    with pytest.raises(NotNow, match="parts are not closed"):
        claim_done(by=district.an, matter_id=one.pk, words="完成", seen=one.version, now=NOW)


def test_an_assignment_without_owner_or_date_tells_both(district: District) -> None:
    from kaoping_web.supervision.services.matters import Given, assign_matter

    one = stage.registered(district, deadline=None)
    with pytest.raises(Refused) as refused:
        assign_matter(by=district.zhao, matter_id=one.pk, given=Given(one.title), seen=one.version, now=NOW)
    assert [found.code for found in refused.value.problems] == ["owner-missing", "deadline-missing"]


def test_the_term_of_receipt_is_in_working_days(district: District) -> None:
    one = stage.assigned(district, now=stage.at(date(2026, 4, 29)), term=3)
    assert one.receive_by == date(2026, 5, 7)  # 1 to 5 May are not worked
