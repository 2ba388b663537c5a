"""One sentence for one formula: the branch that was taken, with titles and values instead of names."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kaoping.errors import Language
from kaoping.explain import numbers
from kaoping.explain.parts import TraceStep
from kaoping.explain.rendering import Rendering, expression_of
from kaoping.explain.taken import (
    Bound,
    Choice,
    Condition,
    Note,
    Taken,
    is_plain,
    opposite,
    taken,
    without_idle_terms,
)
from kaoping.scheme.formulas import Expr, Name
from kaoping.tables import Absence, Cell

_BARE_LIMITS = ("封顶", "上限", "下限", "cap", "floor", "限值")


def formula_sentence(step: TraceStep, language: Language) -> str:
    """Title, condition, arithmetic, result, bounds."""
    return _Sentence(step, language).text()


def conditions_of(step: TraceStep, language: Language) -> str:
    """The condition that decided a formula; empty where none did."""
    if step.kind != "formula" or not isinstance(step.result, Fraction):
        return ""
    found = _Sentence(step, language)
    return found.conditions(found.taken)


def passes_through(step: TraceStep) -> bool:
    """Whether a formula only hands on one of its inputs, no condition or bound being worth a word."""
    if step.kind != "formula" or not isinstance(step.result, Fraction):
        return False
    found = _Sentence(step, "zh").taken
    return isinstance(found.expr, Name) and not any(_is_news(one) for one in found.notes)


def _is_news(note: Note) -> bool:
    """A condition, a choice, a bound that was met, or a cap of the scheme's own that was not."""
    return (
        not isinstance(note, Bound) or note.touched or (note.kind == "cap" and isinstance(note.limit, Name))
    )


class _Sentence:
    def __init__(self, step: TraceStep, language: Language) -> None:
        self.step, self.language = step, language
        self.zh = language == "zh"
        self.shown = Rendering(step, language)
        self.title = step.title.in_(language)

    def text(self) -> str:
        result = self.step.result
        if isinstance(result, Absence):
            said = self._absent(result)
        elif isinstance(result, Fraction):
            said = self._number(self.taken, result)
        else:
            said = self._other(result)
        return f"{self.title}：{said}" if self.zh else f"{self.title}: {said}"

    @property
    def taken(self) -> Taken:
        """The branch that was taken."""
        fixed = [one.name for one in self.step.inputs if not one.refers]
        found = taken(expression_of(self.step), self.shown.cells, fixed)

        def plain(expr: Expr) -> Expr:
            return without_idle_terms(expr, self.shown.cells, fixed)

        notes = [replace(one, of=plain(one.of)) if isinstance(one, Bound) else one for one in found.notes]
        return Taken(plain(found.expr), tuple(notes))

    # numbers -----------------------------------------------------------------------------------------

    def _number(self, found: Taken, result: Fraction) -> str:
        bounds = [one for one in found.notes if isinstance(one, Bound)]
        top = next((one for one in bounds if one.touched and one.limit == found.expr), None)
        conditions = self.conditions(found)
        if top is not None:
            body = f"{self.shown.equation(top.of)}{self._touched(top)}"
        elif conditions and is_plain(found.expr):
            body = self._given(found.expr, result)
        else:
            body = self._equation(found.expr, result)
        if conditions:
            body = (
                f"{conditions}，得{'' if body.startswith('满分') else ' '}{body}"
                if self.zh
                else f"{conditions}: {body}"
            )
        return body + self._brackets([self._note(one) for one in self._further(found, top)])

    def _equation(self, expr: Expr, result: Fraction) -> str:
        total = numbers.with_unit(result, self.step.unit, self.language)
        if not is_plain(expr):
            return self.shown.equation(expr, total)
        if isinstance(expr, Name) and self.shown.label(expr.key) in ("", self.title):
            return total if numbers.is_short(result) else f"≈ {total}"
        return self.shown.equation(expr)

    def _given(self, expr: Expr, result: Fraction) -> str:
        """What a condition gives: the figure, and “full mark” where it is that."""
        label = self.shown.label(expr.key) if isinstance(expr, Name) else ""
        text = numbers.with_unit(result, self.step.unit, self.language)
        text = text if numbers.is_short(result) else f"≈ {text}"
        if self.step.stage == "rule" and not self.step.unit:
            text = f"{text} 分" if self.zh else f"{text} points"
        if label in ("满分", "full mark"):
            return f"{label} {text}" if self.zh else f"the {label}, {text}"
        return text

    def _touched(self, bound: Bound) -> str:
        limit = self._limit(bound.limit)
        if bound.kind == "cap":
            return f"，封顶于{limit}" if self.zh else f", capped at {limit.strip()}"
        return f"，保底于{limit}" if self.zh else f", held from below at {limit.strip()}"

    def _limit(self, limit: Expr) -> str:
        """The bound, its value alone where its title only says that it is a bound."""
        if isinstance(limit, Name) and self.shown.label(limit.key) in _BARE_LIMITS:
            return f" {numbers.cell(self.shown.value(limit), self.language)}"
        shown = self.shown.equation(limit)
        return shown if isinstance(limit, Name) and self.shown.label(limit.key) else f" {shown}"

    # notes -------------------------------------------------------------------------------------------

    def conditions(self, found: Taken) -> str:
        """What held, in words."""
        said = [self._condition(one) for one in found.notes if isinstance(one, Condition)]
        return ("，" if self.zh else ", ").join(dict.fromkeys(said))

    def _condition(self, one: Condition) -> str:
        test = one.test if one.holds else opposite(one.test)
        if test is not None:
            return self.shown.asked(test) or self.shown.text(test)
        shown = self.shown.asked(one.test) or self.shown.text(one.test)
        return f"“{shown}”不成立" if self.zh else f"“{shown}” does not hold"

    def _further(self, found: Taken, top: Bound | None) -> list[Note]:
        """Bounds and choices still to be told. That a number is not below its floor is told only where nothing else
        happened to it."""
        rest = [one for one in found.notes if one is not top and not isinstance(one, Condition)]
        quiet = [one for one in rest if isinstance(one, Bound) and not one.touched]
        caps = [one for one in quiet if one.kind == "cap"]
        alone = not caps and is_plain(found.expr) and len(rest) == len(quiet)
        hidden = quiet if top is not None else [one for one in quiet if one.kind == "floor" and not alone]
        return [one for one in rest if one not in hidden]

    def _note(self, note: Note) -> str:
        if isinstance(note, Choice):
            shown = ("、" if self.zh else ", ").join(self.shown.text(one) for one in note.among)
            smallest = note.function == "min"
            if self.zh:
                return f"{'取小' if smallest else '取大'}：{shown}"
            return f"the {'smallest' if smallest else 'largest'} of {shown}"
        assert isinstance(note, Bound)
        if note.touched:
            return f"{self.shown.equation(note.of)}{self._touched(note)}"
        limit = self._limit(note.limit)
        if note.kind == "cap":
            return f"未超过封顶{limit}" if self.zh else f"within the cap of {limit.strip()}"
        return f"不低于{limit}" if self.zh else f"not below {limit.strip()}"

    def _brackets(self, said: list[str]) -> str:
        if not said:
            return ""
        return f"（{'；'.join(said)}）" if self.zh else f" ({'; '.join(said)})"

    # truths and absences -----------------------------------------------------------------------------

    def _other(self, result: Cell) -> str:
        """A flag, text or day, with the numbers it was judged by."""
        judged = [self.shown.shown(one.name) for one in self.step.inputs if isinstance(one.cell, Fraction)]
        return numbers.cell(result, self.language) + self._brackets(judged)

    def _absent(self, result: Absence) -> str:
        word, zh = numbers.cell(result, self.language), self.zh
        found = [
            self.shown.label(one.name) or one.name
            for one in self.step.inputs
            if one.cell is result and one.refers
        ]
        causes = [f"“{one}”" for one in dict.fromkeys(found)]
        if causes:
            verb = "is" if len(causes) == 1 else "are"
            return (
                f"{word}，因{'、'.join(causes)}{word}"
                if zh
                else f"{word}, because {', '.join(causes)} {verb} {word}"
            )
        if result is Absence.UNDEFINED:
            why = ("算式没有解（如除以零）", "the arithmetic has no answer (such as a division by zero)")
            return f"{word}：{why[0]}" if zh else f"{word}: {why[1]}"
        return f"按规定视为{word}" if zh else f"{word} by the rule"
