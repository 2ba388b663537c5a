"""The filed figures behind lines: for histories, and for the pages of indicators."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import F, Q

from kaoping_web.cycles.models import Cycle, TargetMove, TargetState
from kaoping_web.cycles.targets import Stated
from kaoping_web.filing.models import Value, ValueState, Vintage

RELATED = ("filing__cycle__scheme_version", "filing__supplier", "organisation", "host")


def values_behind(cycle: Cycle, organisation: int, read: Sequence[tuple[str, str]]) -> list[Value]:
    """The values of one body for these facts and periods as handed in last, in the order asked for; of several sources each."""
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
    return sorted(_as_handed_in(list(found)), key=lambda one: (order[one.fact, one.period], one.source))


def _as_handed_in(values: list[Value]) -> list[Value]:
    """The same; of one typed anew and not handed in again, what was handed in before. One more query where there is such a one."""
    drafts = {one.pk: one for one in values if one.state == ValueState.DRAFT.value}
    last = Vintage.objects.filter(value__in=drafts, number=F("value__vintage")) if drafts else ()
    for one in last:
        value = drafts[one.value_id]
        value.answer, value.text, value.expected_on, value.note = (
            one.answer,
            one.text,
            one.expected_on,
            one.note,
        )
    return values


def values_of_fact(
    cycle: Cycle, fact: str, bodies: Iterable[int], filed_by: Collection[int] | None
) -> list[tuple[int, str, str, str, str]]:
    """The figures of a fact in the years up to the cycle's, as handed in last: body, period, source, answer, text.

    filed_by: the suppliers whose figures are wanted before they are verified; None wants them of all. What was saved since, and
    not handed in, is its supplier's own.
    """
    found = Vintage.objects.filter(
        number=F("value__vintage"), value__host=cycle.host_id, value__fact=fact, value__organisation__in=list(bodies),
        value__period__lt=str(cycle.ends.year + 1),
    )  # fmt: skip
    if filed_by is not None:
        verified = Q(value__state=ValueState.VERIFIED.value)
        found = found.filter(verified | Q(value__filing__supplier__in=list(filed_by)))
    found = found.order_by("value__period", "value__organisation", "value__source")
    return list(found.values_list("value__organisation", "value__period", "value__source", "answer", "text"))


def agreed_of_fact(cycle: Cycle, fact: str, bodies: Iterable[int] | None = None) -> list[Stated]:
    """The targets of a fact in the cycle's year as they were agreed last, which is what is scored. One that is being negotiated
    is for those who negotiate it."""
    found = TargetMove.objects.filter(
        kind="agree", target__host=cycle.host_id, target__fact=fact, target__period__startswith=str(cycle.ends.year)
    )  # fmt: skip
    if bodies is not None:
        found = found.filter(target__organisation__in=list(bodies))
    rows = found.order_by("target__period", "target__organisation", "number")
    latest = {
        (period, body): text
        for period, body, text in rows.values_list("target__period", "target__organisation", "text")
    }
    return [Stated(body, TargetState.AGREED.value, text) for (_, body), text in latest.items()]
