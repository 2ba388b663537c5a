"""What all context functions share: their arguments as columns, and what is said when they are used wrongly."""

from __future__ import annotations

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.bench import Bench, Scope
from kaoping.plan.quantities import formula
from kaoping.plan.steps import ColumnId
from kaoping.scheme.formulas import Expr

SUMMARIES = ("sum", "mean", "min", "max", "median", "geomean", "count", "first", "last")
HOW = {"mean": "arithmetic", "geomean": "geometric"}


def mistaken(scope: Scope, function: str, zh: str, en: str) -> SchemeError:
    """A context function used wrongly."""
    return SchemeError(
        Problem(
            "bad-call",
            Words(f"“{scope.subject}”中的 {function}：{zh}", f"{function} in “{scope.subject}”: {en}"),
            place=scope.place,
        )
    )


def inner(bench: Bench, scope: Scope, expr: Expr, part: str = "inner") -> ColumnId:
    """An argument as a column."""
    title = Words("中间量", "intermediate")
    return bench.column(scope, formula(bench, scope, expr, part, title, "value"), part)
