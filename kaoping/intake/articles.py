"""Several articles on one page told apart; commentary marked, so that nothing is taken from it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kaoping.intake.genres import genre_of
from kaoping.intake.lines import HEADING_MARK
from kaoping.intake.paper import Article, Genre, Span
from kaoping.intake.rows import is_row
from kaoping.intake.sentences import paragraphs
from kaoping.intake.series import Mark
from kaoping.intake.words import is_imperative

_MARKS = "■□◎●"
_NAMED = re.compile(r"^[■□◎●]\s*(\S.{0,38})$")
_CLOSING = re.compile(r"[(（]\s*(?:作者|笔者)(?:单位)?(?:系|为|是)?\s*[:：]?\s*([^()（）\n]{2,60})[)）]\s*$")
_DATELINE = re.compile(
    r"^(?:本报讯|本网讯|本报[\u4e00-\u9fff]{2,8}\d{1,2}月\d{1,2}日[讯电]|[\u4e00-\u9fff]{2,8}讯\s|[\u4e00-\u9fff]{2,6}\d{1,2}月\d{1,2}日[讯电]"
    r"|(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚)?[,，]?|(?:[(（]记者|记者从))"
)
_BYLINE_END = re.compile(
    r"[(（]((?:融媒体|全媒体|本报|首席|见习|实习)?\s*(?:记者|通讯员)?\s*[:：]?\s*[\u4e00-\u9fff]{2,4}(?:\s+(?:通讯员|"
    r"记者)?\s*[\u4e00-\u9fff]{2,4}){0,5})[)）]$"
)
_EXTRACT = re.compile(r"[(（](?:摘录|摘要|节选|试行|草案|修订版?|暂行|讨论稿|送审稿|征求意见稿|全文)[)）]$")
_COMMENT = re.compile(
    r"评论员|社论|时评|短评|编者按|言论|杂谈|随笔|漫谈|论坛|观察家|读后感|心得|感悟|作者系|理论(?:文章|版)"
)
_COLUMN = re.compile(
    r"^[\u4e00-\u9fff·]{0,8}(?:时评|短评|社论|热评|快评|锐评|微评|评论|杂谈|漫谈|漫笔|札记|走笔|絮语|茶座|夜话|快语|随笔|论语|言论|观点|声音)$"
)
# 【往日回眸】二十年前的今天: what a paper prints again from its own past asks nothing of anybody now.
_OLD_NEWS = re.compile(
    r"^[【\[■□◎●▲★☆◆]?\s?[^。,，:：]{0,8}?(?:(?:往日|历史|岁月|时光|往事|老报纸|旧报|报史|百年|光影|昔日)?(?:回眸|回放|回望|钩沉|拾遗|档案|留痕)|历史上的今天|旧闻(?:重温|新读|摘登)?|老?旧?报纸?摘登"
    r"|[一二三四五六七八九十百\d]{1,4}年前的?(?:今天|今日|这天|报道)|(?:今日|昨日)重现)(?:[】\]\s·|｜].{0,24}|[】\]]?)$"
)
_OLD_CUE = re.compile("[回钩拾档留旧历年重](?:眸|放|望|沉|遗|案|痕|闻|报|史|前的|现)")
_OLD_LETTER = re.compile("[眸放望沉遗案痕史闻登前现]")  # one stands in all that _OLD_NEWS fits
_FROM_OLD = re.compile(
    r"^[(（]?(?:摘自|原载|选自|据)\s?(?:本报|《[^《》]{2,12}报》|[\u4e00-\u9fff]{2,8}报)[^。]{0,6}\s?(?:19\d\d|20\d\d)年"
)
_COMMENTATOR = re.compile(r"^(?:■|□)?\s*本[报刊网台]?(?:特约)?评论员(?:\s*[\u4e00-\u9fff]{2,4})?$")
_HELD = re.compile("召开|举行|会议|主持|强调|指出")
_REPORTER = re.compile(r"记者|通讯员|融媒体|全媒体")
_ORGAN = re.compile(r"(?:委|组|局|办|室|政府|部|厅|会|中心|公司|院|校|站|所)$")
_PEN_NAME = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]|[ \u3000]{1,2}(?=[\u4e00-\u9fff])){1,4}$")
_SHORT = 48
_DOCUMENTS = frozenset({Genre.CIRCULAR, Genre.PLAN, Genre.MINUTES, Genre.SPEECH, Genre.WORK_REPORT})


def split_articles(text: str, marks: Mapping[int, Mark]) -> tuple[Article, ...]:
    """The articles of a page, in order; every paragraph belongs to one."""
    spans = paragraphs(text)
    if not spans:
        return ()
    lines = [text[span.start : span.end] for span in spans]
    marked = {number for number, span in enumerate(spans) if span.start in marks} if marks else set()
    starts = _around_closings(lines, _starts(lines, marked), marked)
    articles = []
    for number, first in enumerate(starts):
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(spans) - 1
        articles.append(_article(f"a{number + 1}", lines, spans, first, last, marked))
    return tuple(articles)


def _is_title(line: str) -> bool:
    return (
        4 <= len(line) <= _SHORT
        and line[-1] not in "。;；,，、.!！"
        and ":" not in line
        and "：" not in line
        and "。" not in line
        and (not _BYLINE_END.search(line[-80:]) or bool(_EXTRACT.search(line)))
        and "\t" not in line
        and not is_row(line)
        and not HEADING_MARK.match(line)
        and not (line[0] in _MARKS and _NAMED.match(line))
    )


def _titles(lines: list[str], index: int, marked: set[int]) -> bool:
    """Whether a line may be a title: one that carries a number of a list is none."""
    return index not in marked and _is_title(lines[index])


def _starts(lines: list[str], marked: set[int]) -> list[int]:
    """The index of the first line of every article: a title above a ■byline, or above a dateline after an end."""
    starts = [0]
    document = genre_of("\n".join(lines[:4]), "\n".join(lines[:8])[:600]) in _DOCUMENTS
    for index in range(1, len(lines)):
        opens = (
            lines[index][0] in _MARKS
            and _NAMED.match(lines[index])
            and not HEADING_MARK.match(lines[index][1:].strip())
            and len(lines[index]) <= 30
        )
        if index in marked:
            continue
        dated = not document and _DATELINE.match(lines[index]) and _titles(lines, index - 1, marked)
        if len(lines[index]) <= 32 and _OLD_CUE.search(lines[index]) and _OLD_NEWS.match(lines[index]):
            starts.append(index)
            continue
        if not document and index - 1 > starts[-1] and _penned(lines, index, marked):
            starts.append(index - 1)
            continue
        if len(lines[index]) <= 10 and _COLUMN.match(lines[index].lstrip("■□◎●▲◆★☆ ")):
            starts.append(index)
            continue
        if not opens and not dated and not _COMMENTATOR.match(lines[index]):
            continue
        first = index
        while first - 1 > starts[-1] and index - first < 3 and _titles(lines, first - 1, marked):
            first -= 1
        if starts[-1] < first < index and not _titles(lines, first - 1, marked):
            starts.append(first)
    return starts


_ENDS_TEXT = frozenset("。!！?？)）”摄」")


def _penned(lines: list[str], index: int, marked: set[int]) -> bool:
    """Whether a line is a bare name between a title and a paragraph that reports nothing: the author of a comment."""
    if len(lines[index]) > 5 or index < 2 or index + 1 >= len(lines) or not _PEN_NAME.match(lines[index]):
        return False
    body = lines[index + 1]
    told = len(body) < 40 or _DATELINE.match(body) or _HELD.search(body[:80]) or body[0] in _MARKS
    told = told or is_imperative(lines[index])
    return not told and lines[index - 2][-1] in _ENDS_TEXT and _titles(lines, index - 1, marked)


def _around_closings(lines: list[str], starts: list[int], marked: set[int]) -> list[int]:
    """The starts, with one at the title above every 作者单位 line and one after it: a page may go on with advertisements."""
    more = set(starts)
    for index, line in enumerate(lines):
        if ("作者" not in line[-80:] and "笔者" not in line[-80:]) or not _CLOSING.search(line[-100:]):
            continue
        first = index
        while (
            first > 0
            and first not in more
            and not (_titles(lines, first, marked) and lines[first - 1][-1] in "。!！?？)）”摄影」")
        ):
            first -= 1
        more.add(first)
        if index + 1 < len(lines):
            more.add(index + 1)
    return sorted(more)


def _article(
    key: str, lines: list[str], spans: list[Span], first: int, last: int, marked: set[int]
) -> Article:
    titles = _title_lines(lines, first, last, marked)
    byline, affiliation = "", ""
    for line in lines[first : min(first + 5, last + 1)]:
        named = _NAMED.match(line)
        if named:
            byline = named[1].strip()
            break
    closing = _CLOSING.search(lines[last][-100:])
    if closing:
        affiliation = closing[1].strip()
    ending = _BYLINE_END.search(lines[last][-80:])
    if ending and not byline and not closing:
        byline = ending[1].strip()
    if (
        not byline
        and titles > 1
        and _ORGAN.search(lines[first + titles - 1])
        and len(lines[first + titles - 1]) <= 24
    ):
        byline = lines[first + titles - 1]
    head = "\n".join(lines[first : first + titles])
    body = "\n".join(lines[first : min(first + titles + 6, last + 1)])[:1200]
    top = lines[first : min(first + titles + 3, last + 1)]
    # Nothing is taken from a comment under a pen name, or from what is printed again.
    penned = first > 0 and first + 2 <= last and _penned(lines, first + 1, marked)
    old = penned or any(len(line) <= 40 and _is_old_news(line) for line in top)
    relevant = not old and not _is_commentary(
        head, lines[first : first + titles + 2], byline, affiliation, lines[last]
    )
    return Article(
        id=key,
        span=Span(spans[first].start, spans[last].end),
        title=lines[first] if titles else _untitled(lines[first]),
        subtitle=lines[first + 1] if titles > 1 and lines[first + 1] != byline else "",
        byline=byline,
        affiliation=affiliation,
        relevant=relevant,
        genre=genre_of(head, body) if titles else genre_of("", body),
    )


def _is_old_news(line: str) -> bool:
    """Whether a short line says that what follows is printed again."""
    printed = _OLD_NEWS.match(line) if _OLD_LETTER.search(line) else None
    return printed is not None or _FROM_OLD.match(line) is not None


def _title_lines(lines: list[str], first: int, last: int, marked: set[int]) -> int:
    """How many of the first lines are title and subtitle."""
    count = 0
    while first + count < last and count < 6 and _titles(lines, first + count, marked):
        count += 1
    return count


def _untitled(line: str) -> str:
    held = re.search(r"[,，]([^,，。]{4,40}?)(?:在[^,，。]{0,20})?(?:召开|举行)", line)
    return f"(无标题){held[1]}召开" if held else ""


def _is_commentary(head: str, first_lines: list[str], byline: str, affiliation: str, last: str) -> bool:
    """An author with an affiliation, a commentator, or a person's own ■byline without a reporter's word."""
    if affiliation or re.search(r"[(（]作者", last[-60:]):
        return True
    if any(_COMMENT.search(line) for line in first_lines if len(line) <= 24) or _COMMENT.search(byline):
        return True
    own = any(_NAMED.match(line) for line in first_lines)
    return (
        own
        and not _REPORTER.search(byline)
        and not _ORGAN.search(byline)
        and len(byline.replace(" ", "")) <= 12
    )


def is_document(genre: Genre) -> bool:
    """Whether unmarked paragraphs belong to the numbered item above them (a document, not a newspaper report)."""
    return genre in (
        Genre.CIRCULAR,
        Genre.PLAN,
        Genre.WORK_REPORT,
        Genre.SPEECH,
        Genre.MINUTES,
        Genre.ARTICLE,
    )
