"""What nodes say alike: `items_like` holds for every item below a node, `dimensions_like` for every dimension below it.

The nearest word counts: what a node says itself, else what its parent says for all below, and so on upward. A key is
taken whole: an item that writes its own `prepare` writes all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaoping.scheme.reading.parts import Desk, Part
from kaoping.scheme.reading.quantities import POLICY_KEYS

LIKE_KEYS = ("items_like", "dimensions_like")
ITEM_KEYS = (
    "full", "weight", "better", "prepare", "rule", "then", "rounding", "groups", "bonus", "article", *POLICY_KEYS,
)  # fmt: skip
DIMENSION_KEYS = ("full", "weight", "combine", "then", "rounding", "groups", "article", *POLICY_KEYS)


@dataclass(frozen=True)
class Likeness:
    """What the nodes above say for all items and all dimensions below."""

    items: Mapping[str, Part] = field(default_factory=dict)
    dimensions: Mapping[str, Part] = field(default_factory=dict)

    def completed(self, fields: Mapping[str, Part]) -> Mapping[str, Part]:
        """A node's own fields, and what is said for its kind where it says nothing."""
        return {**(self.dimensions if "items" in fields else self.items), **fields}

    def below(self, desk: Desk, fields: Mapping[str, Part]) -> Likeness:
        """What holds beneath a node with these fields."""
        return Likeness(
            {**self.items, **_said(desk, fields, "items_like", ITEM_KEYS)},
            {**self.dimensions, **_said(desk, fields, "dimensions_like", DIMENSION_KEYS)},
        )


def _said(desk: Desk, fields: Mapping[str, Part], name: str, allowed: tuple[str, ...]) -> Mapping[str, Part]:
    return desk.only(fields[name], allowed) if name in fields else {}


NOTHING_ALIKE = Likeness()
