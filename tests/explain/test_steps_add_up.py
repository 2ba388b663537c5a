"""The steps of an explanation add up to its score: replayed from what they show, on random schemes and tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping import KaopingError, Scorecard, read_scheme_text, score
from kaoping.explain import TraceNode, TraceStep, every_step, ledger_of, losses_of, replay, trace
from kaoping.tables import Absence
from tests.explain.cast import card as towns
from tests.generative.random_schemes import random_case

SEEDS = st.integers(min_value=0, max_value=29)
"""Few enough that each scheme is scored and traced once for all tests."""
FEW = settings(max_examples=20)


@lru_cache(maxsize=64)
def scored(seed: int) -> Scorecard | None:
    """A random scheme scored; None where it refuses its table."""
    case = random_case(Random(seed), organisations=3)
    try:
        return score(read_scheme_text(case.scheme_text), case.tables, case.period)
    except KaopingError:
        return None


@lru_cache(maxsize=64)
def traces(seed: int) -> tuple[TraceNode, ...]:
    """The trace of every organisation of a random case; none where its table is refused."""
    card = scored(seed)
    if card is None:
        return ()
    wholes = [one for one in card.lines if one.node == card.root and one.period == card.period]
    return tuple(trace(card, one.organisation, group=one.group) for one in wholes)


def test_most_random_schemes_are_scored() -> None:
    assert sum(scored(seed) is not None for seed in range(30)) >= 25


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_300))
def test_the_steps_add_up_on_many_more_schemes(seed: int) -> None:
    for tree in traces.__wrapped__(seed):
        assert replay(tree) == ()
        account = ledger_of(tree)
        assert account.sum == (account.total if isinstance(account.total, Fraction) else 0)
        assert all(sum(cause.amount for cause in one.causes) == one.lost for one in losses_of(tree))


@FEW
@given(SEEDS)
def test_the_steps_of_an_explanation_add_up_to_its_score(seed: int) -> None:
    for tree in traces(seed):
        assert replay(tree) == ()


@FEW
@given(SEEDS)
def test_what_an_item_lost_is_the_sum_of_its_causes(seed: int) -> None:
    for tree in traces(seed):
        for loss in losses_of(tree):
            assert loss.lost == loss.full - loss.points
            assert sum((one.amount for one in loss.causes), Fraction(0)) == loss.lost


@FEW
@given(SEEDS)
def test_the_ledger_adds_up_to_the_total(seed: int) -> None:
    for tree in traces(seed):
        account = ledger_of(tree)
        assert account.sum == (account.total if isinstance(account.total, Fraction) else 0)


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_an_explanation_with_one_altered_result_does_not_replay(seed: int, random: Random) -> None:
    for tree in traces(seed):
        steps = [one for one in every_step(tree) if one.kind in ("formula", "combine", "round", "statistic")]
        chosen = random.choice(steps)
        altered = Fraction(7919, 13) if chosen.result is not True else False
        assert replay(changed(tree, replace(chosen, result=altered))) != ()


def changed(tree: TraceNode, step: TraceStep) -> TraceNode:
    """The tree with one step in another's place, found by its id and organisation."""

    def in_step(one: TraceStep) -> TraceStep:
        found = step if (one.id, one.organisation) == (step.id, step.organisation) else one
        return replace(found, refers=tuple(in_part(part) for part in found.refers))

    def in_part(part: TraceNode | TraceStep) -> TraceNode | TraceStep:
        return in_node(part) if isinstance(part, TraceNode) else in_step(part)

    def in_node(node: TraceNode) -> TraceNode:
        return replace(
            node,
            steps=tuple(map(in_step, node.steps)),
            decisions=tuple(map(in_step, node.decisions)),
            children=tuple(map(in_node, node.children)),
        )

    return in_node(tree)


@pytest.fixture(scope="module")
def tree() -> TraceNode:
    return trace(towns(), "anping")


def test_every_step_altered_alone_is_found(tree: TraceNode) -> None:
    """A step is found by its own arithmetic, or by a step that shows another number for it."""
    untold = {"events", "panel", "treat", "attribute", "grade", "award"}
    used = {(one.refers, step.organisation.key) for step in every_step(tree) for one in step.inputs}
    for step in every_step(tree):
        if step.kind in untold and (step.id, step.organisation.key) not in used:
            continue
        altered = not step.result if isinstance(step.result, bool) else Fraction(123_457, 7)
        assert replay(changed(tree, replace(step, result=altered))), step.id


def test_every_input_altered_alone_is_found(tree: TraceNode) -> None:
    told = {one.id for one in every_step(tree)}
    for step in every_step(tree):
        for place, one in enumerate(step.inputs):
            if one.refers not in told:
                continue
            cell = Absence.PENDING if not isinstance(one.cell, bool) else not one.cell
            inputs = (*step.inputs[:place], replace(one, cell=cell), *step.inputs[place + 1 :])
            assert replay(changed(tree, replace(step, inputs=inputs))), (step.id, one.name)


def test_points_altered_at_the_node_are_found(tree: TraceNode) -> None:
    assert replay(replace(tree, points=Fraction(100))) != ()
    assert replay(replace(tree, lost=Fraction(1))) != ()


def test_a_filed_value_altered_is_found(tree: TraceNode) -> None:
    step = next(one for one in every_step(tree) if one.kind == "fact")
    source = replace(step.sources[0], value=Fraction(1))
    assert replay(changed(tree, replace(step, sources=(source,)))) != ()


def test_a_competitor_altered_is_found(tree: TraceNode) -> None:
    best = next(one for one in every_step(tree) if one.kind == "statistic" and one.settings["how"] == "max")
    taller = replace(best.population[0], value=Fraction(1000))
    assert replay(changed(tree, replace(best, population=(taller, *best.population[1:])))) != ()
