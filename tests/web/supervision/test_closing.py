"""Who may not: the owner closes nothing of his, the reporter checks nothing of his own, nobody decides on what he asked for."""

from __future__ import annotations

from datetime import date

import pytest

from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant
from kaoping_web.organisations.roles import Role
from kaoping_web.refusals import NotNow, Refused, Separated
from kaoping_web.supervision.refusing import NotYours
from kaoping_web.supervision.services.closing import (
    check_matter,
    close_matter,
    merge_matters,
    reopen_matter,
    review_effect,
)
from kaoping_web.supervision.services.progress import (
    ask_extension,
    claim_done,
    decide_extension,
    receive_matter,
    report_progress,
)
from tests.web.cast import NOW, START, District
from tests.web.supervision import stage

LATER = date(2026, 9, 30)


def test_a_matter_goes_its_whole_way_and_every_step_is_in_the_journal(district: District) -> None:
    one = stage.closed(district)
    one = review_effect(by=district.zhao, matter_id=one.pk, words="汛期无积水", seen=one.version, now=NOW)
    assert one.state == "reviewed" and one.closed_on == NOW.date()
    kinds = [move.kind for move in one.moves.order_by("number")]
    assert kinds == ["register", "assign", "receive", "report", "claim", "check", "close", "review"]
    deeds = set(
        Entry.objects.filter(object_type="supervision.matter", object_key=str(one.pk)).values_list(
            "deed", flat=True
        )
    )
    assert deeds >= {
        "register.matter",
        "assign.matter",
        "receive.matter",
        "report.matter",
        "claim.matter",
        "check.matter",
        "close.matter",
        "review.matter",
    }


def test_the_owner_does_not_close_its_own_matter(district: District) -> None:
    one = stage.checked(district)
    with pytest.raises(NotYours):
        close_matter(by=district.anhead, matter_id=one.pk, seen=one.version, now=NOW)
    assert close_matter(by=district.zhao, matter_id=one.pk, seen=one.version, now=NOW).state == "closed"


def _also_supervisor(district: District, name: str) -> None:
    keep(Grant(user=district.people[name], organisation=district.xiaoyun, role=Role.SUPERVISOR.value, starts=START), by=None, deed="grant.role",
         chain="xiaoyun", at=NOW)  # fmt: skip


def test_somebody_of_the_owner_closes_nothing_of_it_even_as_a_supervisor(district: District) -> None:
    _also_supervisor(district, "anhead")
    one = stage.checked(district)
    with pytest.raises(Separated):
        close_matter(by=district.anhead, matter_id=one.pk, seen=one.version, now=NOW)


def test_somebody_of_a_helping_body_neither_checks_nor_closes(district: District) -> None:
    _also_supervisor(district, "bin")
    one = stage.claimed(district, co_owners=(district.bincheng,))
    with pytest.raises(Separated):
        check_matter(
            by=district.bin,
            matter_id=one.pk,
            passed=True,
            on_the_spot=False,
            document="通水记录",
            words="属实",
            seen=one.version,
            now=NOW,
        )


def test_who_reported_does_not_check_after_moving_to_the_supervision_office(district: District) -> None:
    one = stage.claimed(district)
    for grant in Grant.objects.filter(user=district.an):
        grant.until = NOW.date()
        keep(grant, by=None, deed="end.role", chain="xiaoyun", at=NOW)
    _also_supervisor(district, "an")
    district.an.__dict__.pop("_grants", None)
    with pytest.raises(Separated, match="reported"):
        check_matter(
            by=district.an,
            matter_id=one.pk,
            passed=True,
            on_the_spot=False,
            document="通水记录",
            words="属实",
            seen=one.version,
            now=NOW,
        )


def test_a_visit_needs_the_code_of_the_plan_and_a_check_by_document_its_document(district: District) -> None:
    one = stage.claimed(district)
    said = {
        "by": district.zhao,
        "matter_id": one.pk,
        "passed": True,
        "words": "属实",
        "seen": one.version,
        "now": NOW,
    }
    with pytest.raises(Refused, match="planned visit"):
        check_matter(on_the_spot=True, **said)
    with pytest.raises(Refused, match="document"):
        check_matter(on_the_spot=False, **said)
    assert check_matter(on_the_spot=True, plan_code="2026-D-18", **said).state == "checked"


def test_a_check_that_finds_it_undone_gives_it_back_with_how_far_it_really_is(district: District) -> None:
    one = stage.claimed(district)
    one = check_matter(by=district.zhao, matter_id=one.pk, passed=False, on_the_spot=True, plan_code="2026-D-18", words="主泵未到货", typed="60%",
                       seen=one.version, now=NOW)  # fmt: skip
    assert (one.state, one.percent, one.claimed_on) == ("working", "60", None)


def test_nothing_is_closed_that_was_not_checked(district: District) -> None:
    one = stage.claimed(district)
    with pytest.raises(NotNow):
        close_matter(by=district.zhao, matter_id=one.pk, seen=one.version, now=NOW)


def test_a_neighbour_neither_receives_nor_reports(district: District) -> None:
    one = stage.assigned(district)
    with pytest.raises(NotYours):
        receive_matter(by=district.bin, matter_id=one.pk, seen=one.version, now=NOW)
    one = receive_matter(by=district.an, matter_id=one.pk, seen=one.version, now=NOW)
    with pytest.raises(NotYours):
        report_progress(
            by=district.bin, matter_id=one.pk, typed="10", words="开工", seen=one.version, now=NOW
        )


def test_a_claim_needs_something_that_shows_it(district: District) -> None:
    one = stage.received(district)
    with pytest.raises(Refused, match="file"):
        claim_done(by=district.an, matter_id=one.pk, words="完成", seen=one.version, now=NOW)
    assert (
        claim_done(
            by=district.an, matter_id=one.pk, words="完成", kept=[stage.PROOF], seen=one.version, now=NOW
        ).state
        == "claimed"
    )


@pytest.mark.parametrize("typed", ["101", "-1", "大半"])
def test_progress_is_a_percentage(district: District, typed: str) -> None:
    one = stage.received(district)
    with pytest.raises(Refused):
        report_progress(
            by=district.an, matter_id=one.pk, typed=typed, words="开工", seen=one.version, now=NOW
        )


def test_more_time_is_granted_by_another_and_counts_from_then(district: District) -> None:
    one = stage.working(district)
    asked = ask_extension(
        by=district.an,
        matter_id=one.pk,
        until=LATER,
        reason="汛期停工",
        document="安政〔2026〕9号",
        seen=one.version,
        now=NOW,
    )
    one.refresh_from_db()
    assert one.deadline == stage.DEADLINE
    with pytest.raises(NotYours):
        decide_extension(by=district.anhead, extension_id=asked.pk, grants=True, seen=asked.version, now=NOW)
    decide_extension(by=district.zhao, extension_id=asked.pk, grants=True, seen=asked.version, now=NOW)
    one.refresh_from_db()
    assert one.deadline == LATER


def test_who_asks_for_more_time_does_not_grant_it(district: District) -> None:
    _also_supervisor(district, "an")
    one = stage.working(district)
    asked = ask_extension(
        by=district.an,
        matter_id=one.pk,
        until=LATER,
        reason="汛期停工",
        document="安政〔2026〕9号",
        seen=one.version,
        now=NOW,
    )
    with pytest.raises(Separated):
        decide_extension(by=district.an, extension_id=asked.pk, grants=True, seen=asked.version, now=NOW)


@pytest.mark.parametrize(
    ("reason", "document", "until"), [("", "文", LATER), ("汛期", "", LATER), ("汛期", "文", stage.DEADLINE)]
)
def test_more_time_takes_a_reason_a_document_and_a_later_day(
    district: District, reason: str, document: str, until: date
) -> None:
    one = stage.working(district)
    with pytest.raises(Refused):
        ask_extension(
            by=district.an,
            matter_id=one.pk,
            until=until,
            reason=reason,
            document=document,
            seen=one.version,
            now=NOW,
        )


def test_a_closed_matter_is_taken_up_again_with_a_reason_and_a_new_date(district: District) -> None:
    one = stage.closed(district)
    with pytest.raises(Refused, match="reason"):
        reopen_matter(
            by=district.zhao, matter_id=one.pk, deadline=LATER, reason=" ", seen=one.version, now=NOW
        )
    one = reopen_matter(
        by=district.zhao, matter_id=one.pk, deadline=LATER, reason="再次积水", seen=one.version, now=NOW
    )
    assert (one.state, one.closed_on, one.claimed_on, one.deadline) == ("working", None, None, LATER)


def test_merging_keeps_both_sources_the_earlier_date_and_the_other_body_as_a_helper(
    district: District,
) -> None:
    stays = stage.assigned(district, deadline=LATER)
    other = stage.registered(district, title="排涝泵站", owner=district.bincheng)
    into = merge_matters(
        by=district.zhao, matter_id=other.pk, into_id=stays.pk, reason="同一件事", seen=other.version, now=NOW
    )
    other.refresh_from_db()
    assert (other.state, other.merged_into_id, into.deadline) == ("merged", stays.pk, stage.DEADLINE)
    assert {one.wording for one in into.origins.all()} == {"要完成泵站改造。", "要完成排涝泵站。"}
    assert [one.organisation for one in into.co_owners.all()] == [district.bincheng]
    assert other.origins.count() == 1


def test_a_matter_is_not_merged_into_its_own_part(district: District) -> None:
    one = stage.assigned(district)
    part = stage.registered(district, title="分项")
    part.parent = one
    keep(part, by=None, deed="move.part", chain="anping", at=NOW)
    one.refresh_from_db()
    with pytest.raises(Refused):
        merge_matters(
            by=district.zhao, matter_id=one.pk, into_id=part.pk, reason="同", seen=one.version, now=NOW
        )
