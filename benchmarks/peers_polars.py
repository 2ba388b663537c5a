"""The problem as one lazy Polars query."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.wide import members, spread
from kaoping.engines.columnar.tiles import Item, Rule, TileProblem


def run(
    problem: TileProblem, frame: pl.DataFrame, weight: pl.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Totals in ten-thousandths, places, grades."""
    lazy = frame.lazy().with_columns(_score(one, i).alias(f"s{i}") for i, one in enumerate(problem.items))
    lazy = lazy.join(weight.lazy(), on="track", how="left", maintain_order="left")
    for names, kind, result, parents in members(problem):
        lazy = lazy.with_columns(
            _mean([(f"{names}{c}", f"{kind}{c}") for c in children]).alias(
                result if result == "total" else f"{result}{n}"
            )
            for n, children in enumerate(parents)
        )
    total = (
        pl.col("total").fill_null(0)
        + pl.min_horizontal("bonus", pl.lit(float(problem.bonus_cap)))
        - pl.col("penalty")
    )
    total = pl.when("vetoed").then(pl.min_horizontal(total, pl.lit(float(problem.veto_cap)))).otherwise(total)
    lazy = lazy.with_columns(whole=(total * 10**problem.places + 0.5).floor(), size=pl.len().over("track"))
    lazy = lazy.with_columns(rank=pl.col("whole").rank("min", descending=True).over("track"))
    grade = sum(
        (pl.col("rank") > (float(s) * pl.col("size") + 1e-9).floor()).cast(pl.Int8) for s in problem.shares
    )
    vetoed = pl.max_horizontal(grade, pl.lit(problem.veto_grade, pl.Int8))
    grade = pl.when("vetoed").then(vetoed).otherwise(grade)
    found = lazy.select("whole", "rank", grade=grade).collect()
    return tuple(found[name].to_numpy() for name in ("whole", "rank", "grade"))  # type: ignore[return-value]


def _mean(pairs: list[tuple[str, str]]) -> pl.Expr:
    above = pl.sum_horizontal([pl.col(w) * pl.col(s) for w, s in pairs])
    below = pl.sum_horizontal([pl.when(pl.col(s).is_not_null()).then(pl.col(w)) for w, s in pairs])
    return pl.when(below > 0).then(above / below)


def _score(item: Item, i: int) -> pl.Expr:
    x = pl.col(f"x{i}")
    found = _points(item, x, i)
    if item.missing_is_zero:
        return pl.when(x.is_null()).then(pl.when(pl.col(f"na{i}")).then(None).otherwise(0.0)).otherwise(found)
    return found


def _points(item: Item, x: pl.Expr, i: int) -> pl.Expr:
    sign = -1 if item.lower_is_better else 1
    if item.rule is Rule.COMPLETION:
        return (x / pl.col(f"t{i}")).clip(0, 1.2) * 100
    if item.rule is Rule.EFFICACY:
        start, span = spread(item)
        return 60 + 40 * ((x - start) / span).clip(0, 1)
    if item.rule is Rule.BANDS:
        found = pl.when(x.is_null()).then(None)
        for edge, points in reversed(list(zip(item.thresholds, item.points[1:], strict=True))):
            found = found.when(x >= edge / 100).then(float(points))
        return found.otherwise(float(item.points[0]))
    if item.rule is Rule.RANK:
        place = x.rank(
            "average" if item.ties_share_mean else "min", descending=not item.lower_is_better
        ).over("track")
        count = x.count().over("track").cast(pl.Float64)
        return 100 - (place - 1) * 60 / pl.max_horizontal(count - 1, pl.lit(1.0))
    low, high = x.min().over("track"), x.max().over("track")
    if item.rule is Rule.MIN_MAX:
        line = 100 * ((high - x) if item.lower_is_better else (x - low)) / (high - low)
        return pl.when(high > low).then(line).when(x.is_not_null()).then(100.0)
    deviation = x.std(ddof=0).over("track")
    deviation = pl.when(deviation > 0).then(deviation).otherwise(1.0)
    return (70 + 10 * sign * (x - x.mean().over("track")) / deviation).clip(0, 100)
