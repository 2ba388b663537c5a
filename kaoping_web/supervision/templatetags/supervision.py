"""Tags of this room: states, cards, chains, lines of months."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kaoping_web.dates import MONTHS
from kaoping_web.supervision.drawing import Axis, bar, head
from kaoping_web.supervision.monthly import overdue_chart
from kaoping_web.supervision.queries.ledger import Row
from kaoping_web.supervision.queries.overdue import Overdue
from kaoping_web.supervision.queries.slips import Slip
from kaoping_web.supervision.words import (
    BASIS_WORDS,
    CARD_WORDS,
    CLASS_WORDS,
    COMPARATORS,
    LIGHT_WORDS,
    MOVE_WORDS,
    PROPOSAL_WORDS,
    RULES,
    SLIP_WORDS,
    STATE_WORDS,
    reasons_words,
)
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.templatetags.kaoping import day as day_words
from kaoping_web.ui.templatetags.kaoping import icon, number_of, shown

register = template.Library()
TABLES = {"state": STATE_WORDS, "move": MOVE_WORDS, "card": CARD_WORDS, "light": LIGHT_WORDS, "proposal": PROPOSAL_WORDS, "basis": BASIS_WORDS,
          "class": CLASS_WORDS, "comparator": COMPARATORS, "rule": RULES, "slip": SLIP_WORDS}  # fmt: skip


@register.simple_tag(takes_context=True)
def term(context: Context, table: str, key: str) -> str:
    """A word of this room: `{% term "state" matter.state %}`."""
    words = TABLES[table].get(key)
    return words.in_(language_in(context)) if words else key


@register.simple_tag(takes_context=True)
def card(context: Context, colour: str, light: bool = False) -> str:
    """A card by its colour: shape and word. `light`: with what it says (临期, 落后, 逾期)."""
    if not colour:
        return ""
    said = CARD_WORDS[colour].in_(language_in(context))
    more = f" {LIGHT_WORDS[colour].in_(language_in(context))}" if light else ""
    return format_html('<span class="k-card k-card--{}">{}{}</span>', colour, said, more)


@register.simple_tag(takes_context=True)
def lit(context: Context, row: Row) -> str:
    """The card that stands, or what the date and the progress say where none was signed."""
    if row.card:
        return card(context, row.card.colour)
    if row.light.colour == "blue":
        return card(context, "blue")
    if row.light.colour:
        return format_html(
            '<span class="k-tag">{}</span>', LIGHT_WORDS[row.light.colour].in_(language_in(context))
        )
    return ""


@register.simple_tag(takes_context=True)
def chain(context: Context, row: Row) -> SafeString:
    """Whom a matter goes through, down to the last owner."""
    items = format_html_join("", "<li>{}</li>", ((one.in_(language_in(context)),) for one in row.chain))
    return format_html('<ol class="k-chain">{}</ol>', items)


@register.simple_tag(takes_context=True)
def standing(context: Context, row: Row) -> str:
    """The state of a row: what a person must decide first, then the light, then the state."""
    lang = language_in(context)
    if row.to_issue and context.get("issues"):
        words = {"zh": f"{CARD_WORDS[row.to_issue].zh}待签", "en": f"{CARD_WORDS[row.to_issue].en} to sign"}[
            lang
        ]
        return format_html('<span class="k-st k-st--decide">{}{}</span>', icon("bang"), words)
    if row.light.colour:
        return format_html('<span class="k-tag">{}</span>', LIGHT_WORDS[row.light.colour].in_(lang))
    return format_html('<span class="k-tag">{}</span>', STATE_WORDS[row.matter.state].in_(lang))


@register.simple_tag(takes_context=True)
def slipstate(context: Context, slip: Slip) -> SafeString:
    """Whether a slip was answered, when, and how many working days past its term."""
    lang, said = language_in(context), term(context, "slip", slip.state)
    if slip.first is not None and slip.state in ("answered", "late"):
        on = slip.first.answered_on
        said += f" {day_words(context, on, on.year != context.get('this_year', on.year))}"
    if slip.late:
        said += f"，超期 {slip.late} 个工作日" if lang == "zh" else f", {slip.late} working days late"
    if slip.state == "overdue":
        return format_html('<span class="k-st k-st--returned">{}{}</span>', icon("bang"), said)
    if slip.state == "answered":
        return format_html('<span class="k-st k-st--verified">{}{}</span>', icon("verified"), said)
    return format_html('<span class="k-tag">{}</span>', said)


@register.simple_tag(takes_context=True)
def due(context: Context, row: Row) -> SafeString:
    """The deadline, and how many working days are left or lost."""
    one, light, lang = row.matter, row.light, language_in(context)
    if one.deadline is None:
        return format_html('<span class="k-quiet">{}</span>', "未定" if lang == "zh" else "none set")
    year = one.deadline.year != context.get("this_year", one.deadline.year)
    said = day_words(context, one.deadline, year)
    if light.late:
        words = f"逾期 {light.late} 个工作日" if lang == "zh" else f"{light.late} working days late"
        return format_html('{}<br><small class="k-worse">{}</small>', said, words)
    if light.colour == "blue":
        words = f"剩 {light.left} 个工作日" if lang == "zh" else f"{light.left} working days left"
        return format_html("{}<br><small>{}</small>", said, words)
    if light.unknown:
        return format_html(
            "{}<br><small>{}</small>", said, "节假日未导入" if lang == "zh" else "holidays unknown"
        )
    return format_html("{}", said)


@register.simple_tag(takes_context=True)
def months(context: Context, axis: Axis) -> SafeString:
    """The head of a line of months."""
    return head(axis, language_in(context))


@register.simple_tag(takes_context=True)
def timebar(context: Context, row: Row, axis: Axis) -> SafeString:
    """A matter on it."""
    return bar(row, axis, language_in(context))


@register.simple_tag(takes_context=True)
def overduedrawn(context: Context, overdue: Overdue) -> SafeString:
    """A column a month."""
    return overdue_chart(overdue.months, language_in(context))


@register.simple_tag(takes_context=True)
def monthname(context: Context, first: date) -> str:
    """A month by its name alone."""
    return f"{first.month}月" if language_in(context) == "zh" else MONTHS[first.month - 1]


@register.simple_tag(takes_context=True)
def because(context: Context, reasons: str) -> str:
    """Why the rules proposed it, in one line."""
    join = "；" if language_in(context) == "zh" else "; "
    return join.join(one.in_(language_in(context)) for one in reasons_words(reasons))


@register.filter
def tenth(value: object) -> str:
    """A percentage as the ledger writes it: whole where it is whole, else one decimal."""
    number = number_of(value)
    if number is None:
        return ""
    rounded = Fraction((number * 10 + Fraction(1, 2)).__floor__(), 10)
    return shown(rounded, 0 if rounded.denominator == 1 else 1)


@register.filter
def iso(value: date | None) -> str:
    """A date as a form field takes it."""
    return value.isoformat() if value else ""


@register.filter
def pick(table: dict[object, object], key: object) -> object:
    """One entry of a table."""
    return table.get(key, "")
