"""What a scheme needs to be told for a period, read off its plan: nothing is asked that is not used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import ColumnId, Plan, ReadFact, ReadPanel
from kaoping.scheme.model import Fact, Runs, Scheme
from kaoping.sheets.template import Ask, Ballot, Questions
from kaoping.tables import Organisation


def questions_of(
    scheme: Scheme,
    organisations: Iterable[Organisation],
    period: Period,
    cycle: str = "",
    through: Period | None = None,
) -> Questions:
    """Every figure, ballot and event the plan reads, and of whom. Raises SchemeError, TableError."""
    plan = compile_plan(scheme, tuple(organisations), period, cycle, through)
    asked: dict[tuple[str, str, Period | None], tuple[Fact, set[str]]] = {}
    ballots: dict[tuple[str, Period], tuple[ReadPanel, set[str]]] = {}
    needed = _needed(plan)
    for step in plan.steps:
        if step.id not in needed:
            continue
        members = plan.members.get(step.about.group, ())
        if isinstance(step, ReadFact):
            for at in _periods(step):
                _, bodies = asked.setdefault((step.fact.key, step.suffix, at), (step.fact, set()))
                bodies.update(members)
        elif isinstance(step, ReadPanel):
            assert step.about.period is not None
            ballots.setdefault((step.fact.key, step.about.period), (step, set()))[1].update(members)
    order = {key: i for i, key in enumerate(scheme.facts)}
    asks = tuple(
        Ask(fact, suffix.removeprefix("."), at, frozenset(bodies))
        for (_, suffix, at), (fact, bodies) in asked.items()
    )
    return Questions(
        period,
        tuple(sorted(asks, key=lambda ask: order.get(ask.fact.key, len(order)))),
        tuple(
            Ballot(step.fact, at, frozenset(bodies), tuple(step.voice.weights))
            for (_, at), (step, bodies) in ballots.items()
        ),
        bool(scheme.events or scheme.vetoes),
    )


def _needed(plan: Plan) -> set[ColumnId]:
    """The columns from which an answer is made; a plan may hold others that no formula went on to use."""
    waiting = [
        column for one in plan.nodes for column in (one.points, one.full, one.rank, one.grade) if column
    ]
    waiting += [column for columns in plan.awards.values() for column in columns]
    found: set[ColumnId] = set()
    while waiting:
        column = waiting.pop()
        if column not in found:
            found.add(column)
            waiting += plan.step(column).inputs
    return found


def _periods(step: ReadFact) -> Iterator[Period | None]:
    """The periods for which the step reads filed values. A long period is made of the fact's own short ones; of
    cumulative figures and stocks only the last one counts."""
    period, fact = step.about.period, step.fact
    assert period is not None
    if fact.runs is Runs.ONCE:
        yield None
        return
    wanted = [period]
    if step.single and fact.runs is Runs.CUMULATIVE and period.index > 1:
        wanted.append(period.previous())
    for one in wanted:
        if step.suffix or fact.every is None:
            yield one
        elif fact.every.months >= one.length:
            yield one.within(fact.every)
        else:
            parts = one.parts(fact.every)
            yield from parts[-1:] if fact.runs in (Runs.CUMULATIVE, Runs.LEVEL) else parts
