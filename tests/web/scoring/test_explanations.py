"""Explanations: their effects add up, they name nobody else, the nearest points are what scoring anew gives."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from kaoping import Period, score
from kaoping_web.scoring.models import Explanation, Run, RunState, ScoreLine
from kaoping_web.scoring.queries import explanation, scorecard
from kaoping_web.scoring.queries.explanations import upper_quartiles
from kaoping_web.scoring.queries.replay import forget_cards, scheme_of
from kaoping_web.scoring.services import explain_run
from tests.web.scoring.stage import Demo

pytestmark = pytest.mark.django_db
TOWNS = ("anping", "bincheng", "lanqiao", "qingya", "gaoxin")


@pytest.fixture
def year(demo_district: Demo) -> Run:
    """The demo's year, released."""
    return demo_district.run("2026", RunState.PROVISIONAL)


@pytest.fixture
def quarter(demo_district: Demo) -> Run:
    """The demo's third quarter, released."""
    return demo_district.run("2026-Q3", RunState.PROVISIONAL)


def test_the_effects_of_the_steps_add_up_to_the_points_lost(demo_district: Demo, year: Run) -> None:
    """Every item of five townships; of a dimension and the whole they add up to the points."""
    seen = 0
    towns = [demo_district.bodies[key] for key in TOWNS]
    for line in (
        ScoreLine.objects.filter(run=year, period="2026", organisation__in=towns)
        .exclude(points="")
        .select_related("organisation")
    ):
        told = explanation(year, line.organisation, line.node, "trace")
        effects = sum((Fraction(step["e"]) for step in told["steps"] if step.get("e")), Fraction(0))
        if not line.is_item:
            assert effects == Fraction(line.points), (line.organisation, line.node)
        elif line.lost:
            assert effects == -Fraction(line.lost), (line.organisation, line.node)
            seen += 1
    assert seen > 5 * 40


def test_every_line_of_the_year_is_kept_as_the_scorecard_has_it(demo_district: Demo, year: Run) -> None:
    card = scorecard(year)
    lines = {
        (one.organisation.key, one.group, one.node, one.period): one
        for one in ScoreLine.objects.filter(run=year).select_related("organisation")
    }
    assert len(lines) == len(card.lines) == 16372
    for one in card.lines:
        kept = lines[one.organisation, one.group, one.node, one.period]
        assert (Fraction(kept.points) if kept.points else None) == (
            one.points if isinstance(one.points, Fraction) else None
        )
        assert (kept.status, kept.grade) == (one.status, one.grade)
    investment = lines["anping", "townships", "investment", "2026"]
    assert (investment.actual, investment.target, investment.unit, investment.fact) == (
        "44.41",
        "46",
        "亿元",
        "investment",
    )


def test_an_explanation_names_no_other_body(demo_district: Demo, year: Run) -> None:
    """Control: with names, the same line does name the best."""
    from kaoping.explain import as_text, trace

    others = [
        one.title
        for one in scorecard(year).tables.organisations
        if one.kind in ("town", "subdistrict", "rural") and one.key != "anping"
    ]
    told = json.dumps(
        [
            explanation(year, demo_district.anping_body, node, "trace")
            for node in ("attracted", "services", "retail", "total")
        ],
        ensure_ascii=False,
    )
    assert not [one for one in others if one in told]
    named = as_text(trace(scorecard(year), "anping", "attracted"), "zh", whole=True)
    assert [one for one in others if one in named]


def test_the_nearest_points_are_those_of_scoring_anew(demo_district: Demo, quarter: Run) -> None:
    told = explanation(quarter, demo_district.anping_body, "", "nearest")["items"]
    card, uppers = scorecard(quarter), upper_quartiles(quarter)
    tried = 0
    for one in told:
        for name in ("step", "upper", "all", "target"):
            found = one.get(name)
            if not found:
                continue
            rows = [
                replace(row, value=Fraction(found["value"])) if _is_read(card, row, one["fact"]) else row
                for row in card.tables.filed
            ]
            again = score(scheme_of(quarter), replace(card.tables, filed=tuple(rows)), "2026-Q3")
            assert again.by_place["anping", "townships", one["node"]].points == Fraction(found["points"]), (
                one["node"],
                name,
            )
            assert again.by_place["anping", "townships", "quarterly"].points == Fraction(found["total"])
            tried += 1
            if name == "upper":
                assert Fraction(found["points"]) >= uppers["townships", one["node"]]
    assert tried >= 6


def _is_read(card: object, row: object, fact: str) -> bool:
    """The row behind the quarter's figure: of a cumulative or level fact the last, of a mean of one the only one."""
    if row.organisation != "anping" or row.fact != fact or row.period is None:  # type: ignore[attr-defined]
        return False
    return row.period in (Period.parse("2026-Q3"), Period.parse("2026-09")) and row.source in (
        "",
        "statistics",
        "development_reform",
    )  # type: ignore[attr-defined]


def test_what_is_stored_at_release_is_what_is_made_when_asked(demo_district: Demo, quarter: Run) -> None:
    before = {
        node: explanation(quarter, demo_district.anping_body, node, "trace")
        for node in ("q_investment", "quarterly")
    }
    near = explanation(quarter, demo_district.anping_body, "", "nearest")
    assert not Explanation.objects.filter(run=quarter).exists()  # reading stored nothing
    made = explain_run(quarter)
    assert made == Explanation.objects.filter(run=quarter).count() > 88
    forget_cards()
    assert {node: explanation(quarter, demo_district.anping_body, node, "trace") for node in before} == before
    assert explanation(quarter, demo_district.anping_body, "", "nearest") == near
    assert explain_run(quarter) == 0  # twice does no harm
    villages = ScoreLine.objects.filter(run=quarter, group="villages").values("organisation")
    assert not Explanation.objects.filter(
        run=quarter, organisation__in=villages
    ).exists()  # nobody signs in there
