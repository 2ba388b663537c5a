"""The district is complete, everybody belongs where he should, and the seed alone decides."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import demo
from kaoping import Organisation, Scheme, Tables
from kaoping.plan.membership import members
from kaoping.scorecard import digest_of
from kaoping.tables import Absence

ROOT = Path(demo.__file__).resolve().parent.parent


def of_kind(tables: Tables, *kinds: str) -> list[Organisation]:
    return [one for one in tables.organisations if one.kind in kinds]


def test_the_district_has_the_bodies_it_should(tables: Tables) -> None:
    count = Counter(one.kind for one in tables.organisations)
    assert count["subdistrict"] + count["town"] + count["rural"] == 17
    assert (count["district"], count["zone"], count["department"], count["enterprise"]) == (1, 1, 60, 10)
    assert (count["village"], count["community"]) == (272, 48)


def test_every_village_and_community_belongs_to_a_township(tables: Tables) -> None:
    towns = {one.key for one in of_kind(tables, "subdistrict", "town", "rural")}
    below = of_kind(tables, "village", "community")
    assert {one.parent for one in below} == towns
    assert all(one.key.startswith(f"{one.parent}_") for one in below)


def test_everybody_else_belongs_to_the_district(tables: Tables) -> None:
    others = of_kind(tables, "subdistrict", "town", "rural", "zone", "department", "enterprise")
    assert {one.parent for one in others} == {"yunlan"}


def test_no_key_and_no_name_is_used_twice(tables: Tables) -> None:
    for names in ([one.key for one in tables.organisations], [one.title for one in tables.organisations]):
        assert len(names) == len(set(names))


def test_every_body_races_in_exactly_one_track(scheme: Scheme, tables: Tables) -> None:
    who = members(scheme, tables.organisations)
    racing = Counter(key for keys in who.values() for key in keys)
    assert set(racing.values()) == {1}
    assert {one.key for one in tables.organisations} - set(racing) == {"yunlan"}


def test_no_value_is_a_float(tables: Tables) -> None:
    cells = [one.value for one in tables.filed]
    cells += [cell for one in tables.organisations for cell in one.attributes.values()]
    assert {type(cell) for cell in cells} <= {Fraction, Absence, str}


def test_every_value_keeps_to_the_bounds_and_decimals_of_its_fact(scheme: Scheme, tables: Tables) -> None:
    for one in tables.filed:
        fact = scheme.facts.get(one.fact.partition(".")[0])
        if fact is None or not isinstance(one.value, Fraction):
            continue
        where = (one.organisation, one.fact, one.period, one.value)
        assert fact.decimals is None or (one.value * 10**fact.decimals).denominator == 1, where
        assert fact.low is None or one.value >= fact.low, where
        assert fact.high is None or one.value <= fact.high, where


def test_every_fact_is_filed_for_those_it_is_asked_of_and_nobody_else(scheme: Scheme, tables: Tables) -> None:
    who = members(scheme, tables.organisations)
    asked = {
        (key, fact.key)
        for fact in scheme.facts.values()
        for group in (fact.groups or scheme.groups)
        for key in who[group]
    }
    filed = {(one.organisation, one.fact) for one in tables.filed if one.fact in scheme.facts}
    never = {("qingya", "fire_standard"), ("songdun", "burden_relief"), ("supply_coop", "burden_relief")}
    assert filed - asked == set()
    assert asked - filed == never


def written(folder: Path, hash_seed: str, seed: int = demo.SEED) -> dict[str, bytes]:
    """The files of the demo, written by another process."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "demo", "--seed", str(seed), "--write", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_builds_are_equal_byte_for_byte_in_two_processes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a", "1"), written(tmp_path / "b", "77")
    assert len(first) == 6
    assert first == second


def test_another_seed_gives_another_year(tables: Tables) -> None:
    assert digest_of(demo.build(1)) != digest_of(tables) == digest_of(demo.build())


def test_the_year_has_gaps_corrections_late_values_and_two_sources_that_disagree(tables: Tables) -> None:
    absences = Counter(one.value for one in tables.filed if isinstance(one.value, Absence))
    assert absences[Absence.NOT_APPLICABLE] > 100 and absences[Absence.PENDING] == 6
    later = [one for one in tables.filed if one.vintage == 2]
    assert len(later) == 6 and all(one.note for one in later)
    assert sum(one.note.startswith("更正") for one in later) == 3
    said = {
        one.source: one.value
        for one in tables.filed
        if (one.organisation, one.fact, str(one.period)) == ("anping", "investment", "2026-12")
    }
    assert said["development_reform"] - said["statistics"] == Fraction("1.68")  # type: ignore[operator]
