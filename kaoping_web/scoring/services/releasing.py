"""Release a run: made → provisional (the units see it) → final (it never changes)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from kaoping_web.cycles.models import Cycle, CycleState
from kaoping_web.cycles.services import finalise_cycle
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotAllowed, NotNow, Separated, problem
from kaoping_web.scoring.models import Run, RunState
from kaoping_web.scoring.queries.runs import RELATED, final_run, newer_released

FOLLOWS = {RunState.PROVISIONAL: RunState.MADE, RunState.FINAL: RunState.PROVISIONAL}
DEEDS = {RunState.PROVISIONAL: "release.run", RunState.FINAL: "finalise.run"}


@deed
def release_run(*, by: User, run_id: int, state: RunState, seen: int, now: datetime) -> Run:
    """Let the units see a run, or make it final, and with the first final run its cycle. The journal keeps its digests.

    Raises NotAllowed for who may not, Separated for the one who started it, NotNow for a wrong state, a cycle that is not
    locked yet (final only), or a run older than one released already, Stale for a page that is out of date.
    """
    run = Run.objects.select_related(*RELATED).get(pk=run_id)
    if not may(by, Permission.RUN_RELEASE, timezone.localdate(now), run.cycle.host_id):
        raise NotAllowed(
            problem(
                "not-yours",
                "发布由考核办负责人办理。",
                "runs are released by the head of the assessment office.",
                "请与考核办负责人联系。",
                "ask the head of the office.",
            )
        )
    if run.asked_by_id == by.pk:
        raise Separated(
            problem(
                "same-person",
                "谁计分，谁不发布。",
                "who starts a run does not release it.",
                "请另一位负责人发布。",
                "let another head of the office release it.",
            )
        )
    _check_order(run, state)
    if state is RunState.FINAL:
        _check_final(run)
    run.state, run.released_by, run.released_at = state.value, by, now
    if state is RunState.FINAL and run.cycle.state == CycleState.LOCKED.value:
        finalise_cycle(by=by, cycle_id=run.cycle_id, now=now)
    return keep(run, by=by, deed=DEEDS[state], chain=run.cycle.host.key, at=now, seen=seen, reason=run.reason)


def _check_order(run: Run, state: RunState) -> None:
    """Step by step, and never behind a newer one."""
    if run.state != FOLLOWS[state].value:
        raise NotNow(
            problem("run-state", f"第 {run.number} 次计分现在不能这样发布。", f"run {run.number} cannot be released so from where it stands.",
                    "先发布预评分，锁定周期后再定稿；已定稿的不再改动。",
                    "first release it provisionally, make it final when the cycle is locked; a final run never changes.")
        )  # fmt: skip
    newer = newer_released(run)
    if newer is not None:
        raise NotNow(
            problem("run-older", f"第 {newer.number} 次计分已经发布，不能再发布更早的一次。",
                    f"run {newer.number} is released already; an earlier one cannot be.",
                    "如需改动，更正数据后重新计分。", "to change it, correct the figures and score again.")
        )  # fmt: skip


def _check_final(run: Run) -> None:
    """Only of a locked cycle; over another final run only as its correction, with the reason."""
    cycle = Cycle.objects.get(pk=run.cycle_id)
    if cycle.state not in (CycleState.LOCKED.value, CycleState.FINAL.value):
        raise NotNow(
            problem("cycle-open", "周期还没有锁定，数据还会变，不能定稿。", "the cycle is not locked: figures may still change, so no run can be final.",
                    "先锁定周期，再计分、发布、定稿。", "lock the cycle first, then score, release and make final.")
        )  # fmt: skip
    before = final_run(run.cycle_id)
    if before is not None and run.corrects_id != before.pk:
        raise NotNow(
            problem("not-a-correction", f"第 {before.number} 次计分在这一次之后定稿，这一次没有写明更正它。",
                    f"run {before.number} became final after this one was asked for, which does not correct it.",
                    "写明理由，重新计分。", "score again and give the reason.")
        )  # fmt: skip
    if (
        cycle.state == CycleState.LOCKED.value
        and run.made_at
        and cycle.locked_at
        and run.made_at < cycle.locked_at
    ):
        raise NotNow(
            problem("made-before-lock", "这次计分在周期锁定之前作出，锁定前的改动可能没有算进去。",
                    "this run was made before the cycle was locked: later changes may not be in it.",
                    "锁定后重新计分，再定稿。", "score again after the lock, then make it final.")
        )  # fmt: skip
