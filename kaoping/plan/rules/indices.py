"""Normalisations of composite indices as steps, and the free formula (R20, R27)."""

from __future__ import annotations

from kaoping.plan.bench import Operand
from kaoping.plan.rules.desk import RuleDesk
from kaoping.scheme.model import Better


def formula(d: RuleDesk) -> Operand:
    """R20: whatever the scheme writes."""
    points = d.number("points")
    return d.points("points", points=points)


def as_it_is(d: RuleDesk) -> Operand:
    """The value is the points."""
    return d.points("x", x=d.x)


def external(d: RuleDesk) -> Operand:
    """R27: full × x / full mark there."""
    rate = "x / of" if d.choice("ends") == "extend" else "clamp(x / of, 0, 1)"
    return d.points(f"full * {rate}", x=d.x, of=d.number("of"))


def z_score(d: RuleDesk) -> Operand:
    """(x − mean) / sd, moved to the wanted mean and deviation."""
    kind = "sd" if d.choice("deviation") == "sample" else "sd_population"
    mean, sd = d.statistic("mean"), d.statistic(kind)
    sign = "mean - x" if d.lower else "x - mean"
    z = d.let("z", "标准分", "z-score", f"({sign}) / sd", x=d.x, mean=mean, sd=sd)
    n, wanted = d.statistic("count"), d.number("mean")
    same = wanted if d.choice("flat") == "mean" else d.outcome("flat")
    return d.points("if(n < 2 or sd = 0, same, wanted_mean + wanted_sd * z)", n=n, sd=sd, z=z,
                    same=same, wanted_mean=wanted, wanted_sd=d.number("sd"))  # fmt: skip


def _worse(d: RuleDesk) -> Operand:
    """How many are worse: place counted from the worst, less one."""
    opposite = Better.HIGHER if d.lower else Better.LOWER
    place = d.place(d.choice("ties"), better=opposite)
    return d.let("worse", "不如本单位者个数", "number of worse ones", "place - 1", place=place)


def percentile_rank(d: RuleDesk) -> Operand:
    """Worse ones over n − 1."""
    return d.points("if(n < 2 or smallest = largest, same, high * worse / (n - 1))", worse=_worse(d),
                    n=d.statistic("count"), smallest=d.statistic("min"), largest=d.statistic("max"),
                    high=d.number("high"), same=d.outcome("flat"))  # fmt: skip


def borda(d: RuleDesk) -> Operand:
    """Number of worse ones."""
    return d.points("worse", worse=_worse(d))


def rank_up(d: RuleDesk) -> Operand:
    """Place counted from the worst, which is 1."""
    return d.points("worse + 1", worse=_worse(d))


def distance(d: RuleDesk) -> Operand:
    """1 − (reference − x) / (reference − worst); signs are turned where lower is better."""
    to = d.choice("to")
    reference = d.statistic("min" if d.lower else "max") if to == "max" else d.number("reference")
    worst = d.statistic("max" if d.lower else "min")
    ratio = d.let(
        "ratio", "接近程度", "nearness", "if(reference = worst, 1, 1 - (reference - x) / (reference - worst))",
        x=d.x, reference=reference, worst=worst,
    )  # fmt: skip
    if d.choice("cap") == "held":
        ratio = d.let("held", "不超过1", "held at 1", "min(ratio, 1)", ratio=ratio)
    return d.points("if(reference = worst, same, high * ratio)", reference=reference, worst=worst, ratio=ratio,
                    high=d.number("high"), same=d.outcome("flat"))  # fmt: skip


def goalposts(d: RuleDesk) -> Operand:
    """(x − low) / (high − low)."""
    low, high = d.number("low"), d.number("high")
    if d.lower:
        low, high = high, low
    ratio = d.let(
        "ratio", "相对位置", "relative position", "(x - low) / (high - low)", x=d.x, low=low, high=high
    )
    if d.choice("ends") == "clip":
        ratio = d.let("held", "限于两端", "held at the ends", "clamp(ratio, 0, 1)", ratio=ratio)
    return d.points("top * ratio", ratio=ratio, top=d.number("points"))


def of_max(d: RuleDesk) -> Operand:
    """x over the largest."""
    if d.lower:
        raise d.mistaken(
            "不适用于反向指标，请用 to_best。", "does not fit where lower is better; use to_best."
        )
    largest = d.statistic("max")
    return d.points("if(largest > 0, high * x / largest, same)", x=d.x, largest=largest, high=d.number("high"),
                    same=d.outcome("max_not_positive"))  # fmt: skip


LOWERINGS = {
    "formula": formula,
    "as_it_is": as_it_is,
    "external": external,
    "z_score": z_score,
    "percentile_rank": percentile_rank,
    "borda": borda,
    "rank_up": rank_up,
    "distance": distance,
    "goalposts": goalposts,
    "of_max": of_max,
}
