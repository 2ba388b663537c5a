"""Runs: asked for, made from a snapshot, made again the same, released step by step, corrected."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.db import connection

from kaoping import Tables
from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import ValueState
from kaoping_web.journal.models import Entry
from kaoping_web.refusals import NotNow, Refused, Separated, Stale
from kaoping_web.scoring.models import Inputs, NodeSummary, Run, RunState, ScoreLine
from kaoping_web.scoring.queries.replay import forget_cards, scorecard
from kaoping_web.scoring.services import make_run, release_run, request_run
from kaoping_web.scoring.services import making as making_service
from kaoping_web.scoring.snapshots import packed, tables_of_text, text_of
from tests.web.cast import NOW, SCHEME, District
from tests.web.scoring.stage import (
    cycle_of,
    file_value,
    lock_cycle,
    lock_scheme,
    released,
    run_of,
    small_month,
)


def points_of(run: Run) -> dict[tuple[str, str], str]:
    return {
        (one.organisation.key, one.node): one.points
        for one in ScoreLine.objects.filter(run=run).select_related("organisation")
    }


def test_a_run_keeps_every_line_with_its_figure_and_target(district: District) -> None:
    run = run_of(district, small_month(district))
    assert run.state == RunState.MADE.value, run.problems
    line = ScoreLine.objects.get(run=run, organisation=district.anping, node="m_investment")
    # 2.5 of the 3 that a quarter of 12 asks by March: 60 × 2.5 ÷ 3
    assert (line.points, line.lost, line.full) == ("50", "10", "60")
    assert (line.actual, line.target, line.unit, line.fact) == ("2.5", "12", "亿元", "investment")
    assert (line.parent, line.is_item, line.place, line.place_of, line.quarter) == (
        "monthly",
        True,
        "2",
        3,
        2,
    )
    total = ScoreLine.objects.get(run=run, organisation=district.anping, node="monthly")
    assert (total.points, total.place, total.parent) == ("82", "2", "")


def test_quartiles_are_exact_fractions(district: District) -> None:
    run = run_of(district, small_month(district))
    summary = NodeSummary.objects.get(run=run, group="townships", node="m_investment")
    numbers = sorted(
        Fraction(points_of(run)[key, "m_investment"]) for key in ("anping", "bincheng", "cuiyun")
    )
    assert [Fraction(one) for one in (summary.lowest, summary.median, summary.highest)] == numbers
    assert (
        Fraction(summary.lower) == (numbers[0] + numbers[1]) / 2
        and Fraction(summary.upper) == (numbers[1] + numbers[2]) / 2
    )
    assert summary.count == 3


def test_a_run_made_again_from_what_is_kept_gives_the_same_result(district: District) -> None:
    run = run_of(district, small_month(district))
    file_value(
        run.cycle, district.development_reform, district.anping, "investment", "1"
    )  # what is filed later plays no part
    forget_cards()
    card = scorecard(run)
    assert card.run_id == run.run_id
    assert (
        Fraction(points_of(run)["anping", "monthly"])
        == card.by_place["anping", "townships", "monthly"].points
    )


def test_a_changed_snapshot_is_refused_and_told(district: District) -> None:
    run = run_of(district, small_month(district))
    forget_cards()
    row = Inputs.objects.get(pk=run.inputs_digest)
    row.body = packed(b"[]")
    row.save()
    with pytest.raises(NotNow, match="digest the journal holds"):
        scorecard(run)


def test_another_result_than_the_recorded_one_is_refused_and_told(district: District) -> None:
    run = run_of(district, small_month(district))
    forget_cards()
    run.result = "0" * 64
    with pytest.raises(NotNow, match="does not give the recorded result"):
        scorecard(run)


def test_the_journal_holds_what_went_in_and_what_came_out(district: District) -> None:
    run = run_of(district, small_month(district))
    entry = Entry.objects.get(deed="make.run")
    after = json.loads(entry.raw)["after"]
    assert (entry.chain, after["result"], after["inputs_digest"], after["run_id"]) == (
        "xiaoyun",
        run.result,
        run.inputs_digest,
        run.run_id,
    )
    assert after["scheme_digest"] == run.cycle.scheme_version.digest


def test_a_snapshot_says_everything_of_the_tables() -> None:
    from tests.web.scoring.stage import demo_tables

    tables = demo_tables()
    text = text_of(tables)
    again = tables_of_text(text)
    assert text_of(again) == text
    assert sorted(map(repr, _bare(again))) == sorted(map(repr, _bare(tables)))


def _bare(tables: Tables) -> list[object]:
    from dataclasses import replace

    from kaoping.errors import NOWHERE

    rows = [replace(one, place=NOWHERE) for several in (tables.filed, tables.happenings) for one in several]
    bodies = [
        replace(one, place=NOWHERE, attributes=dict(sorted(one.attributes.items())))
        for one in tables.organisations
    ]
    return [*rows, *bodies]


def test_only_verified_leaves_out_what_nobody_has_verified(district: District) -> None:
    cycle = small_month(district)
    file_value(cycle, district.development_reform, district.anping, "new_projects", "5", ValueState.FILED)
    assert points_of(run_of(district, cycle))["anping", "m_projects"] == "40"
    verified = run_of(district, cycle, only_verified=True)
    assert points_of(verified)["anping", "m_projects"] == "0"  # missing: zero


def test_what_keeps_a_run_from_being_made_stands_on_it_with_every_problem(district: District) -> None:
    cycle = small_month(district, SCHEME.read_text(encoding="utf-8").replace("missing: zero, ", ""))
    for unit in (district.anping, district.bincheng):
        value = file_value(cycle, district.development_reform, unit, "new_projects", "1")
        value.vintages.all().delete()
    run = run_of(district, cycle)
    assert run.state == RunState.FAILED.value and not run.result
    problems = json.loads(run.problems)
    assert [one["code"] for one in problems] == ["absent-missing"] * 2
    assert all(one["zh"] and one["en"] and one["mend_zh"] for one in problems)
    assert not ScoreLine.objects.filter(run=run).exists()


def test_a_queued_run_is_made_once(district: District) -> None:
    cycle = small_month(district)
    run = request_run(by=district.kao, cycle=cycle, only_verified=False, reason="", now=NOW)
    call_command("make_runs")
    made = Run.objects.get(pk=run.pk)
    assert made.state == RunState.MADE.value
    lines = ScoreLine.objects.count()
    assert make_run(run.pk, NOW).version == made.version and ScoreLine.objects.count() == lines


def test_scoring_holds_no_write_transaction(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: the deed that stores does hold one."""
    held: list[tuple[str, bool]] = []
    deep = connection.savepoint_ids
    score, store = making_service.score, making_service.summaries_of
    outside = len(deep)
    monkeypatch.setattr(
        making_service,
        "score",
        lambda *args: held.append(("score", len(connection.savepoint_ids) > outside)) or score(*args),
    )
    monkeypatch.setattr(
        making_service,
        "summaries_of",
        lambda *args: held.append(("store", len(connection.savepoint_ids) > outside)) or store(*args),
    )
    run_of(district, small_month(district))
    assert held == [("score", False), ("store", True)]


@pytest.mark.parametrize("who", ["gao", "anhead", "leader", "sys", "lin"])
def test_only_the_office_starts_runs(district: District, who: str) -> None:
    cycle = small_month(district)
    with pytest.raises(Refused, match="started by the assessment office"):
        request_run(by=district.people[who], cycle=cycle, only_verified=False, reason="", now=NOW)
    assert not Run.objects.exists()


def test_a_planned_cycle_is_not_scored(district: District) -> None:
    version = lock_scheme(district.xiaoyun, district.kao, SCHEME.read_text(encoding="utf-8"))
    cycle = cycle_of(version, "2026-09", CycleState.PLANNED)
    with pytest.raises(NotNow, match="has not been opened"):
        request_run(by=district.kao, cycle=cycle, only_verified=False, reason="", now=NOW)


@pytest.mark.parametrize("who", ["kao", "anhead", "leader", "shen"])
def test_only_the_head_of_the_office_releases(district: District, who: str) -> None:
    run = run_of(district, small_month(district))
    with pytest.raises(Refused, match="released by the head"):
        release_run(
            by=district.people[who], run_id=run.pk, state=RunState.PROVISIONAL, seen=run.version, now=NOW
        )
    assert Run.objects.get(pk=run.pk).state == RunState.MADE.value


def test_who_started_a_run_does_not_release_it(district: District) -> None:
    run = run_of(district, small_month(district))
    Run.objects.filter(pk=run.pk).update(asked_by=district.gao)
    with pytest.raises(Separated):
        release_run(by=district.gao, run_id=run.pk, state=RunState.PROVISIONAL, seen=run.version, now=NOW)


def test_a_run_is_final_only_when_the_cycle_is_locked_and_made_after_the_lock(district: District) -> None:
    cycle = small_month(district)
    run = released(district, run_of(district, cycle))
    with pytest.raises(NotNow, match="not locked"):
        release_run(by=district.gao, run_id=run.pk, state=RunState.FINAL, seen=run.version, now=NOW)
    lock_cycle(cycle, NOW + timedelta(minutes=5))
    with pytest.raises(NotNow, match="made before the cycle was locked"):
        release_run(by=district.gao, run_id=run.pk, state=RunState.FINAL, seen=run.version, now=NOW)
    after = run_of(district, cycle, NOW + timedelta(minutes=10))
    final = released(district, after, RunState.PROVISIONAL, RunState.FINAL)
    assert final.state == RunState.FINAL.value
    assert [one.deed for one in Entry.objects.filter(object_type="scoring.run", object_key=str(final.pk)).order_by("sequence")] == [
        "request.run", "make.run", "release.run", "finalise.run"
    ]  # fmt: skip


def test_a_final_run_never_changes_and_a_later_one_corrects_it_with_a_reason(district: District) -> None:
    cycle = lock_cycle(small_month(district))
    final = released(district, run_of(district, cycle), RunState.PROVISIONAL, RunState.FINAL)
    for state in (RunState.PROVISIONAL, RunState.FINAL):
        with pytest.raises(NotNow):
            release_run(by=district.gao, run_id=final.pk, state=state, seen=final.version, now=NOW)
    with pytest.raises(Refused, match="needs a reason"):
        run_of(district, cycle)
    corrected = run_of(district, cycle, reason="复核：投资数更正")
    assert corrected.corrects_id == final.pk
    done = released(district, corrected, RunState.PROVISIONAL, RunState.FINAL)
    assert done.state == RunState.FINAL.value and Run.objects.get(pk=final.pk).version == final.version


def test_an_older_run_is_not_released_over_a_newer_one(district: District) -> None:
    cycle = small_month(district)
    older, newer = run_of(district, cycle), run_of(district, cycle)
    released(district, newer)
    with pytest.raises(NotNow, match="earlier one cannot be"):
        released(district, older)


def test_a_release_from_a_page_that_is_out_of_date_is_refused(district: District) -> None:
    run = run_of(district, small_month(district))
    with pytest.raises(Stale):
        release_run(by=district.gao, run_id=run.pk, state=RunState.PROVISIONAL, seen=run.version - 1, now=NOW)


def test_last_years_final_run_is_an_input_where_the_scheme_asks(district: District) -> None:
    text = SCHEME.read_text(encoding="utf-8").replace(
        "{completion: {target: 100, cap: 1}}, article: 第六条",
        "{completion: {target: result.total, cap: 1}}, article: 第六条",
    )
    from kaoping_web.scoring.inputs import tables_of

    version = lock_scheme(district.xiaoyun, district.kao, text)
    before, this = cycle_of(version, "2025", CycleState.FINAL), cycle_of(version, "2026")
    run = Run.objects.create(cycle=before, number=1, state=RunState.PROVISIONAL.value, asked_at=NOW)
    ScoreLine.objects.create(run=run, organisation=district.anping, group="townships", node="total", is_item=False, position=0, period="2025",
                             points="88.5", place="1", place_of=3, status="scored")  # fmt: skip
    assert not [
        one for one in tables_of(this, False).filed if one.fact.startswith("result.")
    ]  # not final yet
    Run.objects.filter(pk=run.pk).update(state=RunState.FINAL.value)
    found = {one.fact: one.value for one in tables_of(this, False).filed if one.fact.startswith("result.")}
    assert found == {"result.total": Fraction("88.5"), "result.rank": 1, "result.percentile": 100}
