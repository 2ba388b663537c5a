"""One sentence for one formula: the branch that was taken, with titles and values instead of names."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.parts import Input, TraceStep
from kaoping.explain.taken import Bound, Choice, Condition, Note, Taken, is_plain, opposite, taken
from kaoping.scheme.formulas import (
    Call,
    Expr,
    Name,
    Number,
    Text,
    evaluate,
    names,
    parse,
    render,
    rewrite,
    walk,
)
from kaoping.scheme.formulas.parse import Limits
from kaoping.tables import Absence, Cell

LARGE = Limits(characters=200_000, nodes=20_000, nesting=200)
"""A built formula may be longer than what a person may write."""

_ASKING = {
    "is_missing": Words("{}缺报", "{} is missing"),
    "is_pending": Words("{}待报", "{} is pending"),
    "is_undefined": Words("{}无法计算", "{} is undefined"),
    "is_not_applicable": Words("{}不适用", "{} is not applicable"),
    "is_absent": Words("{}没有值", "{} has no value"),
    "is_present": Words("{}有值", "{} has a value"),
}
_STEPS = {
    "floor": Words("{} ÷ {}，取整步", "{} ÷ {}, whole steps"),
    "ceil": Words("{} ÷ {}，进一", "{} ÷ {}, every step begun"),
    "linear": Words("{} ÷ {}", "{} ÷ {}"),
    "round": Words("{} ÷ {}，取最近的整步", "{} ÷ {}, to the nearest step"),
}


def expression_of(step: TraceStep) -> Expr:
    """The stored formula, read anew."""
    return parse(step.expression, limits=LARGE)


def cells_of(step: TraceStep) -> Mapping[str, Cell]:
    """The exact inputs of a formula by name."""
    return {one.name: one.cell for one in step.inputs}


def formula_sentence(step: TraceStep, language: Language) -> str:
    """Title, condition, arithmetic, result, bounds."""
    return _Sentence(step, language).text()


def conditions_of(step: TraceStep, language: Language) -> str:
    """The condition that decided a formula; empty where none did."""
    if step.kind != "formula" or not isinstance(step.result, Fraction):
        return ""
    return _Sentence(step, language).conditions()


class _Sentence:
    def __init__(self, step: TraceStep, language: Language) -> None:
        self.step, self.language = step, language
        self.zh = language == "zh"
        self.inputs: dict[str, Input] = {one.name: one for one in step.inputs}
        self.cells = cells_of(step)
        self.title = step.title.in_(language)

    def text(self) -> str:
        result = self.step.result
        if isinstance(result, Absence):
            return self._absent(result)
        if not isinstance(result, Fraction):
            return self._truth(result)
        fixed = [one.name for one in self.step.inputs if not one.refers]
        return self._number(taken(expression_of(self.step), self.cells, fixed), result)

    def conditions(self) -> str:
        """What held, in words."""
        fixed = [one.name for one in self.step.inputs if not one.refers]
        notes = taken(expression_of(self.step), self.cells, fixed).notes
        said = [self._condition(one) for one in notes if isinstance(one, Condition)]
        return ("，" if self.zh else ", ").join(dict.fromkeys(said))

    # a number ----------------------------------------------------------------------------------------

    def _number(self, found: Taken, result: Fraction) -> str:
        bounds = [one for one in found.notes if isinstance(one, Bound)]
        top = next((one for one in bounds if one.touched and one.limit == found.expr), None)
        body = self._equation(found.expr, result) if top is None else self._bounded(top)
        conditions = [one for one in found.notes if isinstance(one, Condition)]
        if conditions:
            body = self._under(conditions, found.expr, body)
        rest = [one for one in found.notes if one is not top and not isinstance(one, Condition)]
        said = [text for one in rest if (text := self._note(one, top is not None))]
        brackets = ("（", "）") if self.zh else (" (", ")")
        note = f"{brackets[0]}{('；' if self.zh else '; ').join(said)}{brackets[1]}" if said else ""
        return f"{self._head()}{body}{note}"

    def _head(self) -> str:
        return f"{self.title}：" if self.zh else f"{_capital(self.title)}: "

    def _equation(self, expr: Expr, result: Fraction) -> str:
        """a × b = c, with ≈ where any figure shown is shortened; a single name needs no equals sign."""
        shown = self.rendered(expr)
        total = numbers.with_unit(result, self.step.unit, self.language)
        if is_plain(expr):
            same = isinstance(expr, Number) or self._shows(expr, result)
            return self._plain(expr, shown, total) if same else f"{shown} = {total}"
        return f"{shown} {self._sign(expr, result)} {total}"

    def _shows(self, expr: Expr, result: Fraction) -> bool:
        return isinstance(expr, Name) and self.cells[expr.key] == result

    def _plain(self, expr: Expr, shown: str, total: str) -> str:
        about = "" if self._is_exact(expr) else "≈ "
        if isinstance(expr, Name) and self.label(expr.key) in ("", self.title):
            return f"{about}{total}"
        return f"{about}{shown}"

    def _sign(self, expr: Expr, result: Fraction) -> str:
        return "=" if self._is_exact(expr) and numbers.is_short(result) else "≈"

    def _is_exact(self, expr: Expr) -> bool:
        found = [self.cells[key] for key in names(expr)]
        found += [node.value for node in walk(expr) if isinstance(node, Number)]
        return all(numbers.is_short(one) for one in found if isinstance(one, Fraction))

    def _bounded(self, bound: Bound) -> str:
        inner = evaluate(bound.of, self.cells)
        assert isinstance(inner, Fraction)
        return f"{self._equation_of(bound.of, inner)}{self._touched(bound)}"

    def _equation_of(self, expr: Expr, value: Fraction) -> str:
        shown = self.rendered(expr)
        if is_plain(expr):
            return shown
        return f"{shown} {self._sign(expr, value)} {numbers.number(value)}"

    def _touched(self, bound: Bound) -> str:
        limit = self._limit(bound.limit)
        if bound.kind == "cap":
            return f"，封顶于 {limit}" if self.zh else f", capped at {limit}"
        return f"，保底于 {limit}" if self.zh else f", held at {limit} from below"

    def _limit(self, limit: Expr) -> str:
        """The bound: its value alone where its title only says that it is a bound."""
        if isinstance(limit, Name) and self.label(limit.key) in ("封顶", "上限", "下限", "cap", "floor"):
            return numbers.cell(self.cells[limit.key], self.language)
        shown = self.rendered(limit)
        value = evaluate(limit, self.cells)
        return shown if is_plain(limit) else f"{shown} = {numbers.cell(value, self.language)}"

    # notes -------------------------------------------------------------------------------------------

    def _note(self, note: Note, under_top: bool) -> str:
        if isinstance(note, Choice):
            shown = ("、" if self.zh else ", ").join(self.rendered(one) for one in note.among)
            word = {"min": ("取小", "the smallest of"), "max": ("取大", "the largest of")}[note.function]
            return f"{word[0]}：{shown}" if self.zh else f"{word[1]} {shown}"
        assert isinstance(note, Bound)
        if note.touched:
            inner = evaluate(note.of, self.cells)
            assert isinstance(inner, Fraction)
            return f"{self._equation_of(note.of, inner)}{self._touched(note)}"
        if note.kind == "floor" or under_top:
            return (
                ""  # That a number is not below its floor, or not above a second bound, is not worth a word.
            )
        limit = self._limit(note.limit)
        return f"未超过封顶 {limit}" if self.zh else f"within the cap of {limit}"

    def _under(self, conditions: list[Condition], expr: Expr, body: str) -> str:
        """What held, then what follows from it."""
        said = [self._condition(one) for one in conditions]
        joined = ("，" if self.zh else ", ").join(dict.fromkeys(said))
        return f"{joined}，得 {body}" if self.zh else f"{joined}: {body}"

    def _condition(self, one: Condition) -> str:
        test = one.test if one.holds else opposite(one.test)
        if test is not None:
            return self._asked(test) or self.rendered(test)
        shown = self._asked(one.test) or self.rendered(one.test)
        return f"“{shown}”不成立" if self.zh else f"“{shown}” does not hold"

    def _asked(self, test: Expr) -> str:
        """A question about absence, or a flag, in words."""
        if isinstance(test, Call) and test.function in _ASKING and isinstance(test.arguments[0], Name):
            return _ASKING[test.function].in_(self.language).format(self.label(test.arguments[0].key))
        return self.label(test.key) if isinstance(test, Name) else ""

    # truths and absences -----------------------------------------------------------------------------

    def _truth(self, result: Cell) -> str:
        """A flag with the numbers it was judged by."""
        shown = [
            self.shown(one.name)
            for one in self.step.inputs
            if isinstance(one.cell, Fraction) or (isinstance(one.cell, bool) and len(self.step.inputs) > 1)
        ]
        listed = ("，" if self.zh else ", ").join(shown)
        tail = (f"（{listed}）" if self.zh else f" ({listed})") if listed else ""
        return f"{self._head()}{numbers.cell(result, self.language)}{tail}"

    def _absent(self, result: Absence) -> str:
        word = numbers.cell(result, self.language)
        causes = [
            self.label(one.name) or one.name for one in self.step.inputs if one.cell is result and one.refers
        ]
        if causes:
            named = ("、" if self.zh else ", ").join(f"“{one}”" for one in causes)
            verb = "is" if len(causes) == 1 else "are"
            return (
                f"{self._head()}{word}，因{named}{word}"
                if self.zh
                else f"{self._head()}{word}, because {named} {verb} {word}"
            )
        if result is Absence.UNDEFINED:
            why = (
                "算式没有解（如除以零）"
                if self.zh
                else "the arithmetic has no answer (such as a division by zero)"
            )
            return f"{self._head()}{word}：{why}" if self.zh else f"{self._head()}{word}: {why}"
        return f"{self._head()}按规定视为{word}" if self.zh else f"{self._head()}{word} by the rule"

    # names -------------------------------------------------------------------------------------------

    def label(self, name: str) -> str:
        """The title of an input; empty where it has none."""
        return self.inputs[name].title.in_(self.language)

    def shown(self, name: str) -> str:
        """Title and value of an input."""
        one = self.inputs[name]
        text = numbers.cell(one.cell, self.language)
        label = self.label(name)
        return f"{label} {text}" if label else text

    def rendered(self, expr: Expr) -> str:
        """The formula in human notation with titles and values; further functions in words."""
        extra: dict[str, str] = {}

        def change(node: Expr) -> Expr | None:
            if isinstance(node, Call) and node.function == "steps":
                mode = node.arguments[2]
                assert isinstance(mode, Text)
                words = _STEPS[mode.value].in_(self.language)
                text = words.format(*(self.rendered(one) for one in node.arguments[:2]))
            elif isinstance(node, Call) and node.function == "interpolate":
                text = self._interpolated(node)
            else:
                return None
            key = f"said_{len(extra)}"
            extra[key] = text
            return Name(key)

        plain = rewrite(expr, change)
        return render(plain, lambda key: extra.get(key) or self.shown(key), self.language)

    def _interpolated(self, node: Call) -> str:
        """The stretch of the line on which the value lies."""
        x = evaluate(node.arguments[0], self.cells)
        values = [evaluate(one, self.cells) for one in node.arguments[1:]]
        numbers_ = [one for one in (x, *values) if isinstance(one, Fraction)]
        at, rest = numbers_[0], numbers_[1:]
        points = sorted(zip(rest[::2], rest[1::2], strict=True))
        near = [p for p in points if p[0] <= at][-1:] + [p for p in points if p[0] > at][:1]
        ends = ("—" if self.zh else " to ").join(
            f"({numbers.number(a)}, {numbers.number(b)})" for a, b in near
        )
        shown = self.rendered(node.arguments[0])
        if len(near) < 2:
            return f"{shown} 在端点 {ends} 之外或其上" if self.zh else f"{shown} at or beyond the end {ends}"
        return f"{shown} 在 {ends} 之间插值" if self.zh else f"{shown} interpolated from {ends}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
