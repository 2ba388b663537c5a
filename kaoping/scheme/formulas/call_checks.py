"""What a call must keep before it runs: how many arguments, and which of them are written out."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.errors import Place, Problem, Words
from kaoping.scheme.formulas.functions import Signature
from kaoping.scheme.formulas.problems import problem
from kaoping.scheme.formulas.syntax import Call, Expr, Number, Text, Unary

MOST_PLACES = 30


def call_problems(call: Call, signature: Signature, place: Place) -> Iterator[Problem]:
    """Every problem of one call, its arguments' own ones excepted."""
    count = len(call.arguments)
    fits = signature.least <= count and (signature.most is None or count <= signature.most)
    if not fits or signature.parity not in (None, count % 2):
        yield _wrong_count(call, signature, place)
    for position, argument in enumerate(call.arguments):
        choices = signature.texts.get(position)
        if choices and not (isinstance(argument, Text) and argument.value in choices):
            yield _not_a_mode(call, position, choices, place)
        if position in signature.whole and not is_small_whole(argument):
            yield _not_whole(call, position, place)


def is_small_whole(argument: Expr) -> bool:
    """True for a literal whole number, perhaps with a minus, that can be a number of decimals."""
    inner = argument.operand if isinstance(argument, Unary) and argument.op == "-" else argument
    return isinstance(inner, Number) and inner.value.denominator == 1 and abs(inner.value) <= MOST_PLACES


def _wrong_count(call: Call, signature: Signature, place: Place) -> Problem:
    least, most, count = signature.least, signature.most, len(call.arguments)
    zh = f"{least}个" if most == least else f"至少{least}个" if most is None else f"{least}至{most}个"
    en = str(least) if most == least else f"at least {least}" if most is None else f"{least} to {most}"
    if signature.parity is not None:
        zh += "、且为奇数个" if signature.parity else "、且为偶数个"
        en += " (an odd number of)" if signature.parity else " (an even number of)"
    return problem(
        "arguments",
        call.column,
        Words(
            f"{call.function} 要{zh}参数，这里有{count}个",
            f"{call.function} takes {en} arguments, not {count}",
        ),
        signature.means,
        place,
    )


def _not_a_mode(call: Call, position: int, choices: tuple[str, ...], place: Place) -> Problem:
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return problem(
        "literal",
        call.arguments[position].column,
        Words(
            f"{call.function} 的第{position + 1}个参数须写明方式",
            f"argument {position + 1} of {call.function} is a mode, written out",
        ),
        Words(f"写 {listed} 之一", f"write one of {listed}"),
        place,
    )


def _not_whole(call: Call, position: int, place: Place) -> Problem:
    return problem(
        "literal",
        call.arguments[position].column,
        Words(
            f"{call.function} 的第{position + 1}个参数须是写明的整数",
            f"argument {position + 1} of {call.function} is a whole number, written out",
        ),
        Words(
            f"写 -{MOST_PLACES} 到 {MOST_PLACES} 的整数",
            f"write a whole number from -{MOST_PLACES} to {MOST_PLACES}",
        ),
        place,
    )
