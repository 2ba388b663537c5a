"""Signing in: five failures close the door for fifteen minutes, and no answer tells which part was wrong.

The password is hashed outside the deed, as slowly for a name that nobody has as for one that somebody has. The count is
kept inside, so that a hundred attempts at once are counted one after another.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kaoping.errors import Problem
from kaoping_web.journal.services import keep, record
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import User
from kaoping_web.organisations.queries.people import chain_of
from kaoping_web.refusals import Refused, problem

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
STEP = 30  # seconds a code of the second factor holds


def attempt(*, username: str, password: str, code: str, now: datetime) -> User:
    """The person who may be signed in now. Raises Refused with one answer for whatever is wrong."""
    person = User.objects.filter(username=username).first()
    if person is None or not person.has_usable_password():
        make_password(password)
        right = False
    else:
        right = check_password(password, person.password)
    signed = _counted(
        person_id=person.pk if person else 0,
        seen_hash=person.password if person else "",
        right=right,
        code=code,
        now=now,
    )
    if signed is None:
        raise Refused(not_signed_in())
    return signed


@deed
def _counted(*, person_id: int, seen_hash: str, right: bool, code: str, now: datetime) -> User | None:
    """Write down how it went; the person where he may come in."""
    person = User.objects.filter(pk=person_id).select_related("home").first()
    if person is None:
        record(by=None, deed="fail.sign_in", chain=settings.OWN_CHAIN, at=now)
        return None
    chain = chain_of(person)
    closed = person.locked_until is not None and now < person.locked_until
    if closed or not person.is_active:
        record(by=None, deed="fail.sign_in", chain=chain, at=now, reason=f"u-{person.pk}")
        return None
    # A lock that has run out starts the count anew.
    failures = 0 if person.locked_until is not None else person.failures
    step = _accepted_step(person, code, now)
    if not right or person.password != seen_hash or step is None:
        _failed(person, failures + 1, chain, now)
        return None
    User.objects.filter(pk=person.pk).update(failures=0, locked_until=None, totp_used=step, last_login=now)
    record(by=person, deed="sign.in", chain=chain, at=now)
    return person


def _failed(person: User, failures: int, chain: str, now: datetime) -> None:
    locks = failures >= MOST_FAILURES
    User.objects.filter(pk=person.pk).update(
        failures=failures, locked_until=now + LOCKED_FOR if locks else None
    )
    record(by=None, deed="fail.sign_in", chain=chain, at=now, reason=f"u-{person.pk}")
    if locks:
        record(by=None, deed="lock.sign_in", chain=chain, at=now, reason=f"u-{person.pk}")


def _accepted_step(person: User, code: str, now: datetime) -> int | None:
    """The time step whose code it is, where that is still to be taken; what was taken last where no second factor is set."""
    if not person.totp_secret:
        return person.totp_used
    return step_of(person.totp_secret, code, now, person.totp_used)


def step_of(secret: str, code: str, now: datetime, used: int) -> int | None:
    """The step, now or one before or after, whose code this is and that comes after `used`."""
    typed, current, found = "".join(code.split()), int(now.timestamp()) // STEP, None
    for step in (current - 1, current, current + 1):
        same = hmac.compare_digest(pyotp.TOTP(secret).at(step * STEP).encode(), typed.encode())
        if same and step > used:
            found = step
    return found


@deed
def sign_in_for_demo(*, person_id: int, now: datetime) -> User:
    """One click, in a demo only."""
    person = User.objects.filter(pk=person_id, is_active=True).select_related("home").first()
    if not settings.DEMO or person is None:
        raise Refused(not_signed_in())
    record(by=person, deed="sign.in", chain=chain_of(person), at=now, reason="demo")
    return person


@deed
def signed_out(*, by: User, now: datetime) -> None:
    """Write it down."""
    record(by=by, deed="sign.out", chain=chain_of(by), at=now)


def change_password(*, by: User, old: str, new: str, again: str, now: datetime) -> User:
    """His own, knowing the old one; sessions elsewhere end. Raises Refused with everything that is wrong."""
    problems = []
    if not check_password(old, by.password):
        problems.append(
            problem(
                "password-old", "原密码不对。", "the old password is wrong.", "重新输入。", "type it again."
            )
        )
    if new != again:
        problems.append(
            problem(
                "password-again",
                "两次输入的新密码不同。",
                "the new passwords differ.",
                "重新输入。",
                "type it again.",
            )
        )
    if new == old:
        problems.append(
            problem(
                "password-same",
                "新密码与原密码相同。",
                "the new password is the old one.",
                "另取一个。",
                "choose another.",
            )
        )
    problems += _of_password(new, by)
    if problems:
        raise Refused(problems)
    return _store_password(by=by, seen_hash=by.password, password_hash=make_password(new), now=now)


@deed
def _store_password(*, by: User, seen_hash: str, password_hash: str, now: datetime) -> User:
    person = User.objects.select_related("home").get(pk=by.pk)
    if person.password != seen_hash:
        raise Refused(
            problem(
                "password-old", "原密码不对。", "the old password is wrong.", "重新输入。", "type it again."
            )
        )
    person.password, person.must_change_password, person.password_set_at = password_hash, False, now
    person.epoch += 1
    return keep(person, by=person, deed="change.password", chain=chain_of(person), at=now)


@deed
def set_second_factor(*, by: User, secret: str, code: str, now: datetime) -> User:
    """A second factor from now on; the code shows that the secret has arrived in the telephone."""
    person = User.objects.select_related("home").get(pk=by.pk)
    step = step_of(secret, code, now, 0)
    if step is None:
        raise Refused(problem("second-factor-code", "动态码不对。", "the code is wrong.",
                              "核对手机时间，等下一个动态码再试。", "see that the telephone's time is right, and try the next code."))  # fmt: skip
    person.totp_secret, person.totp_used = secret, step
    person.epoch += 1
    return keep(person, by=person, deed="set.second_factor", chain=chain_of(person), at=now)


@deed
def end_other_sessions(*, by: User, now: datetime) -> User:
    """Whoever else is signed in as him is signed out at the next request."""
    person = User.objects.select_related("home").get(pk=by.pk)
    person.epoch += 1
    return keep(person, by=person, deed="end.sessions", chain=chain_of(person), at=now)


def not_signed_in() -> Problem:
    """The one answer."""
    return problem(
        "not-signed-in", "没有登录：用户名、密码或动态码不对，或账号暂时锁定、已经停用。",
        "not signed in: the name, password or code is wrong, or the account is locked for a while or disabled.",
        f"核对后再试。连续 {MOST_FAILURES} 次不对，锁定 {LOCKED_FOR.seconds // 60} 分钟；仍不行的，请系统管理员重置。",
        f"check them and try again. After {MOST_FAILURES} failures in a row the account is locked for "
        f"{LOCKED_FOR.seconds // 60} minutes; the system administrator can reset it.",
    )  # fmt: skip


_REFUSED_PASSWORDS = {
    "password_too_short": (
        "新密码太短，至少 10 个字符。",
        "the new password is too short: at least 10 characters.",
    ),
    "password_too_common": ("新密码太常见。", "the new password is too common."),
    "password_entirely_numeric": ("新密码不能全是数字。", "the new password must not be all digits."),
    "password_too_similar": ("新密码与用户名或姓名太像。", "the new password is too much like the name."),
}


def _of_password(new: str, person: User) -> list[Problem]:
    try:
        validate_password(new, person)
    except ValidationError as wrong:
        found = [
            _REFUSED_PASSWORDS.get(
                one.code or "", ("新密码不合要求。", "the new password is not good enough.")
            )
            for one in wrong.error_list
        ]
        return [
            problem("password-weak", zh, en, "换一个更长、不常见的。", "choose a longer and less common one.")
            for zh, en in found
        ]
    return []
