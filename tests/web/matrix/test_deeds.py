"""The weightiest deeds: with a form that is right in every field, who must not is refused, and nothing at all is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kaoping_web.organisations.roles import TABLE, Reach
from tests.web.matrix.cells import Sweep, wanted
from tests.web.matrix.deeds import Deed, deeds, person
from tests.web.matrix.people import PEOPLE
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
