"""Rows with their levels as trees."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaoping.sheets.findings import Findings
from kaoping.sheets.scheme_book.columns import KEY, TREE
from kaoping.sheets.scheme_book.rows_in import RowIn, entry_of, with_target_within
from kaoping.sheets.scheme_book.yaml_text import Said

_LEVEL = next(one for one in TREE.columns if one.path == "level")
TOTAL = "total"


@dataclass
class _Node:
    """A node under way."""

    key: str
    fields: dict[str, Said]
    row: RowIn
    children: list[_Node] = field(default_factory=list)

    def said(self) -> Said:
        """The node with everything below it."""
        fields = dict(self.fields)
        if self.children:
            items = [Said(one.row.place, fields={one.key: one.said()}) for one in self.children]
            fields["items"] = Said(self.children[0].row.place, items=items)
        return Said(self.row.place, fields=fields)


def trees_of(
    rows: Sequence[RowIn], rules: frozenset[str], short: Mapping[str, str], findings: Findings
) -> tuple[dict[str, Said], dict[str, Said]]:
    """What the scheme's own tree says at the top of the document, and the trees of its cycles by key."""
    roots: dict[str, _Node] = {}
    above: list[_Node] = []
    for row in rows:
        level = _level(row, len(above), findings)
        node = _node(row, rules, short, findings)
        if node is None or level is None:
            continue
        del above[level:]
        if level == 0 and node.key in roots:
            findings.add(
                "key-twice", row.place,
                (f"“{node.key}”已有一棵树。", f"There is a tree “{node.key}” already."),
                ("换一个编码，或改正级次。", "Choose another key, or correct the level."),
            )  # fmt: skip
        if level == 0:
            roots.setdefault(node.key, node)
        else:
            above[-1].children.append(node)
        above.append(node)
    return _own(roots.pop(TOTAL, None)), {key: one.said() for key, one in roots.items()}


def _own(root: _Node | None) -> dict[str, Said]:
    """The tree `total`: the whole scheme's, called “total” whatever its row says."""
    if root is None:
        return {}
    said = root.said().fields or {}
    fields = {name: one for name, one in said.items() if name != "title"}
    items = fields.pop("items", Said(root.row.place, []))
    return {**fields, "tree": items}


def _level(row: RowIn, deepest: int, findings: Findings) -> int | None:
    """The level of a row. deepest: the level that a row may have at most here."""
    text, cell = row.text(_LEVEL), row.of(_LEVEL)
    place = cell.place if cell else row.place
    level = int(text) if re.fullmatch(r"[0-9]{1,2}", text) else None
    if level is None:
        if (_LEVEL, "") in row.cells or not text:
            findings.add(
                "no-level", place, ("这一行的级次不是整数。", "This row's level is not a whole number.") if text
                else ("这一行没有级次。", "This row has no level."),
                ("写 0（总分或周期）、1（维度）、2（其下一级）……", "Write 0 (the total or a cycle), 1 (a dimension), 2 (what is below it) and so on."),
            )  # fmt: skip
        return None
    if level > deepest:
        findings.add(
            "level-too-deep", place,
            (f"级次 {level} 之上没有级次 {level - 1} 的行。", f"There is no row of level {level - 1} above this one of level {level}."),
            ("改正级次，或补上它的上级。", "Correct the level, or add the row it belongs to."),
        )  # fmt: skip
        return None
    return level


def _node(row: RowIn, rules: frozenset[str], short: Mapping[str, str], findings: Findings) -> _Node | None:
    key = row.text(KEY)
    if not key:
        findings.add(
            "no-key", row.place, ("这一行没有编码。", "This row has no key."),
            ("给它一个没有用过的编码；不要的行整行清空。", "Give it a key of its own, or clear the whole row."),
        )  # fmt: skip
        return None
    fields = dict(entry_of(row, TREE, findings).fields or {})
    fields.pop("level", None)
    with_target_within(fields, rules, short, findings)
    return _Node(key, fields, row)
