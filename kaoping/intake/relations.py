"""Targets without a figure: 三季度好于二季度, 与经济增长同步, 进入全省前三."""

from __future__ import annotations

import re
from fractions import Fraction

from kaoping.intake.numbers import NotANumber, value_of
from kaoping.intake.paper import Confidence, Ground, Span, Target
from kaoping.intake.subjects import clean_subject

_WHERE = r"(?:平均|均值|水平|季度|增速|增幅|增长|全省|全市|全国|全区|上年|去年|同期|上半年|下半年|速度|GDP|经济|目标|计划|前列|序时)"
_OVER = r"(?:不低于|不高于|不慢于|高于|好于|快于|优于|低于|领先于?|跑赢|超过|高出)"
_TO = rf"[^,，。;；:：、\n\d]{{0,16}}?{_WHERE}"
_RELATION = re.compile(
    rf"(?P<subject>[^,，。;；:：\n]{{2,40}}?)(?P<sign>{_OVER})(?P<to>{_TO}[^,，。;；:：、\n\d]{{0,10}})"
)
_GROWS = r"(?:增速|增幅|增长|收入|季度|速度|水平|形势|质量)"
_STILL = r"(?:继续|持续|均|都|始终|明显|要|应|须|力争|确保|争取|保持){0,2}"
_FASTER_THAN = r"(?:快于|好于|优于|高于|不低于|不慢于)"
_FASTER = re.compile(
    rf"(?P<subject>[^,，。;；:：、\n]{{0,30}}?{_GROWS}){_STILL}(?P<sign>{_FASTER_THAN})(?P<to>[^,，。;；:：、\n\d]{{2,16}})"
)
_REACHES = re.compile(
    r"(?P<subject>[^,，。;；:：\n]{2,30}?)(?:力争|争取|要|均|都)*(?P<sign>达到)(?P<to>全[省国市县区]平均水平)"
)
_SYNC = re.compile(
    r"(?P<subject>[^,，。;；:：\n]{2,40}?)(?:与|同|和)(?P<to>[^,，。;；:：、\n]{2,20}?)(?:保持|基本|大体|实现)*(?:同步(?!谋划|推进|部署|实施|规划|建设|开展|落实|发力|抓|设计|施工|考核|安排|研究|检查|进行|整治)|相适应|相匹配)"
)
_RANK = re.compile(
    r"(?P<subject>[^,，。;；:：\n]{0,30}?)(?:进入|跻身|挺进|挤进|闯进|重返|冲进|冲刺|位居|稳居|位列|保持在?|进位到|排名|迈入|争进|(?:确保|力争|保住)(?=全[国省市县区]|前[一二三四五六七八九十]))(?:在|至|到|稳|居)*"
    r"(?P<to>[^,，。;；:：\n]{0,12}?(?:前(?P<number>[一二三四五六七八九十\d]{1,3})(?P<unit>位|名|强)?|第一方阵|第一梯队))(?![\d年月个]|的[^,，。;；]{2,30}(?:给予|予以|进行|奖励|实行|取消|约谈|通报))"
)
_DOUBLES = re.compile(r"(?P<subject>[^,，。;；:：、\n]{2,40}?)(?:同比|实现|力争|再|年内|基本)*翻番(?P<to>)")
_PATTERNS = (
    (_DOUBLES, "quant", re.compile("翻番")),
    (_RELATION, "relation", re.compile(rf"{_OVER}{_TO}")),
    (_FASTER, "relation", re.compile(rf"{_GROWS}{_STILL}{_FASTER_THAN}")),
    (_REACHES, "relation", re.compile("达到全")),
    (_SYNC, "relation", re.compile(r"同步|相适应|相匹配")),
    (_RANK, "rank", re.compile(r"前[一二三四五六七八九十\d]|第一方阵|第一梯队")),
)
_SIGNS = {
    "不低于": ">=", "不高于": "<=", "不慢于": ">=", "高于": ">", "好于": ">", "快于": ">", "优于": ">", "低于": "<", "领先": ">", "领先于": ">",
    "跑赢": ">", "超过": ">", "高出": ">", "达到": ">=",
}  # fmt: skip
_MODALS = re.compile(r"^(?:[、,，\s]|要|和|并|确保|力争|争取|推动|努力|实现|促进|使)+")
_CUE = re.compile(
    r"翻番|于|过|赢|同步|相适应|相匹配|平均水平|前[一二三四五六七八九十\d]|第一方阵|第一梯队|领先|高出"
)
_GROWTHS = frozenset("增速 增幅 位次 排名 名次".split())
_OURS = _GROWTHS | frozenset(
    ("", "我们", "我县", "我市", "我区", "我省", "我镇", "我校", "我院", "我局", "全县", "全市")
)
_CLAUSE_BEFORE = re.compile(r"([^,，。;；:：\n]{4,30})[,，]$")
_GROUND = Ground("relation", Confidence.LIKELY, ("future-sentence",))


def may_relate(flat: str, span: Span) -> bool:
    """Whether a sentence holds any word of comparing or ranking."""
    return _CUE.search(flat, span.start, span.end) is not None


def read_relations(text: str, flat: str, span: Span, period: str, taken: list[Span]) -> list[Target]:
    """The relations and places in a ranking that a sentence of the future asks for; none that a figure already took."""
    words = flat[span.start : span.end]
    found: list[Target] = []
    for pattern, kind, sign in _PATTERNS:
        if not sign.search(words):
            continue
        for hit in pattern.finditer(flat, span.start, span.end):
            place = Span(hit.start(), hit.end())
            if any(place.touches(other) for other in taken) and kind != "rank":
                continue
            if any(place.touches(other.span) for other in found):
                continue
            found.append(_target(hit, kind, place, period))
    return found


def _target(hit: re.Match[str], kind: str, place: Span, period: str) -> Target:
    subject, measure = clean_subject(hit["subject"])
    subject = subject or _MODALS.sub("", hit["subject"])
    if subject in _OURS:  # 年终全省营商环境评价,我们要挤进全省前3位; 税收占比62%以上,增幅要高于全市平均水平
        subject = _before(hit) + (subject if subject in _GROWTHS else "") or subject
    groups = hit.groupdict()
    value, unit, comparator = None, "", "rank"
    if kind == "quant":
        value, unit, comparator = Fraction(1), "番", "="
    elif kind == "relation":
        comparator = _SIGNS.get(groups.get("sign") or "", "sync")
    elif groups.get("number"):
        value, unit = _place(groups["number"] or ""), groups.get("unit") or "名"
    reference = hit["to"].strip("“”")
    return Target(
        "",
        place,
        subject or hit["subject"].strip(),
        measure,
        kind,
        comparator,
        value,
        None,
        unit,
        reference,
        period,
        "",
        _GROUND,
    )


def _before(hit: re.Match[str]) -> str:
    """What the clause before is about."""
    start = hit.start("subject")
    found = _CLAUSE_BEFORE.search(hit.string, max(0, start - 40), start)
    return clean_subject(found[1])[0] if found and not any(sign.isdigit() for sign in found[1]) else ""


def _place(words: str) -> Fraction | None:
    try:
        return value_of(words)
    except NotANumber:
        return None
