"""The files an office would have: the scheme and tables as csv, readable by `kaoping.sheets.read_tables`."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from kaoping import read_scheme
from kaoping.cli.questions import questions_of
from kaoping.exact import canonical_text
from kaoping.periods import Cadence, Period
from kaoping.sheets.template import write_template
from kaoping.tables import Absence, Cell, Filed, Organisation, Tables

WORDS = {Absence.MISSING: "缺报", Absence.NOT_APPLICABLE: "不适用", Absence.PENDING: "待报"}
VALUE_HEADER = ["单位", "单位名称", "指标", "期间", "数值", "来源", "版次", "备注"]
FILES = ("organisations.csv", "values.csv", "targets.csv", "ballots.csv", "events.csv")


def write(tables: Tables, scheme: Path, folder: Path) -> tuple[Path, ...]:
    """Write the scheme and every table into the folder; the files in the order of `FILES`, the scheme first."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(scheme, folder / "scheme.yaml")
    titles = {one.key: one.title for one in tables.organisations}
    targets = [one for one in tables.filed if one.fact.endswith(".target")]
    votes = [one for one in tables.filed if one.rater]
    values = [one for one in tables.filed if not one.rater and not one.fact.endswith(".target")]
    contents = (
        _organisations(tables.organisations),
        _values(values, titles),
        _values(targets, titles),
        _ballots(votes),
        _events(tables),
    )
    for name, content in zip(FILES, contents, strict=True):
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in ("scheme.yaml", *FILES))


def write_workbook(
    tables: Tables, scheme: Path, path: Path, year: int, suppliers: Iterable[str] = ()
) -> tuple[str, ...]:
    """The workbook as its suppliers hand it in, filled: a sheet for each of them; the names of the sheets.

    It holds what the year's scoring reads, the latest vintage of each; ballots stay with their raters.
    """
    read, period = read_scheme(scheme), Period.of(Cadence.YEAR, year)
    questions = questions_of(read, tables.organisations, period, "", None)
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_template(path, read, questions, tables, suppliers=frozenset(suppliers), filled=True)


def _bytes(header: list[str], rows: Iterable[list[str]]) -> bytes:
    """A csv file with a byte order mark: spreadsheet programs then show Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Absence):
        return WORDS[cell]
    return canonical_text(cell) if isinstance(cell, Fraction) else str(cell)


def _organisations(bodies: Iterable[Organisation]) -> bytes:
    rows = list(bodies)
    names = sorted({name for one in rows for name in one.attributes})
    return _bytes(
        ["单位编码", "名称", "类别", "上级", *names],
        (
            [one.key, one.title, one.kind, one.parent, *(_cell(one.attributes.get(name)) for name in names)]
            for one in rows
        ),
    )


def _values(rows: Iterable[Filed], titles: dict[str, str]) -> bytes:
    return _bytes(
        VALUE_HEADER,
        (
            [r.organisation, titles[r.organisation], r.fact, str(r.period or ""), _cell(r.value), r.source, str(r.vintage), r.note]
            for r in rows
        ),
    )  # fmt: skip


def _ballots(rows: Iterable[Filed]) -> bytes:
    return _bytes(
        ["单位", "指标", "期间", "评价人", "评价人类别", "评分"],
        ([r.organisation, r.fact, str(r.period or ""), r.rater, r.rater_group, _cell(r.value)] for r in rows),
    )


def _events(tables: Tables) -> bytes:
    return _bytes(
        ["单位", "事项", "日期", "级别", "事由", "文号", "角色", "认定单位"],
        (
            [h.organisation, h.event, str(h.on or ""), h.level, h.matter, h.document, h.share, h.decided_by]
            for h in tables.happenings
        ),
    )
