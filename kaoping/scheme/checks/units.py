"""Percentage points taken for per cent, and the reverse (R03, R14)."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.errors import Problem
from kaoping.scheme.checks.declared import rules_of
from kaoping.scheme.checks.finding import warning
from kaoping.scheme.formulas import Name
from kaoping.scheme.model import Block, Node, Scheme

RATES = ("%", "％", "百分点", "per cent", "percent")


def unit_findings(scheme: Scheme) -> Iterator[Problem]:
    """Steps counted in a way that does not fit the unit of the quantity."""
    for node in scheme.nodes():
        unit = unit_of(scheme, node)
        if unit is None:
            continue
        for block in rules_of(node):
            yield from _steps(node, block, unit)


def unit_of(scheme: Scheme, node: Node) -> str | None:
    """The unit of an item's value, where it is a fact or a value by name."""
    if node.of is not None and not isinstance(node.of, Name):
        return None
    key = node.of.key if isinstance(node.of, Name) else node.key
    known = scheme.facts.get(key) or scheme.values.get(key)
    return known.unit if known is not None else None


def _steps(node: Node, block: Block, unit: str) -> Iterator[Problem]:
    measured = block.settings.get("measured_in")
    rate = unit in RATES
    if measured == "percentage_points" and not rate:
        yield warning(
            "unit", block.place,
            (f"“{node.key}”按百分点计步，而其单位是“{unit or '—'}”。", f"“{node.key}” counts percentage points, but its unit is “{unit or '—'}”."),
            ("单位是 % 才有百分点；否则写 units 或 percent_of_target。", "only a quantity in % has percentage points; else write units or percent_of_target."),
        )  # fmt: skip
    elif isinstance(measured, str) and measured.startswith("percent_of") and rate and not node.note:
        of_zh, of_en = ("目标", "the target") if measured == "percent_of_target" else ("基期", "the base")
        yield warning(
            "unit", block.place,
            (f"“{node.key}”的单位是“{unit}”，却按{of_zh}的百分之几计步；多半应是百分点。",
             f"“{node.key}” is in “{unit}”, yet counts per cent of {of_en}; percentage points are more likely meant."),
            ("写 measured_in: percentage_points；确是此意则在 note 中说明。", "write measured_in: percentage_points, or say in a note that this is meant."),
        )  # fmt: skip
