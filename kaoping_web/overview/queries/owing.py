"""What bodies still owe the office: forms that are not handed in, by whom, and by when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from kaoping.errors import Words
from kaoping_web.cycles.models import Cycle, CycleState, StepKind
from kaoping_web.cycles.queries import timetable_of
from kaoping_web.filing.cells import due_of
from kaoping_web.filing.models import Filing, FilingState, Value
from kaoping_web.filing.queries.completeness import SENT
from kaoping_web.filing.words import title_of
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.queries import parsed

MOST = 12
"""How many bodies are listed; the page of the cycle has them all."""


@dataclass(frozen=True)
class Owed:
    """What one body owes for one cycle. `forms`: filing and title; `cells`: not handed in; `due`: the earliest deadline."""

    cycle: Cycle
    body: Words
    forms: Sequence[tuple[int, Words]]
    cells: int
    due: datetime | None


@dataclass(frozen=True)
class Owing:
    """Everything that is owed: the bodies that are due first, and the sums."""

    listed: Sequence[Owed]
    bodies: int
    forms: int
    cells: int
    overdue: int


def owing_to(user: User, now: datetime) -> Owing | None:
    """The forms not handed in to the bodies this person watches over; None for who watches over none. A few queries."""
    day = timezone.localdate(now)
    reach = scope(user, Permission.FILING_EXTEND, day)
    if not reach.holds:
        return None
    open_ = list(
        Filing.objects.filter(
            reach.of("supplier"), state=FilingState.OPEN.value, cycle__state=CycleState.OPEN.value
        )
        .select_related("cycle__scheme_version")
        .defer("cycle__scheme_version__text")
    )
    missing = dict(
        Value.objects.filter(filing__in=[one.pk for one in open_])
        .exclude(state__in=SENT)
        .values_list("filing")
        .annotate(Count("pk"))
        .order_by()
    )
    names = names_of({one.supplier_id for one in open_}, day)
    steps = timetable_of(list({one.cycle_id: one.cycle for one in open_}.values()))
    grouped: dict[tuple[int, int], list[Filing]] = {}
    for one in open_:
        grouped.setdefault((one.cycle_id, one.supplier_id), []).append(one)
    found = [
        _owed(them, names, missing, getattr(steps[cycle].get(StepKind.FILING), "due_at", None))
        for (cycle, _), them in grouped.items()
    ]
    found.sort(key=lambda one: (one.due is None, one.due or now, -one.cells))
    return Owing(
        found[:MOST], len({one.supplier_id for one in open_}), len(open_), sum(one.cells for one in found),
        sum(1 for one in found if one.due is not None and one.due < now),
    )  # fmt: skip


def _owed(
    filings: Sequence[Filing], names: dict[int, Words], missing: dict[int, int], step_due: datetime | None
) -> Owed:
    titles = [(one.pk, title_of(one, parsed(one.cycle.scheme_version))) for one in filings]
    due = [found for one in filings if (found := due_of(one, step_due)) is not None]
    cells = sum(missing.get(one.pk, 0) for one in filings)
    return Owed(filings[0].cycle, names[filings[0].supplier_id], titles, cells, min(due, default=None))
