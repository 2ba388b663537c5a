"""How sure a place is: every weight drawn anew a thousand times, and the places between which nine draws in ten put each.

    python -m benchmarks.robustness             1,000 draws over 340 × 100; also: … robustness 200 s nopandas

Every draw multiplies each weight of each level by a number between 0.8 and 1.2 and goes the whole way again: what is
missing leaves its weight to its siblings, level by level, then bonus, penalty, veto, rounding and places. (Weights
multiplied out once would be another method as soon as a value is missing.) Three ways, whose intervals must be the same:
scores traced once by tiles and weighted anew in batches, on one thread, with Numba or NumPy; tiles scored anew for every
draw; and pandas on the same scores.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks import machine, problem
from benchmarks.wide import members
from kaoping.engines.columnar.tiles import Prepared, TileProblem, Tiles, has_fast

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
LOW, HIGH = 0.05, 0.95
BATCH = 125
"""Draws worked on together: few enough that what they make stays in the cache."""
MOST_COMPARED = 128
"""Organisations of a track up to which comparing each with each is quicker than sorting."""


@dataclass(frozen=True)
class Drawn:
    """The factors of every draw, one row a draw, for items, dimensions and categories."""

    factors: tuple[Floats, Floats, Floats]

    @classmethod
    def of(cls, scheme: TileProblem, draws: int) -> Drawn:
        """From a seed."""
        draw = np.random.default_rng(5)
        sizes = len(scheme.items), len(scheme.category), scheme.categories
        items, dimensions, categories = (draw.uniform(0.8, 1.2, (draws, size)) for size in sizes)
        return cls((items, dimensions, categories))

    def weights(self, scheme: TileProblem, track: int) -> list[Floats]:
        """A track's weights in every draw."""
        given = (scheme.item_weights, scheme.dimension_weights, scheme.category_weights)
        return [base[track] * factor for base, factor in zip(given, self.factors, strict=True)]


def main(draws: str = "1000", size: str = "s", pandas: str = "pandas") -> int:
    """Print the table."""
    data = problem.tiles(size)
    scheme = problem.problem(len(data.offsets) - 1)
    drawn = Drawn.of(scheme, int(draws))
    print(machine.heading())
    print(f"{int(draws):,} draws over {data.organisations:,} organisations × {len(scheme.items)} items\n")
    print(f"{'':44}{'clock':>12}{'processor':>12}{'ratio':>10}{'differ':>10}")
    base, expected = None, np.zeros(0)
    for name, work, rounds in (
        ("scores traced once, weighted anew (Numba)", reweighted_fast, 5),
        ("scores traced once, weighted anew (NumPy)", reweighted, 5),
        ("tiles scored anew for every draw", anew, 2),
        ("pandas on the same scores", by_pandas, 1),
    ):
        if (work is by_pandas and pandas != "pandas") or (work is reweighted_fast and not has_fast()):
            continue
        found, taken = machine.times(
            lambda work=work: work(scheme, data, drawn), rounds, warm=int(rounds > 1)
        )  # type: ignore[misc]
        base, expected = base or taken, expected if expected.size else found
        differ = int((found != expected).any(axis=0).sum())
        times = f"{machine.shown(taken.middle):>12}{machine.shown(taken.work):>12}"
        print(f"{name:44}{times}{taken.work / base.work:>10.1f}{differ:>10,}", flush=True)
    width = expected[1] - expected[0] + 1
    print(f"\nintervals hold {width.mean():.1f} places on average, {width.max()} at most")
    return 0


# by tiles -----------------------------------------------------------------------------------------------


def anew(scheme: TileProblem, data: Tiles, drawn: Drawn) -> Whole:
    """Everything again for every draw; the weights are those of the draw to the last bit."""
    ready = Prepared(scheme, data)
    ranks = np.empty((len(drawn.factors[0]), data.organisations), np.int64)
    given = (scheme.item_weights, scheme.dimension_weights, scheme.category_weights)
    for turn in range(len(ranks)):
        ready.weights = [base * one[turn] for base, one in zip(given, drawn.factors, strict=True)]
        ready.certified = False  # the fractions would take the scheme's own weights
        ranks[turn] = ready.score().ranks
    return interval(ranks)


def reweighted(scheme: TileProblem, data: Tiles, drawn: Drawn) -> Whole:
    """Scores once, as they do not depend on weights; then only the tree, many draws at a time, on one thread."""
    answer = Prepared(scheme, data).score(trace=True)
    assert answer.points is not None
    rows, found = len(scheme.items), []
    for track, (a, b) in enumerate(pairwise(data.offsets.tolist())):
        scores = answer.points[a * rows : b * rows].reshape(rows, b - a).astype(np.float64)
        totals = in_batches(scheme, scores, drawn.weights(scheme, track))
        ranks = [places(_whole(scheme, data, a, b, one)) for one in totals]
        found.append(interval(np.concatenate(ranks)))
    return np.concatenate(found, axis=1)


def in_batches(
    scheme: TileProblem, scores: Floats, weights: list[Floats], fast: bool = False
) -> Iterator[Floats]:
    """Totals of the draws, batch after batch, each draws × organisations; NaN in `scores` for what is left out."""
    totals = _compiled if fast else _totals
    for at in range(0, len(weights[0]), BATCH):
        yield totals(scheme, scores, [one[at : at + BATCH] for one in weights])


def _totals(scheme: TileProblem, scores: Floats, weights: list[Floats]) -> Floats:
    """Weighted means all the way up, draws × organisations; 0 where nothing is there.

    Who has a mean at all depends on what is missing and not on the weights (they are above 0), so the means of those who
    have none are divided by 1 instead of being looked for in every draw.
    """
    there = (~np.isnan(scores)).astype(np.float64)
    means: list[Floats] = list(np.where(there > 0, scores, 0.0)[:, None, :])
    for (_, _, _, parents), weight in zip(members(scheme), weights, strict=True):
        found, present = [], []
        for children in parents:
            share, held = weight[:, children], there[children]
            above = _weighed(share, [means[child] for child in children])
            some = held.any(axis=0).astype(np.float64)
            found.append(np.divide(above, share @ held + (1.0 - some), out=above))
            present.append(some)
        means, there = found, np.array(present)
    return means[0]


def _compiled(scheme: TileProblem, scores: Floats, weights: list[Floats]) -> Floats:
    """The same by Numba."""
    alone = [(np.ones(one.shape[1]), np.ascontiguousarray(one.T)) for one in weights]
    return _by_organisation(scheme, scores, alone).T


def _by_organisation(scheme: TileProblem, scores: Floats, weights: Sequence[tuple[Floats, Floats]]) -> Floats:
    """Totals as organisations × draws; of every level weights, and members × draws by which they are multiplied."""
    from benchmarks import reweighing

    here = ~np.isnan(scores)
    items, dimensions, _ = (_children(parents) for _, _, _, parents in members(scheme))
    out = np.empty((scores.shape[1], weights[0][1].shape[1]))
    reweighing.totals(np.where(here, scores, 0.0), here, (items, dimensions), *weights, out)
    return out


def _children(parents: list[list[int]]) -> tuple[Whole, Whole]:
    """Children, parent after parent, and where each parent's begin."""
    return np.array([one for children in parents for one in children]), np.cumsum([0, *map(len, parents)])


def reweighted_fast(scheme: TileProblem, data: Tiles, drawn: Drawn) -> Whole:
    """The same with Numba, organisations × draws all the way to the places."""
    answer = Prepared(scheme, data).score(trace=True)
    assert answer.points is not None
    rows, found = len(scheme.items), []
    factors = [np.ascontiguousarray(one.T) for one in drawn.factors]
    given = (scheme.item_weights, scheme.dimension_weights, scheme.category_weights)
    for track, (a, b) in enumerate(pairwise(data.offsets.tolist())):
        scores = answer.points[a * rows : b * rows].reshape(rows, b - a).astype(np.float64)
        weights = [(base[track].astype(np.float64), one) for base, one in zip(given, factors, strict=True)]
        found.append(_placed(_by_organisation(scheme, scores, weights), *_beside(scheme, data, a, b), scheme))
    return np.concatenate(found, axis=1)


def _placed(total: Floats, added: Floats, cap: Floats, scheme: TileProblem) -> Whole:
    """The interval of each organisation from totals of organisations × draws."""
    from benchmarks import reweighing

    size, draws = total.shape
    most = (
        np.abs(total).max(initial=0) + np.abs(added).max(initial=0) + abs(scheme.veto_cap) + 1
    ) * 10**scheme.places
    if size > MOST_COMPARED or most >= 2**31:
        return interval(places(_rounded(total.T, added, cap, scheme)))
    whole, counts = np.empty(total.shape, np.int32), np.zeros((size, size), np.int64)
    reweighing.rounded(total, added, cap, 10.0**scheme.places, whole)
    reweighing.counted(whole, counts)
    return _between(counts, draws)


def _weighed(share: Floats, means: list[Floats]) -> Floats:
    """A sum of scores (the same in every draw) or means, each by its weight."""
    if means[0].shape[0] == 1:
        found: Floats = share @ np.concatenate(means)
        return found
    found = share[:, :1] * means[0]
    for child in range(1, len(means)):
        found += np.multiply(means[child], share[:, child : child + 1], out=means[child])
    return found


def _whole(scheme: TileProblem, data: Tiles, a: int, b: int, total: Floats) -> Whole:
    """Bonus, penalty, cap for the vetoed, rounding half up."""
    return _rounded(total, *_beside(scheme, data, a, b), scheme)


def _beside(scheme: TileProblem, data: Tiles, a: int, b: int) -> tuple[Floats, Floats]:
    """What is added to each total, and what it is capped at."""
    added = np.minimum(data.bonus[a:b] / 100.0, scheme.bonus_cap) - data.penalty[a:b] / 100.0
    return added, np.where(data.vetoed[a:b], float(scheme.veto_cap), np.inf)


def _rounded(total: Floats, added: Floats, cap: Floats, scheme: TileProblem) -> Whole:
    total += added
    np.minimum(total, cap, out=total)
    size = np.floor(np.abs(total) * 10**scheme.places + 0.5)
    return np.copysign(size, total, out=size).astype(np.int64)


def places(whole: Whole) -> Whole:
    """Places of every draw, equals sharing the best: key and organisation are sorted as one number."""
    draws, size = whole.shape
    packed = np.sort((-whole << 20) | np.arange(size), axis=1)
    key, who = packed >> 20, packed & (2**20 - 1)
    first = np.zeros((draws, size), np.int64)
    first[:, 1:] = np.where(key[:, 1:] != key[:, :-1], np.arange(1, size), 0)
    found = np.empty((draws, size), np.int64)
    np.put_along_axis(found, who, np.maximum.accumulate(first, axis=1) + 1, axis=1)
    return found


def interval(ranks: Whole) -> Whole:
    """The lowest and highest place of each organisation once a twentieth of draws at either end is left out."""
    draws, size = ranks.shape
    most = int(ranks.max())
    counts = np.bincount((np.arange(size) * most + ranks - 1).ravel(), minlength=size * most).reshape(
        size, most
    )
    return _between(counts, draws)


def _between(counts: Whole, draws: int) -> Whole:
    """The interval of each organisation from how often it stood at each place."""
    reached = np.cumsum(counts, axis=1)
    return np.array([(reached >= share * draws).argmax(axis=1) + 1 for share in (LOW, HIGH)])


# by pandas ----------------------------------------------------------------------------------------------


def by_pandas(scheme: TileProblem, data: Tiles, drawn: Drawn) -> Whole:
    """The tree as an analyst writes it, once a draw."""
    import pandas as pd

    from benchmarks.peers_pandas import _score
    from benchmarks.wide import weights, wide

    frame = pd.DataFrame(wide(scheme, data))
    group = frame.groupby("track", sort=False)
    scores = {f"s{i}": _score(one, i, frame, group) for i, one in enumerate(scheme.items)}
    base = pd.DataFrame(weights(scheme)).set_index("track").loc[frame["track"]].reset_index(drop=True)
    ranks = []
    for turn in range(len(drawn.factors[0])):
        found = dict(scores)
        for (names, kind, result, parents), factor in zip(members(scheme), drawn.factors, strict=True):
            for number, children in enumerate(parents):
                values = pd.DataFrame({c: found[f"{kind}{c}"] for c in children})
                share = pd.DataFrame({c: base[f"{names}{c}"] * factor[turn, c] for c in children})
                share = share.where(values.notna())
                name = result if result == "total" else f"{result}{number}"
                found[name] = (values * share).sum(axis=1) / share.sum(axis=1).replace(0, np.nan)
        total = found["total"].fillna(0) + frame["bonus"].clip(upper=scheme.bonus_cap) - frame["penalty"]
        total = total.where(~frame["vetoed"], total.clip(upper=scheme.veto_cap))
        whole = np.floor(total * 10**scheme.places + 0.5)
        ranks.append(whole.groupby(frame["track"]).rank(method="min", ascending=False).astype("int64"))
    return interval(np.array(ranks))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
