"""The pass over tiles compiled by Numba: a row is scored and added to its dimension while it is in the cache.

Whole numbers are compared and counted as whole numbers; places are found by counting, not by comparing. Differences are
taken before anything is rounded, and only sums that no order changes are taken in another: `TileProblem.bound` relies on
both. Dividing by zero gives an infinity that nothing looks at (`error_model`): a check would keep loops from becoming vector
code, and so would a slice or an index that could be negative. Imported only where Numba is installed. All that decides
a number stands in this one file, but for sorting, because Numba's cache looks at no other.

In what follows `x` is a tile [items, organisations] and `i` the row. Points go to `put`: into the sums above the row or,
where every cell is asked for, into `s`. `zero` is the number that counts as 0 points: the mark for missing, or 0 (which is
a value anyway) where missing is left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange

from kaoping.engines.columnar.tiles.memory import ahead
from kaoping.engines.columnar.tiles.sorting import MOST_DIGITS, ROW_BITS, ROW_MASK, in_order

NOT_APPLICABLE = np.int32(-(2**31) + 1)
GREATEST = np.uint32(2**32 - 1)
SHIFT = np.int64(2**31 - 2)
"""Added to a number, it makes the marks for no value the two greatest, and all values count from 0."""
CELL = {"contract", "nsz"}
"""What the compiler may do to the arithmetic of a cell: one rounding where there were two."""
SUM = {"reassoc", "contract", "nsz"}
"""And to sums whose order does not matter: whole numbers below 2⁵³, or a bound that counts every term."""
MOST_BINS = 65_536
"""So many values of an item are counted; with more of them, and more than four for each organisation, they are sorted."""


# one row by its rule ------------------------------------------------------------------------------------


@njit(fastmath=CELL, error_model="numpy", cache=True)
def put(u: Any, v: Any, points: Any, w: Any, zero: Any, above: Any, below: Any, s: Any) -> None:
    """One cell: its points, weighted, into the sums of its dimension."""
    if s is None:
        there = v > NOT_APPLICABLE
        above[u] += w * points if there else 0.0
        below[u] += w if there | (v == zero) else 0.0
    else:
        s[u] = points


@njit(fastmath=CELL, error_model="numpy", cache=True)
def completion(
    x: Any, i: int, target: Any, at: int, w: Any, zero: Any, above: Any, below: Any, s: Any
) -> None:
    """Rule COMPLETION."""
    for u in range(x.shape[1]):
        part = np.float64(x[i, u]) / np.float64(target[at, u])
        held = part if part > 0.0 else 0.0
        put(u, x[i, u], 100.0 * (held if held < 1.2 else 1.2), w, zero, above, below, s)


@njit(cache=True)
def ends(x: Any, i: int) -> Any:
    """Lowest and highest value of a row; (1, 0) where there is none."""
    least, high = GREATEST, NOT_APPLICABLE
    for u in range(x.shape[1]):
        high = max(x[i, u], high)
        least = min(np.uint32(x[i, u] + SHIFT), least)
    if high <= NOT_APPLICABLE:
        return np.int64(1), np.int64(0)
    return np.int64(least) - SHIFT, np.int64(high)


@njit(fastmath=CELL, error_model="numpy", cache=True)
def line(x: Any, i: int, start: float, slope: float, base: float, top: float, w: Any, zero: Any, above: Any, below: Any,
         s: Any) -> None:  # fmt: skip
    """base + slope · (value − start), held between base and top: MIN_MAX and EFFICACY."""
    for u in range(x.shape[1]):
        point = base + slope * (np.float64(x[i, u]) - start)
        held = point if point > base else base
        put(u, x[i, u], held if held < top else top, w, zero, above, below, s)


@njit(fastmath=CELL, error_model="numpy", cache=True)
def between(x: Any, i: int, lower: bool, w: Any, zero: Any, above: Any, below: Any, s: Any) -> None:
    """Rule MIN_MAX."""
    worst, best = ends(x, i)
    start = np.float64(best if lower else worst)
    slope = 100.0 / (np.float64(worst if lower else best) - start)
    apart = best > worst
    line(x, i, start, slope if apart else 0.0, 0.0 if apart else 100.0, 100.0, w, zero, above, below, s)


@njit(fastmath=SUM, error_model="numpy", cache=True)
def gaps(x: Any, i: int, start: float) -> Any:
    """How many values there are, and the sums of their distances from `start` and of the squares of these."""
    number, total, square = 0, 0.0, 0.0
    for u in range(x.shape[1]):
        there = x[i, u] > NOT_APPLICABLE
        gap = np.float64(x[i, u]) - start if there else 0.0
        number += 1 if there else 0
        total += gap
        square += gap * gap
    return number, total, square


@njit(fastmath=SUM, error_model="numpy", cache=True)
def squares(x: Any, i: int, start: float, middle: float) -> float:
    """The squared distances from start + middle, added up."""
    square = 0.0
    for u in range(x.shape[1]):
        gap = np.float64(np.int64(x[i, u]) - np.int64(start)) - middle
        square += gap * gap if x[i, u] > NOT_APPLICABLE else 0.0
    return square


@njit(fastmath=CELL, error_model="numpy", cache=True)
def deviations(x: Any, i: int, sign: float, w: Any, zero: Any, above: Any, below: Any, s: Any) -> None:
    """Rule Z_SCORE, in distances from the lowest value; their squares are summed as whole numbers while these are exact."""
    low, high = ends(x, i)
    start, slope, middle = np.float64(low), 0.0, 0.0
    if high > low:
        number, total, square = gaps(x, i, start)
        middle = total / number
        reach = np.float64(number) * np.float64(high - low)
        if reach * np.float64(high - low) < 2.0**53 and reach < 2.0**31:
            spread = np.int64(number) * np.int64(square) - np.int64(total) * np.int64(total)
            slope = 10.0 * sign * number / np.sqrt(np.float64(spread))
        else:
            slope = 10.0 * sign / np.sqrt(squares(x, i, start, middle) / number)
    around(x, i, start, middle, slope, w, zero, above, below, s)


@njit(fastmath=CELL, error_model="numpy", cache=True)
def around(x: Any, i: int, start: float, middle: float, slope: float, w: Any, zero: Any, above: Any, below: Any,
           s: Any) -> None:  # fmt: skip
    """70 + slope · (value − start − middle), held between 0 and 100."""
    for u in range(x.shape[1]):
        point = 70.0 + slope * ((np.float64(x[i, u]) - start) - middle)
        held = point if point > 0.0 else 0.0
        put(u, x[i, u], held if held < 100.0 else 100.0, w, zero, above, below, s)


@njit(fastmath=CELL, cache=True)
def banded(
    x: Any, i: int, edges: Any, steps: Any, w: Any, zero: Any, above: Any, below: Any, s: Any, keys: Any
) -> None:
    """Rule BANDS: to the lowest points each of the edges that is reached adds its step, four at a time."""
    for u in range(x.shape[1]):
        keys[u] = steps[i, 0]
    for k in range(0, edges.shape[1], 4):
        a, b, c, d = edges[i, k], edges[i, k + 1], edges[i, k + 2], edges[i, k + 3]
        p, q, r, t = steps[i, k + 1], steps[i, k + 2], steps[i, k + 3], steps[i, k + 4]
        none = np.int32(0)
        for u in range(x.shape[1]):
            v = x[i, u]
            more = (p if v >= a else none) + (q if v >= b else none)
            keys[u] += more + (r if v >= c else none) + (t if v >= d else none)
    for u in range(x.shape[1]):
        put(u, x[i, u], np.float64(np.int32(keys[u])), w, zero, above, below, s)


# places -------------------------------------------------------------------------------------------------


@njit(fastmath=CELL, cache=True)
def placed(x: Any, i: int, lower: bool, mean: bool, w: Any, zero: Any, above: Any, below: Any, s: Any, keys: Any,
           counts: Any, table: Any, points: Any, packed: Any, spare: Any) -> None:  # fmt: skip
    """Rule RANK: by counting how often each value occurs where they are few, else by sorting."""
    low, high = ends(x, i)
    counted = False
    for unit in (1, 100, 10):
        bins = (high - low) // unit + 1
        if not counted and bins < counts.size and keyed(x, i, low, unit, bins, keys):
            occurring(keys, x.shape[1], bins, lower, mean, counts, table, points)
            counted = True
    if not counted:
        sorted_points(x, i, low, high, lower, mean, counts, packed, spare, points)
    for u in range(x.shape[1]):
        put(u, x[i, u], points[u], w, zero, above, below, s)


@njit(cache=True)
def keyed(x: Any, i: int, low: int, unit: int, none: int, keys: Any) -> bool:
    """Whether all values are whole units above the lowest; how many each is into `keys`, `none` for no value."""
    start, inverse, off = np.float64(low), 1.0 / unit, 0
    for u in range(x.shape[1]):
        gap = np.float64(x[i, u]) - start
        key = np.int32(gap * inverse + 0.5)
        there = x[i, u] > NOT_APPLICABLE
        off += 1 if there & (np.float64(key) * unit != gap) else 0
        keys[u] = key if there else none
    return off == 0


@njit(fastmath=CELL, error_model="numpy", cache=True)
def occurring(
    keys: Any, size: int, bins: int, lower: bool, mean: bool, counts: Any, table: Any, points: Any
) -> None:
    """Points by how often lower keys occur."""
    for b in range(bins + 1):
        counts[b] = 0
    for u in range(size):
        counts[keys[u]] += np.uint32(1)
    number: Any = size - np.int64(counts[bins])
    step, half = 60.0 / max(number - 1, 1), 0.5 if mean else 0.0
    before = np.int64(0)
    for b in range(bins):
        same = np.int64(counts[b])
        first = before if lower else number - before - same
        table[b] = 100.0 - (first + (same - 1) * half) * step
        before += same
    table[bins] = 0.0
    for u in range(size):
        points[u] = table[keys[u]]


@njit(fastmath=CELL, error_model="numpy", cache=True)
def sorted_points(x: Any, i: int, low: int, high: int, lower: bool, mean: bool, counts: Any, packed: Any, spare: Any,
                  points: Any) -> None:  # fmt: skip
    """Points by place where values are too far apart to be counted."""
    m = 0
    for u in range(x.shape[1]):
        v = np.int64(x[i, u])
        packed[m] = (v - low if lower else high - v) << ROW_BITS | u
        m += 1 if v > NOT_APPLICABLE else 0
    found = in_order(packed, spare, m, high - low, counts)
    step, half = 60.0 / max(m - 1, 1), 0.5 if mean else 0.0
    key, first = -1, 0
    for p in range(m):
        first = first if found[p] >> ROW_BITS == key else p
        key = found[p] >> ROW_BITS
        points[found[p] & ROW_MASK] = first
    key, last = -1, 0
    for p in range(m - 1, -1, -1):
        last = last if found[p] >> ROW_BITS == key else p
        key = found[p] >> ROW_BITS
        u = found[p] & ROW_MASK
        points[u] = 100.0 - (points[u] + (last - points[u]) * half) * step


@njit(cache=True)
def ranked(rounded: Any, vetoed: Any, cuts: Any, veto_grade: int, rank: Any, grade: Any, counts: Any, packed: Any,
           spare: Any) -> None:  # fmt: skip
    """Places and grades of a track by whole totals."""
    n = rounded.size
    best, worst = rounded[0], rounded[0]
    for u in range(n):
        best, worst = max(best, rounded[u]), min(worst, rounded[u])
    for u in range(n):
        packed[u] = (best - rounded[u]) << ROW_BITS | u
    found = in_order(packed, spare, n, best - worst, counts)
    place, key = 1, -1
    for p in range(n):
        place = place if found[p] >> ROW_BITS == key else p + 1
        key = found[p] >> ROW_BITS
        rank[found[p] & ROW_MASK] = place
    for u in range(n):
        g = 0
        for k in range(cuts.size):
            g += 1 if rank[u] > cuts[k] else 0
        grade[u] = max(g, veto_grade) if vetoed[u] else g


# a track, and all of them -------------------------------------------------------------------------------


@njit(fastmath=CELL, error_model="numpy", cache=True)
def upward(above: Any, below: Any, w: Any, above2: Any, below2: Any) -> None:
    """The means of a node, weighted into the one above it; its own sums begin anew."""
    for u in range(above.size):
        there = below[u] > 0.0
        mean = above[u] / below[u]
        above2[u] += w * mean if there else 0.0
        below2[u] += w if there else 0.0
        above[u] = 0.0
        below[u] = 0.0


@njit(cache=True)
def trace_of(trace: Any, first: int, rows: int, n: int) -> Any:
    """The part of the trace that is a track's, and room for the points of a row, where every cell is asked for."""
    if trace is None:
        return None, None
    return trace[first : first + rows * n].reshape(rows, n), np.empty(n)


@njit(fastmath=CELL, error_model="numpy", cache=True)
def traced(x: Any, i: int, s: Any, w: Any, zero: Any, above: Any, below: Any, seen: Any) -> None:
    """A row of points into its dimension and into the trace."""
    for u in range(x.shape[1]):
        put(u, x[i, u], s[u], w, zero, above, below, None)
    for u in range(x.shape[1]):
        none = np.float32(0.0) if x[i, u] == zero else np.float32(np.nan)
        seen[i, u] = np.float32(s[u]) if x[i, u] > NOT_APPLICABLE else none


@njit(fastmath=CELL, error_model="numpy", cache=True)
def tile(x: Any, targets: Any, items: Any, weights: Any, j: int, tree: Any, total: Any, seen: Any, s: Any, counts: Any,
         packed: Any, spare: Any) -> None:  # fmt: skip
    """One track: a row at a time, up the tree as soon as a node is complete, into `total`."""
    wi, wd, wc = weights
    rule, lower, low, high, edges, steps, mean, zeros, at = items
    item_order, item_from, dimension_order, dimension_from = tree
    n = x.shape[1]
    keys, points, table = np.empty(n, np.uint32), np.empty(n), np.empty(counts.size)
    above, below, above2, below2, below3 = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    total[:] = 0.0
    for c in range(wc.shape[1]):
        for e in range(dimension_from[c], dimension_from[c + 1]):
            d = dimension_order[e]
            for q in range(item_from[d], item_from[d + 1]):
                i = item_order[q]
                w, zero = wi[j, i], zeros[i]
                ahead(x, i + 2)
                if rule[i] == 0:
                    ahead(targets, at[i] + 1)
                    completion(x, i, targets, at[i], w, zero, above, below, s)
                elif rule[i] == 1:
                    between(x, i, lower[i], w, zero, above, below, s)
                elif rule[i] == 2:
                    slope = (-40.0 if lower[i] else 40.0) / (high[i] - low[i])
                    line(x, i, high[i] if lower[i] else low[i], slope, 60.0, 100.0, w, zero, above, below, s)
                elif rule[i] == 3:
                    placed(x, i, lower[i], mean[i], w, zero, above, below, s, keys, counts, table, points,
                           packed, spare)  # fmt: skip
                elif rule[i] == 4:
                    deviations(x, i, -1.0 if lower[i] else 1.0, w, zero, above, below, s)
                else:
                    banded(x, i, edges, steps, w, zero, above, below, s, keys)
                if seen is not None:
                    traced(x, i, s, w, zero, above, below, seen)
            upward(above, below, wd[j, d], above2, below2)
        upward(above2, below2, wc[j, c], total, below3)
    for u in range(n):
        found = total[u] / below3[u]
        total[u] = found if below3[u] > 0.0 else 0.0


@njit(cache=True)
def decided(
    total: Any, bonus: Any, penalty: Any, vetoed: Any, limits: Any, bound: float, rounded: Any, grade: Any
) -> int:
    """Bonus, penalty, cap and rounding. Grade −1 where the bound reaches a rounding point; how many these are."""
    bonus_cap, veto_cap, scale, _ = limits
    doubts = 0
    for u in range(total.size):
        more = bonus[u] / 100.0
        v = total[u] + (more if more < bonus_cap else bonus_cap) - penalty[u] / 100.0
        v = veto_cap if vetoed[u] & (v > veto_cap) else v
        scaled = abs(v) * scale
        whole = np.floor(scaled + 0.5)
        close = abs(scaled - np.floor(scaled) - 0.5) <= (bound + abs(v) * 1e-15) * scale * 1.01
        doubts += 1 if close else 0
        grade[u] = np.int8(-1) if close else np.int8(0)
        rounded[u] = np.int64(-whole if v < 0.0 else whole)
    return doubts


@njit(cache=True)
def track(j: int, given: Any, offsets: Any, rows: int, target_rows: int, items: Any, weights: Any, tree: Any, limits: Any,
          bound: float, cuts: Any, answer: Any, trace: Any) -> Any:  # fmt: skip
    """One track; how many of its totals are in doubt. It is ranked if none is."""
    values, targets, bonus, penalty, vetoed = given
    rounded, ranks, grades = answer
    a, b = offsets[j], offsets[j + 1]
    n = b - a
    counts = np.empty(max(min(4 * n + 256, MOST_BINS), MOST_DIGITS), np.uint32)
    total, packed, spare = np.empty(n), np.empty(n, np.int64), np.empty(n, np.int64)
    seen, s = trace_of(trace, a * rows, rows, n)
    tile(values[a * rows : b * rows].reshape(rows, n), targets[a * target_rows : b * target_rows].reshape(target_rows, n),
         items, weights, j, tree, total, seen, s, counts, packed, spare)  # fmt: skip
    doubts = decided(total, bonus[a:b], penalty[a:b], vetoed[a:b], limits, bound, rounded[a:b], grades[a:b])
    if doubts == 0 and n > 0:
        ranked(rounded[a:b], vetoed[a:b], cuts, limits[3], ranks[a:b], grades[a:b], counts, packed, spare)
    return doubts


@njit(parallel=True, cache=True)
def every_tile(given: Any, offsets: Any, rows: int, target_rows: int, items: Any, weights: Any, tree: Any, limits: Any,
               bounds: Any, cuts: Any, answer: Any, doubts: Any, trace: Any) -> None:  # fmt: skip
    """All tracks, shared out among the threads; `doubts` tells of each."""
    for j in prange(offsets.size - 1):
        doubts[j] = track(
            j,
            given,
            offsets,
            rows,
            target_rows,
            items,
            weights,
            tree,
            limits,
            bounds[j],
            cuts[j],
            answer,
            trace,
        )
