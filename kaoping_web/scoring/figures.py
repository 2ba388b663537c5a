"""What an item is about, out of the plan of a run: the figure it was scored on, its target, the fact behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping import Scheme, Scorecard
from kaoping.exact import canonical_text
from kaoping.plan.steps import ColumnId, Formula, NodeColumns, Plan, ReadFact
from kaoping.scheme.formulas import Name
from kaoping.scheme.model import Node
from kaoping.scheme.tracks import for_group
from kaoping.scorecard import cell_text
from kaoping.tables import Cell

UNIT_MOST = 30


@dataclass(frozen=True)
class Figure:
    """Where an item's figure and target stand. `facts`: what was filed for it in the scored period, by column.

    `value` is None where the rule looks at no single figure (votes, deductions): then `facts` are the figures.
    """

    value: ColumnId | None
    target: ColumnId | Fraction | None
    unit: str
    facts: Mapping[str, ColumnId]

    @property
    def fact(self) -> str:
        """The fact behind it where it is one."""
        return next(iter(self.facts)) if len(self.facts) == 1 else ""


def figure_of(scheme: Scheme, plan: Plan, columns: NodeColumns, node: Node) -> Figure:
    """The figure of one item for one track and period."""
    value = _value(plan, columns, _names(node, columns.group))
    facts = dict(_facts(plan, [value] if value else _counting(plan, columns), columns.period))
    unit = _unit(scheme, plan, value) if value else ""
    return Figure(value, _target(plan, columns), unit[:UNIT_MOST], facts)


def figures_of(scheme: Scheme, card: Scorecard) -> dict[tuple[str, str, str], Figure]:
    """The figures of every item, by (track, node, period)."""
    known = {one.key: one for one in scheme.nodes()}
    return {
        (one.group, one.node, str(one.period)): figure_of(scheme, card.plan, one, known[one.node])
        for one in card.plan.nodes
        if known[one.node].is_item
    }


def actual_text(card: Scorecard, figure: Figure, organisation: str) -> str:
    """The figure as text: exact digits; JSON by fact where there are several; empty where there is none."""
    if figure.value is not None:
        return shown_cell(card.columns[figure.value].get(organisation))
    several = {
        fact: shown_cell(card.columns[column].get(organisation)) for fact, column in figure.facts.items()
    }
    return json.dumps(several, ensure_ascii=False) if several else ""


def target_text(card: Scorecard, figure: Figure, organisation: str) -> str:
    """The target as exact digits; empty where there is none."""
    found = card.columns[figure.target].get(organisation) if isinstance(figure.target, str) else figure.target
    text = canonical_text(found) if isinstance(found, Fraction) else ""
    return text if len(text) <= 60 else ""


def shown_cell(cell: Cell | None) -> str:
    """A cell as its column of text holds it; absences after `!`."""
    if cell is None:
        return ""
    text = cell_text(cell)
    return str(text).lower() if isinstance(text, bool) else text.removeprefix("'")


def _names(node: Node, group: str) -> frozenset[str]:
    """Under which subjects the item's figure may stand: the fact or value it names, or its own formula's."""
    of = for_group(node.of, group)
    return frozenset({of.key if isinstance(of, Name) else node.key, node.key})


def _value(plan: Plan, columns: NodeColumns, names: frozenset[str]) -> ColumnId | None:
    """The first column the item's own steps read that is the figure: as filed or derived, or what a policy of the
    derived quantity made of it."""
    for column in columns.parts:
        for one in plan.step(column).inputs:
            about = plan.step(one).about
            kinds = ("value", "policy") if about.subject != columns.node else ("value",)
            here = about.group == columns.group and about.period == columns.period
            if here and about.role in kinds and about.subject in names and not _is_suffixed(plan, one):
                return one
    return None


def _unit(scheme: Scheme, plan: Plan, column: ColumnId) -> str:
    """In what it is measured; a policy measures as the quantity it fills."""
    about = plan.step(column).about
    said = scheme.values.get(about.subject) or scheme.facts.get(about.subject)
    return about.unit or (said.unit if said else "")


def _counting(plan: Plan, columns: NodeColumns) -> list[ColumnId]:
    """The item's own columns that make points of figures; what its policies look at is not about the item."""
    return [one for one in columns.parts if plan.step(one).about.role in ("value", "rule")]


def _is_suffixed(plan: Plan, column: ColumnId) -> bool:
    step = plan.step(column)
    return isinstance(step, ReadFact) and bool(step.suffix)


def _target(plan: Plan, columns: NodeColumns) -> ColumnId | Fraction | None:
    for column in columns.parts:
        step = plan.step(column)
        if isinstance(step, Formula):
            found = step.names.get("target", step.constants.get("target"))
            if isinstance(found, str | Fraction):
                return found
    agreed = (one for column in columns.parts for one in plan.step(column).inputs)
    return next((one for one in agreed if _is_target(plan, one)), None)


def _is_target(plan: Plan, column: ColumnId) -> bool:
    step = plan.step(column)
    return isinstance(step, ReadFact) and step.suffix == ".target"


def _facts(plan: Plan, columns: Sequence[ColumnId], period: object) -> Iterator[tuple[str, ColumnId]]:
    """The facts read for the scored period and the body itself by these columns and what they are made of."""
    seen, waiting = set[ColumnId](), list(columns)[::-1]
    while waiting:
        column = waiting.pop()
        if column in seen:
            continue
        seen.add(column)
        step = plan.step(column)
        if isinstance(step, ReadFact):
            if not step.suffix and step.about.period == period:
                yield step.fact.key, column
            continue
        if not _leaves(step):
            waiting.extend(reversed(step.inputs))


def _leaves(step: object) -> bool:
    """Whether a step looks at other bodies: what lies beneath it is not the body's own figure."""
    return type(step).__name__ in ("Below", "Above", "Statistic", "Rank")
