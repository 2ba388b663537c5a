"""Tiles for a year of months from Parquet: twelve files of 700,000 organisations × 100 items, read, scored and written in turn.

    python -m benchmarks.months             sizes and months to try: … months m 3

The months are one file copied, so that making them does not take longer than reading them; each copy is read and scored
anew. "written" leaves a file of totals, places and grades for each month; months already there are not done again.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks import machine, problem
from kaoping.engines.columnar.tiles import TileProblem, score_tiles
from kaoping.engines.columnar.tiles.parquet import Read, read_wide, write_answer, write_wide


def main(size: str = "l", months: str = "12") -> int:
    """Print where the time went."""
    print(machine.heading())
    with tempfile.TemporaryDirectory() as folder:
        scheme, cells = _months(Path(folder), size, int(months))
        machine.forget_peak()
        start, memory = perf_counter(), machine.resident()
        spent = {"read": 0.0, "scored": 0.0, "written": 0.0}
        for path in sorted(Path(folder).glob("month*.parquet")):
            done = path.with_name(f"answer-{path.name}")
            if not done.exists():
                _month(path, done, scheme, spent)
        total = perf_counter() - start
    print(f"{cells:,} cells in {machine.shown(total)}: {cells / total / 1e6:,.0f} million a second")
    print(", ".join(f"{name} {machine.shown(taken)}" for name, taken in spent.items()))
    print(f"memory held at most {(machine.peak() - memory) / 2**20:,.0f} MB more than before")
    return 0


def _months(folder: Path, size: str, months: int) -> tuple[TileProblem, int]:
    data = problem.tiles(size)
    tracks = len(data.offsets) - 1
    scheme = problem.problem(tracks)
    score_tiles(scheme, data)  # compiled code and libraries are loaded before the clock starts
    names = tuple(f"{i:07d}" for i in range(data.organisations))
    first = folder / "month01.parquet"
    write_wide(first, scheme, Read(data, names, tuple(f"t{i:04d}" for i in range(tracks))))
    for month in range(2, months + 1):
        shutil.copy(first, folder / f"month{month:02d}.parquet")
    print(f"{months} files of {first.stat().st_size / 2**20:,.0f} MB")
    return scheme, data.values.shape[0] * months


def _month(path: Path, done: Path, scheme: TileProblem, spent: dict[str, float]) -> None:
    times = [perf_counter()]
    read = read_wide(path, scheme)
    times.append(perf_counter())
    answer = score_tiles(scheme, read.tiles)
    times.append(perf_counter())
    write_answer(done, read, answer, scheme.places)
    times.append(perf_counter())
    for name, before, after in zip(spent, times, times[1:], strict=False):
        spent[name] += after - before


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
