"""Why a deed was not done. A service raises; the page says what, where and how to mend it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaoping.errors import NOWHERE, KaopingError, Place, Problem, Severity, Words


class Refused(KaopingError):
    """A deed that was not done. `status` is what HTTP calls it."""

    status = 422


class NotAllowed(Refused):
    """The person's roles do not reach this."""

    status = 403


class NotNow(Refused):
    """The state or the calendar does not allow it."""

    status = 409


class Stale(Refused):
    """Somebody else changed it in the meantime. `theirs` is what stands there now, `yours` what was sent."""

    status = 409

    def __init__(self, problems: Problem | Iterable[Problem], clashes: Iterable[Clash] = ()) -> None:
        super().__init__(problems)
        self.clashes = tuple(clashes)


class Separated(Refused):
    """One person may not do both: supply and approve, score and decide, grant to oneself."""

    status = 409


@dataclass(frozen=True)
class Clash:
    """One field that two people changed."""

    title: Words
    theirs: str
    yours: str


def problem(
    code: str,
    zh: str,
    en: str,
    mend_zh: str = "",
    mend_en: str = "",
    place: Place = NOWHERE,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """A finding in both languages."""
    return Problem(code, Words(zh, en), Words(mend_zh, mend_en), place, severity)
