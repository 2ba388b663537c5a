"""Which unit's figures of a cycle are in: unit × supplier, for each track, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kaoping.errors import Words
from kaoping_web.cycles.models import Cycle
from kaoping_web.filing.models import Answer, Filing, Value, ValueState
from kaoping_web.organisations.queries import names_of
from kaoping_web.schemes.queries import parsed

ORDER = ("returned", "missing", "filed", "pending", "verified", "nil", "na")
"""Of several cells of one supplier about one unit, the first that occurs is shown."""
STATES = {
    "returned": Words("退回", "returned"), "missing": Words("未报", "not filed"), "filed": Words("已报待核", "filed, not verified"),
    "pending": Words("待报", "pending"), "verified": Words("已认定", "verified"), "nil": Words("零报", "nil"), "na": Words("不适用", "not applicable"),
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What one square shows: nothing where this supplier is not asked about the unit."""

    state: str
    words: Words | None
    filing: int
    label: Words


@dataclass(frozen=True)
class Row:
    """One unit."""

    key: str
    name: Words
    marks: tuple[Mark, ...]
    verified: int
    asked: int


@dataclass(frozen=True)
class Matrix:
    """One track: its suppliers across, its units down."""

    group: str
    title: Words
    suppliers: tuple[Words, ...]
    rows: tuple[Row, ...]
    counts: dict[str, int]
    verified: int
    asked: int

    @property
    def share(self) -> int:
        """How much is verified, in per cent, rounded down."""
        return self.verified * 100 // (self.asked or 1)

    @property
    def worst(self) -> list[Words]:
        """Up to two units with the most missing."""
        short = sorted(self.rows, key=lambda one: -sum(mark.state == "missing" for mark in one.marks))
        return [one.name for one in short[:2] if any(mark.state == "missing" for mark in one.marks)]


def tracks_with_forms(cycle: Cycle) -> list[tuple[str, Words]]:
    """The tracks of a cycle that have forms, the one with the most suppliers first."""
    titles = parsed(cycle.scheme_version).groups
    counted = (
        Filing.objects.filter(cycle=cycle)
        .values_list("group")
        .annotate(forms=Count("role", distinct=True))
        .order_by("-forms", "group")
    )
    return [(group, titles[group].title) for group, _ in counted if group in titles]


def matrices(cycle: Cycle, today: date, group: str) -> list[Matrix]:
    """One track of a cycle; empty where it has no forms."""
    scheme = parsed(cycle.scheme_version)
    counted = (
        Value.objects.filter(filing__cycle=cycle, filing__group=group)
        .values_list(
            "filing__group", "filing__role", "organisation", "organisation__key", "filing", "state", "answer"
        )
        .annotate(cells=Count("pk"))
        .order_by()
    )
    squares: dict[str, dict[tuple[int, str], dict[str, dict[str, int]]]] = {}
    filings: dict[tuple[int, str, str], int] = {}
    for group, role, unit, key, filing, state, answer, cells in counted:
        shown = squares.setdefault(group, {}).setdefault((unit, key), {}).setdefault(role, {})
        name = shown_state(state, answer)
        shown[name] = shown.get(name, 0) + cells
        filings[unit, group, role] = filing
    names = names_of({unit for track in squares.values() for unit, _ in track}, today)
    roles = list(scheme.suppliers)
    found = []
    for group, units in squares.items():
        asked = sorted(
            {role for unit in units.values() for role in unit},
            key=lambda one: roles.index(one) if one in roles else 99,
        )
        titles = {role: scheme.suppliers.get(role, Words(role)) for role in asked}
        rows = tuple(
            _row(
                unit,
                key,
                names[unit],
                units[unit, key],
                titles,
                {role: filings.get((unit, group, role), 0) for role in titles},
            )
            for unit, key in sorted(units, key=lambda one: one[1])
        )
        counts = {state: sum(mark.state == state for row in rows for mark in row.marks) for state in ORDER}
        found.append(
            Matrix(
                group,
                scheme.groups[group].title,
                tuple(titles.values()),
                rows,
                counts,
                sum(one.verified for one in rows),
                sum(one.asked for one in rows),
            )
        )
    return sorted(found, key=lambda one: -len(one.suppliers))


def shown_state(state: str, answer: str) -> str:
    """How one cell counts."""
    if answer == Answer.PENDING.value:
        return "pending"
    if state == ValueState.VERIFIED.value:
        return {"nil": "nil", "not_applicable": "na"}.get(answer, "verified")
    if state == ValueState.RETURNED.value:
        return "returned"
    return "filed" if state in (ValueState.FILED.value, ValueState.CHECKED.value) else "missing"


def _row(
    unit: int,
    key: str,
    name: Words,
    cells: dict[str, dict[str, int]],
    titles: dict[str, Words],
    filings: Mapping[str, int],
) -> Row:
    marks = []
    for role, title in titles.items():
        state = next((one for one in ORDER if one in cells.get(role, ())), "")
        words = STATES.get(state)
        label = Words(
            f"{name.zh} {title.zh}：{words.zh if words else '不涉及'}",
            f"{name.in_('en')}, {title.in_('en')}: {words.en if words else 'not asked'}",
        )
        marks.append(Mark(state, words, filings[role], label))
    every = [(state, count) for one in cells.values() for state, count in one.items()]
    return Row(
        key,
        name,
        tuple(marks),
        sum(n for state, n in every if state in ("verified", "nil", "na")),
        sum(n for _, n in every),
    )


def gaps(found: Iterable[Matrix]) -> int:
    """Squares without a figure."""
    return sum(one.counts["missing"] for one in found)
