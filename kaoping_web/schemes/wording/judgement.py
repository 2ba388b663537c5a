"""Rules on events and judgement, and what comes after a rule, said in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kaoping.errors import Words
from kaoping.scheme.formulas import Name
from kaoping.scheme.model import Block, Setting
from kaoping.scheme.writing import block_words
from kaoping_web.schemes.wording import peers, targets
from kaoping_web.schemes.wording.peers import several
from kaoping_web.schemes.wording.targets import ceiling, floor_words
from kaoping_web.schemes.wording.told import FULL, NOTHING, Told, joined, put, spaced


def _table(found: Setting) -> Mapping[str, Setting]:
    return found if isinstance(found, Mapping) else {}


def deduct(t: Told) -> Words:
    """每起“一般生产安全事故”扣 0.5 分，扣完为止，达到 3 次全扣."""
    each = [
        put("“{x}”每次扣{p}", "{p} less for each “{x}”", x=t.title(name), p=spaced(t.pts_of(one)))
        for name, one in _table(t.setting("for")).items()
    ]
    gone = [
        put("“{x}”达 {n} 次不得分", "nothing from {n} of “{x}” on", x=t.title(name), n=t.num_of(one))
        for name, one in _table(t.setting("zero_at")).items()
    ]
    return joined([
        None if t.pts("start") == FULL else put("从 {p} 起", "beginning with {p}", p=t.pts("start")), *each,
        put("乘 {x}", "times {x}", x=t.num("times")) if t.number("times") != 1 else None, floor_words(t), *gone,
    ])  # fmt: skip


def events(t: Told) -> Words:
    """“表扬与先进”“试点经验推广”的分之和，最高 3 分."""
    start = t.number("start")
    return joined([
        put("{x}的分之和", "the points of {x}", x=several(t.setting("of"), t)),
        None if start == 0 else put("起始{p}", "beginning with {p}", p=spaced(t.pts("start"))),
        put("乘 {x}", "times {x}", x=t.num("times")) if t.number("times") != 1 else None,
        ceiling(t, "cap") if t.has("cap") else None,
        put("最低{p}", "at least {p}", p=_bound(t, "low")) if t.has("low") else None,
    ])  # fmt: skip


def votes(t: Told) -> Words:
    """票数加权平均：“优秀”1、“良好”0.8；弃权不计；有效票不少于 20."""
    said = [(t.title(name), t.num_of(one)) for name, one in _table(t.setting("counts")).items()]
    counts = Words("、".join(f"{a.zh} {b.zh}" for a, b in said), ", ".join(f"{a.en} {b.en}" for a, b in said))
    abstained = (
        Words("弃权计入分母", "abstentions in the denominator")
        if t.choice("abstentions") == "counted"
        else Words("弃权不计", "abstentions left out")
    )
    return joined([
        put("按票折算（{x}）", "weighted votes ({x})", x=counts), abstained if t.has("abstain") else None,
        put("有效票不少于 {x}", "at least {x} valid", x=t.num("at_least")) if t.number("at_least") != 1 else None,
    ])  # fmt: skip


_COMBINED = {
    "mean": Words("取平均", "their mean"),
    "median": Words("取中位数", "their median"),
    "sum": Words("相加", "added up"),
}


def panel(t: Told) -> Words:
    """多人评价，每人一分，去掉 1 个最高、1 个最低，取平均."""
    high, low = t.number("drop_high"), t.number("drop_low")
    many = (
        put("（超过 {n} 人时）", " (with more than {n} raters)", n=t.num("drop_when_more_than"))
        if t.number("drop_when_more_than") != 0
        else Words("", "")
    )
    weights = [(name, t.num_of(one)) for name, one in _table(t.setting("weights")).items()]
    return joined([
        Words("多人评价", "judgements of several"),
        None if isinstance(t.setting("each"), Name) else put("每人折为{x}", "each as {x}", x=t.num("each")),
        put("有效条件：{x}", "a sheet counts where {x}", x=t.formula(t.setting("valid"))) if t.has("valid") else None,
        put("去掉 {a} 个最高、{b} 个最低{many}", "{a} highest and {b} lowest dropped{many}",
            a=t.num("drop_high"), b=t.num("drop_low"), many=many) if high or low else None,
        put("两端各去 {x}", "{x} trimmed at each end", x=t.pct("trim")) if t.number("trim") != 0 else None,
        put("按类加权（{x}）", "weighted by bloc ({x})", x=Words("、".join(f"{a} {b.zh}" for a, b in weights), ", ".join(f"{a} {b.en}" for a, b in weights)))
        if weights else None,
        Words("不评本单位", "not of one's own unit") if t.setting("self") is False else None,
        _COMBINED[t.choice("combine")],
        put("不少于 {x} 人", "at least {x} raters", x=t.num("at_least")) if t.number("at_least") != 1 else None,
    ])  # fmt: skip


def controlled_bonus(t: Told) -> Words:
    """评定加减分，每单位 −0.5 到 0.5 分，加分面不超过 30%、扣分面高于 10% 时加分有效."""
    return joined([
        put("评定加减分，每单位 {a} 到 {b} 分", "a bonus or deduction of {a} to {b} points a unit", a=t.num("each_at_least"), b=t.num("each_at_most")),
        put("加分面不超过 {x}", "bonuses for at most {x} of the units", x=t.pct("bonus_share_at_most")) if t.has("bonus_share_at_most") else None,
        put("扣分面高于 {x} 时加分有效", "bonuses count where more than {x} are deducted", x=t.pct("deducted_share_above"))
        if t.has("deducted_share_above") else None,
    ])  # fmt: skip


SPOKEN: Mapping[str, Callable[[Told], Words]] = {
    "deduct": deduct, "events": events, "votes": votes, "panel": panel, "controlled_bonus": controlled_bonus,
}  # fmt: skip


# after the rule -----------------------------------------------------------------------------------------


def _times(t: Told) -> Words:
    return put("再乘{x}", "times {x}", x=t.num("by"))


def _bound(t: Told, name: str) -> Words:
    """A bound in points: 0 分, not 零分."""
    found = t.pts(name)
    return Words(" 0 分", "0") if found == NOTHING else spaced(found)


def _at_most(t: Told) -> Words:
    return put("不超过{x}", "at most {x}", x=_bound(t, "by"))


def _at_least(t: Told) -> Words:
    return put("不低于{x}", "at least {x}", x=_bound(t, "by"))


def _clamp(t: Told) -> Words:
    return joined([
        put("不低于{x}", "at least {x}", x=_bound(t, "low")) if t.has("low") else None,
        put("不超过{x}", "at most {x}", x=_bound(t, "high")) if t.has("high") else None,
    ])  # fmt: skip


def _again(t: Told) -> Words:
    used = t.setting("use")
    return (
        put("再按：{x}", "then: {x}", x=spoken(Told(t.scheme, used, "rule", t.full, t.unit)))
        if isinstance(used, Block)
        else plainly(t)
    )


def _sum(t: Told) -> Words:
    """How a dimension adds its items up."""
    convert = (
        Words("折算到本维度满分", "converted to the dimension's full mark")
        if t.setting("convert") is True
        else None
    )
    return joined([Words("各项相加", "its items added up"), convert])


COMBINED: Mapping[str, Callable[[Told], Words]] = {"sum": _sum}
AFTER: Mapping[str, Callable[[Told], Words]] = {
    "times": _times, "at_most": _at_most, "at_least": _at_least, "clamp": _clamp, "rule": _again,
}  # fmt: skip


def plainly(t: Told) -> Words:
    """A block with its settings as the library writes it aloud."""
    return Words(block_words(t.scheme, t.block, "zh"), block_words(t.scheme, t.block, "en"))


_STRAY = re.compile(r"(?<=[\u4e00-\u9fff）”]) (?=[\u4e00-\u9fff（“])|(?<=）) (?=[0-9])")


def tidied(words: Words) -> Words:
    """No space between two Chinese characters."""
    return Words(_STRAY.sub("", words.zh), words.en)


def spoken(t: Told) -> Words:
    """A block in words: by its own function where it has one, else as the library writes it."""
    speaks = {"rule": RULES, "then": AFTER, "combine": COMBINED}.get(t.category, {}).get(t.block.name)
    said = speaks(t) if speaks else plainly(t)
    said = tidied(said if said.zh else plainly(t))
    if t.block.when is None:
        return said
    return put("{x}时{said}", "{said} if {x}", x=t.formula(t.block.when), said=said)


RULES: Mapping[str, Callable[[Told], Words]] = {**targets.SPOKEN, **peers.SPOKEN, **SPOKEN}
"""Every rule of the language and how it is said."""
