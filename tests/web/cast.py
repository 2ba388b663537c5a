"""A small district with a fixed cast: Anping files and Bincheng is its neighbour, who must see nothing.

小云区 (xiaoyun) assesses three townships (anping, bincheng, cuiyun; anping has the villages anping_v1 and anping_v2); the
bureaus development_reform, statistics and finance supply and verify. Everybody's password is PASSWORD.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kaoping_web.journal.services import keep_all
from kaoping_web.organisations.models import Grant, Organisation, Standing, User
from kaoping_web.organisations.roles import Role

SCHEME = Path(__file__).with_name("small.yaml")
PASSWORD = "correct horse battery"
NOW = datetime(2026, 4, 7, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai, a Tuesday
START = date(2020, 1, 1)
BODIES = (
    ("xiaoyun", "小云区", "Xiaoyun District", "district", ""),
    ("development_reform", "区发改局", "Development and Reform Bureau", "department", "xiaoyun"),
    ("statistics", "区统计局", "Statistics Bureau", "department", "xiaoyun"),
    ("finance", "区财政局", "Finance Bureau", "department", "xiaoyun"),
    ("anping", "安平镇", "Anping", "town", "xiaoyun"),
    ("bincheng", "滨城镇", "Bincheng", "town", "xiaoyun"),
    ("cuiyun", "翠云镇", "Cuiyun", "town", "xiaoyun"),
    ("anping_v1", "安平村", "Anping Village", "village", "anping"),
    ("anping_v2", "临溪村", "Linxi Village", "village", "anping"),
)
CAST = (
    ("chen", "陈科员", "development_reform", Role.REPORTER),
    ("qian", "钱科员", "finance", Role.REPORTER),
    ("sun", "孙科员", "statistics", Role.REPORTER),
    ("lin", "林科员", "statistics", Role.VERIFIER),
    ("zhou", "周科长", "statistics", Role.VERIFIER),
    ("dong", "董科员", "development_reform", Role.VERIFIER),
    ("an", "安干事", "anping", Role.REPORTER),
    ("anhead", "安镇长", "anping", Role.UNIT_HEAD),
    ("bin", "滨干事", "bincheng", Role.REPORTER),
    ("binhead", "滨镇长", "bincheng", Role.UNIT_HEAD),
    ("cui", "崔干事", "cuiyun", Role.REPORTER),
    ("village", "村文书", "anping_v1", Role.UNIT_HEAD),
    ("kao", "考科员", "xiaoyun", Role.OFFICE),
    ("gao", "高主任", "xiaoyun", Role.OFFICE_HEAD),
    ("leader", "李区长", "xiaoyun", Role.LEADER),
    ("zhao", "赵督查", "xiaoyun", Role.SUPERVISOR),
    ("ji", "纪检员", "xiaoyun", Role.INSPECTOR),
    ("shen", "申审计", "xiaoyun", Role.AUDITOR),
    ("sys", "系统员", "xiaoyun", Role.SYSTEM_ADMIN),
    ("sec", "安全员", "xiaoyun", Role.SECURITY_ADMIN),
    ("aud", "审计员", "xiaoyun", Role.AUDIT_ADMIN),
)


@dataclass(frozen=True)
class District:
    """The bodies by key and the people by the name they sign in with."""

    bodies: dict[str, Organisation]
    people: dict[str, User]

    def __getattr__(self, name: str) -> Organisation | User:
        found = self.bodies.get(name) or self.people.get(name)
        if found is None:
            raise AttributeError(name)
        return found


def settle(password_hash: str) -> District:
    """Found the district: bodies, people and their roles, all in the journal."""
    made = {"by": None, "chain": "xiaoyun", "at": NOW}
    bodies = [Organisation(key=key, founded_on=START, assesses=key == "xiaoyun") for key, *_ in BODIES]
    keep_all(bodies, deed="found.organisation", **made)
    by_key = {one.key: one for one in bodies}
    paths: dict[str, str] = {}
    standings = []
    for position, (key, title, english, kind, parent) in enumerate(BODIES):
        paths[key] = f"{paths.get(parent, '/')}{by_key[key].pk}/"
        standings.append(
            Standing(organisation=by_key[key], title=title, english=english, kind=kind, parent=by_key.get(parent), path=paths[key],
                     position=position, starts=START)
        )  # fmt: skip
    keep_all(standings, deed="name.organisation", **made)
    people = [
        User(username=name, display_name=shown, password=password_hash, password_set_at=NOW)
        for name, shown, _, _ in CAST
    ]
    keep_all(people, deed="add.person", **made)
    by_name = {one.username: one for one in people}
    grants = [
        Grant(user=by_name[name], organisation=by_key[body], role=role.value, starts=START)
        for name, _, body, role in CAST
    ]
    keep_all(grants, deed="grant.role", **made)
    return District(by_key, by_name)
