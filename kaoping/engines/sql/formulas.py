"""A formula as expressions of SQL (`kaoping.engines.walking`). What has no form here (dates, general powers, logarithms to a
base, medians within a row) is None: the reference's own meaning works the whole step out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kaoping.engines.columnar.parts import SETTLED_BITS, Vocabulary
from kaoping.engines.sql import expressions as x
from kaoping.engines.sql.algebra import NoFormError, Statements
from kaoping.engines.sql.parts import Part
from kaoping.engines.walking import MOST_STEPS, Walk
from kaoping.scheme.formulas import Expr


class Translation:
    """One formula over the parts of its names."""

    def __init__(self, names: Mapping[str, Part], vocabulary: Vocabulary) -> None:
        self.walk: Walk[Part] = Walk(Statements(vocabulary), names)

    def part(self, expr: Expr) -> Part | None:
        """The formula's column; None where it has no form in SQL."""
        try:
            found = replace(self.walk.of(expr))
        except NoFormError:
            return None
        if self.walk.steps > MOST_STEPS or found.unsure is x.TRUE:
            return None
        found.bits = min(found.bits, SETTLED_BITS)
        return found
