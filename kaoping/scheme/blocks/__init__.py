"""Every named block of the scheme language, by category."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.scheme.blocks import (
    absences,
    adjustments,
    combining,
    effects,
    indices,
    judgement,
    peers,
    targets,
)
from kaoping.scheme.blocks.base import BlockSpec, Catalogue, Kind, Parameter, catalogue

CATALOGUES: Mapping[str, Catalogue] = {
    "rule": catalogue([*targets.SPECS, *peers.SPECS, *judgement.SPECS, *indices.SPECS]),
    "then": catalogue(adjustments.SPECS),
    "absence": catalogue(absences.ITEM_SPECS),
    "stand_in": catalogue(absences.VALUE_SPECS),
    "combine": catalogue(combining.SPECS),
    "effect": catalogue(effects.EFFECTS),
    "post_rule": catalogue(effects.POST_RULES),
}
"""Blocks by category: where each may be written is in `kaoping.scheme.reading`."""

__all__ = ["CATALOGUES", "BlockSpec", "Catalogue", "Kind", "Parameter"]
