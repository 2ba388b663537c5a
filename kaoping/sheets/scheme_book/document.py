"""A whole scheme as the document that says it: what `kaoping.scheme.reading` makes the same scheme of.

What a file says for many at once (`items_like`, YAML's `<<`) stands at each of them here; comments are no part of a
scheme and are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from kaoping.errors import NOWHERE, Words
from kaoping.scheme.model import Better, Node, Population, Ranking, Scheme, Tree
from kaoping.scheme.reading.document import VERSION
from kaoping.scheme.tracks import is_for
from kaoping.sheets.scheme_book.parts_said import (
    award_said,
    constant_said,
    event_said,
    fact_said,
    grade_said,
    group_said,
    lookup_said,
    supplier_said,
    value_said,
    veto_said,
)
from kaoping.sheets.scheme_book.plain import Plain, said
from kaoping.sheets.scheme_book.settings_said import (
    block_said,
    blocks_said,
    formulas_said,
    policies_said,
    population_said,
    rounding_said,
    setting_said,
    texts_said,
    truth_said,
    words_said,
)

_T = TypeVar("_T")


def document_of(scheme: Scheme) -> dict[str, Plain]:
    """The document, its parts in the order of the scheme language."""
    own = scheme.trees.get("total")
    root = _Trees(scheme).node(own.root) if own else {}
    first = next(iter(scheme.trees.values()), None)
    everyday = first.ranking if first else Ranking()
    return said(
        schema=VERSION,
        id=scheme.key,
        title=words_said(scheme.title),
        version=scheme.version or None,
        in_force=_span(scheme),
        approved=_approval(scheme),
        reason=scheme.reason or None,
        every=scheme.every.value if scheme.every else None,
        rounding=None if _unsaid_rounding(scheme) else rounding_said(scheme.rounding),
        ranking=None if everyday == Ranking() else ranking_said(everyday),
        grade_on=None if scheme.grade_on_rounded else "exact",
        who_sees=dict[str, Plain](scheme.audiences) or None,
        defaults=_defaults(scheme) or None,
        groups=_all(scheme.groups, group_said) or {},
        suppliers=_all(scheme.suppliers, supplier_said),
        constants=_all(scheme.constants, constant_said),
        lookups=_all(scheme.lookups, lookup_said),
        populations=_all(scheme.populations, population_said),
        facts=_all(scheme.facts, fact_said),
        values=_all(scheme.values, value_said),
        full=root.get("full"),
        combine=root.get("combine"),
        then=root.get("then"),
        tree=root.get("items") if own else None,
        cycles=_cycles(scheme, everyday),
        events=_all(scheme.events, event_said),
        vetoes=_all(scheme.vetoes, veto_said),
        post_rules=blocks_said(scheme.post_rules, "post_rule"),
        grades=_all({one.key: one for one in scheme.grades}, grade_said),
        awards=_all({one.key: one for one in scheme.awards}, award_said),
        notes=texts_said(scheme.notes),
    )


def _all(parts: Mapping[str, _T], say: Callable[[_T], Plain]) -> Plain:
    found: dict[str, Plain] = {key: say(one) for key, one in parts.items()}
    return found or None


def _span(scheme: Scheme) -> Plain:
    days = (scheme.in_force_from, scheme.in_force_to)
    return said(from_=str(days[0]) if days[0] else None, to=str(days[1]) if days[1] else None) or None


def _approval(scheme: Scheme) -> Plain:
    one = scheme.approval
    on = one.on.isoformat() if one.on else None
    return said(by=one.by or None, on=on, document=one.document or None) or None


def _unsaid_rounding(scheme: Scheme) -> bool:
    """`rounding: none` and no word of rounding round alike; the checker tells them apart by their place."""
    return not scheme.rounding.at and scheme.rounding.place == NOWHERE


def ranking_said(one: Ranking) -> dict[str, Plain]:
    """How places are given."""
    return said(
        on="rounded" if one.on_rounded else "exact",
        ties=one.ties,
        then=formulas_said(one.then),
        unranked="counted" if one.unranked_count else None,
        better="lower" if one.better is Better.LOWER else None,
    )


def _defaults(scheme: Scheme) -> dict[str, Plain]:
    found = policies_said(scheme.defaults, "absence")
    population = scheme.population
    if replace(population, place=NOWHERE) != Population():
        found["population"] = population.key or population_said(population)
    return {**found, **scheme.settings}


def _cycles(scheme: Scheme, everyday: Ranking) -> Plain:
    trees = _Trees(scheme)
    found: dict[str, Plain] = {
        key: trees.cycle(tree, everyday) for key, tree in scheme.trees.items() if key != "total"
    }
    return found or None


class _Trees:
    """Says nodes so that the reader, which leaves a node in the tracks its own words and the nodes above leave it,
    finds the same tracks."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._all = tuple(scheme.groups)

    def cycle(self, tree: Tree, everyday: Ranking) -> Plain:
        """The tree of a shorter cycle."""
        every = tree.every.value if tree.every and tree.every is not self._scheme.every else None
        own = replace(tree.ranking, place=NOWHERE) != replace(everyday, place=NOWHERE)
        ranking: Plain = ranking_said(tree.ranking) if own else None
        said_ = self.node(tree.root)
        items = said_.pop("items", None)
        return {**said_, **said(every=every, ranking=ranking, items=items)}

    def node(self, node: Node, around: tuple[str, ...] | None = None) -> dict[str, Plain]:
        """A node and everything below it. `around`: the tracks of the dimension it stands in."""
        around = self._all if around is None else around
        own = tuple(group for group in around if is_for(node, group))
        anyway = tuple(group for group in around if is_for(replace(node, groups=()), group))
        found = said(
            title=None if self._bears_its_key(node) else words_said(node.title),
            full=setting_said(node.full),
            weight=setting_said(node.weight),
            of=setting_said(node.of),
            better=node.better.value if node.better else None,
            prepare=blocks_said(node.prepare, "then"),
            rule=setting_said(node.rule),
            then=blocks_said(node.then, "then"),
            combine=block_said(node.combine, "combine") if node.combine else None,
            **policies_said(node.policies, "absence"),
            rounding=rounding_said(node.rounding) if node.rounding else None,
            groups=None if node.groups == (anyway if len(anyway) < len(self._all) else ()) else texts_said(node.groups),
            bonus=truth_said(True) if node.bonus else None,
            article=node.article or None,
            note=node.note or None,
        )  # fmt: skip
        if node.children:
            found["items"] = [{child.key: self.node(child, own)} for child in node.children]
        return found

    def _bears_its_key(self, node: Node) -> bool:
        """Whether a reader would call it by its key anyway: a fact or value of that key would lend its own title."""
        taken = node.key in self._scheme.facts or node.key in self._scheme.values
        return node.title == Words(node.key, node.key) and not taken
