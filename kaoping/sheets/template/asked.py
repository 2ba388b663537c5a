"""What a template asks, and how it is laid out: sheets of one supplier, a row an organisation, a column a fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaoping.periods import Period
from kaoping.scheme.model import Fact


@dataclass(frozen=True)
class Ask:
    """One figure asked of these organisations. `suffix`: "" for the value, "target" and the like for what belongs to
    it; `period`: None for a fact without one."""

    fact: Fact
    suffix: str
    period: Period | None
    organisations: frozenset[str]


@dataclass(frozen=True)
class Ballot:
    """Something several raters judge. `blocs`: the kinds of rater, where the scheme tells them apart."""

    fact: Fact
    period: Period
    organisations: frozenset[str]
    blocs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questions:
    """Everything to be filled in for a period."""

    period: Period
    asks: tuple[Ask, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    events: bool = False


@dataclass(frozen=True)
class Column:
    """One column to fill in. `period`: where it is another one than that of the row."""

    fact: Fact
    suffix: str = ""
    period: Period | None = None

    @property
    def key(self) -> str:
        """How a table's reader knows it: gdp, gdp.target, gdp@2025."""
        stem = f"{self.fact.key}.{self.suffix}" if self.suffix else self.fact.key
        return f"{stem}@{self.period}" if self.period else stem


@dataclass(frozen=True)
class Row:
    """One row to fill in. rater, bloc: on a ballot."""

    organisation: str
    period: Period | None
    rater: str = ""
    bloc: str = ""


@dataclass(frozen=True)
class FactSheet:
    """One sheet. `source` is set where several suppliers give the same fact; `open_`: the cells that are asked,
    as (row, column)."""

    supplier: str
    source: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    open_: frozenset[tuple[int, int]]
    is_ballot: bool = False

    def cells(self) -> Iterable[tuple[str, str, Period | None, str]]:
        """Organisation, fact with suffix, period and source of every cell that is asked."""
        for i, j in self.open_:
            row, column = self.rows[i], self.columns[j]
            fact = f"{column.fact.key}.{column.suffix}" if column.suffix else column.fact.key
            yield row.organisation, fact, column.period or row.period, self.source


def fact_sheets(questions: Questions, order: Sequence[str]) -> tuple[FactSheet, ...]:
    """The sheets of values: by supplier (and source), and by length of period. `order`: organisations by key."""
    grouped: dict[tuple[str, str, int], list[Ask]] = {}
    for ask in questions.asks:
        length = ask.period.length if ask.period else 0
        for supplier, source in _suppliers(ask.fact):
            grouped.setdefault((supplier, source, length), []).append(ask)
    return tuple(
        _fact_sheet(questions, supplier, source, asks, order)
        for (supplier, source, _), asks in grouped.items()
    )


def _suppliers(fact: Fact) -> list[tuple[str, str]]:
    """(supplier, source): each source of its own where the fact has several."""
    return [(source, source) for source in fact.sources] or [(fact.supplier, "")]


def _fact_sheet(
    questions: Questions, supplier: str, source: str, asks: Sequence[Ask], order: Sequence[str]
) -> FactSheet:
    """One row an organisation where one period of the year is asked, else one for each of its periods.

    Figures of another year then stand in columns of their own, so that a clerk sees both beside each other.
    """
    periods = sorted({ask.period for ask in asks if ask.period})
    now = [period for period in periods if period.year == questions.period.year]
    alone = (now or periods)[-1] if len(now) <= 1 and periods else None
    columns: dict[Column, dict[tuple[str, Period | None], None]] = {}
    for ask in asks:
        other = ask.period if alone is not None and ask.period != alone else None
        cells = columns.setdefault(Column(ask.fact, ask.suffix, other), {})
        at = alone if other else ask.period
        cells.update(((organisation, at), None) for organisation in ask.organisations)
    wanted = {cell for cells in columns.values() for cell in cells}
    row_periods: Sequence[Period | None] = sorted({at for _, at in wanted if at}) or [None]
    rows = tuple(Row(key, at) for at in row_periods for key in order if (key, at) in wanted)
    kept = tuple(sorted(columns, key=lambda one: _standing(asks, one)))
    open_ = frozenset(
        (i, j)
        for i, row in enumerate(rows)
        for j, one in enumerate(kept)
        if (row.organisation, row.period) in columns[one]
    )
    return FactSheet(supplier, source, kept, rows, open_)


def _standing(asks: Sequence[Ask], column: Column) -> tuple[int, bool, str, str]:
    """Columns in the order the facts are first asked for; the value, then what belongs to it, then earlier periods."""
    first = next(i for i, ask in enumerate(asks) if ask.fact.key == column.fact.key)
    return (first, column.period is not None, str(column.period or ""), column.suffix)


def ballot_sheets(questions: Questions, order: Sequence[str], raters: int) -> tuple[FactSheet, ...]:
    """A sheet for each supplier of ballots and set of periods: a row for every organisation and rater.

    raters: how many rows an organisation has for each bloc; the names R01, R02 … may be overwritten.
    """
    grouped: dict[tuple[str, tuple[str, ...], Period], list[Ballot]] = {}
    for ballot in questions.ballots:
        grouped.setdefault((ballot.fact.supplier, ballot.blocs, ballot.period), []).append(ballot)
    return tuple(
        _ballot_sheet(supplier, blocs, period, ballots, order, raters)
        for (supplier, blocs, period), ballots in grouped.items()
    )


def _ballot_sheet(
    supplier: str,
    blocs: tuple[str, ...],
    period: Period,
    ballots: Sequence[Ballot],
    order: Sequence[str],
    raters: int,
) -> FactSheet:
    by_fact: dict[str, tuple[Fact, set[str]]] = {}
    for ballot in ballots:
        by_fact.setdefault(ballot.fact.key, (ballot.fact, set()))[1].update(ballot.organisations)
    judged = set().union(*(bodies for _, bodies in by_fact.values()))
    names = list(_raters(blocs, raters))
    rows = tuple(Row(key, period, rater, bloc) for bloc, rater in names for key in order if key in judged)
    columns = tuple(Column(fact) for fact, _ in by_fact.values())
    open_ = frozenset(
        (i, j)
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
        if row.organisation in by_fact[column.fact.key][1]
    )
    return FactSheet(supplier, "", columns, rows, open_, is_ballot=True)


def _raters(blocs: Sequence[str], raters: int) -> Iterable[tuple[str, str]]:
    return (
        (bloc, f"R{i * raters + n:02d}")
        for i, bloc in enumerate(blocs or ("",))
        for n in range(1, raters + 1)
    )
