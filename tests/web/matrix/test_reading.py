"""Reading changes nothing, and shows nobody what is another's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.db import connection

from kaoping_web.journal.services import record
from kaoping_web.organisations.models import User
from tests.web.cast import NOW
from tests.web.matrix.cells import Cell, Sweep, cells, sampled
from tests.web.matrix.people import CHILD, FOREIGN, OWN, Person
from tests.web.matrix.places import Place
from tests.web.matrix.world import DRAFT_FIGURE, NEIGHBOURS_FIGURE, World

pytestmark = pytest.mark.django_db
ELSEWHERE = {OWN, CHILD, FOREIGN, "development_reform"}
NOT_KEPT = ("django_session",)
"""Which cycle a person chose last is kept with his session."""


def digest() -> str:
    """Every row of every table."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names()) - set(NOT_KEPT)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found.update(table.encode() + "\n".join(sorted(map(repr, cursor.fetchall()))).encode())
    return found.hexdigest()


def forms_of(figure: str) -> tuple[str, ...]:
    """A figure as pages write it."""
    whole, _, part = figure.partition(".")
    return figure, f"{int(whole):,}.{part}"


def is_elsewhere(person: Person) -> bool:
    """Whether all he is, he is where the neighbour's figures are none of his business."""
    return bool(person.held) and all(body in ELSEWHERE for _, body in person.held)


def administers(person: Person) -> bool:
    """System and security administrators see nothing that is assessed, not even at the host."""
    return bool(person.roles) and person.roles <= {"system_admin", "security_admin"}


def not_his(person: Person) -> tuple[str, ...]:
    """Figures that may stand on no page of his."""
    if is_elsewhere(person) or administers(person) or person.name in ("nobody", "retired"):
        own_draft = any(body == "development_reform" for _, body in person.held)
        return forms_of(NEIGHBOURS_FIGURE) + (() if own_draft else forms_of(DRAFT_FIGURE))
    return forms_of(DRAFT_FIGURE) if person.roles == {"verifier"} else ()


def reading(objects: dict[str, list[Place]]) -> Iterator[Cell]:
    """Every GET of whoever may not see the canaries; of the others the first object of each address."""
    seen: set[tuple[str, str]] = set()
    for cell in cells(objects):
        known = (cell.key, cell.person.name)
        if cell.method == "GET" and (known not in seen or not_his(cell.person)):
            seen.add(known)
            yield cell


def leaks(sweep: Sweep) -> list[str]:
    """Pages that show a figure to somebody who may not see it."""
    return [
        f"{cell} shows {one}"
        for cell, text in sweep.shown
        for one in not_his(cell.person)
        if one in text and not supplies(cell)
    ]


def supplies(cell: Cell) -> bool:
    """Whether it is the page of an indicator opened by who supplies it: he sees who is who, and the targets he proposes."""
    return cell.key == "indicator" and any(body == "development_reform" for _, body in cell.person.held)


def test_one_page_in_four_changes_nothing_and_shows_no_figure_of_others(
    world: World, objects: dict[str, list[Place]], record_property: Callable[[str, object], None]
) -> None:
    assert read_all(world, sampled(reading(objects)), record_property) > 250


@pytest.mark.long
def test_reading_changes_nothing_and_shows_no_figure_of_others(
    world: World, objects: dict[str, list[Place]], record_property: Callable[[str, object], None]
) -> None:
    assert read_all(world, reading(objects), record_property) > 1_000


def read_all(world: World, some: Iterable[Cell], record_property: Callable[[str, object], None]) -> int:
    """Open them all; how many were shown."""
    sweep = Sweep(world, keep_shown=True)
    before = digest()
    for cell in some:
        sweep.send(cell, takes_back=False)
    record_property("cells", sweep.ran)
    assert digest() == before
    assert sweep.wrong[:40] == []
    assert leaks(sweep)[:40] == []
    return len(sweep.shown)


def test_the_figures_are_there_for_who_may_see_them(world: World, objects: dict[str, list[Place]]) -> None:
    """The control: the search finds both figures on pages of those who file and of those who read everything."""
    sweep = Sweep(world, keep_shown=True)
    for cell in cells(objects):
        if (
            cell.method == "GET"
            and cell.key in ("filing", "filing-workbook")
            and cell.person.name in ("reporter@bincheng", "leader@xiaoyun")
        ):
            sweep.send(cell)
    for figure in (NEIGHBOURS_FIGURE, DRAFT_FIGURE):
        found = {
            (cell.key, cell.person.name)
            for cell, text in sweep.shown
            if any(one in text for one in forms_of(figure))
        }
        assert {("filing", "leader@xiaoyun"), ("filing-workbook", "leader@xiaoyun")} <= found, figure
        assert (("filing", "reporter@bincheng") in found) == (figure == NEIGHBOURS_FIGURE)


def test_the_digest_sees_one_row(world: World) -> None:
    before = digest()
    User.objects.filter(pk=world.people["nobody"].pk).update(failures=1)
    changed = digest()
    assert changed != before
    record(by=None, deed="look.around", chain="xiaoyun", at=NOW)
    assert digest() != changed
