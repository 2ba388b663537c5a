"""The filed figures behind lines: for histories, and for the pages of indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from kaoping_web.cycles.models import Cycle, Target
from kaoping_web.filing.models import Value, ValueState

RELATED = ("filing__cycle__scheme_version", "filing__supplier", "organisation", "host")


def values_behind(cycle: Cycle, organisation: int, read: Sequence[tuple[str, str]]) -> list[Value]:
    """The values of one body for these facts and periods, in the order asked for; of several sources each."""
    if not read:
        return []
    wanted = Q()
    for fact, period in read:
        wanted |= Q(fact=fact, period=period)
    found = (
        Value.objects.filter(wanted, host=cycle.host_id, organisation=organisation, vintage__gt=0)
        .select_related(*RELATED)
        .defer("filing__cycle__scheme_version__text")
    )
    order = {one: at for at, one in enumerate(read)}
    return sorted(found, key=lambda one: (order[one.fact, one.period], one.source))


def values_of_fact(
    cycle: Cycle, fact: str, bodies: Iterable[int], only_verified: bool = False
) -> list[tuple[int, str, str, str, str]]:
    """Every handed-in figure of a fact in the years up to the cycle's: body, period, source, answer, text."""
    found = Value.objects.filter(
        host=cycle.host_id, fact=fact, vintage__gt=0, period__lt=str(cycle.ends.year + 1)
    )
    found = found.filter(organisation__in=list(bodies))
    if only_verified:
        found = found.filter(state=ValueState.VERIFIED.value)
    return list(
        found.order_by("period", "organisation", "source").values_list(
            "organisation", "period", "source", "answer", "text"
        )
    )


def targets_of_fact(cycle: Cycle, fact: str, bodies: Iterable[int] | None = None) -> list[Target]:
    """The targets of a fact in the cycle's year."""
    found = Target.objects.filter(host=cycle.host_id, fact=fact, period__startswith=str(cycle.ends.year))
    if bodies is not None:
        found = found.filter(organisation__in=list(bodies))
    return list(found.order_by("period", "organisation"))
