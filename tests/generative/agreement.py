"""Whether the engines give the same answer to one random case: everything a scorecard holds, every step's cells, what set
them and what was read; or the same refusal. And whether the floats that an engine keeps lie within their bounds.

    python -m tests.generative.agreement 200000                 seeds 0 to 199,999, every engine, on all processors
    python -m tests.generative.agreement 5000 70000             5,000 seeds from 70,000 on
    python -m tests.generative.agreement 5000 70000 columnar    the columnar engine alone

prints every seed that differs and how much of the work each engine handed to the reference. Where it stopped, it may be
begun again: the last line names the first seed that is still to be looked at.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from importlib.util import find_spec

from kaoping.engines.base import Columns
from kaoping.engines.choice import cells_of
from kaoping.engines.columnar import ColumnarColumns, ColumnarEngine
from kaoping.engines.columnar.judge import Handed
from kaoping.engines.reference import ReferenceEngine
from kaoping.engines.sql import SqlColumns
from kaoping.engines.sql.judge import Took
from kaoping.engines.sql.session import Session
from kaoping.errors import KaopingError
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import ColumnId, Plan
from kaoping.scheme.model import Scheme
from kaoping.scheme.reading import read_scheme_text
from kaoping.scoring import carded
from kaoping.tables import Tables
from tests.generative.bounds import outside
from tests.generative.keeping_floats import run_with_floats
from tests.generative.random_schemes import numbered_case

Answer = Mapping[str, object]
Run = Callable[[Plan, Tables], Columns]
NAMES = ("columnar", *(["duckdb"] if find_spec("duckdb") and find_spec("pyarrow") else []))
"""The engines that are compared with the reference on this machine."""
SHARE = 100
"""So many seeds are looked at between two reports."""


def columnar(certified: bool = True) -> Run:
    """The columnar engine."""
    return ColumnarEngine(certified).run


def in_sql(session: Callable[[], Session], certified: bool = True) -> Run:
    """The plan as SQL."""
    return partial(run_with_floats, session, certified)


@lru_cache(maxsize=1)
def _database() -> Session:
    from tests.generative.databases import OneDatabase

    return OneDatabase()


def engines(names: Collection[str] = NAMES, certified: bool = True) -> dict[str, Run]:
    """Those of this machine by name."""
    every = {"columnar": columnar(certified), "duckdb": in_sql(_database, certified)}
    return {name: every[name] for name in names}


@dataclass(frozen=True)
class Outcome:
    """All answers to one case; how many of how many cells each engine handed to the reference; the runs that ended."""

    reference: Answer
    others: Mapping[str, Answer]
    cells: int
    made: Mapping[str, Columns] = field(default_factory=dict)

    @cached_property
    def differs_in(self) -> list[str]:
        """What of the answers is not equal, with the engine; `bounds` where a float that it kept is not within its own."""
        unequal = (
            f"{engine}: {name}"
            for engine, answer in self.others.items()
            for name in {*self.reference, *answer}
            if self.reference.get(name) != answer.get(name)
        )
        return sorted([*unequal, *(f"{engine}: bounds" for engine in self.made if self.outside(engine))])

    @property
    def is_refused(self) -> bool:
        """Whether the reference refused the case: nothing else was compared then."""
        return "refusal" in self.reference

    def outside(self, engine: str) -> list[ColumnId]:
        """The columns of which an engine's bounds do not hold; none where there is no answer to hold them against."""
        if self.is_refused or engine not in self.made:
            return []
        return outside(self.made[engine], self.reference["steps"])  # type: ignore[arg-type]

    @property
    def doubts(self) -> Counter[str]:
        """Cells that an engine was in doubt about, worked out by the reference; by engine."""
        return self._by_the_reference(whole=False)

    @property
    def whole(self) -> Counter[str]:
        """Cells of steps that the reference worked out altogether, besides reading what was filed; by engine."""
        return self._by_the_reference(whole=True)

    def _by_the_reference(self, whole: bool) -> Counter[str]:
        return Counter(
            {
                engine: sum(one.cells for one in handed(columns) if one.whole is whole)
                for engine, columns in self.made.items()
            }
        )


def handed(columns: Columns) -> Sequence[Handed | Took]:
    """What the reference took over in a run."""
    if isinstance(columns, SqlColumns):
        return columns.taken
    assert isinstance(columns, ColumnarColumns)
    return columns.handed


def compared(seed: int, runs: Mapping[str, Run]) -> Outcome:
    """One case on the reference and on these engines, from one plan."""
    case = numbered_case(seed)
    scheme = read_scheme_text(case.scheme_text)
    plan = compile_plan(scheme, case.tables.organisations, Period.parse(case.period))
    made: dict[str, Columns] = {}

    def on(engine: str) -> Columns:
        made[engine] = runs[engine](plan, case.tables)
        return made[engine]

    reference = answered(scheme, case.tables, plan, lambda: ReferenceEngine().run(plan, case.tables))
    others = {one: answered(scheme, case.tables, plan, lambda one=one: on(one)) for one in runs}  # type: ignore[misc]
    return Outcome(reference, others, cells_of(plan), made)


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


def differences(seeds: range, runs: Mapping[str, Run]) -> Iterator[tuple[int, list[str]]]:
    """Every seed whose answers differ, with what differs."""
    for seed in seeds:
        if wrong := compared(seed, runs).differs_in:
            yield seed, wrong


# the long command ------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What was found among some seeds."""

    wrong: dict[int, list[str]] = field(default_factory=dict)
    doubts: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    cells: int = 0

    @classmethod
    def of(cls, seed: int, outcome: Outcome) -> Tally:
        """What one seed came to."""
        wrong = {seed: outcome.differs_in} if outcome.differs_in else {}
        return cls(wrong, outcome.doubts, outcome.whole, outcome.is_refused, outcome.cells)

    def add(self, other: Tally) -> None:
        """Take in the findings of further seeds."""
        self.wrong |= other.wrong
        self.doubts += other.doubts
        self.whole += other.whole
        self.refused += other.refused
        self.cells += other.cells


def tallied(seeds: range, names: Collection[str]) -> Tally:
    """Some seeds, one after the other, in this process."""
    found, runs = Tally(), engines(names)
    for seed in seeds:
        found.add(Tally.of(seed, compared(seed, runs)))
    return found


def main(count: int, first: int = 0, *names: str) -> int:
    """The long command; 1 where any seed differs."""
    found, last, asked = Tally(), first + count, names or NAMES
    shares = [range(at, min(at + SHARE, last)) for at in range(first, last, SHARE)]
    print(f"Reference against {', '.join(asked)}", flush=True)
    with ProcessPoolExecutor() as pool:
        for share, told in zip(shares, pool.map(tallied, shares, [asked] * len(shares)), strict=True):
            found.add(told)
            for seed, wrong in told.wrong.items():
                print(f"seed {seed}: {', '.join(wrong)} differ", flush=True)
            if share.stop % (10 * SHARE) == 0 or share.stop == last:
                print(_line(share.stop - first, found, share.stop), flush=True)
    return 1 if found.wrong else 0


def _line(done: int, found: Tally, following: int) -> str:
    handed = ", ".join(
        f"{one} {found.doubts[one] / found.cells:.1%} in doubt and {found.whole[one] / found.cells:.1%} whole"
        for one in sorted({*found.doubts, *found.whole})
    )
    return (
        f"{done} cases, {len(found.wrong)} differ, {found.refused} refused; "
        f"of {found.cells} cells handed over: {handed}; next seed {following}"
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0, *sys.argv[3:]))
