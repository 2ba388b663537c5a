"""Which tracks must be scored together, and what scoring them takes in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kaoping.engines.base import READINGS
from kaoping.errors import KaopingError, Problem, Words
from kaoping.periods import Period
from kaoping.plan.steps import ColumnId, Formula, Plan, Rank, ReadFact, Round, Statistic, Step

CELL = 17
"""Bytes of a cell while it is read: a status, and a float with its bound."""
FILED, ANSWER = 6, 15
"""Bytes of a filed value, and of an answer kept until it is written."""
SCRATCH = 24 * 8
"""Bytes for each organisation that one step needs on the way."""
WRITING = 25_000 * 80
"""Bytes of one node's columns while a stretch of rows is written."""
BODY = 900
"""Bytes of an organisation of the nation: key, title, attributes, its places in tables."""
BASE = 300 * 2**20
"""What Python and its libraries take before anything is read."""
UNITS = {
    "": 1,
    "B": 1,
    "K": 2**10,
    "KB": 2**10,
    "M": 2**20,
    "MB": 2**20,
    "G": 2**30,
    "GB": 2**30,
    "T": 2**40,
    "TB": 2**40,
}


@dataclass(frozen=True)
class Together:
    """Tracks that read each other's columns, with their part of the plan. `base`, `filed`, `scoring`: bytes that all
    organisations take, that these ones' values take once read, and what scoring them takes at most on top."""

    tracks: tuple[str, ...]
    plan: Plan
    base: int
    filed: int
    scoring: int

    @property
    def bytes(self) -> int:
        """What reading and scoring them takes at most."""
        return self.base + self.filed + self.scoring

    @property
    def size(self) -> int:
        """How many organisations stand in them, one in two tracks twice."""
        return sum(len(self.plan.members[track]) for track in self.tracks)


def bytes_of(text: str) -> int:
    """4GB, 512MB, 2000000 as bytes. Raises ValueError."""
    digits = text.strip().upper().rstrip("BKMGT")
    unit = text.strip().upper()[len(digits) :]
    if unit not in UNITS or not digits.strip().isdigit():
        raise ValueError(text)
    return int(digits) * UNITS[unit]


def shown_bytes(number: int) -> str:
    """Bytes as a person reads them."""
    return f"{number / 2**30:.1f} GB" if number >= 2**30 else f"{-(-number // 2**20)} MB"


def apart(plan: Plan, total: int) -> tuple[Together, ...]:
    """The plan in parts that share no column. `total`: how many organisations there are in all."""
    found = []
    for tracks in _joined(plan):
        own = _part(plan, frozenset(tracks))
        found.append(Together(tracks, own, BASE + total * BODY, _values(own), _workings(own)))
    return tuple(found)


def batches(parts: Sequence[Together], memory: int | None) -> list[list[Together]]:
    """Parts whose values are read in one go: as many as fit, so that files are read as seldom as may be."""
    found: list[list[Together]] = []
    for one in parts:
        batch = [*found[-1], one] if found else [one]
        most = one.base + sum(each.filed for each in batch) + max(each.scoring for each in batch)
        if found and (memory is None or most <= memory):
            found[-1] = batch
        else:
            found.append([one])
    return found


def _joined(plan: Plan) -> list[tuple[str, ...]]:
    """Tracks of steps that read one another, in the order of the plan; tracks without organisations left out."""
    group_of = {step.id: step.about.group for step in plan.steps}
    first: dict[str, str] = {group: group for group in plan.members if plan.members[group]}

    def top(group: str) -> str:
        while first[group] != group:
            group = first[group]
        return group

    for step in plan.steps:
        for column in step.inputs:
            one, other = step.about.group, group_of[column]
            if one in first and other in first and top(one) != top(other):
                first[top(other)] = top(one)
    found: dict[str, list[str]] = {}
    scored = {node.group for node in plan.nodes}
    for group in first:
        found.setdefault(top(group), []).append(group)
    return [tuple(groups) for groups in found.values() if scored.intersection(groups)]


def _part(plan: Plan, tracks: frozenset[str]) -> Plan:
    steps = tuple(step for step in plan.steps if step.about.group in tracks)
    group_of = {step.id: step.about.group for step in plan.steps}
    return replace(
        plan, steps=steps, nodes=tuple(node for node in plan.nodes if node.group in tracks),
        members={group: keys for group, keys in plan.members.items() if group in tracks},
        unranked=frozenset(one for one in plan.unranked if one[0] in tracks),
        awards={key: mine for key, columns in plan.awards.items() if (mine := tuple(c for c in columns if group_of[c] in tracks))},
        guards=tuple(guard for guard in plan.guards if group_of[guard.column] in tracks),
    )  # fmt: skip


def last_reads(plan: Plan) -> Mapping[ColumnId, int]:
    """The number of the last step that reads each column; columns nobody reads are last read where they are made.

    What a number that is rounded was made of stays until it is: a doubt is then settled by one operation, where it would else
    take everything that was filed.
    """
    found: dict[ColumnId, int] = {}
    for number, step in enumerate(plan.steps):
        found[step.id] = number
        made_of = plan.by_id[step.column].inputs if isinstance(step, Round) else ()
        for column in (*step.inputs, *made_of):
            if column in step.inputs or not isinstance(plan.by_id[column], READINGS):
                found[column] = number
    return found


def by_number(last: Mapping[ColumnId, int]) -> Mapping[int, Sequence[ColumnId]]:
    """The columns of each number."""
    found: dict[int, list[ColumnId]] = {}
    for column, number in last.items():
        found.setdefault(number, []).append(column)
    return found


def _values(plan: Plan) -> int:
    """Bytes of the filed values."""
    own = len({key for keys in plan.members.values() for key in keys})
    return (
        own * FILED * len({one for step in plan.steps if isinstance(step, ReadFact) for one in _filed(step)})
    )


def _workings(plan: Plan) -> int:
    """Bytes of columns alive at once, of answers, and of what a step needs on the way."""
    sizes = {group: len(keys) for group, keys in plan.members.items()}
    answers = sum(sizes[node.group] * ANSWER for node in plan.nodes)
    writing = WRITING * len({node.node for node in plan.nodes})
    return _alive(plan, sizes) * CELL + answers + writing + max(sizes.values(), default=0) * SCRATCH


def _filed(step: ReadFact) -> Iterable[tuple[str, Period]]:
    """The figures a reading most likely finds: its own period, or the shorter ones it is joined from."""
    period, every = step.about.period, step.fact.every
    assert period is not None
    shorter = every is not None and every.months < period.length
    return [
        (step.fact.key + step.suffix, one)
        for one in (period.parts(every) if shorter and every else (period,))
    ]


def _alive(plan: Plan, sizes: Mapping[str, int]) -> int:
    """The most cells that are held at once; places and statistics that are read stay."""
    last = last_reads(plan)
    stays = {s.id for n, s in enumerate(plan.steps) if isinstance(s, (Rank, Statistic)) and last[s.id] > n}
    ending = by_number({column: number for column, number in last.items() if column not in stays})
    size_of = {step.id: 0 if _is_one(step) else sizes.get(step.about.group, 0) for step in plan.steps}
    alive = most = 0
    for number, step in enumerate(plan.steps):
        alive += size_of[step.id]
        most = max(most, alive)
        alive -= sum(size_of[column] for column in ending.get(number, ()))
    return most


def _is_one(step: Step) -> bool:
    """Whether a column holds the same for everybody."""
    if isinstance(step, Statistic):
        return all(who.self_ and who.partition is None for who in step.counted)
    return isinstance(step, Formula) and not step.names


def refuse_too_large(parts: Iterable[Together], memory: int | None) -> None:
    """Raises KaopingError naming every part that cannot be held."""
    large: Sequence[Together] = [one for one in parts if memory is not None and one.bytes > memory]
    if large:
        assert memory is not None
        raise KaopingError([_too_large(one, memory) for one in large])


def _too_large(one: Together, memory: int) -> Problem:
    names, needs, has = "、".join(one.tracks), shown_bytes(one.bytes), shown_bytes(memory)
    return Problem(
        "too-large",
        Words(f"赛道 {names} 要一起计分（{one.size:,} 个单位），约需内存 {needs}，--memory 只给 {has}。",
              f"the tracks {', '.join(one.tracks)} are scored together ({one.size:,} organisations): that takes about {needs}, "
              f"and --memory allows {has}."),
        Words("多给内存，或把赛道分小，或用 --nodes total 少留结果。",
              "allow more, make the tracks smaller, or keep fewer answers with --nodes total."),
    )  # fmt: skip
