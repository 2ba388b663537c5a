"""The rows of the tree of bodies: four hundred of them, a dozen cells each, written by hand and every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Language
from kaoping_web.dates import day_words
from kaoping_web.organisations.pages import TreeRow
from kaoping_web.organisations.queries.bodies import Cell
from kaoping_web.ui.addresses import address
from kaoping_web.ui.nodes import escaped, said
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.templatetags.kaoping import plain

register = template.Library()
ASSESSES = {"zh": "办理考评", "en": "assesses"}
NOT_SET = {"zh": "未登记", "en": "not set"}
NONE = {"zh": "无变动", "en": "no change"}
DASH = '<span class="k-quiet" aria-hidden="true">—</span><span class="k-hide">{}</span>'


@register.simple_tag(takes_context=True)
def body_rows(context: Context, rows: Sequence[TreeRow], on: date) -> SafeString:
    """Every body with its kind, what is below it, its figures, its key and its last change."""
    lang = language_in(context)
    return mark_safe("\n".join(_row(one, on.isoformat(), lang) for one in rows))  # noqa: S308 - every text is escaped


def _row(row: TreeRow, on: str, lang: Language) -> str:
    key = escaped(row.key)
    assesses = f' <small class="k-nowrap">{ASSESSES[lang]}</small>' if row.assesses else ""
    below = f'<a class="k-n" href="?on={on}&amp;under={quote(row.key)}">{row.below}</a>' if row.below else "0"
    return (
        f'<tr><th scope="row" class="k-tree__{row.depth}"><a href="{escaped(address("body", row.key))}?on={on}">{escaped(row.title)}</a>{assesses}</th>'
        f'<td class="k-lg" lang="en">{escaped(row.english)}</td><td class="k-nowrap">{escaped(said(row.kind, lang))}</td>'
        f'<td class="k-num">{below}</td>{"".join(_cell(one, lang) for one in row.cells)}'
        f'<td class="k-lg"><span class="k-code">{key}</span></td><td class="k-nowrap">{_change(row, lang)}</td></tr>'
    )


@lru_cache(maxsize=1 << 12)
def _cell(one: Cell | None, lang: Language) -> str:
    if one is None:
        return f'<td class="k-num">{DASH.format(NOT_SET[lang])}</td>'
    return f'<td class="k-num">{escaped(plain(one.text) if one.is_number else one.text)}</td>'


def _change(row: TreeRow, lang: Language) -> str:
    if row.changed_on is None:
        return DASH.format(NONE[lang])
    return f"{escaped(said(row.change_words, lang))} <small>{day_words(row.changed_on, lang)}</small>"
