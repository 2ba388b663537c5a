"""Refusals that several services of this room share."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.policy import may
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import Refused, problem


class NotYours(Refused):
    """The person may not do it for this body."""

    status = 403


def must(by: User | None, permission: Permission, organisation: Organisation | int, now: datetime) -> None:
    """Raises NotYours unless the person may. Nobody (a clock, a command) may everything."""
    if by is not None and not may(by, permission, timezone.localdate(now), organisation):
        raise NotYours(
            problem("not-allowed", "您的岗位不办这件事。", "your role does not do this.",
                    "如应由您办理，请与本单位负责人联系。", "if it should be yours, ask the head of your unit.")
        )  # fmt: skip
