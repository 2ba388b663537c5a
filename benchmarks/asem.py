"""The ASEM index as COINr's example has it: 49 indicators of 51 countries, 8 pillars, 2 sub-indices, one index.

Best and worst of all countries between 0 and 100, weighted means all the way up, what is missing left out; indicators are
not divided by their denominators. The tables are not part of the repository: `folder` says where they are looked for.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np

from kaoping import Filed, Organisation, Period, Scheme, Tables, read_scheme_text
from kaoping.engines.columnar.tiles import MISSING, Item, Rule, TileProblem, Tiles

YEAR = Period.parse("2018")
MEAN = {"arithmetic": {"missing_members": "leave_out", "at_least": 0, "counted_by": "share"}}
MIN_MAX = {"min_max": {"low": 0, "high": 100, "flat": "missing"}}
Row = dict[str, str]


def folder() -> Path:
    """Where raw.csv and meta.csv are: data/asem in KAOPING_SHARED, which is ../shared if not set."""
    root = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("KAOPING_SHARED", root.parent / "shared")) / "data" / "asem"


@dataclass(frozen=True)
class Asem:
    """Countries by their codes, as COINr orders them; `meta` a row an indicator or node."""

    raw: Sequence[Row]
    meta: Sequence[Row]

    @classmethod
    def read(cls, data: Path) -> Asem:
        """Both tables."""
        raw, meta = (_rows(data / name) for name in ("raw.csv", "meta.csv"))
        return cls(sorted(raw, key=lambda one: one["uCode"]), [one for one in meta if one["Level"]])

    def below(self, *parents: str) -> list[Row]:
        """The members of nodes, node by node."""
        return [row for parent in parents for row in self.meta if row["Parent"] == parent]

    @cached_property
    def levels(self) -> tuple[list[Row], list[Row], list[Row]]:
        """Indicators, pillars and sub-indices; the members of a node stand together."""
        third = self.below("Index")
        second = self.below(*(one["iCode"] for one in third))
        return self.below(*(one["iCode"] for one in second)), second, third

    @property
    def scheme(self) -> Scheme:
        """The index as the language of schemes writes it."""
        facts = {one["iCode"]: {"title": one["iName"]} for one in self.levels[0]}
        return read_scheme_text(json.dumps({
            "schema": "kaoping-scheme/1", "id": "asem", "title": "ASEM", "every": "year", "rounding": "none",
            "defaults": {"missing": "missing"}, "groups": {"countries": {"title": "countries", "of": "everyone"}},
            "facts": facts, "combine": MEAN, "tree": [self._node(one) for one in self.levels[2]],
        }))  # fmt: skip

    def _node(self, row: Row) -> dict[str, object]:
        said: dict[str, object] = {"weight": row["Weight"]}
        if row["Level"] == "1":
            better = "higher" if row["Direction"] == "1" else "lower"
            said |= {"of": row["iCode"], "better": better, "rule": MIN_MAX}
        else:
            said |= {"combine": MEAN, "items": [self._node(one) for one in self.below(row["iCode"])]}
        return {row["iCode"]: said}

    @property
    def tables(self) -> Tables:
        """The indicators, exactly as written."""
        countries = tuple(Organisation(row["uCode"], row["uName"], "country") for row in self.raw)
        keys = [one["iCode"] for one in self.levels[0]]
        filed = [Filed(r["uCode"], k, Fraction(r[k]), YEAR) for r in self.raw for k in keys if r[k]]
        return Tables(countries, tuple(filed))

    @property
    def problem(self) -> TileProblem:
        """The same tree for tiles; totals to eight decimals."""
        items, second, third = self.levels
        item, dimension, category = (
            np.array([[1000 * int(one["Weight"]) for one in level]]) for level in self.levels
        )
        at, above = ({row["iCode"]: n for n, row in enumerate(level)} for level in (second, third))
        made = tuple(
            Item(
                row["iCode"], Rule.MIN_MAX, at[row["Parent"]], row["Direction"] == "-1", missing_is_zero=False
            )
            for row in items
        )
        return TileProblem(
            made, tuple(above[row["Parent"]] for row in second), item, dimension, category, places=8
        )

    @property
    def tiles(self) -> Tiles:
        """Every indicator on a grid of 2³¹ steps from its lowest to its highest: tiles hold 32 bits."""
        values = np.array([[float(row[one["iCode"]] or "nan") for row in self.raw] for one in self.levels[0]])
        low, high = np.nanmin(values, axis=1, keepdims=True), np.nanmax(values, axis=1, keepdims=True)
        steps = np.rint((values - low) / (high - low) * (2.0**31 - 1)) - 2.0**30
        whole = np.where(np.isnan(values), float(MISSING), steps).astype(np.int32)
        none, size = np.zeros(len(self.raw), np.int32), len(self.raw)
        return Tiles.of(whole, np.empty((0, size), np.int32), none, none, none > 0, np.array([0, size]))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
