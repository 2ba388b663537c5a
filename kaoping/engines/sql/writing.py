"""Graphs of expressions as text: what is used twice becomes a column of an inner SELECT, so no text is written twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaoping.engines.sql.expressions import E

SHORT = 150
"""An expression shorter than this is written again rather than named."""
LONG = 2_000
"""An expression longer than this is cut in two."""
DEEP = 40
"""No expression is nested deeper."""
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
    parts = [written(one, names) for one in e.args]
    if e.op == "CASE":
        return f"CASE WHEN {parts[0]} THEN {parts[1]} ELSE {parts[2]} END"
    if e.op == "neg":
        return f"(-{parts[0]})"
    if e.op == "NOT":
        return f"(NOT {parts[0]})"
    if e.op in ("float", "int"):
        return f"CAST({parts[0]} AS {'DOUBLE' if e.op == 'float' else 'BIGINT'})"
    if e.op in _CALLS:
        return f"{e.op}({', '.join(parts)})"
    return f"({f' {e.op} '.join(parts)})"


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


def select(outputs: Mapping[str, E], source: str) -> str:
    """A SELECT of named expressions from a table or sub-select, in as many layers as shared parts need."""
    order = _in_order(outputs.values())
    names, shapes = _named(order, outputs.values())
    layers = max((shapes[e].layer for e in names), default=0)
    if not layers:
        return _plain({name: written(e, {}) for name, e in outputs.items()}, source)
    last = _last_use(order, outputs, names, shapes, layers)
    text = source
    for layer in range(1, layers + 1):
        lines: dict[str, str] = {}
        for e, until in last.items():
            if until <= layer:
                continue
            if e.op == "col":
                lines[e.args[0]] = e.args[0]
            elif e in names and shapes[e].layer < layer:
                lines[names[e]] = names[e]
        known = {e: name for e, name in names.items() if shapes[e].layer < layer}
        for e, name in names.items():
            if shapes[e].layer == layer:
                lines[name] = written(e, known)
        text = f"({_plain(lines, text)}) l{layer}"
    return _plain({name: written(e, names) for name, e in outputs.items()}, text)


def _last_use(
    order: list[E], outputs: Mapping[str, E], names: Mapping[E, str], shapes: Mapping[E, _Shape], layers: int
) -> dict[E, int]:
    """The last layer in which each column or named node is read; `layers` + 1 is the outer SELECT."""
    last: dict[E, int] = {}
    written_in = dict.fromkeys(outputs.values(), layers + 1)
    for e in reversed(order):
        at = shapes[e].layer if e in names else written_in.get(e, 0)
        if e in names:
            last[e] = max(last.get(e, 0), written_in.get(e, 0))
        elif e.op == "col":
            last[e] = max(last.get(e, 0), at)
        if e.op in ("lit", "code", "col"):
            continue
        for one in e.args:
            written_in[one] = max(written_in.get(one, 0), at)
    return last


def _plain(lines: Mapping[str, str], source: str) -> str:
    columns = ", ".join(text if text == name else f"{text} AS {name}" for name, text in lines.items())
    return f"SELECT {columns} FROM {source}"
