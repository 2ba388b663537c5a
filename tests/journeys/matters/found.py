"""`python -m tests.journeys.matters.found`: the small district, a second person of the supervision office, a clerk in every village."""

from __future__ import annotations

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.management import call_command  # noqa: E402

from kaoping_web.journal.services import keep  # noqa: E402
from kaoping_web.organisations.models import Grant, User  # noqa: E402
from kaoping_web.organisations.roles import Role  # noqa: E402
from tests.web.cast import NOW, PASSWORD, START, District, settle  # noqa: E402

MORE = (("qin", "秦督查", "xiaoyun", Role.SUPERVISOR), ("linxi", "临溪文书", "anping_v2", Role.UNIT_HEAD))


def join(district: District, password_hash: str) -> None:
    """Those whom the cast lacks."""
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    for name, shown, body, role in MORE:
        user = User(username=name, display_name=shown, password=password_hash, password_set_at=NOW)
        keep(user, deed="add.person", **made)
        grant = Grant(user=user, organisation=district.bodies[body], role=role.value, starts=START)
        keep(grant, deed="grant.role", **made)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    hashed = make_password(PASSWORD)
    join(settle(hashed), hashed)
