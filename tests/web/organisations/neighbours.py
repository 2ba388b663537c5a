"""A second district beside the first, with one person."""

from __future__ import annotations

from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import Grant, Organisation, Standing, User
from kaoping_web.organisations.roles import Role
from tests.web.cast import NOW, START, District


def another_district(district: District) -> User:
    """Otherland, which nobody of the first district administers; its reporter."""
    made = {"by": None, "chain": "otherland", "at": NOW}
    body = keep(
        Organisation(key="otherland", founded_on=START, assesses=True), deed="found.organisation", **made
    )
    keep(
        Standing(
            organisation=body,
            title="外区",
            english="Otherland",
            kind="district",
            path=f"/{body.pk}/",
            starts=START,
        ),
        deed="name.organisation",
        **made,
    )
    person = keep(
        User(username="stranger", display_name="外区人员", home=body, password="!", password_set_at=NOW),
        deed="add.person",
        **made,
    )
    keep(
        Grant(user=person, organisation=body, role=Role.REPORTER.value, starts=START),
        deed="grant.role",
        **made,
    )
    return person
