"""What scoring tiles gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class TileAnswer:
    """One row an organisation, in the order of the tiles.

    `totals`: whole units of the last declared decimal. `ranks`: 1 first, equals share the best place. `grades`: 0 is
    best. `points`: with a trace, the score of every cell, tile by tile, NaN where the item is left out. `handed`:
    organisations whose total was worked out in fractions. `engine`: "tiles, NumPy" or "tiles, Numba".
    """

    totals: NDArray[np.int64]
    ranks: NDArray[np.int32]
    grades: NDArray[np.int8]
    handed: int
    engine: str
    points: NDArray[np.float32] | None = None
