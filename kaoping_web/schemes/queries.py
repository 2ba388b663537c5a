"""Which versions a person sees, and what a version's text says: read, checked and kept by digest."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from kaoping import Problem, Scheme, check, read_scheme_text
from kaoping.errors import SchemeError
from kaoping_web import clock
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, problem
from kaoping_web.schemes.models import SchemeVersion, VersionState

KEPT = 64
"""How many texts are kept as read: a city of a dozen hosts has fewer in use."""
PUBLIC = (VersionState.LOCKED.value, VersionState.CLOSED.value)
RELATED = ("scheme__host", "drafted_by", "sent_by", "approved_by", "based_on")


# rows ---------------------------------------------------------------------------------------------------


def versions_for(user: User | AnonymousUser, on: date | None = None) -> QuerySet[SchemeVersion]:
    """The versions a person may open: locked and closed ones for whoever reads schemes; the others for those who draft
    or approve at their host."""
    day = on or clock.today()
    seen = Q(state__in=PUBLIC) & scope(user, Permission.SCHEME_READ, day).of("scheme__host")
    for permission in (Permission.SCHEME_DRAFT, Permission.SCHEME_APPROVE):
        seen |= scope(user, permission, day).of("scheme__host")
    return SchemeVersion.objects.filter(seen).select_related(*RELATED)


def listed(user: User, on: date | None = None) -> list[SchemeVersion]:
    """The same for a list: newest first within each scheme, without their texts."""
    return list(
        versions_for(user, on)
        .defer("text", "based_on__text")
        .order_by("scheme__host_id", "scheme__key", "-number")
    )


def locked_version(host: Organisation, key: str) -> SchemeVersion | None:
    """The version of a scheme that is in force at its host; None where none is locked."""
    return (
        SchemeVersion.objects.filter(scheme__host=host, scheme__key=key, state=VersionState.LOCKED.value)
        .select_related(*RELATED)
        .first()
    )


def siblings(user: User, version: SchemeVersion, on: date | None = None) -> list[SchemeVersion]:
    """Every version of the same scheme that this person may open, newest first, without their texts."""
    return list(
        versions_for(user, on)
        .filter(scheme=version.scheme_id)
        .defer("text", "based_on__text")
        .order_by("-number")
    )


# texts --------------------------------------------------------------------------------------------------


def digest_of(text: str) -> str:
    """The SHA-256 of a scheme's text, as the journal protects it."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(version: SchemeVersion) -> str:
    """The text of a version. Raises NotNow where it is not the text that the journal vouches for."""
    if digest_of(version.text) != version.digest:
        raise NotNow(
            problem(
                "text-changed", f"《{version.title}》第 {version.number} 版的文本与留痕所记的摘要不符：有人绕过系统改动了数据库。",
                f"the text of version {version.number} of “{version.english or version.title}” is not the one whose digest the journal holds: "
                "the database was changed from outside.",
                "请从备份恢复这一版的文本，并告知审计管理员。", "restore the text of this version from a backup, and tell the audit administrator.",
            )
        )  # fmt: skip
    return version.text


def parsed(version: SchemeVersion) -> Scheme:
    """The scheme a version says. Raises NotNow where its text was changed past the journal, SchemeError where it cannot be read."""
    kept = _by_digest.get(version.digest) if "text" in version.get_deferred_fields() else None
    if kept is None:
        kept = read(text_of(version))
        if len(_by_digest) >= KEPT:
            _by_digest.clear()
        _by_digest[version.digest] = kept
    return kept


_by_digest: dict[str, Scheme] = {}
"""What was read, by the digest the journal vouches for: who did not load the text (a hundred kilobytes) needs none."""


@lru_cache(maxsize=KEPT)
def read(text: str) -> Scheme:
    """A text as a scheme, read once. Raises SchemeError with every problem."""
    return read_scheme_text(text)


def findings_of(text: str) -> tuple[Problem, ...]:
    """Everything the checker says of a text: what keeps it from being read, else errors, warnings and notes of the scheme."""
    return _findings(text)


@lru_cache(maxsize=KEPT)
def _findings(text: str) -> tuple[Problem, ...]:
    try:
        return check(read(text))
    except SchemeError as error:
        return tuple(error.problems)


def hosts_to_draft_for(user: User, on: date) -> list[Organisation]:
    """The assessing bodies for which this person drafts schemes."""
    within = scope(user, Permission.SCHEME_DRAFT, on).of("pk")
    return list(Organisation.objects.filter(within, assesses=True, closed_on=None).order_by("key"))


def drafts_of(user: User, on: date) -> QuerySet[SchemeVersion]:
    """The versions of the hosts for which this person drafts."""
    return SchemeVersion.objects.filter(
        scope(user, Permission.SCHEME_DRAFT, on).of("scheme__host")
    ).select_related(*RELATED)


def to_decide_for(user: User, on: date) -> QuerySet[SchemeVersion]:
    """The versions of the hosts for which this person approves."""
    return SchemeVersion.objects.filter(
        scope(user, Permission.SCHEME_APPROVE, on).of("scheme__host")
    ).select_related(*RELATED)


def open_version(version: SchemeVersion) -> SchemeVersion | None:
    """The version of the same scheme that is still being made, if there is one."""
    finished = (VersionState.LOCKED.value, VersionState.CLOSED.value)
    return (
        SchemeVersion.objects.filter(scheme=version.scheme_id)
        .exclude(state__in=finished)
        .defer("text", "based_on__text")
        .first()
    )
