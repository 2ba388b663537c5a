"""Where a paragraph turns away from the task above it: a new speaker, another place, the closing words, how a paper comes in force."""

from __future__ import annotations

import re

from kaoping.intake.paper import Span

_SPEAKS_ANEW = re.compile(r"会议(?:强调|要求|指出)|会议以|会议由")
_REQUEST = re.compile(r"请(?:各|有关|相关|于)[^。;；:：]{2,60}(?:报|于|前|将|落实|执行)")
_TELLS_ON = re.compile(
    r"会上|会前|会后|据了解|据悉|去年|参加|出席|当天|随后|截至|目前[,，]|[^,，。;；]{2,4}(?:还|最后)(?:要求|强调)[,，]"
    r"|在[^,，。;；]{2,30}[,，][^,，。;；]{2,14}(?:来到|走进|察看|先后|听取|实地)"
)
_CALLS = re.compile(r"(?:各位(?:代表|领导|同事)|同志们|同事们)[!！,，]")
_COMES_IN_FORCE = re.compile(r"本[\u4e00-\u9fff]{2,6}(?:自|由|从)[^。;；]{2,40}(?:施行|实施|执行|解释|生效)")


def speaks_anew(text: str, span: Span) -> bool:
    """Whether a meeting speaks again: 会议强调."""
    start = span.start
    return text.startswith("会议", start) and _SPEAKS_ANEW.match(text, start, start + 8) is not None


def requests(text: str, span: Span) -> bool:
    """Whether a paragraph asks the bodies addressed to report or act: 请各单位于3月5日前报."""
    return text.startswith("请", span.start) and _REQUEST.match(text, *span) is not None


def tells_on(text: str, span: Span) -> bool:
    """Whether a paragraph of a report goes on to tell, or to another place visited."""
    return _TELLS_ON.match(text, *span) is not None


def calls(words: str) -> bool:
    """Whether a paragraph calls on those present: 各位代表!"""
    return words.startswith(("各位", "同志们", "同事们")) and _CALLS.match(words) is not None


def comes_in_force(text: str, words: str, start: int, end: int) -> bool:
    """Whether a paragraph says from when a paper holds: 本方案自印发之日起施行."""
    return "本" in words[:8] and _COMES_IN_FORCE.match(text, start, end) is not None
