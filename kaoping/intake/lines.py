"""Lines to paragraphs: broken lines joined without a space, headings, bylines and dates left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from kaoping.intake.words import HEADING_NOUNS, IMPERATIVES, is_imperative

FINAL = '。!！?？;；:：…”"』」》)）】］]〕〗．'
_OPEN = ",，、"
_ENDS = frozenset(FINAL + _OPEN + ":：")
HEADING_MARK = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?:(?!\d)|(?=\d{1,2}月[\d底末初前份上中下]|20\d\d年))|[(（]\d{1,2}[)）]|(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）](?=\s{0,2}[\u4e00-\u9fff“])|[①-⑳⑴-⒇⒈-⒛❶-❿➊-➓㈠-㈩]|[Ⅰ-Ⅻ][、.．]|[【\[［(（]?(?:事项|任务|重点任务|举措|措施|行动|工程|项目|要点)(?:[一二三四五六七八九十]{1,3}|\d{1,2})[】\]］)）:：、]"
    r"|第[一二三四五六七八九十\d]{1,3}[章节条部分篇]{1,2}|\d{1,2}(?:\.\d{1,2}){1,2}[ \u3000]+(?=[\u4e00-\u9fff“])|【[^【】]{2,30}】$)"
)
_RUN_IN = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要)|首先|其次|再次|最后|第[一二三四五六七八九十][,，、])"
)
_NTH_HEADING = re.compile(
    r"^第[一二三四五六七八九十][,，、][^,，、。;；:：]{2,12}(?:[,，][^,，。;；:：]{4,28})?$"
)
BYLINE = re.compile(
    r"^(?:[■□◎●▲]\s*\S{2,40}|[(（](?:融媒体|全媒体|本报)?(?:记者|通讯员)?\s*[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4}){0,5}[)）])$"
)
_BARE_BYLINE = re.compile(
    r"^(?:本[报刊网台](?:特约)?评论员|本报(?:讯)?(?:全媒体|首席)?记者|记者|通讯员|作者|文)\s*[:：]?\s*[\u4e00-\u9fff]{2,4}(?:\s+(?:通讯员)?\s*[\u4e00-\u9"
    r"fff]{2,4}){0,4}$"
)
DATE_LINE = re.compile(r"^[(（]?(?:二[〇○零O0].{2}|\d{4})\s*年.{1,3}月.{1,3}日[)）]?$")
SIGNATURE = re.compile(
    r"^[\u4e00-\u9fff、\s]{2,40}(?:委员会|人民政府|办公室|办公厅|领导小组|局|厅|委|部|院|会|中心|政府|公司|集团)(?:办公室|办公厅)?$"
)
DOCUMENT_NUMBER = re.compile(r"^[\u4e00-\u9fff（）()]{0,16}[〔\[［(（]\d{4}[〕\]］)）]\s*第?\d{1,4}号$")
_ATTACHMENT = re.compile(r"^(?:附件|附表|附)\s*\d{0,2}\s*(?:[:：].*)?$")
_LABELLED = re.compile(
    r"^(?:时\s*间|地\s*点|日\s*期|主\s*持(?:人)?|出\s*席(?:人员)?|列\s*席(?:人员)?|缺\s*席|请\s*假|记\s*录(?:人)?|"
    r"参\s*加(?:人员)?|会议(?:时间|地点|主持)|联\s*系\s*人|联系电话|电\s*话|抄\s*送|抄\s*报|主\s*送|分\s*送|发\s*送|签\s*发(?:人)?|"
    r"责任单位|牵头单位|配合单位|责任领导|完成时限|责任人)\s*[:：]"
)
_PRINTED = re.compile(r"^(?:[\u4e00-\u9fff]{2,24}[\s\u3000]+)?\d{4}年\d{1,2}月\d{1,2}日印发$")
_ALONE = re.compile(
    "|".join(
        pattern.pattern
        for pattern in (BYLINE, _BARE_BYLINE, DATE_LINE, SIGNATURE, DOCUMENT_NUMBER, _ATTACHMENT, _PRINTED)
    )
)
# What such a line opens with, or what it ends with.
_ALONE_HEADS = frozenset("■□◎●▲(（本记通作文附")
_ALONE_ENDS = frozenset("日)）会府室厅组局委部院心司团号发")
# 优秀单位（4个）：甲局、乙镇: rows of a list of names; none runs on into the next.
_NAMES_ROW = re.compile(r"^(?=[^:：]{3,40}[:：])[^,，。;；:：]{3,40}[:：][^。;；]{2,}$")
# A title broken in two: 在某某 with 上的讲话 on the next line, 关于某某 with 的通知, or a rest that names no matter.
_OPEN_TITLE = re.compile(
    r"^(?:在(?!.*上的?(?:讲话|发言|报告|致辞))|[^《》]{0,24}关于(?!.*的?(?:通知|通报|意见|决定|报告|方案|办法|函|批复|公告)$)).{6,}$"
)
_REST_OF_TITLE = re.compile(
    r"^[^,，。:：]{0,24}(?:上的?(?:讲话|发言|报告|致辞)(?:提纲|摘要|要点)?|的?\s*(?:通\s*知|通\s*报|意\s*见|决\s*定|报\s*告|公\s*告|批\s*复|函))(?:[(（].{1,12}[)）])?$"
)
_BARE_REST = re.compile(
    r"^(?:建设|工作|实施|专项|整治|提升|推进|管理|考核|行动|总体|任务|重点|三年|年度|若干|分工){1,4}(?:方案|意见|规划|办法|细则|措施|纪要|要点|清单|计划)(?:[(（].{1,12}[)）])?$"
)
_TITLE_ENDS = frozenset("话言告辞知报见定复函纲摘要点案划法则施单)）")
_NAMES_OFFICE = re.compile(
    r"(?:委员会|政府|办公室|办公厅|局|厅|委|部|院|会|中心|公司|集团|文件|学校|组|处|科|街道|[省市县区镇乡州])$"
)
# A title's last words, and what is a letterhead or a body's name and no half of a title.
_TITLE_ENDING = re.compile(
    r"(?:通\s*知|通\s*报|意\s*见|决\s*定|方案|计划|规划|纪要|讲话|发言|报告|要点|办法|细则|责任书|责任状|分工|措施)(?:[(（][^()（）]{1,12}[)）])?$"
)
_TITLE_REST = re.compile(r"(?!关于|专题|常务|会议|政府|学习|第|20)[\u4e00-\u9fff“”、]{3,16}$")
_LETTERHEAD = re.compile(
    r"(?:文件|政府|委员会|委|局|办公室|公司|集团|院|校|厅|部|会|县|市|区|省|镇|乡|街道|号|》)$"
)
_STARTS_ARTICLE = re.compile(r"^(?:本报讯|本网讯|[\u4e00-\u9fff]{2,8}讯[\s(（]|\d{1,2}月\d{1,2}日|[■□◎])")


class Line(NamedTuple):
    """A stripped line of the page: its stretch of the text, whether it was indented, whether it opens an item of a list."""

    start: int
    end: int
    text: str
    indented: bool
    marked: bool = False
    over_page: bool = False  # whether the number of a page stood before it


@dataclass(frozen=True)
class Layout:
    """How the page breaks lines: the width it wraps at (0: it does not), and whether it indents paragraphs."""

    wrap: int
    indents: bool


def layout_of(lines: list[Line]) -> Layout:
    """A page wraps where most of its unfinished lines are of nearly the same, greatest, length."""
    lengths = [len(line.text) for line in lines if "\t" not in line.text]
    if len(lengths) < 6:
        return Layout(0, False)
    widest = sorted(lengths)[-max(len(lengths) // 20, 1)]
    full = len([length for length in lengths if widest - 3 <= length <= widest + 3])
    broken = len([line for line in lines if len(line.text) >= widest - 3 and line.text[-1] not in FINAL])
    longer = len([length for length in lengths if length > widest + 3])
    wraps = (
        12 <= widest <= 90
        and broken * 2 >= full
        and (full * 10 >= len(lengths) * 3 or (broken >= 4 and full * 8 >= len(lengths)))
        and longer * 20 <= len(lengths)
    )
    indented = len([line for line in lines if line.indented])
    long_lines = len([length for length in lengths if length > 12])
    return Layout(
        widest if wraps else 0, indented > 0 and indented * 4 >= max(long_lines, 1) and indented < len(lines)
    )


def is_heading(text: str) -> bool:
    """Whether a line without final punctuation stands for itself: numbered, an order, or the name of a section."""
    if len(text) > 45 or "。" in text or "\t" in text:
        return False
    if len(text) > 30 and text.count(",") + text.count("，") > 1 and any(sign.isdigit() for sign in text[3:]):
        return False  # a line of a numbered item that breaks off
    if HEADING_MARK.match(text) or _NTH_HEADING.match(text):
        return True
    if _RUN_IN.match(text) or len(text) > 28:
        return False
    plain = "," not in text and "，" not in text
    return (plain and len(text) <= 22 and is_imperative(text)) or text.endswith(HEADING_NOUNS)


def stands_alone(text: str) -> bool:
    """Whether a line is a byline, a date, a signature, a document number or an attachment's name."""
    if len(text) > 90:
        return False
    if (text[0] in _ALONE_HEADS or text[-1] in _ALONE_ENDS) and _ALONE.match(text):
        return True
    return len(text) <= 40 and (":" in text or "：" in text) and _LABELLED.match(text) is not None


def _opens_article(lines: list[Line], index: int) -> bool:
    """Whether a byline or a dateline follows within two lines: then this line is a title or subtitle."""
    for later in lines[index + 1 : index + 4]:
        if BYLINE.match(later.text) or _STARTS_ARTICLE.match(later.text):
            return True
        if later.text[-1] in FINAL:
            return False
    return False


def _breaks_title(text: str, after: str) -> bool:
    """Whether two lines at the top are one title."""
    if (
        after[-1] not in _TITLE_ENDS
        or len(text) > 48
        or len(after) > 32
        or text[-1] in FINAL[:10]
        or "\t" in text + after
    ):
        return False
    if _OPEN_TITLE.match(text) and _REST_OF_TITLE.match(after):
        return not _REST_OF_TITLE.match(text)
    return bool(_BARE_REST.match(after)) and not _NAMES_OFFICE.search(text) and not _BARE_REST.match(text)


def joins_next(lines: list[Line], index: int, in_title: bool, layout: Layout) -> bool:
    """Whether line `index` and the next are one broken line."""
    line, following = lines[index], lines[index + 1]
    text, after = line.text, following.text
    if following.marked:
        return False
    if "《" in text and text.count("《") > text.count("》") and "》" in after[:40]:
        return True
    ended = text[-1] in FINAL
    if ended and not following.over_page and not layout.wrap and text[-1] not in "”)）》】":
        return False  # as most are
    if layout.indents and _runs_full(line, layout) and not following.indented and "\t" not in text + after:
        return True
    if (
        "\t" in text
        or "\t" in after
        or stands_alone(after)
        or HEADING_MARK.match(after)
        or after[0] in "■□◎●▲▶"
    ):
        return (
            text[-1] in _OPEN
            and after[0] not in "■□◎●▲▶"
            and "\t" not in text + after
            and not _opens_item(after)
        )
    if text[-1] in _OPEN:
        return True
    if in_title and (
        _breaks_title(text, after) or (_TITLE_ENDING.search(after) and _runs_over_title(text, after))
    ):
        return True
    if following.over_page and _runs_over_page(text, after):
        return True
    if in_title or stands_alone(text) or _RUN_IN.match(after):
        return False
    if (":" in text or "：" in text) and _NAMES_ROW.match(text):
        near = (lines[index - 1].text if index else "", after)
        if any(_NAMES_ROW.match(row) for row in near):
            return False
    heading = is_heading(text) or (line.marked and len(text) <= 45 and "。" not in text)
    if layout.wrap and not (heading and len(text) < layout.wrap - 3) and not is_heading(text):
        if layout.indents:
            short = ended and len(text) + 2 * line.indented < layout.wrap - 3
            return not following.indented and not short and len(text) * 10 >= layout.wrap * 7
        return len(text) >= layout.wrap - 3 and not ended
    if ended:
        return text[-1] in "”)）》】" and after[0] in ",，、。;；的"
    if heading or _is_penned(lines, index) or _is_penned(lines, index + 1):
        return False
    return _is_broken(text, after) and not (len(text) <= 40 and _opens_article(lines, index))


def _is_penned(lines: list[Line], index: int) -> bool:
    """Whether a line of two to four characters between a title and a paragraph is who wrote it."""
    if not 0 < index < len(lines) - 1 or not 2 <= len(lines[index].text) <= 4:
        return False
    above, below = lines[index - 1].text, lines[index + 1].text
    return (
        above[-1] not in "。!！?？;；…、,，"
        and len(above) <= 30
        and len(below) > 24
        and lines[index].text[-1] not in _ENDS
    )


def _runs_over_title(text: str, after: str) -> bool:
    """Whether a title goes on upon the next line: 关于…情况 / 的通报, 在全市…暨 / 大会上的讲话."""
    if after[0] == "的" or _TITLE_ENDING.search(text) or len(text) > 40:
        return after[0] == "的"
    led = text.startswith(("关于", "在")) and not _LETTERHEAD.search(text)
    return led or (
        len(text) >= 12
        and len(after) <= 16
        and not _LETTERHEAD.search(text)
        and _TITLE_REST.match(after) is not None
    )


def _runs_over_page(text: str, after: str) -> bool:
    """Whether a paragraph goes on beyond the foot of a page, where a line alone would not tell."""
    if after[0] in "—–-•·*" or _RUN_IN.match(after):
        return False
    if text in IMPERATIVES:
        return True
    return text[-1] in "；;" and (HEADING_MARK.match(text) is not None or "。" in text)


def _runs_full(line: Line, layout: Layout) -> bool:
    """Whether a line of an indented page breaks off at the width of the page, within a sentence."""
    return bool(
        layout.wrap
        and layout.wrap - 1 <= len(line.text) + 2 * line.indented <= layout.wrap + 2
        and line.text[-1] not in FINAL
    )


def _opens_item(text: str) -> bool:
    return bool(HEADING_MARK.match(text))


def _is_broken(text: str, after: str) -> bool:
    """A line with a clause inside runs on; one without does only where the next begins with the rest of a word."""
    if any(mark in text for mark in ",，、。;；"):
        return True
    cut = min((place for mark in ",，、。;；" if (place := after.find(mark)) >= 0), default=99)
    return cut <= 3 or after[0] == "的" or len(text) > 45
