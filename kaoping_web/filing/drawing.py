"""The cells of the grid as HTML. Written here and not in a template: a grid of 400 units has some thousand cells."""

from __future__ import annotations

from collections.abc import Iterable

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Language, Words
from kaoping.scheme.formulas import ValueType
from kaoping_web.filing.models import Answer, Value, ValueState
from kaoping_web.filing.queries.grid import Before, Cell, Grid, Row
from kaoping_web.filing.shown import is_wrong, number, typed
from kaoping_web.ui.nodes import escaped as escape

STATES: dict[str, Words] = {
    "wrong": Words("有误", "wrong"),
    "returned": Words("退回", "returned"),
    "asked": Words("变动大，请说明", "large change: say why"),
    "verified": Words("已认定", "verified"),
    "pending": Words("待报", "pending"),
    "nil": Words("零报", "nil return"),
    "na": Words("不适用", "not applicable"),
    "checked": Words("已初认", "accepted, to be signed"),
    "filed": Words("已交", "handed in"),
    "edited": Words("已改未交", "changed, not handed in"),
    "expected": Words("未填", "empty"),
    "elsewhere": Words("已在另一张表填报", "filed elsewhere"),
}
ICONS = {"wrong": "bang", "returned": "returned", "asked": "bang", "verified": "verified", "pending": "pending", "nil": "nil",
         "na": "na", "checked": "filed", "elsewhere": "lock"}  # fmt: skip
DRAFT, RETURNED, VERIFIED = ValueState.DRAFT.value, ValueState.RETURNED.value, ValueState.VERIFIED.value
PENDING, NIL, NOT_APPLICABLE = Answer.PENDING.value, Answer.NIL.value, Answer.NOT_APPLICABLE.value
_ANSWERS = {Answer.PENDING.value: "pending", Answer.NIL.value: "nil", Answer.NOT_APPLICABLE.value: "na"}
_STANDING = {ValueState.FILED.value: "filed", ValueState.CHECKED.value: "checked", ValueState.DRAFT.value: "edited",
             ValueState.EXPECTED.value: "expected", ValueState.VERIFIED.value: "verified"}  # fmt: skip


def state_of(cell: Cell) -> str:
    """What a cell is above all: the word beside its glyph."""
    value = cell.value
    if value is None:
        return "na"
    if not cell.is_own:
        return "elsewhere"
    if is_wrong(value):
        return "wrong"
    if value.state == RETURNED:
        return "returned"
    if cell.asks_word and value.state != VERIFIED:
        return "asked"
    return _ANSWERS.get(value.answer) or _STANDING[value.state]


def drawn_rows(grid: Grid, lang: Language) -> SafeString:
    """Every row of the grid's body."""
    pen = Pen(lang)
    return mark_safe("\n".join(pen.row(row) for row in grid.rows))  # noqa: S308 - every part was escaped


class Pen:
    """Draws cells in one language."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        icons = static("kaoping/icons.svg")
        names = ("note", *ICONS.values())
        self._icons = {
            name: f'<svg class="k-i" aria-hidden="true"><use href="{icons}#{name}"/></svg>' for name in names
        }
        self._page = reverse("filing-cell", args=[0]).replace("/0/", "/{}/")

    def row(self, row: Row) -> str:
        """One unit."""
        cells = "".join(f"{self.cell(one)}{self.before(one)}" for one in row.cells)
        return f'<tr><th scope="row">{escape(row.name.in_(self.lang))}</th>{cells}</tr>'

    def cell(self, cell: Cell) -> str:
        """This period's cell: an input where it may be changed."""
        value = cell.value
        if value is None:
            return f'<td class="c-na"><output></output><span class="k-to">{self._icons["na"]}</span></td>'
        state = state_of(cell)
        classes = [f"c-{state}"]
        if value.state == DRAFT and state not in ("wrong", "edited"):
            classes.append("c-edited")
        if value.state == VERIFIED and state != "verified":
            classes.append("c-verified")
        if cell.is_locked:
            classes.append("c-locked")
        inner = (
            self._input(cell, value, state)
            if cell.is_open
            else f"<output>{escape(self.shown(cell, value))}</output>"
        )
        return f'<td class="{" ".join(classes)}" data-cell="{value.pk}">{inner}{self._link(cell, value, state)}</td>'

    def before(self, cell: Cell) -> str:
        """The last period's figure beside it."""
        return f'<td class="k-was">{escape(self.was(cell.before, cell))}</td>'

    def was(self, before: Before | None, cell: Cell) -> str:
        """What was handed in for the last period, or a dash."""
        return typed(before, cell.fact, self.lang) if before is not None and before.answer else "—"

    def shown(self, cell: Cell, value: Value) -> str:
        """What a cell that cannot be changed shows: a day for pending, 0 for nil."""
        if value.answer == PENDING and value.expected_on is not None:
            day = value.expected_on
            return f"{day.month}月{day.day}日" if self.lang == "zh" else day.isoformat()
        if value.answer == NIL:
            return number("0", cell.fact)
        return "" if value.answer == NOT_APPLICABLE else typed(value, cell.fact, self.lang)

    def _input(self, cell: Cell, value: Value, state: str) -> str:
        label = f"{cell.unit.in_(self.lang)} {cell.fact.title.in_(self.lang)}"
        mode = ' inputmode="decimal"' if cell.fact.type is ValueType.NUMBER else ""
        choices = (
            f' list="l-{escape(cell.fact.key)}"'
            if cell.fact.choices or cell.fact.type is ValueType.TRUTH
            else ""
        )
        wrong = ' aria-invalid="true"' if state in ("wrong", "returned") else ""
        return (
            f'<input id="c-{value.pk}" name="v-{value.pk}-{value.version}"{mode}{choices} value="{escape(typed(value, cell.fact, self.lang))}"'
            f' aria-label="{escape(label)}" autocomplete="off"{wrong}>'
        )

    def _link(self, cell: Cell, value: Value, state: str) -> str:
        words = STATES[state].in_(self.lang)
        said = f"{cell.unit.in_(self.lang)} {cell.fact.title.in_(self.lang)}"
        label = f"{said}：{words}，说明与佐证" if self.lang == "zh" else f"{said}: {words}; note and evidence"
        name = ICONS.get(state) or "note"
        quiet = "" if state in ICONS or value.note else " k-to--quiet"
        return f'<a class="k-to{quiet}" href="{self._page.format(value.pk)}" aria-label="{escape(label)}" title="{escape(words)}">{self._icons[name]}</a>'


def drawn_cells(cells: Iterable[Cell], lang: Language) -> dict[str, str]:
    """Single cells as they stand now, by the number of their value."""
    pen = Pen(lang)
    return {str(one.value.pk): pen.cell(one) for one in cells if one.value is not None}
