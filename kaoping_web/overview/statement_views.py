"""The statement of a unit, on the page and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaoping.errors import Language, Words
from kaoping_web.dates import period_words
from kaoping_web.organisations.needs import UserRequest, needs
from kaoping_web.organisations.roles import Permission
from kaoping_web.overview.queries.provisional import PENDING, unsettled
from kaoping_web.overview.reading import reading_of
from kaoping_web.overview.reading_sheet import Figure, Sheet, download
from kaoping_web.overview.statement_falls import fall_name
from kaoping_web.overview.statement_page import StatementPage, statement_page
from kaoping_web.scoring.queries import unit_of


@needs(Permission.STATEMENT_READ, Permission.RUN_READ)
@require_safe
def statement(request: UserRequest, cycle: int, body: str) -> HttpResponse:
    """One unit in one cycle. Of another body's there is no such page."""
    reading = reading_of(request, cycle)
    standing = unit_of(reading.cycle, body, reading.sight)
    if standing is None:
        raise Http404
    page = statement_page(reading, standing)
    lang = request.lang
    if "xlsx" in request.GET and page.total is not None:
        return download(sheets(page, lang), _file_name(page, lang))
    falls = [replace(one, name=fall_name(one.name, page.cards).in_(lang)) for one in page.falls]
    return render(
        request,
        "overview/statement.html",
        {
            "page": page,
            "falls": falls,
            "body": body,
            "cycle": reading.cycle,
            "unsettled": unsettled(reading),
            "waiting": _waiting(page),
        },
    )


def _waiting(page: StatementPage) -> list[Words]:
    """The items that wait for a figure and are counted by the scheme's rule meanwhile."""
    return [
        row.card.title
        for part in page.parts
        for row in part.rows
        if row.card.is_item and row.line.status == PENDING
    ]


def _file_name(page: StatementPage, lang: Language) -> str:
    title = Words("对账单", "statement").in_(lang)
    return f"{page.name.in_(lang)} {page.reading.cycle.period} {title}"


def sheets(page: StatementPage, lang: Language) -> list[Sheet]:
    """The lines, the reasons of losses and the nearest points."""

    def w(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    title = f"{page.name.in_(lang)} {period_words(page.reading.cycle.period).in_(lang)} {page.reading.run_words.in_(lang)}"
    heads = [w("编号", "No."), w("指标", "Item"), w("单位", "Unit"), w("实绩", "Actual"), w("目标", "Target"), w("规则", "Rule"), w("满分", "Full"),
             w("得分", "Points"), w("失分", "Lost"), w("失分原因", "Why"), w("数据来源", "Source")]  # fmt: skip
    rows: list[list[str | Figure | int]] = []
    for part in page.parts:
        if part.card.depth:
            rows.append(
                [
                    part.card.code,
                    part.card.title.in_(lang),
                    "",
                    "",
                    "",
                    "",
                    *_points(part.line.full, part.line.points, part.line.lost),
                    "",
                    "",
                ]
            )
        for row in part.rows:
            card, line = row.card, row.line
            rows.append(
                [card.code, card.title.in_(lang), line.unit, _figure(line.actual, card.places, row.value), Figure(line.target, card.places),
                 card.rule.in_(lang), *_points(line.full, line.points, line.lost), row.why.in_(lang), card.source.in_(lang)]
            )  # fmt: skip
    total = page.total
    assert total is not None
    rows.append(
        ["", w("合计", "Total"), "", "", "", "", *_points(total.full, total.points, total.lost), "", ""]
    )
    near_heads = [w("指标", "Item"), w("单位", "Unit"), w("现在", "Now"), w("到上四分位还差", "Short of the upper quartile"),
                  w("可得（分）", "Would bring (points)"),
                  w("一步", "One step"), w("一步得（分）", "One step brings (points)")]  # fmt: skip
    near_rows: list[list[str | Figure | int]] = [
        [one.card.title.in_(lang), one.unit, Figure(one.told["now"], one.told["places"]),
         Figure(one.upper.get("away", ""), one.told["places"]), Figure(one.upper.get("gain", "")), one.step_words.in_(lang),
         Figure(one.step["gain"])]
        for one in page.near
    ]  # fmt: skip
    return [
        Sheet(w("逐项对账", "Line by line"), title, heads, rows),
        Sheet(w("最近的分", "Nearest points"), title, near_heads, near_rows),
    ]


def _points(full: str, points: str, lost: str) -> tuple[Figure, Figure, Figure]:
    return Figure(full), Figure(points), Figure(lost)


def _figure(text: str, places: int, shown: str) -> Figure | str:
    """The exact figure; words and counts as the page shows them."""
    try:
        Fraction(text)
    except (ValueError, ZeroDivisionError):
        return shown
    return Figure(text, places)
