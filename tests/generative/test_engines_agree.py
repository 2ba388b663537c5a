"""Every engine gives the reference's answer: equal, not near, on thousands of random schemes and tables."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.generative.agreement import NAMES, compared, differences, engines

CASES, SHARE = 2_000, 25
LONG, LONG_SHARE = 200_000, 1_000
SOME = 60


@pytest.mark.parametrize("first", range(0, CASES, SHARE))
def test_every_engine_gives_the_reference_answer(first: int) -> None:
    assert dict(differences(range(first, first + SHARE), engines())) == {}


@pytest.mark.long
@pytest.mark.parametrize("first", range(CASES, LONG, LONG_SHARE))
def test_every_engine_gives_the_reference_answer_however_long_one_looks(first: int) -> None:
    assert dict(differences(range(first, first + LONG_SHARE), engines())) == {}


def test_the_engine_in_sql_took_part() -> None:
    if "duckdb" not in NAMES:
        pytest.skip("the extra duckdb is not installed: only the columnar engine was compared")
    assert NAMES == ("columnar", "duckdb")


@pytest.mark.parametrize("engine", NAMES)
def test_without_its_certificate_an_engine_is_found_out(engine: str) -> None:
    """The control: floats alone decide some roundings, comparisons or places otherwise."""
    found = next(differences(range(CASES), engines([engine], certified=False)), None)
    assert found is not None


def test_little_is_handed_to_the_reference() -> None:
    """Else agreement would say nothing: what the reference takes over agrees with itself."""
    outcomes = [compared(seed, engines()) for seed in range(SOME)]
    handed = sum((one.handed for one in outcomes), Counter[str]())
    cells = sum(one.cells for one in outcomes)
    assert 0 < handed["columnar"] < 0.02 * cells
    assert 0 < handed["duckdb"] < 0.1 * cells or "duckdb" not in NAMES
