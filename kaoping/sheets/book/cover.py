"""The first sheet: which scheme, approved by whom, on which inputs, which run; and the notes at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kaoping.errors import Problem, Words
from kaoping.scheme.model import Scheme
from kaoping.scorecard import MEANING, STATUSES, Scorecard
from kaoping.sheets.book.paper import Paper

COVER = Words("封面", "Cover")
NOTES = Words("说明", "Notes")
_READING = (
    Words("“明细”表里的数是准确值；其余各表按方案规定的位数显示。",
          "The sheet “Lines” holds exact values; the other sheets show the decimals the scheme states."),
    Words("名次带小数的，是并列各家取平均名次。", "A place with decimals is the mean place of those that tie."),
    Words("得分由方案和输入唯一确定：同样的方案、输入和期间，运行号相同，得分相同。",
          "Scheme and inputs determine the points: the same scheme, inputs and period give the same run and points."),
)  # fmt: skip


def write_cover(paper: Paper, sheet: Any, scheme: Scheme, card: Scorecard) -> None:
    """What identifies the run."""
    language = paper.language
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 78)
    sheet.set_row(0, 30)
    paper.text(sheet, 0, 0, scheme.title.in_(language), "title")
    for row, (label, text) in enumerate(_facts(scheme, card), start=2):
        paper.text(sheet, row, 0, label.in_(language), "label")
        paper.text(sheet, row, 1, text, "plain")
    paper.printed(sheet, -1, card.run_id[:16], landscape=False)


def _facts(scheme: Scheme, card: Scorecard) -> list[tuple[Words, str]]:
    approval = scheme.approval
    approved = " ".join(part for part in (approval.by, str(approval.on or ""), approval.document) if part)
    in_force = f"{scheme.in_force_from or ''} – {scheme.in_force_to or ''}" if scheme.in_force_from else ""
    bodies = {line.organisation for line in card.lines}
    found = [
        (Words("期间", "Period"), card.period),
        (Words("方案", "Scheme"), scheme.key),
        (Words("版本", "Version"), scheme.version),
        (Words("批准", "Approved"), approved),
        (Words("施行", "In force"), in_force),
        (Words("单位数", "Organisations"), str(len(bodies))),
        (Words("运行号", "Run"), card.run_id),
        (Words("方案摘要", "Scheme digest"), f"sha256 {card.scheme_digest}"),
        (Words("输入摘要", "Inputs digest"), f"sha256 {card.inputs_digest}"),
        (Words("规则含义版本", "Meaning of rules"), MEANING),
    ]
    return [(label, text) for label, text in found if text]


def write_notes(
    paper: Paper, sheet: Any, scheme: Scheme, card: Scorecard, problems: Iterable[Problem]
) -> None:
    """How to read the sheets, the scheme's own notes, what the states mean, what the run and the reading remarked."""
    language = paper.language
    sheet.set_column(0, 0, 110)
    used = {line.status for line in card.lines}
    states = "；".join(words.in_(language) for key, words in STATUSES.items() if key in used)
    blocks = (
        (Words("怎样读", "How to read"), [one.in_(language) for one in _READING]),
        (Words("方案的说明", "Notes of the scheme"), list(scheme.notes)),
        (Words("用到的状态", "States that occur"), [states]),
        (Words("提示", "Remarks"), [one.in_(language) for one in dict.fromkeys((*problems, *card.findings))]),
    )
    row = 0
    for title, lines in blocks:
        if not lines:
            continue
        paper.text(sheet, row, 0, title.in_(language), "label")
        for line in lines:
            row += 1
            paper.fit(sheet, row, [(line, 110)])
            paper.text(sheet, row, 0, line, "plain")
        row += 2
    paper.printed(sheet, -1, card.run_id[:16], landscape=False)
