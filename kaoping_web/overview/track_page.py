"""A track: who stands where, how sure that is, what moved, where the items lie. To who may not see others, bands alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import lcm

from kaoping.errors import Words
from kaoping_web.cycles.queries import groups_of
from kaoping_web.organisations.queries import names_of
from kaoping_web.overview.queries.provisional import provisional_bodies
from kaoping_web.overview.reading import Card, Reading, cards_of, joined, short_period
from kaoping_web.overview.track_heat import Heat, heat_of
from kaoping_web.scoring.models import NodeSummary, Run, ScoreLine
from kaoping_web.scoring.queries.lines import (
    Whole,
    cells_on,
    keys_of,
    lines_on,
    summaries_of,
    whole_series,
    wholes_on,
)
from kaoping_web.scoring.queries.runs import series_of
from kaoping_web.ui.drawing.charts import Race

NEAR = Fraction(1, 10)
"""Places less than this apart are not told apart."""
A_PAGE = 60
PERIODS = 7
NAMED = 4


@dataclass(frozen=True)
class Placed:
    """One unit in the order."""

    line: Whole
    name: Words
    key: str
    place: int
    gained: int | None
    gap: Fraction | None
    near: bool
    best: int
    worst: int
    places: tuple[Fraction | None, ...]
    dims: tuple[tuple[str, str, str], ...]
    bonus: str
    grade: Words
    cut: bool
    is_own: bool


@dataclass(frozen=True)
class Pair:
    """Two neighbours nearer than can be told apart."""

    first: Placed
    second: Placed
    gap: Fraction


@dataclass(frozen=True)
class Band:
    """One node's quartiles, for who may not see others."""

    card: Card
    summary: NodeSummary
    own: ScoreLine | None


@dataclass(frozen=True)
class TrackPage:
    """What the page shows. Without `placed` and `bands` nothing may be shown yet."""

    reading: Reading
    group: str
    title: Words
    placed: tuple[Placed, ...] = ()
    outside: tuple[Placed, ...] = ()
    dims: tuple[Card, ...] = ()
    fulls: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    periods: tuple[str, ...] = ()
    races: tuple[Race, ...] = ()
    races_title: Words = Words("", "")
    bands: tuple[Band, ...] = ()
    has_names: bool = False
    page: int = 1
    pages: int = 1
    items: int = 0
    units: int = 0
    has_grades: bool = False
    root: str = ""
    heat: Heat | None = None
    grade_line: Words = Words("", "")
    waiting: tuple[Words, ...] = ()

    @property
    def lede(self) -> Words:
        """The finding: who leads, and which places are no places."""
        if not self.placed or self.page > 1:
            return Words("", "")
        first = joined([one.name for one in self.placed[:3]])
        zh, en = f"{first.zh}居前{'三' if len(self.placed) >= 3 else ''}", f"{first.in_('en')} lead"
        if not self.pairs:
            return Words(
                f"{zh}；相邻名次都相差 0.10 分以上。",
                f"{en}; every place is at least 0.10 points from the next.",
            )
        return Words(
            f"{zh}；有 {len(self.pairs)} 对相邻名次相差不足 0.10 分，不宜当作先后。",
            f"{en}; {len(self.pairs)} pairs of neighbours are less than 0.10 points apart and should not be read as an order.",
        )

    @property
    def unranked(self) -> int:
        """How many are scored outside the order."""
        return len(self.outside)

    @property
    def sure(self) -> int:
        """How many units have a place of their own."""
        return sum(1 for one in self.placed if one.best == one.worst)


def may_open(reading: Reading, group: str) -> bool:
    """Whether there is such a page for this person: not for a track the scheme does not have, or of which he has no body."""
    if group not in reading.scheme.groups:
        return False
    if reading.sight.sees_all:
        return True
    members = [one.organisation_id for one in _wholes_of(reading, group)] or [
        one.pk for one in groups_of(reading.cycle).get(group, ())
    ]
    return reading.sight.has_one(members) or reading.sight.names(reading.run, members)


def _wholes_of(reading: Reading, group: str) -> Sequence[Whole]:
    return wholes_on(reading.run, group) if reading.run else ()


def track_page(reading: Reading, group: str, page: int) -> TrackPage:
    """Everything of a track that this person may open."""
    run, title = reading.run, reading.scheme.groups[group].title
    wholes = _wholes_of(reading, group)
    members = [one.organisation_id for one in wholes]
    if run is None or not wholes:
        return TrackPage(reading, group, title)
    cards = cards_of(reading.scheme, group, wholes[0].node)
    if not reading.sight.names(run, members):
        return _banded(reading, run, group, title, cards)
    return _named(reading, run, group, title, cards, wholes, page)


# for who may not see others -----------------------------------------------------------------------------


def _banded(reading: Reading, run: Run, group: str, title: Words, cards: Mapping[str, Card]) -> TrackPage:
    """Quartiles of the whole and of every dimension and item, and one's own points beside them."""
    own = sorted(reading.sight.own)
    mine = {one.node: one for one in lines_on(run, group) if one.organisation_id in own}
    found = summaries_of(run, group)
    bands = [
        Band(card, found[key], mine.get(key))
        for key, card in cards.items()
        if key in found and reading.sight.bands(found[key].count)
    ]
    return TrackPage(
        reading, group, title, bands=tuple(bands), units=max((one.count for one in found.values()), default=0)
    )


# the order ----------------------------------------------------------------------------------------------


def _named(
    reading: Reading,
    run: Run,
    group: str,
    title: Words,
    cards: Mapping[str, Card],
    wholes: Sequence[Whole],
    page: int,
) -> TrackPage:
    ordered = sorted(
        (one for one in wholes if one.place),
        key=lambda one: (Fraction(one.place), -Fraction(one.points), one.organisation_id),
    )
    others = sorted(
        (one for one in wholes if not one.place),
        key=lambda one: (-Fraction(one.points or 0), one.organisation_id),
    )
    pages = max(1, -(-len(ordered) // A_PAGE))
    page = min(max(page, 1), pages)
    names, keys = (
        names_of([one.organisation_id for one in wholes], reading.cycle.ends),
        keys_of(one.organisation_id for one in wholes),
    )
    runs = series_of(run, PERIODS)
    series = whole_series(runs, group)
    dims = tuple(one for one in cards.values() if one.depth == 1)[:7]
    chosen = [one.organisation_id for one in ordered[(page - 1) * A_PAGE : page * A_PAGE]] + [
        one.organisation_id for one in others
    ]
    cells = cells_on(run, group, chosen)
    builder = _Order(reading, names, keys, [series[one.pk] for one in runs], dims, _by_body(cells), cards)
    placed = tuple(builder.placed(ordered))
    shown_rows = placed[(page - 1) * A_PAGE : page * A_PAGE]
    races, races_title = _races(placed, runs, series)
    return TrackPage(
        reading, group, title, shown_rows, tuple(builder.outside(others)), dims, builder.fulls, tuple(_pairs(placed)),
        tuple(short_period(one.cycle.period) for one in runs), races if len(placed) <= 40 else (), races_title, (), True, page, pages,
        sum(1 for one in cards.values() if one.is_item), len(wholes), bool(builder.grades and any(one.grade for one in ordered)),
        wholes[0].node, heat_of(reading, run, group, cards, shown_rows, _by_body(cells)), _grade_line(placed),
        tuple(names[one] for one in provisional_bodies(run, group, wholes[0].node)),
    )  # fmt: skip


def _by_body(cells: Sequence[tuple[int, str, str, str, str]]) -> dict[int, dict[str, tuple[str, str, str]]]:
    found: dict[int, dict[str, tuple[str, str, str]]] = {}
    for body, node, points, full, status in cells:
        found.setdefault(body, {})[node] = (points, full, status)
    return found


class _Order:
    """The order being made: what every row looks up."""

    def __init__(
        self, reading: Reading, names: Mapping[int, Words], keys: Mapping[int, str], series: Sequence[Mapping[int, tuple[str, str]]],
        dims: tuple[Card, ...], cells: Mapping[int, Mapping[str, tuple[str, str, str]]], cards: Mapping[str, Card],
    ) -> None:  # fmt: skip
        self.reading, self.names, self.keys, self.series, self.dims, self.cells, self.cards = (
            reading,
            names,
            keys,
            series,
            dims,
            cells,
            cards,
        )
        self.grades = {one.key: one.title for one in reading.scheme.grades}
        self.fulls = {
            one.node: next(
                (found[one.node][1] for found in cells.values() if found.get(one.node, ("", "", ""))[1]), ""
            )
            for one in dims
        }

    def placed(self, ordered: Sequence[Whole]) -> Iterator[Placed]:
        """Rows with their gaps to the one before and the places they cannot be told from."""
        points = [Fraction(one.points) for one in ordered]
        unit = lcm(NEAR.denominator, *(one.denominator for one in points))
        whole, near = [(one * unit).numerator for one in points], (NEAR * unit).numerator
        for at, one in enumerate(ordered):
            gap = points[at - 1] - points[at] if at else None
            best, worst = _reach(whole, at, near)
            following = ordered[at + 1].grade if at + 1 < len(ordered) else one.grade
            yield self._row(one, int(Fraction(one.place)), gap, best, worst, one.grade != following)

    def outside(self, lines: Sequence[Whole]) -> Iterator[Placed]:
        """Those scored and not ranked, or without points."""
        for one in lines:
            yield self._row(one, 0, None, 0, 0, False)

    def _row(self, one: Whole, place: int, gap: Fraction | None, best: int, worst: int, cut: bool) -> Placed:
        body = one.organisation_id
        places = tuple(_place(found.get(body)) for found in self.series)
        before = places[-2] if len(places) > 1 else None
        mine = self.cells.get(body, {})
        dims = tuple((card.node, *mine.get(card.node, ("", "", ""))[:2]) for card in self.dims)
        bonus = [
            Fraction(mine[card.node][0])
            for card in self.dims
            if mine.get(card.node, ("", "", ""))[0] and not mine[card.node][1]
        ]
        return Placed(
            one, self.names[body], self.keys[body], place, int(before - place) if before is not None and place else None, gap,
            gap is not None and gap < NEAR, best, worst, places, tuple(dims), str(sum(bonus)) if bonus else "",
            self.grades.get(one.grade, Words("", "")), cut, body in self.reading.sight.own,
        )  # fmt: skip


def _reach(points: Sequence[Fraction | int], at: int, near: Fraction | int = NEAR) -> tuple[int, int]:
    """The best and worst place among those whose points are nearer than can be told apart. `near` is in the unit of the points."""
    best = worst = at
    while best and points[best - 1] - points[at] < near:
        best -= 1
    while worst + 1 < len(points) and points[at] - points[worst + 1] < near:
        worst += 1
    return best + 1, worst + 1


def _place(found: tuple[str, str] | None) -> Fraction | None:
    return Fraction(found[1]) if found and found[1] else None


def _pairs(placed: Sequence[Placed]) -> Iterator[Pair]:
    for first, second in pairwise(placed):
        if second.near and second.gap is not None:
            yield Pair(first, second, second.gap)


def _grade_line(placed: Sequence[Placed]) -> Words:
    """What the dashed lines mean."""
    return (
        Words("虚线为相邻等次的分界。", "Dashed lines part the grades. ")
        if any(one.cut and one.grade.zh for one in placed)
        else Words("", "")
    )


# places over periods ------------------------------------------------------------------------------------


def _races(
    placed: Sequence[Placed], runs: Sequence[Run], series: Mapping[int, Mapping[int, tuple[str, str]]]
) -> tuple[tuple[Race, ...], Words]:
    """Lines of places; named are those who moved most."""
    if len(runs) < 2:
        return (), Words("", "")
    moved = {one.key: _moved(one.places) for one in placed}
    few = [
        one for one in sorted(placed, key=lambda one: (-abs(moved[one.key]), one.place)) if moved[one.key]
    ][:NAMED]
    number = {one.key: n for n, one in enumerate(sorted(few, key=lambda one: one.place), start=1)}
    races = tuple(
        Race(one.name.zh, tuple(None if p is None else int(p) for p in one.places), number.get(one.key, 0))
        for one in placed
    )
    return races, _races_title(few, moved, len(runs))


def _moved(places: Sequence[Fraction | None]) -> int:
    """Places gained from the first known to the last."""
    known = [one for one in places if one is not None]
    return int(known[0] - known[-1]) if len(known) > 1 else 0


def _races_title(few: Sequence[Placed], moved: Mapping[str, int], periods: int) -> Words:
    up = max(few, key=lambda one: moved[one.key], default=None)
    down = min(few, key=lambda one: moved[one.key], default=None)
    zh, en = [], []
    for one, verb_zh, verb_en in ((up, "升到", "rose"), (down, "退到", "fell")):
        if one is not None and (moved[one.key] > 0) == (verb_en == "rose") and moved[one.key]:
            first = next(int(p) for p in one.places if p is not None)
            zh.append(f"{one.name.zh}由第 {first} 位{verb_zh}第 {one.place} 位")
            en.append(f"{one.name.in_('en')} {verb_en} from place {first} to {one.place}")
    if not zh:
        return Words(f"{periods} 期里位次没有变化", f"No place changed over {periods} periods")
    return Words(f"{periods} 期里{'，'.join(zh)}", f"Over {periods} periods {', '.join(en)}")
