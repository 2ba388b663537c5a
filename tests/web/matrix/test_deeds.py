"""The weightiest deeds: with a form that is right in every field, who must not is refused, and nothing at all is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kaoping_web.organisations.roles import TABLE, Reach
from kaoping_web.supervision.services import closing
from tests.web.matrix.cells import Sweep, wanted
from tests.web.matrix.deeds import Deed, deeds, person
from tests.web.matrix.people import CHILD, FOREIGN, FOREIGN_HOST, NEIGHBOUR, PEOPLE
from tests.web.matrix.places import Place
from tests.web.matrix.test_reading import digest
from tests.web.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_frame")]


@pytest.fixture
def all_deeds(world: World, objects: dict[str, list[Place]]) -> list[Deed]:
    return list(deeds(world, objects))


def test_who_may_not_is_refused_and_nothing_is_written(
    world: World, all_deeds: list[Deed], record_property: Callable[[str, object], None]
) -> None:
    assert len(all_deeds) >= 30
    sweep = Sweep(world)
    sweep.sign_all_in()
    before = digest()
    for deed in all_deeds:
        refused = [one for cell in map(deed.cell, PEOPLE) if wanted(cell).refused for one in [cell]]
        assert len(refused) >= 20 and deed.by not in {one.person.name for one in refused}, deed.name
        for cell in refused:
            sweep.send(cell, takes_back=False)
    record_property("cells", sweep.ran)
    assert sweep.wrong[:40] == []
    assert digest() == before


def test_who_may_does_it_with_the_same_form(world: World, all_deeds: list[Deed]) -> None:
    """The control: it is not the form that refuses."""
    sweep = Sweep(world)
    not_done = [deed.name for deed in all_deeds if not sweep.does(deed.cell(person(deed.by)))]
    assert not_done == [], not_done


def test_with_its_one_permission_a_stranger_does_it(
    world: World, all_deeds: list[Deed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is this permission that refuses him, and nothing else."""
    not_done = []
    for deed in all_deeds:
        stranger = deed.cell(person(f"{deed.stranger.value}@xiaoyun"))
        assert wanted(stranger).refused, deed.name
        with monkeypatch.context() as patch:
            patch.setitem(TABLE[deed.stranger], deed.permission, Reach.TREE)  # type: ignore[arg-type]
            if not Sweep(world).does(stranger):
                not_done.append(deed.name)
    assert not_done == [], not_done


def test_a_deed_that_forgets_to_ask_is_found(
    world: World, all_deeds: list[Deed], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who closes matters somewhere closes none of the district's, as long as the deed asks."""
    monkeypatch.setattr(closing, "must", lambda by, permission, organisation, now: None)
    deed = next(one for one in all_deeds if one.name == f"close a matter of {CHILD}")
    sweep = Sweep(world)
    for cell in map(deed.cell, PEOPLE):
        if wanted(cell).refused:
            sweep.send(cell)
    assert any("by supervisor@anping: 302, not [403, 404]" in one for one in sweep.wrong)
    assert any("refused after UPDATE" in one for one in sweep.wrong)


def test_what_is_anothers_is_refused_in_a_field_as_well(world: World, all_deeds: list[Deed]) -> None:
    """Whoever may do it names a body, or a figure, of another in the form. Control above: with his own, it is done."""
    sweep, by_name = Sweep(world), {one.name: one for one in all_deeds}
    for name, fields in trespasses(world).items():
        deed = by_name[name]
        own = {key: text for key, text in deed.place.sends.items() if key[:2] not in ("v-", "d-")}
        cell = replace(deed, place=replace(deed.place, sends={**own, **fields})).cell(person(deed.by))
        assert not sweep.does(cell), name


def trespasses(world: World) -> dict[str, dict[str, str]]:
    """By deed: the field, and what stands in it."""
    foreign = str(world.bodies[FOREIGN_HOST].pk)
    theirs = next(v for f, v in world.filings if (f.supplier.key, v.state) == (NEIGHBOUR, "draft"))
    filed = next(v for f, v in world.filings if (f.supplier.key, v.state) == (FOREIGN, "filed"))
    return {
        "found a body": {"parent": foreign},
        "give a role": {"organisation": foreign},
        "add a person": {"home": foreign},
        "assign a matter": {"owner": FOREIGN},
        "save cells": {f"v-{theirs.pk}-{theirs.version}": "88.5"},
        "accept a figure": {f"d-{filed.pk}-{filed.vintage}": "accept"},
        "propose a target": {f"t-{FOREIGN}": "33.5", f"t-{NEIGHBOUR}": ""},
        "open a year": {"version": str(world.versions[FOREIGN_HOST, "locked"].pk)},
    }
