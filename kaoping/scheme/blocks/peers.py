"""Rules that compare with other units: R09–R18."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import (
    ABSENT_OUTCOMES,
    POPULATION,
    BlockSpec,
    Kind,
    Parameter,
    choice,
    number,
)

FLAT = choice(
    "flat", "最好与最差相同（或只有一个单位）时", "where best and worst are equal, or there is one unit",
    ABSENT_OUTCOMES, "full", say=True,
)  # fmt: skip
ENDS = choice(
    "ends",
    "超出两端：封住，或按直线延长",
    "beyond the ends: held, or the line goes on",
    ("clip", "extend"),
    "clip",
)
BEST = number(
    "best", "最好值；默认为组内最好", "the best value; by default the best of the population", "group"
)
WORST = number(
    "worst", "最差值；默认为组内最差", "the worst value; by default the worst of the population", "group"
)
TIES = choice(
    "ties",
    "并列的位次",
    "how equals share a place",
    ("share_best", "dense", "mean", "share_worst"),
    "share_best",
    say=True,
)
ELIGIBLE = number(
    "eligible", "参加排名的条件（其余见 not_eligible）", "condition for taking part in the race"
)
NOT_ELIGIBLE = number("not_eligible", "不参加排名者的得分", "points of those who do not take part", "0")

SPECS = (
    BlockSpec(
        "min_max", "rule", Words("最大最小标准化", "min-max"),
        Words("最好得高分，最差得低分，其余按距离", "best gets the high mark, worst the low one, the rest by distance"),
        (BEST, WORST, number("low", "最差者得分", "points of the worst", "0"),
         number("high", "最好者得分", "points of the best", "full"), FLAT, ENDS, POPULATION),
        ("R09",), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "efficacy", "rule", Words("功效系数法", "efficacy coefficient"),
        Words("基础分加功效分乘相对位置", "a base plus a span times the relative position"),
        (
            number("base", "基础分占满分的比例（如 60% 或 60）", "share of the base (0.6 or 60)", "60%"),
            number("span", "功效分占满分的比例", "share of the span", "40%"),
            BEST, WORST,
            choice("form", "直线或指数", "linear or exponential", ("linear", "exponential"), "linear"),
            FLAT, ENDS, POPULATION,
        ),
        ("R10",), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "standards", "rule", Words("分档功效系数", "standard values"),
        Words("在标准值之间插值，高于最高档得满分，低于最低档得零分",
              "interpolates between standard values; full mark above the highest, nothing below the lowest"),
        (
            Parameter(
                "rows", Kind.ROWS, Words("各档标准值与系数", "standard values and their coefficients"), required=True,
                rows=(number("value", "标准值", "the standard value", required=True),
                      number("coefficient", "系数", "its coefficient", required=True)),
            ),
            choice("below", "低于最低档", "below the lowest", ("zero", "lowest"), "zero", say=True),
        ),
        ("R11",), promises_monotone=True, short="rows",
    ),
    BlockSpec(
        "to_best", "rule", Words("与最优值之比", "ratio to the best"),
        Words("满分乘本值与最优值之比", "full mark times the value over the best"),
        (BEST, number("cap", "比率上限", "highest ratio", "1"), number("low", "最低分", "lowest points", "0"),
         choice("best_not_positive", "最优值不大于零时", "where the best is not positive", ABSENT_OUTCOMES, "refuse", say=True),
         POPULATION),
        ("R12",), relative=True,
    ),
    BlockSpec(
        "rank", "rule", Words("排名赋分", "points by rank"),
        Words("按名次：每名减定分、减比例、首末线性、按表、按分段",
              "by place: a step, a per cent, a line from first to last, a table, or shares of the field"),
        (
            choice("form", "写法", "the form", ("step", "percent", "linear", "table", "shares", "place", "points_down")),
            number("first", "第一名得分", "points of the first", "full"),
            number("last", "末名得分（linear）", "points of the last (linear)", "0"),
            number("alone", "只有一个单位参加时的得分（linear）；默认同第一名", "points where only one takes part (linear); by default those of the first"),
            number("by", "每降一名减几分（step）或减几成（percent）", "points (step) or share (percent) lost for each place"),
            Parameter("table", Kind.FORMULAS, Words("各名次得分，从第一名起（table）", "points from the first place on (table)")),
            number("beyond", "表外名次的得分", "points beyond the table", "0"),
            Parameter("shares", Kind.PAIRS, Words("[累计比例, 得分]，如前三分之一得满分（shares）", "[cumulative share, points] (shares)")),
            number("low", "最低分", "lowest points", "0", say=True),
            TIES, ELIGIBLE, NOT_ELIGIBLE, POPULATION,
        ),
        ("R13",), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "to_mean", "rule", Words("与平均值比较", "compared with the mean"),
        Words("达到均值、与均值之差、或与均值之比", "reaching the mean, the difference from it, or the ratio to it"),
        (
            choice("form", "写法", "the form", ("threshold", "difference", "ratio", "ratio_steps")),
            number("mean", "均值；默认为组内简单平均", "the mean; by default the simple mean of the population", "group"),
            number("start", "恰为均值时的得分", "points exactly at the mean", "full"),
            number("by", "每步加减几分", "points for each step", "0"),
            number("step", "步长（差：单位或百分点；比：比例）", "size of a step: units or points for a difference, a share for a ratio", "1"),
            choice("step_mode", "不足一个步长怎样算", "whole steps only, in proportion, or every step begun", ("floor", "linear", "ceil"), "linear", say=True),
            number("cap", "比率上限（ratio）", "highest ratio (ratio)", "1.5"),
            number("high", "最高分；none 为不封顶", "highest points; `none` for no cap", "none", say=True),
            number("low", "最低分；none 为不设底", "lowest points; `none` for no floor", "0", say=True),
            number("otherwise", "未达均值的得分（threshold）", "points below the mean (threshold)", "0"),
            number("mean_not_positive", "均值不大于零时（ratio、ratio_steps）的得分公式；不写则报错", "points, by formula, where the mean is not positive (ratio, ratio_steps); not said, the run stops"),
            POPULATION,
        ),
        ("R14",), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "place", "rule", Words("位次对标", "external place"),
        Words("按上级公布的位次（有文件的事实）：前列加分、后列减分，或按比较者个数折算",
              "by a published place: points for the first and the last ones, or normalised by the number compared"),
        (
            choice("form", "写法", "the form", ("table", "normalised")),
            number("of", "比较者个数", "number of comparators"),
            Parameter("top", Kind.FORMULAS, Words("前几名的得分", "points of the first places")),
            Parameter("bottom", Kind.FORMULAS, Words("倒数第一、第二……的得分", "points of the last, second last …")),
            number("middle", "其余的得分", "points of the rest", "0"),
        ),
        ("R15",),
    ),
    BlockSpec(
        "movement", "rule", Words("进位", "movement in rank"),
        Words("每进一位加分，退位减分，封住上下限", "points for each place gained, within bounds"),
        (
            number("from", "原位次", "the place before", required=True),
            number("to", "现位次；默认为本项数值", "the place now; by default the item's value", "x"),
            number("by", "每位几分", "points for each place", required=True),
            number("high", "最高分", "highest points", required=True),
            number("low", "最低分", "lowest points", required=True),
            choice("counted_in", "按位次算（小者在前），或按百分位算（大者在前）", "in places, of which 1 is best, or in percentiles, of which 100 is best",
                   ("places", "percentiles"), "places"),
            number("keeps_top", "保持前几名（或此百分位以上）者得最高分；none 为无",
                   "those who stay among the first so many (or at or above this percentile) get the highest; `none` for nobody", "none", say=True),
            number("newcomer", "上期无位次者的得分", "points of those with no place before", "0", say=True),
        ),
        ("R16", "R52"),
    ),
    BlockSpec(
        "increment_share", "rule", Words("占全组增量的份额", "share of the track's increment"),
        Words("满分乘本单位增量占全组正增量的份额，可乘倍数", "full mark times the unit's share of the positive increments"),
        (
            number("of", "增量；默认为本项数值", "the increment; by default the item's value", "x"),
            number("times", "倍数", "multiplier", "1"),
            number("cap", "最高分", "highest points", "full"),
            choice("none", "全组无正增量时", "where nobody has a positive increment", ABSENT_OUTCOMES, "refuse", say=True),
            POPULATION,
        ),
        ("R18",), relative=True,
    ),
)  # fmt: skip
