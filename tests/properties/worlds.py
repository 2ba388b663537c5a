"""Small schemes and tables for property tests."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping import Filed, Organisation, Period, Tables, read_scheme_text
from kaoping.scheme.model import Scheme
from kaoping.tables import Cell

YEAR = Period.parse("2026")
LAST_YEAR = Period.parse("2025")


def one_item(rule: str, better: str = "higher", more: str = "") -> Scheme:
    """A scheme of one item `x`, full mark 20, without rounding; `more` is further top-level text."""
    return read_scheme_text(
        f"""
schema: kaoping-scheme/1
id: one
title: 一项
rounding: none
groups: {{units: {{of: everyone}}}}
facts:
  x: {{title: 数, better: {better}}}
defaults: {{missing: zero, not_applicable: rescale, undefined: zero}}
tree:
  x: {{full: 20, rule: {rule}}}
{more}
"""
    )


def values(fact: str, cells: Mapping[str, Cell], period: Period = YEAR) -> tuple[Filed, ...]:
    """One fact filed for several organisations."""
    return tuple(Filed(key, fact, cell, period) for key, cell in cells.items())


def bodies(*keys: str, kind: str = "unit") -> tuple[Organisation, ...]:
    """Organisations of one kind."""
    return tuple(Organisation(key, key.upper(), kind) for key in keys)


def table(cells: Mapping[str, Fraction], target: Fraction = Fraction(10)) -> Tables:
    """x for everyone, with the same target and last year's figure."""
    rows = values("x", cells)
    rows += values("x.target", dict.fromkeys(cells, target))
    rows += values("x", dict.fromkeys(cells, target), LAST_YEAR)
    return Tables(bodies(*cells), rows)
