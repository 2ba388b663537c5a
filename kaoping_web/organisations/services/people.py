"""People: added, disabled and enabled by the system administrator, who grants nothing; passwords for one use."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from kaoping.errors import Problem
from kaoping_web.journal.services import keep
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.queries.people import chain_of, people_seen
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, Separated, problem

USERNAME = re.compile(r"[^\W_][\w.@-]{1,59}")
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another on paper."""


def one_time_password() -> str:
    """Four groups of four: about 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@deed
def add_person(
    *,
    by: User | None,
    username: str,
    display_name: str,
    home_id: int,
    password_hash: str,
    now: datetime,
    reason: str = "",
) -> User:
    """Somebody who can sign in, with no role yet. `password_hash`: of a password for one use, hashed before."""
    home = Organisation.objects.filter(pk=home_id).first()
    problems = [*_of_name(username), *_of_shown(display_name)]
    if home is None or (
        by is not None and not may(by, Permission.PEOPLE_CHANGE, timezone.localdate(now), home)
    ):
        problems.append(_not_yours())
    if problems:
        raise Refused(problems)
    assert home is not None
    row = User(
        username=username, display_name=display_name.strip(), home=home, password=password_hash, must_change_password=True,
        password_set_at=now,
    )  # fmt: skip
    return keep(row, by=by, deed="add.person", chain=home.key, at=now, reason=reason)


@deed
def disable_person(*, by: User, person_id: int, seen: int, reason: str, now: datetime) -> User:
    """He cannot sign in any more, and his sessions end at their next request. Roles stay as they were."""
    person = _person(by, person_id, now)
    problems = [*_of_reason(reason)]
    if not person.is_active:
        problems.append(
            problem("person-already-disabled", "这个人已经停用。", "this person is disabled already.")
        )
    if problems:
        raise Refused(problems)
    person.is_active = False
    person.epoch += 1
    return keep(
        person, by=by, deed="disable.person", chain=chain_of(person), at=now, reason=reason, seen=seen
    )


@deed
def enable_person(*, by: User, person_id: int, seen: int, reason: str, now: datetime) -> User:
    """He can sign in again."""
    person = _person(by, person_id, now)
    problems = [*_of_reason(reason)]
    if person.is_active:
        problems.append(problem("person-already-enabled", "这个人没有停用。", "this person is not disabled."))
    if problems:
        raise Refused(problems)
    person.is_active = True
    person.failures, person.locked_until = 0, None
    return keep(person, by=by, deed="enable.person", chain=chain_of(person), at=now, reason=reason, seen=seen)


@deed
def rename_person(
    *, by: User, person_id: int, seen: int, display_name: str, home_id: int, reason: str, now: datetime
) -> User:
    """Another name as shown, or staff of another body."""
    person = _person(by, person_id, now)
    home = Organisation.objects.filter(pk=home_id).first()
    problems = [*_of_shown(display_name), *_of_reason(reason)]
    if home is None or not may(by, Permission.PEOPLE_CHANGE, timezone.localdate(now), home):
        problems.append(_not_yours())
    if problems:
        raise Refused(problems)
    person.display_name, person.home = display_name.strip(), home
    return keep(person, by=by, deed="rename.person", chain=chain_of(person), at=now, reason=reason, seen=seen)


@deed
def reset_password(
    *, by: User, person_id: int, seen: int, password_hash: str, reason: str, now: datetime
) -> User:
    """A password for one use; his sessions end. The second factor stays: whoever resets the password cannot pass it."""
    person = _person(by, person_id, now)
    if problems := [*_of_reason(reason)]:
        raise Refused(problems)
    person.password, person.must_change_password, person.password_set_at = password_hash, True, now
    person.failures, person.locked_until = 0, None
    person.epoch += 1
    return keep(
        person, by=by, deed="reset.password", chain=chain_of(person), at=now, reason=reason, seen=seen
    )


@deed
def clear_second_factor(*, by: User, person_id: int, seen: int, reason: str, now: datetime) -> User:
    """For a lost telephone. By the security administrator: who resets passwords is somebody else."""
    person = people_seen(by, Permission.GRANTS_CHANGE, timezone.localdate(now)).filter(pk=person_id).first()
    if person is None:
        raise Refused(_not_yours())
    if person.pk == by.pk:
        raise Separated(_own())
    if problems := [*_of_reason(reason)]:
        raise Refused(problems)
    person.totp_secret, person.totp_used = "", 0
    person.epoch += 1
    return keep(
        person, by=by, deed="clear.second_factor", chain=chain_of(person), at=now, reason=reason, seen=seen
    )


def _person(by: User, person_id: int, now: datetime) -> User:
    """Somebody else whom this administrator may change."""
    found = people_seen(by, Permission.PEOPLE_CHANGE, timezone.localdate(now)).filter(pk=person_id).first()
    if found is None:
        raise Refused(_not_yours())
    if found.pk == by.pk:
        raise Separated(_own())
    return found


def _of_name(username: str) -> Iterator[Problem]:
    if not USERNAME.fullmatch(username) or not unicodedata.is_normalized("NFKC", username):
        yield problem(
            "person-name", "登录名不合写法。", "the name to sign in with is not well written.",
            "用 2–60 个字母、数字、汉字或 . _ @ -，以字母、数字或汉字开头。", "use 2 to 60 letters, digits or . _ @ -, a letter or digit first.",
        )  # fmt: skip
    elif User.objects.filter(username__iexact=username).exists():
        yield problem(
            "person-name-taken",
            f"登录名“{username}”已有人用。",
            f"the name “{username}” is taken.",
            "另取一个。",
            "choose another.",
        )


def _of_shown(display_name: str) -> Iterator[Problem]:
    if not display_name.strip():
        yield problem("person-shown", "没有写姓名。", "no name is given.", "填姓名。", "enter the name.")


def _of_reason(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield problem(
            "no-reason",
            "没有写原因。",
            "no reason is given.",
            "写一句原因或文件依据。",
            "give the reason or the paper in a sentence.",
        )


def _not_yours() -> Problem:
    return problem("person-not-yours", "这个人或这个机构不在您的管理范围内。", "this person or body is not within what you administer.",
                   "请其所在机构的管理员办理。", "ask the administrator of that body.")  # fmt: skip


def _own() -> Problem:
    return problem(
        "person-self",
        "不能办理自己的账号。",
        "nobody administers his own account.",
        "请另一位管理员办理。",
        "ask another administrator.",
    )
