"""Settings and nodes as they stand for one track."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kaoping.scheme.model import Block, Node, PerGroup, Setting


def for_group(setting: Setting, group: str) -> Setting:
    """A setting as it stands for one track."""
    if isinstance(setting, PerGroup):
        return setting.values.get(group, setting.otherwise)
    return setting


def block_for(block: Block, group: str) -> Block:
    """A block with every setting, however deep, as it stands for one track; what a track has no word for is left out."""
    settings = {name: _settled(one, group) for name, one in block.settings.items()}
    return replace(block, settings={name: one for name, one in settings.items() if one is not None})


def _settled(setting: Setting, group: str) -> Setting:
    found = for_group(setting, group)
    if isinstance(found, Block):
        return block_for(found, group)
    if isinstance(found, tuple):
        return tuple(_settled(one, group) for one in found)
    if isinstance(found, Mapping):
        return {name: _settled(one, group) for name, one in found.items()}
    return found


def is_for(node: Node, group: str) -> bool:
    """Whether a node's own words leave it in the track: listed for it, and a full mark or weight where those differ."""
    if node.groups and group not in node.groups:
        return False
    amounts = (one for one in (node.full, node.weight) if isinstance(one, PerGroup))
    return all(for_group(one, group) is not None for one in amounts)


def stands_in(node: Node, group: str) -> bool:
    """Whether a node belongs to the track's tree: listed for it, and with a full mark or weight where it is per track."""
    if not is_for(node, group):
        return False
    return not node.children or any(stands_in(child, group) for child in node.children)
