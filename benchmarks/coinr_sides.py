"""The two sides of `coinr.py`: what R wrote, and our ways to the same index."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import machine, robustness
from benchmarks.asem import YEAR, Asem, folder
from kaoping.engines.columnar.answers import ColumnarColumns
from kaoping.engines.columnar.engine import ColumnarEngine
from kaoping.engines.columnar.parts import NUMBER
from kaoping.engines.columnar.tiles import Prepared, has_fast
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import ColumnId, Plan
from kaoping.scoring import score
from kaoping.whatif import Slider, prepare

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
SCRIPT = Path(__file__).with_name("coinr.R")
NO_COINR = 3
"""The status the script ends with where R has no COINr."""
EXACT, TILES = "columnar, plan ready", "tiles, 32 bits a value"
DECIMALS = 10**9
"""Places of a replication go by the index in whole billionths."""


class Theirs:
    """What the script wrote into a folder."""

    def __init__(self, out: Path) -> None:
        self.out = out

    @classmethod
    def asked(cls, out: Path, weights: str, package: str, rounds: int, draws: int) -> Theirs | str:
        """Run the script; a text where something is missing. `weights`: the table of draws."""
        (out / "weights.csv").write_text(weights, encoding="utf-8")
        package = package or os.environ.get("KAOPING_COINR", "")
        command = ["Rscript", "--vanilla", str(SCRIPT), str(folder()), str(out), str(rounds), str(draws)]
        if package:
            command.append(str(Path(package).resolve()))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == NO_COINR:
            return "R has no COINr; install it, or name its folder in KAOPING_COINR"
        if done.returncode:
            raise RuntimeError(done.stderr)
        return cls(out)

    def rows(self, name: str) -> list[dict[str, str]]:
        """A table."""
        with (self.out / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def versions(self) -> str:
        """Of R and COINr."""
        return ", ".join(f"{name} {one}" for name, one in self.rows("versions.csv")[0].items())

    def taken(self, what: str) -> machine.Taken:
        """Times of a run or of all draws."""
        rows = [row for row in self.rows("times.csv") if row["what"] == what]
        clock, processor = (sorted(float(row[name]) for row in rows) for name in ("clock", "processor"))
        return machine.Taken(clock, processor)

    @cached_property
    def nodes(self) -> dict[str, dict[str, str]]:
        """Node by node for each country, as written; empty where there is no number."""
        return {row["uCode"]: row for row in self.rows("nodes.csv")}

    @cached_property
    def picked(self) -> list[int]:
        """Which of the draws each replication took: COINr picks among them, some twice."""
        return [int(row["draw"]) for row in self.rows("picked.csv")]

    def replications(self, name: str) -> Floats:
        """Scores or ranks, replications × countries by code."""
        rows = sorted(self.rows(name), key=lambda one: one["uCode"])
        return np.array([[float(one[f"r_{n + 1}"]) for one in rows] for n in range(len(self.picked))])


class Ours:
    """What is laid out before any clock starts, and the ways themselves."""

    def __init__(self, asem: Asem) -> None:
        self.asem, self.scheme, self.tables = asem, asem.scheme, asem.tables
        self.plan: Plan = compile_plan(self.scheme, self.tables.organisations, YEAR)
        self.problem = asem.problem
        self.tiles = Prepared(self.problem, asem.tiles)
        self.column = {one.node: one.points for one in self.plan.nodes}
        self.column["Index"] = self.column[self.plan.root]
        self.beneath = self._beneath()
        self.countries = [row["uCode"] for row in asem.raw]

    def ways(self) -> dict[str, machine.Taken]:
        """One run in each way, with its times."""
        sliders = [Slider(row["iCode"], "weight") for row in self.asem.levels[0][:6]]
        ready, turns = prepare(self.scheme, self.tables, YEAR, sliders), count()

        def moved() -> None:
            turn = next(turns)
            ready.change({sliders[turn % 6]: Fraction(1 + turn % 40, 8)})

        run: list[tuple[str, Callable[[], object], int]] = [
            ("score(): scorecard", lambda: score(self.scheme, self.tables, YEAR, engine="columnar"), 5),
            (EXACT, self.columns, 15),
            ("what if: one weight moved", moved, 300),
            (TILES, self.tiles.score, 1000),
        ]
        return {name: machine.times(work, rounds)[1] for name, work, rounds in run}

    def columns(self) -> ColumnarColumns:
        """Every column of the plan, exactly."""
        return ColumnarEngine().run(self.plan, self.tables)

    def _beneath(self) -> Plan:
        """The plan as far as the points of the indicators: drawing weights anew asks for no means and no places."""
        found: set[ColumnId] = set()
        waiting = [self.column[item.key] for item in self.problem.items]
        while waiting:
            column = waiting.pop()
            if column not in found:
                found.add(column)
                waiting += self.plan.step(column).inputs
        return replace(self.plan, steps=tuple(one for one in self.plan.steps if one.id in found))

    def points(self) -> Floats:
        """The points of every indicator, indicators × countries, NaN where there are none: scored, read as floats."""
        judge = ColumnarEngine().run(self.beneath, self.tables).judge
        assert judge is not None
        found = np.empty((len(self.problem.items), len(self.countries)))
        for row, item in enumerate(self.problem.items):
            part = judge.parts[self.column[item.key]]
            found[row] = np.where(part.statuses() == NUMBER, part.near()[0], np.nan)
        return found

    def index(self) -> Floats:
        """The index by tiles."""
        return self.tiles.score().totals / 10.0**self.problem.places

    def weighed(self, points: Floats, weights: Sequence[Floats]) -> tuple[Floats, Whole, Whole]:
        """Index and places of every draw, and the interval of each country's places."""
        found = list(robustness.in_batches(self.problem, points, list(weights), has_fast()))
        ranks = [robustness.places(np.floor(one * DECIMALS + 0.5).astype(np.int64)) for one in found]
        places = np.concatenate(ranks)
        return np.concatenate(found), places, robustness.interval(places)


def weights_text(asem: Asem, weights: Sequence[Floats]) -> str:
    """A row a draw, a column an indicator or node: COINr is given what we weigh with, to the last bit."""
    names = [row["iCode"] for level in asem.levels for row in level]
    rows = [",".join(map(repr, one)) for one in np.concatenate(weights, axis=1).tolist()]
    return "\n".join([",".join(names), *rows]) + "\n"
