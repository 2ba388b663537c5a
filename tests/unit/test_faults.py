"""Rows that no engine may use are named, all of them, and none passes as zero."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from kaoping import Filed, Happening, Organisation, Period, TableError, Tables, read_scheme_text, score
from kaoping.engines.faults import filed_faults, happening_faults

F = Fraction

SCHEME = read_scheme_text("""
schema: kaoping-scheme/1
id: t
title: 试
every: year
groups: {units: {title: 单位, of: everyone}}
facts:
  work: {sources: [统计局, 本单位]}
  other: {}
events:
  honour: {adds: {city: 1, province: 3}, shares: {lead: 1, co: 0.5}, evidence: document}
  late: {each: -1}
  merit: {amount: adds}
  fault: {amount: deducts}
  ever: {each: 1, window: any}
vetoes:
  fraud: {effect: zero_score}
tree:
  - work: {full: 100, rule: as_it_is}
  - honours: {bonus: true, rule: {events: [honour, late, merit, fault, ever]}}
""")
YEAR = Period.parse("2026")
DAY = date(2026, 3, 1)


def happening(event: str, **more: object) -> Happening:
    return Happening("a", event, **{"on": DAY, **more})  # type: ignore[arg-type]


FINE = (
    happening("honour", level="city", document="1号"),
    happening("honour", level="city", document="1号", share="co"),
    happening("late"),
    happening("late", on=None, period=YEAR),
    happening("merit", amount=F(2)),
    happening("fault", amount=F(-2)),
    happening("ever", on=None),
    happening("fraud"),
)
UNUSABLE = {
    "event-unknown": happening("honor", level="city", document="1号"),
    "level-unknown": happening("honour", level="country", document="1号"),
    "level-missing": happening("honour", document="1号"),
    "document-missing": happening("honour", level="city"),
    "share-unknown": happening("honour", level="city", document="1号", share="third"),
    "amount-missing": happening("merit"),
    "amount-negative": happening("merit", amount=F(-1)),
    "when-missing": happening("late", on=None),
    "count": happening("late", count=0),
}


@pytest.mark.parametrize("row", FINE, ids=str)
def test_a_usable_happening_is_not_objected_to(row: Happening) -> None:
    assert list(happening_faults(SCHEME, [row])) == []


@pytest.mark.parametrize("code", UNUSABLE)
def test_an_unusable_happening_is_named(code: str) -> None:
    assert [one.code for one in happening_faults(SCHEME, [UNUSABLE[code]])] == [code]


def test_a_veto_needs_a_day_or_a_period_too() -> None:
    assert [one.code for one in happening_faults(SCHEME, [happening("fraud", on=None)])] == ["when-missing"]


def filed(value: int, **more: object) -> Filed:
    return Filed("a", **{"fact": "work", "value": F(value), "period": YEAR, **more})  # type: ignore[arg-type]


def faults(*rows: Filed) -> list[str]:
    return [one.code for one in filed_faults(SCHEME, rows)]


def test_two_values_of_one_figure_are_refused() -> None:
    assert faults(filed(1), filed(2)) == ["filed-twice"]


def test_the_same_value_twice_is_no_contradiction() -> None:
    assert faults(filed(1), filed(1)) == []


def test_a_revision_and_another_period_or_rater_are_no_contradiction() -> None:
    assert faults(filed(1), filed(2, vintage=2)) == []
    assert faults(filed(1), filed(2, period=Period.parse("2025"))) == []
    assert faults(filed(1, rater="x"), filed(2, rater="y")) == []


def test_sources_may_disagree_where_the_fact_says_whom_to_believe() -> None:
    assert faults(filed(1, source="统计局"), filed(2, source="本单位")) == []
    assert faults(filed(1, source="统计局"), filed(2, source="传闻")) == []


def test_sources_that_disagree_with_none_believed_first_are_refused() -> None:
    said = [filed(1, fact="other", source="统计局"), filed(2, fact="other", source="本单位")]
    assert faults(*said) == ["sources-disagree"]
    assert faults(said[0], filed(1, fact="other", source="本单位")) == []


def test_a_source_that_corrected_itself_agrees() -> None:
    first = filed(2, fact="other", source="本单位")
    assert (
        faults(
            filed(1, fact="other", source="统计局"), first, filed(1, fact="other", source="本单位", vintage=2)
        )
        == []
    )


def test_every_fault_is_told_at_once() -> None:
    tables = Tables((Organisation("a"),), (filed(1), filed(2)), tuple(UNUSABLE.values()))
    with pytest.raises(TableError) as caught:
        score(SCHEME, tables, "2026")
    assert [one.code for one in caught.value.problems] == ["filed-twice", *UNUSABLE]
    assert all(one.what.zh and one.what.en and one.mend.zh and one.mend.en for one in caught.value.problems)
