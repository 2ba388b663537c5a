"""What a slider moves: the constants of the plan that follow its value, learnt by compiling the scheme with it set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaoping.errors import KaopingError, Problem, Words
from kaoping.plan.steps import ColumnId, Formula, Plan, Step
from kaoping.scheme.blocks import CATALOGUES, Kind
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Block, Node, Scheme

Compile = Callable[[Scheme], Plan]
PROBES = (Fraction(7), Fraction(11), Fraction(13))
"""Values a slider is set to beforehand, to see what it moves."""


@dataclass(frozen=True)
class Slider:
    """A number of the scheme: `setting` is full, weight, `rule.NAME` or `combine.NAME` of a node."""

    node: str
    setting: str


@dataclass(frozen=True)
class Line:
    """A constant of a step that a slider moves: start + slope × the slider's value."""

    column: ColumnId
    name: str
    start: Fraction
    slope: Fraction

    def at(self, value: Fraction) -> Fraction:
        """The constant with the slider there and all others as the scheme has them."""
        return self.start + self.slope * value


def moved_by(
    scheme: Scheme, plan: Plan, sliders: Sequence[Slider], compiled: Compile
) -> Mapping[Slider, tuple[Line, ...]]:
    """What each slider moves. Raises KaopingError for a slider that is none, and for sliders that act on one another."""
    moved = {one: _moved(scheme, plan, one, compiled) for one in sliders}
    _check_together(scheme, plan, moved, compiled)
    return moved


def _moved(scheme: Scheme, plan: Plan, slider: Slider, compiled: Compile) -> tuple[Line, ...]:
    """The constants a slider moves, each a straight line of its value; found by setting it three times."""
    first, second, third = (compiled(_with(scheme, slider, value)) for value in PROBES)
    if not all(is_alike(plan, one) for one in (first, second, third)):
        raise not_only_numbers(slider)
    found = []
    for a, b, c in zip(first.steps, second.steps, third.steps, strict=True):
        if isinstance(a, Formula) and isinstance(b, Formula) and isinstance(c, Formula):
            found += [
                _line(slider, a, b, c, name) for name in a.constants if a.constants[name] != b.constants[name]
            ]
    return tuple(found)


def not_only_numbers(slider: Slider) -> KaopingError:
    """The refusal of a slider, or of a value it is set to, with which the plan is another."""
    return _refused(
        "slider-changes-plan",
        f"“{slider.node}”的 {slider.setting} 改变了算法，不只是数。",
        f"{slider.setting} of “{slider.node}” changes how things are computed, not only a number.",
    )


def _line(slider: Slider, a: Formula, b: Formula, c: Formula, name: str) -> Line:
    p, q, r = a.constants[name], b.constants[name], c.constants[name]
    assert isinstance(p, Fraction) and isinstance(q, Fraction) and isinstance(r, Fraction)
    slope = (q - p) / (PROBES[1] - PROBES[0])
    if p + slope * (PROBES[2] - PROBES[0]) != r:
        raise _refused(
            "slider-not-straight", f"“{slider.node}”的 {slider.setting} 不是直线关系。",
            f"{slider.setting} of “{slider.node}” does not act in a straight line.",
        )  # fmt: skip
    return Line(a.id, name, p - slope * PROBES[0], slope)


def constant_of(step: Step, name: str) -> Fraction:
    """A number handed to a formula."""
    assert isinstance(step, Formula)
    found = step.constants[name]
    assert isinstance(found, Fraction)
    return found


def _check_together(
    scheme: Scheme, plan: Plan, moved: Mapping[Slider, Sequence[Line]], compiled: Compile
) -> None:
    """Sliders that move the same constant must add up: seen by setting all of them at once, twice.

    Where they multiply, one slider's line would depend on where another stands.
    """
    places = [(line.column, line.name) for lines in moved.values() for line in lines]
    if len(set(places)) == len(places):
        return
    for first, step in ((7, 4), (11, 6)):
        values = {one: Fraction(first + step * turn) for turn, one in enumerate(moved)}
        together = compiled(with_all(scheme, values))
        if not is_alike(plan, together) or any(
            constant_of(together.step(column), name) != _added(plan, moved, values, column, name)
            for column, name in places
        ):
            raise _refused(
                "sliders-multiply", "这些滑块相互影响。", "these sliders act on one another.",
                Words("分开准备，一次只用其中一个。", "prepare them apart, one at a time."),
            )  # fmt: skip


def _added(
    plan: Plan,
    moved: Mapping[Slider, Sequence[Line]],
    values: Mapping[Slider, Fraction],
    column: ColumnId,
    name: str,
) -> Fraction:
    """A constant as the lines of all sliders give it together."""
    before = constant_of(plan.step(column), name)
    lines = [(one, line) for one, found in moved.items() for line in found]
    return before + sum(
        line.at(values[one]) - before for one, line in lines if (line.column, line.name) == (column, name)
    )


def is_alike(plan: Plan, other: Plan) -> bool:
    """Whether two plans have the same steps but for numbers handed to formulas."""
    if len(plan.steps) != len(other.steps):
        return False
    return all(_bare(a) == _bare(b) for a, b in zip(plan.steps, other.steps, strict=True))


def _bare(step: Step) -> Step:
    """A step without the numbers handed to its formula and what they are called."""
    if not isinstance(step, Formula):
        return step
    cells = {
        name: Fraction(0) if isinstance(cell, Fraction) else cell for name, cell in step.constants.items()
    }
    return replace(step, constants=cells, labels={})


def with_all(scheme: Scheme, values: Mapping[Slider, Fraction]) -> Scheme:
    """The scheme with all of these set."""
    for one, value in values.items():
        scheme = _with(scheme, one, value)
    return scheme


def _with(scheme: Scheme, slider: Slider, value: Fraction) -> Scheme:
    """The scheme with a setting of a node replaced. Raises KaopingError where there is none."""
    seen: list[str] = []

    def changed(node: Node) -> Node:
        children = tuple(changed(one) for one in node.children)
        if node.key != slider.node:
            return replace(node, children=children)
        seen.append(node.key)
        return replace(_set(node, slider, value), children=children)

    trees = {key: replace(tree, root=changed(tree.root)) for key, tree in scheme.trees.items()}
    if not seen:
        raise _refused("no-node", f"方案没有“{slider.node}”。", f"the scheme has no “{slider.node}”.")
    return replace(scheme, trees=trees)


def _set(node: Node, slider: Slider, value: Fraction) -> Node:
    part, _, name = slider.setting.partition(".")
    if slider.setting == "full":
        return replace(node, full=Number(value))
    if slider.setting == "weight":
        return replace(node, weight=Number(value))
    block = node.rule if part == "rule" else node.combine if part == "combine" else None
    parameter = CATALOGUES[part][block.name].parameter(name) if isinstance(block, Block) else None
    if not isinstance(block, Block) or parameter is None or parameter.kind not in (Kind.NUMBER, Kind.FORMULA):
        raise _refused(
            "no-setting", f"“{slider.node}”没有 {slider.setting}。", f"“{slider.node}” has no {slider.setting}.",
            Words("写 full、weight、rule.名称 或 combine.名称。", "write full, weight, rule.NAME or combine.NAME."),
        )  # fmt: skip
    number = value if parameter.kind is Kind.NUMBER else Number(value)
    made = replace(block, settings={**block.settings, name: number})
    return replace(node, rule=made) if part == "rule" else replace(node, combine=made)


def _refused(code: str, zh: str, en: str, mend: Words | None = None) -> KaopingError:
    return KaopingError(
        Problem(
            code, Words(zh, en), mend or Words("改方案后重新计分。", "change the scheme and score again.")
        )
    )
