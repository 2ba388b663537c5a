"""What one figure is of: the words before it, the thing after it, or what the clause before is about."""

from __future__ import annotations

import re

from kaoping.intake.aims import GROWTH_AFTER, LASTS, WITHIN
from kaoping.intake.quantities import Quantity
from kaoping.intake.subjects import clean_object, clean_subject, ends_in_verb, is_only_verb
from kaoping.intake.words import is_imperative

_INTO = re.compile(
    r"^(?:以?上|以?下)?(?:大幅|逐步|进一步)?(?:提高|提升|增加|扩大|降低|下降|减少|压缩|缩短|压减|增长|上升|调整|缩小)?(?:到|至|为)$"
)
_SCOPE_VERB = re.compile(
    r"(?:推进|实施|抓好|开展|统筹|调度|谋划|围绕|聚焦|依托|覆盖|涉及|组织|用好|发挥|包装|储备)(?:好)?$"
)
_LONGEST_SUBJECT = 40


def subject_of(
    text: str, prefix: str, rest: str, quantity: Quantity, last: Quantity, inherited: str
) -> tuple[str, str, str, tuple[str, ...], int]:
    """(subject, measure, scope, reasons, end of the words used)."""
    subject, measure = clean_subject(prefix)
    verb = ends_in_verb(prefix)
    thing = clean_object(rest) if rest else ""
    if thing in _NO_THING:
        whose = _named_before(text, quantity.lead)
        if whose.endswith(thing.removesuffix("任务")):  # 加快高标准农田建设,5月底前完成18.5万亩建设任务
            return whose[:_LONGEST_SUBJECT], measure, "", ("subject-inherited",), last.end
    near = thing[:_LONGEST_SUBJECT], measure, "", ("subject-near",), last.end + rest.find(thing) + len(thing)
    share = quantity.family == "rate" and rest.startswith("的") and not GROWTH_AFTER.match(rest)
    if share and len(thing) >= 2 and (verb >= 0 or is_only_verb(subject)):
        return near
    wants_thing = verb >= 0 or len(subject) < 2 or (quantity.family == "count" and not is_imperative(thing))
    split = quantity.family == "count" and bool(thing) and len(subject) > 2
    grown = split and len(subject) > 3 and _CHANGED_TO.search(prefix) is not None
    if grown or (split and verb < 0 and _DEEDS.fullmatch(thing)):
        return subject[-_LONGEST_SUBJECT:], measure, "", ("subject-near",), last.end
    if thing and prefix.rstrip().endswith("完成") and _OFFICE_END.search(subject):
        return near
    if quantity.family == "time":
        ending = _of_time(prefix, rest, quantity, subject, thing)
        if ending:
            return ending, measure, "", ("subject-near",), last.end
    if thing and subject == "规模" and rest.startswith("的"):
        return near
    if thing and wants_thing and (quantity.family != "rate" or len(subject) < 2):
        used = last.end + rest.find(thing) + len(thing)
        scoped = _SCOPE_VERB.search(prefix.rstrip())
        reasons = ("subject-near", "scope-count") if scoped else ("subject-near",)
        scope = clean_subject(prefix[:verb])[0] if verb > 0 else ""
        return thing[:_LONGEST_SUBJECT], measure, scope, reasons, used
    if subject in _BARE_MEASURES or (inherited and subject in _OF_THE_LAST):
        whose = inherited if subject in _OF_THE_LAST else _named_before(text, quantity.lead) or inherited
        done = "完成" if prefix.lstrip().startswith("完成投资") else ""
        return whose + done + subject, measure, "", ("subject-inherited",), last.end
    if "每" in prefix and quantity.unit in ("次", "场次", "轮") and _BODY_END.search(subject):
        whose = _named_before(text, quantity.lead)  # 要加密监测,千吨万人水厂每月不少于1次
        if whose:
            whose = whose[whose.rfind("要") + 1 :]
            return (whose + subject)[-_LONGEST_SUBJECT:], measure, "", ("subject-inherited",), last.end
    if len(subject) >= 2 and not (inherited and is_only_verb(subject)):
        return subject[-_LONGEST_SUBJECT:], measure, "", ("subject-near",), last.end
    named = "" if len(subject) >= 2 and not is_only_verb(subject) else _named_before(text, quantity.lead)
    if named and not inherited and not prefix.strip(" 、").endswith(named):
        return named[:_LONGEST_SUBJECT], measure, "", ("subject-inherited",), last.end
    if inherited and _INTO.match(prefix.strip()):
        return inherited, measure, "", ("subject-near",), last.end
    if inherited:
        return inherited + subject, measure, "", ("subject-inherited",), last.end
    return subject or prefix.strip(" 、"), measure, "", ("subject-missing",), last.end


# 试点扩大到12家平台企业, 倒损房屋312户修缮重建: what stands before the figure is what it is of.
_CHANGED_TO = re.compile(r"(?:扩大|扩展|拓展|扩面|延伸|推广)(?:到|至)$")
_DEEDS = re.compile(
    r"(?:修缮|重建|改造|整治|治理|建设|修复|加固|拆除|搬迁|安置|清淤|维修|提升|升级|更新|处置|整改|完成|交付|入住|达标|验收|销号|投产|开工|投用|竣工|完工|任务|工作|工程)+"
)
_SETTLED = re.compile(r"(?:办结|完成|办理|受理|答复|恢复|上报|反馈|响应)+")
_OFFICE_END = re.compile(r"(?:局|委|办|中心|公司|集团|管委会|部门|街道|镇|乡|政府|单位)$")
_ONCE = re.compile(r"后$")  # 雨停后48小时内抢通受损国省干线
_NO_THING = frozenset("建设任务 改造任务 整治任务 治理任务".split())
_BARE_MEASURES = frozenset("数量 总数 总量 比例 占比 个数 规模 位次 名次 排名 增速 增幅 增量".split())
# What is of the thing counted just before: 实施重大项目18个,年度投资32亿元.
_OF_THE_LAST = frozenset("投资 总投资 完成投资 年度投资 年度完成投资 年度计划投资 产值 年产值 总产值".split())
_BODY_END = re.compile(r"(?:厂|镇|乡|村|街道|社区|企业|机构|单位|站|所|校|院|家|户)$")
_SPEECH = re.compile(r"(?:强调|指出|要求|表示|提出|认为|说|提到|召开|举行|会上)$")
_CLAUSE_BEFORE = re.compile(r"([^,，;；。:：!！\n]{4,40})[,，][^,，;；。:：!！\n]{0,12}$")


def _named_before(text: str, place: int) -> str:
    """更换老旧管网,全年不少于85公里: what the clause before is about, where the figure's own words name nothing."""
    found = _CLAUSE_BEFORE.search(text, max(0, place - 54), place)
    found = None if found and _SPEECH.search(found[1]) else found
    named = clean_subject(found[1])[0] if found and not any(letter.isdigit() for letter in found[1]) else ""
    return named if len(named) >= 2 and not is_only_verb(named) else ""


def _of_time(prefix: str, rest: str, quantity: Quantity, subject: str, thing: str) -> str:
    """What a limit of time is of: 登记1个工作日内办结, 雨停后48小时内抢通干线, 物资储备能够满足72小时以上需要."""
    lasting = LASTS.search(prefix)
    if lasting:
        return clean_subject(prefix[: lasting.start()])[0]
    done = WITHIN.match(rest) if quantity.comparator == "<=" else None
    if done and _ONCE.search(prefix):
        return clean_object(rest[done.end() :])
    return (
        subject
        if thing and quantity.comparator == "<=" and len(subject) > 3 and _SETTLED.fullmatch(thing)
        else ""
    )
