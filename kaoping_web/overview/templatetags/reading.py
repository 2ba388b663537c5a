"""Tags of the reading pages. Rows of long tables are written here: a statement has sixty of them, a track of villages more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kaoping import Scheme
from kaoping.errors import Words
from kaoping.scorecard import STATUSES
from kaoping_web.overview.reading import Card
from kaoping_web.overview.statement_page import Row, StatementPage, number_text
from kaoping_web.scoring.models import ScoreLine
from kaoping_web.ui.drawing.parts import quartile
from kaoping_web.ui.templatetags.kaoping import number_of, shown, signed

register = template.Library()
KEPT = {"!missing": Words("缺报", "missing"), "!pending": Words("待报", "pending"), "!not_applicable": Words("不适用", "not applicable"),
        "!undefined": Words("无法计算", "undefined"), "": Words("无", "none")}  # fmt: skip
SUFFIXES = {"target": Words("目标", "target")}


def _lang(context: Context) -> str:
    return str(context.get("lang", "zh"))


@register.filter
def is_positive(text: object) -> bool:
    """Whether a number in text is above zero."""
    number = number_of(text)
    return number is not None and number > 0


@register.filter
def is_negative(text: object) -> bool:
    """Whether a number in text is below zero."""
    number = number_of(text)
    return number is not None and number < 0


@register.simple_tag
def gain(now: str, before: str, count: int = 2) -> str:
    """More or less than before, with its sign: ▲ 0.60."""
    if not now or not before:
        return ""
    away = Fraction(now) - Fraction(before)
    if not away:
        return format_html('<span class="k-quiet">—</span>')
    kind, sign = ("better", "▲") if away > 0 else ("worse", "▼")
    return format_html('<span class="k-{}">{} {}</span>', kind, sign, shown(abs(away), count))


@register.simple_tag
def sum_points(lines: Iterable[ScoreLine]) -> str:
    """What was added and deducted: +0.50 / −0.20."""
    amounts = [Fraction(one.points) for one in lines if one.points]
    plus, minus = sum((one for one in amounts if one > 0), Fraction(0)), sum((one for one in amounts if one < 0), Fraction(0))
    return " / ".join(signed(one) for one in (plus, minus) if one) or "0.00"


@register.simple_tag
def places(number: object, count: object) -> str:
    """A number with so many decimals."""
    return number_text(str(number), int(str(count)))


@register.simple_tag(takes_context=True)
def node_title(context: Context, cards: Mapping[str, Card], node: str) -> str:
    """What an item or dimension is called."""
    card = cards.get(node)
    return card.title.in_(_lang(context)) if card else node  # type: ignore[arg-type]


@register.simple_tag(takes_context=True)
def fact_title(context: Context, scheme: Scheme, subject: str) -> str:
    """What a fact, its target, an event or a constant is called."""
    stem, _, suffix = subject.partition(".")
    lang = _lang(context)
    known = scheme.facts.get(stem) or scheme.events.get(stem) or scheme.vetoes.get(stem) or scheme.constants.get(stem) or scheme.values.get(stem)
    title = known.title.in_(lang) if known else {"@": Words("机构信息", "the body itself")}.get(stem, Words(stem, stem)).in_(lang)  # type: ignore[arg-type]
    said = SUFFIXES.get(suffix)
    return title if said is None else f"{title}{said.in_(lang)}" if lang == "zh" else f"{title}: {said.in_(lang)}"  # type: ignore[arg-type]


@register.simple_tag(takes_context=True)
def kept(context: Context, text: str) -> str:
    """A cell as a snapshot keeps it, for people."""
    if text in KEPT:
        return KEPT[text].in_(_lang(context))  # type: ignore[arg-type]
    number = number_of(text)
    return text if number is None else shown(number, next((n for n in range(5) if (number * 10**n).denominator == 1), 4))


@register.simple_tag(takes_context=True)
def status_words(context: Context, status: str) -> str:
    """What stands behind points or their absence."""
    return STATUSES[status].in_(_lang(context)) if status in STATUSES else status  # type: ignore[arg-type]


@register.simple_tag(takes_context=True)
def line_row(context: Context, row: Row, page: StatementPage, cycle: int, body: str) -> SafeString:
    """One line of a statement."""
    lang, line, card = _lang(context), row.line, row.card
    address = reverse("line", args=(cycle, body, card.node))
    title = format_html('<th scope="row"{}>{}</th>', mark_safe("" if card.is_item else ' class="k-strong"'), card.title.in_(lang))  # type: ignore[arg-type] # noqa: S308
    last = _quart(row, lang) if page.bands else ""
    source = format_html('<td class="k-lg k-quiet">{}</td>', card.source.in_(lang))  # type: ignore[arg-type]
    head = format_html('<tr><td class="k-code">{}</td>{}', card.code, title)
    if row.status == "absent" and card.is_item:
        return head + _absent(line, card, lang) + (format_html('<td class="k-lg"></td>') if page.bands else "") + source + mark_safe("</tr>")  # noqa: S308
    return head + _cells(row, address, lang) + last + source + mark_safe("</tr>")  # noqa: S308


def _cells(row: Row, address: str, lang: str) -> SafeString:
    line, card = row.line, row.card
    value = format_html('<a class="k-n" href="{}">{}</a>', address, _value(row.value, lang)) if row.value else mark_safe('<span class="k-quiet">—</span>' if card.is_item else "")  # noqa: S308
    points = format_html('<a class="k-n" href="{}">{}</a>', address, _fixed(line.points))
    note = format_html('<br><small>{}</small>', STATUSES[line.status].in_(lang)) if row.status == "note" and line.status in STATUSES else ""  # type: ignore[arg-type]
    lost = number_of(line.lost)
    tone = "k-lost--0" if not lost or lost < 0 else "k-lost"
    return format_html(
        '<td class="k-lg k-quiet k-nowrap">{}</td><td class="k-num">{}</td><td class="k-num k-quiet">{}</td><td class="k-lg k-quiet">{}</td>'
        '<td class="k-num k-quiet">{}</td><td class="k-num">{}{}</td><td class="k-num {}">{}</td>',
        line.unit, value, row.target or ("—" if card.is_item else ""), card.rule.in_(lang), _fixed(line.full), points, note, tone, _fixed(line.lost),  # type: ignore[arg-type]
    )  # fmt: skip


def _absent(line: ScoreLine, card: Card, lang: str) -> SafeString:
    said = STATUSES[line.status].in_(lang) if line.status in STATUSES else line.status  # type: ignore[arg-type]
    return format_html(
        '<td class="k-lg k-quiet k-nowrap">{}</td><td colspan="2" class="k-num k-quiet">{}</td><td class="k-lg k-quiet">{}</td>'
        '<td class="k-num k-quiet">—</td><td class="k-num k-quiet">—</td><td class="k-num k-quiet">—</td>',
        line.unit, said, card.rule.in_(lang),  # type: ignore[arg-type]
    )  # fmt: skip


def _value(value: str, lang: str) -> str:
    """The figure; of several, how many."""
    if value.startswith("("):
        return f"{value[1:-1]} 项" if lang == "zh" else f"{value[1:-1]} figures"
    return value


def _fixed(text: str) -> str:
    number = number_of(text)
    return "" if number is None else shown(number, 2)


def _quart(row: Row, lang: str) -> SafeString:
    if not row.quart:
        return mark_safe('<td class="k-lg"></td>')  # noqa: S308 - fixed text
    label = Words("在赛道中的位置", "place in the track").in_(lang)  # type: ignore[arg-type]
    return format_html('<td class="k-lg">{}</td>', quartile(*row.quart, label))


def escaped(text: object) -> str:
    """For parts put together by hand."""
    return str(conditional_escape(text))
