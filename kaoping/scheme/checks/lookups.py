"""Tables that lack a word which the fact looked up may hold, and words that no fact can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from kaoping.errors import Place, Problem
from kaoping.scheme.checks.finding import error, warning
from kaoping.scheme.formulas import Call, Expr, Name, walk
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Fact, Node, Scheme


def look_up_findings(scheme: Scheme) -> Iterator[Problem]:
    """Every look_up(table, fact) whose fact has declared choices."""
    parts: list[tuple[object, str, Place]] = [(one, "", one.place) for one in scheme.values.values()]
    parts += [(node, _subject(node), node.place) for node in scheme.nodes()]
    for part, own, place in parts:
        for expr in _formulas(part):
            for call in (one for one in walk(expr) if isinstance(one, Call) and one.function == "look_up"):
                yield from _call(scheme, call, own, place)


def _subject(node: Node) -> str:
    """The fact that x stands for in an item's formulas."""
    return node.key if node.of is None else node.of.key if isinstance(node.of, Name) else ""


def _call(scheme: Scheme, call: Call, own: str, place: Place) -> Iterator[Problem]:
    table, asked = call.arguments[0], call.arguments[1]
    if not isinstance(table, Name) or not isinstance(asked, Name):
        return
    fact = scheme.facts.get(own if asked.key == "x" else asked.key)
    words = scheme.lookups.get(table.key)
    if not isinstance(fact, Fact) or not fact.choices or words is None:
        return
    lacking = [one for one in fact.choices if one not in words]
    if lacking and len(call.arguments) < 3:
        yield error(
            "look-up-gap", place,
            (f"表“{table.key}”没有“{fact.key}”可选的：{'、'.join(lacking)}。",
             f"table “{table.key}” lacks words that “{fact.key}” may hold: {', '.join(lacking)}."),
            ("补上这些行，或写 look_up(表, 词, 其余)。", "add these rows, or write look_up(table, word, otherwise)."),
        )  # fmt: skip
    idle = [one for one in words if one not in fact.choices]
    if idle and lacking:
        yield warning(
            "look-up-idle", place,
            (f"表“{table.key}”的“{'、'.join(idle)}”不是“{fact.key}”可选的。",
             f"table “{table.key}” has {', '.join(idle)}, which “{fact.key}” cannot hold."),
            ("多半是写错了字。", "probably a slip of spelling."),
        )  # fmt: skip


def _formulas(part: object) -> Iterator[Expr]:
    """Every formula of a value or node, those of nodes below it aside."""
    if isinstance(part, FormulaNode):
        yield part  # type: ignore[misc]
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _formulas(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _formulas(value)
    elif is_dataclass(part) and not isinstance(part, Place):
        for one in fields(part):
            if one.name != "children":
                yield from _formulas(getattr(part, one.name))
