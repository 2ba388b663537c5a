"""Rules against a target as steps (R01–R08, R21). The meaning of each stands in `kaoping.scheme.blocks.targets`."""

from __future__ import annotations

from kaoping.plan.bench import Operand, fixed
from kaoping.plan.rules.bands import bands, cases
from kaoping.plan.rules.desk import RuleDesk, outcome
from kaoping.plan.rules.lines import interpolate

SIGNS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
FLIPPED = {"at_least": "at_most", "more_than": "less_than"}


def reach(d: RuleDesk) -> Operand:
    """R01: points if the target is met."""
    x, places = d.x, d.choice("compare_at")
    if places != "raw":
        if not places.lstrip("-").isdigit():
            raise d.mistaken(
                "的 compare_at 应为 raw 或小数位数。", "needs compare_at: raw or a number of places."
            )
        x = d.let("compared", "取位后的实际值", "actual as compared", f"round(x, {int(places)})", x=x)
    word = d.choice("comparator")
    if d.lower and not d.given("comparator"):
        word = FLIPPED[word]
    source = f"if(x {SIGNS[word]} target, points, otherwise)"
    return d.points(source, x=x, target=d.number("target"), points=d.number("points"), otherwise=d.number("otherwise"))  # fmt: skip


def completion(d: RuleDesk) -> Operand:
    """R02: full × clip(x / target, floor, cap)."""
    x, target, cap, floor = d.x, d.number("target"), d.maybe("cap"), d.number("floor")
    if d.lower:
        raise d.mistaken(
            "不适用于反向指标，请用 inverse。", "does not fit where lower is better; use inverse."
        )
    rate = _rate(d, x, target)
    bounds = "max(rate, floor)" if cap is None else "min(max(rate, floor), cap)"
    capped = d.let("capped", "计分比率", "rate counted", bounds, rate=rate, floor=floor, cap=cap)
    minimum = d.number("minimum_rate")
    if minimum == fixed(0):
        return d.points("full * capped", capped=capped)
    return d.points("if(rate < minimum, 0, full * capped)", rate=rate, minimum=minimum, capped=capped)


def _rate(d: RuleDesk, x: Operand, target: Operand) -> Operand:
    """x / target, with what the scheme says for a target that is zero or negative.

    A negative target (a permitted loss) is scored by distance: 1 − (target − x) / |target|; a loss smaller than
    permitted may count for less (`reduced_loss_counts`)."""
    zero, negative = d.choice("zero_target"), d.choice("negative_target")
    at_zero = "if(x >= 0, 1, 0)" if zero == "full_if_reached" else "zero"
    distance = "1 + if(x > target, counts, 1) * (x - target) / abs(target)"
    below = distance if negative == "distance" else "negative"
    source = f"if(target > 0, x / target, target = 0, {at_zero}, {below})"
    return d.let(
        "rate", "完成率", "completion", source,
        x=x, target=target, counts=d.number("reduced_loss_counts"),
        zero=_as_rate(zero) if zero != "full_if_reached" else None,
        negative=_as_rate(negative) if negative != "distance" else None,
    )  # fmt: skip


def _as_rate(word: str) -> Operand:
    """An outcome said of points, said of a rate: full is 1."""
    return outcome(word, fixed(1))


def steps(d: RuleDesk) -> Operand:
    """R03: start + up × steps above − down × steps below, within bounds."""
    x, target = d.x, d.number("target")
    signed = _signed(d, _steps(d, x, target), d.number("start"))
    points = d.bounded(signed, d.maybe("low"), d.maybe("high"))
    if not _in_per_cent(d):
        return points
    if d.choice("zero_target") != "full_if_reached":
        zero, source = d.outcome("zero_target"), "if(target = 0, zero, points)"
    else:
        reached = "x <= 0" if d.lower else "x >= 0"
        zero, source = d.full, f"if(target = 0, if({reached}, zero, 0), points)"
    return d.let("settled", "目标为零时另计", "a target of zero aside", source,
                 x=x, target=target, zero=zero, points=points)  # fmt: skip


def _in_per_cent(d: RuleDesk) -> bool:
    return d.choice("measured_in").startswith("percent_of")


def _steps(d: RuleDesk, x: Operand, origin: Operand) -> Operand:
    """How many steps x lies beyond the origin, in the good direction. Per cent of an origin of zero is undefined."""
    difference = "origin - x" if d.lower else "x - origin"
    if _in_per_cent(d):
        source = f"100 * ({difference}) / abs(origin)"
        gap = d.let("gap", "相差百分比", "difference in per cent", source, x=x, origin=origin)
    else:
        gap = d.let("gap", "相差", "difference", difference, x=x, origin=origin)
    mode = d.choice("step_mode")
    title = {
        "floor": ("整步数", "whole steps"),
        "linear": ("步数", "steps"),
        "ceil": ("步数（进一）", "steps begun"),
    }[mode]
    return d.let("k", *title, f"steps(gap, step, '{mode}')", gap=gap, step=d.number("step"))


def _signed(d: RuleDesk, k: Operand, start: Operand) -> Operand:
    source = "start + if(k >= 0, up * k, down * k)"
    return d.points(source, k=k, start=start, up=d.number("up"), down=d.number("down"))


def parity(d: RuleDesk) -> Operand:
    """R06: a share for parity with the base, plus steps, the added points capped."""
    base = d.number("base")
    k = _steps(d, d.x, base)
    most = d.maybe("added_at_most")
    added = d.let(
        "added", "加减分", "points added or taken",
        "if(k >= 0, up * k, down * k)" if most is None else "if(k >= 0, min(up * k, most), down * k)",
        k=k, up=d.number("up"), down=d.number("down"), most=most,
    )  # fmt: skip
    low = d.maybe("low")
    source = "full * share + added" if low is None else "max(full * share + added, low)"
    points = d.points(source, share=d.number("share"), added=added, low=low)
    arms = "is_missing(base) or is_not_applicable(base), none"
    names = {"base": base, "none": d.outcome("no_base"), "points": points}
    if _in_per_cent(d):
        arms += ", base = 0, zero"
        names["zero"] = d.outcome("zero_base")
        if d.choice("negative_base") != "magnitude":
            arms += ", base < 0, negative"
            names["negative"] = d.outcome("negative_base")
    return d.let("settled", "没有可比基期者另计", "those without a usable base aside", f"if({arms}, points)", **names)  # fmt: skip


def inverse(d: RuleDesk) -> Operand:
    """R07: three forms for a quantity of which less is better."""
    x, target, form = d.x, d.number("target"), d.choice("form")
    if form == "ceiling":
        mode = d.choice("step_mode")
        k = d.let("k", "超出步数", "steps above the ceiling", f"steps(max(x - target, 0), step, '{mode}')",
                  x=x, target=target, step=d.number("step"))  # fmt: skip
        return d.points("max(full - down * k, low)", k=k, down=d.number("down"), low=d.number("low"))
    cap = d.maybe("cap")
    if form == "difference":
        rate = d.let(
            "rate",
            "比率",
            "rate",
            "if(target = 0, zero, 2 - x / target)",
            x=x,
            target=target,
            zero=d.outcome_rate("zero_target"),
        )
    else:
        word = d.choice("zero_value")
        at_zero = cap if word == "cap" else d.outcome_rate("zero_value")
        if at_zero is None:
            raise d.mistaken("不封顶时须另说实际为零怎样计。", "needs zero_value where there is no cap.")
        rate = d.let(
            "rate",
            "目标与实际之比",
            "target over actual",
            "if(x <= 0, at_zero, target / x)",
            x=x,
            target=target,
            at_zero=at_zero,
        )
    bounds = "max(rate, 0)" if cap is None else "min(max(rate, 0), cap)"
    capped = d.let("capped", "计分比率", "rate counted", bounds, rate=rate, cap=cap)
    return d.points("max(full * capped, low)", capped=capped, low=d.number("low"))


def range_(d: RuleDesk) -> Operand:
    """R08: full inside [low, high], falling in a line to nothing at zero_below and zero_above."""
    x = d.x
    if d.truth("absolute"):
        x = d.let("absolute", "绝对值", "absolute value", "abs(x)", x=x)
    names = {name: d.number(name) for name in ("low", "high", "zero_below", "zero_above")}
    source = (
        "if(low <= x and x <= high, full,"
        " x < low, if(x <= zero_below, 0, full * (x - zero_below) / (low - zero_below)),"
        " if(x >= zero_above, 0, full * (zero_above - x) / (zero_above - high)))"
    )
    return d.points(source, x=x, **names)


def progress(d: RuleDesk) -> Operand:
    """R21: completion of the target over the share planned by now."""
    target, plan, zero = d.number("target"), d.number("plan"), d.choice("zero_target")
    at_zero = "if(x >= 0, 1, 0)" if zero == "full_if_reached" else "zero"
    rate = d.let("rate", "完成率", "completion", f"if(target = 0, {at_zero}, x / target)",
                 x=d.x, target=target, zero=_as_rate(zero) if zero != "full_if_reached" else None)  # fmt: skip
    against = d.let(
        "against_plan", "与序时进度之比", "completion over plan", "rate / plan", rate=rate, plan=plan
    )
    cap, floor = d.maybe("cap"), d.number("floor")
    bounds = "max(against, floor)" if cap is None else "min(max(against, floor), cap)"
    capped = d.let("capped", "计分比率", "rate counted", bounds, against=against, cap=cap, floor=floor)
    return d.points("full * capped", capped=capped)


def improvement(d: RuleDesk) -> Operand:
    """R21: better than, equal to or worse than before."""
    now, before = d.number("of"), d.number("with")
    source = "if(now < before, better, now = before, equal, worse)" if d.lower else "if(now > before, better, now = before, equal, worse)"  # fmt: skip
    share = d.let(
        "share", "比例", "share", source, now=now, before=before,
        better=d.number("better"), equal=d.number("equal"), worse=d.number("worse"),
    )  # fmt: skip
    return d.points("full * share", share=share)


LOWERINGS = {
    "reach": reach,
    "completion": completion,
    "steps": steps,
    "bands": bands,
    "cases": cases,
    "interpolate": interpolate,
    "parity": parity,
    "inverse": inverse,
    "range": range_,
    "progress": progress,
    "improvement": improvement,
}
