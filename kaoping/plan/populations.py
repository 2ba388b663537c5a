"""Who counts: declared populations as columns of truth, and the statistics taken over them."""

from __future__ import annotations

from fractions import Fraction

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.bench import Bench, Const, Operand, Scope
from kaoping.plan.steps import ColumnId, Counted, Key, Rank, Statistic
from kaoping.scheme.model import Better, Population, Setting

STATISTIC_WORDS = {
    "count": Words("个数", "number"),
    "sum": Words("合计", "sum"),
    "mean": Words("平均值", "mean"),
    "min": Words("最小值", "smallest"),
    "max": Words("最大值", "largest"),
    "sd": Words("样本标准差", "sample standard deviation"),
    "sd_population": Words("总体标准差", "population standard deviation"),
    "median": Words("中位数", "median"),
    "quantile": Words("分位数", "quantile"),
}


def population_of(bench: Bench, scope: Scope, setting: Setting) -> Population:
    """The population a setting names or describes; the scheme's default where nothing is said."""
    if setting is None or setting == "":
        return bench.scheme.population
    if isinstance(setting, Population):
        return setting
    if isinstance(setting, str) and setting in bench.scheme.populations:
        return bench.scheme.populations[setting]
    if isinstance(setting, str) and setting == "all":
        return Population(across=tuple(bench.scheme.groups))
    raise SchemeError(
        Problem(
            "unknown-population",
            Words(f"没有叫“{setting}”的总体。", f"there is no population called “{setting}”."),
            Words("在 populations 中定义它。", "define it under populations."),
            scope.place,
        )
    )


def tracks_of(population: Population, group: str) -> tuple[str, ...]:
    """The tracks that belong to the population, the own one first."""
    return (group, *(one for one in population.across if one != group))


def counted(bench: Bench, scope: Scope, population: Population) -> tuple[Counted, ...]:
    """Who counts in each track of the population."""
    return tuple(
        _counted_in(bench, scope.in_group(group), population) for group in tracks_of(population, scope.group)
    )


def _counted_in(bench: Bench, scope: Scope, population: Population) -> Counted:
    from kaoping.plan.quantities import attribute

    key = ("population", population, scope.group, scope.period)

    def make() -> Counted:
        conditions = _conditions(bench, scope, population)
        eligible: ColumnId | None = None
        if conditions:
            names: dict[str, Operand] = {f"c{i}": one for i, one in enumerate(conditions)}
            own = Scope(scope.group, scope.period, population.key or "population", place=population.place)
            eligible = bench.let(
                own, "counts", Words("计入统计", "counts"), " and ".join(names), names, "population"
            )
        return Counted(
            eligible,
            attribute(bench, scope, population.by) if population.by else None,
            population.self_,
            population.missing_as_zero,
        )

    return bench.once(key, make)


def _conditions(bench: Bench, scope: Scope, population: Population) -> list[Operand]:
    from kaoping.plan.events import vetoed
    from kaoping.plan.quantities import attribute, formula

    found: list[Operand] = []
    for veto in bench.scheme.vetoes.values():
        out = veto.in_statistics is False or (veto.in_statistics is None and not population.vetoed)
        if out and (not veto.groups or scope.group in veto.groups):
            flag = vetoed(bench, scope, veto)
            found.append(
                bench.once(
                    ("not-vetoed", veto.key, scope.group, scope.period),
                    lambda flag=flag: bench.let(scope, "not_vetoed", Words("未被否决", "not vetoed"), "not v", {"v": flag}, "population"),  # type: ignore[misc]
                )
            )  # fmt: skip
    if not population.unranked:
        found.append(attribute(bench, scope, "@ranked"))
    if population.where is not None:
        operand = formula(
            bench, scope, population.where, "where", Words("入围条件", "condition"), "population"
        )
        found.append(operand)
    return [one for one in found if one != Const(True)]


def subject_title(bench: Bench, column: ColumnId) -> Words:
    """What a column is about: the quantity it belongs to, not the step that happened to make it."""
    about = bench.steps[column].about
    scheme = bench.scheme
    if about.role in ("value", "policy", "then"):
        for known in (scheme.values, scheme.facts):
            if about.subject in known:
                return known[about.subject].title
    return about.title


def statistic(
    bench: Bench,
    scope: Scope,
    kind: str,
    columns: tuple[ColumnId, ...],
    population: Population,
    at: Fraction | None = None,
    weights: tuple[ColumnId, ...] = (),
) -> ColumnId:
    """One number over a population; `columns` are the same quantity in each of its tracks."""
    key = ("statistic", kind, columns, population, scope.group, scope.period, at, weights)

    def make() -> ColumnId:
        of = bench.steps[columns[0]].about
        word = STATISTIC_WORDS.get(kind, Words(kind, kind))
        name = subject_title(bench, columns[0])
        title = Words(f"{name.zh}的{word.zh}", f"{word.en} of {name.in_('en')}")
        about = bench.about(scope, kind, title, "statistic", of.unit if kind != "count" else "")
        return bench.add(Statistic(about, kind, columns, counted(bench, scope, population), weights, at))

    return bench.once(key, make)


def rank_among(
    bench: Bench,
    scope: Scope,
    columns: tuple[ColumnId, ...],
    population: Population,
    better: Better,
    ties: str,
    role: str = "statistic",
) -> ColumnId:
    """Place by one quantity within a population; not applicable for those who do not count or have no value."""
    key = ("rank", columns, population, better, ties, scope.group, scope.period)

    def make() -> ColumnId:
        of = subject_title(bench, columns[0])
        about = bench.about(scope, "place", Words(f"{of.zh}的位次", f"place by {of.in_('en')}"), role)
        keys = [(Key(one, better is Better.HIGHER),) for one in columns]
        return bench.add(Rank(about, keys[0], ties, counted(bench, scope, population), tuple(keys[1:])))

    return bench.once(key, make)


def place_of_present(bench: Bench, scope: Scope, x: ColumnId, place: ColumnId) -> ColumnId:
    """Who has no value has no place for the same reason: what is missing stays missing, and its policy holds."""
    names: dict[str, Operand] = {"x": x, "place": place}
    labels = {"x": bench.title_of(x), "place": bench.title_of(place)}
    return bench.let(
        scope, "place", bench.title_of(place), "if(is_absent(x), x, place)", names, "statistic", labels
    )
