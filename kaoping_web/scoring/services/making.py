"""Ask for a run, and make it: read a snapshot, score it outside any transaction, then store everything in one deed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kaoping import KaopingError, Problem, Scheme, Scorecard, __version__, score
from kaoping.scorecard import MEANING
from kaoping_web.cycles.models import Cycle, CycleState
from kaoping_web.journal.inserting import insert_all
from kaoping_web.journal.services import keep
from kaoping_web.journal.snapshot import snapshot
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotAllowed, NotNow, Refused, problem
from kaoping_web.schemes.queries import parsed
from kaoping_web.scoring.inputs import tables_of
from kaoping_web.scoring.making import awards_of, lines_of, summaries_of
from kaoping_web.scoring.models import AwardGiven, Inputs, Run, RunState
from kaoping_web.scoring.queries.replay import keep_card, result_of
from kaoping_web.scoring.queries.runs import RELATED, final_run, next_number
from kaoping_web.scoring.snapshots import digest_of, packed, tables_of_text, text_of

REASON_MOST = 500


@dataclass(frozen=True)
class Made:
    """What a run came to, before it is stored."""

    text: bytes
    scheme: Scheme
    card: Scorecard


@deed
def request_run(*, by: User, cycle: Cycle, only_verified: bool, reason: str, now: datetime) -> Run:
    """Ask for a run of a cycle. It is queued; `make_run` makes it.

    Raises NotAllowed for who may not, NotNow for a cycle that has not begun, and where a final run is corrected without a reason.
    """
    if not may(by, Permission.RUN_START, timezone.localdate(now), cycle.host_id):
        raise NotAllowed(
            problem(
                "not-yours",
                "计分由考核办工作人员办理。",
                "runs are started by the assessment office.",
                "请与考核办联系。",
                "ask the assessment office.",
            )
        )
    cycle = Cycle.objects.select_related("host").get(pk=cycle.pk)
    if cycle.state == CycleState.PLANNED.value:
        raise NotNow(
            problem("cycle-planned", "这个周期还没有开始填报，没有可计分的数。", "this cycle has not been opened: there is nothing to score.",
                    "周期开始后再计分。", "score it when it is open.")
        )  # fmt: skip
    corrected, reason = final_run(cycle), reason.strip()[:REASON_MOST]
    if corrected is not None and not reason:
        raise Refused(
            problem("correction-reason", f"第 {corrected.number} 次计分已是定稿，再计分即为更正，须写明理由。",
                    f"run {corrected.number} is final: another run corrects it and needs a reason.", "填写更正的依据。", "say what it rests on.")
        )  # fmt: skip
    run = Run(
        cycle=cycle,
        number=next_number(cycle),
        only_verified=only_verified,
        reason=reason,
        corrects=corrected,
        asked_by=by,
        asked_at=now,
    )
    return keep(run, by=by, deed="request.run", chain=cycle.host.key, at=now, reason=reason)


def make_run(run_id: int, now: datetime) -> Run:
    """Make a queued run. What keeps it from being made stands on it afterwards, every problem; another's run is left alone."""
    run = Run.objects.select_related(*RELATED).get(pk=run_id)
    if run.state != RunState.QUEUED.value:
        return run
    try:
        made = _score(run)
    except KaopingError as error:
        return _fail(run_id, error.problems, now)
    result = result_of(made.card)
    stored = _store(run_id, made, result, now)
    keep_card(made.card, result)
    return stored


def _score(run: Run) -> Made:
    """Snapshot, then score what the snapshot says."""
    scheme = parsed(run.cycle.scheme_version)
    with snapshot():  # figures, targets and bodies of one moment, while others go on filing
        text = text_of(tables_of(run.cycle, run.only_verified))
    return Made(text, scheme, score(scheme, tables_of_text(text), run.cycle.period))


@deed
def _store(run_id: int, made: Made, result: str, now: datetime) -> Run:
    """Everything of the run at once."""
    run = Run.objects.select_related(*RELATED).get(pk=run_id)
    if run.state != RunState.QUEUED.value:
        return run  # made meanwhile by somebody else, from the same queue
    card, digest = made.card, digest_of(made.text)
    Inputs.objects.bulk_create([Inputs(digest=digest, body=packed(made.text))], ignore_conflicts=True)
    keys = [one.key for one in card.tables.organisations]
    ids = dict(Organisation.objects.filter(key__in=keys).values_list("key", "pk"))
    insert_all(lines_of(run, made.scheme, card, ids))
    insert_all(summaries_of(run, card))
    AwardGiven.objects.bulk_create(awards_of(run, card, ids))
    run.state, run.made_at = RunState.MADE.value, now
    run.inputs_digest, run.scheme_digest, run.run_id, run.result = (
        digest,
        card.scheme_digest,
        card.run_id,
        result,
    )
    run.meaning, run.library, run.engine = MEANING, __version__, card.engine
    run.problems = _as_json(card.findings)
    return keep(run, by=None, deed="make.run", chain=run.cycle.host.key, at=now)


@deed
def _fail(run_id: int, problems: Iterable[Problem], now: datetime) -> Run:
    run = Run.objects.select_related(*RELATED).get(pk=run_id)
    if run.state != RunState.QUEUED.value:
        return run
    run.state, run.made_at, run.problems = RunState.FAILED.value, now, _as_json(problems)
    logging.getLogger(__name__).info("run %s was not made", run_id)
    return keep(run, by=None, deed="fail.run", chain=run.cycle.host.key, at=now)


def _as_json(problems: Iterable[Problem]) -> str:
    """Every problem as the page shows it."""
    told = [
        {"code": one.code, "severity": one.severity.value, "zh": one.what.zh, "en": one.what.in_("en"), "mend_zh": one.mend.zh,
         "mend_en": one.mend.in_("en"), "place": str(one.place)}
        for one in problems
    ]  # fmt: skip
    return json.dumps(told, ensure_ascii=False) if told else ""
