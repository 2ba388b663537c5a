"""Bands and cases as steps (R04, R39, R51)."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.plan.bench import Const, Operand
from kaoping.plan.rules.desk import RuleDesk, outcome
from kaoping.scheme.formulas import Binary, Call, Expr, Name
from kaoping.scheme.model import Setting
from kaoping.tables import Absence

_BOUNDS = (("from", ">="), ("above", ">"), ("to", "<="), ("below", "<"))


def bands(d: RuleDesk) -> Operand:
    """R04: the first band that holds the value gives its points."""
    names: dict[str, Operand] = {"x": d.maybe("of") or d.x}
    pieces: list[Expr] = []
    for i, row in enumerate(d.rows("rows")):
        pieces += [_holds(d, row, i, names), _worth(d, row, i, names)]
    word = d.choice("gap")
    names["gap"] = Const(Absence.UNDEFINED) if word == "error" else outcome(word, d.full)
    return d.points(Call("if", (*pieces, Name("gap"))), **names)


def _holds(d: RuleDesk, row: Mapping[str, Setting], i: int, names: dict[str, Operand]) -> Expr:
    found: Expr | None = None
    for bound, sign in _BOUNDS:
        if row.get(bound) is not None:
            name = f"{bound}{i}"
            names[name] = d.operand(row[bound], name)
            test = Binary(sign, Name("x"), Name(name))  # type: ignore[arg-type]
            found = test if found is None else Binary("and", found, test)
    # A band without bounds takes what the bands before it left; an absent value stays absent.
    return found if found is not None else Binary("=", Name("x"), Name("x"))


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
