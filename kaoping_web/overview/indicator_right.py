"""Who sees what of one indicator: the office and overseers all of it, its verifier whatever was handed in, its supplier what it
handed in itself, a unit its own bodies and the quartiles.

A department fills in an indicator for every unit, so that it reads of its own indicator who is who. What another department
handed in for the same indicator it reads once that is verified; what anybody saved and did not hand in, nobody reads here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaoping.scheme.model import Fact
from kaoping_web.cycles.queries import bodies_within, supplies_of
from kaoping_web.organisations.models import Organisation
from kaoping_web.organisations.policy import may, scope
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.reading import Reading

EVERYBODY = None


@dataclass(frozen=True)
class Right:
    """What one person sees. names: who is who. own: the bodies whose figures are his. filed_by: the suppliers whose figures he
    sees before they are verified; EVERYBODY's where he sees whatever was handed in."""

    names: bool
    own: frozenset[int] = frozenset()
    filed_by: frozenset[int] | None = frozenset()


def right_of(reading: Reading, fact: Fact) -> Right:
    """This person's right to one indicator."""
    if reading.sight.sees_all:
        return Right(True, filed_by=EVERYBODY)
    own, behind = own_of(reading), supplies_of(reading.cycle.scheme_version)
    if not handles(fact, behind, own):
        return Right(False, own)
    verifying = behind.get(fact.verified_by or fact.supplier)
    verifies = verifying is not None and may(reading.user, Permission.VALUE_VERIFY, reading.day, verifying.pk)
    return Right(True, own, EVERYBODY if verifies else own)


def own_of(reading: Reading) -> frozenset[int]:
    """The bodies for which he reads indicators."""
    reach = scope(reading.user, Permission.INDICATOR_READ, reading.day)
    return frozenset(bodies_within(reach).values_list("pk", flat=True))


def handles(fact: Fact, behind: Mapping[str, Organisation | None], own: frozenset[int]) -> bool:
    """Whether one of these bodies supplies or verifies it."""
    owners = (behind.get(one) for one in (fact.supplier, fact.verified_by, *fact.sources) if one)
    return any(one is not None and one.pk in own for one in owners)
