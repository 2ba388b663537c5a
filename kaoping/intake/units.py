"""Units of the field, and what each may count: money, area, people, rates, places in a ranking, time."""

from __future__ import annotations

import re
from functools import cache, lru_cache

MONEY = "元 美元 欧元 港元 人民币 块"
MEASURE = (
    "平方公里 平方千米 平方米 立方米 公里 千米 米 公顷 亩次 亩 吨标准煤 吨标煤 吨公里 吨 公斤 千克 克 斤 升 毫升 方 立方 千瓦时 千瓦 兆瓦时 兆瓦 吉瓦 度 "
    "厘米 毫米 周岁 岁 蒸吨 标准箱 标箱 TEU 海里 伏安 千伏安 兆伏安 千伏 微克/立方米 微克每立方米 立方米每秒 吨每日 微克 毫克 毫克/升 分贝 "
    "NTU mg/L μg/m³ dB kW kWh MW MWh GW km km² m² m³ MPa ppm kV kVA MVA GWh TB PB "
    "兆 G T 立方米/秒 标方 吨/日 吨/年 卡 大卡 焦耳 瓦时 瓦 路 芯公里 皮长公里 延米 车道公里"
)
COUNT = (
    "棒 袋 瓶 箱 桶 粒 穴 个 家 项 户 人 名 位 人次 件 件次 例 条 座 所 处 台 套 辆 架 艘 只 头 匹 羽 尾 株 棵 盏 张 床 间 "
    "栋 幢 套次 场 场次 期 批 批次 次 起 宗 笔 份 部 篇 本 册 种 类 款 "
    "支 队 对 组 户次 个班 人份 剂次 剂 针 班 片 块 段 口 眼 台套 台件 套件 台次 辆次 架次 标段 单 票 亩均 学位 "
    "个学位 张床位 床位 孔 门 门次 车次 趟 村 镇 街道 社区 企 校 园 馆 中心 基地 平台 车位 个车位 "
    "万元户 家次 站 桩 枪 泊位 班列 列 航线 线 周 节 期次 集"
)
RATE = "% ％ ‰ 个百分点 百分点 倍 番 成 分 厘 折"
TIME = "个工作日 工作日 天 日 小时 分钟 个月 毫秒 微秒 秒 年 月 个自然日"

_NOT_AFTER = {
    "方": "面 案 向 式 法 针 便 位 可 能 才 阵 略",
    "人": "均 大 才 民 员 口 居 力 工 社 文 生 事 物 身 行 防 体",
    "个": "人 别 性 体 百分点 工作日 月 位次",
    "名": "单 牌 优 额 片 称",
    "位": "居 列 于 次",
    "分": "钱 别 类 级 钟 之 析 管 工 行 局 布 解 期 步 片",
    "度": "过 假 夏",
    "路": "",
    "级": "",
    "家": "庭 长 园 乡 电 政 具 居 族",
    "户": "籍 外 型 均",
    "件": "均",
    "条": "件 例 款 块",
    "项": "目",
    "所": "有 得 属 在 需",
    "处": "理 置 级 罚 于 分",
    "台": "账 湾",
    "场": "所 地 馆 景",
    "期": "间 限 望",
    "次": "年 日 月",
    "起": "步 来 到 草",
    "部": "门 分 署 队 长 级",
    "本": "地 级 土 市 区 县 科 年",
    "种": "植 业 子",
    "类": "别 似",
    "对": "接 标 照 外 口",
    "组": "织 成 建",
    "班": "子",
    "片": "区",
    "段": "",
    "口": "岸 碑",
    "门": "户 诊",
    "单": "位 项 个 元",
    "成": "立 效 果 本 为 员 功 熟 长 都",
    "倍": "增",
    "米": "",
    "块": "",
    "站": "位",
    "线": "上 下",
    "村": "",
    "镇": "",
    "中心": "",
    "节": "能 约",
    "园": "区",
    "支": "持 部 出 撑 付",
    "队": "伍",
    "张": "",
    "间": "",
    "集": "中 成 聚 体 团",
    "强": "化 县 市 区 镇 企 村 省",
    "天": "然",
    "周": "边 年 期",
    "元": "旦 件 素",
    "线路": "",
    "企": "业",
    "校": "园",
    "社区": "",
    "升": "级",
    "克": "服",
    "厘": "清",
    "票": "否",
    "股": "",
    "列": "入 为",
    "桩": "",
    "孔": "",
}
FAMILY = {
    **dict.fromkeys(COUNT.split(), "count"),
    **dict.fromkeys(MEASURE.split(), "measure"),
    **dict.fromkeys(MONEY.split(), "money"),
    **dict.fromkeys(RATE.split(), "rate"),
    **dict.fromkeys(TIME.split(), "time"),
    **dict.fromkeys(("个位次", "位次"), "rate"),
}
_LATIN = frozenset(unit for unit in FAMILY if len(unit) > 1 and unit[-1].isascii() and unit[-1].isalpha())
_ORDERED = sorted(FAMILY, key=len, reverse=True)
LONGEST_UNIT = len(_ORDERED[0])
UNIT_HEADS = "".join(dict.fromkeys(unit[0] for unit in _ORDERED))


_COMMON = "%个元家亩人项名户公平吨所座台件位条次"


def _commonness(group: tuple[str, list[str]]) -> int:
    """The commonest heads are compared first; only one of them can fit."""
    place = _COMMON.find(group[0])
    return place if place >= 0 else len(_COMMON)


@cache
def unit_pattern() -> str:
    """A pattern for one unit, longest first, each kept from eating the head of another word (方 in 方案)."""
    by_head: dict[str, list[str]] = {}
    for unit in _ORDERED:
        barred = _NOT_AFTER.get(unit, "").split()
        barred_pattern = "|".join([*map(re.escape, barred), *(["[A-Za-z0-9]"] if unit in _LATIN else [])])
        guard = f"(?!{barred_pattern})" if barred_pattern else ""
        by_head.setdefault(unit[0], []).append(re.escape(unit[1:]) + guard)
    # Units of one first character stand together: at most one such group can match, and the others cost one step.
    parts = [
        re.escape(head) + f"(?:{'|'.join(tails)})" for head, tails in sorted(by_head.items(), key=_commonness)
    ]
    return "(?:" + "|".join(parts) + ")"


@lru_cache(4096)
def family_of(unit: str) -> str:
    """count, measure, money, rate or time; the multiplier before the unit (万, 亿) is ignored."""
    family = FAMILY.get(unit.lstrip("十百千万亿"), FAMILY.get(unit, ""))
    return family or (family_of(unit.partition("/")[0]) if "/" in unit else "count")
