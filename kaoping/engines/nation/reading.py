"""Parquet into arrays, a group of rows at a time: nothing of the size of a file is ever held, and no value becomes an
object of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaoping.engines.columnar.judge import cell_at
from kaoping.engines.columnar.parts import NUMBER, Part, Vocabulary
from kaoping.engines.nation.checking import Checks, named
from kaoping.engines.nation.filings import ArrayFilings, Figure
from kaoping.engines.nation.held import NOT_FILED, Batch, DoesNotFitError, Rows
from kaoping.engines.nation.numbers import NoCellsError, cells, flat, statuses, with_absences
from kaoping.engines.nation.sources import ABOUT, STATUS, Source, may_hold, opened, problem, stands_alone
from kaoping.errors import Problem, TableError, Words
from kaoping.periods import Period
from kaoping.scheme.model import Runs, Scheme
from kaoping.tables import Cell, Organisation

Progress = Callable[[int, int], None]


# organisations ---------------------------------------------------------------------------------------


def organisations_of(sources: Iterable[Source]) -> tuple[Organisation, ...]:
    """The organisations the files list. Raises TableError."""
    found: list[Organisation] = []
    for source in sources:
        if source.attributes is not None:
            found += _listed(source)
    return tuple(found)


def _listed(source: Source) -> Iterator[Organisation]:
    names = [one for one in (*("organisation", *ABOUT), *(source.attributes or ())) if source.has(one)]
    table = opened(source.path).read(columns=names)
    keys = _texts(table["organisation"])
    about = {one: _texts(table[one]) if source.has(one) else [""] * len(keys) for one in ABOUT}
    attributes = {one: _attribute(source, one, table[one]) for one in source.attributes or ()}
    if "" in keys:
        row = keys.index("")
        raise TableError(
            problem(
                source.path,
                "no-key",
                f"第 {row + 1} 行没有单位编码。",
                f"row {row + 1} has no key of an organisation.",
            )
        )
    nothing: Mapping[str, Cell] = {}
    for row, key in enumerate(keys):
        own = {name: cell for name, column in attributes.items() if (cell := column[row]) is not None}
        title, kind, parent = (about[one][row] for one in ABOUT)
        yield Organisation(key, title, kind, parent, own or nothing)


def _texts(column: Any) -> list[str]:
    return [one or "" for one in flat(column).cast(pa.string()).to_pylist()]


def _attribute(source: Source, name: str, column: Any) -> list[Cell | None]:
    words = Vocabulary()
    try:
        batch = cells(column, words)
    except NoCellsError as wrong:
        raise TableError(_no_cell(source, name, wrong)) from None
    part = Part(batch.status, batch.whole, batch.den, codes=batch.codes)
    known: dict[int, Fraction] = {}
    found: list[Cell | None] = []
    for row, (status, whole) in enumerate(zip(batch.status.tolist(), batch.whole.tolist(), strict=True)):
        if status == NOT_FILED:
            found.append(None)
        elif status == NUMBER:
            found.append(known.get(whole) or known.setdefault(whole, Fraction(whole, batch.den)))
        else:
            found.append(cell_at(part, row, words))
    return found


# values ----------------------------------------------------------------------------------------------


class Reader:
    """Reads the figures asked for, of the organisations asked for, and gathers every fault it meets."""

    def __init__(self, scheme: Scheme, keys: Any, filings: ArrayFilings, wanted: set[Figure]) -> None:
        """`keys`: the keys of all organisations as an array of Arrow."""
        self.scheme, self.keys, self.filings, self.wanted = scheme, keys, filings, wanted
        self.names = {name for name, _ in wanted}
        self.to_part = _positions(keys, filings.keys)
        self.problems: list[Problem] = []
        self.checks = Checks(scheme, filings)
        self.unread: dict[str, None] = {}

    def read(self, sources: Sequence[Source], progress: Progress | None = None) -> None:
        """Every file. Raises TableError with every fault; `progress` hears of groups of rows."""
        files = [(one, opened(one.path)) for one in sources if self._concerns(one)]
        total, done = sum(file.num_row_groups for _, file in files), 0
        for source, file in files:
            for group in range(file.num_row_groups):
                self._group(source, file, group)
                done += 1
                if progress is not None:
                    progress(done, total)
        faults = [*self.problems, *self.checks.faults()]
        if faults:
            raise TableError(dict.fromkeys(faults))

    def _concerns(self, source: Source) -> bool:
        return may_hold(self.scheme, source, self.wanted)

    def _group(self, source: Source, file: Any, group: int) -> None:
        try:
            if source.form == "long":
                self._long(source, file.read_row_group(group, columns=[c for c in _LONG if source.has(c)]))
            else:
                self._wide(source, file, group)
        except NoCellsError as wrong:
            self.problems.append(_no_cell(source, f"{source.path.name}[{group}]", wrong))
        except (DoesNotFitError, pa.ArrowInvalid) as wrong:
            self.problems.append(
                problem(
                    source.path, "too-long", "数太长，64 位放不下。", f"numbers too long for 64 bits. {wrong}"
                )
            )

    # wide ---------------------------------------------------------------------------------------------

    def _wide(self, source: Source, file: Any, group: int) -> None:
        head = [one for one in ("organisation", "period", "source", "vintage") if source.has(one)]
        facts = [one for one in source.facts if one in self.names]
        away = [f"{one}{STATUS}" for one in facts if source.has(f"{one}{STATUS}")]
        table = file.read_row_group(group, columns=[*head, *facts, *away])
        rows = self._rows(source, table["organisation"])
        for period, voice, chosen in self._told(source, table):
            at = rows if chosen is None else rows[chosen]
            here = at >= 0
            for name in facts:
                figure = (name, self._period(source, name, period))
                if figure in self.wanted:
                    batch = self._cells(source, table, name)
                    batch = batch if chosen is None else batch.at(chosen)
                    self._put(
                        figure, voice, at if here.all() else at[here], batch if here.all() else batch.at(here)
                    )

    def _period(self, source: Source, name: str, period: Period | None) -> Period | None:
        """The period a column's values are of; a fact that has none stands alone where the file tells none."""
        if stands_alone(self.scheme, source, name):
            return None
        fact = self.scheme.facts.get(name.partition(".")[0])
        if period is None and fact is not None and fact.runs is not Runs.ONCE:
            self.problems.append(
                problem(source.path, "period-missing", f"“{name}”没有写期间。", f"“{name}” has no period.",
                        Words("加一列 period，或放进 period=2026-03 这样的文件夹。",
                              "add a column period, or put the file into a folder such as period=2026-03."))
            )  # fmt: skip
        return period

    def _cells(self, source: Source, table: Any, name: str) -> Batch:
        try:
            batch = cells(table[name], self.filings.vocabulary)
            if f"{name}{STATUS}" in table.column_names:
                batch = with_absences(batch, statuses(table[f"{name}{STATUS}"]))
        except NoCellsError as wrong:
            raise NoCellsError(wrong.row, f"{name}: {wrong.value}") from None
        return batch

    def _told(self, source: Source, table: Any) -> Iterator[tuple[Period | None, tuple[str, int], Any]]:
        """The rows by period, source and vintage; None for all of them."""
        keys, codes = _combined(table, [one for one in ("period", "source", "vintage") if source.has(one)])
        for number, key in enumerate(keys):
            period = self._parsed(source, key["period"]) if "period" in key else source.period
            voice = (str(key.get("source") or ""), int(str(key.get("vintage") or 1)))
            yield period, voice, None if len(keys) == 1 else np.flatnonzero(codes == number)

    def _parsed(self, source: Source, text: object) -> Period | None:
        if text in (None, ""):
            return None
        try:
            return Period.parse(str(text))
        except ValueError:
            self.problems.append(
                problem(source.path, "period", f"“{text}”不是期间。", f"“{text}” is not a period.",
                        Words("写 2026、2026-H1、2026-Q3 或 2026-09。", "write 2026, 2026-H1, 2026-Q3 or 2026-09."))
            )  # fmt: skip
            return None

    # long ---------------------------------------------------------------------------------------------

    def _long(self, source: Source, table: Any) -> None:
        rows = self._rows(source, table["organisation"])
        batch = cells(table["value"], self.filings.vocabulary)
        if source.has("text"):
            batch = _either(batch, cells(table["text"], self.filings.vocabulary))
        if source.has("status"):
            batch = with_absences(batch, statuses(table["status"]))
        names = [one for one in ("fact", "period", "source", "vintage") if source.has(one)]
        keys, codes = _combined(table, names)
        order = np.argsort(codes, kind="stable")
        ends = np.searchsorted(codes[order], np.arange(len(keys) + 1))
        for number, key in enumerate(keys):
            chosen = order[ends[number] : ends[number + 1]]
            self._of_figure(source, key, rows[chosen], batch.at(chosen))

    def _of_figure(self, source: Source, key: Mapping[str, object], rows: Rows, batch: Batch) -> None:
        name = str(key["fact"])
        if not self._is_known(source, name):
            return
        period = self._parsed(source, key["period"]) if "period" in key else source.period
        figure = (name, self._period(source, name, period))
        if figure in self.wanted:
            voice = (str(key.get("source") or ""), int(str(key.get("vintage") or 1)))
            here = rows >= 0
            self._put(figure, voice, rows[here], batch.at(here))

    def _is_known(self, source: Source, name: str) -> bool:
        stem, dot, _ = name.partition(".")
        if stem in self.scheme.values and not dot:
            self.problems.append(
                problem(source.path, "sheets-derived", f"“{name}”由方案算出，不能填报。", f"“{name}” is derived by the scheme and cannot be filed.")
            )  # fmt: skip
            return False
        known = (
            stem in self.scheme.facts
            or stem in self.scheme.values
            or stem in self.scheme.constants
            or stem == "result"
        )
        if not known:
            self.unread[name] = None
        return known

    # into the arrays ----------------------------------------------------------------------------------

    def _rows(self, source: Source, column: Any) -> Rows:
        """Where each row's organisation stands in the arrays; -1 for those of other parts."""
        array = flat(column).cast(self.keys.type)
        at = pc.index_in(array, value_set=self.keys)
        if at.null_count:
            unknown = pc.unique(array.filter(at.is_null())).to_pylist()
            self.problems.append(
                problem(source.path, "organisation-unknown",
                        f"单位表中没有 {named(unknown, 'zh')}。", f"not among the organisations: {named(unknown, 'en')}.",
                        Words("在单位表中补上，或删去这些行。", "add them to the organisations, or take their rows out."))
            )  # fmt: skip
        found: Rows = self.to_part[at.fill_null(len(self.keys)).to_numpy(zero_copy_only=False)]
        return found

    def _put(self, figure: Figure, voice: tuple[str, int], rows: Rows, batch: Batch) -> None:
        self.checks.cells(figure, rows, batch)
        self.checks.twice(figure, self.filings.into(figure, voice).put(rows, batch))


_LONG = ("organisation", "fact", "period", "value", "status", "text", "source", "vintage")


def _positions(keys: Any, part: Sequence[str]) -> Rows:
    """For each of all organisations its place in the part, -1 where it has none; one more for nobody."""
    found = np.full(len(keys) + 1, -1, np.int64)
    at = pc.index_in(pa.array(part, keys.type), value_set=keys).to_numpy(zero_copy_only=False)
    found[at.astype(np.int64)] = np.arange(len(part))
    return found


def _combined(table: Any, names: Sequence[str]) -> tuple[list[dict[str, object]], Any]:
    """The different combinations of some columns, and which of them each row has."""
    codes = np.zeros(table.num_rows, np.int64)
    words: list[list[object]] = []
    for name in names:
        encoded = flat(table[name]).dictionary_encode()
        here = [*encoded.dictionary.to_pylist(), None]
        at = encoded.indices.fill_null(len(here) - 1).to_numpy(zero_copy_only=False)
        codes = codes * len(here) + at
        words.append(here)
    if not names:
        return [{}], codes
    kinds, found = np.unique(codes, return_inverse=True)
    keys = []
    for kind in kinds.tolist():
        key = {}
        for name, here in zip(reversed(names), reversed(words), strict=True):
            kind, at = divmod(kind, len(here))
            key[name] = here[at]
        keys.append(key)
    return keys, found


def _either(numbers: Batch, words: Batch) -> Batch:
    """A number or a word. Raises NoCellsError where a row has both."""
    both = np.flatnonzero((numbers.status != NOT_FILED) & (words.status != NOT_FILED))
    if both.size:
        raise NoCellsError(int(both[0]), "?")
    status = np.where(words.status != NOT_FILED, words.status, numbers.status)
    return Batch(status, numbers.whole, numbers.den, words.codes)


def _no_cell(source: Source, name: str, wrong: NoCellsError) -> Problem:
    return problem(
        source.path, "no-cell", f"{name}：第 {wrong.row + 1} 行“{wrong.value}”不能作值（小数至多九位，64 位以内）。",
        f"{name}: “{wrong.value}” in row {wrong.row + 1} is no value (nine decimals at most, within 64 bits).",
    )  # fmt: skip
