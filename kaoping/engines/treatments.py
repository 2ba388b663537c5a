"""Outliers tamed over a population.

A column fails where |skew| and kurtosis both exceed their limits (`kaoping.engines.statistics`).

* winsorise: while it fails and fewer than `most` values have been moved, the values at the long tail's end are set to
  the next one inward; where it fails still, `otherwise` is applied to the numbers as they were.
* log: ln x (undefined for x ≤ 0). log_shifted: ln(x − min + (max − min)/100).
* box_cox: (x^λ − 1)/λ, or ln x for λ = 0, of x shifted to be positive as in log_shifted where min ≤ 0.
* quantiles: held between two quantiles.
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
    held, moved = list(numbers), 0
    while moved < _number(settings, "most") and fails(held, settings):
        crooked = skew(held)
        assert isinstance(crooked, Fraction)
        ordered = sorted(set(held), reverse=crooked > 0)
        if len(ordered) < 2:
            break
        held = [ordered[1] if one == ordered[0] else one for one in held]
        moved += 1
    return held


def _log(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    return [ln(one) if one > 0 else Absence.UNDEFINED for one in numbers]


def _shifted(numbers: Sequence[Fraction]) -> list[Fraction]:
    low, high = min(numbers), max(numbers)
    return [one - low + (high - low) / 100 for one in numbers]


def _log_shifted(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    return _log(_shifted(numbers), settings)


def _box_cox(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    used = list(numbers) if min(numbers) > 0 else _shifted(numbers)
    exponent = _number(settings, "power")
    if exponent == 0:
        return _log(used, settings)
    return [settle((power(one, exponent) - 1) / exponent) if one > 0 else Absence.UNDEFINED for one in used]


def _quantiles(numbers: Sequence[Fraction], settings: Settings) -> list[Cell]:
    low, high = quantile(numbers, _number(settings, "low")), quantile(numbers, _number(settings, "high"))
    return [max(low, min(high, one)) for one in numbers]


_METHODS: Mapping[str, Callable[[Sequence[Fraction], Settings], list[Cell]]] = {
    "log": _log,
    "log_shifted": _log_shifted,
    "box_cox": _box_cox,
    "quantiles": _quantiles,
}
