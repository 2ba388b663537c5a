"""Which place a paper is of, and its level: province, city, district, county, township."""

from __future__ import annotations

import re
from collections import Counter

from kaoping.intake.words import is_imperative

_HAN = r"[\u4e00-\u9fff]"
_GOVERNED = re.compile(
    rf"(?:中共)?({_HAN}{{2,9}}?(?:自治区|自治州|自治县|省|市|区|县|州|盟|旗|镇|乡|街道))(?:委(?!员|托|派|屈|婉)|人民政府|政府|人大|政协|纪委|直机关|第[一二三四五六七八九十]{{1,3}}(?:次|届)|(?:20\d\d年)?国民经济)"
)
_SUBORDINATE = re.compile(rf"驻({_HAN}{{2,4}}?)(?:有关)?(?:单位|部队|机构|企业|高校|各单位|省属)")
_NEW = re.compile(rf"(?:现代化新?|共同富裕新?|新时代|美丽|清廉|平安|幸福|富强|活力|法治|数字|健康|文明)({_HAN}{{2,3}}?)(?=[”」,，。;；、建作做而\s]|实践|建设)")
_LEVELS = {"省": "省", "市": "市", "区": "区", "县": "县", "州": "州", "旗": "旗", "盟": "盟", "镇": "镇", "乡": "乡"}
_WHOLE = re.compile(r"全(省|市|区|县|州|旗|镇|乡)")
_OURS = re.compile(r"我(省|市|区|县|州|旗|镇|乡)")
_CENTRAL = ("中央", "全国", "国家", "国务院")
_NOT_PLACE = re.compile(r"全|我|该|本|各|两|中央|国家|省委|市委|区委|县委|领导|副|书记|主任|常委|会|和|与|、|在(?=.{3})|是|对|由|向|为|的|等|出席|主持|关于|开发|经|高新|示范|根据|按照|贯彻|落实|学习|按|及|了|把|从|到|将|请|审议|印发|同意|坚持|围绕|认真|传达|代表")


def level_of(title: str, head: str, region: str) -> str:
    """省, 市, 区, 县 …: from 全市 in the name, from the region, or from the first words."""
    for words in (title, head):
        found = _WHOLE.search(words)
        if found:
            return _LEVELS[found[1]]
    if region:
        return level_of_region(region)
    for words in (title, head):
        found = _OURS.search(words) or re.search(r"(?<![一-鿿])(省|市|区|县|州|旗)(?:委|政府|人大|政协)", words)
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
    counts: Counter[str] = Counter()
    for found in _GOVERNED.finditer(text):
        name = _tidy(found[1])
        if name:
            counts[name] += 1
    fitting = {name: count for name, count in counts.items() if not level or level_of_region(name) == level}
    for table in (fitting, {} if level else dict(counts)):
        if table:
            return max(table, key=lambda name: (table[name], -text.find(name)))
    return _by_slogan(text, level)


def _tidy(words: str) -> str:
    """A place name without the words run into it: 山东省某市 gives 某市, 中共某县 gives 某县."""
    name = words.removeprefix("中共")
    for mark in ("自治区", "省"):
        if mark in name[:-1]:
            name = name[name.index(mark) + len(mark) :]
    if "市" in name[1:-1] and name[-1] in "区县市镇乡道":
        name = name[name.index("市", 1) + 1 :]
    barred = None
    for barred in _NOT_PLACE.finditer(name):
        pass
    if barred and barred.end() < len(name) - 1:
        name = name[barred.end() :]
    if _NOT_PLACE.search(name) or is_imperative(name) or len(name) < 3 or len(name) > 9:
        return ""
    return name


def _by_slogan(text: str, level: str) -> str:
    """驻某有关单位, 新某城, 清廉某某: a place named so, and at least twice."""
    names: Counter[str] = Counter()
    for pattern in (_SUBORDINATE, _NEW):
        for found in pattern.finditer(text):
            if not re.search(r"国家|社会|强市|强国|城市|家园|机关|乡村|经济|强区|强县|我国|中国|企业|校园|新城", found[1]):
                names[found[1]] += 1
    best = [(text.count(name), name) for name in names if text.count(name) >= 2]
    if not best or not level:
        return ""
    return max(best)[1] + level
