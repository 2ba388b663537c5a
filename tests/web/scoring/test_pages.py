"""The pages of scoring: starting, releasing, failing, reading what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kaoping_web.filing.models import Value, ValueState
from kaoping_web.organisations.models import User
from kaoping_web.scoring.models import Explanation, Run, RunState
from tests.web.cast import SCHEME, District
from tests.web.scoring.stage import file_value, released, run_of, small_month

SignIn = Callable[[User], Client]


def test_the_office_seals_and_scores_and_pressing_twice_scores_once(
    district: District, sign_in: SignIn
) -> None:
    cycle = small_month(district)
    client, form = sign_in(district.kao), {"once": "a", "only_verified": "on", "reason": "月报"}
    for _ in range(2):
        response = client.post(f"/scoring/{cycle.pk}/", form)
        assert response.status_code == 302
    run = Run.objects.get()
    assert (run.state, run.only_verified, run.reason) == (RunState.MADE.value, True, "月报")
    assert response["Location"] == f"/scoring/runs/{run.pk}/"


def test_the_head_releases_and_the_units_lines_are_explained_at_once(
    district: District, sign_in: SignIn
) -> None:
    run = run_of(district, small_month(district))
    shown = sign_in(district.gao).get(f"/scoring/runs/{run.pk}/").content.decode()
    assert "发布预评分" in shown
    response = sign_in(district.gao).post(
        f"/scoring/runs/{run.pk}/", {"once": "b", "seen": run.version, "state": "provisional"}
    )
    assert response.status_code == 302
    assert Run.objects.get(pk=run.pk).state == RunState.PROVISIONAL.value
    assert Explanation.objects.filter(run=run, organisation=district.anping).count() == 5


@pytest.mark.parametrize(("who", "status"), [("kao", 403), ("leader", 403), ("anhead", 403)])
def test_others_have_no_button_and_no_way(district: District, sign_in: SignIn, who: str, status: int) -> None:
    run = run_of(district, small_month(district))
    client = sign_in(district.people[who])
    assert (
        client.post(
            f"/scoring/runs/{run.pk}/", {"once": "b", "seen": run.version, "state": "provisional"}
        ).status_code
        == status
    )
    assert "发布预评分" not in client.get(f"/scoring/runs/{run.pk}/").content.decode()


def test_a_leader_reads_released_runs_only(district: District, sign_in: SignIn) -> None:
    run = run_of(district, small_month(district))
    client = sign_in(district.leader)
    assert client.get(f"/scoring/runs/{run.pk}/").status_code == 404
    assert "82.00" not in client.get(f"/scoring/{run.cycle_id}/").content.decode()
    released(district, run)
    assert client.get(f"/scoring/runs/{run.pk}/").status_code == 200


def test_the_page_says_what_moved_and_why(district: District, sign_in: SignIn) -> None:
    cycle = small_month(district)
    run_of(district, cycle)
    file_value(cycle, district.development_reform, district.anping, "investment", "2.8")
    run = run_of(district, cycle)
    for language, words in (
        ("zh", ("变动的输入：1 处", "固定资产投资 2.5 → 2.8", "+6.00")),
        ("en", ("Inputs that moved: 1", "2.5 → 2.8")),
    ):
        client = sign_in(district.kao)
        client.cookies["kaoping-language"] = language
        shown = client.get(f"/scoring/runs/{run.pk}/").content.decode()
        assert all(one in shown for one in words), language


def test_a_failed_run_names_the_missing_figures_and_their_form(district: District, sign_in: SignIn) -> None:
    cycle = small_month(district, SCHEME.read_text(encoding="utf-8").replace("missing: zero, ", ""))
    for unit in (district.anping, district.bincheng):
        value = file_value(cycle, district.development_reform, unit, "new_projects", "1")
        value.vintages.all().delete()
        Value.objects.filter(pk=value.pk).update(state=ValueState.EXPECTED.value)
    run = run_of(district, cycle)
    for language, words in (
        ("zh", ("未能计分：1 处缺数", "安平镇、滨城镇", "新开工项目缺 2 格", "2026年3月 区发改局")),
        ("en", ("Not made. Places without figures: 1", "cells: 2", "Mar 2026 Development")),
    ):
        client = sign_in(district.kao)
        client.cookies["kaoping-language"] = language
        shown = client.get(f"/scoring/runs/{run.pk}/").content.decode()
        assert all(one in shown for one in words), language
        assert f'href="/filing/{value.filing_id}/"' in shown and "anping" not in shown.partition("<main")[2]


def test_what_moved_is_told_by_names_not_by_keys(district: District, sign_in: SignIn) -> None:
    cycle = small_month(district)
    run_of(district, cycle)
    file_value(cycle, district.development_reform, district.anping, "investment", "2.8")
    shown = sign_in(district.kao).get(f"/scoring/runs/{run_of(district, cycle).pk}/").content.decode()
    main = shown.partition("<main")[2]
    assert "安平镇" in main and "2026年3月" in main
    assert "anping" not in main and ">2026-03<" not in main


def test_a_refusal_keeps_what_was_typed(district: District, sign_in: SignIn) -> None:
    from tests.web.scoring.stage import lock_cycle

    cycle = lock_cycle(small_month(district))
    released(district, run_of(district, cycle), RunState.PROVISIONAL, RunState.FINAL)
    response = sign_in(district.kao).post(
        f"/scoring/{cycle.pk}/", {"once": "c", "only_verified": "on", "reason": " "}
    )
    shown = response.content.decode()
    assert response.status_code == 422 and "须写明理由" in shown and "checked" in shown


@pytest.mark.parametrize("who", ["anhead", "lin", "sys", "zhao"])
def test_units_do_not_see_the_pages_of_scoring(district: District, sign_in: SignIn, who: str) -> None:
    cycle = small_month(district)
    for address in ("/scoring/", f"/scoring/{cycle.pk}/"):
        assert sign_in(district.people[who]).get(address).status_code == 403
