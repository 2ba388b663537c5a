"""Filed values in arrays, read as `kaoping.engines.reading` reads rows: cell by cell for the judge, and whole columns at
once. Which value counts, and how short periods make a long one, is the same in both; tests hold them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from kaoping.engines.columnar import arithmetic
from kaoping.engines.columnar.choosing import select
from kaoping.engines.columnar.judge import cell_at
from kaoping.engines.columnar.parts import MISSING, NUMBER, WORD, ZERO, Part, Vocabulary, numbers_of
from kaoping.engines.nation.held import NOT_FILED, Held, Rows
from kaoping.engines.reading import FiledIndex, Found, Key
from kaoping.periods import Cadence, Period
from kaoping.plan.steps import Plan, ReadAttribute, ReadFact
from kaoping.scheme.model import Fact, Runs
from kaoping.tables import Filed

Figure = tuple[str, Period | None]
"""A fact (with its suffix) in a period."""
Voice = tuple[str, int]
"""Source and vintage."""
STANDS = -2
"""Nothing was filed, and no longer period is asked any more: missing."""


def looked_at(plan: Plan) -> set[Figure]:
    """Every figure that some step of the plan may read."""
    found: set[Figure] = set()
    for step in plan.steps:
        if isinstance(step, ReadAttribute):
            found.add((step.key, None))
        elif isinstance(step, ReadFact):
            found.update(figures_of(step))
    return found


def figures_of(step: ReadFact) -> set[Figure]:
    """Every figure that a reading may look at."""
    period = step.about.period
    assert period is not None
    found = {*_of_step(step, period)}
    if step.single and step.fact.runs is Runs.CUMULATIVE and period.index > 1:
        found.update(_of_step(step, period.previous()))
    return found


def _of_step(step: ReadFact, period: Period) -> Iterator[Figure]:
    name, every = step.fact.key + step.suffix, step.fact.every
    yield from ((name, None), (name, period))
    yield from ((name, period.within(one)) for one in Cadence if one.months > period.length)
    if every is not None and every.months < period.length:
        yield from ((name, one) for one in period.parts(every))


class ArrayFilings(FiledIndex):
    """Figures of some organisations, `keys` in their order. `ballots`: rows of raters, which are few."""

    def __init__(
        self, keys: Sequence[str], members: Mapping[str, Sequence[str]], vocabulary: Vocabulary,
        ballots: Iterable[Filed] = (),
    ) -> None:  # fmt: skip
        super().__init__(ballots)
        self.keys, self.members, self.vocabulary = keys, members, vocabulary
        self.held: dict[Figure, dict[Voice, Held]] = {}
        self.merged: dict[tuple[Figure, str], Held | None] = {}
        self.rows = _Constants(self)  # type: ignore[assignment]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where an organisation stands in the arrays."""
        return {key: i for i, key in enumerate(self.keys)}

    def rows_of(self, group: str) -> Rows | slice:
        """Where the organisations of a track stand in the arrays."""
        if group not in self._rows:
            keys = self.members.get(group, ())
            whole = len(keys) == len(self.keys) and tuple(keys) == tuple(self.keys)
            self._rows[group] = (
                slice(None) if whole else np.array([self.place[key] for key in keys], np.int64)
            )
        return self._rows[group]

    @cached_property
    def _rows(self) -> dict[str, Rows | slice]:
        return {}

    def into(self, figure: Figure, voice: Voice) -> Held:
        """The arrays of a figure, to be filled."""
        found = self.held.setdefault(figure, {})
        if voice not in found:
            found[voice] = Held(len(self.keys))
        return found[voice]

    @property
    def bytes(self) -> int:
        """Memory held in arrays."""
        return sum(one.bytes for voices in self.held.values() for one in voices.values())

    # which value counts -------------------------------------------------------------------------------

    def counted(self, figure: Figure, fact: Fact, vintage: str) -> Held | None:
        """The figure by source and vintage as the fact says: the most believed source, then the vintage."""
        key = (figure, vintage)
        if key not in self.merged:
            voices = self.held.get(figure, {})
            ordered = sorted(voices, key=lambda voice: _belief(voice, fact, vintage))
            self.merged[key] = voices[ordered[0]] if len(ordered) == 1 else self._first_of(voices, ordered)
        return self.merged[key]

    def _first_of(self, voices: Mapping[Voice, Held], ordered: Sequence[Voice]) -> Held | None:
        if not ordered:
            return None
        found = Held(len(self.keys))
        for voice in ordered:
            free = np.flatnonzero(found.status == NOT_FILED)
            found.put(free, voices[voice].batch(free))
        return found

    # one cell, for the judge --------------------------------------------------------------------------

    def row(self, key: Key, fact: Fact, vintage: str) -> Found | None:
        """The value that counts."""
        name, period, organisation = key
        held = self.counted((name, period), fact, vintage)
        at = self.place[organisation]
        if held is None or held.status[at] == NOT_FILED:
            return None
        cell = cell_at(held.part(np.array([at])), 0, self.vocabulary)
        assert cell is not None
        return cell, ()

    # a whole column -----------------------------------------------------------------------------------

    def column(self, step: ReadFact) -> Part:
        """The step's column for every organisation of its track."""
        period = step.about.period
        assert period is not None
        found = _Reading(self, step)
        part = found.single(period) if step.single else found.at(period)
        status = np.where(part.statuses() < NUMBER, np.int8(MISSING), part.statuses())
        codes = part.codes if (status == WORD).any() else None
        return replace(part, status=status if status.any() else None, codes=codes)


def _belief(voice: Voice, fact: Fact, vintage: str) -> tuple[int, str, int]:
    source, number = voice
    known = {one: i for i, one in enumerate(fact.sources)}
    return (
        known.get(source, len(known)),
        "" if source in known else source,
        number if vintage == "first" else -number,
    )


class _Constants:
    """The constants filed as values, as rows: `kaoping.engines.reference` asks for those of one organisation."""

    def __init__(self, filings: ArrayFilings) -> None:
        self.filings = filings

    def get(self, key: Key) -> list[tuple[int, Filed]] | None:
        name, period, organisation = key
        voices = self.filings.held.get((name, period), {})
        at = self.filings.place.get(organisation)
        found = []
        for (source, vintage), held in sorted(voices.items()):
            if at is not None and held.status[at] != NOT_FILED:
                cell = cell_at(held.part(np.array([at])), 0, self.filings.vocabulary)
                assert cell is not None
                found.append((at, Filed(organisation, name, cell, period, source, vintage)))
        return found or None


class _Reading:
    """One step, for everybody at once. Status NOT_FILED: nothing said yet; STANDS: missing for good."""

    def __init__(self, filings: ArrayFilings, step: ReadFact) -> None:
        self.filings, self.step = filings, step
        self.fact, self.name = step.fact, step.fact.key + step.suffix
        self.rows = filings.rows_of(step.about.group)
        self.size = len(filings.members.get(step.about.group, ()))

    def nothing(self, status: int) -> Part:
        return Part(np.full(self.size, status, np.int8), ZERO, 1, 0)

    def exact(self, period: Period | None) -> Part:
        held = self.filings.counted((self.name, period), self.fact, self.step.vintage)
        return self.nothing(NOT_FILED) if held is None else held.part(self.rows)

    def at(self, period: Period) -> Part:
        """As `_Reader.at` of `kaoping.engines.reading`."""
        if self.fact.runs is Runs.ONCE:
            return _or(self.exact(None), _or(self.exact(period), self.around(period)))
        found = self.exact(period)
        if self.fact.every is not None and self.fact.every.months < period.length:
            found = _or(found, self.joined(period))
        if self.step.suffix or self.fact.runs is Runs.LEVEL:
            found = select(found.statuses() < NUMBER, self.around(period), found)
        return _or(_or(found, self.exact(None)), self.nothing(STANDS))

    def around(self, period: Period) -> Part:
        found = self.nothing(STANDS)
        for cadence in (Cadence.YEAR, Cadence.HALF, Cadence.QUARTER):
            if cadence.months > period.length:
                found = _or(self.exact(period.within(cadence)), found)
        return found

    def joined(self, period: Period) -> Part:
        assert self.fact.every is not None
        parts = [self.exact(one) for one in period.parts(self.fact.every)]
        silent = np.logical_and.reduce([one.statuses() == NOT_FILED for one in parts])
        if self.fact.runs in (Runs.CUMULATIVE, Runs.LEVEL):
            found = _or(parts[-1], self.nothing(STANDS))
        else:
            found = _numbers(parts[0])
            for one in parts[1:]:
                found = arithmetic.add(found, _numbers(one))
            if self.fact.runs is Runs.AVERAGE:
                found = arithmetic.divide(found, numbers_of([Fraction(len(parts))]))
        return select(silent, self.nothing(NOT_FILED), found)

    def single(self, period: Period) -> Part:
        now = self.at(period)
        if self.fact.runs is not Runs.CUMULATIVE or period.index == 1:
            return now
        return arithmetic.subtract(_numbers(now), _numbers(self.at(period.previous())))


def _or(first: Part, then: Part) -> Part:
    """The first where something was filed, or it is missing for good; else the other."""
    return select(first.statuses() == NOT_FILED, then, first)


def _numbers(part: Part) -> Part:
    """What is not filed as missing."""
    status = part.statuses()
    return replace(part, status=np.where(status < NUMBER, np.int8(MISSING), status), codes=None)
