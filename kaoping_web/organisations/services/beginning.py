"""The first deed of an installation: the assessing body and the three administrators, each somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from kaoping.errors import Words
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Grant, Organisation, Standing, User
from kaoping_web.organisations.roles import Role
from kaoping_web.refusals import NotNow, problem

ADMINISTRATORS: Mapping[str, tuple[Role, Words]] = {
    "system": (Role.SYSTEM_ADMIN, Words("系统管理员", "System administrator")),
    "security": (Role.SECURITY_ADMIN, Words("安全管理员", "Security administrator")),
    "audit": (Role.AUDIT_ADMIN, Words("审计管理员", "Audit administrator")),
}


@deed
def begin(
    *, key: str, title: str, english: str, kind: str, founded: date, hashed: Mapping[str, str], now: datetime
) -> Organisation:
    """Found the body and add its administrators. `hashed`: a one-time password for each. Raises NotNow where somebody is here already."""
    if Organisation.objects.exists() or User.objects.exists():
        raise NotNow(
            problem("begun", "这里已经有机构和人员。", "there are bodies and people here already.",
                    "在“机构”“人员与岗位”页上办理。", "use the pages of bodies and people.")
        )  # fmt: skip
    body = keep(
        Organisation(key=key, founded_on=founded, assesses=True),
        by=None,
        deed="found.organisation",
        chain=key,
        at=now,
    )
    standing = Standing(
        organisation=body, title=title, english=english, kind=kind, path=f"/{body.pk}/", starts=founded
    )
    keep(standing, by=None, deed="name.organisation", chain=key, at=now)
    people = [
        User(
            username=name,
            display_name=words.zh,
            password=hashed[name],
            password_set_at=now,
            must_change_password=True,
        )
        for name, (_, words) in ADMINISTRATORS.items()
    ]
    keep_all(people, by=None, deed="add.person", chain=key, at=now)
    grants = [
        Grant(user=one, organisation=body, role=ADMINISTRATORS[one.username][0].value, starts=founded)
        for one in people
    ]
    keep_all(grants, by=None, deed="grant.role", chain=key, at=now)
    return body
