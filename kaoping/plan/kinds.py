"""Numbers, texts and truths: which kind of cell each step makes, and steps that are given the wrong one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.steps import (
    Above,
    Awarding,
    Below,
    ColumnId,
    Combine,
    Formula,
    Grading,
    NodeColumns,
    Rank,
    ReadAttribute,
    ReadEvents,
    ReadFact,
    Round,
    Statistic,
    Step,
    Treat,
)
from kaoping.scheme.formulas import ValueType, infer_type
from kaoping.tables import Cell

NUMBERS = (ValueType.NUMBER, ValueType.ANY)


def mismatches(steps: Iterable[Step], nodes: Iterable[tuple[str, ColumnId]] = ()) -> Iterator[Problem]:
    """Formulas that mix numbers, texts and truths, and places where only a number will do: statistics, sums, places,
    and the points of a node (`nodes`: key and column)."""
    types: dict[ColumnId, ValueType] = {}
    by_id: dict[ColumnId, Step] = {}
    for step in steps:
        by_id[step.id] = step
        try:
            types[step.id] = _type(step, types)
        except SchemeError as error:
            types[step.id] = ValueType.ANY
            for one in error.problems:
                yield Problem("type", one.what, one.mend, step.about.place)
        for column in _numbers_of(step):
            if types.get(column, ValueType.ANY) not in NUMBERS:
                yield _no_number(step)
    for _, column in nodes:
        if types.get(column, ValueType.ANY) not in NUMBERS:
            yield _no_number(by_id[column])


def node_points(nodes: Iterable[NodeColumns]) -> list[tuple[str, ColumnId]]:
    """Keys and columns of points."""
    return [(one.node, one.points) for one in nodes]


def _no_number(step: Step) -> Problem:
    return Problem(
        "type",
        Words(f"“{step.about.subject}”的“{step.about.title.zh}”需要数，而这里是文字、日期或是否。",
              f"“{step.about.title.in_('en')}” of “{step.about.subject}” needs a number, and this is a text, a date or a truth."),
        Words("是否用 if(条件, 1, 0) 变成数；文字用 look_up 查成数。",
              "turn a truth into a number with if(condition, 1, 0), a text with look_up."),
        step.about.place,
    )  # fmt: skip


def _numbers_of(step: Step) -> tuple[ColumnId, ...]:
    """The inputs of which only numbers would count, and anything else would pass as nothing."""
    if isinstance(step, Statistic):
        return (*step.of, *step.weights)
    if isinstance(step, Combine):
        return tuple(c for m in step.members for c in (m.column, m.weight) if c)
    if isinstance(step, Rank):
        return tuple(keys[0].column for keys in (step.keys, *step.others))
    if isinstance(step, Treat | Below):
        return step.of
    return (step.column,) if isinstance(step, Round) else ()


def _type(step: Step, types: dict[ColumnId, ValueType]) -> ValueType:
    if isinstance(step, ReadFact):
        return ValueType.NUMBER if step.suffix else step.fact.type
    if isinstance(step, ReadEvents):
        return ValueType.TRUTH if step.what == "happened" else ValueType.NUMBER
    if isinstance(step, Grading):
        return ValueType.TEXT
    if isinstance(step, Awarding):
        return ValueType.TRUTH
    if isinstance(step, ReadAttribute):
        return ValueType.TRUTH if step.key == "@ranked" else ValueType.ANY
    if isinstance(step, Above):
        return types.get(step.inputs[0], ValueType.ANY)
    if isinstance(step, Formula):
        known = {name: types.get(column, ValueType.ANY) for name, column in step.names.items()}
        known.update({name: _cell_type(cell) for name, cell in step.constants.items()})
        return infer_type(step.expr, known)
    return ValueType.NUMBER


def _cell_type(cell: Cell) -> ValueType:
    kinds = {bool: ValueType.TRUTH, str: ValueType.TEXT, Fraction: ValueType.NUMBER, date: ValueType.DATE}
    return kinds.get(type(cell), ValueType.ANY)
