"""Functions of a formula that look at other periods."""

from __future__ import annotations

from kaoping.errors import Problem, SchemeError, Words
from kaoping.periods import Cadence, Period
from kaoping.plan.bench import Bench, Const, Operand, Scope
from kaoping.plan.calls.arguments import HOW, SUMMARIES, inner, mistaken
from kaoping.plan.quantities import fact, formula, resolve, text_of
from kaoping.plan.steps import ColumnId, Combine, Member
from kaoping.scheme.formulas import Call, Expr, Name, Number
from kaoping.scheme.model import Fact

TAKES_A_KEY = frozenset(
    {"points", "raw", "rate", "full", "rank", "events", "event_count", "happened", "vetoed"}
)

MOST_LOOKS_BACK = 30
"""So many periods one quantity may go back through itself, such as an account carried on from year to year."""


def last_year(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The value of the same period a year earlier."""
    return _elsewhen(bench, scope, arguments[0], scope.period.last_year())


def previous(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The value of the period before, or of the one of a named length before it."""
    period = scope.period
    if len(arguments) == 2:
        period = period.within(_cadence(scope, "previous", arguments[1]))
    return _elsewhen(bench, scope, arguments[0], period.previous())


def at(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The value of a named period."""
    text = text_of(arguments[1])
    if isinstance(arguments[1], Number):
        text = str(arguments[1].value)
    try:
        return _elsewhen(bench, scope, arguments[0], Period.parse(text))
    except ValueError:
        raise mistaken(
            scope, "at", f"“{text}”不是期间，如 '2025-Q4'。", f"“{text}” is not a period such as '2025-Q4'."
        ) from None


def _elsewhen(bench: Bench, scope: Scope, expr: Expr, period: Period) -> Operand:
    """A formula in another period. `x`, `points` and the like are followed to what they stand for."""
    expr = _followed(bench, scope, expr)
    then = scope.at(period)
    _comes_to_an_end(bench, scope)
    return formula(bench, then, expr, f"at.{period}", Words(f"{period}值", f"in {period}"), "value")


def _comes_to_an_end(bench: Bench, scope: Scope) -> None:
    """Raises SchemeError where one thing has looked back at itself over and over."""
    asking = bench.making[-1][:2] if bench.making else ()
    if sum(one[:2] == asking for one in bench.making) > MOST_LOOKS_BACK:
        raise SchemeError(
            Problem(
                "endless",
                Words(f"“{scope.subject}”一期一期往前引用自己，没有尽头。", f"“{scope.subject}” looks back at itself without end."),
                Words("写明从哪一期起算：if(this_year <= 2024, 100, last_year(…) + …)；或引用上年已发布的 result.total。",
                      "say where it begins: if(this_year <= 2024, 100, last_year(…) + …), or use the published result.total."),
                scope.place,
            )
        )  # fmt: skip


def _followed(bench: Bench, scope: Scope, expr: Expr) -> Expr:
    """Local names (`x`) replaced by the subject they stand for, so that they can be asked in another period."""
    from kaoping.scheme.formulas import rewrite

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Call) and node.function in TAKES_A_KEY:
            return node  # `total` in points(total) is a node of the tree, whatever `total` means here.
        if isinstance(node, Name) and node.key in scope.names:
            operand = scope.names[node.key]
            subject = bench.steps[operand].about.subject if isinstance(operand, str) else ""
            scheme = bench.scheme
            named = subject.partition(".")[0] in scheme.facts or subject in scheme.values
            # An item may bear the key of a fact and be worked out otherwise: only what the name means is meant by it.
            if named and resolve(bench, Scope(scope.group, scope.period, scope.subject), subject) == operand:
                return Name(subject)
            if isinstance(operand, Const):
                return node
            raise mistaken(
                scope, node.key, "这里的数在别的期间没有意义，请写事实或派生值的名称。",
                "this has no meaning in another period; write the name of a fact or value.",
            )  # fmt: skip
        return None

    return rewrite(expr, change)


def _cadence(scope: Scope, function: str, expr: Expr) -> Cadence:
    try:
        return Cadence(text_of(expr))
    except ValueError:
        raise mistaken(
            scope, function, "期间长短应为 month、quarter、half 或 year。",
            "the length must be month, quarter, half or year.",
        ) from None  # fmt: skip


def over(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """over(e, month, mean[, present]): e in each month of the period, brought together."""
    if len(arguments) < 3:
        raise mistaken(scope, "over", "应写 over(量, month, mean)。", "write over(quantity, month, mean).")
    cadence, how = _cadence(scope, "over", arguments[1]), text_of(arguments[2])
    present = len(arguments) > 3
    if present and text_of(arguments[3]) != "present":
        raise mistaken(
            scope, "over", "第四个参数只能写 present。", "the fourth argument can only be present."
        )
    if how not in SUMMARIES or cadence.months > scope.period.length:
        raise mistaken(
            scope, "over", f"汇总方式应为 {'、'.join(SUMMARIES)}，且不长于本期。",
            f"the summary is one of {', '.join(SUMMARIES)}, over periods no longer than this one.",
        )  # fmt: skip
    expr = _followed(bench, scope, arguments[0])
    parts = [one for one in scope.period.parts(cadence) if _has_come(bench, one)]
    columns = [(one, inner(bench, scope.at(one), expr)) for one in parts]
    return _together(bench, scope, columns, how, present)


def _has_come(bench: Bench, period: Period) -> bool:
    """Whether a period lies within what is scored through."""
    through = bench.through
    return through is None or period.first_month + period.length <= through.first_month + through.length


def _together(
    bench: Bench, scope: Scope, columns: list[tuple[Period, ColumnId]], how: str, present: bool
) -> ColumnId:
    members = tuple(Member(column, None, Words(str(one), str(one))) for one, column in columns)
    about = bench.about(scope, "over", Words("各期汇总", "over the periods"), "combine")
    absent = "leave_out" if present else "strict"
    return bench.add(Combine(about, HOW.get(how, how), members, absent=absent))


def to_date(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """to_date(e): e summed over the periods of the year so far, this one included."""
    end = scope.period.first_month + scope.period.length
    year = scope.period.within(Cadence.YEAR)
    parts = [
        one
        for one in year.parts(scope.period.cadence)
        if one.first_month + one.length <= end and _has_come(bench, one)
    ]
    expr = _followed(bench, scope, arguments[0])
    return _together(bench, scope, [(one, inner(bench, scope.at(one), expr)) for one in parts], "sum", False)


def single(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """single(f): the own part of a cumulative fact in this period."""
    name = text_of(_followed(bench, scope, arguments[0]))
    if name not in bench.scheme.facts:
        raise mistaken(scope, "single", "参数应是事实的名称。", "the argument must be the name of a fact.")
    return fact(bench, scope, bench.scheme.facts[name], single=True)


def target(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """The agreed target."""
    name = text_of(_followed(bench, scope, arguments[0]))
    return target_of(bench, scope, name)


def target_of(bench: Bench, scope: Scope, name: str) -> Operand:
    """The agreed target of a fact or value."""

    scheme = bench.scheme
    if name in scheme.facts:
        return fact(bench, scope, scheme.facts[name], ".target")
    if name in scheme.values:
        known = scheme.values[name]
        return fact(bench, scope, Fact(name, known.title, known.unit), ".target")
    raise mistaken(
        scope,
        "target",
        f"“{name}”不是事实或派生值，没有目标。",
        f"“{name}” is no fact or value and has no target.",
    )


def first_filed(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """first_filed(f): the first vintage, before any revision."""
    name = text_of(_followed(bench, scope, arguments[0]))
    if name not in bench.scheme.facts:
        raise mistaken(
            scope, "first_filed", "参数应是事实的名称。", "the argument must be the name of a fact."
        )
    return fact(bench, scope, bench.scheme.facts[name], vintage="first")
