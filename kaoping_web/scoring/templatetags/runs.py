"""Tags of the pages of scoring."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kaoping import Scheme
from kaoping.errors import Words
from kaoping_web.dates import day_words, period_words
from kaoping_web.scoring.causes import in_words
from kaoping_web.scoring.models import RunState
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.templatetags.kaoping import number_of, shown

register = template.Library()
STATES: Mapping[str, tuple[Words, str]] = {
    RunState.QUEUED.value: (Words("待计分", "waiting"), "pending"), RunState.FAILED.value: (Words("未能计分", "not made"), "returned"),
    RunState.MADE.value: (Words("已计分，未发布", "made, not released"), "draft"), RunState.PROVISIONAL.value: (Words("预评分", "provisional"), "filed"),
    RunState.FINAL.value: (Words("定稿", "final"), "locked"),
}  # fmt: skip
DAY, PERIOD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{4}(-(Q[1-4]|H[12]|[01][0-9]))?")
OF_BODIES = {
    "@": Words("名称、类别与隶属", "name, kind and place"),
    "english": Words("英文名", "English name"),
}
"""What a snapshot says of a body itself."""
ICONS = {"pending": "pending", "returned": "bang", "draft": "draft", "filed": "filed", "locked": "lock"}
CELLS = {"!missing": Words("缺报", "missing"), "!pending": Words("待报", "pending"), "!not_applicable": Words("不适用", "not applicable"),
         "!undefined": Words("无法计算", "undefined"), "": Words("无", "none")}  # fmt: skip


@register.simple_tag(takes_context=True)
def run_state(context: Context, state: str) -> SafeString:
    """The state of a run as a badge: glyph, word, frame."""
    from kaoping_web.ui.templatetags.kaoping import icon

    words, kind = STATES[state]
    return format_html(
        '<span class="k-st k-st--{}">{}{}</span>',
        kind,
        icon(ICONS[kind]),
        words.in_(language_in(context)),
    )


@register.simple_tag(takes_context=True)
def body_name(context: Context, names: Mapping[int, Words], number: int) -> str:
    """What a body is called."""
    found = names.get(number)
    return found.in_(language_in(context)) if found else str(number)


@register.simple_tag(takes_context=True)
def body_of(context: Context, bodies: Mapping[str, Words], key: str) -> str:
    """What the body of this key is called."""
    found = bodies.get(key)
    return found.in_(language_in(context)) if found else key


@register.simple_tag(takes_context=True)
def in_names(context: Context, told: Mapping[str, str], named: Mapping[str, Words], part: str) -> str:
    """A sentence of the library in the reader's language, with names for keys. `part`: "" or "mend_"."""
    lang = language_in(context)
    return in_words(told[f"{part}{lang}"], named, lang)


@register.simple_tag
def line_of(place: str) -> str:
    """The line of a place in the scheme's text; "" for one elsewhere."""
    return place.removeprefix("scheme.yaml:") if place.startswith("scheme.yaml:") else ""


@register.simple_tag(takes_context=True)
def when(context: Context, text: str) -> str:
    """A period or a day as people say it; a dash where there is none."""
    lang = language_in(context)
    if DAY.fullmatch(text):
        return day_words(date.fromisoformat(text), lang)
    return period_words(text).in_(lang) if PERIOD.fullmatch(text) else text or "—"


@register.simple_tag(takes_context=True)
def subject_title(context: Context, scheme: Scheme, subject: str) -> str:
    """What a fact, target, event, constant or node is called."""
    lang = language_in(context)
    if subject in OF_BODIES:
        return OF_BODIES[subject].in_(lang)
    stem, _, suffix = subject.partition(".")
    known = next(
        (
            held[stem]
            for held in (
                scheme.facts,
                scheme.events,
                scheme.vetoes,
                scheme.constants,
                scheme.values,
                scheme.groups,
            )
            if stem in held
        ),
        None,
    )
    title = (
        known.title
        if known
        else next((one.title for one in scheme.nodes() if one.key == stem), None)
        or scheme.suppliers.get(stem, Words(stem, stem))
    )
    said = title.in_(lang)
    return said if suffix != "target" else f"{said}目标" if lang == "zh" else f"{said}: target"


@register.simple_tag(takes_context=True)
def cell(context: Context, text: str) -> str:
    """A cell as a snapshot keeps it, for people."""
    if text in CELLS:
        return CELLS[text].in_(language_in(context))
    number = number_of(text)
    return (
        text
        if number is None
        else shown(number, next((n for n in range(5) if (number * 10**n).denominator == 1), 4))
    )
