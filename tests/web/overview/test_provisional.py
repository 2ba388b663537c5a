"""A year's result says which parts of it are not settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kaoping_web.cycles.models import Cycle
from kaoping_web.organisations.models import User
from kaoping_web.scoring.models import RunState, ScoreLine
from tests.web.cast import SCHEME, District
from tests.web.overview.test_statement import text_of
from tests.web.scoring.conftest import demo_district  # noqa: F401
from tests.web.scoring.stage import cycle_of, lock_cycle, lock_scheme, released, run_of

SignIn = Callable[[User], Client]
QUIET = SCHEME.read_text(encoding="utf-8").replace(
    "pending: leave_out,", "pending: leave_out, undefined: zero,"
)
PAGES = ("units/anping/", "tracks/townships/")


def year_and_quarters(district: District) -> tuple[Cycle, list[Cycle]]:
    """A year that is scored, with its first two quarters."""
    version = lock_scheme(district.xiaoyun, district.kao, QUIET)
    quarters = [cycle_of(version, f"2026-Q{n}") for n in (1, 2)]
    return cycle_of(version, "2026"), quarters


def shown(client: Client, cycle: Cycle, page: str, language: str = "zh") -> str:
    return text_of(client, f"/cycles/{cycle.pk}/{page}", language=language)


@pytest.mark.parametrize("page", PAGES)
def test_a_year_names_the_quarters_that_are_provisional_or_not_scored(
    district: District, sign_in: SignIn, page: str
) -> None:
    year, (first, _) = year_and_quarters(district)
    released(district, run_of(district, first))
    released(district, run_of(district, year))
    zh, en = (shown(sign_in(district.leader), year, page, one) for one in ("zh", "en"))
    assert (
        "得分还是暂定的" in zh
        and "2026年一季度还是预评分" in zh
        and "2026年二季度还没有计分" in zh
        and "“季度评议”" in zh
    )
    assert (
        "The points are provisional" in en
        and "Q1 2026: still provisional" in en
        and "Q2 2026: not scored yet" in en
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_year_of_final_quarters_says_nothing_of_the_kind(
    district: District, sign_in: SignIn, page: str
) -> None:
    """The control of the one before."""
    year, quarters = year_and_quarters(district)
    for one in quarters:
        released(district, run_of(district, lock_cycle(one)), RunState.PROVISIONAL, RunState.FINAL)
    released(district, run_of(district, year))
    assert "得分还是暂定的" not in shown(sign_in(district.leader), year, page)


@pytest.mark.parametrize("page", PAGES)
def test_a_quarter_takes_nothing_from_other_cycles(district: District, sign_in: SignIn, page: str) -> None:
    _, (first, _) = year_and_quarters(district)
    released(district, run_of(district, first))
    assert "得分还是暂定的" not in shown(sign_in(district.leader), first, page)


def test_items_that_wait_for_a_figure_are_named(district: District, sign_in: SignIn) -> None:
    _, (first, _) = year_and_quarters(district)
    run = released(district, run_of(district, first))
    mine = ScoreLine.objects.filter(run=run, organisation=district.anping)
    mine.filter(node="q_revenue").update(status="filled_pending")
    mine.filter(parent="").update(status="provisional")
    client = sign_in(district.leader)
    assert "预算收入进度待报，按方案暂计" in shown(client, first, "units/anping/")
    assert "安平镇的总分含待报的项" in shown(client, first, "tracks/townships/")
    assert "暂计" not in shown(client, first, "units/bincheng/")
