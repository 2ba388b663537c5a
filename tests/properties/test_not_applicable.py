"""The not-applicable policies (R26) agree where they must, and differ where they should."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaoping import Absence, Scorecard, Tables, read_scheme_text, score
from tests.properties.worlds import bodies, values

FLAT = """
  - a: {full: FA, rule: as_it_is, not_applicable: POLICY}
  - b: {full: FB, rule: as_it_is, not_applicable: POLICY}
  - c: {full: FC, rule: as_it_is, not_applicable: POLICY}
"""
NESTED = """
  - first:
      items:
        - a: {full: FA, rule: as_it_is, not_applicable: POLICY}
        - b: {full: FB, rule: as_it_is, not_applicable: POLICY}
  - second:
      items:
        - c: {full: FC, rule: as_it_is, not_applicable: POLICY}
        - d: {full: FD, rule: as_it_is, not_applicable: POLICY}
"""
marks = st.integers(1, 60).map(Fraction)
rates = st.integers(0, 100).map(lambda one: Fraction(one, 100))


def total(
    tree: str, policy: str, full: dict[str, Fraction], cells: dict[str, Fraction | Absence]
) -> Fraction:
    """The exact total of unit u."""
    return run(tree, policy, full, {"u": cells}).by_place[("u", "units", "total")].points  # type: ignore[return-value]


def run(
    tree: str, policy: str, full: dict[str, Fraction], units: dict[str, dict[str, Fraction | Absence]]
) -> Scorecard:
    """Score a tree under one policy for all its items."""
    for key, mark in full.items():
        tree = tree.replace("F" + key.upper(), str(mark))
    facts = ", ".join(f"{key}: {{title: {key}}}" for key in full)
    source = f"""
schema: kaoping-scheme/1
id: n
title: 缺项
rounding: none
groups: {{units: {{of: everyone}}}}
facts: {{{facts}}}
defaults: {{missing: refuse}}
tree:{tree.replace("POLICY", policy)}
"""
    rows = tuple(
        row
        for unit, cells in units.items()
        for key, cell in cells.items()
        for row in values(key, {unit: cell})
    )
    return score(read_scheme_text(source), Tables(bodies(*units), rows), "2026")


@given(fa=marks, fb=marks, fc=marks, ra=rates, rb=rates)
def test_in_a_flat_tree_rescaling_spreading_and_the_own_rate_agree(
    fa: Fraction, fb: Fraction, fc: Fraction, ra: Fraction, rb: Fraction
) -> None:
    full = {"a": fa, "b": fb, "c": fc}
    cells: dict[str, Fraction | Absence] = {"a": fa * ra, "b": fb * rb, "c": Absence.NOT_APPLICABLE}
    found = {
        p: total(FLAT, p, full, cells)
        for p in ("rescale", "spread_to_siblings", "own_rate", "{own_rate: all}")
    }
    assert len(set(found.values())) == 1, found
    assert found["rescale"] == (fa * ra + fb * rb) * (fa + fb + fc) / (fa + fb)


@given(fa=marks, fb=marks, fc=marks, fd=marks, ra=rates, rc=rates, rd=rates)
def test_in_a_nested_tree_each_agrees_with_its_own_kind(
    fa: Fraction, fb: Fraction, fc: Fraction, fd: Fraction, ra: Fraction, rc: Fraction, rd: Fraction
) -> None:
    full = {"a": fa, "b": fb, "c": fc, "d": fd}
    cells: dict[str, Fraction | Absence] = {
        "a": fa * ra, "b": Absence.NOT_APPLICABLE, "c": fc * rc, "d": fd * rd,
    }  # fmt: skip
    assert total(NESTED, "rescale", full, cells) == total(NESTED, "{own_rate: all}", full, cells)
    assert total(NESTED, "spread_to_siblings", full, cells) == total(NESTED, "own_rate", full, cells)


@given(fa=marks, fb=marks, fc=marks, ra=rates, rb=rates, rc=rates)
def test_with_nothing_absent_all_policies_agree(
    fa: Fraction, fb: Fraction, fc: Fraction, ra: Fraction, rb: Fraction, rc: Fraction
) -> None:
    full = {"a": fa, "b": fb, "c": fc}
    cells: dict[str, Fraction | Absence] = {"a": fa * ra, "b": fb * rb, "c": fc * rc}
    policies = ("zero", "full", "rescale", "spread_to_siblings", "leave_out", "group_average", "own_rate")
    assert {total(FLAT, one, full, cells) for one in policies} == {fa * ra + fb * rb + fc * rc}


@given(ra=rates, rb=rates, shared=rates)
def test_the_average_of_equals_is_theirs(ra: Fraction, rb: Fraction, shared: Fraction) -> None:
    full = {"a": Fraction(40), "b": Fraction(30), "c": Fraction(30)}
    mine: dict[str, Fraction | Absence] = {"a": 40 * ra, "b": 30 * rb, "c": Absence.NOT_APPLICABLE}
    theirs: dict[str, Fraction | Absence] = {"a": Fraction(0), "b": Fraction(0), "c": 30 * shared}
    card = run(FLAT, "group_average", full, {"u": mine, "v": theirs, "w": theirs})
    assert card.by_place[("u", "units", "total")].points == 40 * ra + 30 * rb + 30 * shared


def test_policies_differ_where_the_tree_is_nested() -> None:
    full = {"a": Fraction(10), "b": Fraction(30), "c": Fraction(40), "d": Fraction(20)}
    cells: dict[str, Fraction | Absence] = {
        "a": Fraction(10), "b": Absence.NOT_APPLICABLE, "c": Fraction(20), "d": Fraction(0),
    }  # fmt: skip
    assert total(NESTED, "rescale", full, cells) == Fraction(30 * 100, 70)
    assert total(NESTED, "spread_to_siblings", full, cells) == 40 + 20
    assert total(NESTED, "zero", full, cells) == 30
    assert total(NESTED, "full", full, cells) == 60


def test_who_has_nothing_left_gets_no_score_rather_than_zero() -> None:
    full = {"a": Fraction(10), "b": Fraction(10), "c": Fraction(10)}
    cells: dict[str, Fraction | Absence] = dict.fromkeys(full, Absence.NOT_APPLICABLE)
    assert (
        run(FLAT, "rescale", full, {"u": cells}).by_place[("u", "units", "total")].points
        is Absence.NOT_APPLICABLE
    )
