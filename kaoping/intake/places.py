"""Which place a paper is of, and its level: province, city, district, county, township."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from kaoping.intake.words import IMPERATIVES

_GOVERNED = re.compile(
    r"(?:自治区|自治州|自治县|省|市|区|县|州|盟|旗|镇|乡|街道)(?=委(?!员|托|派|屈|婉)|人民政府|政府|人大|"
    r"政协|纪委|直机关|第[一二三四五六七八九十]{1,3}(?:次|届)|融媒|召开|举行|国民经济|人民法院|人民检察院)"
)
# A newspaper is of the place it is named after, unless it is one of those that are named after none.
_NEWSPAPER = re.compile(r"^([\u4e00-\u9fff]{2,4}?)[省市县区]?(?:日报|晚报|晨报|早报|时报|新报|报)$")
_NO_PLACE = frozenset(
    (
        "南方 新华 光明 人民 经济 解放 大众 新民 羊城 齐鲁 燕赵 楚天 三湘 长江 黄河 扬子 中国 农民 工人 法治 法制 科技 教育 健康 青年 学习 半岛 "
        "华商 华西 都市 金融 证券 环球 参考 文汇 中原 潇湘 消费 市场 企业 商务 党员 检察 公安 消防 交通 环境 文化 体育 电力 石油 铁路 民族 老年 信息"
    ).split()
)
_NO_PLACE_IN = re.compile(
    r"[本都]市$|法[治制]|经济|人民|青年|农民|工人|科技|教育|信息|数字|电子|[新时要]闻|政务|集团|公司|大学"
)
# 港城园区, 风景区, 老旧小区: no district, whatever office it has.
_NO_DISTRICT = re.compile(
    r"[园景社校小片库厂山林灾街地矿牧湖辖军战城郊新开]区$|开发区$|功能区$|示范区$|保护区$|保税区$|服务区$|合作区$"
)
_OFFICIAL_SOURCE = re.compile(r"^([\u4e00-\u9fff]{2,3}?)[省市县区]?(?:发布|融媒|政府网|人民政府)")
_SOURCE_OF_PLACE = re.compile(
    r"^([\u4e00-\u9fff]{2,3}[市县区州旗])(?=[\u4e00-\u9fff]{2,14}(?:局|委员会|公司|集团|中心|办公室|医院|学校|大学|学院|委|厅)$)"
)
_IN_TITLE = re.compile(r"《([\u4e00-\u9fff]{2,3}[市县区州旗])(?=[\u4e00-\u9fff\d])")
_SUBORDINATE = re.compile(r"驻([\u4e00-\u9fff]{2,4}?)(?:有关)?(?:单位|部队|机构|企业|高校|各单位|省属)")
_NEW = re.compile(
    r"(?:现代化新?|共同富裕新?|新时代|美丽|清廉|平安|幸福|富强|活力|实力|现代化)([\u4e00-\u9fff]{2,"
    r"3}?)(?=[”」,，。;；、建作做而\s]|实践|建设)"
)
_MEDIA = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3}?)(?:县|市|区)?(?:融媒|日报|晚报|发布|新闻网|政府网|电视台|广播电视台|要闻|新闻)"
)
_MEDIA_CUE = re.compile("融媒|日报|晚报|发布|新闻|政府网|电视台|广播电视台|要闻")
_PROVINCES = frozenset(
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 "
    "陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门".split()
)
_LEVELS = {
    "省": "省",
    "市": "市",
    "区": "区",
    "县": "县",
    "州": "州",
    "旗": "旗",
    "盟": "盟",
    "镇": "镇",
    "乡": "乡",
}
_WHOLE = re.compile(r"全(省|市|区|县|州|旗|镇|乡)(?!国)")
_OURS = re.compile(r"我(省|市|区|县|州|旗|镇|乡)")
_HELD_BY = re.compile(r"(?<![\u4e00-\u9fff])(省|市|区|县|州|旗|镇|乡)(?:委|政府|人大|政协)")
_BARRED = frozenset(
    "全我该本各两副会和与在是对由向为的等于持按及了把从到将请据新老级长记委府党届一二三四五六七八九十次年月日以上下前后其他每"
    "让使受经被给或并且但而所出席开召参加任原时内外就报呈送面暨"
)
_VILLAGE = re.compile(r"([\u4e00-\u9fff]{2,6}(?:村|社区))(?=[“\"]?(?:两委|党|村民|居民|支部|支委|委员会))")
_NOT_NAMES = frozenset(
    (
        "中央 国家 省委 市委 区委 县委 领导 主任 常委 关于 开发 高新 示范 根据 按照 贯彻 落实 学习 认真 传达 代表 审议 印发 同意 坚持 围绕 "
        "中心 城市 乡村 自治 直辖 郊 社 园 景 山 灾 牧 林 地 辖 城乡"
    ).split()
)


def level_of(title: str, head: str, region: str) -> str:
    """省, 市, 区, 县 …: from 全市 in the name, from the region, or from the first words."""
    for words in (title, head):
        found = _WHOLE.search(words)
        if found:
            return _LEVELS[found[1]]
    if region:
        return level_of_region(region)
    for words in (title, head):
        found = _HELD_BY.search(words) or _OURS.search(words)
        if found:
            return _LEVELS[found[1]]
    return ""


def level_of_region(region: str) -> str:
    """The level a place name ends with."""
    if region.endswith("自治区"):
        return "省"
    if region.endswith("街道"):
        return "街道"
    return _LEVELS.get(region[-1:], "")


def region_of(text: str, level: str) -> str:
    """The place a paper is of: the one whose committee or government it names most; else a place its slogans name."""
    counts = _governed(text)
    fitting = {name: count for name, count in counts.items() if not level or level_of_region(name) == level}
    if fitting:
        return max(fitting, key=lambda name: (fitting[name], -text.find(name)))
    titled = Counter(found[1] for found in _IN_TITLE.finditer(text) if level_of_region(found[1]) == level)
    village = _VILLAGE.match(text)
    if village and not level:
        return village[1]
    return titled.most_common(1)[0][0] if titled else _by_offices(text, level) or _by_slogan(text, level)


def _by_offices(text: str, level: str) -> str:
    """The place whose offices and companies the page names (滨阳市教育局), where no committee or government is named."""
    if not level:
        return ""
    names: Counter[str] = Counter()
    place = text.find(level)
    while place >= 0:  # back from 滨阳市 before 教育局 to a mark
        start, least = place, place - 4 if place > 4 else 0
        while start > least and "\u4e00" <= text[start - 1] <= "\u9fff":
            start -= 1
        name = text[start : place + 1]
        if 3 <= len(name) <= 4 and _OFFICE_OF.match(text, place + 1) and _is_named(name):
            names[name] += 1
        place = text.find(level, place + 1)
    return names.most_common(1)[0][0] if names else ""


_OFFICE_OF = re.compile("[\u4e00-\u9fff]{2,14}(?:局|厅|委员会|联合会|公司|中心|办公室|指挥部|医院|学校)")


def _is_named(name: str) -> bool:
    return (
        name[:2] not in _NOT_NAMES
        and name[:2] not in IMPERATIVES
        and not _BARRED.intersection(name[:-1])
        and not _NO_DISTRICT.search(name)
    )


@lru_cache(4)
def _governed(text: str) -> dict[str, int]:
    """How often each place is named with its committee or government; a paper is asked two or three times."""
    counts: dict[str, int] = {}
    for found in _GOVERNED.finditer(text):
        name = _name_before(text, found.start(), found[0])
        if name:
            counts[name] = counts.get(name, 0) + 1
    return counts


def region_of_source(source: str, level: str) -> str:
    """青岚发布, 松源市中医医院: an office of a place; 青岚日报, unless it is a paper named after none."""
    owned = _SOURCE_OF_PLACE.match(source)
    if owned and (not level or level_of_region(owned[1]) == level):
        return owned[1]
    found = _OFFICIAL_SOURCE.match(source)
    if not found:
        found = _NEWSPAPER.match(source)
        found = None if found and (found[1] in _NO_PLACE or _NO_PLACE_IN.search(found[1])) else found
    return found[1].rstrip("省市县区") + level if found and level and found[1] not in _PROVINCES else ""


def _name_before(text: str, place: int, suffix: str) -> str:
    """The name that ends with a suffix at `place`: two characters, or more where they always stand together."""
    longest = 8 if suffix.startswith("自治") else 4
    start = place
    while start > 0 and place - start < longest and _may_be_name(text[start - 1]):
        start -= 1
    run = text[start:place].removeprefix("中共")
    for bound in ("省", "市", "自治区"):
        if bound in run[:-1]:
            run = run[run.rindex(bound) + 1 :]
    if (
        len(run) < 2
        or run[-2:] in IMPERATIVES
        or run[:2] in IMPERATIVES
        or run in _NOT_NAMES
        or run[:2] in _NOT_NAMES
        or run[-2:] in _NOT_NAMES
    ):
        return ""
    bounded = (
        start == 0
        or not "\u4e00" <= text[start - 1] <= "\u9fff"
        or text[start - 2 : start] == "中共"
        or text[start - 1] in "在省市由"
    )
    if (len(run) <= 3 and bounded) or suffix.startswith("自治"):
        return run + suffix
    name = run[-2:]
    for size in range(3, len(run) + 1):
        together = text.count(run[-size:] + suffix)
        if together < 2 or together < text.count(name + suffix):
            break
        name = run[-size:]
    return name + suffix


def _may_be_name(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" and letter not in _BARRED


def _media(text: str) -> Iterator[re.Match[str]]:
    """_MEDIA.finditer, looked for only in the four places before a word for a newspaper or an office of news."""
    place = 0
    for cue in _MEDIA_CUE.finditer(text):
        for start in range(max(place, cue.start() - 4), cue.start() - 1):
            found = _MEDIA.match(text, start)
            if found:
                place = found.end()
                yield found
                break


@lru_cache(4)
def _slogans(text: str) -> tuple[tuple[int, str], ...]:
    """What is named like a place, 驻某有关单位, 新某城, 某融媒, at least twice, with how often; a paper is asked two or three times."""
    names: set[str] = set()
    for hits in (_SUBORDINATE.finditer(text), _NEW.finditer(text), _media(text)):
        for found in hits:
            if not re.search(
                r"国家|社会|强市|强国|城市|家园|机关|乡村|经济|强区|强县|我国|中国|企业|校园|新城|本报|记者|全[省市县区]|"
                r"我[省市县区]|^[省市县区州本地各该]|时政|今日|图片|环境|教育|卫生|政务|信息|综合|部门|乡镇|每日|人民|建设|"
                r"交通|农业|水利|工业|文旅|旅游|科技|金融|财政|公安|法治|司法|民政|住建|应急|体育|医保|林业|税务|商务|审计|统计|气象|电力|工会|党建|热点|最新|本地|图文|媒体|民生|社区",
                found[1],
            ):
                names.add(found[1])
    return tuple((count, name) for name in names if (count := text.count(name)) >= 2)


def _by_slogan(text: str, level: str) -> str:
    """驻某有关单位, 新某城, 某融媒: a place named so, and at least twice."""
    best = _slogans(text) if level else ()
    if not best:
        return ""
    name = max(best)[1].rstrip("省市县区")
    return "" if name in _PROVINCES and level != "省" else name + level
