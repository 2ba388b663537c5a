"""Schemes for the tests of their workbooks, and how two schemes are held against each other."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from kaoping import read_scheme_text
from kaoping.errors import KaopingError, Place
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Scheme
from kaoping.sheets import read_scheme_book, write_scheme_book

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo" / "scheme.yaml"
FILES = (DEMO, *(one for one in sorted((ROOT / "examples").rglob("*.yaml")) if "columns" not in one.name))
SMALL = """
schema: kaoping-scheme/1
id: small
title: {zh: 小方案, en: A small scheme}
version: 2
every: year
rounding: {places: 2, at: [item, total]}
defaults: {missing: zero}
groups:
  towns: {title: {zh: 乡镇, en: Towns}, of: {kind: town}}
  offices: {title: {zh: 部门, en: Offices}, of: {kind: office}}
suppliers:
  bureau: {zh: 统计局, en: Statistics}
facts:
  output: {title: {zh: 产值, en: Output}, unit: 亿元, from: bureau}
  late: {title: {zh: 迟报, en: Late}, unit: 次, from: bureau, better: lower}
constants:
  share: {title: 比例, is: {towns: 20%, offices: 0.25}}
tree:
  - economy:
      title: {zh: 经济, en: Economy}
      full: {towns: 60, offices: 40}
      items:
        - output: {full: {towns: 60, offices: 40}, rule: {completion: {target: agreed, cap: 1.2}}, then: [{times: 0.9}, {at_most: full}]}
  - order:
      title: {zh: 纪律, en: Order}
      full: {towns: 40, offices: 60}
      items:
        - late: {full: {towns: 40, offices: 60}, rule: {deduct: {for: {late: 2}, low: 0}}}
grades:
  good: {title: {zh: 良好, en: Good}, floor: 80}
  rest: {title: {zh: 一般, en: Fair}}
"""


def small() -> Scheme:
    return read_scheme_text(SMALL)


def bare(one: object) -> object:
    """A scheme, or part of one, without where it stands and the digest of its file."""
    if isinstance(one, Place):
        return None
    if dataclasses.is_dataclass(one) and not isinstance(one, (type, FormulaNode)):
        kept = (field.name for field in dataclasses.fields(one) if field.name not in ("digest", "place"))
        return type(one).__name__, {name: bare(getattr(one, name)) for name in kept}
    if isinstance(one, Mapping):
        return {key: bare(each) for key, each in one.items()}
    return tuple(map(bare, one)) if isinstance(one, tuple) else one


def back(content: bytes) -> Scheme:
    return read_scheme_text(read_scheme_book(content))


def edited(content: bytes, *changes: Any) -> bytes:
    """The workbook as openpyxl leaves it after each change has had it in hand."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for change in changes:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(sheet: Worksheet, key: str, path: str) -> Any:
    """The cell in the row of that key and the column of that small print."""
    heads = {cell.value: cell.column for cell in sheet[4]}
    row = next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, heads["key"]).value == key)
    return sheet.cell(row, heads[path])


def put(sheet: str, key: str, path: str, value: object) -> Any:
    """A change: that value into that cell."""

    def change(book: Any) -> None:
        cell_of(book[sheet], key, path).value = value

    return change


def problems(*changes: Any, scheme: Scheme | None = None) -> list[tuple[str, str, str]]:
    """(sheet, cell, code) of every problem after the changes."""
    content = edited(write_scheme_book(scheme or small()), *changes)
    try:
        read_scheme_book(content)
    except KaopingError as error:
        return [(one.place.sheet, one.place.cell, one.code) for one in error.problems]
    return []
