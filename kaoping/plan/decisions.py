"""Places, grades and awards as steps (R48–R53)."""

from __future__ import annotations

from dataclasses import replace

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.bench import Bench, Const, Operand, Scope, for_group
from kaoping.plan.calls import call
from kaoping.plan.events import effects_of, vetoed
from kaoping.plan.nodes import built
from kaoping.plan.populations import counted
from kaoping.plan.quantities import attribute, formula, known, resolve
from kaoping.plan.steps import Awarding, ColumnId, Counted, GradeRule, Grading, Guard, Key, Rank
from kaoping.plan.tree import place_of, tree_of
from kaoping.scheme.formulas import Binary, Call, Expr, Name, Number, Text
from kaoping.scheme.model import Award, Better, Grade, Ranking, Setting, Veto
from kaoping.tables import Absence

PLACE = Words("位次", "place")


def ranked(bench: Bench, scope: Scope, key: str) -> ColumnId:
    """Places by a node's points within the track, as its tree ranks."""
    ranking = tree_of(bench.scheme, place_of(bench, scope, key)).ranking
    return _rank(bench, scope, key, ranking.ties)


def _rank(bench: Bench, scope: Scope, key: str, ties: str, parted: bool = True) -> ColumnId:
    """Places by a node's points; `parted`: whether the tie keys of its tree part equals."""
    placed = place_of(bench, scope, key)
    ranking = tree_of(bench.scheme, placed).ranking

    def make() -> ColumnId:
        own = Scope(scope.group, scope.period, key, place=ranking.place)
        node = built(bench, own, key)
        keys = [Key(node.points if ranking.on_rounded else node.exact, ranking.better is Better.HIGHER)]
        if placed.is_root and parted:
            keys += _tie_keys(bench, own, ranking)
        counted = Counted() if ranking.unranked_count else Counted(attribute(bench, own, "@ranked"))
        return bench.add(Rank(bench.about(own, "rank", PLACE, "rank"), tuple(keys), ties, (counted,)))

    name = "node-rank" if parted else "node-rank-by-points"
    return bench.once((name, key, ties, scope.group, scope.period), make)


def _tie_keys(bench: Bench, scope: Scope, ranking: Ranking) -> list[Key]:
    """Further keys: a formula, higher first; a node's bare key stands for its points."""
    found = []
    for i, expr in enumerate(ranking.then, 1):
        title = Words(f"同分第{i}依据", f"tie key {i}")
        operand = formula(bench, scope, expr, f"tie{i}", title, "rank")
        found.append(Key(bench.column(scope, operand, f"tie{i}"), True))
    return found


def graded(bench: Bench, scope: Scope, key: str) -> ColumnId | None:
    """The grade of everyone in the track by the points of the root; None where the scheme has no grades for it."""
    own = Scope(scope.group, scope.period, key)
    grades = [one for one in bench.scheme.grades if not one.groups or scope.group in one.groups]
    if not grades:
        return None

    def make() -> ColumnId:
        node = built(bench, own, key)
        total = node.points if bench.scheme.grade_on_rounded else node.exact
        rank, order = ranked(bench, own, key), _rank(bench, own, key, "share_best")
        rules = tuple(_grade_rule(bench, own, one, total, rank) for one in grades)
        lowest = [c for veto, c in _effects(bench, own, "lowest_grade")]
        drops = [
            (c, int(effect.settings.get("by", 1)))  # type: ignore[arg-type]
            for veto, c in _effects(bench, own, "drop_grades")
            for effect in effects_of(veto, own)
            if effect.name == "drop_grades"
        ]
        about = bench.about(own, "grade", Words("等次", "grade"), "grade")
        plain = _rank(bench, own, key, "share_best", parted=False) if _tied(bench, own, key) else order
        eligible = attribute(bench, own, "@ranked")
        counts = counted(bench, own, bench.scheme.population)[0].eligible
        return bench.add(
            Grading(about, total, rank, order, rules, tuple(lowest), tuple(drops), eligible, plain, counts)
        )

    return bench.once(("grade", key, scope.group, scope.period), make)


def _tied(bench: Bench, scope: Scope, key: str) -> bool:
    """Whether the tree has tie keys."""
    return bool(tree_of(bench.scheme, place_of(bench, scope, key)).ranking.then)


def _effects(bench: Bench, scope: Scope, name: str) -> list[tuple[Veto, ColumnId]]:
    return [
        (veto, bench.column(scope, vetoed(bench, scope, veto), "veto"))
        for veto in bench.scheme.vetoes.values()
        if any(effect.name == name for effect in effects_of(veto, scope))
    ]


def _barred(bench: Bench, scope: Scope, key: str) -> tuple[ColumnId, ...]:
    """Vetoes that bar from this grade or award."""
    found = []
    for veto in bench.scheme.vetoes.values():
        for effect in effects_of(veto, scope):
            names = effect.settings.get("names", ())
            if effect.name == "bar_from" and isinstance(names, tuple) and key in names:
                found.append(bench.column(scope, vetoed(bench, scope, veto), "veto"))
    return tuple(found)


def _grade_rule(bench: Bench, scope: Scope, grade: Grade, total: ColumnId, rank: ColumnId) -> GradeRule:
    inside = scope.with_names(total=total, rank=rank)

    def column(expr: Setting, part: str) -> ColumnId | None:
        if expr is None:
            return None
        title = Words(f"{grade.title.zh}：{part}", f"{grade.title.in_('en')}: {part}")
        return bench.column(inside, _condition(bench, inside, expr, f"{grade.key}.{part}", title), part)  # type: ignore[arg-type]

    def bound(setting: Setting, part: str, beside: ColumnId | None = None) -> ColumnId | None:
        found = column(_for_track(scope, grade, setting, part), part)
        if found is not None and not isinstance(for_group(setting, scope.group), Number):
            known(bench, replace(inside, place=grade.place), found, beside)
        return found

    quota = grade.quota
    unless = tuple(c for i, one in enumerate(grade.unless) if (c := column(one, f"unless{i}")))
    for one in unless:
        _guard(bench, one, grade)
    return GradeRule(
        grade,
        bound(grade.floor, "floor", total),
        bound(grade.ceiling, "ceiling", total),
        column(grade.when, "when"),
        unless,
        column(grade.also_when, "also_when"),
        bound(quota.share, "share") if quota else None,
        bound(quota.count, "count") if quota else None,
        _barred(bench, scope, grade.key),
    )


def _for_track(scope: Scope, grade: Grade, setting: Setting, part: str) -> Setting:
    """A bound as it stands for the track. Raises SchemeError where other tracks have one and this has none: a grade
    without a floor would be everybody's."""
    found = for_group(setting, scope.group)
    if found is None and setting is not None:
        raise SchemeError(
            Problem(
                "no-setting-for-track",
                Words(f"等次“{grade.key}”没有为赛道“{scope.group}”写 {part}。",
                      f"grade “{grade.key}” has no {part} for track “{scope.group}”."),
                Words("补上这一赛道，或写 otherwise:；不设此等的赛道用 groups: 除外。",
                      "add that track, or write otherwise:; groups: keeps a grade out of a track."),
                grade.place,
            )
        )  # fmt: skip
    return found


def _guard(bench: Bench, column: ColumnId, of: Grade | Award) -> None:
    """What excludes must be known: an absent condition must not pass as one that does not hold."""
    unknown = frozenset({Absence.MISSING, Absence.UNDEFINED})
    bench.guards.append(Guard(column, unknown, of.key, bench.title_of(column), of.place))


def _condition(bench: Bench, scope: Scope, expr: Expr, part: str, title: Words) -> Operand:
    """A condition; the bare key of a veto is that veto, of a grade whether that grade was given, of an award written
    before whether that award was given."""
    scheme = bench.scheme
    if isinstance(expr, Name) and expr.key not in scope.names:
        if expr.key in scheme.vetoes:
            return vetoed(bench, scope, scheme.vetoes[expr.key])
        if expr.key == "vetoed":
            return call(bench, scope, Call("vetoed", ()))
        if "grade" in scope.names and any(one.key == expr.key for one in scheme.grades):
            names: dict[str, Operand] = {"grade": scope.names["grade"]}
            return bench.let(scope, part, title, Binary("=", Name("grade"), Text(expr.key)), names, "grade")
        given = bench.made.get(("award", expr.key, scope.group, scope.period))
        if isinstance(given, str):
            return given
        if any(one.key == expr.key and scope.group not in one.groups for one in scheme.awards if one.groups):
            return Const(False)
    return formula(bench, scope, expr, part, title, "grade")


def awarded(bench: Bench, scope: Scope, key: str, award: Award, races: tuple[str, ...]) -> ColumnId:
    """Whether each organisation of the track gets an award, by the points of the root."""

    def make() -> ColumnId:
        own = Scope(scope.group, scope.period, f"award.{award.key}", place=award.place, article=award.article)
        tracks = (
            (scope.group, *(one for one in races if one != scope.group))
            if award.per == "all"
            else (scope.group,)
        )
        insides = [_inside(bench, own.in_group(group), key) for group in tracks]
        by = tuple(_column(bench, one, award.by, "by", award.title) for one in insides)
        eligible = tuple(_eligible(bench, one, award) for one in insides)
        top, share, least = (
            None if expr is None else _column(bench, insides[0], expr, part, award.title)
            for expr, part in ((award.top, "top"), (award.share, "share"), (award.at_least, "at_least"))
        )
        for expr, bound in ((award.top, top), (award.share, share), (award.at_least, least)):
            if bound is not None and not isinstance(expr, Number):
                known(bench, own, bound)
        ties = tuple(
            tuple(_column(bench, one, expr, f"tie{i}", award.title) for i, expr in enumerate(award.then, 1))
            for one in insides
        )
        about = bench.about(own, "award", award.title, "award")
        return bench.add(Awarding(about, award, by, eligible, top, share, least, tracks, ties))

    return bench.once(("award", award.key, scope.group, scope.period), make)


def _inside(bench: Bench, scope: Scope, key: str) -> Scope:
    """The scope of an award's formulas: total, rank, grade, rank_change, score_change."""
    names: dict[str, Operand] = {"total": built(bench, scope, key).points, "rank": ranked(bench, scope, key)}
    grade = graded(bench, scope, key)
    if grade is not None:
        names["grade"] = grade
    for name, now, before in (
        ("rank_change", "rank", "result.rank"),
        ("score_change", "total", "result.total"),
    ):
        then = resolve(bench, scope.at(scope.period.last_year()), before)
        pair = {"now": names[now], "before": then}
        source = "before - now" if now == "rank" else "now - before"
        title = (
            Words("位次变化", "change of place") if now == "rank" else Words("总分变化", "change of total")
        )
        names[name] = bench.once(
            (name, scope.group, scope.period),
            lambda s=source, t=title, p=pair, n=name: bench.let(scope, n, t, s, p, "award"),  # type: ignore[misc]
        )
    return scope.with_names(**names)


def _column(bench: Bench, scope: Scope, expr: Expr, part: str, title: Words) -> ColumnId:
    return bench.column(scope, _condition(bench, scope, expr, part, title), part)


def _eligible(bench: Bench, scope: Scope, award: Award) -> ColumnId:
    names: dict[str, Operand] = {"ranked": attribute(bench, scope, "@ranked")}
    pieces = ["ranked"]
    if award.when is not None:
        names["when"] = _column(bench, scope, award.when, "when", award.title)
        pieces.append("when")
    for i, expr in enumerate(award.unless):
        column = _column(bench, scope, expr, f"unless{i}", award.title)
        _guard(bench, column, award)
        names[f"unless{i}"] = column
        pieces.append(f"not unless{i}")
    for i, column in enumerate(_barred(bench, scope, award.key)):
        names[f"barred{i}"] = column
        pieces.append(f"not barred{i}")
    if award.groups and scope.group not in award.groups:
        pieces = ["false"]
    title = Words("具备资格", "eligible")
    return bench.let(scope, "eligible", title, " and ".join(pieces), names, "award")
