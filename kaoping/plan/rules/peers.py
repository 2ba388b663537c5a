"""Rules that compare with best, worst and mean as steps (R09–R12, R14, R18)."""

from __future__ import annotations

from kaoping.plan.bench import Operand, fixed, is_word
from kaoping.plan.rules.desk import RuleDesk, outcome


def min_max(d: RuleDesk) -> Operand:
    """R09: low for the worst, high for the best, the rest by distance."""
    position = _position(d)
    return d.points("if(flat, same, low + (high - low) * position)", position=position, flat=_flat(d),
                    same=_flat_points(d), low=d.number("low"), high=d.number("high"))  # fmt: skip


def _flat(d: RuleDesk) -> Operand:
    return d.let(
        "flat", "最好与最差相同", "best equals worst", "best = worst", best=d.best(), worst=d.worst()
    )


def _flat_points(d: RuleDesk) -> Operand:
    word = d.choice("flat")
    if word == "full" and d.spec.parameter("high") is not None:
        return d.number("high")
    if word == "half" and d.spec.parameter("high") is not None:
        low = d.number("low") if d.spec.parameter("low") is not None else fixed(0)
        return d.let("middle", "中间值", "the middle", "(low + high) / 2", low=low, high=d.number("high"))
    return d.outcome("flat")


def _position(d: RuleDesk) -> Operand:
    """Where the value stands between worst (0) and best (1)."""
    source = "if(best = worst, 1, (x - worst) / (best - worst))"
    place = d.let("position", "相对位置", "relative position", source, x=d.x, best=d.best(), worst=d.worst())
    if d.choice("ends") == "clip":
        return d.let("held", "限于两端", "held at the ends", "clamp(position, 0, 1)", position=place)
    return place


def efficacy(d: RuleDesk) -> Operand:
    """R10: base + span × position; the exponential form is base × (whole / base) ^ position (bounded 60–100 when
    base is 60 and span 40)."""
    base, span = _share(d, "base"), _share(d, "span")
    names = {
        "position": _position(d),
        "flat": _flat(d),
        "same": d.outcome("flat"),
        "base": base,
        "span": span,
    }
    if d.choice("form") == "linear":
        return d.points("if(flat, same, full * (base + span * position))", **names)
    return d.points("if(flat, same, full * base * power((base + span) / base, position))", **names)


def _share(d: RuleDesk, name: str) -> Operand:
    """60, 60% and 0.6 all mean six tenths of the full mark."""
    operand = d.number(name)
    return d.let(
        f"{name}_share", "占满分的比例", "share of the full mark", "if(v > 1, v / 100, v)", v=operand
    )


def standards(d: RuleDesk) -> Operand:
    """R11: interpolation between standard values by their coefficients."""
    rows = d.rows("rows")
    if len(rows) < 2:
        raise d.mistaken("至少要两档标准值。", "needs two standard values at least.")
    names: dict[str, Operand] = {}
    for i, row in enumerate(rows):
        names[f"s{i}"], names[f"c{i}"] = (
            d.operand(row["value"], f"s{i}"),
            d.operand(row["coefficient"], f"c{i}"),
        )
    listed = ", ".join(f"s{i}, c{i}" for i in range(len(rows)))
    last = len(rows) - 1
    coefficient = d.let("coefficient", "系数", "coefficient", f"interpolate(x, {listed})", x=d.x, **names)
    if d.choice("below") == "lowest":
        return d.points("full * coefficient", coefficient=coefficient)
    # Standards run from best to worst or the other way; "below" is beyond the end with the lower coefficient.
    ends = {"s0": names["s0"], "c0": names["c0"], "sn": names[f"s{last}"], "cn": names[f"c{last}"]}
    worst = d.let("lowest", "最低档标准值", "lowest standard value", "if(c0 < cn, s0, sn)", **ends)
    rising = d.let("rising", "越大越好", "more is better", "(sn - s0) * (cn - c0) > 0", **ends)
    return d.points(
        "if(if(rising, x < worst, x > worst), 0, full * coefficient)",
        x=d.x,
        rising=rising,
        worst=worst,
        coefficient=coefficient,
    )


def to_best(d: RuleDesk) -> Operand:
    """R12: full × x / best (best / x where lower is better)."""
    best, cap = d.best(), d.maybe("cap")
    ratio = "best / x" if d.lower else "x / best"
    tested = "x" if d.lower else "best"
    rate = d.let("rate", "与最好值之比", "ratio to the best", f"if({tested} <= 0, none, {ratio})",
                 x=d.x, best=best, none=d.outcome_rate("best_not_positive"))  # fmt: skip
    capped = (
        rate
        if cap is None
        else d.let("capped", "计分比率", "rate counted", "min(rate, cap)", rate=rate, cap=cap)
    )
    return d.points("max(full * capped, low)", capped=capped, low=d.number("low"))


def to_mean(d: RuleDesk) -> Operand:
    """R14: reaching the mean, the difference from it, or the ratio to it."""
    mean = d.statistic("mean") if is_word(d.setting("mean"), "group") else d.number("mean")
    form = d.choice("form")
    if form == "threshold":
        sign = "<=" if d.lower else ">="
        return d.points(
            f"if(x {sign} mean, start, otherwise)",
            x=d.x,
            mean=mean,
            start=d.number("start"),
            otherwise=d.number("otherwise"),
        )
    low, high = d.maybe("low"), d.maybe("high")
    if form == "ratio":
        return d.bounded(_ratio(d, mean), low, high)
    gap = _gap(d, mean, form)
    mode = d.choice("step_mode")
    k = d.let("k", "步数", "steps", f"steps(gap, step, '{mode}')", gap=gap, step=d.number("step"))
    source, names = "start + by * k", {"start": d.number("start"), "by": d.number("by"), "k": k}
    if form == "difference":
        return d.bounded(d.points(source, **names), low, high)
    source = f"if(mean > 0, {source}, fallback)"
    return d.bounded(d.points(source, mean=mean, fallback=_fallback(d), **names), low, high)


def _fallback(d: RuleDesk) -> Operand:
    """What stands where the mean is not positive: a ratio to it would change its sign."""
    return d.maybe("mean_not_positive") or outcome("refuse", d.full)


def _ratio(d: RuleDesk, mean: Operand) -> Operand:
    cap = d.maybe("cap")
    ratio = "mean / x" if d.lower else "x / mean"
    counted = f"max({ratio}, 0)" if cap is None else f"min(max({ratio}, 0), cap)"
    source = f"if(mean > 0, full * {counted}, fallback)"
    return d.points(source, x=d.x, mean=mean, cap=cap, fallback=_fallback(d))


def _gap(d: RuleDesk, mean: Operand, form: str) -> Operand:
    if form == "difference":
        source = "mean - x" if d.lower else "x - mean"
        return d.let("gap", "与均值之差", "difference from the mean", source, x=d.x, mean=mean)
    source = "1 - x / mean" if d.lower else "x / mean - 1"
    return d.let("gap", "超出均值的比例", "share above the mean", source, x=d.x, mean=mean)


def increment_share(d: RuleDesk) -> Operand:
    """R18: full × times × own positive increment over the sum of the positive increments."""
    own = d.let("increment", "正增量", "positive increment", "max(of, 0)", of=d.number("of"))
    total = d.statistic("sum", own)
    share = d.let(
        "share",
        "份额",
        "share",
        "if(total > 0, increment / total, none)",
        increment=own,
        total=total,
        none=d.outcome_rate("none"),
    )
    return d.points(
        "min(full * times * share, cap)", share=share, times=d.number("times"), cap=d.number("cap")
    )


LOWERINGS = {
    "min_max": min_max,
    "efficacy": efficacy,
    "standards": standards,
    "to_best": to_best,
    "to_mean": to_mean,
    "increment_share": increment_share,
}
