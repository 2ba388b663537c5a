"""What a scheme says, in plain words: the rule of an item in one line, titles, what a target is."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.errors import Words
from kaoping.scheme.checks.sums import full_of
from kaoping.scheme.formulas import Expr, Name
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Block, Node, Scheme, Setting
from kaoping.scheme.tracks import block_for, for_group
from kaoping_web.schemes.wording.judgement import spoken
from kaoping_web.schemes.wording.told import Told, joined, same

NO_RULE = Words("—", "—")
ADDED = Words("各项相加", "its items added up")
AGREED = Words("商定", "agreed")


def rule_words(node: Node, group: str, scheme: Scheme) -> Words:
    """The rule of an item in one line, with its parameters as they stand for a track; how a dimension is made of its items.

    group: a track's key, or "" for all tracks (then shares of the mark are not turned into points).
    """
    told = [_before(node, group, scheme), *(spoken(one) for one in blocks_of(node, group, scheme))]
    kept = [one for one in told if one is not None]
    if not kept:
        return ADDED if node.children else NO_RULE
    return joined(list(kept))


def blocks_of(node: Node, group: str, scheme: Scheme) -> Iterator[Told]:
    """The rule (or the way of combining) of a node and what comes after it, as they stand for a track."""
    full, unit = full_of(node, group) if group else None, unit_of(node, group, scheme)
    rule = for_group(node.rule, group)
    if isinstance(rule, Block):
        yield Told(scheme, block_for(rule, group), "rule", full, unit)
    if node.combine is not None:
        yield Told(scheme, block_for(node.combine, group), "combine", full, unit)
    for one in node.then:
        yield Told(scheme, block_for(one, group), "then", full, unit)


def block_said(block: Block, category: str, scheme: Scheme, group: str = "") -> Words:
    """Any block in words: a policy for what is absent, the effect of a veto, a rule across items."""
    return spoken(Told(scheme, block_for(block, group), category))


def _before(node: Node, group: str, scheme: Scheme) -> Words | None:
    """What is done to the value before the rule."""
    said = [spoken(Told(scheme, block_for(one, group), "then", None, "")) for one in node.prepare]
    return (
        Words("先" + "，".join(one.zh for one in said), "first " + ", ".join(one.en for one in said))
        if said
        else None
    )


def target_words(node: Node, group: str, scheme: Scheme) -> Words:
    """The target an item's rule is held against: 商定, a number with its unit, a formula; nothing where the rule has none."""
    rule = for_group(node.rule, group)
    if not isinstance(rule, Block):
        return Words("", "")
    told = Told(scheme, block_for(rule, group), "rule", full_of(node, group) if group else None)
    if told.spec is None or told.spec.parameter("target") is None:
        return AGREED if any(_is_agreed(one) for one in rule.settings.values()) else Words("", "")
    found = told.target()
    return AGREED if found is None else found


def _is_agreed(setting: Setting) -> bool:
    if isinstance(setting, tuple):
        return any(_is_agreed(one) for one in setting)
    return isinstance(setting, Name) and setting.key == "agreed"


def of_node(node: Node, group: str) -> Setting:
    """What the item assesses: as written, else the fact or value of its own key."""
    found = for_group(node.of, group)
    return found if found is not None else Name(node.key)


def unit_of(node: Node, group: str, scheme: Scheme) -> str:
    """The unit of the value an item assesses; "" where it is not one fact or value."""
    found = of_node(node, group)
    if not isinstance(found, Name):
        return ""
    one = scheme.facts.get(found.key) or scheme.values.get(found.key)
    return one.unit if one is not None else ""


def facts_of(setting: Setting, scheme: Scheme) -> tuple[str, ...]:
    """The facts a formula leads to, through derived values, in the order met."""
    found: dict[str, None] = {}
    _gather(setting, scheme, found, set())
    return tuple(found)


def values_of(setting: Setting, scheme: Scheme) -> tuple[str, ...]:
    """The derived values a formula leads to, in the order met."""
    seen: dict[str, None] = {}
    rest = [setting]
    while rest:
        for key in _names_in(rest.pop(0)):
            stem = key.partition(".")[0]
            if stem in scheme.values and stem not in seen:
                seen[stem] = None
                rest.append(scheme.values[stem].formula)
    return tuple(seen)


def _gather(setting: Setting, scheme: Scheme, found: dict[str, None], seen: set[str]) -> None:
    for key in _names_in(setting):
        stem = key.partition(".")[0]
        if stem in scheme.facts:
            found[stem] = None
        elif stem in scheme.values and stem not in seen:
            seen.add(stem)
            _gather(scheme.values[stem].formula, scheme, found, seen)


def _names_in(setting: Setting) -> Iterator[str]:
    if isinstance(setting, FormulaNode):
        yield from _names_of(setting)
    elif isinstance(setting, Block):
        for one in setting.settings.values():
            yield from _names_in(one)
    elif isinstance(setting, tuple):
        for one in setting:
            yield from _names_in(one)
    elif isinstance(setting, dict):
        for key, one in setting.items():
            yield key
            yield from _names_in(one)
    elif isinstance(setting, str):
        yield setting


def _names_of(expr: Expr) -> Iterator[str]:
    if isinstance(expr, Name):
        yield expr.key
    for one in expr.parts():
        yield from _names_of(one)


def facts_for(node: Node, group: str, scheme: Scheme) -> tuple[str, ...]:
    """The facts an item needs: those of its value, and those its rule counts."""
    return tuple(
        dict.fromkeys(
            (*facts_of(of_node(node, group), scheme), *facts_of(for_group(node.rule, group), scheme))
        )
    )


def node_titles(scheme: Scheme) -> dict[str, Words]:
    """Every dimension and item by key."""
    return {node.key: node.title for node in scheme.nodes()}


def supplier_title(key: str, scheme: Scheme) -> Words:
    """A supplier by the title the scheme gives it."""
    return scheme.suppliers.get(key) or same(key)


__all__ = [
    "block_said", "blocks_of", "facts_for", "facts_of", "node_titles", "of_node", "rule_words", "supplier_title", "target_words",
    "unit_of", "values_of",
]  # fmt: skip
