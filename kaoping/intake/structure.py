"""The paragraphs of an article as an office reads them: kind, number, heading, role, tense of their section."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kaoping.intake import kinds
from kaoping.intake.kinds import Kind, Role
from kaoping.intake.lines import DATE_LINE, DOCUMENT_NUMBER, SIGNATURE
from kaoping.intake.markers import (
    CHAPTER,
    FIRST,
    PARAGRAPH,
    PART,
    SECOND,
    Marker,
    as_chapter,
    bullet,
    head_marker,
    whole_numbers_are_chapters,
)
from kaoping.intake.nesting import Numbered, Shape, known_shape, ranked
from kaoping.intake.paper import MADE, Article, Genre, Span, Tense
from kaoping.intake.parties import party_before
from kaoping.intake.rows import gathered
from kaoping.intake.sentences import paragraphs
from kaoping.intake.series import RECORD, Mark
from kaoping.intake.signs import asking
from kaoping.intake.tense import (
    opens_the_future,
    tells_of_deeds,
    tense_of_heading,
    tense_of_opening,
    turns_to_a_question,
    turns_to_asking,
    vote,
)
from kaoping.intake.words import SECTION_ENDS, SECTION_NOUNS, is_imperative


class Paragraph(NamedTuple):
    """One paragraph with its reading. `heading` is the first sentence after the number; `body` what follows it."""

    span: Span
    kind: Kind
    tense: Tense
    role: Role
    marker: Marker | None
    heading: Span
    section: str
    rank: int = PARAGRAPH

    @property
    def is_numbered(self) -> bool:
        """Whether it opens with a number."""
        return self.marker is not None


_FRAME = re.compile(
    r"^(?:.{0,6}(?:总体要求|指导思想|基本原则|工作原则|总体思路|背景|意义|形势|适用范围|实施范围|考核对象|考核范围|依据|附则|定义|名词解释|组织机构|领导机构"
    r"|人员组成|会议时间|会议地点|时间地点|参会人员|参加人员|会议议程|计分办法|评分标准|考核内容|考核指标|"
    r"等次评定|考核等次|计分方法|(?:考核)?奖惩(?:办法|措施|规定|兑现|机制)?|考核(?:评价|评分|计分)|责任期限|签订期限|双方责任|权利(?:和|与)?义务|其他(?:事项|约定)?))$|^(?:总体要求|指导思想|基本原则)|^考核$|^(?!明确|划定|缩短|压缩|扩大|拓展|延长|控制)[\u4e00-\u9fff]{2,4}(?:时间|范围|对象)$"
)
_LONGEST_FRAME, _FRAME_HEADS = 16, ("总体要求", "指导思想", "基本原则")
_FRAME_ALONE = re.compile(
    r"(?:总体|指导|基本|考核|评分|计分|评定|组织|发展|工作)(?:要求|思想|原则|对象|范围|内容|指标|标准|办法|方法|机构|思路|等次|奖惩|评价|评分|计分|打分|结果)"
)
_GOALS = re.compile(r"(?:目标(?:任务|要求|指标)?|主要指标|预期指标)$")
_NAMES_GOALS = re.compile(
    r"(?:明确|锚定|确立)?(?:(?:发展|奋斗|工作|总体|主要|预期|具体|年度|阶段性|任务|行动|建设|创建|总|近期|远期|战略)?(?:目标|"
    r"指标)(?:任务|要求|方向)?(?:和|与|及)?(?:目标|指标|任务|要求)?)"
)
_NAMES_PAPER = re.compile(r"[\u4e00-\u9fff](?:纪要|通知|通报|实施方案|工作方案|实施意见|工作要点)$")
_HEAD = 5  # the number of the last line a late title may stand on
_HOLDS_TASKS = re.compile(r"任务$|任务(?:和|与|及)|(?:和|与|及)(?:重点|主要)?任务")
_LEADS_IN = re.compile(
    r"^会议(?:议定|明确|决定|要求|强调|确定)[^,，。]{0,8}[:：]$|(?:以下|如下|下列|下面|[一二三四五六七八九十\d]{1,"
    r"2}(?:个|大)?方面)[^,，。]{0,10}[:：]$|(?:通知|纪要|要求|安排|意见|方案)如下"
)
_GENERIC = re.compile(
    r"(?:突出|强化|加强|落实|明确|完善|健全|做好|抓好|压实|聚焦)(?:重点|工作|组织|各项|政策|责任|要素|服务|"
    r"综合|全面|支撑|主要|目标)*(?:任务|保障|措施|重点|支撑|要求|工作|落实)(?:措施|落实|到位|体系)?"
)
_NAMES_SECTION = re.compile(
    r"[^,，、]{2,6}(?:要求|任务|措施|举措|安排|步骤|分工|部署|打算|意见|建议|事项|清单|内容)"
)
_CONTAINER = re.compile(
    r"(?:任务|措施|举措|重点工作|工作重点|工作安排|安排|步骤|分工|保障|要求|部署|打算|事项|内容|清单|计划|行动|工程|意见|建议|方法|思路|重点)$"
)
_NAMES_STATE = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:整改|工作|完成|落实|进展|考核|检查|督查|督导|排查|基本|总体|有关)情况"
)
_TOPIC = re.compile(
    r"^(?:关于|研究|审议|听取|讨论|通报|传达|学习|会议(?:听取|审议|研究|讨论|传达|学习)).{2,60}(?:问题|"
    r"事宜|事项|工作|议题|情况|汇报|精神|方案|办法|意见|报告|建设|规划|项目)?$"
)
_LABEL_LINE = re.compile(r"[\u4e00-\u9fff \u3000]{2,8}[:：][ \u3000]*[^\s\u3000]")
_ADDRESS = re.compile(r"^(?:各|市|区|县|同志们|各位|尊敬的|[\u4e00-\u9fff]{2,12}(?:政府|委员会|局|公司))")
_CLOSED_HEADS = frozenset("名共附抄主印联咨出列参与请记分发报(（特")  # what _CLOSED_BY opens with
_SIGNED_HEADS = frozenset("甲乙丙责签主负法日")  # and _SIGNED_BY
_SIGNED_ENDS = frozenset("会府室厅组局委部院心司团")  # what SIGNATURE ends with
_GREETING = re.compile(r"^(?:各位(?:代表|领导|委员)|同志们|朋友们)[:：!！]$")
_FIRST_STOP = re.compile(r"[。:：]")
_OWNER_LINE = re.compile(
    r"^[(（【\[*_#>\s]{0,6}(?:(?:牵头|责任|配合|落实|主办|协办|主要责任)(?:责任)?(?:单位|部门|领导|人)?|[\u4e00-\u9fff]{0,4}(?:单位|部门|时限)|完成时间|办结时间)\s*[:：]"
    r"|^由[^,，。;；]{2,40}(?:负责|牵头)(?:[,，][^,，。;；]{2,40}(?:配合|参与|协助))?。?$"
)
_CLOSED_BY = re.compile(
    r"^[(（]?共印\d|^(?:附件|附表|抄送|主送|印发|联系(?:人|电话|方式)|咨询电话|出席|列席|参加(?:会议|人员)|参会(?:人员|单位)?|与会人员|请假|记录|分送|发送|报送)\s*\d{0,2}\s*[:：]|"
    r"^(?:附件|附表)\s*\d{0,2}$|^名词解释|^\(此件|^（此件|^\(联系人|^（联系人|^特此"
)
_ANNEX = re.compile(r"\d{1,2}[.．、][^。;；]{2,50}$")  # the second and later names after 附件:1.…
_SIGNED_BY = re.compile(
    r"^(?:签订|签署|签约)(?:日期|时间)\s*[:：]\s*\d{4}\s*年|^(?:[甲乙丙]方|责任单位|签订单位|(?:主要)?负责(?:同志|人)|法定代表人|责任人|签字|签名|日期|签订时间)[^,，。;；]{0,4}(?:[(（](?:盖章|签字|签名|公章)[)）]|[:：]\s*[\u4e00-\u9fff]{0,4}(?:[\s\u3000]{2,}|$))"
)
_SEALED = re.compile(r"[(（](?:盖章|签章|公章|签字|签名)[)）]$")
_END_OF_SPEECH = re.compile(
    r"^(?:各位代表|同志们|各位委员)[!！,，].{0,40}(?:让我们|新征程|蓝图|使命|号角|征程|奋斗|时代|责任|道路|发展|事业)"
)
_ORDER = re.compile(
    r"^[^,，。;；]{0,40}?(?:(?<![主重需必只首摘纪概扼简])要(?!求|点|素|害|闻|件)|必须|务必|应当|不得|须|负责|牵头)|由[^,，。;；]{2,40}?(?:负责|"
    r"牵头|承担|组织|会同|统筹|落实|解决|办理|承办|印发|修改|汇总|抓紧|另行|报)"
    r"|^(?:会议)?(?:审议)?(?:并)?(?:原则)?(?:同意|通过|议定|决定|明确)|^请|^凡|^对.{2,40}(?:的|,|，)|^各[^,，。]{1,20}(?:负责|报送|按|于|应|成立|制定)"
)


def read_structure(
    text: str, article: Article, own_year: int, marks: Mapping[int, Mark], lenient: bool = False
) -> list[Paragraph]:
    """The paragraphs of one article in order. own_year: the year of the paper, 0 where it is unknown.

    lenient: a heading tells of the past for what stands under it alone, and one without a number not at all.
    """
    result: list[Paragraph] = []
    open_sections: list[tuple[int, Tense, str]] = []
    running = kinds.UNKNOWN
    titles = _title_count(text, article)
    decimal = whole_numbers_are_chapters(text, article.span.start, article.span.end)
    sorted_out: list[tuple[Span, Kind]] = []
    for number, (span, is_row) in enumerate(gathered(text, paragraphs(text, *article.span))):
        words = text[span.start : span.end]
        kind = kinds.TABLE if is_row else _kind_of(words)
        if (
            kind is kinds.BODY
            and sorted_out
            and sorted_out[-1][1] is kinds.ATTACHMENT
            and _ANNEX.match(words)
        ):
            kind = kinds.ATTACHMENT
        titled = (number < titles and not is_row) or (number <= _HEAD and _is_late_title(words))
        sorted_out.append((span, kinds.TITLE if titled else kind))
    markers = _markers(text, sorted_out, decimal, marks)
    for span, kind in sorted_out:
        words = text[span.start : span.end]
        marker = markers.get(span.start)
        heading = _heading(text, span, marker)
        if kind is kinds.BODY and _is_heading_line(words, marker, article.genre):
            kind = kinds.HEADING
        role = _role(text[heading.start : heading.end], text[heading.end : span.end], marker, kind)
        if marker or (kind is kinds.HEADING and role is not kinds.ORDER):
            rank = marker.rank if marker else _bare_rank(open_sections, words, own_year)
            running = _open(open_sections, rank, text[heading.start : heading.end], own_year)
            if (
                lenient
                and running is not kinds.FUTURE
                and (not marker or tense_of_heading(open_sections[-1][2], own_year) is kinds.UNKNOWN)
            ):
                running = kinds.UNKNOWN
                open_sections[-1] = (rank, running, open_sections[-1][2])
        elif kind is kinds.BODY:
            running = _continue(words, running, open_sections, article.genre)
        section = open_sections[-1][2] if open_sections else ""
        tense = _settle(words, running, article.genre)
        own_rank = (
            marker.rank
            if marker
            else open_sections[-1][0]
            if kind is kinds.HEADING and open_sections
            else PARAGRAPH
        )
        result.append(MADE(Paragraph, (span, kind, tense, role, marker, heading, section, own_rank)))
    return result


def _markers(
    text: str, sorted_out: list[tuple[Span, Kind]], decimal: bool, marks: Mapping[int, Mark]
) -> dict[int, Marker]:
    """The number each paragraph opens with, by the place it begins at: of a known form, or one its fellows make plain."""
    bodies = [span for span, kind in sorted_out if kind is kinds.BODY]
    inferred = asking(text, bodies, marks)
    numbered: list[Numbered] = []
    for span in bodies:
        mark = inferred.get(span.start)
        if mark:
            body = span.start + mark.length
            marker = Marker(SECOND, mark.ordinal, text[span.start : body].strip(), span.start, body)
            shape: Shape = (mark.shape,)
        else:
            known = head_marker(text, span.start, span.end)
            if not known:
                continue
            marker = as_chapter(known) if decimal else known
            shape = known_shape(marker)
        alone = "。" not in text[span.start : span.end] and not (mark and mark.shape[0] == RECORD)
        numbered.append(Numbered(marker, shape, alone))
    return {marker.start: marker for marker in ranked(numbered, bool(inferred))}


def _is_late_title(words: str) -> bool:
    """Whether a line within the head of a paper names it: …会议纪要 beneath the letterhead and the number."""
    return (
        len(words) <= 48
        and bool(_NAMES_PAPER.search(words.replace("\u3000", "").replace(" ", "")))
        and not head_marker(words, 0, len(words))
    )


def _title_count(text: str, article: Article) -> int:
    count = 0
    for line in (article.title, article.subtitle, article.byline):
        if line and line in text[article.span.start : article.span.start + 400]:
            at = text.find(line, article.span.start)
            count = (
                max(count, text.count("\n", article.span.start, at) + 1)
                if at <= article.span.start + 200
                else count
            )
    if article.title.startswith("(无标题)") or not article.title:
        return 0
    return count if count <= 5 else 1


def _kind_of(words: str) -> Kind:
    if "\t" in words:
        return kinds.TABLE
    first, last = words[0], words[-1]
    if (":" in words or "：" in words or first == "由") and _OWNER_LINE.match(words):
        return kinds.OWNERS
    if first in _CLOSED_HEADS and _CLOSED_BY.match(words):
        return kinds.ATTACHMENT
    if last in ")）" and _SEALED.search(words) and "。" not in words:
        return kinds.SIGNED
    if len(words) <= 60 and _is_signature(words, first, last):
        return kinds.SIGNED
    if last in ":：" and len(words) <= 120 and _ADDRESS.match(words):
        return kinds.SALUTATION
    return kinds.SALUTATION if len(words) <= 12 and _GREETING.match(words) else kinds.BODY


def _is_signature(words: str, first: str, last: str) -> bool:
    """Whether a short line is a date, a document's number, or who signed. Its first and last letters tell most apart."""
    if last == "号":
        return bool(DOCUMENT_NUMBER.match(words)) or (
            first in _SIGNED_HEADS and bool(_SIGNED_BY.match(words))
        )
    if last in "日)）" and DATE_LINE.match(words):
        return True
    if last in _SIGNED_ENDS and SIGNATURE.match(words):
        return not is_imperative(words) and not head_marker(words, 0, len(words))
    return first in _SIGNED_HEADS and bool(_SIGNED_BY.match(words))


def _heading(text: str, span: Span, marker: Marker | None) -> Span:
    """The first sentence after the number, or after a bullet."""
    start = marker.body if marker else span.start + bullet(text, span.start, span.end)
    stop = _FIRST_STOP.search(text, start, min(start + 120, span.end))
    return MADE(Span, (start, stop.start() if stop else span.end))


def _is_heading_line(words: str, marker: Marker | None, genre: Genre) -> bool:
    if words[-1] in "。;；:：,，!！)）":
        return False
    if marker:
        return len(words) <= 60
    if (":" in words or "：" in words) and _LABEL_LINE.match(words):
        return False  # 会议时间：2025年5月14日 heads nothing
    return len(words) <= 36 and "。" not in words and genre is not kinds.REPORT


def _role(heading: str, rest: str, marker: Marker | None, kind: Kind) -> Role:
    plain = heading.strip(" 。:：,，【】")
    if not marker and kind is not kinds.HEADING:
        return kinds.OTHER
    if _NAMES_GOALS.fullmatch(plain):
        return kinds.CONTAINER if _HOLDS_TASKS.search(plain) else kinds.GOALS
    led = heading + rest[:1]
    if (led.endswith((":", "：")) or "如下" in led) and _LEADS_IN.search(led):
        return kinds.CONTAINER
    framed = len(plain) <= _LONGEST_FRAME or plain.startswith(_FRAME_HEADS)
    if framed and _FRAME.search(plain) and (not is_imperative(plain) or _FRAME_ALONE.fullmatch(plain)):
        return kinds.FRAME
    if _GOALS.search(plain) and len(plain) <= 20 and not is_imperative(plain):
        return kinds.CONTAINER if _HOLDS_TASKS.search(plain) else kinds.GOALS
    if _TOPIC.match(plain) and not is_imperative(plain):
        return kinds.TOPIC
    if plain.endswith("情况") and _NAMES_STATE.fullmatch(plain) and not rest.strip("。:： "):
        return kinds.OTHER
    alone = not rest.strip("。:： ")
    if _names_section(plain):
        return kinds.CONTAINER
    if alone and _GENERIC.fullmatch(plain):
        return kinds.CONTAINER
    if alone and marker and marker.rank <= FIRST and _NAMES_SECTION.fullmatch(plain):
        return kinds.CONTAINER
    if is_imperative(plain) or _ORDER.search(heading) or party_before(heading)[0]:
        return kinds.ORDER
    if len(plain) <= 24 and _CONTAINER.search(plain):
        return kinds.CONTAINER
    return kinds.OTHER


def _names_section(plain: str) -> bool:
    """Whether words are the name of a section, or end in one and order nothing."""
    if plain[-1:] not in SECTION_ENDS and "今后" not in plain:
        return False
    found = SECTION_NOUNS.search(plain)
    return found is not None and (SECTION_NOUNS.fullmatch(plain) is not None or not is_imperative(plain))


def _bare_rank(open_sections: list[tuple[int, Tense, str]], words: str, own_year: int) -> int:
    """A heading without a number divides the paper where no number does, else it stands under the numbers.

    One that says whether its part is past or to come (2025年重点工作) ends the bare heading at the head of the paper.
    """
    if words[0] == "【":
        return CHAPTER
    above = [rank for rank, _, _ in open_sections if rank != PARAGRAPH]
    if not above:
        return PART
    turns = above[0] == PART and tense_of_heading(words, own_year) is not kinds.UNKNOWN
    return PART if turns else PARAGRAPH


def _open(sections: list[tuple[int, Tense, str]], rank: int, heading: str, own_year: int) -> Tense:
    while sections and sections[-1][0] >= rank:
        sections.pop()
    above = sections[-1][1] if sections else kinds.UNKNOWN
    own = tense_of_heading(heading, own_year) if rank <= FIRST or len(heading) <= 30 else kinds.UNKNOWN
    told = above in (kinds.PAST, kinds.PROBLEM) and own is not kinds.PROBLEM
    if told and not (own is kinds.FUTURE and opens_the_future(heading)):
        own = above
    tense = own if own is not kinds.UNKNOWN else above
    sections.append((rank, tense, heading))
    return tense


def _continue(words: str, running: Tense, sections: list[tuple[int, Tense, str]], genre: Genre) -> Tense:
    """A body paragraph may turn the tense where no section has settled it."""
    settled = sections[-1][1] if sections else kinds.UNKNOWN
    opening = tense_of_opening(words)
    if settled is not kinds.UNKNOWN:
        return kinds.PROBLEM if opening is kinds.PROBLEM and settled is kinds.PAST else settled
    if opening is not kinds.UNKNOWN or turns_to_a_question(words):
        return opening
    if genre in (kinds.SPEECH, kinds.ARTICLE, kinds.MINUTES) and turns_to_asking(words):
        return kinds.UNKNOWN
    return running if genre in (kinds.WORK_REPORT, kinds.SPEECH, kinds.ARTICLE) else kinds.UNKNOWN


def _settle(words: str, running: Tense, genre: Genre) -> Tense:
    if running is not kinds.UNKNOWN or genre is kinds.REPORT:
        return running
    voted = vote(words)
    if voted is kinds.UNKNOWN and genre in (kinds.PLAN, kinds.CIRCULAR):
        return kinds.FUTURE if is_imperative(words) and not tells_of_deeds(words) else voted
    return (
        voted
        if genre in (kinds.WORK_REPORT, kinds.ARTICLE, kinds.SPEECH)
        else kinds.UNKNOWN
        if voted is kinds.PAST
        else voted
    )


def is_order(words: str) -> bool:
    """Whether words lay a duty on someone: 由某局负责, 同意…, 各单位应…."""
    return bool(_ORDER.search(words))


def ends_the_matter(words: str) -> bool:
    """Whether a paragraph is the closing call of a speech: 同志们!让我们…"""
    return "让我们" in words[:60] or (
        words[:2] in ("各位", "同志")
        and _END_OF_SPEECH.match(words) is not None
        and not any(sign.isdigit() for sign in words)
    )
