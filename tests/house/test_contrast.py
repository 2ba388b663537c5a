"""Every text of the interface can be read: WCAG 2.2 AA over the tokens, light and dark.

Colours as a colour-blind reader sees them: Machado, Oliveira and Fernandes 2009, severity 1.0; distance: CIE76 in Lab.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping

import pytest

from tests.house.tree import ROOT

TOKENS = ROOT / "kaoping_web/ui/static/kaoping/tokens.css"
TEXT = "ink ink-2 ink-3 link cinnabar better worse".split()
GROUND = "paper sheet well hover picked".split()
PAIRS = [("on-cinnabar", "cinnabar"), ("cinnabar", "cinnabar-wash"), ("better", "better-wash"), ("worse", "worse-wash"), ("own", "own-wash"),
         ("on-ink", "ink"), ("card-blue", "card-blue-fill"), ("card-yellow", "card-yellow-fill"), ("card-red", "card-red-fill")]  # fmt: skip
WORDS, BORDERS = 4.5, 3.0
CARDS_APART, SERIES_APART = 10, 10
"""Steps of L* between two cards; ΔE between any two series for any eye."""
EYES = {
    "normal": [(1, 0, 0), (0, 1, 0), (0, 0, 1)],
    "protan": [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)],
    "deutan": [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)],
    "tritan": [(1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)],
}  # fmt: skip
Colours = Mapping[str, str]


def themes(text: str) -> dict[str, Colours]:
    """The colours of both themes by the names of their tokens; the dark one changes only what it names."""
    light = _block(text, ":root {\n  color-scheme: light")
    return {"light": light, "dark": {**light, **_block(text, ':root[data-theme="dark"]')}}


def _block(text: str, head: str) -> dict[str, str]:
    start = text.index(head)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", text[start : text.index("\n}", start)]))


def linear(colour: str) -> list[float]:
    """Red, green and blue as amounts of light, 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]


def contrast(one: str, other: str) -> float:
    """1 to 21, as WCAG measures it."""
    lights = (
        sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True))
        for each in (one, other)
    )
    high, low = sorted(lights, reverse=True)
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    """The colour in Lab as this eye has it."""
    light = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(m * part for m, part in zip(row, light, strict=True)))) for row in EYES[eye]
    )
    x, y, z = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505, 0.2126 * red + 0.7152 * green + 0.0722 * blue, (
        0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089  # fmt: skip
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def too_faint(colours: Colours) -> list[str]:
    """Every pair below what AA asks, with its ratio."""
    asked = [(front, ground, WORDS) for front in TEXT for ground in GROUND] + [
        (front, ground, WORDS) for front, ground in PAIRS
    ]
    asked += [(front, ground, BORDERS) for front in ("rule-field", "focus") for ground in GROUND]
    found = [
        (front, ground, contrast(colours[front], colours[ground]), least) for front, ground, least in asked
    ]
    return [
        f"{front} on {ground}: {ratio:.2f} < {least}"
        for front, ground, ratio, least in found
        if ratio < least
    ]


THEMES = themes(TOKENS.read_text("utf-8"))


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_every_ground(theme: str) -> None:
    assert too_faint(THEMES[theme]) == []


@pytest.mark.parametrize("theme", THEMES)
def test_cards_differ_in_lightness(theme: str) -> None:
    lights = sorted(
        seen(THEMES[theme][f"card-{card}-fill"], "normal")[0] for card in ("blue", "yellow", "red")
    )
    assert min(high - low for low, high in itertools.pairwise(lights)) > CARDS_APART


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_series_differ_for_every_eye(theme: str, eye: str) -> None:
    series = {n: seen(THEMES[theme][f"c{n}"], eye) for n in range(1, 9)}
    near = [
        (one, other)
        for one, other in itertools.combinations(series, 2)
        if math.dist(series[one], series[other]) < SERIES_APART
    ]
    assert near == []


def test_control_a_faint_grey_is_found() -> None:
    assert too_faint({**THEMES["light"], "ink-3": "#9aa09c"})


def test_control_black_on_white_is_21_and_a_colour_on_itself_is_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21) and contrast("#7f867f", "#7f867f") == 1
