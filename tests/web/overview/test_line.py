"""The score line: every step with its effect, the figure's history, what if."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from kaoping_web.organisations.models import User
from kaoping_web.scoring.models import Inputs
from kaoping_web.scoring.queries.explanations import _KEPT
from kaoping_web.scoring.queries.replay import forget_cards
from kaoping_web.scoring.snapshots import packed
from tests.web.cast import District
from tests.web.overview.test_statement import text_of
from tests.web.scoring.stage import file_value, released, run_of, small_month

SignIn = Callable[[User], Client]


def test_a_line_says_every_step_and_what_it_did(district: District, sign_in: SignIn) -> None:
    run = released(district, run_of(district, small_month(district)))
    shown = text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/m_investment/")
    assert "为什么是 50.00 分" in shown and "满分 60.00 分，失 10.00 分" in shown
    assert "−10.000000" in shown and "第八条" in shown
    english = text_of(
        sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/m_investment/", language="en"
    )
    assert "Why Anping scored 50.00" in english and "Step by step" in english


def test_a_line_tells_what_became_of_its_figure(district: District, sign_in: SignIn) -> None:
    cycle = small_month(district)
    file_value(cycle, district.development_reform, district.anping, "investment", "2.6")
    run = released(district, run_of(district, cycle))
    shown = text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/m_investment/")
    assert "这个数的来历" in shown and "2.60 亿元" in shown and "2.50 亿元" in shown


def test_what_if_is_scored_and_not_guessed(district: District, sign_in: SignIn) -> None:
    run = released(district, run_of(district, small_month(district)))
    shown = text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/m_projects/")
    assert "再增加 1 个" in shown and "+8.00" in shown and "得满分所需" in shown


def test_a_dimension_leads_to_its_items(district: District, sign_in: SignIn) -> None:
    run = released(district, run_of(district, small_month(district)))
    shown = text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/monthly/")
    assert f"/cycles/{run.cycle_id}/units/anping/m_investment/" in shown and "合计 82.00 分" in shown


def test_a_node_the_run_does_not_have_is_no_page(district: District, sign_in: SignIn) -> None:
    run = released(district, run_of(district, small_month(district)))
    for node in ("nowhere", "y_investment", "total"):
        text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/{node}/", 404)


def test_a_reckoning_that_cannot_be_made_again_is_told(district: District, sign_in: SignIn) -> None:
    run = released(district, run_of(district, small_month(district)))
    forget_cards()
    _KEPT.clear()
    Inputs.objects.filter(pk=run.inputs_digest).update(body=packed(b"[]"))
    shown = text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/m_investment/")
    assert "现在无法重算" in shown and "请从备份恢复" in shown
