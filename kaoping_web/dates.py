"""Days and periods as both languages say them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kaoping.errors import Words

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@lru_cache(maxsize=1 << 12)
def day_words(when: date, lang: str, year: bool = True) -> str:
    """A day, or a moment in the office's time zone, as either language says it."""
    if lang == "zh":
        return f"{when.year}年{when.month}月{when.day}日" if year else f"{when.month}月{when.day}日"
    return (
        f"{when.day} {MONTHS[when.month - 1]} {when.year}" if year else f"{when.day} {MONTHS[when.month - 1]}"
    )


@lru_cache(maxsize=512)
def period_words(text: str) -> Words:
    """A period as both languages say it."""
    year, _, part = text.partition("-")
    if not part:
        return Words(f"{year}年度", year)
    if part.startswith("Q"):
        return Words(f"{year}年{'一二三四'[int(part[1]) - 1]}季度", f"Q{part[1]} {year}")
    if part.startswith("H"):
        return Words(f"{year}年{'上下'[int(part[1]) - 1]}半年", f"H{part[1]} {year}")
    return Words(f"{year}年{int(part)}月", f"{MONTHS[int(part) - 1]} {year}")
