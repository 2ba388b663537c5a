"""The year in figures: what is filed, and what it must come to, reckoned by hand beside each row.

A score of the site is never used to make one of these: they were written down before the site was asked.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES = {"anping": "安平镇", "bincheng": "滨城镇", "cuiyun": "翠云镇"}
TOWNS = tuple(NAMES)

# Targets for 2026. Bincheng was asked for 10, objected, and 9 was agreed.
INVESTMENT_PROPOSED = ("12", "10", "8")  # 亿元
INVESTMENT_TARGETS = ("12", "9", "8")
REVENUE_TARGETS = ("3000", "2400", "1800")  # 万元

# Fixed-asset investment from 1 January, 亿元. Bincheng's March was filed as 2.12 and corrected to 2.21 after the lock.
INVESTMENT: Mapping[str, tuple[str, str, str]] = {
    "2026-01": ("0.95", "0.80", "0.50"), "2026-02": ("1.80", "1.50", "1.10"), "2026-03": ("2.85", "2.12", "1.70"),
    "2026-04": ("3.90", "2.95", "2.40"), "2026-05": ("4.90", "3.60", "3.00"), "2026-06": ("6.10", "4.35", "3.70"),
    "2026-07": ("7.00", "5.10", "4.40"), "2026-08": ("8.00", "5.90", "5.00"), "2026-09": ("9.05", "6.60", "5.80"),
    "2026-10": ("10.00", "7.40", "6.50"), "2026-11": ("11.00", "8.10", "7.10"), "2026-12": ("12.36", "8.64", "7.70"),
}  # fmt: skip
WRONG_MARCH, RIGHT_MARCH = "2.12", "2.21"
PROJECTS: Mapping[str, tuple[str, str, str]] = {"2026-01": ("3", "5", "6")} | {
    f"2026-{month:02}": ("4", "5", "6") for month in range(2, 13)
}
REVENUE: Mapping[str, tuple[str, str, str]] = {
    "2026-Q1": ("765", "561", "430"), "2026-Q2": ("1520", "1180", "850"),
    "2026-Q3": ("2240", "1790", "1301"), "2026-Q4": ("3105", "2352", "1777"),
}  # fmt: skip
ON_TIME: Mapping[str, tuple[str, str, str]] = {
    "2026-Q1": ("97.5", "94", "100"), "2026-Q2": ("98.2", "95.5", "99"),
    "2026-Q3": ("96.4", "97", "98.8"), "2026-Q4": ("99", "96.3", "97.7"),
}  # fmt: skip
SATISFACTION = {"安平镇": "91.3", "滨城镇": "88.6", "翠云镇": "93.7", "安平村": "90.2", "临溪村": "87.5"}

# The hand's reckoning. Items are rounded half up to two places, and totals are sums of the rounded items.
#
# January: 60 × min(actual ÷ (target × 1/12), 1) and 40 × min(projects ÷ 5, 1)
JANUARY = {
    "anping": ("57.00", "24.00", "81.00"),  #  0.95 ÷ 1      = 0.95     60 × 0.95  = 57;   40 × 3/5 = 24
    "bincheng": ("60.00", "40.00", "100.00"),  #  0.80 ÷ 0.75   = 1.066…   capped: 60;        40 × 5/5 = 40
    "cuiyun": (
        "45.00",
        "40.00",
        "85.00",
    ),  #  0.50 ÷ 0.6666… = 0.75     60 × 0.75  = 45;   40 × 6/5, capped: 40
}
# Quarters: 50 × min(actual ÷ (target × n/4), 1), 30 × the same of revenue, 20 − (100 − rate)
FIRST_QUARTER_AS_FILED = {
    "anping": (
        "47.50",
        "30.00",
        "17.50",
        "95.00",
    ),  #  2.85 ÷ 3    = 0.95;      765 ÷ 750, capped;       20 − 2.5
    "bincheng": (
        "47.11",
        "28.05",
        "14.00",
        "89.16",
    ),  #  2.12 ÷ 2.25 = 0.94222…;  561 ÷ 600 = 0.935;       20 − 6
    "cuiyun": (
        "42.50",
        "28.67",
        "20.00",
        "91.17",
    ),  #  1.70 ÷ 2    = 0.85;      430 ÷ 450 = 0.95555…;    20 − 0
}
FIRST_QUARTER = FIRST_QUARTER_AS_FILED | {
    "bincheng": ("49.11", "28.05", "14.00", "91.16"),  #  2.21 ÷ 2.25 = 0.98222…, 50 × it = 49.1111…
}
QUARTERS = {
    "2026-Q1": {one: row[-1] for one, row in FIRST_QUARTER.items()},
    "2026-Q2": {
        "anping": "98.20",  #  6.10 ÷ 6, capped: 50.00;       1520 ÷ 1500, capped: 30.00;        20 − 1.8 = 18.20
        "bincheng": "93.33",  #  4.35 ÷ 4.5 × 50  = 48.33(33);  1180 ÷ 1200 × 30 = 29.50;          20 − 4.5 = 15.50
        "cuiyun": "93.58",  #  3.70 ÷ 4 × 50    = 46.25;      850 ÷ 900 × 30   = 28.33(33);      20 − 1   = 19.00
    },
    "2026-Q3": {
        "anping": "96.27",  #  9.05 ÷ 9, capped: 50.00;       2240 ÷ 2250 × 30 = 29.86(66) → 29.87;  20 − 3.6 = 16.40
        "bincheng": "95.72",  #  6.60 ÷ 6.75 × 50 = 48.88(88) → 48.89;  1790 ÷ 1800 × 30 = 29.83(33);    20 − 3   = 17.00
        "cuiyun": "96.04",  #  5.80 ÷ 6 × 50    = 48.33(33);  1301 ÷ 1350 × 30 = 28.91(11);      20 − 1.2 = 18.80
    },
    "2026-Q4": {
        "anping": "99.00",  #  12.36 ÷ 12, capped: 50.00;     3105 ÷ 3000, capped: 30.00;        20 − 1   = 19.00
        "bincheng": "93.70",  #  8.64 ÷ 9 × 50    = 48.00;      2352 ÷ 2400 × 30 = 29.40;          20 − 3.7 = 16.30
        "cuiyun": "95.45",  #  7.70 ÷ 8 × 50    = 48.125 → 48.13;  1777 ÷ 1800 × 30 = 29.61(66) → 29.62;  20 − 2.3 = 17.70
    },
}
# The year: 40 × min(investment ÷ target, 1), 20 × min(revenue ÷ target, 1), 20 × satisfaction ÷ 100, 20 × mean of quarters ÷ 100
YEAR = {
    "anping": ("40.00", "20.00", "18.26", "19.42", "97.68"),
    #   12.36 ÷ 12, capped;  3105 ÷ 3000, capped;  20 × 0.913;
    #   (95.00 + 98.20 + 96.27 + 99.00) ÷ 4 = 388.47 ÷ 4 = 97.1175, × 0.2 = 19.4235
    "bincheng": ("38.40", "19.60", "17.72", "18.70", "94.42"),
    #   8.64 ÷ 9 = 0.96;  2352 ÷ 2400 = 0.98;  20 × 0.886;
    #   (91.16 + 93.33 + 95.72 + 93.70) ÷ 4 = 373.91 ÷ 4 = 93.4775, × 0.2 = 18.6955
    #   (with March as it was first filed: 371.91 ÷ 4 × 0.2 = 18.5955, which would be 18.60)
    "cuiyun": ("38.50", "19.74", "18.74", "18.81", "95.79"),
    #   7.70 ÷ 8 = 0.9625;  1777 ÷ 1800 × 20 = 19.7444…;  20 × 0.937;
    #   (91.17 + 93.58 + 96.04 + 95.45) ÷ 4 = 376.24 ÷ 4 = 94.06, × 0.2 = 18.812
}
VILLAGES = {"anping_v1": "90.20", "anping_v2": "87.50"}  # 100 × 90.2 ÷ 100, 100 × 87.5 ÷ 100


def column(figures: tuple[str, ...]) -> str:
    """A column as a spreadsheet copies it."""
    return "\r\n".join(figures) + "\r\n"


def block(*columns: tuple[str, ...]) -> str:
    """Columns side by side as a spreadsheet copies them."""
    return "".join("\t".join(row) + "\r\n" for row in zip(*columns, strict=True))


def of_month(period: str) -> dict[str, str]:
    """What the Development and Reform Bureau files for a month, by what each cell is said to be for."""
    rows = zip(NAMES.values(), INVESTMENT[period], PROJECTS[period], strict=True)
    return {
        key: value
        for name, invested, begun in rows
        for key, value in ((f"{name} 固定资产投资", invested), (f"{name} 新开工项目", begun))
    }
