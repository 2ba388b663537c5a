"""Whatever is changed and however often, what-if answers what scoring the changed scheme or figures anew answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping import Filed, Tables, read_scheme_text, score
from kaoping.engines.columnar.keeping import KeptSum, Running
from kaoping.engines.columnar.parts import Part, Whole, constant, exact, is_same, near
from kaoping.errors import KaopingError
from kaoping.tables import Absence, Cell
from kaoping.whatif import Prepared, Slider, Standing, prepare
from tests.generative.random_schemes import YEAR, random_case

Answer = dict[str, tuple[Cell, Cell]]
CELLS: tuple[Cell, ...] = (Fraction(0), Fraction(1, 3), Fraction(7), Fraction(-5, 2), Absence.NOT_APPLICABLE, Absence.PENDING)  # fmt: skip


@dataclass
class World:
    """A random case as it stands after some changes: the scheme as written, and the tables."""

    scheme: dict[str, Any]
    tables: Tables

    def full(self, node: str, value: int) -> None:
        """Another full mark."""
        next(body for key, body in nodes(self.scheme["tree"]) if key == node)["full"] = value

    def figure(self, organisation: str, fact: str, value: Cell) -> None:
        """Another figure for the year."""
        at = (organisation, fact, YEAR)
        filed = [
            Filed(organisation, fact, value, YEAR, vintage=1)
            if (one.organisation, one.fact, one.period) == at
            else one
            for one in self.tables.filed
        ]
        self.tables = replace(self.tables, filed=tuple(filed))

    def anew(self) -> Answer | None:
        """Everybody's total and place by the reference; None where that is refused."""
        try:
            text = yaml.safe_dump(self.scheme, allow_unicode=True, sort_keys=False)
            card = score(read_scheme_text(text), self.tables, "2026", engine="reference")
        except KaopingError:
            return None
        lines = card.by_place.items()
        nowhere = Absence.NOT_APPLICABLE
        return {key: (line.points, line.place or nowhere) for (key, _, node), line in lines if node == "total"}


def nodes(tree: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every node of a tree as it is written."""
    for one in tree:
        for key, body in one.items():
            yield key, body
            yield from nodes(body.get("items", []))


def kept(draw: Random, world: World) -> tuple[Prepared, list[Slider]] | None:
    """A case kept ready with every full mark that is a slider; None where it is refused."""
    scheme = read_scheme_text(yaml.safe_dump(world.scheme, allow_unicode=True, sort_keys=False))
    sliders = []
    written = [key for key, body in nodes(world.scheme["tree"]) if isinstance(body.get("full"), int)]
    for key in draw.sample(written, min(len(written), 3)):
        try:
            prepare(scheme, world.tables, "2026", [Slider(key, "full")])
            sliders.append(Slider(key, "full"))
        except KaopingError:
            continue
    try:
        return prepare(scheme, world.tables, "2026", sliders), sliders
    except KaopingError:
        return None


def changed(draw: Random, world: World, ready: Prepared, sliders: list[Slider]) -> Standing | None:
    """One change at random to both; None where what-if refuses it."""
    rows = [one for one in world.tables.filed if one.period == YEAR and one.fact[:2] in ("f0", "f1", "f2", "f3", "f4")]
    try:
        if sliders and draw.random() < 0.6:
            slider, value = draw.choice(sliders), draw.randint(1, 40)
            world.full(slider.node, value)
            return ready.change({slider: Fraction(value)})
        row, cell = draw.choice(rows), draw.choice(CELLS)
        if row.fact not in ready.reads or not any(
            row.organisation in ready.work.judge.rows[one.about.group] for one in ready.reads[row.fact]
        ):
            return ready.change({})
        world.figure(row.organisation, row.fact, cell)
        return ready.refile(row.organisation, row.fact, cell)
    except KaopingError:
        return None


def differences(seed: int, changes: int = 8) -> tuple[int, list[tuple[int, str]]]:
    """How many answers were compared, and which differ."""
    draw = Random(seed)
    case = random_case(draw, draw.choice((2, 5, 12)))
    world = World(yaml.safe_load(case.scheme_text), case.tables)
    found = kept(draw, world)
    compared, wrong = 0, []
    for turn in range(changes if found else 0):
        assert found is not None
        standing, anew = changed(draw, world, *found), world.anew()
        if standing is not None and anew is not None:
            for key in found[0].track_of:
                compared += 1
                if (standing.points(key), standing.place(key)) != anew[key]:
                    wrong.append((turn, key))
    return compared, wrong


@given(st.integers(0, 10**9))
@settings(max_examples=25)
def test_any_run_of_changes_answers_as_scoring_anew(seed: int) -> None:
    assert differences(seed)[1] == []
