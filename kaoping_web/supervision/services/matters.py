"""Matters are registered, assigned and decomposed to lower bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from kaoping.errors import KaopingError, Problem
from kaoping.exact import canonical_text
from kaoping.sheets import read_number
from kaoping_web.cycles.calendar import add_working_days
from kaoping_web.journal.services import keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.queries import names_of, standing_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem
from kaoping_web.supervision.curves import curve_text
from kaoping_web.supervision.models import CoOwner, Item, Matter, MatterState, Origin
from kaoping_web.supervision.refusing import in_state, must, needed
from kaoping_web.supervision.services.moving import chain_of, moved, next_number, started

STEEP = Fraction(11, 10)
"""What lower bodies are asked for together, over what is asked of the one above: more is over-escalation 层层加码."""


@dataclass(frozen=True)
class Given:
    """A matter as a person writes it down. `curve`: points a line each; `co_owners`: bodies that help."""

    title: str
    standard: str = ""
    category: str = ""
    owner: Organisation | None = None
    co_owners: tuple[Organisation, ...] = ()
    last_owner: str = ""
    deadline: date | None = None
    starts_on: date | None = None
    quantity: str = ""
    unit: str = ""
    fact: str = ""
    item: Item | None = None
    curve: str = ""
    slack: int = 10
    term: int = 3


@dataclass(frozen=True)
class Part:
    """What one lower body is given of a matter."""

    owner: Organisation
    quantity: str = ""
    last_owner: str = ""
    title: str = ""
    deadline: date | None = None


@deed
def register_matter(
    *, by: User, host: Organisation, given: Given, wording: str, asked_by: str, now: datetime
) -> Matter:
    """Write a matter into the ledger by hand: its source is the words typed in."""
    must(by, Permission.MATTER_ASSIGN, host, now)
    words = needed(wording, "source-missing", "来源", "source")
    day = timezone.localdate(now)
    matter = _filled(
        Matter(
            host=host, year=day.year, number=next_number(host, day.year), supervised_by=host, starts_on=day
        ),
        given,
        day,
    )
    _kept_new([matter], by, now, "register.matter")
    keep_all(
        [Origin(matter=matter, wording=words, asked_by=asked_by.strip()[:120])],
        by=by,
        deed="name.origin",
        chain=chain_of(matter),
        at=now,
    )
    _co_owners(matter, given.co_owners, by, now)
    return matter


@deed
def edit_matter(*, by: User, matter_id: int, given: Given, seen: int, now: datetime) -> Matter:
    """Change a matter that is not assigned yet. Afterwards its date moves by extension only, its owner by reopening."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_ASSIGN, matter.host, now)
    in_state(matter, MatterState.REGISTERED.value)
    _filled(matter, given, timezone.localdate(now))
    moved(matter, "edit", by, now, deed="change.matter", seen=seen)
    _co_owners(matter, given.co_owners, by, now)
    return matter


@deed
def assign_matter(*, by: User, matter_id: int, given: Given, seen: int, now: datetime) -> Matter:
    """Hand a matter to its owner, who receives it within its term of working days."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_ASSIGN, matter.host, now)
    in_state(matter, MatterState.REGISTERED.value)
    day = timezone.localdate(now)
    _filled(matter, given, day)
    _whole(matter, day)
    _assigned(matter, day)
    moved(matter, "assign", by, now, deed="assign.matter", seen=seen)
    _co_owners(matter, given.co_owners, by, now)
    return matter


@deed
def decompose_matter(
    *, by: User, matter_id: int, parts: Sequence[Part], reason: str = "", seen: int, now: datetime
) -> list[Matter]:
    """Give parts of a matter to lower bodies. The owner gives to bodies below it; to others of the host the supervision office does.

    What they are asked for together is checked against the whole: less than it, or more than 110 % of it, takes a reason.
    """
    whole = matter_of(matter_id)
    _may_decompose(whole, parts, by, now)
    in_state(whole, MatterState.ASSIGNED.value, MatterState.RECEIVED.value, MatterState.WORKING.value)
    wrong = [*_wrong_parts(whole, parts, now), *_wrong_sum(whole, parts, reason)]
    if wrong or not parts:
        raise Refused(
            wrong
            or problem(
                "no-parts",
                "没有写分给谁。",
                "nobody is named to give a part to.",
                "至少写一个单位。",
                "name at least one body.",
            )
        )
    day = timezone.localdate(now)
    first = next_number(whole.host, day.year)
    made = [_part(whole, one, day, first + at) for at, one in enumerate(parts)]
    for one in made:
        _assigned(one, day)
    moved(whole, "split", by, now, deed="split.matter", seen=seen, words=reason.strip())
    _kept_new(made, by, now, "assign.matter")
    origins = [
        Origin(matter=one, paper=source.paper, proposal=source.proposal, clause=source.clause, wording=source.wording, start=source.start, end=source.end,
               asked_by=source.asked_by)
        for one in made for source in whole.origins.order_by("pk")
    ]  # fmt: skip
    keep_all(origins, by=by, deed="name.origin", chain=chain_of(whole), at=now)
    return made


def sum_of_parts(whole: Matter, parts: Iterable[Matter]) -> tuple[Fraction, bool, bool] | None:
    """What the parts add up to, and whether that falls short of the whole or is over-escalated; None where nothing adds up."""
    figures = [Fraction(one.quantity) for one in parts if one.quantity and one.unit == whole.unit]
    if not whole.quantity or whole.unit in ("%", "‰") or not figures:
        return None
    total, asked = sum(figures, Fraction(0)), Fraction(whole.quantity)
    if whole.comparator in ("<=", "<"):
        return total, False, total > asked
    return total, total < asked, total > asked * STEEP


def figure_text(typed: str, unit: str = "") -> str:
    """A quantity as a person writes it, as canonical text. Raises Refused."""
    if not typed.strip():
        return ""
    try:
        return canonical_text(read_number(typed, unit))
    except KaopingError as wrong:
        raise Refused(wrong.problems) from None


def matter_of(matter_id: int) -> Matter:
    """A matter with its bodies."""
    return Matter.objects.select_related("host", "owner", "parent__owner", "item").get(pk=matter_id)


def _filled(matter: Matter, given: Given, day: date) -> Matter:
    matter.title = needed(given.title, "title-missing", "事项名称", "title")[:200]
    matter.standard, matter.category, matter.last_owner = (
        given.standard.strip(),
        given.category.strip()[:20],
        given.last_owner.strip()[:80],
    )
    matter.owner, matter.deadline, matter.item, matter.fact = (
        given.owner,
        given.deadline,
        given.item,
        given.fact.strip()[:80],
    )
    matter.unit = given.unit.strip()[:30]
    matter.quantity = figure_text(given.quantity)
    matter.slack, matter.term = given.slack, given.term
    matter.starts_on = given.starts_on or min(day, given.deadline or day)
    wrong: list[Problem] = []
    if matter.item is not None and matter.item.plan.host_id != matter.host_id:
        wrong.append(
            problem("item-host", "规划事项不是本机关的。", "the item of the plan is not this body's.")
        )
    if not 0 <= matter.slack <= 100 or not 1 <= matter.term <= 60:
        wrong.append(
            problem(
                "slack",
                "容差应在 0–100 个百分点，签收期限应在 1–60 个工作日。",
                "the slack is 0 to 100 points, the term 1 to 60 working days.",
            )
        )
    if matter.deadline and matter.deadline < matter.starts_on:
        wrong.append(problem("deadline-before", "期限早于起始日。", "the deadline is before the start."))
    if wrong:
        raise Refused(wrong)
    matter.curve = (
        curve_text(given.curve, matter.starts_on, matter.deadline)
        if given.curve.strip() and matter.deadline
        else ""
    )
    return matter


def _whole(matter: Matter, day: date) -> None:
    wrong = []
    if matter.owner is None:
        wrong.append(
            problem(
                "owner-missing", "没有写承办单位。", "no owner is named.", "选一个单位。", "choose a body."
            )
        )
    elif standing_of(matter.owner, day).path.find(f"/{matter.host_id}/") < 0:
        wrong.append(
            problem(
                "owner-elsewhere", "承办单位不在本机关之下。", "the owner does not stand below this body."
            )
        )
    if matter.deadline is None:
        wrong.append(
            problem(
                "deadline-missing", "没有写期限。", "no deadline is set.", "写明年月日。", "write the day."
            )
        )
    elif matter.deadline < day:
        wrong.append(
            problem(
                "deadline-past",
                f"期限 {matter.deadline} 已过。",
                f"the deadline {matter.deadline} has passed.",
                "写今后的日子。",
                "write a day to come.",
            )
        )
    if wrong:
        raise Refused(wrong)


def _assigned(matter: Matter, day: date) -> None:
    matter.state, matter.assigned_on = MatterState.ASSIGNED.value, day
    matter.receive_by = add_working_days(day, matter.term)


def _part(whole: Matter, one: Part, day: date, number: int) -> Matter:
    return Matter(
        host=whole.host, year=day.year, number=number, title=(one.title.strip() or whole.title)[:200], standard=whole.standard, category=whole.category,
        owner=one.owner, last_owner=one.last_owner.strip()[:80], supervised_by=whole.supervised_by, parent=whole, item=whole.item, fact=whole.fact,
        comparator=whole.comparator, quantity=figure_text(one.quantity), unit=whole.unit if one.quantity.strip() else "",
        starts_on=day, deadline=one.deadline or whole.deadline, slack=whole.slack, term=whole.term,
    )  # fmt: skip


def _may_decompose(whole: Matter, parts: Sequence[Part], by: User, now: datetime) -> None:
    """The supervision office gives to any body of the host; the owner's people to bodies below their own."""
    day = timezone.localdate(now)
    outside = [one.owner for one in parts if f"/{whole.owner_id}/" not in standing_of(one.owner, day).path]
    must(by, Permission.MATTER_ASSIGN, whole.host if outside else whole.owner_id, now)


def _wrong_parts(whole: Matter, parts: Sequence[Part], now: datetime) -> list[Problem]:
    day, wrong, seen = timezone.localdate(now), [], set()
    names = names_of([one.owner.pk for one in parts], day)
    for one in parts:
        name = names[one.owner.pk]
        if one.owner.pk in (whole.owner_id, whole.host_id) or one.owner.pk in seen:
            wrong.append(
                problem(
                    "part-owner",
                    f"{name.zh} 不能分到这一份，或写了两次。",
                    f"{name.en} cannot take a part, or stands there twice.",
                )
            )
        if f"/{whole.host_id}/" not in standing_of(one.owner, day).path:
            wrong.append(
                problem(
                    "owner-elsewhere",
                    f"{name.zh} 不在本机关之下。",
                    f"{name.en} does not stand below this body.",
                )
            )
        if one.deadline and whole.deadline and one.deadline > whole.deadline:
            wrong.append(
                problem(
                    "part-deadline",
                    f"{name.zh} 的期限晚于总期限 {whole.deadline}。",
                    f"the deadline of {name.en} is after that of the whole, {whole.deadline}.",
                )
            )
        if one.deadline and one.deadline < day:
            wrong.append(
                problem("deadline-past", f"{name.zh} 的期限已过。", f"the deadline of {name.en} has passed.")
            )
        seen.add(one.owner.pk)
    return wrong


def _wrong_sum(whole: Matter, parts: Sequence[Part], reason: str) -> list[Problem]:
    if reason.strip() or not whole.quantity or not any(one.quantity.strip() for one in parts):
        return []
    new = [
        Matter(quantity=figure_text(one.quantity), unit=whole.unit) for one in parts if one.quantity.strip()
    ]
    found = sum_of_parts(whole, [*whole.parts.exclude(state=MatterState.MERGED.value), *new])
    if found is None:
        return []
    total, short, steep = found
    said, asked = canonical_text(total), whole.quantity
    if short:
        return [problem("sum-short", f"分解合计 {said}{whole.unit}，少于总数 {asked}{whole.unit}。",
                        f"the parts add up to {said} {whole.unit}, less than {asked}.",
                        "补足，或写明理由。", "make it up, or give a reason.")]  # fmt: skip
    if steep:
        return [problem("sum-steep", f"分解合计 {said}{whole.unit}，超过总数 {asked}{whole.unit} 的 110%，有层层加码之嫌。",
                        f"the parts add up to {said} {whole.unit}, more than 110% of {asked}: over-escalation.",
                        "调低，或写明理由。", "lower it, or give a reason.")]  # fmt: skip
    return []


def _kept_new(matters: Sequence[Matter], by: User, now: datetime, deed: str) -> None:
    chains = {id(one): chain_of(one) for one in matters}
    keep_all(matters, by=by, deed=deed, chain=chains, at=now)
    moves = [started(one, by, now) for one in matters]
    keep_all(
        moves,
        by=by,
        deed="move.matter",
        chain={id(move): chains[id(one)] for move, one in zip(moves, matters, strict=True)},
        at=now,
    )


def _co_owners(matter: Matter, bodies: Sequence[Organisation], by: User, now: datetime) -> None:
    """Exactly these from now on; a withdrawn one stays in the record."""
    there = {one.organisation_id: one for one in CoOwner.objects.filter(matter=matter)}
    asked = {one.pk for one in bodies if one.pk != matter.owner_id}
    changed = [one for key, one in there.items() if one.is_withdrawn == (key in asked)]
    for one in changed:
        one.is_withdrawn = one.organisation_id not in asked
    new = [
        CoOwner(matter=matter, organisation=one) for one in bodies if one.pk in asked and one.pk not in there
    ]
    if changed:
        keep_all(changed, by=by, deed="change.co_owner", chain=chain_of(matter), at=now)
    if new:
        keep_all(new, by=by, deed="name.co_owner", chain=chain_of(matter), at=now)
