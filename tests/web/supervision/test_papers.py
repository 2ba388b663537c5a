"""From a paper to its ledger: a person decides every proposal, and the ledger keeps paper, clause, wording and place."""

from __future__ import annotations

from datetime import date

import pytest

from kaoping.errors import DocumentError
from kaoping_web.filing.uploads import Kept
from kaoping_web.organisations.queries import bodies_below
from kaoping_web.refusals import NotNow, Refused, Stale
from kaoping_web.supervision.models import Matter, Paper, Proposal
from kaoping_web.supervision.queries.papers import earlier_tasks, missed_of, pieces_of, proposals_of
from kaoping_web.supervision.reading.asking import read_in_child
from kaoping_web.supervision.reading.dates import deadline_of
from kaoping_web.supervision.reading.linking import linked
from kaoping_web.supervision.reading.parties import Parties
from kaoping_web.supervision.refusing import NotYours
from kaoping_web.supervision.services.papers import Placed, confirm_paper, digest_of, register_paper
from kaoping_web.supervision.services.proposals import (
    Edited,
    accept_proposal,
    edit_proposal,
    merge_proposal,
    propose_by_hand,
    reject_proposal,
    split_proposal,
    undo_proposal,
)
from tests.web.cast import NOW, District
from tests.web.supervision import stage

MET = date(2026, 4, 2)


def decide_all(district: District, paper: Paper) -> list[Matter]:
    for one in paper.proposals.filter(state="open"):
        accept_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    paper.refresh_from_db()
    return confirm_paper(by=district.zhao, paper_id=paper.pk, seen=paper.version, now=NOW)


def proposal(paper: Paper, key: str) -> Proposal:
    return paper.proposals.get(key=key)


def test_every_proposal_stands_where_it_says_in_both_texts(district: District) -> None:
    paper = stage.paper(district)
    assert paper.proposals.count() == 10 and paper.noise["artefacts"] == 46
    for one in paper.proposals.all():
        assert paper.text[one.start : one.end] == one.wording
    first = proposal(paper, "t01")
    assert "盯緊目標(biāo)" in paper.found[first.found_start : first.found_end]
    assert paper.text_digest == digest_of(paper.text, paper.found)


def test_the_pieces_of_a_page_are_the_whole_text_and_each_proposal_begins_once(district: District) -> None:
    paper = stage.paper(district)
    rows = proposals_of(paper)
    for as_found, text in ((True, paper.found), (False, paper.text)):
        pieces = pieces_of(paper, rows, as_found)
        assert "".join(one.text for one in pieces) == text
        begun = [one.proposal.key for one in pieces if one.begins]
        assert sorted(begun) == sorted({one.key for one in rows})


def test_an_undecided_proposal_stops_the_ledger_and_is_named(district: District) -> None:
    paper = stage.paper(district)
    for one in paper.proposals.exclude(key="t03"):
        accept_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    with pytest.raises(Refused, match="undecided") as refused:
        confirm_paper(by=district.zhao, paper_id=paper.pk, seen=paper.version, now=NOW)
    assert "守住底线" in refused.value.problems[0].what.zh
    assert not Matter.objects.exists()
    one = proposal(paper, "t03")
    reject_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    assert len(confirm_paper(by=district.zhao, paper_id=paper.pk, seen=paper.version, now=NOW)) == 4


def test_a_ledger_row_keeps_paper_clause_wording_and_place(district: District) -> None:
    paper = stage.paper(district, met_on=MET)
    matters = decide_all(district, paper)
    two = next(one for one in matters if "提速项目" in one.title)
    origin = two.origins.order_by("pk").first()
    assert (origin.paper_id, origin.clause, origin.asked_by) == (
        paper.pk,
        "要",
        "全县重点项目建设暨四季度工作推进会",
    )
    assert paper.text[origin.start : origin.end] == origin.wording
    assert two.deadline == date(2026, 12, 20) and two.state == "registered"


def test_targets_of_an_accepted_task_become_its_standard(district: District) -> None:
    matters = decide_all(district, stage.paper(district))
    assert len(matters) == 5
    one = next(one for one in matters if "盯紧目标" in one.title)
    assert "固定资产投资增长不低于10%" in one.standard and (one.comparator, one.quantity, one.unit) == (
        ">=",
        "10",
        "%",
    )


def test_a_target_whose_task_was_rejected_becomes_a_matter_of_its_own(district: District) -> None:
    paper = stage.paper(district)
    one = proposal(paper, "t05")
    reject_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    assert any("储备投资" in one.title and one.quantity == "100" for one in decide_all(district, paper))


def test_merging_proposals_makes_one_matter_with_both_sources(district: District) -> None:
    paper = stage.paper(district)
    one, into = proposal(paper, "t04"), proposal(paper, "t03")
    merge_proposal(by=district.zhao, proposal_id=one.pk, into_id=into.pk, seen=one.version, now=NOW)
    matters = decide_all(district, paper)
    kept = next(one for one in matters if "守住底线" in one.title)
    assert len(matters) == 4 and {origin.proposal.key for origin in kept.origins.all()} == {"t03", "t04"}


def test_what_others_were_merged_into_is_not_rejected_under_them(district: District) -> None:
    paper = stage.paper(district)
    one, into = proposal(paper, "t04"), proposal(paper, "t03")
    merge_proposal(by=district.zhao, proposal_id=one.pk, into_id=into.pk, seen=one.version, now=NOW)
    with pytest.raises(NotNow):
        reject_proposal(by=district.zhao, proposal_id=into.pk, seen=into.version, now=NOW)
    one.refresh_from_db()
    undo_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    assert (
        reject_proposal(by=district.zhao, proposal_id=into.pk, seen=into.version, now=NOW).state == "rejected"
    )


def test_a_proposal_is_not_merged_into_itself_another_kind_or_another_paper(district: District) -> None:
    paper, other = stage.paper(district), stage.paper(district, stage.PAPERS / "minutes.txt")
    one = proposal(paper, "t04")
    for into in (one, proposal(paper, "q01"), proposal(other, "t01")):
        with pytest.raises(Refused):
            merge_proposal(by=district.zhao, proposal_id=one.pk, into_id=into.pk, seen=one.version, now=NOW)


def test_splitting_takes_the_words_of_the_paper_and_keeps_their_place(district: District) -> None:
    paper = stage.paper(district)
    one = proposal(paper, "t02")
    with pytest.raises(Refused) as refused:
        split_proposal(
            by=district.zhao,
            proposal_id=one.pk,
            wordings=["在建的86个重点项目要倒排工期", "另起炉灶", "也没有"],
            seen=one.version,
            now=NOW,
        )
    assert len(refused.value.problems) == 2
    lines = ["在建的86个重点项目要倒排工期", "12月20日前竣工投产30个"]
    made = split_proposal(by=district.zhao, proposal_id=one.pk, wordings=lines, seen=one.version, now=NOW)
    assert [paper.text[part.start : part.end] for part in made] == lines
    assert "竣工投產30個" in paper.found[made[1].found_start : made[1].found_end]
    one.refresh_from_db()
    undo_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    one.refresh_from_db()
    again = split_proposal(by=district.zhao, proposal_id=one.pk, wordings=lines, seen=one.version, now=NOW)
    assert {part.key for part in again}.isdisjoint({part.key for part in made})


ORDERS = "望川县召开推进会\n1月6日，望川县召开推进会。安平镇要在2月13日前完成排涝站改造。安平镇要在3月31日前补建管网12公里。\n"
LINES = ("安平镇要在2月13日前完成排涝站改造", "安平镇要在3月31日前补建管网12公里")


def two_orders(district: District) -> Paper:
    """A paper whose reader finds two orders in one task, with a figure in the second."""
    raw = ORDERS.encode()
    return register_paper(
        by=district.zhao,
        host=district.xiaoyun,
        kept=Kept("两件.txt", "b" * 64, len(raw), ""),
        read=read_in_child(raw, "两件.txt"),
        met_on=date(2026, 1, 6),
        placed=Placed(owners={"t01": district.anping}),
        now=NOW,
    )


def test_a_piece_takes_the_date_and_the_body_that_stand_in_it(district: District) -> None:
    paper = two_orders(district)
    one = proposal(paper, "t01")
    assert all(line in one.wording for line in LINES) and one.deadline == date(2026, 2, 13)
    made = split_proposal(by=district.zhao, proposal_id=one.pk, wordings=LINES, seen=one.version, now=NOW)
    assert [part.deadline for part in made] == [date(2026, 2, 13), date(2026, 3, 31)]
    assert [part.owner for part in made] == [district.anping, district.anping]
    undo_proposal(by=district.zhao, proposal_id=one.pk, seen=made[0].version + 1, now=NOW)
    one.refresh_from_db()
    bare = split_proposal(
        by=district.zhao,
        proposal_id=one.pk,
        wordings=["完成排涝站改造", "补建管网12公里"],
        seen=one.version,
        now=NOW,
    )
    assert [(part.deadline, part.owner) for part in bare] == [(None, None), (None, None)]


def test_a_figure_of_a_task_that_was_split_goes_with_the_piece_it_stands_in(district: District) -> None:
    paper = two_orders(district)
    one = proposal(paper, "t01")
    split_proposal(by=district.zhao, proposal_id=one.pk, wordings=LINES, seen=one.version, now=NOW)
    for other in paper.proposals.filter(state="open"):
        accept_proposal(by=district.zhao, proposal_id=other.pk, seen=other.version, now=NOW)
    paper.refresh_from_db()
    made = confirm_paper(by=district.zhao, paper_id=paper.pk, seen=paper.version, now=NOW)
    assert [(matter.title, matter.quantity, matter.unit) for matter in made] == [
        (LINES[0], "", ""),
        (LINES[1], "12", "公里"),
    ]
    assert made[1].standard == ""  # the figure's words stand in the title already


def test_an_edit_leaves_what_the_paper_says(district: District) -> None:
    paper = stage.paper(district)
    one = proposal(paper, "t01")
    words = one.wording
    edited = Edited("稳投资", "增长10%以上", district.development_reform, date(2026, 11, 30))
    one = edit_proposal(by=district.zhao, proposal_id=one.pk, edited=edited, seen=one.version, now=NOW)
    assert (one.state, one.title, one.wording, one.owner, one.deadline_basis) == (
        "accepted",
        "稳投资",
        words,
        district.development_reform,
        "typed",
    )


def test_two_people_do_not_decide_over_each_other(district: District) -> None:
    paper = stage.paper(district)
    one = proposal(paper, "t01")
    accept_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)
    with pytest.raises(Stale):
        reject_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)


def test_a_confirmed_ledger_is_not_decided_again(district: District) -> None:
    paper = stage.paper(district)
    decide_all(district, paper)
    paper.refresh_from_db()
    with pytest.raises(NotNow):
        confirm_paper(by=district.zhao, paper_id=paper.pk, seen=paper.version, now=NOW)
    one = proposal(paper, "t01")
    with pytest.raises(NotNow):
        undo_proposal(by=district.zhao, proposal_id=one.pk, seen=one.version, now=NOW)


def test_what_the_rules_passed_over_may_be_proposed_by_hand(district: District) -> None:
    paper = stage.paper(district)
    start, end, words = missed_of(paper, proposals_of(paper))[0]
    one = propose_by_hand(by=district.zhao, paper_id=paper.pk, start=start, end=end, now=NOW)
    assert one.wording.strip() == words and one.rule == "by-hand"
    assert words not in [text for _, _, text in missed_of(paper, proposals_of(paper))]


@pytest.mark.parametrize("who", ["an", "kao", "leader", "gao"])
def test_only_the_supervision_office_decides(district: District, who: str) -> None:
    paper = stage.paper(district)
    one = proposal(paper, "t01")
    with pytest.raises(NotYours):
        accept_proposal(by=district.people[who], proposal_id=one.pk, seen=one.version, now=NOW)


def test_the_same_file_is_taken_in_once(district: District) -> None:
    stage.paper(district)
    with pytest.raises(NotNow, match="taken in"):
        stage.paper(district)


def test_a_requirement_of_an_earlier_paper_is_pointed_out(district: District) -> None:
    first = stage.paper(district)
    read = read_in_child(stage.NOISY.read_bytes(), "again.txt")
    links = linked(
        read.items,
        earlier_tasks(district.xiaoyun),
        [("investment", "固定资产投资增长", "%"), ("visits", "游客人次", "万人次")],
    )
    assert links.repeats["t03"][0] == proposal(first, "t03").pk
    assert links.measured["q01"].indicator == "investment" and "q05" not in links.measured
    kept = stage.Kept("again.txt", "f" * 64, 1, "")
    again = register_paper(
        by=district.zhao,
        host=district.xiaoyun,
        kept=kept,
        read=read,
        met_on=None,
        placed=Placed({}, links),
        now=NOW,
    )
    assert (
        proposal(again, "t03").repeats == proposal(first, "t03")
        and proposal(again, "q01").measured_by == "investment"
    )


def test_a_hostile_file_is_refused_in_words(district: District) -> None:
    for raw in (b"[" * 10_000_000, b"MZ\x00\x01" + bytes(900), b"   "):
        with pytest.raises(DocumentError) as refused:
            read_in_child(raw, "坏.txt")
        assert refused.value.problems[0].what.zh and refused.value.problems[0].mend.en


def test_a_named_body_is_found_and_a_collective_is_nobody(district: District) -> None:
    parties = Parties(bodies_below(district.xiaoyun, NOW.date()))
    assert parties.of(["由区发改局", "统计局", "发改局"]) == [
        district.development_reform,
        district.statistics,
    ]
    assert parties.of(["各镇街", "有关部门", "发改、统计等部门", "区气象局"]) == []


@pytest.mark.parametrize(
    ("words", "day", "basis"),
    [
        ("12月20日前", date(2026, 12, 20), "meeting_year"), ("2027年6月底", date(2027, 6, 30), "stated"), ("三季度末", date(2026, 9, 30), "meeting_year"),
        ("明年3月底前", date(2027, 3, 31), "meeting_year"), ("9月中旬前", date(2026, 9, 20), "meeting_year"), ("每月", None, ""), ("长期坚持", None, ""),
    ],
)  # fmt: skip
def test_a_deadline_is_read_to_a_day_and_says_where_its_year_is_from(
    words: str, day: date | None, basis: str
) -> None:
    assert deadline_of(words, MET) == (day, basis)


def test_without_a_meeting_day_no_year_is_guessed() -> None:
    assert deadline_of("12月20日前", None) == (None, "")
    assert deadline_of("2026年12月20日前", None) == (date(2026, 12, 20), "stated")


def test_a_paper_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaoping_web.supervision.reading.asking.WAIT_SECONDS", 0.01)
    with pytest.raises(DocumentError, match="limit of time"):
        read_in_child(stage.NOISY.read_bytes(), "a.txt")


def test_the_process_that_reads_has_limits_of_its_own_and_no_database() -> None:
    import subprocess
    import sys

    code = (
        "from kaoping_web.supervision.reading import child; child.limit_self(); import resource, sys;"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_AS)[0] >> 20, "
        "resource.getrlimit(resource.RLIMIT_FSIZE)[0], 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["30", "1024", "0", "False"]


def test_a_decimal_of_a_paper_stays_a_decimal(district: District) -> None:
    paper = stage.paper(district, stage.PAPERS / "third-town.txt")
    figures = {one.quantity for one in paper.proposals.filter(kind="target")}
    assert "1.5" in figures and not any("/" in one.title for one in paper.proposals.filter(kind="target"))


@pytest.mark.parametrize(
    "name", ["minutes", "plan", "speech", "work-report", "newspaper", "third-traditional"]
)
def test_papers_of_every_genre_become_ledgers(district: District, name: str) -> None:
    paper = stage.paper(district, stage.PAPERS / f"{name}.txt")
    matters = decide_all(district, paper)
    assert matters and all(one.origins.exists() for one in matters)
    assert (
        len({origin.proposal_id for one in matters for origin in one.origins.all()})
        == paper.proposals.count()
    )
