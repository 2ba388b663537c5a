"""What goes wrong in a year of figures: some are never filed, some come late, some are corrected, two sources differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from demo.figures import MONTHS, THIS_YEAR
from kaoping.periods import Period
from kaoping.tables import Absence, Filed

Spot = tuple[str, str, Period]

NEVER_FILED: tuple[Spot, ...] = (
    ("qingya", "fire_standard", THIS_YEAR),
    ("songdun", "burden_relief", THIS_YEAR),
    ("supply_coop", "burden_relief", THIS_YEAR),
)
PENDING: tuple[tuple[str, str, Period, str], ...] = (
    ("weather", "line_score", THIS_YEAR, "市对口考核结果2027年3月公布"),
    ("tax", "line_score", THIS_YEAR, "市对口考核结果2027年3月公布"),
    ("fire", "line_score", THIS_YEAR, "市对口考核结果2027年3月公布"),
)
LATE: tuple[tuple[str, str, Period, str], ...] = (
    ("qingya", "key_projects", MONTHS[9], "10月数据11月6日补报"),
    ("songdun", "matters_on_time", MONTHS[9], "10月数据11月9日补报"),
    ("farm_development", "filing_on_time", MONTHS[5], "6月数据7月28日补报"),
)
CORRECTED: tuple[tuple[str, str, Period, int, str], ...] = (
    (
        "liuting",
        "tax_revenue",
        THIS_YEAR,
        985,
        "更正：剔除一次性耕地占用税，区财政局第二人签认，云财〔2027〕3号",
    ),
    ("shazhou", "attracted", THIS_YEAR, 940, "更正：一笔到位资金凭证重复，区统计局核减，云统〔2027〕2号"),
    ("baizhu", "budget_revenue", MONTHS[11], 1012, "更正：12月31日入库款补记，云财〔2027〕4号"),
)
"""Body, fact, period, the corrected figure in thousandths of the first one, reason and document."""
DIFFERING: tuple[tuple[str, Period, str], ...] = (
    ("anping", MONTHS[8], "-1.68"),
    ("anping", MONTHS[9], "-1.68"),
    ("anping", MONTHS[10], "-1.68"),
    ("anping", MONTHS[11], "-1.68"),
    ("songdun", MONTHS[11], "-0.74"),
)
"""Where the statistics bureau counts less investment than the development and reform bureau, in 亿元."""
WHY_DIFFERING = "付款凭证不足，统计局按到位凭证核减"


def with_mishaps(rows: Iterable[Filed]) -> tuple[Filed, ...]:
    """The rows of the year as they really come in."""
    never, pending = set(NEVER_FILED), {spot[:3]: spot[3] for spot in PENDING}
    late = {spot[:3]: spot[3] for spot in LATE}
    corrected = {spot[:3]: spot[3:] for spot in CORRECTED}
    found: list[Filed] = []
    for row in rows:
        spot = (row.organisation, row.fact, row.period)
        if spot in never:
            continue
        if spot in pending:
            found.append(replace(row, value=Absence.PENDING, note=pending[spot]))
        elif spot in late:
            found.append(replace(row, value=Absence.PENDING, note="逾期未报"))
            found.append(replace(row, vintage=2, note=late[spot]))
        elif spot in corrected:
            found += [row, _corrected(row, *corrected[spot])]
        else:
            found.append(row)
    return tuple(_sourced(found))


def _corrected(row: Filed, permille: int, why: str) -> Filed:
    number = _number(row)
    value = Fraction(round(number * number.denominator * permille / 1000), number.denominator)
    return replace(row, value=value, vintage=2, note=why)


def _number(row: Filed) -> Fraction:
    """The number filed. Raises TypeError where the story of the year names a cell that holds none."""
    if not isinstance(row.value, Fraction):
        raise TypeError(f"{row.organisation} {row.fact} {row.period} holds no number")
    return row.value


def _sourced(rows: Iterable[Filed]) -> Iterable[Filed]:
    """Investment is filed by one bureau; where the other one differs, its figure stands beside it."""
    less: dict[tuple[str, Period | None], Fraction] = {
        (body, period): Fraction(amount) for body, period, amount in DIFFERING
    }
    for row in rows:
        if row.fact != "investment":
            yield row
            continue
        yield replace(row, source="development_reform")
        if (row.organisation, row.period) in less:
            value = _number(row) + less[(row.organisation, row.period)]
            yield replace(row, value=value, source="statistics", note=WHY_DIFFERING)
