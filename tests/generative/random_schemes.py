"""Random schemes with tables to score them on: every rule, most policies, compositions, operations, events, vetoes,
grades and awards, with values that are missing, not applicable, pending, zero and negative.

    case = random_case(random.Random(7))
    card = score(read_scheme_text(case.scheme_text), case.tables, case.period)

The same random numbers give the same case. With hypothesis: `random_case(draw(st.randoms(use_true_random=False)))`,
or a seed. A case always reads and compiles. Scoring one may still raise TableError: some schemes meet an absence
whose stand-in is itself absent, and refuse.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

import yaml

from kaoping.periods import Period
from kaoping.tables import Absence, Cell, Filed, Happening, Organisation, Tables
from tests.generative.random_rules import RULES, Choices

YEAR = Period.parse("2026")
BEFORE = Period.parse("2025")
RATERS = ("r1", "r2", "r3", "r4", "r5")


@dataclass(frozen=True)
class Case:
    """A scheme as text, tables for it, and the period to score."""

    scheme_text: str
    tables: Tables
    period: str


def random_case(random: Random, organisations: int | None = None, large: bool = True) -> Case:
    """One case. `organisations`: how many; by default two to seven. `large`: of up to twelve items and often several
    tracks, else of two or three and mostly one track."""
    made = _Maker(Choices(random), large)
    number = organisations or random.randint(2, 7)
    scheme = made.scheme()
    return Case(
        yaml.dump(scheme, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        made.tables(number),
        str(YEAR),
    )


def numbered_case(seed: int, every: int = 6) -> Case:
    """The case of a number. Most have a handful of organisations, one in twelve thirty, one in twelve a single one; one
    scheme in so many is large: small ones try more ways of a scheme in the same time, large ones more of them together."""
    return random_case(Random(seed), {0: 30, 1: 1}.get(seed % 12), large=seed // 12 % every == every - 1)


@dataclass
class _Maker:
    """A scheme under way. Tracks: towns, and sometimes departments; villages stand beneath the towns."""

    c: Choices
    large: bool

    # the scheme --------------------------------------------------------------------------------------

    def scheme(self) -> dict[str, object]:
        c = self.c
        self.two = c.chance(0.4 if self.large else 0.1)
        self.levels = c.chance(0.3 if self.large else 0.1)
        self.items = 0
        scheme: dict[str, object] = {
            "schema": "kaoping-scheme/1",
            "id": "random",
            "title": {"zh": "随机方案", "en": "Random"},
            "every": "year",
            "rounding": c.rounding(),
            "ranking": {"ties": c.one("share_best", "dense", "mean", "share_worst"), "on": c.one("rounded", "exact")},
            "groups": self._groups(),
            "facts": self._facts(),
            "values": self._values(),
            "constants": {"difficulty": {"title": {"zh": "难度系数", "en": "difficulty"}, "per": "organisation", "default": 1}},
            "defaults": {"missing": self._absence("missing"), "not_applicable": self._absence("not_applicable"),
                         "pending": self._absence("pending"), "undefined": c.one("zero", "full", "leave_out", "missing"),
                         "step_mode": c.one("floor", "linear", "ceil")},
            "tree": self._tree(),
            "events": self._events(),
            "vetoes": self._vetoes(),
            "grades": self._grades(),
            "awards": {"star": {"title": {"zh": "之星", "en": "star"}, "by": "total", "top": c.whole(1, 2),
                                **c.one({"ties": "take_all"}, {"ties": "take_none"}, {"ties": "tie_break", "then": ["place"]})}},
        }  # fmt: skip
        if c.chance(0.3) and self.leaves:
            scheme["post_rules"] = [
                {"shortfall_contagion": {"base": "0.6 * full", "items": list(self.leaves)}}
            ]
        if c.chance(0.5):
            scheme["then"] = self._then(root=True)
        if self.c.chance(0.25):
            scheme["combine"] = {c.one("arithmetic", "power", "min", "max", "median"): {}}
            if "power" in scheme["combine"]:  # type: ignore[operator]
                scheme["combine"] = {"power": {"power": c.one(2, "0.5", 1)}}
        return scheme

    def _groups(self) -> dict[str, object]:
        found: dict[str, object] = {"towns": {"title": {"zh": "乡镇", "en": "towns"}, "of": {"kind": "town"}}}
        if self.two:
            found["departments"] = {"title": {"zh": "部门", "en": "departments"}, "of": {"kind": "department"},
                                    "not_ranked": ["d1"] if self.c.chance(0.3) else []}  # fmt: skip
            if not found["departments"]["not_ranked"]:  # type: ignore[index]
                del found["departments"]["not_ranked"]  # type: ignore[attr-defined]
        if self.levels:
            found["villages"] = {"title": {"zh": "村", "en": "villages"}, "of": {"kind": "village"}}
        return found

    def _facts(self) -> dict[str, object]:
        facts: dict[str, object] = {}
        for i in range(6):
            facts[f"f{i}"] = {
                "title": {"zh": f"指标{i}", "en": f"figure {i}"},
                "unit": self.c.one("亿元", "%", "个"),
                "better": self.c.one("higher", "higher", "lower"),
            }
        facts["f5"] |= {"runs": self.c.one("cumulative", "period", "average"), "every": "quarter"}  # type: ignore[operator]
        for key, zh, en in (
            ("yes", "赞成", "ayes"),
            ("no", "反对", "noes"),
            ("blank", "弃权", "blanks"),
            ("place", "全省位次", "place"),
        ):
            facts[key] = {"title": {"zh": zh, "en": en}}
        facts["ballot"] = {"title": {"zh": "评价", "en": "judgement"}, "per_rater": True}
        return facts

    def _values(self) -> dict[str, object]:
        c = self.c
        found: dict[str, object] = {
            "v0": {"title": {"zh": "比值", "en": "ratio"}, "is": "f0 / f1", "unit": "%"},
            "v1": {"title": {"zh": "同比", "en": "growth"}, "is": "f2 - last_year(f2)"},
            "v2": {"title": {"zh": "超均值", "en": "above the mean"}, "is": "f3 - group_mean(f3)"},
        }
        if c.chance(0.5):
            found["v0"] |= {
                "missing": c.one("zero", {"is": 3}, "group_mean"),
                "undefined": c.one("missing", "not_applicable"),
            }  # type: ignore[operator]
        if c.chance(0.3):
            found["v1"] |= {"pending": "missing"} if c.chance(0.5) else {"missing": "pending"}  # type: ignore[operator]
        if self.levels:
            found["v3"] = {
                "title": {"zh": "村均", "en": "mean of villages"},
                "is": f"coalesce(below(villages, f0, {c.one('mean', 'sum', 'max')}), f0)",
            }
            found["v4"] = {
                "title": {"zh": "与上级之比", "en": "against the body above"},
                "is": "coalesce(f1 / above(f1, towns), 1)",
            }
        if c.chance(0.3):
            found["v1"] |= {"then": [{"clamp": {"low": -20, "high": 20}}]}  # type: ignore[operator]
        return found

    def _absence(self, kind: str) -> object:
        c = self.c
        ways: list[object] = ["zero", "full", {"points": "0.5 * full"}, "rescale", "spread_to_siblings", "leave_out",
                              {"group_average": c.one("zero", "full", "leave_out")}, {"own_rate": "siblings"}]  # fmt: skip
        if kind == "pending":
            ways += ["pending", "pending", "missing", "not_applicable"]
        if kind == "missing":
            ways.append("not_applicable")
        return c.one(*ways)

    # the tree ----------------------------------------------------------------------------------------

    def _tree(self) -> list[dict[str, object]]:
        self.leaves: list[str] = []
        return [{f"dim{i}": self._dimension(i)} for i in range(self.c.whole(1, 3) if self.large else 1)]

    def _dimension(self, number: int) -> dict[str, object]:
        c = self.c
        items = [self._item(number, i) for i in range(c.whole(2, 4 if self.large else 3))]
        found: dict[str, object] = {"title": {"zh": f"维度{number}", "en": f"dimension {number}"}}
        kind = c.one("sum", "sum", "sum", "convert", "mean", "formula")
        if kind == "convert":
            found |= {"full": c.whole(20, 60), "combine": {"sum": {"convert": True}}}
        elif kind == "mean":
            how = c.one("arithmetic", "geometric", "harmonic", "min", "max", "median", "product")
            settings: dict[str, object] = {"missing_members": c.one("strict", "leave_out")}
            if c.chance(0.3):
                settings |= {"at_least": c.one("0.5", "1"), "counted_by": c.one("share", "weight", "number")}
            found["combine"] = {how: settings}
        elif kind == "formula":
            names = [key for one in items for key in one]
            found |= {"full": 30, "combine": {"formula": f"0.5 * ({' + '.join(names)}) + min({names[0]}, 3)"}}
        if c.chance(0.3):
            found["then"] = self._then(root=False)
        if kind in ("sum", "convert") and c.chance(0.3):
            key = f"bonus{number}"
            items.append(
                {
                    key: {
                        "title": {"zh": "加减分", "en": "bonus"},
                        "bonus": True,
                        "rule": {"events": {"of": ["praise", "blame"], "cap": 5, "low": -5}},
                    }
                }
            )
        found["items"] = items
        return found

    def _item(self, dimension: int, number: int) -> dict[str, object]:
        c = self.c
        key = f"item{dimension}_{number}"
        self.leaves.append(key)
        name = c.one(*RULES)
        rule, of = RULES[name](c)
        found: dict[str, object] = {
            "title": {"zh": f"项目{dimension}.{number}", "en": f"item {dimension}.{number}"}
        }
        found["full"] = (
            {"towns": c.whole(5, 30), "otherwise": c.whole(5, 30)}
            if self.two and c.chance(0.2)
            else c.whole(5, 30)
        )
        if of:
            found["of"] = self.c.one("v3", "v4") if self.levels and of.startswith("v") else of
        if of and name not in ("parity", "improvement", "movement") and c.chance(0.25):
            found["prepare"] = self._prepared()
        if c.chance(0.3):
            found["article"] = f"第{c.whole(1, 30)}条"
        if name in ("completion", "of_max", "progress"):
            found["better"] = "higher"
        found["rule"] = rule
        if c.chance(0.5):
            found["then"] = self._then(root=False)
        for kind in ("missing", "not_applicable", "pending"):
            if c.chance(0.25):
                found[kind] = self._absence(kind)
        if c.chance(0.2):
            found["rounding"] = c.one("none", 1, 3)
        return {key: found}

    def _prepared(self) -> list[object]:
        """What is done to a value before its rule."""
        c = self.c
        treat: dict[str, object] = {
            "method": c.one("winsorise", "log_shifted", "quantiles"),
            "test": c.one("always", "skew_and_kurtosis"),
        }
        ways: list[object] = [{"fill_missing": {"by": c.one("zero", "group_mean", {"is": 5})}}, {"as_equal": {"within": "0.5"}},
                              {"treat": treat}, {"round": 1}]  # fmt: skip
        return [c.one(*ways)]

    def _then(self, root: bool) -> list[object]:
        c = self.c
        ways: list[object] = [
            {"times": "difficulty"}, {"times": c.number(0, 2)}, {"plus": c.number(-3, 3)}, {"minus": c.number(0, 2)},
            {"at_most": "full"}, {"at_least": 0}, {"clamp": {"low": 0, "high": "full"}}, {"round": c.one(1, 3)},
            {"set": "points * 0.9 + 1"}, {"events": {"of": ["praise", "blame"], "cap": 3, "floor": -4}},
            {"times": c.number(0, 1), "when": "points > 5"}, {"minus": 1, "when": "event_count(blame) >= 1"},
        ]  # fmt: skip
        if not root:
            ways += [{"rule": {"interpolate": {"points": [[0, 0], [20, "full"]]}}}]
        return [c.one(*ways) for _ in range(c.whole(1, 3))]

    # events and decisions ----------------------------------------------------------------------------

    def _events(self) -> dict[str, object]:
        c = self.c
        praise: dict[str, object] = {"title": {"zh": "表彰", "en": "praise"}, "adds": {"high": 2, "low": 1},
                                     "same_matter": c.one("each", "highest_once", "latest_once")}  # fmt: skip
        if c.chance(0.5):
            praise["cap"] = 3
        if c.chance(0.3):
            praise["most"] = 2
        blame: dict[str, object] = {"title": {"zh": "批评", "en": "blame"}, "each": c.number(-2, -1)}
        if c.chance(0.4):
            blame["repeat"] = {2: -1, 3: -2}
        return {"praise": praise, "blame": blame}

    def _vetoes(self) -> dict[str, object]:
        c = self.c
        effects: list[object] = ["zero_score", "lowest_grade", {"drop_grades": 1}, {"cap_total": c.whole(10, 60)},
                                 {"zero_item": [c.one(*self.leaves)]}, {"bar_from": ["good", "star"]}]  # fmt: skip
        found: dict[str, object] = {
            "title": {"zh": "重大事故", "en": "disaster"},
            "effect": [c.one(*effects)],
        }
        if c.chance(0.3):
            found["when"] = "event_count(blame) >= 3"
        if c.chance(0.3):
            found["statistics"] = c.one("included", "excluded")
        return {"disaster": found}

    def _grades(self) -> dict[str, object]:
        c = self.c
        good: dict[str, object] = {"title": {"zh": "优秀", "en": "good"}, "floor": c.whole(20, 80)}
        if c.chance(0.5):
            good["quota"] = {
                "share": c.number(0, 1),
                "round": c.one("down", "nearest", "up"),
                "ties": c.one("take_all", "take_none"),
            }
        return {"good": good, "rest": {"title": {"zh": "一般", "en": "rest"}}}

    # the tables --------------------------------------------------------------------------------------

    def tables(self, number: int) -> Tables:
        """Values for so many towns, and for departments and villages where the scheme has them."""
        c = self.c
        keys = [f"t{i}" for i in range(number)]
        keys += [f"d{i}" for i in range(c.whole(2, 4))] if self.two else []
        keys += [f"v{i}" for i in range(c.whole(2, 4))] if self.levels else []
        bodies = tuple(self._body(key, number) for key in keys)
        filed = [row for key in keys for row in self._filed(key)]
        happened = [row for key in keys for row in self._happened(key)]
        return Tables(bodies, tuple(filed), tuple(happened))

    def _body(self, key: str, towns: int) -> Organisation:
        kind = {"t": "town", "d": "department", "v": "village"}[key[0]]
        parent = f"t{self.c.whole(0, min(towns, 2) - 1)}" if kind == "village" else ""
        own: dict[str, Cell] = {"difficulty": self.c.fraction(0, 2)} if self.c.chance(0.8) else {}
        return Organisation(key, f"单位{key}", kind, parent, own)

    def _filed(self, key: str) -> list[Filed]:
        c = self.c
        rows: list[Filed] = []

        def file(fact: str, low: int, high: int, period: Period = YEAR, plain: bool = False) -> None:
            cell = c.fraction(low, high) if plain else self._cell(low, high)
            if cell is not Absence.MISSING:
                rows.append(Filed(key, fact, cell, period, vintage=1))

        for i in range(5):
            low = -5 if i == 4 else 0
            file(f"f{i}", low, 20)
            file(f"f{i}.target", low, 20)
            file(f"f{i}", low, 20, BEFORE, plain=True)
        for quarter in range(1, 5):
            file("f5", 0, 20, Period.parse(f"2026-Q{quarter}"))
        file("f5.target", 1, 20)
        for fact in ("yes", "no", "blank"):
            rows.append(Filed(key, fact, Fraction(c.whole(0, 9)), YEAR))
        rows.append(Filed(key, "place", Fraction(c.whole(1, 9)), YEAR))
        rows.append(Filed(key, "place", Fraction(c.whole(1, 9)), BEFORE))
        rows += [
            Filed(key, "ballot", c.fraction(60, 100), YEAR, rater=one) for one in RATERS if c.chance(0.9)
        ]
        return rows

    def _cell(self, low: int, high: int) -> Cell:
        """Mostly a number; now and then each of the absences, and zero."""
        dice = self.c.whole(1, 40)
        special: dict[int, Cell] = {1: Absence.MISSING, 2: Absence.MISSING, 3: Absence.NOT_APPLICABLE,
                                    4: Absence.NOT_APPLICABLE, 5: Absence.PENDING, 6: Fraction(0)}  # fmt: skip
        return special[dice] if dice in special else self.c.fraction(low, high)

    def _happened(self, key: str) -> list[Happening]:
        c = self.c
        rows = [
            Happening(key, "praise", date(2026, c.whole(1, 12), 3), level=c.one("high", "low"),
                      matter=c.one("", "a", "b"), document="文")
            for _ in range(c.whole(0, 3))
        ]  # fmt: skip
        rows += [
            Happening(key, "blame", period=YEAR, count=c.whole(1, 2), document="文")
            for _ in range(c.whole(0, 2))
        ]
        if c.chance(0.15):
            rows.append(Happening(key, "disaster", date(2026, 6, 1), document="文"))
        return rows
