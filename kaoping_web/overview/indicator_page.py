"""One indicator everywhere: what it is, how the units lie, how it went over time, what was agreed, who does best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping import Period
from kaoping.engines.statistics import quantile
from kaoping.errors import Language, Words
from kaoping.scheme.checks.sums import full_of
from kaoping.scheme.model import Better, Fact, Runs
from kaoping_web.cycles.queries import groups_of, supplies_of
from kaoping_web.cycles.targets import Ladder, ladder, needed
from kaoping_web.organisations.queries import names_of
from kaoping_web.overview.indicator_right import Right, handles, own_of, right_of
from kaoping_web.overview.reading import Card, Reading, cards_of, short_period
from kaoping_web.schemes.words import facts_for, supplier_title
from kaoping_web.scoring.audience import FEWEST
from kaoping_web.scoring.queries.lines import keys_of, members_of
from kaoping_web.scoring.queries.values import agreed_of_fact, values_of_fact
from kaoping_web.ui.drawing.charts import Dot, Moment, Spread
from kaoping_web.ui.templatetags.kaoping import shown
from kaoping_web.ui.units import quantity

PERIODS = 13
BEST = 5
EVERY = {
    "month": Words("每月", "monthly"),
    "quarter": Words("每季", "quarterly"),
    "half": Words("每半年", "every half-year"),
    "year": Words("每年", "yearly"),
}
RUNS = {Runs.CUMULATIVE: Words("自年初累计", "from 1 January"), Runs.PERIOD: Words("本期发生数", "of its own period"),
        Runs.LEVEL: Words("期末数", "at the period's end"), Runs.AVERAGE: Words("本期比率，跨期取平均", "a rate of its period; averaged"),
        Runs.ONCE: Words("一次性", "once")}  # fmt: skip
BETTER: Mapping[Better | None, Words] = {
    Better.HIGHER: Words("越高越好", "higher is better"),
    Better.LOWER: Words("越低越好", "lower is better"),
    None: Words("由规则定", "as the rule says"),
}

Figures = Mapping[str, Mapping[int, Fraction]]
"""Numbers by period and body."""


@dataclass(frozen=True)
class Use:
    """An item that rests on the indicator, in one track."""

    card: Card
    group: Words
    full: str


@dataclass(frozen=True)
class TargetRow:
    """What was agreed with one unit, and where it is."""

    name: Words
    target: Fraction
    actual: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        """How much of the target is reached, in per cent."""
        return None if self.actual is None or not self.target else 100 * self.actual / self.target


@dataclass(frozen=True)
class BestRow:
    """One of the best."""

    name: Words
    key: str
    number: Fraction


@dataclass(frozen=True)
class IndicatorPage:
    """What the page shows."""

    reading: Reading
    fact: Fact
    group: str
    groups: tuple[tuple[str, Words], ...]
    uses: tuple[Use, ...]
    period: str
    count: int
    title: Words
    dots: tuple[Dot, ...]
    marks: tuple[tuple[Fraction, Words], ...]
    spread: Spread | None
    moments: tuple[Moment, ...]
    moments_title: Words
    own_name: Words
    own: Fraction | None
    targets: tuple[TargetRow, ...]
    ladder: Ladder | None
    best: tuple[BestRow, ...]
    has_names: bool

    @property
    def places(self) -> int:
        """Decimals of the figure."""
        return 2 if self.fact.decimals is None else self.fact.decimals

    @property
    def supplier(self) -> Words:
        """Who files it."""
        return supplier_title(self.fact.supplier, self.reading.scheme)

    @property
    def verifier(self) -> Words:
        """Who verifies it."""
        return supplier_title(self.fact.verified_by or self.fact.supplier, self.reading.scheme)

    @property
    def every(self) -> Words:
        """How often it is filed, and what the figures of short periods make."""
        often = EVERY[self.fact.every.value] if self.fact.every else Words("不分期", "no period")
        runs = RUNS[self.fact.runs]
        return Words(f"{often.zh}，{runs.zh}", f"{often.en}, {runs.en}")

    @property
    def better(self) -> Words:
        """Which way is good."""
        return BETTER[self.fact.better]

    @property
    def bounds(self) -> str:
        """Between which figures it may lie."""
        low, high = self.fact.low, self.fact.high
        if low is None and high is None:
            return ""
        return f"{'' if low is None else shown(low, 0)}–{'' if high is None else shown(high, 0)}"


def indicator_page(reading: Reading, key: str, asked: str, lang: Language) -> IndicatorPage | None:
    """Everything of one indicator; None for one that the scheme does not have or that is none of this person's."""
    fact = reading.scheme.facts.get(key)
    if fact is None:
        return None
    right = right_of(reading, fact)
    tracks = tuple(
        (one, group.title)
        for one, group in reading.scheme.groups.items()
        if not fact.groups or one in fact.groups
    )
    members = {one: set(_members(reading, one)) for one, _ in tracks}
    mine = {one: members[one] & right.own for one in members}
    seen = [one for one, _ in tracks if right.names or mine[one]]
    if not seen:
        return None
    group = asked if asked in seen else seen[0]
    return _page(
        reading,
        fact,
        group,
        tuple(one for one in tracks if one[0] in seen),
        members[group],
        mine[group],
        right,
        lang,
    )


def first_readable(reading: Reading) -> str | None:
    """The first indicator of the cycle that this person may open; the queries do not grow with the indicators."""
    facts = reading.scheme.facts
    if reading.sight.sees_all:
        return next(iter(facts), None)
    own, behind = own_of(reading), supplies_of(reading.cycle.scheme_version)
    mine = {one for one in reading.scheme.groups if own.intersection(_members(reading, one))}
    opens = (
        one.key
        for one in facts.values()
        if mine.intersection(one.groups or mine) or handles(one, behind, own)
    )
    return next(opens, None)


def _members(reading: Reading, group: str) -> list[int]:
    """Of a run those it scored; where it scores the track not at all, or there is none, those the scheme names."""
    found = members_of(reading.run, group) if reading.run is not None else []
    return found or [one.pk for one in groups_of(reading.cycle).get(group, ())]


def _page(
    reading: Reading, fact: Fact, group: str, tracks: tuple[tuple[str, Words], ...], members: set[int], mine: set[int], right: Right,
    lang: Language,
) -> IndicatorPage:  # fmt: skip
    figures = _figures(reading, fact, members, right)
    period = _latest(figures, reading.cycle.period)
    now = figures.get(period, {})
    own_body = min(mine) if len(mine) == 1 and not right.names else None
    own = now.get(own_body) if own_body is not None else None
    shown_names = right.names
    names = names_of(members if shown_names else mine, reading.cycle.ends)
    keys = keys_of(members) if reading.sight.sees_all else {}
    uses = tuple(_uses(reading, fact, [one for one, _ in tracks]))
    address = next(
        (
            f"/cycles/{reading.cycle.pk}/units/{{}}/{one.card.node}/"
            for one in uses
            if one.group == reading.scheme.groups[group].title
        ),
        "",
    )
    named = now if shown_names else {body: number for body, number in now.items() if body in mine}
    dots = tuple(_dots(named, names, keys, address, lang, not shown_names))
    bands = shown_names or len(now) >= FEWEST
    spread = _spread(list(now.values())) if bands and now else None
    places = 2 if fact.decimals is None else fact.decimals
    moments = tuple(_moments(figures, own_body, bands))
    targets, rungs = _targets(reading, fact, group, names, now, None if right.names else mine)
    return IndicatorPage(
        reading, fact, group, tracks, uses, period, len(now), _title(fact, now, spread, own, places), dots,
        ((spread.median, Words(f"中位数 {shown(spread.median, places)}", f"median {shown(spread.median, places)}")),) if spread else (),
        None if shown_names else spread, moments, _moments_title(moments, own_body is not None, places, fact.unit),
        names[own_body] if own_body is not None else Words("", ""), own, targets, rungs, _best(fact, now, names, keys) if shown_names else (), shown_names,
    )  # fmt: skip


def _figures(reading: Reading, fact: Fact, members: set[int], right: Right) -> Figures:
    """Numbers by period and body; of several sources the one believed first that this person may see."""
    order = {source: at for at, source in enumerate(fact.sources)}
    found: dict[str, dict[int, tuple[int, Fraction]]] = {}
    for body, period, source, answer, text in values_of_fact(
        reading.cycle, fact.key, members, right.filed_by
    ):
        if answer not in ("number", "nil"):
            continue
        rank, held = order.get(source, len(order)), found.setdefault(period, {})
        if body not in held or rank < held[body][0]:
            held[body] = (rank, Fraction(text or 0))
    return {
        period: {body: number for body, (_, number) in held.items()} for period, held in sorted(found.items())
    }


def _latest(figures: Figures, cycle: str) -> str:
    """The cycle's own period, else the last one within it."""
    whole = Period.parse(cycle)
    end = whole.first_month + whole.length
    within = [one for one in figures if (p := Period.parse(one)).first_month + p.length <= end]
    return max(
        within,
        key=lambda one: (Period.parse(one).first_month + Period.parse(one).length, one == cycle),
        default=cycle,
    )


def _spread(numbers: Sequence[Fraction]) -> Spread:
    lower, median, upper = (quantile(numbers, Fraction(one, 4)) for one in (1, 2, 3))
    return Spread(min(numbers), lower, median, upper, max(numbers))


def _dots(
    now: Mapping[int, Fraction],
    names: Mapping[int, Words],
    keys: Mapping[int, str],
    address: str,
    lang: Language,
    own: bool,
) -> Iterator[Dot]:
    """One dot a body; a reader's own ones are marked where they are few."""
    for body, number in now.items():
        yield Dot(
            number,
            names[body].in_(lang),
            own and len(now) == 1,
            address.format(keys[body]) if body in keys and address else "",
        )


def _title(
    fact: Fact, now: Mapping[int, Fraction], spread: Spread | None, own: Fraction | None, places: int
) -> Words:
    if spread is None:
        return Words(f"已有 {len(now)} 个单位的数", f"Figures of {len(now)} units")
    low, middle, high = (shown(one, places) for one in (spread.lowest, spread.median, spread.highest))
    if own is not None:
        away = shown(abs(own - spread.median), places)
        side = ("高", "above") if own >= spread.median else ("低", "below")
        apart, median = (
            quantity(away, "百分点" if fact.unit == "%" else fact.unit),
            quantity(middle, fact.unit),
        )
        zh = apart.zh.replace(" 百分点", " 个百分点")
        return Words(
            f"中位数 {median.zh}，本单位{side[0]} {zh}", f"Median {median.en}; this unit {apart.en} {side[1]}"
        )
    top = quantity(high, fact.unit)
    return Words(
        f"{len(now)} 个单位从 {low} 到 {top.zh}，中位数 {middle}",
        f"{len(now)} units from {low} to {top.en}, median {middle}",
    )


def _moments(figures: Figures, own: int | None, bands: bool) -> Iterator[Moment]:
    """The last periods of the indicator's own length."""
    lengths = [Period.parse(one).length for one in figures]
    usual = min(lengths, default=12)
    for period in [one for one in figures if Period.parse(one).length == usual][-PERIODS:]:
        held = figures[period]
        if bands and len(held) > 1:
            spread = _spread(list(held.values()))
            yield Moment(
                short_period(period),
                held.get(own) if own is not None else None,
                spread.median,
                spread.lower,
                spread.upper,
            )
        else:
            yield Moment(short_period(period), held.get(own) if own is not None else None)


def _moments_title(moments: Sequence[Moment], is_own: bool, places: int, unit: str) -> Words:
    numbers = [one.own if is_own else one.median for one in moments]
    known = [one for one in numbers if one is not None]
    who = Words("本单位", "This unit") if is_own else Words("中位数", "The median")
    if len(known) < 2:
        return Words(f"{who.zh}的各期数", f"{who.en} by period")
    a, b = shown(known[0], places), shown(known[-1], places)
    last = quantity(b, unit)
    return Words(f"{who.zh}由 {a} 到 {last.zh}", f"{who.en}: from {a} to {last.en}")


def _uses(reading: Reading, fact: Fact, groups: Sequence[str]) -> Iterator[Use]:
    """The items of the cycle's own tree that rest on it."""
    scheme, cadence = reading.scheme, reading.period.cadence
    nodes = {one.key: one for one in scheme.nodes()}
    for root, tree in scheme.trees.items():
        if (tree.every or scheme.every) is not cadence:
            continue
        for group in groups:
            for card in cards_of(scheme, group, root).values():
                if card.is_item and fact.key in facts_for(nodes[card.node], group, scheme):
                    yield Use(card, scheme.groups[group].title, _full(reading, card.node, group))


def _full(reading: Reading, node: str, group: str) -> str:
    found = next((full_of(one, group) for one in reading.scheme.nodes() if one.key == node), None)
    return "" if found is None else str(found)


def _targets(
    reading: Reading,
    fact: Fact,
    group: str,
    names: Mapping[int, Words],
    now: Mapping[int, Fraction],
    bodies: set[int] | None,
) -> tuple[tuple[TargetRow, ...], Ladder | None]:
    """What was agreed with each unit of the track, and the sum against the level above."""
    held = next((one for one in needed(reading.cycle) if one.key == fact.key), None)
    if held is None:
        return (), None
    found = agreed_of_fact(reading.cycle, fact.key, bodies)
    rows = tuple(
        TargetRow(names[one.organisation_id], Fraction(one.text), now.get(one.organisation_id))
        for one in found
        if one.organisation_id in names
    )
    above = [
        one for one in found if one.organisation_id == reading.cycle.host_id or one.organisation_id in names
    ]
    return rows, ladder(above, reading.cycle.host, held.adds_up) if bodies is None and rows else None


def _best(
    fact: Fact, now: Mapping[int, Fraction], names: Mapping[int, Words], keys: Mapping[int, str]
) -> tuple[BestRow, ...]:
    sign = -1 if fact.better is Better.LOWER else 1
    ordered = sorted(now.items(), key=lambda one: (-sign * one[1], one[0]))
    return tuple(BestRow(names[body], keys.get(body, ""), number) for body, number in ordered[:BEST])
