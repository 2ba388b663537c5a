"""Parquet files as a nation files them: what each is, told by its columns, and everything wrong with their heads.

*Organisations*: `organisation`, `kind`, and `title`, `parent`; every further column that is no fact is an attribute.
*Wide*: a row an organisation (and period), a column a fact: `FACT`, `FACT.target`, `FACT.status`.
*Long*: a row a value: `organisation`, `fact`, `value`, and `period`, `status`, `text`, `source`, `vintage`.
A file without a column `period` has that of its folder (`period=2026-03/`), or the one told with `--constant`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kaoping.engines.nation.numbers import kind_of
from kaoping.errors import DocumentError, Place, Problem, Severity, TableError, Words
from kaoping.periods import Period
from kaoping.scheme.formulas import ValueType
from kaoping.scheme.model import Runs, Scheme

TOLD = ("organisation", "period", "source", "vintage")
ABOUT = ("title", "kind", "parent")
LONG = (*TOLD, "fact", "value", "status", "text")
STATUS, RESULT = ".status", "result"
BLOCK = 2**20
ENDING = ".parquet"


@dataclass(frozen=True)
class Source:
    """One file. `form`: "wide" or "long"; `facts`: the columns that hold values; `attributes`: those that describe
    organisations (None where the file lists none); `period`: that of every row, where there is no such column."""

    path: Path
    form: str
    columns: tuple[str, ...]
    facts: tuple[str, ...]
    attributes: tuple[str, ...] | None
    period: Period | None
    rows: int

    def has(self, column: str) -> bool:
        """Whether there is such a column."""
        return column in self.columns


def files_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Every Parquet file, those of a folder in the order of their names."""
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(sorted(path.rglob(f"*{ENDING}")) if path.is_dir() else [path]))
    return tuple(found)


def digest_of_file(path: Path) -> str:
    """SHA-256 of the bytes."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def problem(path: Path, code: str, zh: str, en: str, mend: Words | None = None,
            severity: Severity = Severity.ERROR) -> Problem:  # fmt: skip
    """One finding about a file."""
    return Problem(code, Words(zh, en), mend or Words("", ""), Place(str(path)), severity)


def opened(path: Path) -> Any:
    """The file, its schema read. Raises DocumentError."""
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as wrong:
        raise DocumentError(
            problem(
                path,
                "not-parquet",
                "不是可读的 Parquet 文件。",
                f"is no Parquet file that can be read: {wrong}",
            )
        ) from None


def sources_of(
    scheme: Scheme, paths: Sequence[Path], period: Period | None
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """What the files are, with warnings. Raises DocumentError, TableError with every mistake in their heads."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in files_of(paths):
        head = opened(path)
        one = _source(scheme, path, head, period)
        found.append(one)
        problems += _faults(scheme, one, head.schema_arrow)
    errors = [one for one in problems if one.severity is Severity.ERROR]
    if errors:
        raise TableError(errors)
    return tuple(found), tuple(problems)


def _source(scheme: Scheme, path: Path, head: Any, told: Period | None) -> Source:
    names = tuple(head.schema_arrow.names)
    period = _of_folder(path) or told
    rows = int(head.metadata.num_rows)
    if "fact" in names and "value" in names:
        return Source(path, "long", names, (), None, period, rows)
    facts = tuple(one for one in names if _is_fact(scheme, one))
    constants = {key for key, one in scheme.constants.items() if one.per_organisation}
    attributes = None
    if "kind" in names:
        skip = {*facts, *TOLD, *ABOUT, *(f"{one}{STATUS}" for one in facts)}
        attributes = tuple(one for one in names if one not in skip)
    else:
        facts = tuple(one for one in names if one in facts or one in constants)
    return Source(path, "wide", names, facts, attributes, period, rows)


def _of_folder(path: Path) -> Period | None:
    for part in reversed(path.parts[:-1]):
        name, sign, text = part.partition("=")
        if name == "period" and sign:
            try:
                return Period.parse(text)
            except ValueError:
                return None
    return None


def _is_fact(scheme: Scheme, name: str) -> bool:
    """Whether a column's name is that of a fact, or of a figure that belongs to one."""
    stem, dot, _ = name.partition(".")
    known = stem in scheme.facts or (bool(dot) and (stem in scheme.values or stem == RESULT))
    return known and name not in (*TOLD, *ABOUT) and not name.endswith(STATUS)


def _faults(scheme: Scheme, source: Source, form: Any) -> Iterator[Problem]:
    path = source.path
    if not source.has("organisation"):
        yield problem(path, "no-column", "缺少 organisation 列。", "the column organisation is missing.",
                      Words("写明每行是哪个单位。", "say whom each row is about."))  # fmt: skip
    if source.form == "long":
        yield from _long_faults(path, form)
        return
    used = {
        *source.facts,
        *TOLD,
        *ABOUT,
        *(source.attributes or ()),
        *(f"{one}{STATUS}" for one in source.facts),
    }
    stray = [one for one in source.columns if one not in used]
    derived = [one for one in stray if one in scheme.values]
    for name in derived:
        yield problem(path, "sheets-derived", f"“{name}”由方案算出，不能填报。", f"“{name}” is derived by the scheme and cannot be filed.",
                      Words("删去这一列。", "take the column out."))  # fmt: skip
    unread = [one for one in stray if one not in derived]
    if unread:
        yield problem(path, "unread-fact", f"方案没有 {'、'.join(unread)}，这些列未计入。",
                      f"the scheme knows no {', '.join(unread)}: these columns do not count.", severity=Severity.WARNING)  # fmt: skip
    for name in source.facts:
        wanted = wanted_type(scheme, name)
        if kind_of(form.field(name).type) != wanted and not pa.types.is_null(form.field(name).type):
            yield problem(path, "wrong-type", f"“{name}”列的类型 {form.field(name).type} 与数据项不合（应为 {wanted}）。",
                          f"the column “{name}” is of type {form.field(name).type}, its fact of type {wanted}.")  # fmt: skip


def _long_faults(path: Path, form: Any) -> Iterator[Problem]:
    if kind_of(form.field("value").type) != "number":
        yield problem(path, "wrong-type", "value 列应为数（小数、整数或浮点数）；文字写在 text 列。",
                      "the column value must hold numbers (decimals, whole numbers, floats); words stand in the column text.")  # fmt: skip


def stands_alone(scheme: Scheme, source: Source, name: str) -> bool:
    """Whether a column's values are of no period: constants, and what is filed once in a file that tells no periods."""
    fact = scheme.facts.get(name.partition(".")[0])
    once = fact is not None and fact.runs is Runs.ONCE and not source.has("period")
    return name in scheme.constants or once


def may_hold(scheme: Scheme, source: Source, figures: Collection[tuple[str, Period | None]]) -> bool:
    """Whether a file may hold one of these figures: told by its columns, its period and its form, not by its rows."""
    if source.form == "long":
        return True
    names = {name for name, _ in figures}
    mine = [one for one in source.facts if one in names]
    if source.has("period"):
        return bool(mine)
    when = {one: None if stands_alone(scheme, source, one) else source.period for one in mine}
    return any((one, when[one]) in figures or source.period is None for one in mine)


def wanted_type(scheme: Scheme, name: str) -> str:
    """The type of a fact's cells: number, truth, text or date."""
    stem, dot, _ = name.partition(".")
    fact = scheme.facts.get(stem)
    kind = fact.type if fact is not None and not dot else ValueType.NUMBER
    return {ValueType.NUMBER: "number", ValueType.TRUTH: "truth", ValueType.TEXT: "text"}.get(kind, "date")
