"""Whether a scheme is of the plain kind that tiles score, and its problem if so.

Strict: what is not recognised word for word is a reason against, and all reasons are told. Any other scheme is the
columnar engine's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kaoping.engines.columnar.tiles.problem import Item, Rule, TileProblem
from kaoping.errors import Place, Problem, SchemeError, Words
from kaoping.exact import RoundingMode
from kaoping.scheme.formulas import Number, to_source
from kaoping.scheme.formulas.syntax import Node as Expression
from kaoping.scheme.model import Better, Block, Node, Scheme, Setting
from kaoping.scheme.tracks import for_group

ALWAYS: Mapping[str, tuple[Rule, Mapping[str, object]]] = {
    "completion": (Rule.COMPLETION, {"target": "agreed", "cap": Fraction(6, 5)}),
    "min_max": (Rule.MIN_MAX, {"flat": "full"}),
    "efficacy": (Rule.EFFICACY, {"base": Fraction(60), "span": Fraction(40)}),
    "rank": (Rule.RANK, {"form": "linear", "last": Fraction(40)}),
    "z_score": (Rule.Z_SCORE, {"mean": Fraction(70), "sd": Fraction(10), "deviation": "population", "flat": "mean"}),
    "bands": (Rule.BANDS, {}),
}  # fmt: skip
"""The rules tiles know, and the settings each must have."""
FREE = {
    "completion": {"zero_target"},
    "efficacy": {"best", "worst"},
    "rank": {"ties"},
    "bands": {"rows"},
}
HELD = ({"low": Fraction(0), "high": Fraction(100)},)


def problem_of(scheme: Scheme, cycle: str = "") -> TileProblem:
    """The scheme as tiles score it; tracks in the order written. Raises SchemeError with every reason why not."""
    return _Desk(scheme, cycle or next(iter(scheme.trees))).problem()


def plain(setting: object) -> object:
    """A setting without its places: numbers as fractions, words and formulas as text."""
    if isinstance(setting, Number):
        return setting.value
    if isinstance(setting, Expression):
        return to_source(setting)  # type: ignore[arg-type]
    if isinstance(setting, Mapping):
        return {name: plain(one) for name, one in setting.items()}
    return tuple(plain(one) for one in setting) if isinstance(setting, tuple) else setting


class _Desk:
    """A scheme being recognised, and the reasons against it."""

    def __init__(self, scheme: Scheme, cycle: str) -> None:
        self.scheme, self.tree = scheme, scheme.trees[cycle]
        self.tracks = tuple(scheme.groups)
        self.reasons: list[Problem] = []

    def problem(self) -> TileProblem:
        root = self.tree.root
        self._decisions()
        categories = root.children
        dimensions = [(c, one) for c, node in enumerate(categories) for one in self._below(node)]
        items = [(d, one) for d, (_, node) in enumerate(dimensions) for one in self._below(node)]
        self._below(root)
        found = [self._item(d, node) for d, node in items]
        bonus_cap, veto_cap = self._extras(root)
        weights = [self._weights([n for _, n in items]), self._weights([n for _, n in dimensions]), self._weights(categories)]  # fmt: skip
        if self.reasons:
            raise SchemeError(self.reasons)
        return TileProblem(
            tuple(one for one in found if one is not None), tuple(c for c, _ in dimensions),
            weights[0], weights[1], weights[2], places=self.scheme.rounding.places, bonus_cap=bonus_cap, veto_cap=veto_cap, shares=(),
        )  # fmt: skip

    def against(self, place: Place, zh: str, en: str) -> None:
        self.reasons.append(
            Problem(
                "not-plain", Words(zh, en), Words("用 columnar 引擎。", "use the columnar engine."), place
            )
        )

    def _decisions(self) -> None:
        scheme, ranking = self.scheme, self.tree.ranking
        if scheme.events or scheme.vetoes or scheme.grades or scheme.awards or scheme.post_rules:
            self.against(
                self.tree.root.place,
                "瓦块不算事项、否决、等次与奖项。",
                "tiles score no events, vetoes, grades or awards.",
            )
        rounding = scheme.rounding
        if rounding.at != ("total",) or rounding.mode is not RoundingMode.HALF_UP or rounding.places < 0:
            self.against(
                rounding.place,
                "瓦块只在总分四舍五入。",
                "tiles round half up, at the total only.",
            )
        if ranking.ties != "share_best" or ranking.then or not ranking.on_rounded:
            self.against(
                ranking.place,
                "瓦块按取位后的总分排名，并列取最好位次。",
                "tiles rank rounded totals, equals sharing the best place.",
            )

    def _below(self, node: Node) -> Sequence[Node]:
        """The nodes under one that takes their mean by weight."""
        if (
            not node.children
            or node.combine is None
            or node.combine.name != "arithmetic"
            or node.combine.settings
        ):
            self.against(
                node.place,
                f"“{node.key}”不是三级加权平均中的一级。",
                f"“{node.key}” is no weighted mean of a tree of three levels.",
            )
        if node is not self.tree.root and node.then:
            self.against(
                node.place,
                f"“{node.key}”有 then。",
                f"“{node.key}” has operations under then.",
            )
        return node.children

    def _weights(self, nodes: Sequence[Node]) -> NDArray[np.int64]:
        found = np.zeros((len(self.tracks), len(nodes)), np.int64)
        for n, node in enumerate(nodes):
            for t, track in enumerate(self.tracks):
                weight = plain(for_group(node.weight, track))
                if isinstance(weight, Fraction) and weight > 0 and (weight * 1000).denominator == 1:
                    found[t, n] = int(weight * 1000)
                else:
                    self.against(
                        node.place,
                        f"“{node.key}”在“{track}”的权重须为正，至多三位小数。",
                        f"the weight of “{node.key}” in “{track}” must be above 0, of three decimals at most.",
                    )
        return found

    def _item(self, dimension: int, node: Node) -> Item | None:
        rule = node.rule
        known = isinstance(rule, Block) and rule.when is None and rule.name in ALWAYS
        settings = plain(rule.settings) if isinstance(rule, Block) else {}
        assert isinstance(settings, dict)
        wanted = dict(ALWAYS[rule.name][1]) if known and isinstance(rule, Block) else {}
        free = FREE.get(rule.name, set()) if isinstance(rule, Block) else set()
        same = {name: one for name, one in settings.items() if name not in free} == wanted
        held = [plain(one.settings) for one in node.then if one.name == "clamp"]
        is_score = isinstance(rule, Block) and rule.name == "z_score"
        if not known or not same or len(node.then) != len(held) or tuple(held) != (HELD if is_score else ()):
            self.against(
                node.place,
                f"“{node.key}”的规则或其设置不在瓦块之列。",
                f"the rule of “{node.key}”, or a setting of it, is none that tiles know.",
            )
            return None
        if plain(node.full) != 100 or node.of is not None or node.prepare or node.rounding or node.bonus:
            self.against(
                node.place,
                f"“{node.key}”须满分 100、以同名数据计。",
                f"“{node.key}” must have full mark 100 and score its own fact.",
            )
        assert isinstance(rule, Block)
        return self._made(dimension, node, ALWAYS[rule.name][0], settings)

    def _made(self, dimension: int, node: Node, rule: Rule, settings: Mapping[str, object]) -> Item:
        missing, away = self._policy(node, "missing"), self._policy(node, "not_applicable")
        if missing not in ("zero", "leave_out") or away != "leave_out":
            self.against(
                node.place,
                f"“{node.key}”：缺报须计零或不计，不适用须不计。",
                f"“{node.key}”: missing must count zero or be left out, not applicable left out.",
            )
        fact = self.scheme.facts.get(node.key)
        better = node.better or (fact.better if fact is not None else None)
        lower = better is Better.LOWER and rule is not Rule.BANDS
        if lower and rule is Rule.COMPLETION:
            self.against(
                node.place,
                f"“{node.key}”：完成率不能越低越好。",
                f"“{node.key}”: completion with lower better is none of theirs.",
            )
        low, high = self._ends(node, settings, lower) if rule is Rule.EFFICACY else (0, 0)
        edges, points = self._bands(node, settings) if rule is Rule.BANDS else ((), ())
        ties = settings.get("ties", "share_best")
        if ties not in ("share_best", "mean"):
            self.against(
                node.place,
                f"“{node.key}”的并列方式不在瓦块之列。",
                f"the ties of “{node.key}” are none that tiles know.",
            )
        return Item(
            node.key, rule, dimension, lower, low, high, edges, points, ties == "mean", missing == "zero"
        )

    def _policy(self, node: Node, kind: str) -> str:
        own, general = getattr(node.policies, kind), getattr(self.scheme.defaults, kind)
        block = own or general
        return block.name if isinstance(block, Block) else ""

    def _ends(self, node: Node, settings: Mapping[str, object], lower: bool) -> tuple[int, int]:
        best, worst = (
            self._hundredths(node, settings.get("best")),
            self._hundredths(node, settings.get("worst")),
        )
        low, high = (best, worst) if lower else (worst, best)
        if low >= high:
            self.against(
                node.place,
                f"“{node.key}”的最好值与最差值次序不对。",
                f"best and worst of “{node.key}” are the wrong way round.",
            )
        return low, high

    def _bands(self, node: Node, settings: Mapping[str, object]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        rows = settings["rows"]
        assert isinstance(rows, tuple)
        edges = tuple(self._hundredths(node, row.get("from")) for row in rows[1:])
        shaped = all(set(row) <= {"from", "below", "points"} for row in rows) and "from" not in rows[0]
        meet = all(a.get("below") == b.get("from") for a, b in pairwise(rows))
        points = [row.get("points") for row in rows]
        whole = all(isinstance(one, Fraction) and one.denominator == 1 for one in points)
        if not (shaped and meet and whole and "below" not in rows[-1]):
            self.against(
                node.place,
                f"“{node.key}”的档须由低到高相接，得分为整数。",
                f"the bands of “{node.key}” must rise and meet, with whole points.",
            )
            return (), (0,)
        return edges, tuple(int(one) for one in points if isinstance(one, Fraction))

    def _hundredths(self, node: Node, number: object) -> int:
        if isinstance(number, Fraction) and (number * 100).denominator == 1:
            return int(number * 100)
        self.against(
            node.place,
            f"“{node.key}”须写明至多两位小数的数。",
            f"“{node.key}” needs a number of two decimals at most.",
        )
        return 0

    def _extras(self, root: Node) -> tuple[int, int]:
        """`plus: min(bonus, N)`, `minus: penalty`, `at_most: if(vetoed = 1, N, 1000)`, in this order; or nothing."""
        written = [(one.name, one.settings.get("by")) for one in root.then]
        if not written:
            self.against(
                root.place, "总分须写 plus、minus、at_most 三项。", "the total needs plus, minus and at_most."
            )
            return 0, 0
        caps = [_literals(setting) for _, setting in written]
        expected = [("plus", f"min(bonus, {_text(caps, 0, 0)})"), ("minus", "penalty"),
                    ("at_most", f"if(vetoed = 1, {_text(caps, 2, 1)}, 1000)")]  # fmt: skip
        if [(name, plain(setting)) for name, setting in written] != expected:
            self.against(
                root.place,
                "总分的 then 不是瓦块所认的三项。",
                "what the total says under then is not the three operations tiles know.",
            )
            return 0, 0
        return int(caps[0][0]), int(caps[2][1])


def _literals(setting: Setting) -> list[Fraction]:
    from kaoping.scheme.formulas.walk import walk

    if not isinstance(setting, Expression):
        return []
    return [node.value for node in walk(setting) if isinstance(node, Number)]


def _text(caps: Sequence[Sequence[Fraction]], at: int, number: int) -> str:
    found = caps[at][number] if at < len(caps) and number < len(caps[at]) else None
    return str(found.numerator) if found is not None and found.denominator == 1 else "?"
