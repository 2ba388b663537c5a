"""An entry of a document as the cells of a row: what no column can hold goes, as YAML, into the last one."""

from __future__ import annotations

from kaoping.scheme.blocks import CATALOGUES
from kaoping.sheets.scheme_book.cell_texts import Shown
from kaoping.sheets.scheme_book.columns import KEY, REST, Column, Layout
from kaoping.sheets.scheme_book.kinds import SETTING, Desk, shown
from kaoping.sheets.scheme_book.plain import Plain, at, with_, without

Cells = dict[str, Shown]
"""The cells of a row by the keys of their columns."""


def cells_of(layout: Layout, key: str, entry: Plain, desk: Desk) -> Cells | None:
    """The row that says this entry; None where a row cannot."""
    own = shown(KEY.kind, key, desk)
    if own is None or not isinstance(entry, dict):
        return None
    cells: Cells = {"key": own}
    left = entry
    for column in layout.columns:
        if not column.told and column not in (KEY, REST):
            left = _into(cells, column, left, desk)
    for column in layout.columns:
        if column.usual and not column.aside and column.path not in cells and at(left, column.path) is None:
            usual = shown(column.kind, column.usual, desk)
            cells |= {column.path: usual} if usual is not None else {}
    if left:
        rest = shown(REST.kind, left, desk)
        if rest is None or REST not in layout.columns:
            return None
        cells[REST.path] = rest
    return cells


def _into(cells: Cells, column: Column, left: dict[str, Plain], desk: Desk) -> dict[str, Plain]:
    """Put what the column says into its cells; what is left of the entry."""
    plain = at(left, column.path)
    if plain is None:
        return left
    if column.per_track and isinstance(plain, dict):
        found = _by_track(column, plain, desk)
    else:
        cell = shown(column.kind, plain, desk)
        found = None if cell is None else {column.path: cell}
    if found is None:
        return left
    cells |= found
    return without(left, column.path)


def _by_track(column: Column, plain: dict[str, Plain], desk: Desk) -> Cells | None:
    """A cell for each track, that of all tracks for the others; None where one has no cell."""
    found: Cells = {}
    for name, one in plain.items():
        cell = shown(column.kind, one, desk)
        if cell is None or not (name in desk.groups or name == "otherwise"):
            return None
        found[column.path if name == "otherwise" else f"{column.path}:{name}"] = cell
    return found if found.keys() - {column.path} else None


# the target of a rule ----------------------------------------------------------------------------------


def with_target_apart(node: dict[str, Plain], desk: Desk) -> dict[str, Plain]:
    """The node with its rule's target beside the rule; where it was not the first setting, an empty one keeps its
    place."""
    name, body = _block_of(node.get("rule"))
    target = body.get("target") if body else None
    if body is None or target is None or shown(SETTING, target, desk) is None:
        return node
    first = next(iter(body)) == "target"
    left: dict[str, Plain] = without(body, "target") if first else {**body, "target": None}
    rule: Plain = {name: left} if left else name
    return {**with_(node, "rule", rule), "target": target}


def _block_of(rule: Plain) -> tuple[str, dict[str, Plain] | None]:
    """Name and settings of a rule that is one block of settings alone."""
    if not isinstance(rule, dict) or len(rule) != 1:
        return "", None
    name, body = next(iter(rule.items()))
    spec = CATALOGUES["rule"].get(name)
    if spec is None or spec.parameter("target") is None:
        return "", None
    if isinstance(body, str):
        body = {spec.short: body}
    return name, body if isinstance(body, dict) else None
