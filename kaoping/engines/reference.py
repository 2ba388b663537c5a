"""The reference engine: exact, slow, obvious. It defines the answer; the other engines are judged by it.

Every column is worked out for one organisation after another, with rationals; only functions without a rational
result are decimals of 50 digits. The order of rows, of organisations and of hashing plays no part: organisations
are taken by their keys, statistics are sums and extremes, places are given by value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from kaoping.engines import happenings, panels
from kaoping.engines.base import Columns
from kaoping.engines.combining import combined
from kaoping.engines.deciding import awarded, graded
from kaoping.engines.places import places
from kaoping.engines.reading import FiledIndex
from kaoping.engines.statistics import summary
from kaoping.engines.treatments import treat
from kaoping.exact import round_places, settle, steady
from kaoping.plan.steps import (
    Above,
    Awarding,
    Below,
    ColumnId,
    Combine,
    Counted,
    Formula,
    Grading,
    Plan,
    Rank,
    ReadAttribute,
    ReadEvents,
    ReadFact,
    ReadPanel,
    Round,
    Statistic,
    Step,
    Treat,
)
from kaoping.scheme.formulas import compiled, strongest
from kaoping.tables import Absence, Cell, Filed, Happening, Organisation, Tables

Entry = tuple[str, str]
"""An organisation in a track."""


class ReferenceEngine:
    """The engine that judges the others."""

    name = "reference"

    def run(self, plan: Plan, tables: Tables, progress: Callable[[int, int], None] | None = None) -> Columns:
        """Every column of the plan; `progress` hears how many steps of how many are done."""
        return Run(plan, tables).columns(progress)


class Run:
    """One run: the cells made so far."""

    def __init__(self, plan: Plan, tables: Tables) -> None:
        self.plan = plan
        self.bodies: dict[str, Organisation] = {one.key: one for one in tables.organisations}
        self.filed = FiledIndex(tables.filed)
        self.happened: dict[str, list[tuple[int, Happening]]] = {}
        for index, row in enumerate(tables.happenings):
            self.happened.setdefault(row.organisation, []).append((index, row))
        self.cells: dict[ColumnId, dict[str, Cell]] = {}
        self.set_by: dict[ColumnId, dict[str, tuple[str, ...]]] = {}
        self.used: dict[ColumnId, dict[str, tuple[int, ...]]] = {}
        self.group_of = {step.id: step.about.group for step in plan.steps}

    def columns(self, progress: Callable[[int, int], None] | None) -> Columns:
        total = len(self.plan.steps)
        for number, step in enumerate(self.plan.steps, 1):
            self.cells[step.id] = STEPS[type(step)](self, step)
            if progress is not None:
                progress(number, total)
        return Columns(self.cells, self.set_by, self.used)

    def members(self, step: Step) -> tuple[str, ...]:
        """The organisations of a step's track, by key."""
        return self.plan.members.get(step.about.group, ())

    # reading -----------------------------------------------------------------------------------------

    def read_fact(self, step: ReadFact) -> dict[str, Cell]:
        found = {key: self.filed.cell(step, key) for key in self.members(step)}
        self.used[step.id] = {key: used for key, (_, used) in found.items() if used}
        return {key: cell for key, (cell, _) in found.items()}

    def read_attribute(self, step: ReadAttribute) -> dict[str, Cell]:
        return {key: self._attribute(step, key) for key in self.members(step)}

    def _attribute(self, step: ReadAttribute, key: str) -> Cell:
        if step.key == "@ranked":
            return (step.about.group, key) not in self.plan.unranked
        body = self.bodies[key]
        own: Mapping[str, Cell] = {"key": key, "kind": body.kind, "parent": body.parent}
        found = body.attributes.get(step.key, own.get(step.key))
        if found is None or found is Absence.MISSING:
            filed = self.filed.rows.get((step.key, None, key))
            # Of several vintages the latest; rows of one vintage say the same (`kaoping.engines.faults`).
            found = max(filed, key=lambda row: row[1].vintage)[1].value if filed else None
        if found is not None:
            return found
        return step.default if step.default is not None else Absence.MISSING

    def read_events(self, step: ReadEvents) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        used: dict[str, tuple[int, ...]] = {}
        for key in self.members(step):
            found[key], rows = self._events(step, key)
            if rows:
                used[key] = rows
        self.used[step.id] = used
        return found

    def _events(self, step: ReadEvents, key: str) -> tuple[Cell, tuple[int, ...]]:
        rows = happenings.chosen(step, self.happened.get(key, ()))
        indices = tuple(index for index, _ in rows)
        if step.what == "happened":
            return bool(rows), indices
        if step.what == "count":
            return happenings.count(rows), indices
        assert step.event is not None
        total, indices = happenings.points(step.event, rows)
        for bound, choose in ((step.cap, min), (step.floor, max)):
            if bound is not None:
                limit = self.cells[bound][key]
                if isinstance(limit, Absence):
                    return limit, indices
                assert isinstance(limit, Fraction)
                total = choose(total, limit)
        return total, indices

    def read_panel(self, step: ReadPanel) -> dict[str, Cell]:
        judgements = [
            panels.Judgement(body, row.rater, row.rater_group, row.value, index)
            for body in self.members(step)
            for index, row in self._ballots(step, body)
            if isinstance(row.value, Fraction)
        ]
        found = panels.panels(step.voice, judgements, self.members(step))
        self.used[step.id] = {key: used for key, (_, used) in found.items() if used}
        return {key: cell for key, (cell, _) in found.items()}

    def _ballots(self, step: ReadPanel, body: str) -> list[tuple[int, Filed]]:
        """Each rater's latest word on one organisation, by rater."""
        rows = self.filed.ballots.get((step.fact.key, step.about.period, body))
        rows = rows or self.filed.ballots.get((step.fact.key, None, body)) or []
        latest: dict[str, tuple[int, Filed]] = {}
        for one in sorted(rows, key=lambda row: (row[1].rater, row[1].vintage)):
            latest[one[1].rater] = one
        return [latest[rater] for rater in sorted(latest)]

    # within one organisation --------------------------------------------------------------------------

    def formula(self, step: Formula) -> dict[str, Cell]:
        run = compiled(step.expr)
        columns = [(name, self.cells[column]) for name, column in step.names.items()]
        names: dict[str, Cell] = dict(step.constants)
        found: dict[str, Cell] = {}
        for key in self.members(step):
            for name, cells in columns:
                names[name] = cells[key]
            cell = run(names, None)
            found[key] = settle(cell) if isinstance(cell, Fraction) else cell
        return found

    def round(self, step: Round) -> dict[str, Cell]:
        cells = self.cells[step.column]
        return {key: rounded_cell(cells[key], step) for key in self.members(step)}

    def combine(self, step: Combine) -> dict[str, Cell]:
        return {key: self._combined(step, key) for key in self.members(step)}

    def _combined(self, step: Combine, key: str) -> Cell:
        cells = [(self.cells[m.column][key], self._weight(m.weight, key)) for m in step.members]
        if step.absent == "strict":
            absences = [c for c, _ in cells if isinstance(c, Absence) and c is not Absence.NOT_APPLICABLE]
            found = strongest(absences)
            if found is not None:
                return found
        pairs = [(c, w) for c, w in cells if isinstance(c, Fraction)]
        if not pairs:
            return Absence.NOT_APPLICABLE
        if not _enough(step, cells, pairs):
            return Absence.MISSING
        exponent = None if step.power is None else self.cells[step.power][key]
        cell = combined(step.how, pairs, exponent if isinstance(exponent, Fraction) else None)
        return settle(cell) if isinstance(cell, Fraction) else cell

    def _weight(self, column: ColumnId | None, key: str) -> Fraction:
        if column is None:
            return Fraction(1)
        cell = self.cells[column][key]
        return cell if isinstance(cell, Fraction) else Fraction(0)

    # over a population --------------------------------------------------------------------------------

    def population(
        self, columns: Iterable[ColumnId], counted: Iterable[Counted]
    ) -> dict[Cell, list[tuple[Entry, Fraction]]]:
        """Who counts and with which number, apart for each value of the partition (None: no partition)."""
        found: dict[Cell, list[tuple[Entry, Fraction]]] = {}
        for column, who in zip(columns, counted, strict=True):
            for key, cell in self.cells[column].items():
                if who.eligible is not None and self.cells[who.eligible][key] is not True:
                    continue
                if cell is Absence.MISSING and who.missing_as_zero:
                    cell = Fraction(0)
                if isinstance(cell, Fraction):
                    part = self.cells[who.partition][key] if who.partition is not None else ""
                    found.setdefault(part, []).append(((self.group_of[column], key), cell))
        return found

    def statistic(self, step: Statistic) -> dict[str, Cell]:
        parts = self.population(step.of, step.counted)
        own = step.counted[0]
        whole = {part: self._summary(step, entries) for part, entries in parts.items()}
        found: dict[str, Cell] = {}
        set_by: dict[str, tuple[str, ...]] = {}
        for key in self.members(step):
            part = self.cells[own.partition][key] if own.partition is not None else ""
            entries = parts.get(part, [])
            if own.self_:
                answer = whole.get(part) or self._summary(step, entries)
            else:
                me = (step.about.group, key)
                answer = self._summary(step, [one for one in entries if one[0] != me])
            found[key], set_by[key] = answer
        if step.kind in ("min", "max"):
            self.set_by[step.id] = set_by
        return found

    def _summary(
        self, step: Statistic, entries: list[tuple[Entry, Fraction]]
    ) -> tuple[Cell, tuple[str, ...]]:
        numbers = [number for _, number in entries]
        weights: list[Fraction] = []
        if step.weights:
            columns = dict(zip((self.group_of[one] for one in step.of), step.weights, strict=True))
            weights = [self._weight(columns[group], key) for (group, key), _ in entries]
        cell = summary(step.kind, numbers, weights, step.at)
        if isinstance(cell, Fraction):
            cell = settle(cell)
        holders = (
            tuple(sorted(key for (_, key), n in entries if n == cell)) if step.kind in ("min", "max") else ()
        )
        return cell, holders

    def rank(self, step: Rank) -> dict[str, Cell]:
        races = (step.keys, *step.others)
        parts: dict[Cell, list[tuple[str, tuple[Fraction, ...]]]] = {}
        firsts = [keys[0].column for keys in races]
        by_group = {self.group_of[keys[0].column]: keys for keys in races}
        for part, entries in self.population(firsts, step.counted).items():
            for (group, key), number in entries:
                rest = tuple(self._tie(one.column, key) for one in by_group[group][1:])
                parts.setdefault(part, []).append((f"{group}|{key}", (number, *rest)))
        up = tuple(one.higher_first for one in step.keys)
        found: dict[str, Cell] = {}
        for racing in parts.values():
            for name, place in places(racing, up, step.ties).items():
                group, _, key = name.partition("|")
                if group == step.about.group:
                    found[key] = place
        return {key: found.get(key, Absence.NOT_APPLICABLE) for key in self.members(step)}

    def _tie(self, column: ColumnId, key: str) -> Fraction:
        """A further key as a number; what is absent stands last, truth before falsehood."""
        cell = self.cells[column][key]
        if isinstance(cell, bool):
            return Fraction(int(cell))
        return cell if isinstance(cell, Fraction) else Fraction(-(10**40))

    def treat(self, step: Treat) -> dict[str, Cell]:
        found: dict[str, Cell] = dict(self.cells[step.of[0]])
        for entries in self.population(step.of, step.counted).values():
            treated = treat(step.method, [number for _, number in entries], step.settings)
            for ((group, key), _), cell in zip(entries, treated, strict=True):
                if group == step.about.group:
                    found[key] = cell
        return found

    # across levels ------------------------------------------------------------------------------------

    def below(self, step: Below) -> dict[str, Cell]:
        beneath: dict[str, list[str]] = {}
        for key in sorted(self.cells[step.of[0]]):
            beneath.setdefault(self.bodies[key].parent, []).append(key)
        return {key: self._below(step, beneath.get(key, [])) for key in self.members(step)}

    def _below(self, step: Below, bodies: list[str]) -> Cell:
        cells = [
            (self.cells[step.of[0]][one], self._weight(step.weights[0], one) if step.weights else Fraction(1))
            for one in bodies
        ]
        if step.absent == "strict":
            absences = [c for c, _ in cells if isinstance(c, Absence) and c is not Absence.NOT_APPLICABLE]
            found = strongest(absences)
            if found is not None:
                return found
        pairs = [(c, w) for c, w in cells if isinstance(c, Fraction)]
        if not pairs:
            return Fraction(0) if step.how in ("sum", "count") else Absence.NOT_APPLICABLE
        cell = combined(step.how, pairs)
        return settle(cell) if isinstance(cell, Fraction) else cell

    def above(self, step: Above) -> dict[str, Cell]:
        return {key: self._above(step, self.bodies[key].parent) for key in self.members(step)}

    def _above(self, step: Above, parent: str) -> Cell:
        for column in step.of:
            if parent in self.cells[column]:
                return self.cells[column][parent]
        return Absence.MISSING

    # decisions ----------------------------------------------------------------------------------------

    def grading(self, step: Grading) -> dict[str, Cell]:
        return graded(step, self.cells, self.members(step))

    def awarding(self, step: Awarding) -> dict[str, Cell]:
        return awarded(step, self.cells, self.members(step))


def rounded_cell(cell: Cell, step: Round) -> Cell:
    """A cell as a Round step leaves it."""
    return round_places(steady(cell), step.places, step.mode) if isinstance(cell, Fraction) else cell


def _enough(
    step: Combine, cells: list[tuple[Cell, Fraction]], pairs: list[tuple[Fraction, Fraction]]
) -> bool:
    """Whether enough members are present."""
    if step.at_least_by == "number":
        return len(pairs) >= step.at_least
    if step.at_least_by == "weight":
        total = sum((w for _, w in cells), Fraction(0))
        return sum((w for _, w in pairs), Fraction(0)) >= step.at_least * total
    return Fraction(len(pairs), len(cells)) >= step.at_least


STEPS: Mapping[type, Callable[..., dict[str, Cell]]] = {
    ReadFact: Run.read_fact,
    ReadAttribute: Run.read_attribute,
    ReadEvents: Run.read_events,
    ReadPanel: Run.read_panel,
    Formula: Run.formula,
    Round: Run.round,
    Combine: Run.combine,
    Statistic: Run.statistic,
    Rank: Run.rank,
    Treat: Run.treat,
    Below: Run.below,
    Above: Run.above,
    Grading: Run.grading,
    Awarding: Run.awarding,
}
