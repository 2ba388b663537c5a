"""A scheme's trees as rows of a table: marks by track with their sums checked, the rule in words, target, supplier, article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from kaoping import Scheme
from kaoping.errors import Words
from kaoping.periods import Cadence
from kaoping.scheme.checks.sums import fixed_number, full_of
from kaoping.scheme.model import Node, PerGroup, Tree
from kaoping.scheme.tracks import for_group, stands_in
from kaoping_web.schemes.wording.told import short
from kaoping_web.schemes.words import facts_for, rule_words, supplier_title, target_words, unit_of

EVERY = {
    Cadence.MONTH: Words("每月", "monthly"), Cadence.QUARTER: Words("每季", "quarterly"), Cadence.HALF: Words("每半年", "half-yearly"),
    Cadence.YEAR: Words("每年", "yearly"), None: Words("不分期", "once"),
}  # fmt: skip
NOTHING = Words("", "")
MOST_SUPPLIERS = 2
BAR = 52
"""How wide the bar of the largest mark is."""


@dataclass(frozen=True)
class Mark:
    """A node's mark in one track. `wrong`: what the marks below add up to, where that differs."""

    text: str
    wrong: str = ""
    bar: str = ""  # the width of its bar, of BAR, against the largest mark of the track


@dataclass(frozen=True)
class Row:
    """One dimension or item."""

    key: str
    title: Words
    depth: int
    is_item: bool
    is_bonus: bool
    marks: tuple[Mark, ...]
    rule: Words
    target: Words
    unit: str
    suppliers: tuple[Words, ...]
    more_suppliers: int
    article: str
    note: str


@dataclass(frozen=True)
class Table:
    """One tree: the year's, or that of a shorter cycle."""

    key: str
    title: Words
    every: Words
    tracks: tuple[tuple[str, Words], ...]
    rows: tuple[Row, ...]
    totals: tuple[Mark, ...]
    is_alone: bool = False  # one track was asked for

    @property
    def dimensions(self) -> int:
        """How many dimensions stand at the top."""
        return sum(1 for one in self.rows if one.depth == 0 and not one.is_item)

    @property
    def items(self) -> int:
        """How many items there are."""
        return sum(1 for one in self.rows if one.is_item)

    @property
    def is_sound(self) -> bool:
        """Whether every sum is what is declared."""
        return not any(
            one.wrong for one in (*self.totals, *(mark for row in self.rows for mark in row.marks))
        )


def tables_of(scheme: Scheme, track: str) -> tuple[Table, ...]:
    """Every tree of a scheme. track: a track's key, or "" for all tracks side by side."""
    return tuple(
        found for key, tree in scheme.trees.items() if (found := _table(scheme, key, tree, track)) is not None
    )


def _table(scheme: Scheme, key: str, tree: Tree, track: str) -> Table | None:
    tracks = [one for one in scheme.groups if stands_in(tree.root, one) and track in ("", one)]
    if not tracks:
        return None
    rows = [row for child in tree.root.children for row in _rows(scheme, child, tracks, track, 0)]
    title = Words("年度体系", "The year") if key == "total" else tree.root.title
    totals = tuple(mark_of(tree.root, one) for one in tracks)
    places = [
        max(_places(one) for one in (totals[i], *(row.marks[i] for row in rows))) for i in range(len(tracks))
    ]
    rows = [replace(row, marks=_aligned(row.marks, places)) for row in rows]
    if track:
        largest = max((number_in(row.marks[0].text) or Fraction(0) for row in rows), default=Fraction(0))
        rows = [_barred(row, largest) for row in rows]
    return Table(
        key, title, EVERY[tree.every], tuple((one, scheme.groups[one].title) for one in tracks),
        tuple(rows), _aligned(totals, places), bool(track),
    )  # fmt: skip


def _places(mark: Mark) -> int:
    return len(mark.text.partition(".")[2])


def _aligned(marks: tuple[Mark, ...], places: list[int]) -> tuple[Mark, ...]:
    """The same decimals down a column."""
    return tuple(replace(one, text=_padded(one.text, n)) for one, n in zip(marks, places, strict=True))


def _barred(row: Row, largest: Fraction) -> Row:
    """A row of one track with the bar of its mark."""
    mark = number_in(row.marks[0].text)
    if mark is None or not largest:
        return row
    tenths = round(mark / largest * BAR * 10)
    return replace(row, marks=(replace(row.marks[0], bar=f"{tenths // 10}.{tenths % 10}"),))


def number_in(text: str) -> Fraction | None:
    """The number a mark is; None for a weight or for none."""
    return Fraction(text) if text and text[0].isdigit() else None


def _padded(text: str, places: int) -> str:
    if not text or not places:
        return text
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(places, '0')}"


def _rows(scheme: Scheme, node: Node, tracks: list[str], track: str, depth: int) -> Iterator[Row]:
    where = [one for one in tracks if stands_in(node, one)]
    if not where:
        return
    facts = (
        dict.fromkeys(key for one in where for key in facts_for(node, one, scheme)) if node.is_item else {}
    )
    suppliers = list(dict.fromkeys(supplier for key in facts for supplier in suppliers_of(scheme, key)))
    yield Row(
        node.key, node.title, depth, node.is_item, node.bonus,
        tuple(mark_of(node, one) if one in where else Mark("") for one in tracks),
        _rule(scheme, node, where, track), target_words(node, where[0], scheme) if node.is_item else NOTHING,
        unit_of(node, where[0], scheme) if node.is_item else "",
        tuple(supplier_title(one, scheme) for one in suppliers[:MOST_SUPPLIERS]), max(0, len(suppliers) - MOST_SUPPLIERS),
        node.article, node.note,
    )  # fmt: skip
    for child in node.children:
        yield from _rows(scheme, child, tracks, track, depth + 1)


def suppliers_of(scheme: Scheme, fact: str) -> tuple[str, ...]:
    """Who supplies a fact: its sources in the order they are believed, else its one supplier."""
    found = scheme.facts[fact]
    return found.sources or ((found.supplier,) if found.supplier else ())


def _rule(scheme: Scheme, node: Node, where: list[str], track: str) -> Words:
    """The rule for the track; for all tracks with shares of the mark, each in its own words where they differ."""
    if track:
        return rule_words(node, track, scheme)
    if not isinstance(node.rule, PerGroup):
        return rule_words(node, "", scheme)
    said: dict[Words, list[str]] = {}
    for one in where:
        said.setdefault(rule_words(node, one, scheme), []).append(one)
    return Words(
        "；".join(
            f"{'、'.join(scheme.groups[one].title.zh for one in them)}：{rule.zh}"
            for rule, them in said.items()
        ),
        "; ".join(
            f"{', '.join(scheme.groups[one].title.in_('en') for one in them)}: {rule.in_('en')}"
            for rule, them in said.items()
        ),
    )


def mark_of(node: Node, track: str) -> Mark:
    """A full mark or weight, and the sum below where it is another."""
    full = full_of(node, track)
    if full is None:
        weight = fixed_number(node.weight, track)
        return Mark(f"×{short(weight)}" if weight is not None else "")
    below = _below(node, track)
    return Mark(short(full), short(below) if below is not None and below != full else "")


def _below(node: Node, track: str) -> Fraction | None:
    """What the marks of the items add up to, where the dimension simply adds them."""
    combine = node.combine
    if not node.children or (
        combine is not None and (combine.name != "sum" or for_group(combine.settings.get("convert"), track))
    ):
        return None
    marks = [full_of(child, track) for child in node.children if stands_in(child, track) and not child.bonus]
    if not marks or any(one is None for one in marks):
        return None
    return sum((one for one in marks if one is not None), Fraction(0))
