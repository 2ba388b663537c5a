"""Rules that can score above the full mark, and coefficients that act after a cap."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaoping.errors import Problem
from kaoping.scheme.checks.declared import rules_of
from kaoping.scheme.checks.finding import warning
from kaoping.scheme.formulas import Name, Number
from kaoping.scheme.model import Block, Node, PerGroup, Scheme, Setting

CAPPING = ("at_most", "clamp")
RAISING = ("plus", "events")


def above_full(scheme: Scheme) -> Iterator[Problem]:
    """Items with a full mark whose points may exceed it though nobody says they may."""
    for node in scheme.nodes():
        if node.is_item and node.full is not None and not node.bonus:
            yield from _item(node)


def _item(node: Node) -> Iterator[Problem]:
    open_, capped, raised = False, False, ""
    for rule in rules_of(node):
        open_ = open_ or _exceeds(rule)
        capped = capped or _is_capped(rule)
    for block in node.then:
        if (
            block.name in CAPPING
            and block.when is None
            and (block.name != "clamp" or "high" in block.settings)
        ):
            open_, capped, raised = False, True, ""
        elif block.name == "times" and not _at_most_one(block.settings.get("by")):
            if block.settings.get("above_full") == "allowed":
                continue
            open_, raised = True, "times" if capped else raised
        elif block.name in RAISING:
            open_ = True
    if raised:
        yield warning(
            "coefficient-after-cap", node.place,
            (f"“{node.key}”的系数在封顶之后乘，得分可超过满分，而方案没有说可以。",
             f"the coefficient of “{node.key}” acts after a cap, so points may exceed the full mark; the scheme does not say that they may."),
            ("在其后写 at_most: full；或写 times: {by: …, above_full: allowed}。",
             "add at_most: full after it, or write times: {by: …, above_full: allowed}."),
        )  # fmt: skip
    elif open_:
        yield warning(
            "above-full", node.place,
            (f"“{node.key}”可得高于满分的分。", f"“{node.key}” can score above its full mark."),
            ("若不许，在 then 中写 at_most: full；若许，写 at_most: none 或在规则中写明上限。",
             "if it may not, write at_most: full under then; if it may, state the bound in the rule or write at_most: none."),
        )  # fmt: skip


def _number(setting: Setting) -> Fraction | None:
    return setting.value if isinstance(setting, Number) else None


def _at_most_one(setting: Setting) -> bool:
    number = _number(setting)
    return number is not None and number <= 1


def _is_none(setting: Setting) -> bool:
    return isinstance(setting, Name) and setting.key == "none"


def _above_one(setting: Setting) -> bool:
    """Whether a cap on a rate lets it pass one. A stated cap above one is a statement; it is not reported."""
    return isinstance(setting, PerGroup) or _is_none(setting)


def _is_capped(rule: Block) -> bool:
    """Whether a rule holds its points at the full mark by itself."""
    return rule.name in (
        "completion",
        "reach",
        "efficacy",
        "min_max",
        "bands",
        "interpolate",
        "rank",
        "to_best",
    ) and not _exceeds(rule)


def _exceeds(rule: Block) -> bool:
    """Whether points can pass the full mark without the scheme giving a bound."""
    settings = rule.settings
    if rule.name in ("completion", "inverse", "progress", "to_best"):
        return _above_one(settings.get("cap"))
    if rule.name in ("steps", "to_mean"):
        default = rule.name == "to_mean" and settings.get("form") != "threshold" and "high" not in settings
        return default or _is_none(settings.get("high"))
    if rule.name in ("efficacy", "min_max", "interpolate", "goalposts", "external"):
        return settings.get("ends") == "extend"
    return False
