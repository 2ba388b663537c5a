"""A small district for the tests of the command line: its scheme, its organisations, a year of figures."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCHEME = """\
schema: kaoping-scheme/1
id: yunlan-2026
title: {zh: 云澜区2026年度综合考评办法, en: Yunlan District comprehensive assessment 2026}
version: "3"
in_force: {from: 2026-01-01}
approved: {by: 区委常委会, on: 2026-03-12, document: 云办发〔2026〕8号}
every: year
rounding: {places: 2, at: [item, total]}
groups:
  townships: {title: {zh: 乡镇街道, en: Townships}, of: {kind: [township, subdistrict]}}
  departments: {title: {zh: 区直部门, en: Departments}, of: {kind: department}}
suppliers:
  statistics: {zh: 统计局, en: Statistics}
  hotline: {zh: 热线办, en: Hotline}
facts:
  investment:
    {title: {zh: 固定资产投资, en: Fixed investment}, unit: 亿元, runs: cumulative, every: month, from: statistics,
     low: 0, high: 1000, note: 不含农户, article: 第九条, better: higher}
  population: {title: {zh: 常住人口, en: Population}, unit: 万人, every: once, from: statistics}
  complaints: {title: {zh: 投诉办结率, en: Complaints closed}, unit: "%", every: year, from: hotline, decimals: 1}
  open_data: {title: {zh: 是否公开, en: Published}, type: truth, every: year, from: hotline}
  standing: {title: {zh: 党建等级, en: Party-building standing}, type: text, choices: [好, 较好, 一般], every: year}
  morale: {title: {zh: 民主测评, en: Morale}, unit: 分, per_rater: true, every: year, low: 0, high: 100}
values:
  investment_growth:
    title: {zh: 投资增速, en: Investment growth}
    unit: "%"
    is: 100 * (investment - last_year(investment)) / last_year(investment)
constants:
  difficulty: {title: 难度系数, per: organisation, unit: ratio, default: 1, basis: 附件3}
defaults: {missing: zero, not_applicable: rescale, pending: zero, undefined: zero}
tree:
  - economy:
      title: {zh: 高质量发展, en: Development}
      items:
        - investment_growth:
            full: {townships: 40}
            rule: {completion: {target: agreed, cap: 1.2, zero_target: zero}}
            then: [{times: difficulty}, {at_most: full}]
        - complaints: {full: {townships: 30, departments: 50}, rule: {efficacy: {base: 60, span: 40}}}
  - conduct:
      title: {zh: 作风建设, en: Conduct}
      items:
        - open_data: {full: 10, rule: {cases: {rows: [{when: open_data, points: full}], otherwise: 0}}}
        - standing:
            full: 10
            rule: {cases: {rows: [{when: "standing = '好'", points: full}], otherwise: 5}}
        - morale: {full: 10, of: morale, rule: {panel: {each: v / 10}}}
        - honours: {title: {zh: 奖励, en: Honours}, bonus: true, rule: {events: {of: [honours]}}}
events:
  honours: {title: {zh: 加分奖项, en: Honours}, adds: {national: 3, city: 1}, same_matter: highest_once, cap: 5}
vetoes:
  accident: {title: {zh: 重大安全责任事故, en: Major accident}, effect: zero_score}
grades:
  excellent: {title: {zh: 优秀, en: excellent}, floor: 85}
  rest: {title: {zh: 一般, en: fair}}
awards:
  first: {title: {zh: 第一名奖, en: First}, by: total, top: 1, ties: take_all}
"""
ORGANISATIONS = (
    ("anping", "安平镇", "township", "1.1"),
    ("bincheng", "滨城街道", "subdistrict", "0.9"),
    ("chaoyang", "朝阳镇", "township", ""),
    ("finance", "财政局", "department", ""),
    ("culture", "文旅局", "department", ""),
)
TOWNS = ("anping", "bincheng", "chaoyang")


@dataclass(frozen=True)
class District:
    """Its files."""

    folder: Path
    scheme: Path
    bodies: Path
    figures: Path
    events: Path

    @property
    def tables(self) -> list[str]:
        return [str(self.bodies), str(self.figures), str(self.events)]

    def score(self, *more: str) -> list[str]:
        """The words of a command that scores the year."""
        return ["score", str(self.scheme), *self.tables, "--period", "2026", "--lang", "zh", *more]


def written(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def district(folder: Path) -> District:
    scheme = folder / "scheme.yaml"
    scheme.write_text(SCHEME, "utf-8")
    bodies = written(folder / "单位.csv", [("编码", "名称", "类别", "难度系数"), *ORGANISATIONS])
    return District(
        folder, scheme, bodies, written(folder / "数据.csv", figures()), written(folder / "事项.csv", EVENTS)
    )


def figures() -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("单位", "指标", "期间", "数值", "评价人")]
    for i, key in enumerate(TOWNS):
        rows.append((key, "investment", "2025-12", 100, ""))
        rows.append((key, "investment", "2026-12", 110 + 3 * i, ""))
        rows.append((key, "investment_growth.target", "2026", 12, ""))
    for i, (key, *_) in enumerate(ORGANISATIONS):
        rows.append((key, "complaints", "2026", 90 + i, ""))
        rows.append((key, "open_data", "2026", "是" if i % 2 else "否", ""))
        rows.append((key, "standing", "2026", "好" if i % 3 else "一般", ""))
        rows += [(key, "morale", "2026", 80 + 3 * i + r, f"R0{r}") for r in (1, 2, 3)]
    return rows


EVENTS: list[Sequence[object]] = [
    ("单位", "事项", "级别", "日期", "事由", "文号"),
    ("安平镇", "加分奖项", "city", "2026-05-01", "文明镇", "云文〔2026〕1号"),
]
