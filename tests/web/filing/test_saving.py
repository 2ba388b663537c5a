"""Cells are stored one by one: good ones stand, wrong ones are kept as typed, nobody overwrites anybody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import Filing, FilingState, Value
from kaoping_web.filing.queries.grid import grid_of
from kaoping_web.filing.services import CellInput, save_cells, submit_filing
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.refusals import NotNow, Refused
from tests.web.cast import NOW, District
from tests.web.filing.races import alone, file_database, together
from tests.web.filing.year import cell, filing_of, fill, march


def sent(value: Value, typed: str, note: str | None = None) -> CellInput:
    return CellInput(value.pk, value.version, typed, note)


@pytest.fixture
def filing(district: District) -> Filing:
    return filing_of(march(district), district.development_reform)


def test_a_good_cell_is_stored_in_canonical_form_with_its_entry(district: District, filing: Filing) -> None:
    value = cell(filing, district.anping, "investment")
    outcome = save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(value, "１,２34.50")], now=NOW)
    value.refresh_from_db()
    assert (value.text, value.answer, value.state, value.changed_by, value.version) == (
        "1234.5",
        "number",
        "draft",
        district.chen,
        2,
    )
    assert outcome.saved == (value.pk,) and not outcome.wrong
    assert (
        Entry.objects.filter(object_key=str(value.pk), deed="save.value", who=f"u-{district.chen.pk}").count()
        == 1
    )


def test_good_cells_are_stored_when_others_are_wrong_and_the_wrong_text_stays(
    district: District, filing: Filing
) -> None:
    good, bad = cell(filing, district.anping, "investment"), cell(filing, district.bincheng, "investment")
    outcome = save_cells(
        by=district.chen, filing_id=filing.pk, cells=[sent(good, "31.5"), sent(bad, "128.4万")], now=NOW
    )
    good.refresh_from_db(), bad.refresh_from_db()
    assert good.text == "31.5" and (bad.text, bad.answer, bad.state) == ("128.4万", "", "draft")
    assert set(outcome.wrong) == {bad.pk}
    assert [one.value.pk for one in grid_of(filing, NOW).to_mend] == [bad.pk]  # shown again on the next visit


def test_every_wrong_cell_is_told_at_once(district: District, filing: Filing) -> None:
    cells = list(filing.values.order_by("pk"))
    outcome = save_cells(
        by=district.chen, filing_id=filing.pk, cells=[sent(one, "x") for one in cells], now=NOW
    )
    assert set(outcome.wrong) == {one.pk for one in cells}


def test_what_was_not_changed_is_not_written(district: District, filing: Filing) -> None:
    value = cell(filing, district.anping, "investment")
    save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(value, "31.5")], now=NOW)
    before = Entry.objects.count()
    again = Value.objects.get(pk=value.pk)
    for same in ("31.50", "31.5", "31.50 "):
        assert not save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(again, same)], now=NOW).saved
    assert Entry.objects.count() == before
    assert save_cells(
        by=district.chen, filing_id=filing.pk, cells=[sent(again, "31.6")], now=NOW
    ).saved  # the control


def test_pending_nil_and_not_applicable_are_three_answers(district: District, filing: Filing) -> None:
    units = (district.anping, district.bincheng, district.cuiyun)
    values = [cell(filing, one, "new_projects") for one in units]
    save_cells(by=district.chen, filing_id=filing.pk, now=NOW, cells=[
        sent(values[0], "待报 2026-04-20"), sent(values[1], "零报"), sent(values[2], "不适用", "本镇无此项"),
    ])  # fmt: skip
    assert list(
        filing.values.filter(fact="new_projects").order_by("pk").values_list("answer", flat=True)
    ) == ["pending", "nil", "not_applicable"]


def test_a_cell_changed_by_somebody_else_stays_his_and_both_values_are_told(
    district: District, filing: Filing
) -> None:
    value = cell(filing, district.anping, "investment")
    mine, theirs = sent(value, "30"), sent(value, "31.5")
    save_cells(by=district.chen, filing_id=filing.pk, cells=[theirs], now=NOW)
    outcome = save_cells(by=district.chen, filing_id=filing.pk, cells=[mine], now=NOW)
    assert Value.objects.get(pk=value.pk).text == "31.5"
    clash = outcome.clashes[value.pk]
    assert (clash.theirs, clash.yours) == ("31.50", "30") and "安平镇" in clash.title.zh


def test_who_did_not_touch_a_cell_does_not_clash_over_it(district: District, filing: Filing) -> None:
    touched, other = (
        cell(filing, district.anping, "investment"),
        cell(filing, district.bincheng, "investment"),
    )
    save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(other, "40")], now=NOW)
    # The whole form as it was shown before that: `other` is empty in it.
    outcome = save_cells(
        by=district.chen, filing_id=filing.pk, cells=[sent(touched, "30"), sent(other, "")], now=NOW
    )
    assert outcome.saved == (touched.pk,) and not outcome.clashes
    assert Value.objects.get(pk=other.pk).text == "40"


def test_the_same_text_sent_twice_is_no_clash(district: District, filing: Filing) -> None:
    value = cell(filing, district.anping, "investment")
    for _ in range(2):
        outcome = save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(value, "30")], now=NOW)
    assert not outcome.clashes and not outcome.saved


def test_cells_of_another_filing_are_not_touched_through_this_one(district: District, filing: Filing) -> None:
    from tests.web.filing.year import cycle_of

    other_cycle = cycle_of(filing.cycle.scheme_version, "2026-02")
    from kaoping_web.filing.services import prepare_filings

    prepare_filings(by=district.kao, cycle=other_cycle, now=NOW)
    foreign = cell(filing_of(other_cycle, district.development_reform), district.anping, "investment")
    save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(foreign, "1")], now=NOW)
    assert Value.objects.get(pk=foreign.pk).text == ""


@pytest.mark.parametrize("name", ["qian", "an", "kao", "lin", "anhead", "sys"])
def test_nobody_files_for_another_body(district: District, filing: Filing, name: str) -> None:
    value = cell(filing, district.anping, "investment")
    with pytest.raises(Refused):
        save_cells(by=district.people[name], filing_id=filing.pk, cells=[sent(value, "1")], now=NOW)
    assert save_cells(
        by=district.chen, filing_id=filing.pk, cells=[sent(value, "1")], now=NOW
    ).saved  # the control


def test_a_locked_cycle_takes_no_cell(district: District, filing: Filing) -> None:
    value = cell(filing, district.anping, "investment")
    filing.cycle.state = CycleState.LOCKED.value
    keep(filing.cycle, by=None, deed="lock.cycle", chain="xiaoyun", at=NOW)
    with pytest.raises(NotNow):
        save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(value, "1")], now=NOW)


def test_a_cell_that_was_handed_in_is_closed_until_it_comes_back(district: District, filing: Filing) -> None:
    fill(district.chen, filing)
    submit_filing(by=district.chen, filing_id=filing.pk, seen=filing.version, now=NOW)
    value = cell(filing, district.anping, "investment")
    outcome = save_cells(by=district.chen, filing_id=filing.pk, cells=[sent(value, "99")], now=NOW)
    assert outcome.closed == (value.pk,) and Value.objects.get(pk=value.pk).text != "99"


def test_a_pending_figure_may_be_filled_in_later_and_opens_the_filing_for_it(
    district: District, filing: Filing
) -> None:
    value = cell(filing, district.anping, "investment")
    fill(district.chen, filing, {value.pk: "待报 2026-04-20"})
    submit_filing(by=district.chen, filing_id=filing.pk, seen=filing.version, now=NOW)
    value.refresh_from_db()
    outcome = save_cells(
        by=district.chen, filing_id=filing.pk, cells=[sent(value, "33")], now=NOW + timedelta(days=3)
    )
    assert outcome.reopened and Filing.objects.get(pk=filing.pk).state == FilingState.OPEN.value
    again = submit_filing(
        by=district.chen,
        filing_id=filing.pk,
        seen=Filing.objects.get(pk=filing.pk).version,
        now=NOW + timedelta(days=3),
    )
    assert again.cells == 1 and not again.is_late  # what was stated in time is not late
    assert Value.objects.get(pk=value.pk).vintage == 2


def test_a_big_move_asks_for_a_word_and_is_stored_all_the_same(district: District) -> None:
    from kaoping_web.filing.services import prepare_filings
    from tests.web.filing.year import cycle_of

    april = march(district)
    february = cycle_of(april.scheme_version, "2026-02")
    prepare_filings(by=district.kao, cycle=february, now=NOW)
    before = filing_of(february, district.development_reform)
    fill(district.chen, before, {one.pk: "10" for one in before.values.all()})
    submit_filing(by=district.chen, filing_id=before.pk, seen=before.version, now=NOW)
    filing = filing_of(april, district.development_reform)
    jumped, steady, grown = (
        cell(filing, one, "new_projects") for one in (district.anping, district.bincheng, district.cuiyun)
    )
    pace = cell(filing, district.anping, "investment")  # from January: 10 in two months lead one to expect 15
    cells = [sent(jumped, "15"), sent(steady, "14"), sent(grown, "15", "集中开工"), sent(pace, "16")]
    assert len(save_cells(by=district.chen, filing_id=filing.pk, cells=cells, now=NOW).saved) == 4
    asked = {one.value.pk for one in grid_of(filing, NOW).cells() if one.asks_word}
    assert asked == {jumped.pk}


def test_of_two_editors_of_one_cell_one_wins_and_the_other_gets_both_values(
    district: District, filing: Filing, tmp_path: Path
) -> None:
    values = list(filing.values.order_by("pk"))
    pairs = [(values[n % len(values)], n) for n in range(50)]

    def edit(value_id: int, seen: int, typed: str):
        return lambda: save_cells(
            by=district.chen, filing_id=filing.pk, cells=[CellInput(value_id, seen, typed)], now=NOW
        )

    with file_database(tmp_path):
        for value, n in pairs:
            seen = alone(lambda pk=value.pk: Value.objects.get(pk=pk).version)
            texts = (str(1000 + 2 * n), str(1001 + 2 * n))
            outcomes = together([edit(value.pk, seen, one) for one in texts])
            won = [at for at, one in enumerate(outcomes) if one.saved]
            assert len(won) == 1, outcomes
            clash = outcomes[1 - won[0]].clashes[value.pk]
            assert clash.yours == texts[1 - won[0]] and clash.theirs.split(".")[0] == texts[won[0]]
            assert alone(lambda pk=value.pk: Value.objects.get(pk=pk).text) == texts[won[0]]
        assert alone(lambda: Entry.objects.filter(deed="save.value").count()) == 50
