"""Values at which a scheme would compute otherwise, although a slider's probes did not: looked for before a change.

A mean has a full mark only where its members' are all the same, so a full mark below it may reach a value, its
sibling's, at which the plan is another one. And 0 may mean that a setting is not there at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from kaoping.plan.steps import Plan
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Node, Scheme
from kaoping.whatif.sliders import Compile, Slider, is_alike, not_only_numbers, with_all

ADDED = ("sum", "formula")
"""Ways of combining whose full mark does not depend on whether the members' are the same."""
MOST_ASKED = 10_000


class Watch:
    """What sliders stand at, as far as it may matter for the plan. Each combination is compiled once."""

    def __init__(self, scheme: Scheme, plan: Plan, sliders: Collection[Slider], compiled: Compile) -> None:
        self.scheme, self.plan, self.compiled = scheme, plan, compiled
        self.doubted = {one for one in sliders if one.setting == "full"} & _below_means(scheme)
        self.now: dict[Slider, Fraction] = {}
        self.asked: set[frozenset[tuple[Slider, Fraction]]] = {frozenset()}

    def check(self, values: Mapping[Slider, Fraction]) -> None:
        """Let the values be set. Raises KaopingError where the scheme with them is refused or computes otherwise."""
        now = {
            **self.now,
            **{one: value for one, value in values.items() if one in self.doubted or value == 0},
        }
        for one, value in values.items():
            if value != 0 and one not in self.doubted:
                now.pop(one, None)
        key = frozenset(now.items())
        if key not in self.asked:
            if not is_alike(self.plan, self.compiled(with_all(self.scheme, now))):
                raise not_only_numbers(next((one for one in values if one in now), next(iter(now))))
            if len(self.asked) >= MOST_ASKED:
                self.asked.clear()
            self.asked.add(key)
        self.now = now


def _below_means(scheme: Scheme) -> set[Slider]:
    """The full marks below a node that is a mean of its members and has none of its own."""
    found: set[Slider] = set()

    def look(node: Node, is_below: bool) -> None:
        if is_below:
            found.add(Slider(node.key, "full"))
        means = node.combine is not None and node.combine.name not in ADDED
        fixed = isinstance(node.full, Number)
        for child in node.children:
            look(child, (is_below and not fixed) or (means and not fixed))

    for tree in scheme.trees.values():
        look(tree.root, False)
    return found
