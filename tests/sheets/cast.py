"""The fixed cast of the tests of tables: who is assessed, what is expected, and how a clerk's workbook is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import xlsxwriter

from kaoping.errors import Problem, Severity
from kaoping.periods import Cadence, Period
from kaoping.sheets import Expected, ExpectedEvent, ExpectedFact
from kaoping.tables import Organisation, Tables

ANPING = Organisation("anping", "安平镇", "township", "yunlan")
BINCHENG = Organisation("bincheng", "滨城街道", "subdistrict", "yunlan")
INVESTMENT = ExpectedFact(
    "investment",
    frozenset({"固定资产投资", "Fixed investment"}),
    unit="亿元",
    low=Fraction(0),
    high=Fraction(1000),
)
RATE = ExpectedFact("rate", frozenset({"办结率"}), unit="%", cadence=Cadence.QUARTER, decimals=1)
OPEN = ExpectedFact("open", frozenset({"是否公开"}), kind="truth")
MORALE = ExpectedFact("morale", frozenset({"民主测评"}), unit="分")
AREA = ExpectedFact("area", frozenset({"面积"}), unit="平方公里", has_period=False)
HONOURS = ExpectedEvent(
    "honours", frozenset({"加分奖项"}), {"national": frozenset({"国家级"}), "city": frozenset({"市级"})}
)
ACCIDENT = ExpectedEvent("accident", frozenset({"重大安全责任事故"}))
EXPECTED = Expected(
    (INVESTMENT, RATE, OPEN, MORALE, AREA), (HONOURS, ACCIDENT), (ANPING, BINCHENG), Period.parse("2026-Q3")
)
NOBODY = Expected(EXPECTED.facts, EXPECTED.events, (), Period.parse("2026"))

Rows = Sequence[Sequence[object]]


def book(path: Path, merged: Mapping[str, str] = {}, **sheets: Rows) -> Path:
    """A workbook of these sheets; `merged`: ranges of the first sheet with their text."""
    with xlsxwriter.Workbook(path) as workbook:
        centred = workbook.add_format({"align": "center"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)  # type: ignore[arg-type]
                    elif cell is not None:
                        sheet.write(number, column, cell)
        for cells, text in merged.items():
            workbook.worksheets()[0].merge_range(cells, text, centred)
    return path


def values(tables: Tables) -> set[tuple[str, str, str, object]]:
    return {(filed.organisation, filed.fact, str(filed.period or ""), filed.value) for filed in tables.filed}


def codes(problems: Sequence[Problem], *severities: Severity) -> list[tuple[str, str]]:
    kept = severities or (Severity.ERROR, Severity.WARNING)
    return [(problem.code, problem.place.cell) for problem in problems if problem.severity in kept]
