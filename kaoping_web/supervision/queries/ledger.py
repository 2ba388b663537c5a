"""The ledger: matters with their lights, chains and cards, filtered and in order of weight. As many queries for ten as for a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Prefetch, Q, QuerySet

from kaoping.errors import Words
from kaoping_web.organisations.models import User
from kaoping_web.organisations.queries import names_of
from kaoping_web.supervision.lights import Light, WorkedDays, light_of
from kaoping_web.supervision.models import (
    IS_CLOSED,
    NOT_CLOSED,
    UNDER_WAY,
    Card,
    CoOwner,
    Item,
    Matter,
    Origin,
)
from kaoping_web.supervision.queries.seen import matters_for

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

WEIGHT = {"red": 0, "yellow": 1, "blue": 2, "": 3}
GROUPS: Mapping[str, tuple[str, ...]] = {"open": NOT_CLOSED, "under_way": UNDER_WAY, "done": IS_CLOSED}
FAR = date(9999, 1, 1)
LEVELS_ABOVE = ("", "parent__", "parent__parent__")
CHAINED = ("pk", "parent_id", "owner_id", "last_owner")
Matters = Sequence[Matter] | QuerySet[Matter]


@dataclass(frozen=True)
class Filters:
    """What the reader asks for. state: a state, or open, under_way, done, asked (more time), all. card: a light's colour, lit, issued."""

    paper: int = 0
    owner: str = ""
    item: int = 0
    state: str = "open"
    card: str = ""
    words: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether more than a state is asked for."""
        return bool(self.paper or self.owner or self.item or self.card or self.words)


@dataclass(frozen=True)
class Row:
    """One matter of the ledger. `chain`: whom it goes through down to the last owner."""

    matter: Matter
    light: Light
    owner: Words | None
    chain: tuple[Words, ...]
    source: Words
    parts: int = 0
    co_owners: tuple[Words, ...] = ()

    @property
    def cards(self) -> list[Card]:
        """Slips that stand, the last first."""
        return list(self.matter.cards.all())

    @property
    def card(self) -> Card | None:
        """The slip that stands for the deadline as it is."""
        return next(
            (one for one in self.cards if one.form == "slip" and one.deadline == self.matter.deadline), None
        )

    @property
    def to_issue(self) -> str:
        """The colour of a card that a person should decide on; empty where there is none."""
        colour = self.light.colour if self.light.colour in ("yellow", "red") else ""
        had = any(one.colour == colour and one.deadline == self.matter.deadline for one in self.cards)
        return "" if had else colour


class Beside(TypedDict):
    """What is counted with each matter: the parts given out of it."""

    part_count: int


@dataclass
class Ledger:
    """All rows that the filters let through, and the choices there are."""

    rows: list[Row]
    tally: dict[str, int] = field(default_factory=dict)


def ledger(user: User, day: date, filters: Filters, worked: WorkedDays | None = None) -> Ledger:
    """The matters this person sees, by the filters, heaviest and earliest first."""
    rows = rows_of(_filtered(matters_for(user, day), filters), day, worked)
    if filters.card in ("red", "yellow", "blue"):
        rows = [one for one in rows if one.light.colour == filters.card]
    elif filters.card == "lit":
        rows = [one for one in rows if one.light.colour or one.card]
    elif filters.card == "issued":
        rows = [one for one in rows if one.card]
    return Ledger(rows, tally_of(rows))


def tally_of(rows: Iterable[Row]) -> dict[str, int]:
    """How many of each light."""
    found = {"red": 0, "yellow": 0, "blue": 0, "": 0}
    for one in rows:
        found[one.light.colour] += 1
    return found


def _filtered(found: QuerySet[Matter], filters: Filters) -> QuerySet[Matter]:
    if filters.state == "asked":
        found = found.filter(extensions__state="asked")
    elif filters.state != "all":
        found = found.filter(state__in=GROUPS.get(filters.state, (filters.state,)))
    if filters.paper:
        found = found.filter(pk__in=Origin.objects.filter(paper=filters.paper).values("matter"))
    if filters.owner:
        helps = CoOwner.objects.filter(organisation__key=filters.owner, is_withdrawn=False).values("matter")
        found = found.filter(Q(owner__key=filters.owner) | Q(pk__in=helps))
    if filters.item:
        found = found.filter(item__in=items_below(filters.item))
    if filters.words:
        found = found.filter(Q(title__icontains=filters.words) | Q(standard__icontains=filters.words))
    return found


def items_below(item: int) -> list[int]:
    """An item of a plan and everything below it."""
    own = Item.objects.filter(pk=item).values_list("plan", flat=True).first()
    above = dict(Item.objects.filter(plan=own).values_list("pk", "above")) if own else {}
    found = [item]
    for key in found:
        found.extend(one for one, over in above.items() if over == key)
    return found


def rows_of(matters: Matters, day: date, worked: WorkedDays | None = None) -> list[Row]:
    """Matters with what the ledger shows of them, heaviest and earliest first."""
    return rows_and_names(matters, day, worked)[0]


def rows_and_names(
    matters: Matters, day: date, worked: WorkedDays | None = None, also: Iterable[int] = ()
) -> tuple[list[Row], Mapping[int, Words]]:
    """The same, with the names of all their bodies and of `also`."""
    ids = (
        matters.order_by().values_list("pk", flat=True)
        if isinstance(matters, QuerySet)
        else [one.pk for one in matters]
    )
    papers = (
        Origin.objects.select_related("paper", "taken_from")
        .defer("paper__text", "paper__found", "paper__runs", "paper__noise")
        .order_by("pk")
    )
    full = (
        Matter.objects.filter(pk__in=ids)
        .select_related("owner", "host", "item")
        .annotate(part_count=Count("parts"))
        .prefetch_related(
            Prefetch("origins", papers),
            Prefetch("cards", Card.objects.filter(withdrawn_on=None).order_by("-number")),
            Prefetch("co_owners", CoOwner.objects.filter(is_withdrawn=False).order_by("pk")),
        )
    )
    kept = list(full)
    above = _above(kept)
    owners = (
        {one.owner_id for one in kept}
        | {owner for _, owner, _ in above.values()}
        | {co.organisation_id for one in kept for co in one.co_owners.all()}
    )
    names = names_of([key for key in {*owners, *also} if key], day)
    worked = worked or WorkedDays()
    rows = [_row(one, above, names, day, worked) for one in kept]
    return sorted(
        rows, key=lambda one: (WEIGHT[one.light.colour], one.matter.deadline or FAR, one.matter.number)
    ), names


def with_parts(matter: Matter) -> QuerySet[Matter]:
    """A matter and the parts given out of it."""
    return Matter.objects.filter(Q(pk=matter.pk) | Q(parent=matter.pk) & ~Q(state="merged"))


def _above(matters: Sequence[Matter]) -> dict[int, tuple[int | None, int | None, str]]:
    """Every matter above these: parent, owner, last owner. One query for three levels: a deeper chain asks again."""
    found: dict[int, tuple[int | None, int | None, str]] = {}
    wanted = {one.parent_id for one in matters if one.parent_id}
    while wanted - set(found):
        asked = Matter.objects.filter(pk__in=wanted - set(found))
        for row in asked.values_list(*(f"{up}{name}" for up in LEVELS_ABOVE for name in CHAINED)):
            for at in range(0, len(row), len(CHAINED)):
                key, parent, owner, last = row[at : at + len(CHAINED)]
                if key is not None:
                    found[key] = (parent, owner, last)
        wanted = {parent for parent, _, _ in found.values() if parent}
    return found


def _row(
    one: WithAnnotations[Matter, Beside],
    above: Mapping[int, tuple[int | None, int | None, str]],
    names: Mapping[int, Words],
    day: date,
    worked: WorkedDays,
) -> Row:
    over: list[Words] = []
    parent, walked = one.parent_id, set()
    while parent is not None and parent in above and parent not in walked:
        walked.add(parent)
        up, owner, _ = above[parent]
        over.insert(0, names.get(owner or 0, Words("")))
        parent = up
    source = source_of(one)
    own = names.get(one.owner_id or 0)
    chain = [source, *over, *([own] if own else []), *_end(one)]
    helps = tuple(names[co.organisation_id] for co in one.co_owners.all() if co.organisation_id in names)
    return Row(one, light_of(one, day, worked), own, tuple(chain), source, one.part_count, helps)


def _end(one: WithAnnotations[Matter, Beside]) -> list[Words]:
    """Who does it: the office or person named, or how many bodies it was given on to."""
    if one.last_owner:
        return [Words(one.last_owner, one.last_owner)]
    parts = one.part_count
    return [Words(f"{parts} 个下级单位", f"{parts} bodies below")] if parts else []


def source_of(one: Matter) -> Words:
    """Who asked for it; how many, where several did."""
    asked = list(dict.fromkeys(origin.asked_by for origin in one.origins.all() if origin.asked_by))
    if not asked:
        return Words("手工立项", "entered by hand")
    return (
        Words(asked[0], asked[0])
        if len(asked) == 1
        else Words(f"{asked[0]} 等 {len(asked)} 处", f"{asked[0]} and {len(asked) - 1} more")
    )
