"""What if: a scoring kept ready, so that a slider for a mark, a weight or a parameter answers at once.

    ready = prepare(scheme, tables, "2026", [Slider("gdp", "full"), Slider("energy", "rule.cap")])
    standing = ready.change({Slider("gdp", "full"): Fraction(55)})
    standing.points("anping"), standing.place("anping")
    ready.refile("anping", "gdp", Fraction(90))            # and what if Anping had filed 90?

A change works out again only the columns that it can touch. The answers are those of scoring the changed scheme or the
changed figures anew: equal, not near.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import Plan
from kaoping.scheme.model import Scheme
from kaoping.tables import Tables
from kaoping.whatif.prepared import Prepared, Standing
from kaoping.whatif.sliders import Slider, moved_by
from kaoping.whatif.watching import Watch

__all__ = ["Prepared", "Slider", "Standing", "prepare"]


def prepare(
    scheme: Scheme, tables: Tables, period: Period | str, sliders: Sequence[Slider] = (), cycle: str = ""
) -> Prepared:
    """A scoring kept ready.

    Raises KaopingError for a slider that names no number or changes more than numbers, and for several that act on one
    another.
    """
    period = Period.parse(period) if isinstance(period, str) else period
    plan = compile_plan(scheme, tables.organisations, period, cycle)

    def compiled(changed: Scheme) -> Plan:
        return compile_plan(changed, tables.organisations, period, cycle)

    moved = moved_by(scheme, plan, sliders, compiled)
    return Prepared(plan, tables, moved, Watch(scheme, plan, sliders, compiled))
