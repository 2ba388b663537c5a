"""Tables as Parquet files, and what a run wrote, in the words of a scorecard."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.exact import decimal_text, round_places
from kaoping.scorecard import Scorecard
from kaoping.tables import Absence, Cell, Filed, Organisation, Tables

NUMBER = pa.decimal128(30, 9)
Line = dict[str, object]


def write_bodies(path: Path, bodies: Iterable[Organisation]) -> Path:
    rows = list(bodies)
    columns: dict[str, object] = {
        "organisation": [one.key for one in rows], "title": [one.title for one in rows],
        "kind": [one.kind for one in rows], "parent": [one.parent for one in rows],
    }  # fmt: skip
    for name in sorted({name for one in rows for name in one.attributes}):
        cells = [one.attributes.get(name) for one in rows]
        columns[name] = pa.array([_plain(one) for one in cells], _form(cells))
    pq.write_table(pa.table(columns), path)
    return path


def _plain(cell: Cell | None) -> object:
    if isinstance(cell, Fraction):
        found = Decimal(cell.numerator) / Decimal(cell.denominator)
        assert Fraction(found) == cell, "a test's numbers are decimals"
        return found
    return None if isinstance(cell, Absence) else cell


def _form(cells: Iterable[Cell | None]) -> pa.DataType:
    kinds = {type(one) for one in cells if one is not None and not isinstance(one, Absence)}
    return (
        NUMBER
        if kinds <= {Fraction}
        else pa.bool_()
        if kinds == {bool}
        else pa.date32()
        if kinds != {str}
        else pa.string()
    )


def write_long(path: Path, rows: Iterable[Filed], group: int = 50) -> Path:
    """A row a value; truths and words are not for this form."""
    told = list(rows)
    away = [one.value.value if isinstance(one.value, Absence) else None for one in told]
    columns = {
        "organisation": [one.organisation for one in told], "fact": [one.fact for one in told],
        "period": [None if one.period is None else str(one.period) for one in told],
        "value": pa.array([_plain(one.value) if isinstance(one.value, Fraction) else None for one in told], NUMBER),
        "text": pa.array([one.value if isinstance(one.value, str) else None for one in told], pa.string()),
        "status": pa.array(away, pa.string()), "source": [one.source for one in told], "vintage": [one.vintage for one in told],
    }  # fmt: skip
    pq.write_table(pa.table(columns), path, row_group_size=group)
    return path


def write_wide(folder: Path, rows: Iterable[Filed], group: int = 50) -> list[Path]:
    """A file a source and vintage: a row an organisation and period, a column a fact."""
    files: dict[tuple[str, int], list[Filed]] = {}
    for one in rows:
        files.setdefault((one.source, one.vintage), []).append(one)
    return [_wide(folder / f"wide{i}.parquet", files[key], group) for i, key in enumerate(sorted(files))]


def _wide(path: Path, rows: list[Filed], group: int) -> Path:
    places = sorted({(one.organisation, one.period) for one in rows}, key=str)
    at = {(one.organisation, one.period, one.fact): one.value for one in rows}
    columns: dict[str, object] = {
        "organisation": [key for key, _ in places],
        "period": pa.array([None if period is None else str(period) for _, period in places], pa.string()),
        "source": pa.array([rows[0].source] * len(places)).dictionary_encode(), "vintage": [rows[0].vintage] * len(places),
    }  # fmt: skip
    for name in sorted({one.fact for one in rows}):
        cells = [at.get((key, period, name)) for key, period in places]
        columns[name] = pa.array([_plain(one) for one in cells], _form(cells))
        columns[f"{name}.status"] = pa.array(
            [one.value if isinstance(one, Absence) else None for one in cells], pa.string()
        )
    pq.write_table(pa.table(columns), path, row_group_size=group)
    return path


def write_plain(folder: Path, rows: Iterable[Filed]) -> list[Path]:
    """A file a period, source and vintage, with no column for them where there is one source and vintage only: then
    SQL can read it by itself. Numbers have 18 digits."""
    told = list(rows)
    if len({(one.source, one.vintage) for one in told}) > 1:
        return write_wide(folder, told)
    found = []
    for period in sorted({one.period for one in told}, key=str):
        here = folder / (f"period={period}" if period is not None else "constants")
        here.mkdir()
        mine = [one for one in told if one.period == period]
        path = _wide(here / "plain.parquet", mine, 50)
        table = pq.ParquetFile(path).read().drop_columns(["period", "source", "vintage"])
        narrow = [pa.field(f.name, pa.decimal128(18, 9)) if f.type == NUMBER else f for f in table.schema]
        pq.write_table(table.cast(pa.schema(narrow)), path)
        found.append(path)
    return found


def filed_apart(tables: Tables) -> tuple[Tables, list[Filed]]:
    """What stays beside Parquet (ballots, happenings), and the values."""
    values = [one for one in tables.filed if not one.rater]
    ballots = tuple(one for one in tables.filed if one.rater)
    return Tables((), ballots, tables.happenings), values


# answers ---------------------------------------------------------------------------------------------


def told_by_card(card: Scorecard, root_period: str) -> dict[tuple[str, str, str], Line]:
    """Lines by track, node and organisation, numbers as written: rounded to the decimals of the file."""
    found: dict[tuple[str, str, str], Line] = {}
    for one in card.lines:
        node = one.node if one.period == root_period else f"{one.node}@{one.period}"
        found[one.group, node, one.organisation] = {
            "points": one.points if isinstance(one.points, Fraction) else None, "full": one.full, "place": one.place,
            "grade": one.grade or None, "status": one.status,
        }  # fmt: skip
    return found


def told_by_files(out: Path, period: str) -> dict[tuple[str, str, str], Line]:
    """The same from the files of a run."""
    found: dict[tuple[str, str, str], Line] = {}
    for path in sorted(out.glob(f"track=*/period={period}/*.parquet")):
        track = path.parts[-3].removeprefix("track=")
        table = pq.ParquetFile(path).read()
        keys = table["organisation"].to_pylist()
        for name in table.column_names:
            node, _, what = name.rpartition(".")
            if node and node != "award":
                for key, cell in zip(keys, table[name].to_pylist(), strict=True):
                    found.setdefault((track, node, key), {})[what] = (
                        Fraction(cell) if isinstance(cell, Decimal | int) else cell
                    )
    return found


def different(card: dict[tuple[str, str, str], Line], files: dict[tuple[str, str, str], Line]) -> list[str]:
    """Every line that differs; a number of more decimals than are written counts as equal when it is rounded right."""
    wrong = [f"{key} is told once" for key in sorted({*card} ^ {*files})]
    for key in sorted({*card} & {*files}):
        for what, cell in card[key].items():
            other = files[key].get(what)
            if other != (
                round_places(cell, 8) if isinstance(cell, Fraction) and what in ("points", "full") else cell
            ):
                wrong.append(f"{key} {what}: {_shown(cell)} against {_shown(other)}")
    return wrong


def _shown(cell: object) -> str:
    return decimal_text(cell, 10) if isinstance(cell, Fraction) else str(cell)
