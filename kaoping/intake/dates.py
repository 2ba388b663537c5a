"""Dates as written, and their year with the ground it rests on; a year nobody states is not supplied."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {
    "〇": "0",
    "○": "0",
    "零": "0",
    "O": "0",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
# A half of the day or the hour; or the last day of a session of several, which is its date.
_HOUR = r"(?:\s*(?:上午|下午|晚上|晚|凌晨|中午|\d{1,2}时(?:\d{1,2}分)?(?![至到—～-])))?"
_TO_DAY = r"(?:\s*(?:至|到|[-—－–~～]{1,2})\s*(?:(?P<month>\d{1,2})\s*月\s*)?(?P<day>\d{1,2})\s*日)?"
_FULL = re.compile(rf"(20\d\d)\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日{_TO_DAY}{_HOUR}")
_SHORT = re.compile(rf"(?<![\d年])(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日{_TO_DAY}{_HOUR}")
_DAY = re.compile(r"(?<![\d月])(\d{1,2})日(上午|下午|晚)")
_HAN_DATE = re.compile(r"(二[〇○零O].{2})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_CONGRESS = ((re.compile(r"全面贯彻(?:落实)?党的二十大精神的开局之年"), 2023, "全面贯彻党的二十大精神的开局之年"),
             (re.compile(r"[“「]?十四五[”」]?(?:规划)?(?:的)?(?:开局|起步)之年"), 2021, "“十四五”开局之年"),
             (re.compile(r"[“「]?十四五[”」]?(?:规划)?(?:目标任务)?(?:的)?(?:收官|收官)之年"), 2025, "“十四五”收官之年"),
             (re.compile(r"[“「]?十五五[”」]?(?:规划)?(?:的)?(?:开局|起步)之年"), 2026, "“十五五”开局之年"),
             (re.compile(r"[“「]?十三五[”」]?(?:规划)?(?:的)?(?:收官)之年"), 2020, "“十三五”收官之年"))  # fmt: skip
_ASSESSED = re.compile(r"(20\d\d)年度[^,，。]{0,16}?(?:考核|综合|总结)")


@dataclass(frozen=True)
class Dated:
    """A date: ISO (empty where the year is unknown), as written, and the ground of its year."""

    iso: str
    written: str
    basis: str


def date_in(text: str, publish_date: str, whole: str) -> Dated:
    """The first date of a stretch; its year stated, taken from the publication date, or from what `whole` says."""
    full, short = _FULL.search(text), _SHORT.search(text)
    if full and (not short or full.start() <= short.start()):
        month, day_number = int(full["month"] or full[2]), int(full["day"] or full[3])
        return Dated(_iso(int(full[1]), month, day_number), full[0].strip(), "stated")
    if not short:
        day = _DAY.search(text)
        if day and publish_date:
            year, month, published = (int(part) for part in publish_date.split("-"))
            if int(day[1]) <= published:
                return Dated(
                    _iso(year, month, int(day[1])), day[0].strip(), "year and month from publish date"
                )
        return Dated("", day[0].strip() if day else "", "no year stated" if day else "")
    month, day_number = int(short["month"] or short[1]), int(short["day"] or short[2])
    written = short[0].strip()
    if publish_date:
        year = int(publish_date[:4])
        year -= (month, day_number) > (int(publish_date[5:7]), int(publish_date[8:10])) and month - int(
            publish_date[5:7]
        ) > 3
        return Dated(_iso(year, month, day_number), written, "year from publish date")
    year, why = year_said(whole)
    if year:
        return Dated(_iso(year, month, day_number), written, f"year inferred ({why})")
    return Dated("", written, "no year stated")


def year_said(text: str) -> tuple[int, str]:
    """The year a text says it is written in (今年是…开局之年, 2023年是, the year after an assessed one), and its words."""
    for pattern, year, words in _CONGRESS if "之年" in text else ():
        found = pattern.search(text)
        if found and re.search(r"今年|20\d\d年", text[max(0, found.start() - 40) : found.start()] or "今年"):
            return year, words
    stated = re.search(r"今年(?:是|即)?[(（]?(20\d\d)年", text) or re.search(
        r"(20\d\d)年是[^。]{0,60}(?:之年|一年|关键)", text
    )
    if stated:
        return int(stated[1]), stated[0][:20]
    held = _HELD_IN_YEAR.search(text[:400])
    if held and "12月" not in text[:400]:
        return int(held[1] or held[2]), f"{held[0][:24]}"
    assessed = _ASSESSED.findall(text)
    if assessed and re.search(r"总结|表彰|表扬|颁奖|通报", text[:400]):
        if str(int(max(assessed)) - 1) in assessed:  # last year is summed up and this year set going
            return int(max(assessed)), f"总结{int(max(assessed)) - 1}年度、部署{max(assessed)}年度"
        return int(max(assessed)) + 1, f"{max(assessed)}年度考核总结"
    return 0, ""


# 召开2024年二季度分析会: a meeting is of the year it is held in, unless it sums a year up or is held in December.
_HELD_IN_YEAR = re.compile(
    r"(?:召开|举行)[^,，。;；\n]{0,12}?(20\d\d)年(?!度?[^,，。;；\n]{0,12}(?:总结|考核|表彰|述职|民主生活))[^,，。;；\n]{0,24}会"
    r"|(20\d\d)年(?!度?[^,，。;；\n]{0,12}(?:总结|考核|表彰|述职|民主生活))[^,，。;；\n]{0,24}会议?(?:暨[^,，。\n]{2,20}会)?(?:在[^,，。\n]{2,16})?(?:召开|举行)"
)


def paper_year(title: str, text: str, publish_date: str) -> int:
    """The year a paper speaks in; 0 where it does not say."""
    if publish_date:
        return int(publish_date[:4])
    for words in (title, text[:300]):
        found = re.search(r"(20\d\d)(?:年|\s?[-—–－~～至]{1,2}\s?20\d\d年)", words)
        if found:
            return int(found[1])
    return year_said(text)[0]


def signed_date(text: str) -> Dated:
    """A date that stands alone on a line near the end: that of issue."""
    for line in reversed(text.split("\n")[-8:]):
        plain = line.strip("()（） ")
        full = _FULL.fullmatch(plain)
        if full:
            return Dated(_iso(int(full[1]), int(full[2]), int(full[3])), plain, "stated")
        han = _HAN_DATE.fullmatch(plain)
        if han:
            return Dated(
                _iso(
                    int("".join(_DIGITS.get(letter, "0") for letter in han[1])),
                    _small(han[2]),
                    _small(han[3]),
                ),
                plain,
                "stated",
            )
    return Dated("", "", "")


def _small(words: str) -> int:
    tens, ten, units = words.partition("十")
    if not ten:
        return int(_DIGITS.get(words, "0"))
    return int(_DIGITS.get(tens, "1") if tens else "1") * 10 + int(_DIGITS.get(units, "0") if units else "0")


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
