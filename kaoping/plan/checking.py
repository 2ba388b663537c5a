"""check(): everything that can be said of a scheme without data: its own rules, and whether it can be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from kaoping.errors import Problem, SchemeError, Severity
from kaoping.periods import Cadence, Period
from kaoping.plan.bench import Bench, Scope, stands_in
from kaoping.plan.compiler import decides
from kaoping.plan.decisions import awarded, graded, ranked
from kaoping.plan.nodes import built
from kaoping.plan.steps import (
    Above,
    Awarding,
    Below,
    ColumnId,
    Formula,
    Grading,
    ReadAttribute,
    ReadEvents,
    ReadFact,
    Round,
    Step,
    Treat,
)
from kaoping.scheme.checks import in_order, static_findings
from kaoping.scheme.formulas import ValueType, infer_type
from kaoping.scheme.model import Scheme, Tree
from kaoping.tables import Cell

SAMPLE_YEAR = 2026
"""Checking needs some period; which one makes no difference to what names mean."""


def check(scheme: Scheme) -> tuple[Problem, ...]:
    """Every finding: errors first, then warnings and notes, by line."""
    found = {(one.code, one.what.zh, one.place): one for one in static_findings(scheme)}
    if not any(one.code == "twice" for one in found.values()):
        for one in compile_findings(scheme):
            found.setdefault((one.code, one.what.zh, one.place), one)
    return in_order(tuple(found.values()))


def compile_findings(scheme: Scheme) -> Iterator[Problem]:
    """What goes wrong when every node of every track is written as steps, without stopping at the first."""
    for key, tree in scheme.trees.items():
        bench = Bench(scheme, _sample(tree), dict.fromkeys(scheme.groups, ()))
        for group in scheme.groups:
            if stands_in(tree.root, group):
                yield from _track(bench, scheme, key, group)
        yield from _types(bench)


def _sample(tree: Tree) -> Period:
    return Period.of(tree.every or Cadence.YEAR, SAMPLE_YEAR)


def _track(bench: Bench, scheme: Scheme, root: str, group: str) -> Iterator[Problem]:
    scope = Scope(group, bench.period, root)
    nodes = [node for node in scheme.trees[root].root.walk() if stands_in(node, group)]
    for node in reversed(nodes):
        yield from _tried(partial(built, bench, scope, node.key))
    yield from _tried(lambda: ranked(bench, scope, root))
    if not decides(scheme, root):
        return
    yield from _tried(lambda: graded(bench, scope, root))
    for award in scheme.awards:
        if not award.groups or group in award.groups:
            yield from _tried(partial(awarded, bench, scope, root, award, (group,)))


def _tried(make: Callable[[], object]) -> Iterator[Problem]:
    try:
        make()
    except SchemeError as error:
        yield from (one for one in error.problems if one.severity is Severity.ERROR)


def _types(bench: Bench) -> Iterator[Problem]:
    """Formulas that mix numbers, texts and truths."""
    types: dict[ColumnId, ValueType] = {}
    for step in bench.steps.values():
        try:
            types[step.id] = _type(step, types)
        except SchemeError as error:
            types[step.id] = ValueType.ANY
            for one in error.problems:
                yield Problem("type", one.what, one.mend, step.about.place)


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
    if isinstance(step, Above | Round | Treat | Below):
        return types.get(step.inputs[0], ValueType.ANY)
    if isinstance(step, Formula):
        known = {name: types.get(column, ValueType.ANY) for name, column in step.names.items()}
        known.update({name: _cell_type(cell) for name, cell in step.constants.items()})
        return infer_type(step.expr, known)
    return ValueType.NUMBER


def _cell_type(cell: Cell) -> ValueType:
    if isinstance(cell, bool):
        return ValueType.TRUTH
    return ValueType.TEXT if isinstance(cell, str) else ValueType.ANY
