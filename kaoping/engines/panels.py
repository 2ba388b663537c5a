"""Panels: what several raters say of each organisation, brought to one number (R37, R41–R43)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping.engines.places import places
from kaoping.engines.statistics import quantile
from kaoping.plan.steps import Voice
from kaoping.scheme.formulas import Call, Expr, Name, Number, compiled, evaluate, rewrite
from kaoping.tables import Absence, Cell

AGGREGATES = ("max", "min", "mean", "sum")


@dataclass(frozen=True)
class Judgement:
    """One rater's word on one organisation; `index` is its row."""

    organisation: str
    rater: str
    bloc: str
    value: Fraction
    index: int


Told = tuple[Cell, tuple[int, ...]]
"""The number for one organisation and the rows behind it."""


def panels(voice: Voice, judgements: Sequence[Judgement], organisations: Sequence[str]) -> Mapping[str, Told]:
    """What the panel says of each organisation. Sheets are judged whole: their conditions and places need them all.

    Where blocs have weights, what is said from any other bloc is not heard: it counts neither towards the number nor
    towards how many are enough (`findings` names such blocs).
    """
    heard: dict[str, list[tuple[Judgement, Fraction | Absence]]] = {key: [] for key in organisations}
    sheets = _sheets(judgements)
    for rater in sorted(sheets):
        if not _counts(voice, sheets[rater]):
            continue
        for one, worth in _worths(voice, sheets[rater]):
            if one.organisation in heard and _is_heard(voice, one):
                heard[one.organisation].append((one, worth))
    return {key: _told(voice, found) for key, found in heard.items()}


def _told(voice: Voice, heard: Sequence[tuple[Judgement, Fraction | Absence]]) -> Told:
    """One number from what was said of one organisation."""
    used = tuple(sorted(one.index for one, _ in heard))
    worths: dict[str, list[Fraction]] = {}
    for one, worth in heard:
        if isinstance(worth, Absence):
            return worth, (one.index,)
        worths.setdefault(one.bloc, []).append(worth)
    if len(heard) < max(voice.at_least, 1):
        return Absence.MISSING, used
    return _blocs(voice, worths), used


def _sheets(judgements: Sequence[Judgement]) -> Mapping[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {}
    for one in judgements:
        found.setdefault(one.rater, []).append(one)
    return found


def _is_heard(voice: Voice, one: Judgement) -> bool:
    """Nobody is heard on himself unless that counts, nor from a bloc without a weight where blocs have weights."""
    own = one.rater == one.organisation
    return (voice.self_counts or not own) and (not voice.weights or one.bloc in voice.weights)


def _counts(voice: Voice, sheet: Sequence[Judgement]) -> bool:
    """Whether a sheet is valid: its condition with aggregates over the sheet's values."""
    if voice.valid is None:
        return True
    values = [one.value for one in sheet]
    plain = rewrite(voice.valid, lambda node: _aggregate(node, values))
    return evaluate(plain, {"n": Fraction(len(values)), "d": Fraction(len(set(values)))}) is True


def _aggregate(node: Expr, values: Sequence[Fraction]) -> Expr | None:
    """count_true(v >= 90), max(v), min(v), mean(v), sum(v) over a sheet."""
    if not isinstance(node, Call) or len(node.arguments) != 1:
        return None
    argument = node.arguments[0]
    if node.function == "count_true":
        return Number(Fraction(sum(evaluate(argument, {"v": one}) is True for one in values)))
    if node.function in AGGREGATES and argument == Name("v"):
        total = sum(values, Fraction(0))
        results = {"max": max(values), "min": min(values), "sum": total, "mean": total / len(values)}
        return Number(results[node.function])
    return None


def _worths(voice: Voice, sheet: Sequence[Judgement]) -> list[tuple[Judgement, Fraction | Absence]]:
    """Points of every judgement of a sheet."""
    if voice.each is None or voice.each == Name("v"):
        return [(one, one.value) for one in sheet]
    ranks = places([(one.organisation, (one.value,)) for one in sheet], (True,), voice.ties)
    run = compiled(voice.each)
    found: list[tuple[Judgement, Fraction | Absence]] = []
    for one in sheet:
        names: dict[str, Cell] = {"v": one.value, "r": ranks[one.organisation], "n": Fraction(len(sheet))}
        worth = run(names, None)
        assert isinstance(worth, Fraction | Absence), "a judgement's points are a number"
        found.append((one, worth))
    return found


def _blocs(voice: Voice, worths: Mapping[str, list[Fraction]]) -> Cell:
    """One number over the blocs by their weights, or over everybody alike."""
    if not voice.weights:
        return _middle(voice, [one for found in worths.values() for one in found])
    total, weight = Fraction(0), Fraction(0)
    for bloc, share in sorted(voice.weights.items()):
        if bloc not in worths:
            if voice.missing_bloc == "missing":
                return Absence.MISSING
            continue
        total += share * _middle(voice, worths[bloc])
        weight += share
    return total / weight if weight else Absence.MISSING


def _middle(voice: Voice, numbers: list[Fraction]) -> Fraction:
    """Extremes dropped, then the mean, the median or the sum."""
    kept = sorted(numbers)
    if voice.trimmed_share:
        cut = int(voice.trimmed_share * len(kept))
        kept = kept[cut : len(kept) - cut] or kept
    enough = len(kept) > max(voice.drop_when_more_than, voice.drop_low + voice.drop_high)
    if enough and (voice.drop_low or voice.drop_high):
        kept = kept[voice.drop_low : len(kept) - voice.drop_high]
    if voice.combine == "median":
        return quantile(kept, Fraction(1, 2))
    total = sum(kept, Fraction(0))
    return total if voice.combine == "sum" else total / len(kept)
