"""Functions of a formula that look at other organisations: the track, those beneath, the one above."""

from __future__ import annotations

from fractions import Fraction

from kaoping.errors import Words
from kaoping.plan.bench import Bench, Operand, Scope
from kaoping.plan.calls.arguments import HOW, SUMMARIES, inner, mistaken
from kaoping.plan.populations import place_of_present, population_of, rank_among, statistic, tracks_of
from kaoping.plan.quantities import known, text_of
from kaoping.plan.steps import Above, Below
from kaoping.scheme.formulas import Call, Expr, Number
from kaoping.scheme.model import Better


def group(bench: Bench, scope: Scope, node: Call) -> Operand:
    """A statistic or place over a population: group_mean(e), group_rank(e, population, lower) …"""
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
        if not 0 <= at <= 1:
            raise mistaken(scope, node.function, "分位应在 0 与 1 之间。", "the share lies between 0 and 1.")
    if len(arguments) > 1 and not text_of(arguments[1]):
        raise mistaken(
            scope, node.function, "第二个参数应是总体的名称；条件写在 populations 的 where 里。",
            "the second argument is the name of a population; a condition goes under where in populations.",
        )  # fmt: skip
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


def below(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
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
    for one in weights:
        known(bench, there, one, of)
    present = any(text_of(one) == "present" for one in arguments[3:])
    title = bench.title_of(of)
    track = bench.scheme.groups[group].title
    about = bench.about(
        scope,
        "below",
        Words(f"所属{track.zh}的{title.zh}", f"{title.in_('en')} of its {track.in_('en')}"),
        "combine",
    )
    return bench.add(Below(about, HOW.get(how, how), (of,), weights, "leave_out" if present else "strict"))


def above(bench: Bench, scope: Scope, arguments: tuple[Expr, ...]) -> Operand:
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
