"""Four towns on a small scheme: Anping, Bincheng, Linshan and Zhaojia, with what an explanation must tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from kaoping import Filed, Happening, Organisation, Period, Scorecard, Tables, read_scheme_text, score
from kaoping.errors import Place
from kaoping.tables import Cell

YEAR = Period.parse("2026")
SCHEME = """
schema: kaoping-scheme/1
id: towns
title: {zh: 考评, en: Assessment}
every: year
rounding: {places: 2, at: [item, total]}
groups:
  towns: {title: {zh: 乡镇, en: towns}, of: {kind: town}}
suppliers: {plan_office: {zh: 发改局, en: planning office}}
facts:
  invest: {title: {zh: 投资, en: investment}, unit: 亿元, from: plan_office}
  growth: {title: {zh: 增速, en: growth}, unit: "%"}
  energy: {title: {zh: 能耗, en: energy}, better: lower}
  tax: {title: {zh: 税收, en: tax}}
  revenue: {title: {zh: 收入, en: revenue}}
  accidents: {title: {zh: 事故, en: accidents}}
constants:
  difficulty: {title: {zh: 难度系数, en: difficulty}, per: organisation}
values:
  share: {title: {zh: 税收占比, en: tax share}, is: 100 * tax / revenue, unit: "%"}
defaults: {missing: zero, not_applicable: rescale}
events:
  praise: {title: {zh: 表彰, en: commendation}, adds: {high: 2, low: 1}, cap: 3}
vetoes:
  fire: {title: {zh: 重大火灾, en: major fire}, effect: {cap_total: 50}}
tree:
  - economy:
      title: {zh: 经济, en: economy}
      items:
        - invest:
            title: {zh: 投资完成, en: investment done}
            full: 30
            article: 第九条
            rule: {completion: {target: agreed, cap: "1.2", zero_target: refuse, negative_target: refuse}}
            then: [{times: difficulty}, {at_most: full}]
        - growth: {title: {zh: 增速项, en: growth item}, full: 20, rule: {efficacy: {base: 60, span: 40, flat: full}}}
        - energy: {title: {zh: 能耗项, en: energy item}, full: 20, rule: {rank: {form: step, by: 2, ties: share_best, low: 0}}}
        - share: {title: {zh: 占比项, en: share item}, full: 10, rule: {reach: {target: 80}}}
  - safety:
      title: {zh: 安全, en: safety}
      items:
        - accidents: {title: {zh: 事故项, en: accident item}, full: 20, article: 第十条, rule: {deduct: {for: {accidents: 3}, low: 0}}}
        - extra: {title: {zh: 加分, en: bonus}, bonus: true, rule: {events: {of: [praise], cap: 5}}}
grades:
  good: {title: {zh: 良好, en: good}, floor: 80}
  rest: {title: {zh: 一般, en: fair}}
"""
TITLES = {"anping": "安平镇", "bincheng": "滨城镇", "linshan": "林山镇", "zhaojia": "赵家镇"}
VALUES: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "anping": ("29.34", "4.9", "1.2", "7.32", "10", "1"),
    "bincheng": ("60", "12.2", "0.9", "8.8", "10", "0"),
    "linshan": ("33", "3.1", "1.1", "8", "9", "7"),
    "zhaojia": ("50", "7", "1.2", "8", "10", ""),
}
DIFFICULTY = {"anping": "0.98", "bincheng": "1", "linshan": "1.02", "zhaojia": "1"}
FACTS = ("invest", "growth", "energy", "tax", "revenue", "accidents")


def tables(changed: Mapping[tuple[str, str], Cell] = {}) -> Tables:
    """The filed values, some of them changed."""
    bodies = tuple(
        Organisation(key, title, "town", attributes={"difficulty": Fraction(DIFFICULTY[key])})
        for key, title in TITLES.items()
    )
    rows = []
    for key, values in VALUES.items():
        for fact, text in zip(FACTS, values, strict=True):
            if text or (key, fact) in changed:
                cell = changed.get((key, fact), Fraction(text or 0))
                vintage = 2 if (key, fact) == ("anping", "invest") else 1
                rows.append(
                    Filed(key, fact, cell, YEAR, vintage=vintage, place=Place("表.xlsx", 0, "数据", "C7"))
                )
        rows.append(Filed(key, "invest.target", Fraction(46), YEAR))
    happened = (
        Happening("anping", "praise", date(2026, 5, 4), level="high", document="〔2026〕3号"),
        Happening("bincheng", "fire", date(2026, 6, 1), document="通报"),
    )
    return Tables(bodies, tuple(rows), happened)


def card(changed: Mapping[tuple[str, str], Cell] = {}) -> Scorecard:
    """The towns scored."""
    return score(read_scheme_text(SCHEME), tables(changed), "2026")
