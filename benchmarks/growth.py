"""Processor time and memory as work grows: 100 items, 10² to 7·10⁵ organisations; a table, and a drawing for the documents.

    python -m benchmarks.growth                                   the table
    python -m benchmarks.growth docs/explanation/growth.svg       and the drawing, with the table beside it (growth.md)

"Parquet to Parquet" is `kaoping score` on a nation's files, any scheme, reading and writing counted; the others score what is
in memory already. Every figure is a process of its own, so that its memory is its own: what the process held at most while it scored, less
what it held with its input ready.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import country, district, machine, problem
from kaoping import Period, read_scheme_text
from kaoping.engines.columnar import ColumnarEngine
from kaoping.engines.columnar.tiles import Prepared, Tiles, has_fast
from kaoping.engines.reference import ReferenceEngine
from kaoping.plan.compiler import compile_plan

ALL_SIZES = (100, 1_000, 10_000, 100_000, 700_000)
NATION = "Parquet to Parquet"
SIZES = {"reference": (100, 300, 1_000), "columnar": (100, 1_000, 3_000), NATION: ALL_SIZES, "tiles, NumPy": ALL_SIZES,
         "tiles, Numba": ALL_SIZES}  # fmt: skip
COLOURS = {
    "reference": "#8a3b12",
    "columnar": "#1f5f8b",
    NATION: "#b5651d",
    "tiles, NumPy": "#3a7d44",
    "tiles, Numba": "#6a3d9a",
}
Point = tuple[int, float, float]


def main(drawing: str = "") -> int:
    """Print the table; draw where a file is named."""
    heading = machine.heading()
    print(heading)
    print(f"\n{'':16}{'organisations':>16}{'time':>12}{'memory':>12}")
    found: dict[str, list[Point]] = {}
    for engine, sizes in SIZES.items():
        if engine == "tiles, Numba" and not has_fast():
            continue
        for size in sizes:
            seconds, megabytes = _measured(engine, size)
            found.setdefault(engine, []).append((size, seconds, megabytes))
            print(f"{engine:16}{size:>16,}{machine.shown(seconds):>12}{megabytes:>9,.0f} MB", flush=True)
    if drawing:
        Path(drawing).write_text(drawn(found), encoding="utf-8")
        Path(drawing).with_suffix(".md").write_text(tabled(found, heading), encoding="utf-8")
    return 0


def _measured(engine: str, size: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.growth", "--one", engine, str(size)]
    seconds, megabytes = json.loads(
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
    )
    return float(seconds), float(megabytes)


def one(engine: str, size: int) -> None:
    """Score one size and say seconds and megabytes."""
    if engine.startswith("tiles"):
        ready = Prepared(*_tiles(size), fast=engine == "tiles, Numba")
        work = ready.score
    elif engine == NATION:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(_nation(Path(folder), size)))
        return
    else:
        tables = district.tables(size)
        plan = compile_plan(district.scheme(), tables.organisations, district.YEAR)
        run = (ReferenceEngine if engine == "reference" else ColumnarEngine)().run
        work = lambda: run(plan, tables)  # type: ignore[assignment,return-value]  # noqa: E731
    if engine == "tiles, Numba":
        Prepared(*_tiles(100), fast=True).score()  # compiled code is loaded before anything is counted
    machine.forget_peak()
    before = machine.resident()
    _, taken = machine.times(work, 3 if engine.startswith("tiles") else 1, warm=0)
    print(json.dumps([taken.work, max(machine.peak() - before, 0) / 2**20]))


def _nation(folder: Path, size: int) -> tuple[float, float]:
    """A month of so many organisations from Parquet to Parquet."""
    from kaoping.engines.nation import Nation, score_nation

    country.write_bodies(folder / "bodies.parquet", size)
    country.write_month(folder / "period=2026-01" / "values.parquet", size, 100)
    nation = Nation(read_scheme_text(country.scheme(100)), [folder], [Period.parse("2026-01")])
    machine.forget_peak()
    before = machine.resident()
    _, taken = machine.times(lambda: score_nation(nation, folder / "out"), 1, warm=0)
    return taken.work, max(machine.peak() - before, 0) / 2**20


def tabled(found: dict[str, list[Point]], heading: str) -> str:
    """The same figures as a page. `heading`: the machine they were taken on, as it was before the first."""
    lines = [
        "# Time and memory as work grows 时间与内存随规模的增长", "",
        "100 items; processor seconds (all threads), and MB above the input in memory. Made by `python -m benchmarks.growth`.",
        "“Parquet to Parquet” reads and writes files, and holds organisations and answers too. The reference and the columns from rows end",
        "where a nation begins: from there on tables are Parquet. Every figure is one run; memory moves by a third from one to the next.",
        "100 项指标；处理器秒数（所有线程），以及输入之外占用的内存（MB）。“Parquet to Parquet”要读写文件，也存放单位和结果。",
        "参照引擎和逐行的列算到全国的规模之前为止，再大就用 Parquet。每个数只测一次；内存每次相差可达三分之一。", "",
        *(f"> {line}  " for line in heading.splitlines()), "",
        "![time and memory as work grows](growth.svg)", "",
        "| | organisations 单位 | seconds 秒 | MB |", "| --- | --- | --- | --- |",
    ]  # fmt: skip
    for engine, points in found.items():
        lines += [
            f"| {engine} | {size:,} | {machine.shown(seconds)} | {mb:,.0f} |" for size, seconds, mb in points
        ]
    return "\n".join([*lines, ""])


def _tiles(size: int) -> tuple[problem.TileProblem, Tiles]:
    """Tracks of about 250, as in a nation."""
    tracks = max(size // 250, 1)
    problem.SIZES["grown"] = (size, tracks)
    return problem.problem(tracks), problem.tiles("grown")


def drawn(found: dict[str, list[Point]]) -> str:
    """Both figures as one drawing, both axes by powers of ten."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 340" font-family="sans-serif" font-size="12">'
    ]
    for left, which, title in (
        (50, 1, "processor seconds 处理器秒"),
        (430, 2, "MB above the input 输入之外的内存"),
    ):
        parts += _panel(found, left, which, title)
    for place, (engine, colour) in enumerate((e, COLOURS[e]) for e in found):
        parts.append(f'<text x="{40 + 145 * place}" y="330" fill="{colour}">— {engine}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _panel(found: dict[str, list[Point]], left: int, which: int, title: str) -> list[str]:
    low, high = (-4, 2) if which == 1 else (-1, 4)

    def x(size: float) -> float:
        return left + (math.log10(size) - 2) * 72

    def y(value: float) -> float:
        return 280 - (min(max(math.log10(max(value, 1e-9)), low), high) - low) * 240 / (high - low)

    parts = [f'<text x="{left}" y="24">{title}</text>']
    for power in range(low, high + 1):
        parts.append(
            f'<line x1="{left}" x2="{left + 290}" y1="{y(10.0**power):.1f}" y2="{y(10.0**power):.1f}" stroke="#ddd"/>'
        )
        parts.append(
            f'<text x="{left - 6}" y="{y(10.0**power) + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for power in range(2, 7):
        parts.append(
            f'<text x="{x(10.0**power):.1f}" y="298" text-anchor="middle">10{"⁰¹²³⁴⁵⁶"[power]}</text>'
        )
    for engine, points in found.items():
        line = " ".join(f"{x(p[0]):.1f},{y(p[which]):.1f}" for p in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[engine]}" stroke-width="2"/>')
    return parts


if __name__ == "__main__":
    np.seterr(all="ignore")
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(*sys.argv[1:]))
