"""`kaoping score` on a nation's Parquet, any scheme: time, memory, a kill in the middle, and the reference's word on a track.

    python -m benchmarks.nation 700000 100 2            organisations, items, months
    python -m benchmarks.nation 700000 100 1 long       the same values a row each
    python -m benchmarks.nation 40000 100 2 wide 3GB    within so much memory

The command runs as people run it. Then it is started anew into another folder, killed when a part is done, and started
again: both folders must hold the same bytes. One track is scored by the reference engine too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import country, machine
from kaoping import Absence, Filed, Organisation, Period, Tables, read_scheme, score
from kaoping.engines.nation.sources import digest_of_file


def main(
    organisations: str = "40000",
    items: str = "100",
    months: str = "2",
    form: str = "wide",
    memory: str = "4GB",
) -> int:
    """Print what it took and whether everything agrees."""
    print(machine.heading())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        land = filed(folder / "land", int(organisations), int(items), int(months), form)
        size = sum(path.stat().st_size for path in land.rglob("*.parquet"))
        print(
            f"{int(organisations):,} × {items} × {months} months, {form}: {size / 2**20:,.0f} MB of Parquet",
            flush=True,
        )
        seconds, told = run(land, int(months), folder / "whole", memory)
        print(
            f"{machine.shown(seconds)} a run of {int(organisations) * int(items) * int(months):,} cells\n{told}",
            flush=True,
        )
        killed, rest = struck(land, int(months), folder / "struck", memory)
        print(f"killed with {killed} parts done, the rest in {machine.shown(rest)}")
        same = digests(folder / "whole") == digests(folder / "struck")
        print("the same bytes" if same else "OTHER BYTES")
        wrong = against_reference(land, folder / "whole")
        print(f"the smallest track by the reference engine: {wrong} of its lines differ")
    return 0 if same and not wrong else 1


def filed(land: Path, organisations: int, items: int, months: int, form: str) -> Path:
    """The files of a country."""
    land.mkdir(parents=True)
    (land / "scheme.yaml").write_text(country.scheme(items), "utf-8")
    country.write_bodies(land / "bodies.parquet", organisations)
    for month in range(1, months + 1):
        path = land / f"period=2026-{month:02d}" / "values.parquet"
        country.write_month(path, organisations, items, month)
        if form == "long":
            country.write_long(path.with_name("rows.parquet"), path)
            path.unlink()
    return land


def command(land: Path, months: int, out: Path, memory: str) -> list[str]:
    """The words of the command."""
    period = f"2026-01..2026-{months:02d}"
    return [sys.executable, "-m", "kaoping", "score", str(land / "scheme.yaml"), str(land), "--period", period,
            "--out", str(out), "--memory", memory, "--lang", "en"]  # fmt: skip


def run(land: Path, months: int, out: Path, memory: str) -> tuple[float, str]:
    """Seconds, and what the command says last."""
    start = time.perf_counter()
    done = subprocess.run(
        command(land, months, out, memory), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return time.perf_counter() - start, done.stderr.strip().splitlines()[-2]


def struck(land: Path, months: int, out: Path, memory: str) -> tuple[int, float]:
    """How many parts were done when the process was killed, and how long the rest took."""
    words = command(land, months, out, memory)
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not any((out / "finished").glob("*.json")):
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = len([*(out / "finished").glob("*.json")])
    return done, run(land, months, out, memory)[0]


def digests(out: Path) -> dict[str, str]:
    """Every file of a run."""
    return {
        path.relative_to(out).as_posix(): digest_of_file(path)
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def against_reference(land: Path, out: Path, track: str = country.TRACKS[-1]) -> int:
    """How many lines of a track differ from what the reference engine says of it in the first month."""
    file = out / f"track={track}" / "period=2026-01" / "part-0.parquet"
    answers = pq.ParquetFile(file).read().to_pydict()
    tables = _rows(land, answers["organisation"], track)
    card = score(read_scheme(land / "scheme.yaml"), tables, "2026-01", engine="reference")
    at = {key: row for row, key in enumerate(answers["organisation"])}
    wrong = 0
    for line in card.lines:
        points, place, status = (
            answers[f"{line.node}.{one}"][at[line.organisation]] for one in ("points", "place", "status")
        )
        told = (
            None if points is None else Fraction(points),
            None if place is None else Fraction(place),
            status,
        )
        wrong += told != (line.points if isinstance(line.points, Fraction) else None, line.place, line.status)
    return wrong


def _rows(land: Path, keys: list[str], track: str) -> Tables:
    """The track's values as rows, one Python object each."""
    wanted, period = set(keys), Period.parse("2026-01")
    rows: list[Filed] = []
    for path in sorted((land / "period=2026-01").glob("*.parquet")):
        file = pq.ParquetFile(path)
        for group in range(file.num_row_groups):
            rows += _of_group(file.read_row_group(group), wanted, period)
    return Tables(tuple(Organisation(key, key, track) for key in keys), tuple(rows))


def _of_group(table, wanted: set[str], period: Period) -> list[Filed]:  # type: ignore[no-untyped-def]
    keys = table["organisation"].to_pylist()
    chosen = [row for row, key in enumerate(keys) if key in wanted]
    if not chosen:
        return []
    table, found = table.take(chosen), []
    for row in table.to_pylist():
        if "fact" in row:
            found += _filed(row["organisation"], row["fact"], row["value"], row["status"], period)
            continue
        for name, value in row.items():
            if name != "organisation" and not name.endswith(".status"):
                found += _filed(row["organisation"], name, value, row.get(f"{name}.status"), period)
    return found


def _filed(key: str, name: str, value: object, status: str | None, period: Period) -> list[Filed]:
    if status is not None:
        return [Filed(key, name, Absence(status), period)]
    return [] if value is None else [Filed(key, name, Fraction(value), period)]  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
