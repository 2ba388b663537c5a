"""The columnar engine: one array operation where the reference takes organisation after organisation.

Every step makes a column (`parts`). Where bounds cannot tell how a decision falls, the cell goes to the judge and the
exact answer is put in its place before the next step reads it: the columns that come out are the reference's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from time import perf_counter

import numpy as np

from kaoping.engines.base import READINGS
from kaoping.engines.columnar import ranking, statistics
from kaoping.engines.columnar.algebra import NOUGHT
from kaoping.engines.columnar.answers import ColumnarColumns
from kaoping.engines.columnar.choosing import select
from kaoping.engines.columnar.combining import combine, rounded
from kaoping.engines.columnar.formulas import Translation
from kaoping.engines.columnar.judge import Handed, Judge, doubtful
from kaoping.engines.columnar.keeping import KeptSum
from kaoping.engines.columnar.parts import (
    FALSE,
    LIMIT,
    MISSING,
    NUMBER,
    TRUE,
    UNIT,
    ZERO,
    Mask,
    Part,
    Vocabulary,
    constant,
    exact,
    nearest_float,
    part_of,
    same_array,
    spread,
    status_of,
    trusted,
)
from kaoping.engines.columnar.populations import KeptPopulation, Population, gathered, joined_parts
from kaoping.engines.columnar.remembering import KeptFormula
from kaoping.exact import steady
from kaoping.plan.steps import (
    Above,
    ColumnId,
    Combine,
    Formula,
    Plan,
    Rank,
    Round,
    Statistic,
    Step,
)
from kaoping.tables import Cell, Tables


class ColumnarEngine:
    """The engine for one machine. `certified` False trusts every float: only to show what the certificate catches."""

    name = "columnar"

    def __init__(self, certified: bool = True) -> None:
        self.certified = certified

    def run(
        self, plan: Plan, tables: Tables, progress: Callable[[int, int], None] | None = None
    ) -> ColumnarColumns:
        """Every column of the plan; `progress` hears how many steps of how many are done."""
        return Pass(plan, tables, self.certified).columns(progress)


class Pass:
    """One pass over the steps of a plan."""

    def __init__(self, plan: Plan, tables: Tables, certified: bool) -> None:
        self.plan, self.certified = plan, certified
        self.vocabulary = Vocabulary()
        self.judge = Judge(plan, tables, self.vocabulary)
        self.parts = self.judge.parts
        self.handed: list[Handed] = []
        self.sums: dict[ColumnId, KeptSum | None] = {}
        self.formulas: dict[ColumnId, KeptFormula] = {}
        self.constants: dict[tuple[ColumnId, str], tuple[Cell, Part]] = {}
        self.last_constant: tuple[Cell, Part] = Fraction(0), NOUGHT
        self.populations: dict[ColumnId, KeptPopulation] = {}
        self.races: dict[ColumnId, tuple[Mask, ranking.Codes | None, ranking.Race]] = {}

    def columns(self, progress: Callable[[int, int], None] | None) -> ColumnarColumns:
        total = len(self.plan.steps)
        for number, step in enumerate(self.plan.steps, 1):
            self.parts[step.id] = self._column(step)
            if progress is not None:
                progress(number, total)
        return ColumnarColumns.of(self.judge, tuple(self.handed))

    def keep(self, step: Step) -> None:
        """Make a column that has been worked out ready to be worked out again and again."""
        if isinstance(step, Combine):
            self.sums[step.id] = KeptSum.of(step, self.parts.__getitem__)
        elif isinstance(step, Formula):
            self.formulas[step.id] = KeptFormula(step.expr, self.vocabulary)
        elif isinstance(step, Rank):
            columns = [keys[0].column for keys in (step.keys, *step.others)]
            self.populations[step.id] = KeptPopulation(columns, step.counted)
        elif isinstance(step, Statistic):
            self.populations[step.id] = KeptPopulation(step.of, step.counted)

    def again(self, step: Step) -> None:
        """Work one column out anew, perhaps by another step than the plan's."""
        before = self.parts.get(step.id)
        self.judge.forget(step.id)
        self.judge.steps[self.judge.place[step.id]] = step
        kept = self.sums.get(step.id)
        found = None if kept is None else kept.again(self.parts.__getitem__)
        if found is None or found.unsure is not None:
            found = self._column(step)
            if kept is not None and kept.is_spoilt:
                self.keep(step)
        self.put(step.id, found, before)

    def put(self, column: ColumnId, found: Part, before: Part | None) -> None:
        """Put a column in the place of another.

        Statuses that came out the same stay the same array: what only depends on them can then see that it may stay.
        """
        if before is not None and same_array(before.status, found.status):
            found.status = before.status
        self.parts[column] = found

    def size(self, column: ColumnId) -> int:
        """How many organisations a column has."""
        return len(self.judge.keys(column))

    def sized(self, column: ColumnId) -> tuple[Part, int]:
        """A column with its number of organisations."""
        return self.parts[column], self.size(column)

    def _column(self, step: Step) -> Part:
        size = self.size(step.id)
        make = _MAKE.get(type(step))
        found = None if make is None or not size else make(self, step)
        if found is None:
            return self._taken_over(step)
        doubt = doubtful(found, size)
        formless = found.unsure is not None and found.unsure.shape[0] == 1
        found.unsure = None
        if doubt is None or not (self.certified or formless):
            return found
        return self._mended(step, found, np.flatnonzero(doubt), formless)

    # by the reference ---------------------------------------------------------------------------------

    def _taken_over(self, step: Step) -> Part:
        """The whole step by the reference: it has no form on columns, or not for this one."""
        started = perf_counter()
        keys = self.judge.keys(step.id)
        if isinstance(step, READINGS):
            self.judge.read(step)
        else:
            self.judge.whole([step.id])
        cells = self.judge.cells[step.id]
        if keys and not isinstance(step, READINGS):
            self._note(step, len(keys), True, started)
        return part_of([cells[key] for key in keys], self.vocabulary)

    def _mended(self, step: Step, part: Part, rows: np.ndarray, formless: bool) -> Part:
        """The cells in those rows by the reference, put into the column. `formless`: nothing was known of any."""
        started = perf_counter()
        keys = self.judge.keys(step.id)
        chosen = [keys[row] for row in rows]
        self.judge.work_out([(step.id, key) for key in chosen])
        found = [self.judge.cells[step.id][key] for key in chosen]
        self._note(step, len(chosen), formless, started)
        if len(chosen) == len(keys):
            return part_of(found, self.vocabulary)
        return patched(part, rows, found, len(keys), self.vocabulary)

    def _note(self, step: Step, cells: int, whole: bool, started: float) -> None:
        self.handed.append(Handed(step.id, type(step).__name__, cells, whole, perf_counter() - started))

    # on columns ---------------------------------------------------------------------------------------

    def formula(self, step: Formula) -> Part:
        names = {name: self._constant(step.id, name, cell) for name, cell in step.constants.items()}
        for name, column in step.names.items():
            names[name] = self.parts[column]
        kept = self.formulas.get(step.id)
        if kept is None or kept.expr is not step.expr:
            return Translation(names, self.vocabulary).part(step.expr)
        return kept.part(names)

    def _constant(self, column: ColumnId, name: str, cell: Cell) -> Part:
        if column not in self.formulas:
            return constant(cell, self.vocabulary)
        kept = self.constants.get((column, name))
        if kept is None or kept[0] is not cell:
            if self.last_constant[0] is not cell:  # one slider often sets many constants to the same number
                self.last_constant = cell, constant(cell, self.vocabulary)
            kept = self.constants[column, name] = self.last_constant
        return kept[1]

    def _gathered(self, step: Rank | Statistic, columns: Sequence[ColumnId]) -> Population | None:
        kept = self.populations.get(step.id)
        return gathered(columns, step.counted, self.sized) if kept is None else kept.again(self.sized)

    def _race(self, step: Rank, who: Population) -> ranking.Race:
        """The race of a population, the last one where the same take part."""
        if step.id not in self.populations:
            return ranking.Race.of(who)
        last = self.races.get(step.id)
        if last is None or last[0] is not who.counts or last[1] is not who.part:
            last = self.races[step.id] = who.counts, who.part, ranking.Race.of(who)
        return last[2]

    def combine(self, step: Combine) -> Part:
        return combine(step, self.parts.__getitem__)

    def round(self, step: Round) -> Part:
        return rounded(step, self.parts[step.column])

    def statistic(self, step: Statistic) -> Part | None:
        own = self.judge.group_of[step.of[0]] == step.about.group
        if step.kind not in statistics.KNOWN or not step.counted[0].self_ or not own:
            return None
        who = self._gathered(step, step.of)
        if who is None:
            return None
        weights = None
        if step.weights:
            weights = joined_parts([(self._bare(one, 0), self.size(one)) for one in step.weights])
        found = statistics.taken(statistics.summary(step.kind, who, weights, step.at), who)
        return found if found.unsure is None or not found.unsure.any() else None

    def _bare(self, column: ColumnId, otherwise: int) -> Part:
        """A column's numbers; another number where there is none."""
        part = self.parts[column]
        numbers = Part(None, part.whole, part.den, part.most, part.value, part.error, bits=part.bits)
        if part.status is None:
            return numbers
        return select(part.status == NUMBER, numbers, exact(ZERO + otherwise, 1, abs(otherwise)))

    def rank(self, step: Rank) -> Part | None:
        races = (step.keys, *step.others)
        if self.judge.group_of[step.keys[0].column] != step.about.group:
            return None
        who = self._gathered(step, [keys[0].column for keys in races])
        if who is None:
            return None
        keys = [
            (
                self._order(step, who, who.numbers, [one[0].column for one in races]),
                step.keys[0].higher_first,
            )
        ]
        for number, key in enumerate(step.keys[1:], 1):
            columns = [one[number].column for one in races]
            tie = joined_parts([(self._tie(column), self.size(column)) for column in columns])
            keys.append((self._absent_last(self._order(step, who, tie, columns), columns), key.higher_first))
        return ranking.places(self._race(step, who), keys, step.ties)

    def _tie(self, column: ColumnId) -> Part:
        """A further key as a number: truth before falsehood."""
        part = self._bare(column, 0)
        status = self.parts[column].statuses()
        if not (status == TRUE).any():
            return part
        return select(status == TRUE, exact(ZERO + 1, 1, 1), part)

    def _absent_last(self, order: ranking.Codes, columns: list[ColumnId]) -> ranking.Codes:
        status = np.concatenate([spread(self.parts[c].statuses(), self.size(c)) for c in columns])
        away = (status != NUMBER) & (status != TRUE) & (status != FALSE)
        return np.where(away, order.min(initial=0) - 1, order) if away.any() else order

    def _order(self, step: Rank, who: Population, numbers: Part, columns: list[ColumnId]) -> ranking.Codes:
        if numbers.whole is not None:
            return numbers.whole

        def judged(rows: ranking.Codes) -> list[int]:
            if not self.certified:
                return [int(i) for i in np.unique(numbers.near()[0][rows], return_inverse=True)[1]]
            started = perf_counter()
            named = [(column, key) for column in columns for key in self.judge.keys(column)]
            self.judge.work_out([named[row] for row in rows])
            self._note(step, len(rows), False, started)
            cells = [self.judge.cells[named[row][0]][named[row][1]] for row in rows]
            found = [steady(cell) if isinstance(cell, Fraction) else Fraction(cell is True) for cell in cells]
            at = {number: i for i, number in enumerate(sorted(set(found)))}
            return [at[number] for number in found]

        return ranking.ordered(numbers, who.counts, judged)

    def above(self, step: Above) -> Part | None:
        """The row of the body above, from the first track that has it."""
        keys = self.judge.keys(step.id)
        tracks = [self.judge.rows.get(self.judge.group_of[c], {}) for c in step.of]
        parents = [self.judge.bodies[key].parent for key in keys]
        joined = _stacked([self.sized(c) for c in step.of])
        if joined is None:
            return None
        starts = np.cumsum([0, *(self.size(c) for c in step.of)])
        rows = np.array([_first_row(tracks, starts, parent) for parent in parents], np.int64)
        away = rows < 0
        status = np.where(away, np.int8(MISSING), joined.statuses()[rows])
        whole = joined.whole
        assert whole is not None
        codes = None if joined.codes is None else joined.codes[rows]
        return Part(status, whole[rows], joined.den, joined.most, codes=codes, bits=joined.bits)


def _first_row(tracks: list[Mapping[str, int]], starts: np.ndarray, parent: str) -> int:
    for track, start in zip(tracks, starts, strict=False):
        if parent in track:
            return int(start) + track[parent]
    return -1


def _stacked(columns: list[tuple[Part, int]]) -> Part | None:
    """Columns of several tracks under one another, with a last row for nobody; None where one is near."""
    if any(part.whole is None for part, _ in columns):
        return None
    numbers = joined_parts([(part, size) for part, size in columns])
    if numbers.whole is None:
        return None
    status = np.concatenate([*(spread(p.statuses(), size) for p, size in columns), np.zeros(1, np.int8)])
    codes = None
    if any(p.codes is not None for p, _ in columns):
        none = np.full(1, -1, np.int32)
        codes = np.concatenate(
            [*(spread(none if p.codes is None else p.codes, size) for p, size in columns), none]
        )
    whole = np.concatenate([numbers.whole, ZERO])
    return Part(status, whole, numbers.den, numbers.most, codes=codes, bits=numbers.bits)


def patched(part: Part, rows: np.ndarray, cells: list[Cell], size: int, vocabulary: Vocabulary) -> Part:
    """The column with exact cells in some rows."""
    status = np.array(spread(part.statuses(), size))
    status[rows] = [status_of(cell) for cell in cells]
    found = Part(status if status.any() else None, bits=part.bits)
    numbers = [cell if isinstance(cell, Fraction) else Fraction(0) for cell in cells]
    if part.whole is not None and all(part.den % one.denominator == 0 for one in numbers):
        wholes = [one.numerator * (part.den // one.denominator) for one in numbers]
        most = max(part.most, *(abs(one) for one in wholes))
        if most < LIMIT:
            found.whole = np.array(spread(part.whole, size))
            found.whole[rows] = wholes
            found.den, found.most = part.den, most
    if found.whole is None:
        value, error = part.near()
        found.value = np.array(spread(value, size))
        found.error = np.array(np.broadcast_to(np.asarray(error, np.float64), (size,)))
        found.value[rows] = [nearest_float(one) for one in numbers]
        found.error[rows] = np.abs(found.value[rows]) * UNIT
        found.bits = max(
            part.bits, *(max(n.numerator.bit_length(), n.denominator.bit_length()) for n in numbers)
        )
        trusted(found)
    if part.codes is not None or any(status_of(cell) == 7 for cell in cells):
        codes = np.full(size, -1, np.int32) if part.codes is None else np.array(spread(part.codes, size))
        codes[rows] = [vocabulary.code(cell) if status_of(cell) == 7 else -1 for cell in cells]
        found.codes = codes
    return found


_MAKE: Mapping[type, Callable[..., Part | None]] = {
    Formula: Pass.formula,
    Combine: Pass.combine,
    Round: Pass.round,
    Statistic: Pass.statistic,
    Rank: Pass.rank,
    Above: Pass.above,
}
