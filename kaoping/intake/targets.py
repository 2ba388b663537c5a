"""Quantified targets: figures of the future with subject, comparator, value, unit, period; past ones are baselines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kaoping.intake.aims import is_goal
from kaoping.intake.baselines import MODAL, is_old
from kaoping.intake.counted import subject_of
from kaoping.intake.deadlines import period_before
from kaoping.intake.paper import MADE, Confidence, Ground, Span, Target, Tense
from kaoping.intake.quantities import Quantity
from kaoping.intake.subjects import (
    clean_subject,
    is_only_verb,
    refers_back,
    split_names,
)
from kaoping.intake.tense import tells_of_others

_BACK = re.compile(r"[^,，;；:：。!！?？\n\t()（）]*")  # over words turned round
_RIGHT = re.compile(r"[,，;；:：。!！?？\n\t、)）]")
_PART_END = re.compile("[；;]")
_DELIMITER = frozenset(",，;；:：。!！?？\n\t")
_LINK = re.compile(r"^[\s、]*(?:和|与|及|以及)?[\s]*$")
_LINK_STARTS = frozenset(" \t\n\r\u3000\xa0、和与及以")
_WIDEST_LINK = 40

_AGAINST = re.compile(r"^(.{2,}?)(?:高于|快于|低于|高出|好于|优于)(.{2,})$")
# The size of a thing before its name, 使用年限15年以上的老旧电梯: what is asked begins behind it.
_SIZE_BEFORE = re.compile(r"[^的]*\d[^的]*?(?:以[上下内]|级)的(?=[\u4e00-\u9fff“]{3})")
_ALIKE = re.compile(r"(.*?)(?:均|都|各)(?!衡|等|州|级|类|项|县|区|市|镇|乡|村)")
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
    left = _left_edge(flat, before if before > lead - _FARTHEST else lead - _FARTHEST, lead)
    right = _right_edge(flat, until, following, stop if stop < until + _FARTHEST else until + _FARTHEST)
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
        subject, measure, scope, reasons, end = subject_of(text, prefix, rest, quantity, last, whose)
        if names:
            subject = names[place]
            reasons = ("subject-near",)
        baseline = is_old(flat, quantity, span.start, passage.year)
        place_of = MADE(Span, (begun, end if end > quantity.end else quantity.end))
        parts = place_of, quantity, subject, measure, scope, comparators[place], reasons, baseline
        figures.append(MADE(Figure, parts))
    return _each_alike(figures, prefix) if not names else figures


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
    stop = _PART_END.search(flat, quantity.end, span.end)
    if start == 0 and not stop:
        return False
    return tells_of_others(flat[start or span.start : stop.start() if stop else span.end])


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
    around = first - _PERIOD_WITHIN if first - _PERIOD_WITHIN > start else start
    beyond = last + _FARTHEST if last + _FARTHEST < end else end
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
