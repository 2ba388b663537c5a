"""The sheets of a scheme's workbook: which columns each has, what they are called, what their cells hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.errors import Words
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.reading.quantities import CADENCES
from kaoping.sheets.scheme_book.kinds import (
    BLOCKS,
    DAY,
    FORMULA,
    FORMULAS,
    NUMBER,
    SETTING,
    TABLE,
    TEXT,
    TRUTH,
    YAML,
    Kind,
    block,
    choice,
    choices,
    name_of,
    names,
)


@dataclass(frozen=True)
class Column:
    """One column. `path`: what it says of the row's entry; `usual`: what an empty cell means; `per_track`: one column
    for all tracks and one for each; `told`: read aloud from the rest, not read back, its path begins with “#”;
    `aside`: folded where empty."""

    path: str
    label: Words
    kind: Kind
    width: int = 14
    usual: str = ""
    per_track: bool = False
    told: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Layout:
    """One sheet: the section of the document it holds, a row an entry."""

    name: Words
    section: str
    columns: tuple[Column, ...]
    guide: Words


KEY = Column("key", Words("编码", "Key"), TEXT, 20)
REST = Column("rest", Words("其他设置", "Other settings"), YAML, 30, aside=True)
"""What has no column of its own."""
_TITLES = (
    Column("title.zh", Words("名称", "Title"), TEXT, 28),
    Column("title.en", Words("英文名称", "English title"), TEXT, 24),
)
_ARTICLE = Column("article", Words("依据条款", "Article"), TEXT, 12)
_NOTE = Column("note", Words("说明", "Note"), TEXT, 34)
_UNIT = Column("unit", Words("计量单位", "Unit"), TEXT, 10)
_GROUPS = Column("groups", Words("适用赛道", "Tracks"), names("groups"), 24, aside=True)
_WHEN = Column("when", Words("条件", "Condition"), FORMULA, 26, aside=True)
_UNLESS = Column("unless", Words("除外情形", "Unless"), FORMULAS, 24, aside=True)
_SAID_BETTER = choice("higher", "lower", of="better")
_EVERY = choice(*CADENCES, of="every", half=Words("每半年", "half-yearly"))
_CUTS = choice("down", "nearest", "up", of="round", nearest=Words("四舍五入", "to the nearest"))
_TIES = choice("take_all", "take_none", "tie_break", of="ties")

_TYPE = choice(
    "number", "truth", "text", "date", of="type", number=Words("数", "number"), truth=Words("是否", "yes or no"),
    text=Words("文字", "text"), date=Words("日期", "date"),
)  # fmt: skip
_VINTAGE = choice("latest", "first", of="vintage", first=Words("首报", "the first"))
_SAME_MATTER = choice("each", "highest_once", "latest_once", of="same_matter")
_EVIDENCE = choice(
    "document", "none", of="evidence", document=Words("须有文件", "document"), none=Words("不须", "none")
)
_WINDOW = choice(
    "period", "year", "any", of="window", year=Words("全年", "the year"), any=Words("不限", "any")
)
_BASE = choice("ranked", "members", "counted", of="quota.of", counted=Words("计入统计者", "those counted"))


def _absences(category: str) -> tuple[Column, ...]:
    kind = block(category)
    return (
        Column("missing", Words("缺报时", "Where missing"), kind, 16, aside=True),
        Column("not_applicable", Words("不适用时", "Where not applicable"), kind, 16, aside=True),
        Column("pending", Words("待报时", "Where pending"), kind, 16, aside=True),
        Column("undefined", Words("无法计算时", "Where undefined"), kind, 16, aside=True),
    )


GROUPS = Layout(
    Words("赛道", "Tracks"),
    "groups",
    (
        KEY, *_TITLES,
        Column("of.kind", Words("单位类别", "Kinds of organisation"), names(), 24),
        Column("of", Words("全体单位", "Everyone"), choice("everyone"), 11),
        Column("where", Words("条件", "Where"), FORMULA, 24, aside=True),
        Column("members", Words("成员", "Members"), names(), 24, aside=True),
        Column("without", Words("除外", "Without"), names(), 24, aside=True),
        Column("not_ranked", Words("不排名者", "Not ranked"), names(), 30),
        Column("fewest", Words("最少个数", "Fewest"), NUMBER, 10, aside=True),
        Column("joins", Words("不足时并入", "Then joins"), name_of("groups"), 22, aside=True),
        REST,
    ),
    Words("谁与谁比。一行一条赛道。", "Who is compared with whom: a row a track."),
)  # fmt: skip
SUPPLIERS = Layout(
    Words("供数单位", "Suppliers"),
    "suppliers",
    (
        KEY,
        Column("zh", Words("名称", "Title"), TEXT, 28),
        Column("en", Words("英文名称", "English title"), TEXT, 36),
        REST,
    ),
    Words("提供数据的单位。", "The offices that supply figures."),
)
CONSTANTS = Layout(
    Words("常量", "Constants"),
    "constants",
    (
        KEY, *_TITLES,
        Column("per", Words("按何给定", "Given by"),
               choice("organisation", "scheme", "group", organisation=Words("各单位", "organisation"),
                      scheme=Words("全方案", "scheme"), group=Words("各赛道", "track")), 11),
        _UNIT,
        Column("is", Words("值", "Value"), FORMULA, 12, per_track=True),
        Column("default", Words("未填时", "Where not given"), FORMULA, 12),
        Column("basis", Words("依据", "Basis"), TEXT, 22),
        REST,
    ),
    Words("年初定下的数：全方案一个、各赛道一个，或各单位一个（填在单位名单里）。",
          "Figures fixed before the year: one for the scheme, one a track, or one an organisation (given with the list of them)."),
)  # fmt: skip
FACTS = Layout(
    Words("数据项", "Facts"),
    "facts",
    (
        KEY, *_TITLES, _UNIT,
        Column("from", Words("供数单位", "Supplier"), name_of("suppliers"), 30),
        Column("verified_by", Words("认定单位", "Verified by"), name_of("suppliers"), 24),
        Column("every", Words("频次", "How often"), choice(*CADENCES, "once", of="every", half=Words("每半年", "half-yearly")), 10, usual="year"),
        Column("runs", Words("口径", "How it runs"), choice("cumulative", "period", "level", "average", "once"), 14, usual="level"),
        Column("better", Words("方向", "Direction"), _SAID_BETTER, 12),
        Column("low", Words("最小", "Least"), NUMBER, 8),
        Column("high", Words("最大", "Most"), NUMBER, 8),
        Column("decimals", Words("小数位数", "Decimals"), NUMBER, 9),
        Column("groups", Words("适用赛道", "Tracks"), names("groups"), 44),
        Column("type", Words("类型", "Type"), _TYPE, 10, usual="number", aside=True),
        Column("per_rater", Words("由多人评价", "By raters"), TRUTH, 11, aside=True),
        Column("sources", Words("来源次序", "Order of sources"), names("suppliers"), 30, aside=True),
        Column("vintage", Words("采用哪一版", "Vintage"), _VINTAGE, 12, usual="latest", aside=True),
        Column("choices", Words("可选值", "Choices"), names(), 20, aside=True),
        Column("article", Words("依据条款", "Article"), TEXT, 12, aside=True),
        _NOTE, REST,
    ),
    Words("由谁提供什么数，一项一主。", "What is supplied and by whom: one owner each."),
)  # fmt: skip
VALUES = Layout(
    Words("派生值", "Derived values"),
    "values",
    (
        KEY, *_TITLES, _UNIT,
        Column("is", Words("公式", "Formula"), FORMULA, 60),
        Column("#is", Words("公式的意思", "In words"), TEXT, 60, told=True),
        Column("better", Words("方向", "Direction"), _SAID_BETTER, 12, aside=True),
        Column("then", Words("后续处理", "Treatment"), BLOCKS, 24, aside=True),
        *_absences("stand_in"), _ARTICLE, REST,
    ),
    Words("由数据项算出的数。", "What is worked out from facts."),
)  # fmt: skip
LOOKUPS = Layout(
    Words("对照表", "Tables"),
    "lookups",
    (
        KEY,
        Column("word", Words("项", "Word"), TEXT, 24),
        Column("number", Words("值", "Value"), FORMULA, 14),
    ),
    Words("由词查数的表，一行一项。", "Tables from a word to a number, a row a word."),
)
TREE = Layout(
    Words("指标", "Items"),
    "tree",
    (
        Column("#number", Words("序号", "Number"), TEXT, 8, told=True),
        Column("level", Words("级次", "Level"), NUMBER, 6),
        KEY, *_TITLES,
        Column("full", Words("满分", "Full mark"), FORMULA, 9, per_track=True),
        Column("weight", Words("权重", "Weight"), FORMULA, 9, per_track=True, aside=True),
        Column("#rule", Words("计分规则", "Rule in words"), TEXT, 46, told=True),
        Column("target", Words("目标", "Target"), SETTING, 14),
        Column("rule", Words("规则写法", "Rule as written"), block("rule"), 40),
        Column("then", Words("后续处理", "Adjustments"), BLOCKS, 24),
        Column("#supplier", Words("供数单位", "Supplier"), TEXT, 16, told=True),
        Column("article", Words("依据条款", "Article"), TEXT, 11),
        Column("note", Words("说明", "Note"), TEXT, 32),
        Column("of", Words("考核的数值", "Value assessed"), SETTING, 26, aside=True),
        Column("better", Words("方向", "Direction"), _SAID_BETTER, 12, aside=True),
        Column("prepare", Words("计分前的处理", "Preparation"), BLOCKS, 24, aside=True),
        Column("combine", Words("合成方法", "Combined by"), block("combine"), 20, aside=True),
        *_absences("absence"),
        Column("rounding", Words("取位", "Rounding"), YAML, 18, aside=True),
        _GROUPS,
        Column("bonus", Words("加减分项", "Outside the full mark"), TRUTH, 10, aside=True),
        REST,
    ),
    Words("指标树，一行一项：级次 0 是总分或一个周期，1 是维度，往下各级依次加 1；次序就是行的次序。",
          "The tree, a row a node: level 0 is the total or a cycle, 1 a dimension, and so on down; rows stand in its order."),
)  # fmt: skip
EVENTS = Layout(
    Words("加减分", "Events"),
    "events",
    (
        KEY, *_TITLES,
        Column("adds", Words("各级加分", "Adds by level"), TABLE, 20),
        Column("deducts", Words("各级减分", "Deducts by level"), TABLE, 20),
        Column("each", Words("每次分值", "Each time"), NUMBER, 10),
        Column("amount", Words("按填报分值", "As filed"), choice("adds", "deducts", of="amount"), 12, aside=True),
        Column("same_matter", Words("同一事项", "Same matter"), _SAME_MATTER, 14, usual="each"),
        Column("shares", Words("牵头与配合的份额", "Shares"), TABLE, 16, aside=True),
        Column("cap", Words("上限", "Cap"), FORMULA, 9),
        Column("floor", Words("下限", "Floor"), FORMULA, 9),
        Column("level_caps", Words("各级上限", "Caps by level"), TABLE, 16, aside=True),
        Column("most", Words("最多计几次", "Most that count"), NUMBER, 10, aside=True),
        Column("repeat", Words("多次发生", "Repeated"), TABLE, 16, aside=True),
        Column("evidence", Words("须有文件", "Evidence"), _EVIDENCE, 11, usual="none"),
        Column("window", Words("计入的期间", "Window"), _WINDOW, 11, usual="period"),
        _ARTICLE, REST,
    ),
    Words("按文件加分、减分的事项。各级分值一行一级，如“national: 2”。",
          "What adds or deducts points by a document. Points by level: a line each, such as “national: 2”."),
)  # fmt: skip
VETOES = Layout(
    Words("否决", "Vetoes"),
    "vetoes",
    (
        KEY, *_TITLES,
        Column("#effect", Words("效力", "Effect in words"), TEXT, 36, told=True),
        Column("effect", Words("效力写法", "Effect as written"), BLOCKS, 40),
        _WHEN,
        Column("decided_by", Words("认定单位", "Decided by"), TEXT, 30),
        Column("basis", Words("依据", "Basis"), TEXT, 14),
        Column("expires", Words("有效期至", "Expires"), DAY, 12),
        Column("statistics", Words("是否计入统计", "In statistics"), choice("included", "excluded", of="statistics"), 12, aside=True),
        _GROUPS, _ARTICLE, REST,
    ),
    Words("一票否决事项及其效力。", "Vetoes and what each does."),
)  # fmt: skip
GRADES = Layout(
    Words("等次", "Grades"),
    "grades",
    (
        KEY, *_TITLES,
        Column("groups", Words("适用赛道", "Tracks"), names("groups"), 36),
        Column("floor", Words("不低于", "From"), SETTING, 12),
        Column("above", Words("高于", "Above"), SETTING, 12, aside=True),
        Column("ceiling", Words("不高于", "Up to"), SETTING, 12, aside=True),
        Column("below", Words("低于", "Below"), SETTING, 12, aside=True),
        Column("quota.share", Words("名额比例", "Quota: share"), FORMULA, 16),
        Column("quota.count", Words("名额个数", "Quota: number"), FORMULA, 12),
        Column("quota.round", Words("比例取整", "Quota: rounding"), _CUTS, 12),
        Column("quota.ties", Words("名额并列", "Quota: ties"), _TIES, 14),
        Column("quota.of", Words("比例的基数", "Quota: share of"), _BASE, 14, aside=True),
        Column("quota.at_least", Words("至少几个", "Quota: at least"), NUMBER, 10, aside=True),
        Column("quota.promoted", Words("另行评定者", "Quota: promoted"), choice("aside", "counted", of="promoted"), 18, aside=True),
        _WHEN, _UNLESS,
        Column("also_when", Words("另可评定的情形", "Also when"), FORMULA, 24, aside=True),
        Column("coefficient", Words("系数", "Coefficient"), NUMBER, 9),
        _ARTICLE, REST,
    ),
    Words("等次由高到低，一行一等；次序就是行的次序。", "Grades from best to worst, a row each, in that order."),
)  # fmt: skip
AWARDS = Layout(
    Words("表彰", "Awards"),
    "awards",
    (
        KEY, *_TITLES,
        Column("groups", Words("适用赛道", "Tracks"), names("groups"), 36),
        Column("by", Words("评比依据", "By"), FORMULA, 18),
        Column("#by", Words("依据的意思", "In words"), TEXT, 20, told=True),
        Column("better", Words("方向", "Direction"), _SAID_BETTER, 12, aside=True),
        Column("top", Words("名额", "How many"), FORMULA, 14),
        Column("share", Words("比例", "Share"), FORMULA, 10),
        Column("round", Words("比例取整", "Rounding"), _CUTS, 12, usual="down"),
        Column("ties", Words("并列", "Ties"), _TIES, 14),
        Column("then", Words("同分依据", "Tie keys"), FORMULAS, 20, aside=True),
        Column("per", Words("评比范围", "Race"), choice("group", "all", of="per"), 10, usual="group"),
        Column("at_least", Words("最低要求", "At least"), FORMULA, 12),
        Column("when", Words("条件", "Condition"), FORMULA, 30),
        Column("unless", Words("除外情形", "Unless"), FORMULAS, 20),
        _ARTICLE, REST,
    ),
    Words("奖项：按什么评、评几个。", "Awards: by what, and how many."),
)  # fmt: skip
OTHER = Layout(
    Words("其他", "Other"),
    "",
    (
        Column("path", Words("位置", "Path"), TEXT, 30),
        Column("yaml", Words("写法", "As written"), TEXT, 90),
        Column("#words", Words("意思", "In words"), TEXT, 60, told=True),
    ),
    Words("没有自己的表的部分，照方案文件的写法；位置逐级用“/”隔开。同一位置写几行的，接在一起读。",
          "Parts without a table of their own, as a scheme file writes them; a path's steps are parted by “/”. Rows of one path are read as one."),
)  # fmt: skip
SECTIONS: tuple[Layout, ...] = (
    GROUPS, SUPPLIERS, CONSTANTS, FACTS, VALUES, LOOKUPS, TREE, EVENTS, VETOES, GRADES, AWARDS,
)  # fmt: skip

_ABSENCE, _SAY = block("absence"), choice("included", "excluded")
_AUDIENCE = choice(
    "statement", "leadership", "track", "public", statement=Words("各单位看本单位", "each its own statement"),
    leadership=Words("领导小组", "leadership"), track=Words("赛道内", "the track"), public=Words("公开", "public"),
)  # fmt: skip
_CADENCE_WORDS: Mapping[str, Words] = {
    "month": Words("月度", "monthly"), "quarter": Words("季度", "quarterly"), "half": Words("半年", "half-yearly"),
    "year": Words("年度", "yearly"), "awards": Words("奖项", "awards"),
}  # fmt: skip
_REFUSALS: Mapping[str, Words] = {
    "step_mode": Words("不足一步时", "Part of a step"), "zero_target": Words("目标为零时", "Target of zero"),
    "negative_target": Words("目标为负时", "Negative target"), "zero_base": Words("基期为零时", "Base of zero"),
    "rank_ties": Words("规则中的并列", "Ties within rules"),
}  # fmt: skip


def _said_of(setting: str) -> tuple[str, ...]:
    """What a setting of the whole scheme may say: whatever any rule takes for it."""
    name = "ties" if setting == "rank_ties" else setting
    found = (spec.parameter(name) for spec in CATALOGUES["rule"].values())
    return tuple(dict.fromkeys(word for one in found if one is not None for word in one.choices))


COVER_NAME = Words("封面", "Cover")
COVER_COLUMNS = (
    Column("#label", Words("项目", "Item"), TEXT, 26, told=True),
    Column("value", Words("内容", "Content"), TEXT, 90),
    Column("key", Words("编码", "Key"), TEXT, 24),
)
COVER: tuple[Column, ...] = (
    Column("title.zh", Words("方案名称", "Title"), TEXT),
    Column("title.en", Words("英文名称", "English title"), TEXT),
    Column("id", Words("方案编码", "Id"), TEXT),
    Column("version", Words("版本", "Version"), TEXT),
    Column("every", Words("考评周期", "Period"), _EVERY),
    Column("in_force.from", Words("施行自", "In force from"), DAY),
    Column("in_force.to", Words("施行至", "In force to"), DAY),
    Column("approved.by", Words("批准机关", "Approved by"), TEXT),
    Column("approved.on", Words("批准日期", "Approved on"), DAY),
    Column("approved.document", Words("批准文号", "Document"), TEXT),
    Column("reason", Words("本版缘由", "Reason for this version"), TEXT),
    Column("rounding.places", Words("取位：小数位数", "Rounding: decimals"), SETTING),
    Column("rounding.mode", Words("取位：方式", "Rounding: mode"), choice("half_up", "half_even", "floor", "ceil", "truncate", of="round.mode")),
    Column("rounding.at", Words("取位：在哪一步", "Rounding: stages"), choices("item", "dimension", "total")),
    Column("ranking.on", Words("排名：按", "Ranking: on"), choice("rounded", "exact")),
    Column("ranking.ties", Words("排名：并列", "Ranking: ties"), choice("share_best", "dense", "share_worst", "mean", of="ties")),
    Column("ranking.then", Words("排名：同分依据", "Ranking: tie keys"), FORMULAS),
    Column("ranking.unranked", Words("排名：不排名者", "Ranking: those not ranked"), choice("counted", "aside", of="unranked")),
    Column("ranking.better", Words("排名：方向", "Ranking: direction"), _SAID_BETTER),
    Column("grade_on", Words("定等次：按", "Grades: on"), choice("rounded", "exact"), usual="rounded"),
    Column("defaults.missing", Words("缺报时", "Where missing"), _ABSENCE),
    Column("defaults.not_applicable", Words("不适用时", "Where not applicable"), _ABSENCE),
    Column("defaults.pending", Words("待报时", "Where pending"), _ABSENCE),
    Column("defaults.undefined", Words("无法计算时", "Where undefined"), _ABSENCE),
    Column("defaults.population", Words("统计总体", "Population"), YAML),
    *(Column(f"defaults.{name}", label, choice(*_said_of(name), of=name)) for name, label in _REFUSALS.items()),
    *(Column(f"who_sees.{name}", Words(f"{word.zh}结果的范围", f"Who sees {word.in_('en')} results"), _AUDIENCE)
      for name, word in _CADENCE_WORDS.items()),
    Column("notes", Words("附注", "Notes"), TEXT),
)  # fmt: skip
