"""Who asks: every role at the host and at a township, others below and beside it, and those who hold none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HOST, OWN, NEIGHBOUR, CHILD, FOREIGN_HOST, FOREIGN = (
    "xiaoyun",
    "anping",
    "bincheng",
    "anping_v1",
    "qinghe",
    "qinghe_t1",
)
ABOVE: Mapping[str, str] = {
    "xiaoyun": "", "development_reform": "xiaoyun", "statistics": "xiaoyun", "finance": "xiaoyun", "anping": "xiaoyun", "bincheng": "xiaoyun",
    "cuiyun": "xiaoyun", "anping_v1": "anping", "anping_v2": "anping", "qinghe": "", "qinghe_t1": "qinghe",
}  # fmt: skip
"""Each body and the one above it. 清河区 is a district of its own: nobody of 小云区 sees anything of it."""
ROLES = (
    "reporter", "unit_head", "verifier", "office", "office_head", "leader", "supervisor", "inspector", "auditor", "system_admin", "security_admin",
    "audit_admin",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who asks. `held`: pairs of role and body. `enters`: whether a session of his is one."""

    name: str
    held: tuple[tuple[str, str], ...] = ()
    enters: bool = True

    @property
    def roles(self) -> frozenset[str]:
        """What he is, wherever."""
        return frozenset(role for role, _ in self.held)


def _one(role: str, body: str) -> Person:
    return Person(f"{role}@{body}", ((role, body),))


PEOPLE: tuple[Person, ...] = (
    Person("anonymous", enters=False),
    Person("disabled", enters=False),
    Person("nobody"),
    Person("retired"),
    *(_one(role, body) for role in ROLES for body in (HOST, OWN)),
    _one("verifier", "statistics"),
    _one("reporter", "development_reform"),
    _one("unit_head", CHILD),
    _one("reporter", NEIGHBOUR),
    _one("unit_head", FOREIGN),
    Person("office@both", (("office", HOST), ("office", FOREIGN_HOST))),
    Person("office_head@both", (("office_head", HOST), ("office_head", FOREIGN_HOST))),
)


def at_or_below(body: str, top: str) -> bool:
    """Whether a body is another one or stands below it."""
    while body:
        if body == top:
            return True
        body = ABOVE[body]
    return False
