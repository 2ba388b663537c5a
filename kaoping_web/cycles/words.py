"""What states and steps are called."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Words
from kaoping_web.cycles.models import StepKind

STATE_WORDS: Mapping[str, Words] = {
    "planned": Words("未开始", "not begun"),
    "open": Words("填报中", "filing"),
    "locked": Words("已锁定", "locked"),
    "final": Words("已定稿", "final"),
}
STEP_WORDS: Mapping[StepKind, Words] = {
    StepKind.FILING: Words("填报截止", "Filing due"),
    StepKind.VERIFICATION: Words("认定截止", "Verification due"),
    StepKind.SCORING: Words("计分", "Scoring"),
    StepKind.FEEDBACK: Words("反馈对账单", "Statements out"),
    StepKind.APPEAL: Words("申诉截止", "Appeals end"),
}
TARGET_WORDS: Mapping[str, Words] = {
    "": Words("未提出", "not proposed"),
    "proposed": Words("待答复", "waits for an answer"),
    "accepted": Words("单位同意，待确认", "accepted, to be agreed"),
    "objected": Words("单位有异议", "objected to"),
    "agreed": Words("已确认", "agreed"),
}
MOVE_WORDS: Mapping[str, Words] = {
    "propose": Words("提出", "proposed"),
    "accept": Words("单位同意", "accepted by the unit"),
    "object": Words("单位有异议", "objected to by the unit"),
    "agree": Words("确认", "agreed"),
    "revise": Words("提出调整", "revision proposed"),
}
