"""How much of the memory's speed the pass over tiles uses: its bytes over its time, against plain reading and copying.

    python -m benchmarks.bandwidth          70 million cells; also s and m

Reading, copying and triad (a = b + 3 c) are those of STREAM: three arrays far larger than the caches, the best of ten
rounds, taken in the same run between rounds of the pass, with as many threads as the pass has. Bytes are counted once, as
if every cell were fetched from memory once and every answer written once. A pass that uses a small share is held up by
arithmetic, not by memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from benchmarks import machine, problem
from kaoping.engines.columnar.tiles import Prepared, Tiles, has_fast

LENGTH = 20_000_000
"""Numbers in each array of the plain passes: 160 MB."""
ROUNDS = 10
Floats = NDArray[np.float64]


@dataclass
class Best:
    """The least seconds a pass took, on the clock and of processor time."""

    clock: float = float("inf")
    processor: float = float("inf")

    def take(self, work: Callable[[], object]) -> None:
        """One round."""
        start, used = perf_counter(), process_time()
        work()
        self.clock = min(self.clock, perf_counter() - start)
        self.processor = min(self.processor, process_time() - used)


def main(size: str = "l") -> int:
    """Print the shares."""
    data = problem.tiles(size)
    ready = Prepared(problem.problem(len(data.offsets) - 1), data)
    print(machine.heading())
    print(f"{data.values.size:,} cells, {ready.score().engine}\n")
    plain = _plain()
    moved = {name: (size, work) for name, (size, work) in plain.items()}
    moved["the pass over tiles"] = bytes_of(data), ready.score
    moved["the pass, every cell traced"] = (
        bytes_of(data) + 4 * data.values.size,
        lambda: ready.score(trace=True),
    )
    best = {name: Best() for name in moved}
    for turn in range(ROUNDS + 1):
        for name, (_, work) in moved.items():
            if turn:
                best[name].take(work)
            else:
                work()
    _print(moved, best)
    return 0


def _print(moved: Mapping[str, tuple[int, object]], best: Mapping[str, Best]) -> None:
    print(f"{'':30}{'bytes':>12}{'clock':>12}{'GB/s':>8}{'of reading':>12}{'processor':>12}")
    reading = moved["reading"][0] / best["reading"].clock
    for name, (size, _) in moved.items():
        one = best[name]
        speed, share = size / one.clock / 1e9, size / one.clock / reading
        print(
            f"{name:30}{size / 1e6:>9,.0f} MB{machine.shown(one.clock):>12}{speed:>8.1f}{share:>12.1%}"
            f"{machine.shown(one.processor):>12}"
        )


def share(ready: Prepared) -> float:
    """The pass's part of the speed of reading; for a table of many figures."""
    size, read = _plain()["reading"]
    reading, own = Best(), Best()
    for turn in range(5):
        for one, work in ((reading, read), (own, ready.score)):
            if turn:
                one.take(work)
            else:
                work()
    return bytes_of(ready.tiles) / own.clock / (size / reading.clock)


def bytes_of(tiles: Tiles) -> int:
    """Every cell read once, every answer written once: total 8, place 4, grade 1, doubt 1."""
    given = (tiles.values, tiles.targets, tiles.bonus, tiles.penalty, tiles.vetoed)
    return sum(one.nbytes for one in given) + 14 * tiles.organisations


def _plain() -> dict[str, tuple[int, Callable[[], object]]]:
    """Reading, copying and triad by the library that the pass uses; the size of what each moves."""
    a, b, c = (np.full(LENGTH, one) for one in (1.0, 2.0, 0.5))
    read, copy, triad = _compiled() if has_fast() else (_read, _copy, _triad)
    return {
        "reading": (8 * LENGTH, lambda: read(a)),
        "copying": (16 * LENGTH, lambda: copy(a, b)),
        "triad": (24 * LENGTH, lambda: triad(a, b, c)),
    }


def _read(a: Floats) -> float:
    return float(a.sum())


def _copy(a: Floats, b: Floats) -> None:
    np.copyto(a, b)


def _triad(a: Floats, b: Floats, c: Floats) -> None:
    np.multiply(c, 3.0, out=a)
    a += b


def _compiled() -> tuple[Callable[..., object], ...]:
    import numba

    @numba.njit(parallel=True, fastmath=True)
    def read(a: Floats) -> float:
        found = 0.0
        for i in numba.prange(a.size):
            found += a[i]
        return found

    @numba.njit(parallel=True)
    def copy(a: Floats, b: Floats) -> None:
        for i in numba.prange(a.size):
            a[i] = b[i]

    @numba.njit(parallel=True)
    def triad(a: Floats, b: Floats, c: Floats) -> None:
        for i in numba.prange(a.size):
            a[i] = b[i] + 3.0 * c[i]

    return read, copy, triad


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
