"""Filed values as cells: which row counts, and how short periods make a long one."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kaoping.periods import Cadence, Period
from kaoping.plan.steps import ReadFact
from kaoping.scheme.formulas import strongest
from kaoping.scheme.model import Fact, Runs
from kaoping.tables import Absence, Cell, Filed

Key = tuple[str, Period | None, str]
Used = tuple[int, ...]
Found = tuple[Cell, Used]
MISSING: Found = (Absence.MISSING, ())


def _strongest(absences: list[Absence]) -> Absence:
    found = strongest(absences)
    assert found is not None
    return found


class FiledIndex:
    """Filed rows by fact, period and organisation; ballots apart, because there are many of one key."""

    def __init__(self, filed: Iterable[Filed]) -> None:
        self.rows: dict[Key, list[tuple[int, Filed]]] = {}
        self.ballots: dict[Key, list[tuple[int, Filed]]] = {}
        for index, row in enumerate(filed):
            where = self.ballots if row.rater else self.rows
            where.setdefault((row.fact, row.period, row.organisation), []).append((index, row))

    def row(self, key: Key, fact: Fact, vintage: str) -> Found | None:
        """The row that counts: the most believed source first, then the latest (or first) vintage."""
        rows = self.rows.get(key)
        if not rows:
            return None
        ranks = {source: i for i, source in enumerate(fact.sources)}

        def order(one: tuple[int, Filed]) -> tuple[int, str, int]:
            source = one[1].source
            sign = 1 if vintage == "first" else -1
            return (ranks.get(source, len(ranks)), "" if source in ranks else source, sign * one[1].vintage)

        index, found = min(rows, key=order)
        return found.value, (index,)

    def cell(self, step: ReadFact, organisation: str) -> Found:
        """The cell of a fact for the step's period."""
        period = step.about.period
        assert period is not None
        reader = _Reader(self, step, organisation)
        return reader.single(period) if step.single else reader.at(period)


class _Reader:
    """One fact of one organisation."""

    def __init__(self, index: FiledIndex, step: ReadFact, organisation: str) -> None:
        self.index, self.step, self.organisation = index, step, organisation
        self.fact, self.name = step.fact, step.fact.key + step.suffix

    def exact(self, period: Period | None) -> Found | None:
        return self.index.row((self.name, period, self.organisation), self.fact, self.step.vintage)

    def at(self, period: Period) -> Found:
        """As filed for the period; else joined from shorter ones; else, for stocks, targets and constants, that of
        the longer period around it."""
        if self.fact.runs is Runs.ONCE:
            return self.exact(None) or self.exact(period) or self.around(period)
        found = self.exact(period)
        if found is None and self.fact.every is not None and self.fact.every.months < period.length:
            found = self.joined(period)
        if (found is None or found is MISSING) and (self.step.suffix or self.fact.runs is Runs.LEVEL):
            found = self.around(period)
        return found or self.exact(None) or MISSING

    def around(self, period: Period) -> Found:
        """The value of the longer period that holds this one."""
        for cadence in (Cadence.QUARTER, Cadence.HALF, Cadence.YEAR):
            if cadence.months > period.length:
                found = self.exact(period.within(cadence))
                if found is not None:
                    return found
        return MISSING

    def joined(self, period: Period) -> Found | None:
        """A long period from short ones, as the fact runs. None where none of them was filed."""
        assert self.fact.every is not None
        parts = [self.exact(one) for one in period.parts(self.fact.every)]
        if all(one is None for one in parts):
            return None
        if self.fact.runs in (Runs.CUMULATIVE, Runs.LEVEL):
            return parts[-1] or MISSING
        cells = [one or MISSING for one in parts]
        used = tuple(i for _, indices in cells for i in indices)
        absences = [cell for cell, _ in cells if isinstance(cell, Absence)]
        if absences:
            return _strongest(absences), used
        numbers = [cell for cell, _ in cells if isinstance(cell, Fraction)]
        total = sum(numbers, Fraction(0))
        return (total / len(numbers) if self.fact.runs is Runs.AVERAGE else total), used

    def single(self, period: Period) -> Found:
        """A cumulative figure less that of the period before, within the year."""
        now = self.at(period)
        if self.fact.runs is not Runs.CUMULATIVE or period.index == 1:
            return now
        before = self.at(period.previous())
        if isinstance(now[0], Fraction) and isinstance(before[0], Fraction):
            return now[0] - before[0], (*now[1], *before[1])
        absences = [cell for cell in (now[0], before[0]) if isinstance(cell, Absence)]
        return _strongest(absences), (*now[1], *before[1])
