"""Tags of the reading pages. Rows of long tables are written here: a statement has sixty of them, a track of villages more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache

from django import template
from django.template.context import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kaoping import Scheme
from kaoping.errors import Language, Words
from kaoping.scorecard import STATUSES
from kaoping_web.dates import period_words
from kaoping_web.overview.line_page import Step
from kaoping_web.overview.reading import Card
from kaoping_web.overview.statement_page import Row, StatementPage, number_text
from kaoping_web.overview.track_page import Placed, TrackPage
from kaoping_web.scoring.models import ScoreLine
from kaoping_web.ui.drawing.parts import dimension_bar, interval, movement, quartile, spark
from kaoping_web.ui.reader import language_in
from kaoping_web.ui.templatetags.kaoping import number_of, shown, signed
from kaoping_web.ui.units import unit_words

register = template.Library()
KEPT = {"!missing": Words("缺报", "missing"), "!pending": Words("待报", "pending"), "!not_applicable": Words("不适用", "not applicable"),
        "!undefined": Words("无法计算", "undefined"), "": Words("无", "none")}  # fmt: skip
SUFFIXES = {"target": Words("目标", "target")}


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
        return mark_safe('<span class="k-quiet">—</span>')
    kind, sign = ("better", "▲") if away > 0 else ("worse", "▼")
    return format_html('<span class="k-{}">{} {}</span>', kind, sign, shown(abs(away), count))


@register.simple_tag
def sum_points(lines: Iterable[ScoreLine]) -> str:
    """What was added and deducted: +0.50 / −0.20."""
    amounts = [Fraction(one.points) for one in lines if one.points]
    plus, minus = (
        sum((one for one in amounts if one > 0), Fraction(0)),
        sum((one for one in amounts if one < 0), Fraction(0)),
    )
    return " / ".join(signed(one) for one in (plus, minus) if one) or "0.00"


@register.simple_tag
def places(number: object, count: object) -> str:
    """A number with so many decimals."""
    return number_text(str(number), int(str(count)))


@register.simple_tag(takes_context=True)
def node_title(context: Context, cards: Mapping[str, Card], node: str) -> str:
    """What an item or dimension is called."""
    card = cards.get(node)
    return card.title.in_(language_in(context)) if card else node


@register.simple_tag(takes_context=True)
def fact_title(context: Context, scheme: Scheme, subject: str) -> str:
    """What a fact, its target, an event or a constant is called."""
    stem, _, suffix = subject.partition(".")
    lang = language_in(context)
    known = (
        scheme.facts.get(stem)
        or scheme.events.get(stem)
        or scheme.vetoes.get(stem)
        or scheme.constants.get(stem)
        or scheme.values.get(stem)
    )
    title = (
        known.title.in_(lang)
        if known
        else {"@": Words("机构信息", "the body itself")}.get(stem, Words(stem, stem)).in_(lang)
    )
    said = SUFFIXES.get(suffix)
    return (
        title
        if said is None
        else f"{title}{said.in_(lang)}"
        if lang == "zh"
        else f"{title}: {said.in_(lang)}"
    )


@register.simple_tag(takes_context=True)
def kept(context: Context, text: str) -> str:
    """A cell as a snapshot keeps it, for people."""
    if text in KEPT:
        return KEPT[text].in_(language_in(context))
    number = number_of(text)
    return (
        text
        if number is None
        else shown(number, next((n for n in range(5) if (number * 10**n).denominator == 1), 4))
    )


@register.simple_tag(takes_context=True)
def status_words(context: Context, status: str) -> str:
    """What stands behind points or their absence."""
    return STATUSES[status].in_(language_in(context)) if status in STATUSES else status


@register.simple_tag(takes_context=True)
def line_row(context: Context, row: Row, page: StatementPage, cycle: int, body: str) -> SafeString:
    """One line of a statement. Written by hand, every text escaped."""
    lang, line, card = language_in(context), row.line, row.card
    address = f"{page.address}{card.node}/"
    strong = "" if card.is_item else ' class="k-strong"'
    head = (
        f'<tr><td class="k-code">{card.code}</td><th scope="row"{strong}>{escape(card.title.in_(lang))}</th>'
    )
    cells = (
        _absent(line, card, lang) if row.status == "absent" and card.is_item else _cells(row, address, lang)
    )
    quart = "" if not page.bands else f'<td class="k-lg">{_quart(row.quart, lang)}</td>'
    return mark_safe(  # noqa: S308 - every text is escaped
        f'{head}{cells}{quart}<td class="k-lg k-quiet k-noprint">{escape(card.source.in_(lang))}</td></tr>'
    )


def _cells(row: Row, address: str, lang: Language) -> str:
    line, card = row.line, row.card
    dash = '<span class="k-quiet">—</span>' if card.is_item else ""
    value = f'<a class="k-n" href="{address}">{escape(_value(row.value, lang))}</a>' if row.value else dash
    note = (
        f"<br><small>{escape(STATUSES[line.status].in_(lang))}</small>"
        if row.status == "note" and line.status in STATUSES
        else ""
    )
    tone = "k-lost--0" if line.lost in ("", "0") or line.lost.startswith("-") else "k-lost"
    target = escape(row.target) or ("—" if card.is_item else "")
    return (
        f'<td class="k-lg k-quiet k-nowrap">{escape(unit_words(line.unit).in_(lang))}</td><td class="k-num">{value}</td><td class="k-num k-quiet">{target}</td>'
        f'<td class="k-lg k-quiet k-rule">{escape(card.rule.in_(lang))}</td><td class="k-num k-quiet">{_fixed(line.full)}</td>'
        f'<td class="k-num"><a class="k-n" href="{address}">{_fixed(line.points)}</a>{note}</td><td class="k-num {tone}">{_fixed(line.lost)}</td>'
    )


def _absent(line: ScoreLine, card: Card, lang: Language) -> str:
    said = STATUSES[line.status].in_(lang) if line.status in STATUSES else line.status
    stroke = '<td class="k-num k-quiet">—</td>'
    return (
        f'<td class="k-lg k-quiet k-nowrap">{escape(unit_words(line.unit).in_(lang))}</td><td colspan="2" class="k-num k-quiet">{escape(said)}</td>'
        f'<td class="k-lg k-quiet k-rule">{escape(card.rule.in_(lang))}</td>{stroke * 3}'
    )


def _value(value: str, lang: Language) -> str:
    """The figure; of several, how many."""
    if value.startswith("("):
        return f"{value[1:-1]} 项" if lang == "zh" else f"{value[1:-1]} figures"
    return value


def _fixed(text: str) -> str:
    return number_text(text, 2)


@lru_cache(maxsize=1 << 14)
def _quart(texts: tuple[str, ...], lang: Language) -> str:
    """The drawing of one's place among the quartiles; the same for every reader of the line."""
    if not texts:
        return ""
    own, lowest, lower, median, upper, highest, full = map(Fraction, texts)
    label = Words("在赛道中的位置", "place in the track").in_(lang)
    return quartile(own, lowest, lower, median, upper, highest, full, label)


@register.simple_tag(takes_context=True)
def step_value(context: Context, step: Step) -> SafeString:
    """What a step came to, with its unit."""
    lang = language_in(context)
    unit = Words("分", "points").in_(lang) if step.unit == "pt" else unit_words(step.unit).in_(lang)
    number = number_of(step.value)
    text = (
        step.words.in_(lang)
        if number is None
        else shown(number, min(next((n for n in range(7) if (number * 10**n).denominator == 1), 6), 6))
    )
    if step.unit == "pt" and number is not None and (number * 100).denominator == 1:
        text = shown(number, 2)
    if unit[:1].isdigit():
        unit = f"× {unit}"
    return format_html(
        '<span class="k-step__val">{} <small>{}</small></span>', text, unit if number is not None else ""
    )


@register.simple_tag
def step_effect(step: Step) -> SafeString:
    """What a step did to the score; a stroke where it is no stage of the reckoning."""
    number = number_of(step.effect)
    if number is None:
        return mark_safe('<span class="k-step__eff">—</span>')
    tone = " k-lost" if number < 0 and not step.node else ""
    text = "0" if not number else shown(number, 2) if step.node else signed(number, 6)
    return format_html('<span class="k-step__eff{}">{}</span>', tone, text)


@register.simple_tag(takes_context=True)
def step_sources(context: Context, step: Step) -> SafeString | str:
    """Where a figure came from: period, who supplied it, which revision, its note and document."""
    if not step.sources:
        return ""
    lang, one = language_in(context), step.sources[-1]
    period = period_words(one["p"]).in_(lang) if one.get("p") else ""
    parts = [period, *(str(one.get(name, "")) for name in (lang, "on", "doc", "n"))]
    if one.get("vint"):
        parts.append(f"第 {one['vint']} 次报送" if lang == "zh" else f"revision {one['vint']}")
    if len(step.sources) > 1:
        parts.insert(0, f"{len(step.sources)} 个数" if lang == "zh" else f"{len(step.sources)} figures")
    said = ("，" if lang == "zh" else ", ").join(part for part in parts if part)
    return format_html("<small>{}</small>", said) if said else ""


@register.simple_tag(takes_context=True)
def full_words(context: Context, fulls: Mapping[str, str], node: str) -> str:
    """The full mark of a column; of one that only adds and deducts, that."""
    number = number_of(fulls.get(node, ""))
    if number is None:
        return Words("加减", "±").in_(language_in(context))
    text = shown(number, next((n for n in range(3) if (number * 10**n).denominator == 1), 2))
    return f"满分 {text}" if language_in(context) == "zh" else f"full {text}"


@register.simple_tag(takes_context=True)
def track_row(context: Context, one: Placed, page: TrackPage, cycle: int) -> SafeString:
    """One unit in the order. Written by hand, every text escaped."""
    lang = language_in(context)
    address = f"/cycles/{cycle}/units/{one.key}/" if page.reading.sight.sees_all or one.is_own else ""
    name, points = escape(one.name.in_(lang)), _fixed(one.line.points)
    shown_points = (
        f'<a class="k-n" href="{address}{one.line.node}/">{points}</a>'
        if address and points
        else points or "—"
    )
    cells = [
        f'<td class="k-num k-strong">{number_text(one.line.place, 0) or "—"}</td><td>{_movement(one, lang)}</td>',
        f'<th scope="row" class="k-nowrap">{f"""<a href="{address}">{name}</a>""" if address else name}</th>',
        f'<td class="k-num k-strong">{shown_points}</td><td class="k-num">{_gap(one)}</td>',
        *(_dim(address, *dim) for dim in one.dims),
    ]
    if page.has_grades:
        cells.append(f'<td class="k-nowrap">{escape(one.grade.in_(lang))}</td>')
    cells.append(f'<td class="k-lg">{_sure(one, page, lang)}</td>')
    if len(page.periods) > 1:
        label = Words("近几期位次", "places over the periods").in_(lang)
        cells.append(f'<td class="k-lg">{spark(one.places, label, falls=True)}</td>')
    kind = " ".join(name for name, holds in (("k-cut", one.cut), ("is-own", one.is_own)) if holds)
    opening = f'<tr class="{kind}">' if kind else "<tr>"
    return mark_safe(f"{opening}{''.join(cells)}</tr>")  # noqa: S308 - every text is escaped


def _movement(one: Placed, lang: Language) -> SafeString:
    up, down, same = (
        Words(*said).in_(lang) for said in (("上升", "up"), ("下降", "down"), ("不变", "unchanged"))
    )
    return movement(one.gained, up, down, same)


def _gap(one: Placed) -> str:
    if one.gap is None:
        return '<span class="k-quiet">—</span>'
    return f'<span class="k-near">≈ {shown(one.gap, 2)}</span>' if one.near else shown(one.gap, 2)


@lru_cache(maxsize=1 << 14)
def _dim(address: str, node: str, points: str, full: str) -> str:
    number, whole = number_of(points), number_of(full)
    if number is None:
        return '<td class="k-num k-lg"><span class="k-quiet">—</span></td>'
    bar = dimension_bar(number, whole) if whole else ""
    text = shown(number, 2) if whole else signed(number, 2)
    return f'<td class="k-num k-lg">{f"""<a class="k-n" href="{address}{node}/">{text}</a>""" if address else text}{bar}</td>'


def _sure(one: Placed, page: TrackPage, lang: Language) -> str:
    if not one.place:
        return Words("不排名", "not ranked").in_(lang)
    return _interval(one.best, one.worst, one.place, max(page.units - page.unranked, 2), lang)


@lru_cache(maxsize=1 << 12)
def _interval(best: int, worst: int, own: int, count: int, lang: Language) -> str:
    return interval(
        best, worst, own, count, f"第 {best}–{worst} 位" if lang == "zh" else f"places {best} to {worst}"
    )


@register.filter
def percent_of(share: object) -> str:
    """A share in per cent, one decimal."""
    number = number_of(share)
    return "" if number is None else shown(100 * number, 1)
