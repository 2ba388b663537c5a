"""From the text of a formula to its syntax tree, within limits that are checked on the way.

From loosest to tightest: or; and; not; comparison; + -; * /; - before an operand; ^. What mathematics and
spreadsheets read differently (`-a ^ b`, `a ^ b ^ c`) is refused until brackets say which is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn, cast

from kaoping.errors import NOWHERE, Place, Problem, Words
from kaoping.scheme.formulas.call_checks import call_problems
from kaoping.scheme.formulas.functions import (
    CONTEXT_FUNCTIONS,
    FUNCTIONS,
    canonical_function,
    signature_of,
)
from kaoping.scheme.formulas.problems import (
    FormulaSyntaxError,
    FormulaTooCostly,
    nearest_names,
    problem,
    shown,
)
from kaoping.scheme.formulas.syntax import (
    COMPARISONS,
    Binary,
    BinaryOp,
    Call,
    Expr,
    Name,
    Number,
    Text,
    Truth,
    Unary,
)
from kaoping.scheme.formulas.words import Word, split


@dataclass(frozen=True)
class Limits:
    """How large a formula may be: characters, nodes of the tree, brackets within each other."""

    characters: int = 4_000
    nodes: int = 500
    nesting: int = 40


LIMITS = Limits()

_STRENGTH: dict[str, int] = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(COMPARISONS, 4),
    "in": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
}
_NOT, _COMPARISON, _SUM = 3, 4, 5
_SPELLINGS = {"且": "and", "或": "or", "非": "not", "真": "true", "假": "false"}
_RESERVED = frozenset({*_SPELLINGS.values(), "in"})
_DIRECTIONS = ({"<", "<="}, {">", ">="}, {"="})


def parse(source: str, place: Place = NOWHERE, limits: Limits = LIMITS) -> Expr:
    """Read a formula. Raises FormulaSyntaxError with the column of what is wrong and how to mend it."""
    if len(source) > limits.characters:
        raise FormulaSyntaxError(
            problem(
                "too_long",
                limits.characters + 1,
                Words(
                    f"公式有{len(source)}个字符，超过{limits.characters}个",
                    f"{len(source)} characters, more than {limits.characters}",
                ),
                Words("拆成几个派生值", "split it into several derived values"),
                place,
            )
        )
    try:
        return _Parser(split(source, place), place, limits).run()
    except FormulaTooCostly as error:  # a node deeper than any may be
        raise FormulaSyntaxError([replace(each, place=place) for each in error.problems]) from None


@lru_cache(maxsize=4_096)
def parsed(source: str, limits: Limits = LIMITS) -> Expr:
    """A formula without a place, read once: blocks write the same few in every item, and a tree never changes."""
    return parse(source, limits=limits)


def _meaning(word: Word) -> str:
    """What a word means to the grammar: a sign, a keyword in its one spelling, or nothing special."""
    if word.kind != "name":
        return word.text if word.kind == "sign" else ""
    lowered = _SPELLINGS.get(word.text, word.text.lower())
    return lowered if lowered in _RESERVED else ""


class _Parser:
    """Precedence climbing: three frames of the stack for each bracket."""

    def __init__(self, words: list[Word], place: Place, limits: Limits) -> None:
        self.words = words
        self.place = place
        self.limits = limits
        self.at = 0
        self.nesting = 0
        self.problems: list[Problem] = []

    def run(self) -> Expr:
        if self._now().kind == "end":
            self._fail("empty", self._now(), Words("公式是空的", "the formula is empty"))
        if self._is("="):
            self._fail(
                "syntax",
                self._now(),
                Words("公式不以等号开头", "a formula does not begin with ="),
                Words("删去开头的等号", "delete the first ="),
            )
        tree = self._expression(1)
        if self._now().kind != "end":
            self._unexpected()
        if self.problems:
            raise FormulaSyntaxError(self.problems)
        return tree

    # -- words

    def _now(self) -> Word:
        """The word that stands here."""
        return self.words[self.at]

    def _is(self, meaning: str) -> bool:
        return _meaning(self._now()) == meaning

    def _next(self) -> Word:
        word = self._now()
        self.at += 1
        return word

    def _expect(self, meaning: str, opened: Word) -> None:
        if not self._is(meaning):
            if self._now().kind == "end":
                self._fail(
                    "bracket",
                    opened,
                    Words("这个括号没有配对", "this bracket is never closed"),
                    Words("在该结束处补上 )", "add ) where it ends"),
                )
            self._unexpected()
        self.at += 1

    # -- expressions

    def _expression(self, weakest: int) -> Expr:
        """An expression whose operators bind at least as tightly as `weakest`."""
        left = self._negated() if self._is("not") and weakest <= _NOT else self._operand()
        while True:
            operator, word = self._operator()
            strength = _STRENGTH.get(operator, 0)
            if strength < weakest:
                return left
            if strength == _COMPARISON:
                left = self._comparison(left)
                if _STRENGTH.get(self._operator()[0]) == _COMPARISON:
                    self._mixed_comparison()
                continue
            self.at += 1
            left = self._binary(operator, left, self._expression(strength + 1), word)

    def _operator(self) -> tuple[str, Word]:
        """The operator that stands here. Here 且 or 或 at the head of a name is an operator."""
        word = self._now()
        meaning = _meaning(word)
        if word.kind == "name" and not meaning and word.text[0] in "且或" and len(word.text) > 1:
            rest = Word("name", word.text[1:], word.column + 1)
            word = Word("name", word.text[0], word.column)
            self.words[self.at : self.at + 1] = [word, rest]
            meaning = _meaning(word)
        if meaning == "not" and _meaning(self.words[min(self.at + 1, len(self.words) - 1)]) == "in":
            return "in", word
        return meaning, word

    def _negated(self) -> Expr:
        word = self._next()
        self._deeper(word)
        operand = self._expression(_NOT)
        self.nesting -= 1
        return self._sized(Unary("not", operand, word.column), word)

    def _comparison(self, first: Expr) -> Expr:
        """`a < b`, `a <= b < c` (one direction), `a in (…)`, `a not in (…)`."""
        if self._is("in") or self._is("not"):
            return self._membership(first)
        ops: list[str] = []
        result: Expr | None = None
        left = first
        while _meaning(self._now()) in COMPARISONS:
            word = self._next()
            ops.append(word.text)
            if len(ops) > 1 and not any(set(ops) <= direction for direction in _DIRECTIONS):
                self.at -= 1
                self._mixed_comparison()
            right = self._expression(_SUM)
            part = self._binary(word.text, left, right, word)
            result = part if result is None else self._binary("and", result, part, word)
            left = right
        assert result is not None
        return result

    def _membership(self, first: Expr) -> Expr:
        start = self._now()
        negated = self._is("not")
        self.at += 2 if negated else 1
        opened = self._now()
        if not self._is("("):
            self._fail(
                "syntax",
                opened,
                Words("in 后面应是括号中的列表", "in is followed by a list in brackets"),
                Words("写成 x in ('甲', '乙')", "write x in ('a', 'b')"),
            )
        tree: Expr | None = None
        for choice in self._arguments(at_least_one=True):
            equal = self._binary("=", first, choice, start)
            tree = equal if tree is None else self._binary("or", tree, equal, start)
        assert tree is not None
        return self._sized(Unary("not", tree, start.column), start) if negated else tree

    def _operand(self) -> Expr:
        """An operand with a minus before it, or a power of one."""
        if not self._is("-"):
            return self._power(self._atom())
        word = self._next()
        if self._is("-"):
            self._fail(
                "syntax",
                self._now(),
                Words("两个负号相连", "two minus signs together"),
                Words("写成 -(-a)", "write -(-a)"),
            )
        operand = self._atom()
        if self._is("^"):
            self._ambiguous(word, "-a ^ b", "(-a) ^ b", "-(a ^ b)")
        return self._sized(Unary("-", operand, word.column), word)

    def _power(self, base: Expr) -> Expr:
        if not self._is("^"):
            return base
        word = self._next()
        minus = self._next() if self._is("-") else None
        exponent = self._atom()
        if self._is("^"):
            self._ambiguous(word, "a ^ b ^ c", "(a ^ b) ^ c", "a ^ (b ^ c)")
        if minus is not None:
            exponent = self._sized(Unary("-", exponent, minus.column), minus)
        return self._binary("^", base, exponent, word)

    def _atom(self) -> Expr:
        """A number, a text, a name, a call, a bracket."""
        word = self._next()
        if word.kind == "number":
            return self._number(word)
        if word.kind == "text":
            return Text(word.text, word.column)
        if word.kind == "sign" and word.text == "(":
            self._deeper(word)
            inner = self._expression(1)
            self._expect(")", word)
            self.nesting -= 1
            return inner
        meaning = _meaning(word)
        if meaning in ("true", "false"):
            return Truth(meaning == "true", word.column)
        if word.kind == "name" and not meaning:
            return self._call(word) if self._is("(") else Name(word.text, word.column)
        self.at -= 1
        self._unexpected()

    def _number(self, word: Word) -> Number:
        value = Fraction(word.text)
        if self._is("%"):
            self.at += 1
            value /= 100
        return Number(value, word.column)

    # -- calls

    def _call(self, word: Word) -> Expr:
        self._deeper(word)
        arguments = self._arguments()
        self.nesting -= 1
        function = canonical_function(word.text)
        if function is None:
            self._note(
                "unknown_function",
                word.column,
                Words(f"没有函数“{shown(word.text)}”", f"there is no function “{shown(word.text)}”"),
                nearest_names(word.text.lower(), [*FUNCTIONS, *CONTEXT_FUNCTIONS]),
            )
            return Number(Fraction(0), word.column)
        signature = signature_of(function)
        assert signature is not None
        found = Call(function, tuple(arguments), word.column)
        self.problems += call_problems(found, signature, self.place)
        return self._sized(found, word)

    def _arguments(self, at_least_one: bool = False) -> list[Expr]:
        """What stands between ( and ), separated by commas; the opening bracket comes next."""
        opened = self._next()
        arguments: list[Expr] = []
        if at_least_one or not self._is(")"):
            arguments.append(self._expression(1))
            while self._is(","):
                self.at += 1
                arguments.append(self._expression(1))
        self._expect(")", opened)
        return arguments

    # -- nodes and limits

    def _binary(self, op: str, left: Expr, right: Expr, word: Word) -> Expr:
        return self._sized(Binary(cast(BinaryOp, op), left, right, word.column), word)

    def _sized(self, node: Expr, word: Word) -> Expr:
        if node.size > self.limits.nodes:
            self._fail(
                "too_long",
                word,
                Words(f"公式超过{self.limits.nodes}个成分", f"more than {self.limits.nodes} parts"),
                Words("拆成几个派生值", "split it into several derived values"),
            )
        return node

    def _deeper(self, word: Word) -> None:
        self.nesting += 1
        if self.nesting > self.limits.nesting:
            self._fail(
                "too_deep",
                word,
                Words(
                    f"括号嵌套超过{self.limits.nesting}层", f"brackets more than {self.limits.nesting} deep"
                ),
                Words("拆成几个派生值", "split it into several derived values"),
            )

    # -- problems

    def _note(self, code: str, column: int, what: Words, mend: Words) -> None:
        self.problems.append(problem(code, column, what, mend, self.place))

    def _fail(self, code: str, word: Word, what: Words, mend: Words | None = None) -> NoReturn:
        """Stop reading; what was noted before is told as well."""
        raise FormulaSyntaxError([*self.problems, problem(code, word.column, what, mend, self.place)])

    def _unexpected(self) -> NoReturn:
        word = self._now()
        if word.kind == "end":
            self._fail(
                "syntax",
                word,
                Words("公式没有写完", "the formula ends too early"),
                Words("补上缺少的部分", "add what is missing"),
            )
        mend = Words("检查运算符、逗号和括号", "look at the signs, commas and brackets before it")
        if _meaning(word) == "%":
            mend = Words("% 只能紧跟在数字后面，如 5%", "% only follows a number, as in 5%")
        if _meaning(word) in ("and", "or"):
            mend = Words("写成 甲 and 乙", "write a and b, with something on both sides")
        self._fail(
            "syntax",
            word,
            Words(f"这里不应是“{shown(word.text)}”", f"“{shown(word.text)}” does not belong here"),
            mend,
        )

    def _ambiguous(self, word: Word, written: str, one: str, other: str) -> NoReturn:
        self._fail(
            "ambiguous",
            word,
            Words(f"{written} 可作两种理解", f"{written} can be read in two ways"),
            Words(f"写成 {one} 或 {other}", f"write {one} or {other}"),
        )

    def _mixed_comparison(self) -> NoReturn:
        self._fail(
            "ambiguous",
            self._now(),
            Words("连续比较的方向不一致", "comparisons in a row that do not go one way"),
            Words("写成 a < b and b > c", "write a < b and b > c"),
        )
