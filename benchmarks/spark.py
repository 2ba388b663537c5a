"""Many organisations in SQL, compared with the columnar engine organisation by organisation, at every node.

    python -m benchmarks.spark duckdb 40000 100
    python -m benchmarks.spark spark 40000 100       master and folder from the environment (docs/how-to/score-on-spark.md)

Two tracks; a third of the items are completions of a target, a third efficacy between the best and the worst, a third bands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from time import perf_counter

import numpy as np

from benchmarks import machine
from kaoping import Filed, Organisation, Period, Tables, read_scheme_text
from kaoping.engines.base import Column
from kaoping.engines.choice import engine_for
from kaoping.engines.columnar import ColumnarEngine
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import ColumnId, Plan

YEAR = Period.parse("2026")
RULES = (
    "{completion: {target: agreed, cap: 1.2, zero_target: refuse}}",
    "{efficacy: {base: 60, span: 40}}",
    "{formula: 'full * if(x >= 60, 1, x >= 30, 0.8, 0.5)'}",
)


def scheme(items: int) -> str:
    """The text of a scheme of so many items of one mark each."""
    facts = "\n".join(f"  f{i}: {{title: 事{i}}}" for i in range(items))
    rows = "\n".join(
        f"        - f{i}: {{full: 1, rule: {RULES[i % 3].replace('x >=', f'f{i} >=')}}}" for i in range(items)
    )
    return f"""schema: kaoping-scheme/1
id: many
title: 多
every: year
rounding: {{places: 4, at: [item, total]}}
groups:
  towns: {{title: 乡镇, of: {{kind: town}}}}
  offices: {{title: 部门, of: {{kind: office}}}}
facts:
{facts}
defaults: {{missing: zero, not_applicable: rescale}}
tree:
  - all:
      title: 全
      items:
{rows}
"""


def tables(organisations: int, items: int) -> Tables:
    """Values from a seed; one in fifty is not filed."""
    draw = np.random.default_rng(5)
    bodies = tuple(
        Organisation(f"o{i:06d}", f"单位{i}", "town" if i % 2 else "office") for i in range(organisations)
    )
    return Tables(bodies, tuple(_rows(draw, bodies, items)))


def _rows(draw: np.random.Generator, bodies: tuple[Organisation, ...], items: int) -> Iterator[Filed]:
    known = [Fraction(i, 100) for i in range(10_001)]
    for item in range(items):
        values = draw.integers(1, 10_001, len(bodies)).tolist()
        for body, value in zip(bodies, values, strict=True):
            if item % 3 == 0:
                yield Filed(body.key, f"f{item}.target", known[5_000 + value % 997], YEAR)
            if value % 50:
                yield Filed(body.key, f"f{item}", known[value], YEAR)


def main(engine: str = "duckdb", organisations: str = "40000", items: str = "100") -> int:
    """Print how long both took and whether they agree."""
    found = read_scheme_text(scheme(int(items)))
    data = tables(int(organisations), int(items))
    plan = compile_plan(found, data.organisations, YEAR)
    print(f"{machine.heading()}\n{organisations} × {items}: {len(plan.steps)} steps", flush=True)
    start = perf_counter()
    sql = engine_for(plan, engine).run(plan, data)
    print(f"{engine} {perf_counter() - start:.1f} s", flush=True)
    taken = getattr(sql, "taken", ())
    print(
        f"taken over by the reference: {sum(one.cells for one in taken)} cells, {sum(one.seconds for one in taken):.1f} s"
    )
    start = perf_counter()
    columnar = ColumnarEngine().run(plan, data)
    assert columnar.judge is not None
    print(f"columnar {perf_counter() - start:.1f} s", flush=True)
    columns = compared(plan)
    near = sum(columnar.judge.parts[one].whole is None for one in columns)
    different = differing(columns, sql.cells, columnar.cells)
    print(
        f"{len(columns)} columns compared: points and places of every node, items too; {near} of them only within bounds"
    )
    print(f"{different} organisations differ in any of them")
    return 1 if different else 0


def compared(plan: Plan) -> list[ColumnId]:
    """The points and places of every node, from the whole down to the items."""
    return [column for node in plan.nodes for column in (node.points, node.rank) if column]


def differing(
    columns: Sequence[ColumnId], one: Mapping[ColumnId, Column], other: Mapping[ColumnId, Column]
) -> int:
    """How many organisations have another cell in any of these columns."""
    return len({key for column in columns for key, cell in one[column].items() if cell != other[column][key]})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
