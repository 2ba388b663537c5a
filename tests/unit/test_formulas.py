"""The expression language: what it reads, what it computes, what it says of mistakes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from kaoping.errors import Place, SchemeError
from kaoping.scheme import formulas
from kaoping.scheme.formulas import (
    ALIASES,
    CONTEXT_FUNCTIONS,
    FUNCTIONS,
    Call,
    FormulaNameError,
    FormulaSyntaxError,
    FormulaTypeError,
    Number,
    Signature,
    Text,
    compiled,
    evaluate,
    parse,
    to_source,
)
from kaoping.tables import Absence, Cell

F = Fraction
PENDING, MISSING, UNDEFINED, NOT_APPLICABLE = Absence
CELLS: dict[str, Cell] = {
    "actual": F(17, 10),
    "target": F(2),
    "full": F(50),
    "zero": F(0),
    "kind": "乡镇",
    "met": True,
    "failed": False,
    "began": date(2026, 1, 31),
    "ended": date(2026, 3, 1),
    "missing": MISSING,
    "pending": PENDING,
    "undefined": UNDEFINED,
    "idle": NOT_APPLICABLE,
    "税收": F(12),
    "税收.target": F(10),
}


def value(source: str, **more: Cell) -> Cell:
    return evaluate(parse(source), {**CELLS, **more})


# ---- what it computes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("full * clamp(actual / target, 0, 1.2)", F(85, 2)),
        ("60 + 40 * (8.2 - 5.1) / (9.6 - 5.1)", F(788, 9)),
        ("1 + 2 * 3 - 4 / 8", F(13, 2)),
        ("10 - 4 - 3", F(3)),
        ("16 / 4 / 2", F(2)),
        ("2 * 3 ^ 2", F(18)),
        ("(-2) ^ 2", F(4)),
        ("2 ^ -2", F(1, 4)),
        ("-(2 ^ 2)", F(-4)),
        ("-3 + 5", F(2)),
        ("2 - -3", F(5)),
        ("5%", F(1, 20)),
        ("12.5% * 8", F(1)),
        ("0.1 + 0.2 = 0.3", True),
        ("1 / 3 + 1 / 3 + 1 / 3 == 1", True),
        ("80 <= 85 < 90", True),
        ("80 <= 90 < 90", False),
        ("3 > 2 >= 2", True),
        ("1 = 1 = 1", True),
        ("kind in ('乡镇', '街道')", True),
        ("kind not in ('乡镇', '街道')", False),
        ("3 in (1, 2)", False),
        ("not met or actual < target and not failed", True),
        ("met = failed", False),
        ("kind != '街道'", True),
        ("began < ended", True),
        ("days(began, ended)", F(29)),
        ("year(began) * 100 + month(ended)", F(202603)),
        ("税收 / 税收.target", F(6, 5)),
        ("if(actual >= target, 1, actual >= 1.5, 2, 3)", F(2)),
        ("if(met, '甲', '乙')", "甲"),
        ("max(1, 3, 2) - min(4, 2, 6) + abs(-7)", F(8)),
        ("floor(-1.5) + 10 * ceil(-1.5) + 100 * trunc(-1.5)", F(-112)),
        ("round(2.345, 2)", F(47, 20)),
        ("round(2.345, 2, 'half_even')", F(117, 50)),
        ("round(-1250, -2)", F(-1300)),
        ("sign(-3) + sign(0) + 5 * sign(9)", F(4)),
        ("sum(1, 2, 3) + mean(1, 2) + product(2, 5)", F(35, 2)),
        ("median(9, 1, 5)", F(5)),
        ("median(9, 1, 5, 6)", F(11, 2)),
        ("count_true(met, failed, 1 < 2)", F(2)),
        ("geomean(2, 8)", F(4)),
        ("sum_largest(2, 3, 9, 5, 1)", F(14)),
        ("sum_largest(3, 3, 9, 5)", F(17)),
        ("harmean(2, 6)", F(3)),
        ("log10(1000) + log(8, 2) + ln(1) + exp(0)", F(7)),
        ("sqrt(2.25) + root(27, 3) + power(4, 0.5)", F(13, 2)),
        ("normal_cdf(0)", F(1, 2)),
        ("steps(9.09, 3, 'floor')", F(3)),
        ("steps(9.09, 3, 'linear')", F(303, 100)),
        ("steps(-7, 2, 'floor')", F(-3)),
        ("steps(-7, 2, 'ceil')", F(-4)),
        ("steps(5, 2, 'round')", F(3)),
        ("interpolate(21, 15, 0, 25, 30)", F(18)),
        ("interpolate(50, 25, 30, 15, 0)", F(30)),
        ("interpolate(1, 15, 0, 25, 30)", F(0)),
        ("interpolate(20, 10, 0, 20, 60, 30, 100)", F(60)),
        ("mod(-7, 3)", F(2)),
        ("share(1, 3)", F(1, 4)),
        ("coalesce(missing, pending, 4, 1 / 0)", F(4)),
    ],
)
def test_a_formula_has_its_exact_value(source: str, expected: Cell) -> None:
    found = value(source)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("（１＋２）×３÷４", "(1 + 2) * 3 / 4"),
        ("税收≥１０", "税收 >= 10"),
        ("税收≤10 且 税收≠9", "税收 <= 10 and 税收 != 9"),
        ("90＞80且60＜70或 非 met", "90 > 80 and 60 < 70 or not met"),
        ("如果（met，５％，0）", "if(met, 0.05, 0)"),
        ("ｍａｘ（1、2）", "max(1, 2)"),
        ("IF(TRUE, Max(1, 2), 3)", "if(true, max(1, 2), 3)"),
        ("kind = “乡镇”", "kind = '乡镇'"),
        ('kind <> "乡\'镇"', "kind != '乡''镇'"),
        ("3 − 2", "3 - 2"),
        ("非(met)", "not met"),
        ("((actual))", "actual"),
        ("四舍五入(税收, 1)", "round(税收, 1)"),
        ("税收\n\t>\u30001", "税收 > 1"),
    ],
)
def test_what_a_clerk_types_is_read_as_meant(source: str, plain: str) -> None:
    assert to_source(parse(source)) == plain


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 / zero", UNDEFINED),
        ("zero / zero", UNDEFINED),
        ("ln(zero)", UNDEFINED),
        ("sqrt(-1)", UNDEFINED),
        ("zero ^ -1", UNDEFINED),
        ("(-8) ^ 0.5", UNDEFINED),
        ("mod(1, zero)", UNDEFINED),
        ("share(zero, 0)", UNDEFINED),
        ("geomean(-1, 1)", UNDEFINED),
        ("sum_largest(3, 1, 2)", UNDEFINED),
        ("sum_largest(0, 1, 2)", UNDEFINED),
        ("sum_largest(1.5, 1, 2)", UNDEFINED),
        ("harmean(1, 0)", UNDEFINED),
        ("steps(1, 0, 'floor')", UNDEFINED),
        ("interpolate(1, 2, 3, 2, 4)", UNDEFINED),
        ("clamp(1, 3, 2)", UNDEFINED),
        ("root(8, 1.5)", UNDEFINED),
        ("root(8, 0)", UNDEFINED),
        ("missing + 1", MISSING),
        ("idle * missing", MISSING),
        ("missing - pending", PENDING),
        ("idle / (1 / zero)", UNDEFINED),
        ("undefined + missing", MISSING),
        ("missing < 1", MISSING),
        ("missing = missing", MISSING),
        ("-idle", NOT_APPLICABLE),
        ("not pending", PENDING),
        ("max(1, idle, missing)", MISSING),
        ("sum(1, pending)", PENDING),
        ("count_true(met, missing)", MISSING),
        ("days(began, idle)", NOT_APPLICABLE),
        ("round(missing, 2)", MISSING),
        ("if(missing, 1, 2)", MISSING),
        ("if(failed, 1, pending, 2, 3)", PENDING),
        ("if(met, 1, missing)", F(1)),
        ("if(failed, 1 / zero, 2)", F(2)),
        ("failed and missing", False),
        ("missing and failed", False),
        ("met and missing", MISSING),
        ("missing or met", True),
        ("met or missing", True),
        ("failed or pending", PENDING),
        ("missing and pending", PENDING),
        ("coalesce(idle, missing)", MISSING),
        ("coalesce(1 / zero, 0)", F(0)),
        ("is_missing(missing) and not is_missing(idle)", True),
        ("is_pending(pending) and is_not_applicable(idle) and is_undefined(1 / zero)", True),
        ("is_absent(missing + 1) and is_present(actual)", True),
        ("is_missing(zero)", False),
    ],
)
def test_an_absent_value_is_never_taken_for_zero(source: str, expected: Cell) -> None:
    assert value(source) is expected or (type(expected) is Fraction and value(source) == expected)


@pytest.mark.parametrize(
    "source",
    ["kind + 1", "met * 2", "kind < '丙'", "met < failed", "1 = '1'", "met = 1", "began = 1", "not 1", "1 and met",
     "if(1, 2, 3)", "max(kind, 1)", "missing + kind", "days(1, 2)", "count_true(1)", "-kind", "sum(began)",
     "round(met, 1)", "began + 1", "year(kind)"],
)  # fmt: skip
def test_what_does_not_go_together_is_told_with_its_column(source: str) -> None:
    with pytest.raises(FormulaTypeError) as told:
        value(source)
    assert "formula, column" in str(told.value)
    assert "公式第" in told.value.in_("zh")


@pytest.mark.parametrize("cell", [0.5, 1, None, [], b"1", 1j])
def test_a_value_that_is_no_cell_is_refused(cell: object) -> None:
    with pytest.raises(FormulaTypeError, match="no cell"):
        evaluate(parse("x"), {"x": cell})  # type: ignore[dict-item]


def test_a_missing_name_is_told_with_the_nearest_one() -> None:
    with pytest.raises(FormulaNameError, match="did you mean actual"):
        value("actul + 1")


def test_a_context_function_is_read_but_only_a_scheme_answers_it() -> None:
    expr = parse("100 * (actual - last_year(actual)) / group_mean(actual)")
    assert [call.function for call in formulas.calls(expr)] == ["last_year", "group_mean"]
    with pytest.raises(FormulaNameError, match="last_year"):
        evaluate(expr, CELLS)


def test_the_table_of_context_functions_can_be_extended(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormulaSyntaxError):
        parse("weather('fine')")
    known = CONTEXT_FUNCTIONS["happened"]
    monkeypatch.setitem(CONTEXT_FUNCTIONS, "weather", known)
    assert isinstance(known, Signature)
    assert parse("weather('fine')") == Call("weather", (Text("fine"),))


def test_every_function_has_an_answer_or_belongs_to_a_scheme() -> None:
    assert not FUNCTIONS.keys() & CONTEXT_FUNCTIONS.keys()
    assert set(ALIASES.values()) <= FUNCTIONS.keys()
    for function, signature in FUNCTIONS.items():
        count = signature.least
        arguments = tuple(
            Text(signature.texts[place][0]) if place in signature.texts else Number(F(2))
            for place in range(count)
        )
        compiled(Call(function, arguments))  # raises FormulaNameError where nothing answers it


# ---- what it refuses to read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "column", "said"),
    [
        ("", 1, "empty"),
        ("1 +", 4, "ends too early"),
        ("(1 + 2", 1, "never closed"),
        ("1 + 2)", 6, "does not belong"),
        ("=1", 1, "begin with ="),
        ("1 2", 3, "does not belong"),
        ("maxx(1)", 1, "did you mean max"),
        ("1 + lastyear(x)", 5, "did you mean last_year"),
        ("round(1)", 1, "2 to 3 arguments"),
        ("if(met, 1)", 1, "odd number"),
        ("interpolate(1, 2, 3, 4)", 1, "at least 5"),
        ("round(1, places)", 10, "whole number"),
        ("round(1, 2, 'up')", 13, "half_even"),
        ("steps(1, 2, mode)", 13, "linear"),
        ("-2 ^ 2", 1, "two ways"),
        ("2 ^ 3 ^ 2", 3, "two ways"),
        ("1 < 2 > 1", 7, "one way"),
        ("1 != 2 != 3", 8, "one way"),
        ("a--b", 2, "no comments"),
        ("a ** b", 3, "a ^ b"),
        ("a => b", 3, ">="),
        ("1e3", 2, "directly after a number"),
        ("3亿", 2, "directly after a number"),
        ("1.2.3", 4, "directly after a number"),
        ("a % b", 3, "follows a number"),
        ("and 1", 1, "does not belong"),
        ("x in 1", 6, "list in brackets"),
        ("x in ()", 7, "does not belong"),
        ("max(1, 2", 4, "never closed"),
        ("'abc", 1, "not closed"),
        ("x.", 2, "no place"),
        ("tax__total", 1, "underscores"),
    ],
)
def test_a_mistake_is_told_with_its_column_and_how_to_mend_it(source: str, column: int, said: str) -> None:
    with pytest.raises(FormulaSyntaxError) as told:
        parse(source)
    sentence = told.value.problems[0].in_("en")
    assert f"column {column}:" in sentence
    assert said in sentence
    assert told.value.problems[0].in_("zh").startswith(f"公式第{column}列：")


def test_all_unknown_functions_are_told_at_once_with_the_place() -> None:
    place = Place("scheme.yaml", 7)
    with pytest.raises(SchemeError) as told:
        parse("foo(1) + bar(2) + max()", place)
    assert [problem.place for problem in told.value.problems] == [place] * 3


def test_a_long_sum_of_names_is_allowed() -> None:
    terms = " + ".join(f"item_{k}" for k in range(150))
    assert value(terms, **{f"item_{k}": F(k) for k in range(150)}) == 150 * 149 // 2
