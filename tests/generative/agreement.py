"""Whether two engines give the same answer to one random case: everything a scorecard holds, or the same refusal.

    python -m tests.generative.agreement 200000          seeds 0 to 199,999
    python -m tests.generative.agreement 5000 70000      5,000 seeds from 70,000 on

prints every seed that differs, and how much of the work the columnar engine handed to the reference.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from kaoping.engines.base import Columns
from kaoping.engines.choice import cells_of
from kaoping.engines.columnar import ColumnarColumns, ColumnarEngine
from kaoping.engines.reference import ReferenceEngine
from kaoping.errors import KaopingError, SchemeError
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import Plan
from kaoping.scheme.model import Scheme
from kaoping.scheme.reading import read_scheme_text
from kaoping.scoring import carded
from kaoping.tables import Tables
from tests.generative.random_schemes import random_case

Answer = Mapping[str, object]


@dataclass(frozen=True)
class Outcome:
    """Both answers to one case (empty where there is no plan); how many cells were handed over, of how many."""

    reference: Answer
    columnar: Answer
    handed: int
    cells: int

    @property
    def differs_in(self) -> list[str]:
        """What of the answers is not equal."""
        names = {*self.reference, *self.columnar}
        return sorted(name for name in names if self.reference.get(name) != self.columnar.get(name))


def compared(seed: int, certified: bool = True) -> Outcome:
    """One case on both engines, from one plan. Most have a handful of organisations, some one, some thirty."""
    case = random_case(Random(seed), {0: 30, 1: 1}.get(seed % 12))
    try:
        scheme = read_scheme_text(case.scheme_text)
        plan = compile_plan(scheme, case.tables.organisations, Period.parse(case.period))
    except SchemeError:
        return Outcome({}, {}, 0, 0)
    made: list[ColumnarColumns] = []

    def fast() -> Columns:
        made.append(ColumnarEngine(certified).run(plan, case.tables))
        return made[0]

    reference = answered(scheme, case.tables, plan, lambda: ReferenceEngine().run(plan, case.tables))
    columnar = answered(scheme, case.tables, plan, fast)
    handed = sum(one.cells for columns in made for one in columns.handed)
    return Outcome(reference, columnar, handed, cells_of(plan))


def answered(scheme: Scheme, tables: Tables, plan: Plan, run: Callable[[], Columns]) -> Answer:
    """Lines, awards and notes of the scorecard, every step's cells, what set them and what was read; or the refusal."""
    try:
        card = carded(scheme, tables, plan, run(), "")
    except KaopingError as refusal:
        return {"refusal": [problem.in_("en") for problem in refusal.problems]}
    return {
        "scorecard": card.canonical(),
        "findings": card.findings,
        "steps": {column: dict(cells) for column, cells in card.columns.items()},
        "set_by": {column: dict(found) for column, found in card.set_by.items() if found},
        "used": {column: dict(found) for column, found in card.used.items() if found},
    }


def differences(seeds: range, certified: bool = True) -> Iterator[tuple[int, Outcome]]:
    """Every seed whose answers differ."""
    for seed in seeds:
        outcome = compared(seed, certified)
        if outcome.differs_in:
            yield seed, outcome


def main(count: int, first: int = 0) -> int:
    """The long command; 1 where any seed differs."""
    handed = cells = found = 0
    for number, seed in enumerate(range(first, first + count), 1):
        outcome = compared(seed)
        handed, cells = handed + outcome.handed, cells + outcome.cells
        if outcome.differs_in:
            found += 1
            print(f"seed {seed}: {', '.join(outcome.differs_in)} differ", flush=True)
        if number % 1000 == 0:
            print(
                f"{number} cases, {found} differ; {handed / cells:.1%} of {cells} cells handed over",
                flush=True,
            )
    print(f"{count} cases, {found} differ; {handed / max(cells, 1):.1%} of {cells} cells handed over")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:3])))
