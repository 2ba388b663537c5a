"""What every reading page begins with: the cycle, how much of it this person sees, the run he is shown, the scheme's words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.http import Http404

from kaoping import Period, Scheme
from kaoping.errors import Words
from kaoping.scheme.formulas import Name
from kaoping.scheme.model import Node
from kaoping.scheme.tracks import for_group, stands_in
from kaoping_web import clock
from kaoping_web.cycles.models import Cycle, Step
from kaoping_web.journal.kept import Position, kept, position_of
from kaoping_web.organisations.models import Organisation, Standing, User
from kaoping_web.organisations.needs import UserRequest
from kaoping_web.overview.frame import cycles_of_reader
from kaoping_web.schemes.models import SchemeVersion
from kaoping_web.schemes.queries import parsed
from kaoping_web.schemes.words import facts_for, rule_words, supplier_title, unit_of
from kaoping_web.scoring.audience import Policy, Sight, sight_of
from kaoping_web.scoring.models import Run, RunState
from kaoping_web.scoring.queries import latest_run

STATE_WORDS: Mapping[str, Words] = {
    RunState.MADE.value: Words("已计分，未发布", "made, not released"),
    RunState.PROVISIONAL.value: Words("预评分", "provisional"),
    RunState.FINAL.value: Words("定稿", "final"),
    RunState.QUEUED.value: Words("待计分", "waiting"),
    RunState.FAILED.value: Words("未能计分", "not made"),
}
POLICY_WORDS: Mapping[Policy, Words] = {
    Policy.STATEMENT: Words("各单位只看自己的对账单", "each unit its own statement"),
    Policy.LEADERSHIP: Words("领导小组", "the leading body"),
    Policy.TRACK: Words("赛道内", "the track"),
    Policy.PUBLIC: Words("公开", "everybody"),
}
QUARTERS: tuple[Words, ...] = (
    Words("", ""), Words("上段", "top quarter"), Words("中上段", "second quarter"), Words("中下段", "third quarter"), Words("下段", "last quarter"),
)  # fmt: skip
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TWO = 2
RESTS_ON = (Run, Cycle, Step, SchemeVersion, Organisation, Standing)
"""What the pages of results tell of, beside figures and targets. A form that is handed in leaves it as it is."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Card:
    """An item or dimension as a track reads it. `depth` counts from 0 at the whole; `places`: decimals of its figure."""

    node: str
    title: Words
    code: str
    depth: int
    is_item: bool
    part: str
    part_title: Words
    article: str
    note: str
    rule: Words
    source: Words
    unit: str
    places: int


@dataclass(frozen=True)
class Reading:
    """One person before one cycle."""

    user: User
    day: date
    cycle: Cycle
    scheme: Scheme
    sight: Sight
    run: Run | None
    at: Position | None = None

    def kept(self, what: Hashable, make: Callable[[], Found]) -> Found:
        """Worked out once for everybody until a run, a cycle or a body changes. Give nothing that hangs on who reads."""
        return kept(self.at, (what, self.cycle.pk, self.run.pk if self.run else 0), make)

    def key(self, *what: Hashable) -> tuple[Position, Hashable] | None:
        """For `finished`: pieces of a page that these decide, together with the cycle, the run, the day and what may be seen."""
        if self.at is None:
            return None
        return self.at, (*what, self.cycle.pk, self.run.pk if self.run else 0, self.day, self.sight)

    @property
    def period(self) -> Period:
        """The cycle's period."""
        return Period.parse(self.cycle.period)

    @property
    def run_words(self) -> Words:
        """Which run is shown: 第 3 次预评分."""
        if self.run is None:
            return Words("还没有发布的计分", "no released run")
        said = STATE_WORDS[self.run.state]
        return Words(f"第 {self.run.number} 次计分（{said.zh}）", f"run {self.run.number} ({said.en})")

    @property
    def policy_words(self) -> Words:
        """Who sees the order of this cycle."""
        return POLICY_WORDS[self.sight.policy]


def reading_of(request: UserRequest, number: int) -> Reading:
    """The reader before a cycle. Raises Http404 for a cycle that is none of his."""
    user, day = request.user, clock.today()
    at = position_of(RESTS_ON)
    cycle = next((one for one in cycles_of_reader(request, user) if one.pk == number), None)
    if cycle is None:
        raise Http404
    sight = sight_of(cycle, user, day)
    what = "latest run", cycle.pk, sight.states
    run = kept(at, what, lambda: latest_run(cycle, user, day, sight))
    return Reading(user, day, cycle, parsed(cycle.scheme_version), sight, run, at)


class _Keyed:
    """A scheme as a key of the cache: its digest decides."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def __hash__(self) -> int:
        return hash(self.scheme.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.scheme.digest == self.scheme.digest


def cards_of(scheme: Scheme, group: str, root: str) -> Mapping[str, Card]:
    """The nodes of one tree for one track, in the order of the scheme, by key."""
    return _cards(_Keyed(scheme), group, root)


@lru_cache(maxsize=256)
def _cards(key: _Keyed, group: str, root: str) -> Mapping[str, Card]:
    tree = key.scheme.trees.get(root)
    found: dict[str, Card] = {}
    if tree is None:
        return found
    _walk(key.scheme, tree.root, group, 0, None, found)
    return found


def _walk(
    scheme: Scheme, node: Node, group: str, depth: int, part: Node | None, found: dict[str, Card]
) -> None:
    """Dimensions have letters, their items letters with numbers; items of a flat tree have numbers alone."""
    if depth and not stands_in(node, group):
        return
    part = node if depth == 1 else part
    found[node.key] = _card(scheme, node, group, depth, part, found)
    for child in node.children:
        _walk(scheme, child, group, depth + 1, part, found)


def _card(
    scheme: Scheme, node: Node, group: str, depth: int, part: Node | None, found: Mapping[str, Card]
) -> Card:
    key, title = (part.key, part.title) if part is not None and not part.is_item else ("", Words("", ""))
    facts = facts_for(node, group, scheme) if node.is_item else ()
    fact = scheme.facts.get(facts[0]) if len(facts) == 1 else None
    of = for_group(node.of, group)
    is_plain = fact is not None and (of.key if isinstance(of, Name) else node.key) == fact.key
    first = scheme.facts[facts[0]].supplier if facts else ""
    return Card(
        node.key, node.title, _code(node, key, depth, found), depth, node.is_item, key, title, node.article, node.note,
        rule_words(node, group, scheme) if node.is_item else Words("", ""),
        _source(scheme, first, {scheme.facts[one].supplier for one in facts}), unit_of(node, group, scheme),
        fact.decimals if is_plain and fact is not None and fact.decimals is not None else TWO,
    )  # fmt: skip


def _code(node: Node, part: str, depth: int, found: Mapping[str, Card]) -> str:
    if not node.is_item:
        return (
            LETTERS[sum(1 for one in found.values() if one.depth == 1 and not one.is_item) % 26]
            if depth == 1
            else ""
        )
    number = sum(1 for one in found.values() if one.is_item and one.part == part) + 1
    return f"{found[part].code}{number:02d}" if part in found else f"{number:02d}"


def _source(scheme: Scheme, first: str, suppliers: set[str]) -> Words:
    if not first:
        return Words("", "")
    said = supplier_title(first, scheme)
    return said if len(suppliers) == 1 else Words(f"{said.zh}等", f"{said.in_('en')} and others")


def short_period(text: str) -> str:
    """A period where there is little room: 25Q1, 26-09, 2025."""
    year, _, part = text.partition("-")
    return year if not part else f"{year[2:]}{part}" if part[0] in "QH" else f"{year[2:]}-{part}"


def joined(words: list[Words], zh: str = "、", en: str = ", ") -> Words:
    """Several titles after each other."""
    return Words(zh.join(one.zh for one in words), en.join(one.in_("en") for one in words))
