"""Slips that everyone makes while typing a scheme: each is told for what it is, with how to write it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kaoping import Filed, Organisation, Period, Tables, read_scheme_text, score
from kaoping.errors import Problem, SchemeError
from kaoping.plan.calendar import CALENDAR
from kaoping.plan.checking import check
from kaoping.plan.quantities import SAID_ABSENT
from kaoping.scheme.formulas import KNOWN_NAMES
from kaoping.tables import Absence

HEAD = """\
schema: kaoping-scheme/1
id: slips
title: 试
every: year
rounding: none
ranking: {on: exact, ties: share_best}
groups:
  towns: {title: 乡镇, of: {kind: town}}
  bureaus: {title: 部门, of: {kind: bureau}}
defaults: {missing: refuse, not_applicable: leave_out}
"""
FACT = "facts: {x: {}, y: {}}\n"


def problems(body: str) -> list[Problem]:
    """What reading objects to."""
    with pytest.raises(SchemeError) as caught:
        read_scheme_text(HEAD + body)
    return list(caught.value.problems)


def codes(body: str) -> list[str]:
    """What checking finds."""
    return [one.code for one in check(read_scheme_text(HEAD + body))]


def points(body: str, x: int = 5, kind: str = "town") -> object:
    """The total of one organisation that filed x in two years."""
    filed = tuple(Filed("o", "x", Fraction(x), Period.parse(year)) for year in ("2025", "2026"))
    scheme = read_scheme_text(HEAD + body)
    card = score(scheme, Tables((Organisation("o", "o", kind),), filed), "2026")
    return next(one.points for one in card.lines if one.node == "total")


@pytest.mark.parametrize(
    "body",
    [
        FACT + "tree:\n  - x: {rule: {formula: max(0, x - clamp(y, 1, 2))}}\n",
        FACT + "tree:\n  - x: {full: 9, rule: {interpolate: [[0, 0], [max(1, 2), 9]]}}\n",
        FACT + "values: {v: max(x, y)}\ntree:\n  - v: {rule: as_it_is}\n",
    ],
)
def test_a_comma_that_cuts_a_formula_is_told_with_the_formula_in_quotes(body: str) -> None:
    found = problems(body)
    assert [one.code for one in found] == ["comma-in-braces"]
    assert '"max(' in found[0].mend.in_("en") and found[0].place.line > 10


def test_brackets_that_close_within_their_entry_are_left_alone() -> None:
    assert (
        points(FACT + "tree:\n  - x: {title: {zh: 甲（乙）, en: a (b}, rule: {formula: (x + 1) * 2}}\n") == 12
    )


def test_a_comma_within_a_title_is_told() -> None:
    found = problems("facts: {x: {title: {zh: 甲, en: one, and two}}}\ntree:\n  - x: {rule: as_it_is}\n")
    assert "quotes" in found[0].mend.in_("en")


def test_a_date_written_bare_is_no_subtraction() -> None:
    found = problems(FACT + "constants: {due: 2026-03-31}\ntree:\n  - x: {of: x + due, rule: as_it_is}\n")
    assert found[0].code == "date-in-formula" and "date(2026, 3, 31)" in found[0].mend.zh


def test_settings_beside_their_rule_are_told() -> None:
    found = problems(FACT + "tree:\n  - x: {full: 9, rule: {completion: 90, cap: 1.2}}\n")
    assert found[0].code == "beside-its-block" and "completion: {target: …, cap: …}" in found[0].mend.zh


def test_what_facts_have_in_common_may_be_written_once() -> None:
    body = "facts:\n  y: &alike {unit: 分, low: 0, high: 9}\n  x: {<<: *alike, high: 7}\ntree:\n  - x: {rule: as_it_is}\n"
    scheme = read_scheme_text(HEAD + body)
    assert (scheme.facts["x"].unit, scheme.facts["x"].low, scheme.facts["x"].high) == ("分", 0, 7)
    assert problems(body.replace("*alike", "alike"))[0].code == "merge"


def test_items_of_a_dimension_stand_only_where_it_stands() -> None:
    body = FACT + (
        "tree:\n  - d: {groups: towns, items: [{y: {full: 5, rule: as_it_is}}]}\n"
        "  - x: {full: 5, rule: as_it_is}\n"
    )
    assert points(body, kind="bureau") == 5
    with pytest.raises(SchemeError, match="is for tracks that the dimension"):
        read_scheme_text(HEAD + body.replace("{y: {full", "{y: {groups: bureaus, full"))


def test_a_mark_for_one_track_leaves_the_items_below_out_of_the_other() -> None:
    body = FACT + (
        "tree:\n  - d: {full: {towns: 5}, items: [{y: {full: 5, rule: as_it_is}}]}\n"
        "  - x: {full: 5, rule: as_it_is}\n"
    )
    assert points(body, kind="bureau") == 5


def test_an_account_is_carried_on_from_the_year_it_begins() -> None:
    body = (
        FACT + 'values: {a: "if(this_year <= 2024, 100, last_year(a) + x)"}\ntree:\n  - a: {rule: as_it_is}\n'
    )
    assert points(body) == 110


def test_looking_back_without_end_is_told_by_reading_and_not_by_a_crash() -> None:
    body = FACT + "values: {a: last_year(a) + x}\ntree:\n  - a: {rule: as_it_is}\n"
    assert "endless" in codes(body)


def test_a_formula_may_say_that_an_item_does_not_apply() -> None:
    body = FACT + 'tree:\n  - i: {full: 9, of: "if(x = 5, not_applicable, x)", rule: as_it_is}\n'
    assert points(body) is Absence.NOT_APPLICABLE
    assert points(body, x=6) == 6


def test_a_table_that_lacks_a_choice_is_an_error() -> None:
    body = (
        "facts: {t: {type: text, choices: [good, poor]}}\nlookups: {s: {good: 3, por: 1}}\n"
        "tree:\n  - t: {rule: {formula: 'look_up(s, t)'}}\n"
    )
    assert {"look-up-gap", "look-up-idle"} <= set(codes(body))
    assert codes(body.replace("por:", "poor:")) == []
    assert codes(body.replace("(s, t)", "(s, x, 0)")) == ["look-up-idle"]


def test_a_table_of_numbers_is_looked_up_by_a_number() -> None:
    assert (
        points(FACT + "lookups: {s: {5: 50, 6: 60}}\ntree:\n  - i: {of: 'look_up(s, x)', rule: as_it_is}\n")
        == 50
    )


@pytest.mark.parametrize(
    "rule",
    [
        "{completion: {target: 100}}",
        "{rank: {form: place, ties: mean}}",
        "{to_mean: {form: threshold}}",
    ],
)
def test_what_cannot_matter_is_not_asked_for(rule: str) -> None:
    assert "undeclared" not in [
        one.code
        for one in check(read_scheme_text(f"{HEAD}{FACT}tree:\n  - x: {{rule: {rule}}}\n"))
        if one.severity.value == "warning"
    ]


def test_a_target_that_may_be_zero_is_asked_about() -> None:
    assert "undeclared" in codes(FACT + "tree:\n  - x: {full: 9, rule: {completion: agreed}}\n")


def test_an_item_of_events_alone_is_not_asked_what_its_absence_means() -> None:
    body = (
        "events: {e: {each: 1}}\ntree:\n  - x: {bonus: true, rule: {events: {of: [e]}}}\n"
        "  - y: {full: 9, rule: {deduct: {for: {e: 1}, low: 0}}}\n"
    )
    head = HEAD.replace("defaults: {missing: refuse, not_applicable: leave_out}\n", "")
    assert [one.code for one in check(read_scheme_text(head + body))] == []
    assert "undeclared" in [
        one.code for one in check(read_scheme_text(head + FACT + body.replace("{e: 1}", "{x: 1}")))
    ]


def test_a_rate_counted_in_per_cent_may_be_meant_and_a_note_says_so() -> None:
    rule = (
        "{steps: {target: 8, step: 5, measured_in: percent_of_target, high: full, low: 0, step_mode: floor}}"
    )
    body = "facts: {x: {unit: '%'}}\ntree:\n  - x: {full: 9, rule: RULE}\n".replace("RULE", rule)
    assert codes(body) == ["unit"]
    assert codes(body.replace("full: 9", "note: 按相对差, full: 9")) == []


def test_every_name_that_formulas_know_is_on_the_page() -> None:
    assert {*CALENDAR, *SAID_ABSENT} == set(KNOWN_NAMES)
