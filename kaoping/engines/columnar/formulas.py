"""A formula as one function over columns: the tree is walked once for all organisations (`kaoping.engines.walking`).

Every branch is worked out for everybody and then chosen from, so a doubt counts only where its branch is taken. What
has no form is unsure for everybody: the reference takes the formula over.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kaoping.engines.columnar.algebra import Arrays
from kaoping.engines.columnar.parts import SETTLED_BITS, Part, Vocabulary, trusted
from kaoping.engines.walking import MOST_STEPS, Walk
from kaoping.scheme.formulas import Expr


class Translation:
    """One evaluation of one formula: the parts of its names."""

    def __init__(self, names: Mapping[str, Part], vocabulary: Vocabulary) -> None:
        self.algebra = Arrays(vocabulary)
        self.walk: Walk[Part] = Walk(self.algebra, names)

    def part(self, expr: Expr) -> Part:
        """The formula's column; unsure for everybody where it has no form here."""
        found = self.walk.of(expr).copy()  # a column of its own: names hand their own parts on
        if self.algebra.is_beyond or self.walk.steps > MOST_STEPS:
            found.unsure = np.ones(1, np.bool_)
        found.bits = min(found.bits, SETTLED_BITS)
        return trusted(found)
