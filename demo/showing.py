"""The results as a person reads them in a terminal: a track in order, one body's statement, why it lost points.

Chinese characters take two columns; `rich` measures them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table

from kaoping import Scheme, Scorecard
from kaoping.errors import Language
from kaoping.exact import decimal_text
from kaoping.explain import losses
from kaoping.plan.bench import for_group
from kaoping.scheme.formulas import Name, Number
from kaoping.scheme.model import Block, Node
from kaoping.scorecard import STATUSES, Line
from kaoping.tables import Absence, Cell, Organisation

WORDS = {
    "scheme": ("方案", "Scheme"),
    "version": ("第{}版", "version {}"),
    "year": ("年度", "Year"),
    "counts": ("单位 {} 个，填报 {} 条，事项 {} 件", "{} organisations, {} values filed, {} events"),
    "run": ("计分编号", "Run"),
    "digests": ("摘要：方案 {}，数据 {}，结果 {}", "Digests: scheme {}, inputs {}, result {}"),
    "place": ("位次", "Place"),
    "unit": ("单位", "Organisation"),
    "total": ("总分", "Total"),
    "grade": ("等次", "Grade"),
    "awards": ("奖项", "Awards"),
    "aside": ("单列", "aside"),
    "statement": ("对账单", "statement"),
    "item": ("指标", "Item"),
    "of": ("计量单位", "In"),
    "value": ("实绩", "Value"),
    "target": ("目标", "Target"),
    "full": ("满分", "Full"),
    "points": ("得分", "Points"),
    "lost": ("失分", "Lost"),
    "why": ("失分最多的五项", "The five largest losses"),
    "grand": ("合计", "Total"),
    "full_mark": ("满分 {}", "of {}"),
    "note": (
        "得分按四舍五入取两位小数；“单列”者计分，不参加排名。",
        "Points rounded half up to two places; who stands aside is scored and not ranked.",
    ),
}
ABSENCES = {
    Absence.MISSING: ("缺报", "missing"),
    Absence.NOT_APPLICABLE: ("不适用", "not applicable"),
    Absence.PENDING: ("待报", "pending"),
    Absence.UNDEFINED: ("无法计算", "undefined"),
}
MARKS = "①②③④⑤⑥⑦⑧⑨"
HELD_IN = ("filed", "value", "below", "over", "rule.panel")
"""The parts of a plan's column names under which the figure of an item may stand, the usual one first."""


class Show:
    """One scorecard shown on one console in one language."""

    def __init__(self, console: Console, scheme: Scheme, card: Scorecard, language: Language) -> None:
        self.console, self.scheme, self.card, self.language = console, scheme, card, language
        self.bodies = {one.key: one for one in card.tables.organisations}

    def say(self, word: str, *parts: object) -> str:
        """A word of this page in its language."""
        return WORDS[word][self.language == "en"].format(*parts)

    def name(self, key: str) -> str:
        """What a body is called."""
        body: Organisation = self.bodies[key]
        english = body.attributes.get("english")
        return str(english) if self.language == "en" and english else body.title

    def mark(self, cell: Cell | None) -> str:
        """Points, or why there are none."""
        if isinstance(cell, Absence):
            return ABSENCES[cell][self.language == "en"]
        return decimal_text(cell, 2) if isinstance(cell, Fraction) else "—"

    # header ------------------------------------------------------------------------------------------

    def header(self) -> None:
        """What was scored, and what proves it."""
        card, tables = self.card, self.card.tables
        title = self.scheme.title.in_(self.language)
        version = self.say("version", self.scheme.version)
        self.console.print(f"[bold]{title}[/bold]  {self.scheme.approval.document}  {version}")
        self.console.print(
            self.say(
                "counts",
                len(tables.organisations),
                _with_commas(str(len(tables.filed))),
                len(tables.happenings),
            ),
            highlight=False,
        )
        result = hashlib.sha256(card.canonical()).hexdigest()
        self.console.print(f"{self.say('run')} {card.run_id}", highlight=False)
        shown = (card.scheme_digest[:16], card.inputs_digest[:16], result[:16])
        self.console.print(self.say("digests", *shown), highlight=False)

    # a track -----------------------------------------------------------------------------------------

    def track(self, group: str) -> None:
        """Everybody of a track by place, with the points of each dimension."""
        root = self.scheme.trees[self.card.root].root
        dimensions = [one for one in root.children if self._line(group, one.key)]
        title = self.scheme.groups[group].title.in_(self.language)
        table = Table(title=f"{title} · {self.card.period}", box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column(self.say("place"), justify="right", no_wrap=True)
        table.add_column(self.say("unit"), no_wrap=True)
        table.add_column(self.say("total"), justify="right", no_wrap=True, style="bold")
        for one in dimensions:
            full = self._full_of(group, one)
            table.add_column(f"{one.title.in_(self.language)}\n{full}", justify="right")
        table.add_column(self.say("grade"), no_wrap=True)
        table.add_column(self.say("awards"), no_wrap=True)
        for line in self._in_order(group):
            cells = [self.mark(self._points(group, line.organisation, one.key)) for one in dimensions]
            table.add_row(
                self.say("aside") if line.place is None else decimal_text(line.place, 0),
                self.name(line.organisation), self.mark(line.points), *cells,
                self._grade(line.grade), self._awards(group, line.organisation),
            )  # fmt: skip
        self.console.print(table)
        if marks := self._told_marks(group):
            self.console.print(marks)
        self.console.print(self.say("note"), style="dim")
        self.console.print()

    def _in_order(self, group: str) -> list[Line]:
        lines = [one for one in self._lines() if one.group == group and one.node == self.card.root]
        return sorted(lines, key=lambda one: (one.place is None, one.place or 0, one.organisation))

    def _lines(self) -> Iterator[Line]:
        return (one for one in self.card.lines if one.period == self.card.period)

    def _line(self, group: str, node: str) -> bool:
        return any(one.group == group and one.node == node for one in self._lines())

    def _points(self, group: str, body: str, node: str) -> Cell:
        return self.card.by_place[(body, group, node)].points

    def _full_of(self, group: str, node: Node) -> str:
        fulls = {one.full for one in self._lines() if one.group == group and one.node == node.key}
        full = fulls.pop() if len(fulls) == 1 else None
        return "" if full is None or node.bonus else self.say("full_mark", decimal_text(full, 0))

    def _grade(self, key: str) -> str:
        return next((one.title.in_(self.language) for one in self.scheme.grades if one.key == key), "—")

    def _awards(self, group: str, body: str) -> str:
        """A mark for each award given; the marks are told below the table."""
        marks = {award: mark for mark, award, _ in self._marked(group)}
        given = (one for one in self.card.awards if one.group == group and one.organisation == body)
        return "".join(marks[one.award] for one in given)

    def _told_marks(self, group: str) -> str:
        """What the marks of this track mean; nothing where no award is given."""
        return "  ".join(f"{mark} {title}" for mark, _, title in self._marked(group))

    def _marked(self, group: str) -> list[tuple[str, str, str]]:
        """Mark, key and title of each award given in the track, in the order of the scheme."""
        given = {one.award for one in self.card.awards if one.group == group}
        awards = [one for one in self.scheme.awards if one.key in given]
        return [
            (mark, one.key, one.title.in_(self.language)) for mark, one in zip(MARKS, awards, strict=False)
        ]

    # a statement -------------------------------------------------------------------------------------

    def statement(self, body: str, group: str) -> None:
        """Every item of one body: value, target, full mark, points, points lost; then why."""
        table = Table(
            title=f"{self.name(body)} · {self.card.period} · {self.say('statement')}", box=box.SIMPLE_HEAD
        )
        for word in ("item", "of", "value", "target", "full", "points", "lost"):
            right = word not in ("item", "of")
            table.add_column(self.say(word), justify="right" if right else "left", no_wrap=right)
        root = self.scheme.trees[self.card.root].root
        for node in root.walk():
            line = self.card.by_place.get((body, group, node.key))
            if line is not None and node is not root:
                self._row(table, node, line)
        whole = self.card.by_place[(body, group, root.key)]
        table.add_section()
        table.add_row(f"[bold]{self.say('grand')}[/bold]", "", "", "", *self._marks(whole))
        self.console.print(table)
        self._why(body, group)

    def _row(self, table: Table, node: Node, line: Line) -> None:
        title = node.title.in_(self.language)
        if not node.is_item:
            table.add_row(f"[bold]{title}[/bold]", "", "", "", *self._marks(line), style="cyan")
            return
        unit, value, target = self._figures(node, line)
        note = (
            ""
            if line.status in ("scored", "not_ranked")
            else f" ({STATUSES[line.status].in_(self.language)})"
        )
        if isinstance(line.points, Absence):
            note = ""
        table.add_row(f"  {title}{note}", unit, value, target, *self._marks(line))

    def _marks(self, line: Line) -> tuple[str, str, str]:
        return self.mark(line.full), self.mark(line.points), self.mark(line.lost)

    def _subject(self, node: Node, group: str) -> str:
        """The fact or value an item looks at: by its own key, or as `of` names it for the track."""
        of = for_group(node.of, group)
        return of.key if isinstance(of, Name) else node.key

    def _figures(self, node: Node, line: Line) -> tuple[str, str, str]:
        """Unit, value and target as text; a dash where the item looks at no single figure."""
        subject = self._subject(node, line.group)
        stem = f"{line.group}|{line.period}|{subject}"
        columns = self.card.columns
        known = self.scheme.facts.get(subject) or self.scheme.values.get(subject)
        column = next((f"{stem}#{part}" for part in HELD_IN if f"{stem}#{part}" in columns), "")
        value = columns[column].get(line.organisation) if column else None
        target = columns.get(f"{stem}.target#filed", {}).get(line.organisation)
        if target is None:
            target = _written_target(node, line.group)
        places = getattr(known, "decimals", None)
        return (
            known.unit if known is not None else "",
            self._figure(value, places),
            self._figure(target, places),
        )

    def _figure(self, cell: Cell | None, places: int | None) -> str:
        """A figure with the decimals its fact has; a mean of several, which has more, with two."""
        if not isinstance(cell, Fraction):
            return self.mark(cell)
        exact = places is not None and (cell * 10**places).denominator == 1
        return _with_commas(decimal_text(cell, places if exact and places is not None else 2))

    def _why(self, body: str, group: str) -> None:
        self.console.print(f"[bold]{self.say('why')}[/bold]")
        comma = "，" if self.language == "zh" else ", "
        for number, loss in enumerate(losses(self.card, body, group)[:5], 1):
            title, said = loss.title.in_(self.language), loss.sentence(self.language)
            self.console.print(f"{number}. {title}{comma}{said[:1].lower()}{said[1:]}", highlight=False)


def _with_commas(number: str) -> str:
    """A decimal with a comma at the thousands from 10,000 on."""
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}" if len(whole.lstrip("-")) > 4 else number


def _written_target(node: Node, group: str) -> Fraction | None:
    """The target that a rule names as a plain number, the same for everybody."""
    rule = for_group(node.rule, group)
    target = rule.settings.get("target") if isinstance(rule, Block) else None
    return target.value if isinstance(target, Number) else None
