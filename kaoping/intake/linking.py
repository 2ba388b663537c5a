"""What a paper repeats: the same requirement in another paper, a target that already is an indicator of a scheme.

Only pointed out: nothing is merged and nothing is dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaoping.intake.paper import Paper, Target, Task
from kaoping.intake.units import family_of

SAME = Fraction(3, 5)
INDICATOR = Fraction(11, 20)
_PLAIN = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_SYNONYMS = (
    ("国内生产总值", "生产总值"), ("地区生产总值", "生产总值"), ("GDP", "生产总值"), ("规模以上", "规上"), ("固定资产投资", "固投"),
    ("一般公共预算收入", "一般预算收入"), ("社会消费品零售总额", "社零"), ("研究与试验发展", "研发"), ("R&D", "研发"), ("增长率", "增速"),
    ("增幅", "增速"), ("增长", "增速"), ("人均可支配收入", "人均收入"), ("优良天数比率", "优良天数比例"),
    ("全市", ""), ("全区", ""), ("全县", ""), ("全省", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Repeated:
    """Two tasks of different papers that ask for the same. Papers are places in the list given; likeness is 0 to 1."""

    paper: int
    task: str
    other_paper: int
    other_task: str
    likeness: Fraction


@dataclass(frozen=True)
class AlreadyMeasured:
    """A target whose subject already is an indicator of a running scheme, and whether their units agree."""

    target: str
    indicator: str
    likeness: Fraction
    unit_agrees: bool


def repeated_tasks(papers: Sequence[Paper]) -> tuple[Repeated, ...]:
    """Pairs of tasks in different papers that ask for the same, the likest first."""
    listed = [
        (number, task, _pairs(task.title), _pairs(_body(paper, task)))
        for number, paper in enumerate(papers)
        for task in paper.tasks
    ]
    holders: dict[str, list[int]] = defaultdict(list)
    found: list[Repeated] = []
    for place, (number, task, title, body) in enumerate(listed):
        shared: dict[int, int] = defaultdict(int)
        for pair in title:
            for earlier in holders[pair]:
                shared[earlier] += 1
            holders[pair].append(place)
        for earlier, count in shared.items():
            other_number, other_task, other_title, other_body = listed[earlier]
            if other_number == number or count < 2:
                continue
            likeness = max(_likeness(title, other_title), _likeness(body, other_body))
            if likeness >= SAME:
                found.append(Repeated(other_number, other_task.id, number, task.id, likeness))
    return tuple(
        sorted(
            found, key=lambda pair: (-pair.likeness, pair.paper, pair.task, pair.other_paper, pair.other_task)
        )
    )


def already_measured(
    targets: Iterable[Target], indicators: Sequence[tuple[str, str, str]]
) -> tuple[AlreadyMeasured, ...]:
    """For each target the likest indicator among (key, title, unit), where one is like enough."""
    known = [(key, _pairs(_common(title)), unit) for key, title, unit in indicators]
    found = []
    for target in targets:
        own = _pairs(_common(target.subject + target.measure))
        bare = _pairs(_common(target.subject))
        best = max(
            ((max(_likeness(own, pairs), _likeness(bare, pairs)), key, unit) for key, pairs, unit in known),
            default=(Fraction(0), "", ""),
            key=lambda candidate: candidate[0],
        )
        if best[0] >= INDICATOR:
            found.append(AlreadyMeasured(target.id, best[1], best[0], _same_unit(target.unit, best[2])))
    return tuple(found)


def _body(paper: Paper, task: Task) -> str:
    return paper.quote(task.span)[:120]


def _common(words: str) -> str:
    for long, short in _SYNONYMS:
        words = words.replace(long, short)
    return words


def _pairs(words: str) -> frozenset[str]:
    plain = _PLAIN.sub("", words)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset({plain})


def _likeness(one: frozenset[str], other: frozenset[str]) -> Fraction:
    """Twice the shared character pairs over all of them (Dice)."""
    total = len(one) + len(other)
    return Fraction(2 * len(one & other), total) if total else Fraction(0)


def _same_unit(one: str, other: str) -> bool:
    """Whether two units count the same thing; 万元 and 亿元 do."""
    plain = (one.lstrip("十百千万亿"), other.lstrip("十百千万亿"))
    return plain[0] == plain[1] or (
        bool(plain[0] and plain[1]) and family_of(plain[0]) == family_of(plain[1]) == "money"
    )
