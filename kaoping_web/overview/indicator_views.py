"""The page of one indicator."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaoping.errors import Language
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.indicator_page import IndicatorPage, indicator_page
from kaoping_web.overview.reading import reading_of
from kaoping_web.overview.reading_sheet import Figure, Sheet, download


@needs(Permission.INDICATOR_READ)
@require_safe
def indicator(request: UserRequest, cycle: int, fact: str) -> HttpResponse:
    """One indicator in one cycle: with names for the office and for who supplies or verifies it, with bands for a unit."""
    reading = reading_of(request, cycle)
    lang = request.lang
    page = indicator_page(reading, fact, request.GET.get("group", ""), lang)
    if page is None:
        raise Http404
    if "xlsx" in request.GET:
        return download([_sheet(page, lang)], f"{page.fact.title.in_(lang)} {reading.cycle.period}")
    marks = [(at, said.in_(lang)) for at, said in page.marks]
    return render(request, "overview/indicator.html", {"page": page, "cycle": reading.cycle, "marks": marks})


def _sheet(page: IndicatorPage, lang: Language) -> Sheet:
    """The figures by unit where names may be seen, else the quartiles by period."""

    def w(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    title = f"{page.fact.title.in_(lang)} ({page.fact.unit}) {page.period}"
    if page.has_names:
        rows: list[list[str | Figure | int]] = [
            [one.name, Figure(str(one.at), page.places)] for one in sorted(page.dots, key=lambda one: -one.at)
        ]
        return Sheet(w("各单位", "Units"), title, [w("单位", "Unit"), page.fact.title.in_(lang)], rows)
    heads = [
        w("期", "Period"),
        w("本单位", "Own"),
        w("下四分位", "Lower quartile"),
        w("中位数", "Median"),
        w("上四分位", "Upper quartile"),
    ]
    rows = [
        [
            one.name,
            *(
                Figure("" if number is None else str(number), page.places)
                for number in (one.own, one.low, one.median, one.high)
            ),
        ]
        for one in page.moments
    ]
    return Sheet(w("各期", "Periods"), title, heads, rows)
