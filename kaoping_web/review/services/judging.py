"""Two people look at every figure: one accepts it, another signs it; either may send it back with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from kaoping.errors import Problem, Words
from kaoping_web.cycles.models import CycleState
from kaoping_web.filing.models import Filing, FilingState, Value, ValueState, Vintage
from kaoping_web.filing.queries import verified_at
from kaoping_web.filing.reading import clean
from kaoping_web.filing.refusing import NotYours
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.queries import names_of
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, Separated, Stale, problem
from kaoping_web.review.models import Review, Verdict
from kaoping_web.schemes.queries import parsed

Objection = Callable[[Value, Words], Iterable[Problem]]


@deed
def accept_values(
    *, by: User, value_ids: Iterable[int], now: datetime, vintages: Mapping[int, int] | None = None
) -> list[Value]:
    """Find figures right, as the first of two people. All of them or none.

    vintages: which vintage of each was looked at. Raises Separated for figures this person handed in himself, Stale where another
    vintage has come, NotNow where a figure is not handed in, or the cycle is locked.
    """
    desk = _Desk(by, value_ids, vintages, now)
    desk.must_be(ValueState.FILED)
    desk.must_not_have_filed()
    for one in desk.values:
        one.state, one.checked_by = ValueState.CHECKED.value, by
    return desk.keep("accept.value", Verdict.ACCEPT)


@deed
def sign_values(
    *, by: User, value_ids: Iterable[int], now: datetime, vintages: Mapping[int, int] | None = None
) -> list[Value]:
    """Verify figures that another person has accepted. A filing whose every cell is verified is closed.

    Raises Separated for figures this person accepted or handed in.
    """
    desk = _Desk(by, value_ids, vintages, now)
    desk.must_be(ValueState.CHECKED)
    desk.must_not_have_filed()
    desk.must_not_have_accepted()
    for one in desk.values:
        one.state, one.verified_by, one.verified_at = ValueState.VERIFIED.value, by, now
    done = desk.keep("sign.value", Verdict.SIGN)
    _close_filings(by, done, now)
    return done


@deed
def return_values(
    *, by: User, reasons: Mapping[int, str], now: datetime, vintages: Mapping[int, int] | None = None
) -> list[Value]:
    """Send figures back, each with its reason; their filing opens again for exactly these cells."""
    desk = _Desk(by, reasons, vintages, now)
    desk.must_be(ValueState.FILED, ValueState.CHECKED, ValueState.VERIFIED)
    told = {key: clean(reason).strip() for key, reason in reasons.items()}
    desk.refuse(Refused, lambda value, where: [] if told[value.pk] else [_no_reason(where)])
    for one in desk.values:
        one.state, one.checked_by, one.verified_by, one.verified_at = (
            ValueState.RETURNED.value,
            None,
            None,
            None,
        )
        chain = one.filing.supplier.key
        keep(one, by=by, deed="return.value", chain=chain, at=now, reason=told[one.pk])
        row = Review(
            value=one, vintage=one.vintage, verdict=Verdict.RETURN.value, reason=told[one.pk], by=by, at=now
        )
        keep(row, by=by, deed="return.review", chain=chain, at=now)
    _open_filings(by, desk.values, now)
    return desk.values


class _Desk:
    """The figures of one deed, with what can be said against it."""

    def __init__(
        self, by: User, ids: Iterable[int], vintages: Mapping[int, int] | None, now: datetime
    ) -> None:
        self.by, self.now, wanted = by, now, set(ids)
        within = verified_at(by, Permission.VALUE_VERIFY, timezone.localdate(now))
        found = Value.objects.filter(within, pk__in=wanted).select_related(
            "filing__cycle__scheme_version", "filing__supplier"
        )
        self.values = list(found.order_by("pk"))
        if len(self.values) != len(wanted):
            raise NotYours(problem("not-yours", "其中有不归您单位认定的数。", "some of these are not your body's to verify.",
                                   "刷新页面重新选择。", "reload the page and choose again."))  # fmt: skip
        if vintages is not None:
            self.refuse(
                Stale,
                lambda value, where: [] if vintages.get(value.pk) == value.vintage else [_another(where)],
            )
        self.refuse(
            NotNow,
            lambda value, where: (
                [] if value.filing.cycle.state == CycleState.OPEN.value else [_locked(where)]
            ),
        )

    def must_be(self, *states: ValueState) -> None:
        """Raises NotNow with every figure in another state."""
        allowed = {one.value for one in states}
        self.refuse(NotNow, lambda value, where: [] if value.state in allowed else [_wrong_state(where)])

    def must_not_have_filed(self) -> None:
        """Raises Separated with every figure this person changed or handed in."""
        rows = Vintage.objects.filter(value__in=[one.pk for one in self.values], by=self.by).values_list(
            "value", "number"
        )
        mine = set(rows)
        self.refuse(
            Separated,
            lambda value, where: (
                [_own(where)]
                if (value.pk, value.vintage) in mine or value.changed_by_id == self.by.pk
                else []
            ),
        )

    def must_not_have_accepted(self) -> None:
        """Raises Separated with every figure this person accepted."""
        self.refuse(
            Separated, lambda value, where: [_twice(where)] if value.checked_by_id == self.by.pk else []
        )

    def refuse(self, kind: type[Refused], objection: Objection) -> None:
        """Raises that refusal with everything the objection says of any figure."""
        found = [said for one in self.values for said in objection(one, Words("", ""))]
        if found:
            raise kind([said for value, where in self._named() for said in objection(value, where)])

    def _named(self) -> Iterator[tuple[Value, Words]]:
        names = names_of([one.organisation_id for one in self.values], timezone.localdate(self.now))
        for one in self.values:
            title = parsed(one.filing.cycle.scheme_version).facts[one.fact].title
            name = names[one.organisation_id]
            yield one, Words(f"{name.in_('zh')} {title.in_('zh')}", f"{name.in_('en')}, {title.in_('en')}")

    def keep(self, deed: str, verdict: Verdict) -> list[Value]:
        """Write the figures and a verdict on each."""
        chains = {id(one): one.filing.supplier.key for one in self.values}
        keep_all(self.values, by=self.by, deed=deed, chain=chains, at=self.now)
        rows = [
            Review(value=one, vintage=one.vintage, verdict=verdict.value, by=self.by, at=self.now)
            for one in self.values
        ]
        chains = {id(row): one.filing.supplier.key for row, one in zip(rows, self.values, strict=True)}
        keep_all(rows, by=self.by, deed=deed.replace(".value", ".review"), chain=chains, at=self.now)
        return self.values


def _close_filings(by: User, values: Sequence[Value], now: datetime) -> None:
    """A filing whose every cell is verified."""
    touched = Filing.objects.filter(
        pk__in={one.filing_id for one in values}, state=FilingState.SUBMITTED.value
    )
    for one in touched.exclude(
        pk__in=Value.objects.exclude(state=ValueState.VERIFIED.value).values("filing")
    ).select_related("supplier"):
        one.state = FilingState.CLOSED.value
        keep(one, by=by, deed="close.filing", chain=one.supplier.key, at=now)


def _open_filings(by: User, values: Sequence[Value], now: datetime) -> None:
    touched = Filing.objects.filter(pk__in={one.filing_id for one in values}).exclude(
        state=FilingState.OPEN.value
    )
    for one in touched.select_related("supplier"):
        one.state = FilingState.OPEN.value
        keep(one, by=by, deed="reopen.filing", chain=one.supplier.key, at=now)


def _no_reason(where: Words) -> Problem:
    return problem("reason-missing", f"{where.zh}：退回要写理由。", f"{where.en}: returning it takes a reason.",
                   "写明哪里不对、要补什么。", "say what is wrong and what is to be added.")  # fmt: skip


def _another(where: Words) -> Problem:
    return problem("another-vintage", f"{where.zh}：您看过以后又报了新数。", f"{where.en}: a new figure has come since you looked.",
                   "看一遍新数再认定。", "look at the new figure first.")  # fmt: skip


def _locked(where: Words) -> Problem:
    return problem("cycle-locked", f"{where.zh}：周期已锁定，不再认定。", f"{where.en}: the cycle is locked.",
                   "锁定后只能由两人更正。", "after the lock figures change by a correction of two people only.")  # fmt: skip


def _wrong_state(where: Words) -> Problem:
    return problem("wrong-state", f"{where.zh}：现在的状态不能这样办。", f"{where.en}: this cannot be done with it as it stands.",
                   "刷新页面看现在的状态。", "reload the page to see where it stands.")  # fmt: skip


def _own(where: Words) -> Problem:
    return problem("own-figure", f"{where.zh}：是您自己填报的。", f"{where.en}: you filed it yourself.",
                   "谁报数，谁不认定：请另一人办理。", "who supplies does not verify: let another person do it.")  # fmt: skip


def _twice(where: Words) -> Problem:
    return problem("same-person", f"{where.zh}：初认是您办的。", f"{where.en}: you accepted it.",
                   "签认须由另一人办理。", "another person has to sign it.")  # fmt: skip
