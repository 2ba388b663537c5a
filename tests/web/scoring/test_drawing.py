"""Drawings: names are escaped, every picture says what it shows, no style and no script, places are where numbers are."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from kaoping_web.ui.drawing.charts import Dot, Fall, Moment, Race, Spread, band, bump, strip, waterfall
from kaoping_web.ui.drawing.heat import Cell, Column, heat, shade
from kaoping_web.ui.drawing.marks import Scale, px, short, ticks
from kaoping_web.ui.drawing.parts import dimension_bar, interval, movement, quartile, spark

EVIL = '<script>alert("1")</script>&'
F = Fraction
DRAWN = {
    "waterfall": waterfall(
        [Fall(EVIL, F(0), F(2), "2.00", "lost"), Fall("合计", F(0), F(2), "2.00", "sum")], EVIL
    ),
    "band": band(
        [Moment("25Q1", F(80), F(79), F(70), F(85)), Moment("25Q2", F(81), F(80), F(71), F(86))],
        EVIL,
        EVIL,
        "中位数",
        "分",
    ),
    "strip": strip(
        [Dot(F(3), EVIL, True), Dot(F(4), EVIL, False, '/x/"')],
        [(F(3), EVIL)],
        EVIL,
        EVIL,
        1,
        Spread(F(1), F(2), F(3), F(4), F(5)),
    ),
    "bump": bump([Race(EVIL, (1, 2), 1), Race("b", (2, 1))], ["25Q1", EVIL], EVIL),
    "heat": heat(
        [(EVIL, [Cell(F(3), EVIL, '/x/"'), Cell(None, "", "")])],
        [Column("A01", EVIL), Column("A02", EVIL)],
        EVIL,
    ),
    "spark": spark([F(1), None, F(2)], EVIL),
    "quartile": quartile(F(3), F(1), F(2), F(3), F(4), F(5), F(5), EVIL),
    "interval": interval(2, 3, 2, 17, EVIL),
    "dimension_bar": dimension_bar(F(3), F(4)),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_is_well_formed_named_and_harmless(name: str) -> None:
    drawn = str(DRAWN[name])
    for picture in re.findall(r"<svg.*?</svg>", drawn):
        root = ElementTree.fromstring(picture)
        assert root.get("aria-label") == EVIL or root.get("aria-hidden") == "true"
        role = "group" if "<a " in picture else "img"  # an image would hide the links within it
        assert root.get("role") == (None if root.get("aria-hidden") else role)
        assert not [
            one
            for one in root.iter()
            if one.tag == "script" or one.get("style") or any(key.startswith("on") for key in one.attrib)
        ]
    assert "<script" not in drawn and drawn.count("<svg") >= 1


def test_a_waterfall_begins_at_nothing_and_its_bars_follow_each_other() -> None:
    rows = [
        Fall("a", F(0), F(2), "2", "lost"),
        Fall("b", F(2), F(3), "1", "lost"),
        Fall("c", F(0), F(3), "3", "sum"),
    ]
    wide = re.findall(r"<svg.*?</svg>", str(waterfall(rows, "t")))[0]
    bars = [
        (float(x), float(w))
        for x, w in re.findall(
            r'<rect class="v-(?:worse|fink)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', wide
        )
    ]
    assert bars[0][0] == bars[2][0] and bars[1][0] == pytest.approx(bars[0][0] + bars[0][1], abs=0.11)
    assert bars[2][1] == pytest.approx(bars[0][1] + bars[1][1], abs=0.11)


@pytest.mark.parametrize(
    ("away", "step"),
    [
        ("-25", 1),
        ("-20", 1),
        ("-12", 2),
        ("-3", 3),
        ("-1.9", 4),
        ("0", 4),
        ("1.9", 4),
        ("2", 5),
        ("12", 6),
        ("20", 7),
        ("99", 7),
    ],
)
def test_shades_are_even_about_the_median(away: str, step: int) -> None:
    assert shade(F(away)) == step
    if away not in ("0",):
        assert shade(-F(away)) == 8 - step


def test_scales_hold_what_lies_beyond_at_the_edge() -> None:
    scale = Scale(F(0), F(10), 0, 100)
    assert [scale(F(one)) for one in (-5, 0, 5, 10, 15)] == [0, 0, 50, 100, 100]
    assert px(1.04) == "1" and px(-0.25) in ("-0.2", "-0.3") and px(F(1, 3)) == "0.3"


def test_ticks_are_round_and_enclose() -> None:
    assert ticks(F("0.3"), F("9.7"), 5) == [0, 2, 4, 6, 8, 10]
    assert ticks(F(83), F(83))[0] <= 83 <= ticks(F(83), F(83))[-1]


def test_long_names_are_cut_and_short_ones_are_not() -> None:
    assert short("固定资产投资", 6) == "固定资产投资" and short("社会消费品零售总额增速", 6).endswith("…")
    assert (
        movement(2, "u", "d", "s").count("▲") == 1
        and movement(-1, "u", "d", "s").count("▼") == 1
        and movement(None, "u", "d", "s") == ""
    )
