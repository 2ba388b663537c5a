"""Sorting whole numbers by their digits, compiled: what takes part is counted, never compared."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

ROW_BITS = 24
"""A key and its row are sorted as one whole number; a track has fewer than 16,777,216 organisations."""
ROW_MASK = 2**24 - 1
MOST_DIGITS = 1_024


@njit(cache=True)  # type: ignore[untyped-decorator]
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
            counts[np.uint32((packed[u] >> shift) & mask)] += 1
        at: Any = 0
        for b in range(mask + 1):
            count = np.int64(counts[b])
            counts[b] = at
            at += count
        for u in range(size):
            digit = np.uint32((packed[u] >> shift) & mask)
            spare[counts[digit]] = packed[u]
            counts[digit] += 1
        packed, spare = spare, packed
    return packed
