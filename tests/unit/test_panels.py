"""What several raters say of each organisation, brought to one number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kaoping.engines.panels import Judgement, panels
from kaoping.plan.steps import Voice
from kaoping.scheme.formulas import parse
from kaoping.tables import Absence, Cell

F = Fraction


def voice(each: str = "v", valid: str = "", **more: object) -> Voice:
    plain: dict[str, object] = {
        "drop_high": 0, "drop_low": 0, "drop_when_more_than": 0, "trimmed_share": F(0), "weights": {},
        "combine": "mean", "at_least": 1, "self_counts": True, "missing_bloc": "missing",
    }  # fmt: skip
    return Voice(parse(each), parse(valid) if valid else None, **{**plain, **more})  # type: ignore[arg-type]


def sheets(text: str) -> list[Judgement]:
    """`rater[@bloc]: organisation value, …` a line each."""
    found: list[Judgement] = []
    for line in text.strip().splitlines():
        who, _, said = line.strip().partition(":")
        rater, _, bloc = who.partition("@")
        for one in said.split(","):
            organisation, value = one.split()
            found.append(Judgement(organisation, rater, bloc, F(value), len(found)))
    return found


def told(of: Voice, text: str, organisation: str = "a") -> Cell:
    return panels(of, sheets(text), ["a", "b", "c"])[organisation][0]


def test_the_mean_of_what_was_said() -> None:
    assert told(voice(), "x: a 90\n y: a 80, b 60") == 85
    assert told(voice(), "x: a 90\n y: a 80, b 60", "b") == 60


def test_nobody_said_anything_of_it() -> None:
    assert told(voice(), "x: a 90", "c") is Absence.MISSING


def test_the_rows_behind_the_number_are_named() -> None:
    assert panels(voice(), sheets("x: b 1, a 90\n y: a 80"), ["a"])["a"] == (F(85), (1, 2))


def test_places_are_those_of_the_sheet() -> None:
    points = voice("10 * (n - r)")
    assert told(points, "x: a 9, b 8, c 7\n y: a 1, b 2") == 10
    assert told(points, "x: a 9, b 8, c 7\n y: a 1, b 2", "b") == 10


@pytest.mark.parametrize(
    ("ties", "place"), [("share_best", 1), ("share_worst", 2), ("mean", F(3, 2)), ("dense", 1)]
)
def test_equals_of_a_sheet_share_a_place_as_said(ties: str, place: F) -> None:
    assert told(voice("r", ties=ties), "x: a 9, b 9, c 7") == place


def test_an_invalid_sheet_counts_for_nobody() -> None:
    strict = voice(valid="max(v) > min(v) and count_true(v >= 90) <= 1 and mean(v) < 90 and sum(v) > 0")
    text = "x: a 90, b 80\n y: a 50, b 50\n z: a 99, b 98"
    assert told(strict, text) == 90
    assert told(strict, text, "b") == 80
    assert told(voice(), text) == F(239, 3)


def test_a_sheet_knows_how_many_it_judges_and_how_many_values_differ() -> None:
    assert told(voice(valid="d = n"), "x: a 90, b 90\n y: a 70, b 60") == 70
    assert told(voice(valid="n >= 2"), "x: a 90\n y: a 70, b 60") == 70


def test_judgement_of_oneself_may_be_left_out_and_still_makes_the_sheet() -> None:
    text = "a: a 100, b 50\n b: a 60, b 90"
    assert told(voice(), text) == 80
    assert told(voice(self_counts=False), text) == 60
    # The sheet of a is judged whole: with its own word on it, b stands second there.
    assert told(voice("r", self_counts=False), text, "b") == 2


def test_blocs_are_weighted_whatever_their_size() -> None:
    text = "x@up: a 100\n y@peers: a 60\n z@peers: a 70\n w@peers: a 80"
    assert told(voice(weights={"up": F(1), "peers": F(3)}), text) == F(310, 4)


def test_a_bloc_without_rater_is_missing_or_leaves_its_weight_to_the_rest() -> None:
    weights = {"up": F(1), "peers": F(3)}
    assert told(voice(weights=weights), "y@peers: a 60") is Absence.MISSING
    assert told(voice(weights=weights, missing_bloc="spread"), "y@peers: a 60") == 60


def test_fewer_raters_than_asked_leave_it_missing() -> None:
    assert told(voice(at_least=2), "x: a 90") is Absence.MISSING
    assert told(voice(at_least=2), "x: a 90\n y: a 80") == 85


def test_extremes_are_dropped_with_enough_raters_only() -> None:
    six = "r1: a 100\n r2: a 90\n r3: a 88\n r4: a 86\n r5: a 84\n r6: a 20"
    drop = voice(drop_high=1, drop_low=1, drop_when_more_than=5)
    assert told(drop, six) == 87
    assert told(drop, six.rpartition("\n")[0]) == F(448, 5)


def test_dropping_never_leaves_nothing() -> None:
    assert told(voice(drop_high=1, drop_low=1), "x: a 90\n y: a 70") == 80
    assert told(voice(trimmed_share=F(1, 2)), "x: a 90\n y: a 70") == 80


def test_a_share_is_trimmed_at_each_end() -> None:
    five = "r1: a 100\n r2: a 90\n r3: a 80\n r4: a 70\n r5: a 0"
    assert told(voice(trimmed_share=F(1, 5)), five) == 80
    assert told(voice(trimmed_share=F(1, 10)), five) == 68


def test_the_median_of_what_was_said() -> None:
    assert told(voice(combine="median"), "x: a 100\n y: a 90\n z: a 0") == 90
    assert told(voice(combine="median"), "x: a 100\n y: a 90") == 95


def test_arithmetic_without_an_answer_shows() -> None:
    assert told(voice("1 / (v - 90)"), "x: a 90\n y: a 80") is Absence.UNDEFINED


def test_a_bloc_without_a_weight_is_not_heard_and_makes_nobody_enough() -> None:
    weights = {"up": F(1)}
    assert told(voice(weights=weights), "x@up: a 90\n y@peers: a 10") == 90
    assert panels(voice(weights=weights), sheets("x@up: a 90\n y@peers: a 10"), ["a"])["a"][1] == (0,)
    assert told(voice(weights=weights, at_least=2), "x@up: a 90\n y@peers: a 10") is Absence.MISSING
    assert told(voice(at_least=2), "x@up: a 90\n y@peers: a 10") == 50
