"""What no engine may use, found on arrays: values of another type than their fact's, beyond what it allows, or filed twice
with different meanings. As `kaoping.engines.faults` for rows, but one problem a figure, with the first organisations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.parts import FALSE, LIMIT, NUMBER, PENDING, TRUE, WORD
from kaoping.engines.nation.filings import ArrayFilings, Figure
from kaoping.engines.nation.held import NOT_FILED, Batch, Held, Rows
from kaoping.engines.nation.sources import wanted_type
from kaoping.errors import Problem, Words
from kaoping.scheme.model import Fact, Scheme

MOST_NAMED = 10
"""Organisations named in one problem."""
STATUSES = {"number": (NUMBER,), "truth": (FALSE, TRUE), "text": (WORD,), "date": (WORD,)}


class Checks:
    """Gathers faults while figures are read."""

    def __init__(self, scheme: Scheme, filings: ArrayFilings) -> None:
        self.scheme, self.filings = scheme, filings
        self.wrong: dict[tuple[str, Figure], list[Rows]] = {}

    def cells(self, figure: Figure, rows: Rows, batch: Batch) -> None:
        """Cells before they are taken."""
        fact = self.scheme.facts.get(figure[0])
        kinds = STATUSES[wanted_type(self.scheme, figure[0])]
        if fact is None and figure[0].partition(".")[0] not in self.scheme.facts:
            return
        self._note(
            "wrong-type", figure, rows, (batch.status > PENDING) | (batch.status == NUMBER), kinds, batch
        )
        if fact is None:
            return
        beyond = np.zeros(rows.shape[0], np.bool_)
        for bound, sign in ((fact.low, 1), (fact.high, -1)):
            if bound is not None:
                beyond |= (batch.status == NUMBER) & _below(batch, bound, sign)
        self._add("out-of-range", figure, rows[beyond])
        if fact.choices and batch.codes is not None:
            known = [self.filings.vocabulary.code(one) for one in fact.choices]
            self._add(
                "not-a-choice",
                figure,
                rows[(batch.status == WORD) & np.isin(batch.codes, known, invert=True)],
            )

    def _note(self, code: str, figure: Figure, rows: Rows, told: NDArray[np.bool_], kinds: Sequence[int],
              batch: Batch) -> None:  # fmt: skip
        if told.any():
            self._add(code, figure, rows[told & np.isin(batch.status, kinds, invert=True)])

    def _add(self, code: str, figure: Figure, rows: Rows) -> None:
        if rows.size:
            self.wrong.setdefault((code, figure), []).append(rows)

    def twice(self, figure: Figure, rows: Rows) -> None:
        """Organisations for which a second value was filed that differs."""
        self._add("filed-twice", figure, rows)

    def faults(self) -> Iterator[Problem]:
        """Everything found, figure by figure."""
        for (name, period), voices in self.filings.held.items():
            fact = self.scheme.facts.get(name.partition(".")[0])
            if len(voices) > 1 and fact is not None:
                differ, believed = disagreeing(fact, voices)
                self._add("sources-disagree", (name, period), np.flatnonzero(differ & ~believed))
        for (code, figure), found in self.wrong.items():
            keys = [self.filings.keys[row] for row in np.unique(np.concatenate(found)).tolist()]
            yield _told(code, figure, keys)


def _below(batch: Batch, bound: Fraction, sign: int) -> NDArray[np.bool_]:
    """Where the number is below the bound (above it with sign -1), by whole numbers."""
    whole = batch.whole
    if (
        int(np.abs(whole).max(initial=0)) * bound.denominator >= LIMIT
        or abs(bound.numerator) * batch.den >= LIMIT
    ):
        return np.array([sign * Fraction(one, batch.den) < sign * bound for one in whole.tolist()], np.bool_)
    found: NDArray[np.bool_] = sign * whole * bound.denominator < sign * bound.numerator * batch.den
    return found


def disagreeing(
    fact: Fact, voices: Mapping[tuple[str, int], Held]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where several sources say different things in their latest vintages, and where one of them is to be believed."""
    latest: dict[str, Held] = {}
    size = next(iter(voices.values())).status.shape[0]
    for (source, _), held in sorted(voices.items(), key=lambda one: -one[0][1]):
        one = latest.setdefault(source, Held(size))
        free = np.flatnonzero((one.status == NOT_FILED) & (held.status != NOT_FILED))
        one.put(free, held.batch(free))
    differ, believed = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    first = Held(size)
    for source, held in sorted(latest.items()):
        told = np.flatnonzero(held.status != NOT_FILED)
        differ[first.put(told, held.batch(told))] = True
        if source in fact.sources:
            believed[told] = True
    return differ, believed


_SAYS = {
    "wrong-type": Words("的值与数据项的类型不合", "values of another type than the fact"),
    "out-of-range": Words("的值超出数据项允许的范围", "values beyond what the fact allows"),
    "not-a-choice": Words("的值不是数据项的选项", "values that are no choice of the fact"),
    "filed-twice": Words("填了两个不同的值", "two different values are filed"),
    "sources-disagree": Words("几个来源说法不一", "its sources disagree"),
}
_MENDS = {
    "filed-twice": Words("留下一个；更正请用更高的 vintage。", "keep one; file a correction with a higher vintage."),
    "sources-disagree": Words("在该事实写 sources: [先信谁, 后信谁]。", "write sources: [whom first, whom next] at the fact."),
}  # fmt: skip


def _told(code: str, figure: Figure, keys: Sequence[str]) -> Problem:
    what, says = f"{figure[0]} {figure[1] or ''}".strip(), _SAYS[code]
    told = Words(f"{what}：{named(keys, 'zh')}{says.zh}。", f"{what}: {says.en} for {named(keys, 'en')}.")
    return Problem(code, told, _MENDS.get(code, Words("核对后改正。", "check and mend them.")))


def named(keys: Sequence[str], language: str, counted: str = "个单位") -> str:
    """The first keys, and how many more. `counted`: what they are, in Chinese."""
    names, more = [str(one) for one in keys[:MOST_NAMED]], len(keys) - MOST_NAMED
    if language == "zh":
        return "、".join(names) + (f" 等 {len(keys)} {counted}" if more > 0 else "")
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")
