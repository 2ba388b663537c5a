"""The pass over tiles compiled by Numba: rows are scored and added to their dimension while they are in the cache.

Whole numbers are compared as whole numbers; places are found by counting digits, not by comparing (radix). Imported only
where Numba is installed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit, prange

NOT_APPLICABLE = np.int32(-(2**31) + 1)
MISSING = np.int32(-(2**31))
FAST = {"reassoc", "contract", "arcp", "nsz"}


ROW_BITS = 24
"""A key and its row are sorted as one whole number; a track has fewer than 16,777,216 organisations."""
ROW_MASK = 2**24 - 1


@njit(cache=True)
def in_order(packed: Any, spare: Any, size: int, top: int, counts: Any) -> Any:
    """Sorts (key << ROW_BITS | row) by keys from 0 to `top`, a digit at a time; small digits where there are few rows."""
    bits = 1
    while (top >> bits) > 0:
        bits += 1
    most = 10 if size > 2000 else 7
    passes = (bits + most - 1) // most
    width = (bits + passes - 1) // passes
    mask = (1 << width) - 1
    for turn in range(passes):
        shift = ROW_BITS + turn * width
        for b in range(mask + 1):
            counts[b] = 0
        for u in range(size):
            counts[(packed[u] >> shift) & mask] += 1
        at = 0
        for b in range(mask + 1):
            count = counts[b]
            counts[b] = at
            at += count
        for u in range(size):
            b = (packed[u] >> shift) & mask
            spare[counts[b]] = packed[u]
            counts[b] += 1
        packed, spare = spare, packed
    return packed


@njit(fastmath=FAST, cache=True)
def completion(x: Any, target: Any, missing: float, s: Any) -> None:
    """Rule COMPLETION."""
    for u in range(x.size):
        v = x[u]
        r = min(max(np.float64(v) / np.float64(target[u]), 0.0), 1.2) * 100.0
        s[u] = r if v > NOT_APPLICABLE else (missing if v == MISSING else np.nan)


@njit(cache=True)
def ends(x: Any) -> Any:
    """Lowest and highest value of a row."""
    low, high = np.int32(2**31 - 1), NOT_APPLICABLE
    for u in range(x.size):
        v = x[u]
        high = max(high, v)
        low = min(low, v if v > NOT_APPLICABLE else low)
    return low, high


@njit(fastmath=FAST, cache=True)
def line(x: Any, start: float, slope: float, base: float, span: float, missing: float, s: Any) -> None:
    """base + span · (value − start) · slope, held between base and base + span: MIN_MAX and EFFICACY."""
    for u in range(x.size):
        v = x[u]
        r = base + span * min(max(slope * (np.float64(v) - start), 0.0), 1.0)
        s[u] = r if v > NOT_APPLICABLE else (missing if v == MISSING else np.nan)


@njit(fastmath=FAST, cache=True)
def placed(x: Any, lower: bool, mean: bool, missing: float, s: Any, work: Any) -> None:
    """Rule RANK."""
    packed, spare, counts = work
    low, high = ends(x)
    m = 0
    for u in range(x.size):
        v = np.int64(x[u])
        if v > NOT_APPLICABLE:
            packed[m] = (v - low if lower else high - v) << ROW_BITS | u
            m += 1
        s[u] = missing if v == MISSING else np.nan
    if m == 0:
        return
    found = in_order(packed, spare, m, np.int64(high) - np.int64(low), counts)
    step = 60.0 / max(m - 1, 1)
    a = 0
    while a < m:
        key = found[a] >> ROW_BITS
        b = a + 1
        while b < m and found[b] >> ROW_BITS == key:
            b += 1
        points = 100.0 - ((a + b - 1) * 0.5 if mean else np.float64(a)) * step
        for p in range(a, b):
            s[found[p] & ROW_MASK] = points
        a = b


@njit(fastmath=FAST, cache=True)
def deviations(x: Any, sign: float, missing: float, s: Any) -> None:
    """Rule Z_SCORE; whether all are equal is decided in whole numbers."""
    low, high = ends(x)
    total, number, square = np.int64(0), 0, 0.0
    for u in range(x.size):
        if x[u] > NOT_APPLICABLE:
            total += x[u]
            number += 1
    middle = total / number if number > 0 else 0.0
    for u in range(x.size):
        gap = np.float64(x[u]) - middle
        square += gap * gap if x[u] > NOT_APPLICABLE else 0.0
    slope = 10.0 * sign / np.sqrt(square / number) if number > 0 and high > low else 0.0
    for u in range(x.size):
        v = x[u]
        r = min(max(70.0 + slope * (np.float64(v) - middle), 0.0), 100.0)
        s[u] = r if v > NOT_APPLICABLE else (missing if v == MISSING else np.nan)


@njit(fastmath=FAST, cache=True)
def banded(x: Any, thresholds: Any, points: Any, missing: float, s: Any) -> None:
    """Rule BANDS: each threshold that is reached adds its step."""
    for u in range(x.size):
        s[u] = points[0]
    for k in range(thresholds.size):
        edge, step = thresholds[k], points[k + 1] - points[k]
        for u in range(x.size):
            s[u] += step if x[u] >= edge else 0.0
    for u in range(x.size):
        v = x[u]
        s[u] = s[u] if v > NOT_APPLICABLE else (missing if v == MISSING else np.nan)


@njit(fastmath=FAST, cache=True)
def scored(x: Any, target: Any, rule: int, lower: bool, low: float, high: float, thresholds: Any, points: Any,
           mean: bool, missing: float, s: Any, work: Any) -> None:  # fmt: skip
    """One row of a tile by its rule."""
    if rule == 0:
        completion(x, target, missing, s)
    elif rule == 1:
        worst, best = ends(x)
        if best > worst:
            slope = 1.0 / (np.float64(best) - np.float64(worst))
            line(x, np.float64(best if lower else worst), -slope if lower else slope, 0.0, 100.0, missing, s)
        else:
            line(x, np.float64(worst), 0.0, 100.0, 0.0, missing, s)
    elif rule == 2:
        steep = 1.0 / (high - low)
        line(x, high if lower else low, -steep if lower else steep, 60.0, 40.0, missing, s)
    elif rule == 3:
        placed(x, lower, mean, missing, s, work)
    elif rule == 4:
        deviations(x, -1.0 if lower else 1.0, missing, s)
    else:
        banded(x, thresholds, points, missing, s)


@njit(fastmath=FAST, cache=True)
def upward(above: Any, below: Any, weights: Any, parent: Any, above2: Any, below2: Any) -> None:
    """The means of one level, weighted into the next."""
    for d in range(above.shape[0]):
        w = weights[d]
        k = parent[d]
        for u in range(above.shape[1]):
            there = below[d, u] > 0.0
            above2[k, u] += w * (above[d, u] / below[d, u]) if there else 0.0
            below2[k, u] += w if there else 0.0


@njit(fastmath=FAST, cache=True)
def added(s: Any, w: float, above: Any, below: Any) -> None:
    """A row of scores into its dimension."""
    for u in range(s.size):
        v = s[u]
        there = v == v
        above[u] += w * v if there else 0.0
        below[u] += w if there else 0.0


@njit(fastmath=FAST, cache=True)
def tile(values: Any, targets: Any, n: int, rows: Any, params: Any, wi: Any, wd: Any, wc: Any, category: Any,
         root: Any, total: Any, trace: Any) -> None:  # fmt: skip
    """One track: every row, up the tree, into `total`."""
    rule, lower, low, high, thresholds, points, mean, missing, at, dimension = params
    work = (np.empty(n, np.int64), np.empty(n, np.int64), np.empty(1024, np.int64))
    kinds = wc.size
    above, below = np.zeros((wd.size, n)), np.zeros((wd.size, n))
    above2, below2 = np.zeros((kinds, n)), np.zeros((kinds, n))
    above3, below3 = np.zeros((1, n)), np.zeros((1, n))
    s = np.empty(n)
    for i in range(rows):
        x = values[i * n : (i + 1) * n]
        t = targets[at[i] * n : (at[i] + 1) * n] if at[i] >= 0 else x
        scored(
            x, t, rule[i], lower[i], low[i], high[i], thresholds[i], points[i], mean[i], missing[i], s, work
        )
        if trace.size > 0:
            for u in range(n):
                trace[i * n + u] = s[u]
        added(s, wi[i], above[dimension[i]], below[dimension[i]])
    upward(above, below, wd, category, above2, below2)
    upward(above2, below2, wc, root, above3, below3)
    for u in range(n):
        total[u] = above3[0, u] / below3[0, u] if below3[0, u] > 0.0 else 0.0


@njit(fastmath=FAST, parallel=True, cache=True)
def every_tile(values: Any, targets: Any, offsets: Any, rows: int, target_rows: int, params: Any, wi: Any, wd: Any,
               wc: Any, category: Any, root: Any, total: Any, trace: Any) -> None:  # fmt: skip
    """All tracks, shared out among the threads."""
    for j in prange(offsets.size - 1):
        a, n = offsets[j], offsets[j + 1] - offsets[j]
        seen = trace[a * rows : (a + n) * rows] if trace.size > 0 else trace
        tile(
            values[a * rows : (a + n) * rows], targets[a * target_rows : (a + n) * target_rows], n, rows, params,
            wi[j], wd[j], wc[j], category, root, total[a : a + n], seen,
        )  # fmt: skip


@njit(parallel=True, cache=True)
def decided(total: Any, bonus: Any, penalty: Any, vetoed: Any, offsets: Any, bonus_cap: float, veto_cap: float,
            scale: float, bound: Any, rounded: Any, doubt: Any) -> None:  # fmt: skip
    """Bonus, penalty, cap and rounding; `doubt` where the bound reaches a rounding point."""
    for j in prange(offsets.size - 1):
        for u in range(offsets[j], offsets[j + 1]):
            v = total[u] + min(bonus[u] / 100.0, bonus_cap) - penalty[u] / 100.0
            if vetoed[u]:
                v = min(v, veto_cap)
            scaled = abs(v) * scale
            whole = np.floor(scaled + 0.5)
            doubt[u] = abs(scaled - np.floor(scaled) - 0.5) <= (bound[j] + abs(v) * 1e-15) * scale * 1.01
            rounded[u] = np.int64(-whole if v < 0.0 else whole)


@njit(parallel=True, cache=True)
def ranked(
    rounded: Any, vetoed: Any, offsets: Any, cuts: Any, veto_grade: int, rank: Any, grade: Any
) -> None:
    """Places and grades by whole totals."""
    for j in prange(offsets.size - 1):
        a, n = offsets[j], offsets[j + 1] - offsets[j]
        if n == 0:
            continue
        packed = np.empty(n, np.int64)
        best, worst = rounded[a], rounded[a]
        for u in range(n):
            best, worst = max(best, rounded[a + u]), min(worst, rounded[a + u])
        for u in range(n):
            packed[u] = (best - rounded[a + u]) << ROW_BITS | u
        found = in_order(packed, np.empty(n, np.int64), n, best - worst, np.empty(1024, np.int64))
        place = 1
        for p in range(n):
            if p > 0 and found[p] >> ROW_BITS != found[p - 1] >> ROW_BITS:
                place = p + 1
            u = a + (found[p] & ROW_MASK)
            rank[u] = place
            g = 0
            for k in range(cuts.shape[1]):
                g += 1 if place > cuts[j, k] else 0
            grade[u] = max(g, veto_grade) if vetoed[u] else g
