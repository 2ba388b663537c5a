"""Everything of a scheme beside its trees and facts, each part with what it says in words: tracks, constants, events,
vetoes, grades, awards, and the rules that hold for the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kaoping import Scheme
from kaoping.errors import Language, Words
from kaoping.scheme.differences import parts
from kaoping.scheme.formulas import Name
from kaoping.scheme.formulas.syntax import Node as Formula
from kaoping.scheme.labels import parameter_label
from kaoping.scheme.model import Setting
from kaoping.scheme.writing import written
from kaoping_web.dates import day_words
from kaoping_web.schemes.wording.formulas import formula_said
from kaoping_web.ui.units import unit_words

SHOWN = (
    ("scheme", Words("通则", "Rules for the whole")), ("group", Words("赛道", "Tracks")), ("constant", Words("常数", "Constants")),
    ("value", Words("派生值", "Derived values")), ("event", Words("加减分事项", "Events")), ("veto", Words("否决事项", "Vetoes")),
    ("grade", Words("等次", "Grades")), ("award", Words("奖项", "Awards")),
)  # fmt: skip
LEVELS = {
    "national": Words("国家级", "national"), "provincial": Words("省级", "provincial"), "city": Words("市级", "city"),
    "county": Words("县级", "county"), "district": Words("区级", "district"), "township": Words("镇级", "township"),
    "lead": Words("牵头", "lead"), "co": Words("配合", "co-operating"),
}  # fmt: skip
KNOWN = {
    "statement": Words("本单位对账单", "each unit its own statement"), "leadership": Words("领导小组", "the leading body"),
    "track": Words("赛道内", "those in the track"), "public": Words("公开", "the public"), "vetoed": Words("被否决", "vetoed"),
    "rank_change": Words("进位数", "places gained"), "rank": Words("位次", "place"), "town": Words("镇", "town"), "rural": Words("乡", "rural township"),
    "subdistrict": Words("街道", "sub-district"), "zone": Words("开发区", "zone"), "department": Words("部门", "department"),
    "enterprise": Words("企业", "enterprise"), "village": Words("村", "village"), "community": Words("社区", "community"),
    "county": Words("县", "county"), "district": Words("区", "district"), "everyone": Words("全部单位", "everybody"),
}  # fmt: skip
SEEN = {
    "month": Words("月度结果给谁看", "who sees a month"), "quarter": Words("季度结果给谁看", "who sees a quarter"),
    "half_year": Words("半年结果给谁看", "who sees a half-year"), "year": Words("年度结果给谁看", "who sees the year"),
    "awards": Words("奖项给谁看", "who sees the awards"),
}  # fmt: skip
UNSAID = ("title", "bounds")
SILENT = {"—", "", "否", "no", "0"}
_TWO: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True)
class PartRow:
    """One part: its title and what it says, label by label."""

    key: str
    title: Words
    says: tuple[tuple[Words, Words], ...]
    article: str
    line: int


@dataclass(frozen=True)
class PartTable:
    """The parts of one kind."""

    kind: str
    title: Words
    rows: tuple[PartRow, ...]


def part_tables(scheme: Scheme, bodies: Mapping[str, Words]) -> tuple[PartTable, ...]:
    """Every kind of part the scheme has, in reading order. `bodies`: names of the bodies that tracks name one by one."""
    by_kind: dict[str, list[PartRow]] = {}
    sources = _articles(scheme)
    for one in parts(scheme):
        says = [
            (_label(name, label), said)
            for name, (label, setting) in one.facets.items()
            if name not in UNSAID and (said := _said(scheme, setting, name, bodies)) is not None
        ]
        by_kind.setdefault(one.kind, []).append(
            PartRow(one.key, one.title, tuple(says), sources.get((one.kind, one.key), ""), one.place.line)
        )
    return tuple(PartTable(kind, title, tuple(by_kind[kind])) for kind, title in SHOWN if by_kind.get(kind))


def named_bodies(scheme: Scheme) -> tuple[str, ...]:
    """The keys of the bodies that a track names, for leaving them out of its ranking or for being its members."""
    return tuple(
        dict.fromkeys(
            key for one in scheme.groups.values() for key in (*one.not_ranked, *one.members, *one.without)
        )
    )


def _said(scheme: Scheme, setting: Setting | Words, name: str, bodies: Mapping[str, Words]) -> Words | None:
    """A setting in words; None where it says nothing worth a line."""
    if name == "unit" and isinstance(setting, str):
        return unit_words(setting) if setting else None
    if isinstance(setting, Mapping):
        pieces = [(_level(key), _plain(scheme, one, name, bodies)) for key, one in setting.items()]
        said = Words(
            "、".join(f"{k.zh} {v.zh}" for k, v in pieces), ", ".join(f"{k.en} {v.en}" for k, v in pieces)
        )
    elif isinstance(setting, tuple):
        several = [_plain(scheme, one, name, bodies) for one in setting]
        said = Words("、".join(one.zh for one in several), ", ".join(one.en for one in several))
    else:
        said = _plain(scheme, setting, name, bodies)
    return None if said.zh in SILENT else _dated(Words(_MINUS.sub("−", said.zh), _MINUS.sub("−", said.en)))


_MINUS, _DAY = re.compile(r"(?<![^\s（(])-(?=[0-9])"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _dated(said: Words) -> Words:
    """Days as people write them."""

    def day(text: str, language: str) -> str:
        return _DAY.sub(lambda found: day_words(date.fromisoformat(found[0]), language), text)

    return Words(day(said.zh, "zh"), day(said.en, "en"))


def _plain(scheme: Scheme, setting: Setting | Words, name: str, bodies: Mapping[str, Words]) -> Words:
    """One setting: words that only this page needs, else as the library writes it."""
    key = setting.key if isinstance(setting, Name) else setting
    if isinstance(key, str) and key in bodies:
        return bodies[key]
    if isinstance(key, str) and key in KNOWN:
        return KNOWN[key]
    if isinstance(setting, Formula):
        return formula_said(scheme, setting)
    return Words(*(written(scheme, setting, language, name) for language in _TWO))


def _label(name: str, label: Words) -> Words:
    """What a line is called: 年度结果给谁看, 目标为零时."""
    kind, _, rest = name.partition(".")
    if kind == "who_sees":
        return SEEN.get(rest, label)
    if kind == "setting":
        found = parameter_label(None, "ties" if rest == "rank_ties" else rest)
        return Words(f"通用：{found.zh}", f"by default: {found.en}")
    return label


def _level(key: str) -> Words:
    return LEVELS.get(key, Words(key, key))


def _articles(scheme: Scheme) -> dict[tuple[str, str], str]:
    """The article each part names, by kind and key."""
    found = {("event", one.key): one.article for one in scheme.events.values()}
    found |= {("veto", one.key): one.article for one in scheme.vetoes.values()}
    found |= {("grade", one.key): one.article for one in scheme.grades}
    found |= {("award", one.key): one.article for one in scheme.awards}
    found |= {("value", one.key): one.article for one in scheme.values.values()}
    return found | {("constant", one.key): one.basis for one in scheme.constants.values()}
