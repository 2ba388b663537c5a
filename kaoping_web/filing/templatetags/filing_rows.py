"""Rows of the long tables of filing, written by hand and every text escaped: units by forms, and forms in a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Language
from kaoping_web.dates import day_words, period_words
from kaoping_web.filing.queries.completeness import Line, Listed, Mark
from kaoping_web.filing.templatetags.filing import filing_state
from kaoping_web.ui.addresses import address
from kaoping_web.ui.nodes import escaped, said
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.templatetags.kaoping import icon, time_words

register = template.Library()
MISSING = {"zh": "缺{}", "en": "−{}"}
EXTENDED = {"zh": "已延期", "en": "extended"}
MORE_TIME = {"zh": "延期", "en": "more time"}


@register.simple_tag(takes_context=True)
def matrix_rows(context: Context, lines: Sequence[Line]) -> SafeString:
    """Every unit with how far it is in each form."""
    lang, page = language_in(context), address("filing", 0).replace("/0/", "/{}/")
    return mark_safe("\n".join(_line(one, lang, page) for one in lines))  # noqa: S308 - every text is escaped


def _line(line: Line, lang: Language, page: str) -> str:
    marks = "".join(_mark(one, lang, page) if one else "<td></td>" for one in line.marks)
    return f'<tr><th scope="row">{escaped(said(line.name, lang))}</th>{marks}</tr>'


def _mark(mark: Mark, lang: Language, page: str) -> str:
    state, tally = mark.tally.state, mark.tally
    drawn = f'{icon(state)}<span class="k-hide">{tally.filed}/{tally.asked}</span>'
    inner = MISSING[lang].format(tally.missing) if state == "missing" else drawn
    return f'<td class="m-{state}"><a href="{page.format(mark.filing)}">{inner}</a></td>'


@register.simple_tag(takes_context=True)
def filing_rows(context: Context, several: Sequence[Listed], can_extend: object) -> SafeString:
    """Every form with its deadline, how far it is, its state and its receipt."""
    lang = language_in(context)
    return mark_safe("\n".join(_listed(context, one, lang, bool(can_extend)) for one in several))  # noqa: S308 - every text is escaped


def _listed(context: Context, one: Listed, lang: Language, can_extend: bool) -> str:
    filing, tally, here = one.filing, one.tally, address("filing", one.filing.pk)
    due = _due(one.due_at, lang) if one.due_at else "—"
    extended = f' <span class="k-tag">{EXTENDED[lang]}</span>' if filing.extended_until else ""
    returned = f'<span class="k-decide k-strong">{tally.returned}</span>' if tally.returned else "0"
    receipt = (
        f'<a href="{address("filing-receipt", filing.pk)}">{escaped(filing.receipt)}</a>'
        if filing.receipt
        else ""
    )
    more = f'<a href="{address("filing-extend", filing.pk)}">{MORE_TIME[lang]}</a>' if one.is_open else ""
    return (
        f'<tr><th scope="row"><a href="{here}">{escaped(said(one.title, lang))}</a></th><td>{escaped(said(one.supplier, lang))}</td>'
        f'<td class="k-nowrap">{said(period_words(filing.cycle.period), lang)}</td><td class="k-nowrap">{due}{extended}</td>'
        f'<td class="k-num"><a class="k-n" href="{here}">{tally.answered}/{tally.asked}</a></td><td class="k-num">{returned}</td>'
        f'<td class="k-num">{tally.verified}</td><td>{filing_state(context, one)}</td><td class="k-lg">{receipt}</td>'
        f"{f'<td>{more}</td>' if can_extend else ''}</tr>"
    )


@lru_cache(maxsize=1024)
def _due(due_at: datetime, lang: Language) -> str:
    return f"{day_words(timezone.localtime(due_at), lang, False)} {time_words(due_at)}"
