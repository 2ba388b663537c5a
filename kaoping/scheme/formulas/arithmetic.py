"""What each function of numbers does, once its arguments are known to be numbers.

Each takes exact numbers and a budget and gives an exact number, or `Absence.UNDEFINED` where arithmetic has
no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from kaoping import exact
from kaoping.exact import RoundingMode
from kaoping.scheme.formulas.budget import Budget

NumberFunction = Callable[[Sequence[Fraction], Budget], Fraction]

_IRRATIONAL_COST = 400
_ZERO = Fraction(0)


def add(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The sum, in the order given."""
    total = _ZERO
    for each in numbers:
        total = budget.kept(total + each)
    return total


def multiply(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The product, in the order given."""
    result = Fraction(1)
    for each in numbers:
        result = budget.kept(result * each)
    return result


def pay_irrational(numbers: Sequence[Fraction], budget: Budget) -> None:
    """Take the cost of a function whose result is not rational: long arguments may ask for more digits."""
    bits = sum(each.numerator.bit_length() + each.denominator.bit_length() for each in numbers)
    budget.spend(_IRRATIONAL_COST + bits)


def normal_cdf(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The standard normal distribution function. Its series, and the digits of its tail, grow with the square of x."""
    pay_irrational(numbers, budget)
    reach = min(abs(numbers[0]), Fraction(exact.FAR_TAIL))
    budget.spend(5 * int(reach * reach))
    return budget.kept(exact.normal_cdf(numbers[0]))


def raise_to(x: Fraction, y: Fraction, budget: Budget) -> Fraction:
    """x to the power y, refused before it is computed where it would be too long."""
    if y.denominator != 1:
        pay_irrational((x, y), budget)
    return budget.kept(exact.power(x, y, budget.max_bits))


def less(x: Fraction, y: Fraction) -> bool:
    """x < y; several times faster than the operator, which looks for other kinds of number first."""
    return x.numerator * y.denominator < y.numerator * x.denominator


def smallest(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The smallest; of equals the first."""
    found = numbers[0]
    for each in numbers:
        if less(each, found):
            found = each
    return found


def largest(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The largest; of equals the first."""
    found = numbers[0]
    for each in numbers:
        if less(found, each):
            found = each
    return found


def clamp(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """x kept between low and high. Undefined where low > high."""
    x, low, high = numbers
    if less(high, low):
        raise exact.Undefined("clamp with its bounds the wrong way round")
    return low if less(x, low) else high if less(high, x) else x


def mean(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The sum divided by how many there are."""
    return budget.kept(add(numbers, budget) / len(numbers))


def median(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The middle one; of an even number, the mean of the two in the middle."""
    budget.spend(len(numbers) * len(numbers).bit_length())
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return budget.kept((ordered[middle - 1] + ordered[middle]) / 2)


def sum_largest(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The sum of the k largest of the rest. Undefined unless k is a whole number from 1 to how many there are."""
    k, rest = numbers[0], numbers[1:]
    if k.denominator != 1 or not 1 <= k <= len(rest):
        raise exact.Undefined("a number of largest that is not there")
    budget.spend(len(rest) * len(rest).bit_length())
    return add(sorted(rest, reverse=True)[: k.numerator], budget)


def geomean(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The n-th root of the product. Undefined with a negative number."""
    if any(each < 0 for each in numbers):
        raise exact.Undefined("geometric mean of a negative number")
    product = multiply(numbers, budget)
    pay_irrational((product,), budget)
    return budget.kept(exact.root(product, len(numbers)))


def harmean(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """n divided by the sum of reciprocals. Undefined unless all numbers are positive."""
    if any(each <= 0 for each in numbers):
        raise exact.Undefined("harmonic mean of a number that is not positive")
    return budget.kept(len(numbers) / add([1 / each for each in numbers], budget))


def root(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The n-th root; Undefined where n is not a whole number from 1."""
    x, n = numbers
    if n.denominator != 1:
        raise exact.Undefined("a root of a degree that is not whole")
    pay_irrational(numbers, budget)
    return budget.kept(exact.root(x, n.numerator))


def interpolate(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """Straight lines between points ordered by x, level beyond the ends.

    Undefined where two points have the same x and different y: a step must be said as one, with `if`.
    """
    x, points = numbers[0], sorted(zip(numbers[1::2], numbers[2::2], strict=True))
    budget.spend(len(points) * len(points).bit_length())
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 == x2 and y1 != y2:
            raise exact.Undefined("two points of one x")
    if not less(points[0][0], x):
        return points[0][1]
    for (x1, y1), (x2, y2) in pairwise(points):
        if not less(x2, x):
            if x1 == x2:
                return y2
            part = budget.kept(budget.kept(x - x1) / budget.kept(x2 - x1))
            return budget.kept(y1 + budget.kept(budget.kept(y2 - y1) * part))
    return points[-1][1]


def share(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """The first as a part of the sum of all. Undefined where the sum is 0."""
    return budget.kept(exact.divide(numbers[0], add(numbers, budget)))


def modulo(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
    """What is left of a after whole multiples of b, with the sign of b. Undefined where b is 0."""
    a, b = numbers
    if not b:
        raise exact.Undefined("division by zero")
    return budget.kept(a % b)


def whole_steps(x: Fraction, unit: Fraction, mode: str) -> Fraction:
    """How many units x holds: the magnitude is rounded by the mode, the sign kept.

    floor: whole units only (toward zero); ceil: every unit begun (away from zero); round: half up; linear: as
    it is. Undefined unless unit > 0. Source: RULES R03.
    """
    if unit <= 0:
        raise exact.Undefined("a step that is not positive")
    held = x / unit
    if mode == "linear":
        return held
    how = {"floor": RoundingMode.FLOOR, "ceil": RoundingMode.CEIL, "round": RoundingMode.HALF_UP}[mode]
    magnitude = exact.round_places(abs(held), 0, how)
    return -magnitude if held < 0 else magnitude


def _whole(mode: RoundingMode) -> NumberFunction:
    return lambda numbers, budget: exact.round_places(numbers[0], 0, mode)


def _irrational(function: Callable[..., Fraction]) -> NumberFunction:
    def run(numbers: Sequence[Fraction], budget: Budget) -> Fraction:
        pay_irrational(numbers, budget)
        return budget.kept(function(*numbers))

    return run


NUMBER_FUNCTIONS: dict[str, NumberFunction] = {
    "abs": lambda numbers, budget: abs(numbers[0]),
    "min": smallest,
    "max": largest,
    "clamp": clamp,
    "floor": _whole(RoundingMode.FLOOR),
    "ceil": _whole(RoundingMode.CEIL),
    "trunc": _whole(RoundingMode.TRUNCATE),
    "sign": lambda numbers, budget: Fraction((numbers[0] > 0) - (numbers[0] < 0)),
    "sum": add,
    "mean": mean,
    "median": median,
    "sum_largest": sum_largest,
    "product": multiply,
    "geomean": geomean,
    "harmean": harmean,
    "ln": _irrational(exact.ln),
    "log10": _irrational(exact.log10),
    "log": _irrational(exact.log),
    "exp": _irrational(exact.exp),
    "sqrt": _irrational(exact.sqrt),
    "normal_cdf": normal_cdf,
    "root": root,
    "power": lambda numbers, budget: raise_to(numbers[0], numbers[1], budget),
    "interpolate": interpolate,
    "mod": modulo,
    "share": share,
}
"""Functions that take numbers only and give a number."""
