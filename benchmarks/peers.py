"""Tiles against the tools an analyst would take, on the same cells, missing values and tree, in one run.

    python -m benchmarks.peers s          340 × 100; also m (40,000 × 100) and l (700,000 × 100)
    python -m benchmarks.peers m pandas   one peer only

Each line: the median on the clock and of processor time (all threads), each with how many times that of tiles with Numba it
is in this run. "differ" counts totals that are not those of the tiles: peers round floats, tiles are exact. Libraries of
decision analysis cannot do the problem; they do what they can, and what they left out stands under the table.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import numpy as np

from benchmarks import coinr, machine, peers_mcda
from benchmarks.problem import problem, tiles
from benchmarks.wide import weights, wide
from kaoping.engines.columnar.tiles import Prepared, TileProblem, Tiles, has_fast

Answer = tuple[np.ndarray, np.ndarray, np.ndarray]
ROUNDS = {"s": 15, "m": 7, "l": 3}


def main(size: str, only: str = "") -> int:
    """Print the table."""
    warnings.simplefilter("ignore")
    data = tiles(size)
    scheme = problem(len(data.offsets) - 1)
    print(machine.heading())
    print(
        f"{data.organisations:,} organisations × {len(scheme.items)} items in {len(data.offsets) - 1:,} tracks\n"
    )
    print(f"{'':34}{'clock':>12}{'ratio':>10}{'processor':>12}{'ratio':>10}{'differ':>10}")
    expected, base = _tiles(scheme, data, size)
    for name, make in PEERS.items():
        if only in ("", name):
            _line(name, make(scheme, data), size, expected, base)
    _libraries(scheme, data, size, only, base)
    return 0


def _libraries(scheme: TileProblem, data: Tiles, size: str, only: str, base: machine.Taken) -> None:
    """Those that cannot do the whole; each is held to the same sum in NumPy instead of to the tiles."""
    taken: list[str] = []
    given = peers_mcda.filled(scheme, data) if only in ("", *LIBRARIES) else None
    for name, (package, make) in LIBRARIES.items():
        if given is not None and only in ("", name):
            if find_spec(package) is None:
                print(f"{name:34}not taken: pip install {name}")
                continue
            work = partial(peers_mcda.run, given, make())
            found, times = machine.times(work, max(ROUNDS[size] // 3, 1), warm=0 if size == "l" else 1)
            claimed = "" if peers_mcda.agree(given, found[0]) else "   NOT the sum it claims to be"
            _print(name, times, base, None)
            taken.append(f"{name}{claimed}")
    if only in ("", "COINr"):
        _coinr()
    if taken:
        print(f"\n{', '.join(taken)} left out: {peers_mcda.LEFT_OUT}")


def _coinr() -> None:
    """COINr on its own example, against tiles on the same example."""
    found = coinr.measured(draws=0)
    if isinstance(found, str):
        print(f"{'COINr':34}not taken: {found}")
        return
    _print("COINr, its example of 51 × 49", found.run, found.ways[coinr.TILES], None)


def _tiles(scheme: TileProblem, data: Tiles, size: str) -> tuple[np.ndarray, machine.Taken]:
    base, expected = None, np.zeros(0)
    for fast in (True, False) if has_fast() else (False,):
        ready = Prepared(scheme, data, fast)
        name = "tiles, Numba" if fast else "tiles, NumPy"
        answer, taken = machine.times(ready.score, ROUNDS[size])
        base = base or taken
        expected = expected if expected.size else answer.totals
        _print(name, taken, base, int((expected != answer.totals).sum()))
        if fast:
            _, traced = machine.times(lambda ready=ready: ready.score(trace=True), ROUNDS[size])
            _print("tiles, Numba, every cell traced", traced, base, 0)
    assert base is not None
    return expected, base


def _line(
    name: str, work: Callable[[], Answer], size: str, expected: np.ndarray, base: machine.Taken
) -> None:
    found, taken = machine.times(work, max(ROUNDS[size] // 3, 1), warm=0 if size == "l" else 1)
    _print(name, taken, base, int((found[0] != expected).sum()))


def _print(name: str, taken: machine.Taken, base: machine.Taken, differ: int | None) -> None:
    clock = f"{machine.shown(taken.middle):>12}{taken.middle / base.middle:>10.1f}"
    work = f"{machine.shown(taken.work):>12}{taken.work / base.work:>10.1f}"
    print(f"{name:34}{clock}{work}{'another' if differ is None else f'{differ:,}':>10}", flush=True)


def _pandas(scheme: TileProblem, data: Tiles) -> Callable[[], Answer]:
    import pandas as pd

    from benchmarks.peers_pandas import run

    frame, weight = pd.DataFrame(wide(scheme, data)), pd.DataFrame(weights(scheme))
    return lambda: run(scheme, frame, weight)


def _polars(scheme: TileProblem, data: Tiles) -> Callable[[], Answer]:
    import polars as pl

    from benchmarks.peers_polars import run

    frame, weight = pl.DataFrame(wide(scheme, data), nan_to_null=True), pl.DataFrame(weights(scheme))
    return lambda: run(scheme, frame, weight)


def _duckdb(scheme: TileProblem, data: Tiles) -> Callable[[], Answer]:
    import duckdb
    import polars as pl

    from benchmarks.peers_duckdb import run

    database = duckdb.connect(config={"threads": 2})
    frame, weight = (
        pl.DataFrame(wide(scheme, data), nan_to_null=True).to_arrow(),
        pl.DataFrame(weights(scheme)).to_arrow(),
    )
    for name, table in (("wide", frame), ("weights", weight)):
        database.register("given", table)
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        database.unregister("given")
    return lambda: run(scheme, database)


PEERS = {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb}
LIBRARIES = {
    "pymcdm": ("pymcdm", peers_mcda.by_pymcdm),
    "scikit-criteria": ("skcriteria", peers_mcda.by_scikit_criteria),
}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
