"""A slider's answer is the answer of scoring the changed scheme, or the changed figures, anew."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from kaoping import Absence, Filed, Organisation, Period, Scheme, Tables, read_scheme_text, score
from kaoping.errors import KaopingError
from kaoping.tables import Cell
from kaoping.whatif import Prepared, Slider, prepare

YEAR = Period.parse("2026")
SCHEME = """
schema: kaoping-scheme/1
id: sliders
title: {{zh: 滑块, en: Sliders}}
every: year
rounding: {{places: 2, at: [item, total]}}
groups: {{towns: {{title: {{zh: 乡镇, en: Towns}}, of: {{kind: town}}}}}}
facts:
  gdp: {{title: 生产总值}}
  energy: {{title: 能耗, better: lower}}
  roads: {{title: 道路}}
defaults: {{missing: zero, not_applicable: rescale}}
tree:
  - economy:
      title: 经济
      items:
        - gdp: {{full: {full}, rule: {{completion: {{target: agreed, cap: {cap}, zero_target: zero}}}}}}
        - energy: {{full: 30, rule: {{min_max: {{flat: full}}}}}}
  - works: {{full: 20, of: roads, rule: {{rank: {{form: linear}}}}}}
"""
FULL, CAP = Slider("gdp", "full"), Slider("gdp", "rule.cap")


def scheme(full: object = 50, cap: object = "1.2") -> Scheme:
    return read_scheme_text(SCHEME.format(full=full, cap=cap))


def tables(changed: tuple[str, str, Cell] | None = None) -> Tables:
    draw = Random(3)
    towns = tuple(Organisation(f"t{i:02d}", f"镇{i}", "town") for i in range(25))
    filed = []
    for town in towns:
        filed += [Filed(town.key, name, Fraction(draw.randint(100, 999), 10), YEAR) for name in ("energy", "roads", "gdp", "gdp.target")]  # fmt: skip
    if changed:
        key, name, value = changed
        filed = [
            Filed(key, name, value, YEAR) if (one.organisation, one.fact) == (key, name) else one
            for one in filed
        ]
    return Tables(towns, tuple(filed))


def standings(ready: Prepared, last: object) -> dict[str, tuple[Cell, Cell]]:
    return {key: (last.points(key), last.place(key)) for key in ready.track_of}  # type: ignore[attr-defined]


def scored(one: Scheme, data: Tables) -> dict[str, tuple[Cell, Cell]]:
    card = score(one, data, "2026", engine="reference")
    return {
        key: (line.points, line.place) for (key, _, node), line in card.by_place.items() if node == "total"
    }  # type: ignore[misc]


@pytest.fixture
def ready() -> Prepared:
    return prepare(scheme(), tables(), "2026", [FULL, CAP])


def test_a_slider_answers_as_the_changed_scheme_would(ready: Prepared) -> None:
    for full, cap in ((55, "1.2"), (20, "1.05"), (Fraction(33, 2), "1.05"), (50, "1.2")):
        answer = ready.change({FULL: Fraction(full), CAP: Fraction(cap)})
        written = full if isinstance(full, int) else "16.5"
        assert standings(ready, answer) == scored(scheme(written, cap), tables())


def test_another_figure_answers_as_if_it_had_been_filed(ready: Prepared) -> None:
    for name, value in (("gdp", Fraction(77)), ("roads", Fraction(1, 3)), ("gdp.target", Fraction(901, 10))):
        answer = prepare(scheme(), tables(), "2026").refile("t07", name, value)
        assert standings(answer.ready, answer) == scored(scheme(), tables(("t07", name, value)))


def test_a_moved_slider_moves_points(ready: Prepared) -> None:
    before = standings(ready, ready.change({FULL: Fraction(50)}))
    assert standings(ready, ready.change({FULL: Fraction(60)})) != before


def test_what_is_no_number_of_the_scheme_is_no_slider() -> None:
    for slider, code in (
        (Slider("nothing", "full"), "no-node"),
        (Slider("economy", "rule.cap"), "no-setting"),
    ):
        with pytest.raises(KaopingError) as refused:
            prepare(scheme(), tables(), "2026", [slider])
        assert refused.value.problems[0].code == code


# weights and parameters ---------------------------------------------------------------------------------


def averaged(weight: object, target: object, cap: object) -> Scheme:
    """An average of a completion and two others by weights, ranked beside what is filed."""
    return read_scheme_text(
        f"""
schema: kaoping-scheme/1
id: averaged
title: 加权
rounding: {{places: 2, at: [item, total]}}
groups: {{units: {{of: everyone}}}}
facts: {{x: {{title: 甲}}, y: {{title: 乙}}, z: {{title: 丙}}}}
defaults: {{missing: zero, not_applicable: leave_out}}
tree:
  - mean:
      title: 均
      combine: arithmetic
      items:
        - a:
            {{full: 50, of: x, weight: {weight}, rule: {{completion: {{target: {target}, cap: {cap}, zero_target: zero}}}}}}
        - b: {{full: 50, of: y, weight: 3, rule: {{min_max: {{flat: full}}}}}}
        - c: {{full: 50, of: z, weight: 2, rule: {{as_it_is: {{}}}}}}
"""
    )


def written(value: Fraction) -> Decimal:
    """A number as a scheme has it."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def many() -> Tables:
    """Nine bodies; the figure of one does not apply, of another it is missing."""
    draw, bodies = Random(8), tuple(Organisation(f"u{i}", f"单位{i}") for i in range(9))
    cells: dict[tuple[str, str], Cell] = {
        (one.key, fact): Fraction(draw.randint(100, 999), 10) for one in bodies for fact in "xyz"
    }
    cells["u3", "x"] = Absence.NOT_APPLICABLE
    del cells["u4", "y"]
    return Tables(bodies, tuple(Filed(key, fact, cell, YEAR) for (key, fact), cell in cells.items()))


WEIGHT, TARGET, ITS_CAP = Slider("a", "weight"), Slider("a", "rule.target"), Slider("a", "rule.cap")


@pytest.mark.parametrize(("slider", "values"), [
    (WEIGHT, ("5", "0.5", "0", "120", "1.375", "4")), (TARGET, ("90", "12.5", "7.25", "0", "60")),
    (ITS_CAP, ("1", "0.4", "0", "0.75", "1.2")),
])  # fmt: skip
def test_a_weight_a_target_and_a_cap_answer_as_the_scheme_with_that_number(
    slider: Slider, values: tuple[str, ...]
) -> None:
    """Also at 0, and where a slider comes back; each value that is answered moves somebody."""
    said, data = {WEIGHT: "4", TARGET: "60", ITS_CAP: "1.2"}, many()
    ready, answered = (
        prepare(averaged(*said.values()), data, "2026", [slider]),
        list[dict[str, tuple[Cell, Cell]]](),
    )
    for value in values:
        expected = scored(averaged(*{**said, slider: value}.values()), data)
        try:
            answered.append(standings(ready, ready.change({slider: Fraction(value)})))
        except KaopingError as refused:
            assert (refused.problems[0].code, value) == ("slider-changes-plan", "0")
            continue
        assert answered[-1] == expected
    assert all(one != other for one, other in itertools.pairwise(answered))


def test_a_weight_a_target_and_a_cap_together_answer_as_the_scheme_with_all_three() -> None:
    ready, draw, data = (
        prepare(averaged(4, 60, 1.2), many(), "2026", [WEIGHT, TARGET, ITS_CAP]),
        Random(1),
        many(),
    )
    standing: dict[Slider, Fraction] = {WEIGHT: Fraction(4), TARGET: Fraction(60), ITS_CAP: Fraction(6, 5)}
    for _ in range(12):
        slider = draw.choice((WEIGHT, TARGET, ITS_CAP))
        standing[slider] = Fraction(draw.randint(1, 800), 8 if slider is not ITS_CAP else 400)
        answer = standings(ready, ready.change({slider: standing[slider]}))
        assert answer == scored(averaged(*map(written, standing.values())), data)


def test_a_weight_that_equals_the_full_mark_moves_without_it() -> None:
    """Two numbers that are equal by chance."""
    ready, data = prepare(averaged(50, 60, 1.2), many(), "2026", [WEIGHT]), many()
    for value in (30, 51):
        answer = standings(ready, ready.change({WEIGHT: Fraction(value)}))
        assert answer == scored(averaged(value, 60, 1.2), data)


def test_a_slider_for_what_is_no_number_of_a_formula_is_refused() -> None:
    """Words, what a rule does not have, and numbers that decide how things are computed."""
    for setting, code in (
        ("rule.zero_target", "no-setting"), ("rule.nothing", "no-setting"), ("combine.at_least", "no-setting"),
        ("rounding", "no-setting"),
    ):  # fmt: skip
        with pytest.raises(KaopingError) as refused:
            prepare(averaged(4, 60, 1.2), many(), "2026", [Slider("a", setting)])
        assert refused.value.problems[0].code == code
    with pytest.raises(KaopingError) as refused:
        prepare(averaged(4, 60, 1.2), many(), "2026", [Slider("mean", "combine.at_least")])
    assert refused.value.problems[0].code == "slider-changes-plan"
