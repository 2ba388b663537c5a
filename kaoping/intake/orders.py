"""Whether a paragraph without a number opens with an order of its own, only leads up to others, or settles a topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.intake import kinds
from kaoping.intake.drafts import Draft
from kaoping.intake.evidence import SHORT_ORDER, first_clause
from kaoping.intake.openings import find_openings
from kaoping.intake.paper import Article, Genre, Span
from kaoping.intake.parties import party_before, stated_parties
from kaoping.intake.sentences import sentences
from kaoping.intake.structure import Paragraph, is_order
from kaoping.intake.words import is_imperative

_LEADS_TO_LIST = re.compile(r"(?:以下|如下|下列).{0,12}$")
_LABEL = re.compile(
    r"[\u4e00-\u9fff]{2,4}(?:措施|内容|情况|问题|目标|标准|要求|成效|举措|任务|说明|进展)[:：]"
)
_HELD = re.compile(r"召开|举行")
_ACTS = re.compile(
    r"(?:各|本|[省市县区镇乡村])[\u4e00-\u9fff、()（）]{0,16}?(?:财政|局|委|办|办公室|部门|单位|政府|街道|公司)(?!要)[^,，。;；0-9]{0,6}?"
    r"(?:统筹|安排|负责|牵头|组织|建立|设立|制定|落实|会同|按照|将|应|须|每[年月季周])"
)
_POINTS = re.compile(r"见(?:附[表件]|下表)|附后|如下表")
_SETS_GOALS = re.compile(r"(?:预期|奋斗|总体|发展)目标(?:建议)?(?:是|为|[:：])")
# 调研中,某某主持召开座谈会: when something was said, and no order.
_WHILE = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:[中时后]|期间|之际|过程中)[,，]|[^。]{0,40}?(?:主持召开|听取)")
_SHORT = 20
_LONGEST = 34
TITLE_END = re.compile(r"[。;；:：!！\n]")


def lead_paragraph(text: str, article: Article, structure: Sequence[Paragraph]) -> int:
    """The number of the paragraph that sums a report up before it begins; -1 where there is none."""
    if article.genre is not kinds.REPORT:
        return -1
    bodies = [number for number, paragraph in enumerate(structure) if paragraph.kind is kinds.BODY]
    if len(bodies) < 2:
        return -1
    first = structure[bodies[0]].span
    later = any("要" in text[structure[n].span.start : structure[n].span.end] for n in bodies[1:])
    return bodies[0] if later and _HELD.search(text, *first) else -1


def opening_order(text: str, paragraph: Paragraph) -> str:
    """`short` where a paragraph opens with a short order and says more (T3), `long` where that is all, else nothing."""
    first = text[paragraph.heading.start : paragraph.heading.end].rstrip("。")
    if text[paragraph.span.end - 1] in ":：" or _LEADS_TO_LIST.search(first) or _POINTS.search(first):
        return ""
    alone = paragraph.heading.end >= paragraph.span.end - 2
    if _WHILE.match(first) or (
        party_before(first)[0]
        and not paragraph.marker
        and len(find_openings(text, paragraph.span, kinds.PLAN)) > 1
    ):
        return ""
    if text.find("目标", *paragraph.span) >= 0 and _SETS_GOALS.search(text, *paragraph.span):
        return ""
    if first.startswith("要") or "百分制" in first or len(first) > _LONGEST or (alone and len(first) < 6):
        return ""
    if is_imperative(first) or (SHORT_ORDER.match(first) and not re.search(r"\d", first)):
        return "long" if alone else "short"
    return ""


def charges(text: str, paragraph: Paragraph) -> str:
    """`long` where a paragraph of a plan, under no task, opens with an order in a long sentence, or with who acts."""
    if not paragraph.section or text[paragraph.span.end - 1] in ":：":
        return ""
    first = text[paragraph.heading.start : paragraph.heading.end]
    if _POINTS.search(first):
        return ""
    clause = first_clause(first)
    if len(find_openings(text, paragraph.span, kinds.PLAN)) > 1:
        return ""  # each of them is a task
    if _ACTS.match(first) or (len(clause) <= _SHORT and is_imperative(clause) and not first.startswith("要")):
        return "long"
    return ""


def is_label(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph is a labelled part of the item above it: 整改措施:… beneath 问题一:…."""
    return _LABEL.match(text, *paragraph.span) is not None


def settles_topic(text: str, paragraph: Paragraph, genre: Genre) -> bool:
    """Whether minutes settle a topic in one paragraph, 会议同意该办法,由…印发, and ask nothing of anyone with 要."""
    if find_openings(text, paragraph.span, genre):
        return False
    told = sentences(text, Span(paragraph.heading.end, paragraph.span.end))
    return any(is_order(text[part.start : part.end].lstrip("。:： ")) for part in told)


def heads_an_order(text: str, paragraph: Paragraph) -> bool:
    """Whether a numbered heading is an order, or the words behind it on its line are."""
    if paragraph.role is kinds.ORDER:
        return True
    rest = text[paragraph.heading.end : paragraph.span.end].lstrip("。:： ")
    return bool(rest) and (is_imperative(rest) or bool(party_before(rest)[0]))


def topic_asks(text: str, topic: Draft, genre: Genre) -> bool:
    """Whether the words under a topic (关于烤房改造。同意…) say what is to be done, though in no item of their own."""
    heading = TITLE_END.search(text, topic.body, topic.end)
    if not heading or genre is not kinds.MINUTES:
        return False
    if topic.owners:
        return True
    told = sentences(text, Span(heading.end(), topic.end))
    words = [text[part.start : part.end] for part in told]
    return any(is_imperative(part) or is_order(part) or stated_parties(part) for part in words)
