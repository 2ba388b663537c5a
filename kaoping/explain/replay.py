"""The steps worked out again from what the trace itself shows: expressions parsed anew, exact inputs as shown.

Nothing here asks the scorecard or the engine's columns. A trace in which one number was altered does not replay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaoping.engines.combining import combined
from kaoping.engines.statistics import summary
from kaoping.exact import RoundingMode, round_places, settle, steady
from kaoping.explain.parts import Input, TraceNode, TraceStep, every_node, every_step
from kaoping.explain.rendering import cells_of, expression_of
from kaoping.scheme.formulas import evaluate, strongest
from kaoping.tables import Absence, Cell


@dataclass(frozen=True)
class Mismatch:
    """A number that does not follow from what is shown. `what`: step, link (an input differs from the step it refers
    to), points (a node's points are not its last step's) or lost."""

    what: str
    id: str
    organisation: str
    stored: Cell
    found: Cell


def replay(trace: TraceNode) -> tuple[Mismatch, ...]:
    """Everything in the tree that does not follow from what it shows; empty for a true trace.

    Worked out again: formulas, roundings, combinations, statistics, places by one key, filed values of one row, values
    from above. Checked besides: each input against the step it comes from, each node against its last step.
    """
    steps = list(every_step(trace))
    results = {(one.id, one.organisation.key): one.result for one in steps}
    found = [one for step in steps for one in (*_again(step), *_links(step, results))]
    return (*found, *(one for node in every_node(trace) for one in _answers(node, results)))


def _again(step: TraceStep) -> Iterator[Mismatch]:
    work = _WORKS.get(step.kind)
    if work is None:
        return
    try:
        cell = work(step)
    except AssertionError:
        cell = Absence.UNDEFINED
    if cell is not None and cell != step.result:
        yield Mismatch("step", step.id, step.organisation.key, step.result, cell)


def _links(step: TraceStep, results: Mapping[tuple[str, str], Cell]) -> Iterator[Mismatch]:
    for one in step.inputs:
        body = one.body.key if one.body is not None else step.organisation.key
        told = results.get((one.refers, body))
        if told is not None and told != one.cell:
            yield Mismatch("link", one.refers, body, told, one.cell)


def _answers(node: TraceNode, results: Mapping[tuple[str, str], Cell]) -> Iterator[Mismatch]:
    body = node.organisation.key
    last = results.get((node.points_id, body))
    if last is not None and last != node.points:
        yield Mismatch("points", node.points_id, body, node.points, last)
    if node.full is not None and isinstance(node.points, Fraction) and node.lost != node.full - node.points:
        yield Mismatch("lost", node.points_id, body, node.points, node.full - node.points)


# one kind after another; None where a kind cannot be worked out from what is shown -----------------------


def _formula(step: TraceStep) -> Cell:
    cell = evaluate(expression_of(step), cells_of(step))
    return settle(cell) if isinstance(cell, Fraction) else cell


def _round(step: TraceStep) -> Cell:
    before = step.inputs[0].cell
    if not isinstance(before, Fraction):
        return before
    return round_places(steady(before), int(step.settings["places"]), RoundingMode(step.settings["mode"]))


def _weight(one: Input) -> Fraction:
    if one.weight is None:
        return Fraction(1)
    return one.weight if isinstance(one.weight, Fraction) else Fraction(0)


def _together(members: list[Input], step: TraceStep, nothing: Cell) -> Cell:
    """Members brought together as the step says."""
    absences = [
        m.cell for m in members if isinstance(m.cell, Absence) and m.cell is not Absence.NOT_APPLICABLE
    ]
    if step.settings["absent"] == "strict" and absences:
        found = strongest(absences)
        assert found is not None
        return found
    pairs = [(m.cell, _weight(m)) for m in members if isinstance(m.cell, Fraction)]
    if not pairs:
        return nothing
    if not _enough(step, members, pairs):
        return Absence.MISSING
    power = step.input("power")
    cell = combined(
        step.settings["how"], pairs, power.cell if power and isinstance(power.cell, Fraction) else None
    )
    return settle(cell) if isinstance(cell, Fraction) else cell


def _enough(step: TraceStep, members: list[Input], pairs: list[tuple[Fraction, Fraction]]) -> bool:
    least, by = Fraction(step.settings.get("at_least", "0")), step.settings.get("at_least_by", "share")
    if by == "number":
        return len(pairs) >= least
    if by == "weight":
        return sum(w for _, w in pairs) >= least * sum(_weight(m) for m in members)
    return Fraction(len(pairs), len(members)) >= least


def _combine(step: TraceStep) -> Cell:
    return _together([one for one in step.inputs if one.name != "power"], step, Absence.NOT_APPLICABLE)


def _below(step: TraceStep) -> Cell:
    nothing: Cell = Fraction(0) if step.settings["how"] in ("sum", "count") else Absence.NOT_APPLICABLE
    return _together(list(step.inputs), step, nothing)


def _above(step: TraceStep) -> Cell:
    return step.inputs[0].cell if step.inputs else Absence.MISSING


def _statistic(step: TraceStep) -> Cell:
    weights = [one.weight for one in step.population if one.weight is not None]
    at = step.settings.get("at")
    cell = summary(
        step.settings["how"], [one.value for one in step.population], weights, Fraction(at) if at else None
    )
    return settle(cell) if isinstance(cell, Fraction) else cell


def _rank(step: TraceStep) -> Cell | None:
    """Places by one key: how many are better, and how many equal."""
    if step.settings["keys"] != "1":
        return None
    mine = next((steady(one.value) for one in step.population if one.own), None)
    if mine is None:
        return Absence.NOT_APPLICABLE
    sign = 1 if step.settings["better"] == "higher" else -1
    race = [steady(one.value) for one in step.population]
    better = [one for one in race if sign * one > sign * mine]
    equal = race.count(mine)
    places = {
        "share_best": Fraction(len(better) + 1),
        "dense": Fraction(len(set(better)) + 1),
        "share_worst": Fraction(len(better) + equal),
        "mean": len(better) + Fraction(equal + 1, 2),
    }
    return places[step.settings["ties"]]


def _fact(step: TraceStep) -> Cell | None:
    """One row is the value itself; several are added, averaged, or the last one stands."""
    values = [one.value for one in step.sources]
    if len(values) < int(step.settings.get("parts", "1")):
        values.append(Absence.MISSING)
    if len(values) == 1 and step.settings["single"] == "false":
        return values[0]
    numbers = [one for one in values if isinstance(one, Fraction)]
    if len(numbers) != len(values):
        return strongest([one for one in values if isinstance(one, Absence)])
    if step.settings["single"] == "true":
        return numbers[0] - numbers[1] if len(numbers) == 2 else None
    total = sum(numbers, Fraction(0))
    return total / len(numbers) if step.settings["runs"] == "average" else total


_WORKS: Mapping[str, Callable[[TraceStep], Cell | None]] = {
    "formula": _formula,
    "round": _round,
    "combine": _combine,
    "below": _below,
    "above": _above,
    "statistic": _statistic,
    "rank": _rank,
    "fact": _fact,
}
