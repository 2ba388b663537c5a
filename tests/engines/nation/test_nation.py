"""A nation's answers are the reference's, whatever is killed on the way and however little memory there is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

import pyarrow.parquet as pq

from benchmarks import country
from kaoping import Period, read_scheme_text, score
from kaoping.engines.nation import Nation, score_nation
from kaoping.engines.nation.tracks import bytes_of
from kaoping.errors import KaopingError
from kaoping.scheme.model import Scheme
from kaoping.tables import Tables
from tests.engines.nation.filed import (
    different,
    filed_apart,
    told_by_card,
    told_by_files,
    write_bodies,
    write_long,
    write_wide,
)
from tests.generative.random_schemes import numbered_case

ROOT = Path(__file__).parents[3]


def files_of(folder: Path, tables: Tables, long: bool) -> tuple[list[Path], Tables]:
    beside, values = filed_apart(tables)
    more = [write_long(folder / "long.parquet", values)] if long else write_wide(folder, values)
    return [write_bodies(folder / "bodies.parquet", tables.organisations), *more], beside


def disagreements(seed: int, folder: Path, certified: bool = True) -> list[str]:
    """What of a random case differs from the reference's scorecard, or from its refusal."""
    case = numbered_case(seed, every=2)
    scheme = read_scheme_text(case.scheme_text)
    long = bool(seed % 2) and not any(isinstance(one.value, bool) for one in case.tables.filed)
    folder.mkdir()
    files, beside = files_of(folder, case.tables, long)
    nation = Nation(scheme, files, [Period.parse(case.period)], beside, certified=certified)
    try:
        card = score(scheme, case.tables, case.period, engine="reference")
    except KaopingError as expected:
        with pytest.raises(KaopingError) as refused:
            score_nation(nation, folder / "out")
        return sorted({one.code for one in expected.problems} ^ {one.code for one in refused.value.problems})
    score_nation(nation, folder / "out")
    return different(told_by_card(card, case.period), told_by_files(folder / "out", case.period))


@pytest.mark.parametrize("first", range(0, 48, 12))
def test_random_schemes_get_the_reference_answer_from_parquet(first: int, tmp_path: Path) -> None:
    assert {
        seed: wrong
        for seed in range(first, first + 12)
        if (wrong := disagreements(seed, tmp_path / str(seed)))
    } == {}


@pytest.mark.long
@pytest.mark.parametrize("first", range(48, 1_248, 100))
def test_random_schemes_get_the_reference_answer_however_long_one_looks(first: int, tmp_path: Path) -> None:
    assert {
        seed: wrong
        for seed in range(first, first + 100)
        if (wrong := disagreements(seed, tmp_path / str(seed)))
    } == {}


def test_without_the_certificate_a_nation_is_found_out(tmp_path: Path) -> None:
    """The control: floats alone decide some rounding, comparison or place otherwise."""
    assert any(disagreements(seed, tmp_path / str(seed), certified=False) for seed in range(48))


# a country -------------------------------------------------------------------------------------------

ORGANISATIONS, ITEMS = 400, 12


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("land")
    (folder / "scheme.yaml").write_text(country.scheme(ITEMS), "utf-8")
    country.write_bodies(folder / "bodies.parquet", ORGANISATIONS)
    for month in (1, 2, 3):
        country.write_month(
            folder / f"period=2026-{month:02d}" / "values.parquet", ORGANISATIONS, ITEMS, month, 90
        )
    return folder


def scheme_of(land: Path) -> Scheme:
    return read_scheme_text((land / "scheme.yaml").read_text("utf-8"))


def nation_of(land: Path, months: int = 3, memory: int | None = None) -> Nation:
    periods = [Period.parse(f"2026-{month:02d}") for month in range(1, months + 1)]
    return Nation(scheme_of(land), [land], periods, memory=memory)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def whole(land: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run writes."""
    out = tmp_path_factory.mktemp("whole") / "out"
    score_nation(nation_of(land), out)
    return contents(out)


def test_answers_are_parted_by_track_and_period(whole: dict[str, bytes]) -> None:
    expected = {
        f"track={track}/period=2026-0{month}/part-0.parquet"
        for track in country.TRACKS
        for month in (1, 2, 3)
    }
    assert {name for name in whole if name.startswith("track=")} == expected
    summary = json.loads(whole["summary.json"])
    assert sum(line["organisations"] for line in summary["lines"]) == 3 * ORGANISATIONS


class Killed(BaseException):
    """What a kill is to the run: nothing below may catch it."""


@pytest.mark.parametrize("after", [1, 4, 9])
def test_a_run_killed_between_parts_goes_on_to_the_same_bytes(
    land: Path, tmp_path: Path, whole: dict[str, bytes], after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaoping.engines.nation import writing

    written: list[str] = []
    real = writing.write_track

    def counting(path: Path, answers: object, track: str) -> None:
        if len(written) == after:
            (path.parent).mkdir(parents=True, exist_ok=True)
            path.with_name(f".{path.name}.writing").write_bytes(b"half a file")
            raise Killed
        written.append(track)
        real(path, answers, track)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "write_track", counting)
    with pytest.raises(Killed):
        score_nation(nation_of(land), tmp_path / "out")
    monkeypatch.setattr(writing, "write_track", real)
    done = score_nation(nation_of(land), tmp_path / "out")
    assert done.again == after
    assert contents(tmp_path / "out") == whole


def test_a_process_killed_in_the_middle_goes_on_to_the_same_bytes(
    land: Path, tmp_path: Path, whole: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "kaoping", "score", str(land / "scheme.yaml"), str(land), "--period", "2026-01..2026-03",
               "--out", str(out), "--quiet"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    deadline = time.monotonic() + 60
    while (
        not any((out / "finished").glob("*.json")) and time.monotonic() < deadline and process.poll() is None
    ):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    finished = len([*(out / "finished").glob("*.json")])
    assert 0 < finished < 15, "the process was to die in the middle"
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert contents(out) == whole


def test_a_file_that_was_changed_is_done_again(land: Path, tmp_path: Path, whole: dict[str, bytes]) -> None:
    out = tmp_path / "out"
    score_nation(nation_of(land), out)
    (out / "track=pilot/period=2026-02/part-0.parquet").write_bytes(b"something else")
    (out / "finished" / "2026-03.county.json").write_bytes(b"{")
    done = score_nation(nation_of(land), out)
    assert done.again == 13
    assert contents(out) == whole


def test_a_folder_of_another_run_is_left_alone(land: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    score_nation(nation_of(land, 1), out)
    before = contents(out)
    with pytest.raises(KaopingError) as refused:
        score_nation(replace(nation_of(land, 1), nodes=("total",)), out)
    assert [one.code for one in refused.value.problems] == ["another-run"]
    assert contents(out) == before


def test_a_folder_of_other_things_is_left_alone(land: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear all")
    with pytest.raises(KaopingError) as refused:
        score_nation(nation_of(land, 1), tmp_path)
    assert [one.code for one in refused.value.problems] == ["folder-taken"]


def test_what_does_not_fit_is_refused_with_its_size_before_anything_is_read(
    land: Path, tmp_path: Path
) -> None:
    with pytest.raises(KaopingError) as refused:
        score_nation(nation_of(land, 1, bytes_of("1MB")), tmp_path / "out")
    assert {one.code for one in refused.value.problems} == {"too-large"}
    assert len(refused.value.problems) == 5 and "--memory" in refused.value.problems[0].what.en
    assert not (tmp_path / "out").exists()


def smallest_memory(nation: Nation) -> Iterator[int]:
    from kaoping.engines.nation.whole import prepared

    yield from (one.part.bytes for one in prepared(nation).work)


def test_with_little_memory_parts_are_read_one_after_another_to_the_same_bytes(
    land: Path, tmp_path: Path, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaoping.engines.nation import whole as module

    read: list[int] = []
    real = module.Reader.read

    def counting(self: object, *arguments: object) -> None:
        read.append(1)
        real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module.Reader, "read", counting)
    score_nation(nation_of(land, 3, max(smallest_memory(nation_of(land)))), tmp_path / "out")
    assert len(read) > 3, "each month is to be read more than once"
    assert contents(tmp_path / "out") == whole


def test_numbers_that_are_not_rounded_by_the_scheme_are_named(land: Path, tmp_path: Path) -> None:
    text = (land / "scheme.yaml").read_text("utf-8").replace('"at": ["item", "total"]', '"at": ["total"]')
    score_nation(replace(nation_of(land, 1), scheme=read_scheme_text(text)), tmp_path / "out")
    file = pq.ParquetFile(tmp_path / "out/track=village/period=2026-01/part-0.parquet")
    rounded = json.loads(file.metadata.metadata[b"kaoping.rounded"])
    assert {"x3.points", "d0.points"} <= {*rounded}
    assert not {"total.points", "total.full", "total.place"} & {*rounded}


def test_only_the_nodes_asked_for_are_written(land: Path, tmp_path: Path) -> None:
    score_nation(replace(nation_of(land, 1), nodes=("total", "d1")), tmp_path / "out")
    names = pq.ParquetFile(tmp_path / "out/track=pilot/period=2026-01/part-0.parquet").schema_arrow.names
    assert {one.partition(".")[0] for one in names} == {"organisation", "total", "d1"}
    with pytest.raises(KaopingError):
        score_nation(replace(nation_of(land, 1), nodes=("totl",)), tmp_path / "other")
