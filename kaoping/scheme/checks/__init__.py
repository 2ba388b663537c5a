"""What a whole scheme must keep: found without any data, all at once, each with its line."""

from __future__ import annotations

from kaoping.errors import Problem, Severity
from kaoping.scheme.checks.bounds import above_full
from kaoping.scheme.checks.coverage import band_findings, grade_findings
from kaoping.scheme.checks.declared import undeclared
from kaoping.scheme.checks.lookups import look_up_findings
from kaoping.scheme.checks.references import dangling, doubled, unused
from kaoping.scheme.checks.sums import mark_findings, weight_findings
from kaoping.scheme.checks.units import unit_findings
from kaoping.scheme.model import Scheme

CHECKS = (
    doubled,
    dangling,
    mark_findings,
    weight_findings,
    band_findings,
    grade_findings,
    look_up_findings,
    unit_findings,
    undeclared,
    above_full,
    unused,
)
"""Every static check, in the order reported. Circles and names that mean nothing are found by compiling
(`kaoping.plan.checking`)."""


def static_findings(scheme: Scheme) -> tuple[Problem, ...]:
    """What can be seen in the scheme alone, errors first, then by line."""
    found = {(one.code, one.what.zh, one.place): one for check in CHECKS for one in check(scheme)}
    return in_order(tuple(found.values()))


def in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Errors, warnings, notes; within each by line."""
    ranks = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    return tuple(
        sorted(problems, key=lambda one: (ranks[one.severity], one.place.line, one.code, one.what.zh))
    )


__all__ = ["CHECKS", "in_order", "static_findings"]
