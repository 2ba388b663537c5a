"""A scheme as pages of rows, before anything is drawn: the cover, a page a section, and what has no page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kaoping.errors import Language, Problem, SchemeError, Words
from kaoping.scheme.model import Node, Scheme
from kaoping.sheets.scheme_book.cell_texts import LONGEST, Shown, is_safe
from kaoping.sheets.scheme_book.columns import (
    COVER,
    SECTIONS,
    TREE,
    Column,
    Layout,
)
from kaoping.sheets.scheme_book.document import document_of
from kaoping.sheets.scheme_book.entries import Cells, cells_of, with_target_apart
from kaoping.sheets.scheme_book.kinds import Desk, shown
from kaoping.sheets.scheme_book.paths import path_text
from kaoping.sheets.scheme_book.plain import Plain, at, without
from kaoping.sheets.scheme_book.told import Teller
from kaoping.sheets.scheme_book.yaml_text import one_line

ROOTS = ("full", "combine", "then")
"""What the whole scheme's tree says at the top of the document."""


@dataclass(frozen=True)
class Row:
    """One row; `depth`: the level of a node, -1 elsewhere; `is_item`: whether nothing stands below it."""

    cells: Cells
    depth: int = -1
    is_item: bool = True


@dataclass
class Book:
    """Everything that is drawn. `cover`: column of the cover and content, in order."""

    desk: Desk
    title: str
    cover: list[tuple[Column, Shown | None]] = field(default_factory=list)
    pages: dict[str, list[Row]] = field(default_factory=dict)
    other: list[Cells] = field(default_factory=list)


def desk_of(scheme: Scheme, language: Language) -> Desk:
    """What cells refer to."""
    groups = {key: one.title.in_(language) for key, one in scheme.groups.items()}
    suppliers = {key: one.in_(language) for key, one in scheme.suppliers.items()}
    return Desk(language, groups, suppliers)


def book_of(scheme: Scheme, language: Language) -> Book:
    """The pages of a scheme. Raises SchemeError where something cannot stand in a workbook at all."""
    document = document_of(scheme)
    desk, teller = desk_of(scheme, language), Teller(scheme, language)
    book = Book(desk, scheme.title.in_(language))
    left = _cover(book, without(document, "schema"))
    left = _forest(book, scheme, left, teller)
    for layout in SECTIONS:
        if layout is not TREE:
            left = _section(book, layout, left, _tellers(scheme, teller).get(layout.section))
    for name, one in left.items():
        words = teller.setting(scheme.post_rules) if name == "post_rules" else ""
        _other(book, (name,), one, words)
    return book


# the cover ---------------------------------------------------------------------------------------------


def _cover(book: Book, document: dict[str, Plain]) -> dict[str, Plain]:
    """Fill the cover; what is left of the document."""
    left = document
    if left.get("rounding") == "none":
        left = {**left, "rounding": {"places": "none"}}
    for column in COVER[:-1]:
        plain = at(left, column.path)
        cell = None if plain is None else shown(column.kind, plain, book.desk)
        if plain is None and column.usual:
            cell = shown(column.kind, column.usual, book.desk)
        book.cover.append((column, cell))
        left = left if cell is None or plain is None else without(left, column.path)
    notes = left.get("notes")
    texts = [one for one in notes if isinstance(one, str) and is_safe(one)] if isinstance(notes, list) else []
    if texts and texts == notes:
        book.cover += [(COVER[-1], one) for one in texts]
        return without(left, "notes")
    book.cover.append((COVER[-1], None))
    return left


# sections ----------------------------------------------------------------------------------------------


Tell = Callable[[str], Mapping[str, str]]
"""What to tell beside the entry of that key: column and words."""


def _tellers(scheme: Scheme, teller: Teller) -> Mapping[str, Tell]:
    awards = {one.key: one for one in scheme.awards}
    return {
        "values": lambda key: {"#is": teller.formula(scheme.values[key].formula)},
        "vetoes": lambda key: {"#effect": teller.setting(scheme.vetoes[key].effects)},
        "awards": lambda key: {"#by": teller.formula(awards[key].by)},
    }


def _section(book: Book, layout: Layout, left: dict[str, Plain], tell: Tell | None) -> dict[str, Plain]:
    """Fill the page of a section; what is left of the document. A section is on its page whole or not at all, for
    the order of its entries may matter."""
    entries = left.get(layout.section)
    book.pages[layout.section] = []
    if not isinstance(entries, dict) or not entries:
        return left
    rows = _rows(layout, entries, book.desk)
    if any(one is None for one in rows):
        return left
    for cells in rows:
        words = tell(str(cells["key"])) if tell and cells else {}
        book.pages[layout.section].append(Row({**(cells or {}), **{k: v for k, v in words.items() if v}}))
    return without(left, layout.section)


def _rows(layout: Layout, entries: dict[str, Plain], desk: Desk) -> list[Cells | None]:
    """A row an entry; of a table from words to numbers a row a word, and an empty one has no rows, hence no page."""
    if layout.section != "lookups":
        return [cells_of(layout, key, one, desk) for key, one in entries.items()]
    rows: list[Cells | None] = []
    for key, table in entries.items():
        if not isinstance(table, dict) or not table:
            return [None]
        rows += [cells_of(layout, key, {"word": word, "number": one}, desk) for word, one in table.items()]
    return rows


# trees -------------------------------------------------------------------------------------------------


def _forest(book: Book, scheme: Scheme, left: dict[str, Plain], teller: Teller) -> dict[str, Plain]:
    """Fill the page of nodes; a tree that rows cannot say stays in the document."""
    rows: list[Row] = []
    if "total" in scheme.trees and "tree" in left:
        root = {name: left[name] for name in ROOTS if name in left}
        found = _tree(book, scheme.trees["total"].root, {**root, "items": left["tree"]}, teller)
        rows += found or []
        for name in ("tree", *ROOTS) if found else ():
            left = without(left, name)
    cycles = left.get("cycles")
    for key, one in list(cycles.items()) if isinstance(cycles, dict) else []:
        found = _tree(book, scheme.trees[key].root, one, teller)
        rows += found or []
        left = _without_cycle(left, key) if found else left
    book.pages["tree"] = rows
    return left


def _without_cycle(left: dict[str, Plain], key: str) -> dict[str, Plain]:
    cycles = left["cycles"]
    assert isinstance(cycles, dict)
    kept = {name: one for name, one in cycles.items() if name != key}
    return {**left, "cycles": kept} if kept else without(left, "cycles")


def _tree(book: Book, root: Node, said: Plain, teller: Teller) -> list[Row] | None:
    found = list(_node_rows(book, root, said, teller, 0, ""))
    return None if any(one is None for one in found) else [one for one in found if one is not None]


def _node_rows(
    book: Book, node: Node, said: Plain, teller: Teller, depth: int, number: str
) -> Iterator[Row | None]:
    """A node and everything below it. number: 1.2.3."""
    assert isinstance(said, dict)
    entry = with_target_apart({name: one for name, one in said.items() if name != "items"}, book.desk)
    cells = cells_of(TREE, node.key, entry, book.desk)
    items = said.get("items", [])
    if cells is None or not isinstance(items, list):
        yield None
        return
    if "title.zh" not in cells and depth == 0 and is_safe(node.title.zh):
        cells["title.zh"] = node.title.zh
        cells["title.en"] = node.title.in_("en")
    told = {"#number": number, "#rule": teller.rule(node), "#supplier": teller.suppliers(node)}
    cells |= {name: text for name, text in told.items() if text}
    yield Row({**cells, "level": Fraction(depth)}, depth, not node.children)
    for position, (child, one) in enumerate(zip(node.children, items, strict=True), start=1):
        below = one[child.key] if isinstance(one, dict) else None
        yield from _node_rows(book, child, below, teller, depth + 1, f"{number}.{position}".lstrip("."))


# what has no page --------------------------------------------------------------------------------------


def _other(book: Book, path: tuple[str, ...], plain: Plain, words: str) -> None:
    """Rows for a part without a page; a long one takes several."""
    text = one_line(plain)
    pieces = [text[start : start + LONGEST - 2] for start in range(0, len(text), LONGEST - 2)]
    for number, piece in enumerate(pieces):
        if not is_safe(f"|{piece}|"):
            raise SchemeError(
                Problem("sheets-not-in-a-cell", Words(f"“{path[-1]}”含有单元格放不下的文字。",
                                                      f"“{path[-1]}” holds text that no cell can hold."))
            )  # fmt: skip
        cells: Cells = {"path": path_text(path), "yaml": piece if len(pieces) == 1 else f"|{piece}|"}
        book.other.append({**cells, "#words": words} if words and not number else cells)
