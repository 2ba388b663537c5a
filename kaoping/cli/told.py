"""From a scorecard to what people are told: statements with rules and reasons, the trace of every organisation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kaoping.errors import Language
from kaoping.explain import Input, TraceNode, TraceStep, is_spoken, loss_of, sentence, to_json, traces
from kaoping.explain.numbers import cell
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.formulas import Name
from kaoping.scheme.model import Block, Node, Scheme
from kaoping.scheme.tracks import for_group
from kaoping.scheme.writing import block_words
from kaoping.scorecard import Scorecard, canonical_json
from kaoping.sheets.statements import Entry, Statement, ToldStep


@dataclass(frozen=True)
class Teller:
    """Tells a run in one language. `name_others`: whether other organisations are named in reasons."""

    scheme: Scheme
    card: Scorecard
    language: Language
    name_others: bool = True

    def everyone(
        self, among: Callable[[str], bool], progress: Callable[[int, int], None]
    ) -> Iterator[TraceNode]:
        """The trace of each organisation of each track that is among those wanted, by track and key."""
        wholes = [
            (line.organisation, line.group)
            for line in self.card.by_place.values()
            if line.node == self.card.root and among(line.organisation)
        ]
        for number, tree in enumerate(traces(self.card, wholes, self.name_others), start=1):
            yield tree
            progress(number, len(wholes))

    def statement(self, tree: TraceNode, explained: bool) -> Statement:
        """The statement of one organisation in one track; `explained`: with the steps behind it."""
        steps = tuple(self._steps(tree, 0)) if explained else ()
        return Statement(tree.organisation.key, tree.group, tuple(self._entries(tree, 0)), steps)

    # statements --------------------------------------------------------------------------------------

    def _entries(self, node: TraceNode, depth: int) -> Iterator[Entry]:
        known = {one.key: one for one in self.scheme.trees[self.card.root].root.walk()}
        value = self._value(node, known[node.node])
        target = next((found for step in node.steps if (found := step.input("target"))), None)
        yield Entry(
            self.card.by_place[node.organisation.key, node.group, node.node],
            depth,
            node.title.in_(self.language),
            value.unit if value else "",
            value.cell if value else None,
            target.cell if target and not node.children else None,
            rule_words(self.scheme, known[node.node], node.group, self.language),
            self._reason(node),
        )
        for child in node.children:
            yield from self._entries(child, depth + 1)

    def _value(self, node: TraceNode, said: Node) -> Input | None:
        """The figure an item is about: that of the fact or value it names, or its own formula's; None where its rule
        looks at no single figure."""
        names = {said.of.key if isinstance(said.of, Name) else said.key, said.key}
        inputs = (one for step in node.steps for one in step.inputs if one.refers and one.body is None)
        for one in () if node.children else inputs:
            about = self.card.plan.step(one.refers).about
            if about.role == "value" and about.subject in names:
                return one
        return None

    def _reason(self, node: TraceNode) -> str:
        loss = None if node.children else loss_of(node)
        if loss is not None and loss.lost:
            return loss.sentence(self.language)
        return "" if node.status == "scored" else node.status_words.in_(self.language)

    # steps -------------------------------------------------------------------------------------------

    def _steps(self, node: TraceNode, depth: int) -> Iterator[ToldStep]:
        """The node's points, then the steps behind them, what a step refers to first."""
        title, points = node.title.in_(self.language), cell(node.points, self.language)
        yield ToldStep(node.node, depth, title, points, self._reason(node), node.article)
        for child in node.children:
            yield from self._steps(child, depth + 1)
        for step in (*node.steps, *node.decisions):
            yield from self._step(node, step, depth + 1)

    def _step(self, node: TraceNode, step: TraceStep, depth: int) -> Iterator[ToldStep]:
        spoken = is_spoken(step)
        for one in step.refers:
            if isinstance(one, TraceNode):
                yield from self._steps(one, depth + spoken)
            else:
                yield from self._step(node, one, depth + spoken)
        if spoken:
            title = step.title.in_(self.language)
            result = self._grade(step) or cell(step.result, self.language)
            yield ToldStep(node.node, depth, title, result, sentence(step, self.language), step.article)

    def _grade(self, step: TraceStep) -> str:
        """The title of the grade that a step gave; "" for any other step."""
        known = {one.key: one.title.in_(self.language) for one in self.scheme.grades}
        return known.get(step.result, "") if step.kind == "grade" and isinstance(step.result, str) else ""


def rule_words(scheme: Scheme, node: Node, group: str, language: Language) -> str:
    """How a node is scored in a track, in words: its rule, and what follows it."""
    rule = for_group(node.rule, group)
    parts = [_rule(scheme, rule, language)] if isinstance(rule, Block) else []
    if node.combine is not None:
        parts.append(block_words(scheme, node.combine, language))
    parts += [block_words(scheme, block, language) for block in node.then]
    return " → ".join(parts)


def _rule(scheme: Scheme, rule: Block, language: Language) -> str:
    """The rule with its settings, or with what it means where it has none: 目标完成率：目标 商定值，封顶 1.2."""
    told = block_words(scheme, rule, language)
    if rule.settings or rule.when is not None:
        return told[:1].upper() + told[1:]
    colon = "：" if language == "zh" else ": "
    told = f"{told}{colon}{CATALOGUES['rule'][rule.name].doc.in_(language)}"
    return told[:1].upper() + told[1:]


def trace_line(tree: TraceNode) -> bytes:
    """A trace as one line of canonical JSON. Of populations only the own entry is kept: a list of everybody in every
    organisation's trace would grow with the square of their number; `kaoping explain --json` gives it whole."""
    return canonical_json(json.loads(to_json(_slim(tree)))) + b"\n"


def _slim(node: TraceNode) -> TraceNode:
    return replace(
        node,
        steps=tuple(map(_slim_step, node.steps)),
        decisions=tuple(map(_slim_step, node.decisions)),
        children=tuple(map(_slim, node.children)),
    )


def _slim_step(step: TraceStep) -> TraceStep:
    refers = tuple(_slim(one) if isinstance(one, TraceNode) else _slim_step(one) for one in step.refers)
    return replace(step, population=tuple(one for one in step.population if one.own), refers=refers)
