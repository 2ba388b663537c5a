"""One step of a plan as a step of a trace: its exact inputs, the rows behind it, who counts and who set the mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from kaoping.errors import Words
from kaoping.explain import numbers
from kaoping.explain.parts import Entry, Input, Source, Titled, TraceStep
from kaoping.explain.races import Race
from kaoping.plan.steps import (
    Above,
    Awarding,
    Below,
    ColumnId,
    Combine,
    Counted,
    Formula,
    Grading,
    Rank,
    ReadAttribute,
    ReadEvents,
    ReadFact,
    ReadPanel,
    Round,
    Stage,
    Statistic,
    Step,
    Treat,
)
from kaoping.scheme.formulas import Name, to_source, walk
from kaoping.scheme.model import Runs
from kaoping.scorecard import Scorecard
from kaoping.tables import Absence, Cell

_TOTAL, _PLACE, _FLOOR = Words("总分", "total"), Words("位次", "place"), Words("下限", "floor")


@dataclass(frozen=True)
class _Found:
    """What one kind of step adds to the common part of a trace step."""

    inputs: tuple[Input, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    expression: str = ""
    sources: tuple[Source, ...] = ()
    population: tuple[Entry, ...] = ()
    set_by: tuple[Titled, ...] = ()


def _joined(step: ReadFact, sources: tuple[Source, ...]) -> dict[str, str]:
    """How short periods make the long one; `parts`: of how many it needs, where it was made of such."""
    found = {"runs": step.fact.runs.value, "single": str(step.single).lower()}
    period, every = step.about.period, step.fact.every
    if step.fact.runs not in (Runs.PERIOD, Runs.AVERAGE) or every is None or period is None:
        return found
    if all(one.period != str(period) for one in sources):
        found["parts"] = str(max(period.length // every.months, 1))
    return found


class Readings:
    """The steps of a run, read for one organisation. `name_others`: whether other bodies may be named."""

    def __init__(self, card: Scorecard, organisation: str, name_others: bool = True) -> None:
        self.card = card
        self.plan = card.plan
        self.owner = organisation
        self.name_others = name_others
        self.bodies = {one.key: one for one in card.tables.organisations}
        self.grades = {
            (step.about.group, rule.grade.key): rule.grade.title.zh
            for step in card.plan.steps
            if isinstance(step, Grading)
            for rule in step.grades
        }
        self.races: dict[object, Race] = {}

    def seen_by(self, organisation: str) -> Readings:
        """The same run read for another organisation; what was gathered is kept."""
        found = copy(self)
        found.owner = organisation
        return found

    def body(self, key: str) -> Titled:
        """An organisation by key, with its title where it may be named."""
        found = self.bodies.get(key)
        return Titled(key, (found.title if found else "") or key)

    def other(self, key: str) -> Titled:
        """The same; nameless where it is another than the one explained and others may not be named."""
        return self.body(key) if self.name_others or key == self.owner else Titled("")

    def grade(self, group: str, key: str) -> Titled:
        """A grade by key, with its title."""
        return Titled(key, self.grades.get((group, key), key))

    def cell(self, column: ColumnId, body: str) -> Cell:
        """The exact value of a column."""
        return self.card.columns[column][body]

    def step(self, column: ColumnId, body: str, stage: Stage | None) -> TraceStep:
        """One step for one organisation, without what it refers to."""
        step = self.plan.step(column)
        kind, read = _READERS[type(step)]
        found = read(self, step, body)
        about = step.about
        return TraceStep(
            column, kind, about.role, column.rpartition("#")[2], about.title, self.body(body),
            self.cell(column, body), about.unit, (stage.article if stage else "") or about.article,
            str(about.period or ""), about.place, stage.kind if stage else "", stage.block if stage else "",
            found.expression, found.inputs, found.settings, found.sources, found.population, found.set_by,
        )  # fmt: skip

    def input(
        self,
        name: str,
        column: ColumnId,
        body: str,
        title: Words | None = None,
        weight: ColumnId | None = None,
    ) -> Input:
        """An input from a column."""
        about = self.plan.step(column).about
        return Input(
            name, title if title is not None and (title.zh or title.en) else about.title,
            self.cell(column, body), column, about.unit, None if weight is None else self.cell(weight, body),
        )  # fmt: skip

    # reading -----------------------------------------------------------------------------------------

    def fact(self, step: ReadFact, body: str) -> _Found:
        """A filed value with the rows it was joined from."""
        supplier = self.plan.suppliers.get(step.fact.supplier, Words(step.fact.supplier, step.fact.supplier))
        rows = [self.card.tables.filed[i] for i in self._used(step, body)]
        sources = tuple(
            Source(
                row.value, str(row.period or ""), supplier, row.source, row.vintage, row.note, place=row.place
            )
            for row in rows
        )
        return _Found(sources=sources, settings={**_joined(step, sources), "vintage": step.vintage})

    def attribute(self, step: ReadAttribute, body: str) -> _Found:
        """A constant of the organisation."""
        given = step.key in self.bodies[body].attributes
        return _Found(
            settings={"key": step.key, "default": str(not given and step.default is not None).lower()}
        )

    def events(self, step: ReadEvents, body: str) -> _Found:
        """The happenings that counted, with their documents."""
        bounds = [("cap", step.cap), ("floor", step.floor)]
        inputs = tuple(self.input(name, column, body) for name, column in bounds if column is not None)
        rows = [self.card.tables.happenings[i] for i in self._used(step, body)]
        sources = tuple(
            Source(
                row.amount if row.amount is not None else Fraction(row.count), str(row.period or ""),
                by=row.decided_by, note=row.note, document=row.document, on=str(row.on or ""), level=row.level,
                matter=row.matter, count=row.count, place=row.place,
            )
            for row in rows
        )  # fmt: skip
        return _Found(inputs=inputs, settings={"what": step.what}, sources=sources)

    def panel(self, step: ReadPanel, body: str) -> _Found:
        """The judgements that counted. Who gave which is not told: a ballot is secret; how many, and of which bloc, is."""
        rows = [self.card.tables.filed[i] for i in self._used(step, body)]
        sources = tuple(Source(row.value, str(row.period or ""), by=row.rater_group) for row in rows)
        voice = step.voice
        dropped = {
            "drop_high": str(voice.drop_high),
            "drop_low": str(voice.drop_low),
            "trim": str(voice.trimmed_share),
        }
        return _Found(sources=sources, settings={"how": voice.combine, **dropped})

    def _used(self, step: Step, body: str) -> tuple[int, ...]:
        return self.card.used.get(step.id, {}).get(body, ())

    # within one organisation --------------------------------------------------------------------------

    def formula(self, step: Formula, body: str) -> _Found:
        """A formula with its names in the order in which they are written."""
        written = dict.fromkeys(node.key for node in walk(step.expr) if isinstance(node, Name))
        inputs = tuple(
            self.input(
                name, step.names[name], body, self._dated(step, step.names[name], step.labels.get(name))
            )
            if name in step.names
            else Input(name, step.labels.get(name, Words("", "")), step.constants[name])
            for name in written
        )
        return _Found(inputs=inputs, expression=to_source(step.expr))

    def _dated(self, step: Formula, column: ColumnId, label: Words | None) -> Words | None:
        """The title of an input, with its period where that is another than the step's own."""
        about = self.plan.step(column).about
        same = about.period is None or about.period == step.about.period or about.role == "constant"
        if same or not isinstance(
            self.plan.step(column), ReadFact | Formula | Combine | Round | Rank | Statistic
        ):
            return label
        title, when = label or about.title, str(about.period)
        return Words(
            f"{title.zh}（{numbers.period(when, 'zh')}）", f"{title.in_('en')} ({numbers.period(when, 'en')})"
        )

    def round(self, step: Round, body: str) -> _Found:
        """A rounding."""
        return _Found(
            inputs=(self.input("x", step.column, body),),
            settings={"places": str(step.places), "mode": step.mode.value},
        )

    def combine(self, step: Combine, body: str) -> _Found:
        """Members with their weights."""
        members = tuple(
            self.input(f"m{i}", one.column, body, one.title, one.weight)
            for i, one in enumerate(step.members, 1)
        )
        power = (self.input("power", step.power, body),) if step.power else ()
        settings = {
            "how": step.how,
            "absent": step.absent,
            "at_least": str(step.at_least),
            "at_least_by": step.at_least_by,
        }
        return _Found(inputs=(*members, *power), settings=settings)

    # over a population --------------------------------------------------------------------------------

    def population(
        self, columns: Iterable[ColumnId], counted: Iterable[Counted], body: str
    ) -> Iterator[tuple[str, str, Fraction]]:
        """Who counts together with this organisation: track, key and number, in a fixed order."""
        pairs = list(zip(columns, counted, strict=True))
        own = pairs[0][1].partition
        part = self.cell(own, body) if own is not None else ""
        for column, who in pairs:
            for key, cell in sorted(self.card.columns[column].items()):
                if cell is Absence.MISSING and who.missing_as_zero:
                    cell = Fraction(0)
                here = self.cell(who.partition, key) if who.partition is not None else ""
                in_it = who.eligible is None or self.cell(who.eligible, key) is True
                if in_it and here == part and isinstance(cell, Fraction):
                    yield self.plan.step(column).about.group, key, cell

    def race(
        self,
        columns: Iterable[ColumnId],
        counted: Iterable[Counted],
        body: str,
        weights: Mapping[str, ColumnId] = MappingProxyType({}),
    ) -> Race:
        """The population as a race; one of the same columns is gathered once for all who look at it."""
        columns, counted = tuple(columns), tuple(counted)
        own = counted[0].partition
        part = self.cell(own, body) if own is not None else ""
        key = (columns, counted, part, type(part), tuple(weights.items()))
        if key not in self.races:
            crowd = tuple(self.population(columns, counted, body))
            self.races[key] = Race(
                crowd,
                (self.body(one) if self.name_others else Titled("") for _, one, _ in crowd),
                (self._weight(weights.get(track), one) for track, one, _ in crowd),
            )
        return self.races[key]

    def statistic(self, step: Statistic, body: str) -> _Found:
        """Everybody counted, with their numbers, and who set the best or worst."""
        weights = {self.plan.step(c).about.group: w for c, w in zip(step.of, step.weights, strict=False)}
        race = self.race(step.of, step.counted, body, weights)
        entries = race.seen_by(step.about.group, self.body(body), alone=not step.counted[0].self_)
        holders = self.card.set_by.get(step.id, {}).get(body, ())
        settings = {"how": step.kind} | ({"at": str(step.at)} if step.at is not None else {})
        return _Found(
            inputs=(self.input("own", step.of[0], body),), settings=settings, population=entries,
            set_by=tuple(self.other(key) for key in holders),
        )  # fmt: skip

    def _weight(self, column: ColumnId | None, key: str) -> Fraction | None:
        if column is None:
            return None
        cell = self.cell(column, key)
        return cell if isinstance(cell, Fraction) else Fraction(0)

    def rank(self, step: Rank, body: str) -> _Found:
        """The race, and who stands next above."""
        firsts = [keys[0].column for keys in (step.keys, *step.others)]
        group, up = step.about.group, step.keys[0].higher_first
        race = self.race(firsts, step.counted, body)
        return _Found(
            inputs=tuple(self.input(f"key{i}", key.column, body) for i, key in enumerate(step.keys, 1)),
            settings={"ties": step.ties, "better": "higher" if up else "lower", "keys": str(len(step.keys))},
            population=race.seen_by(group, self.body(body)),
            set_by=tuple(self.other(key) for key in race.next_above(group, body, up)),
        )

    def treat(self, step: Treat, body: str) -> _Found:
        """A number before its outliers are tamed."""
        settings = {"method": step.method, **{name: str(one) for name, one in step.settings.items()}}
        entries = self.race(step.of, step.counted, body).seen_by(step.about.group, self.body(body))
        return _Found(inputs=(self.input("x", step.of[0], body),), settings=settings, population=entries)

    # across levels ------------------------------------------------------------------------------------

    def below(self, step: Below, body: str) -> _Found:
        """The bodies beneath, each with its number."""
        column, weight = step.of[0], step.weights[0] if step.weights else None
        about = self.plan.step(column).about
        inputs = tuple(
            Input(
                "below", about.title, self.cell(column, key), column, about.unit,
                None if weight is None else self.cell(weight, key), self.body(key),
            )
            for key in sorted(self.card.columns[column])
            if self.bodies[key].parent == body
        )  # fmt: skip
        return _Found(inputs=inputs, settings={"how": step.how, "absent": step.absent})

    def above(self, step: Above, body: str) -> _Found:
        """The number of the body above."""
        parent = self.bodies[body].parent
        for column in step.of:
            if parent in self.card.columns[column]:
                about = self.plan.step(column).about
                cell = self.cell(column, parent)
                return _Found(
                    (Input("above", about.title, cell, column, about.unit, None, self.body(parent)),)
                )
        return _Found()

    # decisions ----------------------------------------------------------------------------------------

    def grading(self, step: Grading, body: str) -> _Found:
        """Number, place, and the floor of the grade given."""
        inputs = [self.input("total", step.total, body, _TOTAL), self.input("rank", step.rank, body, _PLACE)]
        given = self.cell(step.id, body)
        inputs += [
            self.input("floor", rule.floor, body, _FLOOR)
            for rule in step.grades
            if rule.grade.key == given and rule.floor is not None
        ]
        down = [*step.lowest, *(column for column, _ in step.drops)]
        inputs += [self.input("veto", column, body) for column in down if self.cell(column, body) is True]
        title = next((rule.grade.title for rule in step.grades if rule.grade.key == given), Words("", ""))
        return _Found(tuple(inputs), {"zh": title.zh, "en": title.in_("en")})

    def awarding(self, step: Awarding, body: str) -> _Found:
        """The measure of an award and whether the organisation was eligible."""
        return _Found(
            (self.input("by", step.by[0], body), self.input("eligible", step.eligible[0], body)),
            {"zh": step.award.title.zh, "en": step.award.title.in_("en")},
        )


_READERS: Mapping[type[Step], tuple[str, Callable[..., _Found]]] = {
    ReadFact: ("fact", Readings.fact),
    ReadAttribute: ("attribute", Readings.attribute),
    ReadEvents: ("events", Readings.events),
    ReadPanel: ("panel", Readings.panel),
    Formula: ("formula", Readings.formula),
    Round: ("round", Readings.round),
    Combine: ("combine", Readings.combine),
    Statistic: ("statistic", Readings.statistic),
    Rank: ("rank", Readings.rank),
    Treat: ("treat", Readings.treat),
    Below: ("below", Readings.below),
    Above: ("above", Readings.above),
    Grading: ("grade", Readings.grading),
    Awarding: ("award", Readings.awarding),
}
