"""Tags of the reading pages. Rows of long tables are written here: a statement has sixty of them, a track of villages more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kaoping import Scheme
from kaoping.errors import Words
from kaoping.scorecard import STATUSES
from kaoping_web.overview.line_page import Step
from kaoping_web.overview.reading import Card
from kaoping_web.overview.statement_page import Row, StatementPage, number_text
from kaoping_web.overview.track_page import Placed, TrackPage
from kaoping_web.scoring.models import ScoreLine
from kaoping_web.ui.drawing.parts import dimension_bar, interval, movement, quartile, spark
from kaoping_web.ui.templatetags.kaoping import number_of, period_words, shown, signed

register = template.Library()
KEPT = {"!missing": Words("缺报", "missing"), "!pending": Words("待报", "pending"), "!not_applicable": Words("不适用", "not applicable"),
        "!undefined": Words("无法计算", "undefined"), "": Words("无", "none")}  # fmt: skip
EMPTY = mark_safe('<td class="k-lg"></td>')  # noqa: S308 - fixed text
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
        return mark_safe('<span class="k-quiet">—</span>')  # noqa: S308 - fixed text
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
        return head + _absent(line, card, lang) + (EMPTY if page.bands else "") + source + mark_safe("</tr>")
    return head + _cells(row, address, lang) + last + source + mark_safe("</tr>")


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
        return mark_safe('<td class="k-lg"></td>')
    label = Words("在赛道中的位置", "place in the track").in_(lang)  # type: ignore[arg-type]
    return format_html('<td class="k-lg">{}</td>', quartile(*row.quart, label))


@register.simple_tag(takes_context=True)
def step_value(context: Context, step: Step) -> SafeString:
    """What a step came to, with its unit."""
    lang = _lang(context)
    unit = Words("分", "points").in_(lang) if step.unit == "pt" else step.unit  # type: ignore[arg-type]
    number = number_of(step.value)
    text = step.words.in_(lang) if number is None else shown(number, min(next((n for n in range(7) if (number * 10**n).denominator == 1), 6), 6))  # type: ignore[arg-type]
    if step.unit == "pt" and number is not None and (number * 100).denominator == 1:
        text = shown(number, 2)
    return format_html('<span class="k-step__val">{} <small>{}</small></span>', text, unit if number is not None else "")


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
    lang, one = _lang(context), step.sources[-1]
    parts = [period_words(one["p"]).in_(lang) if one.get("p") else "", one.get(lang, ""), str(one.get("on", "")), str(one.get("doc", "")), str(one.get("n", ""))]  # type: ignore[arg-type]
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
        return Words("加减", "±").in_(_lang(context))  # type: ignore[arg-type]
    text = shown(number, next((n for n in range(3) if (number * 10**n).denominator == 1), 2))
    return f"满分 {text}" if _lang(context) == "zh" else f"full {text}"


@register.simple_tag(takes_context=True)
def track_row(context: Context, one: Placed, page: TrackPage, cycle: int) -> SafeString:
    """One unit in the order."""
    lang = _lang(context)
    address = reverse("statement", args=(cycle, one.key)) if page.reading.sight.sees_all or one.is_own else ""
    cells = [
        format_html('<td class="k-num k-strong">{}</td>', number_text(one.line.place, 0) or "—"), format_html("<td>{}</td>", _movement(one, lang)),
        format_html('<th scope="row" class="k-nowrap">{}</th>', format_html('<a href="{}">{}</a>', address, one.name.in_(lang)) if address else one.name.in_(lang)),  # type: ignore[arg-type]
        format_html('<td class="k-num k-strong">{}</td>', format_html('<a class="k-n" href="{}{}/">{}</a>', address, one.line.node, _fixed(one.line.points)) if address and one.line.points else _fixed(one.line.points) or "—"),
        format_html('<td class="k-num">{}</td>', _gap(one)), *(_dim(address, *dim) for dim in one.dims),
    ]  # fmt: skip
    if page.has_grades:
        cells.append(format_html('<td class="k-nowrap">{}</td>', one.grade.in_(lang)))  # type: ignore[arg-type]
    cells.append(format_html('<td class="k-lg">{}</td>', _sure(one, page, lang)))
    if len(page.periods) > 1:
        label = Words("近几期位次", "places over the periods").in_(lang)  # type: ignore[arg-type]
        cells.append(format_html('<td class="k-lg">{}</td>', spark(one.places, label, falls=True)))
    kind = " ".join(name for name, holds in (("k-cut", one.cut), ("is-own", one.is_own)) if holds)
    return format_html("<tr{}>{}</tr>", format_html(' class="{}"', kind) if kind else "", mark_safe("".join(cells)))  # noqa: S308 - cells are made here


def _movement(one: Placed, lang: str) -> SafeString:
    up, down, same = (Words(*said).in_(lang) for said in (("上升", "up"), ("下降", "down"), ("不变", "unchanged")))  # type: ignore[arg-type]
    return movement(one.gained, up, down, same)


def _gap(one: Placed) -> SafeString | str:
    if one.gap is None:
        return mark_safe('<span class="k-quiet">—</span>')
    return format_html('<span class="k-near">≈ {}</span>', shown(one.gap, 2)) if one.near else shown(one.gap, 2)


def _dim(address: str, node: str, points: str, full: str) -> SafeString:
    number, whole = number_of(points), number_of(full)
    if number is None:
        return mark_safe('<td class="k-num k-lg"><span class="k-quiet">—</span></td>')
    bar = dimension_bar(number, whole) if whole else ""
    text = shown(number, 2) if whole else signed(number, 2)
    shown_text = format_html('<a class="k-n" href="{}{}/">{}</a>', address, node, text) if address else text
    return format_html('<td class="k-num k-lg">{}{}</td>', shown_text, bar)


def _sure(one: Placed, page: TrackPage, lang: str) -> SafeString | str:
    if not one.place:
        return Words("不排名", "not ranked").in_(lang)  # type: ignore[arg-type]
    label = f"第 {one.best}–{one.worst} 位" if lang == "zh" else f"places {one.best} to {one.worst}"
    return interval(one.best, one.worst, one.place, max(page.units - len(page.outside), 2), label)


@register.filter
def percent_of(share: object) -> str:
    """A share in per cent, one decimal."""
    number = number_of(share)
    return "" if number is None else shown(100 * number, 1)
