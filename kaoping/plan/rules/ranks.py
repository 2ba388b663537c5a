"""Rules on places as steps (R13, R15, R16)."""

from __future__ import annotations

from collections.abc import Sequence

from kaoping.plan.bench import Const, Operand
from kaoping.plan.rules.desk import RuleDesk
from kaoping.scheme.model import Setting
from kaoping.tables import Absence


def rank(d: RuleDesk) -> Operand:
    """R13: points by place in the population."""
    eligible = d.maybe("eligible")
    x: Operand = d.x
    if eligible is not None:
        out = Const(Absence.NOT_APPLICABLE)
        x = d.let(
            "racing",
            "参加排名的值",
            "value in the race",
            "if(eligible, x, out)",
            eligible=eligible,
            x=x,
            out=out,
        )
    place = d.place(d.choice("ties"), x)
    points = _FORMS[d.choice("form")](d, place, x)
    low = d.maybe("low")
    if low is not None:
        points = d.let("bounded", "保底", "held from below", "max(points, low)", points=points, low=low)
    if eligible is None:
        return points
    return d.let("settled", "未参加排名者另计", "those not in the race", "if(eligible, points, other)",
                 eligible=eligible, points=points, other=d.number("not_eligible"))  # fmt: skip


def _step(d: RuleDesk, place: Operand, x: Operand) -> Operand:
    return d.points("first - by * (place - 1)", first=d.number("first"), by=d.number("by"), place=place)


def _percent(d: RuleDesk, place: Operand, x: Operand) -> Operand:
    return d.points("first * (1 - by * (place - 1))", first=d.number("first"), by=d.number("by"), place=place)


def _linear(d: RuleDesk, place: Operand, x: Operand) -> Operand:
    return d.points(
        "if(n = 1, alone, first - (place - 1) * (first - last) / (n - 1))",
        first=d.number("first"), last=d.number("last"), alone=d.maybe("alone") or d.number("first"),
        place=place, n=d.statistic("count", x),
    )  # fmt: skip


def _table(d: RuleDesk, place: Operand, x: Operand) -> Operand:
    worths = _listed(d, "table")
    names: dict[str, Operand] = {f"p{i}": one for i, one in enumerate(worths, 1)}
    pieces = [f"place = {i}, p{i}" for i in range(1, len(worths) + 1)]
    # A place shared by the mean (1.5) takes the mean of the two entries it lies between.
    between = [
        f"place < {i}, p{i - 1} + (p{i} - p{i - 1}) * (place - {i - 1})" for i in range(2, len(worths) + 1)
    ]
    arms = ", ".join([*pieces, *between])
    return d.points(f"if({arms}, beyond)", place=place, beyond=d.number("beyond"), **names)


def _shares(d: RuleDesk, place: Operand, x: Operand) -> Operand:
    names: dict[str, Operand] = {}
    arms: list[str] = []
    for i, (share, worth) in enumerate(d.pairs("shares")):
        names[f"s{i}"], names[f"p{i}"] = share, worth
        arms.append(f"place <= s{i} * n, p{i}")
    return d.points(f"if({', '.join(arms)}, beyond)", place=place, n=d.statistic("count", x),
                    beyond=d.number("beyond"), **names)  # fmt: skip


def _place(d: RuleDesk, place: Operand, x: Operand) -> Operand:
    return d.points("place", place=place)


def _points_down(d: RuleDesk, place: Operand, x: Operand) -> Operand:
    """As many points as there are units, less one a place: n, n − 1 … 1."""
    return d.points("n - place + 1", place=place, n=d.statistic("count", x))


_FORMS = {
    "step": _step,
    "percent": _percent,
    "linear": _linear,
    "table": _table,
    "shares": _shares,
    "place": _place,
    "points_down": _points_down,
}


def _listed(d: RuleDesk, name: str) -> list[Operand]:
    found: Setting = d.setting(name)
    if not isinstance(found, Sequence) or not found:
        raise d.mistaken(f"需要 {name}。", f"needs {name}.")
    return [d.operand(one, f"{name}{i}") for i, one in enumerate(found)]


def place(d: RuleDesk) -> Operand:
    """R15: points by a published place."""
    if d.choice("form") == "normalised":
        return d.points("if(n = 1, full, full * (n - x) / (n - 1))", x=d.x, n=d.number("of"))
    names: dict[str, Operand] = {"middle": d.number("middle")}
    arms: list[str] = []
    for i, worth in enumerate(_listed(d, "top") if d.given("top") else [], 1):
        names[f"t{i}"] = worth
        arms.append(f"x = {i}, t{i}")
    if d.given("bottom"):
        names["n"] = d.number("of")
        for i, worth in enumerate(_listed(d, "bottom")):
            names[f"b{i}"] = worth
            arms.append(f"x = n - {i}, b{i}")
    if not arms:
        raise d.mistaken("需要 top 或 bottom。", "needs top or bottom.")
    return d.points(f"if({', '.join(arms)}, middle)", x=d.x, **names)


def movement(d: RuleDesk) -> Operand:
    """R16: points for each place (or percentile) gained; the first stay rewarded though they cannot rise."""
    before, now, top = d.number("from"), d.number("to"), d.maybe("keeps_top")
    places = d.choice("counted_in") == "places"
    source = "before - now" if places else "now - before"
    gained = d.let("gained", "进位数", "places gained", source, before=before, now=now)
    sign = "<=" if places else ">="
    arms = "is_missing(before) or is_not_applicable(before), newcomer"
    if top is not None:
        arms += f", before {sign} top and now {sign} top, high"
    return d.points(
        f"if({arms}, clamp(by * gained, low, high))",
        before=before, now=now, top=top, gained=gained, by=d.number("by"), high=d.number("high"),
        low=d.number("low"), newcomer=d.number("newcomer"),
    )  # fmt: skip


LOWERINGS = {"rank": rank, "place": place, "movement": movement}
