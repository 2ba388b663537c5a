"""What was handed in, as the library scores it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.db.models import F, Q

from kaoping import Absence, Filed, Period
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Fact
from kaoping.tables import Cell
from kaoping_web.cycles.models import Cycle
from kaoping_web.filing.models import Answer, ValueState, Vintage
from kaoping_web.organisations.models import Organisation
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import parsed

ABSENT = {Answer.PENDING.value: Absence.PENDING, Answer.NOT_APPLICABLE.value: Absence.NOT_APPLICABLE}
_COLUMNS = (
    "value__organisation__key",
    "value__fact",
    "value__period",
    "value__source",
    "number",
    "answer",
    "text",
    "note",
)


def filed_rows(
    host: Organisation, year: int, only_verified: bool, through: Period | None = None
) -> list[Filed]:
    """Every figure of the host that was handed in for that year and earlier ones, as its latest vintage says it.

    only_verified: none but those that two people have verified. through: none of a period that ends later. A nil return is 0;
    what was never handed in is no row. Of a fact of which the scheme counts the first vintage, that one is given too.
    """
    facts = _facts(host)
    firsts = [key for key, fact in facts.items() if fact.vintage == "first"]
    wanted = Vintage.objects.filter(Q(number=F("value__vintage")) | Q(number=1, value__fact__in=firsts))
    wanted = wanted.filter(value__host=host, value__period__lt=str(year + 1))
    if only_verified:
        wanted = wanted.filter(value__state=ValueState.VERIFIED.value)
    rows = wanted.order_by(
        "value__organisation__key", "value__fact", "value__period", "value__source", "number"
    )
    periods = _Periods(through)
    return [
        _filed(row, periods[row[2]], facts)
        for row in rows.values_list(*_COLUMNS)
        if periods[row[2]] is not None
    ]


class _Periods(dict[str, Period | None]):
    """Periods by their text, read once; None for those that end after the last one wanted."""

    def __init__(self, through: Period | None) -> None:
        super().__init__()
        self._end = through.first_month + through.length if through else None

    def __missing__(self, text: str) -> Period | None:
        period = Period.parse(text)
        ends = period.first_month + period.length
        self[text] = period if self._end is None or ends <= self._end else None
        return self[text]


def _filed(row: tuple[str, ...], period: Period | None, facts: dict[str, Fact]) -> Filed:
    organisation, fact, _, source, number, answer, text, note = row
    return Filed(
        organisation, fact, cell_of(answer, text, facts.get(fact)), period, source, int(number), note=note
    )


def cell_of(answer: str, text: str, fact: Fact | None = None) -> Cell:
    """What an answer is to the library. `fact`: tells a date from other text."""
    if answer in ABSENT:
        return ABSENT[answer]
    if answer in (Answer.NUMBER.value, Answer.NIL.value):
        return Fraction(text or 0)
    if answer == Answer.TRUTH.value:
        return text == "true"
    return date.fromisoformat(text) if fact is not None and fact.type is ValueType.DATE else text


def _facts(host: Organisation) -> dict[str, Fact]:
    """The facts of the schemes that the host's cycles go by; the latest cycle's where several know one."""
    versions: Iterable[SchemeVersion] = SchemeVersion.objects.filter(
        pk__in=Cycle.objects.filter(host=host).values("scheme_version")
    ).order_by("effective_on", "pk")
    return {key: fact for version in versions for key, fact in parsed(version).facts.items()}
