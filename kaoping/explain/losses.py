"""Points lost and why: what each item lost, in parts that add up to it exactly, the largest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.findings import finding
from kaoping.explain.parts import TraceNode, TraceStep
from kaoping.explain.trace import trace
from kaoping.scorecard import Scorecard

KINDS = ("rule", "then", "veto", "contagion", "policy", "round")
"""What may take points from an item: its rule (below the target, others better), an operation under `then`
(coefficient, cap, events), a veto, a shortfall elsewhere, what the scheme says of an absence, and rounding."""


@dataclass(frozen=True)
class Cause:
    """One part of a loss. `amount` is what it took, negative where it gave; `step` is the id of the step."""

    kind: str
    block: str
    amount: Fraction
    what: Words
    step: str


@dataclass(frozen=True)
class Loss:
    """What one item lost: `lost` = `full` − `points` = the sum of its causes, exactly; the largest cause first."""

    node: str
    title: Words
    full: Fraction
    points: Fraction
    lost: Fraction
    causes: tuple[Cause, ...]

    def sentence(self, language: Language = "zh") -> str:
        """“满分 3.00 分，失 0.50 分：完成率 85.04%，少得 0.45 分；难度系数 0.98，少得 0.05 分。”"""
        return _sentence(self, language)


def losses(
    card: Scorecard, organisation: str, group: str | None = None, node: str | None = None
) -> tuple[Loss, ...]:
    """Every item below a node (by default the whole) that has a full mark and points, by what it lost, largest
    first; of equals the one written first. Items that lost nothing or gained come last.

    What vetoes, coefficients and rounding do to dimensions and to the total stands in the `ledger`.
    Raises TableError where the run has no such line.
    """
    return losses_of(trace(card, organisation, node, group))


def losses_of(node: TraceNode) -> tuple[Loss, ...]:
    """The losses of a trace that is there already."""
    found = [loss for one in items(node) if (loss := loss_of(one)) is not None]
    return tuple(sorted(found, key=lambda one: -one.lost))


def items(node: TraceNode) -> Iterator[TraceNode]:
    """The items of a trace, in the order written."""
    if not node.children:
        yield node
    for child in node.children:
        yield from items(child)


def loss_of(node: TraceNode) -> Loss | None:
    """What an item lost; None where it has no full mark or no points."""
    if node.full is None or not isinstance(node.points, Fraction):
        return None
    causes = sorted(_causes(node, node.full), key=lambda one: -abs(one.amount))
    return Loss(node.node, node.title, node.full, node.points, node.full - node.points, tuple(causes))


def _causes(node: TraceNode, full: Fraction) -> Iterator[Cause]:
    """The difference each stage made; a stage without a number passes it on to the next that has one."""
    before = full
    since: list[TraceStep] = []
    for step in node.steps:
        since.append(step)
        if not step.stage or not isinstance(step.result, Fraction):
            continue
        amount, before = before - step.result, step.result
        if amount:
            what = Words(finding(since, step, "zh"), finding(since, step, "en"))
            yield Cause(step.stage, step.block, amount, what, step.id)
        since = []


def _sentence(loss: Loss, language: Language) -> str:
    full, lost = numbers.marks(loss.full), numbers.marks(abs(loss.lost))
    zh = language == "zh"
    word = ("失", "lost") if loss.lost >= 0 else ("多得", "gained")
    head = f"满分 {full} 分，{word[0]} {lost} 分" if zh else f"Full mark {full}, {word[1]} {lost}"
    said = [_cause(one, language) for one in _worth_saying(loss)]
    if not said:
        return f"{head}。" if zh else f"{head}."
    return f"{head}：{'；'.join(said)}。" if zh else f"{head}: {'; '.join(said)}."


def _worth_saying(loss: Loss) -> list[Cause]:
    """Causes of half a hundredth at least; of a loss smaller than that, all."""
    large = [one for one in loss.causes if abs(one.amount) >= Fraction(1, 200)]
    return large or list(loss.causes)


def _cause(one: Cause, language: Language) -> str:
    amount = numbers.marks(abs(one.amount))
    if language == "zh":
        return f"{one.what.zh}，{'少得' if one.amount > 0 else '多得'} {amount} 分"
    return f"{one.what.en}, {'−' if one.amount > 0 else '+'}{amount}"
