"""A formula, a population and a race that remember answer as if they were made anew."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from kaoping.engines.columnar.formulas import Translation
from kaoping.engines.columnar.parts import NUMBER, WORD, Part, Vocabulary, exact, near, numbers_of
from kaoping.engines.columnar.populations import KeptPopulation, gathered
from kaoping.engines.columnar.ranking import Race, places
from kaoping.engines.columnar.remembering import KeptFormula
from kaoping.plan.steps import Counted
from kaoping.scheme.formulas import parse

SIZE = 7
FORMULAS = (
    "a + b * c - a / b",
    "-a + abs(b) * (c - 1)",
    "if(is_absent(a), b, a < b, a * c, is_missing(c) or not (b = 2), c, 0)",
    "if(t, a, u and t, b / c, c)",
    "coalesce(a, b, c)",
    "min(max(a, b), c) + clamp(a, 0, 3)",
    "round(a / b, 1) + steps(a, 0.5, \"floor\") - steps(b, 2, \"linear\")",
    "floor(a) + ceil(b / 3) + trunc(c)",
    "count_true(a > 1, b <= c, t) + sign(c)",
    "sum(a, b, c) + mean(a, b) * product(a, b, c) + share(a, b, c)",
    "interpolate(a, 0, b, 2, c, 5, 9)",
    "sqrt(a) + ln(b) * exp(c / 50)",
    "a ^ 2 + b ^ 3 - c ^ 1",
    "a * b * c * a * b / c / a / b",
    "a * b * (a * b) + a / b",
    "a ^ b",
    "median(a, b, c) + 1",
    "if(w = \"甲\", a, w != \"乙\", b, c)",
    "a",
)  # fmt: skip


def column(draw: Random, near_too: bool = True) -> Part:
    """A column of numbers, exact or with bounds, perhaps with absences, perhaps the same for everybody."""
    numbers = [
        Fraction(draw.randint(-6, 12), draw.choice((1, 2, 10))) for _ in range(draw.choice((SIZE, SIZE, 1)))
    ]
    part = numbers_of(numbers)
    if near_too and draw.random() < 0.3:
        value = np.array([float(one) / 3 for one in numbers])
        part = near(value, np.abs(value) * 1e-15, 64)
    if len(numbers) == SIZE and draw.random() < 0.5:
        part.status = np.array(draw.choices((0, 0, 0, 1, 2, 3, 4), k=SIZE), np.int8)
    return part


def truths(draw: Random) -> Part:
    return Part(np.array(draw.choices((5, 6, 6, 3), k=SIZE), np.int8), np.zeros(1, np.int64))


def words(draw: Random, vocabulary: Vocabulary) -> Part:
    codes = np.array([vocabulary.code(draw.choice("甲乙丙")) for _ in range(SIZE)], np.int32)
    return Part(np.full(SIZE, WORD, np.int8), np.zeros(1, np.int64), codes=codes)


def names(draw: Random, vocabulary: Vocabulary) -> dict[str, Part]:
    found = {name: column(draw) for name in "abc"}
    return {**found, "t": truths(draw), "u": truths(draw), "w": words(draw, vocabulary)}


def told(part: Part) -> list[object]:
    """Everything a column says, to the last bit."""
    said = [getattr(part, one.name) for one in fields(part)]
    return [(one.dtype, one.tolist()) if isinstance(one, np.ndarray) else one for one in said]


def differences(formula: str, seed: int, turns: int = 40) -> int:
    """How often a formula that remembers says something else than one made anew, while one name after another changes."""
    draw, vocabulary, expr = Random(seed), Vocabulary(), parse(formula)
    given, kept, wrong = names(draw, vocabulary), KeptFormula(expr, vocabulary), 0
    for _ in range(turns):
        with np.errstate(all="ignore"):
            wrong += repr(told(kept.part(given))) != repr(told(Translation(given, vocabulary).part(expr)))
        other = names(draw, vocabulary)
        for name in draw.sample(sorted(given), draw.choice((0, 1, 1, 2))):
            status = given[name].status
            given[name] = other[name]
            if draw.random() < 0.5 and name in "abc" and status is not None and other[name].size() == SIZE:
                given[name].status = status  # as a pass leaves statuses that came out the same
    return wrong


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_that_remembers_says_what_it_would_say_anew(formula: str) -> None:
    assert differences(formula, 1) == differences(formula, 2) == 0


def test_a_formula_that_took_everything_for_unchanged_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeptFormula, "_is_due", lambda self, node, known: not known)
    assert all(differences(one, 1) for one in FORMULAS if one not in ("a", "a ^ b", "median(a, b, c) + 1"))


def test_what_a_change_does_not_touch_is_not_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, draw = KeptFormula(parse("if(is_absent(a), 0, full * (a - b) / (c - b))"), Vocabulary()), Random(3)
    given = {**names(draw, Vocabulary()), "full": numbers_of([Fraction(5)])}
    kept.part(given)
    done: list[str] = []
    work = KeptFormula._worked_out

    def counted(self: KeptFormula, node: object, function: str) -> Part:
        done.append(function)
        return work(self, node, function)  # type: ignore[arg-type]

    monkeypatch.setattr(KeptFormula, "_worked_out", counted)
    kept.part({**given, "full": numbers_of([Fraction(6)])})
    assert done == ["", "", "if"]  # the product, the quotient and the choice


def test_a_formula_interrupted_is_worked_out_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary, expr, draw = Vocabulary(), parse("(a + b) * c"), Random(5)
    kept, given = KeptFormula(expr, vocabulary), names(draw, vocabulary)
    kept.part(given)
    given = {**given, "a": column(draw, False), "c": column(draw, False)}
    with monkeypatch.context() as broken:
        broken.setattr(kept.algebra, "in_formula", lambda op, a, b: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            kept.part(given)
    assert told(kept.part(given)) == told(Translation(given, vocabulary).part(expr))


# populations and races --------------------------------------------------------------------------------------


def changed(draw: Random, columns: dict[str, Part]) -> None:
    """Other numbers, and now and then another status, eligibility or partition."""
    before = columns["x"]
    columns["x"] = exact(
        np.array([draw.randint(0, 5) for _ in range(SIZE)]), draw.choice((1, 2)), 5, before.status
    )
    if draw.random() < 0.3:
        columns["x"].status = np.array(draw.choices((0, 0, 1, 3), k=SIZE), np.int8)
    if draw.random() < 0.2:
        columns["e"] = truths(draw)
    if draw.random() < 0.2:
        columns["p"] = exact(np.array([draw.randint(0, 1) for _ in range(SIZE)]), 1, 1)


def wrong_places(who: Counted, seed: int) -> int:
    """How often the places of a population that is kept are other than those of one made anew."""
    draw, wrong = Random(seed), 0
    columns = {
        "x": exact(np.arange(SIZE), 1, SIZE),
        "e": truths(draw),
        "p": exact(np.zeros(SIZE, np.int64), 1, 0),
    }
    kept, race, last = KeptPopulation(["x"], [who]), None, None
    for _ in range(60):
        anew = gathered(["x"], [who], lambda name: (columns[name], SIZE))
        found = kept.again(lambda name: (columns[name], SIZE))
        assert anew is not None and found is not None
        race = Race.of(found) if race is None or last is not found.counts else race
        last = found.counts
        for ties in ("share_best", "share_worst", "dense", "mean"):
            one, other = (
                places(run, [(of.numbers.whole, True)], ties)  # type: ignore[list-item]
                for run, of in ((race, found), (Race.of(anew), anew))
            )
            wrong += told(one) != told(other)
        changed(draw, columns)
    return wrong


EVERY_WAY = (
    Counted(), Counted(eligible="e"), Counted(partition="p"), Counted(eligible="e", partition="p"),
    Counted(missing_as_zero=True),
)  # fmt: skip


@pytest.mark.parametrize("who", EVERY_WAY)
def test_a_population_that_is_kept_is_the_one_made_anew(who: Counted) -> None:
    assert wrong_places(who, 1) == 0


@pytest.mark.parametrize("who", EVERY_WAY[:4])
def test_a_population_kept_whatever_decides_it_would_be_seen(
    who: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaoping.engines.columnar.populations._decide", lambda *rest: (None, None, None))
    assert wrong_places(who, 1) > 0


def test_equals_share_their_place_whatever_order_they_stand_in() -> None:
    draw = np.random.default_rng(3)
    for ties, shown in (("share_best", 1), ("share_worst", 3), ("dense", 1), ("mean", 4)):
        whole = draw.permutation(np.array([9, 9, 9, 4, 4, 1]))
        column_of = {"x": (exact(whole, 1, 9), 6)}
        who = gathered(["x"], [Counted()], column_of.__getitem__)
        assert who is not None
        found = places(Race.of(who), [(whole, True)], ties)
        assert found.whole is not None and set(found.whole[whole == 9].tolist()) == {shown}
        assert NUMBER == 0 and found.status is None
