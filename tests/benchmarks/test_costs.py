"""What scoring, explaining and asking what if may cost. Every limit has a slower way that goes beyond it.

Counts of calls are the same on every machine; times are processor time over that of plain NumPy on the same bytes in the
same run. Limits of calls are a fifth above what is measured now, those of time twice as much: lower them when the work
becomes cheaper.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from benchmarks import district, problem
from demo import SCHEME, SEED, YEAR, build
from kaoping import Scheme, Scorecard, Tables, read_scheme, score
from kaoping.engines.choice import cells_of
from kaoping.engines.columnar.engine import Pass
from kaoping.engines.columnar.tiles import NOT_APPLICABLE, Prepared, Tiles, has_fast, plain, scoring
from kaoping.explain import as_text, every_node, rendering, trace
from kaoping.whatif import Prepared as Kept
from kaoping.whatif import Slider, prepare, prepared
from tests.benchmarks.counting import calls, ratio

CALLS_PER_CELL = 55
"""Of scoring the demo district: calls of functions for each cell of the plan (steps × organisations)."""
CALLS_PER_NODE = 6_200
"""Of an explanation in words: calls for each node of the tree."""
CALLS_PER_CHANGE = 2_300
"""Of one change of a slider over 60 organisations; more of them only add cells that are close to a rounding point."""
CALLS_PER_READING = 9
"""Of reading one organisation's points or place after a change."""
NUMPY_OVER_PLAIN = 15.0
"""Tiles with NumPy over one plain pass of NumPy over the same values."""
NUMBA_OVER_PLAIN = 0.8
"""The same with Numba."""

SLIDERS = [Slider(f"x{i}", "full") for i in range(2)]


@pytest.fixture(scope="module")
def demo() -> tuple[Scheme, Tables]:
    return read_scheme(SCHEME), build(SEED)


@pytest.fixture(scope="module")
def card(demo: tuple[Scheme, Tables]) -> Scorecard:
    return score(*demo, str(YEAR))


@pytest.fixture(scope="module")
def kept() -> Kept:
    return prepare(district.scheme(), district.tables(60), district.YEAR, SLIDERS)


# scoring ------------------------------------------------------------------------------------------------


def calls_per_cell(demo: tuple[Scheme, Tables], card: Scorecard, engine: str) -> float:
    return calls(lambda: score(*demo, str(YEAR), engine=engine)) / cells_of(card.plan)


def test_scoring_the_demo_keeps_within_its_calls(demo: tuple[Scheme, Tables], card: Scorecard) -> None:
    assert calls_per_cell(demo, card, "auto") <= CALLS_PER_CELL


def test_the_reference_would_go_beyond_those_calls(demo: tuple[Scheme, Tables], card: Scorecard) -> None:
    assert calls_per_cell(demo, card, "reference") > CALLS_PER_CELL


# explaining ---------------------------------------------------------------------------------------------


def calls_per_node(card: Scorecard) -> float:
    tree = trace(card, "anping", "total")
    taken = calls(lambda: as_text(trace(card, "anping", "total"), "zh"))
    return taken / sum(1 for _ in every_node(tree))


def test_an_explanation_keeps_within_its_calls(card: Scorecard) -> None:
    assert calls_per_node(card) <= CALLS_PER_NODE


def test_formulas_parsed_anew_for_every_sentence_go_beyond_them(
    card: Scorecard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "parsed", rendering.parsed.__wrapped__)
    assert calls_per_node(card) > CALLS_PER_NODE


# what if ------------------------------------------------------------------------------------------------


def calls_per_change(kept: Kept) -> float:
    """The dearest of some changes, after each slider has been moved once."""
    for slider in SLIDERS:
        kept.change({slider: Fraction(3)})
    return max(
        calls(lambda turn=turn, slider=slider: kept.change({slider: Fraction(4 + turn)}))  # type: ignore[misc]
        for turn in range(3)
        for slider in SLIDERS
    )


def calls_per_reading(kept: Kept) -> float:
    standing = kept.change({SLIDERS[0]: Fraction(4)})
    return calls(lambda: [(standing.points(key), standing.place(key)) for key in kept.track_of]) / (
        2 * len(kept.track_of)
    )


def test_a_change_keeps_within_its_calls(kept: Kept) -> None:
    assert calls_per_change(kept) <= CALLS_PER_CHANGE


def test_sums_that_are_not_kept_go_beyond_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pass, "keep", lambda self, step: None)
    slow = prepare(district.scheme(), district.tables(60), district.YEAR, SLIDERS)
    assert calls_per_change(slow) > CALLS_PER_CHANGE


def test_a_figure_that_changes_nothing_stops_at_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure above the highest band stays there: the columns behind it are not worked out again."""
    kept.refile("u000003", "x5", Fraction(100))
    few = calls(lambda: kept.refile("u000003", "x5", Fraction(101)))
    monkeypatch.setattr(prepared, "is_same", lambda before, after: False)
    assert 3 * few < calls(lambda: kept.refile("u000003", "x5", Fraction(102)))


def test_reading_everybody_keeps_within_its_calls(kept: Kept) -> None:
    assert calls_per_reading(kept) <= CALLS_PER_READING


def test_cells_made_one_by_one_go_beyond_them(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_by_one(self: Kept, column: str) -> list[object]:
        return [None] * self.work.size(column)

    monkeypatch.setattr(Kept, "_cells", one_by_one)
    assert calls_per_reading(kept) > CALLS_PER_READING


# tiles --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiles() -> Tiles:
    problem.SIZES["cost"] = (6_000, 24)
    return problem.tiles("cost")


def over_plain(tiles: Tiles, fast: bool) -> float:
    """The pass over the tiles against one plain look at every value."""
    ready = Prepared(problem.problem(24), tiles, fast)
    seen = np.empty(tiles.values.shape, np.float64)

    def look() -> None:
        np.multiply(tiles.values, 0.01, out=seen, where=tiles.values > NOT_APPLICABLE)

    return ratio(ready.score, look)


def five_times(work: Callable[..., object]) -> Callable[..., object]:
    return lambda *rest: [work(*rest) for _ in range(5)][-1]


def test_tiles_with_numpy_keep_within_their_time(tiles: Tiles) -> None:
    assert over_plain(tiles, fast=False) <= NUMPY_OVER_PLAIN


def test_a_pass_made_five_times_goes_beyond_it(tiles: Tiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "totals", five_times(plain.totals))
    assert over_plain(tiles, fast=False) > NUMPY_OVER_PLAIN


@pytest.mark.skipif(not has_fast(), reason="Numba is not installed: pip install kaoping[fast]")
def test_tiles_with_numba_keep_within_their_time(tiles: Tiles) -> None:
    assert over_plain(tiles, fast=True) <= NUMBA_OVER_PLAIN


@pytest.mark.skipif(not has_fast(), reason="Numba is not installed: pip install kaoping[fast]")
def test_a_compiled_pass_made_five_times_goes_beyond_it(
    tiles: Tiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "_fused", five_times(scoring._fused))
    assert over_plain(tiles, fast=True) > NUMBA_OVER_PLAIN
