"""One pass over a plan that lets go of every column as soon as no step reads it any more.

What a later doubt needs of a column that is gone is worked out again by the judge from the filed values, which stay.
Places and statistics that other steps read stay too: working one out again would take everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kaoping.engines.columnar.engine import Pass
from kaoping.engines.columnar.parts import ABSENCES, PENDING, Part, Status, part_of
from kaoping.engines.columnar.populations import gathered
from kaoping.engines.columnar.statistics import taken
from kaoping.engines.nation import moments
from kaoping.engines.nation.answers import Answers
from kaoping.engines.nation.checking import named
from kaoping.engines.nation.filings import ArrayFilings
from kaoping.engines.nation.noticed import is_empty
from kaoping.engines.nation.tracks import by_number, last_reads
from kaoping.errors import Problem, TableError, Words
from kaoping.plan.steps import ColumnId, Guard, Plan, Rank, ReadFact, Statistic, Step, Treat
from kaoping.tables import Absence, Tables

WHOLE = (Statistic, Rank, Treat)
ABSENCE_WORDS = {
    Absence.MISSING: Words("缺报", "missing"),
    Absence.PENDING: Words("待报", "pending"),
    Absence.UNDEFINED: Words("无法计算（除以零之类）", "undefined (a division by zero or the like)"),
    Absence.NOT_APPLICABLE: Words("不适用", "not applicable"),
}


class LettingGo(Pass):
    """The pass. `answers` takes what is asked for of each column before it goes."""

    def __init__(
        self, plan: Plan, tables: Tables, filings: ArrayFilings, answers: Answers, certified: bool = True
    ) -> None:
        super().__init__(plan, tables, certified)
        self.filings, self.answers = filings, answers
        self.judge.filed = filings
        self.vocabulary = self.judge.vocabulary = filings.vocabulary
        self.last = last_reads(plan)
        self.ending = by_number(self.last)
        self.guards = _by_column(plan.guards)
        self.refused: list[Problem] = []
        self.nobody: list[ColumnId] = []

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Every step. Raises TableError with every absence nobody said the meaning of."""
        total = len(self.plan.steps)
        for number, step in enumerate(self.plan.steps):
            part = self.parts[step.id] = self._column(step)
            for guard in self.guards.get(step.id, ()):
                self.refused += self._guarded(guard, part)
            self.answers.take(self, step, part)
            if isinstance(step, ReadFact) and self.size(step.id) and is_empty(self.plan, step, part):
                self.nobody.append(step.id)
            for column in self.ending.get(number, ()):
                self._let_go(column)
            self._forget_cells()
            if progress is not None:
                progress(number + 1, total)
        if self.refused:
            raise TableError(self.refused)

    def _column(self, step: Step) -> Part:
        if isinstance(step, ReadFact) and self.size(step.id):
            return self.filings.column(step)
        found = self._moment(step) if isinstance(step, Statistic) and self.certified else None
        return super()._column(step) if found is None else found

    def _moment(self, step: Statistic) -> Part | None:
        """A mean or deviation of whole numbers as the reference would tell it; None where it is another statistic."""
        own = self.judge.group_of[step.of[0]] == step.about.group
        if step.kind not in moments.KINDS or step.weights or not step.counted[0].self_ or not own:
            return None
        who = gathered(step.of, step.counted, self.sized) if self.size(step.id) else None
        cells = None if who is None else moments.exactly(step.kind, who)
        if who is None or cells is None:
            return None
        rows = self.judge.rows[step.about.group]
        self.judge.cells[step.id] = moments.Shared(rows, who.part, cells)  # type: ignore[assignment]
        self.judge.done.add(step.id)
        return taken(part_of(cells, self.vocabulary), who)

    def _let_go(self, column: ColumnId) -> None:
        judge, number = self.judge, self.judge.place[column]
        if not (isinstance(judge.steps[number], WHOLE) and self.last[column] > number):
            judge.parts.pop(column, None)
        if not isinstance(judge.steps[number], WHOLE):
            judge.cells[column] = {}
            judge.done.discard(column)
            judge.seeded.discard(column)
        judge.used.pop(column, None)

    def _forget_cells(self) -> None:
        """Cells that a doubt asked for stay no longer than the column they are of."""
        judge = self.judge
        if not judge.asked:
            return
        judge.asked = False
        for column, cells in judge.cells.items():
            if cells and column not in judge.parts and not isinstance(self.plan.by_id[column], WHOLE):
                judge.cells[column] = {}
                judge.done.discard(column)
                judge.seeded.discard(column)

    def _guarded(self, guard: Guard, part: Part) -> list[Problem]:
        if part.status is None:
            return []
        codes = [code for code, absence in enumerate(ABSENCES) if absence in guard.absences]
        return [
            refusal(self.plan, guard, code, self._whose(guard, part.status, code))
            for code in codes
            if (part.status == code).any()
        ]

    def _whose(self, guard: Guard, status: Status, code: int) -> list[str]:
        keys = self.judge.keys(guard.column)
        return (
            [keys[row] for row in (status == code).nonzero()[0].tolist()]
            if status.shape[0] > 1
            else list(keys)
        )


def refusal(plan: Plan, guard: Guard, code: int, keys: Sequence[str]) -> Problem:
    """As `kaoping.scoring` says it of one organisation, for all of them at once."""
    absence, step = ABSENCES[code], plan.step(guard.column)
    assert absence is not None and code <= PENDING
    word, policy = ABSENCE_WORDS[absence], absence.value
    return Problem(
        f"absent-{policy}",
        Words(f"{named(keys, 'zh')}的“{guard.title.zh}”（{guard.subject}，{step.about.period}）{word.zh}，方案没有说怎么办。",
              f"{named(keys, 'en')}: “{guard.title.in_('en')}” ({guard.subject}, {step.about.period}) is {word.en}, "
              "and the scheme does not say what then."),
        Words(f"补报数据，或在该项（或 defaults）写 {policy}: zero | rescale | spread_to_siblings | leave_out | …",
              f"file the value, or write {policy}: zero | rescale | spread_to_siblings | leave_out | … at the item or under defaults."),
        guard.place,
    )  # fmt: skip


def _by_column(guards: tuple[Guard, ...]) -> Mapping[ColumnId, list[Guard]]:
    found: dict[ColumnId, list[Guard]] = {}
    for guard in guards:
        found.setdefault(guard.column, []).append(guard)
    return found
