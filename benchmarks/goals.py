"""Every goal of speed and memory, measured in this run: the goal, what was measured, met or why not.

    python -m benchmarks.goals              a nation (70 million cells) and a year of it from Parquet: minutes, 6 GB
    python -m benchmarks.goals m 1          a province (4 million cells), one month of it: a minute
    python -m benchmarks.goals s 0          a district only, no Parquet

Ratios and times stand twice: on the clock, which tells of everybody else on the machine too, and of processor time (all
threads together). A goal is met where both are; where only one is, the line says which.
"""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from benchmarks import bandwidth, coinr, district, machine, peers, problem, robustness, whatif
from kaoping.engines.columnar.tiles import Prepared, TileProblem, Tiles, has_fast
from kaoping.whatif import Slider, prepare

CELLS_OF_A_YEAR = 840_000_000
ROUNDS = {"s": 15, "m": 7, "l": 5}


@dataclass(frozen=True)
class Line:
    """One goal. `on_clock`, `by_work`: whether it is met either way; None where there is nothing of the kind."""

    goal: str
    measured: str
    on_clock: bool | None
    by_work: bool | None
    why: str = ""

    @property
    def verdict(self) -> str:
        """Met, half met, or why not."""
        ways = {one for one in (self.on_clock, self.by_work) if one is not None}
        if not ways:
            return f"not taken: {self.why}"
        if ways == {True}:
            return "met"
        half = {True: "clock", False: "processor time"}[bool(self.on_clock)]
        return f"by {half} only: {self.why}" if True in ways else f"not met: {self.why}"


def main(size: str = "l", months: str = "12") -> int:
    """Print the table, a line as soon as it is known."""
    warnings.simplefilter("ignore")
    print(machine.heading())
    if not has_fast():
        print("Numba is not installed: tiles are those of NumPy (pip install kaoping[fast])")
    print(f"\n{'goal':54}{'measured: clock / processor':44}verdict")
    for line in lines(size, int(months)):
        print(f"{line.goal:54}{line.measured:44}{line.verdict}", flush=True)
    return 0


def lines(size: str, months: int) -> Iterator[Line]:
    """The goals in turn."""
    yield from _against("s", {"pandas": (500, "pandas takes less than when the goal was set")})
    if size != "s":
        scheme, data = _given(size)
        cells = f" at {data.values.size / 1e6:,.0f} M cells"
        yield from _against(size, PEERS, cells)
        yield from _pass(scheme, data)
    yield from _whatif()
    yield _robustness()
    yield _year(size, months)
    yield from _coinr()


PEERS = {
    "pandas": (
        60,
        "pandas uses one thread of two, tiles both",
    ),
    "polars": (15, "Polars uses both threads, as tiles do; the ratio moves with who else is on the machine"),
    "duckdb": (25, "DuckDB uses both threads, as tiles do; the ratio moves with who else is on the machine"),
}


def _given(size: str) -> tuple[TileProblem, Tiles]:
    data = problem.tiles(size)
    return problem.problem(len(data.offsets) - 1), data


def _against(size: str, wanted: dict[str, tuple[int, str]], cells: str = " at 340 × 100") -> Iterator[Line]:
    """Peers on the same cells in the same run; their totals must be the same too."""
    scheme, data = _given(size)
    answer, own = machine.times(Prepared(scheme, data).score, ROUNDS[size])
    for name, (goal, why) in wanted.items():
        said = f"≥ {goal} × {name}{cells}"
        try:
            work = peers.PEERS[name](scheme, data)
        except ImportError:
            yield Line(said, "", None, None, f"pip install {name}")
            continue
        found, taken = machine.times(work, 5 if size == "s" else 1)
        clock, used = taken.middle / own.middle, taken.work / own.work
        same = "" if (found[0] == answer.totals).all() else ", totals differ"
        yield Line(said, f"{clock:,.1f} × / {used:,.1f} ×{same}", clock >= goal, used >= goal, why)


def _pass(scheme: TileProblem, data: Tiles) -> Iterator[Line]:
    """What the pass over tiles costs beside itself."""
    before = machine.resident()
    machine.forget_peak()
    ready = Prepared(scheme, data)
    ready.score()
    over = max(machine.peak() - before, 0) / data.bytes
    shown = f"{over:.1%} of {data.bytes / 2**20:,.0f} MB"
    yield Line(
        "memory over the input < 5 %",
        shown,
        over < 0.05,
        None,
        "totals, places and grades are 13 bytes an organisation; a small input weighs less than what is fixed",
    )
    _, plain = machine.times(ready.score, 5)
    _, traced = machine.times(lambda: ready.score(trace=True), 5)
    clock, used = traced.middle / plain.middle, traced.work / plain.work
    why = "four bytes a cell are written and their memory asked for anew"
    yield Line("every cell traced ≤ 2 ×", f"{clock:.2f} × / {used:.2f} ×", clock <= 2, used <= 2, why)
    share = bandwidth.share(ready)
    why = "others on the machine take their part of the memory too"
    yield Line("≥ 15 % of the memory's reading speed", f"{share:.1%}", share >= 0.15, None, why)


def _whatif() -> Iterator[Line]:
    """Sliders of every kind and a figure, any scheme; a weight, tiles."""
    sliders = [Slider(f"x{i}", "full") for i in range(6)]
    ready = prepare(district.scheme(), district.tables(340), district.YEAR, sliders)
    tiles = Prepared(problem.problem(5), problem.tiles("s"))

    def slide(turn: int) -> None:
        ready.change({sliders[turn % 6]: Fraction(1 + turn % 40, 8)})

    def file(turn: int) -> None:
        ready.refile(f"u{turn % 340:06d}", f"x{turn % 6}", Fraction(2_000 + turn, 100))

    def weigh(turn: int) -> None:
        tiles.problem.item_weights[turn % 5, turn % 100] = 1_000 + turn
        tiles.lay_weights()
        tiles.score()

    yield _within("what if, any scheme, a full mark: p99 ≤ 1 ms", slide)
    for name, setting, values in whatif.PARAMETERS:
        yield _within(f"what if, any scheme, a {name}: p99 ≤ 1 ms", whatif.parameter(setting, values))
    yield _within("what if, any scheme, a figure: p99 ≤ 1 ms", file)
    yield _within("what if, tiles, a weight: p99 ≤ 1 ms", weigh)


def _within(goal: str, change: Callable[[int], None]) -> Line:
    clock, used = (float(np.percentile(one, 99)) for one in whatif.taken(change))
    shown = f"{machine.shown(clock)} / {machine.shown(used)}"
    return Line(
        goal, shown, clock <= 1e-3, used <= 1e-3, "others on the machine stretch the slowest hundredth"
    )


def _robustness() -> Line:
    scheme, data = _given("s")
    drawn = robustness.Drawn.of(scheme, 1_000)
    way = robustness.reweighted_fast if has_fast() else robustness.reweighted
    _, taken = machine.times(lambda: way(scheme, data, drawn), 7)
    shown = f"{machine.shown(taken.middle)} / {machine.shown(taken.work)}"
    why = "half goes into weighted means, a fifth into comparing everybody with everybody"
    return Line("1,000 draws over 340 × 100 ≤ 20 ms", shown, taken.middle <= 0.02, taken.work <= 0.02, why)


def _year(size: str, months: int) -> Line:
    """Months of a nation from Parquet, each read, scored and written; fewer than a year are told as a year."""
    goal = "840 M cells from Parquet ≤ 10 s (stretch)"
    if not months:
        return Line(goal, "", None, None, "no month was asked for")
    command = [sys.executable, "-m", "benchmarks.months", size, str(months)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"([\d,]+) cells in ([\d.,]+) (ms|s)", said)
    if found is None:
        return Line(goal, "", None, None, "python -m benchmarks.months said something else")
    cells, seconds = (
        int(found[1].replace(",", "")),
        float(found[2].replace(",", "")) / (1000 if found[3] == "ms" else 1),
    )
    year = seconds * CELLS_OF_A_YEAR / cells
    told = f"{machine.shown(year)}" + (
        "" if cells == CELLS_OF_A_YEAR else f" from {cells / 1e6:,.0f} M cells"
    )
    return Line(
        goal, told, year <= 10, None, "reading the files and laying their rows into tiles is most of it"
    )


def _coinr() -> Iterator[Line]:
    """COINr's own example, where R and COINr are there: replications start from an index already built on both sides."""
    found = coinr.measured()
    if isinstance(found, str):
        yield Line("≥ 1,000 × COINr", "", None, None, found)
        return
    assert found.draws is not None
    same = "" if max(found.apart.values()) <= 1e-9 and not found.places else ", numbers differ"
    for goal, theirs, ours, why in (
        ("1,000 replications", found.draws, found.again[coinr.KEPT], "most of it is the weighted means"),
        ("the same, scoring included", found.draws, found.again[coinr.ANEW], "most of it is one exact scoring"),
        ("one run, tiles", found.run, found.ways[coinr.TILES], "half is calls and arrays around the compiled pass"),
        ("one run, any scheme, exact", found.run, found.ways[coinr.EXACT], "hundreds of columns of 51 numbers, a step each"),
    ):  # fmt: skip
        clock, used = coinr.ratio(theirs, ours)
        measured = f"{clock:,.1f} × / {used:,.1f} ×{same}"
        yield Line(f"≥ 1,000 × COINr, {goal}", measured, clock >= 1_000, used >= 1_000, why)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
