"""What was changed in a filing since it was last handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from kaoping_web.filing.models import ValueState, Vintage
from kaoping_web.filing.queries.grid import Cell, Grid


@dataclass(frozen=True)
class Changed:
    """One cell that is not handed in as it stands; `was`: what was, None where nothing was."""

    cell: Cell
    was: Vintage | None


def unsent_of(grid: Grid) -> Sequence[Changed]:
    """Every changed cell of the filing, in the order of the grid."""
    cells = [
        one
        for one in grid.cells()
        if one.is_own and one.value is not None and one.value.state == ValueState.DRAFT.value
    ]
    found = Vintage.objects.filter(
        value__in=[one.value.pk for one in cells if one.value], number=F("value__vintage")
    )
    was = {one.value_id: one for one in found}
    return [Changed(one, was.get(one.value.pk)) for one in cells if one.value]
