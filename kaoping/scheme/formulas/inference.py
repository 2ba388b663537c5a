"""Which type of value a formula has, found before any value is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kaoping.errors import Problem, Words
from kaoping.scheme.formulas.functions import ValueType, signature_of
from kaoping.scheme.formulas.problems import FormulaNameError, FormulaTypeError, nearest_names, problem, shown
from kaoping.scheme.formulas.syntax import ARITHMETIC, Binary, Call, Expr, Name, Number, Text, Truth, Unary

TYPE_WORDS: dict[ValueType, Words] = {
    ValueType.NUMBER: Words("数", "a number"),
    ValueType.TRUTH: Words("真假", "a truth"),
    ValueType.TEXT: Words("文字", "a text"),
    ValueType.DATE: Words("日期", "a date"),
    ValueType.ANY: Words("任意", "anything"),
}

Resolver = Callable[[Call], ValueType | None]
"""The type of a call of a context function, where a compiler knows it better than the table."""


def infer_type(expr: Expr, types: Mapping[str, ValueType], resolve: Resolver | None = None) -> ValueType:
    """The type of the formula, given the types of its names; ANY where only a compiled scheme can tell.

    Raises FormulaNameError where a name is in no table (with every other problem found), FormulaTypeError
    where parts do not go together.
    """
    finder = _Finder(types, resolve)
    found = finder.type_of(expr)
    if finder.problems:
        unknown = any(each.code == "formula.unknown_name" for each in finder.problems)
        raise (FormulaNameError if unknown else FormulaTypeError)(finder.problems)
    return found


class _Finder:
    """Gathers every mismatch; a part that is wrong counts as ANY, so that it is told once."""

    def __init__(self, types: Mapping[str, ValueType], resolve: Resolver | None) -> None:
        self.types = types
        self.resolve = resolve
        self.problems: list[Problem] = []

    def type_of(self, expr: Expr) -> ValueType:
        match expr:
            case Number():
                return ValueType.NUMBER
            case Text():
                return ValueType.TEXT
            case Truth():
                return ValueType.TRUTH
            case Name():
                return self._name(expr)
            case Unary(op, operand):
                wanted = ValueType.NUMBER if op == "-" else ValueType.TRUTH
                self._want(operand, wanted, op)
                return wanted
            case Binary():
                return self._binary(expr)
            case Call():
                return self._call(expr)

    def _name(self, expr: Name) -> ValueType:
        found = self.types.get(expr.key)
        if found is None:
            self.problems.append(unknown_name(expr, self.types))
        return found or ValueType.ANY

    def _binary(self, expr: Binary) -> ValueType:
        if expr.op in ARITHMETIC:
            self._want(expr.left, ValueType.NUMBER, expr.op)
            self._want(expr.right, ValueType.NUMBER, expr.op)
            return ValueType.NUMBER
        if expr.op in ("and", "or"):
            self._want(expr.left, ValueType.TRUTH, expr.op)
            self._want(expr.right, ValueType.TRUTH, expr.op)
            return ValueType.TRUTH
        left, right = self.type_of(expr.left), self.type_of(expr.right)
        ordered = expr.op in ("=", "!=") or not {left, right} & {ValueType.TEXT, ValueType.TRUTH}
        if not ordered or (left != right and ValueType.ANY not in (left, right)):
            self.problems.append(mismatch(expr.op, left, right, expr.column))
        return ValueType.TRUTH

    def _call(self, expr: Call) -> ValueType:
        signature = signature_of(expr.function)
        if signature is None:
            self.problems.append(unknown_function(expr))
            return ValueType.ANY
        if expr.function == "if":
            return self._if(expr)
        found = [
            self._want(argument, signature.type_of(position), expr.function)
            for position, argument in enumerate(expr.arguments)
        ]
        resolved = self.resolve(expr) if self.resolve else None
        return resolved or signature.gives or self._common(found, expr)

    def _if(self, expr: Call) -> ValueType:
        *pairs, otherwise = expr.arguments
        for condition in pairs[::2]:
            self._want(condition, ValueType.TRUTH, "if")
        return self._common([self.type_of(branch) for branch in (*pairs[1::2], otherwise)], expr)

    def _common(self, found: list[ValueType], expr: Call) -> ValueType:
        """The one type of several branches."""
        known = [each for each in found if each is not ValueType.ANY]
        for other in known[1:]:
            if other is not known[0]:
                self.problems.append(mismatch(expr.function, known[0], other, expr.column))
                return ValueType.ANY
        return known[0] if known and len(known) == len(found) else ValueType.ANY

    def _want(self, expr: Expr, wanted: ValueType, asking: str) -> ValueType:
        found = self.type_of(expr)
        if ValueType.ANY not in (found, wanted) and found is not wanted:
            self.problems.append(wrong_type(asking, wanted, found, expr.column))
        return found


def wrong_type(asking: str, wanted: ValueType, found: ValueType, column: int) -> Problem:
    """`asking` needs one type and was given another."""
    need, have = TYPE_WORDS[wanted], TYPE_WORDS[found]
    return problem(
        "type",
        column,
        Words(
            f"“{asking}”要的是{need.zh}，这里是{have.zh}",
            f"“{asking}” needs {need.en}, and this is {have.en}",
        ),
        Words(
            "日期写 date(2026, 3, 31)，或用日期类的事实",
            "write date(2026, 3, 31), or take a fact of type date",
        )
        if wanted is ValueType.DATE
        else Words("改用类型相符的值", "use a value of that type"),
    )


def mismatch(asking: str, left: ValueType, right: ValueType, column: int) -> Problem:
    """Two values that do not go together."""
    one, two = TYPE_WORDS[left], TYPE_WORDS[right]
    return problem(
        "type",
        column,
        Words(f"“{asking}”不能用于{one.zh}与{two.zh}", f"“{asking}” does not go with {one.en} and {two.en}"),
        Words(
            "两边用同一类型；文字与真假只能比较相等",
            "use one type on both sides; texts and truths only compare as equal or not",
        ),
    )


def unknown_name(expr: Name, known: Mapping[str, object]) -> Problem:
    """A name that stands for nothing."""
    key = shown(expr.key)
    return problem(
        "unknown_name",
        expr.column,
        Words(f"没有名为“{key}”的值", f"there is no value named “{key}”"),
        nearest_names(expr.key, known),
    )


def unknown_function(expr: Call) -> Problem:
    """A call, in a tree that was built, of a function that is in neither table."""
    word = shown(expr.function)
    return problem(
        "unknown_function", expr.column, Words(f"没有函数“{word}”", f"there is no function “{word}”")
    )
