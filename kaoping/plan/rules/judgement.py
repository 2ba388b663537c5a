"""Rules on events, votes and panels as steps (R31–R33, R36–R43, R55)."""

from __future__ import annotations

from fractions import Fraction

from kaoping.plan.bench import Const, Operand
from kaoping.plan.events import event_count, event_points
from kaoping.plan.quantities import formula, resolve
from kaoping.plan.rules.desk import RuleDesk
from kaoping.plan.steps import ReadPanel, Voice
from kaoping.scheme.formulas import Name, ValueType, infer_type
from kaoping.scheme.model import Fact


def deduct(d: RuleDesk) -> Operand:
    """R31: start less so much a time, down to a floor; a count may lose the whole."""
    names: dict[str, Operand] = {}
    terms: list[str] = []
    for i, (key, each) in enumerate(d.table("for")):
        names[f"n{i}"], names[f"each{i}"] = _count(d, key), each
        terms.append(f"each{i} * n{i}")
    total = d.let(
        "total", "应扣", "to be deducted", f"times * ({' + '.join(terms)})", times=d.number("times"), **names
    )
    limits = d.table("zero_at") if d.given("zero_at") else []
    low = d.maybe("low")
    left = "start - total" if low is None else "max(start - total, low)"
    if not limits:
        return d.points(left, start=d.number("start"), total=total, low=low)
    reached = {f"n{i}": _count(d, key) for i, (key, _) in enumerate(limits)}
    bounds: dict[str, Operand] = {f"z{i}": bound for i, (_, bound) in enumerate(limits)}
    test = " or ".join(f"n{i} >= z{i}" for i in range(len(limits)))
    lost = d.let("lost", "达到全扣次数", "count at which all is lost", test, **reached, **bounds)
    return d.points(f"if(lost, 0, {left})", lost=lost, start=d.number("start"), total=total, low=low)


def _count(d: RuleDesk, key: str) -> Operand:
    """A number of times: an event's happenings, or a fact or value."""
    if key in d.bench.scheme.events or key in d.bench.scheme.vetoes:
        return event_count(d.bench, d.scope, key)
    return resolve(d.bench, d.inside, key)


def events(d: RuleDesk) -> Operand:
    """R32, R33: the points of events, within bounds."""
    names: dict[str, Operand] = {
        f"e{i}": event_points(d.bench, d.scope, key) for i, key in enumerate(d.names("of"))
    }
    labels = " + ".join(names)
    points = d.points(
        f"start + times * ({labels})", start=d.number("start"), times=d.number("times"), **names
    )
    return d.bounded(points, d.maybe("low"), d.maybe("cap"))


def votes(d: RuleDesk) -> Operand:
    """R38: full × Σ coefficient × votes / Σ valid votes."""
    names: dict[str, Operand] = {}
    for i, (key, coefficient) in enumerate(d.table("counts")):
        names[f"n{i}"], names[f"c{i}"] = resolve(d.bench, d.inside, key), coefficient
    size = len(names) // 2
    valid = " + ".join(f"n{i}" for i in range(size))
    if d.choice("abstentions") == "counted":
        for i, key in enumerate(d.names("abstain")):
            names[f"a{i}"] = resolve(d.bench, d.inside, key)
            valid += f" + a{i}"
    n = d.let("valid", "有效票", "valid votes", valid, **{k: v for k, v in names.items() if k[0] in "na"})
    weighted = " + ".join(f"c{i} * n{i}" for i in range(size))
    got = d.let(
        "weighted", "折算票", "weighted votes", weighted, **{k: v for k, v in names.items() if k[0] in "cn"}
    )
    return d.points("if(valid < least or valid = 0, few, full * got / valid)", valid=n, got=got,
                    least=d.number("at_least"), few=d.outcome("too_few"))  # fmt: skip


def panel(d: RuleDesk) -> Operand:
    """R37, R41–R43: what several people say, brought to one number."""
    fact = _judgements(d)
    about = d.bench.about(d.scope, "rule.panel", fact.title, "rule", fact.unit)
    mean = d.bench.add(ReadPanel(about, fact, _voice(d)))
    points = d.setting("points")
    inside = d.inside.with_names(v=mean)
    if points == Name("v"):
        return d.points("v", v=mean)
    operand = formula(d.bench, inside, points, "rule.points_from", d.spec.title, "rule")  # type: ignore[arg-type]
    return d.points("points", points=operand)


def _judgements(d: RuleDesk) -> Fact:
    key = d.setting("of") or d.of or d.scope.subject
    fact = d.bench.scheme.facts.get(str(key))
    if fact is None or not fact.per_rater:
        raise d.mistaken(f"需要 per_rater 的事实，“{key}”不是。", f"needs a per_rater fact; “{key}” is none.")
    if fact.type is not ValueType.NUMBER:
        raise d.mistaken(f"只能用数，“{key}”不是数。", f"takes numbers; “{key}” is no number.")
    return fact


def _voice(d: RuleDesk) -> Voice:
    each, valid = d.setting("each"), d.setting("valid")
    if each is not None and infer_type(each, dict.fromkeys("vrn", ValueType.NUMBER)) is not ValueType.NUMBER:  # type: ignore[arg-type]
        raise d.mistaken("的 each 应得出数。", "needs an each that comes out a number.")
    weights: dict[str, Fraction] = {}
    if d.given("weights"):
        for key, operand in d.table("weights"):
            if not (isinstance(operand, Const) and isinstance(operand.cell, Fraction)):
                raise d.mistaken("的 weights 应为数。", "needs numbers as weights.")
            weights[key] = operand.cell
    return Voice(
        each,  # type: ignore[arg-type]
        valid,  # type: ignore[arg-type]
        int(d.exact("drop_high")), int(d.exact("drop_low")), int(d.exact("drop_when_more_than")),
        d.exact("trim"), weights, d.choice("combine"), int(d.exact("at_least")), d.truth("self"),
        d.choice("absent_bloc"), d.choice("ties"),
    )  # fmt: skip


def controlled_bonus(d: RuleDesk) -> Operand:
    """R55: each bonus and deduction bounded; bonuses fall away for everybody where the sheet breaks a share."""
    sheet = d.let(
        "sheet", "逐个限额后的加减分", "bonus or deduction within its bound", "clamp(x, least, most)",
        x=d.x, least=d.number("each_at_least"), most=d.number("each_at_most"),
    )  # fmt: skip
    given = d.let("given", "有加分", "has a bonus", "if(sheet > 0, 1, 0)", sheet=sheet)
    taken = d.let("taken", "有减分", "has a deduction", "if(sheet < 0, 1, 0)", sheet=sheet)
    share, lost = d.statistic("mean", given), d.statistic("mean", taken)
    needed = d.maybe("deducted_share_above")
    test = "share <= most" if needed is None else "share <= most and lost > needed"
    allowed = d.let(
        "allowed",
        "加分有效",
        "bonuses count",
        test,
        share=share,
        lost=lost,
        most=d.number("bonus_share_at_most"),
        needed=needed,
    )
    return d.points("if(sheet > 0 and not allowed, 0, sheet)", sheet=sheet, allowed=allowed)


LOWERINGS = {
    "deduct": deduct,
    "events": events,
    "votes": votes,
    "panel": panel,
    "controlled_bonus": controlled_bonus,
}
