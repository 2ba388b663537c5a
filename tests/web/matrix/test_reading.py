"""Reading changes nothing, and shows nobody what is another's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.db import connection

from kaoping_web.cycles.models import Cycle, Target
from kaoping_web.cycles.targets import Stated
from kaoping_web.filing.models import Value
from kaoping_web.journal.services import record
from kaoping_web.organisations.models import User
from kaoping_web.overview import indicator_page
from kaoping_web.overview.indicator_right import Right
from kaoping_web.scoring.queries.values import values_of_fact
from tests.web.cast import NOW
from tests.web.matrix.cells import Cell, Sweep, cells, sampled
from tests.web.matrix.people import CHILD, FOREIGN, OWN, Person
from tests.web.matrix.places import Place
from tests.web.matrix.world import DRAFT_FIGURE, NEIGHBOURS_FIGURE, World

pytestmark = pytest.mark.django_db
ELSEWHERE = {OWN, CHILD, FOREIGN, "development_reform"}
RESULTS = {"indicator", "line", "statement", "track", "overview", "scoring-run"}
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


def not_there(cell: Cell) -> tuple[str, ...]:
    """Figures that may not stand in the answer of this cell. On pages of results, nobody reads what was not handed in."""
    drafts = forms_of(DRAFT_FIGURE) if cell.key in RESULTS else ()
    return (*not_his(cell.person), *drafts)


def reading(objects: dict[str, list[Place]]) -> Iterator[Cell]:
    """Every GET of whoever may not see the canaries, and of pages of results; of the others the first object of each address."""
    seen: set[tuple[str, str]] = set()
    for cell in cells(objects):
        known = (cell.key, cell.person.name)
        if cell.method == "GET" and (known not in seen or not_there(cell)):
            seen.add(known)
            yield cell


def leaks(sweep: Sweep) -> list[str]:
    """Pages that show a figure to somebody who may not see it."""
    return [f"{cell} shows {one}" for cell, text in sweep.shown for one in not_there(cell) if one in text]


def test_one_page_in_six_changes_nothing_and_shows_no_figure_of_others(
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
    sweep.sign_all_in()
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


def test_a_query_of_an_indicator_that_forgets_whose_a_figure_is_is_found(
    world: World, objects: dict[str, list[Place]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control, on the page where a department reads who is who: of what it supplies itself."""
    supplier = "reporter@development_reform"
    assert found_on_indicators(world, objects, supplier) == []
    monkeypatch.setattr(indicator_page, "values_of_fact", every_figure)
    assert any(
        DRAFT_FIGURE in one or "61,947" in one for one in found_on_indicators(world, objects, supplier)
    )
    monkeypatch.setattr(indicator_page, "values_of_fact", values_of_fact)
    monkeypatch.setattr(indicator_page, "agreed_of_fact", every_target)
    assert any("73,195.3" in one for one in found_on_indicators(world, objects, supplier))


def test_an_indicator_of_another_department_is_not_there_for_a_supplier(
    world: World, objects: dict[str, list[Place]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its right goes as far as what it supplies. Control: with a right to every indicator it is found."""
    supplier = "reporter@development_reform"
    assert found_on_indicators(world, objects, supplier) == []
    monkeypatch.setattr(indicator_page, "right_of", lambda reading, fact: Right(True, filed_by=None))
    wrong = found_on_indicators(world, objects, supplier)
    assert wrong and all("satisfaction" in one and "200, not [404]" in one for one in wrong)


def found_on_indicators(world: World, objects: dict[str, list[Place]], name: str) -> list[str]:
    """What is wrong with, and what leaks on, the pages of indicators as this person opens them."""
    sweep = Sweep(world, keep_shown=True)
    for cell in cells(objects):
        if (cell.method, cell.key, cell.person.name) == ("GET", "indicator", name):
            sweep.send(cell)
    return [*sweep.wrong, *leaks(sweep)]


def every_figure(
    cycle: Cycle, fact: str, bodies: Iterable[int], filed_by: object
) -> list[tuple[int, str, str, str, str]]:
    """As it stands in the cell, handed in or not."""
    found = Value.objects.filter(host=cycle.host_id, fact=fact, organisation__in=list(bodies), vintage__gt=0)
    return list(found.values_list("organisation", "period", "source", "answer", "text"))


def every_target(cycle: Cycle, fact: str, bodies: object = None) -> list[Stated]:
    """As it stands, agreed or not."""
    found = Target.objects.filter(host=cycle.host_id, fact=fact)
    return [Stated(*one) for one in found.values_list("organisation", "state", "text")]
