"""Bytes to characters: UTF-8, UTF-16 with a mark, GBK (as GB18030) and Big5, without a guess in silence."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The commonest characters of official papers, simplified and traditional: a wrong table yields rare ones.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社"
    "义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提"
    "這個來們為時後會過動發學業進經體機當從應開還與關無線內數質氣條結問間電產種對說實現點裡樣報題計務區黨委縣議員總書記強調市"
    "区党委县议员总书记强调市，。、；：“”"
)
_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_KNOWN = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8", "utf8": "utf-8",
}  # fmt: skip


@dataclass(frozen=True)
class Decoded:
    """A text, the encoding it was read in, and the length in bytes of its byte order mark."""

    text: str
    encoding: str
    bom: int = 0


def decode(raw: bytes) -> Decoded:
    """Read bytes as text. Undecodable bytes become U+FFFD, which later stages flag as damage."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoded(raw[len(mark) :].decode(encoding, "replace"), encoding, len(mark))
    declared = _declared(raw)
    for encoding in ("utf-8", declared):
        if encoding:
            try:
                return Decoded(raw.decode(encoding), encoding)
            except UnicodeDecodeError:
                continue
    return _likeliest(raw)


def _declared(raw: bytes) -> str:
    """The encoding an HTML head names, or nothing."""
    found = _META.search(raw[:2048]) if b"<" in raw[:512] else None
    return _KNOWN.get(found[1].decode("ascii").lower(), "") if found else ""


def _likeliest(raw: bytes) -> Decoded:
    """The reading with the most common characters and the fewest losses, judged on the first 64 KB."""
    sample = raw[:65536]
    best, best_merit = "gb18030", float("-inf")
    for encoding in ("gb18030", "big5hkscs", "utf-8"):
        text = sample.decode(encoding, "replace")
        common = sum(1 for character in text if character in _COMMON)
        lost = text.count("\ufffd")
        merit = (common - 3 * lost) / max(len(text), 1)
        if merit > best_merit:
            best, best_merit = encoding, merit
    return Decoded(raw.decode(best, "replace"), best)
