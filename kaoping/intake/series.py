"""Markings inferred from the page: openings of lines that share a shape and whose counters ascend by one.

No list of forms is asked: whatever words and signs stand around the counter (要点1：, 【甲】, PART.02, 01｜), lines that
repeat them and count on belong together. A counter without a fellow on the page marks nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kaoping.intake.markers import bullet, head_marker, opens_run_in

_HAN = "一二三四五六七八九十"
_CAPITAL = "壹贰叁肆伍陆柒捌玖拾"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROWS = ("①⑳", "⑴⒇", "⒈⒛", "❶❿", "➀➉", "➊➓", "㈠㈩", "㊀㊉", "ⅠⅫ", "ⅰⅻ", "⒜⒵", "ⒶⓏ", "ⓐⓩ", "⓵⓾")
_SIGNS = "".join(f"{row[0]}-{row[1]}" for row in _ROWS)
_NOUN = (
    r"(?:大|项|个|件|条|点|步|招|关|批|方面|任务|工作|举措|措施|行动|工程|重点|要点|要求|问题|环节|大事|实事|"
    r"事项|事|部分|板块|单元|阶段|是|要|则|来|者)"
)
_STOP = r"[、.．,，:：;；)）】\]］〕〗」』>》〉|｜丨│/／\\\-—–－~～·•#＃°\s]"
# What stands before the counter, the counter, and what divides it from the words.
_OPENING = re.compile(
    rf"(?P<lead>(?:\d{{1,2}}[-－–—.．·](?=\d)){{0,2}}[^\d{_HAN}{_CAPITAL}{_STEMS}{_SIGNS}A-Za-z,，。;；:：!！?？、\n]{{0,6}}?(?:(?:PART|Part|part|NO|No|no)[.．]?\s?)?)"
    rf"(?:(?P<key>\d)(?=\ufe0f?\u20e3)|(?P<arabic>\d{{1,2}})|(?P<han>[{_HAN}]{{1,3}})|(?P<capital>[{_CAPITAL}]{{1,3}})|(?P<stem>[{_STEMS}])"
    rf"|(?P<roman>[IVX]{{1,5}}|[ivx]{{1,5}})(?![A-Za-z])|(?P<letter>[A-Za-z])(?![A-Za-z])|(?P<sign>[{_SIGNS}]))"
    rf"(?P<tail>[\ufe0f\u20e3]{{0,2}}(?:{_NOUN}{{0,3}}{_STOP}{{1,3}}|(?<=第.|头一)(?!季|天|届|名|位|年|版)[\u4e00-\u9fff]{{1,3}}(?:[,，:：、]|[\u4e00-\u9fff]?是)|{_NOUN}{{0,3}}))"
)
_QUICK = re.compile(rf"[\d{_HAN}{_CAPITAL}{_STEMS}{_SIGNS}A-Za-z]")
_NO_ITEM = re.compile(r"(?:附件|附表|附图|表|图|注|附|年|月|日|上午|下午|时间|电话|版|期|号|字)\s?$")
BULLET = "•"  # how the shape of a repeated sign begins
RECORD = "："  # and that of a label that opens a record
_LABELLED = re.compile(r"([\u4e00-\u9fff]{2,6})[:：](?=.{2})")
_OWNS = re.compile(r"(?:责任|牵头|配合|主办|承办|实施|完成)(?:单位|部门|领导|主体|时限|时间)|责任人|时限")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_LONGEST_OPENING = 24
_LONGEST_NAME = 40
_SPACES = re.compile(r"\s+")
_LEVELS = re.compile(r"\d{1,2}(?=[-－–—.．·])")


class Mark(NamedTuple):
    """One inferred mark: its ordinal, its length on the line, and the shape it shares with its fellows."""

    ordinal: int
    length: int
    shape: str


def _roman(letters: str) -> int:
    """XIV → 14; 0 for letters that write no numeral in order."""
    total = 0
    values = [_ROMAN[letter] for letter in letters.upper()]
    for here, after in zip(values, [*values[1:], 0], strict=True):
        total += -here if here < after else here
    return total if 0 < total <= 20 else 0


def _small(numeral: str) -> int:
    tens, ten, units = numeral.partition("十")
    if not ten:
        return _HAN.index(numeral) + 1 if len(numeral) == 1 else 0
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        return 0
    return (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(units) + 1 if units else 0)


def _readings(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    """What a counter may count as: (kind, ordinal); a lone I is a numeral and a letter."""
    kind = next(name for name in _KINDS if found[name])
    words = found[kind]
    if kind in ("arabic", "key"):
        yield kind, int(words)
    elif kind == "han":
        yield kind, _small(words)
    elif kind == "capital":
        yield kind, _small("".join(_HAN[_CAPITAL.index(letter)] for letter in words))
    elif kind == "stem":
        yield kind, _STEMS.index(words) + 1
    elif kind == "sign":
        row = next(row for row in _ROWS if row[0] <= words <= row[1])
        yield kind + row[0], ord(words) - ord(row[0]) + 1
    else:
        if kind == "roman":
            yield ("upper" if words.isupper() else "lower") + "-roman", _roman(words)
        if len(words) == 1:
            yield "upper" if words.isupper() else "lower", _LETTERS.index(words.lower()) + 1


_KINDS = ("key", "arabic", "han", "capital", "stem", "roman", "letter", "sign")


def _candidates(line: str) -> list[Mark]:
    """Every way the opening of a line may be a mark."""
    if not _QUICK.search(line, 0, 8) or head_marker(line, 0, len(line)):
        return []
    found = _OPENING.match(line, 0, _LONGEST_OPENING)
    if not found or found.end() >= len(line) or not _divides(found, line):
        return []
    named = len(line) <= _LONGEST_NAME and line[-1] not in "。;；" and "。" not in line
    if opens_run_in(line) and not named:
        return []
    lead, tail = _form(found["lead"], found["tail"])
    return [
        Mark(ordinal, found.end(), f"{lead}|{kind}|{tail}") for kind, ordinal in _readings(found) if ordinal
    ]


@lru_cache(256)
def _form(lead: str, tail: str) -> tuple[str, str]:
    """What stands before and behind a counter, as its fellows have it; the same few in every paper."""
    return _LEVELS.sub("0", _SPACES.sub("", lead)).replace("头", "第"), _SPACES.sub("", tail)


def _divides(found: re.Match[str], line: str) -> bool:
    """Whether something divides a counter from the words after it, and it is no date, size or annex."""
    lead, tail, after = found["lead"], found["tail"], line[found.end()]
    if _NO_ITEM.search(lead) or after in "%％":
        return False
    if found["sign"] or found["key"]:
        return True
    if not tail or (found["arabic"] and after.isdigit() and tail[-1] in "-－–—~～.．·/:："):
        return False
    return bool(lead) or not "\u4e00" <= tail[-1] <= "\u9fff"


def infer(lines: Sequence[str]) -> dict[int, Mark]:
    """The marks of a page by the number of the line; lines whose form of number needs no fellow are left to it."""
    bullets: dict[str, list[tuple[int, Mark]]] = {}
    open_runs: dict[str, list[tuple[int, Mark]]] = {}
    runs: list[list[tuple[int, Mark]]] = []
    for number, line in enumerate(lines):
        if len(line) < 3:
            continue
        sign = 0 if line[0].isalnum() else bullet(line, 0, len(line))
        if sign and not _may_sign(line):
            run = bullets.setdefault(BULLET + line[:sign].strip(), [])
            run.append((number, Mark(len(run) + 1, sign, BULLET + line[:sign].strip())))
        for mark in _candidates(line):
            counted_so_far = open_runs.get(mark.shape)
            if counted_so_far and counted_so_far[-1][1].ordinal + 1 == mark.ordinal:
                counted_so_far.append((number, mark))
            elif mark.ordinal == 1:
                open_runs[mark.shape] = [(number, mark)]
                runs.append(open_runs[mark.shape])
    counted = {run[0][1].shape for run in runs if len(run) > 1}
    result = {number: mark for run in bullets.values() if len(run) > 1 for number, mark in run}
    for run in sorted(runs, key=len):
        if run[0][1].shape in counted:
            result |= dict(run)
    return result | _records(lines)


def _records(lines: Sequence[str]) -> dict[int, Mark]:
    """Records of labelled lines, 项目名称:… 责任单位:… 完成时限:…: the label that opens each of them marks an item."""
    labels = {number: found[1] for number, line in enumerate(lines) if (found := _LABELLED.match(line))}
    owned = [number for number, label in labels.items() if _OWNS.search(label)]
    if len(owned) < 2:
        return {}
    often = Counter(labels.values())
    before = [number for number in sorted(labels) if number < owned[0]]
    first = next((number for number in before if often[labels[number]] > 1), -1)
    openers = [number for number, label in labels.items() if first >= 0 and label == labels[first]]
    parted = len(openers) > 1 and all(
        any(one < owner < other for owner in owned) for one, other in pairwise(openers)
    )
    if not parted or _OWNS.search(labels[first]) or openers[-1] > owned[-1]:
        return {}
    if any(number and head_marker(lines[number - 1], 0, len(lines[number - 1])) for number in openers):
        return {}  # the record has a numbered heading of its own
    return {
        number: Mark(place, len(labels[number]) + 1, RECORD + labels[number])
        for place, number in enumerate(openers, 1)
    }


def _may_sign(line: str) -> bool:
    """Whether a line may be the author's: ■ 张三."""
    return line[0] in "■□◎●" and len(line) <= (14 if line[0] == "●" else 32) and line[-1] not in "。;；"


def page_marks(text: str) -> dict[int, Mark]:
    """The inferred marks of a clean page by the place its line begins at."""
    lines = text.split("\n")
    return placed(lines, infer(lines))


def placed(lines: Sequence[str], marks: dict[int, Mark]) -> dict[int, Mark]:
    """Marks by the number of their line as marks by the place their line begins at."""
    places: dict[int, Mark] = {}
    place = 0
    for number, line in enumerate(lines if marks else ()):
        if number in marks:
            places[place] = marks[number]
        place += len(line) + 1
    return places
