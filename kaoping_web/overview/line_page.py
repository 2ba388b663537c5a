"""One score line: why exactly this number. Steps, the history of the figures, the rule, the others, what if."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kaoping import KaopingError
from kaoping.errors import Language, Problem, Words
from kaoping_web.filing.models import Value
from kaoping_web.filing.queries import Moment, histories_of
from kaoping_web.filing.shown import typed_of
from kaoping_web.organisations.models import Standing
from kaoping_web.organisations.queries import names_of
from kaoping_web.overview.reading import Card, Reading, cards_of
from kaoping_web.overview.statement_page import step_words
from kaoping_web.schemes.words import supplier_title
from kaoping_web.scoring.models import ScoreLine
from kaoping_web.scoring.queries import explanation, lines_on
from kaoping_web.scoring.queries.lines import line_of
from kaoping_web.scoring.queries.values import values_behind
from kaoping_web.ui.drawing.charts import Dot, Spread
from kaoping_web.ui.templatetags.kaoping import shown
from kaoping_web.ui.units import in_sentence, quantity, unit_words

HISTORIES = 4
NAMED = {"step": Words("再进一步", "one step more"), "target": Words("达到目标值", "reach the target"),
         "upper": Words("到赛道上四分位", "reach the upper quartile of the track"), "all": Words("得满分所需", "for the full mark")}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One row of the trace, with the rows further in. `effect` is what it did to the score, as exact text."""

    said: Words
    value: str
    unit: str
    words: Words
    effect: str
    is_key: bool
    node: str
    sources: tuple[Mapping[str, Any], ...]
    inner: list[Step] = field(default_factory=list)


@dataclass(frozen=True)
class WhatIf:
    """One row of the what-if table."""

    name: Words
    value: str
    points: str
    gain: str
    total: str


@dataclass(frozen=True)
class History:
    """A figure that was read, with what became of it."""

    value: Value
    title: Words
    source: Words
    now: Words
    moments: Sequence[Moment]


@dataclass(frozen=True)
class Strip:
    """How everybody stands on the item, in points or in the figure itself."""

    title: Words
    unit: Words
    dots: tuple[Dot, ...]
    marks: tuple[tuple[Fraction, Words], ...]
    spread: Spread | None
    places: int
    count: int


@dataclass(frozen=True)
class LinePage:
    """What the page shows. `problems`: why the reckoning can no longer be made again."""

    reading: Reading
    standing: Standing
    line: ScoreLine
    card: Card
    above: Card | None
    cards: Mapping[str, Card]
    told: Mapping[str, Any]
    steps: tuple[Step, ...]
    strip: Strip | None
    what_if: tuple[WhatIf, ...]
    what_unit: str
    what_places: int
    histories: tuple[History, ...]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> Words:
        """The unit."""
        return self.standing.name

    @property
    def finding(self) -> Words:
        """What was lost and why."""
        said = self.told.get("finding") or {}
        return in_sentence(Words(said.get("zh", ""), said.get("en", "")))

    @property
    def effect_sum(self) -> str:
        """What the effects add up to: −lost of an item, the points of a dimension."""
        return f"{-Fraction(self.line.lost)}" if self.card.is_item and self.line.lost else ""


def line_page(reading: Reading, standing: Standing, node: str, lang: Language) -> LinePage | None:
    """Everything of one line; None where the run has none of that name for this unit. `lang`: of the names in the drawing."""
    run = reading.run
    line = line_of(run, standing.organisation_id, node) if run else None
    if run is None or line is None:
        return None
    roots = [
        key for key, tree in reading.scheme.trees.items() if any(one.key == node for one in tree.root.walk())
    ]
    cards = cards_of(reading.scheme, line.group, roots[0])
    card = cards[node]
    told, near, problems = _told(reading, standing, line)
    what = next((one for one in near if one["node"] == node), None)
    return LinePage(
        reading, standing, line, card, cards.get(line.parent), cards, told, tuple(_nested(told.get("steps", ()))),
        _strip(reading, standing, line, card, lang), tuple(_what_if(what)) if what else (), what["unit"] if what else "",
        int(what["places"]) if what else 2, tuple(_histories(reading, standing, told, line)), problems,
    )  # fmt: skip


def _told(
    reading: Reading, standing: Standing, line: ScoreLine
) -> tuple[dict[str, Any], list[dict[str, Any]], tuple[Problem, ...]]:
    assert reading.run is not None
    try:
        told = explanation(reading.run, standing.organisation, line.node, "trace")
        near = (
            explanation(reading.run, standing.organisation, "", "nearest")["items"]
            if line.is_item and line.fact
            else []
        )
    except KaopingError as error:
        return {}, [], tuple(error.problems)
    return told, near, ()


def _nested(rows: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    """Rows with their depths as steps within steps; what lies deeper than one level stands beneath the same step."""
    current: Step | None = None
    for row in rows:
        step = _step(row)
        if row["d"] == 0 or current is None:
            if current is not None:
                yield current
            current = step
        else:
            current.inner.append(step)
    if current is not None:
        yield current


def _step(row: Mapping[str, Any]) -> Step:
    unit = str(row.get("u", ""))
    return Step(
        in_sentence(Words(row["zh"], row["en"])), str(row.get("v", "")), unit, Words(row.get("wz", ""), row.get("we", "")), str(row.get("e", "")),
        bool(row.get("k")), str(row.get("n", "")), tuple(row.get("s", ())),
    )  # fmt: skip


def _what_if(told: Mapping[str, Any]) -> Iterator[WhatIf]:
    places = int(told["places"])
    for key in ("step", "target", "upper", "all"):
        found = told.get(key)
        if found:
            name = NAMED[key]
            if key == "step":
                words = step_words(int(told["way"]), found["away"], told["unit"], places)
                name = Words(f"再{words.zh}", words.en)
            yield WhatIf(name, found["value"], found["points"], found["gain"], found["total"])


# the others ---------------------------------------------------------------------------------------------


def _strip(reading: Reading, standing: Standing, line: ScoreLine, card: Card, lang: Language) -> Strip | None:
    """Everybody's figure where it is one number, else their points. Who may not see names sees how the others lie."""
    assert reading.run is not None
    others = [one for one in lines_on(reading.run, line.group, (line.node,)) if one.points]
    by_figure = (
        card.is_item
        and bool(line.unit)
        and _number(line.actual) is not None
        and not line.actual.startswith("{")
    )
    told = {
        one.organisation_id: number
        for one in others
        if (number := _number(one.actual if by_figure else one.points)) is not None
    }
    mine = told.get(standing.organisation_id)
    if mine is None or len(told) < 2:
        return None
    numbers, places = list(told.values()), card.places if by_figure else 2
    members = [one.organisation_id for one in others]
    unit = unit_words(line.unit) if by_figure else Words("分", "points")
    if reading.sight.names(reading.run, members):
        names = names_of(told, reading.cycle.ends)
        dots = tuple(
            Dot(number, names[body].in_(lang), body == standing.organisation_id, str(body))
            for body, number in told.items()
        )
        return _strip_of(standing, dots, None, numbers, mine, unit, places, line)
    if not reading.sight.bands(len(told)):
        return None
    return _strip_of(
        standing,
        (Dot(mine, standing.name.in_(lang), True),),
        _spread(numbers),
        numbers,
        mine,
        unit,
        places,
        line,
    )


def _spread(numbers: Sequence[Fraction]) -> Spread:
    from kaoping.engines.statistics import quantile

    lower, median, upper = (quantile(numbers, Fraction(one, 4)) for one in (1, 2, 3))
    return Spread(min(numbers), lower, median, upper, max(numbers))


def _strip_of(
    standing: Standing,
    dots: tuple[Dot, ...],
    spread: Spread | None,
    numbers: Sequence[Fraction],
    mine: Fraction,
    unit: Words,
    places: int,
    line: ScoreLine,
) -> Strip:
    median = _spread(numbers).median
    marks = [(median, Words(f"中位数 {shown(median, places)}", f"median {shown(median, places)}"))]
    target = _number(line.target)
    if target is not None and unit.zh == line.unit:
        marks.append((target, Words(f"目标 {shown(target, places)}", f"target {shown(target, places)}")))
    return Strip(
        _strip_title(standing, mine, median, unit, places),
        unit,
        dots,
        tuple(marks),
        spread,
        places,
        len(numbers),
    )


def _strip_title(standing: Standing, mine: Fraction, median: Fraction, unit: Words, places: int) -> Words:
    away, middle = shown(abs(mine - median), places), shown(median, places)
    if mine == median:
        return Words(
            f"与赛道中位数 {middle} {unit.zh}相同", f"At the track's median of {quantity(middle, unit.zh).en}"
        )
    if unit.zh == "%":
        zh, en = f"{away} 个百分点", f"{away} percentage points"
        return Words(f"赛道中位数为 {middle}%，{standing.title}{'高' if mine > median else '低'} {zh}",
                     f"The track's median is {middle}%; {standing.name.in_('en')} is {en} {'above' if mine > median else 'below'}")  # fmt: skip
    return Words(
        f"赛道中位数为 {middle} {unit.zh}，{standing.title}{'高' if mine > median else '低'} {away} {unit.zh}",
        f"The track's median is {quantity(middle, unit.zh).en}; {standing.name.in_('en')} is {away} {'above' if mine > median else 'below'}",
    )


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


# histories ----------------------------------------------------------------------------------------------


def _histories(
    reading: Reading, standing: Standing, told: Mapping[str, Any], line: ScoreLine
) -> Iterator[History]:
    """Of the figures the line rests on, the last read of each fact: what was claimed, returned, checked, verified."""
    read = [one for one in told.get("read", ()) if "." not in one["fact"]]
    if not read and line.fact:
        read = [{"fact": line.fact, "period": reading.cycle.period}]
    values = values_behind(
        reading.cycle, standing.organisation_id, [(one["fact"], one["period"]) for one in read]
    )[:HISTORIES]
    moments = histories_of(values) if values else {}
    for value in values:
        known = reading.scheme.facts.get(value.fact)
        title = known.title if known else Words(value.fact, value.fact)
        source = supplier_title(value.source, reading.scheme) if value.source else Words("", "")
        now = Words(
            *(typed_of(value.answer, value.text, value.expected_on, known, lang) for lang in ("zh", "en"))
        )
        yield History(value, title, source, now, moments[value.pk])
