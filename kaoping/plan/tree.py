"""Where nodes stand in their trees, and what has been built of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.bench import Bench, Operand, Scope, fixed
from kaoping.plan.steps import ColumnId
from kaoping.scheme.model import Node, Scheme, Tree


@dataclass(frozen=True)
class Placed:
    """A node, the tree it stands in, and its parent (None for the root)."""

    node: Node
    tree: str
    parent: Node | None

    @property
    def is_root(self) -> bool:
        """Whether it is the whole."""
        return self.parent is None


@dataclass(frozen=True)
class Built:
    """A node as columns: final points, points before rounding, points right after rule or composition, full mark
    (None where it has none), and what absences do to marks (see `kaoping.plan.absences`)."""

    node: Node
    points: ColumnId
    exact: ColumnId
    raw: ColumnId
    full: Operand | None
    counted: Operand
    retained: Operand
    whole: Operand

    @property
    def may_leave(self) -> bool:
        """Whether its mark may be missing for some organisation."""
        own: Operand = fixed(1) if self.full is None else self.full
        return not own == self.counted == self.retained == self.whole


def placed_nodes(scheme: Scheme) -> Mapping[str, Placed]:
    """Every node by its key."""
    found: dict[str, Placed] = {}

    def visit(node: Node, tree: str, parent: Node | None) -> None:
        found[node.key] = Placed(node, tree, parent)
        for child in node.children:
            visit(child, tree, node)

    for key, tree in scheme.trees.items():
        visit(tree.root, key, None)
    return found


def place_of(bench: Bench, scope: Scope, key: str) -> Placed:
    """Where the node of that key stands. Raises SchemeError where there is none."""
    index = bench.once(("index",), lambda: placed_nodes(bench.scheme))
    if key not in index:
        near = difflib.get_close_matches(key, index, 2)
        raise SchemeError(
            Problem(
                "unknown-node",
                Words(f"“{scope.subject}”用到的项“{key}”不在指标树中。", f"“{scope.subject}” uses “{key}”, which is not in the tree."),
                Words(f"是不是 {'、'.join(near)}？", f"did you mean {', '.join(near)}?") if near else Words("", ""),
                scope.place,
            )
        )  # fmt: skip
    return index[key]


def tree_of(scheme: Scheme, placed: Placed) -> Tree:
    """The tree in which a node stands."""
    return scheme.trees[placed.tree]
