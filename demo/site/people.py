"""Bodies with their figures, and who signs in for them: a post and a surname, nobody real."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from django.contrib.auth.hashers import make_password

from demo.site import PASSWORD
from kaoping.exact import canonical_text
from kaoping.tables import Organisation as Body
from kaoping_web.journal.services import keep_all
from kaoping_web.organisations.models import Figure, Grant, Organisation, Standing, User
from kaoping_web.organisations.roles import Role

START = date(2020, 1, 1)
SURNAMES = "陈林周董孙钱吴郑王冯褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
OFFICE = (
    ("kao", "考科员", Role.OFFICE), ("zhouzhuren", "周主任", Role.OFFICE_HEAD), ("liquzhang", "李区长", Role.LEADER),
    ("zhaoducha", "赵督查", Role.SUPERVISOR), ("jijian", "纪检员", Role.INSPECTOR), ("shenji", "审计员", Role.AUDITOR),
    ("xitong", "系统管理员", Role.SYSTEM_ADMIN), ("anquan", "安全管理员", Role.SECURITY_ADMIN), ("shenjiguanli", "审计管理员", Role.AUDIT_ADMIN),
)  # fmt: skip
TOWN_KINDS = ("subdistrict", "town", "rural", "zone")


def settle(
    bodies: Iterable[Body], suppliers: Iterable[str], at: datetime
) -> tuple[dict[str, Organisation], dict[str, User]]:
    """Found every body, name it, give it its figures, and let its people in."""
    bodies = [
        *bodies,
        Body(
            "third_party", "第三方调查机构", "survey_body", "yunlan", {"english": "Third-party survey body"}
        ),
    ]
    made = _founded(bodies, at)
    people = _people(bodies, made, set(suppliers), at)
    return made, people


def _founded(bodies: list[Body], at: datetime) -> dict[str, Organisation]:
    rows = {one.key: Organisation(key=one.key, founded_on=START, assesses=not one.parent) for one in bodies}
    keep_all(list(rows.values()), by=None, deed="found.organisation", chain="yunlan", at=at)
    paths: dict[str, str] = {}
    standings, figures = [], []
    for position, one in enumerate(bodies):
        row = rows[one.key]
        paths[one.key] = f"{paths.get(one.parent, '/')}{row.pk}/"
        standings.append(
            Standing(organisation=row, title=one.title, english=str(one.attributes.get("english", "")), kind=one.kind,
                     parent=rows.get(one.parent), path=paths[one.key], position=position, starts=START)
        )  # fmt: skip
        for name, value in one.attributes.items():
            if name != "english":
                number = isinstance(value, Fraction)
                figures.append(
                    Figure(
                        organisation=row,
                        name=name,
                        text=canonical_text(value) if isinstance(value, Fraction) else str(value),
                        is_number=number,
                        starts=START,
                    )
                )
    keep_all(standings, by=None, deed="name.organisation", chain="yunlan", at=at)
    keep_all(figures, by=None, deed="set.figure", chain="yunlan", at=at)
    return rows


def _people(
    bodies: list[Body], made: dict[str, Organisation], suppliers: set[str], at: datetime
) -> dict[str, User]:
    posts: list[tuple[str, str, Organisation, Role]] = [
        (name, shown, made["yunlan"], role) for name, shown, role in OFFICE
    ]
    for number, one in enumerate(one for one in bodies if one.key in suppliers or one.kind in TOWN_KINDS):
        surname = SURNAMES[number % len(SURNAMES)]
        posts.append(
            (
                one.key,
                f"{surname}科员" if one.key in suppliers else f"{surname}干事",
                made[one.key],
                Role.REPORTER,
            )
        )
        if one.key in suppliers:
            posts.append(
                (
                    f"{one.key}-v",
                    f"{SURNAMES[(number + 7) % len(SURNAMES)]}科长",
                    made[one.key],
                    Role.VERIFIER,
                )
            )
            posts.append(
                (
                    f"{one.key}-w",
                    f"{SURNAMES[(number + 19) % len(SURNAMES)]}局长",
                    made[one.key],
                    Role.VERIFIER,
                )
            )
        else:
            posts.append(
                (
                    f"{one.key}-h",
                    f"{surname}主任" if one.kind == "subdistrict" else f"{surname}镇长",
                    made[one.key],
                    Role.UNIT_HEAD,
                )
            )
    hashed = make_password(PASSWORD)
    people = {
        name: User(username=name, display_name=shown, password=hashed, password_set_at=at)
        for name, shown, _, _ in posts
    }
    keep_all(list(people.values()), by=None, deed="add.person", chain="yunlan", at=at)
    grants = [
        Grant(user=people[name], organisation=body, role=role.value, starts=START)
        for name, _, body, role in posts
    ]
    keep_all(grants, by=None, deed="grant.role", chain="yunlan", at=at)
    return people
