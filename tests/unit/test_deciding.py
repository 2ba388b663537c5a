"""Grades with quotas, promotion and vetoes, and awards, on columns made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from kaoping.engines.deciding import awarded, cut, graded
from kaoping.errors import Words
from kaoping.periods import Period
from kaoping.plan.steps import About, Awarding, GradeRule, Grading
from kaoping.scheme.formulas import parse
from kaoping.scheme.model import Award, Better, Grade, Quota
from kaoping.tables import Absence, Cell

F = Fraction

WHO = ("a", "b", "c", "d", "e")
TOTALS: Mapping[str, Cell] = {"a": F(90), "b": F(85), "c": F(85), "d": F(70), "e": F(60)}


def about(group: str = "g") -> About:
    return About("x", group, Period.parse("2026"), "total", "grade", Words("等次"))


def rule(key: str, quota: Quota | None = None, **columns: object) -> GradeRule:
    plain: dict[str, object] = dict.fromkeys(("floor", "ceiling", "when", "also_when", "share", "count"))
    return GradeRule(Grade(key, Words(key), quota=quota), **{**plain, "unless": (), "barred": (), **columns})  # type: ignore[arg-type]


def quota(ties: str = "take_none", rounding: str = "down", **more: object) -> Quota:
    return Quota(parse("1"), None, rounding, ties, **{"of": "ranked", **more})  # type: ignore[arg-type]


def truth(*keys: str) -> dict[str, Cell]:
    return {key: key in keys for key in WHO}


def grades(
    *rules: GradeRule,
    cells: Mapping[str, Mapping[str, Cell]] = {},
    totals: Mapping[str, Cell] = TOTALS,
    **step: object,
) -> dict[str, Cell]:
    places: dict[str, Cell] = {"a": F(1), "b": F(2), "c": F(3), "d": F(4), "e": F(5)}
    plain: dict[str, Cell] = {**places, "c": F(2)}
    all_cells = {"total": totals, "order": places, "plain": plain, **cells}
    made = Grading(about(), "total", "order", "order", rules, **{"plain": "plain", **step})  # type: ignore[arg-type]
    return graded(made, all_cells, WHO)


def top(found: Mapping[str, Cell]) -> str:
    return "".join(key for key in WHO if found[key] == "top")


def shared(share: str, **more: object) -> dict[str, Cell]:
    column: dict[str, Cell] = dict.fromkeys(WHO, F(share))
    return grades(rule("top", quota(**more), share="share"), rule("rest"), cells={"share": column})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "rounding", "who"),
    [
        ("0.3", "down", "a"),
        ("0.3", "up", "a"),
        ("0.79", "down", "abc"),
        ("0.7", "nearest", "abcd"),
        ("0", "up", ""),
    ],
)
def test_a_share_of_five_is_rounded_as_said(share: str, rounding: str, who: str) -> None:
    # 0.3 of 5 rounded up is 2: b and c are equal there and both stay out.
    assert top(shared(share, rounding=rounding)) == who


def test_equals_at_the_last_place_go_as_said() -> None:
    assert top(shared("0.4", ties="take_none")) == "a"
    assert top(shared("0.4", ties="take_all")) == "abc"
    assert top(shared("0.4", ties="tie_break")) == "ab"


def test_at_least_so_many_places() -> None:
    assert top(shared("0.1")) == ""
    assert top(shared("0.1", at_least=1)) == "a"


def test_the_best_grade_whose_conditions_hold_is_given() -> None:
    floors: dict[str, Mapping[str, Cell]] = {
        "at80": dict.fromkeys(WHO, F(80)),
        "at65": dict.fromkeys(WHO, F(65)),
    }
    found = grades(rule("top", floor="at80"), rule("good", floor="at65"), rule("rest"), cells=floors)
    assert found == {"a": "top", "b": "top", "c": "top", "d": "good", "e": "rest"}


def test_who_meets_no_condition_gets_no_grade() -> None:
    found = grades(rule("top", floor="at80"), cells={"at80": dict.fromkeys(WHO, F(80))})
    assert found["e"] is Absence.NOT_APPLICABLE


def test_an_absent_total_has_no_grade_and_keeps_its_absence() -> None:
    assert grades(rule("rest"), totals={**TOTALS, "b": Absence.PENDING})["b"] is Absence.PENDING


def test_who_is_not_ranked_is_graded_beside_the_quota() -> None:
    count: dict[str, Cell] = dict.fromkeys(WHO, F(1))
    cells = {"one": count, "ranked": truth("b", "c", "d", "e")}
    tied = rule("top", quota("take_all"), count="one")
    assert top(grades(tied, rule("rest"), cells=cells, eligible="ranked")) == "abc"


@pytest.mark.parametrize(("of", "who"), [("members", "abcd"), ("ranked", "abc"), ("counted", "a")])
def test_a_share_is_taken_of_those_said(of: str, who: str) -> None:
    cells = {
        "share": dict.fromkeys(WHO, F(8, 10)),
        "ranked": truth("a", "b", "c", "d"),
        "counts": truth("a", "b"),
    }
    found = grades(
        rule("top", quota(of=of), share="share"),
        rule("rest"),
        cells=cells,
        eligible="ranked",
        counted="counts",
    )  # type: ignore[arg-type]
    assert top(found).replace("e", "") == who


def test_promotion_comes_on_top_or_takes_places() -> None:
    cells = {"two": dict.fromkeys(WHO, F(1)), "merit": truth("d")}
    on_top = rule("top", quota(), count="two", also_when="merit")
    within = rule("top", quota(promoted="counted"), count="two", also_when="merit")
    assert top(grades(on_top, rule("rest"), cells=cells)) == "ad"
    assert top(grades(within, rule("rest"), cells=cells)) == "d"


def test_more_promoted_than_places_all_get_the_grade() -> None:
    cells = {"one": dict.fromkeys(WHO, F(1)), "merit": truth("d", "e")}
    within = rule("top", quota(promoted="counted"), count="one", also_when="merit")
    assert top(grades(within, rule("rest"), cells=cells)) == "de"


def test_who_is_excluded_is_neither_fitting_nor_promoted() -> None:
    cells = {"one": dict.fromkeys(WHO, F(1)), "merit": truth("a", "d"), "barred": truth("a", "d")}
    barred = rule("top", quota(), count="one", also_when="merit", barred=("barred",))
    assert top(grades(barred, rule("rest"), cells=cells)) == ""
    cells["one"] = dict.fromkeys(WHO, F(2))
    assert top(grades(barred, rule("rest"), cells=cells)) == "bc"


def test_a_veto_to_the_lowest_grade_leaves_the_place_to_the_next() -> None:
    cells = {"one": dict.fromkeys(WHO, F(1)), "veto": truth("a")}
    found = grades(
        rule("top", quota("tie_break"), count="one"),
        rule("good"),
        rule("poor"),
        cells=cells,
        lowest=("veto",),
    )
    assert (found["a"], found["b"], found["c"]) == ("poor", "top", "good")


def test_dropped_grades_add_up_and_stop_at_the_lowest() -> None:
    cells = {"v1": truth("a", "d"), "v2": truth("a", "d"), "at80": dict.fromkeys(WHO, F(80))}
    found = grades(
        rule("top", floor="at80"), rule("good"), rule("poor"), cells=cells, drops=(("v1", 1), ("v2", 1))
    )
    assert (found["a"], found["b"], found["d"]) == ("poor", "top", "poor")


def test_a_place_whose_grade_is_dropped_stays_empty() -> None:
    cells = {"one": dict.fromkeys(WHO, F(1)), "veto": truth("a")}
    found = grades(rule("top", quota(), count="one"), rule("rest"), cells=cells, drops=(("veto", 1),))
    assert top(found) == ""


# the cut ---------------------------------------------------------------------------------------------


def test_the_cut_holds_for_every_way_with_equals() -> None:
    order = [("a", (F(1),)), ("b", (F(2),)), ("c", (F(2),)), ("d", (F(4),))]
    assert [cut(order, room, "take_none") for room in range(5)] == [[], ["a"], ["a"], [*"abc"], [*"abcd"]]
    assert [cut(order, room, "take_all") for room in range(5)] == [[], ["a"], [*"abc"], [*"abc"], [*"abcd"]]
    assert cut([], 3, "take_all") == []


# awards ----------------------------------------------------------------------------------------------


def award(by: Mapping[str, Cell], ties: str = "take_none", **more: object) -> str:
    prize = Award("prize", Words("奖"), parse("x"), ties=ties, better=more.pop("better", Better.HIGHER))  # type: ignore[arg-type]
    cells: dict[str, Mapping[str, Cell]] = {"by": by, "ok": more.pop("eligible", truth(*WHO))}  # type: ignore[dict-item]
    for name in ("top", "share", "at_least"):
        if name in more:
            cells[name] = dict.fromkeys(WHO, F(str(more[name])))
    further = more.pop("then", None)
    if further is not None:
        cells["then"] = further  # type: ignore[assignment]
    step = Awarding(
        about(), prize, ("by",), ("ok",), *(name if name in more else None for name in ("top", "share", "at_least")),
        ("g",), (("then",),) if further is not None else (),
    )  # fmt: skip
    found = awarded(step, cells, WHO)
    return "".join(key for key in WHO if found[key] is True)


def test_the_best_get_it() -> None:
    assert award(TOTALS, top=1) == "a"
    assert award(TOTALS, top=3) == "abc"
    assert award(TOTALS, top=2, better=Better.LOWER) == "de"


def test_equals_at_the_last_award_go_as_said() -> None:
    assert award(TOTALS, top=2) == "a"
    assert award(TOTALS, "take_all", top=2) == "abc"
    keys: dict[str, Cell] = {"a": F(0), "b": F(1), "c": F(2), "d": F(9), "e": Absence.MISSING}
    assert award(TOTALS, "tie_break", top=2, then=keys) == "ac"
    assert award(TOTALS, "tie_break", top=2, then={**keys, "c": F(1)}) == "a"
    assert award(TOTALS, "tie_break", top=2, then={**keys, "b": True, "c": False}) == "ab"
    assert award(TOTALS, "tie_break", top=2, then={**keys, "b": Absence.MISSING}) == "ac"


def test_who_is_not_eligible_or_has_no_number_does_not_race() -> None:
    assert award(TOTALS, top=1, eligible=truth("b", "d")) == "b"
    assert award({**TOTALS, "a": Absence.MISSING}, top=1, eligible=truth("a", "b", "d")) == "b"


def test_the_least_that_is_asked_looks_in_the_good_direction() -> None:
    assert award(TOTALS, top=5, at_least=85) == "abc"
    assert award(TOTALS, top=5, at_least=70, better=Better.LOWER) == "de"


def test_a_share_is_of_the_eligible() -> None:
    assert award(TOTALS, share="0.6") == "abc"
    assert award(TOTALS, share="0.6", eligible=truth("a", "b")) == "a"


def test_without_a_number_of_places_all_who_race_get_it() -> None:
    assert award(TOTALS, at_least=70) == "abcd"
    assert award({key: key in "bd" for key in WHO}, at_least=1) == "bd"
