"""What filings are called."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.periods import Cadence, Period
from kaoping.scheme.model import Fact, Scheme
from kaoping_web.filing.models import Filing, FilingState

REPORT = {
    Cadence.MONTH: Words("月报", "monthly report"),
    Cadence.QUARTER: Words("季报", "quarterly report"),
    Cadence.HALF: Words("半年报", "half-year report"),
    Cadence.YEAR: Words("年报", "annual report"),
}
STATE = {
    FilingState.OPEN.value: Words("填报中", "open"),
    FilingState.SUBMITTED.value: Words("已提交", "handed in"),
    FilingState.CLOSED.value: Words("已认定", "verified"),
}


def title_of(filing: Filing, scheme: Scheme) -> Words:
    """As 乡镇街道月报, Townships: monthly report."""
    group = scheme.groups[filing.group].title if filing.group in scheme.groups else Words(filing.group)
    report = REPORT[Period.parse(filing.cycle.period).cadence]
    return Words(f"{group.in_('zh')}{report.zh}", f"{group.in_('en')}: {report.en}")


def supplier_words(scheme: Scheme, key: str) -> Words:
    """What the scheme calls a supplier."""
    return scheme.suppliers.get(key, Words(key, key))


def fact_words(fact: Fact) -> Words:
    """A fact with its unit."""
    unit = (f"（{fact.unit}）", f" ({fact.unit})") if fact.unit else ("", "")
    return Words(f"{fact.title.in_('zh')}{unit[0]}", f"{fact.title.in_('en')}{unit[1]}")
