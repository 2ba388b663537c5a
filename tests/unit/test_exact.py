"""Exact numbers: rounding, text, and functions that are exact where rational and nearest to 50 digits otherwise."""

from __future__ import annotations

import decimal
import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping import exact
from kaoping.exact import RoundingMode, TooLarge, Undefined

F = Fraction
fractions = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**9)

# ---- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", F(2469, 2)),
        ("-0.05", F(-1, 20)),
        ("+7", F(7)),
        ("1e3", F(1000)),
        ("2.5E-3", F(1, 400)),
        ("-0", F(0)),
        ("1e30", F(10**30)),
    ],
)
def test_a_plain_decimal_is_read_exactly(text: str, value: Fraction) -> None:
    assert exact.parse_decimal(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", ".5", "5.", "1,234", "1/2", "nan", "inf", "1e31", "1e-31", "1e999", "1_000", "0x1", "１",
     "1" * 61, "--1", "٣", "1e", "1\n", "e5", "1.2.3"],
)  # fmt: skip
def test_anything_but_a_plain_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        exact.parse_decimal(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (F(0), "0"),
        (F(-1, 20), "-0.05"),
        (F(1, 3), "1/3"),
        (F(-22, 7), "-22/7"),
        (F(1200), "1200"),
        (F(-1, 2**50), "-0.00000000000000088817841970012523233890533447265625"),
        (F(1, 10**59), "0." + "0" * 58 + "1"),
        (F(1, 10**60), f"1/{10**60}"),
        (F(10**80), "1" + "0" * 80),
        (F(5, 4), "1.25"),
        (F(1, 2**61), f"1/{2**61}"),
    ],
)
def test_the_canonical_text_is_the_shortest_exact_one(value: Fraction, text: str) -> None:
    assert exact.canonical_text(value) == text
    assert exact.parse_canonical(text) == value


@given(st.one_of(fractions, st.builds(F, st.integers(), st.sampled_from([10**k for k in range(70)]))))
def test_canonical_text_comes_back_as_the_same_value(value: Fraction) -> None:
    assert exact.parse_canonical(exact.canonical_text(value)) == value


@pytest.mark.parametrize(
    "text", ["-0", "1.0", "01", "2/4", "3/1", "1e3", "+1", "0.50", "1/8", "", " 1", "1/0", "٣"]
)
def test_a_second_spelling_of_a_number_is_not_canonical(text: str) -> None:
    with pytest.raises(ValueError):
        exact.parse_canonical(text)


def test_every_number_within_the_limit_can_be_printed() -> None:
    assert len(exact.canonical_text(F(2**exact.MAX_BITS - 1))) == 4_215
    with pytest.raises(TooLarge):
        exact.canonical_text(F(2**exact.MAX_BITS))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (F(875556, 10_000), 2, "87.56"),
        (F(1, 3), 2, "0.33"),
        (F(-1, 1000), 2, "0.00"),
        (F(-5, 1000), 2, "-0.01"),
        (F(2), 3, "2.000"),
        (F(1249), -2, "1200"),
        (F(5, 2), 0, "3"),
        (F(89995, 1000), 2, "90.00"),
    ],
)
def test_a_displayed_number_has_the_declared_places(value: Fraction, places: int, text: str) -> None:
    assert exact.decimal_text(value, places) == text


# ---- rounding -------------------------------------------------------------------------------------------------------


def _half_up_by_digits(top: int, bottom_power: int, places: int) -> Fraction:
    """Half-up rounding of top / 10^bottom_power done on the digits of the text, as a clerk does it."""
    sign, digits = (-1 if top < 0 else 1), str(abs(top)).rjust(bottom_power + 40, "0")
    keep = len(digits) - bottom_power + places
    kept, dropped = digits[:keep], digits[keep:]
    whole = int(kept) + (1 if dropped and dropped[0] >= "5" else 0)
    return sign * whole * F(10) ** -places


def test_half_up_is_right_on_200_000_ties_and_near_ties() -> None:
    chance = random.Random(20261122)
    wrong = 0
    for _ in range(200_000):
        places = chance.randint(-4, 8)
        extra = chance.randint(1, 20)
        near = chance.choice((-1, 0, 0, 1))
        whole = chance.randint(-(10 ** chance.randint(1, 14)), 10 ** chance.randint(1, 14))
        top = (whole * 10 + chance.choice((-5, 5))) * 10 ** (extra - 1) + near
        power = places + extra
        if power < 0:
            top, power = top * 10**-power, 0
        value = F(top, 10**power)
        wrong += exact.round_places(value, places) != _half_up_by_digits(top, power, places)
    assert wrong == 0


_DECIMAL_MODES = {
    RoundingMode.HALF_UP: decimal.ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    RoundingMode.TRUNCATE: decimal.ROUND_DOWN,
    RoundingMode.FLOOR: decimal.ROUND_FLOOR,
    RoundingMode.CEIL: decimal.ROUND_CEILING,
}


@given(st.integers(-(10**15), 10**15), st.integers(0, 8), st.integers(-3, 8), st.sampled_from(RoundingMode))
def test_every_mode_agrees_with_decimal(top: int, power: int, places: int, mode: RoundingMode) -> None:
    context = decimal.Context(prec=60)
    expected = (
        Decimal(top)
        .scaleb(-power, context)
        .quantize(Decimal(1).scaleb(-places, context), _DECIMAL_MODES[mode], context)
    )
    assert exact.round_places(F(top, 10**power), places, mode) == F(expected)


@given(fractions, fractions, st.integers(-3, 6), st.sampled_from(RoundingMode))
def test_rounding_keeps_the_order(x: Fraction, y: Fraction, places: int, mode: RoundingMode) -> None:
    low, high = sorted((x, y))
    assert exact.round_places(low, places, mode) <= exact.round_places(high, places, mode)


def test_half_up_and_half_even_part_at_a_tie_only() -> None:
    assert [exact.round_places(F(k, 2), 0) for k in (1, 3, 5, -1, -5)] == [1, 2, 3, -1, -3]
    even = [exact.round_places(F(k, 2), 0, RoundingMode.HALF_EVEN) for k in (1, 3, 5, -1, -5)]
    assert even == [0, 2, 2, 0, -2]


def test_settling_leaves_what_fits_and_rounds_what_does_not() -> None:
    fits = F(2**1998 + 1, 3**1200)
    assert exact.settle(fits) is fits
    long = F(2**2002 + 1, 3**1200)
    settled = exact.settle(long)
    assert settled != long
    assert abs(settled / long - 1) <= F(1, 2 * 10**49)
    assert exact.settle(settled) == settled


@given(st.integers(1, 10**60), st.integers(1, 10**60), st.integers(1, 60))
def test_rounding_to_significant_digits_is_within_half_a_unit(top: int, bottom: int, digits: int) -> None:
    value = F(top, bottom)
    rounded = exact.round_significant(value, digits)
    assert abs(rounded / value - 1) <= F(1, 2 * 10 ** (digits - 1))


# ---- functions ------------------------------------------------------------------------------------------------------

_WIDE = decimal.Context(prec=80)


def _by_decimal(value: Decimal) -> Fraction:
    return F(decimal.Context(prec=50, rounding=decimal.ROUND_HALF_EVEN).plus(value))


@pytest.mark.parametrize(
    ("found", "digits"),
    [
        (lambda: exact.ln(F(2)), "0.69314718055994530941723212145817656807550013436026"),
        (lambda: exact.exp(F(1)), "2.7182818284590452353602874713526624977572470937000"),
        (lambda: exact.sqrt(F(2)), "1.4142135623730950488016887242096980785696718753769"),
        (lambda: exact.root(F(2), 3), "1.2599210498948731647672106072782283505702514647015"),
        (lambda: exact.log10(F(2)), "0.30102999566398119521373889472449302676818988146211"),
        (lambda: exact.power(F(21, 20), F(7, 3)), "1.1205769833883759052263580987861194724099128019344"),
        (lambda: exact.power(F(2, 3), F(-5, 7)), "1.3359169825354340194959974160570834812320696873675"),
        (lambda: exact.ln(1 + F(1, 10**30)), "9.999999999999999999999999999995e-31"),
        (lambda: exact.exp(F(-1000)), "5.0759588975494567652918094795743369193055992828928e-435"),
        (lambda: exact.log(F(3), F(2)), "1.5849625007211561814537389439478165087598144076925"),
        (lambda: exact.normal_cdf(F(1)), "0.84134474606854294858523254563203792247791296672660"),
    ],
)
def test_known_constants_have_all_fifty_digits(found: Callable[[], Fraction], digits: str) -> None:
    assert found() == F(digits)


@given(st.fractions(min_value=F(1, 10**9), max_value=10**9, max_denominator=10**9).filter(lambda x: x != 1))
@settings(max_examples=200)
def test_functions_agree_with_decimal_at_eighty_digits(x: Fraction) -> None:
    wide = _WIDE.divide(Decimal(x.numerator), Decimal(x.denominator))
    if abs(x - 1) > F(1, 10**6):
        assert exact.ln(x) == _by_decimal(wide.ln(_WIDE))
    if exact.sqrt(x) ** 2 != x:
        assert exact.sqrt(x) == _by_decimal(wide.sqrt(_WIDE))
    if x <= 1000:
        assert exact.exp(x) == _by_decimal(wide.exp(_WIDE))


@given(st.fractions(max_denominator=10**6), st.integers(1, 12))
def test_the_root_of_a_perfect_power_is_exact(x: Fraction, n: int) -> None:
    value = x if n % 2 else abs(x)
    assert exact.root(value**n, n) == value


@given(st.fractions(min_value=F(1, 1000), max_value=1000, max_denominator=1000).filter(lambda x: x != 1),
       st.integers(-9, 9), st.integers(1, 9))  # fmt: skip
def test_a_logarithm_that_is_rational_is_exact(t: Fraction, p: int, q: int) -> None:
    assert exact.log(t**p, t**q) == F(p, q)


@given(
    st.fractions(min_value=F(1, 100), max_value=100, max_denominator=100),
    st.integers(-6, 6),
    st.integers(1, 6),
)
def test_a_fractional_power_of_a_perfect_power_is_exact(t: Fraction, p: int, q: int) -> None:
    assert exact.power(t**q, F(p, q)) == t**p


def test_what_is_rational_is_exact() -> None:
    assert exact.log10(F(1000)) == 3
    assert exact.log10(F(1, 100)) == -2
    assert exact.log(F(8), F(4)) == F(3, 2)
    assert exact.exp(F(0)) == 1
    assert exact.ln(F(1)) == 0
    assert exact.normal_cdf(F(0)) == F(1, 2)
    assert exact.power(F(0), F(0)) == 1
    assert exact.power(F(2, 3), F(-2)) == F(9, 4)
    assert exact.root(F(-27), 3) == -3


@pytest.mark.parametrize("function", [exact.ln, exact.sqrt, exact.exp, exact.normal_cdf, exact.log10])
@given(pair=st.tuples(*[st.fractions(min_value=F(1, 1000), max_value=30, max_denominator=10**6)] * 2))
@settings(max_examples=100, deadline=None)
def test_a_rising_function_never_falls(
    function: Callable[[Fraction], Fraction], pair: tuple[Fraction, Fraction]
) -> None:
    low, high = sorted(pair)
    assert function(low) <= function(high)


@given(st.fractions(min_value=-6, max_value=6, max_denominator=1000))
@settings(max_examples=60, deadline=None)
def test_both_tails_of_the_normal_distribution_make_one(x: Fraction) -> None:
    assert abs(exact.normal_cdf(x) + exact.normal_cdf(-x) - 1) <= F(1, 10**49)


@pytest.mark.parametrize(
    ("x", "digits"),
    [
        (F("-40"), "3.6558935409150297037489858026882836650539446199774e-350"),
        (F("-12.5"), "3.7325642988777133772258363380314108885007134024596e-36"),
        (F("-3"), "0.0013498980316300945266518147675949773778293681583806"),
        (F("-1.96"), "0.024997895148220434136584269040837190022499779061883"),
        (F("-0.001"), "0.49960105778608893741540967755567305873149675218522"),
        (F("0.5"), "0.69146246127401310363770461060833773988360217555458"),
        (F("1.96"), "0.97500210485177956586341573095916280997750022093812"),
        (F("5"), "0.99999971334842812080608832624766712535464614557699"),
        (F("11"), "0.99999999999999999999999999980893404255013242888496"),
    ],
)
def test_the_normal_distribution_keeps_fifty_significant_digits(x: Fraction, digits: str) -> None:
    assert exact.normal_cdf(x) == F(digits)


def test_beyond_the_far_tail_the_normal_distribution_is_zero_or_one() -> None:
    assert exact.normal_cdf(F(-41)) == 0
    assert exact.normal_cdf(F(41)) == 1


def test_a_value_next_to_a_tie_is_rounded_to_the_right_side() -> None:
    tie = F(10**50 + 5, 10**50)  # 1 and a five in the 51st digit
    above, below = F(10**49 + 1, 10**49), F(1)
    assert exact.exp(F(5, 10**50)) == above  # e^x = 1 + x + x²/2: a little above the tie
    assert exact.sqrt(tie**2 + F(1, 10**300)) == above
    assert exact.sqrt(tie**2 - F(1, 10**300)) == below


@pytest.mark.parametrize(
    "call",
    [
        lambda: exact.ln(F(0)),
        lambda: exact.ln(F(-1)),
        lambda: exact.log10(F(0)),
        lambda: exact.log(F(2), F(1)),
        lambda: exact.log(F(2), F(-2)),
        lambda: exact.sqrt(F(-1)),
        lambda: exact.root(F(-16), 4),
        lambda: exact.root(F(2), 0),
        lambda: exact.power(F(0), F(-1)),
        lambda: exact.power(F(-8), F(1, 3)),
        lambda: exact.divide(F(1), F(0)),
    ],
)
def test_what_has_no_answer_says_so(call: Callable[[], Fraction]) -> None:
    with pytest.raises(Undefined):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: exact.power(F(9), F(10**30)),
        lambda: exact.power(F(9), F(-(10**30))),
        lambda: exact.power(F(2), F(exact.MAX_BITS)),
        lambda: exact.power(F(3), F(10**9 + 1, 2)),
        lambda: exact.exp(F(1001)),
        lambda: exact.exp(F(-1001)),
        lambda: exact.ln(F(2**exact.MAX_BITS)),
        lambda: exact.sqrt(F(1, 2**exact.MAX_BITS)),
    ],
)
def test_what_would_be_too_large_is_not_computed(call: Callable[[], Fraction]) -> None:
    with pytest.raises(TooLarge):
        call()


def test_the_longest_allowed_power_is_computed() -> None:
    assert exact.power(F(2), F(exact.MAX_BITS - 1)) == 2 ** (exact.MAX_BITS - 1)
    assert exact.power(F(-1), F(10**40 + 1)) == -1


def test_the_ambient_context_changes_nothing() -> None:
    expected = exact.ln(F(7)), exact.normal_cdf(F(1, 3)), exact.power(F(7), F(1, 5))
    with decimal.localcontext() as context:
        context.prec = 3
        context.rounding = decimal.ROUND_UP
        context.traps[decimal.Inexact] = True
        assert (exact.ln(F(7)), exact.normal_cdf(F(1, 3)), exact.power(F(7), F(1, 5))) == expected
        with pytest.raises(decimal.Inexact):  # control: the ambient context would have been felt
            Decimal(7).ln()
