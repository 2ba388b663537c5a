"""Tiles from wide and long Parquet files are the tiles they were written from; faulty files are refused with a place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from kaoping.engines.columnar.tiles import MISSING, NOT_APPLICABLE, Rule, TileProblem, Tiles, score_tiles
from kaoping.errors import TableError
from tests.engines.test_tiles import problem, tiles

pyarrow = pytest.importorskip("pyarrow", reason="PyArrow is not installed")
parquet = pytest.importorskip("pyarrow.parquet")


def columns(one: TileProblem, data: Tiles) -> dict[str, list[object]]:
    """The tiles as the columns of a wide file."""
    found: dict[str, list[object]] = {
        "organisation": [f"o{i:02d}" for i in range(24)],
        "track": [f"t{t}" for t in range(3) for _ in range(int(np.diff(data.offsets)[t]))],
        "bonus": [n / 100 for n in data.bonus.tolist()],
        "penalty": [n / 100 for n in data.penalty.tolist()],
        "vetoed": data.vetoed.tolist(),
    }
    for row, item in enumerate(one.items):
        values = np.concatenate([data.block(t)[row] for t in range(3)]).tolist()
        found[item.key] = [None if n in (MISSING, NOT_APPLICABLE) else n / 100 for n in values]
        found[f"{item.key}.status"] = ["not_applicable" if n == NOT_APPLICABLE else None for n in values]
        if item.rule is Rule.COMPLETION:
            at = one.targets[row]
            found[f"{item.key}.target"] = [
                n / 100 for t in range(3) for n in data.target_block(t)[at].tolist()
            ]
    return found


def long_rows(wide: dict[str, list[object]]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {
        name: [] for name in ("organisation", "track", "fact", "value", "status")
    }
    for name, cells in wide.items():
        if name in ("organisation", "track") or name.endswith(".status"):
            continue
        for i, cell in enumerate(cells):
            status = wide.get(f"{name}.status", [None] * 24)[i]
            more = (
                wide["organisation"][i],
                wide["track"][i],
                name,
                None if cell is None else float(cell),
                status,
            )  # type: ignore[arg-type]
            for column, value in zip(found, more, strict=True):
                found[column].append(value)
    return found


def written(folder: Path, table: dict[str, list[object]]) -> Path:
    path = folder / "values.parquet"
    parquet.write_table(pyarrow.table(table), path, row_group_size=7)
    return path


@pytest.mark.parametrize("form", ["wide", "long"])
def test_tiles_come_back_from_parquet_as_they_were(tmp_path: Path, form: str) -> None:
    from kaoping.engines.columnar.tiles.parquet import read_long, read_wide

    one = problem(5)
    data = tiles(one, 5)
    wide = columns(one, data)
    read = (read_wide if form == "wide" else read_long)(written(tmp_path, wide if form == "wide" else long_rows(wide)), one)  # fmt: skip
    assert read.organisations == tuple(f"o{i:02d}" for i in range(24))
    assert read.tracks == ("t0", "t1", "t2")
    assert (score_tiles(one, read.tiles).totals == score_tiles(one, data).totals).all()
    for name in ("values", "targets", "bonus", "penalty", "vetoed", "offsets"):
        assert (getattr(read.tiles, name) == getattr(data, name)).all(), name


def test_a_file_of_whole_hundredths_is_the_same_tiles(tmp_path: Path) -> None:
    from kaoping.engines.columnar.tiles.parquet import Read, read_wide, write_wide

    one = problem(5)
    data = tiles(one, 5)
    given = Read(data, tuple(f"o{i}" for i in range(24)), ("t0", "t1", "t2"))
    write_wide(tmp_path / "whole.parquet", one, given, rows=5)
    read = read_wide(tmp_path / "whole.parquet", one)
    assert (read.organisations, read.tracks) == (given.organisations, given.tracks)
    for name in ("values", "targets", "bonus", "penalty", "vetoed", "offsets"):
        assert (getattr(read.tiles, name) == getattr(data, name)).all(), name


def test_answers_are_written_as_exact_decimals(tmp_path: Path) -> None:
    from kaoping.engines.columnar.tiles.parquet import read_wide, write_answer

    one = problem(5)
    read = read_wide(written(tmp_path, columns(one, tiles(one, 5))), one)
    answer = score_tiles(one, read.tiles)
    answer.totals[:3] = [-1, 0, -123_456_789]
    write_answer(tmp_path / "answer.parquet", read, answer, one.places)
    back = parquet.read_table(tmp_path / "answer.parquet").to_pydict()
    assert [Fraction(n) for n in back["total"]] == [Fraction(int(n), 10_000) for n in answer.totals]
    assert back["place"] == answer.ranks.tolist()


def test_a_faulty_file_is_refused_with_what_and_where(tmp_path: Path) -> None:
    from kaoping.engines.columnar.tiles.parquet import read_wide

    one = problem(5)
    faults = {
        "no-column": lambda table: table.pop("x1"),
        "not-hundredths": lambda table: table["x1"].__setitem__(3, 1.005),
        "no-target": lambda table: table["x0.target"].__setitem__(slice(None), [0.0] * 24),
        "tracks-apart": lambda table: table["track"].__setitem__(23, "t0"),
    }
    for code, spoil in faults.items():
        table = columns(one, tiles(one, 5))
        spoil(table)
        with pytest.raises(TableError) as refused:
            read_wide(written(tmp_path, table), one)
        assert refused.value.problems[0].code == code
        assert str(refused.value.problems[0].place).endswith("values.parquet")
