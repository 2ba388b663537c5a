"""Outliers tamed over a population.

A column fails where |skew| and kurtosis both exceed their limits (`kaoping.engines.statistics`).

* winsorise: while it fails and fewer than `most` values have been moved, all values at the long tail's end are set to
  the next one inward (equal values move together, so that a little more than `most` may); where it fails still,
  `otherwise` is applied to the numbers as they were. With `test: always` it goes on until `most` have been moved.
* log: ln x (undefined for x ≤ 0). log_shifted: ln(x − min + (max − min)/100), as the COIN Tool has it.
* box_cox: (x^λ − 1)/λ, or ln x for λ = 0. `shift` says what makes x positive before: `by_one` takes x − min + 1 (as
  COINr does), `by_range` x − min + (max − min)/100, `none` leaves x ≤ 0 undefined; `where_needed`, which is ours, is
  by_range where there is an x ≤ 0, else none.
* quantiles: held between two quantiles.
* as_equal: from the best downward, all who are no more than `within` behind the first of their cluster take its number
  (or the mean of the cluster); the next one further behind leads the next cluster.

Treatment sees the numbers as filed: the good direction is turned afterwards, by the rule. Where all numbers are equal,
shifting by range leaves nothing to take a logarithm of, and the numbers stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from kaoping.engines.statistics import kurtosis, quantile, skew
from kaoping.exact import ln, power, settle
from kaoping.tables import Absence, Cell

Settings = Mapping[str, Fraction | str]


def treat(method: str, numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    """The treated numbers, in the same order."""
    if not numbers:
        return []
    if settings["test"] != "always" and not fails(numbers, settings):
        return list(numbers)
    if method == "winsorise":
        held = winsorised(numbers, settings)
        if settings["otherwise"] == "none" or not fails(held, settings):
            return list(held)
        return _METHODS[str(settings["otherwise"])](numbers, settings)
    return _METHODS[method](numbers, settings)


def fails(numbers: Sequence[Fraction], settings: Settings) -> bool:
    """Whether skew and kurtosis both exceed their limits."""
    crooked, peaked = skew(numbers), kurtosis(numbers)
    if not isinstance(crooked, Fraction) or not isinstance(peaked, Fraction):
        return False
    return abs(crooked) > _number(settings, "skew") and peaked > _number(settings, "kurtosis")


def _number(settings: Settings, name: str) -> Fraction:
    found = settings[name]
    assert isinstance(found, Fraction)
    return found


def winsorised(numbers: Sequence[Fraction], settings: Settings) -> list[Fraction]:
    """The end of the long tail moved inward, one rank of values at a time."""
    held, always = list(numbers), settings["test"] == "always"
    while _moved(numbers, held) < _number(settings, "most") and (always or fails(held, settings)):
        crooked, ordered = skew(held), sorted(set(held))
        if len(ordered) < 2 or not isinstance(crooked, Fraction):
            break
        end, inward = ordered[-1:-3:-1] if crooked >= 0 else ordered[:2]
        held = [inward if one == end else one for one in held]
    return held


def _moved(numbers: Sequence[Fraction], held: Sequence[Fraction]) -> int:
    return sum(before != after for before, after in zip(numbers, held, strict=True))


def _log(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    return [ln(one) if one > 0 else Absence.UNDEFINED for one in numbers]


def _shifted(numbers: Sequence[Fraction]) -> list[Fraction]:
    low, high = min(numbers), max(numbers)
    return [one - low + (high - low) / 100 for one in numbers]


def _log_shifted(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    if min(numbers) == max(numbers):
        return list(numbers)
    return _log(_shifted(numbers), settings)


def _made_positive(numbers: Sequence[Fraction], shift: str) -> list[Fraction]:
    low = min(numbers)
    if shift == "by_one":
        return [one - low + 1 for one in numbers]
    if shift == "by_range" or (shift == "where_needed" and low <= 0):
        return _shifted(numbers)
    return list(numbers)


def _box_cox(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    if settings["shift"] in ("by_range", "where_needed") and min(numbers) == max(numbers):
        return list(numbers)
    used = _made_positive(numbers, str(settings["shift"]))
    exponent = _number(settings, "power")
    if exponent == 0:
        return _log(used, settings)
    return [settle((power(one, exponent) - 1) / exponent) if one > 0 else Absence.UNDEFINED for one in used]


def _quantiles(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    low, high = quantile(numbers, _number(settings, "low")), quantile(numbers, _number(settings, "high"))
    return [max(low, min(high, one)) for one in numbers]


def _as_equal(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    within, sign = _number(settings, "within"), 1 if settings["better"] == "higher" else -1
    clusters: list[list[Fraction]] = []
    for one in sorted(set(numbers), key=lambda number: -sign * number):
        if clusters and abs(clusters[-1][0] - one) <= within:
            clusters[-1].append(one)
        else:
            clusters.append([one])
    found: dict[Fraction, Fraction] = {}
    for cluster in clusters:
        all_of = [one for one in numbers if one in cluster]
        number = cluster[0] if settings["take"] == "first" else sum(all_of, Fraction(0)) / len(all_of)
        found.update(dict.fromkeys(cluster, number))
    return [found[one] for one in numbers]


_METHODS: Mapping[str, Callable[[Sequence[Fraction], Settings], list[Cell]]] = {
    "log": _log,
    "log_shifted": _log_shifted,
    "box_cox": _box_cox,
    "quantiles": _quantiles,
    "as_equal": _as_equal,
}
