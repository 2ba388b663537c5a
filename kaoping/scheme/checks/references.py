"""Names used twice, names that point nowhere, and what nothing uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from kaoping.errors import Place, Problem
from kaoping.scheme.checks.finding import error, warning
from kaoping.scheme.formulas import Call, Name, Text, walk
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Block, Constant, Fact, Scheme, Value


def doubled(scheme: Scheme) -> Iterator[Problem]:
    """Two nodes of one key; one key for a fact, a value and a constant."""
    counts = Counter(node.key for node in scheme.nodes())
    for node in scheme.nodes():
        if counts[node.key] > 1:
            counts[node.key] = 0
            yield error(
                "twice", node.place,
                (f"指标树中有两处“{node.key}”。", f"two nodes of the tree are called “{node.key}”."),
                ("给其中一处换个名称，用 of: 指明同一数值。", "rename one and point to the same value with of:."),
            )  # fmt: skip
    named: dict[str, Place] = {}
    quantities: list[Fact | Value | Constant] = [
        *scheme.facts.values(), *scheme.values.values(), *scheme.constants.values(),
    ]  # fmt: skip
    for quantity in quantities:
        key = quantity.key
        if key in named:
            yield error(
                    "twice", quantity.place,
                    (f"“{key}”在 facts、values、constants 中重名（另见 {named[key]}）。",
                     f"“{key}” is defined twice among facts, values and constants (also at {named[key]})."),
                    ("换个名称。", "rename one of them."),
                )  # fmt: skip
        named[key] = quantity.place


def dangling(scheme: Scheme) -> Iterator[Problem]:
    """Effects, contagion rules and suppliers that name what is not there."""
    nodes = {node.key for node in scheme.nodes()}
    decisions = {grade.key for grade in scheme.grades} | {award.key for award in scheme.awards}
    for veto in scheme.vetoes.values():
        for effect in veto.effects:
            yield from _missing(effect, "items", nodes, veto.place)
            yield from _missing(effect, "names", decisions, veto.place)
    for rule in scheme.post_rules:
        yield from _missing(rule, "items", nodes, rule.place)
        yield from _missing(rule, "without", nodes, rule.place)
    if scheme.in_force_from and scheme.in_force_to and scheme.in_force_from > scheme.in_force_to:
        yield error("dates", scheme.place, ("施行日期晚于失效日期。", "in_force: from lies after to."))
    for veto in scheme.vetoes.values():
        if veto.expires and scheme.in_force_from and veto.expires < scheme.in_force_from:
            yield warning(
                "expired", veto.place,
                (f"否决事项“{veto.key}”在方案施行前已到期。", f"veto “{veto.key}” expired before the scheme is in force."),
                ("更新 expires，或删去。", "renew expires or remove it."),
            )  # fmt: skip


def _missing(block: Block, name: str, known: set[str], place: Place) -> Iterator[Problem]:
    found = block.settings.get(name)
    for key in found if isinstance(found, tuple) else ():
        if key not in known:
            yield error(
                "dangling", place,
                (f"“{block.name}”提到的“{key}”不存在。", f"“{block.name}” names “{key}”, which does not exist."),
                ("改正名称。", "correct the name."),
            )  # fmt: skip


def unused(scheme: Scheme) -> Iterator[Problem]:
    """Facts, values, constants, events, lookups and populations that nothing refers to."""
    used = used_words(scheme)
    sections = (
        ("事实", "fact", scheme.facts), ("派生值", "value", scheme.values), ("常数", "constant", scheme.constants),
        ("事项", "event", scheme.events),
    )  # fmt: skip
    items = {node.key for node in scheme.nodes() if node.is_item and node.of is None}
    for zh, en, section in sections:
        for key, one in section.items():
            if key not in used and key not in items:
                yield warning(
                    "unused", one.place,
                    (f"{zh}“{key}”没有用到。", f"{en} “{key}” is used by nothing."),
                    ("删去，免得要人白填；或写明用处。", "remove it, so that nobody is asked for it in vain, or use it."),
                )  # fmt: skip
    for key in (*scheme.lookups, *scheme.populations):
        if key not in used:
            yield warning("unused", scheme.place, (f"“{key}”没有用到。", f"“{key}” is used by nothing."))


def used_words(scheme: Scheme) -> frozenset[str]:
    """Every word that formulas and settings of the scheme use, with the stems of dotted names."""
    found: set[str] = set()
    skipped = {"facts", "lookups"}
    for one in fields(scheme):
        if one.name not in skipped:
            _collect(getattr(scheme, one.name), found)
    for table in scheme.lookups.values():
        _collect(list(table.values()), found)
    return frozenset(found | {word.partition(".")[0] for word in found})


TITLES = ("key", "title", "article", "note", "basis", "unit", "reason")


def _collect(part: object, found: set[str]) -> None:
    if isinstance(part, FormulaNode):
        for node in walk(part):  # type: ignore[arg-type]
            if isinstance(node, Name):
                found.add(node.key)
            elif isinstance(node, Text):
                found.add(node.value)
            elif isinstance(node, Call):
                found.add(node.function)
    elif isinstance(part, str):
        found.add(part)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            # A table in a rule names facts: {accidents: 0.5}. Sections of the scheme name what they define.
            if isinstance(part, dict) and (isinstance(value, FormulaNode) or not is_dataclass(value)):
                found.add(str(key))
            _collect(value, found)
    elif isinstance(part, list | tuple):
        for value in part:
            _collect(value, found)
    elif is_dataclass(part) and not isinstance(part, Place):
        for one in fields(part):
            if one.name not in TITLES:
                _collect(getattr(part, one.name), found)
