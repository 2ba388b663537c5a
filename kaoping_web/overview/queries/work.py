"""What a person must do, by when: at most ten things, the earliest deadline first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from kaoping.errors import Words
from kaoping_web.cycles.models import Cycle, Step, StepKind
from kaoping_web.cycles.queries import end_of
from kaoping_web.cycles.targets import waiting_for
from kaoping_web.dates import period_words
from kaoping_web.journal.kept import Position, kept
from kaoping_web.organisations.models import User
from kaoping_web.organisations.queries import names_of
from kaoping_web.overview.queries.counts import (
    corrections_to_decide,
    filings_to_hand_in,
    reader_of,
    values_to_verify,
)
from kaoping_web.schemes.queries import parsed
from kaoping_web.supervision.queries import waiting_for as matters_waiting_for

MOST = 10


@dataclass(frozen=True)
class Thing:
    """One thing to do. `due`: the last moment, None where no day is set. `note`: what it waits for."""

    title: Words
    url: str
    due: datetime | None
    note: Words


def work_of(user: User, now: datetime, at: Position | None = None) -> tuple[tuple[Thing, ...], int]:
    """The ten things due first, and how many there are in all. Asked for once until the journal grows beyond `at`, the day
    ends or his roles change."""
    return kept(at, ("work", reader_of(user, timezone.localdate(now))), lambda: _work_of(user, now))


def _work_of(user: User, now: datetime) -> tuple[tuple[Thing, ...], int]:
    found = [
        *_filings(user, now),
        *_reviews(user, now),
        *_corrections(user, now),
        *_targets(user, now),
        *_matters(user, now),
    ]
    found.sort(key=lambda one: (one.due is None, one.due or now))
    return tuple(found[:MOST]), len(found)


def _filings(user: User, now: datetime) -> Iterator[Thing]:
    open_ = list(
        filings_to_hand_in(user, now)
        .select_related("cycle__scheme_version")
        .defer("cycle__scheme_version__text")[:60]
    )
    due = _due([one.cycle for one in open_], StepKind.FILING)
    for one in open_:
        scheme = parsed(one.cycle.scheme_version)
        what, track, when = (
            scheme.suppliers.get(one.role, Words(one.role)),
            scheme.groups[one.group].title,
            period_words(one.cycle.period),
        )
        yield Thing(
            Words(f"填报：{when.zh} {track.zh}", f"File: {when.en} {track.in_('en')}"), reverse("filing", args=(one.pk,)),
            one.extended_until or due.get(one.cycle_id), what,
        )  # fmt: skip


def _reviews(user: User, now: datetime) -> Iterator[Thing]:
    """One thing for each cycle that has cells waiting."""
    counted = values_to_verify(user, now).order_by().values("filing__cycle").annotate(cells=Count("pk"))
    cells = {row["filing__cycle"]: row["cells"] for row in counted}
    cycles = list(Cycle.objects.filter(pk__in=cells))
    due = _due(cycles, StepKind.VERIFICATION)
    for cycle in cycles:
        when, count = period_words(cycle.period), cells[cycle.pk]
        yield Thing(
            Words(f"认定：{when.zh} {count} 格", f"Verify: {when.en}, {count} cells"), reverse("review"), due.get(cycle.pk),
            Words("接受、退回或第二人签认", "accept, return or sign as the second person"),
        )  # fmt: skip


def _corrections(user: User, now: datetime) -> Iterator[Thing]:
    waiting = (
        corrections_to_decide(user, now)
        .select_related("value__filing__cycle__scheme_version")
        .defer("value__filing__cycle__scheme_version__text")[:MOST]
    )
    names = names_of([one.value.organisation_id for one in waiting], timezone.localdate(now))
    for one in waiting:
        fact = parsed(one.value.filing.cycle.scheme_version).facts.get(one.value.fact)
        title, unit = fact.title if fact else Words(one.value.fact), names[one.value.organisation_id]
        yield Thing(
            Words(f"更正待批：{unit.zh} {title.zh}", f"Correction to decide: {unit.in_('en')}, {title.in_('en')}"),
            reverse("correction", args=(one.pk,)), None,
            Words(one.reason[:40]),
        )  # fmt: skip


def _targets(user: User, now: datetime) -> Iterator[Thing]:
    waiting = list(waiting_for(user, timezone.localdate(now)).select_related("organisation")[:60])
    names = names_of([one.organisation_id for one in waiting], timezone.localdate(now))
    versions = {
        one.period: one.scheme_version
        for one in Cycle.objects.filter(period__in={t.period for t in waiting})
        .select_related("scheme_version")
        .defer("scheme_version__text")
    }
    for one in waiting:
        scheme = parsed(versions[one.period])
        known = scheme.facts.get(one.fact) or scheme.values.get(one.fact)
        title, unit = known.title if known else Words(one.fact), names[one.organisation_id]
        asks = (
            Words("等单位答复", "the unit's answer")
            if one.state == "proposed"
            else Words("等确认", "to be agreed")
        )
        yield Thing(
            Words(f"目标：{unit.zh} {title.zh}", f"Target: {unit.in_('en')}, {title.in_('en')}"),
            reverse("target", args=(one.pk,)),
            None,
            asks,
        )


def _matters(user: User, now: datetime) -> Iterator[Thing]:
    """Supervision's digest: one thing for each kind."""
    for one in matters_waiting_for(user, timezone.localdate(now)):
        yield Thing(one.title, one.url, end_of(one.due) if one.due else None, one.note)


def _due(cycles: list[Cycle], kind: StepKind) -> dict[int, datetime]:
    return dict(
        Step.objects.filter(cycle__in={one.pk for one in cycles}, kind=kind.value).values_list(
            "cycle", "due_at"
        )
    )
