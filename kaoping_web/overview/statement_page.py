"""The statement 对账单 of one unit: where it stands, why, what would help most. Everything the template shows, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NotRequired, TypedDict
from urllib.parse import quote

from kaoping.errors import Words
from kaoping_web.cycles.calendar import YearUnknown, working_days_between
from kaoping_web.cycles.models import StepKind
from kaoping_web.cycles.queries import steps_of
from kaoping_web.organisations.models import Standing
from kaoping_web.overview.reading import QUARTERS, Card, Reading, cards_of, joined, short_period
from kaoping_web.overview.statement_falls import NOTHING, falls_of, falls_title
from kaoping_web.scoring.changes import LineMoved
from kaoping_web.scoring.models import NodeSummary, ScoreLine
from kaoping_web.scoring.queries import explanations, lines_of, released_before, summaries_of
from kaoping_web.scoring.queries.differences import moved_for
from kaoping_web.scoring.queries.lines import summary_series, whole_series
from kaoping_web.scoring.queries.runs import series_of
from kaoping_web.ui.drawing.charts import Fall, Moment
from kaoping_web.ui.templatetags.kaoping import shown
from kaoping_web.ui.units import in_sentence, quantity

NEAREST = 8
PERIODS = 7


@dataclass(frozen=True)
class Row:
    """One line of the table: an item, or a dimension within a dimension."""

    card: Card
    line: ScoreLine
    summary: NodeSummary | None
    value: str
    target: str
    quart: tuple[str, ...] = ()
    why: Words = Words("", "")

    @property
    def status(self) -> str:
        """`absent` where there are no points, `note` where a policy stands behind them, else empty."""
        return (
            "absent"
            if not self.line.points
            else ""
            if self.line.status in ("scored", "not_ranked")
            else "note"
        )


@dataclass
class Part:
    """One dimension with its rows."""

    card: Card
    line: ScoreLine
    rows: list[Row] = field(default_factory=list)


class Close(TypedDict):
    """What the run tells of an item that rests on one filed figure; `way`, `step`, `upper` where something is to be had."""

    node: str
    unit: str
    places: int
    now: str
    way: NotRequired[int]
    step: NotRequired[Mapping[str, str]]
    upper: NotRequired[Mapping[str, str]]


@dataclass(frozen=True)
class Near:
    """One of the nearest points."""

    card: Card
    told: Close
    upper: Mapping[str, str]
    step: Mapping[str, str]

    @property
    def unit(self) -> str:
        """In which the figure is filed."""
        return self.told["unit"]

    @property
    def step_words(self) -> Words:
        """One step: 提高 1 个百分点, 增加 1 亿元."""
        return step_words(self.told["way"], self.step["away"], self.unit, self.told["places"])


@dataclass(frozen=True)
class Trend:
    """The whole over the last periods."""

    title: Words
    moments: tuple[Moment, ...]
    has_median: bool


@dataclass(frozen=True)
class StatementPage:
    """What the page shows. Without `total` there is no released run with this unit in it."""

    reading: Reading
    standing: Standing
    total: ScoreLine | None = None
    group_title: Words = Words("", "")
    parts: tuple[Part, ...] = ()
    falls: tuple[Fall, ...] = ()
    falls_title: Words = Words("", "")
    trend: Trend | None = None
    before: str = ""
    near: tuple[Near, ...] = ()
    bonus: tuple[ScoreLine, ...] = ()
    worst: tuple[Card, ...] = ()
    share: tuple[int, int] = (0, 0)
    appeal: object = None
    days_left: int | None = None
    moved: tuple[LineMoved, ...] = ()
    has_names: bool = False
    bands: bool = False
    moved_total: Fraction = NOTHING
    cards: Mapping[str, Card] = field(default_factory=dict)

    @property
    def name(self) -> Words:
        """The unit."""
        return self.standing.name

    @property
    def address(self) -> str:
        """Where the statement is; a line's page lies below it."""
        return f"/cycles/{self.reading.cycle.pk}/units/{quote(self.standing.organisation.key)}/"

    @property
    def grade(self) -> Words:
        """The title of its grade."""
        known = {one.key: one.title for one in self.reading.scheme.grades}
        return known.get(self.total.grade, Words("", "")) if self.total else Words("", "")

    @property
    def quarter_words(self) -> Words:
        """In which quarter of the track it stands."""
        return QUARTERS[self.total.quarter] if self.total and self.bands else Words("", "")

    @property
    def lede(self) -> Words:
        """The finding: points, where most was lost, what is nearest."""
        if self.total is None or not self.total.points:
            return Words("", "")
        points = shown(Fraction(self.total.points), 2)
        titles, first = (
            joined([one.title for one in self.worst]),
            self.near[0].card.title if self.near else None,
        )
        zh, en = f"得 {points} 分。", f"{points} points. "
        if self.worst:
            zh += f"失分最多的{'三项' if len(self.worst) == 3 else '项'}是{titles.zh}"
            en += f"Most was lost on {titles.in_('en')}"
        if first and self.worst:
            zh, en = (
                f"{zh}；再进一步最容易得分的是{first.zh}",
                f"{en}; the nearest points lie in {first.in_('en')}",
            )
        return Words(f"{zh}。" if self.worst else zh, f"{en}." if self.worst else en.strip())


def statement_page(reading: Reading, standing: Standing) -> StatementPage:
    """Everything of one unit's statement."""
    run = reading.run
    lines = lines_of(run, standing.organisation_id) if run else []
    total = next((one for one in lines if not one.parent), None)
    if run is None or total is None:
        return StatementPage(reading, standing)
    cards = cards_of(reading.scheme, total.group, total.node)
    summaries = summaries_of(run, total.group)
    bands = reading.sight.bands(summaries[total.node].count) if total.node in summaries else False
    told = explanations(run, standing.organisation, "", ("losses", "nearest"))
    whys = told["losses"]["items"] if "losses" in told else []
    rows = list(_rows(lines, cards, summaries if bands else {}, whys))
    items = [one for one in rows if one.card.is_item and one.line.lost]
    losing = sorted(
        (one for one in items if Fraction(one.line.lost) > 0),
        key=lambda one: (-Fraction(one.line.lost), one.line.position),
    )
    falls, share = falls_of(total, rows, losing)
    is_released = run.state in ("provisional", "final")
    before = reading.kept("released before", lambda: released_before(run)) if is_released else None
    moved = moved_for(before, run, standing.organisation) if before else ()
    steps = reading.kept("steps", lambda: steps_of(reading.cycle))
    appeal = steps.get(StepKind.APPEAL)
    trend, earlier = _trend(reading, standing, total, bands)
    return StatementPage(
        reading, standing, total, reading.scheme.groups[total.group].title, tuple(_parts(lines, rows, cards)), falls, falls_title(total, losing),
        trend, earlier, tuple(_nearest(told["nearest"]["items"] if "nearest" in told else [], cards)),
        tuple(one.line for one in rows if one.card.is_item and not one.line.full and one.line.points), tuple(one.card for one in losing[:3]),
        share, appeal.due_at if appeal else None, _left(reading, appeal.due_at.date() if appeal else None), moved,
        reading.sight.names(run, (standing.organisation_id,)), bands, next((one.points for one in moved if one.node == total.node), NOTHING), cards,
    )  # fmt: skip


def _left(reading: Reading, due: object) -> int | None:
    """Working days left to object; None where nothing is dated or the period is over."""
    from datetime import date

    if not isinstance(due, date) or due < reading.day:
        return None
    try:
        return working_days_between(reading.day, due)
    except YearUnknown:
        return None


# the table ----------------------------------------------------------------------------------------------


def _rows(
    lines: Sequence[ScoreLine],
    cards: Mapping[str, Card],
    summaries: Mapping[str, NodeSummary],
    whys: Sequence[Mapping[str, str]],
) -> Iterator[Row]:
    said = {one["node"]: in_sentence(Words(one["zh"], one["en"])) for one in whys}
    for line in lines:
        card = cards.get(line.node)
        if card is None or not line.parent:
            continue
        summary = summaries.get(line.node)
        yield Row(
            card,
            line,
            summary,
            value_text(line, card),
            number_text(line.target, card.places),
            _quart(line, summary),
            said.get(line.node, Words("", "")),
        )


def value_text(line: ScoreLine, card: Card) -> str:
    """The figure an item was scored on, at the decimals of its fact; several are counted."""
    if line.actual.startswith("{"):
        known = [one for one in json.loads(line.actual).values() if one and not one.startswith("!")]
        return f"({len(known)})" if known else ""
    return number_text(line.actual, card.places)


def number_text(text: str, places: int) -> str:
    """A number as the ledger writes it; words as they are; absences as nothing."""
    return _number_text(text, places)


@lru_cache(maxsize=1 << 16)
def _number_text(text: str, places: int) -> str:
    if not text or text.startswith("!"):
        return ""
    try:
        return shown(Fraction(text), places)
    except ValueError:
        return text


def _quart(line: ScoreLine, summary: NodeSummary | None) -> tuple[str, ...]:
    """Own points and the quartiles of the track, for the drawing; nothing where there is no full mark."""
    if summary is None or not line.full or not line.points:
        return ()
    return (
        line.points,
        summary.lowest,
        summary.lower,
        summary.median,
        summary.upper,
        summary.highest,
        line.full,
    )


def _parts(lines: Sequence[ScoreLine], rows: Sequence[Row], cards: Mapping[str, Card]) -> Iterator[Part]:
    """Dimensions with their rows; the items of a flat tree together, without a head."""
    by_node = {one.node: one for one in lines}
    current: Part | None = None
    for row in rows:
        if row.card.depth == 1 and not row.card.is_item:
            if current is not None:
                yield current
            current = Part(row.card, by_node[row.card.node])
        else:
            if current is None:
                current = Part(cards[lines[0].node], lines[0])
            current.rows.append(row)
    if current is not None:
        yield current


# trend and nearest points -------------------------------------------------------------------------------


def _trend(reading: Reading, standing: Standing, total: ScoreLine, bands: bool) -> tuple[Trend | None, str]:
    """The whole over the last cycles of this length, and the points of the one before."""
    assert reading.run is not None
    run = reading.run
    runs = reading.kept(("series", PERIODS), lambda: series_of(run, PERIODS))
    own = whole_series(runs, total.group)
    mine = {key: found.get(standing.organisation_id, ("", "")) for key, found in own.items()}
    earlier = next((mine[one.pk][0] for one in reversed(runs[:-1])), "")
    if len(runs) < 2:
        return None, earlier
    tracks = summary_series(runs, total.group, (total.node,)) if bands else {}
    moments = tuple(_moment(one.cycle.period, mine[one.pk][0], tracks.get(one.pk)) for one in runs)
    return Trend(
        _trend_title(moments), moments, sum(1 for one in moments if one.median is not None) > 1
    ), earlier


def _moment(period: str, points: str, track: NodeSummary | None) -> Moment:
    own = Fraction(points) if points else None
    if track is None:
        return Moment(short_period(period), own)
    return Moment(
        short_period(period), own, Fraction(track.median), Fraction(track.lower), Fraction(track.upper)
    )


def _trend_title(moments: Sequence[Moment]) -> Words:
    known = [one for one in moments if one.own is not None]
    gaps = [one.own - one.median for one in known if one.own is not None and one.median is not None]
    if len(gaps) > 1:
        first, last = (_gap(one) for one in (gaps[0], gaps[-1]))
        return Words(
            f"与中位数的差距：由{first.zh}到{last.zh}", f"Against the median: from {first.en} to {last.en}"
        )
    if len(known) > 1 and known[0].own is not None and known[-1].own is not None:
        a, b = shown(known[0].own, 2), shown(known[-1].own, 2)
        return Words(f"得分由 {a} 分到 {b} 分", f"Points: from {a} to {b}")
    return Words("得分", "Points")


def _gap(gap: Fraction) -> Words:
    size = shown(abs(gap), 2)
    return Words(f"{'高' if gap >= 0 else '低'} {size} 分", f"{size} {'above' if gap >= 0 else 'below'}")


def _nearest(items: Sequence[Close], cards: Mapping[str, Card]) -> Iterator[Near]:
    """Those where something is to be had, by what reaching the upper quartile brings, then by what a step brings."""
    found = []
    for told in items:
        upper, step = told.get("upper") or {}, told.get("step") or {}
        gains = [Fraction(one["gain"]) for one in (upper, step) if one]
        if told["node"] in cards and step and max(gains, default=NOTHING) > 0:
            found.append(Near(cards[told["node"]], told, upper, step))

    def order(one: Near) -> tuple[Fraction, Fraction]:
        return (-Fraction(one.upper["gain"]) if one.upper else NOTHING, -Fraction(one.step["gain"]))

    return iter(sorted(found, key=order)[:NEAREST])


def step_words(way: int, away: str, unit: str, places: int) -> Words:
    """How far and in which direction, in words."""
    size = (
        number_text(away, places if "/" not in away else 2).rstrip("0").rstrip(".")
        if "." in number_text(away, places)
        else number_text(away, places)
    )
    if unit == "%":
        return Words(
            f"{'提高' if way > 0 else '降低'} {size} 个百分点",
            f"{size} percentage point{'' if size == '1' else 's'} {'more' if way > 0 else 'less'}",
        )
    if unit == "位":
        return Words(
            f"{'前移' if way < 0 else '后移'} {size} 位",
            f"{size} place{'' if size == '1' else 's'} {'up' if way < 0 else 'down'}",
        )
    much = quantity(size, unit)
    return Words(f"{'增加' if way > 0 else '减少'} {much.zh}", f"{much.en} {'more' if way > 0 else 'less'}")
