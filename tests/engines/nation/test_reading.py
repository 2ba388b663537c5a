"""Values in arrays are read as rows are: the same value counts, and short periods make the same long one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest

pytest.importorskip("pyarrow", reason="the extra parquet is not installed")

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping import read_scheme_text
from kaoping.engines.columnar.judge import cell_at
from kaoping.engines.columnar.parts import Vocabulary
from kaoping.engines.nation.filings import ArrayFilings
from kaoping.engines.nation.numbers import NoCellsError, cells
from kaoping.engines.nation.reading import Reader
from kaoping.engines.nation.sources import sources_of
from kaoping.engines.reading import FiledIndex
from kaoping.errors import TableError, Words
from kaoping.periods import Cadence, Period
from kaoping.plan.steps import About, ReadFact
from kaoping.scheme.model import Fact, Runs
from kaoping.tables import Absence, Filed
from tests.engines.nation.filed import write_long, write_wide

KEYS = tuple(f"o{i}" for i in range(9))
PERIODS = [
    Period.parse(one)
    for one in ("2025", "2026", "2026-H1", "2026-Q1", "2026-Q2", *(f"2026-{m:02d}" for m in range(1, 7)))
]
SCHEME = """
schema: kaoping-scheme/1
id: t
title: 试
every: year
groups: {towns: {title: 乡镇, of: {kind: town}}}
facts:
  f: {title: 甲, low: -1000, high: 1000}
  word: {title: 乙, type: text, choices: [好, 差]}
defaults: {missing: zero}
tree:
  - all: {title: 全, items: [{f: {full: 10, rule: {completion: {target: agreed, cap: 1, zero_target: zero}}}}]}
"""


def random_rows(draw: Random) -> list[Filed]:
    """Rows of one fact: several periods, sources and vintages, some of them absences; no two say different things."""
    found = []
    for key in KEYS:
        for period in (*PERIODS, None):
            for source in ("a", "b"):
                if draw.random() < 0.3:
                    value = draw.choice(
                        [
                            Fraction(draw.randint(-900, 900), 100),
                            Absence.PENDING,
                            Absence.MISSING,
                            Absence.NOT_APPLICABLE,
                        ]
                    )
                    found.append(Filed(key, "f", value, period, source, draw.randint(1, 2)))
    return found


ANY_PERIOD = SCHEME.replace("{title: 甲,", "{title: 甲, every: once, sources: [b],")


def in_arrays(tmp_path: Path, rows: list[Filed], form: str, text: str = SCHEME) -> ArrayFilings:
    scheme = read_scheme_text(text)
    files = [write_long(tmp_path / "long.parquet", rows)] if form == "long" else write_wide(tmp_path, rows)
    sources, _ = sources_of(scheme, files, None)
    filings = ArrayFilings(KEYS, {"towns": KEYS}, Vocabulary())
    wanted = {("f", period) for period in (*PERIODS, None)}
    Reader(scheme, pa.array(KEYS), filings, wanted).read(sources)
    return filings


@pytest.mark.parametrize("form", ["long", "wide"])
@pytest.mark.parametrize("seed", range(6))
def test_every_way_a_fact_runs_is_read_as_from_rows(tmp_path: Path, seed: int, form: str) -> None:
    rows = random_rows(Random(seed))
    by_rows, by_arrays = FiledIndex(rows), in_arrays(tmp_path, rows, form, ANY_PERIOD)
    numbers = 0
    for runs in Runs:
        for every in (None, *Cadence):
            for period in PERIODS:
                for single in (False, True):
                    fact = Fact("f", Words("甲", "f"), runs=runs, every=every, sources=("b",))
                    for vintage in ("latest", "first"):
                        step = ReadFact(
                            About("c", "towns", period, "f", "value", Words("甲", "f")),
                            fact,
                            "",
                            vintage,
                            single,
                        )
                        part = by_arrays.column(step)
                        for row, key in enumerate(KEYS):
                            expected = by_rows.cell(step, key)[0]
                            numbers += isinstance(expected, Fraction)
                            assert by_arrays.cell(step, key)[0] == expected, (
                                runs,
                                every,
                                period,
                                single,
                                vintage,
                                key,
                            )
                            if part.whole is not None:
                                assert cell_at(part, row, by_arrays.vocabulary) == expected, (
                                    runs,
                                    every,
                                    period,
                                    single,
                                    key,
                                )
    assert numbers > 500, "else nothing was compared"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array([1.1, 0.1 + 0.2, None]), None),
        (pa.array([1.1, -2.25, None]), [Fraction(11, 10), Fraction(-9, 4), None]),
        (pa.array([2**53 - 1, -7], pa.int64()), [Fraction(2**53 - 1), Fraction(-7)]),
        (pa.array([1, 2**63], pa.uint64()), None),
        (pa.array(["9.99", None, "-0.01"]).cast(pa.decimal128(20, 4)), [Fraction(999, 100), None, Fraction(-1, 100)]),
        (pa.array(["123456789012345678901.5"]).cast(pa.decimal128(38, 2)), None),
        (pa.array([float("inf")]), None),
        (pa.array([0.1, 1e15]), None),
    ],
)  # fmt: skip
def test_a_number_is_taken_exactly_or_refused(
    column: pa.Array, expected: list[Fraction | None] | None
) -> None:
    if expected is None:
        with pytest.raises(NoCellsError):
            cells(column, Vocabulary())
        return
    found = cells(column, Vocabulary())
    told = [
        Fraction(int(n), found.den) if s == 0 else None
        for n, s in zip(found.whole, found.status, strict=True)
    ]
    assert told == expected


def test_a_float_is_the_decimal_it_is_written_as() -> None:
    draw = np.random.default_rng(3)
    whole = draw.integers(-(10**9), 10**9, 5_000)
    for places in (0, 2, 6):
        found = cells(pa.array(whole / 10.0**places), Vocabulary())
        assert [Fraction(n, found.den) for n in found.whole.tolist()] == [
            Fraction(n, 10**places) for n in whole.tolist()
        ]


def refused(tmp_path: Path, rows: list[Filed]) -> set[str]:
    with pytest.raises(TableError) as wrong:
        in_arrays(tmp_path, rows, "long")
    return {one.code for one in wrong.value.problems}


def test_what_rows_are_refused_for_arrays_are_too(tmp_path: Path) -> None:
    year = Period.parse("2026")
    good = Filed("o1", "f", Fraction(5), year)
    assert refused(tmp_path, [good, Filed("o1", "f", Fraction(6), year)]) == {"filed-twice"}
    assert refused(tmp_path, [good, Filed("nobody", "f", Fraction(6), year)]) == {"organisation-unknown"}
    assert refused(tmp_path, [good, Filed("o1", "f", Fraction(6), year, "b")]) == {"sources-disagree"}
    assert refused(tmp_path, [good, Filed("o2", "f", Fraction(1001), year)]) == {"out-of-range"}
    assert refused(tmp_path, [good, Filed("o2", "f", "好", year)]) == {"wrong-type"}
    assert in_arrays(tmp_path, [good, good], "long").cell is not None, (
        "the same value twice is no contradiction"
    )


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    year = Period.parse("2026")
    rows = [
        Filed("o1", "f", Fraction(5), year),
        Filed("o1", "f", Fraction(6), year),
        Filed("o2", "f", Fraction(2000), year),
        Filed("x", "f", Fraction(1), year),
    ]
    assert refused(tmp_path, rows) == {"filed-twice", "out-of-range", "organisation-unknown"}


def test_a_wide_column_of_another_type_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.parquet"
    pq.write_table(
        pa.table({"organisation": ["o1"], "period": ["2026"], "f": ["much"], "word": ["好"]}), path
    )
    with pytest.raises(TableError) as wrong:
        sources_of(read_scheme_text(SCHEME), [path], None)
    assert [one.code for one in wrong.value.problems] == ["wrong-type"]
