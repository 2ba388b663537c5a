"""Expressions as text: whole numbers stay BIGINT whichever way they are written."""

import duckdb
import pytest

from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.writing import SMALL, written

N, LARGE = x.col("n"), 2_000_000_000


def _worked_out(e: E) -> list[tuple[object, ...]]:
    text = written(e, {})
    found: list[tuple[object, ...]] = duckdb.execute(
        f"SELECT {text}, typeof({text}) FROM (SELECT CAST(2 AS BIGINT) AS n) b"
    ).fetchall()
    return found


def _chosen(than: int, a: E, b: E) -> E:
    return x.case(x.cmp(">", N, x.lit(than)), a, b)


@pytest.mark.parametrize(
    ("e", "value"),
    [
        (x.mul(N, x.lit(LARGE)), 2 * LARGE),
        (x.add(x.lit(LARGE), x.mul(N, x.lit(LARGE))), 3 * LARGE),
        (x.mul(_chosen(1, x.lit(LARGE), x.lit(0)), _chosen(5, x.lit(1), x.lit(LARGE))), LARGE**2),
        (_chosen(3, x.lit(7), _chosen(2, x.lit(8), _chosen(1, x.lit(9), N))), 9),
        (x.mul(_chosen(3, x.lit(7), _chosen(1, x.lit(LARGE), x.lit(1))), x.lit(LARGE)), LARGE**2),
        (x.sub(N, x.lit(-(2**62))), 2**62 + 2),
        (x.neg(x.add(N, x.lit(-LARGE))), LARGE - 2),
    ],
)
def test_whole_numbers_do_not_overflow(e: E, value: int) -> None:
    assert _worked_out(e) == [(value, "BIGINT")]


def test_a_number_is_cast_only_where_nothing_beside_it_tells_its_kind() -> None:
    assert written(x.cmp("<", N, x.lit(5)), {}) == "(n < 5)"
    assert written(x.lit(5), {}) == "CAST(5 AS BIGINT)"
    assert written(x.add(N, x.lit(SMALL)), {}) == f"(n + CAST({SMALL} AS BIGINT))"
    assert written(_chosen(1, x.lit(3), x.lit(4)), {}) == (
        "CASE WHEN (n > 1) THEN CAST(3 AS BIGINT) ELSE CAST(4 AS BIGINT) END"
    )


def test_a_status_beside_it_does_not_tell_the_kind_of_a_number() -> None:
    """Statuses are written as they are, and so may be narrower than a BIGINT."""
    status = x.col("s", may=frozenset({0, 3}))
    assert "CAST(5 AS BIGINT)" in written(x.add(status, x.lit(5)), {})


def test_conditions_of_an_else_stand_in_one_case() -> None:
    e = _chosen(3, x.lit(7), _chosen(2, x.lit(8), N))
    assert written(e, {}) == "CASE WHEN (n > 3) THEN 7 WHEN (n > 2) THEN 8 ELSE n END"
    assert written(e, {e.args[2]: "x0"}) == "CASE WHEN (n > 3) THEN 7 ELSE x0 END"


def test_at_most_and_at_least_the_same_is_equal() -> None:
    found = x.both(x.cmp(">=", N, x.lit(3)), x.cmp("<=", N, x.lit(3)))
    assert found is x.cmp("=", N, x.lit(3))
