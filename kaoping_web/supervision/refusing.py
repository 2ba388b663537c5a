"""Refusals that several services of this room share."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import grants_of, may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, Separated, problem
from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.words import STATE_WORDS


class NotYours(Refused):
    """The person may not do it for this body."""

    status = 403


def must(by: User, permission: Permission, organisation: Organisation | int | None, now: datetime) -> None:
    """Raises NotYours unless the person may do it for this body."""
    if organisation is None or not may(by, permission, timezone.localdate(now), organisation):
        raise NotYours(
            problem("not-allowed", "您的岗位不办这件事。", "your role does not do this.",
                    "如应由您办理，请与本单位负责人联系。", "if it should be yours, ask the head of your unit.")
        )  # fmt: skip


def in_state(matter: Matter, *allowed: str) -> None:
    """Raises NotNow where the matter is in another state."""
    if matter.state not in allowed:
        is_now = STATE_WORDS[matter.state]
        raise NotNow(
            problem("matter-state", f"{matter.code} 现在是“{is_now.zh}”，不能这样办。", f"{matter.code} is {is_now.en} now: this cannot be done.",
                    "看一眼事项页上现在可以办的。", "see on its page what can be done now.")
        )  # fmt: skip


def bodies_of_person(by: User, day: date) -> set[int]:
    """The bodies whose person somebody is: his home and wherever he holds a role that day."""
    own = {one.organisation_id for one in grants_of(by, day)}
    return own | {by.home_id} if by.home_id else own


def not_of_the_owner(by: User, matter: Matter, now: datetime) -> None:
    """Raises Separated for a person of the owner or of a co-owner, and for whoever reported on the matter himself."""
    owners = {
        matter.owner_id,
        *matter.co_owners.filter(is_withdrawn=False).values_list("organisation_id", flat=True),
    }
    if owners & bodies_of_person(by, timezone.localdate(now)):
        raise Separated(
            problem("own-matter", "承办单位的人不能核查、核销自己的事项。", "people of the owner neither check nor close its matters.",
                    "由督查机构或承办单位以外的人办理。", "let the supervision office, or somebody outside the owner, do it.")
        )  # fmt: skip
    if matter.moves.filter(by=by, kind__in=("report", "claim")).exists():
        raise Separated(
            problem("own-report", "谁报进度、报办结，谁不核查、不核销。", "who reported on a matter neither checks nor closes it.",
                    "请另一位办理。", "let somebody else do it.")
        )  # fmt: skip


def needed(value: str, code: str, zh: str, en: str) -> str:
    """A text that may not be empty."""
    plain = value.strip()
    if not plain:
        raise Refused(
            problem(code, f"{zh}没有写。", f"the {en} is missing.", f"写明{zh}。", f"write the {en}.")
        )
    return plain
