"""Which columns of a level are worked out together: no SELECT may grow with the number of items.

Columns made of one another within a level form a bundle, so that what they share is written once. A bundle that holds enough
takes nothing further: the rest waits for the next level and reads columns of tables. Small bundles share a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kaoping.engines.sql.expressions import E
from kaoping.engines.sql.parts import Part
from kaoping.plan.steps import ColumnId

ENOUGH = 600
"""A bundle of so many operations takes no further step, a table of so many no further bundle."""
WIDTH = 4
"""A column that is stored counts as so many operations."""


@dataclass
class Bundle:
    """Columns made of one another, and every operation in them."""

    columns: list[ColumnId] = field(default_factory=list)
    operations: set[E] = field(default_factory=set)


class Bundles:
    """The bundles of one track and level."""

    def __init__(self) -> None:
        self.of: dict[ColumnId, Bundle] = {}

    def have_room(self, inputs: Collection[ColumnId]) -> bool:
        """Whether a step may be laid upon these columns, as far as they are of this level."""
        below = _different(self.of[one] for one in inputs if one in self.of)
        return not below or sum(len(one.operations) for one in below) < ENOUGH

    def put(self, column: ColumnId, part: Part, inputs: Collection[ColumnId]) -> None:
        """A column into the bundle of what it is made of."""
        found, *others = _different(self.of[one] for one in inputs if one in self.of) or [Bundle()]
        for other in others:
            found.columns += other.columns
            found.operations |= other.operations
            self.of.update(dict.fromkeys(other.columns, found))
        found.columns.append(column)
        self.of[column] = found
        _gather(part, found.operations)

    def tables(self, wanted: Collection[ColumnId]) -> list[list[ColumnId]]:
        """The wanted columns of each table, in the order in which they came."""
        found: list[list[ColumnId]] = []
        size = ENOUGH
        for bundle in _different(self.of.values()):
            columns = [one for one in bundle.columns if one in wanted]
            weight = len(bundle.operations) + WIDTH * len(columns)
            if not columns:
                continue
            if size + weight > ENOUGH:
                found.append([])
                size = 0
            found[-1] += columns
            size += weight
        return found


def _different(bundles: Collection[Bundle] | Iterator[Bundle]) -> list[Bundle]:
    return list({id(one): one for one in bundles}.values())


def _gather(part: Part, known: set[E]) -> None:
    """Every operation of a part into a set that holds what is below each of its members."""
    parts: Sequence[E | None] = (
        part.status,
        part.num,
        part.below,
        part.value,
        part.error,
        part.words,
        part.unsure,
    )
    waiting = [one for one in parts if one is not None]
    while waiting:
        e = waiting.pop()
        if e.op not in ("lit", "code", "col") and e not in known:
            known.add(e)
            waiting += e.args
