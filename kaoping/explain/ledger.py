"""The account from the items to the total: lines that add up to it exactly.

Points of items come first; then, dimension by dimension, what its composition did beyond adding (a mean, a product,
a formula: one line), marks spread or rescaled, adjustments, vetoes and rounding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.findings import finding
from kaoping.explain.parts import Titled, TraceNode, TraceStep
from kaoping.explain.trace import trace
from kaoping.explain.words import HOW
from kaoping.scorecard import Scorecard
from kaoping.tables import Cell

_ABSENT = Words("整体没有得分", "the whole has no points")


@dataclass(frozen=True)
class LedgerLine:
    """One line. `kind`: item, compose, spread, convert, rescale, bonus, then, veto, contagion, policy, round, absent.
    `amount`: what it adds to the total (negative: takes). `depth`: of the node in the tree, 0 for the whole.
    `full`, `lost`, `status`: of items. `step`: the id of the step of an effect."""

    kind: str
    node: str
    title: Words
    what: Words
    amount: Fraction
    depth: int
    full: Fraction | None = None
    lost: Fraction | None = None
    status: str = ""
    step: str = ""

    def sentence(self, language: Language = "zh") -> str:
        """The line in words."""
        title, zh = self.title.in_(language), language == "zh"
        if self.kind == "item":
            return _item(self, title, zh)
        sign = "+" if self.amount > 0 else ""
        amount = f"{sign}{numbers.marks(self.amount)}"
        return f"{title}，{self.what.zh}：{amount} 分。" if zh else f"{title}, {self.what.en}: {amount}."


@dataclass(frozen=True)
class Ledger:
    """The account of one organisation. The amounts of `lines` add up to `total` (to nothing where that is absent)."""

    organisation: Titled
    group: str
    period: str
    full: Fraction | None
    total: Cell
    lines: tuple[LedgerLine, ...]

    @property
    def sum(self) -> Fraction:
        """What the lines add up to."""
        return sum((one.amount for one in self.lines), Fraction(0))

    def of_kind(self, kind: str) -> Fraction:
        """What the lines of one kind add up to."""
        return sum((one.amount for one in self.lines if one.kind == kind), Fraction(0))


def ledger(card: Scorecard, organisation: str, group: str | None = None, node: str | None = None) -> Ledger:
    """The account of an organisation from its items to the total, or to a dimension.

    Raises TableError where the run has no such line.
    """
    return ledger_of(trace(card, organisation, node, group))


def ledger_of(node: TraceNode) -> Ledger:
    """The account of a trace that is there already."""
    lines, _ = _account(node, 0)
    return Ledger(node.organisation, node.group, node.period, node.full, node.points, tuple(lines))


def _account(node: TraceNode, depth: int) -> tuple[list[LedgerLine], Fraction]:
    """The lines of a node and what they add up to: its points, or nothing where it has none."""
    points = node.points if isinstance(node.points, Fraction) else Fraction(0)
    if not node.children:
        what = node.status_words
        line = LedgerLine(
            "item", node.node, node.title, what, points, depth, node.full, node.lost, node.status
        )
        return [line], points
    lines: list[LedgerLine] = []
    regular, bonus = Fraction(0), Fraction(0)
    for child in node.children:
        below, amount = _account(child, depth + 1)
        lines += below
        if child.bonus and _apart(node):
            bonus += amount
        else:
            regular += amount
    lines += _effects(node, depth, regular, bonus)
    return lines, points


def _apart(node: TraceNode) -> bool:
    """Whether bonus and penalty come on top of what the other items make."""
    return any(step.stage == "bonus" for step in node.steps)


def _effects(node: TraceNode, depth: int, regular: Fraction, bonus: Fraction) -> Iterator[LedgerLine]:
    """What each stage of a dimension added or took beyond what its children brought."""
    before = regular
    since: list[TraceStep] = []
    for step in node.steps:
        since.append(step)
        if not step.stage:
            continue
        if step.stage == "bonus":
            before += bonus
        if isinstance(step.result, Fraction):
            amount, before = step.result - before, step.result
            if amount:
                yield LedgerLine(
                    step.stage, node.node, node.title, _what(since, step), amount, depth, step=step.id
                )
        since = []
    if not isinstance(node.points, Fraction) and before:
        yield LedgerLine("absent", node.node, node.title, _ABSENT, -before, depth, status=node.status)


def _what(since: list[TraceStep], step: TraceStep) -> Words:
    if step.stage == "compose":
        how = HOW.get(step.block, Words("公式", "formula"))
        return Words(f"合成方式（{how.zh}）的影响", f"effect of composition ({how.en})")
    if step.stage in ("spread", "convert", "rescale", "bonus"):
        return Words(step.title.zh, step.title.in_("en"))
    return Words(finding(since, step, "zh"), finding(since, step, "en"))


def _item(line: LedgerLine, title: str, zh: bool) -> str:
    amount = numbers.marks(line.amount)
    if line.full is None or line.lost is None:
        status = "" if line.status == "scored" else (f"（{line.what.zh}）" if zh else f" ({line.what.en})")
        return f"{title}：{amount} 分{status}。" if zh else f"{title}: {amount}{status}."
    full, lost = numbers.marks(line.full), numbers.marks(line.lost)
    return (
        f"{title}：{amount} 分（满分 {full}，失 {lost}）。"
        if zh
        else f"{title}: {amount} (full {full}, lost {lost})."
    )
