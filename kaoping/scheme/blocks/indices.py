"""Normalisations of composite indices, and the free formula (R20)."""

from __future__ import annotations

from kaoping.errors import Words
from kaoping.scheme.blocks.base import ABSENT_OUTCOMES, POPULATION, BlockSpec, choice, number
from kaoping.scheme.blocks.peers import ENDS, FLAT, TIES

SPECS = (
    BlockSpec(
        "formula", "rule", Words("公式", "formula"),
        Words("得分由公式给出；x 为本项数值，full 为满分", "a formula gives the points; x is the item's value, full its mark"),
        (number("points", "公式", "the formula", required=True),), ("R20",), short="points",
    ),
    BlockSpec(
        "as_it_is", "rule", Words("直接计入", "as it is"),
        Words("数值即得分", "the value is the points"), (), ("R27", "R37"),
    ),
    BlockSpec(
        "external", "rule", Words("引用外部得分", "external score"),
        Words("上级或第三方的得分折算到本项满分", "a score given elsewhere, converted to this item's mark"),
        (number("of", "外部满分", "full mark there", required=True), ENDS), ("R27", "R47"), short="of",
    ),
    BlockSpec(
        "z_score", "rule", Words("标准分", "z-score"),
        Words("减均值、除以标准差，再换到所给的均值与标准差", "standardised to the given mean and standard deviation"),
        (number("mean", "换到的均值", "mean wanted", "0"), number("sd", "换到的标准差", "standard deviation wanted", "1"),
         choice("deviation", "样本或总体标准差", "sample or population deviation", ("sample", "population"), "sample", say=True),
         choice("flat", "无差异（标准差为零）时：得均值，或另说", "where there is no spread: the wanted mean, or something else",
                ("mean", *ABSENT_OUTCOMES), "mean"), POPULATION),
        (), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "percentile_rank", "rule", Words("百分位", "percentile rank"),
        Words("不如本单位者的个数除以 n−1，乘满分", "number of worse ones over n − 1, times the mark"),
        (number("high", "最好者得分", "points of the best", "full"), TIES, FLAT, POPULATION), (), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "borda", "rule", Words("Borda 计分", "Borda"), Words("不如本单位者的个数", "number of worse ones"),
        (TIES, POPULATION), (), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "rank_up", "rule", Words("由差到好的位次", "place counted upward"), Words("由最差为 1 数起的位次", "place counted from the worst, which is 1"),
        (TIES, POPULATION), (), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "distance", "rule", Words("与参照的距离", "distance to a reference"),
        Words("1 − (参照 − x)/(参照 − 最差)，乘满分", "1 − (reference − x)/(reference − worst), times the mark"),
        (
            choice("to", "参照：目标、最大、给定值", "the reference", ("target", "max", "value")),
            number("reference", "给定的参照或目标", "the reference or target"),
            number("high", "达到参照的得分", "points at the reference", "full"),
            choice("cap", "超过参照时：封住或不封", "beyond the reference: held or not", ("held", "open"), "held"),
            FLAT, POPULATION,
        ),
        (), promises_monotone=True, relative=True,
    ),
    BlockSpec(
        "goalposts", "rule", Words("门柱标准化", "goalposts"),
        Words("(x − 低)/(高 − 低)，乘满分；反向时高低互换", "(x − low)/(high − low), times the mark; swapped when lower is better"),
        (number("low", "低端", "low post", required=True), number("high", "高端", "high post", required=True),
         number("points", "高端的得分", "points at the high post", "full"), ENDS),
        (), promises_monotone=True,
    ),
    BlockSpec(
        "of_max", "rule", Words("占最大值的比例", "fraction of the maximum"),
        Words("x 除以最大值，乘满分", "x over the largest, times the mark"),
        (number("high", "最大者得分", "points of the largest", "full"),
         choice("max_not_positive", "最大值不大于零时", "where the largest is not positive", ABSENT_OUTCOMES, "refuse", say=True), POPULATION),
        (), relative=True,
    ),
)  # fmt: skip
