"""How far filings are: of one person's list, and of a whole cycle, unit by form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet, prefetch_related_objects

from kaoping.errors import Words
from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, Step, StepKind
from kaoping_web.cycles.queries import VERSIONS, timetable_of
from kaoping_web.filing.cells import due_of
from kaoping_web.filing.models import Answer, Filing, FilingState, Value, ValueState
from kaoping_web.filing.words import supplier_words, title_of
from kaoping_web.journal.kept import kept
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.queries import Stood, names_of, stood_of
from kaoping_web.organisations.queries.bodies import tree_position
from kaoping_web.organisations.roles import Permission
from kaoping_web.schemes.queries import parsed

SENT = (ValueState.FILED.value, ValueState.CHECKED.value, ValueState.VERIFIED.value)
VERIFIED, SENT_BACK = ValueState.VERIFIED.value, ValueState.RETURNED.value
PENDING, NOT_APPLICABLE = Answer.PENDING.value, Answer.NOT_APPLICABLE.value


@dataclass
class Tally:
    """How many cells: asked, answered (also as drafts), handed in, verified, returned, stated as pending, not applicable."""

    asked: int = 0
    answered: int = 0
    filed: int = 0
    verified: int = 0
    returned: int = 0
    pending: int = 0
    not_applicable: int = 0

    def add(self, state: str, answer: str, count: int) -> None:
        """Count so many cells of that state and answer."""
        self.asked += count
        self.answered += count if answer else 0
        self.filed += count if state in SENT else 0
        self.verified += count if state == VERIFIED else 0
        self.returned += count if state == SENT_BACK else 0
        self.pending += count if answer == PENDING else 0
        self.not_applicable += count if answer == NOT_APPLICABLE else 0

    @property
    def missing(self) -> int:
        """Cells not handed in."""
        return self.asked - self.filed

    @property
    def state(self) -> str:
        """What the cell of a matrix shows: verified, filed, returned or missing; na where nothing concerns the unit."""
        if self.returned:
            return "returned"
        if self.missing:
            return "missing"
        if self.not_applicable == self.asked:
            return "na"
        return "verified" if self.verified == self.asked else "filed"


@dataclass(frozen=True)
class Form:
    """One column: what a supplier files for a track. `supplier` is None where every unit files its own."""

    role: str
    group: str
    title: Words
    supplier: int | None


@dataclass(frozen=True)
class Mark:
    """One unit in one form: which filing it is in, and how far that is."""

    filing: int
    tally: Tally


@dataclass(frozen=True)
class Line:
    """One unit across the forms; None where a form asks nothing about it."""

    unit: Stood
    name: Words
    marks: Sequence[Mark | None]


@dataclass(frozen=True)
class Matrix:
    """Unit by form, with the whole."""

    forms: Sequence[Form]
    lines: Sequence[Line]
    total: Tally


def completeness(cycle: Cycle, user: User, on: date | None = None) -> Matrix:
    """How far each unit is in each form of a cycle, as far as this person may read it; a constant number of queries."""
    day = on or clock.today()
    seen = scope(user, Permission.FILING_READ, day).of("filing__supplier") | scope(
        user, Permission.VALUE_READ, day
    ).of("organisation")
    keys = ("organisation", "filing", "filing__role", "filing__group", "filing__supplier", "state", "answer")
    found = Value.objects.filter(seen, filing__cycle=cycle).values_list(*keys).annotate(Count("pk"))
    total = Tally()
    suppliers: dict[tuple[str, str], set[int]] = {}
    marks: dict[tuple[int, str, str], Mark] = {}
    for unit, filing, role, group, supplier, state, answer, count in found.order_by(*keys):
        marks.setdefault((unit, role, group), Mark(filing, Tally())).tally.add(state, answer, count)
        suppliers.setdefault((role, group), set()).add(supplier)
        total.add(state, answer, count)
    return Matrix(forms := _forms(cycle, suppliers), _lines(cycle, marks, forms), total)


def _forms(cycle: Cycle, suppliers: Mapping[tuple[str, str], set[int]]) -> list[Form]:
    scheme = parsed(cycle.scheme_version)
    roles, groups = list(scheme.suppliers), list(scheme.groups)
    order = sorted(
        suppliers,
        key=lambda one: (roles.index(one[0]) if one[0] in roles else len(roles), groups.index(one[1])),
    )
    return [
        Form(role, group, _form_title(supplier_words(scheme, role), scheme.groups[group].title), next(iter(bodies)) if len(bodies) == 1 else None)
        for role, group in order
        for bodies in [suppliers[role, group]]
    ]  # fmt: skip


def _form_title(supplier: Words, group: Words) -> Words:
    return Words(f"{supplier.in_('zh')}·{group.in_('zh')}", f"{supplier.in_('en')}: {group.in_('en')}")


def _lines(cycle: Cycle, marks: Mapping[tuple[int, str, str], Mark], forms: Sequence[Form]) -> list[Line]:
    units = frozenset(unit for unit, _, _ in marks)
    what = "stood", units, cycle.ends
    standings = kept(tree_position(), what, lambda: tuple(stood_of(units, cycle.ends)))
    return [
        Line(
            one,
            one.name,
            [marks.get((one.organisation_id, form.role, form.group)) for form in forms],
        )
        for one in standings
    ]


@dataclass(frozen=True)
class Listed:
    """One filing in a list."""

    filing: Filing
    title: Words
    supplier: Words
    due_at: datetime | None
    tally: Tally

    @property
    def is_open(self) -> bool:
        """Whether something is to be handed in."""
        return self.filing.state == FilingState.OPEN.value


WITH_VERSION = Prefetch("cycle", Cycle.objects.prefetch_related(VERSIONS))


def listed(filings: QuerySet[Filing], day: date) -> list[Listed]:
    """Filings with how far they are, those to be handed in first, by deadline; a constant number of queries."""
    return listed_apart([filings], day)[0]


def listed_apart(lists: Sequence[QuerySet[Filing]], day: date) -> list[list[Listed]]:
    """The same of several lists, what stands beside the filings asked for once."""
    several = [list(one.select_related(None).defer(None)) for one in lists]
    every = [one for them in several for one in them]
    prefetch_related_objects(every, WITH_VERSION)
    tallies: dict[int, Tally] = {one.pk: Tally() for one in every}
    rows = (
        Value.objects.filter(filing__in=tallies)
        .values_list("filing", "state", "answer")
        .annotate(Count("pk"))
        .order_by("filing")
    )
    for filing, state, answer, count in rows:
        tallies[filing].add(state, answer, count)
    steps = timetable_of(list({one.cycle_id: one.cycle for one in every}.values()))
    names = names_of((one.supplier_id for one in every), day)
    return [
        sorted(
            (_listed(one, steps[one.cycle_id].get(StepKind.FILING), names, tallies[one.pk]) for one in them),
            key=_urgency,
        )
        for them in several
    ]


def _listed(filing: Filing, step: Step | None, names: Mapping[int, Words], tally: Tally) -> Listed:
    title = title_of(filing, parsed(filing.cycle.scheme_version))
    return Listed(
        filing, title, names[filing.supplier_id], due_of(filing, step.due_at if step else None), tally
    )


def _urgency(one: Listed) -> tuple[bool, float, int]:
    due = one.due_at.timestamp() if one.due_at else float("inf")
    return (not one.is_open, due if one.is_open else -due, one.filing.pk)
