"""A slider's answer is the answer of scoring the changed scheme, or the changed figures, anew."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from kaoping import Filed, Organisation, Period, Scheme, Tables, read_scheme_text, score
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
