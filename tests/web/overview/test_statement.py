"""The statement: one's own in full, nothing of a neighbour, the same queries however many units there are."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kaoping_web.journal.kept import forget
from kaoping_web.organisations.models import Standing, User
from kaoping_web.overview.reading_sheet import Figure, Sheet, workbook
from kaoping_web.scoring.models import RunState
from kaoping_web.scoring.services import explain_run
from tests.web.cast import District
from tests.web.scoring.conftest import demo_district  # noqa: F401
from tests.web.scoring.stage import Demo, file_value, released, run_of, small_month

SignIn = Callable[[User], Client]
CANARY = "3.1416"


def text_of(client: Client, address: str, status: int = 200, language: str = "zh") -> str:
    client.cookies["kaoping-language"] = language
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_a_unit_reads_its_own_statement_in_both_languages(district: District, sign_in: SignIn) -> None:
    run = released(district, run_of(district, small_month(district)))
    address = f"/cycles/{run.cycle_id}/units/anping/"
    zh, en = (text_of(sign_in(district.anhead), address, language=one) for one in ("zh", "en"))
    assert "得 82.00 分" in zh and "安平镇" in zh and "固定资产投资进度" in zh
    assert "82.00 points" in en and "Progress of investment" in en
    assert "失去的 18.00 分" in zh


def test_a_neighbour_sees_nothing_not_even_that_it_is_there(district: District, sign_in: SignIn) -> None:
    """Control: the office sees it."""
    cycle = small_month(district)
    file_value(cycle, district.development_reform, district.bincheng, "new_projects", CANARY)
    released(district, run_of(district, cycle))
    client = sign_in(district.anhead)
    for end in ("", "m_projects/", "monthly/", "?xlsx"):
        theirs = client.get(f"/cycles/{cycle.pk}/units/bincheng/{end}")
        missing = client.get(f"/cycles/{cycle.pk}/units/nowhere/{end}")
        assert theirs.status_code == missing.status_code == 404
        assert theirs.content == missing.content
    for page in (
        "units/anping/",
        "units/anping/m_projects/",
        "units/anping/m_investment/",
        "tracks/townships/",
        "indicators/new_projects/",
    ):
        shown = text_of(client, f"/cycles/{cycle.pk}/{page}")
        assert (
            CANARY not in shown and "3.14" not in shown and "滨城" not in shown and "Bincheng" not in shown
        ), page
    assert CANARY[:4] in text_of(sign_in(district.kao), f"/cycles/{cycle.pk}/units/bincheng/m_projects/")


@pytest.mark.parametrize(("who", "status"), [("anhead", 200), ("an", 200), ("binhead", 404), ("kao", 200), ("gao", 200), ("leader", 200), ("shen", 200),
                                             ("lin", 404), ("chen", 404), ("village", 404), ("sys", 403), ("zhao", 403)])  # fmt: skip
def test_who_reads_the_statement_of_anping(
    district: District, sign_in: SignIn, who: str, status: int
) -> None:
    run = released(district, run_of(district, small_month(district)))
    text_of(sign_in(district.people[who]), f"/cycles/{run.cycle_id}/units/anping/", status)


def test_a_run_that_is_not_released_is_seen_by_the_office_alone(district: District, sign_in: SignIn) -> None:
    run = run_of(district, small_month(district))
    address = f"/cycles/{run.cycle_id}/units/anping/"
    assert "82.00" in text_of(sign_in(district.kao), address) and "82.00" in text_of(
        sign_in(district.gao), address
    )
    for who in (district.anhead, district.leader):
        shown = text_of(sign_in(who), address)
        assert "82.00" not in shown and "还没有发布得分" in shown
        assert sign_in(who).get(f"{address}m_projects/").status_code == 404
    released(district, run)
    assert "82.00" in text_of(sign_in(district.anhead), address)


def test_the_quartiles_of_fewer_than_five_are_not_shown_to_one_of_them(
    district: District, sign_in: SignIn
) -> None:
    run = released(district, run_of(district, small_month(district)))
    assert "k-quart" not in text_of(sign_in(district.anhead), f"/cycles/{run.cycle_id}/units/anping/")
    assert "k-quart" in text_of(sign_in(district.kao), f"/cycles/{run.cycle_id}/units/anping/")


def test_what_moved_since_the_last_release_is_told_with_its_figure(
    district: District, sign_in: SignIn
) -> None:
    cycle = small_month(district)
    released(district, run_of(district, cycle))
    file_value(cycle, district.development_reform, district.anping, "investment", "2.8")
    released(district, run_of(district, cycle))
    shown = text_of(sign_in(district.anhead), f"/cycles/{cycle.pk}/units/anping/")
    assert "总分变动 +6.00 分" in shown and "2.5 → 2.8" in shown


def test_a_name_that_looks_like_a_formula_stays_a_name(district: District, sign_in: SignIn) -> None:
    Standing.objects.filter(organisation=district.anping).update(title='=HYPERLINK("http://x")')
    run = released(district, run_of(district, small_month(district)))
    response = sign_in(district.anhead).get(f"/cycles/{run.cycle_id}/units/anping/?xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert cells and not [one for one in cells if one.data_type == "f"]
    assert any(str(one.value).startswith("=HYPERLINK") for one in cells)
    assert any(one.value == 82 for one in cells)


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "-1+1", "http://x", "0012"])
def test_words_are_written_as_words(text: str) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([Sheet("a[b]", text, [text], [[text, Figure("1/3", 2)][:1]])]))
    )
    (cell,) = book.worksheets[0][4]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [
        "units/anping/",
        "units/anping/q_investment/",
        "units/anping/quarterly/",
        "tracks/townships/",
        "indicators/investment/",
    ],
)
def test_reading_pages_keep_to_their_budget_of_queries(
    demo_district: Demo,  # noqa: F811
    sign_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    page: str,
) -> None:
    run = demo_district.run("2026-Q3", RunState.PROVISIONAL)
    explain_run(run)
    for who in ("anping", "office"):
        client = sign_in(demo_district.people[who])
        with django_assert_max_num_queries(25):
            text_of(client, f"/cycles/{run.cycle_id}/{page}")


@pytest.mark.django_db
def test_a_track_of_272_takes_as_many_queries_as_one_of_ten(
    demo_district: Demo,  # noqa: F811
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    run = demo_district.run("2026", RunState.PROVISIONAL)
    client = sign_in(demo_district.people["office"])
    with django_assert_max_num_queries(25) as taken:
        text_of(client, f"/cycles/{run.cycle_id}/tracks/enterprises/")
    forget()  # of both everything is asked
    with django_assert_num_queries(len(taken)):
        text_of(client, f"/cycles/{run.cycle_id}/tracks/villages/")


@pytest.mark.django_db
def test_reading_changes_nothing_in_the_database(demo_district: Demo, sign_in: SignIn) -> None:  # noqa: F811
    from django.db import connection

    run = demo_district.run("2026-Q3", RunState.PROVISIONAL)
    client, written = sign_in(demo_district.people["anping"]), []

    def watch(execute: Callable, sql: str, params: object, many: bool, context: object) -> object:
        if sql.lstrip().split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for page in (
            "units/anping/",
            "units/anping/q_investment/",
            "tracks/townships/",
            "indicators/investment/",
            "units/anping/?xlsx",
        ):
            assert client.get(f"/cycles/{run.cycle_id}/{page}").status_code == 200
    assert not written
