"""Tables whose cells are divided by no tab: one cell a line, cells between | signs, cells set apart by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kaoping.intake.paper import MADE, Span

_NUMBER = r"(?:序\s*号|编\s*号|№|No\.?)"
_NAMES = (
    r"任务|举措|措施|事项|内容|项目|工作|单位|部门|领导|责任人|负责人|主体|时限|时间|期限|节点|进度|指标|目标值?|计划数?|任务数|基数|"
    r"完成值|备注|要求|分值|权重|类别|领域|名称|成果|清单|人员|科室|股室|牵头|配合|责任|标准|单位名称|村名|镇名|乡镇名?|姓名|创建"
)
_COLUMN_NAME = re.compile(
    rf"^(?:{_NUMBER}|[^,，。;；:：、\d]{{0,8}}(?:{_NAMES})(?:[(（][^()（）]{{1,8}}[)）])?|20\d\d年\S{{0,6}})$"
)
_NAMES_WORK = re.compile(r"任务|举措|措施|事项|内容|项目|工作|指标|名称")
_NAMES_REST = re.compile(
    r"单位|部门|领导|责任|负责|主体|牵头|时限|时间|期限|节点|进度|目标|计划|任务数|20\d\d年"
)
_AMOUNT_NAME = re.compile(r"目标值?$|计划数?$|任务数|基数|完成值|20\d\d年")
_LONGEST_NAME = 14
_LONGEST_ROW = 90
_FEWEST_COLUMNS = 3
_MOST_COLUMNS = 9
_GAP = re.compile(r"[ \u3000]{2,}")
_SPACE = re.compile(" ")
_TAB, _LINE_END = re.compile("\t"), re.compile("\n")
_BAR = re.compile(r"[ \u3000]*[|｜┃│][ \u3000]*")
_DIVIDED = re.compile("[ \u3000|｜│]")  # one stands in every line of more cells than one
_ORDINAL = re.compile(r"^[(（]?(\d{1,3})[)）.．、]?$")
_ENDS_TABLE = re.compile(
    r"^(?:附件|附表|备注[:：]|注[:：]|说明[:：]|联系(?:人|电话)|抄送[:：]|主送[:：]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章条部])"
)
_OWNER = re.compile(
    r"(?:局|委|办|办公室|部门|部|厅|院|会|中心|单位|政府|街道|镇街|镇|乡|县|区|市|公司|集团|企业|机构|园区|科|科室|处|室|站|所|队|组|负责人|书记|校|村)"
    r"(?:[(（][^()（）]{1,12}[)）])?(?:等(?:单位|部门)?)?$"
)
_DEADLINE = re.compile(
    r"^(?=.{1,20}$)(?:.{0,8}(?:\d{4}年|\d{1,2}月|年底|年内|季度|全年|月底|半年|日前)|长期|持续|常态|每[年月季周]|立即|即刻|随时|同步|\d{1,4}[./-]\d{1,2})"
)


PLACE = re.compile(
    r"^(?:[村镇乡县区市]名|村(?:居|社区)?名?称?|(?:各)?(?:乡镇|镇街|镇村|街道|社区|县区|区县|县市区|园区|片区|县|区|镇)(?:名称?)?|单位名称|单位|地区|科室|部门|学校|企业|项目区|辖区)(?:[(（][^()（）]{1,8}[)）])?$"
)
_BODY_NAME = re.compile(rf"{PLACE.pattern}|^(?:责任|牵头|承办|实施|完成)单位$")
_COUNTED_NAME = re.compile(r"[\u4e00-\u9fff][(（][^()（）]{1,8}[)）]$")
AMOUNT_CELL = re.compile(r"[≥≤]?\s*\d[\d.,，]*\s*[\u4e00-\u9fff%％]{0,3}$")


class FlatTable(NamedTuple):
    """A table by the numbers of its lines: the first, the one past the last, and each row, the header first."""

    first: int
    stop: int
    rows: tuple[tuple[int, int], ...]


def find_tables(lines: Sequence[str]) -> list[FlatTable]:
    """The tables of a page that are divided by anything but tabs."""
    found: list[FlatTable] = []
    lengths = [len(line) for line in lines]
    place, count = 0, len(lines)
    while place < count:
        length = lengths[place]
        table = None
        if length <= _LONGEST_NAME:
            # Three names at least stand one under the other.
            if max(lengths[place + 1 : place + 3], default=99) <= _LONGEST_NAME:
                table = _stacked(lines, place)
        elif length <= _LONGEST_ROW and _DIVIDED.search(lines[place]):
            table = _ruled(lines, place) if is_row(lines[place]) else _spaced(lines, place)
        if table:
            found.append(table)
        place = table.stop if table else place + 1
    return found


def is_header(line: str) -> bool:
    """Whether a line names the columns of a table divided by | signs or spaces."""
    return is_row(line) and _is_header([part for part in _parts(line) if part])


def names_places(line: str) -> bool:
    """Whether the first column of a row is named for places or bodies (乡镇, 单位名称)."""
    return is_row(line) and PLACE.match(next((part for part in _parts(line) if part), "")) is not None


def is_row(line: str) -> bool:
    """Whether a line holds three cells or more divided by | signs or by runs of spaces."""
    if "|" in line or "｜" in line or "│" in line:
        return len(_BAR.findall(line.strip("|｜│ \u3000"))) >= 2
    return ("  " in line or "\u3000" in line) and len(_GAP.findall(line)) >= 2 and "。" not in line


def _ruled(lines: Sequence[str], place: int) -> FlatTable | None:
    """A table with a row a line."""
    names = [part for part in _parts(lines[place]) if part]
    if not _is_header(names) and not _counts_by_place(lines, place, names):
        return None
    stop = place + 1
    while stop < len(lines) and (is_row(lines[stop]) or _is_rule(lines[stop])):
        stop += 1
    rows = tuple((number, number + 1) for number in range(place, stop) if not _is_rule(lines[number]))
    return FlatTable(place, stop, rows) if len(rows) > 1 else None


def _spaced(lines: Sequence[str], place: int) -> FlatTable | None:
    """A table whose cells one space sets apart: the header's names, then lines of as many words."""
    names = lines[place].split(" ") if lines[place].count(" ") >= 3 else []
    if not names or "" in names or not _is_header(names):
        return None
    stop = place + 1
    while stop < len(lines) and lines[stop].count(" ") == len(names) - 1 and "。" not in lines[stop]:
        stop += 1
    return (
        FlatTable(place, stop, tuple((at, at + 1) for at in range(place, stop))) if stop > place + 1 else None
    )


def _counts_by_place(lines: Sequence[str], place: int, names: Sequence[str]) -> bool:
    """Whether a line names a place or body and what is counted for it, and figures stand beneath."""
    if len(names) < 3 or not PLACE.match(names[0]) or max(map(len, names)) > _LONGEST_NAME:
        return False
    below = next((line for line in lines[place + 1 : place + 3] if not _is_rule(line)), "")
    return is_row(below) and any(AMOUNT_CELL.match(part) for part in _parts(below)[1:])


def _is_rule(line: str) -> bool:
    return not line.strip("|｜│-—:： \u3000+┼─")


def _is_header(names: Sequence[str]) -> bool:
    named = [name for name in names if len(name) <= _LONGEST_NAME and _COLUMN_NAME.match(name)]
    return (
        len(named) >= _FEWEST_COLUMNS
        and len(named) * 2 > len(names)
        and any(_NAMES_WORK.search(name) for name in named)
        and any(_NAMES_REST.search(name) for name in named)
    )


def _stacked(lines: Sequence[str], place: int) -> FlatTable | None:
    """A table with a cell a line: the names of the columns one under the other, then the cells."""
    width, counted = 0, PLACE.match(lines[place]) is not None
    while (
        place + width < len(lines)
        and width < _MOST_COLUMNS
        and len(lines[place + width]) <= _LONGEST_NAME
        and (
            _COLUMN_NAME.match(lines[place + width])
            or (counted and _COUNTED_NAME.search(lines[place + width]))
        )
    ):
        width += 1
    names = lines[place : place + width]
    named = width >= _FEWEST_COLUMNS and (_is_header(names) or (counted and width > 2))
    if not named or len(set(names)) < width:
        return _by_bodies(lines, place) if _BODY_NAME.match(lines[place]) else None
    start = place + width
    numbered = bool(re.match(_NUMBER, names[0]))
    rows = _by_ordinal(lines, start, width) if numbered else _by_width(lines, start, names)
    if not rows:
        return None
    return FlatTable(place, rows[-1][1], ((place, start), *rows))


def _by_bodies(lines: Sequence[str], place: int) -> FlatTable | None:
    """Bodies with nothing but figures, a cell a line, under names of any form: the first figure tells how many they are."""
    first = next(
        (
            at
            for at in range(place + 1, min(place + _MOST_COLUMNS + 2, len(lines)))
            if AMOUNT_CELL.match(lines[at])
        ),
        0,
    )
    width = first - place - 1
    if width < _FEWEST_COLUMNS or max(map(len, lines[place:first])) > _LONGEST_NAME:
        return None
    rows, at = [], first - 1
    while at + width <= len(lines) and _is_amounts(lines[at : at + width]):
        rows.append((at, at + width))
        at += width
    return FlatTable(place, at, ((place, first - 1), *rows)) if len(rows) > 1 else None


def _is_amounts(cells: Sequence[str]) -> bool:
    """A name and figures behind it, or strokes where there is none."""
    name, *amounts = cells
    return (
        len(name) <= _LONGEST_NAME
        and not AMOUNT_CELL.match(name)
        and all(AMOUNT_CELL.match(cell) or not cell.strip("—-–/无") for cell in amounts)
    )


def _by_ordinal(lines: Sequence[str], start: int, width: int) -> list[tuple[int, int]]:
    """Rows that open with their number; the last has no more cells than the header has names."""
    rows: list[tuple[int, int]] = []
    place = start
    while place < len(lines) and _is_ordinal(lines[place], len(rows) + 1):
        stop = place + 1
        while stop < len(lines) and stop - place < width + 4 and not _ENDS_TABLE.match(lines[stop]):
            if _is_ordinal(lines[stop], len(rows) + 2) and stop - place >= 2:
                break
            stop += 1
        follows = stop < len(lines) and _is_ordinal(lines[stop], len(rows) + 2)
        rows.append((place, stop if follows else min(stop, place + width)))
        place = rows[-1][1]
        if not follows:
            break
    return rows


def _is_ordinal(line: str, number: int) -> bool:
    found = _ORDINAL.match(line) if len(line) <= 5 else None
    return found is not None and int(found[1]) == number


def _by_width(lines: Sequence[str], start: int, names: Sequence[str]) -> list[tuple[int, int]]:
    """Rows without numbers: so many lines each, as long as their owners and deadlines read like it."""
    width, rows, place = len(names), [], start
    while place + width <= len(lines):
        cells = lines[place : place + width]
        if any(_ENDS_TABLE.match(cell) for cell in cells) or not _fits(names, cells):
            break
        rows.append((place, place + width))
        place += width
    return rows


def _fits(names: Sequence[str], cells: Sequence[str]) -> bool:
    if PLACE.match(names[0]) and any(_COUNTED_NAME.search(name) for name in names[1:]):
        counts = [cell for name, cell in zip(names, cells, strict=True) if _COUNTED_NAME.search(name)]
        return len(cells[0]) <= _LONGEST_NAME and all(
            AMOUNT_CELL.match(cell) or not cell.strip("—-–/无")
            for cell in counts[PLACE.match(names[0]) is not None and counts[0] is cells[0] :]
        )
    aims = [cell for name, cell in zip(names, cells, strict=True) if _AMOUNT_NAME.search(name)]
    if aims:
        return all(len(cell) <= 16 and any(sign.isdigit() for sign in cell) for cell in aims)
    told = [
        bool(
            _DEADLINE.match(cell)
            if re.search("时|期|节点", name)
            else _OWNER.search(cell) or "、" in cell or (name.endswith(("领导", "人")) and len(cell) <= 8)
        )
        for name, cell in zip(names, cells, strict=True)
        if re.search("时限|时间|期限|节点|单位|部门|责任|牵头|领导", name) and name != "单位"
    ]
    return all(told) and bool(told)


def cells_of(text: str, span: Span) -> list[Span]:
    """The cells of a row, whatever divides them."""
    words = text[span.start : span.end]
    if "\t" in words:
        divider = _TAB
    elif "\n" in words:
        divider = _LINE_END
    elif "|" in words or "｜" in words or "│" in words:
        divider = _BAR
    else:
        divider = _GAP if _GAP.search(words) else _SPACE
    cells, place = [], span.start
    for cut in divider.finditer(text, span.start, span.end):
        cells.append(_stripped(text, place, cut.start()))
        place = cut.end()
    cells.append(_stripped(text, place, span.end))
    if divider is _BAR:  # the bars at the ends of a line divide nothing
        cells = cells[bool(words.lstrip()[0] in "|｜│") : len(cells) - bool(words.rstrip()[-1] in "|｜│")]
    return cells


def _parts(line: str) -> list[str]:
    return [line[cell.start : cell.end] for cell in cells_of(line, Span(0, len(line)))]


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \u3000":
        start += 1
    while end > start and text[end - 1] in " \u3000":
        end -= 1
    return MADE(Span, (start, end))


def kind_of_cell(words: str) -> str:
    """What a cell is by its own words, where a row has more or fewer cells than its header: number, deadline, owner, task."""
    if _ORDINAL.match(words):
        return "number"
    if _DEADLINE.match(words):
        return "deadline"
    return (
        "owner"
        if len(words) <= 40 and _OWNER.search(words) and "，" not in words and "," not in words
        else "task"
    )


def gathered(text: str, spans: Sequence[Span]) -> list[tuple[Span, bool]]:
    """The paragraphs with the lines of a table's row taken together, and whether each is such a row."""
    lines = [text[span.start : span.end] for span in spans]
    result: list[tuple[Span, bool]] = []
    place = 0
    for table in find_tables(lines):
        result += [(span, False) for span in spans[place : table.first]]
        result += [(Span(spans[first].start, spans[stop - 1].end), True) for first, stop in table.rows]
        place = table.stop
    return result + [(span, False) for span in spans[place:]]
