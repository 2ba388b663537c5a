"""The problem as one SQL query for DuckDB, windows over the tracks."""

from __future__ import annotations

import duckdb
import numpy as np

from benchmarks.wide import is_peer_rule, members, spread
from kaoping.engines.columnar.tiles import Item, Rule, TileProblem


def run(
    problem: TileProblem, database: duckdb.DuckDBPyConnection
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Totals in ten-thousandths, places, grades. Tables: wide, weights."""
    found = database.execute(sql(problem)).fetchnumpy()
    order = np.argsort(found["unit"])
    return tuple(np.asarray(found[name])[order] for name in ("whole", "rank", "grade"))  # type: ignore[return-value]


def sql(problem: TileProblem) -> str:
    """The whole query: what a track's rules need is aggregated once and joined; only places are windows."""
    scores = ", ".join(f"{_score(one, i)} AS s{i}" for i, one in enumerate(problem.items))
    peers = ", ".join(_peers(i) for i, one in enumerate(problem.items) if is_peer_rule(one))
    places = ", ".join(_place(one, i) for i, one in enumerate(problem.items) if one.rule is Rule.RANK)
    text = (
        f"WITH peers AS (SELECT track, {peers} FROM wide GROUP BY track),"
        f" placed_items AS (SELECT unit, {places} FROM wide),"
        f" scored AS (SELECT unit, track, bonus, penalty, vetoed, {scores} FROM wide JOIN peers USING (track)"
        " JOIN placed_items USING (unit)),"
        " joined AS (SELECT * FROM scored JOIN weights USING (track))"
    )
    before = "joined"
    for names, kind, result, parents in members(problem):
        means = ", ".join(
            f"{_mean([(f'{names}{c}', f'{kind}{c}') for c in children])} AS {result if result == 'total' else f'{result}{n}'}"
            for n, children in enumerate(parents)
        )
        text += f", level_{result} AS (SELECT *, {means} FROM {before})"
        before = f"level_{result}"
    return f"{text}, {_decided(problem, before)}"


def _peers(i: int) -> str:
    found = {"lo": "min", "hi": "max", "n": "count", "mu": "avg", "sd": "stddev_pop"}
    return ", ".join(f"{function}(x{i}) AS {name}{i}" for name, function in found.items())


def _place(item: Item, i: int) -> str:
    """Places from 0 in a narrow table of their own: wide rows are not carried through the windows."""
    over = f"(PARTITION BY track ORDER BY x{i} {'ASC' if item.lower_is_better else 'DESC'} NULLS LAST"
    same = f" + (count(*) OVER {over} RANGE BETWEEN CURRENT ROW AND CURRENT ROW) - 1) / 2.0"
    return f"rank() OVER {over}) - 1{same if item.ties_share_mean else ''} AS p{i}"


def _decided(problem: TileProblem, before: str) -> str:
    plain = f"coalesce(total, 0) + least(bonus, {problem.bonus_cap}) - penalty"
    grade = " + ".join(f"(rank > floor({float(s)} * size + 1e-9))::INT" for s in problem.shares)
    return (
        f"summed AS (SELECT unit, track, vetoed, floor((CASE WHEN vetoed THEN least({plain}, {problem.veto_cap})"
        f" ELSE {plain} END) * {10**problem.places} + 0.5) AS whole FROM {before}),"
        " placed AS (SELECT *, rank() OVER (PARTITION BY track ORDER BY whole DESC) AS rank, count(*) OVER (PARTITION BY track) AS size FROM summed)"
        f" SELECT unit, whole, rank, CASE WHEN vetoed THEN greatest({grade}, {problem.veto_grade}) ELSE {grade} END AS grade FROM placed"
    )


def _mean(pairs: list[tuple[str, str]]) -> str:
    above = " + ".join(f"coalesce({w} * {s}, 0)" for w, s in pairs)
    below = " + ".join(f"CASE WHEN {s} IS NULL THEN 0 ELSE {w} END" for w, s in pairs)
    return f"({above}) / nullif({below}, 0)"


def _score(item: Item, i: int) -> str:
    found = _points(item, i)
    if item.missing_is_zero:
        return f"CASE WHEN x{i} IS NULL THEN CASE WHEN na{i} THEN NULL ELSE 0 END ELSE {found} END"
    return f"CASE WHEN x{i} IS NULL THEN NULL ELSE {found} END"


def _points(item: Item, i: int) -> str:
    x = f"x{i}"
    if item.rule is Rule.COMPLETION:
        return f"least(greatest({x} / t{i}, 0), 1.2) * 100"
    if item.rule is Rule.EFFICACY:
        start, span = spread(item)
        return f"60 + 40 * least(greatest(({x} - {start}) / {span}, 0), 1)"
    if item.rule is Rule.BANDS:
        pairs = reversed(list(zip(item.thresholds, item.points[1:], strict=True)))
        return f"CASE {' '.join(f'WHEN {x} >= {edge / 100} THEN {points}' for edge, points in pairs)} ELSE {item.points[0]} END"
    if item.rule is Rule.RANK:
        return f"100 - p{i} * 60.0 / greatest(n{i} - 1, 1)"
    if item.rule is Rule.MIN_MAX:
        line = f"hi{i} - {x}" if item.lower_is_better else f"{x} - lo{i}"
        return f"CASE WHEN hi{i} > lo{i} THEN 100 * ({line}) / (hi{i} - lo{i}) ELSE 100 END"
    sign = "-" if item.lower_is_better else ""
    return f"least(greatest(70 + 10 * {sign}({x} - mu{i}) / coalesce(nullif(sd{i}, 0), 1), 0), 100)"
