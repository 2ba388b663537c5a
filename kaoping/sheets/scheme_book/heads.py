"""Which column of a sheet is which: by the small print beneath the headings, or by the headings themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaoping.errors import Words
from kaoping.sheets.cells import plain_text, read_text
from kaoping.sheets.findings import Findings, nearest
from kaoping.sheets.grids import Grid, Raw
from kaoping.sheets.scheme_book.columns import Column
from kaoping.sheets.words import normal

_SEARCHED = 40
"""The heading stands within so many rows of the top."""
_EVERY = ("各赛道", "everytrack")


@dataclass(frozen=True)
class Head:
    """Where columns stand: number in the grid → (column, track or ""); the entries begin with row `first`."""

    columns: Mapping[int, tuple[Column, str]]
    first: int


def head_of(
    grid: Grid, columns: Sequence[Column], tracks: Mapping[str, str], findings: Findings
) -> Head | None:
    """The heading of a sheet; None, with a problem, where there is none. tracks: titles by key."""
    enough = min(2, len(columns))
    for row in range(min(_SEARCHED, len(grid.rows))):
        found = dict(_matches(grid, row, columns, tracks))
        if len({one for one, _ in found.values()}) >= enough:
            next_ = _next_row(grid, row)
            below = dict(_matches(grid, next_, columns, tracks, keys_alone=True))
            keyed = len(below) >= enough
            head = Head({**found, **below} if keyed else found, next_ + 1 if keyed else row + 1)
            _object_to_unknown(grid, head, row, columns, findings)
            return _each_once(grid, head, row, findings)
    if any(not _is_empty(cell) for row in grid.rows for cell in row):
        labels = "、".join(one.label.zh for one in columns if not one.told)
        findings.add(
            "no-heading", grid.place(),
            (f"工作表“{grid.sheet}”没有认得的表头。", f"Sheet “{grid.sheet}” has no heading that is known."),
            (f"表头写：{labels}。", f"Headings: {', '.join(one.label.in_('en') for one in columns if not one.told)}."),
        )  # fmt: skip
    return None


def _next_row(grid: Grid, row: int) -> int:
    """The next row with any content."""
    further = range(row + 1, len(grid.rows))
    return next((one for one in further if any(not _is_empty(cell) for cell in grid.rows[one])), row + 1)


def _matches(
    grid: Grid, row: int, columns: Sequence[Column], tracks: Mapping[str, str], keys_alone: bool = False
) -> Iterator[tuple[int, tuple[Column, str]]]:
    for number in range(grid.width):
        found = _column(grid.raw(row, number), columns, tracks, keys_alone)
        if found is not None:
            yield number, found


def _column(
    raw: Raw, columns: Sequence[Column], tracks: Mapping[str, str], keys_alone: bool
) -> tuple[Column, str] | None:
    """The column that a heading names, and the track."""
    text = read_text(raw)
    key, colon, track = text.partition(":")
    for column in columns:
        if text == column.path or (colon and column.per_track and key == column.path):
            return column, _track(track, tracks)
    if keys_alone or not text:
        return None
    whole, lines = normal(text), [normal(line) for line in plain_text(text).splitlines()]
    for column in columns:
        if whole in _said(column.label) or (lines[0] in _said(column.label) and not column.per_track):
            return column, ""
    for column in columns:
        found = _of_track(whole, column, tracks) if column.per_track else None
        if found is not None:
            return column, found
    return None


def _said(label: Words) -> tuple[str, ...]:
    return normal(label.zh), normal(label.in_("en")), normal(f"{label.zh}\n{label.in_('en')}")


def _of_track(whole: str, column: Column, tracks: Mapping[str, str]) -> str | None:
    """The track of a heading such as 满分·乡镇街道; "" for that of every track."""
    for label in _said(column.label):
        if not whole.startswith(label):
            continue
        rest = whole.removeprefix(label).strip("·:：-—()（）")
        if rest in _EVERY:
            return ""
        for key, title in tracks.items():
            if rest in (normal(key), *map(normal, title.splitlines())):
                return key
    return None


def _track(text: str, tracks: Mapping[str, str]) -> str:
    named = [key for key, title in tracks.items() if text.strip() in title.splitlines()]
    return named[0] if len(named) == 1 and text not in tracks else text.strip()


def _is_empty(raw: Raw) -> bool:
    return raw is None or (isinstance(raw, str) and not read_text(raw))


def _object_to_unknown(
    grid: Grid, head: Head, row: int, columns: Sequence[Column], findings: Findings
) -> None:
    """A column with content that nobody would read is a mistake, unless its heading begins with “#”."""
    for number in range(grid.width):
        if number in head.columns:
            continue
        texts = [read_text(grid.shown(at, number)) for at in range(row, head.first)]
        filled = [at for at in range(head.first, len(grid.rows)) if not _is_empty(grid.raw(at, number))]
        if not filled or any(text.startswith("#") for text in texts):
            continue
        text = next((one for one in reversed(texts) if one), "")
        near = nearest(text, [one.label.zh for one in columns] + [one.path for one in columns])
        keep = ("自己加的备注列，表头以“#”开头。", "The heading of a column of your own begins with “#”.")
        where = grid.place(head.first - 1, number) if text else grid.place(filled[0], number)
        findings.add(
            "unknown-column", where,
            (f"不认识这一列“{text}”。", f"The column “{text}” is not known.") if text
            else ("这一列有内容而没有表头。", "This column has content but no heading."),
            (near[0] + keep[0], f"{near[1]} {keep[1]}".strip()),
        )  # fmt: skip


def _each_once(grid: Grid, head: Head, row: int, findings: Findings) -> Head:
    """The first of columns that say they are the same."""
    taken: dict[tuple[Column, str], int] = {}
    for number, one in head.columns.items():
        if one in taken and not one[0].told:
            first = grid.cell(row, taken[one])
            findings.add(
                "column-twice", grid.place(head.first - 1, number),
                (f"这一列与 {first} 那一列是同一列。", f"This column is the same as that of {first}."),
                ("删去一列，或改正表头。", "Delete one of them, or correct its heading."),
            )  # fmt: skip
        taken.setdefault(one, number)
    return Head({number: one for one, number in taken.items()}, head.first)
