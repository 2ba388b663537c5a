"""Quantified targets: figures of the future with subject, comparator, value, unit, period; past ones are baselines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kaoping.intake.aims import GROWTH_AFTER, LASTS, WITHIN, is_goal
from kaoping.intake.baselines import MODAL, is_old
from kaoping.intake.deadlines import period_before
from kaoping.intake.paper import MADE, Confidence, Ground, Span, Target, Tense
from kaoping.intake.quantities import Quantity
from kaoping.intake.subjects import (
    clean_object,
    clean_subject,
    ends_in_verb,
    is_only_verb,
    refers_back,
    split_names,
)
from kaoping.intake.tense import tells_of_others
from kaoping.intake.words import is_imperative

_BACK = re.compile(r"[^,，;；:：。!！?？\n\t()（）]*")  # over words turned round
_RIGHT = re.compile(r"[,，;；:：。!！?？\n\t、)）]")
_DELIMITER = frozenset(",，;；:：。!！?？\n\t")
_LINK = re.compile(r"^[\s、]*(?:和|与|及|以及)?[\s]*$")
_LINK_STARTS = frozenset(" \t\n\r\u3000\xa0、和与及以")
_WIDEST_LINK = 40

_AGAINST = re.compile(r"^(.{2,}?)(?:高于|快于|低于|高出|好于|优于)(.{2,})$")
_INTO = re.compile(
    r"^(?:以?上|以?下)?(?:大幅|逐步|进一步)?(?:提高|提升|增加|扩大|降低|下降|减少|压缩|缩短|压减|增长|上升|调整|缩小)?(?:到|至|为)$"
)
# The size of a thing before its name, 使用年限15年以上的老旧电梯: what is asked begins behind it.
_SIZE_BEFORE = re.compile(r"[^的]*\d[^的]*?(?:以[上下内]|级)的(?=[\u4e00-\u9fff“]{3})")
_SCOPE_VERB = re.compile(
    r"(?:推进|实施|抓好|开展|统筹|调度|谋划|围绕|聚焦|依托|覆盖|涉及|组织|用好|发挥|包装|储备)(?:好)?$"
)
_ALIKE = re.compile(r"(.*?)(?:均|都|各)(?!衡|等|州|级|类|项|县|区|市|镇|乡|村)")
_LONGEST_SUBJECT = 40
_FARTHEST = 80  # a subject stands no farther from its figure; hostile pages have no punctuation at all
_PERIOD_WITHIN = 160


class Passage(NamedTuple):
    """A sentence to be read for figures: its stretch, its tense, and what surrounds it."""

    span: Span
    tense: Tense
    in_task: bool
    periods: list[tuple[int, str]]
    period: str
    doubtful: bool = False
    year: int = 0


class Figure(NamedTuple):
    """A quantity with its subject, before it is numbered."""

    span: Span
    quantity: Quantity
    subject: str
    measure: str
    scope: str
    comparator: str
    reasons: tuple[str, ...]
    baseline: bool = False


def read_figures(text: str, flat: str, passage: Passage, quantities: Sequence[Quantity]) -> list[Figure]:
    """The figures of one sentence (its quantities), each with its subject. flat: the text with half-width digits."""
    start, end = passage.span.start, passage.span.end
    figures: list[Figure] = []
    last_subject = ""
    number = taken = 0
    apart = flat.find("；", start, end) >= 0 or flat.find(";", start, end) >= 0
    count = len(quantities)
    while number < count:
        group = _group(flat, quantities, number) if number + 1 < count else [quantities[number]]
        after = number + len(group)
        following = quantities[after].lead if after < count else end
        before = max(start, taken, figures[-1].span.end) if figures else max(start, taken)
        told = apart and _told_apart(flat, passage.span, group[0])
        read = (
            [] if told else _read_group(text, flat, passage, group, before, following, last_subject, figures)
        )
        figures += read
        # The size of a thing (投资2000万元以上的) stays part of the words before its count.
        taken = taken if not read and _is_size_only(flat, group, following, end) else group[-1].end
        if read and read[-1].subject:
            last_subject = read[-1].subject
        number = after
    return figures


def _group(flat: str, quantities: Sequence[Quantity], first: int) -> list[Quantity]:
    """Figures that stand side by side: 5%、6%和7%."""
    group = [quantities[first]]
    for place in range(first + 1, len(quantities)):
        following = quantities[place]
        if _sizes_the_next(quantities, place):
            break
        gap = following.lead - group[-1].end
        if gap >= 0 and not (0 < gap <= _WIDEST_LINK and _linked(flat, group[-1].end, following.lead)):
            break
        if (
            following.unit != group[-1].unit
            and "分别" not in flat[max(0, group[0].lead - 12) : group[0].lead]
        ):
            break
        group.append(following)
    return group


def _linked(flat: str, start: int, end: int) -> bool:
    return flat[start] in _LINK_STARTS and _LINK.match(flat[start:end]) is not None


def _sizes_the_next(quantities: Sequence[Quantity], place: int) -> bool:
    """Whether a figure is the size of what the next one counts: 50亿元以上 in 50亿元以上2个."""
    here = quantities[place]
    sized = here.family in ("money", "measure") and here.shared in (">=", "<=")
    return sized and place + 1 < len(quantities) and quantities[place + 1].lead == here.end


def _read_group(
    text: str,
    flat: str,
    passage: Passage,
    group: list[Quantity],
    before: int,
    following: int,
    last_subject: str,
    earlier: Sequence[Figure],
) -> list[Figure]:
    span, first, last = passage.span, group[0], group[-1]
    start, lead, until, stop = first.start, first.lead, last.end, span.end
    left = _left_edge(flat, max(before, lead - _FARTHEST), lead)
    right = _right_edge(flat, until, following, min(stop, until + _FARTHEST))
    prefix, rest = flat[left:start], flat[until:right]
    if prefix.endswith("的") and left < lead < start:
        prefix = flat[left:lead]  # 瞬时客流不超过最大承载量的90%
    if "的" in prefix:
        sized = _SIZE_BEFORE.match(prefix)
        if (
            sized
            and len(clean_subject(prefix[sized.end() :])[0]) > 3
            and not ("对" in prefix or "凡" in prefix)
        ):
            left += sized.end()
            prefix = prefix[sized.end() :]
    judged = first
    if last is not first and last.shared == "<=" and first.comparator == "=":  # 分别在24小时、48小时内
        judged = first._replace(comparator="<=", shared="<=")
    if not is_goal(flat, judged, prefix, rest, right == following < stop, span):
        return []
    alone = len(group) == 1
    names = [] if alone else _subjects_apart(prefix, len(group))
    if not alone and not names and len(group) == len(earlier):
        before_it = flat[max(span.start, start - 24) : start]
        names = [figure.subject for figure in earlier] if refers_back(before_it) else []
    comparators = [first.comparator] if alone else _shared(group)
    begun = _trim(text, left, start)
    figures = []
    for place, quantity in enumerate(group):
        whose = _of_same_unit(earlier, quantity, prefix, last_subject) if earlier else last_subject
        subject, measure, scope, reasons, end = _subject(text, prefix, rest, quantity, last, whose)
        if names:
            subject = names[place]
            reasons = ("subject-near",)
        baseline = is_old(flat, quantity, passage.span.start, passage.year)
        span = MADE(Span, (begun, max(end, quantity.end)))
        parts = span, quantity, subject, measure, scope, comparators[place], reasons, baseline
        figures.append(MADE(Figure, parts))
    return _each_alike(figures, prefix) if not names else figures


def _of_time(prefix: str, rest: str, quantity: Quantity, subject: str, thing: str) -> str:
    """What a limit of time is of: 登记1个工作日内办结, 雨停后48小时内抢通干线, 物资储备能够满足72小时以上需要."""
    lasting = LASTS.search(prefix)
    if lasting:
        return clean_subject(prefix[: lasting.start()])[0]
    done = WITHIN.match(rest) if quantity.comparator == "<=" else None
    if done and _ONCE.search(prefix):
        return clean_object(rest[done.end() :])
    return subject if thing and quantity.comparator == "<=" and len(subject) > 3 and _SETTLED.fullmatch(thing) else ""


def _of_same_unit(earlier: Sequence[Figure], quantity: Quantity, prefix: str, last_subject: str) -> str:
    """The subject a figure without its own goes on with: the last one counted in its unit, without its verb."""
    if quantity.family not in ("count", "measure") or not is_only_verb(clean_subject(prefix)[0]):
        return last_subject
    unit = quantity.unit
    named = next((one.subject for one in reversed(earlier) if one.quantity.unit == unit), last_subject)
    return named[:-2] if len(named) > 5 and is_only_verb(named[-2:]) else named


def _told_apart(flat: str, span: Span, quantity: Quantity) -> bool:
    """Whether the part of the sentence between its semicolons tells, though another part asks: 据测算,…;各单位务必…."""
    start = max(flat.rfind("；", span.start, quantity.lead), flat.rfind(";", span.start, quantity.lead)) + 1
    stops = [place for mark in "；;" if (place := flat.find(mark, quantity.end, span.end)) >= 0]
    if start == 0 and not stops:
        return False
    return tells_of_others(flat[start or span.start : min(stops, default=span.end)])


def _left_edge(flat: str, start: int, lead: int) -> int:
    near = _BACK.match(flat[start:lead][::-1])
    edge, depth = start, 0
    for place in range(lead - 1 - (near.end() if near else 0), start - 1, -1):
        letter = flat[place]
        if letter in ")）":
            depth += 1
        elif letter in "(（":
            if depth == 0:
                return place + 1
            depth -= 1
        elif letter in _DELIMITER and depth == 0:
            edge = place + 1
            break
    return edge


def _right_edge(flat: str, end: int, following: int, stop: int) -> int:
    limit = following if following < stop else stop
    if limit <= end:
        return end
    found = _RIGHT.search(flat, end, limit)
    return found.start() if found else limit


def _trim(text: str, start: int, end: int) -> int:
    return end - len(text[start:end].lstrip(" 、\u3000和与及"))


def _is_size_only(flat: str, group: list[Quantity], following: int, end: int) -> bool:
    """Whether a figure just passed over is the size of a thing counted in the same breath."""
    right = _right_edge(flat, group[-1].end, following, end)
    return len(group) == 1 and right == following < end and group[0].family in ("money", "measure", "time")


def _subjects_apart(prefix: str, count: int) -> list[str]:
    """A、B、C分别增长 with as many figures: the names in order; else nothing."""
    if "分别" not in prefix:
        return []
    head = prefix.partition("分别")[0]
    names = split_names(clean_subject(head)[0] or head)
    if len(names) == 1 and count == 2 and "城乡" in names[0]:
        names = [names[0].replace("城乡", "城镇"), names[0].replace("城乡", "农村")]
    if len(names) < count:
        return []
    names = [clean_subject(name)[0] or name for name in names[-count:]]
    longest = names[-1]
    # 城镇和农村常住居民收入: a short first name shares the tail of the last one.
    return [
        name + longest[len(name) :] if len(name) <= 3 and len(longest) >= 2 * len(name) + 2 else name
        for name in names
    ]


def _shared(group: list[Quantity]) -> list[str]:
    """左右 or 以上 at the end of a list speaks for all of it, as 不低于 at its head does."""
    signs = [quantity.comparator for quantity in group]
    last, first = group[-1], group[0]
    if last.shared in ("~", ">=", "<="):
        return [
            last.comparator if q.comparator == "=" and q.unit == last.unit else q.comparator for q in group
        ]
    if first.comparator in (">=", "<=", ">", "~"):
        return [
            first.comparator if q.comparator == "=" and q.unit == first.unit else q.comparator for q in group
        ]
    return signs


def _subject(
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
    share = quantity.family == "rate" and rest.startswith("的") and not GROWTH_AFTER.match(rest)
    if share and len(thing) >= 2 and (verb >= 0 or is_only_verb(subject)):
        return (
            thing[:_LONGEST_SUBJECT],
            measure,
            "",
            ("subject-near",),
            last.end + rest.find(thing) + len(thing),
        )
    wants_thing = verb >= 0 or len(subject) < 2 or (quantity.family == "count" and not is_imperative(thing))
    if quantity.family == "count" and thing and len(subject) > 2:
        if (len(subject) > 3 and _CHANGED_TO.search(prefix)) or (verb < 0 and _DEEDS.fullmatch(thing)):
            return subject[-_LONGEST_SUBJECT:], measure, "", ("subject-near",), last.end
    if quantity.family == "time":
        ending = _of_time(prefix, rest, quantity, subject, thing)
        if ending:
            return ending, measure, "", ("subject-near",), last.end
    if thing and subject == "规模" and rest.startswith("的"):
        return thing[:_LONGEST_SUBJECT], measure, "", ("subject-near",), last.end + rest.find(thing) + len(thing)
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


def _each_alike(figures: list[Figure], prefix: str) -> list[Figure]:
    """A和B均增长8%: one figure for each name."""
    if len(figures) != 1:
        return figures
    if "均" not in prefix and "都" not in prefix and "各" not in prefix:
        return figures
    found = _ALIKE.match(prefix)
    names = split_names(clean_subject(found[1])[0]) if found else []
    if len(names) < 2:
        return figures
    return [figures[0]._replace(subject=name) for name in names]


def to_target(figure: Figure, passage: Passage, key: str, flat: str) -> Target:
    """The proposal for a figure."""
    span, quantity, subject, measure, scope, comparator, reasons, _ = figure
    start, _, _, _, value, upper, unit, _, _, _, _ = quantity
    said = period_before(passage.periods, start, _PERIOD_WITHIN)
    against = _AGAINST.match(subject) if "于" in subject or "出" in subject else None
    named, reference = (against[1], against[2]) if against else (subject, "")
    ground = _ground(span, comparator, reasons, passage, flat)
    period = said or passage.period
    return MADE(
        Target,
        (
            key,
            span,
            named,
            measure,
            "quant",
            comparator,
            value,
            upper,
            unit,
            reference,
            period,
            scope,
            ground,
        ),
    )


def _ground(span: Span, comparator: str, reasons: tuple[str, ...], passage: Passage, flat: str) -> Ground:
    (start, end), (first, last) = passage.span, span
    around, beyond = max(start, first - _PERIOD_WITHIN), min(end, last + _FARTHEST)
    modal = MODAL.search(flat, around, beyond) is not None
    return _grounded(reasons, comparator != "=", passage.in_task, passage.doubtful, modal)


@lru_cache(256)
def _grounded(reasons: tuple[str, ...], compared: bool, in_task: bool, doubtful: bool, modal: bool) -> Ground:
    """The few grounds there are, each made once."""
    tense = "tense-unclear" if doubtful else "future-sentence" if modal else "future-section"
    told = (*reasons, *(["comparator"] if compared else []), *(["within-task"] if in_task else []), tense)
    firm = Confidence.SURE if compared or modal else Confidence.LIKELY
    return Ground("figure", firm if _WEAK.isdisjoint(told) else Confidence.DOUBTFUL, told)


_WEAK = frozenset({"subject-missing", "subject-inherited", "scope-count", "tense-unclear"})
