"""Who owes what: the forms of a cycle follow from the scheme."""

from __future__ import annotations

import pytest

from kaoping_web.cycles.models import CycleState, Supply
from kaoping_web.filing.models import Filing, Value, ValueState
from kaoping_web.filing.queries import filings_for
from kaoping_web.filing.services import prepare_filings
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused
from tests.web.cast import NOW, SCHEME, District
from tests.web.filing.year import cycle_of, filing_of, lock_scheme, march


def test_a_month_asks_for_monthly_facts_of_the_tracks_that_use_them(district: District) -> None:
    filing = filing_of(march(district), district.development_reform)
    asked = set(filing.values.values_list("organisation__key", "fact", "state"))
    towns = ("anping", "bincheng", "cuiyun")
    assert asked == {(town, fact, "expected") for town in towns for fact in ("investment", "new_projects")}
    assert Filing.objects.count() == 1


def test_where_units_file_their_own_each_has_a_filing_with_itself_alone(district: District) -> None:
    cycle = cycle_of(lock_scheme(district), "2026-Q1")
    prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    own = Filing.objects.filter(role="towns_offices")
    assert sorted(own.values_list("supplier__key", "values__organisation__key")) == [
        (key, key) for key in ("anping", "bincheng", "cuiyun")
    ]
    assert set(filing_of(cycle, district.finance).values.values_list("fact", flat=True)) == {"revenue"}


def test_two_tracks_of_one_supplier_are_two_filings(district: District) -> None:
    cycle = cycle_of(lock_scheme(district), "2026")
    prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    found = sorted(Filing.objects.values_list("supplier__key", "group"))
    assert found == [("statistics", "townships"), ("statistics", "villages")]
    assert filing_of(cycle, district.statistics, "villages").values.count() == 2


def test_a_village_is_filed_for_by_its_township(district: District) -> None:
    of_all = "groups: [townships, villages]"
    text = SCHEME.read_text().replace(
        f"every: year, from: statistics, {of_all}", f"every: year, from: towns_offices, {of_all}"
    )
    cycle = cycle_of(lock_scheme(district, text), "2026")
    prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    of_villages = Filing.objects.get(group="villages")
    assert of_villages.supplier == district.anping and of_villages.values.count() == 2


def test_each_source_of_a_fact_has_cells_of_its_own(district: District) -> None:
    both = "from: development_reform, sources: [statistics, development_reform], groups: [townships], low: 0, decimals: 2"
    text = SCHEME.read_text().replace(
        "from: development_reform, verified_by: statistics, groups: [townships], low: 0, decimals: 2", both
    )
    cycle = march(district, text)
    for supplier in ("statistics", "development_reform"):
        cells = filing_of(cycle, district.bodies[supplier]).values.filter(fact="investment")
        assert list(cells.values_list("source", flat=True)) == [supplier] * 3
    assert set(Value.objects.filter(fact="new_projects").values_list("source", flat=True)) == {""}


def test_preparing_again_adds_nothing_and_loses_nothing(district: District) -> None:
    cycle = march(district)
    value = Value.objects.first()
    Value.objects.filter(pk=value.pk).update(text="1", state=ValueState.DRAFT.value)
    before = list(Value.objects.order_by("pk").values())
    again = prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    assert [one.pk for one in again] == [Filing.objects.get().pk]
    assert list(Value.objects.order_by("pk").values()) == before


def test_a_cell_that_went_missing_is_made_again(district: District) -> None:
    cycle = march(district)
    Value.objects.filter(organisation=district.anping, fact="investment").delete()
    prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    assert Value.objects.count() == 6 and Filing.objects.count() == 1


def test_a_figure_that_another_filing_asks_is_not_asked_again(district: District) -> None:
    text = SCHEME.read_text().replace(
        "suppliers:", "  all_towns: {title: {zh: 全部, en: All}, of: {kind: town}}\n\nsuppliers:"
    )
    text = text.replace("groups: [townships]", "groups: [townships, all_towns]")
    march(district, text)
    assert Value.objects.count() == 6 and Filing.objects.count() == 1


def test_a_cycle_that_is_not_open_gets_no_filings(district: District) -> None:
    version = lock_scheme(district)
    for state, period in ((CycleState.PLANNED, "2026-02"), (CycleState.LOCKED, "2026-01")):
        with pytest.raises(NotNow):
            prepare_filings(by=district.kao, cycle=cycle_of(version, period, state), now=NOW)
    prepare_filings(by=district.kao, cycle=cycle_of(version, "2026-03"), now=NOW)
    assert Filing.objects.count() == 1


def test_every_supplier_without_a_body_is_named_at_once(district: District) -> None:
    version = lock_scheme(district)
    cycle = cycle_of(version, "2026-Q1")
    Supply.objects.filter(supplier__in=("finance", "towns_offices")).delete()
    with pytest.raises(Refused) as refused:
        prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    assert [one.what.en.split("“")[1] for one in refused.value.problems] == ["finance”.", "towns_offices”."]
    assert not Filing.objects.exists()


def test_only_who_manages_the_cycle_prepares_it(district: District) -> None:
    cycle = cycle_of(lock_scheme(district), "2026-03")
    with pytest.raises(Refused):
        prepare_filings(by=district.an, cycle=cycle, now=NOW)
    assert prepare_filings(by=district.kao, cycle=cycle, now=NOW)


def test_a_reporter_sees_the_filings_of_his_own_body_only(district: District) -> None:
    cycle = cycle_of(lock_scheme(district), "2026-Q1")
    prepare_filings(by=district.kao, cycle=cycle, now=NOW)
    assert [one.supplier.key for one in filings_for(district.an, Permission.FILING_READ)] == ["anping"]
    assert [one.supplier.key for one in filings_for(district.bin, Permission.FILING_EDIT)] == ["bincheng"]
    assert filings_for(district.kao, Permission.FILING_READ).count() == 4
    assert not filings_for(district.kao, Permission.FILING_EDIT).exists()
    assert not filings_for(district.sys, Permission.FILING_READ).exists()
