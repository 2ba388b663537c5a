"""check(): everything that can be said of a scheme without data: its own rules, and whether it can be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from kaoping.errors import Problem, SchemeError, Severity
from kaoping.periods import Cadence, Period
from kaoping.plan.bench import Bench, Scope, stands_in
from kaoping.plan.compiler import decides
from kaoping.plan.decisions import awarded, graded, ranked
from kaoping.plan.kinds import mismatches
from kaoping.plan.nodes import built
from kaoping.plan.tree import Built
from kaoping.scheme.checks import in_order, static_findings
from kaoping.scheme.model import Scheme, Tree

SAMPLE_YEAR = 2026
"""Checking needs some period; which one makes no difference to what names mean."""


def check(scheme: Scheme) -> tuple[Problem, ...]:
    """Every finding: errors first, then warnings and notes, by line."""
    found = {(one.code, one.what.zh, one.place): one for one in static_findings(scheme)}
    if not any(one.code == "twice" for one in found.values()):
        for one in compile_findings(scheme):
            found.setdefault((one.code, one.what.zh, one.place), one)
    return in_order(tuple(found.values()))


def compile_findings(scheme: Scheme) -> Iterator[Problem]:
    """What goes wrong when every node of every track is written as steps, without stopping at the first."""
    for key, tree in scheme.trees.items():
        bench = Bench(scheme, _sample(tree), dict.fromkeys(scheme.groups, ()))
        for group in scheme.groups:
            if stands_in(tree.root, group):
                yield from _track(bench, scheme, key, group)
        made = [(key[1], one.points) for key, one in bench.made.items() if isinstance(one, Built)]
        yield from mismatches(bench.steps.values(), [(str(key), column) for key, column in made])


def _sample(tree: Tree) -> Period:
    return Period.of(tree.every or Cadence.YEAR, SAMPLE_YEAR)


def _track(bench: Bench, scheme: Scheme, root: str, group: str) -> Iterator[Problem]:
    scope = Scope(group, bench.period, root)
    nodes = [node for node in scheme.trees[root].root.walk() if stands_in(node, group)]
    for node in reversed(nodes):
        yield from _tried(partial(built, bench, scope, node.key))
    yield from _tried(lambda: ranked(bench, scope, root))
    if not decides(scheme, root):
        return
    yield from _tried(lambda: graded(bench, scope, root))
    for award in scheme.awards:
        if not award.groups or group in award.groups:
            yield from _tried(partial(awarded, bench, scope, root, award, (group,)))


def _tried(make: Callable[[], object]) -> Iterator[Problem]:
    try:
        make()
    except SchemeError as error:
        yield from (one for one in error.problems if one.severity is Severity.ERROR)
