"""Weighted means and places of many draws compiled by Numba: draws stand side by side, an organisation after the other.

What is present decides by what a mean is divided, so organisations with the same children present share their quotients:
they are made once, and each score is then only multiplied and added.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

BLOCK = 128
"""Draws worked on together: what they make stays in the nearest cache."""
HALF = 0.5
fast = njit(fastmath={"reassoc", "contract", "arcp", "nsz"}, cache=True)


@njit(cache=True)
def alike(there: Any, children: Any, starts: Any) -> Any:
    """For each parent and organisation the first organisation with the same children present."""
    size = there.shape[1]
    found = np.empty((starts.size - 1, size), np.int64)
    for p in range(starts.size - 1):
        for u in range(size):
            found[p, u] = u
            for v in range(u):
                if found[p, v] == v:
                    same = True
                    for i in range(starts[p], starts[p + 1]):
                        if there[children[i], u] != there[children[i], v]:
                            same = False
                            break
                    if same:
                        found[p, u] = v
                        break
    return found


@njit(cache=True)
def present(there: Any, children: Any, starts: Any) -> Any:
    """Whether any child of a parent is present, parents × organisations."""
    found = np.zeros((starts.size - 1, there.shape[1]), np.bool_)
    for p in range(starts.size - 1):
        for i in range(starts[p], starts[p + 1]):
            found[p] |= there[children[i]]
    return found


@fast
def quotients(there: Any, children: Any, like: Any, weights: Any, own: Any, out: Any) -> None:
    """Into `out`, for the first of those that are alike: a parent's own weight over the weights present; 0 where none is."""
    held = np.empty(own.size)
    for u in range(like.size):
        if like[u] == u:
            held[:] = 0.0
            for child in children:
                if there[child, u]:
                    weight = weights[child]
                    for k in range(own.size):
                        held[k] += weight[k]
            share = out[u]
            for k in range(own.size):
                share[k] = own[k] / held[k] if held[k] > 0.0 else 0.0


@fast
def weighed(scores: Any, children: Any, like: Any, weights: Any, share: Any, out: Any) -> None:
    """Add to `out` every organisation's scores by their weights, times its quotient. `scores` are 0 where absent."""
    last = children.size - 1
    for u in range(like.size):
        quotient, number = share[like[u]], out[u]
        for i in range(0, children.size, 5):  # five at a time: their sum stays in a register
            a, b, c = children[i], children[min(i + 1, last)], children[min(i + 2, last)]
            d, e = children[min(i + 3, last)], children[min(i + 4, last)]
            x = scores[a, u]
            y = scores[b, u] if i + 1 <= last else 0.0
            z = scores[c, u] if i + 2 <= last else 0.0
            s = scores[d, u] if i + 3 <= last else 0.0
            t = scores[e, u] if i + 4 <= last else 0.0
            va, vb, vc, vd, ve = weights[a], weights[b], weights[c], weights[d], weights[e]
            for k in range(number.size):
                number[k] += quotient[k] * (x * va[k] + y * vb[k] + z * vc[k] + s * vd[k] + t * ve[k])


@fast
def multiplied(means: Any, like: Any, share: Any, out: Any) -> None:
    """Add to `out` every organisation's means times its quotient."""
    for u in range(like.size):
        quotient, mean, number = share[like[u]], means[u], out[u]
        for k in range(number.size):
            number[k] += quotient[k] * mean[k]


@njit(cache=True)
def block_of(weights: Any, first: int) -> Any:
    """A block of draws of weights (base, factors), 0 beyond the last: rows of one known length are worked on as vectors."""
    base, factors = weights
    found = np.zeros((base.size, BLOCK))
    for member in range(base.size):
        for k in range(min(BLOCK, factors.shape[1] - first)):
            found[member, k] = base[member] * factors[member, first + k]
    return found


@njit(cache=True)
def totals(
    scores: Any, there: Any, levels: Any, items: Any, dimensions: Any, categories: Any, out: Any
) -> None:
    """Into `out` (organisations × draws). `scores` are 0 where not `there`; weights, all above 0, are the scheme's and
    members × draws by which they are multiplied; `levels`: of items in dimensions and of these in categories, the
    children parent after parent and where each begins."""
    (of_items, at_items), (of_dimensions, at_dimensions) = levels
    size, draws = out.shape
    there2 = present(there, of_items, at_items)
    there3 = present(there2, of_dimensions, at_dimensions)
    every = np.arange(there3.shape[0])
    like = alike(there, of_items, at_items)
    like2 = alike(there2, of_dimensions, at_dimensions)
    like3 = alike(there3, every, np.array([0, every.size]))[0]
    share, number, total = np.empty((size, BLOCK)), np.empty((size, BLOCK)), np.empty((size, BLOCK))
    for first in range(0, draws, BLOCK):
        wi, wd, wc = block_of(items, first), block_of(dimensions, first), block_of(categories, first)
        total[:] = 0.0
        for c in range(every.size):
            number[:] = 0.0
            inside = of_dimensions[at_dimensions[c] : at_dimensions[c + 1]]
            for d in inside:
                children = of_items[at_items[d] : at_items[d + 1]]
                quotients(there, children, like[d], wi, wd[d], share)
                weighed(scores, children, like[d], wi, share, number)
            quotients(there2, inside, like2[c], wd, wc[c], share)
            multiplied(number, like2[c], share, total)
        number[:] = 0.0
        quotients(there3, every, like3, wc, np.ones(BLOCK), share)
        multiplied(total, like3, share, number)
        n = min(BLOCK, draws - first)
        out[:, first : first + n] = number[:, :n]


@fast
def rounded(total: Any, added: Any, cap: Any, unit: float, out: Any) -> None:
    """Into `out` as whole numbers of parts: what is added for everybody, the cap of the vetoed, rounding half up."""
    for u in range(total.shape[0]):
        row, found, more, most = total[u], out[u], added[u], cap[u]
        for k in range(row.size):
            value = min(row[k] + more, most)
            whole = np.floor(abs(value) * unit + HALF)
            found[k] = np.int32(-whole if value < 0.0 else whole)


@njit(cache=True)
def counted(whole: Any, counts: Any) -> None:
    """Add to `counts` (organisations × places) how often each stood there, equals sharing the best.

    A place is one more than how many are above: comparing everybody with everybody, many draws at a time, is quicker
    than sorting each draw as long as a track has some hundred organisations.
    """
    size, draws = whole.shape
    above = np.empty(BLOCK, np.int32)
    for first in range(0, draws, BLOCK):
        n = min(BLOCK, draws - first)
        block = whole[:, first : first + n].copy()
        for u in range(size):
            own = block[u]
            above[:] = 0
            for v in range(size):
                other = block[v]
                for k in range(n):
                    above[k] += np.int32(other[k] > own[k])
            for k in range(n):
                counts[u, above[k]] += 1
