"""How soon a slider answers: 340 organisations × 100 items, a thousand changes, everybody's total and place.

    python -m benchmarks.whatif

A full mark, a target, a cap, a weight, a figure. Two ways: any scheme by the columnar engine, working out only what a
change touches (`kaoping.whatif`), reading the total and place of everybody afterwards or only working them out; and tiles,
everything again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from time import perf_counter, process_time

import numpy as np

from benchmarks import district, machine, problem
from kaoping.engines.columnar.tiles import Prepared, has_fast
from kaoping.whatif import Slider, prepare

CHANGES = 1_000
PARAMETERS = (
    ("target", "rule.target", lambda turn: Fraction(50 + turn % 97)),
    ("cap", "rule.cap", lambda turn: Fraction(100 + turn % 71, 100)),
    ("weight", "weight", lambda turn: Fraction(1 + turn % 40, 8)),
)
"""Sliders beside full marks: what they are called, the setting, the value at each turn."""


def main() -> int:
    """Print the percentiles."""
    print(machine.heading())
    start = perf_counter()
    sliders = [Slider(f"x{i}", "full") for i in range(6)]
    ready = prepare(district.scheme(), district.tables(340), district.YEAR, sliders)
    print(f"kept ready in {machine.shown(perf_counter() - start)}\n")
    print(f"{'':52}{'p50':>12}{'p90':>12}{'p99':>12}{'p99 of processor time':>26}")

    def slide(turn: int) -> None:
        ready.change({sliders[turn % 6]: Fraction(1 + turn % 40, 8)})

    def slide_and_look(turn: int) -> None:
        standing = ready.change({sliders[turn % 6]: Fraction(1 + turn % 40, 8)})
        for key in ready.track_of:
            standing.points(key), standing.place(key)

    def file(turn: int) -> None:
        ready.refile(f"u{turn % 340:06d}", f"x{turn % 6}", Fraction(2_000 + turn, 100))

    _print("any scheme: a full mark moved", slide)
    for name, setting, values in PARAMETERS:
        _print(f"any scheme: a {name} moved", parameter(setting, values))
    _print("any scheme: moved, and everybody read as fractions", slide_and_look)
    _print("any scheme: another figure filed", file)
    _tiles()
    return 0


def parameter(setting: str, values: Callable[[int], Fraction]) -> Callable[[int], None]:
    """A change of another number in turn: of six completions, or of six items that are averaged by weights."""
    sliders = [Slider(f"x{i if setting == 'weight' else 6 * i}", setting) for i in range(6)]
    scheme = district.scheme(target=80, weighed=setting == "weight")
    ready = prepare(scheme, district.tables(340), district.YEAR, sliders)

    def change(turn: int) -> None:
        ready.change({sliders[turn % 6]: values(turn)})

    return change


def _tiles() -> None:
    data = problem.tiles("s")
    for fast in (True, False) if has_fast() else (False,):
        ready = Prepared(problem.problem(5), data, fast)

        def slide(turn: int, ready: Prepared = ready) -> None:
            ready.problem.item_weights[turn % 5, turn % 100] = 1_000 + turn
            ready.lay_weights()
            ready.score()

        _print(f"tiles, {'Numba' if fast else 'NumPy'}: a weight moved, all again", slide)


def taken(change: Callable[[int], None], changes: int = CHANGES) -> tuple[list[float], list[float]]:
    """What each change took, on the clock and of processor time."""
    for turn in range(20):
        change(turn)
    clock, processor = [], []
    for turn in range(changes):
        start, used = perf_counter(), process_time()
        change(turn)
        clock.append(perf_counter() - start)
        processor.append(process_time() - used)
    return clock, processor


def _print(name: str, change: Callable[[int], None]) -> None:
    clock, processor = taken(change)
    shown = [machine.shown(one) for one in np.percentile(clock, [50, 90, 99]).tolist()]
    work = machine.shown(float(np.percentile(processor, 99)))
    print(f"{name:52}{''.join(f'{one:>12}' for one in shown)}{work:>26}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
