"""Slips 督办单: proposed by date and progress, issued by a person, numbered, answered by the owner, withdrawn by another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from kaoping.errors import Problem
from kaoping.exact import canonical_text
from kaoping_web.cycles.calendar import add_working_days
from kaoping_web.filing.uploads import Kept
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Separated, problem
from kaoping_web.supervision.lights import Light, WorkedDays, light_of
from kaoping_web.supervision.models import Answer, Card, Matter
from kaoping_web.supervision.refusing import must, needed, not_of_the_owner
from kaoping_web.supervision.services.matters import matter_of
from kaoping_web.supervision.services.moving import chain_of, moved, next_slip, round_one
from kaoping_web.supervision.words import CARD_WORDS

ANSWER_WITHIN = 5
"""Working days in which the owner answers a slip."""
CARDS = ("yellow", "red")


@deed
def issue_card(
    *,
    by: User,
    matter_id: int,
    colour: str,
    demand: str = "",
    as_talk: bool = False,
    seen: int,
    now: datetime,
) -> Card:
    """Issue the slip that today's light proposes, or hold a talk in its stead (which scores nothing and takes a reason)."""
    matter = matter_of(matter_id)
    must(by, Permission.SLIP_ISSUE, matter.owner_id and matter.host_id, now)
    not_of_the_owner(by, matter, now)
    day = timezone.localdate(now)
    light = light_of(matter, day, WorkedDays())
    if colour not in CARDS or light.colour != colour:
        raise NotNow(_not_proposed(matter, colour, light))
    assert matter.owner is not None and matter.deadline is not None  # or it would have no such light
    if _issued(matter, colour, matter.deadline):
        raise NotNow(problem("card-issued", f"{matter.code} 在这一期限内已发过{CARD_WORDS[colour].zh}或已约谈。",
                             f"for this deadline {matter.code} has its {CARD_WORDS[colour].en} card, or its talk, already."))  # fmt: skip
    if as_talk:
        needed(demand, "reason-missing", "改为约谈的理由", "reason for a talk")
    card = Card(
        matter=matter, host=matter.host, organisation=matter.owner, year=day.year, number=next_slip(matter.host, day.year),
        form="talk" if as_talk else "slip", colour=colour, deadline=matter.deadline, days_late=light.late, percent=matter.percent,
        planned=canonical_text(round_one(light.planned)), demand=demand.strip(), answer_by=add_working_days(day, ANSWER_WITHIN), issued_by=by,
        issued_on=day,
    )  # fmt: skip
    keep(
        card,
        by=by,
        deed="hold.talk" if as_talk else "issue.card",
        chain=chain_of(matter),
        at=now,
        reason=card.demand,
        document=card.code,
    )
    moved(
        matter,
        "talk" if as_talk else "card",
        by,
        now,
        deed="card.matter",
        seen=seen,
        document=card.code,
        words=card.demand,
        percent=matter.percent,
    )
    return card


@deed
def answer_card(*, by: User, card_id: int, words: str, kept: Sequence[Kept] = (), now: datetime) -> Answer:
    """The owner answers a slip that stands, with the files that show it; again, where there is more to say. Late ones are taken."""
    card = Card.objects.select_related("matter").get(pk=card_id)
    matter = matter_of(card.matter_id)
    must(by, Permission.MATTER_REPORT, card.organisation_id, now)
    if card.form != "slip" or card.withdrawn_on is not None:
        raise NotNow(_not_answered(card))
    said = needed(words, "answer-missing", "回复内容", "answer")
    moved(
        matter, "answer", by, now, deed="answer.matter", seen=None, kept=kept, words=said, document=card.code
    )
    answer = Answer(card=card, move=matter.moves.order_by("-number")[0], answered_on=timezone.localdate(now))
    return keep(
        answer, by=by, deed="answer.card", chain=chain_of(matter), at=now, reason=said, document=card.code
    )


@deed
def withdraw_card(*, by: User, card_id: int, reason: str, seen: int, now: datetime) -> Card:
    """Take back a slip that was wrong, with the reason: another person than who issued it. Its number stays used."""
    card = Card.objects.select_related("matter").get(pk=card_id)
    matter = matter_of(card.matter_id)
    must(by, Permission.SLIP_ISSUE, matter.owner_id and matter.host_id, now)
    not_of_the_owner(by, matter, now)
    if card.issued_by_id == by.pk:
        raise Separated(
            problem(
                "own-card",
                "谁签发，谁不撤回。",
                "who issued a slip does not withdraw it.",
                "请另一位督查人员撤回。",
                "let another person do it.",
            )
        )
    if card.withdrawn_on is not None:
        raise NotNow(problem("card-withdrawn", "这张督办单已经撤回。", "this slip is withdrawn already."))
    why = needed(reason, "reason-missing", "撤回的理由", "reason")
    card.withdrawn_by, card.withdrawn_on, card.withdrawn_why = by, timezone.localdate(now), why
    keep(
        card,
        by=by,
        deed="withdraw.card",
        chain=chain_of(matter),
        at=now,
        reason=why,
        document=card.code,
        seen=seen,
    )
    moved(matter, "withdraw", by, now, deed="card.matter", seen=None, document=card.code, words=why)
    return card


def _not_answered(card: Card) -> Problem:
    if card.form != "slip":
        return problem("talk-answered", "约谈不用书面回复。", "a talk is not answered in writing.")
    return problem(
        "card-withdrawn", "这张督办单已经撤回，不用回复。", "this slip is withdrawn: it takes no answer."
    )


def _issued(matter: Matter, colour: str, deadline: date) -> bool:
    return matter.cards.filter(colour=colour, deadline=deadline, withdrawn_on=None).exists()


def _not_proposed(matter: Matter, colour: str, light: Light) -> Problem:
    if colour not in CARDS:
        return problem("card-colour", "只签发黄牌和红牌。", "only yellow and red cards are issued.")
    zh, en, behind = CARD_WORDS[colour].zh, CARD_WORDS[colour].en, canonical_text(round_one(light.behind))
    return problem("card-not-due", f"{matter.code} 现在不到发{zh}的条件：逾期 {light.late} 个工作日，落后 {behind} 个百分点。",
                   f"{matter.code} does not meet the terms of a {en} card now: {light.late} working days overdue, {behind} points behind.",
                   "红牌：逾期；黄牌：落后超过容差。", "red: overdue; yellow: behind by more than its slack.")  # fmt: skip
