"""Random well-typed formulas and values for their names."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from kaoping.scheme.formulas import Binary, Call, Expr, Name, Number, Text, Truth, Unary, ValueType
from kaoping.tables import Absence

F = Fraction
_NUMBERS = st.builds(lambda top, places: Number(F(top, 10**places)), st.integers(0, 10**6), st.integers(0, 4))
NAMES = {
    ValueType.NUMBER: ["n1", "n2", "税收.target"],
    ValueType.TRUTH: ["b1", "b2"],
    ValueType.TEXT: ["t1"],
    ValueType.DATE: ["d1", "d2"],
}
_TEXTS = st.text(st.sampled_from("ab 乡'\"（+;"), max_size=4).map(Text)
_DEPTH = 4


@cache
def exprs(kind: ValueType, depth: int = _DEPTH) -> st.SearchStrategy[Expr]:
    """Well-typed trees of a type."""
    leaf: st.SearchStrategy[Expr] = st.sampled_from(NAMES[kind]).map(Name)
    if kind is ValueType.NUMBER:
        leaf = leaf | _NUMBERS
    if kind is ValueType.TRUTH:
        leaf = leaf | st.booleans().map(Truth)
    if kind is ValueType.TEXT:
        leaf = leaf | _TEXTS
    if depth == 0:
        return leaf
    below = {each: st.deferred(lambda each=each: exprs(each, depth - 1)) for each in NAMES}  # type: ignore[misc]
    same, truth, number = below[kind], below[ValueType.TRUTH], below[ValueType.NUMBER]
    grown: st.SearchStrategy[Expr] = st.builds(lambda c, a, b: Call("if", (c, a, b)), truth, same, same)
    grown |= st.builds(lambda a, b: Call("coalesce", (a, b)), same, same)
    if kind is ValueType.NUMBER:
        grown |= st.builds(Binary, st.sampled_from("+-*/^"), number, number)
        grown |= st.builds(lambda a: Unary("-", a), number)
        grown |= st.builds(
            lambda name, a, b: Call(name, (a, b)),
            st.sampled_from(["max", "min", "sum", "mean", "median", "product", "geomean", "harmean", "log", "root",
                             "power", "mod", "share"]),
            number, number,
        )  # fmt: skip
        grown |= st.builds(
            lambda name, a: Call(name, (a,)),
            st.sampled_from(
                ["abs", "floor", "ceil", "trunc", "sign", "ln", "log10", "exp", "sqrt", "normal_cdf"]
            ),
            number,
        )
        grown |= st.builds(
            lambda a, b, mode: Call("steps", (a, b, Text(mode))),
            number, number, st.sampled_from(["floor", "ceil", "linear", "round"]),
        )  # fmt: skip
        grown |= st.builds(lambda a, places: Call("round", (a, Number(F(places)))), number, st.integers(0, 5))
        grown |= st.builds(lambda *five: Call("interpolate", five), *[number] * 5)
        grown |= st.builds(lambda a, b: Call("days", (a, b)), *[below[ValueType.DATE]] * 2)
        grown |= st.builds(lambda a, b: Call("count_true", (a, b)), truth, truth)
    if kind is ValueType.TRUTH:
        grown |= st.builds(Binary, st.sampled_from(["and", "or", "=", "!="]), truth, truth)
        grown |= st.builds(Binary, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), number, number)
        grown |= st.builds(Binary, st.sampled_from(["=", "!="]), *[below[ValueType.TEXT]] * 2)
        grown |= st.builds(lambda a: Unary("not", a), truth)
        grown |= st.builds(
            lambda name, a: Call(name, (a,)),
            st.sampled_from(["is_missing", "is_absent", "is_present"]),
            number,
        )
    return leaf | grown


ANY_EXPR = st.sampled_from(list(NAMES)).flatmap(exprs)
_ABSENCES = st.sampled_from(Absence)
SOME_CELLS = st.fixed_dictionaries(
    {
        **{name: st.fractions(max_denominator=1000) | _ABSENCES for name in NAMES[ValueType.NUMBER]},
        **{name: st.booleans() | _ABSENCES for name in NAMES[ValueType.TRUTH]},
        "t1": st.sampled_from(["a", "乡"]) | _ABSENCES,
        **{name: st.dates() | _ABSENCES for name in NAMES[ValueType.DATE]},
    }
)
