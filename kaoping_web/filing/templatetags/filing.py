"""Tags for values, deadlines and states of filings."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.context import Context
from django.utils.html import format_html

from kaoping.errors import Words
from kaoping.scheme.model import Fact
from kaoping_web.filing.drawing import STATES as STATE_WORDS
from kaoping_web.filing.drawing import state_of
from kaoping_web.filing.models import FilingState, Value, Vintage
from kaoping_web.filing.queries.completeness import Listed
from kaoping_web.filing.queries.grid import Cell
from kaoping_web.filing.shown import typed
from kaoping_web.filing.words import due_words
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.templatetags.kaoping import icon, moment

register = template.Library()
STATES = {
    FilingState.OPEN.value: ("draft", "draft", Words("填报中", "open")),
    FilingState.SUBMITTED.value: ("filed", "filed", Words("已提交", "handed in")),
    FilingState.CLOSED.value: ("verified", "verified", Words("已认定", "verified")),
}
RETURNED, LATE = Words("有退回", "returned"), Words("（迟报）", " (late)")


@register.simple_tag(takes_context=True)
def answer(context: Context, value: Value | Vintage | None, fact: Fact | None) -> str:
    """What a value says, in the reader's language; a dash where it says nothing."""
    return (typed(value, fact, language_in(context)) if value is not None else "") or "—"


@register.simple_tag(takes_context=True)
def due(context: Context, due_at: datetime | None, now: datetime) -> str:
    """By when, and how long that is."""
    return due_words(due_at, now).in_(language_in(context))


@register.simple_tag(takes_context=True)
def deadline(context: Context, due_at: datetime) -> str:
    """A deadline: 4月9日 24:00."""
    return moment(context, due_at)


@register.simple_tag(takes_context=True)
def filing_state(context: Context, one: Listed) -> str:
    """The badge of a filing."""
    lang = language_in(context)
    kind, glyph, words = STATES[one.filing.state]
    if one.is_open and one.tally.returned:
        kind, glyph, words = "returned", "returned", RETURNED
    late = LATE.in_(lang) if one.filing.is_late else ""
    return format_html('<span class="k-st k-st--{}">{}{}{}</span>', kind, icon(glyph), words.in_(lang), late)


@register.simple_tag(takes_context=True)
def cell_state(context: Context, cell: Cell) -> str:
    """Where a cell stands, in words."""
    return STATE_WORDS[state_of(cell)].in_(language_in(context))
