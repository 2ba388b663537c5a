"""Which blocks a scheme uses, where, and which rule kinds they cover."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.model import Block, Node, PerGroup, Policies, Scheme, Setting

POLICIES = ("missing", "not_applicable", "pending", "undefined")


def used(scheme: Scheme) -> Iterator[tuple[str, str, Block]]:
    """Where (node, veto or section), category and block, for every block of the scheme."""
    for node in scheme.nodes():
        yield from _of_node(node)
    yield from _of_policies("defaults", scheme.defaults)
    for veto in scheme.vetoes.values():
        yield from ((veto.key, "effect", one) for one in veto.effects)
    yield from (("post_rules", "post_rule", one) for one in scheme.post_rules)


def _of_node(node: Node) -> Iterator[tuple[str, str, Block]]:
    yield from ((node.key, "rule", one) for one in _rules(node.rule))
    yield from ((node.key, "then", one) for one in node.then)
    if node.combine is not None:
        yield node.key, "combine", node.combine
    yield from _of_policies(node.key, node.policies)


def _of_policies(where: str, policies: Policies) -> Iterator[tuple[str, str, Block]]:
    found = (getattr(policies, name) for name in POLICIES)
    yield from ((where, "absence", one) for one in found if one is not None)


def _rules(setting: Setting) -> Iterator[Block]:
    if isinstance(setting, Block):
        yield setting
    elif isinstance(setting, PerGroup):
        for one in (*setting.values.values(), setting.otherwise):
            yield from _rules(one)


def kinds(category: str, block: Block) -> tuple[str, ...]:
    """The rule kinds (R01 …) that a block covers."""
    return CATALOGUES[category][block.name].sources
