"""The field a task belongs to, by its words; the title weighs more than the body."""

from __future__ import annotations

import re

CATEGORIES = (
    "党建", "经济", "营商环境", "改革开放", "三农", "生态环保", "安全稳定", "疫情防控", "民生", "社会治理", "人才", "统战", "国防双拥",
    "作风廉政", "考核督查", "文化", "总体",
)  # fmt: skip
_WORDS = {
    "党建": "党建 党的建设 政治引领 党组织 主题教育 从严治党 党员 干部队伍 理论学习 意识形态 政治建设 基层党 思想武装 "
        "党史 组织建设 管党治党 党的领导 政治能力 理论武装",
    "经济": "经济 项目 产业 投资 工业 招商 园区 开发区 企业培育 规上 消费 财政 税收 金融 制造 数字 服务业 增长 "
        "动能 旅游 商贸 外贸 物流 科技创新 创新驱动 链 专精特新 稳增长 铁路 交通 基础设施 城镇 城市更新",
    "营商环境": "营商环境 放管服 政务服务 审批 一网通办 惠企 减税降费 市场主体 高效办成 涉企",
    "改革开放": "改革 开放 自贸 一带一路 体制机制 试点 国企改革 对外开放 区域合作 协作",
    "三农": "乡村振兴 农业 农村 农民 粮食 高标准农田 耕地 脱贫 种植 畜牧 农产品 人居环境 三农 乡村 水利 春耕 秋收 夏收",
    "生态环保": "生态 环境保护 污染 大气 水环境 空气质量 碳 绿色 节能 环保 河湖 林长 河长 造林 垃圾分类 蓝天 碧水 净土 环境质量",
    "安全稳定": "安全生产 安全 稳定 防汛 消防 信访 风险 隐患 应急 维稳 平安 反诈 森林防火 防灾 食品药品 底线 道路交通安全 矛盾",
    "疫情防控": "疫情 疫苗 核酸 防疫 外防输入 传染病",
    "民生": "民生 就业 教育 医疗 卫生 社保 养老 住房 老旧小区 学校 医院 救助 群众 健康 共同富裕 托育 残疾 棚户区 学位 办学 低保 社会保障 保交",
    "社会治理": "社会治理 基层治理 网格 社区治理 综治 法治 依法行政 治理体系 执法 司法 文明城市",
    "人才": "人才 引才 育才 英才 博士 技能人才",
    "统战": "统战 统一战线 民族 宗教 侨 对台",
    "国防双拥": "国防 双拥 退役军人 征兵 民兵 武装 拥军",
    "作风廉政": "作风 廉政 廉洁 腐败 纪律 形式主义 清廉 反腐 中央八项规定 党风 过紧日子 减负 清正",
    "考核督查": "考核 督查 督导 督办 奖惩 结果运用 台账 任务分解 压实责任 责任 落实 指标 调度 通报 评价 清单 组织领导 "
        "沟通对接 对标对表 协同配合 真抓实干 督促 争先进位 加分 报送 跟踪",
    "文化": "文化 文明 宣传 文旅 体育 文物 非遗 精神文明 舆论 全民阅读 文艺",
}  # fmt: skip
_TABLE = {word: field for field, words in _WORDS.items() for word in words.split()}
_ALONE = "".join(word for word in _TABLE if len(word) == 1)
_PAIRED = sorted((word for word in _TABLE if len(word) > 1), key=len, reverse=True)
_FIRSTS, _SECONDS = ("".join(sorted({word[place] for word in _PAIRED})) for place in (0, 1))


def _either(head: str, tails: list[str]) -> str:
    return f"{head}(?:{'|'.join(tails)})"


def _beginning(second: str) -> str:
    """The words with this second character, the longest first, from that character on; their first is looked back at."""
    tails: dict[str, list[str]] = {}
    for word in _PAIRED:
        if word[1] == second:
            tails.setdefault(word[2:], []).append(word)
    return _either(second, [f"{tail}(?<={'|'.join(words)})" for tail, words in tails.items()])


# The search skips to a first character; the words are tried only where a second one follows, those with that one together.
_FIND = re.compile(
    f"[{_FIRSTS}{_ALONE}](?:(?=[{_SECONDS}])(?:{'|'.join(map(_beginning, _SECONDS))})|(?<=[{_ALONE}]))"
)
_TITLE_WEIGHT = 4
_RANK = {field: -place for place, field in enumerate(CATEGORIES)}


def category_of(title: str, body: str) -> str:
    """One of CATEGORIES; 总体 where nothing speaks for a field."""
    merit: dict[str, int] = {}
    for words, weight in ((title, _TITLE_WEIGHT), (body[:400], 1)):
        for word in _FIND.findall(words):
            field = _TABLE[word]
            merit[field] = merit.get(field, 0) + weight
    if len(merit) < 2:
        return next(iter(merit), "总体")
    return max(merit, key=lambda field: (merit[field], _RANK[field]))
