"""States, moves, classes and rules of this room in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Words
from kaoping.intake.confidence import CLASSES, REASONS

STATE_WORDS: Mapping[str, Words] = {
    "registered": Words("待交办", "to be assigned"),
    "assigned": Words("待签收", "to be received"),
    "received": Words("已签收", "received"),
    "working": Words("办理中", "under way"),
    "claimed": Words("报办结", "claimed done"),
    "checked": Words("核查通过", "checked"),
    "closed": Words("已核销", "closed"),
    "reviewed": Words("已评成效", "effect reviewed"),
    "merged": Words("已并入", "merged"),
}
MOVE_WORDS: Mapping[str, Words] = {
    "register": Words("立项", "registered"),
    "assign": Words("交办", "assigned"),
    "receive": Words("签收", "received"),
    "report": Words("报进度", "progress reported"),
    "claim": Words("报办结", "claimed done"),
    "check": Words("核查", "checked"),
    "close": Words("核销", "closed"),
    "review": Words("成效评估", "effect reviewed"),
    "reopen": Words("重新办理", "reopened"),
    "ask_time": Words("申请延期", "asked for more time"),
    "grant_time": Words("准予延期", "more time granted"),
    "refuse_time": Words("不准延期", "more time refused"),
    "merge": Words("并入", "merged"),
    "edit": Words("修改", "changed"),
    "split": Words("分解", "decomposed"),
    "card": Words("签发督办单", "slip issued"),
    "talk": Words("约谈", "talk instead of a card"),
    "withdraw": Words("撤回督办单", "slip withdrawn"),
    "answer": Words("回复督办单", "slip answered"),
}
SLIP_WORDS: Mapping[str, Words] = {
    "waiting": Words("待回复", "to be answered"),
    "overdue": Words("逾期未回复", "not answered in time"),
    "answered": Words("已回复", "answered"),
    "late": Words("逾期回复", "answered late"),
    "withdrawn": Words("已撤回", "withdrawn"),
    "talk": Words("约谈", "talk"),
}
CARD_WORDS: Mapping[str, Words] = {
    "blue": Words("蓝牌", "blue"),
    "yellow": Words("黄牌", "yellow"),
    "red": Words("红牌", "red"),
}
LIGHT_WORDS: Mapping[str, Words] = {
    "blue": Words("临期", "near due"),
    "yellow": Words("落后", "behind"),
    "red": Words("逾期", "overdue"),
    "": Words("正常", "on course"),
}
PROPOSAL_WORDS: Mapping[str, Words] = {
    "open": Words("待定", "undecided"),
    "accepted": Words("采纳", "accepted"),
    "merged": Words("已合并", "merged"),
    "split": Words("已拆分", "split"),
    "rejected": Words("不采纳", "rejected"),
}
BASIS_WORDS: Mapping[str, Words] = {
    "stated": Words("原文写明", "stated in the paper"),
    "meeting_year": Words("年份取自会议日期", "the year is the meeting's"),
    "typed": Words("人工填写", "typed in"),
}
CLASS_WORDS: Mapping[str, Words] = {one.value: words for one, words in CLASSES.items()}
COMPARATORS: Mapping[str, Words] = {
    ">=": Words("不低于", "at least"), ">": Words("高于", "more than"), "<=": Words("不超过", "at most"), "<": Words("低于", "less than"),
    "~": Words("约", "about"), "=": Words("", ""), "range": Words("介于", "between"), "rank": Words("位次", "rank"), "sync": Words("同步于", "in step with"),
}  # fmt: skip
RULES: Mapping[str, Words] = {
    "numbered-order": Words("编号的祈使句", "numbered order"),
    "numbered-item": Words("编号条目", "numbered item"),
    "run-in-list": Words("一要、二要", "numbered in the running text"),
    "run-in-paragraph": Words("一是、二是", "numbered paragraph"),
    "order-heading": Words("祈使标题", "heading that is an order"),
    "paragraph-order": Words("段首祈使", "paragraph that opens with an order"),
    "sentence-yao": Words("“要”字句", "sentence with yao (must)"),
    "table-row": Words("表格行", "row of a table"),
    "table-goal": Words("表格目标", "goal in a table"),
    "topic": Words("议题", "topic"),
    "figure": Words("量化数字", "figure"),
    "relation": Words("比较关系", "relation"),
    "split-by-hand": Words("人工拆分", "split by hand"),
}


def reasons_words(reasons: str) -> list[Words]:
    """Why the rules proposed it, as sentences."""
    return [REASONS[one] for one in reasons.split() if one in REASONS]
