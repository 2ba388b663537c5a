"""Rows of a table of tasks: cells divided by tabs under a header that names 任务, 责任单位, 完成时限."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from kaoping.intake.paper import Confidence, Ground, Span, Target
from kaoping.intake.parties import stated_parties
from kaoping.intake.quantities import find_quantities, levelled
from kaoping.intake.rows import AMOUNT_CELL, PLACE, cells_of, kind_of_cell

_COLUMNS = (
    ("number", re.compile(r"^(?:序号|编号|№|No\.?)$")),
    (
        "owner",
        re.compile(r"牵头|责任|配合|负责|包[村联保片]|联系领导|落实单位|承办|主办|协办|实施单位|实施主体"),
    ),
    ("deadline", re.compile(r"时限|时间|期限|节点|进度")),
    ("indicator", re.compile(r"指标|目标值|目标|计划数|任务数|单位$|20\d\d年")),
    ("task", re.compile(r"任务|举措|措施|事项|内容|项目|工作")),
)


@dataclass(frozen=True)
class Row:
    """One row read as a task."""

    number: str
    task: Span
    owners: tuple[str, ...]
    deadline: str


class TableReader:
    """Remembers the header of the table being read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.header: list[str] = []
        self.of_place = False  # rows of places and bodies with amounts, and who or by when beside them
        self.last_end = -2

    def row(self, span: Span) -> Row | None:
        """The row as a task, or None for a header, a total, or a table that holds no tasks."""
        cells = cells_of(self.text, span)
        if not _adjoins(self.text, self.last_end, span.start):
            self.header, self.of_place = [], False
        self.last_end = span.end
        if self.of_place:
            return self._of_place(span, cells)
        named = [_column(self.text[cell.start : cell.end]) for cell in cells]
        if not self.header and len(cells) > 2 and PLACE.match(self._words(cells[0])):
            self.of_place = "" in named[1:] and ("deadline" in named or "owner" in named[1:])
            if self.of_place:
                self.header = named
                return None
        if (
            sum(1 for name in named if name) >= 2
            and max((c.end - c.start for c in cells), default=0) <= 20
            and not self.header
        ):
            self.header = named
            return None
        if "task" not in self.header or ("owner" not in self.header and "deadline" not in self.header):
            return None
        by_column = self._by_column(span, cells)
        prose = [cell for cell in by_column.get("indicator", []) if _is_prose(self._words(cell))]
        tasks = [
            cell
            for cell in (*by_column.get("task", []), *prose)
            if cell.end - cell.start >= 4 or _AMOUNT.match(self._words(cell))
        ]
        if not tasks:
            return None
        task = max(prose or tasks, key=lambda cell: cell.end - cell.start)
        return Row(
            self._first(by_column, "number"),
            task,
            self._owners(by_column),
            self._first(by_column, "deadline"),
        )

    def _of_place(self, span: Span, cells: list[Span]) -> Row | None:
        """The row of a place or body: what it owes is in its amounts. A total is none."""
        if len(cells) != len(self.header) or _TOTAL.match(self._words(cells[0])):
            return None
        if not any(AMOUNT_CELL.match(self._words(cell)) for cell in cells[1:]):
            return None
        columns = self._by_column(span, cells)
        said = [self._words(cell) for cell in columns.get("deadline", ())]
        by_when = next((words for words in reversed(said) if any(sign.isalnum() for sign in words)), "")
        return Row("", cells[0], self._owners(columns), by_when)

    def _owners(self, columns: dict[str, list[Span]]) -> tuple[str, ...]:
        return tuple(
            name
            for cell in columns.get("owner", ())
            for name in stated_parties(f"责任单位:{self._words(cell)}")
        )

    def _by_column(self, span: Span, cells: list[Span]) -> dict[str, list[Span]]:
        """The cells by the kind of their column; by their own words where a stacked row lacks or splits a cell."""
        offset = len(self.header) - len(cells)
        stacked = offset and "\n" in self.text[span.start : span.end]
        names = [kind_of_cell(self._words(c)) for c in cells] if stacked else self.header[max(offset, 0) :]
        by_column: dict[str, list[Span]] = {}
        for name, cell in zip(names, cells, strict=False):
            by_column.setdefault(name, []).append(cell)
        return by_column

    def _first(self, cells: dict[str, list[Span]], column: str) -> str:
        return self._words(cells[column][0]) if column in cells else ""

    def _words(self, cell: Span) -> str:
        return self.text[cell.start : cell.end]


def _adjoins(text: str, end: int, start: int) -> bool:
    """Whether a row follows another, with nothing but a line's end or a drawn rule between."""
    return start <= end + 1 or (
        end >= 0 and start - end < 80 and not text[end:start].strip("|｜│-—:： \u3000+┼─\n")
    )


_ANY_COLUMN = re.compile("|".join(pattern.pattern for _, pattern in _COLUMNS))


def _column(words: str) -> str:
    if len(words) > 12 or not _ANY_COLUMN.search(words):
        return ""
    return next(name for name, pattern in _COLUMNS if pattern.search(words))


_AMOUNT = re.compile(r"\d+(?:\.\d+)?[\u4e00-\u9fff%]{1,3}$")
_COLUMN_TAIL = re.compile(r"(?:目标|任务|计划)(?:数|值|任务)?$")
_HOLDS_AMOUNT = re.compile(r"[(（]([^()（）]{1,8})[)）]$")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|平均|全(?:县|市|区|镇)合计)$")
_UNIT_ABOVE = re.compile(
    r"单位\s*[:：]\s*([\u4e00-\u9fff%％]{1,4}(?:[、,，][\u4e00-\u9fff%％]{1,4}){0,5})[)）\]】]?[:：]?$|[(（]单位\s*[:：]\s*([\u4e00-\u9fff%％]{1,4}(?:[、,，][\u4e00-\u9fff%％]{1,4}){0,5})[)）]"
)
_UNITS_APART = re.compile("[、,，]")
_OF_MONEY = re.compile("资金|投资|金额|产值|税收|收入|营收|贷款")
_BODIES = re.compile(r"(?:责任|承担|任务|实施|牵头|签约)单位$")
_BEFORE = re.compile("上年|去年|同期|完成")
_WEIGHTS = frozenset("分值 权重 评分标准 考核分值 扣分标准".split())
_RANKED = frozenset("排名 名次 位次 得分 综合得分 总分".split())
# 隐患整改率97%以上 in a cell of aims: a figure with words of its own.
_OWN_WORDS = re.compile(
    r"(?!不低于|不少于|不超过|不高于|达到?|大于|小于|控制在|高于|超过|至少|约|第|前|原则|\d)[\u4e00-\u9fff]{3,}[^\d]{0,10}\d"
)
_TASKS = re.compile(r"(?:主要|重点|具体|工作)?(?:任务|内容)$")
_PROSE = 14  # a cell longer than this is no amount
_SAYS_WHAT = re.compile(r"(?:新[增建开]|建成|完成|实现|改造|提高|达到|培育|引进|开展|新建|建设)[^\d]{2,}\d")
_UNIT_IN_NAME = re.compile(r"^(.*?)[(（]([^()（）]{1,8})[)）]$")
_BASE = re.compile(r"基数|实际|完成|现状|基期|20\d\d年(?=.{0,4}(?:实绩|完成|实际|基数))")
_AIM = re.compile(r"目标|计划|任务数|(?:20\d\d年)$")


class GoalTable:
    """Remembers the header of a table of indicators: 指标 | 单位 | 2022年基数 | 2025年目标."""

    def __init__(self, text: str, year: int = 0) -> None:
        self.text = text
        self.year = year
        self.measured = ""  # the unit a line above the table says for all of it: （单位：亩）
        self.said: list[Span] = []  # cells that say in words of their own what is to be reached
        self.scored = False  # whether a column says what a row weighs
        self.base = False  # whether a column holds what was reached before
        self.deadline = -1
        self.name = self.unit = -1
        self.aims: list[tuple[int, str]] = []  # the columns of aims, each with the year it names
        self.columns: dict[int, str] = {}
        self.of_place = (
            False  # the rows are of places and bodies: a goal is the place's, of what the column names
        )
        self.width = 0
        self.last_end = -2

    def row(self, span: Span) -> list[Target]:
        """The target a row names, or nothing."""
        places = cells_of(self.text, span)
        cells = [self.text[cell.start : cell.end] for cell in places]
        if not _adjoins(self.text, self.last_end, span.start):
            self.name = self.unit = self.deadline = -1
            self.aims, self.of_place, self.base = [], False, False
        self.last_end = span.end
        self.said = []
        if self.name < 0:
            self._header(cells)
            return []
        offset = len(cells) - self.width
        self.said = []
        if offset > 0 or self.name + offset < 0 or _TOTAL.match(cells[self.name + offset]):
            return []
        alone = len(self.aims) == 1 and not self.base and not self.scored
        self.said = [
            places[aim + offset]
            for aim, _ in self.aims
            if aim + offset >= 0 and not self.of_place and _OWN_WORDS.match(cells[aim + offset])
        ]
        return [
            goal
            for aim, period in self.aims
            if aim + offset >= 0
            for goal in self._goal(
                span if alone else places[aim + offset], cells, offset, aim, period or self._by(cells, offset)
            )
        ]

    def _by(self, cells: list[str], offset: int) -> str:
        """By when, where a column of the row says so."""
        said = cells[self.deadline + offset] if self.deadline + offset >= 0 and self.deadline >= 0 else ""
        return said if any(sign.isalnum() for sign in said) else ""

    def above(self, words: str) -> None:
        """Remember the unit a line above a table gives for all its cells; a line without one gives none."""
        said = _UNIT_ABOVE.search(words) if "单位" in words else None
        self.measured = (said[1] or said[2]) if said else ""

    def _measured(self, aim: int) -> str:
        """The unit the line above the table says for a column: 单位：个、亿元 names one for each."""
        said = _UNITS_APART.split(self.measured)
        if len(said) == 1:
            return self.measured
        place = [column for column, _ in self.aims].index(aim)
        if len(said) == len(self.aims):
            return said[place]
        money = [unit for unit in said if "元" in unit]
        others = [unit for unit in said if "元" not in unit]
        fits = money if _OF_MONEY.search(self.columns[aim]) else others
        return fits[0] if len(fits) == 1 else ""

    def _header(self, cells: list[str]) -> None:
        self.scored = not _WEIGHTS.isdisjoint(cells)
        for place, cell in enumerate(cells):
            bodies = bool(self.measured) and _BODIES.match(cell) is not None
            if place < 2 and self.name < 0 and (bodies or PLACE.match(cell)):
                self.name, self.of_place = place, True
            elif (
                re.search(r"指标|名称|项目|事项|(?:考核|检查|评价)内容", cell)
                and len(cell) <= 8
                and self.name < 0
            ):
                self.name = place
            elif re.search(r"单位$", cell) and not re.search(r"责任|牵头|配合", cell):
                self.unit = place
            elif re.search(r"时限|期限|完[成工].{0,2}时间|竣工|时间要求", cell):
                self.deadline = place
            elif (
                _AIM.search(cell)
                or (self.of_place and (cell.endswith("任务") or _HOLDS_AMOUNT.search(cell)))
                or (self.of_place and self.measured and _column(cell) in ("", "task") and cell != "备注")
            ) and len(cell) <= 12:
                said = re.search(r"20\d\d年", cell)
                if (
                    (self.of_place and _BEFORE.search(cell))
                    or _BASE.search(cell)
                    or (said and self.year and int(said[0][:4]) < self.year)
                ):
                    self.base = True
                    continue
                self.aims.append((place, said[0] if said else ""))
                self.columns[place] = cell
        if _RANKED.intersection(cells) and not any(_AIM.search(cell) for cell in cells):
            self.aims = []  # a table of results
        if self.name < 0 and self.aims:
            self.name = next((place for place, cell in enumerate(cells) if _TASKS.match(cell)), -1)
        if self.name < 0 or not self.aims:
            self.name, self.aims, self.of_place = -1, [], False
            return
        self.width = len(cells)

    def _goal(self, span: Span, cells: list[str], offset: int, aim: int, period: str) -> list[Target]:
        name, written = cells[self.name + offset], cells[aim + offset]
        unit = cells[self.unit + offset] if self.unit >= 0 and self.unit + offset >= 0 else ""
        held = _UNIT_IN_NAME.match(name)
        if held and not unit:
            name, unit = held[1], held[2]
        measured = _HOLDS_AMOUNT.search(self.columns[aim]) if self.of_place and not unit else None
        unit = measured[1] if measured else unit or self._measured(aim)
        figure = (
            None if _is_prose(written) or (self.said and not self.of_place) else _cell_figure(written, unit)
        )
        if not name or figure is None:
            return []
        if self.of_place:
            name += _COLUMN_TAIL.sub("", _HOLDS_AMOUNT.sub("", self.columns[aim]))
        comparator, value, upper, unit = figure
        ground = Ground("table-goal", Confidence.SURE, ("table",))
        return [Target("", span, name, "", "quant", comparator, value, upper, unit, "", period, "", ground)]


def _is_prose(words: str) -> bool:
    """Whether a cell says in words what is to be done: 新建联村供水工程6处,受益人口3.2万人."""
    return len(words) > _PROSE or _SAYS_WHAT.match(words) is not None


def _cell_figure(words: str, unit: str) -> tuple[str, Fraction, Fraction | None, str] | None:
    """Comparator, value, upper value and unit of a cell like ≥85, 6%左右, 5-6."""
    plain = levelled(words).strip()
    for candidate in (plain, plain + unit):
        found = find_quantities(candidate, 0, len(candidate))
        if found:
            first = found[0]
            return first.comparator, first.value, first.upper, first.unit
    bare = re.fullmatch(r"(≥|≤|>|<|不低于|不超过|不少于)?\s*(\d+(?:\.\d+)?)\s*(左右|以上|以内|以下)?", plain)
    if not bare:
        return None
    sign = {"≥": ">=", "不低于": ">=", "不少于": ">=", "≤": "<=", "不超过": "<=", ">": ">", "<": "<"}.get(
        bare[1] or "", ""
    )
    tail = {"左右": "~", "以上": ">=", "以内": "<=", "以下": "<="}.get(bare[3] or "", "")
    return sign or tail or "=", Fraction(bare[2]), None, unit
