"""What may be worth a second look at a figure. A lead is for a person; nothing is deducted or returned by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import canonical_text, decimal_text
from kaoping.periods import Period
from kaoping.scheme.model import Fact, Runs
from kaoping_web.filing.cells import JUMP, jump
from kaoping_web.filing.models import Answer, Value
from kaoping_web.filing.queries.grid import Before

EDGE = Fraction(1, 100)
NUMBERS = (Answer.NUMBER.value, Answer.NIL.value)


@dataclass(frozen=True)
class Lead:
    """One thing to look at."""

    code: str
    words: Words


def leads_of(
    value: Value, before: Before | None, others: Sequence[Value], target: str, fact: Fact
) -> list[Lead]:
    """Everything that strikes the eye about one figure."""
    if value.answer != Answer.NUMBER.value:
        return []
    return list(_leads(value, before, others, target, fact))


def _leads(
    value: Value, before: Before | None, others: Sequence[Value], target: str, fact: Fact
) -> Iterator[Lead]:
    number, last = (
        Fraction(value.text),
        before.text if before is not None and before.answer in NUMBERS else "",
    )
    moved = jump(value.text, last, fact, Period.parse(value.period)) if last else None
    if moved is not None and abs(moved) > JUMP:
        yield _jumped(moved, fact)
    if last and number == Fraction(last) and number:
        yield Lead("same", Words("与上期相同", "the same as last period"))
    if is_round(number, fact.decimals):
        yield Lead("round", Words("整数尾", "a round figure"))
    if target and 0 <= number - Fraction(target) <= abs(Fraction(target)) * EDGE:
        yield Lead("edge", Words(f"刚到目标 {target}", f"just at the target {target}"))
    for other in others:
        if other.answer in NUMBERS and Fraction(other.text) != number:
            yield Lead(
                "differs",
                Words(
                    f"与另一来源差 {_gap(number, other)}",
                    f"differs from another source by {_gap(number, other)}",
                ),
            )


def _jumped(moved: Fraction, fact: Fact) -> Lead:
    said = decimal_text(abs(moved) * 100, 0)
    against = (
        ("比按上期进度推算", "than the last pace gives")
        if fact.runs is Runs.CUMULATIVE
        else ("比上期", "than last period")
    )
    return Lead(
        "jump",
        Words(
            f"{against[0]}{'多' if moved > 0 else '少'} {said}%",
            f"{said}% {'more' if moved > 0 else 'less'} {against[1]}",
        ),
    )


def _gap(number: Fraction, other: Value) -> str:
    return canonical_text(abs(number - Fraction(other.text)))


def is_round(number: Fraction, decimals: int | None) -> bool:
    """Whether a figure ends in two noughts of its own scale: 50.00 and 1200, not 31.50 and 7."""
    fine: Fraction = number * 10 ** (decimals or 0)
    return fine.denominator == 1 and abs(fine.numerator) >= 1000 and fine.numerator % 100 == 0


def change(value: Value, before: Before | None) -> Fraction | None:
    """Percent against the last period; None where one of them is no number or the last was nought."""
    if (
        value.answer not in NUMBERS
        or before is None
        or before.answer not in NUMBERS
        or not Fraction(before.text)
    ):
        return None
    last = Fraction(before.text)
    return (Fraction(value.text) - last) / abs(last) * 100
