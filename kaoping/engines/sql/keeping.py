"""Which columns of a run are brought back from the tables; every other cell is worked out when somebody asks."""

from __future__ import annotations

from kaoping.plan.steps import (
    Above,
    Awarding,
    Below,
    ColumnId,
    Grading,
    Plan,
    Rank,
    ReadEvents,
    ReadPanel,
    Statistic,
    Treat,
)

POPULATION_STEPS = (Statistic, Rank)
OUTSIDE = (Treat, Below, Above, Grading, Awarding, ReadEvents, ReadPanel)
"""Steps that have no form in SQL: the reference takes them over."""


def kept_columns(plan: Plan) -> set[ColumnId]:
    """What is looked at after a run: the answers, what policies and guards ask of, what the reference takes over."""
    found = {c for node in plan.nodes for c in (node.points, node.full, node.rank, node.grade) if c}
    found |= {guard.column for guard in plan.guards}
    found |= {c for pairs in plan.policies.values() for pair in pairs for c in pair}
    for step in plan.steps:
        if isinstance(step, POPULATION_STEPS):
            found.add(step.id)
        elif isinstance(step, OUTSIDE):
            found.update((step.id, *step.inputs))
    return found
