"""What waits for a person, as one digest: a line for each kind of thing, with the earliest day, never a line for each matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from kaoping.errors import Words
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.supervision.lights import WorkedDays, light_of
from kaoping_web.supervision.models import UNDER_WAY, Card, Extension, Matter, Paper, PaperState
from kaoping_web.supervision.queries.seen import papers_for
from kaoping_web.supervision.queries.slips import unanswered, unanswered_in_time

REPORT_EVERY = 30
"""Days after which a matter under way that nobody reported on is named in the digest."""


@dataclass(frozen=True)
class Waiting:
    """One line of the digest. `due`: the earliest day among them, None where none is set."""

    title: Words
    url: str
    due: date | None
    note: Words
    count: int = 1


def waiting_for(user: User, day: date) -> tuple[Waiting, ...]:
    """Everything of this room that waits for this person, the earliest first."""
    found = [*_of_owner(user, day), *_of_office(user, day)]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or day)))


def count_of_matters(user: User, day: date) -> int:
    """How many matters wait: to be received; for the office, to be assigned, checked or closed. One query."""
    if not _has_any(user, day, Permission.MATTER_RECEIVE, Permission.MATTER_ASSIGN, Permission.MATTER_CHECK):
        return 0
    return Matter.objects.filter(_to_receive(user, day) | _to_handle(user, day)).count()


def count_of_papers(user: User, day: date) -> int:
    """How many papers have proposals to decide."""
    return _open_papers(user, day).count() if _has_any(user, day, Permission.PAPER_CONFIRM) else 0


def _has_any(user: User, day: date, *permissions: Permission) -> bool:
    """Whether there is anything to ask the database for."""
    return any(scope(user, one, day).holds for one in permissions)


def _to_receive(user: User, day: date) -> Q:
    return Q(state="assigned") & scope(user, Permission.MATTER_RECEIVE, day).of("owner")


def _to_handle(user: User, day: date) -> Q:
    assigns, checks = (
        scope(user, Permission.MATTER_ASSIGN, day).of("host"),
        scope(user, Permission.MATTER_CHECK, day).of("host"),
    )
    return (Q(state="registered") & assigns) | (Q(state__in=("claimed", "checked")) & checks)


def _open_papers(user: User, day: date) -> QuerySet[Paper]:
    return papers_for(user, day, Permission.PAPER_CONFIRM).filter(state=PaperState.OPEN.value)


def _of_owner(user: User, day: date) -> Iterator[Waiting]:
    own = scope(user, Permission.MATTER_REPORT, day)
    if not own.holds:
        return
    rows = list(Matter.objects.filter(own.of("owner"), state__in=UNDER_WAY).order_by("deadline"))
    received = [one for one in rows if one.state == "assigned"]
    if received:
        due = min((one.receive_by for one in received if one.receive_by), default=None)
        yield _line("签收督办事项", "Receive matters", received, "?state=assigned", due, _named(received))
    worked = WorkedDays()
    lit = [(one, light_of(one, day, worked)) for one in rows if one.state != "assigned"]
    for colour, zh, en in (
        ("red", "逾期事项", "Matters overdue"),
        ("yellow", "进度落后事项", "Matters behind"),
        ("blue", "临期事项", "Matters near due"),
    ):
        some = [one for one, light in lit if light.colour == colour]
        if some:
            yield _line(
                zh,
                en,
                some,
                f"?card={colour}",
                min(one.deadline for one in some if one.deadline),
                _named(some),
            )
    silent = [one for one, light in lit if not light.colour and _silent(one, day)]
    if silent:
        yield _line("报进度", "Report progress", silent, "?state=under_way", None, _named(silent))
    slips = list(unanswered(user, day))
    if slips:
        yield _of_slips("回复督办单", "Answer slips", slips, reverse("matters") + "?card=issued")


def _silent(one: Matter, day: date) -> bool:
    since = one.reported_at.date() if one.reported_at else one.received_on or day
    return (day - since).days >= REPORT_EVERY


def _of_office(user: User, day: date) -> Iterator[Waiting]:
    if not _has_any(user, day, Permission.MATTER_ASSIGN, Permission.MATTER_CLOSE, Permission.PAPER_CONFIRM):
        return
    papers = list(_open_papers(user, day)[:5])
    if papers:
        yield Waiting(Words(f"确认会议文件 {len(papers)} 份", f"Decide {len(papers)} papers"), reverse("papers"), None,
                      Words(papers[0].title[:30], papers[0].title[:30]), len(papers))  # fmt: skip
    rows = list(Matter.objects.filter(_to_handle(user, day)).order_by("deadline"))
    for state, zh, en in (
        ("registered", "交办事项", "Assign matters"),
        ("claimed", "核查办结", "Check claims"),
        ("checked", "核销事项", "Close matters"),
    ):
        some = [one for one in rows if one.state == state]
        if some:
            yield _line(
                zh,
                en,
                some,
                f"?state={state}",
                min((one.deadline for one in some if one.deadline), default=None),
                _named(some),
            )
    silent = list(unanswered_in_time(user, day))
    if silent:
        yield _of_slips(
            "督办单逾期未回复", "Slips not answered in time", silent, reverse("cards") + "#s-issued"
        )
    waiting = Extension.objects.filter(
        scope(user, Permission.MATTER_CLOSE, day).of("matter__host"), state="asked"
    ).count()
    if waiting:
        yield Waiting(Words(f"批复延期 {waiting} 件", f"Decide {waiting} extensions"), reverse("matters") + "?state=asked", None,
                      Words("准予或不准，写明理由", "grant or refuse, with the reason"), waiting)  # fmt: skip


def _of_slips(zh: str, en: str, slips: Sequence[Card], url: str) -> Waiting:
    """A line for slips: it leads to the slip itself where there is one only."""
    one = slips[0]
    codes = Words("、".join(one.code for one in slips[:3]), ", ".join(one.code for one in slips[:3]))
    where = reverse("slip", args=(one.pk,)) if len(slips) == 1 else url
    return Waiting(
        Words(f"{zh} {len(slips)} 张", f"{en}: {len(slips)}"), where, one.answer_by, codes, len(slips)
    )


def _line(zh: str, en: str, rows: Sequence[Matter], query: str, due: date | None, note: Words) -> Waiting:
    return Waiting(
        Words(f"{zh} {len(rows)} 件", f"{en}: {len(rows)}"), reverse("matters") + query, due, note, len(rows)
    )


def _named(rows: Sequence[Matter]) -> Words:
    titles = [one.title[:16] for one in rows[:2]]
    more = len(rows) > len(titles)
    return Words(
        "、".join(titles) + ("等" if more else ""), ", ".join(titles) + (" and others" if more else "")
    )
