"""What must not move a score: the order of rows, other tracks, the process, hashing, locale, time zone."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kaoping import Absence, Filed, Happening, Organisation, Scorecard, Tables, read_scheme_text, score
from kaoping.scheme.model import Scheme
from tests.properties.worlds import YEAR

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """
schema: kaoping-scheme/1
id: invariance
title: 不变
rounding: {places: 2, at: [item, total]}
ranking: {on: rounded, ties: share_best, then: [points(b)]}
groups:
  towns: {title: 乡镇, of: {kind: town}}
  villages: {title: 村, of: {kind: village}}
facts:
  a: {title: 甲}
  b: {title: 乙, better: lower}
  c: {title: 丙}
defaults: {missing: zero, not_applicable: spread_to_siblings}
events:
  honour: {title: 表彰, adds: {city: 1, province: 2}, same_matter: highest_once, cap: 3}
tree:
  - main:
      title: 主项
      items:
        - a: {full: 30, rule: {efficacy: {flat: full}}}
        - b: {full: 30, rule: {rank: {form: percent, by: 5%, ties: mean, low: 0}}}
        - c: {full: 40, rule: {to_best: {best_not_positive: zero}}, not_applicable: {group_average: {otherwise: zero}}}
  - bonus: {bonus: true, rule: {events: honour}}
grades:
  good: {title: 良好, quota: {share: 0.3, round: nearest, ties: take_all}}
  rest: {title: 其余}
"""


def scheme() -> Scheme:
    """The scheme of these tests."""
    return read_scheme_text(SOURCE)


def world(seed: int = 7) -> Tables:
    """Twelve towns and eight villages with gaps and events."""
    draw = random.Random(seed)
    towns = [Organisation(f"t{i}", f"镇{i}", "town") for i in range(12)]
    villages = [Organisation(f"v{i}", f"村{i}", "village", f"t{i}") for i in range(8)]
    filed, happened = [], []
    for body in (*towns, *villages):
        for fact in ("a", "b", "c"):
            chance = draw.randrange(10)
            cell = Absence.NOT_APPLICABLE if chance == 0 else Fraction(draw.randrange(1, 2000), 7)
            if chance != 1:
                filed.append(Filed(body.key, fact, cell, YEAR))
        for _ in range(draw.randrange(3)):
            level = draw.choice(["city", "province"])
            happened.append(Happening(body.key, "honour", period=YEAR, level=level, matter=draw.choice("mn")))
    return Tables((*towns, *villages), tuple(filed), tuple(happened))


def test_the_order_of_rows_and_organisations_changes_nothing() -> None:
    tables = world()
    first = score(scheme(), tables, "2026")
    draw = random.Random(1)
    for _ in range(5):
        mixed = Tables(
            tuple(draw.sample(tables.organisations, len(tables.organisations))),
            tuple(draw.sample(tables.filed, len(tables.filed))),
            tuple(draw.sample(tables.happenings, len(tables.happenings))),
        )
        card = score(scheme(), mixed, "2026")
        assert card.canonical() == first.canonical()
        assert card.canonical_steps() == first.canonical_steps()


def lines(card: Scorecard, group: str) -> list[object]:
    """The lines of one track."""
    return [one for one in card.lines if one.group == group]


def test_organisations_of_another_track_change_nothing() -> None:
    tables = world()
    alone = Tables(
        tuple(one for one in tables.organisations if one.kind == "town"),
        tuple(one for one in tables.filed if one.organisation.startswith("t")),
        tuple(one for one in tables.happenings if one.organisation.startswith("t")),
    )
    assert lines(score(scheme(), alone, "2026"), "towns") == lines(score(scheme(), tables, "2026"), "towns")


def test_a_changed_value_does_change_the_bytes() -> None:
    tables = world()
    changed = replace(tables, filed=(replace(tables.filed[0], value=Fraction(1, 3)), *tables.filed[1:]))
    first, second = score(scheme(), tables, "2026"), score(scheme(), changed, "2026")
    assert first.run_id != second.run_id
    assert first.canonical() != second.canonical()


def test_rows_of_another_period_do_not_count() -> None:
    tables = world()
    stray = Filed("t0", "a", Fraction(10**6), YEAR.previous())
    more = replace(tables, filed=(*tables.filed, stray))
    first, second = score(scheme(), tables, "2026"), score(scheme(), more, "2026")
    assert first.lines == second.lines


PROGRAM = """
import hashlib
from kaoping import score
from tests.properties.test_invariance import scheme, world
card = score(scheme(), world(), "2026")
print(hashlib.sha256(card.canonical() + card.canonical_steps()).hexdigest())
"""


@pytest.mark.parametrize(
    "setting", [{"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "4242"}, {"TZ": "Asia/Shanghai", "LC_ALL": "C"}]
)
def test_bytes_repeat_in_another_process(setting: dict[str, str]) -> None:
    import hashlib

    card = score(scheme(), world(), "2026")
    here = hashlib.sha256(card.canonical() + card.canonical_steps()).hexdigest()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **setting}
    there = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
    )
    assert there.stdout.strip() == here
