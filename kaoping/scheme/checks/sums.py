"""Marks and weights that do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaoping.errors import Problem
from kaoping.exact import canonical_text
from kaoping.scheme.checks.finding import error, warning
from kaoping.scheme.formulas import Number, Unary
from kaoping.scheme.model import Node, Scheme, Setting
from kaoping.scheme.tracks import for_group, stands_in

COMMON_WHOLES = (Fraction(1), Fraction(100))


def fixed_number(setting: Setting, group: str) -> Fraction | None:
    """The number a setting is for a track, where it is one."""
    found = for_group(setting, group)
    if isinstance(found, Unary) and found.op == "-" and isinstance(found.operand, Number):
        return -found.operand.value
    return found.value if isinstance(found, Number) else None


def mark_findings(scheme: Scheme) -> Iterator[Problem]:
    """Dimensions whose full mark differs from the sum of their items' marks."""
    for tree in scheme.trees.values():
        for group in scheme.groups:
            for node in tree.root.walk():
                if stands_in(node, group) and node.children and _adds_marks(node, group):
                    yield from _marks(node, group)


def _adds_marks(node: Node, group: str) -> bool:
    if node.combine is not None:
        return node.combine.name == "sum" and not for_group(node.combine.settings.get("convert"), group)
    return any(for_group(child.full, group) is not None for child in _regular(node, group))


def _regular(node: Node, group: str) -> list[Node]:
    return [child for child in node.children if stands_in(child, group) and not child.bonus]


def full_of(node: Node, group: str) -> Fraction | None:
    """The full mark of a node where it can be told without data."""
    declared = fixed_number(node.full, group)
    if declared is not None or not node.children:
        return declared
    if not _adds_marks(node, group):
        return None
    marks = [full_of(child, group) for child in _regular(node, group)]
    known = [one for one in marks if one is not None]
    return sum(known, Fraction(0)) if len(known) == len(marks) else None


def _marks(node: Node, group: str) -> Iterator[Problem]:
    declared = fixed_number(node.full, group)
    children = _regular(node, group)
    marks = [full_of(child, group) for child in children]
    without = [
        child.key for child, mark in zip(children, marks, strict=True) if mark is None and child.full is None
    ]
    if without and any(mark is not None for mark in marks):
        yield error(
            "no-mark", node.place,
            (f"维度“{node.key}”（赛道 {group}）中，{'、'.join(without)} 没有满分，其余有。",
             f"dimension “{node.key}” (track {group}): {', '.join(without)} have no full mark while others have."),
            ("给每一项写 full:；加分项写 bonus: true。", "give each item full:, or bonus: true."),
        )  # fmt: skip
    known = [mark for mark in marks if mark is not None]
    if declared is None or len(known) != len(marks) or not known:
        return
    total = sum(known, Fraction(0))
    if total != declared:
        yield error(
            "marks-do-not-add-up", node.place,
            (f"维度“{node.key}”（赛道 {group}）各项满分之和为 {canonical_text(total)}，不是 {canonical_text(declared)}。",
             f"dimension “{node.key}” (track {group}): its items' marks add up to {canonical_text(total)}, not {canonical_text(declared)}."),
            ("改某一项的 full，或写 combine: {sum: {convert: true}} 折算。",
             "change an item's full, or convert with combine: {sum: {convert: true}}."),
        )  # fmt: skip


def weight_findings(scheme: Scheme) -> Iterator[Problem]:
    """Weights that look like shares of one or of a hundred and miss it."""
    for tree in scheme.trees.values():
        for group in scheme.groups:
            for node in tree.root.walk():
                if stands_in(node, group) and node.children:
                    yield from _weights(node, group)


def _weights(node: Node, group: str) -> Iterator[Problem]:
    weights = [fixed_number(child.weight, group) for child in _regular(node, group)]
    for child, weight in zip(_regular(node, group), weights, strict=True):
        if weight is not None and weight < 0:
            yield error(
                "negative-weight", child.place,
                (f"“{child.key}”的权重是负数。", f"the weight of “{child.key}” is negative."),
                ("权重不为负；要扣分用 bonus 项或 then: minus。", "a weight is not negative; to deduct, use a bonus item or then: minus."),
            )  # fmt: skip
    known = [one for one in weights if one is not None]
    if len(known) != len(weights) or len(known) < 2:
        return
    total = sum(known, Fraction(0))
    whole = Fraction(1) if all(one < 1 for one in known) else Fraction(100)
    near = whole == 1 or Fraction(90) <= total <= Fraction(110)
    if near and total != whole:
        yield warning(
            "weights-do-not-add-up", node.place,
            (f"维度“{node.key}”（赛道 {group}）的权重之和为 {canonical_text(total)}，不是 {canonical_text(whole)}，将按比例归一。",
             f"dimension “{node.key}” (track {group}): its weights add up to {canonical_text(total)}, not {canonical_text(whole)}; they will be renormalised."),
            ("改权重使其和为整。", "change the weights so that they add up."),
        )  # fmt: skip
