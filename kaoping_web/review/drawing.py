"""The rows of a sheet as HTML; written here and not in a template, because there may be some hundred."""

from __future__ import annotations

from collections.abc import Iterable

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kaoping.errors import Language, Words
from kaoping.scheme.model import Fact
from kaoping_web.filing.models import ValueState
from kaoping_web.filing.shown import typed
from kaoping_web.review.queries.sheet import Line
from kaoping_web.ui.nodes import escaped as escape
from kaoping_web.ui.templatetags.kaoping import signed

VERDICTS = {
    "accept": Words("认可", "accept"),
    "sign": Words("签认", "sign"),
    "return": Words("退回", "return"),
}
STATES = {
    ValueState.EXPECTED.value: ("draft", "draft", Words("未交", "missing")),
    ValueState.DRAFT.value: ("draft", "draft", Words("未交", "missing")),
    ValueState.FILED.value: ("filed", "filed", Words("待初认", "to accept")),
    ValueState.CHECKED.value: ("filed", "filed", Words("待签认", "to sign")),
    ValueState.RETURNED.value: ("returned", "returned", Words("已退回", "returned")),
    ValueState.VERIFIED.value: ("verified", "verified", Words("已认定", "verified")),
}


def drawn(rows: Iterable[tuple[Line, str, str]], fact: Fact, lang: Language) -> SafeString:
    """Every row: a line, the verdict chosen so far, the reason typed so far."""
    pen = _Pen(fact, lang)
    return mark_safe("\n".join(pen.row(*one) for one in rows))  # noqa: S308 - every part was escaped


class _Pen:
    def __init__(self, fact: Fact, lang: Language) -> None:
        self.fact, self.lang, self._icons = fact, lang, static("kaoping/icons.svg")
        self._page = reverse("filing-cell", args=[0]).replace("/0/", "/{}/")

    def row(self, line: Line, chosen: str, reason: str) -> str:
        """One figure."""
        value = line.value
        now = typed(value, self.fact, self.lang) if line.is_handed_in else ""
        was = typed(line.before, self.fact, self.lang) if line.before is not None else ""
        cells = (
            f'<th scope="row">{self._say(line.unit)}</th>',
            f'<td class="k-lg">{self._say(line.supplier)}</td>',
            f'<td class="k-num k-strong"><a class="k-n" href="{self._page.format(value.pk)}">{escape(now) or "—"}</a></td>',
            f'<td class="k-num">{escape(was) or "—"}</td>',
            f'<td class="k-num">{signed(line.change, 1) if line.change is not None else ""}</td>',
            f"<td>{self._others(line)}</td>" if len(self.fact.sources) > 1 else "",
            f"<td>{self._leads(line)}</td>",
            f"<td>{self._notes(line)}</td>",
            f"<td>{self._state(line)}</td>",
            f"<td>{self._verdicts(line, chosen)}</td>",
            f"<td>{self._reason(line, reason)}</td>",
        )
        return f"<tr>{''.join(cells)}</tr>"

    def _say(self, words: Words) -> str:
        return escape(words.in_(self.lang))

    def _icon(self, name: str) -> str:
        return f'<svg class="k-i" aria-hidden="true"><use href="{self._icons}#{name}"/></svg>'

    def _others(self, line: Line) -> str:
        return "<br>".join(
            f"{self._say(name)} {escape(typed(value, self.fact, self.lang))}" for name, value in line.others
        )

    def _leads(self, line: Line) -> str:
        said = "".join(f"<li>{self._icon('bang')} {self._say(one.words)}</li>" for one in line.leads)
        return f'<ul class="k-leads">{said}</ul>' if said else ""

    def _notes(self, line: Line) -> str:
        note = escape(line.value.note) if line.is_handed_in else ""
        if not line.evidence:
            return note
        count = (
            f"{line.evidence} 份佐证"
            if self.lang == "zh"
            else f"{line.evidence} file{'s' if line.evidence > 1 else ''}"
        )
        return f'{note} <a href="{self._page.format(line.value.pk)}">{self._icon("clip")}{count}</a>'

    def _state(self, line: Line) -> str:
        kind, glyph, words = STATES[line.value.state]
        badge = f'<span class="k-st k-st--{kind}">{self._icon(glyph)}{self._say(words)}</span>'
        who = {
            ValueState.CHECKED.value: line.value.checked_by,
            ValueState.VERIFIED.value: line.value.verified_by,
        }.get(line.value.state)
        return f"{badge} <small>{escape(who.display_name)}</small>" if who is not None else badge

    def _verdicts(self, line: Line, chosen: str) -> str:
        if not line.verdicts:
            return ""
        name, label = (
            f"d-{line.value.pk}-{line.value.vintage}",
            escape(f"{line.unit.in_(self.lang)} {self._title()}"),
        )
        options = "".join(
            f'<option value="{one}"{" selected" if one == chosen else ""}>{self._say(VERDICTS[one])}</option>'
            for one in line.verdicts
        )
        return f'<select name="{name}" aria-label="{label}"><option value="none">—</option>{options}</select>'

    def _title(self) -> str:
        return "认定" if self.lang == "zh" else "verdict"

    def _reason(self, line: Line, reason: str) -> str:
        if line.value.state == ValueState.RETURNED.value:
            return escape(line.reason)
        if not line.verdicts:
            return ""
        label = f"{line.unit.in_(self.lang)} {'退回理由' if self.lang == 'zh' else 'reason to return'}"
        return f'<input type="text" name="r-{line.value.pk}" value="{escape(reason)}" aria-label="{escape(label)}" autocomplete="off">'
