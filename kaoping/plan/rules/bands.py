"""Bands and cases as steps (R04, R39, R51). Bands with fixed ends are proved to neither overlap nor leave holes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Words
from kaoping.plan.bench import Const, Operand
from kaoping.plan.rules.desk import RuleDesk
from kaoping.plan.rules.spans import LEAST, MOST, Span, holes, overlaps
from kaoping.scheme.formulas import Binary, Call, Expr, Name
from kaoping.scheme.model import Setting
from kaoping.tables import Absence

_BOUNDS = (("from", ">="), ("above", ">"), ("to", "<="), ("below", "<"))


def bands(d: RuleDesk) -> Operand:
    """R04: the first band that holds the value gives its points."""
    names: dict[str, Operand] = {"x": d.maybe("of") or d.x}
    pieces: list[Expr] = []
    spans: list[Span | None] = []
    for i, row in enumerate(d.rows("rows")):
        ends = {
            bound: d.operand(row[bound], f"{bound}{i}") for bound, _ in _BOUNDS if row.get(bound) is not None
        }
        spans.append(_span(ends))
        pieces += [_holds(ends, i, names), _worth(d, row, i, names)]
    _prove(d, spans)
    word = d.choice("gap")
    names["gap"] = Const(Absence.UNDEFINED) if word == "error" else d.outcome("gap")
    return d.points(Call("if", (*pieces, Name("gap"))), **names)


def _holds(ends: Mapping[str, Operand], i: int, names: dict[str, Operand]) -> Expr:
    found: Expr | None = None
    for bound, sign in _BOUNDS:
        if bound in ends:
            name = f"{bound}{i}"
            names[name] = ends[bound]
            test = Binary(sign, Name("x"), Name(name))  # type: ignore[arg-type]
            found = test if found is None else Binary("and", found, test)
    # A band without bounds takes what the bands before it left; an absent value stays absent.
    return found if found is not None else Binary("=", Name("x"), Name("x"))


def _span(ends: Mapping[str, Operand]) -> Span | None:
    """The band between fixed ends; None where an end is only known when the scheme is run."""
    fixed: dict[str, Fraction] = {}
    for bound, end in ends.items():
        if not (isinstance(end, Const) and isinstance(end.cell, Fraction)):
            return None
        fixed[bound] = end.cell
    return Span.between(fixed.get("from"), fixed.get("above"), fixed.get("to"), fixed.get("below"))


def _prove(d: RuleDesk, spans: list[Span | None]) -> None:
    """Raise SchemeError where fixed bands hold nothing, overlap, or leave a hole nobody has spoken of.

    A last band without ends takes the rest: it overlaps nothing and leaves no hole."""
    known = [one for one in spans if one is not None]
    rest = bool(known) and known[-1] == Span(LEAST, MOST)
    bounded = known[:-1] if rest else known
    for one in bounded:
        if one.is_empty:
            raise d.mistaken(
                f"有一档不含任何数：{one}。", f"has a band that holds no number: {one}.", "bands-empty"
            )
    if d.choice("overlap") == "error":
        _prove_apart(d, bounded)
    if not rest and len(known) == len(spans) and d.choice("gap") == "error":
        _prove_closed(d, bounded)


def _prove_apart(d: RuleDesk, bounded: list[Span]) -> None:
    for one, other in overlaps(bounded):
        raise d.mistaken(
            f"的两档重叠：{one} 与 {other}。",
            f"has bands that overlap: {one} and {other}.",
            "bands-overlap",
            Words("改成相接的档，或写 overlap: first（取先写的一档）。",
                  "make the bands meet, or write overlap: first (the one written first counts)."),
        )  # fmt: skip


def _prove_closed(d: RuleDesk, bounded: list[Span]) -> None:
    for hole in holes(bounded):
        raise d.mistaken(
            f"的各档之间有空当：{hole}。",
            f"has bands that leave a hole: {hole}.",
            "bands-gap",
            Words("补上这一档，或写 gap: 说明空当里得多少分。",
                  "add a band for it, or write gap: to say what a value in the hole gets."),
        )  # fmt: skip


def _worth(d: RuleDesk, row: Mapping[str, Setting], i: int, names: dict[str, Operand]) -> Expr:
    name = f"worth{i}"
    if row.get("points") is not None:
        names[name] = d.operand(row["points"], name)
        return Name(name)
    if row.get("share") is not None:
        names[name] = d.operand(row["share"], name)
        return Binary("*", Name("full"), Name(name))
    raise d.mistaken(f"第{i + 1}档没有写 points 或 share。", f"row {i + 1} has neither points nor share.")


def cases(d: RuleDesk) -> Operand:
    """R39: the first case whose condition holds."""
    names: dict[str, Operand] = {}
    pieces: list[Expr] = []
    for i, row in enumerate(d.rows("rows")):
        names[f"when{i}"] = d.operand(row["when"], f"when{i}")
        names[f"worth{i}"] = d.operand(row["points"], f"worth{i}")
        pieces += [Name(f"when{i}"), Name(f"worth{i}")]
    names["otherwise"] = d.number("otherwise")
    whole = Call("if", (*pieces, Name("otherwise"))) if pieces else Name("otherwise")
    return d.points(whole, **names)
