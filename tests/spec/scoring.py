"""A case scored on an engine, and how what came out differs from what the page says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from kaoping.exact import parse_decimal
from kaoping.periods import Period
from kaoping.plan.checking import check
from kaoping.scheme.model import Scheme
from kaoping.scheme.reading import read_scheme_text
from kaoping.scorecard import Line, Scorecard
from kaoping.scoring import score
from kaoping.tables import Absence, Cell, Filed, Happening, Organisation, Tables
from tests.spec.reading import Case

ENGINES = ("reference", "columnar")
"""Every engine that must keep what the pages promise; the first is the one the others are measured by."""

ABSENCES = {one.value: one for one in Absence}
OWN_COLUMNS = ("organisation", "title", "kind", "parent")


def score_case(case: Case, engine: str) -> Scorecard:
    """Read the case's scheme and tables and score them. Raises whatever reading and scoring raise."""
    scheme = read_scheme_text(case.scheme, case.key)
    tables = tables_of(case, scheme)
    card = score(scheme, tables, case.period, case.cycle, case.through or None, engine=engine)
    assert card.engine == engine
    return card


def tables_of(case: Case, scheme: Scheme) -> Tables:
    """What the case's texts of comma-separated values hold."""
    values, events = rows(case.values), rows(case.events)
    filed = tuple(_filed(row, case, scheme) for row in values)
    happened = tuple(_happening(row, case) for row in events)
    given = tuple(_organisation(row) for row in rows(case.organisations))
    named = dict.fromkeys(row["organisation"] for row in (*values, *events))
    return Tables(given or tuple(Organisation(key) for key in named), filed, happened)


def rows(text: str) -> list[dict[str, str]]:
    """Rows under a heading; blank cells are left out."""
    read = csv.DictReader(io.StringIO(text.strip()), skipinitialspace=True)
    return [
        {name.strip(): cell.strip() for name, cell in row.items() if (cell or "").strip()} for row in read
    ]


def cell_of(text: str) -> Cell:
    """A cell as written: an absence word, a truth, a date, a number (`1/3` too), or else a text."""
    if text in ABSENCES:
        return ABSENCES[text]
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    try:
        return number_of(text)
    except ValueError:
        return text


def number_of(text: str) -> Fraction:
    """An exact decimal, or p/q. Raises ValueError."""
    above, slash, below = text.partition("/")
    return parse_decimal(above) / parse_decimal(below) if slash else parse_decimal(above)


def _organisation(row: Mapping[str, str]) -> Organisation:
    attributes = {name: cell_of(cell) for name, cell in row.items() if name not in OWN_COLUMNS}
    return Organisation(
        row["organisation"], row.get("title", ""), row.get("kind", ""), row.get("parent", ""), attributes
    )


def _filed(row: Mapping[str, str], case: Case, scheme: Scheme) -> Filed:
    fact = scheme.facts.get(row["fact"].partition(".")[0])
    once = fact is not None and fact.every is None
    period = None if once else Period.parse(row.get("period", case.period))
    return Filed(
        row["organisation"], row["fact"], cell_of(row["value"]), period, row.get("source", ""),
        int(row.get("vintage", "1")), row.get("rater", ""), row.get("rater_group", ""),
    )  # fmt: skip


def _happening(row: Mapping[str, str], case: Case) -> Happening:
    on = date.fromisoformat(row["on"]) if "on" in row else None
    period = Period.parse(row.get("period", case.period)) if on is None or "period" in row else None
    return Happening(
        row["organisation"], row["event"], on, period, row.get("level", ""), row.get("matter", ""),
        number_of(row["amount"]) if "amount" in row else None, int(row.get("count", "1")), row.get("share", ""),
        row.get("document", ""), row.get("decided_by", ""),
    )  # fmt: skip


# what came out ---------------------------------------------------------------------------------------


def differences(case: Case, card: Scorecard) -> list[str]:
    """Every expectation of the case that the scorecard does not keep, as sentences."""
    return [*_points(case, card), *_places(case, card), *_awards(case, card), *_findings(case)]


def _findings(case: Case) -> Iterator[str]:
    if case.warns and case.warns not in {one.code for one in check(read_scheme_text(case.scheme, case.key))}:
        yield f"the check does not find {case.warns}"


def _points(case: Case, card: Scorecard) -> Iterator[str]:
    of_line: list[tuple[str, Mapping[str, Mapping[str, str]], Callable[[Line], object]]] = [
        ("points", case.expect, lambda line: line.points),
        ("full", case.fulls, lambda line: line.full),
        ("status", case.statuses, lambda line: line.status),
    ]
    for what, table, found in of_line:
        for organisation, nodes in table.items():
            for node, wanted in nodes.items():
                line = line_of(card, organisation, node)
                yield from _unlike(f"{organisation} {node} {what}", wanted, line and found(line))


def _places(case: Case, card: Scorecard) -> Iterator[str]:
    for organisation, wanted in case.ranks.items():
        line = line_of(card, organisation, card.root)
        yield from _unlike(f"{organisation} rank", wanted, line and line.place)
    for organisation, wanted in case.grades.items():
        line = line_of(card, organisation, card.root)
        yield from _unlike(f"{organisation} grade", wanted, line and line.grade)


def _awards(case: Case, card: Scorecard) -> Iterator[str]:
    for award, wanted in case.awards.items():
        given = sorted(one.organisation for one in card.awards if one.award == award)
        if given != sorted(wanted):
            yield f"award {award}: expected {sorted(wanted)}, found {given}"


def _unlike(what: str, wanted: str, found: object) -> Iterator[str]:
    if wanted == "none":
        expected: object = None
    elif what.endswith((" status", " grade")):
        expected = wanted
    else:
        expected = cell_of(wanted)
    if found != expected or type(found) is not type(expected):
        yield f"{what}: expected {wanted}, found {shown(found)}"


def shown(found: object) -> str:
    """A found value as a page would write it."""
    return found.value if isinstance(found, Absence) else str(found)


def line_of(card: Scorecard, organisation: str, node: str) -> Line | None:
    """The line of `organisation` or `organisation|track`, on `node` or `node|period`."""
    key, _, track = organisation.partition("|")
    name, _, period = node.partition("|")
    found = [
        one
        for one in card.lines
        if (one.organisation, one.node, one.period) == (key, name, period or card.period)
        and track in ("", one.group)
    ]
    assert len(found) < 2, f"{organisation} stands in several tracks: write {key}|track"
    return found[0] if found else None
