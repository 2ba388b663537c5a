"""Sheets of events (加减分、否决事项) → `Happening`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from kaoping.errors import TableError
from kaoping.periods import Period
from kaoping.sheets.cells import plain_text, read_date, read_number, read_text
from kaoping.sheets.expected import Expected, ExpectedEvent
from kaoping.sheets.findings import Findings, nearest
from kaoping.sheets.grids import Raw
from kaoping.sheets.organisations_in import Directory
from kaoping.sheets.periods_in import read_period
from kaoping.sheets.row_told import Sheet
from kaoping.sheets.rows import table_rows
from kaoping.sheets.words import normal
from kaoping.tables import Happening

_SHARES = {
    "lead": {"lead", "牵头", "牵头单位", "主办", "是"},
    "co": {"co", "配合", "协办", "参与", "配合单位", "否"},
}


def read_events(
    sheet: Sheet, expected: Expected, directory: Directory, findings: Findings
) -> list[Happening]:
    """Every event of the sheet; a row with a problem is left out and named."""
    found = []
    for row, raw in table_rows(
        sheet.grid, sheet.header, lambda cell: directory.find(cell) is not None, findings
    ):
        happening = _Row(sheet, row, findings).happening(raw, expected, directory)
        if happening is not None:
            found.append(happening)
    return found


class _Row:
    """One row of events, read cell by cell; `failed` once a cell could not be read."""

    def __init__(self, sheet: Sheet, row: int, findings: Findings) -> None:
        self.sheet, self.row, self.findings, self.failed = sheet, row, findings, False

    def index(self, role: str) -> int:
        column = self.sheet.header.of(role)
        return column.index if column else 0

    def raw(self, role: str) -> Raw:
        column = self.sheet.header.of(role)
        raw = self.sheet.grid.shown(self.row, column.index) if column else None
        return raw if plain_text(raw) else self.sheet.constants.get(role)

    @property
    def called(self) -> str:
        """The event as the clerk calls it."""
        return plain_text(self.raw("event"))

    def fail(self, role: str, code: str, what: tuple[str, str], mend: tuple[str, str]) -> None:
        self.failed = True
        self.findings.add(code, self.sheet.grid.place(self.row, self.index(role)), what, mend)

    def refuse(self, role: str, error: TableError) -> None:
        self.failed = True
        self.findings.cell(error, self.sheet.grid.place(self.row, self.index(role)))

    def happening(self, raw: Raw, expected: Expected, directory: Directory) -> Happening | None:
        key = directory.find_or_complain(
            raw, self.sheet.grid, self.row, self.index("organisation"), self.findings
        )
        event = self._event(expected.events)
        level = self._level(event) if event else ""
        on, amount, count, share = self._on(), self._amount(), self._count(), self._share()
        period = self._period()
        if self.failed or key is None or event is None:
            return None
        texts = [read_text(self.raw(role)) for role in ("matter", "document", "decided_by", "note")]
        place = self.sheet.grid.place(self.row, self.index("event"))
        return Happening(
            key,
            event.key,
            on,
            period,
            level,
            texts[0],
            amount,
            count,
            share,
            texts[1],
            texts[2],
            texts[3],
            place,
        )

    def _event(self, events: Iterable[ExpectedEvent]) -> ExpectedEvent | None:
        name = normal(self.raw("event"))
        events = tuple(events)
        found = [event for event in events if normal(event.key) == name]
        found = found or [event for event in events if name in {normal(title) for title in event.titles}]
        if len(found) == 1:
            return found[0]
        text = plain_text(self.raw("event"))
        names = [name for event in events for name in (event.key, *event.titles)]
        zh, en = nearest(text, names)
        known = "、".join(event.key for event in events)
        what = (f"没有事项“{text}”。", f"There is no event “{text}”.")
        self.fail(
            "event", "event-unknown", what, (zh or f"事项有：{known}。", en or f"The events are: {known}.")
        )
        return None

    def _level(self, event: ExpectedEvent) -> str:
        name = normal(self.raw("level"))
        for key, titles in event.levels.items():
            if name in {normal(key), *map(normal, titles)}:
                return key
        known = "、".join(min(titles, default=key) for key, titles in event.levels.items())
        if event.levels and name:
            what = (
                f"“{self.called}”没有级别“{plain_text(self.raw('level'))}”。",
                f"“{self.called}” has no level “{plain_text(self.raw('level'))}”.",
            )
            self.fail(
                "level",
                "level-unknown",
                what,
                (f"级别有：{known}。", f"The levels are: {', '.join(event.levels)}."),
            )
        elif event.levels:
            what = (f"“{self.called}”要填级别。", f"“{self.called}” needs a level.")
            self.fail(
                "level",
                "level-missing",
                what,
                (f"级别有：{known}。", f"The levels are: {', '.join(event.levels)}."),
            )
        return read_text(self.raw("level"))

    def _on(self) -> date | None:
        raw = self.raw("on")
        try:
            return read_date(raw) if raw is not None else None
        except TableError as error:
            self.refuse("on", error)
            return None

    def _period(self) -> Period | None:
        raw = self.raw("period")
        try:
            return read_period(raw, self.sheet.year) if raw is not None else self.sheet.period
        except TableError as error:
            self.refuse("period", error)
            return None

    def _amount(self) -> Fraction | None:
        raw = self.raw("amount")
        if isinstance(raw, str):
            raw = plain_text(raw).removesuffix("分")
        try:
            return read_number(raw) if raw is not None else None
        except TableError as error:
            self.refuse("amount", error)
            return None

    def _count(self) -> int:
        raw = self.raw("count")
        if isinstance(raw, str):
            raw = plain_text(raw).removesuffix("次")
        try:
            number = read_number(raw) if raw is not None else Fraction(1)
        except TableError as error:
            self.refuse("count", error)
            return 1
        if number.denominator != 1 or number < 0:
            what = (
                f"次数“{plain_text(raw)}”不是整数。",
                f"The count “{plain_text(raw)}” is no whole number.",
            )
            self.fail("count", "count", what, ("填整数。", "Enter a whole number."))
        return int(number)

    def _share(self) -> str:
        name = plain_text(self.raw("share")).lower()
        for share, words in _SHARES.items():
            if name in words:
                return share
        if name:
            what = (f"“{name}”不是“牵头”或“配合”。", f"“{name}” is neither lead nor co.")
            self.fail("share", "share", what, ("填“牵头”或“配合”。", "Enter lead or co."))
        return ""
