"""Scoring an example as a clerk would: by the command line, from files to files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaoping.cli import main

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples" / "indices"


@dataclass(frozen=True)
class Outcome:
    """One line of a written scorecard; `points` is None where there are none, `status` says why."""

    points: Fraction | None
    place: Fraction | None
    status: str


Outcomes = Mapping[tuple[str, str], Outcome]


def scored(scheme: Path, table: Path, columns: Path, period: str, out: Path) -> Outcomes:
    """`kaoping score` of one period: what it wrote, by organisation and node."""
    words = ["score", scheme, table, "--columns", columns, "--period", period, "--out", out]
    assert main([*map(str, words), "--format", "json", "--quiet", "--lang", "en"]) == 0
    card = json.loads((out / "scorecard.json").read_text(encoding="utf-8"))
    return {
        (organisation, node): Outcome(_number(points), _number(place), status)
        for organisation, _, node, at, _, points, _, place, _, status in card["lines"]
        if at == period
    }


def _number(text: str | None) -> Fraction | None:
    return None if text is None or text.startswith("!") else Fraction(text)
