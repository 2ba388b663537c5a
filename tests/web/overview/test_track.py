"""The track: the order for whom the scheme lets see it, quartiles for the others; near is told as near."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kaoping_web.organisations.models import User
from kaoping_web.overview.track_page import _reach
from kaoping_web.scoring.models import RunState
from tests.web.cast import SCHEME, District
from tests.web.overview.test_statement import text_of
from tests.web.scoring.conftest import demo_district  # noqa: F401
from tests.web.scoring.stage import Demo, released, run_of, small_month

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    ("policy", "names"), [("statement", False), ("leadership", False), ("track", True), ("public", True)]
)
def test_a_unit_sees_the_order_only_where_the_scheme_lets_the_track_see_it(
    district: District, sign_in: SignIn, policy: str, names: bool
) -> None:
    text = SCHEME.read_text(encoding="utf-8").replace("month: statement", f"month: {policy}")
    run = run_of(district, small_month(district, text))
    address = f"/cycles/{run.cycle_id}/tracks/townships/"
    assert "滨城镇" not in text_of(sign_in(district.anhead), address)  # not released: to nobody
    released(district, run)
    assert ("滨城镇" in text_of(sign_in(district.anhead), address)) is names
    assert "滨城镇" in text_of(sign_in(district.leader), address)


@pytest.mark.parametrize(("policy", "status"), [("track", 404), ("public", 200)])
def test_who_has_no_body_in_the_track_sees_only_what_is_public(
    district: District, sign_in: SignIn, policy: str, status: int
) -> None:
    text = SCHEME.read_text(encoding="utf-8").replace("month: statement", f"month: {policy}")
    run = released(district, run_of(district, small_month(district, text)))
    text_of(sign_in(district.lin), f"/cycles/{run.cycle_id}/tracks/townships/", status)


def test_another_units_points_are_no_link_for_a_unit(district: District, sign_in: SignIn) -> None:
    text = SCHEME.read_text(encoding="utf-8").replace("month: statement", "month: track")
    run = released(district, run_of(district, small_month(district, text)))
    shown = text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/tracks/townships/")
    assert f"/cycles/{run.cycle_id}/units/anping/" in shown
    assert '<a href="/cycles/' + str(run.cycle_id) + '/units/bincheng/"' not in shown


@pytest.mark.django_db
def test_a_unit_of_a_large_track_sees_quartiles_and_no_names(demo_district: Demo, sign_in: SignIn) -> None:  # noqa: F811
    run = demo_district.run("2026-Q3", RunState.PROVISIONAL)
    shown = text_of(sign_in(demo_district.people["anping"]), f"/cycles/{run.cycle_id}/tracks/townships/")
    assert "四分位" in shown and "滨城镇" not in shown and "青崖镇" not in shown
    office = text_of(sign_in(demo_district.people["office"]), f"/cycles/{run.cycle_id}/tracks/townships/")
    assert "滨城镇" in office and "青崖镇" in office and "k-draw--map" in office


@pytest.mark.django_db
def test_a_long_track_is_read_page_by_page(demo_district: Demo, sign_in: SignIn) -> None:  # noqa: F811
    run = demo_district.run("2026", RunState.PROVISIONAL)
    client = sign_in(demo_district.people["office"])
    first, last = (text_of(client, f"/cycles/{run.cycle_id}/tracks/villages/?page={n}") for n in ("1", "99"))
    assert "第 1 页，共 5 页" in first and "第 5 页，共 5 页" in last and first.count("<tr") > 60


def test_places_nearer_than_a_tenth_are_not_told_apart() -> None:
    from fractions import Fraction

    points = [Fraction(one) for one in ("95", "90.05", "90", "89.92", "80")]
    assert [_reach(points, at) for at in range(5)] == [(1, 1), (2, 3), (2, 4), (3, 4), (5, 5)]
    assert _reach([Fraction("90.1"), Fraction(90)], 1) == (2, 2)  # exactly a tenth is apart
