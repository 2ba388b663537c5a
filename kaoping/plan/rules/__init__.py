"""Every rule as steps: one function a rule, found by the rule's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kaoping.plan.bench import Operand
from kaoping.plan.rules import indices, judgement, peers, ranks, targets
from kaoping.plan.rules.desk import RuleDesk

Lowering = Callable[[RuleDesk], Operand]

LOWERINGS: Mapping[str, Lowering] = {
    **targets.LOWERINGS,
    **peers.LOWERINGS,
    **ranks.LOWERINGS,
    **judgement.LOWERINGS,
    **indices.LOWERINGS,
}
"""Rule name → the function that writes it as steps and returns the column of its points."""
