"""One cell as a clerk writes it → one value: numbers, yes and no, dates, periods, and the words for "no value".

Exact or refused: whatever could mean two things is refused with a sentence saying what to write instead.
Every refusal is a TableError with one problem without place; who knows the place adds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kaoping.errors import Problem, TableError, Words
from kaoping.sheets.grids import Raw
from kaoping.sheets.units import converted, ratio_of
from kaoping.tables import Absence, Cell

Kind = Literal["number", "truth", "text", "date"]

_SPACES = dict.fromkeys((12288, 160, 8199, 8201, 8239, 9, 10, 13), " ")
_NOTHING = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F, 0x202A, 0x202C))
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | _SPACES | _NOTHING | {0x2212: "-"}

_LONGEST = 60
_ERRORS = re.compile(
    r"^#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)$", re.I
)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?|[1-9][0-9]{0,2}(?: [0-9]{3})+(?:\.[0-9]*)?"
    r"|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?P<power>[eE][+-]?[0-9]{1,2})?(?P<tail>(?![0-9,.]).*)",
    re.S,
)
_PLAINEST = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_COMMAS = re.compile(r"[+-]?[0-9]+(?:,[0-9]*)+(?:\.[0-9]*)?\D*")
_ABOUT = re.compile(
    r"^[≈~～≥≤><±]|^(?:约|近|超|逾|大于|小于|不少于|不低于|不超过|至少|about|approx|ca\.)|(?:左右|以上|以下|余|多|\+)$",
    re.I,
)
_RANGE = re.compile(r"^[0-9.,%]+\s*[-~～—–至到]\s*[0-9.,%]+\D*$")
_DASHES = frozenset("-–—―－/\\*…") | {"——", "--", "...", "……", "———", "?", "？"}

ABSENCES = {
    Absence.NOT_APPLICABLE: frozenset({"不适用", "不涉及", "n/a", "na", "not applicable", "not_applicable"}),
    Absence.PENDING: frozenset({"待报", "待定", "待核", "pending", "tbc"}),
    Absence.MISSING: frozenset({"缺报", "缺", "缺失", "未报", "missing"}),
}
_ABSENT = {word: absence for absence, words in ABSENCES.items() for word in words}
NIL = frozenset({"零报", "零报告", "无", "nil", "none", "nil return"})
_YES = frozenset({"是", "有", "对", "yes", "y", "true", "t", "1", "√", "✓", "✔", "☑"})
_NO = frozenset({"否", "无", "没有", "错", "no", "n", "false", "f", "0", "×", "✗", "✘", "x", "☒"})
_DATES = (
    re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$", re.A),
    re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$", re.A),
    re.compile(r"^(\d{4})(\d{2})(\d{2})$", re.A),
)


@dataclass(frozen=True)
class Read:
    """What a cell says: a value, or None where nothing was filed; `note` tells what is not visible in the value."""

    value: Cell | None
    note: str = ""


def refused(code: str, zh: str, en: str, mend_zh: str = "", mend_en: str = "") -> TableError:
    """The refusal of one cell, without its place."""
    return TableError(Problem(f"cell-{code}", Words(zh, en), Words(mend_zh, mend_en)))


def plain_text(raw: Raw) -> str:
    """The content as text: full-width letters and digits become ordinary, odd spaces too, edges are cut."""
    if type(raw) is str and raw.isascii() and raw.isprintable():
        return raw.strip()
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, Decimal):
        return format(raw, "f")
    return str(raw).translate(_PLAIN).strip()


def read_text(raw: Raw) -> str:
    """The content as it stands, without spaces at its edges."""
    return raw.strip(" \t\r\n\u3000\u00a0\ufeff") if isinstance(raw, str) else plain_text(raw)


def read_absence(raw: Raw) -> Absence | None:
    """The absence that a word states (不适用, 待报, 缺报 and their English); None where it states none."""
    return _ABSENT.get(plain_text(raw).lower()) if isinstance(raw, str) else None


def read_number(raw: Raw, unit: str = "") -> Fraction:
    """The number a clerk wrote, exactly, in the fact's unit.

    unit: what the fact is counted in. "12%" is 12 where it is "%" or 百分点, 0.12 where it is "" or a ratio;
    "1.2万" is 12000 where it is 元 or 人; otherwise such a tail is refused. Raises TableError.
    """
    if isinstance(raw, (bool, date)):
        raise _not_a_number(raw, unit)
    if isinstance(raw, (int, Decimal)):
        return Fraction(raw)
    text = plain_text(raw)
    _refuse_what_is_no_number(text, unit)
    bracketed = text.startswith("(") and text.endswith(")")
    match = _NUMBER.fullmatch(text[1:-1].strip() if bracketed else text.removeprefix("¥").removeprefix("￥"))
    if not match or len(text) > _LONGEST or (bracketed and match["sign"]):
        raise _not_a_number(raw, unit)
    number = Fraction(match["digits"].replace(",", "").replace(" ", "") + (match["power"] or ""))
    number = -number if match["sign"] == "-" or bracketed else number
    return _with_tail(number, match["tail"].strip(), text, unit)


def _with_tail(number: Fraction, tail: str, text: str, unit: str) -> Fraction:
    if tail in ("", plain_text(unit)):
        return number
    ratio = ratio_of(tail)
    answer = converted(number, tail, unit)
    if isinstance(answer, Fraction):
        return answer
    if ratio is not None:
        raise refused(
            "unit",
            f"“{text}”带百分号，而这一项的单位是{unit}。",
            f"“{text}” is a percentage; the fact is counted in {unit}.",
            f"填以{unit}计的数。",
            f"Enter the number of {unit}.",
        )
    if answer is not None:
        zh, en = answer
        raise refused(
            "unit",
            f"“{text}”不是以“{unit}”计的数。",
            f"“{text}” is not a number of {unit or 'the fact’s unit'}.",
            zh,
            en,
        )
    raise _not_a_number(text, unit)


def _refuse_what_is_no_number(text: str, unit: str) -> None:
    """The kinds of non-numbers that deserve a sentence of their own. Raises TableError."""
    refuse_unreadable(text)
    if text in _DASHES:
        raise refused(
            "dash",
            f"“{text}”可以是零、没有填、或不适用。",
            f"“{text}” can mean zero, not filed, or not applicable.",
            "填 0，或留空，或写“不适用”“待报”“缺报”。",
            "Enter 0, leave it empty, or write “n/a”, “pending” or “missing”.",
        )
    if _ABOUT.search(text):
        raise refused(
            "approximate",
            f"“{text}”不是一个确定的数。",
            f"“{text}” is not one exact number.",
            "填确定的数；估计的数写在备注里。",
            "Enter the exact number; put the estimate into the note.",
        )
    if _RANGE.match(text):
        raise refused(
            "range", f"“{text}”是一个范围。", f"“{text}” is a range.", "填一个数。", "Enter one number."
        )
    if _COMMAS.fullmatch(text) and not _NUMBER.fullmatch(text):
        raise refused(
            "comma",
            f"“{text}”里的逗号没有隔开三位。",
            f"The comma in “{text}” does not part three digits.",
            "小数点用“.”，千位用“,”隔三位或不隔。",
            "Write decimals with “.”; part thousands by three digits or not at all.",
        )


def refuse_unreadable(text: str) -> None:
    """Error values of Excel and formulas without a saved result are no content of any kind. Raises TableError."""
    if _ERRORS.match(text):
        raise refused(
            "excel-error",
            f"这一格是 Excel 的错误值 {text}。",
            f"The cell holds the Excel error {text}.",
            "改正这一格的公式，或填数。",
            "Mend the formula of the cell, or enter the value.",
        )
    if text.startswith("="):
        short = text if len(text) <= 30 else text[:29] + "…"
        raise refused(
            "formula",
            f"公式 {short} 没有存下结果。",
            f"The formula {short} was saved without its result.",
            "用 Excel 打开，保存后再交。",
            "Open the workbook in Excel, save it, and hand it in again.",
        )


def _not_a_number(raw: Raw, unit: str) -> TableError:
    text = plain_text(raw)
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    if isinstance(raw, date):
        return refused(
            "not-a-number",
            f"“{text}”是日期，不是数。",
            f"“{text}” is a date, not a number.",
            "把单元格格式改为“常规”，再填数。",
            "Set the cell's format to “General” and enter the number.",
        )
    of_zh, of_en = (f"（单位：{unit}）", f" (in {unit})") if unit else ("", "")
    return refused(
        "not-a-number",
        f"“{text}”不是数。",
        f"“{text}” is not a number.",
        f"填一个数{of_zh}，不带文字；没有值时写“不适用”“待报”“缺报”。",
        f"Enter a number{of_en} without words; where there is none, write “n/a”, “pending” or “missing”.",
    )


def read_truth(raw: Raw) -> bool:
    """是 or 否 in the ways clerks write it (√, ×, Y, N, true, 1 …). Raises TableError."""
    if isinstance(raw, bool):
        return raw
    text = plain_text(raw).lower()
    refuse_unreadable(text)
    if text in _YES or text in _NO:
        return text in _YES
    raise refused(
        "not-a-truth",
        f"“{text}”不是“是”或“否”。",
        f"“{text}” is neither yes nor no.",
        "填“是”或“否”。",
        "Enter yes or no.",
    )


def read_date(raw: Raw) -> date:
    """A day: 2026-09-01, 2026/9/1, 2026.9.1, 2026年9月1日, 20260901, or an Excel date. Raises TableError."""
    if isinstance(raw, date):
        return raw
    text = plain_text(raw)
    refuse_unreadable(text)
    for shape in _DATES:
        if match := shape.match(text):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                break
    raise refused(
        "not-a-date",
        f"“{text}”不是日期。",
        f"“{text}” is not a date.",
        "写成 2026-09-01。",
        "Write it as 2026-09-01.",
    )


def read_cell(raw: Raw, kind: Kind = "number", unit: str = "") -> Read:
    """Any cell of a fact of that kind: a value, an absence, or nothing filed. Raises TableError."""
    if kind == "number" and (
        type(raw) is int or type(raw) is Decimal or (type(raw) is str and _PLAINEST.fullmatch(raw))
    ):
        return Read(Fraction(raw))  # nearly every cell is such a number: spare it the questions below
    if raw is None or plain_text(raw) == "":
        return Read(None)
    absence = read_absence(raw)
    if absence is not None:
        return Read(absence)
    if kind == "truth":
        return Read(read_truth(raw))
    if kind == "date":
        return Read(read_date(raw))
    if kind == "text":
        refuse_unreadable(plain_text(raw))
        return Read(read_text(raw))
    if isinstance(raw, str) and plain_text(raw).lower() in NIL:
        return Read(Fraction(0), "零报 nil return")
    return Read(read_number(raw, unit))
