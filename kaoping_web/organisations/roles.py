"""Roles, permissions, and the one table that joins them: who may do what, and how far it reaches.

A role is held at a body. A permission of the role then reaches that body alone (OWN), it and everything below it (TREE),
or needs no body at all (ANYWHERE). `policy.py` turns this into rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kaoping.errors import Words


class Role(Enum):
    """What somebody is at a body."""

    REPORTER = "reporter"
    UNIT_HEAD = "unit_head"
    VERIFIER = "verifier"
    OFFICE = "office"
    OFFICE_HEAD = "office_head"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ROLE_WORDS: Mapping[Role, Words] = {
    Role.REPORTER: Words("填报人", "Reporter"),
    Role.UNIT_HEAD: Words("单位负责人", "Head of unit"),
    Role.VERIFIER: Words("认定人", "Verifier"),
    Role.OFFICE: Words("考核办工作人员", "Assessment office"),
    Role.OFFICE_HEAD: Words("考核办负责人", "Head of the assessment office"),
    Role.LEADER: Words("领导", "Leader"),
    Role.SUPERVISOR: Words("督查人员", "Supervision office"),
    Role.INSPECTOR: Words("纪检监察", "Discipline inspection"),
    Role.AUDITOR: Words("审计", "Auditor"),
    Role.SYSTEM_ADMIN: Words("系统管理员", "System administrator"),
    Role.SECURITY_ADMIN: Words("安全管理员", "Security administrator"),
    Role.AUDIT_ADMIN: Words("审计管理员", "Audit administrator"),
}


class Permission(Enum):
    """What can be permitted, in the order of the yearly process."""

    # bodies and people
    BODIES_READ = "bodies.read"
    BODIES_CHANGE = "bodies.change"
    PEOPLE_READ = "people.read"
    PEOPLE_CHANGE = "people.change"
    GRANTS_CHANGE = "grants.change"
    # schemes
    SCHEME_READ = "scheme.read"
    SCHEME_DRAFT = "scheme.draft"
    SCHEME_APPROVE = "scheme.approve"
    # cycles and targets
    CYCLE_READ = "cycle.read"
    CYCLE_MANAGE = "cycle.manage"
    TARGET_READ = "target.read"
    TARGET_PROPOSE = "target.propose"
    TARGET_REPLY = "target.reply"
    TARGET_AGREE = "target.agree"
    # filing and review
    FILING_READ = "filing.read"
    FILING_EDIT = "filing.edit"
    FILING_SUBMIT = "filing.submit"
    FILING_EXTEND = "filing.extend"
    VALUE_READ = "value.read"
    VALUE_VERIFY = "value.verify"
    VALUE_CORRECT = "value.correct"
    VALUE_CORRECT_APPROVE = "value.correct_approve"
    # scoring and reading
    RUN_READ = "run.read"
    RUN_START = "run.start"
    RUN_RELEASE = "run.release"
    STATEMENT_READ = "statement.read"
    TRACK_READ = "track.read"
    OVERVIEW_READ = "overview.read"
    INDICATOR_READ = "indicator.read"
    # supervision
    PAPER_READ = "paper.read"
    PAPER_CONFIRM = "paper.confirm"
    MATTER_READ = "matter.read"
    MATTER_ASSIGN = "matter.assign"
    MATTER_RECEIVE = "matter.receive"
    MATTER_REPORT = "matter.report"
    MATTER_CHECK = "matter.check"
    MATTER_CLOSE = "matter.close"
    SLIP_ISSUE = "slip.issue"
    # the record
    JOURNAL_READ = "journal.read"
    JOURNAL_OBJECT = "journal.object"
    JOURNAL_VERIFY = "journal.verify"


class Reach(Enum):
    """How far a permission goes from the body where the role is held."""

    OWN = "own"
    TREE = "tree"
    ANYWHERE = "anywhere"


P, OWN, TREE = Permission, Reach.OWN, Reach.TREE

_EVERYBODY = {P.BODIES_READ: Reach.ANYWHERE, P.SCHEME_READ: Reach.ANYWHERE, P.CYCLE_READ: Reach.ANYWHERE}
_UNIT = {P.TARGET_READ: TREE, P.FILING_READ: OWN, P.VALUE_READ: TREE, P.STATEMENT_READ: TREE, P.INDICATOR_READ: TREE,
         P.MATTER_READ: TREE, P.MATTER_RECEIVE: OWN, P.MATTER_REPORT: OWN, P.MATTER_ASSIGN: OWN, P.JOURNAL_OBJECT: OWN}  # fmt: skip
_READS_ALL = {P.TARGET_READ: TREE, P.FILING_READ: TREE, P.VALUE_READ: TREE, P.RUN_READ: TREE, P.STATEMENT_READ: TREE,
              P.TRACK_READ: TREE, P.OVERVIEW_READ: TREE, P.INDICATOR_READ: TREE, P.MATTER_READ: TREE, P.PAPER_READ: TREE,
              P.JOURNAL_OBJECT: TREE}  # fmt: skip

TABLE: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.REPORTER: _EVERYBODY | _UNIT | {P.FILING_EDIT: OWN, P.FILING_SUBMIT: OWN, P.VALUE_CORRECT: OWN},
    Role.UNIT_HEAD: _EVERYBODY | _UNIT | {P.FILING_SUBMIT: OWN, P.TARGET_REPLY: OWN, P.TARGET_PROPOSE: OWN},
    Role.VERIFIER: _EVERYBODY
    | {P.TARGET_READ: TREE, P.FILING_READ: OWN, P.VALUE_READ: OWN, P.VALUE_VERIFY: OWN, P.INDICATOR_READ: OWN, P.JOURNAL_OBJECT: OWN,
       P.STATEMENT_READ: OWN},
    Role.OFFICE: _EVERYBODY | _READS_ALL
    | {P.SCHEME_DRAFT: TREE, P.CYCLE_MANAGE: TREE, P.TARGET_PROPOSE: TREE, P.RUN_START: TREE, P.FILING_EXTEND: TREE,
       P.PEOPLE_READ: TREE, P.BODIES_CHANGE: TREE},
    Role.OFFICE_HEAD: _EVERYBODY | _READS_ALL
    | {P.SCHEME_APPROVE: TREE, P.TARGET_AGREE: TREE, P.RUN_RELEASE: TREE, P.FILING_EXTEND: TREE, P.VALUE_CORRECT_APPROVE: TREE,
       P.PEOPLE_READ: TREE},
    Role.LEADER: _EVERYBODY | _READS_ALL,
    Role.SUPERVISOR: _EVERYBODY
    | {P.PAPER_READ: TREE, P.PAPER_CONFIRM: TREE, P.MATTER_READ: TREE, P.MATTER_ASSIGN: TREE, P.MATTER_CHECK: TREE,
       P.MATTER_CLOSE: TREE, P.SLIP_ISSUE: TREE, P.JOURNAL_OBJECT: TREE},
    Role.INSPECTOR: _EVERYBODY | _READS_ALL | {P.JOURNAL_READ: TREE},
    Role.AUDITOR: _EVERYBODY | _READS_ALL | {P.JOURNAL_READ: TREE, P.JOURNAL_VERIFY: TREE},
    # Three administrators, three people: none of them sees what is assessed.
    Role.SYSTEM_ADMIN: {P.BODIES_READ: Reach.ANYWHERE, P.PEOPLE_READ: TREE, P.PEOPLE_CHANGE: TREE},
    Role.SECURITY_ADMIN: {P.BODIES_READ: Reach.ANYWHERE, P.PEOPLE_READ: TREE, P.GRANTS_CHANGE: TREE},
    Role.AUDIT_ADMIN: {P.BODIES_READ: Reach.ANYWHERE, P.PEOPLE_READ: TREE, P.JOURNAL_READ: TREE, P.JOURNAL_VERIFY: TREE},
}  # fmt: skip

APART: tuple[tuple[frozenset[Role], Words], ...] = (
    (frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
     Words("三员分设：系统、安全、审计管理员必须是三个人", "three-way separation: the system, security and audit administrators are three people")),
    (frozenset({Role.REPORTER, Role.VERIFIER}), Words("谁报数，谁不认定", "who supplies figures does not verify them")),
    (frozenset({Role.OFFICE, Role.OFFICE_HEAD}), Words("谁拟方案、谁计分，谁不批准", "who drafts and scores does not approve")),
    (frozenset({Role.OFFICE, Role.VERIFIER}), Words("考核办只定规则，不认定数据", "the assessment office makes rules and verifies no figures")),
    (frozenset({Role.OFFICE, Role.REPORTER}), Words("考核办只定规则，不填报数据", "the assessment office makes rules and files no figures")),
)  # fmt: skip
"""No two of a set may be held by one person on one day, at whatever body."""
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""An administrator holds no other role at all."""
