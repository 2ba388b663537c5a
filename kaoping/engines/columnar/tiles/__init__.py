"""Tiles: one contiguous block of whole numbers a track, scored in one fused pass (docs/explanation/engines.md).

For schemes of a plain kind (`problem.py` says which) and hundreds of thousands of organisations. NumPy always; with
Numba (`pip install kaoping[fast]`) one compiled pass. Totals are exact: what lies within the bound of a rounding point is
worked out again in fractions.
"""

from kaoping.engines.columnar.tiles.answer import TileAnswer
from kaoping.engines.columnar.tiles.problem import Item, Rule, TileProblem
from kaoping.engines.columnar.tiles.scoring import Prepared, has_fast, score_tiles
from kaoping.engines.columnar.tiles.store import MISSING, NOT_APPLICABLE, Tiles

__all__ = [
    "MISSING",
    "NOT_APPLICABLE",
    "Item",
    "Prepared",
    "Rule",
    "TileAnswer",
    "TileProblem",
    "Tiles",
    "has_fast",
    "score_tiles",
]
