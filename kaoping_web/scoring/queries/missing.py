"""Which cells a run could not use, form by form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kaoping.errors import Words
from kaoping_web.filing.models import Value, ValueState
from kaoping_web.organisations.queries import names_by_key, names_of, standings_at
from kaoping_web.scoring.models import Run

HANDED_IN = (ValueState.FILED.value, ValueState.CHECKED.value, ValueState.VERIFIED.value)


@dataclass(frozen=True)
class Lack:
    """One form in which cells of a fact are missing, of the bodies concerned."""

    fact: str
    period: str
    filing: int
    supplier: Words
    cells: int


def lacking(run: Run, facts: Iterable[str], bodies: Iterable[str]) -> Mapping[str, list[Lack]]:
    """For each fact the forms of the run's cycle and of the shorter cycles within it that lack cells of it, latest first.

    A cell is lacking that was not handed in, or, for a run of verified figures only, that nobody verified.
    """
    usable = (ValueState.VERIFIED.value,) if run.only_verified else HANDED_IN
    keys = ("fact", "period", "filing", "filing__supplier")
    rows = list(
        Value.objects.filter(
            host=run.cycle.host_id, fact__in=sorted(set(facts)), organisation__key__in=sorted(set(bodies)),
            filing__cycle__starts__gte=run.cycle.starts, filing__cycle__ends__lte=run.cycle.ends,
        )
        .exclude(state__in=usable)
        .values_list(*keys)
        .annotate(Count("pk"))
        .order_by("-filing__cycle__ends", *keys)
    )  # fmt: skip
    names = names_of({row[3] for row in rows}, run.cycle.ends)
    found: dict[str, list[Lack]] = {}
    for fact, period, filing, supplier, cells in rows:
        found.setdefault(fact, []).append(Lack(fact, period, filing, names[supplier], cells))
    return found


def called(words: Iterable[str], day: date) -> Mapping[str, Words]:
    """What bodies are called, in both languages, by key or by the Chinese name of that day."""
    asked = sorted(set(words))
    by_title = standings_at(day).filter(title__in=asked).values_list("title", "english")
    return {title: Words(title, english) for title, english in by_title} | names_by_key(asked, day)
