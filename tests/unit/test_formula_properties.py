"""What holds for every formula: shown on random trees, random texts and random values."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.errors import KaopingError
from kaoping.scheme.formulas import (
    Binary,
    Budget,
    Expr,
    FormulaSyntaxError,
    FormulaTooCostly,
    Unary,
    ValueType,
    evaluate,
    infer_type,
    parse,
    to_source,
)
from kaoping.tables import Absence, Cell
from tests.unit.formula_strategies import ANY_EXPR, NAMES, SOME_CELLS, exprs

F = Fraction


@given(ANY_EXPR)
@settings(max_examples=300)
def test_a_formula_written_out_is_read_back_as_itself(expr: Expr) -> None:
    assert parse(to_source(expr)) == expr


@given(ANY_EXPR)
@settings(max_examples=200)
def test_every_pair_of_brackets_written_is_needed(expr: Expr) -> None:
    source = to_source(expr)
    for start, char in enumerate(source):
        if char != "(" or (start and (source[start - 1].isalnum() or source[start - 1] in "_'\"")):
            continue
        end = _closing(source, start)
        if end is None:
            continue
        without = source[:start] + " " + source[start + 1 : end] + " " + source[end + 1 :]
        with suppress(FormulaSyntaxError):  # refused as ambiguous without them
            assert parse(without) != expr


def _closing(source: str, start: int) -> int | None:
    """Where the bracket closes; None where a quoted text makes that hard to tell."""
    if "'" in source:
        return None
    depth = 0
    for at in range(start, len(source)):
        depth += (source[at] == "(") - (source[at] == ")")
        if depth == 0:
            return at
    return None


@given(ANY_EXPR, SOME_CELLS)
@settings(max_examples=400, deadline=None)
def test_a_well_typed_formula_gives_a_cell_or_says_it_costs_too_much(
    expr: Expr, cells: dict[str, Cell]
) -> None:
    try:
        found = evaluate(expr, cells)
    except FormulaTooCostly:
        return
    assert type(found) in {Fraction, bool, str, date, Absence}


@given(st.sampled_from(list(NAMES)).flatmap(lambda kind: st.tuples(st.just(kind), exprs(kind))), SOME_CELLS)
@settings(max_examples=200, deadline=None)
def test_the_type_found_beforehand_is_the_type_of_the_value(
    typed: tuple[ValueType, Expr], cells: dict[str, Cell]
) -> None:
    kind, expr = typed
    assert infer_type(expr, {name: each for each, names in NAMES.items() for name in names}) is kind
    expected = {"number": Fraction, "truth": bool, "text": str, "date": date}[kind.value]
    with suppress(FormulaTooCostly):
        assert type(evaluate(expr, cells)) in {expected, Absence}


@given(exprs(ValueType.NUMBER), SOME_CELLS)
@settings(max_examples=150, deadline=None)
def test_evaluating_twice_costs_and_gives_the_same(expr: Expr, cells: dict[str, Cell]) -> None:
    def run() -> tuple[Cell | str, int]:
        budget = Budget()
        try:
            return evaluate(expr, cells, budget), budget.left
        except FormulaTooCostly as error:
            return str(error), budget.left

    assert run() == run()


@given(st.text(max_size=60))
@settings(max_examples=400)
def test_any_text_is_read_or_refused_by_name(source: str) -> None:
    try:
        parse(source)
    except FormulaSyntaxError as error:
        assert all(problem.what.zh and problem.what.en for problem in error.problems)


@given(st.lists(st.sampled_from(["(", ")", "1", "a", "+", "-", "^", "<", " and ", " not ", ",", "max(", "'", "%",
                                 "且", " in ", "if(", "."]), max_size=25))  # fmt: skip
@settings(max_examples=600)
def test_any_heap_of_words_is_read_or_refused_by_name(words: list[str]) -> None:
    try:
        expr = parse("".join(words))
    except FormulaSyntaxError:
        return
    assert parse(to_source(expr)) == expr


@given(exprs(ValueType.TRUTH, 2), exprs(ValueType.TRUTH, 2), SOME_CELLS)
@settings(deadline=None)
def test_not_and_or_obey_de_morgan(a: Expr, b: Expr, cells: dict[str, Cell]) -> None:
    try:
        left = evaluate(Unary("not", Binary("and", a, b)), cells)
        right = evaluate(Binary("or", Unary("not", a), Unary("not", b)), cells)
    except KaopingError:
        return
    assert left is right
