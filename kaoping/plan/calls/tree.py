"""Functions of a formula that look at the tree, at events, at attributes and tables."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import parse_decimal
from kaoping.plan import events as happened_events
from kaoping.plan import quantities
from kaoping.plan.bench import Bench, Const, Operand, Scope
from kaoping.plan.calls.arguments import inner, mistaken
from kaoping.plan.events import event_of, event_points, veto_of
from kaoping.plan.quantities import formula, text_of
from kaoping.scheme.formulas import Binary, Call, Expr, Name, Number, Text, ValueType
from kaoping.tables import Absence


def points(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The final points of a node."""
    from kaoping.plan.nodes import points_of

    return points_of(bench, scope, text_of(arguments[0]))


def raw(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The points of a node before adjustments."""
    from kaoping.plan.nodes import raw_of

    return raw_of(bench, scope, text_of(arguments[0]))


def full(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The full mark of a node, or of this one."""
    from kaoping.plan.nodes import full_of

    if not arguments:
        return scope.names.get("full", Const(Fraction(1)))
    return full_of(bench, scope, text_of(arguments[0]))


def rate(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """Points over full mark of a node."""
    from kaoping.plan.nodes import full_of, points_of

    name = text_of(arguments[0])
    names = {"p": points_of(bench, scope, name), "f": full_of(bench, scope, name)}
    return bench.once(
        ("rate", name, scope.group, scope.period),
        lambda: bench.let(scope, f"rate.{name}", Words("得分率", "rate"), "p / f", names, "value"),
    )


def rank(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The place by a node's points."""
    from kaoping.plan.nodes import rank_of

    return rank_of(bench, scope, text_of(arguments[0]) if arguments else "")


def events(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The points of an event."""
    return event_points(bench, scope, text_of(arguments[0]))


def event_count(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """How often an event happened, at a level if one is named."""
    level = text_of(arguments[1]) if len(arguments) > 1 else ""
    return happened_events.event_count(bench, scope, text_of(arguments[0]), "count", level)


def happened(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """Whether an event or veto happened."""
    key = text_of(arguments[0])
    if key not in bench.scheme.vetoes:
        event_of(bench, scope, key)
    level = text_of(arguments[1]) if len(arguments) > 1 else ""
    return happened_events.event_count(bench, scope, key, "happened", level)


def vetoed(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """vetoed(key), or vetoed() for any veto."""
    keys = [text_of(arguments[0])] if arguments else list(bench.scheme.vetoes)
    flags = [happened_events.vetoed(bench, scope, veto_of(bench, scope, key)) for key in keys]
    if len(flags) == 1:
        return flags[0]
    if not flags:
        return Const(False)
    names: dict[str, Operand] = {f"v{i}": one for i, one in enumerate(flags)}
    return bench.once(
        ("any-veto", scope.group, scope.period),
        lambda: bench.let(
            scope, "any_veto", Words("有否决事项", "any veto"), " or ".join(names), names, "events"
        ),
    )


def attribute(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """An attribute of the organisation."""
    return quantities.attribute(bench, scope, text_of(arguments[0]))


def look_up(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """look_up(table, word[, otherwise]): the table's number for a word; missing where it has none."""

    table = bench.scheme.lookups.get(text_of(arguments[0]))
    if table is None:
        raise mistaken(
            scope, "look_up", "没有这张表，请在 lookups 中定义。", "no such table; define it under lookups."
        )
    names: dict[str, Operand] = {"word": inner(bench, scope, arguments[1], "word")}
    names["other"] = (
        formula(bench, scope, arguments[2], "other", Words("其余", "otherwise"))
        if len(arguments) > 2
        else Const(Absence.MISSING)
    )
    expr: Expr = Name("other")
    numbers = _numbered(bench, table, arguments[1])
    for i, (word, found) in reversed(list(enumerate(table.items()))):
        names[f"v{i}"] = formula(bench, scope, found, "entry", Words(word, word))

        expr = Call(
            "if",
            (
                Binary("=", Name("word"), Number(numbers[word]) if numbers else Text(word)),
                Name(f"v{i}"),
                expr,
            ),
        )
    title = Words(f"查表：{text_of(arguments[0])}", f"looked up in {text_of(arguments[0])}")
    return bench.let(scope, "look_up", title, expr, names, "value")


def _numbered(bench: Bench, table: Mapping[str, Expr], asked: Expr) -> dict[str, Fraction]:
    """The words of a table as numbers, where all are numbers and what is asked for is no text."""
    known = bench.scheme.facts.get(text_of(asked))
    if known is not None and known.type is ValueType.TEXT:
        return {}
    try:
        return {word: parse_decimal(word) for word in table}
    except ValueError:
        return {}
