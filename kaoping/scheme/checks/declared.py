"""What a scheme leaves open: defaults taken without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from kaoping.errors import NOWHERE, Problem
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import Parameter
from kaoping.scheme.checks.finding import note, warning
from kaoping.scheme.formulas import Number, names
from kaoping.scheme.formulas.syntax import Node as Formula
from kaoping.scheme.model import Block, Node, PerGroup, Scheme

SCHEME_SETTINGS = {"ties": "rank_ties"}


def undeclared(scheme: Scheme) -> Iterator[Problem]:
    """Policies that were not stated: rule parameters, absences, rounding, ties."""
    for node in scheme.nodes():
        for block in rules_of(node):
            yield from _parameters(scheme, node, block)
        if node.is_item and not _counts_events_only(scheme, node):
            yield from _absences(scheme, node)
    yield from _whole(scheme)


def rules_of(node: Node) -> Iterator[Block]:
    """Every rule of an item, for whichever track, and those under `then`."""
    rules = (
        (*node.rule.values.values(), node.rule.otherwise) if isinstance(node.rule, PerGroup) else (node.rule,)
    )
    for rule in (*rules, *(block.settings.get("use") for block in node.then)):
        if isinstance(rule, Block):
            yield rule


def _parameters(scheme: Scheme, node: Node, block: Block) -> Iterator[Problem]:
    for parameter in CATALOGUES["rule"][block.name].parameters:
        if parameter.say and parameter.name not in block.settings and _matters(block, parameter):
            known = SCHEME_SETTINGS.get(parameter.name, parameter.name)
            if known in scheme.settings:
                continue
            # A default of `refuse` stops the run with a sentence: it is told, not warned of; a zero target is.
            quiet = parameter.default == "refuse" and parameter.name != "zero_target"
            yield (note if quiet else warning)(
                "undeclared", block.place,
                (f"“{node.key}”的 {block.name} 没有写 {parameter.name}（{parameter.doc.zh}），按 {parameter.default} 计。",
                 f"{block.name} of “{node.key}” does not say {parameter.name} ({parameter.doc.in_('en')}); {parameter.default} is taken."),
                (f"写明 {parameter.name}: {_choices(parameter)}", f"state {parameter.name}: {_choices(parameter)}"),
            )  # fmt: skip


def _choices(parameter: Parameter) -> str:
    return " | ".join(parameter.choices) if parameter.choices else str(parameter.default)


FORMS = {
    ("step_mode", "to_mean"): ("difference", "ratio_steps"),
    ("step_mode", "inverse"): ("ceiling",),
    ("low", "rank"): ("step", "percent", "linear", "points_down"),
    ("low", "to_mean"): ("difference", "ratio_steps", "ratio"),
    ("high", "to_mean"): ("difference", "ratio_steps", "ratio"),
}
"""Parameters that matter only in some forms of a rule."""


def _targets(block: Block) -> tuple[Fraction, ...]:
    """The targets a rule has where they are written as numbers; (0,) where any is known only later."""
    target = block.settings.get("target")
    each = (*target.values.values(), target.otherwise) if isinstance(target, PerGroup) else (target,)
    if isinstance(target, PerGroup) and target.otherwise is None:
        each = each[:-1]
    return tuple(one.value if isinstance(one, Number) else Fraction(0) for one in each)


def _matters(block: Block, parameter: Parameter) -> bool:
    if block.name == "panel" and parameter.name == "absent_bloc":
        return "weights" in block.settings
    if block.name == "panel" and parameter.name == "ties":
        each = block.settings.get("each")
        return each is not None and (not isinstance(each, Formula) or "r" in names(each))
    if parameter.name in ("zero_target", "negative_target"):
        return not all(number > 0 for number in _targets(block))
    forms = FORMS.get((parameter.name, block.name))
    return forms is None or block.settings.get("form") in forms


def _absences(scheme: Scheme, node: Node) -> Iterator[Problem]:
    for name, zh, en in (("missing", "缺报", "missing"), ("not_applicable", "不适用", "not applicable")):
        if getattr(node.policies, name) is None and getattr(scheme.defaults, name) is None:
            yield warning(
                "undeclared", node.place,
                (f"“{node.key}”没有说{zh}时怎么办；遇到时将停止计分。",
                 f"“{node.key}” does not say what holds when it is {en}; the run will stop there."),
                (f"在该项或 defaults 写 {name}:。", f"write {name}: at the item or under defaults."),
            )  # fmt: skip


def _counts_events_only(scheme: Scheme, node: Node) -> bool:
    """Whether an item rests on events alone: none having happened is a number, so that it is never absent."""
    rules = tuple(rules_of(node))
    happenings = {*scheme.events, *scheme.vetoes}

    def of_events(rule: Block) -> bool:
        counts = rule.settings.get("for")
        return rule.name == "events" or (
            rule.name == "deduct" and isinstance(counts, Mapping) and set(counts) <= happenings
        )

    return bool(rules) and all(of_events(one) for one in rules)


def _whole(scheme: Scheme) -> Iterator[Problem]:
    said = scheme.rounding.at or scheme.rounding.place != NOWHERE
    if not said and all(node.rounding is None for node in scheme.nodes()):
        yield warning(
            "undeclared", scheme.place,
            ("方案没有说在哪一步取位，得分保持精确值。", "the scheme does not say where it rounds; points stay exact."),
            ("写 rounding: {places: 2, mode: half_up, at: [item, total]}，或 rounding: none。",
             "write rounding: {places: 2, mode: half_up, at: [item, total]}, or rounding: none."),
        )  # fmt: skip
    if all(tree.ranking.place == NOWHERE for tree in scheme.trees.values()):
        yield warning(
            "undeclared", scheme.place,
            ("方案没有说同分怎样排名，按并列取前（1、2、2、4）。", "the scheme does not say how ties rank; 1, 2, 2, 4 is taken."),
            ("写 ranking: {on: rounded, ties: share_best, then: [...]}", "write ranking: {on: rounded, ties: share_best, then: [...]}"),
        )  # fmt: skip
