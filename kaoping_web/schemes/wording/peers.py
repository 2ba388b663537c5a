"""Rules that compare with other units, said in one line (R09–R18), and the normalisations of composite indices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from kaoping.errors import Words
from kaoping.scheme.model import Population, Setting
from kaoping_web.schemes.wording.targets import ceiling, floor_words
from kaoping_web.schemes.wording.told import NOTHING, Told, joined, measured, percent, put, spaced


def min_max(t: Told) -> Words:
    """最好得满分，最差得 1 分，之间按距离."""
    return joined([
        put("{best}得{p}", "{p} for {best}", best=_end(t, "best"), p=_points(t, "high")),
        put("{worst}得{p}", "{p} for {worst}", worst=_end(t, "worst"), p=_points(t, "low")),
        Words("之间按距离", "by distance between"), among(t),
    ])  # fmt: skip


def efficacy(t: Told) -> Words:
    """功效系数，60%–100%."""
    base, span = (_share(t, name) for name in ("base", "span"))
    held = (
        Words(
            f"功效系数，{percent(base)}–{percent(base + span)}",
            f"efficacy coefficient, {percent(base)}–{percent(base + span)}",
        )
        if base is not None and span is not None
        else put(
            "功效系数，基础 {a}、功效 {b}",
            "efficacy coefficient, base {a}, span {b}",
            a=t.num("base"),
            b=t.num("span"),
        )
    )
    return joined(
        [
            held,
            Words("按指数", "exponential") if t.choice("form") == "exponential" else None,
            *_ends(t),
            among(t),
        ]
    )


def _share(t: Told, name: str) -> Fraction | None:
    """60 and 60% are the same share."""
    found = t.number(name)
    return None if found is None else found / 100 if found > 1 else found


def _ends(t: Told) -> list[Words | None]:
    said: list[Words | None] = []
    if t.has("best"):
        said.append(put("最好值取 {x}", "best value {x}", x=t.num("best")))
    if t.has("worst"):
        said.append(put("最差值取 {x}", "worst value {x}", x=t.num("worst")))
    return said


def _end(t: Told, name: str) -> Words:
    if t.has(name):
        return put("达到 {x} 的" if name == "best" else "低到 {x} 的", "{x}", x=t.num(name))
    return Words("组内最好", "the best of the track") if name == "best" else Words("组内最差", "the worst")


def _points(t: Told, name: str) -> Words:
    return spaced(t.pts(name))


_PARENT = Words("上级单位", "body above")


def among(t: Told) -> Words | None:
    """Who is compared, where the rule itself says it."""
    population = t.setting("population")
    if population is None:
        return None
    if isinstance(population, Population) and not population.key and population.by:
        return put(
            "在同一{x}内比较",
            "compared within the same {x}",
            x=_PARENT if population.by == "parent" else t.title(population.by),
        )
    return put("统计范围：{x}", "among: {x}", x=t.formula(population))


def standards(t: Told) -> Words:
    """标准值 96 得 100%，92 得 80%…，低于最低档不得分."""
    rows = t.setting("rows")
    said = [
        put("{x} → {p}", "{x} → {p}", x=t.num_of(row.get("value")), p=t.pct_of(row.get("coefficient")))
        for row in (rows if isinstance(rows, tuple) else ()) if isinstance(row, Mapping)
    ]  # fmt: skip
    below = (
        Words("低于最低档不得分", "nothing below the lowest")
        if t.choice("below") == "zero"
        else Words("低于最低档按最低档", "the lowest below it")
    )
    return put(
        "标准值 {said}，之间按直线，{below}",
        "standard values {said}, straight lines between, {below}",
        said=joined([*said]),
        below=below,
    )


def to_best(t: Told) -> Words:
    """与组内最好之比，封顶 100%，最低 0.4 分."""
    return joined([
        put("与{x}之比", "the value over {x}", x=t.num("best") if t.has("best") else Words("组内最好", "the best of the track")),
        put("封顶 {x}", "capped at {x}", x=t.pct("cap")), floor_words(t) if t.number("low") != 0 else None, among(t),
    ])  # fmt: skip


_TIES = {
    "dense": Words("并列后不空位", "no gaps after equals"),
    "mean": Words("并列取平均位次", "equals take the mean place"),
    "share_worst": Words("并列取较差位次", "equals share the worse place"),
}


def rank(t: Told) -> Words:
    """按名次：第一名得满分，每降一名减满分的 3%."""
    form, first = t.choice("form"), _points(t, "first")
    head = put("按名次，第一名得{p}", "by place, {p} for the first", p=first)
    said: list[Words | None] = [head]
    if form == "step":
        said.append(put("每降一名减{p}", "{p} less for each place", p=spaced(t.pts("by"))))
    elif form == "percent":
        said.append(put("每降一名减满分的 {x}", "{x} of the full mark less for each place", x=t.pct("by")))
    elif form == "linear":
        said.append(put("末名得{p}，之间按直线", "{p} for the last, a line between", p=_points(t, "last")))
    elif form == "points_down":
        said.append(Words("每降一名减一分", "one point less for each place"))
    elif form == "place":
        said = [Words("得分即名次", "the place itself is the number")]
    elif form == "shares":
        said = [Words("按名次分段", "by shares of the field"), *_shares(t)]
    else:
        said = [
            put(
                "按名次，自第一名起得 {x} 分，表外{p}",
                "by place, from the first on {x} points, beyond the table {p}",
                x=_list(t, "table"),
                p=_got(t, "beyond"),
            )
        ]
    low = floor_words(t) if t.number("low") != 0 and form in ("step", "percent", "points_down") else None
    only = (
        put(
            "{x} 的方参加，其余得{p}",
            "only where {x}, others {p}",
            x=t.formula(t.setting("eligible")),
            p=_points(t, "not_eligible"),
        )
        if t.has("eligible")
        else None
    )
    return joined([*said, low, only, _TIES.get(t.choice("ties")), among(t)])


def _shares(t: Told) -> list[Words | None]:
    pairs = t.setting("shares")
    return [
        put("前 {x} 得{p}", "{p} for the first {x}", x=t.pct_of(pair[0]), p=spaced(t.pts_of(pair[1])))
        for pair in (pairs if isinstance(pairs, tuple) else ()) if isinstance(pair, tuple)
    ]  # fmt: skip


def _list(t: Told, name: str) -> Words:
    found = t.setting(name)
    said = [t.num_of(one) for one in (found if isinstance(found, tuple) else (found,))]
    return Words("、".join(one.zh for one in said), ", ".join(one.en for one in said))


def _got(t: Told, name: str) -> Words:
    points = t.pts(name)
    return Words("不得分", "nothing") if points == NOTHING else put("得{p}", "{p}", p=spaced(points))


def to_mean(t: Told) -> Words:
    """达到组内平均得 1.6 分，每高（低）1 个百分点加（减）0.1 分，最高满分."""
    form = t.choice("form")
    mean = t.num("mean") if t.has("mean") else Words("组内平均", "the mean of the track")
    if form == "threshold":
        return put(
            "达到{m}得{p}，否则{q}",
            "{p} on reaching {m}, otherwise {q}",
            m=mean,
            p=_points(t, "start"),
            q=_got(t, "otherwise"),
        )
    if form == "ratio":
        return joined(
            [
                put("与{m}之比", "the value over {m}", m=mean),
                put("封顶 {x}", "capped at {x}", x=t.pct("cap")),
                ceiling(t, "high"),
                floor_words(t),
                among(t),
            ]
        )
    step = spaced(measured(t.num("step"), t.unit) if form == "difference" else t.pct("step"))
    return joined([
        put("等于{m}得{p}", "{p} at {m}", m=mean, p=_points(t, "start")),
        put("每高（低）{step} 加（减）{p}", "{p} more (less) for every {step} above (below)", step=step, p=spaced(t.pts("by"))),
        ceiling(t, "high") if not t.is_none("high") else None, floor_words(t), among(t),
    ])  # fmt: skip


def place(t: Told) -> Words:
    """按公布位次在 146 个比较者中折算."""
    if t.choice("form") == "normalised":
        return put("按公布的位次折算（比较者个数：{n}）", "by the published place among {n}", n=t.num("of"))
    return joined([
        Words("按公布的位次", "by the published place"),
        put("前几名得 {x} 分", "the first places {x} points", x=_list(t, "top")) if t.has("top") else None,
        put("倒数各名得 {x} 分", "the last places {x} points", x=_list(t, "bottom")) if t.has("bottom") else None,
        put("其余{p}", "others {p}", p=_got(t, "middle")),
    ])  # fmt: skip


def movement(t: Told) -> Words:
    """较上年每进一位得 0.1 分，最高满分，保持前 10 位的得最高分."""
    return joined([
        put("与{x}比，每进一位加{p}", "compared with {x}, {p} for each place gained", x=t.num("from"), p=spaced(t.pts("by"))),
        ceiling(t, "high"), floor_words(t),
        None if t.is_none("keeps_top") else put("保持前 {x} 位的得最高分", "the highest for staying among the first {x}", x=t.num("keeps_top")),
    ])  # fmt: skip


def increment_share(t: Told) -> Words:
    """占全组正增量的份额乘 10，最高满分."""
    times = put("乘 {x}", "times {x}", x=t.num("times")) if t.number("times") != 1 else Words("", "")
    return joined(
        [
            put(
                "满分乘占全组正增量的份额{times}",
                "the full mark times the share of the track's increments {times}",
                times=times,
            ),
            ceiling(t, "cap"),
            among(t),
        ]
    )


# composite indices --------------------------------------------------------------------------------------


def formula(t: Told) -> Words:
    """公式：…."""
    return put("公式：{x}", "formula: {x}", x=t.formula(t.setting("points")))


def as_it_is(t: Told) -> Words:
    return Words("数值即得分", "the value is the points")


def external(t: Told) -> Words:
    """外部得分按满分 100 折算."""
    return joined([
        put("原分按满分 {x} 折算", "a score out of {x}, converted", x=t.num("of")),
        Words("可超出两端", "the line goes on beyond the ends") if t.choice("ends") == "extend" else None,
    ])  # fmt: skip


def z_score(t: Told) -> Words:
    return joined(
        [
            put(
                "标准分，换到均值 {m}、标准差 {s}",
                "z-score, to a mean of {m} and a deviation of {s}",
                m=t.num("mean"),
                s=t.num("sd"),
            ),
            among(t),
        ]
    )


def percentile_rank(t: Told) -> Words:
    return joined(
        [put("按百分位，最好者得{p}", "by percentile, {p} for the best", p=_points(t, "high")), among(t)]
    )


def borda(t: Told) -> Words:
    return joined([Words("得分为不如本单位者的个数", "as many points as there are worse units"), among(t)])


def rank_up(t: Told) -> Words:
    return joined([Words("由最差为 1 数起的位次", "the place counted from the worst, which is 1"), among(t)])


_REFERENCE = {
    "target": Words("目标", "the target"),
    "max": Words("最大值", "the largest"),
    "value": Words("给定值", "a given value"),
}


def distance(t: Told) -> Words:
    reference = t.num("reference") if t.has("reference") else _REFERENCE[t.choice("to")]
    return joined([
        put("按离{r}的远近，达到得{p}", "by the distance to {r}, {p} on reaching it", r=reference, p=_points(t, "high")),
        Words("超过不封顶", "open beyond it") if t.choice("cap") == "open" else None, among(t),
    ])  # fmt: skip


def goalposts(t: Told) -> Words:
    """60 不得分，95 得满分，之间按直线."""
    return put(
        "{a} 得零分，{b} 得{p}，之间按直线",
        "nothing at {a}, {p} at {b}, a line between",
        a=t.num("low"),
        b=t.num("high"),
        p=_points(t, "points"),
    )


def of_max(t: Told) -> Words:
    return joined(
        [
            put(
                "与组内最大之比，最大者得{p}",
                "the value over the largest of the track, {p} for the largest",
                p=_points(t, "high"),
            ),
            among(t),
        ]
    )


def several(settings: Setting, t: Told) -> Words:
    """A list of names by their titles."""
    names = settings if isinstance(settings, tuple) else (settings,)
    titles = [t.title(str(one)) for one in names]
    return Words("".join(f"“{one.zh}”" for one in titles), ", ".join(f"“{one.en}”" for one in titles))


SPOKEN: Mapping[str, Callable[[Told], Words]] = {
    "min_max": min_max, "efficacy": efficacy, "standards": standards, "to_best": to_best, "rank": rank, "to_mean": to_mean,
    "place": place, "movement": movement, "increment_share": increment_share, "formula": formula, "as_it_is": as_it_is,
    "external": external, "z_score": z_score, "percentile_rank": percentile_rank, "borda": borda, "rank_up": rank_up,
    "distance": distance, "goalposts": goalposts, "of_max": of_max,
}  # fmt: skip
