"""How sure a proposal is, in three classes, with reasons a clerk can read."""

from __future__ import annotations

import re
from functools import lru_cache

from kaoping.errors import Words
from kaoping.intake.paper import Confidence, Ground

REASONS = {
    "numbered": Words("有编号", "it is numbered"),
    "imperative": Words("以祈使动词开头", "it opens with an order"),
    "opens-sentence": Words("“要”字开句", "the word yao (must) opens the sentence"),
    "after-speaker": Words("在“某某强调”之后", "it follows a speaker's words"),
    "topic-only": Words("议题名称，未见明确要求", "a topic; no order was found under it"),
    "table": Words("表格中的一行", "a row of a table"),
    "future-section": Words("所在部分为今后任务", "its section is of tasks to come"),
    "future-sentence": Words("本句有将来语气", "its sentence speaks of the future"),
    "within-task": Words("位于已识别的任务之内", "it stands within a task"),
    "tense-unclear": Words("时态不明", "past or future is unclear"),
    "comparator": Words("有“不低于”等比较词", "a comparing word stands by it"),
    "subject-near": Words("主语紧邻数字", "the subject stands next to the figure"),
    "subject-inherited": Words("主语承前省略", "the subject was taken from before"),
    "subject-missing": Words("未找到主语", "no subject was found"),
    "scope-count": Words("是项目数量，未必是目标", "a count of projects, perhaps not a target"),
    "quoted": Words("带引号", "it stands in quotation marks"),
    "slip-near": Words("附近疑有识别错误", "a scanning slip is suspected near it"),
    "second-reading": Words(
        "初读无所得，放宽后读出", "read anew on weaker signs, where nothing had been found"
    ),
    "verbatim": Words("引文逐字见于原文", "its quote stands verbatim in the text"),
    "from-endpoint": Words("由外部模型提出", "proposed by the outside model"),
}
_BY_RULE = {
    "numbered-order": (Confidence.SURE, ("numbered", "imperative")),
    "numbered-item": (Confidence.LIKELY, ("numbered",)),
    "run-in-list": (Confidence.SURE, ("numbered",)),
    "run-in-paragraph": (Confidence.SURE, ("numbered",)),
    "order-heading": (Confidence.LIKELY, ("imperative",)),
    "paragraph-order": (Confidence.LIKELY, ("imperative",)),
    "sentence-yao": (Confidence.LIKELY, ()),
    "table-row": (Confidence.SURE, ("table",)),
    "topic": (Confidence.DOUBTFUL, ("topic-only",)),
}
_EMPTY = re.compile(
    r"提高(?:思想)?认识|统一思想|充分认识|站在.{0,10}高度|增强.{0,12}(?:责任感|紧迫感|使命感)"
)


def ground_of_task(rule: str, reasons: tuple[str, ...], words: str) -> Ground:
    """The ground of a task. A call to be of one mind, without a deed, is doubtful."""
    return _grounded(rule, reasons, len(words) < 60 and _EMPTY.search(words) is not None)


@lru_cache(256)
def _grounded(rule: str, reasons: tuple[str, ...], empty: bool) -> Ground:
    """The few grounds there are, each made once."""
    confidence, own = _BY_RULE[rule]
    if rule == "sentence-yao" and "opens-sentence" in reasons:
        confidence = Confidence.SURE
    return Ground(rule, Confidence.DOUBTFUL if empty else confidence, tuple(dict.fromkeys((*own, *reasons))))


CLASSES = {
    Confidence.SURE: Words("把握大", "sure"),
    Confidence.LIKELY: Words("较可能", "likely"),
    Confidence.DOUBTFUL: Words("待细看", "doubtful"),
}
