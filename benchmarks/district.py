"""A district's scheme as the language writes it: 100 items of six rules in 20 dimensions, full marks, two roundings."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

from kaoping import Absence, Filed, Organisation, Period, Scheme, Tables, read_scheme_text

YEAR = Period.parse("2026")
ITEMS, DIMENSIONS = 100, 20
COMPLETION: dict[str, object] = {"target": "agreed", "cap": "1.2", "zero_target": "refuse"}
RULES: tuple[dict[str, object], ...] = (
    {"completion": COMPLETION},
    {"min_max": {"flat": "full"}},
    {"efficacy": {"base": 60, "span": 40, "best": 100, "worst": 40}},
    {"rank": {"form": "linear", "ties": "mean"}},
    {"z_score": {"mean": "full / 2", "sd": 1, "flat": "mean"}},
    {
        "bands": [
            {"below": 40, "points": 0},
            {"from": 40, "below": 80, "share": "0.6"},
            {"from": 80, "share": 1},
        ]
    },
)


def scheme(target: int | None = None, weighed: bool = False) -> Scheme:
    """The scheme, read. `target`: one for everybody in the place of the agreed ones; `weighed`: dimensions are averages by
    weights in the place of sums."""
    completion = {"completion": COMPLETION if target is None else {**COMPLETION, "target": target}}
    rules = (completion, *RULES[1:])
    weights = [{"weight": 4 + i % 5} if weighed else {} for i in range(ITEMS)]
    items = [{f"x{i}": {"full": 1 + i % 3, "rule": rules[i % 6], **weights[i]}} for i in range(ITEMS)]
    size, how = ITEMS // DIMENSIONS, {"combine": "arithmetic"} if weighed else {}
    tree = [
        {f"d{d}": {"title": f"d{d}", **how, "items": items[d * size : (d + 1) * size]}}
        for d in range(DIMENSIONS)
    ]
    return read_scheme_text(json.dumps({
        "schema": "kaoping-scheme/1", "id": "district", "title": "district", "every": "year",
        "rounding": {"places": 2, "at": ["item", "total"]},
        "groups": {"units": {"title": "units", "of": {"kind": "unit"}}},
        "facts": {f"x{i}": {"title": f"x{i}"} for i in range(ITEMS)},
        "defaults": {"missing": "zero", "not_applicable": "rescale", "undefined": "zero"},
        "tree": tree,
    }))  # fmt: skip


def tables(organisations: int, seed: int = 1) -> Tables:
    """Figures from a seed: one in ten does not apply, one in twenty is missing."""
    draw = Random(seed)
    units = tuple(Organisation(f"u{i:06d}", f"u{i}", "unit") for i in range(organisations))
    filed = []
    for unit in units:
        for i in range(ITEMS):
            away = draw.random()
            if i % 6 == 0:
                filed.append(Filed(unit.key, f"x{i}.target", Fraction(draw.randint(500, 1500), 10), YEAR))
            if away < 0.1:
                filed.append(Filed(unit.key, f"x{i}", Absence.NOT_APPLICABLE, YEAR))
            elif away > 0.15:
                filed.append(Filed(unit.key, f"x{i}", Fraction(draw.randint(2_000, 12_000), 100), YEAR))
    return Tables(units, tuple(filed))
