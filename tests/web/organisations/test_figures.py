"""Figures of bodies hold from their day; a slip is mended with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from kaoping_web.journal.queries import history_of
from kaoping_web.journal.verification import verify_here
from kaoping_web.organisations.models import Figure
from kaoping_web.organisations.queries import figures_at, library_organisations
from kaoping_web.organisations.services import (
    set_figure,
)
from kaoping_web.refusals import Refused
from tests.web.cast import NOW, START, District

FUTURE = date(2027, 1, 1)
PAPER = "云政发〔2026〕3号"


def deed(district: District, **more: object) -> dict[str, object]:
    return {"by": district.kao, "document": PAPER, "now": NOW, **more}


def codes(wrong: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in wrong.value.problems]


def test_a_figure_holds_from_its_day(district: District) -> None:
    for day, text in ((START, "31,000"), (FUTURE, "３２，０００")):
        set_figure(
            organisation_id=district.anping.pk, name="population", text=text, starts=day, **deed(district)
        )
    assert figures_at([district.anping.pk], NOW.date())[district.anping.pk]["population"].text == "31000"
    by_key = {one.key: one for one in library_organisations(district.xiaoyun, FUTURE)}
    assert by_key["anping"].attributes["population"] == 32000
    assert figures_at([district.anping.pk], date(2019, 1, 1)) == {}


def test_a_figure_of_one_day_is_mended_with_a_reason_and_the_journal_keeps_both(district: District) -> None:
    row = set_figure(
        organisation_id=district.anping.pk, name="difficulty", text="0.98", starts=START, **deed(district)
    )
    for reason, code in (("", "figure-same-day"), ("x", "figure-same")):
        with pytest.raises(Refused) as wrong:
            set_figure(
                organisation_id=district.anping.pk, name="difficulty", text="0.99" if not reason else "0.980", starts=START,
                **deed(district, reason=reason),
            )  # fmt: skip
        assert codes(wrong) == [code]
    set_figure(
        organisation_id=district.anping.pk,
        name="difficulty",
        text="0.99",
        starts=START,
        **deed(district, reason="核对报表"),
    )
    assert Figure.objects.get().text == "0.99" and len(history_of(row)) == 2 and verify_here().is_sound


def test_a_figure_is_refused_with_all_its_problems(district: District) -> None:
    with pytest.raises(Refused) as wrong:
        set_figure(
            organisation_id=district.anping.pk,
            name="1 x",
            text=" ",
            starts=date(2019, 1, 1),
            **deed(district, document=""),
        )
    assert set(codes(wrong)) == {"change-document", "figure-name", "figure-empty", "change-before-founding"}


def test_a_figure_that_is_nearly_a_number_is_refused_and_not_kept_as_words(district: District) -> None:
    with pytest.raises(Refused, match="万"):
        set_figure(
            organisation_id=district.anping.pk,
            name="population",
            text="3.2万",
            starts=START,
            **deed(district),
        )
    words = set_figure(
        organisation_id=district.anping.pk, name="zone", text="山区", starts=START, **deed(district)
    )
    assert (words.text, words.is_number) == ("山区", False)
