"""The ledger as a workbook: one matter a row; a row without a number is a new matter."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter

from kaoping.errors import DocumentError, KaopingError, Language, Place, Problem, Words
from kaoping.sheets import Grid, Limits, plain_text, read_date, read_grids
from kaoping_web.filing.uploads import MOST_BYTES
from kaoping_web.organisations.models import Organisation, Standing
from kaoping_web.refusals import Refused, problem
from kaoping_web.supervision.models import Matter
from kaoping_web.supervision.queries.ledger import Row
from kaoping_web.supervision.reading.parties import Parties
from kaoping_web.supervision.services.matters import Given, figure_text
from kaoping_web.supervision.words import CARD_WORDS, LIGHT_WORDS, STATE_WORDS

LIMITS = Limits(
    file_bytes=MOST_BYTES,
    unpacked_bytes=128 << 20,
    cells=200_000,
    memory_bytes=512 << 20,
    cpu_seconds=5,
    wall_seconds=10.0,
)
COLUMNS: tuple[tuple[str, Words, int], ...] = (
    ("number", Words("编号", "Number"), 13), ("title", Words("事项", "Matter"), 34), ("standard", Words("标准", "Standard"), 34),
    ("owner", Words("承办单位", "Owner"), 16), ("co_owners", Words("协办单位", "Helping"), 18), ("last_owner", Words("末端责任", "Last owner"), 14),
    ("deadline", Words("期限", "Deadline"), 12), ("quantity", Words("数量", "Quantity"), 10), ("unit", Words("计量单位", "Unit"), 9),
    ("source", Words("来源", "Source"), 26), ("percent", Words("进度%", "Progress %"), 9), ("planned", Words("应到%", "Should be %"), 9),
    ("light", Words("灯", "Light"), 9), ("card", Words("牌", "Card"), 20), ("state", Words("状态", "State"), 11),
)  # fmt: skip
READ = {
    "number",
    "title",
    "standard",
    "owner",
    "co_owners",
    "last_owner",
    "deadline",
    "quantity",
    "unit",
    "source",
}


def written(rows: Sequence[Row], today: date, lang: Language) -> bytes:
    """The rows as they stand. Columns after the source are for reading only."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": today})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1})
    wrap, grey = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"font_color": "#6b6b6b", "valign": "top"}),
    )
    days = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    sheet = book.add_worksheet("台账" if lang == "zh" else "Ledger")
    for column, (_, title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title.in_(lang), head)
    for at, row in enumerate(rows, 1):
        cells = _cells(row, lang)
        for column, (key, _, _) in enumerate(COLUMNS):
            if key == "deadline" and row.matter.deadline:
                sheet.write_datetime(at, column, row.matter.deadline, days)
            else:
                sheet.write_string(at, column, cells.get(key, ""), wrap if key in READ else grey)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _cells(row: Row, lang: Language) -> dict[str, str]:
    one, light = row.matter, row.light
    card = row.card
    return {
        "number": one.code, "title": one.title, "standard": one.standard, "owner": row.owner.in_(lang) if row.owner else "",
        "co_owners": "、".join(body.in_(lang) for body in row.co_owners), "last_owner": one.last_owner, "quantity": one.quantity, "unit": one.unit,
        "source": row.source.in_(lang), "percent": str(round(light.percent)), "planned": str(round(light.planned)),
        "light": LIGHT_WORDS[light.colour].in_(lang) if light.colour else "", "state": STATE_WORDS[one.state].in_(lang),
        "card": f"{CARD_WORDS[card.colour].in_(lang)} {card.code}" if card else "",
    }  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """One row to store: a new matter where `matter` is None, else what it becomes."""

    given: Given
    source: str
    matter: Matter | None
    place: Place
    changes: tuple[tuple[Words, str, str], ...] = ()


@dataclass
class Plan:
    """What an upload would do."""

    good: list[Taken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    same: int = 0

    @property
    def stamp(self) -> str:
        """What was shown, as a digest: the same rows of the same versions."""
        said = repr([(one.given, one.source, one.matter.version if one.matter else 0) for one in self.good])
        return hashlib.sha256(said.encode()).hexdigest()


def read_upload(
    path: Path, name: str, matters: Mapping[str, Matter], bodies: Sequence[Standing], today: date
) -> Plan:
    """What a workbook says, held against the ledger. Nothing is written; the file is opened in a limited process.

    Raises DocumentError where it cannot be read, or has none of the ledger's heads.
    """
    sheet = next((one for one in read_grids(path, LIMITS, name) if one.rows), None)
    heads = _heads(sheet) if sheet else None
    if sheet is None or heads is None:
        raise DocumentError(
            problem(
                "no-heads",
                f"“{name}”里找不到台账的列名。",
                f"the heads of the ledger are not in “{name}”.",
                "用台账页下载的表。",
                "use the workbook of the ledger's page.",
            )
        )
    row_of_heads, columns = heads
    parties, plan = Parties(bodies), Plan()
    names = {one.organisation_id: one.title for one in bodies}
    for at in range(row_of_heads + 1, len(sheet.rows)):
        _Line(sheet, at, columns, matters, parties, names, plan, today).take()
    return plan


def _heads(sheet: Grid) -> tuple[int, dict[str, int]] | None:
    titles = {text: key for key, words, _ in COLUMNS for text in (words.zh, words.en.lower())}
    for at in range(min(len(sheet.rows), 10)):
        told = {
            titles[text]: column
            for column in range(sheet.width)
            if (text := plain_text(sheet.raw(at, column)).strip().lower()) in titles
        }
        if "title" in told:
            return at, told
    return None


@dataclass
class _Line:
    """One row of the sheet being read."""

    sheet: Grid
    at: int
    columns: Mapping[str, int]
    matters: Mapping[str, Matter]
    parties: Parties
    names: Mapping[int, str]
    plan: Plan
    today: date

    def take(self) -> None:
        """Put it among the good rows, or its problems among the problems."""
        if not any(self.text(key) for key in ("title", "number", "standard")):
            return
        before = len(self.plan.problems)
        number = self.text("number")
        matter = self.matters.get(number)
        if number and matter is None:
            self.wrong(
                "number",
                f"台账里没有“{number[:30]}”。",
                f"there is no “{number[:30]}” in the ledger.",
                "新事项不写编号。",
                "leave the number of a new matter empty.",
            )
        given = self.given(matter)
        if len(self.plan.problems) == before and given is not None:
            self.settle(given, matter)

    def given(self, matter: Matter | None) -> Given | None:
        """The row as a matter; problems are told by cell."""
        if not self.text("title"):
            self.wrong("title", "没有写事项。", "the matter is missing.", "写明事项。", "write it.")
        owner = self.body("owner")
        helps = tuple(filter(None, (self.body("co_owners", one) for one in _several(self.text("co_owners")))))
        deadline, quantity = self.day(), self.number()
        if matter is None and not self.text("source"):
            self.wrong(
                "source",
                "新事项没有写来源。",
                "the source of a new matter is missing.",
                "写明会议或文件。",
                "name the meeting or paper.",
            )
        kept = matter or Matter(slack=10, term=3)
        return Given(
            title=self.text("title"), standard=self.text("standard"), category=kept.category, owner=owner, co_owners=helps, last_owner=self.text("last_owner"),
            deadline=deadline, quantity=quantity, unit=self.text("unit"), fact=kept.fact, item=kept.item if matter else None, slack=kept.slack, term=kept.term,
            starts_on=matter.starts_on if matter else None, curve=kept.curve.replace(" ", "\n").replace(":", " "),
        )  # fmt: skip

    def settle(self, given: Given, matter: Matter | None) -> None:
        """New, the same, changed, or changed where it no longer can be."""
        if matter is None:
            self.plan.good.append(Taken(given, self.text("source"), None, self.sheet.place(self.at)))
            return
        changes = self.changes(given, matter)
        if not changes:
            self.plan.same += 1
        elif matter.state != "registered":
            for title, _, _ in changes:
                self.plan.problems.append(
                    problem("matter-assigned", f"{matter.code} 已交办，{title.zh}不能在表里改。",
                            f"{matter.code} is assigned: its {title.en.lower()} is not changed here.",
                            "期限按延期办，其余在事项页办。", "ask for more time, or use its page.", self.sheet.place(self.at))
                )  # fmt: skip
        else:
            self.plan.good.append(Taken(given, "", matter, self.sheet.place(self.at), tuple(changes)))

    def changes(self, given: Given, matter: Matter) -> list[tuple[Words, str, str]]:
        """Title, old and new of each field that differs."""
        old_helps = "、".join(
            sorted(
                self.names.get(one.organisation_id, "")
                for one in matter.co_owners.all()
                if not one.is_withdrawn
            )
        )
        new_helps = "、".join(sorted(self.names.get(one.pk, "") for one in given.co_owners))
        pairs = {
            "title": (matter.title, given.title), "standard": (matter.standard, given.standard), "last_owner": (matter.last_owner, given.last_owner),
            "owner": (self.names.get(matter.owner_id or 0, ""), self.names.get(given.owner.pk, "") if given.owner else ""),
            "co_owners": (old_helps, new_helps), "quantity": (matter.quantity, given.quantity), "unit": (matter.unit, given.unit),
            "deadline": (matter.deadline.isoformat() if matter.deadline else "", given.deadline.isoformat() if given.deadline else ""),
        }  # fmt: skip
        titles = {key: words for key, words, _ in COLUMNS}
        return [
            (titles[key], old, new)
            for key, (old, new) in pairs.items()
            if key in self.columns and old.strip() != new.strip()
        ]

    def text(self, key: str) -> str:
        """What a cell says."""
        column = self.columns.get(key)
        return plain_text(self.sheet.raw(self.at, column)).strip() if column is not None else ""

    def body(self, key: str, said: str = "") -> Organisation | None:
        """A body named in a cell."""
        name = said or self.text(key)
        found = self.parties.of([name]) if name else []
        if name and not found:
            self.wrong(
                key,
                f"没有名为“{name[:30]}”的单位。",
                f"there is no body named “{name[:30]}”.",
                "核对单位名称。",
                "check the name.",
            )
        return found[0] if found else None

    def day(self) -> date | None:
        """The deadline."""
        column = self.columns.get("deadline")
        raw = self.sheet.raw(self.at, column) if column is not None else None
        if raw is None or not plain_text(raw).strip():
            return None
        try:
            return read_date(raw)
        except KaopingError:
            self.wrong(
                "deadline",
                f"“{plain_text(raw)[:30]}”不是日期。",
                f"“{plain_text(raw)[:30]}” is not a date.",
                "写成 2026-06-30。",
                "write it as 2026-06-30.",
            )
            return None

    def number(self) -> str:
        """The quantity."""
        try:
            return figure_text(self.text("quantity"))
        except Refused as refused:
            self.plan.problems.extend(
                Problem(one.code, one.what, one.mend, self.sheet.place(self.at, self.columns["quantity"]))
                for one in refused.problems
            )
            return ""

    def wrong(self, key: str, zh: str, en: str, mend_zh: str, mend_en: str) -> None:
        """Tell what is wrong with a cell."""
        self.plan.problems.append(
            problem(
                f"cell-{key}", zh, en, mend_zh, mend_en, self.sheet.place(self.at, self.columns.get(key, 0))
            )
        )


def _several(text: str) -> list[str]:
    for sign in "，,；;/":
        text = text.replace(sign, "、")
    return [one.strip() for one in text.split("、") if one.strip()]
