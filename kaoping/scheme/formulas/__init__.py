"""The safe expression language of schemes: text to a small frozen syntax tree, to a value at a bounded cost.

    parse("full * min(max(actual / target, 0), 1.2)")  →  Expr
    evaluate(expr, {"full": Fraction(8), …})           →  Cell

Nothing is looked up but the names handed in, nothing is called but the functions of two tables, and nothing
loops. Numbers are exact. Clerks may write full-width signs, × ÷ ≥ ≤ ≠, percentages, 如果, 且, 或, 非.
"""

from kaoping.scheme.formulas.budget import Budget
from kaoping.scheme.formulas.cells import strongest
from kaoping.scheme.formulas.evaluate import Compiled, compiled, evaluate
from kaoping.scheme.formulas.functions import (
    ALIASES,
    CONTEXT_FUNCTIONS,
    FUNCTIONS,
    KNOWN_NAMES,
    Signature,
    ValueType,
)
from kaoping.scheme.formulas.inference import infer_type
from kaoping.scheme.formulas.parse import LIMITS, Limits, parse, parsed
from kaoping.scheme.formulas.problems import (
    FormulaNameError,
    FormulaSyntaxError,
    FormulaTooCostly,
    FormulaTypeError,
)
from kaoping.scheme.formulas.syntax import (
    DEEPEST,
    Binary,
    BinaryOp,
    Call,
    Expr,
    Name,
    Number,
    Text,
    Truth,
    Unary,
    UnaryOp,
)
from kaoping.scheme.formulas.walk import calls, names, rewrite, walk
from kaoping.scheme.formulas.writing import render, to_source

__all__ = [
    "ALIASES",
    "CONTEXT_FUNCTIONS",
    "DEEPEST",
    "FUNCTIONS",
    "KNOWN_NAMES",
    "LIMITS",
    "Binary",
    "BinaryOp",
    "Budget",
    "Call",
    "Compiled",
    "Expr",
    "FormulaNameError",
    "FormulaSyntaxError",
    "FormulaTooCostly",
    "FormulaTypeError",
    "Limits",
    "Name",
    "Number",
    "Signature",
    "Text",
    "Truth",
    "Unary",
    "UnaryOp",
    "ValueType",
    "calls",
    "compiled",
    "evaluate",
    "infer_type",
    "names",
    "parse",
    "parsed",
    "render",
    "rewrite",
    "strongest",
    "to_source",
    "walk",
]
