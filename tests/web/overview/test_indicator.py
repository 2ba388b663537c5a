"""The indicator: names for the office and for who supplies or verifies it, bands for a unit, nothing for others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import F
from django.test import Client

from kaoping_web.cycles.models import Supply, Target, TargetMove, TargetState
from kaoping_web.filing.models import Value, ValueState, Vintage
from kaoping_web.journal.services import keep
from kaoping_web.organisations.models import User
from kaoping_web.scoring.models import RunState
from tests.web.cast import NOW, SCHEME, District
from tests.web.overview.test_statement import text_of
from tests.web.scoring.conftest import demo_district  # noqa: F401
from tests.web.scoring.stage import Demo, file_value, released, run_of, small_month

SignIn = Callable[[User], Client]


@pytest.fixture
def cycle(district: District) -> object:
    """March with its supplier named, released."""
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


def test_a_figure_saved_after_it_was_handed_in_stands_on_no_page_of_the_indicator(
    district: District, sign_in: SignIn, cycle: object
) -> None:
    """Returned, typed anew, not handed in yet: what was handed in before stands there."""
    theirs = Value.objects.filter(fact="investment", organisation__key="bincheng")
    assert theirs.update(text="777.77", state=ValueState.DRAFT.value) == 1
    for who in ("kao", "leader", "chen", "lin"):
        shown = text_of(sign_in(district.people[who]), f"/cycles/{cycle.pk}/indicators/investment/")  # type: ignore[attr-defined]
        assert "777.77" not in shown and "3.00" in shown, who


@pytest.fixture
def two_sources(district: District) -> object:
    """March, where investment is filed by two departments; Finance handed in for 翠云镇, and nobody has verified it."""
    text = SCHEME.read_text(encoding="utf-8")
    alone, both = (
        "from: development_reform, verified_by: statistics, ",
        "sources: [finance, development_reform], ",
    )
    found = small_month(district, text.replace(alone, alone + both, 1))
    for key in ("development_reform", "statistics", "finance"):
        Supply.objects.create(
            scheme_version=found.scheme_version, supplier=key, organisation=district.bodies[key]
        )
    value = file_value(found, district.finance, district.cuiyun, "revenue", "777", ValueState.FILED)
    Value.objects.filter(pk=value.pk).update(fact="investment", source="finance")
    return found


@pytest.mark.parametrize(
    ("who", "sees"), [("kao", True), ("lin", True), ("qian", True), ("sun", False), ("chen", False)]
)
def test_what_another_department_handed_in_a_supplier_sees_once_it_is_verified(
    district: District, sign_in: SignIn, two_sources: object, who: str, sees: bool
) -> None:
    """Before that it is for the office, who verifies, and who handed it in; not for who files the same indicator."""
    address = f"/cycles/{two_sources.pk}/indicators/investment/"  # type: ignore[attr-defined]
    assert ("777.00" in text_of(sign_in(district.people[who]), address)) is sees
    Value.objects.filter(source="finance").update(state=ValueState.VERIFIED.value)
    assert "777.00" in text_of(sign_in(district.people[who]), address)


@pytest.mark.parametrize("who", ["kao", "leader", "chen", "lin", "binhead"])
def test_a_target_stands_on_the_page_once_it_is_agreed(
    district: District, sign_in: SignIn, cycle: object, who: str
) -> None:
    """What is proposed anew is for those who negotiate it; until they agree, what was agreed before counts and stands there."""
    address = f"/cycles/{cycle.pk}/indicators/investment/"  # type: ignore[attr-defined]
    target = Target.objects.get(organisation__key="bincheng")
    target.text, target.state = "777.77", TargetState.PROPOSED.value
    keep(target, by=None, deed="revise.target", chain="bincheng", at=NOW)
    shown = text_of(sign_in(district.people[who]), address)
    assert "777.77" not in shown and "12.00" in shown
    TargetMove.objects.create(target=target, number=2, kind="agree", text="777.77", at=NOW)
    assert "777.77" in text_of(sign_in(district.people[who]), address)


@pytest.mark.django_db
def test_a_unit_sees_quartiles_of_verified_figures_only(demo_district: Demo, sign_in: SignIn) -> None:  # noqa: F811
    """Control: the office sees what is not verified too."""
    run = demo_district.run("2026-Q3", RunState.PROVISIONAL)
    theirs = Value.objects.filter(fact="investment", period="2026-09", organisation__key="bincheng")
    theirs.update(state=ValueState.FILED.value)
    Vintage.objects.filter(value__in=theirs, number=F("value__vintage")).update(text="777.77")
    address = f"/cycles/{run.cycle_id}/indicators/investment/"
    assert "777.77" not in text_of(sign_in(demo_district.people["anping"]), address)
    assert "777.77" in text_of(sign_in(demo_district.people["office"]), address)
