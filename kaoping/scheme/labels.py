"""What settings, choices and functions of a scheme are called where it is read aloud: a word or two, in both languages.

A parameter without a label of its own here goes by the first clause of what it is said to be in its declaration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kaoping.errors import Words
from kaoping.scheme.blocks.base import BlockSpec

_PARAMETERS: Mapping[str, Words] = {
    "absolute": Words("只看绝对值", "absolute value"), "added_at_most": Words("加分上限", "most added"),
    "alone": Words("只有一个单位时", "where there is one"), "at_least": Words("至少", "at least"),
    "base": Words("基础分", "base"), "best": Words("最好值", "best"), "beyond": Words("表外名次", "beyond the table"),
    "better": Words("好于时", "when better"), "bottom": Words("倒数各名", "last places"), "by": Words("每步", "a step"),
    "cap": Words("封顶", "cap"), "combine": Words("汇总方式", "combined by"), "comparator": Words("达到的标准", "met when"),
    "compare_at": Words("比较时的小数位数", "decimals compared"), "counts": Words("各票系数", "coefficients of the votes"),
    "counted_by": Words("个数按", "counted by"), "power": Words("幂次", "exponent"), "shift": Words("平移", "shift"),
    "deviation": Words("标准差", "deviation"), "each": Words("一人评价", "one judgement"), "eligible": Words("参加排名的条件", "taking part"),
    "ends": Words("两端之外", "beyond the ends"), "equal": Words("持平时", "when equal"), "first": Words("首名得分", "first place"),
    "flat": Words("各单位都相同时", "where all are equal"), "floor": Words("保底", "floor"), "for": Words("每次扣", "deducted each time"),
    "form": Words("算法", "form"), "formula": Words("公式", "formula"), "from": Words("原位次", "place before"),
    "gap": Words("不在任何一档时", "outside every band"), "high": Words("最高分", "highest"), "is": Words("公式", "formula"),
    "last": Words("末名得分", "last place"), "low": Words("最低分", "lowest"), "mean": Words("均值", "mean"),
    "measured_in": Words("步长按", "steps in"), "missing": Words("缺报的项目", "a missing item"),
    "missing_members": Words("有成员缺报时", "where a member is missing"), "mode": Words("方式", "mode"),
    "no_base": Words("没有基期值时", "without a base"), "none": Words("全组无正增量时", "where nobody gained"),
    "of": Words("依据", "of"), "overlap": Words("档有重叠时", "overlap"), "over": Words("范围", "over"),
    "otherwise": Words("否则", "otherwise"), "plan": Words("应达进度", "planned share"), "points": Words("得分", "points"),
    "population": Words("统计范围", "population"), "rows": Words("", ""), "self": Words("计入自评", "own judgement counts"),
    "shares": Words("各段", "shares"), "span": Words("功效分", "span"), "start": Words("起始分", "start"), "step": Words("步长", "step"),
    "step_mode": Words("不足一步", "part of a step"), "table": Words("各名次", "places"), "target": Words("目标", "target"),
    "ties": Words("并列", "ties"), "times": Words("倍数", "times"), "top": Words("前几名", "first places"),
    "use": Words("规则", "rule"), "valid": Words("有效条件", "valid when"), "weights": Words("权重", "weights"),
    "with": Words("与之相比", "compared with"), "worse": Words("差于时", "when worse"), "worst": Words("最差值", "worst"),
    "zero_at": Words("扣完的次数", "nothing left at"), "zero_base": Words("基期为零时", "base of zero"),
    "zero_target": Words("目标为零时", "target of zero"), "zero_value": Words("实际值为零时", "value of zero"),
    "negative_base": Words("基期为负时", "negative base"), "negative_target": Words("目标为负时", "negative target"),
    "minimum_rate": Words("起算线", "from a rate of"), "not_eligible": Words("不参加者得", "who does not take part"),
}  # fmt: skip
_OWN: Mapping[str, Words] = {
    "clamp.high": Words("上限", "upper bound"), "clamp.low": Words("下限", "lower bound"), "external.of": Words("外部满分", "full mark there"),
    "events.cap": Words("封顶", "cap"), "events.of": Words("事项", "of"), "events.start": Words("起始分", "start"),
    "distance.cap": Words("超过参照时", "beyond the reference"), "goalposts.high": Words("高端", "high post"),
    "goalposts.low": Words("低端", "low post"), "interpolate.points": Words("各点", "points"), "deduct.start": Words("起始分", "start"),
    "min_max.high": Words("最好者得", "best"), "min_max.low": Words("最差者得", "worst"), "parity.base": Words("基期值", "base"),
    "parity.share": Words("持平得满分的", "share for parity"), "parity.up": Words("每增一步加", "a step up"),
    "parity.down": Words("每减一步扣", "a step down"), "range.high": Words("区间上限", "upper end"), "range.low": Words("区间下限", "lower end"),
    "rank.by": Words("每降一名减", "lost a place"), "steps.start": Words("恰好达到得", "at the target"), "steps.up": Words("每超一步加", "a step above"),
    "steps.down": Words("每欠一步扣", "a step below"), "to_mean.start": Words("恰为均值得", "at the mean"), "movement.by": Words("每位", "a place"),
    "inverse.down": Words("每超一步扣", "a step above"), "place.of": Words("比较者个数", "number compared"), "panel.of": Words("评价", "judgements"),
    "treat.high": Words("上分位", "upper share"), "treat.low": Words("下分位", "lower share"), "z_score.mean": Words("换到的均值", "mean wanted"),
    "drop_grades.by": Words("等数", "grades"), "votes.at_least": Words("有效票至少", "valid votes at least"),
    "panel.at_least": Words("评价人至少", "raters at least"), "of_max.high": Words("最大者得", "largest"),
}  # fmt: skip
_WORDS: Mapping[str, Words] = {
    "accumulate": Words("累计", "accumulate"), "adds": Words("加分", "adds"), "after": Words("之后", "after"), "all": Words("全部", "all"),
    "allowed": Words("允许", "allowed"), "always": Words("一律", "always"), "aside": Words("不计", "aside"), "at_least": Words("不低于", "at least"),
    "at_most": Words("不高于", "at most"), "average": Words("当期平均", "mean of the period"), "by_one": Words("平移到最小为 1", "shifted to begin at 1"),
    "by_range": Words("按极差平移", "shifted by the range"), "cap": Words("按封顶计", "the cap"), "ceil": Words("进一步", "every step begun"),
    "ceiling": Words("控制数", "ceiling"), "clip": Words("封住", "held"), "counted": Words("计入", "counted"),
    "cumulative": Words("自年初累计", "counted from 1 January"), "deducts": Words("减分", "deducts"), "dense": Words("并列后不空位", "no gaps after equals"),
    "difference": Words("差", "difference"), "dimension": Words("维度", "dimension"), "distance": Words("按距离计分", "by distance"),
    "down": Words("向下取整", "rounded down"), "each": Words("逐次计", "each counts"), "error": Words("停止计分", "stop"),
    "everyone": Words("全体单位", "everyone"), "exact": Words("按未取位的分", "on exact points"), "excluded": Words("不计入", "left out"), "exponential": Words("指数", "exponential"),
    "extend": Words("按直线延长", "the line goes on"), "first": Words("取先写的", "the first"), "floor": Words("只算整步", "whole steps"),
    "full": Words("满分", "full mark"), "full_if_reached": Words("达到即满分", "full mark if reached"), "group": Words("各赛道", "each track"),
    "half": Words("半分", "half"), "half_year": Words("每半年", "half-yearly"), "held": Words("封住", "held"), "higher": Words("越高越好", "higher is better"),
    "highest_once": Words("取最高一次", "the highest once"), "included": Words("计入", "counted"), "item": Words("指标", "item"),
    "latest": Words("最新一版", "the latest"), "latest_once": Words("取最近一次", "the latest once"), "leave_out": Words("不计入", "left out"),
    "left_out": Words("不计入", "left out"), "less_than": Words("低于", "less than"), "level": Words("期末数", "at the end of the period"),
    "linear": Words("按比例", "in proportion"), "log": Words("取对数", "logarithm"), "log_shifted": Words("平移后取对数", "logarithm after a shift"),
    "lower": Words("越低越好", "lower is better"), "lowest": Words("按最低档", "the lowest"), "magnitude": Words("按绝对值", "its magnitude"),
    "max": Words("最大值", "largest"), "mean": Words("平均", "mean"), "median": Words("中位数", "median"), "members": Words("全体成员", "all members"),
    "missing": Words("缺报", "missing"), "month": Words("每月", "monthly"), "more_than": Words("高于", "more than"), "none": Words("不设", "none"),
    "nearest": Words("取最近的整数", "to the nearest whole"), "normalised": Words("按个数折算", "normalised"), "not_applicable": Words("不适用", "not applicable"), "number": Words("个数", "number"),
    "once": Words("不分期间", "once"), "open": Words("不封", "open"), "pending": Words("待报", "pending"), "percent": Words("按比例递减", "by a share"),
    "percent_of_base": Words("基期的百分比", "per cent of the base"), "percent_of_target": Words("目标的百分比", "per cent of the target"),
    "percentage_points": Words("百分点", "percentage points"), "percentiles": Words("百分位", "percentiles"), "period": Words("本期", "the period"),
    "place": Words("名次", "place"), "places": Words("位次", "places"), "points_down": Words("自首名递减", "down from the first"),
    "population": Words("总体", "population"), "quantiles": Words("按分位缩尾", "quantiles"), "quarter": Words("每季", "quarterly"),
    "ranked": Words("参加排名者", "those ranked"), "ratio": Words("比", "ratio"), "ratio_steps": Words("按比分步", "steps of the ratio"),
    "raw": Words("按原值", "unrounded"), "refuse": Words("停止计分", "stop"), "rounded": Words("按取位后的分", "on rounded points"),
    "sample": Words("样本", "sample"), "share": Words("个数比例", "share of members"), "share_best": Words("同取较好位次", "equals share the better place"),
    "share_worst": Words("同取较差位次", "equals share the worse place"), "shares": Words("按分段", "by shares"), "short": Words("视为短板", "a shortfall"),
    "siblings": Words("同级各项", "its siblings"), "skew_and_kurtosis": Words("偏度和峰度超限时", "skew and kurtosis"),
    "spread": Words("权重归其余", "weight goes to the rest"), "step": Words("每名减定分", "so much a place"), "strict": Words("整体缺报", "the whole is missing"),
    "sum": Words("相加", "sum"), "table": Words("按表", "by a table"), "take_all": Words("同分都评", "all who tie"),
    "take_none": Words("同分都不评", "none who tie"), "target": Words("目标", "target"), "threshold": Words("达到均值", "reaching the mean"),
    "tie_break": Words("按同分依据", "by the tie keys"), "total": Words("总分", "total"), "truncate": Words("去尾", "truncated"),
    "units": Words("计量单位", "units"), "up": Words("向上取整", "rounded up"), "value": Words("给定值", "given value"), "warn": Words("提醒", "warn"),
    "weight": Words("权重比例", "share of weight"), "where_needed": Words("必要时平移", "where needed"), "winsorise": Words("缩尾", "winsorised"),
    "year": Words("每年", "yearly"), "zero": Words("零分", "nothing"), "half_up": Words("四舍五入", "half up"),
    "half_even": Words("四舍六入五成双", "half to even"), "box_cox": Words("Box-Cox 变换", "Box-Cox"),
}  # fmt: skip
_WORDS_OF: Mapping[str, Words] = {
    "step.mode.floor": Words("只算整步", "whole steps"), "round.mode.floor": Words("向下取位", "rounded down"),
    "round.mode.ceil": Words("向上取位", "rounded up"), "form.linear": Words("直线", "linear"), "ties.mean": Words("取平均位次", "the mean place"),
    "missing.aside": Words("不触发", "does not trigger"), "below.zero": Words("零分", "nothing"), "method.none": Words("不处理", "none"),
    "unranked.aside": Words("不排名者不占位次", "those not ranked take no place"),
    "unranked.counted": Words("不排名者占位次", "those not ranked take places"),
    "promoted.aside": Words("另行评定者不占名额", "those given it otherwise come on top"),
    "promoted.counted": Words("另行评定者占名额", "those given it otherwise take places"), "shift.none": Words("不平移", "none"), "otherwise.none": Words("不处理", "none"),
}  # fmt: skip
_NAMES: Mapping[str, Words] = {
    "agreed": Words("商定值", "as agreed"), "d": Words("不同分值个数", "different marks on the sheet"), "full": Words("满分", "full mark"),
    "n": Words("单位个数", "number of units"), "none": Words("不设", "none"), "r": Words("表内位次", "place on the sheet"),
    "this_month": Words("本期月份", "month"), "this_quarter": Words("本期季度", "quarter"), "this_year": Words("本期年份", "year"),
    "months_passed": Words("已过月数", "months passed"), "months_in_period": Words("本期月数", "months of the period"),
    "total": Words("总分", "total"), "x": Words("实际值", "actual"), "v": Words("评分", "mark"), "rank": Words("位次", "place"),
}  # fmt: skip
_FUNCTIONS_ZH: Mapping[str, str] = {
    "abs": "绝对值", "above": "上级", "at": "指定期", "attribute": "单位属性", "below": "下级汇总", "ceil": "向上取整", "clamp": "限于",
    "coalesce": "首个有值者", "count_true": "成立个数", "date": "日期", "days": "天数", "event_count": "事项次数", "events": "事项分",
    "exp": "指数", "first_filed": "首报值", "floor": "向下取整", "full": "满分", "geomean": "几何平均", "group_count": "组内个数",
    "group_max": "组内最大", "group_mean": "组内平均", "group_median": "组内中位数", "group_min": "组内最小", "group_quantile": "组内分位数",
    "group_rank": "组内位次", "group_sd": "组内标准差", "group_sd_population": "组内总体标准差", "group_sum": "组内合计", "happened": "发生",
    "harmean": "调和平均", "if": "如果", "interpolate": "插值", "is_absent": "没有值", "is_missing": "缺报", "is_not_applicable": "不适用",
    "is_pending": "待报", "is_present": "有值", "is_undefined": "无法计算", "last_year": "上年同期", "ln": "自然对数", "log": "对数",
    "log10": "常用对数", "look_up": "查表", "max": "取大", "mean": "平均", "median": "中位数", "min": "取小", "mod": "余数", "month": "月份",
    "normal_cdf": "正态分布", "over": "各期汇总", "points": "得分", "power": "乘方", "previous": "上期", "product": "连乘", "rank": "位次",
    "rate": "得分率", "raw": "调整前得分", "root": "方根", "round": "取位", "share": "比重", "sign": "符号", "single": "当期数",
    "sqrt": "平方根", "steps": "步数", "sum": "合计", "sum_largest": "最大几项之和", "target": "目标", "to_date": "年初至今",
    "trunc": "去尾", "vetoed": "否决", "year": "年份",
}  # fmt: skip


def parameter_label(spec: BlockSpec | None, name: str) -> Words:
    """What a setting of a block is called."""
    own = _OWN.get(f"{spec.name}.{name}") if spec else None
    declared = spec.parameter(name) if spec else None
    if own is not None or name in _PARAMETERS:
        return own or _PARAMETERS[name]
    return first_clause(declared.doc) if declared else Words(name, name)


def first_clause(doc: Words) -> Words:
    """A description cut to its first clause."""
    return Words(re.split("[；（，：]", doc.zh)[0], re.split("[;(,:]", doc.in_("en"))[0].strip())


def choice_word(choice: str, of: str = "") -> Words:
    """What a choice is called, `of` a parameter where that tells words of two meanings apart; else the choice itself."""
    return _WORDS_OF.get(f"{of}.{choice}") or _WORDS.get(choice) or Words(choice, choice)


def name_word(name: str) -> Words | None:
    """What a name that every rule or formula knows is called; None for one that belongs to the scheme."""
    return _NAMES.get(name)


def function_words(zh: bool) -> Mapping[str, str]:
    """Function → its word; English keeps the functions' own names, which are words."""
    return _FUNCTIONS_ZH if zh else _FUNCTIONS_EN


_FUNCTIONS_EN: Mapping[str, str] = {name: name.replace("_", " ") for name in _FUNCTIONS_ZH}
