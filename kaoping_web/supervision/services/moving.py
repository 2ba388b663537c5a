"""Numbers and moves: what every deed on a matter writes beside the matter itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import TypedDict, Unpack

from django.db.models import Max
from django.utils import timezone

from kaoping.exact import canonical_text
from kaoping_web.filing.uploads import Kept
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import grants_of
from kaoping_web.supervision.curves import planned
from kaoping_web.supervision.models import Card, Matter, Move, Proof


class Said(TypedDict, total=False):
    """What a move says beside who made it and when."""

    words: str
    document: str
    percent: str
    on_the_spot: bool
    plan_code: str
    passed: bool
    until: date | None


def next_number(host: Organisation, year: int) -> int:
    """The next number of the ledger. There is one writer at a time."""
    return (Matter.objects.filter(host=host, year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def next_slip(host: Organisation, year: int) -> int:
    """The next number of a slip; a withdrawn one's is not used again."""
    return (Card.objects.filter(host=host, year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def started(matter: Matter, by: User, now: datetime, words: str = "") -> Move:
    """The first move of a new matter, not yet kept."""
    return Move(
        matter=matter, number=1, kind="register", by=by, body=body_of(by, matter, now), at=now, words=words
    )


def chain_of(matter: Matter) -> str:
    """In whose chain the journal speaks of a matter: its owner's, before that the host's."""
    return (matter.owner or matter.host).key


def moved(
    matter: Matter,
    kind: str,
    by: User,
    now: datetime,
    *,
    deed: str,
    seen: int | None,
    kept: Sequence[Kept] = (),
    **said: Unpack[Said],
) -> Matter:
    """Keep the matter as it is now, the move that made it so, and the files behind that."""
    chain, reason = chain_of(matter), said.get("words", "")
    keep(
        matter,
        by=by,
        deed=deed,
        chain=chain,
        at=now,
        reason=reason,
        document=said.get("document", ""),
        seen=seen,
    )
    last = matter.moves.aggregate(last=Max("number"))["last"] or 0
    should = canonical_text(round_one(planned(matter, timezone.localdate(now)))) if matter.deadline else ""
    body = body_of(by, matter, now)
    move = Move(matter=matter, number=last + 1, kind=kind, by=by, body=body, at=now, planned=should, **said)
    keep(move, by=by, deed="move.matter", chain=chain, at=now)
    if kept:
        proofs = [Proof(move=move, name=one.name, digest=one.digest, size=one.size) for one in kept]
        keep_all(proofs, by=by, deed="attach.proof", chain=chain, at=now)
    return matter


def body_of(by: User, matter: Matter, now: datetime) -> Organisation | None:
    """On whose behalf a person acts: the owner or host where he holds a role there, else his first body."""
    bodies = [one.organisation for one in grants_of(by, timezone.localdate(now))]
    return next(
        (one for one in bodies if one.pk in (matter.owner_id, matter.host_id)), bodies[0] if bodies else None
    )


def round_one(number: Fraction) -> Fraction:
    """To a tenth, half up, for what is written down beside a report."""
    return Fraction((number * 10 + Fraction(1, 2)).__floor__(), 10)
