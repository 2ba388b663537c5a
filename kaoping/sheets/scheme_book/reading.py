"""A workbook as the scheme it says: every problem of the book at once, each with its cell."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kaoping.errors import NOWHERE, Place, Problem, SchemeError, Severity, TableError
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.reading import read_scheme_text
from kaoping.scheme.reading.document import TOP, VERSION
from kaoping.sheets.findings import Findings, nearest
from kaoping.sheets.grids import Grid, read_grids
from kaoping.sheets.isolation import Limits
from kaoping.sheets.scheme_book.cell_texts import at_place, yaml_in
from kaoping.sheets.scheme_book.columns import (
    COVER,
    COVER_COLUMNS,
    COVER_NAME,
    KEY,
    OTHER,
    SECTIONS,
    TREE,
    Column,
    Layout,
)
from kaoping.sheets.scheme_book.guide import NAME
from kaoping.sheets.scheme_book.heads import head_of
from kaoping.sheets.scheme_book.kinds import Desk
from kaoping.sheets.scheme_book.paths import steps_of
from kaoping.sheets.scheme_book.plain import Plain
from kaoping.sheets.scheme_book.rows_in import RowIn, entry_of, put, rows_of
from kaoping.sheets.scheme_book.trees_in import trees_of
from kaoping.sheets.scheme_book.yaml_text import Said, placed_lines, yaml_text
from kaoping.sheets.words import normal

BOOK_LIMITS = Limits(file_bytes=8 << 20, unpacked_bytes=64 << 20, cells=1_000_000, written_bytes=12 << 20)
"""What a scheme's workbook may cost to read: far less than a table of values."""
_ORDER = (
    "schema", "id", "title", "version", "in_force", "approved", "reason", "every", "rounding", "ranking", "grade_on",
    "who_sees", "defaults", "groups", "suppliers", "constants", "lookups", "populations", "facts", "values", "full",
    "combine", "then", "tree", "cycles", "events", "vetoes", "post_rules", "grades", "awards", "notes",
)  # fmt: skip
_LAYOUTS: Mapping[str, Layout] = {one.section: one for one in SECTIONS}


def read_scheme_book(content: bytes, name: str = "scheme.xlsx") -> str:
    """The scheme file (YAML) that a workbook says; it reads as a scheme. `name`: how problems call the workbook.

    Raises SchemeError with every problem by cell, DocumentError where the file cannot be read within BOOK_LIMITS.
    """
    findings = Findings()
    document = _document(_grids(content, name), findings)
    found = [one for one in findings.all() if one.severity is Severity.ERROR]
    told = {(one.place.sheet, one.place.cell) for one in found}
    further = [one for one in _objections(document, name) if (one.place.sheet, one.place.cell) not in told]
    if found or further:
        raise SchemeError([*found, *further])
    return yaml_text(_tidied(document.whole))


def _grids(content: bytes, name: str) -> Sequence[Grid]:
    """The sheets of the workbook, opened in a limited child process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.xlsx"
        path.write_bytes(content)
        shown = name if Path(name).suffix.lower() in (".xlsx", ".xls", ".xlsb", ".ods") else f"{name}.xlsx"
        return read_grids(path, BOOK_LIMITS, shown)


def _objections(document: Said, name: str) -> list[Problem]:
    """What the scheme's own reader objects to, with cells in place of lines."""
    lines = placed_lines(document)
    try:
        read_scheme_text("\n".join(text for text, _ in lines), name)
    except SchemeError as error:
        return [replace(one, place=_place(lines, one.place.line, name)) for one in error.problems]
    return []


def _place(lines: Sequence[tuple[str, Place]], number: int, name: str) -> Place:
    found = lines[number - 1][1] if 0 < number <= len(lines) else NOWHERE
    return found if found != NOWHERE else Place(name)


def _tidied(whole: Plain) -> Plain:
    """Titles in Chinese alone as plain texts."""
    if isinstance(whole, list):
        return [_tidied(one) for one in whole]
    if not isinstance(whole, dict):
        return whole
    found = {name: _tidied(one) for name, one in whole.items()}
    title = found.get("title")
    if isinstance(title, dict) and title.keys() == {"zh"} and title["zh"]:
        found["title"] = title["zh"]
    return found


# the document ------------------------------------------------------------------------------------------


def _document(grids: Sequence[Grid], findings: Findings) -> Said:
    sheets = _sheets(grids, findings)
    fields: dict[str, Said] = {}
    desk = _desk(sheets)
    _cover(sheets.get("cover"), fields, desk, findings)
    for layout in SECTIONS:
        if layout.section not in ("tree", "lookups"):
            entries = _section(sheets.get(layout.section), layout, desk, findings)
            if entries:
                fields[layout.section] = Said(NOWHERE, fields=entries)
    _lookups(sheets.get("lookups"), fields, desk, findings)
    _trees(sheets.get("tree"), fields, desk, findings)
    _other(sheets.get("other"), fields, desk, findings)
    fields.setdefault("schema", Said(NOWHERE, VERSION))
    order = [*_ORDER, *(one for one in TOP if one not in _ORDER)]
    placed = sorted(fields, key=lambda one: order.index(one) if one in order else len(order))
    return Said(NOWHERE, fields={one: fields[one] for one in placed})


def _desk(sheets: Mapping[str, Grid]) -> Desk:
    """Tracks and offices by their titles in both languages, which cells anywhere may use."""
    titles: dict[str, dict[str, str]] = {}
    for name in ("groups", "suppliers"):
        entries = _section(sheets.get(name), _LAYOUTS[name], Desk("zh", {}, {}), Findings())
        titles[name] = {key: _titles(one) for key, one in entries.items()}
    return Desk("zh", titles["groups"], titles["suppliers"])


def _sheets(grids: Sequence[Grid], findings: Findings) -> dict[str, Grid]:
    """The sheets by what they hold."""
    names = {normal(COVER_NAME.zh): "cover", normal(COVER_NAME.in_("en")): "cover",
             normal(OTHER.name.zh): "other", normal(OTHER.name.in_("en")): "other"}  # fmt: skip
    for layout in SECTIONS:
        names |= {normal(layout.name.zh): layout.section, normal(layout.name.in_("en")): layout.section}
    found: dict[str, Grid] = {}
    guides = (normal(NAME.zh), normal(NAME.in_("en")))
    for grid in grids:
        section = names.get(normal(grid.sheet))
        if section is None or section in found:
            if normal(grid.sheet) not in guides and any(
                cell is not None for row in grid.rows for cell in row
            ):
                _object_to_sheet(grid, findings)
        else:
            found[section] = grid
    return found


def _object_to_sheet(grid: Grid, findings: Findings) -> None:
    near = nearest(
        grid.sheet, [one.name.zh for one in (*SECTIONS, OTHER)] + [one.name.in_("en") for one in SECTIONS]
    )
    findings.add(
        "unknown-sheet", grid.place(),
        (f"不认识工作表“{grid.sheet}”。", f"The sheet “{grid.sheet}” is not known."),
        (f"{near[0]}不读的工作表，名称以“_”开头。", f"{near[1]} The name of a sheet that is not to be read begins with “_”.".strip()),
    )  # fmt: skip


def _rows(grid: Grid | None, columns: Sequence[Column], desk: Desk, findings: Findings) -> list[RowIn]:
    if grid is None:
        return []
    head = head_of(grid, columns, desk.groups, findings)
    return list(rows_of(grid, head, desk, findings)) if head else []


def _titles(entry: Said) -> str:
    """The titles of an entry, a line each."""
    whole = entry.whole
    words = whole.get("title", whole) if isinstance(whole, dict) else None
    found = (words.get("zh"), words.get("en")) if isinstance(words, dict) else (words,)
    return "\n".join(one for one in found if isinstance(one, str))


def _section(grid: Grid | None, layout: Layout, desk: Desk, findings: Findings) -> dict[str, Said]:
    """The entries of one sheet by key."""
    found: dict[str, Said] = {}
    for row in _rows(grid, layout.columns, desk, findings):
        key = key_of(row, findings)
        if not key:
            continue
        if key in found:
            _twice(key, row, found[key], findings)
        else:
            found[key] = entry_of(row, layout, findings)
    return found


def key_of(row: RowIn, findings: Findings) -> str:
    """The key of a row; a row without one is a problem."""
    key = row.text(KEY)
    if not key and (KEY, "") not in row.cells:
        findings.add(
            "no-key", row.place, ("这一行没有编码。", "This row has no key."),
            ("给它一个没有用过的编码；不要的行整行清空。", "Give it a key of its own, or clear the whole row."),
        )  # fmt: skip
    return key


def _twice(key: str, row: RowIn, first: Said, findings: Findings) -> None:
    findings.add(
        "key-twice", row.place,
        (f"编码“{key}”在 {first.place.cell} 已经用了。", f"The key “{key}” is used at {first.place.cell} already."),
        ("换一个编码，或删去一行。", "Choose another key, or delete one of the rows."),
    )  # fmt: skip


def _lookups(grid: Grid | None, fields: dict[str, Said], desk: Desk, findings: Findings) -> None:
    """Tables from words to numbers, a row a word."""
    layout = _LAYOUTS["lookups"]
    word_column, number_column = layout.columns[1:]
    for row in _rows(grid, layout.columns, desk, findings):
        key, word, number = key_of(row, findings), row.text(word_column), row.of(number_column)
        if key and word and number is not None:
            put(fields, ("lookups", key, word), number, findings)
        elif key and (word_column, "") not in row.cells:
            findings.add(
                "no-word", row.place, ("这一行没有写是哪一项。", "This row does not say which word.")
            )
        elif key and word:
            findings.add("no-value", row.place, (f"“{word}”没有值。", f"“{word}” has no value."))


def _trees(grid: Grid | None, fields: dict[str, Said], desk: Desk, findings: Findings) -> None:
    specs = CATALOGUES["rule"]
    short = {name: spec.short for name, spec in specs.items()}
    own, cycles = trees_of(_rows(grid, TREE.columns, desk, findings), frozenset(specs), short, findings)
    fields.update(own)
    if cycles:
        fields["cycles"] = Said(NOWHERE, fields=cycles)


# the cover and what has no sheet -----------------------------------------------------------------------


def _cover(grid: Grid | None, fields: dict[str, Said], desk: Desk, findings: Findings) -> None:
    label, value, key = COVER_COLUMNS
    by_name = {normal(one.path): one for one in COVER}
    for one in COVER:
        by_name |= {normal(one.label.zh): one, normal(one.label.in_("en")): one}
        by_name[normal(f"{one.label.zh}{one.label.in_('en')}")] = one
    readable = (replace(label, told=False), value, key)
    notes: list[Said] = []
    for row in _rows(grid, readable, desk, findings):
        content = row.of(value)
        column = by_name.get(normal(row.text(key))) or by_name.get(normal(row.text(readable[0])))
        if content is None or content.plain in (None, ""):
            continue
        if column is None:
            name = row.text(key) or row.text(readable[0])
            if normal(name) == "schema":
                fields["schema"] = content
                continue
            near = nearest(name, [*(one.path for one in COVER), *(one.label.zh for one in COVER)])
            findings.add(
                "unknown-row", row.place,
                (f"封面上不认识“{name}”。", f"“{name}” is not known on the cover."), near,
            )  # fmt: skip
            continue
        said = _reread(content, column, desk, findings)
        if said is not None and column.path == "notes":
            notes.append(said)
        elif said is not None and not (column.usual and said.plain == column.usual):
            put(fields, tuple(column.path.split(".")), said, findings)
    if notes:
        fields["notes"] = Said(NOWHERE, items=notes)
    _no_rounding(fields)


def _no_rounding(fields: dict[str, Said]) -> None:
    """`places: none` on the cover is `rounding: none` in the file."""
    rounding = fields.get("rounding")
    if rounding and rounding.fields and (places := rounding.fields.get("places")) and places.plain == "none":
        fields["rounding"] = places


def _reread(content: Said, column: Column, desk: Desk, findings: Findings) -> Said | None:
    """The text of a cover's cell as what that row holds."""
    try:
        return Said(
            content.place, column.kind.read(content.plain if isinstance(content.plain, str) else None, desk)
        )
    except TableError as error:
        for problem in at_place(error, content.place):
            findings.take(problem)
        return None


def _other(grid: Grid | None, fields: dict[str, Said], desk: Desk, findings: Findings) -> None:
    """Parts written as a scheme file writes them; rows of one path are one text."""
    path_column, yaml_column, _ = OTHER.columns
    texts: dict[tuple[str, ...], tuple[str, Place]] = {}
    for row in _rows(grid, OTHER.columns, desk, findings):
        steps, said = steps_of(row.text(path_column)), row.of(yaml_column)
        if not steps:
            findings.add(
                "no-path", row.place, ("这一行没有写明位置。", "This row does not say where its part belongs."),
                ("写成 post_rules 或 populations/名称。", "Write post_rules, or populations/name."),
            )  # fmt: skip
        elif said is not None and isinstance(said.plain, str):
            before, place = texts.get(steps, ("", said.place))
            texts[steps] = (before + _piece(said.plain), place)
    for steps, (text, place) in texts.items():
        try:
            _merge(fields, steps, Said(place, yaml_in(text)), findings)
        except TableError as error:
            for problem in at_place(error, place):
                findings.take(problem)


def _piece(text: str) -> str:
    """One piece of a text that takes several rows stands between bars, which keep spaces at its ends."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "|" else text


def _merge(fields: dict[str, Said], steps: tuple[str, ...], said: Said, findings: Findings) -> None:
    """Set a part; where sheets say some of its entries already, add the others."""
    if len(steps) == 1 and steps[0] in fields and isinstance(said.plain, dict):
        for name, one in said.plain.items():
            put(fields, (*steps, name), Said(said.place, one), findings)
    else:
        put(fields, steps, said, findings)
