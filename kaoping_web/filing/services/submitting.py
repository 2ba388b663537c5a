"""Handing a filing in, and giving supplementary time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kaoping.errors import Place, Problem, Words
from kaoping.scheme.model import Fact
from kaoping_web.cycles.models import StepKind
from kaoping_web.cycles.queries import steps_of
from kaoping_web.filing.cells import has_been_submitted, is_in_time
from kaoping_web.filing.models import Filing, FilingState, Value, ValueState, Vintage
from kaoping_web.filing.queries.past import return_reasons
from kaoping_web.filing.queries.receipts import entry_of_submission
from kaoping_web.filing.reading import clean, read_typed
from kaoping_web.filing.refusing import must
from kaoping_web.filing.services.saving import not_locked
from kaoping_web.filing.shown import is_answered
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, problem
from kaoping_web.schemes.queries import parsed


@dataclass(frozen=True)
class Receipt:
    """That a filing arrived: its number, when, in time or late, how many cells it brought, and its entry in the journal."""

    number: str
    filing_id: int
    at: datetime
    is_late: bool
    cells: int
    sequence: int
    digest: str


class NotComplete(Refused):
    """Cells are missing or wrong. `cells`: the number of the value beside each problem."""

    def __init__(self, problems: Sequence[Problem], cells: Sequence[int]) -> None:
        super().__init__(problems)
        self.cells = tuple(cells)


@deed
def submit_filing(*, by: User, filing_id: int, seen: int, now: datetime) -> Receipt:
    """Hand in every changed cell as a vintage.

    Raises NotNow where the cycle is locked or nothing has changed since the last time, NotComplete with every cell that is
    missing, wrong or came back unmended, Stale where the filing is not the one that was seen.
    """
    filing = Filing.objects.select_related("cycle__scheme_version", "supplier").get(pk=filing_id)
    must(by, Permission.FILING_SUBMIT, filing.supplier_id, now)
    not_locked(filing)
    rows = list(filing.values.order_by("pk"))
    _complete(filing, rows, now)
    changed = [one for one in rows if one.state == ValueState.DRAFT.value]
    if not changed:
        raise NotNow(
            problem("nothing-changed", "上次提交以后没有改动。", "nothing has changed since it was handed in.",
                    "回执在本表页面上。", "the receipt is on the page of this filing.")
        )  # fmt: skip
    _hand_in(by, filing, changed, now)
    _mark(filing, by, now)
    keep(filing, by=by, deed="submit.filing", chain=filing.supplier.key, at=now, seen=seen)
    entry = entry_of_submission(filing)
    return Receipt(filing.receipt, filing.pk, now, filing.is_late, len(changed), entry.sequence, entry.digest)


def _complete(filing: Filing, rows: Sequence[Value], now: datetime) -> None:
    found = list(_unfinished(filing, rows, now))
    if found:
        raise NotComplete([one for _, one in found], [cell for cell, _ in found])


def _unfinished(filing: Filing, rows: Sequence[Value], now: datetime) -> Iterator[tuple[int, Problem]]:
    """Every cell that keeps the filing from being handed in, in the order of the form."""
    facts: Mapping[str, Fact] = parsed(filing.cycle.scheme_version).facts
    open_ = [one for one in rows if one.state == ValueState.RETURNED.value or not is_answered(one)]
    names = names_of([one.organisation_id for one in open_], filing.cycle.ends) if open_ else {}
    reasons = return_reasons([one.pk for one in open_ if one.state == ValueState.RETURNED.value])
    for one in open_:
        fact, name = facts[one.fact], names[one.organisation_id]
        where = Words(f"{name.in_('zh')} {fact.title.in_('zh')}", f"{name.in_('en')}, {fact.title.in_('en')}")
        if one.state == ValueState.RETURNED.value:
            yield one.pk, _unmended(where, reasons.get(one.pk, ("",))[0])
        elif one.text:
            for wrong in read_typed(one.text, fact, one.note, timezone.localdate(now)).problems:
                yield one.pk, _placed(wrong, where)
        else:
            yield one.pk, _missing(where)


def _placed(found: Problem, where: Words) -> Problem:
    what = Words(f"{where.zh}：{found.what.in_('zh')}", f"{where.en}: {found.what.in_('en')}")
    return Problem(found.code, what, found.mend, Place())


def _missing(where: Words) -> Problem:
    return problem(
        "missing", f"{where.zh}：没有填。", f"{where.en}: empty.",
        "填数；没有发生填“零报”，以后才有填“待报”和日期，不涉及填“不适用”和理由。",
        "enter the figure; “nil” where nothing happened, “pending” with a day, or “n/a” with a reason.",
    )  # fmt: skip


def _unmended(where: Words, reason: str) -> Problem:
    return problem(
        "unmended", f"{where.zh}：退回后还没有改。{reason}", f"{where.en}: returned and not mended yet. {reason}".strip(),
        "改数；数没有错的，在该格写说明。", "mend the figure; where it is right, say why in the note of the cell.",
    )  # fmt: skip


def _hand_in(by: User, filing: Filing, changed: Sequence[Value], now: datetime) -> None:
    for one in changed:
        one.vintage, one.state = one.vintage + 1, ValueState.FILED.value
    made = [
        Vintage(
            value=one,
            number=one.vintage,
            answer=one.answer,
            text=one.text,
            expected_on=one.expected_on,
            note=one.note,
            by=by,
            at=now,
        )
        for one in changed
    ]
    keep_all(made, by=by, deed="file.vintage", chain=filing.supplier.key, at=now)
    keep_all(changed, by=by, deed="file.value", chain=filing.supplier.key, at=now)


def _mark(filing: Filing, by: User, now: datetime) -> None:
    """State, who, when, number. Whether it was late is said of the first time: what comes back is mended after the deadline."""
    if not has_been_submitted(filing):
        step = steps_of(filing.cycle).get(StepKind.FILING)
        filing.is_late = not is_in_time(filing, step.due_at if step else None, now)
    filing.state, filing.submitted_by, filing.submitted_at = FilingState.SUBMITTED.value, by, now
    filing.receipt = _next_receipt(now)


def _next_receipt(now: datetime) -> str:
    """K-2026-10-0412: the month it arrived in and a number that counts on. One writes at a time, so none is given twice."""
    start = f"K-{timezone.localtime(now):%Y-%m}-"
    given = Filing.objects.filter(receipt__startswith=start).values_list("receipt", flat=True)
    last = max((int(one.removeprefix(start)) for one in given), default=0)
    return f"{start}{last + 1:04d}"


@deed
def extend_filing(
    *, by: User, filing_id: int, until: datetime, reason: str, seen: int, now: datetime
) -> Filing:
    """Give one supplier supplementary time, with a reason. Raises NotNow after the lock, Refused with everything that is wrong."""
    filing = Filing.objects.select_related("cycle", "supplier").get(pk=filing_id)
    must(by, Permission.FILING_EXTEND, filing.supplier_id, now)
    not_locked(filing)
    reason = clean(reason).strip()
    step = steps_of(filing.cycle).get(StepKind.FILING)
    wrong = []
    if not reason:
        wrong.append(
            problem(
                "reason-missing",
                "延期要写明理由。",
                "supplementary time takes a reason.",
                "写明为什么延期。",
                "say why.",
            )
        )
    if until <= now or (step is not None and until <= step.due_at):
        wrong.append(problem("until-early", "新的截止时刻不晚于现在或原定时刻。", "the new deadline is not later than now or the one there is.",
                             "选一个更晚的时刻。", "choose a later one."))  # fmt: skip
    if wrong:
        raise Refused(wrong)
    filing.extended_until = until
    return keep(
        filing, by=by, deed="extend.filing", chain=filing.supplier.key, at=now, reason=reason, seen=seen
    )
