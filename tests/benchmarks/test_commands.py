"""Benchmarks compare like with like, say what they find, and are all named in one place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import bandwidth, peers_mcda, problem, robustness
from benchmarks.goals import Line
from kaoping.engines.columnar.tiles import TileProblem, Tiles, has_fast

ROOM = Path(problem.__file__).parent


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOM / "README.md").read_text("utf-8")
    commands = [one.stem for one in ROOM.glob("*.py") if '__name__ == "__main__"' in one.read_text("utf-8")]
    assert len(commands) > 8
    assert [one for one in commands if f"benchmarks.{one} " not in readme.replace("`", " ") and f"benchmarks/{one}.py" not in readme] == []  # fmt: skip


def small(draws: int = 40) -> tuple[TileProblem, Tiles, robustness.Drawn]:
    data, scheme = problem.tiles("s"), problem.problem(5)
    return scheme, data, robustness.Drawn.of(scheme, draws)


def test_weighing_anew_gives_the_intervals_of_scoring_anew() -> None:
    given = small()
    expected = robustness.anew(*given)
    assert (robustness.reweighted(*given) == expected).all()
    assert (expected[0] < expected[1]).any()


@pytest.mark.skipif(not has_fast(), reason="Numba is not installed: pip install kaoping[fast]")
def test_weighing_anew_compiled_gives_the_same() -> None:
    given = small()
    assert (robustness.reweighted_fast(*given) == robustness.anew(*given)).all()


@pytest.mark.skipif(not has_fast(), reason="Numba is not installed: pip install kaoping[fast]")
def test_tracks_too_large_to_compare_everybody_are_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    """And draws that do not fill their last block are counted as often as they are."""
    given = small(130)
    expected = robustness.reweighted_fast(*given)
    monkeypatch.setattr(robustness, "MOST_COMPARED", 0)
    assert (robustness.reweighted_fast(*given) == expected).all()
    assert (robustness.reweighted(*given) == expected).all()


@pytest.mark.skipif(not has_fast(), reason="Numba is not installed: pip install kaoping[fast]")
def test_who_lacks_other_items_is_not_divided_by_the_same() -> None:
    """Quotients are shared by those who lack the same, and by nobody else."""
    from benchmarks import reweighing

    scheme = problem.problem(1)
    scores = np.random.default_rng(4).uniform(0, 100, (len(scheme.items), 9))
    scores[np.random.default_rng(5).random(scores.shape) < 0.3] = np.nan
    scores[:5, 3] = np.nan  # a whole dimension is away, and everything
    scores[:, 4] = np.nan
    weights = robustness.Drawn.of(scheme, 7).weights(scheme, 0)
    assert np.allclose(
        robustness._compiled(scheme, scores, weights), robustness._totals(scheme, scores, weights)
    )
    like = reweighing.alike(~np.isnan(scores), np.arange(5), np.array([0, 5]))[0]
    here = ~np.isnan(scores[:5])
    for one, other in np.ndindex(9, 9):
        assert (like[one] == like[other]) == (here[:, one] == here[:, other]).all()


def test_weights_multiplied_out_would_give_other_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shortcut that looks the same: it is not, as soon as a value is missing."""

    def flat(scheme: TileProblem, scores: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
        of, above = np.array([one.dimension for one in scheme.items]), np.array(scheme.category)
        item, dimension, category = weights
        share = dimension / np.stack([dimension[:, above == c].sum(axis=1) for c in above], axis=1)
        share = share * (category / category.sum(axis=1, keepdims=True))[:, above]
        whole = item / np.stack([item[:, of == d].sum(axis=1) for d in of], axis=1) * share[:, of]
        here = ~np.isnan(scores)
        found: np.ndarray = (whole @ np.where(here, scores, 0.0)) / (whole @ here)
        return found

    given = small()
    expected = robustness.anew(*given)
    monkeypatch.setattr(robustness, "_totals", flat)
    assert (robustness.reweighted(*given) != expected).any()


def test_places_are_shared_by_equals() -> None:
    assert robustness.places(np.array([[5, 9, 5, 1]])).tolist() == [[2, 1, 2, 4]]


def test_an_interval_leaves_out_a_twentieth_at_either_end() -> None:
    ranks = np.array([[1]] * 4 + [[2]] * 92 + [[7]] * 4)
    assert robustness.interval(ranks).ravel().tolist() == [2, 2]
    assert robustness.interval(np.array([[1]] * 10 + [[2]] * 80 + [[7]] * 10)).ravel().tolist() == [1, 7]


def test_libraries_are_given_a_whole_matrix_and_weights_of_one() -> None:
    given = peers_mcda.filled(problem.problem(5), problem.tiles("s"))
    assert all(
        np.isfinite(matrix).all() and abs(weights.sum() - 1) < 1e-12 for matrix, weights in given.tracks
    )
    matrix, weights = given.tracks[0]
    assert not peers_mcda.agree(given, np.zeros(340))
    assert matrix.shape == (20, 100) and weights.shape == (100,)


def test_a_goal_is_met_only_both_ways() -> None:
    assert Line("", "", True, True).verdict == "met"
    assert Line("", "", True, None).verdict == "met"
    assert Line("", "", False, True, "why").verdict == "by processor time only: why"
    assert Line("", "", True, False, "why").verdict == "by clock only: why"
    assert Line("", "", False, False, "why").verdict == "not met: why"
    assert Line("", "", None, None, "why").verdict == "not taken: why"


def test_the_bytes_of_a_pass_are_those_of_its_input_and_answers() -> None:
    data = problem.tiles("s")
    assert bandwidth.bytes_of(data) == data.bytes - data.offsets.nbytes + 14 * 340
