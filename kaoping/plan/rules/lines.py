"""Straight lines through given points as steps (R05)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from kaoping.plan.bench import Const, Operand
from kaoping.plan.rules.desk import RuleDesk
from kaoping.tables import Absence

Pairs = list[tuple[Operand, Operand]]


def interpolate(d: RuleDesk) -> Operand:
    """R05: straight lines through the given points. Two points of one value make a step: reaching it takes the later
    point's number."""
    pairs = d.pairs("points")
    if len(pairs) < 2:
        raise d.mistaken("至少要两个点。", "needs two points at least.")
    names: dict[str, Operand] = {}
    for i, (at, worth) in enumerate(pairs):
        names[f"x{i}"], names[f"y{i}"] = at, worth
    known = _fixed(pairs)
    if known and not (_rises(known) or _rises(known[::-1])):
        raise d.mistaken(
            "的点应按数值由小到大或由大到小排列。", "needs its points in rising or falling order of value."
        )
    extended = d.choice("ends") == "extend"
    if known and len(set(known)) == len(known) and not extended:
        listed = ", ".join(f"x{i}, y{i}" for i in range(len(pairs)))
        return d.points(f"interpolate(x, {listed})", x=d.x, **names)
    names["unordered"] = Const(Absence.UNDEFINED)
    return d.points(_either_way(len(pairs), extended, d.lower), x=d.x, **names)


def _fixed(pairs: Pairs) -> list[Fraction]:
    """The values of the points where all are fixed, else nothing."""
    cells = [at.cell for at, _ in pairs if isinstance(at, Const)]
    found = [cell for cell in cells if isinstance(cell, Fraction)]
    return found if len(found) == len(pairs) else []


def _rises(values: list[Fraction]) -> bool:
    return all(one <= other for one, other in pairwise(values))


def _either_way(count: int, extended: bool, lower: bool) -> str:
    """Points that are formulas may rise or fall; where all are equal, the good direction decides what reaching is."""
    signs = (">", "<") if lower else ("<", ">")
    arms = ", ".join(f"{_ordered(count, sign)}, {_chain(count, sign, extended)}" for sign in signs)
    return f"if({arms}, unordered)"


def _ordered(count: int, sign: str) -> str:
    return " and ".join(f"x{i} {sign}= x{i + 1}" for i in range(count - 1))


def _chain(count: int, sign: str, extended: bool) -> str:
    """Segment by segment; `sign` is what comes before: < for rising points."""
    last = count - 1
    head, tail = (_line(0), _line(last - 1)) if extended else ("y0", f"y{last}")
    arms = [f"x {sign} x0, {head}", *(f"x {sign} x{i + 1}, {_line(i)}" for i in range(last))]
    return f"if({', '.join(arms)}, {tail})"


def _line(i: int) -> str:
    return f"y{i} + (y{i + 1} - y{i}) * (x - x{i}) / (x{i + 1} - x{i})"
