"""Whatever is changed and however often, what-if answers what scoring the changed scheme or figures anew answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping import Filed, Organisation, Scheme, Tables, read_scheme_text, score, whatif
from kaoping.engines.columnar.combining import combine
from kaoping.engines.columnar.judge import cells_of
from kaoping.engines.columnar.keeping import KeptSum, Running
from kaoping.engines.columnar.parts import Part, Vocabulary, Whole, exact, is_same, near
from kaoping.errors import KaopingError, Problem, Words
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import About, Combine, Formula, Member, Plan, Step
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Node
from kaoping.tables import Absence, Cell
from kaoping.whatif import Prepared, Slider, Standing, prepare, prepared
from tests.generative.random_schemes import YEAR, random_case

Answer = dict[str, tuple[Cell, Cell]]
CELLS: tuple[Cell, ...] = (Fraction(0), Fraction(1, 3), Fraction(7), Fraction(-5, 2), Absence.NOT_APPLICABLE, Absence.PENDING)  # fmt: skip


@dataclass
class World:
    """A random case as it stands after some changes: the scheme as written, and the tables."""

    scheme: dict[str, Any]
    tables: Tables

    def full(self, node: str, value: int) -> None:
        """Another full mark."""
        next(body for key, body in nodes(self.scheme["tree"]) if key == node)["full"] = value

    def figure(self, organisation: str, fact: str, value: Cell) -> None:
        """Another figure for the year."""
        at = (organisation, fact, YEAR)
        filed = [
            Filed(organisation, fact, value, YEAR, vintage=1)
            if (one.organisation, one.fact, one.period) == at
            else one
            for one in self.tables.filed
        ]
        self.tables = replace(self.tables, filed=tuple(filed))

    def anew(self) -> Answer | None:
        """Everybody's total and place by the reference; None where that is refused."""
        try:
            text = yaml.safe_dump(self.scheme, allow_unicode=True, sort_keys=False)
            card = score(read_scheme_text(text), self.tables, "2026", engine="reference")
        except KaopingError:
            return None
        lines = card.by_place.items()
        nowhere = Absence.NOT_APPLICABLE
        return {
            key: (line.points, line.place or nowhere) for (key, _, node), line in lines if node == "total"
        }


def nodes(tree: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every node of a tree as it is written."""
    for one in tree:
        for key, body in one.items():
            yield key, body
            yield from nodes(body.get("items", []))


def kept(draw: Random, world: World) -> tuple[Prepared, list[Slider]] | None:
    """A case kept ready with every full mark that is a slider; None where it is refused."""
    scheme = read_scheme_text(yaml.safe_dump(world.scheme, allow_unicode=True, sort_keys=False))
    sliders = []
    written = [key for key, body in nodes(world.scheme["tree"]) if isinstance(body.get("full"), int)]
    for key in draw.sample(written, min(len(written), 2)):
        try:
            prepare(scheme, world.tables, "2026", [Slider(key, "full")])
            sliders.append(Slider(key, "full"))
        except KaopingError:
            continue
    try:
        return prepare(scheme, world.tables, "2026", sliders), sliders
    except KaopingError:
        return None


def changed(draw: Random, world: World, ready: Prepared, sliders: list[Slider]) -> Standing | None:
    """One change at random to both; None where what-if refuses it."""
    rows = [
        one
        for one in world.tables.filed
        if one.period == YEAR and one.fact[:2] in ("f0", "f1", "f2", "f3", "f4")
    ]
    try:
        if sliders and draw.random() < 0.6:
            slider, value = draw.choice(sliders), draw.randint(1, 40)
            standing = ready.change({slider: Fraction(value)})  # nothing is set where it is refused
            world.full(slider.node, value)
            return standing
        row, cell = draw.choice(rows), draw.choice(CELLS)
        if row.fact not in ready.reads or not any(
            row.organisation in ready.work.judge.rows[one.about.group] for one in ready.reads[row.fact]
        ):
            return ready.change({})
        world.figure(row.organisation, row.fact, cell)
        return ready.refile(row.organisation, row.fact, cell)
    except KaopingError:
        return None


def differences(seed: int, changes: int = 6) -> tuple[int, list[tuple[int, str]]]:
    """How many answers were compared, and which differ."""
    draw = Random(seed)
    case = random_case(draw, draw.choice((2, 5, 12)))
    world = World(yaml.safe_load(case.scheme_text), case.tables)
    found = kept(draw, world)
    compared, wrong = 0, []
    for turn in range(changes if found else 0):
        assert found is not None
        standing, anew = changed(draw, world, *found), world.anew()
        if standing is not None and anew is not None:
            for key in found[0].track_of:
                compared += 1
                if (standing.points(key), standing.place(key)) != anew[key]:
                    wrong.append((turn, key))
    return compared, wrong


@given(st.integers(0, 10**9))
@settings(max_examples=6)
def test_any_run_of_changes_answers_as_scoring_anew(seed: int) -> None:
    assert differences(seed)[1] == []


def test_answers_are_compared_at_all() -> None:
    assert sum(differences(seed, 2)[0] for seed in range(4)) > 20


def test_a_bounded_column_taken_for_unchanged_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "is_same", lambda before, after: before.whole is None)
    assert any(differences(seed)[1] for seed in range(6))


# sliders together ---------------------------------------------------------------------------------------


def two(first: object, second: object) -> Scheme:
    """Two items, one of them spread over the other where it does not apply: the whole moves with both full marks."""
    return read_scheme_text(
        f"""
schema: kaoping-scheme/1
id: two
title: 两项
rounding: none
groups: {{units: {{of: everyone}}}}
facts: {{x: {{title: 甲}}, y: {{title: 乙}}}}
defaults: {{missing: zero, not_applicable: spread_to_siblings}}
tree:
  - both:
      title: 合
      items:
        - a: {{full: {first}, of: x, rule: {{as_it_is: {{}}}}}}
        - b: {{full: {second}, of: y, rule: {{as_it_is: {{}}}}}}
"""
    )


def pair() -> Tables:
    rows = [
        Filed(key, fact, Fraction(value), YEAR)
        for key, fact, value in (("u1", "x", 3), ("u1", "y", 4), ("u2", "x", 5))
    ]
    away = Filed("u2", "y", Absence.NOT_APPLICABLE, YEAR)
    return Tables((Organisation("u1", "一"), Organisation("u2", "二")), (*rows, away))


def test_sliders_that_move_the_same_number_add_up_in_any_order() -> None:
    a, b, tables = Slider("a", "full"), Slider("b", "full"), pair()
    ready = prepare(two(10, 20), tables, "2026", [a, b])
    for first, second in ((12, 20), (12, 26), (10, 26), (31, 7)):
        ready.change({a: Fraction(first)})
        standing = ready.change({b: Fraction(second)})
        card = score(two(first, second), tables, "2026", engine="reference")
        lines = {key: line for (key, _, node), line in card.by_place.items() if node == "total"}
        assert {key: standing.points(key) for key in lines} == {key: one.points for key, one in lines.items()}


def mark(node: Node) -> Fraction:
    """The full mark of an item that has one number for it."""
    assert isinstance(node.full, Number) and isinstance(node.full.value, Fraction)
    return node.full.value


def test_sliders_that_multiply_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No scheme known makes them multiply, so the plan is made to: a number that is the product of both full marks."""

    def multiplied(scheme: Scheme, *rest: Any) -> Plan:
        plan = compile_plan(scheme, *rest)
        children = next(iter(scheme.trees.values())).root.children[0].children
        at = next(
            i for i, one in enumerate(plan.steps) if isinstance(one, Formula) and "retained" in one.constants
        )
        step = plan.steps[at]
        assert isinstance(step, Formula)
        cells = {**step.constants, "retained": mark(children[0]) * mark(children[1])}
        changed = dataclasses.replace(step, constants=cells)
        return dataclasses.replace(plan, steps=(*plan.steps[:at], changed, *plan.steps[at + 1 :]))

    monkeypatch.setattr(whatif, "compile_plan", multiplied)
    sliders = [Slider("a", "full"), Slider("b", "full")]
    prepare(two(10, 20), pair(), "2026", sliders[:1])
    with pytest.raises(KaopingError) as refused:
        prepare(two(10, 20), pair(), "2026", sliders)
    assert refused.value.problems[0].code == "sliders-multiply"


def test_a_change_that_was_refused_halfway_is_made_up_for_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, tables = Slider("a", "full"), pair()
    ready = prepare(two(10, 20), tables, "2026", [a])
    before = ready.change({})
    assert [before.points(key) for key in ready.track_of] == [7, 15]
    column, turns = type(ready.work)._column, [0]

    def interrupted(self: object, step: Step) -> Part:
        turns[0] += 1
        if turns[0] == 3:
            raise KaopingError(Problem("halted", Words("停", "halted"), Words("再来", "again")))
        return column(self, step)  # type: ignore[arg-type]

    monkeypatch.setattr(type(ready.work), "_column", interrupted)
    with pytest.raises(KaopingError):
        ready.change({a: Fraction(33)})
    standing = ready.change({})
    card = score(two(33, 20), tables, "2026", engine="reference")
    lines = {key: line for (key, _, node), line in card.by_place.items() if node == "total"}
    assert {key: standing.points(key) for key in lines} == {key: one.points for key, one in lines.items()}


# values at which the plan is another -----------------------------------------------------------------------


def lowest(first: object) -> Scheme:
    """The lower of two items, which has a full mark only where theirs are the same, beside a third."""
    return read_scheme_text(
        f"""
schema: kaoping-scheme/1
id: lowest
title: 取低
rounding: none
groups: {{units: {{of: everyone}}}}
facts: {{x: {{title: 甲}}, y: {{title: 乙}}}}
defaults: {{missing: zero, not_applicable: rescale}}
tree:
  - low:
      title: 低
      combine: min
      items:
        - a: {{full: {first}, of: x, rule: {{as_it_is: {{}}}}}}
        - b: {{full: 20, of: y, rule: {{as_it_is: {{}}}}}}
  - c: {{full: 30, of: y, rule: {{as_it_is: {{}}}}}}
"""
    )


def test_a_value_at_which_the_plan_is_another_is_refused_and_sets_nothing() -> None:
    slider = Slider("a", "full")
    ready = prepare(lowest(10), pair(), "2026", [slider])
    for value in (15, 20, 19):
        if value == 20:
            with pytest.raises(KaopingError) as refused:
                ready.change({slider: Fraction(value)})
            assert refused.value.problems[0].code == "slider-changes-plan"
            continue
        standing = ready.change({slider: Fraction(value)})
        card = score(lowest(value), pair(), "2026", engine="reference")
        lines = {key: line for (key, _, node), line in card.by_place.items() if node == "total"}
        assert {key: standing.points(key) for key in lines} == {key: one.points for key, one in lines.items()}


def test_the_same_value_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slider = Slider("a", "full")
    ready, asked = prepare(lowest(10), pair(), "2026", [slider]), list[Scheme]()
    real = ready.watch.compiled
    monkeypatch.setattr(ready.watch, "compiled", lambda one: asked.append(one) or real(one))
    for value in (15, 16, 15, 16):
        ready.change({slider: Fraction(value)})
    assert len(asked) == 2


def test_full_marks_that_are_only_added_are_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    sliders = [Slider("a", "full"), Slider("b", "full")]
    ready = prepare(two(10, 20), pair(), "2026", sliders)
    monkeypatch.setattr(ready.watch, "compiled", lambda one: 1 / 0)
    ready.change({sliders[0]: Fraction(20)})
    with pytest.raises(ZeroDivisionError):  # 0 may mean that a setting is not there
        ready.change({sliders[0]: Fraction(0)})


# sums that are kept -------------------------------------------------------------------------------------


def whole(*numbers: int, den: int = 1) -> Part:
    array: Whole = np.array(numbers, np.int64)
    return exact(array, den, int(np.abs(array).max()))


def test_a_kept_sum_is_the_sum_after_any_number_of_exchanges() -> None:
    draw = np.random.default_rng(2)
    parts = [whole(*draw.integers(-999, 999, 5).tolist(), den=den) for den in (1, 4, 10, 100)]
    kept_sum = Running(parts)
    for turn in range(200):
        at = turn % 4
        parts[at] = whole(*draw.integers(-999, 999, 5).tolist(), den=int(draw.choice([1, 2, 5, 20, 50])))
        assert kept_sum.swap(at, parts[at])
        assert is_same(kept_sum.part(), Running(parts).part()) or kept_sum.den != Running(parts).den
        expected = [
            sum(Fraction(int(one.scaled(one.den)[row]), one.den) for one in parts) for row in range(5)
        ]
        assert [Fraction(int(n), kept_sum.den) for n in kept_sum.total] == expected


def combined(how: str, weighted: bool, absent: str) -> Combine:
    members = tuple(Member(f"m{i}", f"w{i}" if weighted else None) for i in range(3))
    return Combine(
        About("all", "units", YEAR, "all", "combine", Words("合", "all")), how, members, absent=absent
    )


def column(draw: np.random.Generator, absences: bool) -> Part:
    """Three cells of a column, perhaps some of them absent in one way or another."""
    part = whole(*draw.integers(-20, 20, 3).tolist(), den=int(draw.choice([1, 2, 10])))
    part.status = draw.choice([0, 0, 0, 1, 1, 3, 4], 3).astype(np.int8) if absences else None
    return part


@pytest.mark.parametrize("how", ["sum", "arithmetic"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("absent", ["strict", "leave_out"])
def test_a_kept_step_is_the_step_worked_out_anew(how: str, weighted: bool, absent: str) -> None:
    """Cell by cell, whatever is absent; where it is not kept it says so."""
    draw, step, vocabulary = np.random.default_rng(4), combined(how, weighted, absent), Vocabulary()
    columns = {f"{name}{i}": column(draw, name == "m") for name in "mw" for i in range(3)}
    kept_sum, taken = KeptSum.of(step, columns.__getitem__), 0
    for _ in range(150):
        columns[str(draw.choice(list(columns)))] = column(draw, bool(draw.random() < 0.6))
        found = None if kept_sum is None else kept_sum.again(columns.__getitem__)
        if found is None or kept_sum is None or kept_sum.is_spoilt:
            kept_sum = KeptSum.of(step, columns.__getitem__)
            continue
        expected, taken = combine(step, columns.__getitem__), taken + 1
        assert (
            np.broadcast_to(found.statuses(), 3).tolist() == np.broadcast_to(expected.statuses(), 3).tolist()
        )
        here = np.broadcast_to(found.statuses(), 3) == 0
        (value, error), (other, beyond) = found.near(), expected.near()
        apart = np.abs(np.broadcast_to(value - other, 3)) <= np.broadcast_to(error + beyond, 3) + 1e-30
        assert apart[here].all()
        if found.whole is not None and expected.whole is not None:
            assert [a for a, h in zip(cells_of(found, 3, vocabulary), here, strict=True) if h] == [
                b for b, h in zip(cells_of(expected, 3, vocabulary), here, strict=True) if h
            ]
    assert taken > (5 if absent == "strict" else 50)


def test_what_does_not_fit_is_not_kept() -> None:
    kept_sum = Running([whole(1, 2), whole(3, 4)])
    assert not kept_sum.swap(0, near(np.array([1.0, 2.0]), 0.0, 64))
    assert not kept_sum.swap(0, whole(1, 2, den=3))
    assert not kept_sum.swap(0, exact(np.array([1, 2**62 - 1]), 1, 2**62 - 1))
    assert Running([whole(1, 2), whole(3, 4)]).swap(0, whole(8, 9))


def test_near_columns_are_never_the_same_and_exact_ones_are_by_their_cells() -> None:
    value = np.array([1.0, 2.0])
    assert not is_same(near(value, 0.0, 64), near(value, 0.0, 64))
    assert is_same(whole(1, 2), whole(1, 2))
    assert not is_same(whole(1, 2), whole(1, 3))
    assert not is_same(whole(1, 2), whole(1, 2, den=2))
    absent = whole(1, 2)
    absent.status = np.array([0, 1], np.int8)
    assert not is_same(whole(1, 2), absent)
