"""Facts, values, constants and formulas as columns."""

from __future__ import annotations

import difflib
from fractions import Fraction

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.bench import Bench, Const, Operand, Scope, fixed, for_group, literal
from kaoping.plan.calendar import CALENDAR, settled
from kaoping.plan.steps import ColumnId, Guard, ReadAttribute, ReadFact
from kaoping.scheme.formulas import CONTEXT_FUNCTIONS, Call, Expr, Name, Text, names, rewrite
from kaoping.scheme.model import Better, Constant, Fact, Runs, Value
from kaoping.tables import Absence

RESULT = Fact("result", Words("上年结果", "result of the year before"), runs=Runs.LEVEL)
"""Results of earlier runs, filed under `result.total`, `result.rank`, `result.percentile`."""

SAID_ABSENT = ("missing", "not_applicable", "pending")
"""Words by which a formula says that there is no value: if(tasks = 0, not_applicable, done / tasks)."""


def formula(
    bench: Bench,
    scope: Scope,
    expr: Expr,
    part: str,
    title: Words,
    role: str = "value",
    unit: str = "",
) -> Operand:
    """What a formula of the scheme stands for here: a fixed cell, a column that exists, or a new one."""
    expr = settled(expr, scope.period)
    fixed_cell = literal(expr)
    if fixed_cell is not None:
        return fixed_cell
    if isinstance(expr, Name):
        return resolve(bench, scope, expr.key)
    found: dict[str, Operand] = {}
    labels: dict[str, Words] = {}

    def change(node: Expr) -> Expr | None:
        if not (isinstance(node, Call) and node.function in CONTEXT_FUNCTIONS):
            return None
        from kaoping.plan.calls import call

        operand = call(bench, scope, node)
        name = f"_{len(found) + 1}"
        found[name] = operand
        if isinstance(operand, str):
            labels[name] = bench.title_of(operand)
        return Name(name, node.column)

    plain = rewrite(expr, change)
    if isinstance(plain, Name) and plain.key in found:
        return found[plain.key]
    for name in sorted(names(plain) - set(found)):
        found[name] = resolve(bench, scope, name)
        labels.setdefault(name, scope.labels.get(name) or label(bench, name, found[name]))
    return bench.let(scope, part, title, plain, found, role, labels, unit)


def label(bench: Bench, name: str, operand: Operand) -> Words:
    """How a name of a formula is called in a sentence."""
    scheme = bench.scheme
    for known in (scheme.facts, scheme.values, scheme.constants):
        if name in known:
            return known[name].title
    return bench.title_of(operand) if isinstance(operand, str) else Words(name, name)


def resolve(bench: Bench, scope: Scope, name: str) -> Operand:
    """What a name means here. Raises SchemeError with the nearest names where it means nothing."""
    scheme = bench.scheme
    if name in scope.names:
        return scope.names[name]
    if name in scheme.values:
        return value(bench, scope, scheme.values[name])
    if name in scheme.facts:
        return fact(bench, scope, scheme.facts[name])
    if name in scheme.constants:
        return constant(bench, scope, scheme.constants[name])
    stem, dot, suffix = name.partition(".")
    if dot and (stem in scheme.facts or stem == RESULT.key):
        return fact(bench, scope, scheme.facts.get(stem, RESULT), "." + suffix)
    if name in CALENDAR:
        return fixed(CALENDAR[name](scope.period))
    if any(node.key == name for node in scheme.nodes()):
        from kaoping.plan.nodes import points_of

        return points_of(bench, scope, name)
    if name in SAID_ABSENT:
        return Const(Absence(name))
    raise SchemeError(_unknown(bench, scope, name))


def _unknown(bench: Bench, scope: Scope, name: str) -> Problem:
    scheme = bench.scheme
    known = [*scope.names, *scheme.facts, *scheme.values, *scheme.constants]
    near = difflib.get_close_matches(name, known, 3)
    return Problem(
        "unknown-name",
        Words(f"“{scope.subject}”用到的“{name}”没有定义。", f"“{scope.subject}” uses “{name}”, which is not defined."),
        Words(f"是不是 {'、'.join(near)}？", f"did you mean {', '.join(near)}?")
        if near
        else Words("在 facts、values 或 constants 中定义它。", "define it under facts, values or constants."),
        scope.place,
    )  # fmt: skip


def fact(
    bench: Bench,
    scope: Scope,
    found: Fact,
    suffix: str = "",
    single: bool = False,
    vintage: str = "",
) -> ColumnId:
    """The filed values of a fact in the scope's period."""
    subject = found.key + suffix
    # A fact without period is one column for all periods; a target of a year serves its months too.
    period = bench.period if found.runs is Runs.ONCE else scope.period
    own = Scope(scope.group, period, subject, place=found.place, article=found.article)
    key = ("fact", subject, scope.group, period, single, vintage or found.vintage)

    def make() -> ColumnId:
        title = found.title if not suffix else _suffixed(found.title, suffix)
        about = bench.about(own, "single" if single else "filed", title, "value", found.unit)
        return bench.add(ReadFact(about, found, suffix, vintage or found.vintage, single))

    return bench.once(key, make)


def _suffixed(title: Words, suffix: str) -> Words:
    known = {
        ".target": Words("目标", "target"),
        ".total": Words("总分", "total"),
        ".rank": Words("位次", "place"),
    }
    word = known.get(suffix, Words(suffix, suffix))
    return Words(f"{title.zh}{word.zh}", f"{title.in_('en')}: {word.en}")


def value(bench: Bench, scope: Scope, found: Value) -> Operand:
    """A derived quantity: formula, treatment, stand-ins for absences."""
    own = Scope(scope.group, scope.period, found.key, place=found.place, article=found.article)

    def make() -> Operand:
        from kaoping.plan.absences import stand_ins
        from kaoping.plan.adjustments import adjust

        operand = formula(bench, own, found.formula, "value", found.title, "value", found.unit)
        if not isinstance(operand, str) or bench.steps[operand].about.subject != found.key:
            operand = bench.let(
                own, "value", found.title, "v", {"v": operand}, "value",
                {"v": bench.title_of(operand)} if isinstance(operand, str) else None, found.unit,
            )  # fmt: skip
        for block in found.then:
            inner = own.with_names(x=operand, points=operand)
            operand = adjust(bench, inner, block, operand, lower=found.better is Better.LOWER)
        return stand_ins(bench, own, bench.column(own, operand), found.policies)

    return bench.once(("value", found.key, scope.group, scope.period), make)


def constant(bench: Bench, scope: Scope, found: Constant) -> Operand:
    """A figure fixed beforehand."""
    own = Scope(scope.group, bench.period, found.key, place=found.place, article=found.basis)
    if not found.per_organisation:
        chosen = for_group(found.is_, scope.group)
        if chosen is None:
            return Const(Absence.NOT_APPLICABLE)
        return formula(bench, own, chosen, "constant", found.title, "constant", found.unit)  # type: ignore[arg-type]

    def make() -> ColumnId:
        default = literal(found.default) if found.default is not None else None
        about = bench.about(own, "constant", found.title, "constant", found.unit)
        return bench.add(ReadAttribute(about, found.key, default.cell if default else None))

    return bench.once(("constant", found.key, scope.group), make)


def attribute(bench: Bench, scope: Scope, key: str) -> ColumnId:
    """A constant of the organisation by its bare name; `@ranked` tells whether it is ranked at all."""
    own = Scope(scope.group, bench.period, key)

    def make() -> ColumnId:
        about = bench.about(own, "attribute", Words(key, key), "constant")
        return bench.add(ReadAttribute(about, key))

    return bench.once(("attribute", key, scope.group), make)


def known(bench: Bench, scope: Scope, operand: Operand, beside: ColumnId | None = None) -> None:
    """See to it that a number which decides about others (a weight, a bound, a number of places) is there.

    Its absence must not pass for nothing to be decided: it stops the run. `beside`: whom it decides about; where that
    is absent itself, nothing is asked.
    """
    if number_cell(operand) is not None:
        return
    column = bench.column(scope, operand)
    if beside is not None:
        names: dict[str, Operand] = {"beside": beside, "number": column}
        source = "if(is_absent(beside), 0, number + 0)"
        column = bench.let(scope, "known", bench.title_of(column), source, names, "constant")
    bench.guards.append(Guard(column, frozenset(Absence), scope.subject, bench.title_of(column), scope.place))


def text_of(expr: Expr) -> str:
    """A bare word or a text given as an argument."""
    if isinstance(expr, Text):
        return expr.value
    if isinstance(expr, Name):
        return expr.key
    return ""


def number_cell(operand: Operand) -> Fraction | None:
    """The number that an operand is for everyone, if it is one."""
    if isinstance(operand, Const) and isinstance(operand.cell, Fraction):
        return operand.cell
    return None
