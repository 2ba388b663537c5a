"""Runs torn by an insert between the bytes of two characters: repaired where one reading explains it, else flagged."""

from __future__ import annotations

import re

from kaoping.intake.paper import Damage
from kaoping.intake.readings import LETTER, has_tone, readings_of, toneless
from kaoping.intake.script import is_traditional_form, simplified

_TORN = re.compile(rf"(?<![{LETTER}(（])[?\ufffd\ue000-\uf8ff][(（]?([{LETTER}]{{1,8}})[)）]")
_CLAUSE_END = re.compile(r"[\x00-\x7f,，。；;：:、!！?？\n]")
# Bopomofo and box-drawing signs never stand among Han characters: a run holding one was read one byte off.
_SHIFTED = re.compile(
    rf"[\u3000-\u303f\uff00-\uffef·—…][\u3400-\u9fff]{{0,3}}[\u3105-\u3129\u2500-\u257f][\u3400-\u9fff\u3105-\u3129\u2500-\u25"
    rf"7f\u2000-\u2fff\uff00-\uffef]{{0,8}}[(（]([{LETTER}]{{1,8}})[)）]"
)


def torn_runs(text: str) -> tuple[Damage, ...]:
    """Runs where the insert fell between the bytes of two characters: `展?fàn)I造` for 展營造."""
    damages = []
    for found in _TORN.finditer(text):
        if not has_tone(found[1]):
            continue
        repaired = _repair(text, found.start(), found.end(), toneless(found[1]))
        if repaired:
            damages.append(
                Damage(found.start(), found.end() + 1, text[found.start() : found.end() + 1], repaired)
            )
            continue
        end = _CLAUSE_END.search(text, found.end())
        stop = end.start() if end else len(text)
        damages.append(Damage(found.start(), stop, text[found.start() : stop]))
    damages += [
        hurt
        for hurt in shifted_runs(text)
        if not any(hurt.start < other.end and other.start < hurt.end for other in damages)
    ]
    return tuple(sorted(damages, key=lambda hurt: hurt.start))


def _repair(text: str, start: int, end: int, syllable: str) -> str:
    """The lost character where the byte after the insert is ASCII and one lead byte alone explains both halves."""
    if start == 0 or end >= len(text) or not 0x40 <= ord(text[end]) <= 0x7E:
        return ""
    try:
        before = text[start - 1].encode("gbk")
    except UnicodeEncodeError:
        return ""
    if len(before) != 2:
        return ""
    answers = set()
    for lead in range(0x81, 0xFF):
        try:
            glossed = bytes((before[1], lead)).decode("gbk")
            lost = bytes((lead, ord(text[end]))).decode("gbk")
        except UnicodeDecodeError:
            continue
        if len(glossed) == 1 and syllable in readings_of(glossed) and is_traditional_form(glossed):
            answers.add(lost)
    return answers.pop() if len(answers) == 1 else ""


def shifted_runs(text: str) -> tuple[Damage, ...]:
    """Runs read one byte off up to an insert: `。ㄒ唬┙(jīng)濟` for （一）經濟."""
    damages = []
    for found in _SHIFTED.finditer(text):
        repaired = _unshift(
            text,
            found.start(),
            found.end(),
            found[0][: found[0].rfind("(" if "(" in found[0] else "（")],
            found[1],
        )
        damages.append(Damage(found.start(), found.end(), found[0], repaired))
    return tuple(damages)


def _unshift(text: str, start: int, end: int, run: str, syllable: str) -> str:
    """The run read from its second byte; its last character is the one of that reading the page uses before the next."""
    try:
        shifted = run.encode("gbk")[1:]
        whole = shifted[:-1].decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""
    following = text[end : end + 1]
    if len(shifted) % 2 == 0 or not following or not "\u3400" <= following <= "\u9fff":
        return ""
    fitting = {last for last in _with_lead(shifted[-1]) if toneless(syllable) in readings_of(last)}
    page = "".join(simplified(letter) for letter in _without_glosses(text))
    used = [last for last in fitting if simplified(last) + simplified(following) in page]
    return whole + used[0] if len(used) == 1 else ""


def _without_glosses(text: str) -> str:
    return re.sub(rf"[(（][{LETTER}]{{1,8}}[)）]", "", text)


def _with_lead(lead: int) -> list[str]:
    found = []
    for trail in range(0x40, 0xFF):
        try:
            letter = bytes((lead, trail)).decode("gbk")
        except UnicodeDecodeError:
            continue
        if len(letter) == 1:
            found.append(letter)
    return found
