"""The page of one score line."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaoping.errors import Language
from kaoping_web.organisations.models import Organisation
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.line_page import LinePage, line_page
from kaoping_web.overview.reading import reading_of
from kaoping_web.overview.reading_sheet import Figure, Sheet, download
from kaoping_web.scoring.queries import unit_of
from kaoping_web.scoring.queries.lines import keys_of
from kaoping_web.ui.drawing.charts import Dot


@needs(Permission.STATEMENT_READ, Permission.RUN_READ)
@require_safe
def line(request: UserRequest, cycle: int, body: str, node: str) -> HttpResponse:
    """Why one unit's line is what it is. Of another body's there is no such page."""
    reading = reading_of(request, cycle)
    standing = unit_of(reading.cycle, body, reading.sight)
    lang = request.lang
    page = line_page(reading, standing, node, lang) if standing else None
    if page is None or standing is None:
        raise Http404
    if "xlsx" in request.GET:
        return download([_sheet(page, lang)], f"{page.name.in_(lang)} {cycle} {page.card.title.in_(lang)}")
    dots, marks = [], []
    if page.strip:
        dots = _linked(page, page.strip.dots, standing.organisation)
        marks = [(at, said.in_(lang)) for at, said in page.strip.marks]
    given = {"page": page, "body": body, "cycle": reading.cycle, "dots": dots, "marks": marks}
    return render(request, "overview/line.html", given)


def _linked(page: LinePage, dots: tuple[Dot, ...], own: Organisation) -> list[Dot]:
    """Dots of others lead to their line of the same item; only who may see everybody has such links."""
    if not page.reading.sight.sees_all:
        return [replace(one, url="") for one in dots]
    keys = keys_of(int(one.url) for one in dots if one.url)
    return [
        replace(
            one,
            url=reverse("line", args=(page.reading.cycle.pk, keys[int(one.url)], page.card.node))
            if one.url and not one.own
            else "",
        )
        for one in dots
    ]


def _sheet(page: LinePage, lang: Language) -> Sheet:
    """The steps one below the other."""
    heads = (
        ["这一步做了什么", "结果", "单位", "对得分的影响"]
        if lang == "zh"
        else ["What this step did", "Result", "Unit", "Effect on the score"]
    )
    rows: list[list[str | Figure | int]] = []
    for step in page.steps:
        for one in (step, *step.inner):
            said = one.said.in_(lang)
            rows.append(
                [
                    f"{'' if one is step else '　'}{said}",
                    Figure(one.value, 6),
                    _unit(one.unit, lang),
                    Figure(one.effect, 6),
                ]
            )
    return Sheet(page.card.title.in_(lang), f"{page.name.in_(lang)} {page.card.title.in_(lang)}", heads, rows)


def _unit(unit: str, lang: Language) -> str:
    return ("分" if lang == "zh" else "points") if unit == "pt" else unit
