"""Workbooks of bodies, people and roles: what their columns are, the empty one to fill, and a filled one as rows."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter

from kaoping.errors import KaopingError, Place, Problem, Words
from kaoping.sheets import Grid, Limits, Raw, plain_text, read_date, read_grids
from kaoping_web.refusals import Refused, problem

MOST_BYTES = 5 << 20
MOST_ROWS = 500  # about fifteen thousandths of a second a body, during which nobody else writes
ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LIMITS = Limits(file_bytes=MOST_BYTES, unpacked_bytes=64 << 20, cells=400_000, rows=MOST_ROWS + 50)


@dataclass(frozen=True)
class Column:
    """One column by its name in rows, its heads, and an example."""

    name: str
    words: Words
    hint: Words
    example: str
    is_day: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of workbook. `open`: further columns are figures."""

    name: str
    words: Words
    columns: Sequence[Column]
    open: bool = False


NEVER = Words("不再改", "never changes")
KEY = Column("key", Words("编码", "Key"), NEVER, "qingya")
NAME = Column("username", Words("登录名", "Sign-in name"), NEVER, "zhang.san")
KINDS: Mapping[str, Kind] = {
    "bodies": Kind("bodies", Words("机构", "Bodies"), (
        KEY, Column("title", Words("名称", "Name"), Words("全称", "in full"), "青崖镇"),
        Column("english", Words("英文名", "English name"), Words("可不填", "optional"), "Qingya", optional=True),
        Column("kind", Words("类别", "Kind"), Words("如 town、department、village", "such as town, department, village"), "town"),
        Column("parent", Words("上级编码", "Key of the body above"), Words("已有的或本表里的", "existing, or in this sheet"), "yunlan"),
        Column("starts", Words("生效日", "In force from"), Words("如 2026-01-01", "as 2026-01-01"), "2026-01-01", is_day=True),
    ), open=True),
    "people": Kind("people", Words("人员", "People"), (
        NAME, Column("display_name", Words("姓名", "Name"), Words("", ""), "张三"),
        Column("home", Words("机构编码", "Key of the body"), Words("所在机构", "staff of"), "qingya"),
    )),
    "roles": Kind("roles", Words("岗位", "Roles"), (
        NAME, Column("organisation", Words("机构编码", "Key of the body"), Words("在哪里任职", "where the role is held"), "qingya"),
        Column("role", Words("岗位", "Role"), Words("如 填报人", "such as Reporter"), "填报人"),
        Column("starts", Words("起", "From"), Words("空为今天", "empty: today"), "2026-05-01", is_day=True, optional=True),
        Column("until", Words("止于", "Until"), Words("空为长期", "empty: open"), "", is_day=True, optional=True),
    )),
}  # fmt: skip


@dataclass(frozen=True)
class BookRow:
    """One row: cells as text by column name (days as 2026-01-01), and the address of each."""

    cells: Mapping[str, str]
    addresses: Mapping[str, str]

    def place(self, sheet: str, column: str) -> Place:
        """Where a column of this row stands."""
        first = next(iter(self.addresses.values()), "")
        return Place("", 0, sheet, self.addresses.get(column, first))


@dataclass(frozen=True)
class Book:
    """A filled workbook. `figures`: heads of further columns."""

    sheet: str
    rows: tuple[BookRow, ...]
    figures: tuple[str, ...]


def empty_book(kind: Kind) -> bytes:
    """A workbook to fill: heads in both languages, a hint under each, the first rows free."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(kind.words.zh)
    for place, one in enumerate(kind.columns):
        sheet.write_string(0, place, one.words.zh, head)
        sheet.write_comment(0, place, f"{one.words.en}\n{one.hint.zh} {one.hint.en}".strip())
        sheet.set_column(place, place, 18, cell)
    sheet.freeze_panes(1, 0)
    notes = book.add_worksheet("说明")
    for row, one in enumerate(kind.columns):
        for column, text in enumerate((one.words.zh, one.words.en, one.hint.zh, one.hint.en, one.example)):
            notes.write_string(row, column, text)
    if kind.open:
        notes.write_string(
            len(kind.columns), 0, "右边可以加列：列名是数据名（如 population、difficulty），按生效日登记。"
        )
        notes.write_string(
            len(kind.columns) + 1,
            0,
            "Columns may be added at the right: the head names a figure, set from the day of the row.",
        )
    notes.set_column(0, 4, 24)
    book.close()
    return made.getvalue()


def read_book(kind: Kind, content: bytes, name: str) -> Book:
    """The rows of an upload, read by a limited process. Raises Refused with everything that cannot be read, by cell."""
    if len(content) > MOST_BYTES:
        raise Refused(
            problem(
                "book-size",
                f"文件超过 {MOST_BYTES >> 20} MB。",
                f"the file is larger than {MOST_BYTES >> 20} MB.",
                "分成几个文件。",
                "split it.",
            )
        )
    if not name.lower().endswith(ENDINGS):
        raise Refused(
            problem(
                "book-kind",
                "这不是工作簿。",
                "this is not a workbook.",
                "用下载的模板，存成 xlsx。",
                "use the template, saved as xlsx.",
            )
        )
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:8]) as file:
        file.write(content)
        file.flush()
        try:
            grids = read_grids(Path(file.name), LIMITS, name[-80:])
        except KaopingError as wrong:
            raise Refused(wrong.problems) from wrong
    filled = [one for one in grids if not one.hidden and one.rows]
    if not filled:
        raise Refused(
            problem(
                "book-empty",
                "工作簿里没有表。",
                "the workbook holds no sheet.",
                "用下载的模板填写。",
                "fill the template.",
            )
        )
    return _read_sheet(kind, filled[0])


def _read_sheet(kind: Kind, grid: Grid) -> Book:
    heads, figures, problems = _heads(kind, grid)
    rows: list[BookRow] = []
    for row in range(1, len(grid.rows)):
        cells = {name: grid.shown(row, column) for name, column in {**heads, **figures}.items()}
        if not any(plain_text(one) for one in cells.values()):
            continue
        texts: dict[str, str] = {}
        for name, raw in cells.items():
            known = next((one for one in kind.columns if one.name == name), None)
            texts[name] = _text(known, raw, grid.place(row, (heads | figures)[name]), problems)
        rows.append(
            BookRow(texts, {name: grid.cell(row, column) for name, column in (heads | figures).items()})
        )
    if not rows and not problems:
        problems.append(
            problem(
                "book-empty",
                "表里没有一行。",
                "the sheet has no row.",
                "从第二行起填写。",
                "fill it from the second row.",
            )
        )
    if len(rows) > MOST_ROWS:
        problems.append(
            problem(
                "book-rows",
                f"超过 {MOST_ROWS} 行。",
                f"there are more than {MOST_ROWS} rows.",
                "分成几个文件。",
                "split it.",
            )
        )
    if problems:
        raise Refused(problems)
    return Book(grid.sheet, tuple(rows), tuple(figures))


def _heads(kind: Kind, grid: Grid) -> tuple[dict[str, int], dict[str, int], list[Problem]]:
    """Which column is what."""
    said = {
        text.casefold(): one.name for one in kind.columns for text in (one.words.zh, one.words.en, one.name)
    }
    heads: dict[str, int] = {}
    figures: dict[str, int] = {}
    problems: list[Problem] = []
    for column in range(grid.width):
        text = plain_text(grid.shown(0, column))
        if not text:
            continue
        name = said.get(text.casefold(), "")
        if text in figures or (name and name in heads):
            problems.append(
                problem(
                    "book-twice",
                    f"“{text}”一列出现两次。",
                    f"the column “{text}” is there twice.",
                    "删去一列。",
                    "remove one.",
                    grid.place(0, column),
                )
            )
        elif name:
            heads[name] = column
        elif kind.open:
            figures[text] = column
        else:
            problems.append(
                problem(
                    "book-column",
                    f"不认识“{text}”一列。",
                    f"the column “{text}” is not known.",
                    "删去它。",
                    "remove it.",
                    grid.place(0, column),
                )
            )
    for one in kind.columns:
        if one.name not in heads and not one.optional:
            problems.append(
                problem(
                    "book-missing",
                    f"缺“{one.words.zh}”一列。",
                    f"the column “{one.words.en}” is missing.",
                    "用下载的模板。",
                    "use the template.",
                    grid.place(0),
                )
            )
    return heads, figures, problems


def _text(known: Column | None, raw: Raw, place: Place, problems: list[Problem]) -> str:
    """A cell as text; a day in its one spelling."""
    text = plain_text(raw)
    if isinstance(raw, date) or (known is not None and known.is_day and text):
        try:
            return read_date(raw).isoformat()
        except KaopingError as wrong:
            problems.extend(
                Problem(one.code, one.what, one.mend, place, one.severity) for one in wrong.problems
            )
            return ""
    if not text and known is not None and not known.optional:
        problems.append(
            problem(
                "cell-empty",
                f"“{known.words.zh}”是空的。",
                f"“{known.words.en}” is empty.",
                "填上。",
                "fill it in.",
                place,
            )
        )
    return text[:200]
