"""What a run notices without changing a score."""

from __future__ import annotations

from fractions import Fraction

from kaoping import Filed, Organisation, Period, Scorecard, Tables, read_scheme_text, score

YEAR = Period.parse("2026")
SOURCE = """
schema: kaoping-scheme/1
id: f
title: 提示
version: 2
in_force: {from: 2025-01-01, to: 2026-12-31}
rounding: {places: 1, at: [total]}
ranking: {on: exact, ties: share_best}
groups: {units: {of: everyone}}
facts: {x: {title: 数, sources: [statistics, unit]}}
defaults: {missing: zero, not_applicable: rescale}
tree:
  x: {full: 10, rule: as_it_is}
"""


def card(rows: tuple[Filed, ...], period: str = "2026", source: str = SOURCE) -> Scorecard:
    """A run of these rows."""
    keys = sorted({row.organisation for row in rows})
    return score(read_scheme_text(source), Tables(tuple(Organisation(key) for key in keys), rows), period)


def codes(found: Scorecard) -> list[str]:
    """Codes of what was noticed."""
    return [one.code for one in found.findings]


def test_a_clean_run_notices_nothing() -> None:
    assert codes(card((Filed("a", "x", Fraction(1), YEAR),))) == []


def test_a_period_outside_the_version_is_told() -> None:
    assert codes(card((Filed("a", "x", Fraction(1), Period.parse("2027")),), "2027")) == ["not-in-force"]


def test_a_fact_the_scheme_does_not_know_is_told() -> None:
    assert codes(card((Filed("a", "x", Fraction(1), YEAR), Filed("a", "xx", Fraction(1), YEAR)))) == [
        "unread-fact"
    ]


def test_disagreeing_sources_are_told_and_the_believed_one_counts() -> None:
    rows = (Filed("a", "x", Fraction(2), YEAR, "unit"), Filed("a", "x", Fraction(1), YEAR, "statistics"))
    found = card(rows)
    assert codes(found) == ["sources-disagree"]
    assert found.by_place[("a", "units", "x")].points == 1
    assert "statistics 1; unit 2" in found.findings[0].what.en


def test_a_revision_by_one_source_is_no_disagreement() -> None:
    rows = (Filed("a", "x", Fraction(2), YEAR, "unit"), Filed("a", "x", Fraction(3), YEAR, "unit", 2))
    found = card(rows)
    assert codes(found) == []
    assert found.by_place[("a", "units", "x")].points == 3


def test_places_parted_by_digits_not_shown_are_told() -> None:
    rows = (Filed("a", "x", Fraction("1.01"), YEAR), Filed("b", "x", Fraction("1.02"), YEAR))
    found = card(rows)
    assert codes(found) == ["near-tie"]
    assert found.by_place[("b", "units", "total")].place == 1
    assert codes(card(rows, source=SOURCE.replace("on: exact", "on: rounded"))) == []


def test_an_organisation_in_three_tracks_is_told() -> None:
    three = SOURCE.replace(
        "groups: {units: {of: everyone}}", "groups: {p: {of: everyone}, q: {of: everyone}, r: {of: everyone}}"
    )
    assert codes(card((Filed("a", "x", Fraction(1), YEAR),), source=three)) == ["many-tracks"]
    two = three.replace(", r: {of: everyone}", "")
    assert codes(card((Filed("a", "x", Fraction(1), YEAR),), source=two)) == []


def test_a_target_that_nobody_filed_is_told_though_a_policy_goes_on() -> None:
    source = SOURCE.replace("rule: as_it_is", "rule: {reach: {target: agreed}}")
    rows = (Filed("a", "x", Fraction(1), YEAR), Filed("b", "x", Fraction(2), YEAR))
    assert codes(card(rows, source=source)) == ["nothing-filed"]
    assert codes(card((*rows, Filed("a", "x.target", Fraction(1), YEAR)), source=source)) == []


PANEL = """
schema: kaoping-scheme/1
id: votes
title: 测评
version: 1
groups: {units: {of: everyone}}
facts: {said: {title: 评价, per_rater: true}}
defaults: {missing: zero, not_applicable: rescale}
tree:
  x: {full: 100, rule: {panel: {of: said, weights: {up: 60%, peers: 40%}}}}
"""


def test_judgements_of_a_bloc_without_a_weight_are_told() -> None:
    def said(rater: str, bloc: str) -> Filed:
        return Filed("a", "said", Fraction(90), YEAR, rater=rater, rater_group=bloc)

    both = (said("p", "up"), said("q", "peers"))
    assert codes(card(both, source=PANEL)) == []
    found = card((*both, said("r", "public"), said("s", "public"), said("t", "")), source=PANEL)
    assert codes(found) == ["unheard-bloc", "unheard-bloc"]
    assert "“public”, a bloc without a weight: 2" in found.findings[1].what.en


def test_an_organisation_in_two_tracks_of_one_population_is_told() -> None:
    source = SOURCE.replace(
        "groups: {units: {of: everyone}}", "groups: {p: {of: everyone}, q: {of: everyone}}"
    )
    across = source.replace("rule: as_it_is", "rule: {min_max: {population: all}}")
    rows = (Filed("a", "x", Fraction(1), YEAR), Filed("b", "x", Fraction(2), YEAR))
    assert "counted-twice" in codes(card(rows, source=across))
    assert "counted-twice" not in codes(card(rows, source=across.replace("population: all", "best: 5")))
