"""A paper's proposals as a page to read, in Chinese or English."""

from __future__ import annotations

from kaoping.errors import Language, Words
from kaoping.intake.confidence import CLASSES
from kaoping.intake.paper import Meeting, Paper, Target, Task

_MEETING = Words("会议", "Meeting")
_TASKS = Words("任务建议", "Proposed tasks")
_TARGETS = Words("目标建议", "Proposed targets")
_BASELINES = Words("已有数据（不作为目标）", "Figures already reached (not targets)")
_LEFT = Words("未提出建议的句子", "Sentences that gave no proposal")
_NONE = Words("无", "none")
_ONLY = Words("以上均为建议，须经人确认。", "All of this is proposed; a person confirms it.")
_NOISE = Words("清理", "Cleaned")
_RED = Words("红线", "Red lines")
_FRAMES = Words("工作框架", "Frameworks")
_AWARDS = Words("奖项", "Awards")


def summary(paper: Paper, language: Language) -> str:
    """The whole page."""
    parts = [f"== {paper.source.name} ==", _noise(paper, language)]
    for meeting in paper.meetings:
        parts.append(_meeting(meeting, language))
    parts += _listed(_TASKS, [_task(task, language) for task in paper.tasks], language)
    parts += _listed(_TARGETS, [_target(target, language) for target in paper.targets], language)
    if paper.baselines:
        parts += _listed(_BASELINES, [_target(target, language) for target in paper.baselines], language)
    for title, marks in ((_RED, paper.red_lines), (_FRAMES, paper.frameworks), (_AWARDS, paper.awards)):
        if marks:
            parts += _listed(title, [mark.text for mark in marks], language)
    if paper.unproposed:
        parts += _listed(_LEFT, [paper.quote(item.span)[:60] for item in paper.unproposed], language)
    parts.append(_ONLY.in_(language))
    return "\n".join(parts)


def _listed(title: Words, lines: list[str], language: Language) -> list[str]:
    head = f"\n{title.in_(language)} ({len(lines)})"
    return [head, *(f"  {line}" for line in lines)] if lines else [head, f"  {_NONE.in_(language)}"]


def _noise(paper: Paper, language: Language) -> str:
    noise = paper.noise
    figures = (
        len(noise.artefacts),
        len(noise.furniture),
        len(noise.joins),
        len(noise.slips),
        len(noise.damages),
    )
    zh = "注音残留 {} 处，页面杂项 {} 行，接行 {} 处，疑似识别错误 {} 处，受损 {} 处".format(*figures)
    en = "{} pinyin artefacts, {} lines of furniture, {} joined lines, {} suspected slips, {} damaged runs".format(
        *figures
    )
    return f"{_NOISE.in_(language)}: {Words(zh, en).in_(language)}"


def _meeting(meeting: Meeting, language: Language) -> str:
    parts = [
        meeting.name,
        meeting.date or meeting.date_text,
        meeting.region,
        meeting.host,
        "、".join(meeting.speakers),
    ]
    basis = f" [{meeting.date_basis}]" if meeting.date_basis else ""
    return f"{_MEETING.in_(language)}: " + " · ".join(part for part in parts if part) + basis


def _task(task: Task, language: Language) -> str:
    owners = "、".join(task.responsible or task.inherited)
    extra = "  ".join(part for part in (task.category, owners, task.period) if part)
    sure = CLASSES[task.ground.confidence].in_(language)
    return f"{'  ' * (task.level - 1)}{task.id} {task.marker} {task.title}  ({extra}; {sure})"


def _target(target: Target, language: Language) -> str:
    value = "" if target.value is None else _number(target)
    sure = CLASSES[target.ground.confidence].in_(language)
    words = " ".join(
        part
        for part in (
            target.subject + target.measure,
            target.comparator,
            value + target.unit,
            target.reference,
        )
        if part
    )
    return f"{target.id} {words}  ({'; '.join(part for part in (target.period, sure) if part)})"


def _number(target: Target) -> str:
    low = _plain(str(target.value))
    return low if target.upper is None else f"{low}–{_plain(str(target.upper))}"


def _plain(words: str) -> str:
    """A fraction as a decimal where it has one: 9/5 as 1.8."""
    above, slash, below = words.partition("/")
    if not slash:
        return above
    for places in range(1, 7):
        scaled = int(above) * 10**places
        if scaled % int(below) == 0:
            digits = str(scaled // int(below)).rjust(places + 1, "0")
            return f"{digits[:-places]}.{digits[-places:]}"
    return words
