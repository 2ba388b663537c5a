"""A scheme's text as YAML nodes that know where they stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

Path: TypeAlias = tuple[str | int, ...]
"""From the top of the document: names of mappings, numbers of list entries."""
MERGE = "<<"


@dataclass(frozen=True)
class Leaf:
    """What a scalar says. `quoted` tells an empty text from nothing written."""

    text: str
    quoted: bool = False


class Document:
    """A text that has been read as a scheme before, so that its size and depth are bounded."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        assert root is not None, "a text that has been read is not empty"
        self.root: yaml.Node = root

    def at(self, path: Path) -> yaml.Node | None:
        """The node at a path; None where nothing is written there."""
        node: yaml.Node | None = self.root
        for step in path:
            node = _below(node, step)
            if node is None:
                return None
        return node

    def text_at(self, path: Path) -> str | None:
        """The scalar at a path; None where there is none."""
        node = self.at(path)
        return node.value if isinstance(node, yaml.ScalarNode) else None

    def leaves(self) -> dict[Path, Leaf]:
        """Every scalar by its path, aliases followed, in the order written: two texts with equal leaves say the same."""
        return dict(_leaves(self.root, ()))

    def entries(self, path: Path) -> Iterator[tuple[str, Path]]:
        """Named entries of a mapping, or of a list of one-entry mappings, with the path of each one's content."""
        node = self.at(path)
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                yield str(key.value), (*path, str(key.value))
        elif isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                if isinstance(item, yaml.MappingNode) and len(item.value) == 1:
                    name = str(item.value[0][0].value)
                    yield name, (*path, i, name)

    def path_of_node(self, key: str) -> Path | None:
        """Where a dimension or item of any tree is written."""
        if self.at(("cycles", key)) is not None:
            return ("cycles", key)
        tops = [("tree",), *((*path, "items") for _, path in self.entries(("cycles",)))]
        return next((found for top in tops if (found := self._in_items(top, key)) is not None), None)

    def _in_items(self, items: Path, key: str) -> Path | None:
        for name, path in self.entries(items):
            if name == key:
                return path
            found = self._in_items((*path, "items"), key)
            if found is not None:
                return found
        return None


def _below(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step and not _is_merge(key)), None)
    return None


def _is_merge(key: yaml.Node) -> bool:
    return isinstance(key, yaml.ScalarNode) and key.value == MERGE and not key.style


def _leaves(node: yaml.Node, path: Path) -> Iterator[tuple[Path, Leaf]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, Leaf(node.value, bool(node.style) and node.value in ("", "~", "null"))
    elif isinstance(node, yaml.SequenceNode):
        for i, one in enumerate(node.value):
            yield from _leaves(one, (*path, i))
    else:
        for key, value in node.value:
            yield from _leaves(value, (*path, str(key.value)))


def changed(before: Mapping[Path, Leaf], after: Mapping[Path, Leaf]) -> set[Path]:
    """The paths at which two documents differ."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
