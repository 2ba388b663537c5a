"""Rules against a target: R01–R08 and R21, each declared once."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import ABSENT_OUTCOMES, BlockSpec, Kind, Parameter, choice, number

TARGET = number(
    "target",
    "目标值；agreed 指已商定的目标",
    "the target; `agreed` takes the agreed target of the fact",
    "agreed",
)
STEP_MODE = choice(
    "step_mode", "不足一个步长怎样算：只算整步、按比例、进一步", "whole steps only, in proportion, or every step begun",
    ("floor", "linear", "ceil"), "floor", say=True,
)  # fmt: skip
ZERO_TARGET = choice(
    "zero_target", "目标为零时", "what stands where the target is zero",
    (*ABSENT_OUTCOMES, "full_if_reached"), "refuse", say=True,
)  # fmt: skip
NEGATIVE_TARGET = choice(
    "negative_target", "目标为负（减亏）时：按与目标的距离计分，或报错",
    "for a negative target (a loss): score by distance from it, or stop",
    ("distance", *ABSENT_OUTCOMES), "refuse", say=True,
)  # fmt: skip
COMPARE_AT = Parameter(
    "compare_at", Kind.TEXT,
    Words("按几位小数比较；raw 指按原值", "places at which to compare; `raw` compares unrounded"), "raw",
)  # fmt: skip
MEASURED_IN = choice(
    "measured_in", "步长的计量：单位数、百分点、占目标的百分比",
    "what the step counts: units, percentage points (both plain differences) or per cent of the target",
    ("units", "percentage_points", "percent_of_target"),
)  # fmt: skip

SPECS = (
    BlockSpec(
        "reach", "rule", Words("达标制", "all or nothing"),
        Words("达到目标得满分，否则不得分", "full mark when the target is met, otherwise nothing"),
        (
            TARGET,
            choice("comparator", "怎样算达到", "what counts as meeting it",
                   ("at_least", "more_than", "at_most", "less_than"), "at_least"),
            COMPARE_AT,
            number("points", "达到时的得分", "points when met", "full"),
            number("otherwise", "未达到时的得分", "points when not met", "0"),
        ),
        ("R01",), promises_monotone=True, short="target",
    ),
    BlockSpec(
        "completion", "rule", Words("目标完成率", "completion rate"),
        Words("按完成率乘满分，可封顶，可设起算线",
              "full mark times actual over target, capped, with an optional minimum rate"),
        (
            TARGET,
            number("cap", "完成率上限；none 为不封顶", "highest rate counted; `none` for no cap", "1"),
            number("floor", "完成率下限", "lowest rate counted", "0"),
            number("minimum_rate", "低于此完成率不得分", "below this rate nothing is earned", "0"),
            ZERO_TARGET, NEGATIVE_TARGET,
            number("reduced_loss_counts", "亏损低于目标（减亏）的部分按几成计；用于负目标按距离计分",
                   "at what share a loss smaller than the negative target counts, where it is scored by distance", "1"),
        ),
        ("R02",), promises_monotone=True, short="target",
    ),
    BlockSpec(
        "steps", "rule", Words("超额加分、欠额扣分", "steps above and below the target"),
        Words("达到目标得基本分，每超一步加分，每欠一步扣分，上下限封住",
              "a start mark at the target, plus for each step above, minus for each step below, within bounds"),
        (
            TARGET,
            number("start", "恰好达到时的得分", "points exactly at the target", "full"),
            number("step", "步长", "size of a step", required=True),
            MEASURED_IN,
            number("up", "每超一步加几分", "points for each step above", "0"),
            number("down", "每欠一步扣几分", "points lost for each step below", "0"),
            number("high", "最高分；none 为不封顶", "highest points; `none` for no cap", "full", say=True),
            number("low", "最低分；none 为不设底", "lowest points; `none` for no floor", "0", say=True),
            STEP_MODE, ZERO_TARGET,
        ),
        ("R03",), promises_monotone=True,
    ),
    BlockSpec(
        "bands", "rule", Words("分档赋分", "bands"),
        Words("数值落在哪一档得哪一档的分；档须相接、不重叠",
              "the value's band gives the points; bands must meet without overlap"),
        (
            Parameter("of", Kind.FORMULA, Words("分档所看的数；默认为本项数值", "the number that is banded; by default the item's value")),
            Parameter(
                "rows", Kind.ROWS, Words("各档", "the bands"), required=True,
                rows=(
                    number("from", "下限（含）", "lower end, included"),
                    number("above", "下限（不含）", "lower end, not included"),
                    number("to", "上限（含）", "upper end, included"),
                    number("below", "上限（不含）", "upper end, not included"),
                    number("points", "得分", "points"),
                    number("share", "占满分的比例", "share of the full mark"),
                ),
            ),
            choice("overlap", "档有重叠时：报错，或取先写的一档", "where bands overlap: an error, or the one written first",
                   ("error", "first"), "error"),
            choice("gap", "不在任何一档时", "where no band holds the value", ("error", *ABSENT_OUTCOMES), "error"),
        ),
        ("R04", "R39", "R51"), short="rows",
    ),
    BlockSpec(
        "cases", "rule", Words("分情形赋分", "cases"),
        Words("从上到下，第一个成立的情形得分", "the first case that holds gives the points"),
        (
            Parameter(
                "rows", Kind.ROWS, Words("各情形", "the cases, in order"), required=True,
                rows=(
                    number("when", "条件", "the condition", required=True),
                    number("points", "得分", "points", required=True),
                ),
            ),
            number("otherwise", "都不成立时的得分", "points where none holds", required=True),
        ),
        ("R39", "R20"), short="rows",
    ),
    BlockSpec(
        "interpolate", "rule", Words("基准—目标—挑战值插值", "threshold, target, stretch"),
        Words("在给定的点之间按直线计分", "straight lines between the given points"),
        (
            Parameter("points", Kind.PAIRS, Words("[数值, 得分] 的列表，按数值排列，可升可降",
                                                  "a list of [value, points], rising or falling in value"), required=True),
            choice("ends", "两端之外：封住，或按末段延长", "beyond the ends: held, or the last line goes on",
                   ("clip", "extend"), "clip"),
        ),
        ("R05", "R11"), short="points",
    ),
    BlockSpec(
        "parity", "rule", Words("与基期比", "compared with the base period"),
        Words("持平得一定比例，每增一步加分，加分封顶", "a share for parity, plus a step for each increase, the added points capped"),
        (
            number("base", "基期值", "value of the base period", "last_year(x)"),
            number("share", "持平得满分的比例", "share of the full mark for parity", "0.8"),
            number("step", "步长（%）", "step in per cent of the base", required=True),
            choice("measured_in", "步长的计量", "what the step counts", ("percent_of_base", "units", "percentage_points"), "percent_of_base"),
            number("up", "每增一步加几分", "points for each step up", required=True),
            number("down", "每减一步扣几分", "points lost for each step down", required=True),
            number("added_at_most", "加分上限；none 为不封顶", "highest added points; `none` for no cap", "0.5 * full", say=True),
            number("low", "最低分", "lowest points", "0", say=True),
            STEP_MODE,
            choice("zero_base", "基期为零时（按百分比计步）", "where the base is zero (steps in per cent)", ABSENT_OUTCOMES, "refuse", say=True),
            choice("negative_base", "基期为负时（按百分比计步）：按其绝对值计，或另计",
                   "where the base is negative (steps in per cent): its magnitude is the base, or else",
                   ("magnitude", *ABSENT_OUTCOMES), "refuse", say=True),
            choice("no_base", "没有基期值（新单位）时", "where there is no base (a new unit)", ABSENT_OUTCOMES, "missing", say=True),
        ),
        ("R06",), promises_monotone=True,
    ),
    BlockSpec(
        "inverse", "rule", Words("反向指标", "lower is better"),
        Words("目标与实际之比、与目标之差、或控制数，三种写法之一",
              "one of three forms: target over actual, difference, or a ceiling"),
        (
            choice("form", "写法", "the form", ("ratio", "difference", "ceiling")),
            TARGET,
            number("cap", "比率上限；none 为不封顶", "highest rate counted; `none` for no cap", "1"),
            number("step", "超出控制数每多少扣一次", "size of a step above the ceiling", "1"),
            number("down", "超出每一步扣几分", "points lost for each step above the ceiling", "0"),
            number("low", "最低分", "lowest points", "0"),
            STEP_MODE,
            choice("zero_value", "实际不大于零时（比率）", "for the ratio, where the actual is zero or less", ("cap", *ABSENT_OUTCOMES), "cap"),
            ZERO_TARGET,
        ),
        ("R07",),
    ),
    BlockSpec(
        "range", "rule", Words("适中指标", "best within a range"),
        Words("在区间内得满分，区间外按距离递减到零",
              "full mark inside the range, falling in a line to nothing outside"),
        (
            number("low", "区间下限", "lower end", required=True),
            number("high", "区间上限", "upper end", required=True),
            number("zero_below", "低到此值得零分", "value at which points reach zero below", required=True),
            number("zero_above", "高到此值得零分", "value at which points reach zero above", required=True),
            Parameter("absolute", Kind.TRUTH, Words("只看绝对值", "look at the absolute value"), "false"),
        ),
        ("R08",),
    ),
    BlockSpec(
        "progress", "rule", Words("序时进度", "time-proportional progress"),
        Words("完成率与时间进度之比", "completion compared with the share of the year that has passed, or with a plan curve"),
        (
            TARGET,
            number("plan", "应达到的进度；默认为已过月数除以12", "planned share; by default months passed over 12", "months_passed / 12"),
            number("cap", "进度比上限", "highest ratio counted", "1"),
            number("floor", "进度比下限", "lowest ratio counted", "0"),
            ZERO_TARGET,
        ),
        ("R21",), promises_monotone=True,
    ),
    BlockSpec(
        "improvement", "rule", Words("本期好于上期", "better than the period before"),
        Words("比上期好得满分，持平得一定比例，差则不得分",
              "full mark when better, a share when equal, otherwise another share"),
        (
            number("of", "比较的数；默认为本项数值", "the quantity compared", "x"),
            number("with", "与什么比", "what it is compared with", "previous(x)"),
            number("better", "好于时占满分的比例", "share when better", "1"),
            number("equal", "持平时占满分的比例", "share when equal", "0.5", say=True),
            number("worse", "差于时占满分的比例", "share when worse", "0"),
        ),
        ("R21", "R16"),
    ),
)  # fmt: skip
