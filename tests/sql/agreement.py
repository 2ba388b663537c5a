"""Whether the plan as SQL gives the reference's answer to one random case: every cell, the scorecard, or the same refusal.

python -m tests.sql.agreement 5000 70000      5,000 seeds from 70,000 on, on DuckDB
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from random import Random

from kaoping.engines.base import Columns
from kaoping.engines.reference import ReferenceEngine
from kaoping.engines.sql import SqlColumns, SqlEngine
from kaoping.engines.sql.session import Session
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.scheme.reading import read_scheme_text
from tests.generative.agreement import answered
from tests.generative.random_schemes import random_case

Opened = Callable[[], Session]


def compared(seed: int, session: Opened, certified: bool = True) -> tuple[list[str], list[SqlColumns]]:
    """What of the two answers differs, and the run in SQL, if it was no refusal."""
    case = random_case(Random(seed), {0: 30, 1: 1}.get(seed % 12))
    scheme = read_scheme_text(case.scheme_text)
    plan = compile_plan(scheme, case.tables.organisations, Period.parse(case.period))
    made: list[SqlColumns] = []

    def run() -> Columns:
        made.append(SqlEngine("sql", session, "all", certified).run(plan, case.tables))
        return made[0]

    one = answered(scheme, case.tables, plan, lambda: ReferenceEngine().run(plan, case.tables))
    other = answered(scheme, case.tables, plan, run)
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name)), made


def differences(seeds: range, session: Opened, certified: bool = True) -> Iterator[int]:
    """Every seed whose answers differ."""
    return (seed for seed in seeds if compared(seed, session, certified)[0])


if __name__ == "__main__":
    from kaoping.engines.sql.duck import DuckSession

    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    found = [print(seed, flush=True) for seed in differences(range(first, first + count), DuckSession)]
    sys.exit(bool(found))
