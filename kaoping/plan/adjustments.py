"""Operations under `then` as steps, in the order written."""

from __future__ import annotations

from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import RoundingMode
from kaoping.plan.absences import stand_ins
from kaoping.plan.bench import Bench, Operand, Scope, fixed, for_group, settled_block
from kaoping.plan.calls import mistaken
from kaoping.plan.events import event_points
from kaoping.plan.populations import counted, population_of, tracks_of
from kaoping.plan.quantities import formula, resolve
from kaoping.plan.rules import LOWERINGS
from kaoping.plan.rules.desk import RuleDesk
from kaoping.plan.rules.labels import LABELS, setting_words
from kaoping.plan.steps import Round, Treat
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.model import Block, Policies, Rounding, Setting

_SIMPLE = {
    "times": "points * by",
    "plus": "points + by",
    "minus": "points - by",
    "at_most": "min(points, by)",
    "at_least": "max(points, by)",
    "set": "by",
}

_BY = {
    "times": Words("系数", "coefficient"),
    "plus": Words("加上的数", "amount added"),
    "minus": Words("减去的数", "amount taken"),
    "at_most": Words("上限", "bound"),
    "at_least": Words("下限", "bound"),
    "set": Words("结果", "result"),
}
"""What the number of an operation is called, where a formula gives it."""


def adjust(bench: Bench, scope: Scope, block: Block, points: Operand, lower: bool = False) -> Operand:
    """The number after one operation; where its condition does not hold, the number as it was."""
    block = settled_block(block, scope, "then")
    changed = _changed(bench, scope, block, points, lower)
    if block.when is None:
        return changed
    title = CATALOGUES["then"][block.name].title
    when = formula(bench, scope, block.when, "then.when", Words("条件", "condition"), "then")
    names = {"condition": when, "changed": changed, "points": points}
    return bench.let(scope, "then.if", title, "if(condition, changed, points)", names, "then", LABELS)


def _changed(bench: Bench, scope: Scope, block: Block, points: Operand, lower: bool) -> Operand:
    name = block.name
    if name in _SIMPLE:
        return _let(bench, scope, block, _SIMPLE[name], points, by=_number(bench, scope, block, "by"))
    if name == "clamp":
        return _clamp(bench, scope, block, points)
    if name == "round":
        return _round(bench, scope, block, points)
    if name == "events":
        return _events(bench, scope, block, points)
    if name == "rule":
        return apply_rule(bench, scope, block.settings["use"], points, scope.names.get("full"), lower, "")
    if name == "fill_missing":
        return _fill_missing(bench, scope, block, points)
    if name == "as_equal":
        return _as_equal(bench, scope, block, points, lower)
    assert name == "treat", name
    return _treat(bench, scope, block, points)


def _let(bench: Bench, scope: Scope, block: Block, source: str, points: Operand, **names: Operand) -> Operand:
    title = CATALOGUES["then"][block.name].title
    labels = {n: bench.title_of(o) for n, o in names.items() if isinstance(o, str)}
    labels["points"] = Words("此前得分", "points so far")
    return bench.let(scope, f"then.{block.name}", title, source, {"points": points, **names}, "then", labels)


def _number(bench: Bench, scope: Scope, block: Block, name: str) -> Operand:
    setting = for_group(block.settings.get(name), scope.group)
    assert setting is not None, (block.name, name)
    spec = CATALOGUES["then"][block.name].parameter(name)
    title = _BY.get(block.name) or setting_words(name, spec.doc if spec else None)
    return formula(bench, scope, setting, f"then.{name}", title, "then")  # type: ignore[arg-type]


def _clamp(bench: Bench, scope: Scope, block: Block, points: Operand) -> Operand:
    given = [one for one in ("low", "high") if one in block.settings]
    if not given:
        raise mistaken(scope, "clamp", "应写 low 或 high。", "needs low or high.")
    names = {one: _number(bench, scope, block, one) for one in given}
    source = {"low": "max(points, low)", "high": "min(points, high)"}.get(given[0]) if len(given) == 1 else "max(min(points, high), low)"  # fmt: skip
    assert source is not None
    return _let(bench, scope, block, source, points, **names)


def _round(bench: Bench, scope: Scope, block: Block, points: Operand) -> Operand:
    places, mode = block.settings.get("places", Fraction(2)), block.settings.get("mode", "half_up")
    assert isinstance(places, Fraction) and isinstance(mode, str)
    column = bench.column(scope, points, "points")
    about = bench.about(scope, "then.round", CATALOGUES["then"]["round"].title, "round")
    return bench.add(Round(about, column, int(places), RoundingMode(mode)))


def _events(bench: Bench, scope: Scope, block: Block, points: Operand) -> Operand:
    of = block.settings["of"]
    assert isinstance(of, tuple)
    names: dict[str, Operand] = {f"e{i}": event_points(bench, scope, str(key)) for i, key in enumerate(of)}
    total = f"times * ({' + '.join(names)})"
    names["times"] = _number(bench, scope, block, "times") if "times" in block.settings else fixed(1)
    if "cap" in block.settings:
        names["cap"] = _number(bench, scope, block, "cap")
        total = f"min({total}, cap)"
    if "floor" in block.settings:
        names["floor"] = _number(bench, scope, block, "floor")
        total = f"max({total}, floor)"
    return _let(bench, scope, block, f"points + {total}", points, **names)


def _fill_missing(bench: Bench, scope: Scope, block: Block, points: Operand) -> Operand:
    """What stands in for a missing number; a mean over a population is taken of the number as it is here."""
    by = block.settings["by"]
    assert isinstance(by, Block)
    return stand_ins(bench, scope, bench.column(scope, points, "points"), Policies(missing=by))


def _treat(bench: Bench, scope: Scope, block: Block, points: Operand) -> Operand:
    """Outliers over the population."""
    settings: dict[str, Fraction | str] = {}
    for parameter in CATALOGUES["then"]["treat"].parameters:
        found = block.settings.get(parameter.name)
        if found is None and parameter.default is not None:
            found = Fraction(parameter.default) if parameter.kind.value == "number" else parameter.default
        if isinstance(found, Fraction | str) and parameter.name != "population":
            settings[parameter.name] = found
    method = str(settings.pop("method"))
    return _treated(bench, scope, block, points, method, Words("处理极端值", "outliers treated"), settings)


def _as_equal(bench: Bench, scope: Scope, block: Block, points: Operand, lower: bool) -> Operand:
    """Differences too small to mean anything are levelled (R40, R53)."""
    within = for_group(block.settings["within"], scope.group)
    if not isinstance(within, Fraction):
        raise mistaken(scope, "as_equal", "within 应为数。", "within must be a number.")
    settings: dict[str, Fraction | str] = {
        "test": "always",
        "within": within,
        "take": str(block.settings.get("take", "first")),
        "better": "lower" if lower else "higher",
    }
    title = CATALOGUES["then"]["as_equal"].title
    return _treated(bench, scope, block, points, "as_equal", title, settings)


def _treated(
    bench: Bench,
    scope: Scope,
    block: Block,
    points: Operand,
    method: str,
    title: Words,
    settings: dict[str, Fraction | str],
) -> Operand:
    """A treatment step; further tracks are asked for the same fact or value before treatment."""
    population = population_of(bench, scope, block.settings.get("population"))
    column = bench.column(scope, points, "points")
    about = bench.steps[column].about
    others = [
        bench.column(scope, resolve(bench, scope.in_group(group), about.subject))
        for group in tracks_of(population, scope.group)[1:]
    ]
    mine = bench.about(scope, f"then.{block.name}", title, "then", about.unit)
    return bench.add(Treat(mine, (column, *others), counted(bench, scope, population), method, settings))


def apply_rule(
    bench: Bench,
    scope: Scope,
    setting: Setting,
    value: Operand | None,
    full: Operand | None,
    lower: bool,
    of: str,
) -> Operand:
    """One rule applied to a value."""
    block = for_group(setting, scope.group)
    assert isinstance(block, Block)
    block = settled_block(block, scope, "rule")
    desk = RuleDesk(
        bench, scope, block, CATALOGUES["rule"][block.name], value, full if full is not None else fixed(1), lower, of
    )  # fmt: skip
    return LOWERINGS[block.name](desk)


def rounding_at(rounding: Rounding | None, scheme: Rounding, stage: str) -> Rounding | None:
    """How a stage rounds: as the node says, else as the scheme says for that stage; None for not at all."""
    if rounding is not None:
        return rounding if rounding.at else None
    return scheme if stage in scheme.at else None
