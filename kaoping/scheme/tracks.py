"""Settings and nodes as they stand for one track."""

from __future__ import annotations

from kaoping.scheme.model import Node, PerGroup, Setting


def for_group(setting: Setting, group: str) -> Setting:
    """A setting as it stands for one track."""
    if isinstance(setting, PerGroup):
        return setting.values.get(group, setting.otherwise)
    return setting


def stands_in(node: Node, group: str) -> bool:
    """Whether a node belongs to the track's tree: listed for it, and with a full mark or weight where it is per track."""
    if node.groups and group not in node.groups:
        return False
    for setting in (node.full, node.weight):
        if isinstance(setting, PerGroup) and for_group(setting, group) is None:
            return False
    return not node.children or any(stands_in(child, group) for child in node.children)
