"""What arrives while it is being closed either came before or is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaoping_web.cycles.models import Cycle
from kaoping_web.cycles.services import lock_cycle
from kaoping_web.filing.models import Filing, Value
from kaoping_web.filing.services import CellInput, prepare_filings, save_cells, submit_filing
from kaoping_web.journal.models import Entry
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant, User
from kaoping_web.refusals import NotNow, Refused
from kaoping_web.review.models import Correction
from kaoping_web.review.services import ask_correction, decide_correction
from tests.web.cast import NOW, START, District
from tests.web.filing.year import DUE, cell, cycle_of, filing_of, fill, lock_scheme
from tests.web.races.shared import alone, is_whole, losers, one_wins, races, rounds, seen_by_all, together

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 11))
pytestmark = races
MOMENT = datetime(2026, 4, 7, 3, tzinfo=UTC)
Deed = Callable[[], object]


def months(district: District, count: int = len(MONTHS)) -> list[Filing]:
    """The bureau's form of several months, filled in and not handed in."""
    version = lock_scheme(district)
    found = []
    for period in MONTHS[:count]:
        cycle = cycle_of(version, period)
        prepare_filings(by=district.kao, cycle=cycle, now=NOW)
        filing = filing_of(cycle, district.development_reform)
        fill(district.chen, filing)
        found.append(filing)
    return found


def colleague(district: District, password_hash: str) -> User:
    """Another reporter of the bureau."""
    made = {"by": None, "chain": "development_reform", "at": NOW}
    user = keep(
        User(username="chen2", display_name="小陈", password=password_hash, password_set_at=NOW),
        deed="add.person",
        **made,
    )
    keep(
        Grant(user=user, organisation=district.development_reform, role="reporter", starts=START),
        deed="grant.role",
        **made,
    )
    return user


def test_of_two_who_hand_in_around_the_deadline_one_does_and_is_late_or_not_by_his_own_moment(
    district: District, password_hash: str, tmp_path: Path
) -> None:
    filings, other = months(district), colleague(district, password_hash)
    late = DUE + timedelta(microseconds=1)
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            one = filings[at]
            return [lambda by=by, now=now: submit_filing(by=by, filing_id=one.pk, seen=one.version, now=now)
                    for by, now in ((district.chen, DUE), (other, late))][:: 1 if at % 2 else -1]  # fmt: skip

        for at, found in enumerate(rounds(len(filings), pair)):
            assert one_wins(found)
            stored = alone(lambda at=at: Filing.objects.get(pk=filings[at].pk))
            assert stored.is_late == (stored.submitted_by_id == other.pk) == (stored.submitted_at == late)
        assert is_whole()


def test_what_is_handed_in_while_the_cycle_is_locked_came_before_or_is_refused(
    district: District, tmp_path: Path
) -> None:
    filings = months(district)
    before = set()
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            one = filings[at]
            return [lambda: submit_filing(by=district.chen, filing_id=one.pk, seen=one.version, now=MOMENT),
                    lambda: lock_cycle(by=district.kao, cycle_id=one.cycle_id, now=MOMENT)]  # fmt: skip

        for at, (handed_in, locked) in enumerate(rounds(len(filings), pair)):
            assert isinstance(locked, Cycle)
            assert not isinstance(handed_in, Exception) or isinstance(handed_in, NotNow)
            before.add(
                alone(lambda at=at, done=handed_in: in_order(filings[at], not isinstance(done, Exception)))
            )
        assert before <= {True} and is_whole()


def in_order(filing: Filing, handed_in: bool) -> bool:
    """Whether nothing was handed in after the lock, and the rows say what the journal says."""
    lock = Entry.objects.get(deed="lock.cycle", object_key=str(filing.cycle_id)).sequence
    sent = list(
        Entry.objects.filter(deed="submit.filing", object_key=str(filing.pk)).values_list(
            "sequence", flat=True
        )
    )
    filed = filing.values.filter(state="filed").count()
    return (
        (len(sent) == 1 and sent[0] < lock and filed == filing.values.count())
        if handed_in
        else not sent and not filed
    )


def test_a_cell_saved_while_the_cycle_is_locked_is_stored_before_or_not_at_all(
    district: District, tmp_path: Path
) -> None:
    filings = months(district)
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            value = cell(filings[at], district.anping, "investment")
            sent = [CellInput(value.pk, value.version, "77", None)]
            return [lambda: save_cells(by=district.chen, filing_id=filings[at].pk, cells=sent, now=MOMENT),
                    lambda: lock_cycle(by=district.kao, cycle_id=filings[at].cycle_id, now=MOMENT)]  # fmt: skip

        for at, (saved, _) in enumerate(rounds(len(filings), pair)):
            stands = alone(lambda at=at: cell(filings[at], district.anping, "investment").text)
            assert (stands == "77") == (not isinstance(saved, Refused)), saved
        assert is_whole()


def test_of_two_who_decide_one_correction_one_does(district: District, tmp_path: Path) -> None:
    filing = months(district, 1)[0]
    submit_filing(by=district.chen, filing_id=filing.pk, seen=filing.version, now=MOMENT)
    lock_cycle(by=district.kao, cycle_id=filing.cycle_id, now=MOMENT)
    value = cell(filing, district.anping, "investment")
    with seen_by_all(tmp_path):

        def pair(at: int) -> Sequence[Deed]:
            made = ask_correction(
                by=district.chen,
                value_id=value.pk,
                typed=f"3{at}.5",
                reason="更正",
                document="文",
                now=MOMENT,
            )
            return [lambda by=by, yes=yes: decide_correction(by=by, correction_id=made.pk, approve=yes, decision="核", seen=made.version, now=MOMENT)
                    for by, yes in ((district.gao, True), (district.lin, False))]  # fmt: skip

        assert all(one_wins(found) for found in rounds(10, pair))
        approved = alone(Correction.objects.filter(state="approved").count)
        assert alone(lambda: Value.objects.get(pk=value.pk).vintage) == 1 + approved and is_whole()


def test_the_cycle_is_locked_once(district: District, tmp_path: Path) -> None:
    cycle = cycle_of(lock_scheme(district), "2026-03")
    with seen_by_all(tmp_path):
        found = together(
            [lambda: lock_cycle(by=district.kao, cycle_id=cycle.pk, seen=cycle.version, now=MOMENT)] * 8
        )
        assert one_wins(found) and len(losers(found)) == 7
