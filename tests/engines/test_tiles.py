"""Tiles score as the reference engine scores the same scheme, with NumPy and with Numba where it is installed."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kaoping import Absence, Filed, Organisation, Period, Tables, read_scheme_text, score
from kaoping.engines.columnar.tiles import (
    MISSING,
    NOT_APPLICABLE,
    Item,
    Rule,
    TileAnswer,
    TileProblem,
    Tiles,
    has_fast,
    score_tiles,
)
from kaoping.engines.columnar.tiles.exactly import exact_total
from kaoping.engines.columnar.tiles.recognising import problem_of
from kaoping.errors import SchemeError

YEAR = Period.parse("2026")
BOTH = [False, pytest.param(True, marks=pytest.mark.skipif(not has_fast(), reason="Numba is not installed"))]
BANDS, POINTS = (4_000, 6_000, 9_000), (40, 60, 75, 100)


def problem(seed: int, places: int = 4) -> TileProblem:
    """Twelve items, two of each rule, in four dimensions of two categories, three tracks."""
    draw = np.random.default_rng(seed)
    items = tuple(
        Item(
            f"x{i}", Rule(i % 6), int(i // 3), i % 6 != 0 and bool(draw.random() < 0.4), 3_000, 10_000,
            BANDS if i % 6 == 5 else (), POINTS if i % 6 == 5 else (), i >= 6, bool(draw.random() < 0.5),
        )
        for i in range(12)
    )  # fmt: skip
    weights = (draw.integers(1, 6, (3, n)) * 1000 for n in (12, 4, 2))
    return TileProblem(items, (0, 0, 1, 1), *weights, places=places)


def tiles(one: TileProblem, seed: int, unit: int = 100) -> Tiles:
    draw = np.random.default_rng(seed)
    offsets = np.array([0, 1, 9, 24])
    values = draw.integers(20, 120, (12, 24)).astype(np.int32) * 100
    away = draw.random((12, 24))
    values[away < 0.2], values[away < 0.1] = MISSING, NOT_APPLICABLE
    targets = (
        draw.integers(50, 120, (sum(i.rule is Rule.COMPLETION for i in one.items), 24)).astype(np.int32) * 100
    )
    bonus, penalty = (draw.integers(0, 8, 24).astype(np.int32) * unit for _ in range(2))
    return Tiles.of(values, targets, bonus, penalty, draw.random(24) < 0.1, offsets)


def as_scheme(one: TileProblem) -> str:
    """The same, as a scheme writes it."""

    def by_track(weights: np.ndarray) -> dict[str, str]:
        return {f"track{t}": str(Fraction(int(weight), 1000)) for t, weight in enumerate(weights)}

    items: list[list[object]] = [[] for _ in one.category]
    for i, item in enumerate(one.items):
        items[item.dimension].append({item.key: {"full": 100, "weight": by_track(one.item_weights[:, i]), **_rule(item), **_better(item),
            "missing": "zero" if item.missing_is_zero else "leave_out", "not_applicable": "leave_out"}})  # fmt: skip
    dimensions: list[list[object]] = [[] for _ in range(one.categories)]
    for d, below in enumerate(items):
        dimensions[one.category[d]].append(
            {
                f"d{d}": {
                    "weight": by_track(one.dimension_weights[:, d]),
                    "combine": "arithmetic",
                    "items": below,
                }
            }
        )
    tree = [
        {f"c{c}": {"weight": by_track(one.category_weights[:, c]), "combine": "arithmetic", "items": below}}
        for c, below in enumerate(dimensions)
    ]
    return json.dumps({
        "schema": "kaoping-scheme/1", "id": "tiles", "title": "tiles", "every": "year",
        "rounding": {"places": one.places, "at": ["total"]},
        "groups": {f"track{t}": {"title": f"track{t}", "of": {"kind": f"kind{t}"}} for t in range(3)},
        "facts": {name: {"title": name} for name in (*(item.key for item in one.items), "bonus", "penalty", "vetoed")},
        "defaults": {"missing": "zero", "not_applicable": "leave_out", "undefined": "refuse"},
        "combine": "arithmetic", "tree": tree,
        "then": [{"plus": f"min(bonus, {one.bonus_cap})"}, {"minus": "penalty"}, {"at_most": f"if(vetoed = 1, {one.veto_cap}, 1000)"}],
    })  # fmt: skip


def _better(item: Item) -> dict[str, object]:
    return {"better": "lower"} if item.lower_is_better else {}


def _rule(item: Item) -> dict[str, object]:
    low, high = item.low // 100, item.high // 100
    best, worst = (low, high) if item.lower_is_better else (high, low)
    return {
        Rule.COMPLETION: {"rule": {"completion": {"target": "agreed", "cap": "1.2", "zero_target": "refuse"}}},
        Rule.MIN_MAX: {"rule": {"min_max": {"flat": "full"}}},
        Rule.EFFICACY: {"rule": {"efficacy": {"base": 60, "span": 40, "best": best, "worst": worst}}},
        Rule.RANK: {"rule": {"rank": {"form": "linear", "last": 40, "ties": "mean" if item.ties_share_mean else "share_best"}}},
        Rule.Z_SCORE: {"rule": {"z_score": {"mean": 70, "sd": 10, "deviation": "population", "flat": "mean"}},
                       "then": [{"clamp": {"low": 0, "high": 100}}]},
        Rule.BANDS: {"rule": {"bands": [{"below": 40, "points": 40}, {"from": 40, "below": 60, "points": 60},
                                        {"from": 60, "below": 90, "points": 75}, {"from": 90, "points": 100}]}},
    }[item.rule]  # fmt: skip


def as_tables(one: TileProblem, data: Tiles) -> Tables:
    bodies, filed = [], []
    for track in range(3):
        block, targets, first = data.block(track), data.target_block(track), int(data.offsets[track])
        for row in range(block.shape[1]):
            key, at = f"o{first + row:02d}", first + row
            bodies.append(Organisation(key, key, f"kind{track}"))
            for i, item in enumerate(one.items):
                value = int(block[i, row])
                if value != MISSING:
                    cell = Absence.NOT_APPLICABLE if value == NOT_APPLICABLE else Fraction(value, 100)
                    filed.append(Filed(key, item.key, cell, YEAR))
                if one.targets[i] >= 0:
                    filed.append(Filed(key, f"{item.key}.target", Fraction(int(targets[one.targets[i], row]), 100), YEAR))  # fmt: skip
            more = {"bonus": int(data.bonus[at]), "penalty": int(data.penalty[at]), "vetoed": 100 * int(data.vetoed[at])}  # fmt: skip
            filed += [Filed(key, name, Fraction(value, 100), YEAR) for name, value in more.items()]
    return Tables(tuple(bodies), tuple(filed))


@pytest.mark.parametrize("fast", BOTH)
@pytest.mark.parametrize("seed", range(8))
def test_tiles_give_the_totals_places_and_grades_of_the_reference(seed: int, fast: bool) -> None:
    one = problem(seed, places=seed % 4)
    data = tiles(one, seed)
    card = score(read_scheme_text(as_scheme(one)), as_tables(one, data), "2026", engine="reference")
    answer = score_tiles(one, data, fast=fast)
    lines = {key: line for (key, _, node), line in card.by_place.items() if node == "total"}
    expected = [lines[f"o{row:02d}"] for row in range(24)]
    assert [Fraction(int(n), 10**one.places) for n in answer.totals] == [line.points for line in expected]
    assert [Fraction(int(n)) for n in answer.ranks] == [line.place for line in expected]
    assert answer.grades.tolist() == grades_by_place(one, data, [line.place for line in expected])


def grades_by_place(one: TileProblem, data: Tiles, places: list[Fraction | None]) -> list[int]:
    """What the places come to by shares of the track, in whole numbers; who is vetoed has the veto's grade at best."""
    sizes = np.diff(data.offsets)
    ends = [[int(share * int(n)) for share in one.shares] for n in sizes]
    track = np.repeat(np.arange(len(sizes)), sizes).tolist()
    found = [
        sum(place is not None and place > end for end in ends[at])
        for at, place in zip(track, places, strict=True)
    ]
    return [max(grade, one.veto_grade) if data.vetoed[at] else grade for at, grade in enumerate(found)]


@pytest.mark.parametrize("seed", range(4))
def test_a_scheme_of_the_plain_kind_is_recognised(seed: int) -> None:
    one = problem(seed, places=seed)
    found = problem_of(read_scheme_text(as_scheme(one)))
    data = tiles(one, seed)
    assert _same(score_tiles(replace(one, shares=()), data), score_tiles(found, data))


def test_a_scheme_of_another_kind_is_refused_with_every_reason() -> None:
    places = '"places": 4, "at": ["total"]'
    other = as_scheme(problem(1)).replace('"cap": "1.2"', '"cap": "1.3"')
    other = other.replace(places, places.replace('["', '["item", "'))
    with pytest.raises(SchemeError) as refused:
        problem_of(read_scheme_text(other))
    said = [one.what.en for one in refused.value.problems]
    assert sum("x0" in one for one in said) == 1 and sum("x6" in one for one in said) == 1
    assert any("round half up" in one for one in said)


@pytest.mark.parametrize("fast", BOTH)
def test_what_is_too_close_to_a_rounding_point_is_worked_out_in_fractions(fast: bool) -> None:
    """Halves of a tenth tie often; the control without the certificate is found out."""
    found, handed = [], 0
    for seed in range(60):
        one = _halves(seed)
        data = tiles(one, seed, unit=15)
        exact = [exact_total(one, data, t, r) for t in range(3) for r in range(int(np.diff(data.offsets)[t]))]
        sure, unsure = score_tiles(one, data, fast=fast), score_tiles(one, data, fast=fast, certified=False)
        assert sure.totals.tolist() == exact
        handed += sure.handed
        found.append(unsure.totals.tolist() != exact)
    assert handed > 0
    assert any(found)


def _halves(seed: int) -> TileProblem:
    """Means of a few whole points, with tenths added and taken away, to one decimal: many halves of a tenth."""
    one = problem(seed, places=1)
    bands = Item("", Rule.BANDS, 0, thresholds=BANDS, points=POINTS, missing_is_zero=False)
    items = tuple(replace(bands, key=item.key, dimension=item.dimension) for item in one.items)
    alike = (np.full((3, n), 1000) for n in (12, 4, 2))
    return TileProblem(items, one.category, *alike, places=1)


@pytest.mark.skipif(not has_fast(), reason="Numba is not installed")
def test_both_passes_and_both_traces_agree() -> None:
    for seed in range(20):
        one = problem(seed)
        data = tiles(one, seed)
        plain, quick = (score_tiles(one, data, trace=True, fast=fast) for fast in (False, True))
        assert _same(plain, quick)
        assert plain.points is not None and quick.points is not None
        assert np.allclose(plain.points, quick.points, rtol=1e-6, equal_nan=True)


def _same(a: TileAnswer, b: TileAnswer) -> bool:
    return all((getattr(a, name) == getattr(b, name)).all() for name in ("totals", "ranks", "grades"))


def test_tiles_on_disk_are_the_same_bytes(tmp_path: Path) -> None:
    one = problem(3)
    data = tiles(one, 3)
    data.save(tmp_path)
    mapped = Tiles.open(tmp_path)
    assert isinstance(mapped.values, np.memmap)
    assert _same(score_tiles(one, mapped, fast=False), score_tiles(one, data, fast=False))


def of_one_kind(rule: Rule, places: int, thresholds: tuple[int, ...] = ()) -> TileProblem:
    """Four items of one rule, both ways of better, ties and missing, in one dimension of one track."""
    points = tuple(range(10, 10 * len(thresholds) + 20, 10)) if thresholds else ()
    items = tuple(
        Item(f"x{i}", rule, 0, i % 2 == 1, 0, 0, thresholds, points, i >= 2, i in (0, 3)) for i in range(4)
    )
    return TileProblem(items, (0,), *(np.full((1, n), 1000) for n in (4, 1, 1)), places=places)


def one_track(values: np.ndarray) -> Tiles:
    """Four rows of values, some of them away; nothing on top."""
    size = values.shape[1]
    values, away = values.astype(np.int32), np.random.default_rng(9).random(values.shape)
    values[away < 0.2], values[away < 0.1] = MISSING, NOT_APPLICABLE
    none = np.zeros(size, np.int32)
    return Tiles.of(values, np.zeros((0, size), np.int32), none, none, none > 0, np.array([0, size]))


def exactly(one: TileProblem, data: Tiles) -> list[int]:
    return [exact_total(one, data, 0, row) for row in range(data.organisations)]


@pytest.mark.parametrize("fast", BOTH)
@pytest.mark.parametrize("unit", [1, 7, 10, 100])
@pytest.mark.parametrize("widest", [40, 3_000, 20_000_000])
def test_places_are_the_same_whether_counted_or_sorted(widest: int, unit: int, fast: bool) -> None:
    """Whole numbers, tens and hundreds, few and many, below zero and above."""
    one = of_one_kind(Rule.RANK, 6)
    data = one_track(np.random.default_rng(unit).integers(-widest, widest, (4, 60)) * unit)
    assert score_tiles(one, data, fast=fast).totals.tolist() == exactly(one, data)


@pytest.mark.parametrize("fast", BOTH)
@pytest.mark.parametrize("rule", [Rule.RANK, Rule.MIN_MAX, Rule.Z_SCORE])
def test_the_widest_values_a_tile_holds_are_scored(rule: Rule, fast: bool) -> None:
    one = of_one_kind(rule, 5)
    data = one_track(np.random.default_rng(2).choice([-(2**31) + 2, -1, 0, 5, 2**31 - 2], (4, 40)))
    assert score_tiles(one, data, fast=fast).totals.tolist() == exactly(one, data)


@pytest.mark.parametrize("fast", BOTH)
def test_bands_may_be_many(fast: bool) -> None:
    one = of_one_kind(Rule.BANDS, 4, tuple(range(-300, 700, 100)))
    data = one_track(np.random.default_rng(3).integers(-500, 900, (4, 60)))
    assert score_tiles(one, data, fast=fast).totals.tolist() == exactly(one, data)


@pytest.mark.parametrize("fast", BOTH)
def test_deviations_of_large_and_close_values_keep_to_the_bound(fast: bool) -> None:
    """Distances are taken before the mean is rounded; the control takes the mean first, and is off by more."""
    one = of_one_kind(Rule.Z_SCORE, 9)
    data = one_track(2_000_000_000 + np.random.default_rng(4).integers(0, 3, (4, 49)))
    assert score_tiles(one, data, fast=fast).totals.tolist() == exactly(one, data)
    there = [float(n) for n in data.values[:49].tolist() if n > NOT_APPLICABLE]
    mean = sum(there) / len(there)
    spread = float(np.std(np.array(there) - 2e9))
    true = sum(Fraction(int(n)) for n in there) / len(there)
    assert abs(Fraction(mean) - true) * 10 / Fraction(spread) > one.bound(49)


@pytest.mark.parametrize("fast", BOTH)
def test_a_track_is_ranked_by_the_totals_that_were_worked_out_in_fractions(fast: bool) -> None:
    handed = 0
    for seed in range(60):
        one = _halves(seed)
        data = tiles(one, seed, unit=15)
        found = score_tiles(one, data, fast=fast)
        handed += found.handed
        assert (found.grades >= 0).all()
        for a, b in pairwise(data.offsets.tolist()):
            totals = found.totals[a:b].tolist()
            assert found.ranks[a:b].tolist() == [1 + sum(other > mine for other in totals) for mine in totals]
    assert handed > 0
