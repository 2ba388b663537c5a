"""What supervision hands to scoring: issued cards as happenings of the scheme's own events, and the rate of closing in time.

Nothing is scored here, and nothing counts that the scheme does not name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaoping import Happening, Period, Scheme
from kaoping.errors import Words
from kaoping.exact import canonical_text
from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.queries import days_of
from kaoping_web.organisations.models import Organisation
from kaoping_web.organisations.queries import names_of
from kaoping_web.schemes.models import SchemeVersion, VersionState
from kaoping_web.schemes.queries import parsed
from kaoping_web.supervision.lights import WorkedDays
from kaoping_web.supervision.models import IS_CLOSED, Card, Matter, MatterState

EVENTS = {"yellow": "yellow_card", "red": "red_card"}


def happenings(
    host: Organisation, year: int, through: date, scheme: Scheme | None = None
) -> tuple[Happening, ...]:
    """Slips issued in `year` up to and including `through` on bodies of the host, each as the scheme's event of its colour.

    Only where the scheme has that event. Without `scheme`: the one that the host's cycles of that year follow. Withdrawn slips
    and talks are none.
    """
    rules = scheme or _scheme_of(host, year)
    known = {colour: event for colour, event in EVENTS.items() if rules is not None and event in rules.events}
    cards = Card.objects.filter(
        host=host, year=year, form="slip", withdrawn_on=None, issued_on__lte=through, colour__in=known
    )
    decided_by = names_of([host.pk], through)[host.pk].zh
    return tuple(
        Happening(
            one.organisation.key, known[one.colour], on=one.issued_on, matter=f"{one.matter.code} {one.matter.title}", document=one.code,
            decided_by=decided_by, note=one.matter.title,
        )
        for one in cards.select_related("organisation", "matter").order_by("number")
    )  # fmt: skip


def _scheme_of(host: Organisation, year: int) -> Scheme | None:
    cycle = (
        Cycle.objects.filter(host=host, period__startswith=str(year))
        .select_related("scheme_version")
        .order_by("-ends")
        .first()
    )
    if cycle is not None:
        return parsed(cycle.scheme_version)
    version = (
        SchemeVersion.objects.filter(scheme__host=host, state=VersionState.LOCKED.value)
        .order_by("-effective_on")
        .first()
    )
    return parsed(version) if version else None


@dataclass(frozen=True)
class ClosingRate:
    """Of the matters of one body that were due in a period: how many were claimed in time and then closed. `rate` in percent."""

    organisation: Organisation
    due: int
    on_time: int

    @property
    def rate(self) -> Fraction | None:
        """None where nothing was due."""
        return Fraction(100 * self.on_time, self.due) if self.due else None


def closing_rates(host: Organisation, period: Period | str) -> tuple[ClosingRate, ...]:
    """By owner, in the order of keys. A matter whose deadline was moved counts where it is due now; a merged one does not count.

    In time: claimed done on or before its last day (a deadline on a holiday runs to the next working day), and closed since.
    """
    first, last = days_of(Period.parse(period) if isinstance(period, str) else period)
    worked = WorkedDays()
    owners: dict[int, Organisation] = {}
    due: dict[int, int] = {}
    kept: dict[int, int] = {}
    rows = Matter.objects.filter(host=host, deadline__range=(first, last), owner__isnull=False)
    for one in rows.exclude(
        state__in=(MatterState.MERGED.value, MatterState.REGISTERED.value)
    ).select_related("owner"):
        assert one.owner is not None and one.deadline is not None  # as the rows were asked for
        owners[one.owner.pk] = one.owner
        due[one.owner.pk] = due.get(one.owner.pk, 0) + 1
        if (
            one.state in IS_CLOSED
            and one.claimed_on is not None
            and one.claimed_on <= worked.last_day(one.deadline)
        ):
            kept[one.owner.pk] = kept.get(one.owner.pk, 0) + 1
    found = [ClosingRate(body, due[key], kept.get(key, 0)) for key, body in owners.items()]
    return tuple(sorted(found, key=lambda one: one.organisation.key))


def consequence_of(host: Organisation, day: date) -> dict[str, Words]:
    """By colour, what a card costs by the scheme in force: its own points, in words; empty where the scheme does not name it."""
    rules = _scheme_of(host, day.year)
    found: dict[str, Words] = {}
    for colour, key in EVENTS.items():
        event = rules.events.get(key) if rules else None
        if event is not None:
            points = event.each if event.each is not None else next(iter(event.levels.values()), None)
            said = canonical_text(points) if points is not None else ""
            article = f"（{event.article}）" if event.article else ""
            found[colour] = Words(
                f"{event.title.zh} {said} 分{article}".replace("-", "−"),
                f"{event.title.in_('en')} {said} points".replace("-", "−"),
            )
    return found
