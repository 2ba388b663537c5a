"""The bench on which a plan is built: it makes columns, remembers each, and notices when one would need itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from kaoping.errors import NOWHERE, Place, Problem, SchemeError, Words
from kaoping.periods import Period
from kaoping.plan.steps import About, ColumnId, Formula, Guard, NodeColumns, Round, Stage, Step
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.formulas import Expr, Name, Number, Truth, names, parsed
from kaoping.scheme.model import Block, Rounding, Scheme
from kaoping.scheme.tracks import block_for, for_group, stands_in
from kaoping.tables import Cell

__all__ = [
    "Bench",
    "Const",
    "Operand",
    "Scope",
    "fixed",
    "for_group",
    "is_word",
    "literal",
    "settled_block",
    "stands_in",
]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Const:
    """The same cell for everyone."""

    cell: Cell


Operand = ColumnId | Const
"""What a step may take: a column, or one cell for all."""


def fixed(number: int | Fraction) -> Const:
    """A number as an operand."""
    return Const(Fraction(number))


@dataclass(frozen=True)
class Scope:
    """Where a formula stands: track, period, the node or value it serves, and names that mean something only here."""

    group: str
    period: Period
    subject: str
    names: Mapping[str, Operand] = field(default_factory=dict)
    labels: Mapping[str, Words] = field(default_factory=dict)
    article: str = ""
    place: Place = NOWHERE

    def with_names(self, **names: Operand) -> Scope:
        """The same place with further names."""
        return replace(self, names={**self.names, **names})

    def under(self, article: str) -> Scope:
        """The same place under an article of its own, where it has one."""
        return replace(self, article=article or self.article)

    def at(self, period: Period) -> Scope:
        """The same place in another period; names that meant something only here do not travel."""
        return replace(self, period=period, names={}, labels={})

    def in_group(self, group: str) -> Scope:
        """The same place in another track."""
        return replace(self, group=group, names={}, labels={})


@dataclass
class Bench:
    """Steps made so far, by column."""

    scheme: Scheme
    period: Period
    members: Mapping[str, tuple[str, ...]]
    through: Period | None = None
    steps: dict[ColumnId, Step] = field(default_factory=dict)
    made: dict[tuple[object, ...], object] = field(default_factory=dict)
    making: list[tuple[object, ...]] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    node_columns: dict[tuple[str, str, Period], NodeColumns] = field(default_factory=dict)
    stages: dict[tuple[str, str, Period], list[Stage]] = field(default_factory=dict)

    def once(self, key: tuple[object, ...], make: Callable[[], _T]) -> _T:
        """What `make` gives, made once for a key. Raises SchemeError where making it would need itself."""
        if key in self.made:
            return self.made[key]  # type: ignore[return-value]
        if key in self.making:
            raise SchemeError(_circle(self.making[self.making.index(key) :]))
        self.making.append(key)
        try:
            found = make()
        finally:
            self.making.pop()
        self.made[key] = found
        return found

    def about(
        self, scope: Scope, part: str, title: Words, role: str, unit: str = "", article: str = ""
    ) -> About:
        """A fresh column for a subject; parts of one name are numbered."""
        stem = f"{scope.group}|{scope.period}|{scope.subject}#{part}"
        column, count = stem, 1
        while column in self.steps:
            count += 1
            column = f"{stem}.{count}"
        return About(
            column, scope.group, scope.period, scope.subject, role, title, unit,
            article or scope.article, scope.place,
        )  # fmt: skip

    def add(self, step: Step) -> ColumnId:
        """Put a step at the end."""
        assert step.id not in self.steps
        self.steps[step.id] = step
        return step.id

    def let(
        self,
        scope: Scope,
        part: str,
        title: Words,
        source: str | Expr,
        names_: Mapping[str, Operand],
        role: str = "rule",
        labels: Mapping[str, Words] | None = None,
        unit: str = "",
    ) -> ColumnId:
        """A formula step. Every name of the formula must be given; only those used are kept."""
        expr = parsed(source) if isinstance(source, str) else source
        used = names(expr)
        columns = {n: o for n, o in names_.items() if n in used and isinstance(o, str)}
        cells = {n: o.cell for n, o in names_.items() if n in used and isinstance(o, Const)}
        unknown = used - set(columns) - set(cells)
        assert not unknown, f"{scope.subject}: {sorted(unknown)}"
        shown = {n: w for n, w in {**scope.labels, **(labels or {})}.items() if n in used}
        return self.add(Formula(self.about(scope, part, title, role, unit), expr, columns, cells, shown))

    def stage(self, scope: Scope, operand: Operand, kind: str, block: str = "", article: str = "") -> None:
        """Note that the node's number stood in this column after that stage."""
        found = self.stages.setdefault((scope.subject, scope.group, scope.period), [])
        if isinstance(operand, str) and all(one.column != operand for one in found):
            found.append(Stage(operand, kind, block, article))

    def stages_between(self, scope: Scope, before: Operand, after: Operand, name: str = "points") -> None:
        """Note every step from one column to a later one that takes the number so far under that name."""
        chain: list[ColumnId] = []
        while isinstance(after, str) and after != before:
            chain.append(after)
            step = self.steps[after]
            after = step.names.get(name, before) if isinstance(step, Formula) else before
        for column in reversed(chain):
            about = self.steps[column].about
            self.stage(scope, column, {"post": "contagion"}.get(about.role, about.role), "", about.article)

    def column(self, scope: Scope, operand: Operand, part: str = "constant") -> ColumnId:
        """The operand as a column. Equal numbers that are different parts keep their own: one may be moved without
        the other."""
        if isinstance(operand, str):
            return operand
        key = ("constant", scope.group, scope.period, scope.subject, operand, part)
        return self.once(key, lambda: self._constant(scope, operand, part))

    def _constant(self, scope: Scope, operand: Const, part: str) -> ColumnId:
        title = Words("定值", "fixed value")
        return self.let(scope, part, title, "c", {"c": operand}, role="constant")

    def round(self, scope: Scope, column: ColumnId, rounding: Rounding, part: str) -> ColumnId:
        """A rounding step."""
        title = Words(f"取 {rounding.places} 位小数", f"rounded to {rounding.places} places")
        return self.add(
            Round(self.about(scope, part, title, "round"), column, rounding.places, rounding.mode)
        )

    def title_of(self, column: ColumnId) -> Words:
        """The title of a column made earlier."""
        return self.steps[column].about.title


def settled_block(block: Block, scope: Scope, category: str) -> Block:
    """A block as it stands for the scope's track. Raises SchemeError where the track lacks a setting it needs."""
    found = block_for(block, scope.group)
    parameters = CATALOGUES[category][block.name].parameters
    lacking = [
        one.name for one in parameters if one.required and found.settings.get(one.name) in (None, (), {})
    ]
    for one in parameters:
        rows = found.settings.get(one.name) if one.rows else ()
        lacking += [
            column.name
            for row in (rows if isinstance(rows, tuple) else ())
            for column in one.rows
            if column.required and isinstance(row, Mapping) and row.get(column.name) is None
        ]
    if lacking:
        raise SchemeError(
            Problem(
                "no-setting-for-track",
                Words(f"“{scope.subject}”的 {block.name} 没有为赛道“{scope.group}”写 {'、'.join(lacking)}。",
                      f"{block.name} of “{scope.subject}” has no {', '.join(lacking)} for track “{scope.group}”."),
                Words("补上；按赛道写的，每个赛道都要有，或写 otherwise:。", "add it; what differs by track needs every track, or otherwise:."),
                block.place,
            )
        )  # fmt: skip
    return found


def literal(expr: Expr) -> Const | None:
    """The fixed cell a formula is, if it is one."""
    if isinstance(expr, Number):
        return Const(expr.value)
    if isinstance(expr, Truth):
        return Const(expr.value)
    return None


def is_word(expr: object, word: str) -> bool:
    """Whether a setting is the bare word (`none`, `agreed`, `group`)."""
    return isinstance(expr, Name) and expr.key == word


def _circle(keys: list[tuple[object, ...]]) -> Problem:
    path = [str(key[1]) for key in keys if key and key[0] in ("value", "node", "points", "fact")]
    path = path or [str(key[0]) for key in keys]
    shown = " → ".join([*path, path[0]])
    return Problem(
        "circular",
        Words(f"循环引用：{shown}。", f"circular reference: {shown}."),
        Words("让其中一项不再引用后面的项；要引用未调整的得分，用 raw(项)。",
              "let one of them stop referring to the next; raw(item) refers to points before adjustments."),
    )  # fmt: skip
