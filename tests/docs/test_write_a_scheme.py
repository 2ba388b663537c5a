"""The scheme of the how-to page is read, checked and scored as the page says."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

from kaoping import Filed, Happening, Organisation, Period, Scheme, Tables, check, read_scheme_text, score
from kaoping.errors import Severity

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/write-a-scheme.md"
YEAR, BEFORE = Period.parse("2026"), Period.parse("2025")


def scheme() -> Scheme:
    """The one YAML block of the page."""
    (source,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    return read_scheme_text(source)


def test_the_scheme_of_the_page_leaves_nothing_open() -> None:
    assert [one for one in check(scheme()) if one.severity is not Severity.NOTE] == []


def tables() -> Tables:
    """Three townships; c was founded this year, so its growth has no base."""
    rows = []
    for key, now, before, energy, late in (("a", 112, 100, 3, 0), ("b", 106, 100, 5, 2), ("c", 50, 0, 4, 11)):
        rows += [
            Filed(key, "investment", Fraction(now), YEAR),
            Filed(key, "investment", Fraction(before), BEFORE),
            Filed(key, "energy", Fraction(energy), YEAR),
            Filed(key, "late_reports", Fraction(late), YEAR),
        ]
    bodies = (
        Organisation("a", "甲镇", "township", attributes={"difficulty": Fraction("1.1")}),
        Organisation("b", "乙镇", "township"),
        Organisation("c", "丙镇", "township"),
    )
    honour = Happening(
        "b", "commendation", date(2026, 5, 4), level="city", matter="绿化", document="〔2026〕5号"
    )
    accident = Happening("a", "major_accident", date(2026, 7, 1))
    return Tables(bodies, tuple(rows), (honour, accident))


def test_the_scores_are_those_worked_out_by_hand() -> None:
    card = score(scheme(), tables(), "2026")
    points = {
        (key, node): card.by_place[(key, "townships", node)].points
        for key in "abc"
        for node in ("investment_growth", "energy", "late_reports", "honours", "total")
    }
    # Growth: a 12, b 6, mean 9; 40 + 0.5 × 3 = 41.5 held at 40, × 1.1 = 44, held at 40; b 38.5; c has no base.
    assert points[("a", "investment_growth")] == 40 and points[("b", "investment_growth")] == Fraction("38.5")
    # Energy, lower is better: best 3, worst 5: 40, 24, 32; c's is spread over its 80 marks of the dimension.
    assert [points[(key, "energy")] for key in "abc"] == [40, 24, 32]
    assert [points[(key, "late_reports")] for key in "abc"] == [20, 16, 0]
    assert points[("b", "honours")] == 1
    assert [points[(key, "total")] for key in "abc"] == [100, Fraction("79.5"), 64]
    # One third of three townships is no place for excellent; the accident would bar a from it anyway.
    assert [card.by_place[(key, "townships", "total")].grade for key in "abc"] == ["good", "fair", "fair"]
