"""Rules against a target, said in one line (R01–R08, R21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kaoping.errors import Words
from kaoping.scheme.formulas import to_source
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Setting
from kaoping_web.schemes.wording.told import (
    FULL,
    NOTHING,
    Told,
    joined,
    listed,
    measured,
    percent,
    put,
    spaced,
)

_MET = {
    "at_least": Words("达到{target}", "at least {target}"),
    "more_than": Words("高于{target}", "above {target}"),
    "at_most": Words("不高于{target}", "at most {target}"),
    "less_than": Words("低于{target}", "below {target}"),
}
_PART_OF_A_STEP = {
    "floor": Words("不足一步不计", "whole steps only"),
    "linear": Words("不足一步按比例", "parts of a step in proportion"),
    "ceil": Words("不足一步按一步计", "every step begun counts"),
}


def _target(t: Told) -> Words:
    found = t.target()
    return Words("目标", "the target") if found is None else put("目标 {x} ", "the target {x}", x=found)


def _fixed(t: Told) -> Words:
    """（目标 98）, where the scheme itself says the target."""
    found = t.target()
    return Words("", "") if found is None else put("（目标 {x}）", " of {x}", x=found)


def reach(t: Told) -> Words:
    """达到目标 100 得满分，否则得 0.8 分."""
    met = _MET[t.choice("comparator")]
    met = put(met.zh, met.en, target=_target(t))
    return put(
        "{met}得{points}，否则{other}",
        "{points} when {met}, otherwise {other}",
        met=met,
        points=spaced(t.pts("points")),
        other=_got(t, "otherwise"),
    )


def _got(t: Told, name: str) -> Words:
    points = t.pts(name)
    return Words("不得分", "nothing") if points == NOTHING else put("得{p}", "{p}", p=spaced(points))


def completion(t: Told) -> Words:
    """按完成率（目标 98），封顶 120%，低于 80% 不得分."""
    least, floor = t.number("minimum_rate"), t.number("floor")
    return joined([
        put("按完成率{of}", "by completion{of}", of=_fixed(t)),
        Words("不封顶", "without a cap") if t.is_none("cap") else put("封顶 {x}", "capped at {x}", x=t.pct("cap")),
        put("低于 {x} 不得分", "nothing below {x}", x=t.pct("minimum_rate")) if least != 0 else None,
        put("至少按 {x} 计", "counted as at least {x}", x=t.pct("floor")) if floor != 0 else None,
        Words("目标为负的按与目标的距离计", "a negative target by the distance from it") if t.choice("negative_target") == "distance" else None,
    ])  # fmt: skip


def step_words(t: Told, of: Words) -> Words:
    """1 个百分点, 1%, 目标的 2%, 5 亩: the size of a step."""
    step, way = t.num("step"), t.choice("measured_in")
    if way.startswith("percent_of"):
        return put("{of}的 {x}%", "{x}% of {of}", x=step, of=of)
    return spaced(measured(step, "%" if way == "percentage_points" else t.unit))


def steps(t: Told) -> Words:
    """每低 1 个百分点扣 0.125 分，扣完为止."""
    step = step_words(t, Words("目标", "the target"))
    up, down = t.number("up") != 0, t.number("down") != 0
    return joined([
        put("达到{of}得{p}", "{p} at {of}", of=_target(t), p=spaced(t.pts("start"))) if t.pts("start") != FULL or t.target() else None,
        put("每高{step} 加{p}", "{p} more for every {step} above", step=step, p=spaced(t.pts("up"))) if up else None,
        put("每低{step} 扣{p}", "{p} less for every {step} below", step=step, p=spaced(t.pts("down"))) if down else None,
        _PART_OF_A_STEP[t.choice("step_mode")] if t.choice("step_mode") != "linear" else None,
        ceiling(t, "high") if up else None,
        floor_words(t) if down else None,
    ])  # fmt: skip


def ceiling(t: Told, name: str) -> Words:
    """最高 1.2 分."""
    if t.is_none(name):
        return Words("不封顶", "without a cap")
    return put("最高{p}", "at most {p}", p=spaced(t.pts(name)))


def floor_words(t: Told, name: str = "low") -> Words:
    """扣完为止, 可倒扣, 最低 0.5 分."""
    if t.is_none(name):
        return Words("不设底", "without a floor")
    low = t.number(name)
    if low == 0:
        return Words("扣完为止", "down to nothing")
    if low is not None and low < 0:
        return put("可倒扣到 {p}", "down to {p}", p=t.pts(name))
    return put("最低{p}", "at least {p}", p=spaced(t.pts(name)))


def bands(t: Told) -> Words:
    """≥ 98 得满分；≥ 95、< 98 得 1.7 分."""
    rows = t.setting("rows")
    of = put("按{x}分档：", "by {x}: ", x=t.num("of")) if t.has("of") else Words("", "")
    said = (
        listed([_band(t, row) for row in rows if isinstance(row, Mapping)])
        if isinstance(rows, tuple)
        else t.formula(rows)
    )
    return put("{of}{said}", "{of}{said}", of=of, said=said)


_BOUNDS = {"from": "≥ {}", "above": "> {}", "to": "≤ {}", "below": "< {}"}


def _band(t: Told, row: Mapping[str, Setting]) -> Words:
    bounds = [t.num_of(row[name]) for name in _BOUNDS if row.get(name) is not None]
    signs = [sign for name, sign in _BOUNDS.items() if row.get(name) is not None]
    held = Words("、".join(s.format(b.zh) for s, b in zip(signs, bounds, strict=True)) or "其余",
                 " and ".join(s.format(b.en) for s, b in zip(signs, bounds, strict=True)) or "others")  # fmt: skip
    return put("{held} {got}", "{held}: {got}", held=held, got=_earned(t, row))


def _earned(t: Told, row: Mapping[str, Setting]) -> Words:
    """What a band or case gives: a share is told in points where the mark is known."""
    if row.get("share") is None:
        points = t.pts_of(row.get("points"))
    else:
        share = t.number_of(row["share"])
        if share == 0:
            points = NOTHING
        elif share != 1 and (share is None or t.full is None):
            points = put("满分的 {x}", "{x} of the full mark", x=t.pct_of(row["share"]))
        else:
            points = FULL if share == 1 or t.full is None else t.pts_of(share * t.full)
    if points == NOTHING:
        return Words("不得分", "nothing")
    return put("得{p}", "{p}", p=spaced(points))


def cases(t: Told) -> Words:
    """“优秀”票达九成得满分；…；否则 0.75 分."""
    rows = t.setting("rows")
    said = [
        put("{held}时{got}", "{got} if {held}", held=t.formula(row.get("when")), got=_earned(t, row))
        for row in (rows if isinstance(rows, tuple) else ()) if isinstance(row, Mapping)
    ]  # fmt: skip
    return listed([*said, put("否则{p}", "otherwise {p}", p=_got(t, "otherwise"))])


def interpolate(t: Told) -> Words:
    """90 → 零分，98 → 满分，之间按直线."""
    pairs = t.setting("points")
    said = [
        put("{x} → {p}", "{x} → {p}", x=t.num_of(pair[0]), p=t.pts_of(pair[1]))
        for pair in (pairs if isinstance(pairs, tuple) else ()) if isinstance(pair, tuple)
    ]  # fmt: skip
    last = (
        Words("之间按直线，两端延长", "straight lines between and beyond")
        if t.choice("ends") == "extend"
        else Words("之间按直线", "straight lines between")
    )
    return joined([*said, last])


def parity(t: Told) -> Words:
    """与上年比，持平得满分的 80%，每增 5% 加 0.5 分，最多加 2 分，每减 5% 扣 0.5 分."""
    step = step_words(t, Words("基期", "the base"))
    return joined([
        put("与{base}比", "compared with {base}", base=t.num("base")),
        put("持平得满分的 {x}", "{x} of the full mark for parity", x=t.pct("share")),
        put("每增{step} 加{p}", "{p} more for every {step} up", step=step, p=spaced(t.pts("up"))),
        Words("加分不封顶", "without a cap") if t.is_none("added_at_most") else put("最多加{p}", "at most {p} more", p=spaced(t.pts("added_at_most"))),
        put("每减{step} 扣{p}", "{p} less for every {step} down", step=step, p=spaced(t.pts("down"))),
        floor_words(t),
    ])  # fmt: skip


def inverse(t: Told) -> Words:
    """按目标与实际之比，封顶 100%; 每超目标 1 扣 0.4 分."""
    form = t.choice("form")
    if form == "ceiling":
        step = spaced(measured(t.num("step"), t.unit))
        return joined([
            put("不超过{of}得满分", "the full mark up to {of}", of=_target(t)),
            put("每超{step} 扣{p}", "{p} less for every {step} above", step=step, p=spaced(t.pts("down"))),
            _PART_OF_A_STEP[t.choice("step_mode")] if t.choice("step_mode") != "linear" else None, floor_words(t),
        ])  # fmt: skip
    said = (
        Words("按目标与实际之比", "by the target over the actual")
        if form == "ratio"
        else Words("按 2 减实际与目标之比", "by 2 less the actual over the target")
    )
    cap = (
        Words("不封顶", "without a cap")
        if t.is_none("cap")
        else put("封顶 {x}", "capped at {x}", x=t.pct("cap"))
    )
    return joined(
        [Words("越低越好", "lower is better"), put("{said}{of}", "{said}{of}", said=said, of=_fixed(t)), cap]
    )


def range_(t: Told) -> Words:
    """0–5 得满分，低到 −1 或高到 25 不得分，之间按直线."""
    return joined([
        put("{a}–{b} 得满分", "the full mark within {a}–{b}", a=t.num("low"), b=t.num("high")),
        put("低到 {a} 或高到 {b} 不得分，之间按直线", "nothing at {a} below or {b} above, straight lines between",
            a=t.num("zero_below"), b=t.num("zero_above")),
        Words("只看绝对值", "the sign aside") if t.setting("absolute") is True else None,
    ])  # fmt: skip


def progress(t: Told) -> Words:
    """按序时进度的完成率，封顶 100%."""
    floor = t.number("floor")
    return joined([
        put("完成率{of}与应达进度之比", "completion{of} over the progress due", of=_fixed(t)),
        put("应达进度为{x}", "due: {x}", x=t.num("plan")) if t.has("plan") else Words("应达进度按已过月数", "due by the months passed"),
        Words("不封顶", "without a cap") if t.is_none("cap") else put("封顶 {x}", "capped at {x}", x=t.pct("cap")),
        put("至少按 {x} 计", "counted as at least {x}", x=t.pct("floor")) if floor != 0 else None,
    ])  # fmt: skip


def improvement(t: Told) -> Words:
    """好于上期得满分，持平得满分的 80%，不及得满分的 60%."""
    return joined([
        put("好于{x}{got}", "{got} when better than {x}", x=_before(t), got=_share(t, "better")),
        put("持平{got}", "{got} when equal", got=_share(t, "equal")),
        put("不及{got}", "{got} when worse", got=_share(t, "worse")),
    ])  # fmt: skip


_BEFORE = {
    "previous(x)": Words("上期", "the period before"),
    "last_year(x)": Words("上年同期", "a year before"),
}


def _before(t: Told) -> Words:
    """What the period is compared with."""
    found = t.setting("with")
    known = _BEFORE.get(to_source(found)) if isinstance(found, FormulaNode) else None
    return known or t.num("with")


def _share(t: Told, name: str) -> Words:
    share = t.number(name)
    if share is None:
        return put("得满分的{x}", "{x} of the full mark", x=t.num(name))
    if share in (0, 1):
        return Words("得满分", "the full mark") if share else Words("不得分", "nothing")
    return Words(f"得满分的 {percent(share)}", f"{percent(share)} of the full mark")


SPOKEN: Mapping[str, Callable[[Told], Words]] = {
    "reach": reach, "completion": completion, "steps": steps, "bands": bands, "cases": cases, "interpolate": interpolate,
    "parity": parity, "inverse": inverse, "range": range_, "progress": progress, "improvement": improvement,
}  # fmt: skip
