"""What nobody said or nobody knows stops the run with a sentence; it never passes as nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from kaoping import (
    Absence,
    Filed,
    Happening,
    KaopingError,
    Organisation,
    Period,
    SchemeError,
    Scorecard,
    TableError,
    Tables,
    check,
    read_scheme_text,
    score,
)

F = Fraction
YEAR = Period.parse("2026")
ENGINES = ("reference", "columnar")
HEAD = """
schema: kaoping-scheme/1
id: t
title: 试
every: year
rounding: none
"""
UNITS = "groups: {units: {of: everyone}}\n"
TRACKS = "groups: {towns: {of: {kind: town}}, depts: {of: {kind: dept}}}\n"
FACTS = "facts: {x: {}, y: {}, z: {}, t: {type: text}}\n"
ZERO = "defaults: {missing: zero, not_applicable: rescale}\n"
TWO = (Organisation("a", kind="town"), Organisation("b", kind="dept"))


def scored(
    body: str, *rows: Filed, by: tuple[Organisation, ...] = TWO, engine: str = "reference", events: tuple[Happening, ...] = ()
) -> Scorecard:  # fmt: skip
    return score(read_scheme_text(HEAD + body), Tables(by, rows, events), "2026", engine=engine)


def filed(organisation: str, fact: str, value: int | str | Absence, period: str = "2026") -> Filed:
    return Filed(organisation, fact, F(value) if isinstance(value, int) else value, Period.parse(period))


def points(card: Scorecard, organisation: str, node: str = "total", group: str = "units") -> object:
    return card.by_place[organisation, group, node].points


def codes(error: KaopingError) -> set[str]:
    return {one.code for one in error.problems}


BOTH = tuple(filed(key, fact, 4) for key in "ab" for fact in "xy")
PER = "constants: {k: {per: organisation}}\n"


# numbers that decide about others -----------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "body",
    [
        "tree: [{x: {full: 9, rule: as_it_is}}]\nawards: {best: {by: total, ties: take_all, top: k}}",
        "tree: [{x: {full: 9, rule: as_it_is}}]\nawards: {best: {by: total, ties: take_all, share: k, round: up}}",
        "tree: [{x: {full: 9, rule: as_it_is}}]\ngrades: {good: {floor: k}, rest: {}}",
        "tree: [{x: {full: 9, rule: as_it_is}}]\ngrades: {good: {quota: {count: k, ties: take_all}}, rest: {}}",
        "combine: arithmetic\ntree: [{x: {weight: k, rule: as_it_is}}, {y: {weight: 1, rule: as_it_is}}]",
        "combine: {power: {power: k}}\ntree: [{x: {rule: as_it_is}}, {y: {rule: as_it_is}}]",
        "tree: [{x: {full: k, rule: as_it_is}}, {y: {full: 9, rule: as_it_is}}]",
    ],
    ids=["top", "share", "floor", "count", "weight", "exponent", "full"],
)
def test_a_number_that_decides_and_is_not_known_stops_the_run(body: str, engine: str) -> None:
    with pytest.raises(TableError) as refused:
        scored(UNITS + FACTS + ZERO + PER + body, *BOTH, engine=engine)
    assert codes(refused.value) == {"absent-missing"}
    known = tuple(Organisation(key, attributes={"k": F(1)}) for key in "ab")
    scored(UNITS + FACTS + ZERO + PER + body, *BOTH, by=known, engine=engine)


def test_nobody_asks_for_the_weight_of_what_is_not_there() -> None:
    body = "combine: arithmetic\ntree: [{x: {weight: k, rule: as_it_is}}, {y: {weight: 1, rule: as_it_is}}]"
    gone = (filed("a", "x", Absence.NOT_APPLICABLE), filed("a", "y", 4))
    assert points(scored(UNITS + FACTS + ZERO + PER + body, *gone, by=TWO[:1]), "a") == 4


def test_weights_of_bodies_beneath_must_be_known() -> None:
    body = (
        TRACKS + FACTS + ZERO + PER + "tree:\n  - up: {full: 9, groups: [depts], of: 'below(towns, x, mean, k)', rule: as_it_is}\n"
        "  - x: {full: 9, groups: [towns], rule: as_it_is}"
    )  # fmt: skip
    by = (Organisation("b", kind="dept"), *(Organisation(key, kind="town", parent="b") for key in "ac"))
    with pytest.raises(TableError, match="k"):
        scored(body, filed("a", "x", 1), filed("c", "x", 3), by=by)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_total_that_cannot_be_reckoned_stops_the_run(engine: str) -> None:
    body = (
        UNITS
        + FACTS
        + ZERO
        + "combine: arithmetic\ntree: [{x: {weight: 0, rule: as_it_is}}, {y: {weight: 0, rule: as_it_is}}]"
    )
    with pytest.raises(TableError) as refused:
        scored(body, *BOTH, engine=engine)
    assert codes(refused.value) == {"absent-undefined"}


# marks -------------------------------------------------------------------------------------------------

LEAVES = (
    filed("a", "x", 36), filed("a", "y", Absence.NOT_APPLICABLE), filed("a", "z", 90),
    filed("b", "x", 36), filed("b", "y", 54), filed("b", "z", 90),
)  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("combine", ["arithmetic", "{formula: 0.5 * d + 0.5 * e}"])
def test_an_item_that_leaves_costs_nothing_where_its_dimension_is_averaged(combine: str, engine: str) -> None:
    body = (
        f"combine: {combine}\n"
        + """
tree:
  - d: {weight: 1, items: [{x: {full: 40, rule: as_it_is}}, {y: {full: 60, rule: as_it_is}}]}
  - e: {weight: 1, items: [{z: {full: 100, rule: as_it_is}}]}
"""
    )
    card = scored(UNITS + FACTS + ZERO + body, *LEAVES, engine=engine)
    assert (points(card, "a", "d"), points(card, "b", "d")) == (90, 90)
    assert (points(card, "a"), points(card, "b")) == (90, 90)


def test_items_that_are_all_out_of_nothing_are_added_all_the_same() -> None:
    body = "tree: [{x: {full: 0, rule: as_it_is}}, {y: {full: 0, rule: as_it_is}}]"
    assert points(scored(UNITS + FACTS + ZERO + body, *BOTH), "a") == 8


# settings per track ------------------------------------------------------------------------------------

PER_TRACK = {
    "times": ("tree: [{x: {full: 9, rule: as_it_is, then: [{times: {towns: 2, depts: 3}}]}}]", 8, 12),
    "round": ("tree: [{x: {full: 9, rule: as_it_is, then: [{times: 0.3}, {round: {places: {towns: 1, depts: 0}}}]}}]", F("1.2"), 1),
    "events": ("events: {e: {each: 1}, g: {each: 2}}\n"
               "tree: [{x: {full: 9, rule: as_it_is, then: [{events: {of: {towns: [e], depts: [g]}}}]}}]", 5, 6),
    "convert": ("full: 36\ncombine: {sum: {convert: {towns: true, depts: false}}}\n"
                "tree: [{x: {full: 9, rule: as_it_is}}, {y: {full: 9, rule: as_it_is}}]", 16, 8),
    "bands": ("tree: [{x: {full: 9, rule: {bands: {rows: [{points: {towns: 1, depts: 2}}]}}}}]", 1, 2),
    "policy": ("tree: [{z: {full: 9, rule: as_it_is, missing: {points: {towns: 3, depts: 5}}}}]", 3, 5),
    "average": ("tree: [{z: {full: 9, rule: as_it_is, missing: {group_average: {otherwise: {towns: zero, depts: full}}}}}]", 0, 9),
    "veto": ("vetoes: {v: {effect: {cap_total: {towns: 1, depts: 2}}}}\ntree: [{x: {full: 9, rule: as_it_is}}]", 1, 2),
    "zero_item": ("vetoes: {v: {effect: {zero_item: {towns: [x], depts: [y]}}}}\n"
                  "tree: [{x: {full: 9, rule: as_it_is}}, {y: {full: 9, rule: as_it_is, then: [{times: 2}]}}]", 8, 4),
}  # fmt: skip


@pytest.mark.parametrize("name", PER_TRACK)
def test_any_setting_may_differ_by_track(name: str) -> None:
    body, town, dept = PER_TRACK[name]
    known = {"events": ("e", "g"), "veto": ("v",), "zero_item": ("v",)}.get(name, ())
    happened = tuple(Happening(key, event, date(2026, 3, 1)) for key in "ab" for event in known)
    card = scored(TRACKS + FACTS + ZERO + body, *BOTH, events=happened)
    assert (points(card, "a", group="towns"), points(card, "b", group="depts")) == (town, dept)


@pytest.mark.parametrize(
    "body",
    [
        "tree: [{x: {full: 9, rule: as_it_is, then: [{times: {towns: 2}}]}}]",
        "tree: [{x: {full: 9, rule: as_it_is}}]\ngrades: {good: {floor: {towns: 80}}, rest: {}}",
        "tree: [{x: {full: 9, rule: as_it_is, missing: {points: {towns: 2}}}}]",
    ],
)
def test_a_track_without_a_setting_it_needs_is_named(body: str) -> None:
    scheme = read_scheme_text(HEAD + TRACKS + FACTS + ZERO + body)
    assert "no-setting-for-track" in {one.code for one in check(scheme)}
    with pytest.raises(SchemeError, match="depts"):
        scored(TRACKS + FACTS + ZERO + body, *BOTH)


# the same name, another number -------------------------------------------------------------------------


@pytest.mark.parametrize("item", ["of: x / y", "prepare: [{times: 10}]"])
def test_last_year_of_a_number_that_is_not_the_fact_of_its_name_is_refused(item: str) -> None:
    body = f"tree: [{{x: {{full: 9, {item}, rule: {{formula: x - last_year(x)}}}}}}]"
    with pytest.raises(SchemeError, match="another period"):
        scored(UNITS + FACTS + ZERO + body, *BOTH)
    plain = "tree: [{x: {full: 9, rule: {formula: x - last_year(x)}}}]"
    rows = (filed("a", "x", 7), filed("a", "x", 5, "2025"))
    assert points(scored(UNITS + FACTS + ZERO + plain, *rows, by=TWO[:1]), "a") == 2


def test_tracks_that_join_may_be_written_in_any_order() -> None:
    tracks = """
groups:
  q: {of: {kind: q}, fewest: 3, joins: r}
  p: {of: {kind: p}, fewest: 3, joins: q}
  r: {of: {kind: r}}
"""
    by = tuple(Organisation(key, kind=key) for key in "pqr")
    rows = tuple(filed(key, "x", 4) for key in "pqr")
    card = scored(tracks + FACTS + ZERO + "tree: [{x: {full: 9, rule: as_it_is}}]", *rows, by=by)
    assert {one.group for one in card.lines} == {"r"}


# what a scheme says and nobody heard -------------------------------------------------------------------

SAID_AMISS = {
    "when-not-here": "tree: [{x: {full: 9, rule: {as_it_is: , when: x > 3}}}]",
    "unknown-population": "tree: [{x: {full: 9, rule: as_it_is}}]",
    "not-a-choice": "tree: [{x: {full: 9, rule: as_it_is}}]",
}
DEFAULTS = {
    "when-not-here": ZERO,
    "unknown-population": "defaults: {missing: zero, population: some}\n",
    "not-a-choice": "defaults: {missing: zero, rank_ties: foo}\n",
}


@pytest.mark.parametrize("code", SAID_AMISS)
def test_a_word_that_would_do_nothing_is_objected_to(code: str) -> None:
    with pytest.raises(SchemeError) as refused:
        read_scheme_text(HEAD + UNITS + FACTS + DEFAULTS[code] + SAID_AMISS[code])
    assert code in codes(refused.value)


def test_the_population_of_a_scheme_may_be_one_of_those_it_names() -> None:
    body = """
facts: {x: {}}
populations: {some: {where: x > 30}}
defaults: {missing: zero, population: some}
tree: [{x: {full: 50, rule: min_max}}]
"""
    by = tuple(Organisation(key) for key in "abc")
    rows = (filed("a", "x", 10), filed("b", "x", 31), filed("c", "x", 41))
    assert points(scored(UNITS + body, *rows, by=by), "b") == 0


@pytest.mark.parametrize(
    "rule",
    [
        "{formula: x > 3}", "{formula: group_sum(x > 3)}", "{formula: 'group_count(x > 3)'}", "{formula: 'group_mean(x, y > 3)'}",
        "{formula: 'group_quantile(x, 3)'}", "{formula: 'over(x, year, mean, presnt)'}", "{rank: {form: shares}}",
        "{deduct: {for: {}}}", "{events: {of: []}}", "{cases: {rows: [], otherwise: 1}}",
    ],
)  # fmt: skip
def test_a_rule_that_would_reckon_with_nothing_is_refused(rule: str) -> None:
    body = UNITS + FACTS + ZERO + f"tree: [{{x: {{full: 9, rule: {rule}}}}}]"
    assert any(one.severity.value == "error" for one in check(read_scheme_text(HEAD + body)))
    with pytest.raises(SchemeError):
        scored(body, *BOTH)


def test_a_text_is_no_points() -> None:
    with pytest.raises(SchemeError):
        scored(UNITS + FACTS + ZERO + "tree: [{t: {full: 9, rule: as_it_is}}]", filed("a", "t", "好"))


def test_a_negative_weight_is_an_error() -> None:
    body = "combine: arithmetic\ntree: [{x: {weight: -1, rule: as_it_is}}, {y: {weight: 2, rule: as_it_is}}]"
    found = check(read_scheme_text(HEAD + UNITS + FACTS + ZERO + body))
    assert "negative-weight" in {one.code for one in found}


# tables ------------------------------------------------------------------------------------------------

PLAIN = UNITS + FACTS + ZERO + "vetoes: {v: {effect: zero_score}}\ntree: [{x: {full: 9, rule: as_it_is}}]"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Filed("a", "x", "abc", YEAR), "wrong-type"),
        (Filed("a", "x", True, YEAR), "wrong-type"),
        (Filed("a", "t", F(1), YEAR), "wrong-type"),
        (Filed("a", "x", F(1)), "period-missing"),
        (Filed("aa", "x", F(1), YEAR), "organisation-unknown"),
    ],
)
def test_a_figure_that_cannot_be_used_is_named(row: Filed, code: str) -> None:
    with pytest.raises(TableError) as refused:
        scored(PLAIN, row)
    assert codes(refused.value) == {code}


def test_a_veto_does_not_vanish_with_a_slip_in_the_key() -> None:
    with pytest.raises(TableError) as refused:
        scored(PLAIN, *BOTH, events=(Happening("A", "v", date(2026, 3, 1)),))
    assert codes(refused.value) == {"organisation-unknown"}


def test_an_organisation_listed_twice_is_named() -> None:
    with pytest.raises(TableError) as refused:
        scored(PLAIN, *BOTH, by=(*TWO, Organisation("a", kind="dept")))
    assert codes(refused.value) == {"organisation-twice"}


def test_a_unit_that_is_not_to_be_ranked_must_exist() -> None:
    with pytest.raises(TableError) as refused:
        scored(PLAIN.replace("of: everyone", "of: everyone, not_ranked: [aa]"), *BOTH)
    assert codes(refused.value) == {"unknown-member"}


def test_of_two_vintages_of_a_constant_the_later_counts_in_whatever_order_they_stand() -> None:
    body = UNITS + FACTS + ZERO + PER + "tree: [{x: {full: 9, rule: {formula: k}}}]"
    rows = (Filed("a", "k", F(1), vintage=1), Filed("a", "k", F(2), vintage=2), filed("a", "x", 0))
    for order in (rows, rows[::-1]):
        assert points(scored(body, *order, by=TWO[:1]), "a") == 2


def test_units_in_no_track_are_told_of() -> None:
    card = scored(TRACKS + PLAIN.removeprefix(UNITS), *BOTH, by=(*TWO, Organisation("c")))
    assert [one.code for one in card.findings if one.code == "no-track"] == ["no-track"]


@pytest.mark.parametrize(("period", "cycle"), [("abc", ""), ("2026-01", "total"), ("2026-01", "")])
def test_a_period_that_does_not_fit_is_said_in_a_sentence(period: str, cycle: str) -> None:
    with pytest.raises(KaopingError):
        score(read_scheme_text(HEAD + PLAIN), Tables(TWO, BOTH), period, cycle)


@pytest.mark.parametrize("fact", ["{per_rater: true}", "{per_rater: true, type: text}"])
@pytest.mark.parametrize("each", ["v > 3", "q", "v"])
def test_what_a_rater_gives_must_come_out_a_number(fact: str, each: str) -> None:
    body = (
        UNITS
        + f"facts: {{j: {fact}}}\n"
        + ZERO
        + f"tree: [{{j: {{full: 9, rule: {{panel: {{each: {each}}}}}}}}}]"
    )
    ballot = Filed("a", "j", "好" if "text" in fact else F(9), YEAR, rater="r")
    if each == "v" and "text" not in fact:
        assert points(scored(body, ballot), "a") == 9
        return
    with pytest.raises(SchemeError):
        scored(body, ballot)
