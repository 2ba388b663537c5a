"""A plan as a tree: each leaf with its facts and matters; a leaf with neither is not covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaoping import Scheme
from kaoping.errors import Words
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import parsed
from kaoping_web.supervision.models import Item, Matter, MatterState, Plan
from kaoping_web.supervision.queries.ledger import Row, rows_of
from kaoping_web.supervision.queries.seen import matters_for


@dataclass
class Branch:
    """One item of a plan as its page shows it. `facts`: keys with titles; only leaves are covered or not."""

    item: Item
    depth: int
    facts: list[tuple[str, Words]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    is_leaf: bool = True

    @property
    def keys(self) -> list[str]:
        """The facts as the item keeps them."""
        return self.item.facts.split()

    @property
    def is_uncovered(self) -> bool:
        """A leaf that no figure shows and no matter carries."""
        return self.is_leaf and not self.facts and not self.rows


def tree_of(plan: Plan, user: User, day: date) -> list[Branch]:
    """The items in order of reading, each with its facts and with the matters this person sees."""
    items = list(Item.objects.filter(plan=plan).select_related("leader").order_by("position"))
    titles = fact_titles(plan.host)
    matters = matters_for(user, day).filter(item__plan=plan).exclude(state=MatterState.MERGED.value)
    by_item: dict[int, list[Row]] = {}
    for row in rows_of(matters, day):
        by_item.setdefault(row.matter.item_id or 0, []).append(row)
    return [
        Branch(
            one, _depth(one, {other.pk: other for other in items}), [(key, titles.get(key, Words(key, key))) for key in one.facts.split()],
            by_item.get(one.pk, []), not any(other.above_id == one.pk for other in items),
        )
        for one in items
    ]  # fmt: skip


def _depth(one: Item, by_id: Mapping[int, Item]) -> int:
    depth = 0
    while one.above_id is not None and one.above_id in by_id:
        one, depth = by_id[one.above_id], depth + 1
    return depth


def running_scheme(host: Organisation) -> Scheme | None:
    """The scheme in force at a host; the last to come into force where there are several."""
    version = (
        SchemeVersion.objects.filter(scheme__host=host, state=VersionState.LOCKED.value)
        .order_by("-effective_on", "-pk")
        .first()
    )
    return parsed(version) if version else None


def fact_titles(host: Organisation) -> dict[str, Words]:
    """The facts of the running scheme by key."""
    scheme = running_scheme(host)
    return {key: fact.title for key, fact in scheme.facts.items()} if scheme else {}


def fact_list(host: Organisation) -> list[tuple[str, str, str]]:
    """Key, title and unit of each: what targets of a paper are compared with."""
    scheme = running_scheme(host)
    return [(key, fact.title.zh, fact.unit) for key, fact in scheme.facts.items()] if scheme else []


def coverage_of(plans: Sequence[Plan]) -> dict[int, tuple[int, int]]:
    """By plan: leaves, and leaves that neither a figure nor a matter covers. Two queries."""
    items = list(Item.objects.filter(plan__in=[one.pk for one in plans]))
    carried = set(
        Matter.objects.filter(item__in=[one.pk for one in items])
        .exclude(state=MatterState.MERGED.value)
        .values_list("item", flat=True)
    )
    above = {one.above_id for one in items}
    found = {one.pk: (0, 0) for one in plans}
    for one in items:
        if one.pk not in above:
            leaves, open_ = found[one.plan_id]
            found[one.plan_id] = (leaves + 1, open_ + (not one.facts and one.pk not in carried))
    return found
