"""Where a value came from, in words: who filed it, for which period, in which revision, in which cell."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Language, Words
from kaoping.explain import numbers
from kaoping.explain.parts import Source

_RUNS = {
    "period": Words("各期相加", "its periods added"),
    "average": Words("各期平均", "mean of its periods"),
    "cumulative": Words("取最后一期累计", "the last cumulative figure"),
    "level": Words("取最后一期", "the last of its periods"),
    "once": Words("一次填报", "filed once"),
}


def source_words(sources: tuple[Source, ...], settings: Mapping[str, str], language: Language) -> str:
    """The rows behind a value; several are counted, the first and last shown by their periods."""
    zh = language == "zh"
    if not sources:
        return "没有填报" if zh else "nothing filed"
    if len(sources) == 1:
        return row_words(sources[0], language)
    periods = sorted({one.period for one in sources if one.period})
    span = (
        ("至" if zh else " to ").join(
            numbers.period(one, language) for one in dict.fromkeys((periods[0], periods[-1]))
        )
        if periods
        else ""
    )
    how = _RUNS[settings["runs"]].in_(language)
    if settings.get("single") == "true":
        how = "本期减上期累计" if zh else "less the figure of the period before"
    who = filed_by(sources[0], language)
    said = [f"{len(sources)} 个数" if zh else f"{len(sources)} figures", span, how, who]
    return ("，" if zh else ", ").join(one for one in said if one)


def row_words(one: Source, language: Language) -> str:
    """One row: who filed it, which revision, its note, and where it stands."""
    zh = language == "zh"
    revision = ""
    if one.vintage > 1:
        revision = f"第 {one.vintage} 次报送" if zh else f"revision {one.vintage}"
    note = f"注：{one.note}" if zh and one.note else f"note: {one.note}" if one.note else ""
    said = [filed_by(one, language), revision, note, str(one.place)]
    return ("，" if zh else ", ").join(part for part in said if part)


def filed_by(one: Source, language: Language) -> str:
    """Who supplied it: the source named in the row, else the supplier the scheme names."""
    name = one.by or one.supplier.in_(language)
    if not name:
        return ""
    return f"{name}报送" if language == "zh" else f"filed by {name}"
