"""Sentences on steps over a population: who set the best or the worst, who stands before, who was tamed."""

from __future__ import annotations

from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.parts import Titled, TraceStep
from kaoping.tables import Absence

METHODS = {
    "winsorise": Words("缩尾", "winsorised"),
    "log": Words("取对数", "logarithm"),
    "log_shifted": Words("平移后取对数", "logarithm after a shift"),
    "box_cox": Words("Box-Cox 变换", "Box-Cox"),
    "quantiles": Words("限于两分位之间", "held between two quantiles"),
    "as_equal": Words("差距很小者视为相同", "near ones taken as equal"),
}


def named(bodies: tuple[Titled, ...], language: Language) -> str:
    """Bodies by title, three at most; those who may not be named are passed over."""
    shown = [one.title for one in bodies if one.title]
    more = len(shown) - 3
    joined = ("、" if language == "zh" else ", ").join(shown[:3])
    if more > 0:
        joined += f" 等 {len(shown)} 个" if language == "zh" else f" and {more} more"
    return joined


def statistic(step: TraceStep, language: Language) -> str:
    """One number over a population: its value, who set it, of how many."""
    zh = language == "zh"
    n = len(step.population)
    value = numbers.with_unit(step.result, step.unit, language)
    who = named(step.set_by, language)
    inside = ([who] if who else []) + (
        [f"{n} 个单位中"]
        if zh and who
        else [f"{n} 个单位"]
        if zh
        else [f"of {n}" if who else f"{n} unit{'' if n == 1 else 's'}"]
    )
    if step.settings["how"] == "count":
        return f"{step.title.zh}：{value}" if zh else f"{step.title.in_('en')}: {value}"
    equals = "" if not isinstance(step.result, Fraction) or numbers.is_short(step.result) else "≈ "
    return (
        f"{step.title.zh}：{equals}{value}（{'，'.join(inside)}）"
        if zh
        else f"{step.title.in_('en')}: {equals}{value} ({', '.join(inside)})"
    )


def rank(step: TraceStep, language: Language) -> str:
    """A place: of how many, and who stands next above."""
    zh = language == "zh"
    n = len(step.population)
    if isinstance(step.result, Absence):
        return f"{step.title.zh}：不参加排名" if zh else f"{step.title.in_('en')}: not in the race"
    place = numbers.cell(step.result, language)
    ahead = named(step.set_by, language)
    if zh:
        before = f"（前一名：{ahead}）" if ahead else ""
        return f"{step.title.zh}：在 {n} 个单位中排第 {place}{before}"
    before = f" (next above: {ahead})" if ahead else ""
    return f"{step.title.in_('en')}: number {place} of {n}{before}"


def treated(step: TraceStep, language: Language) -> str:
    """A number before and after outliers were tamed."""
    zh = language == "zh"
    before = step.inputs[0].cell
    value = numbers.with_unit(step.result, step.unit, language)
    if before == step.result:
        return f"处理极端值：未变，仍为 {value}" if zh else f"Outliers: unchanged, {value}"
    method = METHODS[step.settings["method"]].in_(language)
    was = numbers.with_unit(before, step.unit, language)
    return (
        f"处理极端值（{method}）：{was} → {value}" if zh else f"Outliers treated ({method}): {was} → {value}"
    )
