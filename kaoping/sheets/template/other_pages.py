"""The other sheets of a template: how to fill it in, organisations with their constants, events and vetoes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from kaoping.errors import Words
from kaoping.periods import Period
from kaoping.scheme.model import Scheme
from kaoping.sheets.from_scheme import constant_columns
from kaoping.sheets.template.allowed import allow_choice
from kaoping.sheets.template.fact_pages import BLOC, KEY, NOTE, PERIOD, RATER, SOURCE, TITLE
from kaoping.sheets.template.form import Form
from kaoping.tables import Absence, Cell, Filed, Happening, Organisation

GUIDE = Words("填表说明", "Instructions")
ORGANISATIONS = Words("单位", "Organisations")
EVENTS = Words("加减分与否决事项", "Events")
FURTHER = Words("其余数据", "Further values")
SPARE_ROWS = 200
"""Empty rows for what cannot be known beforehand."""
_KIND, _PARENT = Words("单位类别", "Kind"), Words("上级单位", "Parent")
_EVENT_COLUMNS: Sequence[tuple[str, Words, int]] = (
    ("organisation", Words("单位", "Organisation"), 22), ("event", Words("事项", "Event"), 22),
    ("level", Words("级别", "Level"), 12), ("on", Words("日期", "Date"), 12), ("period", PERIOD, 10),
    ("matter", Words("事由", "Matter"), 30), ("amount", Words("分值", "Amount"), 8),
    ("count", Words("次数", "Count"), 8), ("share", Words("牵头或配合", "Share"), 11),
    ("document", Words("文号", "Document"), 24), ("decided_by", Words("认定单位", "Decided by"), 18), ("note", NOTE, 24),
)  # fmt: skip
_FURTHER_COLUMNS: Sequence[tuple[Words, int]] = (
    (KEY, 14), (TITLE, 22), (Words("指标", "Fact"), 24), (PERIOD, 10), (Words("数值", "Value"), 14),
    (SOURCE, 16), (RATER, 12), (BLOC, 18), (NOTE, 24),
)  # fmt: skip
_SHARES = {"lead": Words("牵头", "lead"), "co": Words("配合", "co")}
_GUIDE = (
    Words("只填白色的格；灰色的格不用填。表头和单位名称已锁定，没有密码。",
          "Fill in the white cells only; grey ones are not asked. Headers and names are locked, without a password."),
    Words("没有值时不要写 0 或“-”：不涉及写“不适用”，以后才有写“待报”，确实没有报写“缺报”；零报写 0 或“零报”。",
          "Where there is no value, write neither 0 nor “-”: “n/a” where it does not concern the organisation, “pending” "
          "where it will be known later, “missing” where it was not filed; a nil return is 0 or “nil”."),
    Words("表头第二行是计量单位，第三行是编码；列可以调宽，不要删改表头。鼠标移到表头上可看口径。",
          "The second row of a header is the unit, the third the key. Widen columns as you like; leave headers as they "
          "are. Point at a header to read its definition."),
    Words("填完后用 kaoping score 方案 本文件 --check 试读，问题会指到每一格。",
          "When done, try it with: kaoping score SCHEME THIS-FILE --check. Every problem names its cell."),
)  # fmt: skip


def write_guide(form: Form, sheet: Any, scheme: Scheme, period: Period) -> None:
    """How to fill in the workbook."""
    sheet.set_column(0, 0, 110)
    form.text(sheet, 0, 0, f"{form.say(scheme.title)} · {period}", "title")
    version = Words(
        f"方案 {scheme.key}，版本 {scheme.version}", f"Scheme {scheme.key}, version {scheme.version}"
    )
    for row, words in enumerate((version, *_GUIDE), start=2):
        form.text(sheet, row, 0, form.say(words), "plain")


# organisations -----------------------------------------------------------------------------------------


def write_organisations(form: Form, sheet: Any, scheme: Scheme, bodies: Sequence[Organisation]) -> None:
    """Everyone with key, title, kind, parent and attributes; the constants of the scheme are open."""
    attributes = _attributes(scheme, bodies)
    form.headers(sheet, 0, [KEY, TITLE, _KIND, _PARENT])
    for column, (key, header) in enumerate(attributes, start=4):
        sheet.write_string(0, column, header, form.look("header"))
        if key in scheme.constants and scheme.constants[key].basis:
            sheet.write_comment(0, column, scheme.constants[key].basis)
    for row, body in enumerate(bodies, start=1):
        for column, text in enumerate((body.key, body.title, body.kind, body.parent)):
            form.text(sheet, row, column, text, "locked")
        for column, (key, _) in enumerate(attributes, start=4):
            _attribute(form, sheet, row, column, body.attributes.get(key), key in scheme.constants)
    if not bodies:
        _spare(form, sheet, 1, ["open_text"] * 4 + ["open"] * len(attributes))
        kinds = sorted({kind for group in scheme.groups.values() for kind in group.kinds})
        if kinds:
            allow_choice(form, sheet, (1, SPARE_ROWS), 2, kinds)
    for column, width in enumerate((16, 26, 14, 16)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def _attributes(scheme: Scheme, bodies: Sequence[Organisation]) -> list[tuple[str, str]]:
    """(key, header): constants that every organisation has by a name the reader knows, then what else is known."""
    readable = constant_columns(scheme)
    found: dict[str, str] = {}
    for constant in scheme.constants.values():
        if constant.per_organisation:
            title = constant.title.zh
            own = readable.get(title) == f"attribute:{constant.key}"
            found[constant.key] = title if own else constant.key
    for body in bodies:
        for key in body.attributes:
            found.setdefault(key, key)
    return list(found.items())


def _attribute(form: Form, sheet: Any, row: int, column: int, cell: Cell | None, is_open: bool) -> None:
    if is_open:
        form.answer(sheet, row, column, cell, "number")
    elif isinstance(cell, Fraction):
        sheet.write_number(row, column, float(cell), form.look("locked"))
    elif isinstance(cell, (Absence, bool)):
        form.answer(sheet, row, column, cell, "number")
    else:
        form.text(sheet, row, column, "" if cell is None else str(cell), "locked")


def _spare(form: Form, sheet: Any, first: int, looks: Sequence[str]) -> None:
    """Empty open rows; text cells are formatted as text, or Excel makes a date of a document's number."""
    for row in range(first, first + SPARE_ROWS):
        for column, look in enumerate(looks):
            sheet.write_blank(row, column, None, form.look(look))


# what else is known ------------------------------------------------------------------------------------


def write_further(form: Form, sheet: Any, bodies: Sequence[Organisation], rows: Sequence[Filed]) -> None:
    """A row for each value that is known and has no cell on the other sheets."""
    titles = {body.key: body.title for body in bodies}
    form.headers(sheet, 0, [words for words, _ in _FURTHER_COLUMNS])
    for column, (_, width) in enumerate(_FURTHER_COLUMNS):
        sheet.set_column(column, column, width)
    for at, row in enumerate(rows, start=1):
        for column, text in enumerate(
            (row.organisation, titles.get(row.organisation, ""), row.fact, str(row.period or ""))
        ):
            form.text(sheet, at, column, text, "locked")
        form.answer(sheet, at, 4, row.value, "date" if isinstance(row.value, date) else "number")
        for column, text in enumerate((row.source, row.rater, row.rater_group, row.note), start=5):
            form.text(sheet, at, column, text, "open_text")
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(_FURTHER_COLUMNS) - 1)
    sheet.repeat_rows(0)


# events ------------------------------------------------------------------------------------------------


def write_events(
    form: Form, sheet: Any, scheme: Scheme, bodies: Sequence[Organisation], known: Sequence[Happening]
) -> None:
    """Known events, then empty rows; organisation, event, level and share are chosen from lists."""
    form.headers(sheet, 0, [words for _, words, _ in _EVENT_COLUMNS])
    names = organisation_names(bodies)
    for row, one in enumerate(known, start=1):
        for column, cell in enumerate(_happening(form, scheme, names, one)):
            form.answer(sheet, row, column, cell, "date" if _EVENT_COLUMNS[column][0] == "on" else "text")
    first = len(known) + 1
    looks = {"on": "open_day", "amount": "open", "count": "open"}
    _spare(form, sheet, first, [looks.get(role, "open_text") for role, _, _ in _EVENT_COLUMNS])
    levels = list(dict.fromkeys(level for event in scheme.events.values() for level in event.levels))
    lists = {
        "organisation": list(names.values()),
        "event": _event_names(form, scheme),
        "level": levels,
        "share": [form.say(words) for words in _SHARES.values()],
    }
    for column, (role, _, width) in enumerate(_EVENT_COLUMNS):
        sheet.set_column(column, column, width)
        if lists.get(role):
            allow_choice(form, sheet, (1, first + SPARE_ROWS - 1), column, lists[role])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def organisation_names(bodies: Sequence[Organisation]) -> Mapping[str, str]:
    """Key → what to call it: its title, or the key where several bear that title."""
    count = Counter(body.title for body in bodies)
    keys = {body.key for body in bodies}
    return {
        body.key: body.title
        if body.title and count[body.title] == 1 and body.title not in keys - {body.key}
        else body.key
        for body in bodies
    }


def _event_names(form: Form, scheme: Scheme) -> list[str]:
    """Titles of events and vetoes, keys where two share one."""
    titled = [(one.key, form.say(one.title)) for one in scheme.events.values()]
    titled += [(one.key, form.say(one.title)) for one in scheme.vetoes.values()]
    count = Counter(title for _, title in titled)
    return [title if title and count[title] == 1 else key for key, title in titled]


def _happening(form: Form, scheme: Scheme, names: Mapping[str, str], one: Happening) -> list[Cell | None]:
    keys = [*scheme.events, *scheme.vetoes]
    event = _event_names(form, scheme)[keys.index(one.event)] if one.event in keys else one.event
    return [
        names.get(one.organisation, one.organisation), event, one.level, one.on, str(one.period or ""), one.matter,
        one.amount, None if one.count == 1 else Fraction(one.count),
        form.say(_SHARES[one.share]) if one.share in _SHARES else "", one.document, one.decided_by, one.note,
    ]  # fmt: skip
