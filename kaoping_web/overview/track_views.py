"""The page of a track."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from kaoping.errors import Language, Words
from kaoping_web.dates import period_words
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.queries.provisional import unsettled
from kaoping_web.overview.reading import reading_of
from kaoping_web.overview.reading_sheet import Figure, Sheet, download
from kaoping_web.overview.track_page import TrackPage, may_open, track_page


@needs(Permission.TRACK_READ, Permission.STATEMENT_READ)
@require_safe
def track(request: UserRequest, cycle: int, group: str) -> HttpResponse:
    """One track of a cycle: the order for who may see it, quartiles for its units. The page is worked out where it is not kept."""
    reading, number = reading_of(request, cycle), _page(request)
    if not may_open(reading, group):
        raise Http404
    lang, title = request.lang, reading.scheme.groups[group].title
    if "xlsx" in request.GET:
        page = track_page(reading, group, number)
        if page.placed or page.bands:
            return download([_sheet(page, lang)], f"{title.in_(lang)} {reading.cycle.period}")
    found = SimpleLazyObject(lambda: _in_language(track_page(reading, group, number), lang))
    given = {
        "page": found,
        "title": title,
        "key": reading.key("track", group, number),
        "cycle": reading.cycle,
        "unsettled": unsettled(reading),
    }
    return render(request, "overview/track.html", given)


def _page(request: UserRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdigit() and len(text) < 4 else 1


def _in_language(page: TrackPage, lang: Language) -> TrackPage:
    """Drawings with the names in the reader's language."""
    if lang == "zh" or not page.placed:
        return page
    names = {one.name.zh: one.name.in_("en") for one in page.placed}
    races = tuple(replace(one, name=names.get(one.name, one.name)) for one in page.races)
    heat = page.heat
    if heat is not None:
        titles = {one.title.zh: one.title.in_("en") for one in page.dims}
        rows = tuple(
            (names.get(name, name), tuple(replace(one, title=one.english) for one in cells))
            for name, cells in heat.rows
        )
        heat = replace(
            heat,
            rows=rows,
            columns=tuple(replace(one, part=titles.get(one.part, one.part)) for one in heat.columns),
        )
    return replace(page, races=races, heat=heat)


def _sheet(page: TrackPage, lang: Language) -> Sheet:
    """The order, or the quartiles where the order may not be seen."""

    def w(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    title = f"{page.title.in_(lang)} {period_words(page.reading.cycle.period).in_(lang)} {page.reading.run_words.in_(lang)}"
    if not page.placed:
        heads = [w("指标", "Item"), w("单位数", "Units"), w("最低", "Lowest"),
                 w("下四分位", "Lower quartile"), w("中位数", "Median"), w("上四分位", "Upper quartile"),
                 w("最高", "Highest"), w("本单位", "Own")]  # fmt: skip
        rows: list[list[str | Figure | int]] = [
            [one.card.title.in_(lang), one.summary.count, Figure(one.summary.lowest), Figure(one.summary.lower), Figure(one.summary.median),
             Figure(one.summary.upper), Figure(one.summary.highest), Figure(one.own.points if one.own else "")]
            for one in page.bands
        ]  # fmt: skip
        return Sheet(w("四分位", "Quartiles"), title, heads, rows)
    heads = [
        w("位次", "Place"),
        w("单位", "Unit"),
        w("得分", "Points"),
        w("等次", "Grade"),
        *(one.title.in_(lang) for one in page.dims),
    ]
    rows = [
        [
            str(one.line.place),
            one.name.in_(lang),
            Figure(one.line.points),
            one.grade.in_(lang),
            *(Figure(points) for _, points, _ in one.dims),
        ]
        for one in (*page.placed, *page.outside)
    ]
    return Sheet(Words("得分与位次", "Scores and places").in_(lang), title, heads, rows)
