"""Why a stage moved the number, in a few words: “完成率 85.04%”, “在 17 个单位中排第 3”, “难度系数 0.98”."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.formula_words import conditions_of
from kaoping.explain.parts import TraceStep
from kaoping.explain.peer_words import named
from kaoping.explain.words import MODES, policy_words
from kaoping.tables import Absence

_RATES = {
    "rule.against_plan": Words("完成序时进度的 {}", "{} of what was planned by now"),
    "rule.rate": Words("{1} {0}", "{1} {0}"),
    "rule.share": Words("{1} {0}", "{1} {0}"),
    "rule.held": Words("相对位置 {}", "relative position {}"),
    "rule.position": Words("相对位置 {}", "relative position {}"),
    "rule.ratio": Words("{1} {0}", "{1} {0}"),
}
_FIGURES = (
    "rule.coefficient",
    "rule.gained",
    "rule.k",
    "rule.gap",
    "rule.z",
    "rule.worse",
    "rule.total",
    "rule.weighted",
)


def finding(steps: Sequence[TraceStep], stage: TraceStep, language: Language) -> str:
    """Why this stage moved the number. `steps`: those since the stage before, this one last."""
    if stage.stage == "rule" or stage.block == "rule":
        return _rule(steps, stage, language)
    if stage.stage == "round" or stage.kind == "round":
        mode = MODES[stage.settings["mode"]].in_(language) if stage.settings else ""
        return mode or stage.title.in_(language)
    if stage.stage == "policy":
        return _policy(stage, language)
    if stage.stage in ("veto", "contagion"):
        return f"“{stage.title.zh}”" if language == "zh" else f"“{stage.title.in_('en')}”"
    return _adjustment(steps, stage, language)


def _rule(steps: Sequence[TraceStep], stage: TraceStep, language: Language) -> str:
    """The figure on which the rule turned; else the condition that was met; else the name of the rule."""
    by_part = {step.part.rstrip(".0123456789"): step for step in steps if isinstance(step.result, Fraction)}
    race = next((step for step in steps if step.kind == "rank"), None)
    if race is not None and isinstance(race.result, Fraction):
        count, place = len(race.population), numbers.number(race.result)
        return f"在 {count} 个单位中排第 {place}" if language == "zh" else f"number {place} of {count}"
    for part, words in _RATES.items():
        if part in by_part:
            return _rated(by_part[part], words, steps, language)
    for part in _FIGURES:
        if part in by_part:
            step = by_part[part]
            assert isinstance(step.result, Fraction)
            return f"{step.title.in_(language)} {numbers.number(step.result)}"
    return conditions_of(stage, language) or _named_rule(stage, language)


def _named_rule(stage: TraceStep, language: Language) -> str:
    """The name of the rule, with the figure it looked at."""
    title, seen = stage.title.in_(language), stage.input("x")
    said = f"按“{title}”计" if language == "zh" else f"by the rule “{title}”"
    if seen is None or not isinstance(seen.cell, Fraction):
        return said
    figure = numbers.with_unit(seen.cell, seen.unit, language)
    return f"实际值 {figure}，{said}" if language == "zh" else f"actual {figure}, {said}"


def _rated(step: TraceStep, words: Words, steps: Sequence[TraceStep], language: Language) -> str:
    assert isinstance(step.result, Fraction)
    said = words.in_(language).format(numbers.percent(step.result), step.title.in_(language))
    called = {given.refers: given.title for one in steps for given in one.inputs if given.title.zh}
    ends = [
        f"{called.get(one.id, one.title).in_(language)} {numbers.with_unit(one.result, one.unit, language)}{_by(one, language)}"
        for one in steps
        if one.kind == "statistic" and one.set_by and isinstance(one.result, Fraction)
    ]
    if not ends:
        return said
    return f"{said}（{'；'.join(ends)}）" if language == "zh" else f"{said} ({'; '.join(ends)})"


def _by(step: TraceStep, language: Language) -> str:
    who = named(step.set_by, language)
    return "" if not who else f"，{who}" if language == "zh" else f", {who}"


def _policy(stage: TraceStep, language: Language) -> str:
    points = stage.input("points")
    absent = points.cell if points is not None and isinstance(points.cell, Absence) else None
    other = stage.input("other")
    title = other.title if other is not None else stage.title
    if absent is None:
        return title.in_(language)
    return policy_words(absent, title, language)


def _adjustment(steps: Sequence[TraceStep], stage: TraceStep, language: Language) -> str:
    """A coefficient or bound by its title and value; another operation by its name."""
    operation = stage
    if stage.part.startswith("then.if"):
        operation = next(
            (one for one in reversed(steps) if one.part.startswith(f"then.{stage.block}")), stage
        )
    by = operation.input("by")
    if by is None or not isinstance(by.cell, Fraction):
        return operation.title.in_(language)
    label, value = by.title.in_(language), numbers.number(by.cell)
    return f"{label} {value}" if label else f"{operation.title.in_(language)} {value}"
