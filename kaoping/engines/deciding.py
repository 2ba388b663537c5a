"""Grades with gates and quotas, and awards (R48–R53)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping.engines.places import places
from kaoping.exact import RoundingMode, round_places, steady
from kaoping.plan.steps import Awarding, ColumnId, GradeRule, Grading
from kaoping.scheme.model import Better
from kaoping.tables import Absence, Cell

Cells = Mapping[ColumnId, Mapping[str, Cell]]
CUTS = {"down": RoundingMode.FLOOR, "up": RoundingMode.CEIL, "nearest": RoundingMode.HALF_UP}


def graded(step: Grading, cells: Cells, members: Sequence[str]) -> dict[str, Cell]:
    """The grade of each organisation: the best whose conditions it meets and whose quota has room for it.

    Those that are not ranked are graded by conditions alone and take no place of a quota. Who meets no grade's
    conditions gets none (not applicable). Who is vetoed to the lowest grade takes no place of a quota either; a grade
    dropped by a veto was taken before, and its place stays empty."""
    order = [rule.grade.key for rule in step.grades]
    scored = [key for key in members if isinstance(cells[step.total][key], Fraction)]
    lowest = {key for key in members if any(cells[column][key] is True for column in step.lowest)}
    found: dict[str, Cell] = dict.fromkeys(sorted(lowest), order[-1])
    left = [key for key in scored if key not in lowest]
    for rule in step.grades:
        for key in _given(rule, step, cells, left, members):
            found[key] = rule.grade.key
        left = [key for key in left if key not in found]
    dropped = {key: _dropped(step, cells, key, grade, order) for key, grade in found.items()}
    return {key: _cell(cells[step.total][key], dropped.get(key)) for key in members}


def _given(
    rule: GradeRule, step: Grading, cells: Cells, left: Sequence[str], members: Sequence[str]
) -> list[str]:
    """Who of those left gets this grade: those within the quota, and those specially promoted on top or first."""
    promoted = [key for key in left if _also(rule, cells, key)]
    fitting = [key for key in left if _meets(rule, step, cells, key)]
    quota = rule.grade.quota
    if quota is None:
        return list(dict.fromkeys([*fitting, *promoted]))
    taken = 0
    if quota.promoted == "counted":
        taken = len(promoted)
        fitting = [key for key in fitting if not _also(rule, cells, key)]
    chosen = _within_quota(rule, step, cells, fitting, members, taken)
    return list(dict.fromkeys([*chosen, *promoted]))


def _cell(total: Cell, grade: Cell | None) -> Cell:
    if grade is not None:
        return grade
    return total if isinstance(total, Absence) else Absence.NOT_APPLICABLE


def _is(cells: Cells, column: ColumnId | None, key: str, otherwise: bool) -> bool:
    return otherwise if column is None else cells[column][key] is True


def _number(cells: Cells, column: ColumnId | None, key: str) -> Fraction | None:
    cell = None if column is None else cells[column][key]
    return cell if isinstance(cell, Fraction) else None


def _meets(rule: GradeRule, step: Grading, cells: Cells, key: str) -> bool:
    total = cells[step.total][key]
    assert isinstance(total, Fraction)
    total = steady(total)
    floor, ceiling = _number(cells, rule.floor, key), _number(cells, rule.ceiling, key)
    grade = rule.grade
    if floor is not None and not (total >= floor if grade.floor_included else total > floor):
        return False
    if ceiling is not None and not (total <= ceiling if grade.ceiling_included else total < ceiling):
        return False
    if rule.when is not None and cells[rule.when][key] is not True:
        return False
    return not _excluded(rule, cells, key)


def _excluded(rule: GradeRule, cells: Cells, key: str) -> bool:
    return any(cells[column][key] is True for column in (*rule.unless, *rule.barred))


def _also(rule: GradeRule, cells: Cells, key: str) -> bool:
    """Special promotion outside the quota; vetoes and exclusions still hold."""
    return (
        rule.also_when is not None and cells[rule.also_when][key] is True and not _excluded(rule, cells, key)
    )


def _within_quota(
    rule: GradeRule,
    step: Grading,
    cells: Cells,
    fitting: list[str],
    members: Sequence[str],
    taken: int,
) -> list[str]:
    """Those of the fitting whom the quota, less the places taken, has room for; who is not ranked stands aside."""
    quota = rule.grade.quota
    if quota is None or not fitting:
        return fitting
    ranked = {key: _is(cells, step.eligible, key, True) for key in members}
    base = [key for key in members if quota.of == "members" or ranked[key]]
    if quota.of == "counted":
        base = [key for key in base if _is(cells, step.counted, key, True)]
    room = max(_room(rule, cells, fitting[0], len(base)) - taken, 0)
    racing = [key for key in fitting if ranked[key]]
    aside = [key for key in fitting if not ranked[key]]
    # Only tie_break lets the tie keys part those of one number.
    column = step.order if quota.ties == "tie_break" or step.plain is None else step.plain
    order = [(key, (place,)) for key in racing if isinstance(place := cells[column][key], Fraction)]
    return [*cut(order, room, quota.ties), *aside]


def _room(rule: GradeRule, cells: Cells, key: str, size: int) -> int:
    quota = rule.grade.quota
    assert quota is not None
    share, count = _number(cells, rule.share, key), _number(cells, rule.count, key)
    exact = share * size if share is not None else (count if count is not None else Fraction(0))
    return max(int(round_places(exact, 0, CUTS[quota.rounding])), quota.at_least)


def cut(order: Sequence[tuple[str, tuple[Fraction, ...]]], room: int, ties: str) -> list[str]:
    """Who is within `room` places, lowest number first. Those equal at the cut all get in (take_all) or all stay
    out (take_none, and tie_break where nothing parts them)."""
    up = (False,) * (len(order[0][1]) if order else 1)
    found = places(order, up, "share_best")
    worst = places(order, up, "share_worst")
    if ties == "take_all":
        return [key for key, _ in order if found[key] <= room]
    return [key for key, _ in order if worst[key] <= room]


def _dropped(step: Grading, cells: Cells, key: str, grade: Cell, order: Sequence[str]) -> Cell:
    """The grade after vetoes that drop it; several add up, down to the lowest."""
    assert isinstance(grade, str)
    down = sum(by for column, by in step.drops if cells[column][key] is True)
    return order[min(order.index(grade) + down, len(order) - 1)]


@dataclass(frozen=True)
class _Race:
    """Everybody in one race: (track, organisation) and the number it is about, with what parts equals after it."""

    numbers: Mapping[tuple[str, str], tuple[Fraction, ...]]
    size: int


def awarded(step: Awarding, cells: Cells, members: Sequence[str]) -> dict[str, Cell]:
    """Whether each organisation of the step's track gets the award."""
    race = _race(step, cells)
    room = _award_room(step, cells, members, race.size)
    sign = -1 if step.award.better is Better.HIGHER else 1
    order = [
        (f"{group}|{key}", (sign * number, *(-one for one in further)))
        for (group, key), (number, *further) in sorted(race.numbers.items())
    ]
    winners = {one for one, _ in order} if room is None else set(cut(order, room, step.award.ties))
    return {key: f"{step.about.group}|{key}" in winners for key in members}


def _race(step: Awarding, cells: Cells) -> _Race:
    numbers: dict[tuple[str, str], tuple[Fraction, ...]] = {}
    size = 0
    ties = step.ties or ((),) * len(step.races)
    for group, by, eligible, further in zip(step.races, step.by, step.eligible, ties, strict=True):
        for key, cell in cells[by].items():
            if cells[eligible][key] is not True:
                continue
            size += 1
            if isinstance(cell, bool):
                cell = Fraction(int(cell))
            if isinstance(cell, Fraction) and _moved(step, cells, key, cell):
                numbers[(group, key)] = (cell, *(_further(cells[column][key]) for column in further))
    return _Race(numbers, size)


def _further(cell: Cell) -> Fraction:
    """A tie key as a number, higher first; truth before falsehood, what is absent last."""
    if isinstance(cell, bool):
        return Fraction(int(cell))
    return cell if isinstance(cell, Fraction) else Fraction(-(10**40))


def _moved(step: Awarding, cells: Cells, key: str, number: Fraction) -> bool:
    """Whether the number reaches the least that is asked."""
    if step.at_least is None:
        return True
    column = cells[step.at_least]
    least = column.get(key, next(iter(column.values()), Absence.MISSING))
    if not isinstance(least, Fraction):
        return False
    return number >= least if step.award.better is Better.HIGHER else number <= least


def _award_room(step: Awarding, cells: Cells, members: Sequence[str], size: int) -> int | None:
    if not members:
        return 0
    top, share = _number(cells, step.top, members[0]), _number(cells, step.share, members[0])
    if top is not None:
        return int(top)
    if share is not None:
        return int(round_places(share * size, 0, CUTS[step.award.rounding]))
    return None
