"""What a rule finds on its desk while it is written as steps: the value, the full mark, its settings, the track."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaoping.errors import Problem, SchemeError, Words
from kaoping.plan.bench import Bench, Const, Operand, Scope, fixed, for_group, is_word
from kaoping.plan.calls import target_of
from kaoping.plan.populations import population_of, rank_among, statistic, tracks_of
from kaoping.plan.quantities import formula
from kaoping.plan.rules.labels import (
    LABELS,
    MAY_BE_FULL,
    NAMED_BY_THE_RULE,
    NAMED_BY_THEMSELVES,
    setting_words,
)
from kaoping.plan.steps import ColumnId
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter
from kaoping.scheme.formulas import Call, Expr, Name, parsed
from kaoping.scheme.model import Better, Block, Population, Setting
from kaoping.tables import Absence


@dataclass(frozen=True)
class RuleDesk:
    """One use of a rule. `lower`: lower is better. `x` is None where the rule needs no value."""

    bench: Bench
    scope: Scope
    block: Block
    spec: BlockSpec
    value: Operand | None
    full: Operand
    lower: bool
    of: str = ""

    @property
    def x(self) -> Operand:
        """The value under assessment. Raises SchemeError where the item has none."""
        if self.value is None:
            raise self.mistaken(
                "没有数值可用：请写 of:，或定义同名的事实或派生值。",
                "has no value: write of:, or define a fact or value of the same name.",
            )
        return self.value

    def mistaken(self, zh: str, en: str, code: str = "bad-rule", mend: Words = Words("", "")) -> SchemeError:
        """A rule used wrongly."""
        what = Words(
            f"“{self.scope.subject}”的规则 {self.spec.name} {zh}",
            f"rule {self.spec.name} of “{self.scope.subject}” {en}",
        )
        return SchemeError(Problem(code, what, mend, self.block.place))

    # settings ----------------------------------------------------------------------------------------

    def setting(self, name: str) -> Setting:
        """A setting for this track as written, or the default it has in the scheme or in the language."""
        parameter = self.spec.parameter(name)
        assert parameter is not None, (self.spec.name, name)
        found = for_group(self.block.settings.get(name), self.scope.group)
        if found is not None:
            return found
        by_scheme = self.bench.scheme.settings.get("rank_ties" if name == "ties" else name)
        if by_scheme is not None and by_scheme in parameter.choices:
            return by_scheme
        return _default(parameter)

    def given(self, name: str) -> bool:
        """Whether the scheme states it for this track."""
        return for_group(self.block.settings.get(name), self.scope.group) is not None

    def choice(self, name: str) -> str:
        """A word."""
        found = self.setting(name)
        assert isinstance(found, str), (self.spec.name, name)
        return found

    def exact(self, name: str) -> Fraction:
        """A number that must not be a formula."""
        found = self.setting(name)
        assert isinstance(found, Fraction), (self.spec.name, name)
        return found

    def truth(self, name: str) -> bool:
        """Yes or no."""
        return self.setting(name) is True

    def names(self, name: str) -> tuple[str, ...]:
        """A list of keys."""
        found = self.setting(name)
        return tuple(str(one) for one in found) if isinstance(found, tuple) else ()

    def maybe(self, name: str) -> Operand | None:
        """A number or formula; None where it is not given or is the word `none`."""
        found = self.setting(name)
        if found is None or is_word(found, "none"):
            return None
        return self.operand(found, name)

    def number(self, name: str) -> Operand:
        """A number or formula that is always there."""
        found = self.maybe(name)
        if found is None:
            raise self.mistaken(f"需要 {name}。", f"needs {name}.")
        return found

    def operand(self, setting: Setting, part: str) -> Operand:
        """A formula of the scheme; `agreed` is the agreed target, `x`, `full` and `points` are this item's."""
        if is_word(setting, "agreed"):
            return target_of(self.bench, self.scope, self.of)
        title = self.spec.parameter(part)
        words = setting_words(part, title.doc if title else None)
        found = formula(self.bench, self.inside, setting, f"rule.{part}", words, "rule")  # type: ignore[arg-type]
        return found

    @property
    def inside(self) -> Scope:
        """The scope in which the rule's formulas are read."""
        names: dict[str, Operand] = {"full": self.full}
        if self.value is not None:
            names["x"] = self.value
        return self.scope.with_names(**names)

    def rows(self, name: str) -> list[Mapping[str, Setting]]:
        """Rows of declared columns."""
        found = self._given(name)
        assert isinstance(found, tuple)
        return [one for one in found if isinstance(one, Mapping)]

    def pairs(self, name: str) -> list[tuple[Operand, Operand]]:
        """Pairs of numbers or formulas."""
        found = self._given(name)
        assert isinstance(found, tuple)
        return [
            (self.operand(one[0], f"{name}.x"), self.operand(one[1], f"{name}.y"))
            for one in found
            if isinstance(one, tuple)
        ]

    def table(self, name: str) -> list[tuple[str, Operand]]:
        """Name and number."""
        found = self._given(name)
        assert isinstance(found, Mapping)
        return [(key, self.operand(one, f"{name}.{key}")) for key, one in found.items()]

    def _given(self, name: str) -> Setting:
        """A list or table that must be there."""
        found = self.setting(name)
        if not found:
            raise self.mistaken(f"需要 {name}。", f"needs {name}.")
        return found

    def outcome(self, name: str) -> Operand:
        """What stands where arithmetic has no answer, as the scheme says."""
        word = self.choice(name)
        if word == "half" and not isinstance(self.full, Const):
            return self.let("half", "满分的一半", "half the full mark", "full / 2", full=self.full)
        return outcome(word, self.full)

    def outcome_rate(self, name: str) -> Operand:
        """The same, said of a rate: full is 1."""
        return outcome(self.choice(name), fixed(1))

    # steps -------------------------------------------------------------------------------------------

    def let(self, part: str, zh: str, en: str, source: str | Expr, **names: Operand | None) -> ColumnId:
        """A formula step of the rule."""
        given = {name: one for name, one in names.items() if one is not None}
        labels = {name: self.label(name, one) for name, one in given.items()}
        return self.bench.let(self.scope, f"rule.{part}", Words(zh, en), source, given, "rule", labels)

    def label(self, name: str, operand: Operand) -> Words:
        """How a name is called in a sentence: a setting that is the full mark by that, a column by its own title."""
        if name in MAY_BE_FULL and operand == self.full and self.given_full:
            return LABELS["full"]
        if not isinstance(operand, str):
            return LABELS.get(name, Words("", ""))
        about = self.bench.steps[operand].about
        by_rule = name in NAMED_BY_THE_RULE if about.role == "rule" else name not in NAMED_BY_THEMSELVES
        return LABELS.get(name, about.title) if by_rule else about.title

    @property
    def given_full(self) -> bool:
        """Whether the item has a full mark that a person would know as such."""
        return isinstance(self.full, Const) and self.full != fixed(1)

    def points(self, source: str | Expr, **names: Operand | None) -> ColumnId:
        """The step that gives the rule's points.

        Where the rule looks at others or at a target that may be zero, a branch of the formula may not name the value
        at all (best equals worst: the full mark); a value that is absent stays absent all the same.
        """
        title = self.spec.title
        expr = parsed(source) if isinstance(source, str) else source
        if self.value is not None and not isinstance(self.value, Const) and self.spec.keeps_absence:
            expr = Call("if", (Call("is_absent", (Name("value"),)), Name("value"), expr))
            names = {**names, "value": self.value}
        return self.let("points", title.zh, title.in_("en"), expr, full=self.full, **names)

    def bounded(self, points: Operand, low: Operand | None, high: Operand | None) -> Operand:
        """Points held between two bounds, where given."""
        if high is not None and low is not None:
            return self.let(
                "bounded",
                "限于上下限",
                "held within bounds",
                "max(min(points, high), low)",
                points=points,
                low=low,
                high=high,
            )
        if high is not None:
            return self.let("bounded", "封顶", "capped", "min(points, high)", points=points, high=high)
        if low is not None:
            return self.let("bounded", "保底", "held from below", "max(points, low)", points=points, low=low)
        return points

    # the track ---------------------------------------------------------------------------------------

    @property
    def population(self) -> Population:
        """Who counts."""
        return population_of(self.bench, self.scope, self.setting("population"))

    @property
    def better(self) -> Better:
        """The good direction."""
        return Better.LOWER if self.lower else Better.HIGHER

    def everywhere(self, operand: Operand | None = None) -> tuple[ColumnId, ...]:
        """The value in every track of the population, the own one first."""
        own = self.bench.column(self.scope, self.x if operand is None else operand, "value")
        tracks = tracks_of(self.population, self.scope.group)
        if len(tracks) == 1:
            return (own,)
        step = self.bench.steps[own].about
        scheme = self.bench.scheme
        if step.subject not in scheme.facts and step.subject not in scheme.values:
            raise self.mistaken(
                "跨赛道的总体只能用于事实或派生值。", "can look across tracks only for a fact or value."
            )
        from kaoping.plan.quantities import resolve

        others = [
            self.bench.column(self.scope, resolve(self.bench, self.scope.in_group(g), step.subject))
            for g in tracks[1:]
        ]
        return (own, *others)

    def statistic(self, kind: str, operand: Operand | None = None, at: Fraction | None = None) -> ColumnId:
        """One number over the population."""
        return statistic(self.bench, self.scope, kind, self.everywhere(operand), self.population, at)

    def best(self, name: str = "best") -> Operand:
        """The best value as the scheme says: of the population, or fixed."""
        return self._end(name, "min" if self.lower else "max")

    def worst(self, name: str = "worst") -> Operand:
        """The worst value as the scheme says."""
        return self._end(name, "max" if self.lower else "min")

    def _end(self, name: str, kind: str) -> Operand:
        return self.statistic(kind) if is_word(self.setting(name), "group") else self.number(name)

    def place(self, ties: str, operand: Operand | None = None, better: Better | None = None) -> ColumnId:
        """Place in the population."""
        columns = self.everywhere(operand)
        return rank_among(self.bench, self.scope, columns, self.population, better or self.better, ties)


def outcome(word: str, full: Operand) -> Operand:
    """The cell a word such as `full`, `zero`, `half`, `missing` stands for; `refuse` leaves it undefined."""
    numbers: dict[str, Operand] = {"full": full, "zero": fixed(0)}
    if word in numbers:
        return numbers[word]
    if word == "half":
        assert isinstance(full, Const) and isinstance(full.cell, Fraction), "half needs a fixed full mark"
        return fixed(full.cell / 2)
    return Const(Absence.UNDEFINED if word == "refuse" else Absence(word))


def _default(parameter: Parameter) -> Setting:
    if parameter.default is None:
        return None
    if parameter.kind is Kind.FORMULA:
        return parsed(parameter.default)
    if parameter.kind is Kind.NUMBER:
        return Fraction(parameter.default)
    if parameter.kind is Kind.TRUTH:
        return parameter.default == "true"
    return parameter.default
