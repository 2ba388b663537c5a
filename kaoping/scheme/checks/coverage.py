"""Bands and grades that overlap or leave gaps (R04, R39, R51)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kaoping.errors import Place, Problem
from kaoping.exact import canonical_text
from kaoping.scheme.checks.finding import error, warning
from kaoping.scheme.checks.sums import fixed_number
from kaoping.scheme.formulas import Number
from kaoping.scheme.model import Block, Grade, Node, PerGroup, Scheme, Setting
from kaoping.scheme.tracks import for_group


@dataclass(frozen=True)
class Span:
    """A stretch of numbers; None is without end. `name` is how it is called."""

    name: str
    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool

    def words(self) -> str:
        """In mathematical notation."""
        low = "−∞" if self.low is None else canonical_text(self.low)
        high = "+∞" if self.high is None else canonical_text(self.high)
        return f"{'[' if self.low_in else '('}{low}, {high}{']' if self.high_in else ')'}"


def band_findings(scheme: Scheme) -> Iterator[Problem]:
    """Bands of every item and adjustment."""
    for node in scheme.nodes():
        for block in _bands_of(node):
            yield from _bands(node, block)


def _bands_of(node: Node) -> Iterator[Block]:
    rules = node.rule.values.values() if isinstance(node.rule, PerGroup) else (node.rule,)
    for rule in (*rules, *(block.settings.get("use") for block in node.then)):
        if isinstance(rule, Block) and rule.name == "bands":
            yield rule


def _bands(node: Node, block: Block) -> Iterator[Problem]:
    rows = block.settings.get("rows")
    if isinstance(rows, PerGroup):
        rows = next(iter(rows.values.values()))
    spans = [_span(i, row) for i, row in enumerate(rows or (), 1) if isinstance(row, Mapping)]  # type: ignore[arg-type]
    known = [one for one in spans if one is not None]
    if len(known) != len(spans):
        return  # Bounds that are formulas are judged when they are computed.
    overlap_said = block.settings.get("overlap") == "first"
    gap_said = block.settings.get("gap") not in (None, "error")
    if known and known[-1].low is None and known[-1].high is None:
        known, gap_said = known[:-1], True  # A last band without ends takes the rest.
    yield from _judged(
        f"“{node.key}”的分档", f"bands of “{node.key}”", block.place, known, overlap_said, gap_said
    )


def _span(i: int, row: Mapping[str, Setting]) -> Span | None:
    def at(name: str) -> Fraction | None:
        found = row.get(name)
        return found.value if isinstance(found, Number) else None

    if any(row.get(name) is not None and at(name) is None for name in ("from", "above", "to", "below")):
        return None
    low_in, high_in = row.get("above") is None, row.get("below") is None
    return Span(
        f"{i}", at("from") if low_in else at("above"), low_in, at("to") if high_in else at("below"), high_in
    )


def _judged(
    zh: str, en: str, place: Place, spans: list[Span], overlap_said: bool, gap_said: bool
) -> Iterator[Problem]:
    ordered = sorted(spans, key=lambda one: (one.low is not None, one.low or Fraction(0), not one.low_in))
    for before, after in pairwise(ordered):
        if _overlap(before, after) and not overlap_said:
            yield error(
                "bands-overlap", place,
                (f"{zh}有重叠：{before.words()} 与 {after.words()}。", f"{en} overlap: {before.words()} and {after.words()}."),
                ("改端点，或写 overlap: first（先写的优先）。", "change an end, or write overlap: first."),
            )  # fmt: skip
        elif _gap(before, after) and not gap_said:
            yield error(
                "bands-gap", place,
                (f"{zh}有空档：{before.words()} 与 {after.words()} 之间。", f"{en} leave a gap between {before.words()} and {after.words()}."),
                ("使相邻两档的端点相接，或写 gap: zero 等说明空档怎样计。", "let neighbours meet, or say with gap: what holds there."),
            )  # fmt: skip
    if gap_said or not ordered:
        return
    if ordered[0].low is not None:
        yield _tail(zh, en, place, "低于", "below", ordered[0].low)
    highest = [one for one in ordered if one.high is None]
    if not highest:
        yield _tail(zh, en, place, "高于", "above", max(one.high for one in ordered if one.high is not None))


def _tail(zh: str, en: str, place: Place, side_zh: str, side_en: str, at: Fraction) -> Problem:
    number = canonical_text(at)
    return warning(
        "bands-tail", place,
        (f"{zh}没有说{side_zh} {number} 时怎样计。", f"{en} do not say what holds {side_en} {number}."),
        ("补一档，或写 gap:。", "add a band, or write gap:."),
    )  # fmt: skip


def _overlap(before: Span, after: Span) -> bool:
    if before.high is None or after.low is None:
        return True
    return before.high > after.low or (before.high == after.low and before.high_in and after.low_in)


def _gap(before: Span, after: Span) -> bool:
    assert before.high is not None and after.low is not None
    return before.high < after.low or (before.high == after.low and not before.high_in and not after.low_in)


def _between(before: Span, after: Span, grain: Fraction | None) -> bool:
    """Whether no number of this grain lies in the gap between two stretches."""
    assert before.high is not None and after.low is not None
    if grain is None:
        return False
    first = before.high // grain * grain
    if before.high_in or first < before.high:
        first += grain
    return first > after.low or (first == after.low and after.low_in)


def grade_findings(scheme: Scheme) -> Iterator[Problem]:
    """Grades of which no one fits some totals."""
    for group in scheme.groups:
        grades = [one for one in scheme.grades if not one.groups or group in one.groups]
        if not grades:
            continue
        spans = [_grade_span(one, group) for one in grades]
        if any(one is None for one in spans):
            continue
        known = [one for one in spans if one is not None]
        yield from _grade_gaps(group, grades[0].place, known, _grain(scheme))


def _grain(scheme: Scheme) -> Fraction | None:
    """The step between totals as they are compared, where they are rounded."""
    rounding = scheme.rounding
    return Fraction(1, 10**rounding.places) if scheme.grade_on_rounded and "total" in rounding.at else None


def _grade_span(grade: Grade, group: str) -> Span | None:
    for setting in (grade.floor, grade.ceiling):
        if for_group(setting, group) is not None and fixed_number(setting, group) is None:
            return None
    return Span(
        grade.key, fixed_number(grade.floor, group), grade.floor_included,
        fixed_number(grade.ceiling, group), grade.ceiling_included,
    )  # fmt: skip


def _grade_gaps(group: str, place: Place, spans: list[Span], grain: Fraction | None) -> Iterator[Problem]:
    """Grades are tried best first, so only what no grade holds matters, not overlaps; nor do gaps that no rounded
    total falls into (between 99 and 100 in whole points)."""
    ordered = sorted(spans, key=lambda one: (one.low is not None, one.low or Fraction(0), not one.low_in))
    reach: Span = ordered[0]
    zh, en = f"等次（赛道 {group}）", f"grades (track {group})"
    if reach.low is not None:
        yield _tail(zh, en, place, "低于", "below", reach.low)
    for one in ordered[1:]:
        if reach.high is None:
            return
        if one.low is not None and _gap(reach, one) and not _between(reach, one, grain):
            yield error(
                "grades-gap", place,
                (f"{zh}有空档：{reach.name} {reach.words()} 与 {one.name} {one.words()} 之间。",
                 f"{en} leave a gap between {reach.name} {reach.words()} and {one.name} {one.words()}."),
                ("改 floor 或 ceiling 使其相接。", "let floor and ceiling meet."),
            )  # fmt: skip
        if one.high is None or one.high >= reach.high:
            reach = one
    if reach.high is not None:
        yield _tail(zh, en, place, "高于", "above", reach.high)
