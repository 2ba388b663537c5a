"""Whatever is changed and however often, what-if answers what scoring the changed scheme or figures anew answers."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping import Filed, Organisation, Scheme, Tables, read_scheme_text, score, whatif
from kaoping.engines.columnar.parts import Part
from kaoping.errors import KaopingError, Problem, Words
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import Formula, Plan, Step
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Node
from kaoping.tables import Absence, Cell
from kaoping.whatif import Prepared, Slider, Standing, prepare, prepared
from tests.generative.random_schemes import YEAR, random_case

SOME = 20
Answer = dict[str, tuple[Cell, Cell]]
CELLS: tuple[Cell, ...] = (Fraction(0), Fraction(1, 3), Fraction(7), Fraction(-5, 2), Absence.NOT_APPLICABLE, Absence.PENDING)  # fmt: skip


@dataclass
class World:
    """A random case as it stands after some changes: the scheme as written, and the tables."""

    scheme: dict[str, Any]
    tables: Tables

    def set(self, slider: Slider, value: Fraction) -> None:
        """Another number in the scheme."""
        body = next(body for key, body in nodes(self.scheme["tree"]) if key == slider.node)
        settings = body if "." not in slider.setting else next(iter(body["rule"].values()))
        settings[slider.setting.rpartition(".")[2]] = str(decimal(value))

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


def decimal(value: Fraction) -> Decimal:
    """A number as a scheme has it."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def weighed(draw: Random, scheme: dict[str, Any]) -> dict[str, Any]:
    """The scheme with more averages in it, and weights in all of them; without weights the full marks weigh."""
    for _, body in nodes(scheme["tree"]):
        items = [one for item in body.get("items", ()) for one in item.values()]
        if (
            items
            and "combine" not in body
            and not any("bonus" in one for one in items)
            and draw.random() < 0.5
        ):
            body["combine"] = {"arithmetic": {}}
        if set(body.get("combine", {})) & {"arithmetic", "geometric", "harmonic"}:
            for one in items:
                one["weight"] = draw.randint(1, 9)
    return scheme


def movable(scheme: dict[str, Any]) -> Iterator[tuple[str, Slider]]:
    """What a slider could be for, full marks, weights and parameters of rules: its kind, and the slider."""
    for key, body in nodes(scheme["tree"]):
        for kind in ("full", "weight"):
            if isinstance(body.get(kind), int):
                yield kind, Slider(key, kind)
        rule = body.get("rule")
        settings = next(iter(rule.values())) if isinstance(rule, dict) else None
        for name, value in settings.items() if isinstance(settings, dict) else ():
            if isinstance(value, int | float) or str(value).replace(".", "", 1).isdigit():
                yield "parameter", Slider(key, f"rule.{name}")


def kept(draw: Random, world: World) -> tuple[Prepared, list[tuple[str, Slider]]] | None:
    """A case kept ready with a slider or two of each kind, as far as they may be together; None where it is refused."""
    scheme = read_scheme_text(yaml.safe_dump(world.scheme, allow_unicode=True, sort_keys=False))
    known, sliders, ready = list(movable(world.scheme)), list[tuple[str, Slider]](), None
    for wanted, most in (("full", 1), ("weight", 2), ("parameter", 2)):
        some = [one for one in known if one[0] == wanted]
        for one in draw.sample(some, min(len(some), most)):
            try:
                ready = prepare(scheme, world.tables, "2026", [slider for _, slider in (*sliders, one)])
                sliders.append(one)
            except KaopingError:
                continue
    try:
        return ready or prepare(scheme, world.tables, "2026"), sliders
    except KaopingError:
        return None


def changed(
    draw: Random, world: World, ready: Prepared, sliders: list[tuple[str, Slider]]
) -> tuple[str, Standing] | None:
    """One change at random to both, and of which kind; None where what-if refuses it."""
    rows = [
        one
        for one in world.tables.filed
        if one.period == YEAR and one.fact[:2] in ("f0", "f1", "f2", "f3", "f4")
    ]
    try:
        if sliders and draw.random() < 0.7:
            kind = draw.choice(sorted({kind for kind, _ in sliders}))
            slider = draw.choice([slider for one, slider in sliders if one == kind])
            value = Fraction(draw.randint(1, 40), draw.choice((1, 8)))
            standing = ready.change({slider: value})  # nothing is set where it is refused
            world.set(slider, value)
            return kind, standing
        row, cell = draw.choice(rows), draw.choice(CELLS)
        if row.fact not in ready.reads or not any(
            row.organisation in ready.work.judge.rows[one.about.group] for one in ready.reads[row.fact]
        ):
            return "nothing", ready.change({})
        world.figure(row.organisation, row.fact, cell)
        return "figure", ready.refile(row.organisation, row.fact, cell)
    except KaopingError:
        return None


def differences(seed: int, changes: int = 6) -> tuple[Counter[str], list[tuple[int, str]]]:
    """How many answers were compared after a change of each kind, and which differ."""
    draw = Random(seed)
    case = random_case(draw, draw.choice((2, 5, 12)))
    world = World(weighed(draw, yaml.safe_load(case.scheme_text)), case.tables)
    found = kept(draw, world)
    compared, wrong = Counter[str](), []
    for turn in range(changes if found else 0):
        assert found is not None
        change, anew = changed(draw, world, *found), world.anew()
        if change is not None and anew is not None:
            kind, standing = change
            for key in found[0].track_of:
                compared[kind] += 1
                if (standing.points(key), standing.place(key)) != anew[key]:
                    wrong.append((turn, key))
    return compared, wrong


@given(st.integers(0, 10**9))
@settings(max_examples=6)
def test_any_run_of_changes_answers_as_scoring_anew(seed: int) -> None:
    assert differences(seed)[1] == []


def test_changes_of_every_kind_are_compared() -> None:
    kinds, compared = ("full", "weight", "parameter", "figure"), Counter[str]()
    for seed in range(SOME):
        if all(compared[kind] > 20 for kind in kinds):
            break
        compared += differences(seed)[0]
    assert all(compared[kind] > 20 for kind in kinds)


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
