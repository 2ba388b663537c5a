"""Tags of every template: both languages side by side, figures and dates as the ledger writes them, icons."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Words
from kaoping_web.dates import day_words, period_words
from kaoping_web.ui.nodes import Counted, Drawn, Said, Sentence, address_tag, tag_of
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.units import quantity, unit_words

register = template.Library()
MINUS = "−"


def w(context: Context, zh: str, en: str, **given: object) -> str:
    """A sentence in the reader's language: `{% w "得 {points} 分" "scored {points}" points=line.points %}`."""
    text = zh if language_in(context) == "zh" else en
    shown = {name: Counted(conditional_escape(_said(context, value))) for name, value in given.items()}
    return mark_safe(text.format(**shown)) if shown else text  # noqa: S308 - the text is the template's own, every value is escaped


def say(context: Context, words: object) -> str:
    """A title or sentence that is kept in both languages; anything else as it is."""
    return _said(context, words)


register.tag("w", tag_of(w, Sentence, ("zh", "en"), "given"))
register.tag("say", tag_of(say, Said, ("words",)))
register.tag("url", address_tag)


def _said(context: Context, value: object) -> str:
    if isinstance(value, Words):
        return value.in_(language_in(context))
    if isinstance(value, SafeString):
        return value
    return "" if value is None else str(value)


@lru_cache(maxsize=256)
def icon(name: str) -> str:
    """One of our drawings, for the eye only: a word stands beside it."""
    return format_html(
        '<svg class="k-i" aria-hidden="true"><use href="{}#{}"/></svg>', static("kaoping/icons.svg"), name
    )


register.tag("icon", tag_of(icon, Drawn, ("name",), context=False))


@register.simple_tag
def once() -> str:
    """The number of this form: sent twice, it is done once."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.filter
def unit(value: object) -> Words:
    """A unit in both languages, for `say` and as a value of `w`: `{% say fact.unit|unit %}`. Empty where there is none."""
    if isinstance(value, Words):
        return unit_words(value.zh) if value.zh == value.en else value
    return unit_words(str(value)) if value else Words("", "")


@register.filter
def of(number: object, unit: object) -> Words:
    """A number with its unit in a sentence, for `say` and as a value of `w`: `{% say text|plain|of:fact.unit %}`."""
    return quantity(str(number), unit.zh if isinstance(unit, Words) else str(unit or ""))


@register.filter
def fixed(value: object, places: int = 2) -> str:
    """A number with so many decimals, half up, thousands parted from 10,000 on, a real minus. Empty where there is none."""
    if isinstance(value, str):
        return _fixed(str(value), places)
    number = number_of(value)
    return "" if number is None else shown(number, places)


@lru_cache(maxsize=1 << 14)
def _fixed(text: str, places: int) -> str:
    number = number_of(text)
    return "" if number is None else shown(number, places)


@register.filter
def signed(value: object, places: int = 2) -> str:
    """The same with + for gains; zero has no sign."""
    number = number_of(value)
    if number is None:
        return ""
    text = shown(number, places)
    return f"+{text}" if number > 0 and text.strip("0.,") else text


@register.filter
def plain(value: object) -> str:
    """A number as it was given, without zeros at its end; six decimals where it does not end."""
    if isinstance(value, str):
        return _plain(str(value))
    number = number_of(value)
    return ("" if value is None else str(value)) if number is None else _ended(number)


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    number = number_of(text)
    return text if number is None else _ended(number)


def _ended(number: Fraction) -> str:
    places = next((n for n in range(7) if (number * 10**n).denominator == 1), 6)
    return shown(number, places)


def number_of(value: object) -> Fraction | None:
    """A number out of a fraction, a whole number, or canonical text as rows hold it; None for anything else."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    if isinstance(value, Fraction | int | Decimal):
        return Fraction(value)
    try:
        return Fraction(str(value).replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None


def shown(number: Fraction, places: int) -> str:
    """Decimal digits of an exact number, half up, as a ledger writes them."""
    above, below = number.numerator, number.denominator
    whole = (2 * abs(above) * 10**places + below) // (2 * below)
    digits = str(whole).zfill(places + 1)
    before, after = (digits[:-places], digits[-places:]) if places else (digits, "")
    if len(before) > 4:
        before = f"{int(before):,}"
    text = f"{before}.{after}" if after else before
    return f"{MINUS}{text}" if above < 0 and whole else text


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | None, year: bool = True) -> str:
    """A date as the reader writes it: 2026年11月3日, 3 Nov 2026."""
    if value is None:
        return ""
    when = timezone.localtime(value) if isinstance(value, datetime) else value
    return day_words(when, language_in(context), year)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None, year: bool = False) -> str:
    """A date with the time of day."""
    if value is None:
        return ""
    return f"{day(context, value, year)} {time_words(value)}"


def time_words(value: datetime) -> str:
    """A time of day; the last moment of a day is 24:00, as deadlines are written."""
    local = timezone.localtime(value)
    return "24:00" if (local.hour, local.minute, local.second) == (23, 59, 59) else f"{local:%H:%M}"


@register.simple_tag(takes_context=True)
def period(context: Context, value: object) -> str:
    """A period in words: 2026年三季度, Q3 2026."""
    return period_words(str(value)).in_(language_in(context))


@register.simple_tag
def percent(share: object, places: int = 1) -> str:
    """A share as a figure in percent, without the sign: the unit stands in the header."""
    number = number_of(share)
    return "" if number is None else shown(number * 100, places)
