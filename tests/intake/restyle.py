"""The annotated papers written out again in other numbering, brackets, punctuation and line breaks; the gold moves along.

A style is a list of edits of the clean text; what is asked of a paper does not change with its style.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from annotated import Annotated

Gold = dict[str, Any]
_SPANNED = ("tasks", "targets", "red_lines", "traps")
_HAN = "一二三四五六七八九十"


class Edit(NamedTuple):
    """Characters [start, end) of the clean text become `new`."""

    start: int
    end: int
    new: str


class Restyled(NamedTuple):
    """A page in another style with its gold."""

    raw: str
    gold: Gold


def han(number: int) -> str:
    """3 → 三, 12 → 十二."""
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens - 1] + "十") + (
        _HAN[units - 1] if units else ""
    )


def value(numeral: str) -> int:
    """十二 → 12, 7 → 7."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _HAN.index(numeral) + 1
    return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(units) + 1 if units else 0)


def apply(text: str, gold: Gold, edits: list[Edit], wrap: Callable[[str], str] | None = None) -> Restyled:
    """The text with its edits and the gold moved; the page is the text itself, or what `wrap` makes of it."""
    edits = sorted(edits)
    parts, place, starts, shifts, shift = [], 0, [0], [0], 0
    for edit in edits:
        if edit.start < place:
            raise ValueError(f"edits overlap at {edit.start}")
        parts += [text[place : edit.start], edit.new]
        place, shift = edit.end, shift + len(edit.new) - (edit.end - edit.start)
        starts.append(edit.end)
        shifts.append(shift)
    parts.append(text[place:])
    moved = "".join(parts)

    def at(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        here = offset + shifts[index]
        if index < len(edits) and edits[index].start < offset < edits[index].end:
            return edits[index].start + shifts[index]
        return here

    fresh = copy.deepcopy(gold)
    for key in _SPANNED:
        for item in fresh[key]:
            item["start"] = at(item["start"])
            item["end"] = at(item["end"])
            while item["end"] > item["start"] and moved[item["end"] - 1] in "\n \u3000":
                item["end"] -= 1
            while item["start"] < item["end"] and moved[item["start"]] in "\n \u3000":
                item["start"] += 1
    fresh["cleaned"]["text"] = moved
    return Restyled(wrap(moved) if wrap else moved, fresh)


# Numbering

_CHAPTER = re.compile(rf"^([{_HAN}]{{1,3}})[、.．](?=\S)", re.MULTILINE)
_SECTION = re.compile(rf"^[(（]([{_HAN}]{{1,3}})[)）][、.．]?", re.MULTILINE)
_ITEM = re.compile(r"^(\d{1,2})[、.．](?!\d)[ \u3000]?(?=\S)", re.MULTILINE)
_PART = re.compile(r"^[(（](\d{1,2})[)）]", re.MULTILINE)
_SPOKEN = re.compile(rf"(?:(?<=^)|(?<=[。；;:：\n]))([{_HAN}]{{1,2}})(是要|是|要)(?!否|由|非)", re.MULTILINE)
_NTH = re.compile(rf"(?:(?<=^)|(?<=[。；;:：\n]))第([{_HAN}]{{1,2}})[,，、]", re.MULTILINE)


def _renumber(paper: Annotated, *rules: tuple[re.Pattern[str], Callable[[int], str]]) -> list[Edit]:
    return [
        Edit(found.start(), found.end(), write(value(found[1])))
        for pattern, write in rules
        for found in pattern.finditer(paper.clean)
    ]


def narrow_numbers(paper: Annotated) -> Restyled:
    """一. (一) 1、 1）."""
    edits = _renumber(
        paper,
        (_CHAPTER, lambda n: f"{han(n)}．"),
        (_SECTION, lambda n: f"({han(n)})"),
        (_ITEM, lambda n: f"{n}、"),
        (_PART, lambda n: f"{n}）"),
    )
    return apply(paper.clean, paper.gold, edits)


def raised_numbers(paper: Annotated) -> Restyled:
    """第一部分, 一、(一) 1.: every number one rank up, where chapters have a line of their own."""
    if any(
        "。" in paper.clean[at.start() : paper.clean.find("\n", at.start())]
        for at in _CHAPTER.finditer(paper.clean)
    ):
        return apply(paper.clean, paper.gold, [])
    edits = _renumber(
        paper,
        (_CHAPTER, lambda n: f"第{han(n)}部分　"),
        (_SECTION, lambda n: f"{han(n)}、"),
        (_ITEM, lambda n: f"（{han(n)}）"),
        (_PART, lambda n: f"{n}．"),
    )
    return apply(paper.clean, paper.gold, edits)


def lowered_numbers(paper: Annotated) -> Restyled:
    """1. （1） ① ⑴ in the place of （一） 1. （1）."""
    edits = _renumber(
        paper,
        (_SECTION, lambda n: f"{n}．"),
        (_ITEM, lambda n: f"（{n}）"),
        (_PART, lambda n: chr(ord("①") + n - 1)),
    )
    return apply(paper.clean, paper.gold, edits)


def circled_numbers(paper: Annotated) -> Restyled:
    """① for 1., ⑴ for （1）, ㈠ for （一）."""
    edits = _renumber(
        paper,
        (_SECTION, lambda n: chr(ord("㈠") + n - 1) if n <= 10 else f"({han(n)})"),
        (_ITEM, lambda n: chr(ord("①") + n - 1) if n <= 20 else f"{n}."),
        (_PART, lambda n: chr(ord("⑴") + n - 1) if n <= 20 else f"({n})"),
    )
    return apply(paper.clean, paper.gold, edits)


def decimal_numbers(paper: Annotated) -> Restyled:
    """1 and 1.1 in the place of 一、 and （一）, where chapters have a line of their own."""
    edits, chapter = [], 0
    heads = sorted(
        (found.start(), found.end(), pattern is _CHAPTER, value(found[1]))
        for pattern in (_CHAPTER, _SECTION)
        for found in pattern.finditer(paper.clean)
    )
    for start, end, is_chapter, number in heads:
        if is_chapter and "。" in paper.clean[start : paper.clean.find("\n", start)]:
            return apply(paper.clean, paper.gold, [])
        chapter = number if is_chapter else chapter
        if not chapter:
            return apply(paper.clean, paper.gold, [])
        edits.append(Edit(start, end, f"{number} " if is_chapter else f"{chapter}.{number} "))
    edits += _renumber(paper, (_ITEM, lambda n: f"（{n}）"), (_PART, lambda n: chr(ord("①") + n - 1)))
    return apply(paper.clean, paper.gold, edits)


def spoken_as_nth(paper: Annotated) -> Restyled:
    """第一, for 一是; 一是要 for 一要; 一是 for 第一,."""
    edits = []
    for found in _SPOKEN.finditer(paper.clean):
        new = f"{found[1]}是要" if found[2] == "要" else f"第{found[1]}，" + found[2].removeprefix("是")
        edits.append(Edit(found.start(), found.end(), new))
    edits += [Edit(found.start(), found.end(), f"{found[1]}是") for found in _NTH.finditer(paper.clean)]
    return apply(paper.clean, paper.gold, edits)


_CAPITALS, _STEMS = "壹贰叁肆伍陆柒捌玖拾", "甲乙丙丁戊己庚辛壬癸"
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()


def _unlisted(
    section: Callable[[int], str], item: Callable[[int], str], part: Callable[[int], str]
) -> Callable[[Annotated], Restyled]:
    """Numbers in forms no table of the reader holds, for （一） 1. （1）."""

    def style(paper: Annotated) -> Restyled:
        edits = _renumber(paper, (_SECTION, section), (_ITEM, item), (_PART, part))
        return apply(paper.clean, paper.gold, edits)

    return style


UNLISTED = {
    "stems": _unlisted(lambda n: f"{_STEMS[n - 1]}、" if n <= 10 else f"（{han(n)}）", lambda n: f"{chr(64 + n)}. ",
                       lambda n: f"{chr(96 + n)}) "),
    "boxed": _unlisted(lambda n: f"【{han(n)}】", lambda n: f"〔{n}〕", lambda n: f"<{n}>"),
    "barred": _unlisted(lambda n: f"{n:02d}｜", lambda n: f"{n}\ufe0f\u20e3 ", lambda n: f"{n}# "),
    "roman": _unlisted(lambda n: f"{_ROMAN[n - 1]}. ", lambda n: f"({_ROMAN[n - 1].lower()})", lambda n: f"{chr(96 + n)}."),
    "named": _unlisted(lambda n: f"重点{han(n)}丨", lambda n: f"No.{n} ", lambda n: f"要点{n}："),
    "slashed": _unlisted(lambda n: f"{n}/ ", lambda n: f"1-{n} ", lambda n: f"{han(n)}—"),
    "capitals": _unlisted(lambda n: f"{_CAPITALS[n - 1]}、" if n <= 10 else f"（{han(n)}）", lambda n: f"第{n}项：", lambda n: f"[{n}] "),
    "signs": _unlisted(lambda n: "◈ ", lambda n: "☞", lambda n: "- "),
}  # fmt: skip


def spoken_as_rules(paper: Annotated) -> Restyled:
    """一则 for 一是, 一则要 for 一要."""
    edits = [
        Edit(found.start(), found.end(), f"{found[1]}则" + ("要" if "要" in found[2] else ""))
        for found in _SPOKEN.finditer(paper.clean)
    ]
    return apply(paper.clean, paper.gold, edits)


# Lines


def items_on_lines(paper: Annotated) -> Restyled:
    """Every 一是… begins a line of its own."""
    edits = [
        Edit(found.start(), found.start(), "\n")
        for found in _SPOKEN.finditer(paper.clean)
        if found.start() and paper.clean[found.start() - 1] in "。；;:："
    ]
    return apply(paper.clean, paper.gold, edits)


def _owner_brackets(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(
        r"[(（【［\[]((?:牵头|责任)(?:单位|部门|领导)[^()（）【】\[\]［］\n]{2,80})[)）】］\]]", text
    )


def square_brackets(paper: Annotated) -> Restyled:
    """【责任单位:…】."""
    edits = [Edit(found.start(), found.end(), f"【{found[1]}】") for found in _owner_brackets(paper.clean)]
    return apply(paper.clean, paper.gold, edits)


def owners_on_lines(paper: Annotated) -> Restyled:
    """责任单位:… on a line of its own."""
    edits = [Edit(found.start(), found.end(), f"\n{found[1]}") for found in _owner_brackets(paper.clean)]
    return apply(paper.clean, paper.gold, edits)


_WIDE = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}


def wide_marks(paper: Annotated) -> Restyled:
    """Full-width punctuation throughout."""
    edits = [
        Edit(found.start(), found.end(), _WIDE[found[0]])
        for found in re.finditer(r"(?<=[\u4e00-\u9fff”%》）)])[,;:!?](?!\d)|[()]", paper.clean)
    ]
    return apply(paper.clean, paper.gold, edits)


def narrow_marks(paper: Annotated) -> Restyled:
    """Half-width punctuation throughout."""
    edits = [
        Edit(found.start(), found.end(), _NARROW[found[0]])
        for found in re.finditer("[，；：！？（）]", paper.clean)
    ]
    return apply(paper.clean, paper.gold, edits)


def wide_digits(paper: Annotated) -> Restyled:
    """１２．５％ within the line."""
    edits = [
        Edit(found.start(), found.end(), "".join(chr(ord(letter) + 0xFEE0) for letter in found[0]))
        for found in re.finditer(r"(?<=[\u4e00-\u9fff])\d+(?:\.\d+)?%?", paper.clean)
    ]
    return apply(paper.clean, paper.gold, edits)


def _wrapped(width: int, indent: str, gap: str) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        pages = []
        for line in text.split("\n"):
            if "\t" in line or "    " in line or "\u3000\u3000\u3000" in line:
                pages.append(line)
                continue
            whole = indent + line if "。" in line or line[-1] in "：:；;" else line
            pages.append("\n".join(whole[at : at + width] for at in range(0, len(whole), width)))
        return gap.join(pages)

    return wrap


def wrapped_with_indent(paper: Annotated) -> Restyled:
    """Lines broken at 34 characters, paragraphs indented."""
    return apply(paper.clean, paper.gold, [], _wrapped(34, "　　", "\n"))


def wrapped_apart(paper: Annotated) -> Restyled:
    """Lines broken at 40 characters without indents, an empty line between paragraphs."""
    return apply(paper.clean, paper.gold, [], _wrapped(40, "", "\n\n"))


def apart_with_blanks(paper: Annotated) -> Restyled:
    """Two empty lines between paragraphs, and spaces at the ends of lines."""
    return apply(
        paper.clean, paper.gold, [], lambda text: "\n\n\n".join(f"　　{line} " for line in text.split("\n"))
    )


_HEADED = re.compile(
    rf"^(?:[{_HAN}]{{1,3}}[、.．]|[(（][{_HAN}]{{1,3}}[)）]|\d{{1,2}}[、.．])(?!关于|研究|审议)[^，,。；;：:\n]{{4,24}}(。)(?=[^\n]{{30,}})",
    re.MULTILINE,
)


def headings_on_lines(paper: Annotated) -> Restyled:
    """（一）强化组织领导 on a line of its own, its words beneath."""
    edits = [Edit(found.start(1), found.end(1), "\n") for found in _HEADED.finditer(paper.clean)]
    return apply(paper.clean, paper.gold, edits)


def headings_with_colons(paper: Annotated) -> Restyled:
    """（一）强化组织领导：成立专班."""
    edits = [Edit(found.start(1), found.end(1), "：") for found in _HEADED.finditer(paper.clean)]
    return apply(paper.clean, paper.gold, edits)


def items_run_together(paper: Annotated) -> Restyled:
    """Paragraphs that open with 二是, 三是 follow the first on one line."""
    edits = [
        Edit(found.start() - 1, found.start(), "")
        for found in _SPOKEN.finditer(paper.clean)
        if value(found[1]) > 1
        and paper.clean[found.start() - 1 : found.start()] == "\n"
        and paper.clean[found.start() - 2] == "。"
    ]
    return apply(paper.clean, paper.gold, edits)


def spaced_numbers(paper: Annotated) -> Restyled:
    """一、 and （一） and 1. with a space after them."""
    edits = [
        Edit(found.end(), found.end(), " ")
        for pattern in (_CHAPTER, _SECTION, _ITEM, _PART)
        for found in pattern.finditer(paper.clean)
        if paper.clean[found.end()] not in " \u3000"
    ]
    return apply(paper.clean, paper.gold, edits)


# Tables


def stacked_cells(paper: Annotated) -> Restyled:
    """A cell a line in the place of tabs."""
    edits = [Edit(found.start(), found.end(), "\n") for found in re.finditer(r"\t", paper.clean)]
    return apply(paper.clean, paper.gold, edits)


def barred_cells(paper: Annotated) -> Restyled:
    """Cells between | signs in the place of tabs."""
    edits = [Edit(found.start(), found.end(), " | ") for found in re.finditer(r"\t", paper.clean)]
    return apply(paper.clean, paper.gold, edits)


def spaced_cells(paper: Annotated) -> Restyled:
    """Cells set apart by spaces in the place of tabs."""
    edits = [Edit(found.start(), found.end(), "    ") for found in re.finditer(r"\t", paper.clean)]
    return apply(paper.clean, paper.gold, edits)


STYLES: dict[str, Callable[[Annotated], Restyled]] = {
    style.__name__: style
    for style in (
        narrow_numbers, raised_numbers, lowered_numbers, circled_numbers, spoken_as_nth, items_on_lines,
        square_brackets, owners_on_lines, wide_marks, narrow_marks, wide_digits, wrapped_with_indent,
        wrapped_apart, decimal_numbers, apart_with_blanks, headings_on_lines, headings_with_colons, items_run_together,
        spaced_numbers, spoken_as_rules, stacked_cells, barred_cells, spaced_cells,
    )
} | {f"numbers_{name}": style for name, style in UNLISTED.items()}  # fmt: skip
