"""The random schemes are worth their name: they read, most are scored, and together they use the whole language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from random import Random

from kaoping import read_scheme_text
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.model import Block, PerGroup, Scheme, Setting
from kaoping.tables import Absence
from tests.generative.random_schemes import Case, random_case

MANY = 150


@lru_cache(maxsize=1)
def cases() -> tuple[Case, ...]:
    return tuple(random_case(Random(seed)) for seed in range(MANY))


@lru_cache(maxsize=1)
def schemes() -> tuple[Scheme, ...]:
    return tuple(read_scheme_text(case.scheme_text) for case in cases())


def blocks(scheme: Scheme) -> Iterator[tuple[str, Block]]:
    """Every block of a scheme with its category."""

    def found(category: str, setting: Setting) -> Iterator[tuple[str, Block]]:
        if isinstance(setting, PerGroup):
            for one in (*setting.values.values(), setting.otherwise):
                yield from found(category, one)
        elif isinstance(setting, Block):
            yield category, setting
            yield from (pair for one in setting.settings.values() for pair in found("rule", one))

    for node in scheme.nodes():
        yield from found("rule", node.rule)
        yield from found("combine", node.combine)
        yield from (pair for one in (*node.prepare, *node.then) for pair in found("then", one))
        yield from (pair for one in vars(node.policies).values() for pair in found("absence", one))
    for value in scheme.values.values():
        yield from (pair for one in value.then for pair in found("then", one))
        yield from (pair for one in vars(value.policies).values() for pair in found("stand_in", one))
    yield from (pair for one in vars(scheme.defaults).values() for pair in found("absence", one))
    yield from (("effect", one) for veto in scheme.vetoes.values() for one in veto.effects)
    yield from (("post_rule", one) for one in scheme.post_rules)


def test_every_block_of_the_language_is_used() -> None:
    used = {(category, block.name) for scheme in schemes() for category, block in blocks(scheme)}
    known = {(category, name) for category, catalogue in CATALOGUES.items() for name in catalogue}
    stops = {("absence", "refuse"), ("stand_in", "refuse")}
    assert known - used == stops, "a refusal would only stop the run"


def test_every_absence_is_filed() -> None:
    filed = {row.value for case in cases() for row in case.tables.filed if isinstance(row.value, Absence)}
    assert filed == {Absence.NOT_APPLICABLE, Absence.PENDING}, "a missing value is one that is not filed"


def test_the_same_seed_gives_the_same_case() -> None:
    assert random_case(Random(5)) == random_case(Random(5))
    assert random_case(Random(5)) != random_case(Random(6))
