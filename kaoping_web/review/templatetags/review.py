"""Tags for corrections."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html

from kaoping.errors import Words
from kaoping_web.review.models import Correction, CorrectionState
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.templatetags.kaoping import icon

register = template.Library()
STATES = {
    CorrectionState.ASKED.value: ("decide", "pending", Words("待批准", "to be decided")),
    CorrectionState.APPROVED.value: ("verified", "verified", Words("已批准", "approved")),
    CorrectionState.REFUSED.value: ("draft", "close", Words("不予批准", "refused")),
}


@register.simple_tag(takes_context=True)
def correction_state(context: Context, correction: Correction) -> str:
    """The badge of a correction."""
    kind, glyph, words = STATES[correction.state]
    return format_html(
        '<span class="k-st k-st--{}">{}{}</span>', kind, icon(glyph), words.in_(language_in(context))
    )
