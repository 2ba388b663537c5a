"""What leads into a series or into bodies: a sentence that deploys (部署了2025年工作), one that tells, one that charges (要求某局牵头)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.intake import kinds
from kaoping.intake.paper import Span
from kaoping.intake.structure import Paragraph
from kaoping.intake.words import is_imperative

# Every branch opens with a plain character, so that the search may skip to one.
_DEPLOYS = re.compile(
    r"部署|安排(?!情况)|强调|要求|议定|决定|任务|打算|举措|措施|意见|对策|思路|布局|硬仗|攻坚战|会战|战役|下一?步|今后|接下来|必须|务必|力争|做到|不变"
    r"|提出|明确(?!了解)|要(?<![主重需必只首摘纪概扼简若紧机]要)(?!求|点|素|么|闻|害|件|是|看到|认识)|持续用力"
)
_RECALLS = re.compile(
    r"总结|回顾|成绩|成效|成果|亮点|特点|特征|变化|经验|问题|不足|短板|困难|原因|形势|通报|分析|体现|表现|取得|得益于|意义|优势|机遇|挑战|差距|启示|看到|认识到|怎么看|好处|因素|考虑|印象|感受|体会|议题|议程"
)
_SENTENCE = re.compile(r"[。!！?？;；\n]")


def last_sentence(words: str) -> str:
    """The last sentence of words, without the mark it ends with."""
    plain = words.rstrip(" \u3000。:：,，!！;；")
    cut = 0
    for found in _SENTENCE.finditer(plain):
        cut = found.end()
    return plain[cut:]


def deploys(intro: str) -> bool:
    """Whether the sentence above a series asks: its word of asking stands behind any word of telling."""
    said = last_sentence(intro)
    return _last(_RECALLS, said) < _last(_DEPLOYS, said)


_TELLS = re.compile(
    r"总结了|回顾了|分析了|通报了|肯定了|取得了|(?:特点|成绩|成效|成果|亮点|变化|经验|原因|启示)[^,，。]{0,8}$"
)


def recalls(intro: str) -> bool:
    """Whether the sentence above a series tells: 会议总结了去年工作,概括起来有三个方面。"""
    said = last_sentence(intro)
    return _last(_TELLS, said) > _last(_DEPLOYS, said)


def _last(pattern: re.Pattern[str], words: str) -> int:
    last = -1
    for found in pattern.finditer(words):
        last = found.start()
    return last


def intro_of(text: str, structure: Sequence[Paragraph], first: int) -> str:
    """The end of the plain paragraph above the first item of a list; nothing where none stands there."""
    above = structure[first - 1] if first else None
    if above is None or above.kind is not kinds.BODY or above.marker:
        return ""
    return text[max(above.span.start, above.span.end - 90) : above.span.end]


def deployed(
    text: str, structure: Sequence[Paragraph], lists: Sequence[Sequence[int]], told: frozenset[int]
) -> frozenset[int]:
    """Items with words of their own, of lists a sentence that deploys stands above: all are tasks, in whatever words they open."""
    found: set[int] = set()
    for listed in lists:
        if len(listed) < 2 or listed[0] in told or not deploys(intro_of(text, structure, listed[0])):
            continue
        worded = [number for number in listed if structure[number].heading.end < structure[number].span.end]
        if len(worded) == len(listed) and all(
            structure[number].role in (kinds.OTHER, kinds.ORDER) for number in listed
        ):
            found.update(listed)
    return frozenset(found)


_OFFICE = r"(?:局|委|办|办公室|部门|厅|院|中心|单位|政府|街道|街道办|乡镇|镇|乡|公司|集团|管委会|指挥部|专班|领导小组|大队|支队|处|科|室|银行|学校|医院)"
_DEMAND = re.compile(
    r"(?:要求|明确|强调|议定|决定|部署|安排|责成|指定|提出)(?:了)?[,，:：]?(?!要求|明确|强调)(?=由?[\u4e00-\u9fff、（）()]{1,40}?"
    + _OFFICE
    + ")"
)
_DEMANDS = re.compile("要求|明确|强调|议定|决定|部署|安排|责成|指定|提出")
_DEMANDS_WITHIN = 60
_BODY = re.compile(
    rf"由?((?!会|各地|其|并|对|在|把|将|为|进一步)[\u4e00-\u9fff、（）()]{{1,40}}?{_OFFICE})(?=[^局委办厅院室处科队中心])"
)
_BY_WHEN = re.compile(
    r"(?:要)?(?:于|在)?(?:\d{1,2}月|\d{1,2}日|年[底内]|每[日天周旬月季年半]|全程|全面|按[月季周期时]|同步|立即|另行)"
)
_CHARGED_BY = re.compile(
    rf"由[^,，。;；:：由]{{2,40}}?{_OFFICE}(?:等(?:单位|部门)?)?(?:负责|牵头|会同|承担|统筹|组织|具体|按|根据|在|于|\d|做好|抓好|另行|安排|解决|落实|制定|实施|开展|完成|修改|汇总|印发|尽快|抓紧|对|将)"
)
_ACTS = ("牵头", "负责", "配合", "会同", "承担", "统筹", "全程", "按", "对", "将", "把", "同步", "立即", "每")


def demand(sentence: str) -> int:
    """Where the first body begins in a sentence that says 某某要求某局牵头, 会议明确,由某局负责; -1 where it does not."""
    if not _DEMANDS.search(sentence, 0, _DEMANDS_WITHIN):
        return -1
    found = _DEMAND.search(sentence, 0, _DEMANDS_WITHIN + 50)
    return found.end() if found else -1


def charged_body(clause: str) -> str:
    """The body a clause opens with, where what it does follows without 要: 市工信局负责企业入库, 由市水利局牵头."""
    if clause[:1] == "由":
        by = _CHARGED_BY.match(clause)
        if by:
            named = _BODY.match(clause)
            return named[1] if named else by[0][1:]
        return ""
    found = _BODY.match(clause[:60])
    rest = clause[found.end() :] if found else ""
    acts = found and (rest.startswith(_ACTS) or is_imperative(rest) or _BY_WHEN.match(rest))
    return found[1] if found and acts else ""


_ASKED_LATER = re.compile(
    r"[。！](?=[^,，。;；：:]{2,14}(?:要求|强调)[,，:：][^。;；]{0,40}(?<![主重需必首摘纪概扼简若紧机])要(?!求|点|素|么|是))"
)


def asked_later(text: str, span: Span) -> Span | None:
    """Where a paragraph that tells turns to what was asked: 截至9日…已转移213户。镇党委要求,各村要…."""
    start, end = span
    if text.find("要", start, end) < 0:
        return None
    found = _ASKED_LATER.search(text, start, end)
    return Span(found.end(), end) if found else None
