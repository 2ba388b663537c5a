"""Quantified targets: figures of the future with subject, comparator, value, unit, period; past ones are baselines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kaoping.intake.deadlines import period_before
from kaoping.intake.paper import Confidence, Ground, Span, Target, Tense
from kaoping.intake.quantities import Quantity, find_quantities
from kaoping.intake.subjects import clean_object, clean_subject, ends_in_verb, is_only_verb, split_names
from kaoping.intake.words import is_imperative

_DELIMITER = ",，;；:：。!！?？\n\t"
_LINK = re.compile(r"^[\s、]*(?:和|与|及|以及)?[\s]*$")
_NOT_A_THING = re.compile(
    r"^(?:(?:主要|落后|重点|核心|关键|考核|具体)?(?:指标|举措|措施)(?!值|数)|分管|联络员|专人|专职|负责同志|工作人员|领导|业务骨干|责任人|方面|层面|维度|环节|关键|问题|阶段|步骤|原则|坚持|确保|必须|转变|统筹|结合|体系|小组|专班|领域|"
    r"要点|字|更加|要求|意识|自信|维护|确立|务必|面向|关系|不动摇|一律|层次|角度|台阶|大局|重大|主题|新台阶|"
    r"中心|先锋|月|以来|多月|年|字方针|(?:重点)?(?:工作|任务)(?:$|[,，。;；:：])|(?:县|市|区|镇|乡|街道|村)(?:\(|（|、|和|要|都|均|全部|的))"
)
_GROWTH_AFTER = re.compile(r"^的(?:年均)?(?:速度|增长|增速|增幅|目标|水平|比例|幅度|增量|份额|要求)")
_PROJECT_SIZE = re.compile(
    r"(?:总投资|计划投资|投资额|投资|占地(?:面积)?|建筑面积|年产(?:能)?|单体|注册资本|规模|产能|装机)(?:约|达|为|超|超过)?$"
)
_DURATION = re.compile(
    r"时限|时间|缩短|压缩|压减|用时|周期|天数|时长|办结|工作日|日供水|平均.{0,6}(?:天|小时)"
)
_AGAINST = re.compile(r"^(.{2,}?)(?:高于|快于|低于|高出|好于|优于)(.{2,})$")
_CHANGED = re.compile(
    r"^(?:大幅|逐步|进一步)?(?:扩大|提高|提升|增加|降低|下降|减少|压缩|缩短|压减|增长|上升|调整)?(?:到|至|为)"
)
_TAKEN = re.compile(r"^(?:将|把)")
_REACHES_TO = re.compile(r"(?:到|至|为)$")
_PRICE = re.compile(r"按(?:照)?[^,，。;；]{0,8}$|每(?:平方米|亩|吨|户|人|立方米|公里|件|头|度)$")
_FROM = re.compile(r"(?:由|从)[^,，;；。到至]{0,14}$")
_INTO = re.compile(
    r"^(?:以?上|以?下)?(?:大幅|逐步|进一步)?(?:提高|提升|增加|扩大|降低|下降|减少|压缩|缩短|压减|增长|上升|调整|缩小)?(?:到|至|为)$"
)
_TO = re.compile(r"^[^,，;；。]{0,10}?(?:到|至|为)")
_OLD = re.compile(r"(?:上年|去年|基数|基期|现有|目前|20\d\d年(?:实际|完成|为|底为)|原来)[^,，;；。]{0,8}$")
_MODAL = re.compile(
    r"力争|确保|争取|要(?!求)|目标|计划|预期|将|不低于|不少于|到20\d\d年|年底前|年内|全年|今年"
)
_SCOPE_VERB = re.compile(
    r"(?:推进|实施|抓好|开展|统筹|调度|谋划|围绕|聚焦|依托|覆盖|涉及|组织|用好|发挥|包装|储备)(?:好)?$"
)
_DOES = re.compile(r"[^,，。;；]{1,14}?(?:将|要(?!求)|需(?!求)|应(?!急|用))")
_HANDLED = (
    "将",
    "把",
    "对",
    "由",
    "给",
    "与",
    "从",
    "在",
    "向",
    "以",
    "为",
)  # 将15个县分为三类: the count is of what is handled
_ALIKE = re.compile(r"(.*?)(?:均|都|各)(?!衡|等|州|级|类|项|县|区|市|镇|乡|村)")
_PAID = re.compile(r"(?:给予|补助|奖励|处以|罚款|最高|上限)[^,，。;；]{0,8}$")
_PAYS = re.compile(r"^(?:的)?(?:一次性)?(?:资金)?(?:奖励|补助|补贴|资助|罚款|奖补)")
_SET_UP = re.compile(r"(?:下设|分设|设|分为|分成|分|包括|共有|由)$")
_HURT = re.compile(r"^(?:不幸)?(?:死亡|遇难|受伤|失联|失踪|伤亡)")
_ATTENDED = re.compile(r"参加(?:会议|培训|活动)|余人参加|人(?:次)?参加|出席")
_LONGEST_SUBJECT = 40
_FARTHEST = 80  # a subject stands no farther from its figure; hostile pages have no punctuation at all
_PERIOD_WITHIN = 160


@dataclass(frozen=True)
class Passage:
    """A sentence to be read for figures: its stretch, its tense, and what surrounds it."""

    span: Span
    tense: Tense
    in_task: bool
    periods: list[tuple[int, str]]
    period: str
    doubtful: bool = False


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


def read_figures(text: str, flat: str, passage: Passage) -> list[Figure]:
    """The figures of one sentence, each with its subject. flat: the text with half-width digits."""
    start, end = passage.span.start, passage.span.end
    quantities = find_quantities(flat, start, end)
    if not quantities:
        return []
    figures: list[Figure] = []
    last_subject = ""
    number = taken = 0
    while number < len(quantities):
        group = _group(flat, quantities, number)
        following = quantities[number + len(group)].lead if number + len(group) < len(quantities) else end
        before = max(start, taken, figures[-1].span.end if figures else 0)
        read = _read_group(text, flat, passage, group, before, following, last_subject)
        figures += read
        # The size of a thing (投资2000万元以上的) stays part of the words before its count.
        taken = taken if not read and _is_size_only(flat, group, following, end) else group[-1].end
        if read and read[-1].subject:
            last_subject = read[-1].subject
        number += len(group)
    return figures


def _group(flat: str, quantities: Sequence[Quantity], first: int) -> list[Quantity]:
    """Figures that stand side by side: 5%、6%和7%."""
    group = [quantities[first]]
    for place in range(first + 1, len(quantities)):
        following = quantities[place]
        if _sizes_the_next(quantities, place):
            break
        if not _LINK.match(flat[group[-1].end : following.lead]) or group[-1].end == following.lead:
            break
        if (
            following.unit != group[-1].unit
            and "分别" not in flat[max(0, group[0].lead - 12) : group[0].lead]
        ):
            break
        group.append(following)
    return group


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
) -> list[Figure]:
    left = _left_edge(flat, max(before, group[0].lead - _FARTHEST), group[0].lead)
    right = _right_edge(flat, group[-1].end, following, min(passage.span.end, group[-1].end + _FARTHEST))
    prefix, rest = flat[left : group[0].start], flat[group[-1].end : right]
    joined = following < passage.span.end and right == following
    if not _is_goal(flat, group[0], prefix, rest, joined, passage):
        return []
    names = _subjects_apart(prefix, len(group))
    comparators = _shared(group)
    figures = []
    for place, quantity in enumerate(group):
        subject, measure, scope, reasons, end = _subject(
            text, prefix, rest, quantity, group[-1], last_subject
        )
        if names:
            subject = names[place]
            reasons = ("subject-near",)
        baseline = _is_old(flat, quantity, passage)
        span = Span(_trim(text, left, group[0].start), max(end, quantity.end))
        figures.append(Figure(span, quantity, subject, measure, scope, comparators[place], reasons, baseline))
    return _each_alike(figures, prefix) if not names else figures


def _left_edge(flat: str, start: int, lead: int) -> int:
    edge = start
    depth = 0
    for place in range(lead - 1, start - 1, -1):
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
    # A subject set off by a comma before a bare verb: 规上工业增加值,增长8%.
    return edge


def _right_edge(flat: str, end: int, following: int, stop: int) -> int:
    place = end
    while place < min(following, stop) and flat[place] not in _DELIMITER + "、)）":
        place += 1
    return place


def _trim(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " 、\u3000和与及":
        start += 1
    return start


def _is_goal(flat: str, quantity: Quantity, prefix: str, rest: str, joined: bool, passage: Passage) -> bool:
    """Whether a figure is an amount to be reached and not a size, a name, a duration or a count of headings."""
    if quantity.family == "count" and _DOES.match(rest) and not prefix.strip(" 、"):
        return False
    if quantity.family == "count" and quantity.comparator == "=" and prefix.endswith(_HANDLED):
        return False
    if _in_quotes(flat, quantity, passage.span) or prefix.rstrip().endswith(("第", "“", "《", "前")):
        return False
    if _PRICE.search(prefix) or (
        _TAKEN.match(prefix.strip()) and quantity.comparator == "=" and not _REACHES_TO.search(prefix)
    ):
        return False
    if _is_terms(quantity, prefix, rest):
        return False
    if quantity.family in ("count", "time") and _NOT_A_THING.match(rest or " "):
        return False
    if _is_size(quantity, prefix, rest, joined):
        return False
    if quantity.family in ("count", "measure") and not quantity.written[0].isdigit():
        return _han_count_is_goal(quantity, prefix)
    return not _ATTENDED.search(rest)


def _is_terms(quantity: Quantity, prefix: str, rest: str) -> bool:
    """Terms of a rule and no goals: a stretch of time nobody limits, money granted a head, parts of a body, the dead."""
    if quantity.family == "time":
        limited = quantity.lead < quantity.start and quantity.comparator in (">=", "<=")
        return not (limited or _DURATION.search(prefix) or _DURATION.search(rest[:6]))
    if quantity.family in ("money", "rate"):
        return bool(_PAID.search(prefix) or _PAYS.match(rest))
    return bool(_HURT.match(rest)) or (quantity.comparator == "=" and bool(_SET_UP.search(prefix)))


def _is_size(quantity: Quantity, prefix: str, rest: str, joined: bool) -> bool:
    """30万吨级泊位, 2000万元以上的项目, 总投资50亿元的园区: the figure qualifies a thing."""
    if rest.startswith("级"):
        return True
    if _CHANGED.match(rest):
        return False
    if rest.startswith("的"):
        return not _GROWTH_AFTER.match(rest) and quantity.family != "rate"
    if joined and not rest and quantity.family in ("money", "measure") and quantity.shared in (">=", "<="):
        return True
    has_noun = bool(rest) and rest[0] not in "和与及、)）" and "\u4e00" <= rest[0] <= "\u9fff"
    if has_noun and quantity.family in ("money", "measure") and quantity.shared in (">=", "<="):
        return True
    if has_noun and joined and quantity.family in ("money", "measure"):
        return True
    return bool(_PROJECT_SIZE.search(prefix)) and has_noun and quantity.family in ("money", "measure")


def _is_size_only(flat: str, group: list[Quantity], following: int, end: int) -> bool:
    """Whether a figure just passed over is the size of a thing counted in the same breath."""
    right = _right_edge(flat, group[-1].end, following, end)
    return len(group) == 1 and right == following < end and group[0].family in ("money", "measure")


def _han_count_is_goal(quantity: Quantity, prefix: str) -> bool:
    if quantity.comparator != "=":
        return True
    return quantity.value >= 2 and ends_in_verb(prefix) >= 0


def _in_quotes(flat: str, quantity: Quantity, span: Span) -> bool:
    start = max(span.start, quantity.start - 60)
    opened = flat.rfind("“", start, quantity.start)
    book = flat.rfind("《", start, quantity.start)
    return (opened >= 0 and flat.find("”", opened, quantity.start) < 0) or (
        book >= 0 and flat.find("》", book, quantity.start) < 0
    )


def _subjects_apart(prefix: str, count: int) -> list[str]:
    """A、B、C分别增长 with as many figures: the names in order; else nothing."""
    if count < 2 or "分别" not in prefix:
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
    if len(group) == 1:
        return signs
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
    share = quantity.family == "rate" and rest.startswith("的") and not _GROWTH_AFTER.match(rest)
    if share and thing and (verb >= 0 or is_only_verb(subject)):
        return (
            thing[:_LONGEST_SUBJECT],
            measure,
            "",
            ("subject-near",),
            last.end + rest.find(thing) + len(thing),
        )
    wants_thing = verb >= 0 or len(subject) < 2 or (quantity.family == "count" and not is_imperative(thing))
    if thing and wants_thing and (quantity.family != "rate" or len(subject) < 2):
        used = last.end + rest.find(thing) + len(thing)
        reasons = (
            ("subject-near", "scope-count") if _SCOPE_VERB.search(prefix.rstrip()) else ("subject-near",)
        )
        scope = clean_subject(prefix[:verb])[0] if verb > 0 else ""
        return thing[:_LONGEST_SUBJECT], measure, scope, reasons, used
    if len(subject) >= 2 and not (inherited and is_only_verb(subject)):
        return subject[-_LONGEST_SUBJECT:], measure, "", ("subject-near",), last.end
    if inherited and _INTO.match(prefix.strip()):
        return inherited, measure, "", ("subject-near",), last.end
    if inherited:
        return inherited + subject, measure, "", ("subject-inherited",), last.end
    return subject or prefix.strip(" 、"), measure, "", ("subject-missing",), last.end


def _each_alike(figures: list[Figure], prefix: str) -> list[Figure]:
    """A和B均增长8%: one figure for each name."""
    if len(figures) != 1:
        return figures
    found = _ALIKE.match(prefix)
    names = split_names(clean_subject(found[1])[0]) if found else []
    if len(names) < 2:
        return figures
    return [figures[0]._replace(subject=name) for name in names]


def _is_old(flat: str, quantity: Quantity, passage: Passage) -> bool:
    """The first figure of 从5%提高到10%, or one said to be of last year."""
    before = flat[max(passage.span.start, quantity.lead - 20) : quantity.lead]
    if _FROM.search(before) and _TO.match(flat[quantity.end : quantity.end + 14]):
        return True
    return bool(_OLD.search(before))


def to_target(figure: Figure, passage: Passage, key: str, flat: str) -> Target:
    """The proposal for a figure."""
    quantity = figure.quantity
    said = period_before(passage.periods, quantity.start, _PERIOD_WITHIN)
    against = _AGAINST.match(figure.subject)
    return Target(
        id=key,
        span=figure.span,
        subject=against[1] if against else figure.subject,
        measure=figure.measure,
        kind="quant",
        comparator=figure.comparator,
        value=quantity.value,
        upper=quantity.upper,
        unit=quantity.unit,
        reference=against[2] if against else "",
        period=said or passage.period,
        scope=figure.scope,
        ground=_ground(figure, passage, flat),
    )


def _ground(figure: Figure, passage: Passage, flat: str) -> Ground:
    reasons = list(figure.reasons)
    if figure.comparator != "=":
        reasons.append("comparator")
    around = max(passage.span.start, figure.span.start - _PERIOD_WITHIN)
    modal = bool(_MODAL.search(flat, around, min(passage.span.end, figure.span.end + _FARTHEST)))
    if passage.in_task:
        reasons.append("within-task")
    if passage.doubtful:
        reasons.append("tense-unclear")
    elif modal:
        reasons.append("future-sentence")
    else:
        reasons.append("future-section")
    weak = {"subject-missing", "subject-inherited", "scope-count", "tense-unclear"} & set(reasons)
    firm = Confidence.SURE if figure.comparator != "=" or modal else Confidence.LIKELY
    confidence = Confidence.DOUBTFUL if weak else firm
    return Ground("figure", confidence, tuple(reasons))
