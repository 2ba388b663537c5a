"""A case as a reader sees it: the scheme, one table of what was filed and what comes out, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Language, Words
from kaoping.exact import decimal_text
from kaoping.scorecard import STATUSES
from kaoping.scoring import ABSENCE_WORDS
from scripts.reference.markdown import code, fenced, joined, table
from tests.spec.reading import Case
from tests.spec.scoring import ABSENCES, number_of, rows

ORGANISATION = Words("单位", "organisation")
PERIOD = Words("期间：", "Period: ")
EVENTS = Words("事项", "events")
REFUSED = Words("被拒绝：", "Refused: ")
FOUND = Words("检查指出：", "The check finds: ")
AWARDED = Words("奖项：", "Awards: ")
NOBODY = Words("无人", "nobody")
FULL, PLACE, GRADE, STATUS = (
    Words("满分", "full mark"),
    Words("位次", "place"),
    Words("等次", "grade"),
    Words("状态", "status"),
)
Cells = dict[str, dict[str, str]]
"""Cell by column heading and organisation, columns in order of first mention."""


def case_text(case: Case, language: Language) -> str:
    """One case."""
    period = f"{PERIOD.in_(language)}{case.period}" if case.period != "2026" else ""
    return joined(
        [
            f"### {case.name.in_(language)}",
            case.note.in_(language),
            fenced(case.shown),
            period,
            _table(case, language),
            _awards(case, language),
            f"{REFUSED.in_(language)}{code(case.refuses)}" if case.refuses else "",
            f"{FOUND.in_(language)}{code(case.warns)}" if case.warns else "",
        ]
    )


def _awards(case: Case, language: Language) -> str:
    if not case.awards:
        return ""
    comma = "、" if language == "zh" else ", "
    given = [f"{code(key)} {comma.join(won) or NOBODY.in_(language)}" for key, won in case.awards.items()]
    return AWARDED.in_(language) + ("；" if language == "zh" else "; ").join(given)


def _table(case: Case, language: Language) -> str:
    cells: Cells = {}
    _attributes(case, cells)
    _filed(case, cells, language)
    _events(case, cells, language)
    filed = list(cells)
    _expected(case, cells, language)
    order = _order(case, cells)
    heading = [ORGANISATION.in_(language), *(name if name in filed else f"**{name}**" for name in cells)]
    return (
        table(heading, [[key, *(cells[name].get(key, "") for name in cells)] for key in order])
        if order
        else ""
    )


def _order(case: Case, cells: Cells) -> list[str]:
    """Organisations as listed, then as first mentioned."""
    listed = [row["organisation"] for row in rows(case.organisations)]
    mentioned = [key for column in cells.values() for key in column]
    return list(dict.fromkeys([*listed, *mentioned]))


def _attributes(case: Case, cells: Cells) -> None:
    for row in rows(case.organisations):
        for name, cell in row.items():
            if name not in ("organisation", "title"):
                cells.setdefault(name, {})[row["organisation"]] = cell


def _filed(case: Case, cells: Cells, language: Language) -> None:
    for row in rows(case.values):
        period = row.get("period", case.period)
        marks = [row["fact"], period if period != case.period else "", row.get("source", "")]
        marks += [
            f"v{row['vintage']}" if "vintage" in row else "",
            row.get("rater_group", ""),
            row.get("rater", ""),
        ]
        name = " ".join(mark for mark in marks if mark)
        cells.setdefault(name, {})[row["organisation"]] = _shown(row["value"], language)


def _events(case: Case, cells: Cells, language: Language) -> None:
    column: dict[str, list[str]] = {}
    for row in rows(case.events):
        marks = [f"{name} {row[name]}" for name in row if name not in ("organisation", "event")]
        column.setdefault(row["organisation"], []).append(" ".join([row["event"], *marks]))
    if column:
        cells[EVENTS.in_(language)] = {key: "; ".join(told) for key, told in column.items()}


def _expected(case: Case, cells: Cells, language: Language) -> None:
    def put(heading: str, table: Mapping[str, Mapping[str, str]]) -> None:
        for key, nodes in table.items():
            for node, wanted in nodes.items():
                # A fact and an item may share a name: the points are the second column of that name.
                name = f"{heading}{node}" if heading else f"→ {node}"
                cells.setdefault(name, {})[key] = _shown(wanted, language)

    put("", case.expect)
    put(f"{FULL.in_(language)} ", case.fulls)
    put(f"{STATUS.in_(language)} ", case.statuses)
    for words, found in ((PLACE, case.ranks), (GRADE, case.grades)):
        if found:
            cells[words.in_(language)] = {key: _shown(wanted, language) for key, wanted in found.items()}


def _shown(text: str, language: Language) -> str:
    """A number as written, a fraction with its decimals, an absence or status in words."""
    if text in ABSENCES:
        return ABSENCE_WORDS[ABSENCES[text]].in_(language)
    if text in STATUSES:
        return STATUSES[text].in_(language)
    if "/" in text:
        return f"{text} ≈ {decimal_text(number_of(text), 4)}"
    return text
