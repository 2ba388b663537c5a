"""What a run answers, taken from columns before they are let go: points, full marks, places, grades and what each line is.

Every number is a whole number over a power of ten. A column the scheme rounds is exact so. Of any other column the exact
number rounded half up to `SHOWN` decimals is kept, decided with the certificate as every rounding is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar import combining
from kaoping.engines.columnar.judge import doubtful
from kaoping.engines.columnar.parts import (
    ABSENCES,
    LIMIT,
    NOT_APPLICABLE,
    NUMBER,
    PENDING,
    TRUE,
    Part,
    Status,
    spread,
)
from kaoping.errors import Problem, TableError, Words
from kaoping.exact import RoundingMode, round_places, steady
from kaoping.plan.steps import ColumnId, NodeColumns, Plan, Rank, Round, Step
from kaoping.tables import Cell

if TYPE_CHECKING:
    from kaoping.engines.nation.passing import LettingGo

SHOWN = 8
"""Decimals of a number that the scheme does not round."""
_ABSENT = [absence.value for absence in ABSENCES if absence is not None]
STATUSES = (
    "scored", *_ABSENT, "not_ranked", "provisional", *(f"filled_{one}" for one in _ABSENT), *(f"left_out_{one}" for one in _ABSENT),
)  # fmt: skip
"""What a line can be, as in the scorecard; the first ones have the numbers of the absences."""
Mask = NDArray[np.bool_]


@dataclass
class Numbers:
    """One column of numbers: `whole` / 10^places where `there`; `rounded`: whether the scheme's own number is longer."""

    whole: NDArray[Any]
    places: int
    there: Mask
    rounded: bool = False


@dataclass
class Answers:
    """The answers of one part of a plan. `nodes`: the keys wanted."""

    plan: Plan
    nodes: Collection[str]
    numbers: dict[ColumnId, Numbers] = field(default_factory=dict)
    words: dict[ColumnId, tuple[NDArray[np.int8], tuple[str, ...]]] = field(default_factory=dict)
    truths: dict[ColumnId, Mask] = field(default_factory=dict)
    absences: dict[ColumnId, Status] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mine = [node for node in self.plan.nodes if node.node in self.nodes]
        self.wanted = {c for node in mine for c in (node.points, node.full, node.rank) if c}
        self.graded = {node.grade for node in mine if node.grade}
        self.awarded = {c for columns in self.plan.awards.values() for c in columns}
        self.watched = {node.points for node in mine}
        self.watched |= {c for pairs in self.plan.policies.values() for pair in pairs for c in pair}

    def take(self, run: LettingGo, step: Step, part: Part) -> None:
        """What is asked of a column."""
        size = run.size(step.id)
        if step.id in self.watched and part.status is not None:
            away = (part.status > NUMBER) & (part.status <= PENDING)
            if away.any():
                self.absences[step.id] = spread(np.where(away, part.status, np.int8(0)), size)
        if step.id in self.wanted:
            self.numbers[step.id] = _numbers(run, step, part, size)
        if step.id in self.graded:
            self.words[step.id] = _words(run, part, size)
        if step.id in self.awarded:
            self.truths[step.id] = np.array(spread(part.statuses() == TRUE, size))

    # what each line is --------------------------------------------------------------------------------

    def lines(
        self, node: NodeColumns, memory: dict[tuple[str, str, object], Mask] | None = None
    ) -> NDArray[np.int8]:
        """For each organisation the place in STATUSES (`kaoping.scoring.status_of`, for everybody at once)."""
        size = len(self.plan.members[node.group])
        points = self._absence(node.points, size)
        found = np.where(
            self._waits(node, size, {} if memory is None else memory),
            np.int8(_code("provisional")),
            np.int8(0),
        )
        if node.rank is not None:
            away = {key for group, key in self.plan.unranked if group == node.group}
            if away:
                here = [i for i, key in enumerate(self.plan.members[node.group]) if key in away]
                found[here] = _code("not_ranked")
        pairs = self.plan.policies[node.group, node.node, node.period]
        for before, after in reversed(pairs):
            was, now = self._absence(before, size), self._absence(after, size)
            filled = (was > 0) & (now == 0)
            found = np.where(filled, was + np.int8(_code("filled_not_applicable") - 1), found)
        left = np.array(points)
        for before, _ in reversed(pairs):
            was = self._absence(before, size)
            out = (points == NOT_APPLICABLE) & (was > NOT_APPLICABLE)
            left = np.where(out, was + np.int8(_code("left_out_not_applicable") - 1), left)
        return np.where(points > 0, left, found).astype(np.int8)

    def _absence(self, column: ColumnId, size: int) -> Status:
        return self.absences[column] if column in self.absences else np.zeros(size, np.int8)

    def _went_on(self, node: NodeColumns, size: int) -> Mask:
        found = np.zeros(size, np.bool_)
        for before, after in self.plan.policies[node.group, node.node, node.period]:
            if before in self.absences:
                found |= (self._absence(before, size) == PENDING) & (self._absence(after, size) != PENDING)
        return found

    def _waits(self, node: NodeColumns, size: int, memory: dict[tuple[str, str, object], Mask]) -> Mask:
        key = (node.group, node.node, node.period)
        if key not in memory:
            found = np.zeros(size, np.bool_)
            for one in self.plan.beneath[node.group, node.node, node.period]:
                found = found | self._went_on(one, size) | self._waits(one, size, memory)
            memory[key] = found
        return memory[key]


def _code(name: str) -> int:
    return STATUSES.index(name)


def places_of(plan: Plan, column: ColumnId) -> tuple[int, bool]:
    """How many decimals a column is kept with, and whether it may have more."""
    step = plan.step(column)
    if isinstance(step, Round):
        return max(step.places, 0), False
    if isinstance(step, Rank):
        return (1 if step.ties == "mean" else 0), False
    return SHOWN, True


def _numbers(run: LettingGo, step: Step, part: Part, size: int) -> Numbers:
    """The numbers of a column with a fixed number of decimals: exact, or rounded with the certificate."""
    places, _ = places_of(run.plan, step.id)
    there = np.array(spread(part.statuses() == NUMBER, size))
    if part.whole is not None and 10**places % part.den == 0 and part.most * (10**places // part.den) < LIMIT:
        return Numbers(_narrow(np.array(spread(part.scaled(10**places), size))), places, there)
    bare = Part(None, part.whole, part.den, part.most, part.value, part.error, bits=part.bits)
    about = Round(step.about, step.id, places, RoundingMode.HALF_UP)
    found = combining.rounded(about, bare)
    doubt = doubtful(found, size)
    value = found.whole if found.whole is not None else np.zeros(size, np.int64)
    whole = np.array(spread(value * (10**places // found.den) if found.whole is not None else value, size))
    if doubt is not None:
        rows = np.flatnonzero(doubt & there)
        keys = run.judge.keys(step.id)
        run.judge.work_out([(step.id, keys[row]) for row in rows.tolist()])
        for row in rows.tolist():
            whole[row] = _rounded(run.judge.cells[step.id][keys[row]], places)
    return Numbers(_narrow(np.where(there, whole, 0)), places, there, True)


def _rounded(cell: Cell, places: int) -> int:
    assert isinstance(cell, Fraction)
    found = int(round_places(steady(cell), places) * 10**places)
    if abs(found) >= LIMIT:
        raise TableError(
            Problem("too-long", Words(f"得分 {found // 10**places} 太大，存不下。", f"{found // 10**places} points are too many to be kept."))
        )  # fmt: skip
    return found


def _narrow(whole: NDArray[np.int64]) -> NDArray[Any]:
    most = int(np.abs(whole).max(initial=0))
    return whole.astype(np.int32) if most < 2**31 else whole


def _words(run: LettingGo, part: Part, size: int) -> tuple[NDArray[np.int8], tuple[str, ...]]:
    """Codes of words, -1 where there is none."""
    if part.codes is None:
        return np.full(size, -1, np.int8), ()
    codes = spread(part.codes, size)
    kinds, at = np.unique(codes, return_inverse=True)
    named = {code: str(run.vocabulary.cells[code]) for code in kinds.tolist() if code >= 0}
    words = tuple(sorted(named.values()))
    place = np.array([words.index(named[code]) if code in named else -1 for code in kinds.tolist()], np.int8)
    return place[at], words
