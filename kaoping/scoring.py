"""score(): the one place where scheme, tables, plan and engine meet."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kaoping.engines.base import Columns
from kaoping.engines.choice import engine_for
from kaoping.engines.faults import refuse
from kaoping.errors import KaopingError, Problem, TableError, Words
from kaoping.findings import findings
from kaoping.periods import Period
from kaoping.plan.compiler import compile_plan
from kaoping.plan.steps import Guard, NodeColumns, Plan
from kaoping.scheme.model import Scheme
from kaoping.scorecard import AwardLine, Line, Scorecard, digest_of
from kaoping.tables import Absence, Cell, Tables

ABSENCE_WORDS = {
    Absence.MISSING: Words("缺报", "missing"),
    Absence.PENDING: Words("待报", "pending"),
    Absence.UNDEFINED: Words("无法计算（除以零之类）", "undefined (a division by zero or the like)"),
    Absence.NOT_APPLICABLE: Words("不适用", "not applicable"),
}


def score(
    scheme: Scheme,
    tables: Tables,
    period: Period | str,
    cycle: str = "",
    through: Period | str | None = None,
    progress: Callable[[int, int], None] | None = None,
    engine: str = "auto",
) -> Scorecard:
    """Score one period.

    `engine`: reference, columnar, or auto (by size: `kaoping.engines.choice`); the scorecard says which it was. Every
    engine gives the same scorecard.

    `cycle` names a tree where several fit the period; `through` leaves out the months and quarters after it where a
    year is made of them. Raises SchemeError where the scheme cannot be computed, TableError with every cell that is
    absent and for which no policy is declared.
    """
    period = _period(period)
    through = None if through is None else _period(through)
    refuse(scheme, tables)
    plan = compile_plan(scheme, tables.organisations, period, cycle, through)
    chosen = engine_for(plan, engine)
    columns = chosen.run(plan, tables, progress)
    return carded(scheme, tables, plan, columns, chosen.name)


def _period(said: Period | str) -> Period:
    """A period as told. Raises KaopingError where the text is none."""
    try:
        return Period.parse(said) if isinstance(said, str) else said
    except ValueError:
        raise KaopingError(
            Problem("no-period", Words(f"“{said}”不是期间。", f"“{said}” is not a period."),
                    Words("写成 2026、2026-H1、2026-Q3 或 2026-09。", "write 2026, 2026-H1, 2026-Q3 or 2026-09."))
        ) from None  # fmt: skip


def carded(scheme: Scheme, tables: Tables, plan: Plan, columns: Columns, engine: str) -> Scorecard:
    """The scorecard of a run. Raises TableError with every cell that is absent and for which no policy is declared."""
    refused = guarded(plan, columns)
    if refused:
        raise TableError(refused)
    lines = tuple(line for node in _in_order(scheme, plan) for line in _lines(plan, columns, node))
    return Scorecard(
        scheme.key, scheme.version, scheme.digest, digest_of(tables), str(plan.period), plan.root, lines,
        _awards(scheme, plan, columns), findings(scheme, plan, columns, tables), plan, tables, columns.cells, columns.set_by, columns.used,
        engine,
    )  # fmt: skip


def guarded(plan: Plan, columns: Columns) -> list[Problem]:
    """Every cell that is absent though nobody said what its absence means, once each."""
    found: dict[tuple[str, str, Absence], Problem] = {}
    for guard in plan.guards:
        for key, cell in columns.absences(guard.column):
            if cell in guard.absences:
                found.setdefault((guard.subject, key, cell), _refusal(plan, guard, key, cell))
    return [found[key] for key in sorted(found, key=lambda one: (one[0], one[1], one[2].value))]


def _refusal(plan: Plan, guard: Guard, key: str, cell: Absence) -> Problem:
    word, policy = ABSENCE_WORDS[cell], cell.value
    period = plan.step(guard.column).about.period
    return Problem(
        f"absent-{cell.value}",
        Words(f"{key} 的“{guard.title.zh}”（{guard.subject}，{period}）{word.zh}，方案没有说怎么办。",
              f"{key}: “{guard.title.in_('en')}” ({guard.subject}, {period}) is {word.en}, and the scheme does not say what then."),
        Words(f"补报数据，或在该项（或 defaults）写 {policy}: zero | rescale | spread_to_siblings | leave_out | …",
              f"file the value, or write {policy}: zero | rescale | spread_to_siblings | leave_out | … at the item or under defaults."),
        guard.place,
    )  # fmt: skip


def _in_order(scheme: Scheme, plan: Plan) -> list[NodeColumns]:
    """Nodes by track and tree as written, then by period."""
    groups = {key: i for i, key in enumerate(scheme.groups)}
    nodes = {node.key: i for i, node in enumerate(scheme.nodes())}
    return sorted(plan.nodes, key=lambda one: (one.period, groups[one.group], nodes[one.node]))


def _lines(plan: Plan, columns: Columns, node: NodeColumns) -> list[Line]:
    period = str(node.period)
    return [_line(plan, columns, node, period, key) for key in plan.members.get(node.group, ())]


def _line(plan: Plan, columns: Columns, node: NodeColumns, period: str, key: str) -> Line:
    cells = columns.cells
    points = cells[node.points][key]
    full = cells[node.full][key] if node.full else None
    place = cells[node.rank][key] if node.rank else None
    grade = cells[node.grade][key] if node.grade else ""
    mark = full if isinstance(full, Fraction) else None
    return Line(
        key, node.group, node.node, period, mark, points,
        mark - points if mark is not None and isinstance(points, Fraction) else None,
        place if isinstance(place, Fraction) else None,
        grade if isinstance(grade, str) else "",
        status_of(plan, columns, node, key, points),
    )  # fmt: skip


def status_of(plan: Plan, columns: Columns, node: NodeColumns, key: str, points: Cell) -> str:
    """What the line is: scored, absent, filled by a policy, provisional, or not ranked."""
    if isinstance(points, Absence):
        return _left_out(plan, columns, node, key, points)
    filled = _filled(plan, columns, node, key)
    if filled is not None:
        return f"filled_{filled.value}"
    if node.rank is not None and (node.group, key) in plan.unranked:
        return "not_ranked"
    return "provisional" if _waits(plan, columns, node, key) else "scored"


def _left_out(plan: Plan, columns: Columns, node: NodeColumns, key: str, points: Absence) -> str:
    """The absence itself; where a policy let a missing or pending item leave, both are told."""
    if points is Absence.NOT_APPLICABLE:
        for before, _ in plan.policies[node.group, node.node, node.period]:
            absence = columns.absence(before, key)
            if absence is not None and absence is not Absence.NOT_APPLICABLE:
                return f"left_out_{absence.value}"
    return points.value


def _filled(plan: Plan, columns: Columns, node: NodeColumns, key: str) -> Absence | None:
    """The absence that a policy of this very node has filled."""
    for before, after in plan.policies[node.group, node.node, node.period]:
        absence = columns.absence(before, key)
        if absence is not None and columns.absence(after, key) is None:
            return absence
    return None


def _went_on(plan: Plan, columns: Columns, node: NodeColumns, key: str) -> bool:
    """Whether this very node was pending and a policy put something in its place, or left it out."""
    for before, after in plan.policies[node.group, node.node, node.period]:
        if (
            columns.absence(before, key) is Absence.PENDING
            and columns.absence(after, key) is not Absence.PENDING
        ):
            return True
    return False


def _waits(plan: Plan, columns: Columns, node: NodeColumns, key: str) -> bool:
    """Whether an item below was pending and a policy went on without it."""
    below = plan.beneath[node.group, node.node, node.period]
    return any(_went_on(plan, columns, one, key) or _waits(plan, columns, one, key) for one in below)


def _awards(scheme: Scheme, plan: Plan, columns: Columns) -> tuple[AwardLine, ...]:
    found = []
    for award in scheme.awards:
        for column in plan.awards.get(award.key, ()):
            group = plan.step(column).about.group
            cells = columns.cells[column]
            found += [AwardLine(award.key, group, key) for key in sorted(cells) if cells[key] is True]
    return tuple(found)
