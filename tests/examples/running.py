"""Scoring an example as a clerk would: a scheme file, the published table, and which column is what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kaoping import Scorecard, score
from kaoping.errors import Severity
from kaoping.scheme.model import Scheme
from kaoping.sheets import Expected, ExpectedFact, read_tables

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples" / "indices"


def scored(scheme: Scheme, table: Path, columns: Mapping[str, str], period: str) -> Scorecard:
    """The scorecard of one period; every column of the table must be told or be a fact of the scheme."""
    expected = Expected(tuple(ExpectedFact(key) for key in scheme.facts))
    tables, problems = read_tables([table], expected, columns=columns, constants={"period": period})
    worse = [one for one in problems if one.severity is not Severity.NOTE]
    assert worse == [], worse
    return score(scheme, tables, period)
