"""The year on a line: what is done, under way, to come, and where today stands. Geometry of the look's timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min
from django.utils import timezone

from kaoping.errors import Words
from kaoping.periods import Cadence, Period
from kaoping_web.cycles.models import Cycle, Step, StepKind, TargetMove
from kaoping_web.dates import MONTHS

LEFT, WIDTH, TOP, PITCH, BAR = 150.0, 1022.0, 26, 19, 9
SHOWN_MONTHS = 16  # to April of the year after, when the year's result is out


@dataclass(frozen=True)
class Bar:
    """A stretch of time: `state` is done, now or next."""

    x: str
    width: str
    state: str


@dataclass(frozen=True)
class Row:
    """One step of the year with its stretches, a note after the last, and its state as a whole."""

    title: Words
    y: int
    bars: tuple[Bar, ...]
    note: Words | None
    note_x: str
    state: str

    @property
    def text_y(self) -> int:
        """Where the words stand."""
        return self.y + BAR


@dataclass(frozen=True)
class Timeline:
    """Everything the drawing needs."""

    months: tuple[tuple[str, Words], ...]
    rows: tuple[Row, ...]
    today_x: str
    height: int
    done: int
    under_way: int


Stretch = tuple[date, date]


def timeline(year: int, cycles: list[Cycle], today: date) -> Timeline:
    """The line of one year of one assessing body, from its cycles, their steps and the deeds so far."""
    steps = list(Step.objects.filter(cycle__in=cycles))
    by_cadence = {
        cadence: [one for one in cycles if Period.parse(one.period).cadence is cadence] for cadence in Cadence
    }
    stretches: list[tuple[Words, Sequence[Stretch | None], Words | None]] = [
        (Words("方案定稿印发", "Scheme issued"), [_scheme(year, cycles)], _approved(cycles)),
        (Words("目标协商确认", "Targets agreed"), [_targets(year, cycles)], None),
        (
            Words("月度填报与认定", "Monthly filing"),
            _spans(by_cadence[Cadence.MONTH], steps, StepKind.VERIFICATION, from_end=False),
            None,
        ),
        (
            Words("季度计分与反馈", "Quarterly scoring"),
            _spans(by_cadence[Cadence.QUARTER], steps, StepKind.FEEDBACK),
            None,
        ),
        (
            Words("申诉复核", "Appeals"),
            _between(by_cadence[Cadence.QUARTER], steps, StepKind.FEEDBACK, StepKind.APPEAL),
            None,
        ),
        (
            Words("年终填报与认定", "Year-end filing"),
            _spans(by_cadence[Cadence.YEAR], steps, StepKind.VERIFICATION),
            None,
        ),
        (
            Words("年度计分与反馈", "Annual scoring"),
            _between(by_cadence[Cadence.YEAR], steps, StepKind.VERIFICATION, StepKind.FEEDBACK),
            None,
        ),
        (
            Words("年度申诉", "Annual appeals"),
            _between(by_cadence[Cadence.YEAR], steps, StepKind.FEEDBACK, StepKind.APPEAL),
            None,
        ),
    ]
    rows = tuple(
        _row(title, [one for one in spans if one], note, year, today, i)
        for i, (title, spans, note) in enumerate(
            (title, spans, note) for title, spans, note in stretches if any(spans)
        )
    )
    months = tuple((_at(year, _month(year, n)), _month_words(year, n)) for n in range(SHOWN_MONTHS))
    states = [row.state for row in rows]
    return Timeline(
        months,
        rows,
        _at(year, today),
        TOP + PITCH * len(rows) + 14,
        states.count("done"),
        states.count("now"),
    )


def _row(title: Words, spans: list[Stretch], note: Words | None, year: int, today: date, number: int) -> Row:
    bars = tuple(bar for start, end in spans for bar in _bars(start, end, year, today))
    state = (
        "next"
        if all(start > today for start, _ in spans)
        else "done"
        if all(end < today for _, end in spans)
        else "now"
    )
    return Row(title, TOP + PITCH * number, bars, note, _at(year, spans[-1][1] + timedelta(days=4)), state)


def _bars(start: date, end: date, year: int, today: date) -> Iterable[Bar]:
    """A stretch is done, to come, or in two where today stands in it."""
    if end < today:
        yield _bar(start, end, year, "done")
    elif start > today:
        yield _bar(start, end, year, "next")
    else:
        yield _bar(start, today, year, "now")
        if today < end:
            yield _bar(today, end, year, "next")


def _bar(start: date, end: date, year: int, state: str) -> Bar:
    x = _place(year, start)
    return Bar(f"{x:.1f}", f"{max(_place(year, end + timedelta(days=1)) - x, 2):.1f}", state)


def _place(year: int, day: date) -> float:
    """Where a day stands on the line, in user units; before and after the line at its ends."""
    first, last = date(year, 1, 1), _month(year, SHOWN_MONTHS)
    share = min(max((day - first).days / (last - first).days, 0), 1)
    return LEFT + WIDTH * share


def _at(year: int, day: date) -> str:
    return f"{_place(year, day):.1f}"


def _month(year: int, number: int) -> date:
    return date(year + number // 12, number % 12 + 1, 1)


def _month_words(year: int, number: int) -> Words:
    day = _month(year, number)
    if number == 12:
        return Words(f"{day.year}年1月", f"Jan {day.year}")
    return Words(f"{day.month}月", MONTHS[day.month - 1])


def _scheme(year: int, cycles: list[Cycle]) -> Stretch | None:
    versions = [one.scheme_version for one in cycles]
    began = min((timezone.localdate(one.drafted_at) for one in versions), default=None)
    ended = min((timezone.localdate(one.locked_at) for one in versions if one.locked_at), default=None)
    return (max(began, date(year, 1, 1)), max(ended, date(year, 1, 1))) if began and ended else None


def _approved(cycles: list[Cycle]) -> Words | None:
    days = [
        timezone.localdate(one.scheme_version.approved_at) for one in cycles if one.scheme_version.approved_at
    ]
    if not days:
        return None
    return Words(
        f"{min(days).month}月{min(days).day}日批准", f"approved {min(days).day} {MONTHS[min(days).month - 1]}"
    )


def _targets(year: int, cycles: list[Cycle]) -> Stretch | None:
    host = cycles[0].host_id if cycles else None
    moves = TargetMove.objects.filter(
        target__host=host, target__period=str(year), kind__in=("propose", "agree")
    )
    ends = moves.aggregate(first=Min("at"), last=Max("at"))
    if ends["first"] is None:
        return None
    return timezone.localdate(ends["first"]), timezone.localdate(ends["last"])


def _spans(cycles: list[Cycle], steps: list[Step], until: StepKind, from_end: bool = True) -> list[Stretch]:
    """From each period's end to a step; `from_end` false: each period itself."""
    due = {one.cycle_id: timezone.localdate(one.due_at) for one in steps if one.kind == until.value}
    return sorted(
        (one.ends if from_end else one.starts, due[one.pk] if from_end else one.ends)
        for one in cycles
        if one.pk in due
    )


def _between(cycles: list[Cycle], steps: list[Step], first: StepKind, last: StepKind) -> list[Stretch]:
    due = {(one.cycle_id, one.kind): timezone.localdate(one.due_at) for one in steps}
    pairs = [(due.get((one.pk, first.value)), due.get((one.pk, last.value))) for one in cycles]
    return sorted((start, end) for start, end in pairs if start and end)
