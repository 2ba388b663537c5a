"""The indicator: names for the office and for who supplies or verifies it, bands for a unit, nothing for others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kaoping_web.filing.models import ValueState
from kaoping_web.organisations.models import User
from kaoping_web.scoring.models import RunState
from tests.web.cast import District
from tests.web.overview.test_statement import text_of
from tests.web.scoring.conftest import demo_district  # noqa: F401
from tests.web.scoring.stage import Demo, released, run_of, small_month

SignIn = Callable[[User], Client]


@pytest.fixture
def cycle(district: District) -> object:
    """March with its supplier named, released."""
    from kaoping_web.cycles.models import Supply

    found = small_month(district)
    Supply.objects.create(
        scheme_version=found.scheme_version,
        supplier="development_reform",
        organisation=district.development_reform,
    )
    Supply.objects.create(
        scheme_version=found.scheme_version, supplier="statistics", organisation=district.statistics
    )
    released(district, run_of(district, found))
    return found


@pytest.mark.parametrize(("who", "status", "names"), [("kao", 200, True), ("leader", 200, True), ("chen", 200, True), ("lin", 200, True),
                                                      ("anhead", 200, False), ("qian", 404, False), ("village", 404, False), ("sys", 403, False)])  # fmt: skip
def test_who_sees_the_figures_of_all_units(
    district: District, sign_in: SignIn, cycle: object, who: str, status: int, names: bool
) -> None:
    shown = text_of(sign_in(district.people[who]), f"/cycles/{cycle.pk}/indicators/investment/", status)  # type: ignore[attr-defined]
    assert ("滨城镇" in shown) is names


def test_a_unit_sees_its_own_figure_and_target(district: District, sign_in: SignIn, cycle: object) -> None:
    shown = text_of(sign_in(district.anhead), f"/cycles/{cycle.pk}/indicators/investment/")  # type: ignore[attr-defined]
    assert "12.00" in shown and "安平镇" in shown and "翠云镇" not in shown
    assert "每月，自年初累计" in shown and "区统计局" in shown


def test_an_indicator_the_scheme_does_not_have_is_no_page(
    district: District, sign_in: SignIn, cycle: object
) -> None:
    text_of(sign_in(district.kao), f"/cycles/{cycle.pk}/indicators/nowhere/", 404)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_unit_sees_quartiles_of_verified_figures_only(demo_district: Demo, sign_in: SignIn) -> None:  # noqa: F811
    """Control: the office sees what is not verified too."""
    from kaoping_web.filing.models import Value

    run = demo_district.run("2026-Q3", RunState.PROVISIONAL)
    Value.objects.filter(fact="investment", period="2026-09", organisation__key="bincheng").update(
        text="777.77", state=ValueState.FILED.value
    )
    address = f"/cycles/{run.cycle_id}/indicators/investment/"
    assert "777.77" not in text_of(sign_in(demo_district.people["anping"]), address)
    assert "777.77" in text_of(sign_in(demo_district.people["office"]), address)
