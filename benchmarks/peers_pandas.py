"""The problem as an analyst writes it with pandas: a group-by for each item, whole columns everywhere."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.wide import members, spread
from kaoping.engines.columnar.tiles import Item, Rule, TileProblem


def run(
    problem: TileProblem, frame: pd.DataFrame, weight: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Totals in ten-thousandths, places, grades."""
    group = frame.groupby("track", sort=False)
    scores = {f"s{i}": _score(one, i, frame, group) for i, one in enumerate(problem.items)}
    found = {**scores}
    aligned = weight.set_index("track").loc[frame["track"]].reset_index(drop=True)
    for names, kind, result, parents in members(problem):
        for number, children in enumerate(parents):
            values = pd.DataFrame({c: found[f"{kind}{c}"] for c in children})
            share = pd.DataFrame({c: aligned[f"{names}{c}"] for c in children}).where(values.notna())
            name = result if result == "total" else f"{result}{number}"
            found[name] = (values * share).sum(axis=1) / share.sum(axis=1).replace(0, np.nan)
    total = found["total"].fillna(0) + frame["bonus"].clip(upper=problem.bonus_cap) - frame["penalty"]
    total = total.where(~frame["vetoed"], total.clip(upper=problem.veto_cap))
    whole = np.floor(total * 10**problem.places + 0.5)
    rank = whole.groupby(frame["track"]).rank(method="min", ascending=False).astype("int32")
    size = group["unit"].transform("size")
    grade = sum((rank > np.floor(float(one) * size + 1e-9)).astype("int8") for one in problem.shares)
    grade = grade.where(~frame["vetoed"], grade.clip(lower=problem.veto_grade))
    return whole.to_numpy(), rank.to_numpy(), grade.to_numpy()


def _score(item: Item, i: int, frame: pd.DataFrame, group: pd.api.typing.DataFrameGroupBy) -> pd.Series:
    x = frame[f"x{i}"]
    found = _points(item, x, i, frame, group[f"x{i}"])
    if item.missing_is_zero:
        found = found.mask(x.isna() & ~frame[f"na{i}"], 0.0)
    return found


def _points(
    item: Item, x: pd.Series, i: int, frame: pd.DataFrame, peers: pd.api.typing.SeriesGroupBy
) -> pd.Series:
    sign = -1 if item.lower_is_better else 1
    if item.rule is Rule.COMPLETION:
        return (x / frame[f"t{i}"]).clip(0, 1.2) * 100
    if item.rule is Rule.EFFICACY:
        start, span = spread(item)
        return 60 + 40 * ((x - start) / span).clip(0, 1)
    if item.rule is Rule.BANDS:
        edges = [-np.inf, *(one / 100 for one in item.thresholds), np.inf]
        return pd.cut(x, edges, right=False, labels=False).map(dict(enumerate(item.points))).astype(float)
    if item.rule is Rule.RANK:
        place = peers.rank(
            method="average" if item.ties_share_mean else "min", ascending=item.lower_is_better
        )
        return 100 - (place - 1) * 60 / (peers.transform("count") - 1).clip(lower=1)
    low, high = peers.transform("min"), peers.transform("max")
    if item.rule is Rule.MIN_MAX:
        span = (high - low).replace(0, np.nan)
        return (100 * ((high - x) if item.lower_is_better else (x - low)) / span).mask(
            x.notna() & (high == low), 100
        )
    deviation = peers.transform("std", ddof=0).replace(0, 1)
    return (70 + 10 * sign * (x - peers.transform("mean")) / deviation).clip(0, 100)
