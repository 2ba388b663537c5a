"""Functions of a formula that look elsewhere: other periods, other organisations, the tree, events."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kaoping.errors import Problem, SchemeError, Words
from kaoping.periods import Cadence, Period
from kaoping.plan.bench import Bench, Const, Operand, Scope
from kaoping.plan.events import event_count, event_of, event_points, veto_of, vetoed
from kaoping.plan.populations import place_of_present, population_of, rank_among, statistic, tracks_of
from kaoping.plan.quantities import attribute, fact, formula, text_of
from kaoping.plan.steps import Above, Below, ColumnId, Combine, Member
from kaoping.scheme.formulas import Call, Expr, Name, Number, Text
from kaoping.scheme.model import Better

SUMMARIES = ("sum", "mean", "min", "max", "median", "geomean", "count", "first", "last")
_HOW = {"mean": "arithmetic", "geomean": "geometric"}
TAKES_A_KEY = frozenset(
    {"points", "raw", "rate", "full", "rank", "events", "event_count", "happened", "vetoed"}
)


def call(bench: Bench, scope: Scope, node: Call) -> Operand:
    """The column (or fixed cell) that a context function stands for."""
    if node.function.startswith("group_"):
        return _group(bench, scope, node)
    return _CALLS[node.function](bench, scope, node.arguments)


def mistaken(scope: Scope, function: str, zh: str, en: str) -> SchemeError:
    """A context function used wrongly."""
    return SchemeError(
        Problem(
            "bad-call",
            Words(f"“{scope.subject}”中的 {function}：{zh}", f"{function} in “{scope.subject}”: {en}"),
            place=scope.place,
        )
    )


def inner(bench: Bench, scope: Scope, expr: Expr, part: str = "inner") -> ColumnId:
    """An argument as a column."""
    title = Words("中间量", "intermediate")
    return bench.column(scope, formula(bench, scope, expr, part, title, "value"), part)


# other periods ---------------------------------------------------------------------------------------


def _last_year(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    return _elsewhen(bench, scope, arguments[0], scope.period.last_year())


def _previous(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    period = scope.period
    if len(arguments) == 2:
        period = period.within(_cadence(scope, "previous", arguments[1]))
    return _elsewhen(bench, scope, arguments[0], period.previous())


def _at(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
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
    return formula(bench, then, expr, f"at.{period}", Words(f"{period}值", f"in {period}"), "value")


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
            if subject.partition(".")[0] in scheme.facts or subject in scheme.values:
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


def _over(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """over(e, month, mean[, present]): e in each month of the period, brought together."""
    if len(arguments) < 3:
        raise mistaken(scope, "over", "应写 over(量, month, mean)。", "write over(quantity, month, mean).")
    cadence, how = _cadence(scope, "over", arguments[1]), text_of(arguments[2])
    present = len(arguments) > 3 and text_of(arguments[3]) == "present"
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
    return bench.add(Combine(about, _HOW.get(how, how), members, absent=absent))


def _to_date(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
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


def _single(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """single(f): the own part of a cumulative fact in this period."""
    name = text_of(_followed(bench, scope, arguments[0]))
    if name not in bench.scheme.facts:
        raise mistaken(scope, "single", "参数应是事实的名称。", "the argument must be the name of a fact.")
    return fact(bench, scope, bench.scheme.facts[name], single=True)


def _target(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    name = text_of(_followed(bench, scope, arguments[0]))
    return target_of(bench, scope, name)


def target_of(bench: Bench, scope: Scope, name: str) -> Operand:
    """The agreed target of a fact or value."""
    from kaoping.scheme.model import Fact

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


def _first_filed(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """first_filed(f): the first vintage, before any revision."""
    name = text_of(_followed(bench, scope, arguments[0]))
    if name not in bench.scheme.facts:
        raise mistaken(
            scope, "first_filed", "参数应是事实的名称。", "the argument must be the name of a fact."
        )
    return fact(bench, scope, bench.scheme.facts[name], vintage="first")


# other organisations ---------------------------------------------------------------------------------


def _group(bench: Bench, scope: Scope, node: Call) -> Operand:
    kind = node.function.removeprefix("group_")
    arguments = list(node.arguments)
    if kind == "count" and not arguments:
        arguments = [Number(Fraction(1))]
    at = None
    if kind == "quantile":
        second = arguments.pop(1)
        if not isinstance(second, Number):
            raise mistaken(
                scope, node.function, "分位应是数，如 0.75。", "the share must be a number such as 0.75."
            )
        at = second.value
    population = population_of(bench, scope, text_of(arguments[1]) if len(arguments) > 1 else None)
    columns = tuple(
        inner(bench, scope if group == scope.group else scope.in_group(group), arguments[0], kind)
        for group in tracks_of(population, scope.group)
    )
    if kind == "rank":
        place = rank_among(bench, scope, columns, population, *_rank_words(scope, arguments[2:]))
        return place_of_present(bench, scope, columns[0], place)
    return statistic(bench, scope, kind, columns, population, at)


def _rank_words(scope: Scope, arguments: list[Expr]) -> tuple[Better, str]:
    better, ties = Better.HIGHER, "share_best"
    for one in arguments:
        word = text_of(one)
        if word in ("higher", "lower"):
            better = Better(word)
        elif word in ("share_best", "dense", "mean", "share_worst"):
            ties = word
        else:
            raise mistaken(
                scope,
                "group_rank",
                f"不认识“{word}”。",
                f"“{word}” is not known; write lower, or a tie rule.",
            )
    return better, ties


def _below(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """below(track, e, how[, weight[, present]]): e of the organisations beneath in that track."""
    words = "应写 below(赛道, 量, mean[, 权重])。", "write below(track, quantity, mean[, weight])."
    if len(arguments) < 3:
        raise mistaken(scope, "below", *words)
    group, how = text_of(arguments[0]), text_of(arguments[2])
    if group not in bench.scheme.groups or how not in SUMMARIES:
        raise mistaken(scope, "below", *words)
    there = scope.in_group(group)
    of = inner(bench, there, arguments[1], "below")
    weighted = len(arguments) > 3 and text_of(arguments[3]) != "present"
    weights = (inner(bench, there, arguments[3], "weight"),) if weighted else ()
    present = any(text_of(one) == "present" for one in arguments[3:])
    title = bench.title_of(of)
    track = bench.scheme.groups[group].title
    about = bench.about(
        scope,
        "below",
        Words(f"所属{track.zh}的{title.zh}", f"{title.in_('en')} of its {track.in_('en')}"),
        "combine",
    )
    return bench.add(Below(about, _HOW.get(how, how), (of,), weights, "leave_out" if present else "strict"))


def _above(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """above(e[, track]): e of the body above, in the track named or in any."""
    tracks = [text_of(arguments[1])] if len(arguments) > 1 else list(bench.scheme.groups)
    if any(one not in bench.scheme.groups for one in tracks):
        raise mistaken(scope, "above", "应写 above(量[, 赛道])。", "write above(quantity[, track]).")
    of = tuple(inner(bench, scope.in_group(one), arguments[0], "above") for one in tracks)
    title = bench.title_of(of[0])
    about = bench.about(
        scope, "above", Words(f"上级的{title.zh}", f"{title.in_('en')} of the body above"), "value"
    )
    return bench.add(Above(about, of))


# the tree, events, attributes ------------------------------------------------------------------------


def _points(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    from kaoping.plan.nodes import points_of

    return points_of(bench, scope, text_of(arguments[0]))


def _raw(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    from kaoping.plan.nodes import raw_of

    return raw_of(bench, scope, text_of(arguments[0]))


def _full(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    from kaoping.plan.nodes import full_of

    if not arguments:
        return scope.names.get("full", Const(Fraction(1)))
    return full_of(bench, scope, text_of(arguments[0]))


def _rate(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    from kaoping.plan.nodes import full_of, points_of

    name = text_of(arguments[0])
    names = {"p": points_of(bench, scope, name), "f": full_of(bench, scope, name)}
    return bench.once(
        ("rate", name, scope.group, scope.period),
        lambda: bench.let(scope, f"rate.{name}", Words("得分率", "rate"), "p / f", names, "value"),
    )


def _rank(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    from kaoping.plan.nodes import rank_of

    return rank_of(bench, scope, text_of(arguments[0]) if arguments else "")


def _events(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    return event_points(bench, scope, text_of(arguments[0]))


def _event_count(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    level = text_of(arguments[1]) if len(arguments) > 1 else ""
    return event_count(bench, scope, text_of(arguments[0]), "count", level)


def _happened(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    key = text_of(arguments[0])
    if key not in bench.scheme.vetoes:
        event_of(bench, scope, key)
    level = text_of(arguments[1]) if len(arguments) > 1 else ""
    return event_count(bench, scope, key, "happened", level)


def _vetoed(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """vetoed(key), or vetoed() for any veto."""
    keys = [text_of(arguments[0])] if arguments else list(bench.scheme.vetoes)
    flags = [vetoed(bench, scope, veto_of(bench, scope, key)) for key in keys]
    if len(flags) == 1:
        return flags[0]
    if not flags:
        return Const(False)
    names: dict[str, Operand] = {f"v{i}": one for i, one in enumerate(flags)}
    return bench.once(
        ("any-veto", scope.group, scope.period),
        lambda: bench.let(
            scope, "any_veto", Words("有否决事项", "any veto"), " or ".join(names), names, "events"
        ),
    )


def _attribute(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    return attribute(bench, scope, text_of(arguments[0]))


def _look_up(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
    """look_up(table, word[, otherwise]): the table's number for a word; missing where it has none."""
    from kaoping.tables import Absence

    table = bench.scheme.lookups.get(text_of(arguments[0]))
    if table is None:
        raise mistaken(
            scope, "look_up", "没有这张表，请在 lookups 中定义。", "no such table; define it under lookups."
        )
    names: dict[str, Operand] = {"word": inner(bench, scope, arguments[1], "word")}
    names["other"] = (
        formula(bench, scope, arguments[2], "other", Words("其余", "otherwise"))
        if len(arguments) > 2
        else Const(Absence.MISSING)
    )
    expr: Expr = Name("other")
    for i, (word, found) in reversed(list(enumerate(table.items()))):
        names[f"v{i}"] = formula(bench, scope, found, "entry", Words(word, word))
        from kaoping.scheme.formulas import Binary

        expr = Call("if", (Binary("=", Name("word"), Text(word)), Name(f"v{i}"), expr))
    title = Words(f"查表：{text_of(arguments[0])}", f"looked up in {text_of(arguments[0])}")
    return bench.let(scope, "look_up", title, expr, names, "value")


_Call = Callable[[Bench, Scope, tuple[Expr, ...]], Operand]
_CALLS: dict[str, _Call] = {
    "last_year": _last_year,
    "previous": _previous,
    "at": _at,
    "over": _over,
    "single": _single,
    "to_date": _to_date,
    "first_filed": _first_filed,
    "target": _target,
    "below": _below,
    "above": _above,
    "points": _points,
    "raw": _raw,
    "rate": _rate,
    "full": _full,
    "rank": _rank,
    "events": _events,
    "event_count": _event_count,
    "happened": _happened,
    "vetoed": _vetoed,
    "attribute": _attribute,
    "look_up": _look_up,
}
