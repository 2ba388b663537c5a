"""Weighted means of many draws compiled by Numba: a draw's sums stay in the cache from the items to the total."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(fastmath={"reassoc", "contract", "arcp", "nsz"}, cache=True)
def totals(
    scores: Any, there: Any, starts: Any, above: Any, items: Any, dimensions: Any, categories: Any, out: Any
) -> None:
    """Into `out` (draws × organisations). `scores` are 0 where `there` is 0; `starts`: the first item of each dimension;
    `above`: the category of each."""
    size, count = scores.shape[1], categories.shape[1]
    number, held = np.empty(size), np.empty(size)
    number2, held2 = np.empty((count, size)), np.empty((count, size))
    for draw in range(out.shape[0]):
        number2[:] = 0.0
        held2[:] = 0.0
        for d in range(starts.size - 1):
            number[:] = 0.0
            held[:] = 0.0
            last = starts[d + 1] - 1
            for i in range(starts[d], starts[d + 1], 5):  # five at a time: sums stay in registers meanwhile
                j, k, m, n = min(i + 1, last), min(i + 2, last), min(i + 3, last), min(i + 4, last)
                wi = items[draw, i]
                wj = items[draw, j] if i + 1 <= last else 0.0
                wk = items[draw, k] if i + 2 <= last else 0.0
                wm = items[draw, m] if i + 3 <= last else 0.0
                wn = items[draw, n] if i + 4 <= last else 0.0
                si, sj, sk, sm, sn = scores[i], scores[j], scores[k], scores[m], scores[n]
                ti, tj, tk, tm, tn = there[i], there[j], there[k], there[m], there[n]
                for u in range(size):
                    number[u] += wi * si[u] + wj * sj[u] + wk * sk[u] + wm * sm[u] + wn * sn[u]
                    held[u] += wi * ti[u] + wj * tj[u] + wk * tk[u] + wm * tm[u] + wn * tn[u]
            w, c = dimensions[draw, d], above[d]
            for u in range(size):
                some = held[u] > 0.0
                number2[c, u] += w * (number[u] / held[u]) if some else 0.0
                held2[c, u] += w if some else 0.0
        number[:] = 0.0
        held[:] = 0.0
        for c in range(count):
            w = categories[draw, c]
            for u in range(size):
                some = held2[c, u] > 0.0
                number[u] += w * (number2[c, u] / held2[c, u]) if some else 0.0
                held[u] += w if some else 0.0
        for u in range(size):
            out[draw, u] = number[u] / held[u] if held[u] > 0.0 else 0.0
