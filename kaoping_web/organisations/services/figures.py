"""Figures of a body from a day on: its population, its difficulty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from kaoping.errors import KaopingError, Problem
from kaoping.sheets import plain_text, read_number
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Figure, Organisation, User
from kaoping_web.organisations.services import checking
from kaoping_web.organisations.services.sentences import told
from kaoping_web.refusals import Refused

NAME = re.compile(r"[^\W\d]\w{0,79}")


@deed
def set_figure(
    *,
    by: User | None,
    organisation_id: int,
    name: str,
    text: str,
    starts: date,
    document: str,
    now: datetime,
    reason: str = "",
) -> Figure:
    """What a figure is from a day on. For a day that has one already it mends that one and needs a reason."""
    body = checking.body_for(by, organisation_id, now)
    try:
        canonical, is_number = read_figure(text)
    except KaopingError as wrong:
        raise Refused([*checking.of_paper(document), *wrong.problems]) from wrong
    same_day = Figure.objects.filter(organisation=body, name=name, starts=starts).first()
    problems = [*checking.of_paper(document), *_of_figure(body, name, canonical, starts, same_day, reason)]
    if problems:
        raise Refused(problems)
    row = same_day or Figure(organisation=body, name=name, starts=starts)
    row.text, row.is_number = canonical, is_number
    return keep(row, by=by, deed="set.figure", chain=body.key, at=now, document=document, reason=reason)


def _of_figure(
    body: Organisation, name: str, text: str, starts: date, same_day: Figure | None, reason: str
) -> Iterator[Problem]:
    if not NAME.fullmatch(name):
        yield told("figure-name", name[:80])
    if not text:
        yield told("figure-empty")
    if starts < body.founded_on:
        yield told("change-before-founding", starts, body.founded_on)
    if body.closed_on is not None and starts >= body.closed_on:
        yield told("change-after-closing", starts, body.closed_on)
    if same_day is not None:
        if same_day.text == text:
            yield told("figure-same", starts)
        elif not reason.strip():
            yield told("figure-same-day", starts)


def read_figure(text: str) -> tuple[str, bool]:
    """A number in its one decimal spelling, or words as they stand; and whether it is a number.

    Raises KaopingError for what begins like a number and is none (3.2万 in no unit): it would pass for words.
    """
    plain = plain_text(text)
    try:
        spelled = decimal_text(read_number(plain))
    except KaopingError:
        if plain[:1].isdigit() or plain[:1] in ("+", "-", "−", ".", "("):
            raise
        return plain[:200], False
    return (spelled, True) if spelled else (plain[:200], False)


def decimal_text(number: Fraction) -> str:
    """Digits with no zero at either end; empty where the decimals do not end within thirty places."""
    places = next((n for n in range(31) if (number * 10**n).denominator == 1), None)
    if places is None:
        return ""
    digits = str(abs(number.numerator * 10**places // number.denominator)).rjust(places + 1, "0")
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{whole}" if number < 0 else whole
