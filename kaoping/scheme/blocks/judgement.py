"""Rules on events and judgement: deductions, ballots, votes, an assessor's bonus sheet (R31, R36–R43, R55)."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import ABSENT_OUTCOMES, POPULATION, BlockSpec, Kind, Parameter, choice, number
from kaoping.scheme.blocks.peers import TIES

SPECS = (
    BlockSpec(
        "deduct", "rule", Words("扣分制", "deductions"),
        Words("满分减去每次扣分乘次数，扣完为止（或可倒扣）", "full mark less so much a time, down to a floor"),
        (
            Parameter("for", Kind.TABLE, Words("事项或次数（事实、事件）: 每次扣几分", "count (a fact, value or event): points for each"), required=True),
            number("start", "起始分", "points to begin with", "full"),
            number("low", "最低分；0 为扣完为止，负数为倒扣", "lowest points: 0 down to nothing, negative below zero", "0", say=True),
            number("times", "倍数", "multiplier", "1"),
            Parameter("zero_at", Kind.TABLE, Words("次数达到即全扣", "the whole mark is lost at this count")),
        ),
        ("R31", "R36"), short="for",
    ),
    BlockSpec(
        "events", "rule", Words("加减分项", "events"),
        Words("得分为这些事项的分之和", "the points of these events"),
        (
            Parameter("of", Kind.NAMES, Words("事项", "the events"), required=True),
            number("start", "起始分", "points to begin with", "0"),
            number("cap", "最高分", "highest points"),
            number("low", "最低分", "lowest points"),
            number("times", "倍数", "multiplier", "1"),
        ),
        ("R32", "R33", "R36"), short="of",
    ),
    BlockSpec(
        "votes", "rule", Words("票折算", "votes"),
        Words("满分乘票的加权平均：Σ系数×票数÷有效票", "full mark times the weighted mean of the votes"),
        (
            Parameter("counts", Kind.TABLE, Words("票数（事实）: 系数", "count of votes (a fact): coefficient"), required=True),
            Parameter("abstain", Kind.NAMES, Words("弃权、不了解的票数（事实）", "counts of abstentions and don't-knows (facts)")),
            choice("abstentions", "弃权票：不计入，或计入分母得零", "abstentions: left out, or in the denominator as nothing",
                   ("left_out", "counted"), "left_out", say=True),
            number("at_least", "最少有效票；不足时见 too_few", "fewest valid votes", "1"),
            choice("too_few", "有效票不足时", "where there are too few", ABSENT_OUTCOMES, "refuse", say=True),
        ),
        ("R38", "R40"), short="counts",
    ),
    BlockSpec(
        "panel", "rule", Words("多人评价", "panel"),
        Words("各评价人逐一折分，去极值，按类加权，再取平均",
              "each rater's judgement turned into points, extremes dropped, blocs weighted, then averaged"),
        (
            Parameter("of", Kind.TEXT, Words("评价（per_rater 事实）；默认为本项", "the judgements, a per_rater fact; by default the item's")),
            number("each", "一人评价折成几分：v 所写，r 该表中位次，n 该表单位数",
                   "points of one judgement: v as written, r its place on that sheet, n units on it", "v"),
            number("valid", "一张表有效的条件，如 count_true(v >= 90) <= 3 and d > 1；n 该表单位数，d 不同分值个数",
                   "when a sheet counts, such as count_true(v >= 90) <= 3 and d > 1; n units on it, d different values on it"),
            TIES,
            Parameter("drop_high", Kind.NUMBER, Words("去掉几个最高", "highest dropped"), "0"),
            Parameter("drop_low", Kind.NUMBER, Words("去掉几个最低", "lowest dropped"), "0"),
            Parameter("drop_when_more_than", Kind.NUMBER, Words("评价人多于几人才去极值", "only with more raters than this"), "0"),
            Parameter("trim", Kind.NUMBER, Words("两端各去掉的比例", "share trimmed at each end"), "0"),
            Parameter("weights", Kind.TABLE, Words("各类评价人的权重", "weight of each bloc of raters")),
            choice("absent_bloc", "某类无人评价时：整体缺报，或权重归其余", "where a bloc has no rater: missing, or the weight goes to the rest",
                   ("missing", "spread"), "missing", say=True),
            choice("combine", "取平均、中位数，或相加", "mean, median or sum", ("mean", "median", "sum"), "mean"),
            Parameter("at_least", Kind.NUMBER, Words("最少评价人数，不足为缺报", "fewest raters; with fewer it is missing"), "1"),
            Parameter("self", Kind.TRUTH, Words("自评是否计入", "whether a rater's judgement of itself counts"), "true"),
            number("points", "由平均 v 得分的公式", "points from the mean v", "v"),
        ),
        ("R37", "R41", "R42", "R43"), short="each",
    ),
    BlockSpec(
        "controlled_bonus", "rule", Words("联动控制的加分", "controlled bonus"),
        Words("评出的加减分；加分面过宽或未拉开时加分不计（减分照计）",
              "a sheet of bonuses and deductions; bonuses fall away where too many get one or too few are deducted"),
        (
            number("each_at_most", "每个单位加分上限", "highest bonus a unit", required=True),
            number("each_at_least", "每个单位扣分下限（负数）", "largest deduction a unit, negative", required=True),
            number("bonus_share_at_most", "加分面上限", "highest share of units with a bonus", "1"),
            number("deducted_share_above", "扣分面须高于", "share of units deducted must exceed this"),
            POPULATION,
        ),
        ("R55",), relative=True,
    ),
)  # fmt: skip
