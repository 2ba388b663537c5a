"""Plan items by the leader in whose field they lie, with their matters and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kaoping.errors import Words
from kaoping_web.organisations.models import User
from kaoping_web.supervision.models import Item, MatterState
from kaoping_web.supervision.queries.ledger import Row, rows_of, tally_of
from kaoping_web.supervision.queries.plans import fact_titles
from kaoping_web.supervision.queries.seen import matters_for, plans_for


@dataclass(frozen=True)
class Field:
    """One item with what lies below it."""

    item: Item
    rows: list[Row]
    facts: list[Words]

    @property
    def tally(self) -> dict[str, int]:
        """How many matters of each light."""
        return tally_of(self.rows)


def fields_of(user: User, day: date, only_own: bool) -> list[Field]:
    """Items that name a leader; only this person's where asked. An open matter stands under the item nearest above it."""
    plans = list(plans_for(user, day))
    items = list(
        Item.objects.filter(plan__in=plans)
        .select_related("leader", "plan__host")
        .order_by("plan", "position")
    )
    led = [one for one in items if one.leader_id is not None and (not only_own or one.leader_id == user.pk)]
    if not led:
        return []
    below = {one.pk: _below(one.pk, items) for one in led}
    wanted = {key for keys in below.values() for key in keys}
    matters = (
        matters_for(user, day)
        .filter(item__in=wanted)
        .exclude(state__in=(MatterState.MERGED.value, "closed", "reviewed"))
    )
    rows = rows_of(matters, day)
    titles = fact_titles(led[0].plan.host)
    by_id = {one.pk: one for one in items}
    return [
        Field(
            one, [row for row in rows if row.matter.item_id in below[one.pk]],
            [titles[key] for part in below[one.pk] for key in by_id[part].facts.split() if key in titles],
        )
        for one in led
    ]  # fmt: skip


def _below(item: int, items: list[Item]) -> list[int]:
    found = [item]
    for key in found:
        found.extend(one.pk for one in items if one.above_id == key)
    return found
