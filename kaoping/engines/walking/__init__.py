"""Formulas and combinations walked once for every engine on columns: what an engine can do is its `Algebra`."""

from kaoping.engines.walking.algebra import Algebra, Pair
from kaoping.engines.walking.combining import HOW, few_by_weight
from kaoping.engines.walking.formulas import MOST_STEPS, Walk

__all__ = ["HOW", "MOST_STEPS", "Algebra", "Pair", "Walk", "few_by_weight"]
