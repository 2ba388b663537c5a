"""The kind of paper, from its title and its first words."""

from __future__ import annotations

import re

from kaoping.intake.paper import Genre

_TITLES: tuple[tuple[Genre, re.Pattern[str]], ...] = (
    (Genre.MINUTES, re.compile(r"会议纪要|纪要$|(?:会议|例会|调度会)(?:情况)?(?:的)?(?:通报|简报|记录)$|(?:常务|专题|办公)会议?纪要")),
    (Genre.WORK_REPORT, re.compile(r"政府工作报告|工作报告(?:[(（].{0,8}[)）])?$"
        r"|(?:会议|职代会|全会|大会)[^。]{0,8}报告(?:[(（].{0,8}[)）])?$|代表大会.{0,8}报告|计划(?:草案)?的报告")),
    (Genre.SPEECH, re.compile(r"(?:上|时|中)的(?:讲话|发言|致辞|表态发言)|(?:讲话|发言)(?:提纲|稿|要点|摘要)(?:[(（].{0,20}[)）])?$|同志(?:重要)?讲话$")),
    (Genre.CIRCULAR, re.compile(r"的?(?:通知|通报|意见|决定|公告|函|批复|通告)(?:[(（].{0,20}[)）])?$")),
    (Genre.PLAN, re.compile(
        r"(?:方案|规划|计划|要点|思路|工作(?:安排|打算|部署)|分工|清单|措施|办法|细则|规划纲要|行动|若干政策|责任书|责任状|任务书|目标书|承诺书|台账|"
        r"(?:交办|督办|任务|通知)单|(?:分解|分工|任务|责任|目标|进度)表)(?:[(（].{0,20}[)）])?$"
    )),
)  # fmt: skip
# A word of every pattern above.
_NAMES_KIND = re.compile(
    "纪要|简报|记录|报告|讲话|发言|致辞|通知|通报|意见|决定|公告|函|批复|通告|方案|规划|计划|要点|思路|安排|打算|部署|分工|清单|措施|办法|细则|行动|政策|责任|任务书|目标书|承诺|台账|表|单"
)
_LONGEST = 72  # of a line of a title
_HELD = re.compile(r"召开|举行|会议(?:强调|指出|要求)|主持(?:召开|会议)?|出席(?:会议|并)|并讲话")
_DEPUTIES = re.compile(r"^各位代表[:：!！]", re.MULTILINE)
_AS_FOLLOWS = re.compile(r"纪要如下|议定事项(?:纪要)?如下")
_NUMBERED = re.compile(r"会议纪要|第\s*\d+\s*期|〔\d{4}〕\d+号")
_COMRADES = re.compile(r"^(?:同志们|各位[^:：\n]{0,20}|同事们|大家好)[:：!！]", re.MULTILINE)
_ALL_OF_YOU = re.compile(r"^各.{2,60}[:：]$", re.MULTILINE)


def _titled(title: str) -> Genre | None:
    """The kind a line of the title names, the first of _TITLES."""
    lines = [line.strip() for line in title.split("\n") if len(line) <= _LONGEST and _NAMES_KIND.search(line)]
    for genre, pattern in _TITLES if lines else ():
        for line in lines:
            if pattern.search(line):
                return genre
    return None


def genre_of(title: str, head: str) -> Genre:
    """title: the title lines joined; head: the first few hundred characters of the article."""
    called = "各" in head
    if called and _DEPUTIES.search(head):
        return Genre.WORK_REPORT
    if "如下" in head and _AS_FOLLOWS.search(head, 0, 400):
        return Genre.MINUTES
    if "纪要" in head[:160] and _NUMBERED.search(head, 0, 120):
        return Genre.MINUTES
    document = _titled(title)
    if document:
        return document
    if "召开" in title or "举行" in title:
        return Genre.REPORT
    if (called or "们" in head or "大家好" in head) and _COMRADES.search(head):
        return Genre.SPEECH
    if called and _ALL_OF_YOU.search(head):
        return Genre.CIRCULAR
    return Genre.REPORT if _HELD.search(head[:400]) else Genre.ARTICLE
