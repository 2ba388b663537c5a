"""What stands around every page: the cycle, the rail of the year, who is signed in. One list for each role, from one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch

from kaoping.errors import Language, Words
from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, CycleState
from kaoping_web.cycles.queries import current_cycle, kept_cycles
from kaoping_web.cycles.words import STATE_WORDS
from kaoping_web.journal.kept import Position, kept, position, position_of_request, short_root
from kaoping_web.organisations.models import User
from kaoping_web.organisations.policy import grants_of, scope
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.queries.counts import Counts
from kaoping_web.ui.addresses import address

CYCLE = "cycle"


@dataclass(frozen=True)
class Place:
    """One line of the rail: an address for those who have one of the permissions. `prefix`: addresses that belong to it."""

    title: Words
    url: str
    permissions: tuple[Permission, ...]
    prefix: tuple[str, ...]
    step: Callable[[Cycle | None], str] | None = None
    count: str = ""
    when: Words | None = None


@dataclass(frozen=True)
class Item:
    """A line as one page shows it."""

    title: Words
    url: str
    is_here: bool
    state: str = ""
    count: int = 0
    when: Words | None = None

    @property
    def decide(self) -> bool:
        """A count in cinnabar: somebody waits for this reader."""
        return self.count > 0

    @property
    def state_words(self) -> Words:
        """The state for those who do not see the dot."""
        return {"done": Words("已完成", "done"), "now": Words("进行中", "under way")}.get(
            self.state, Words("未开始", "to come")
        )


@dataclass(frozen=True)
class Section:
    """A heading of the rail with its lines."""

    title: Words
    items: tuple[Item, ...]
    is_year: bool = False


def _always(state: str) -> Callable[[Cycle | None], str]:
    return lambda cycle: state


def _filing(cycle: Cycle | None) -> str:
    return (
        "now"
        if cycle and cycle.state == CycleState.OPEN.value
        else "done"
        if cycle and cycle.state != "planned"
        else "next"
    )


def _scoring(cycle: Cycle | None) -> str:
    return {"locked": "now", "final": "done", "open": "now"}.get(cycle.state if cycle else "", "next")


P = Permission
RAIL: tuple[tuple[Words, bool, tuple[Place, ...]], ...] = (
    (Words("今日", "Today"), False, (
        Place(Words("我的工作", "My work"), "my-work", (), ("/work/",), count="work"),
        Place(Words("总览", "Overview"), "overview-now", (P.OVERVIEW_READ,), ("/overview/",)),
        Place(Words("对账单", "Statement"), "own-statement", (P.STATEMENT_READ,), ()),
    )),
    (Words("这一年", "The year"), True, (
        Place(Words("方案", "Scheme"), "schemes", (P.SCHEME_READ,), ("/schemes/",), _always("done"), when=Words("1–3月", "Jan–Mar")),
        Place(Words("目标", "Targets"), "targets", (P.TARGET_READ,), ("/targets/",), _always("done"), "targets", Words("3–4月", "Mar–Apr")),
        Place(Words("填报", "Filing"), "filings", (P.FILING_READ,), ("/filing/",), _filing, "filings", Words("每月", "monthly")),
        Place(Words("数据认定", "Verification"), "review", (P.VALUE_VERIFY,), ("/review/",), _filing, "review", Words("每月", "monthly")),
        Place(Words("更正", "Corrections"), "corrections", (P.VALUE_CORRECT_APPROVE,), ("/review/",), _filing, "review"),
        Place(Words("计分", "Scoring"), "scoring", (P.RUN_READ,), ("/scoring/",), _scoring, when=Words("季后", "after")),
    )),
    (Words("看结果", "Results"), False, (
        Place(Words("赛道", "Tracks"), "tracks-now", (P.TRACK_READ,), ()),
        Place(Words("指标", "Indicators"), "indicators-now", (P.INDICATOR_READ,), ()),
    )),
    (Words("常年事", "Standing"), False, (
        Place(Words("督查督办", "Supervision"), "matters", (P.MATTER_READ,), ("/matters/",), count="matters"),
        Place(Words("会议文件", "Papers"), "papers", (P.PAPER_READ,), ("/papers/",), count="papers"),
    )),
    (Words("底账", "Records"), False, (
        Place(Words("时间表", "Timetable"), "timetable", (P.CYCLE_READ,), ("/timetable/",)),
        Place(Words("机构", "Bodies"), "bodies", (P.BODIES_READ,), ("/bodies/",)),
        Place(Words("人员与岗位", "People and roles"), "people", (P.PEOPLE_READ,), ("/people/",)),
        Place(Words("留痕", "Journal"), "journal", (P.JOURNAL_READ,), ("/journal/",)),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A cycle in the bar, to be chosen, with its state in words where it is not final."""

    pk: int
    period: str
    note: Words | None


@dataclass(frozen=True)
class Frame:
    """What the base page needs to know of the reader."""

    person: str = ""
    host: Words | None = None
    cycles: tuple[Choice, ...] = ()
    cycle: Cycle | None = None
    rail: tuple[Section, ...] = ()
    root: str = ""
    scheme: Words | None = None


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The frame of a page; a bare one for who is not signed in, and for errors, which look the same to everybody."""
    user = request.user if hasattr(request, "user") else None
    if not isinstance(user, User):
        return {"frame": Frame(root=short_root(position()))}
    return {"frame": _frame(request, user)}


def _frame(request: HttpRequest, user: User) -> Frame:
    today, at = clock.today(), position_of_request(request)
    cycles = cycles_of_reader(request, user)
    cycle = chosen_cycle(request, cycles)
    grants = grants_of(user, today)
    shown = (*(one.organisation_id for one in grants), *(one.host_id for one in cycles[:1]))
    names = kept(at, ("names", shown, today), lambda: names_of(shown, today))
    own = names.get(grants[0].organisation_id) if grants else None
    lang: Language = getattr(request, "lang", "zh")
    return Frame(
        person=f"{own.in_(lang) if own else ''} {user.display_name}".strip(), host=names.get(cycles[0].host_id) if cycles else None,
        cycles=tuple(_choice(one) for one in cycles), cycle=cycle, rail=_rail(request, user, cycle, at), root=short_root(at),
        scheme=_scheme_words(cycle),
    )  # fmt: skip


def _choice(cycle: Cycle) -> Choice:
    note = STATE_WORDS[cycle.state] if cycle.state != CycleState.FINAL.value else None
    return Choice(cycle.pk, cycle.period, note)


def _scheme_words(cycle: Cycle | None) -> Words | None:
    if cycle is None:
        return None
    version = cycle.scheme_version
    return Words(
        f"{version.title} 第{version.number}版",
        f"{version.english or version.title}, version {version.number}",
    )


def cycles_of_reader(request: HttpRequest, user: User) -> list[Cycle]:
    """The cycles this person may choose, latest first, for reading only; asked for once a request."""
    known: list[Cycle] | None = getattr(request, "_cycles", None)
    if known is not None:
        return known
    today = clock.today()
    found = [
        one
        for one in kept_cycles(user, today, position_of_request(request))
        if one.starts <= today or one.state != CycleState.PLANNED.value
    ]
    vars(request)["_cycles"] = found
    return found


def chosen_cycle(request: HttpRequest, cycles: list[Cycle]) -> Cycle | None:
    """The cycle of the address, else the one chosen last, else the one people work on."""
    match = request.resolver_match
    asked = (match.kwargs.get("cycle") if match else None) or request.session.get(CYCLE)
    return next((one for one in cycles if one.pk == asked), None) or current_cycle(cycles, clock.today())


def _rail(request: HttpRequest, user: User, cycle: Cycle | None, at: Position | None) -> tuple[Section, ...]:
    today, counts = clock.today(), Counts(user, clock.now(), at)
    sections = []
    for title, is_year, places in RAIL:
        items = [
            _item(request, one, cycle, counts)
            for one in places
            if is_there(one.url)
            if not one.permissions
            or any(scope(user, permission, today).holds for permission in one.permissions)
        ]
        if items:
            sections.append(Section(title, tuple(items), is_year))
    return tuple(sections)


def _item(request: HttpRequest, place: Place, cycle: Cycle | None, counts: Counts) -> Item:
    match = request.resolver_match
    here = match is not None and (
        match.url_name == place.url or any(request.path.startswith(one) for one in place.prefix)
    )
    shown = Item(
        place.title, address(place.url), here, place.step(cycle) if place.step else "", when=place.when
    )
    return replace(shown, count=counts.of(place.count)) if place.count else shown


def is_there(name: str) -> bool:
    """Whether an address of that name exists."""
    try:
        address(name)
    except NoReverseMatch:
        return False
    return True
