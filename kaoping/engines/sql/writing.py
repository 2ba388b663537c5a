"""Graphs of expressions as text: what is used twice becomes a column of an inner SELECT, so no text is written twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaoping.engines.sql.expressions import INT, E

SHORT = 150
"""An expression is named rather than written again where that saves so many characters."""
LONG = 2_000
"""An expression longer than this is cut in two."""
CUT = 12
"""After so many layers of sub-selects there is a table of its own."""
DEEP = 40
"""No expression is nested deeper."""
SMALL = 2**62
"""Whole numbers below this are written without a CAST where their neighbour tells what they are."""
_CALLS = frozenset({"ABS", "FLOOR", "SQRT", "LN", "EXP", "GREATEST"})


def number(value: int | float | bool) -> str:
    """A constant as SQL; floats in the form that both dialects take for a DOUBLE."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"CAST({value} AS BIGINT)"
    text = repr(value)
    text = text if "e" in text else f"{text}e0"
    return f"({text})" if value < 0 else text


def written(e: E, names: Mapping[E, str]) -> str:
    """One expression; those that have a name are written as it."""
    if e in names:
        return names[e]
    if e.op == "lit":
        return number(e.value)
    if e.op in ("code", "col"):
        return str(e.args[0])
    if e.op == "CASE":
        return f"CASE{_branches(e, names)} END"
    parts = [_operand(one, e, names) for one in e.args]
    if e.op == "neg":
        return f"(-{parts[0]})"
    if e.op == "NOT":
        return f"(NOT {parts[0]})"
    if e.op in ("float", "int"):
        return f"CAST({parts[0]} AS {'DOUBLE' if e.op == 'float' else 'BIGINT'})"
    if e.op in _CALLS:
        return f"{e.op}({', '.join(parts)})"
    return f"({f' {e.op} '.join(parts)})"


def _branches(e: E, names: Mapping[E, str]) -> str:
    """WHEN … THEN … for each condition of a CASE and of those in its ELSE, and the last ELSE."""
    found = ""
    while True:
        condition, then, otherwise = e.args
        found += f" WHEN {written(condition, names)} THEN {_operand(then, e, names)}"
        if otherwise.op != "CASE" or otherwise in names:
            return f"{found} ELSE {_operand(otherwise, e, names)}"
        e = otherwise


def _operand(one: E, e: E, names: Mapping[E, str]) -> str:
    """What `e` is made of, as text. A small whole number beside a BIGINT is one by itself: that saves a CAST."""
    if one.op != "lit" or one.kind != INT or abs(one.value) >= SMALL:
        return written(one, names)
    beside = any(other.kind == INT and other.may is None and not other.is_literal for other in e.args)
    return str(one.value) if beside else written(one, names)


def _in_order(outputs: Iterable[E]) -> list[E]:
    """Every node, what it is made of before it."""
    order: dict[E, None] = {}
    waiting = [(e, False) for e in outputs]
    while waiting:
        e, ready = waiting.pop()
        if e in order:
            continue
        if ready or e.op in ("lit", "code", "col"):
            order[e] = None
        else:
            waiting.append((e, True))
            waiting += [(one, False) for one in e.args]
    return list(order)


def columns_in(expressions: Iterable[E]) -> list[str]:
    """The columns of tables that these are made of."""
    return [e.args[0] for e in _in_order(expressions) if e.op == "col"]


@dataclass
class _Shape:
    """How long and how deep the text of a node is, and in which layer its names are all known."""

    length: int
    depth: int
    layer: int


def _named(order: list[E], outputs: Iterable[E]) -> tuple[dict[E, str], dict[E, _Shape]]:
    """The nodes that become columns, and the shape of all."""
    uses = dict.fromkeys(order, 0)
    for e in order:
        if e.op not in ("lit", "code", "col"):
            for one in e.args:
                uses[one] += 1
    for e in outputs:
        uses[e] += 1
    names: dict[E, str] = {}
    shapes: dict[E, _Shape] = {}
    for e in order:
        if e.op in ("lit", "code", "col"):
            shapes[e] = _Shape(len(str(e.args[0])) + (16 if e.op == "lit" else 0), 0, 0)
            continue
        below = [shapes[one] for one in e.args]
        length = 20 + sum(6 if one in names else shapes[one].length for one in e.args)
        depth = 1 + max(0 if one in names else shapes[one].depth for one in e.args)
        layer = max(one.layer for one in below)
        if (uses[e] - 1) * length > SHORT or length > LONG or depth > DEEP:
            names[e] = f"x{len(names)}"
            layer += 1
        shapes[e] = _Shape(length, depth, layer)
    return names, shapes


@dataclass(frozen=True)
class Made:
    """A table to be made, with those of the outputs that stand in it, by the names of their groups."""

    table: str
    select: str
    groups: tuple[str, ...]


def selects(groups: Mapping[str, Mapping[str, E]], source: str, table: str, flag: str = "") -> list[Made]:
    """Tables to make one after the other, each from the one before; all have `k`. Outputs of a group stand in the same one.

    Shared parts are layers of sub-selects. After every CUT layers there is a table of its own, so that what is done early
    is not handed on through all that follows, and no query is too deep for a planner. Outputs whose names end in `flag`
    are truths: each table gets one more, of that name, for any of its own.
    """
    outputs = {name: e for made in groups.values() for name, e in made.items()}
    order = _in_order(outputs.values())
    names, shapes = _named(order, outputs.values())
    cuts = max((max(shapes[e].layer for e in order) - 1) // CUT + 1, 1) if order else 1
    ends = {
        group: min(max(max((shapes[e].layer - 1) // CUT for e in made.values()), 0), cuts - 1)
        for group, made in groups.items()
    }
    read = {e: (ends[group] + 1) * CUT + 0.5 for group, made in groups.items() for e in made.values()}
    for group, made in groups.items():
        read.update({e: max(read[e], (ends[group] + 1) * CUT + 0.5) for e in made.values()})
    last = _last_use(order, read, names, shapes)
    found: list[Made] = []
    for cut in range(cuts):
        here = tuple(group for group in groups if ends[group] == cut)
        mine = {name: e for group in here for name, e in groups[group].items()}
        if cut:
            source = found[-1].table
        select = _segment(cut, mine, source, names, shapes, last)
        if flags := [name for name in mine if flag and name.endswith(flag)]:
            select = f"SELECT *, {' OR '.join(flags)} AS {flag} FROM ({select}) z"
        found.append(Made(table if cut == cuts - 1 else f"{table}_{cut}", select, here))
    return found


def _segment(
    cut: int,
    outputs: Mapping[str, E],
    text: str,
    names: Mapping[E, str],
    shapes: Mapping[E, _Shape],
    last: Mapping[E, float],
) -> str:
    """The layers between two cuts, with the outputs that are ready and what later cuts still read."""
    top = min((cut + 1) * CUT, max((shapes[e].layer for e in names), default=0))
    for layer in range(cut * CUT + 1, top + 1):
        known = {e: name for e, name in names.items() if shapes[e].layer < layer}
        lines = _handed_on(layer, names, shapes, last)
        lines.update({name: written(e, known) for e, name in names.items() if shapes[e].layer == layer})
        text = f"({_plain(lines, text)}) l{layer}"
    end = (cut + 1) * CUT + 0.5
    known = {e: name for e, name in names.items() if shapes[e].layer <= top}
    lines = {"k": "k", **{name: written(e, known) for name, e in outputs.items()}}
    for name in _handed_on(end, names, shapes, last):
        lines.setdefault(name, name)
    return _plain(lines, text)


def _handed_on(
    layer: float, names: Mapping[E, str], shapes: Mapping[E, _Shape], last: Mapping[E, float]
) -> dict[str, str]:
    """What is known before a layer and read after it; `k` always."""
    lines = {"k": "k"}
    for e, until in last.items():
        if until > layer and (e.op == "col" or shapes[e].layer < layer):
            name = e.args[0] if e.op == "col" else names[e]
            lines[name] = name
    return lines


def _last_use(
    order: list[E], outputs: Mapping[E, float], names: Mapping[E, str], shapes: Mapping[E, _Shape]
) -> dict[E, float]:
    """The last layer in which each column or named node is read; outputs tell theirs."""
    last: dict[E, float] = {}
    read_in = dict(outputs)
    for e in reversed(order):
        if e in names or e.op == "col":
            last[e] = read_in.get(e, 0)
        if e.op in ("lit", "code", "col"):
            continue
        at = shapes[e].layer if e in names else read_in.get(e, 0)
        for one in e.args:
            read_in[one] = max(read_in.get(one, 0), at)
    return last


def _plain(lines: Mapping[str, str], source: str) -> str:
    columns = ", ".join(text if text == name else f"{text} AS {name}" for name, text in lines.items())
    return f"SELECT {columns} FROM {source}"
