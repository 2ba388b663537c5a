"""Whether the items of a list ask for things to be done, judged over the whole list and not item by item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaoping.intake.parties import party_before
from kaoping.intake.words import is_imperative

SHORT_ORDER = re.compile(
    r"^(?:[抓稳促兴强建拓育惠保防治严聚补优扩提减增争破做夯筑守护办用管][\u4e00-\u9fff、,，“”]{3,26}|在[\u4e00-\u9fff、“”]{2,14}[上中下里][\u4e00-\u9fff、,，“”]{2,14})$"
)
# 路子要走对, 认识不能少: a heading of a spoken list that asks without an order.
ASKS_FIRST = re.compile(
    r"^[\u4e00-\u9fff“”、]{0,12}?(?<![主重需必只首摘纪概扼简想若紧机提])(?:要(?!求|点|素|么|闻|害|件|是|塞)|不能(?!不)|必须|不要|务必|得(?=[\u4e00-\u9fff]{1,6}[,，。]))"
)
PROBLEM = re.compile(
    r"不够|不足|不高|不强|不大|不实|滞后|薄弱|短板|偏低|偏少|欠缺|缺乏|较慢|不平衡|问题|困难|压力(?:较|仍|依然)"
)
TOLD = re.compile(r"了(?!解)|已经|取得|同比|累计|有利于|体现|标志|是因为|说明")
_FIRST = re.compile(r"[。;；:：!！\n，,]")
_SENTENCE_END = re.compile(r"[。;；:：!！\n]")
# Every branch opens with a plain character, so that the search may skip to one.
_DUTY = re.compile(
    r"要(?<![主重需只首摘纪概扼简若紧机提]要)(?!求|点|素|么|闻|害|件|是|塞)|必须|务必|应当|不得|严禁|须(?!知)|请各|负责|牵头|责任(?:单位|部门|时限)|配合(?:单位|部门)|完成(?:时限|时间)"
    r"|前(?:完成|建成|报|制定|出台|把|将|要)|力争|确保|不低于|不少于|不超过|同意|原则通过|议定|争取|别(?<![\u4e00-\u9fff]别)(?![人的处墅名称致])"
)
_HEAD = 60


def first_clause(words: str) -> str:
    """The words up to the first mark."""
    return _FIRST.split(words, maxsplit=1)[0]


def first_sentence(words: str) -> str:
    """The words up to the first full stop, colon or semicolon."""
    return _SENTENCE_END.split(words, maxsplit=1)[0]


def opens_with_order(words: str) -> bool:
    """Whether an item opens with an order, a charged body, or a heading that says what must be."""
    return (
        is_imperative(words)
        or bool(party_before(words)[0])
        or bool(ASKS_FIRST.match(words))
        or bool(SHORT_ORDER.match(first_clause(words)))
    )


def tells(words: str) -> bool:
    """Whether the first clause of an item tells of a deed or names a shortcoming."""
    first = first_clause(words)
    return bool(TOLD.search(first) or PROBLEM.search(first))


def weight(words: str) -> int:
    """2 for an item that opens with an order, 1 for one that lays a duty later, -2 for one that tells, 0 for a name."""
    head = words[:_HEAD]
    if opens_with_order(head):
        return 2
    if tells(head):
        return -2
    return 1 if _DUTY.search(words[:300]) else 0


def ask(items: Sequence[str]) -> bool:
    """Whether the items together ask: at least half of what they could say for it, and few that tell."""
    weights = [weight(words) for words in items]
    told = sum(1 for merit in weights if merit < 0)
    return bool(weights) and sum(weights) >= len(weights) and told * 3 <= len(weights)
