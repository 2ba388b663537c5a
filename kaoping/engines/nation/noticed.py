"""What a run of a nation noticed, as counts that stay in the record of each part, and the sentences made of them: those of
`kaoping.findings`, but never one for each organisation. A run that goes on tells of the parts done before it too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from kaoping.engines.columnar.parts import MISSING, Part
from kaoping.engines.nation.answers import Answers, Numbers
from kaoping.engines.nation.checking import MOST_NAMED, disagreeing, named
from kaoping.engines.nation.filings import ArrayFilings, looked_at
from kaoping.engines.nation.keeping import Record
from kaoping.errors import Problem, Severity
from kaoping.periods import Period
from kaoping.plan.noticing import is_asked, no_such_fact, nobody_has, told, track_title
from kaoping.plan.steps import ColumnId, NodeColumns, Plan, Rank, ReadFact, Round
from kaoping.scheme.model import Runs, Scheme


@dataclass
class Noticed:
    """Of one part. `nobody`: readings nobody in the track has anything for; `ties`: track, period and how many share a
    total but not its place; `disagree`: fact, period, how many organisations, and the first of them; `unread`: facts
    that were filed and that the scheme does not know."""

    nobody: list[ColumnId] = field(default_factory=list)
    ties: list[tuple[str, str, int]] = field(default_factory=list)
    disagree: list[tuple[str, str, int, list[str]]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def record(self) -> Record:
        """As it is kept."""
        return {
            "nobody": self.nobody,
            "ties": [list(one) for one in self.ties],
            "disagree": [list(one) for one in self.disagree],
            "unread": self.unread,
        }


# noticing --------------------------------------------------------------------------------------------


def is_empty(plan: Plan, step: ReadFact, part: Part) -> bool:
    """Whether nobody has anything for a reading of the period assessed."""
    return is_asked(step, plan) and bool((part.statuses() == MISSING).all())


def parted(plan: Plan) -> Iterator[NodeColumns]:
    """The wholes whose places look at more digits than are shown."""
    for node in plan.nodes:
        rank, total = plan.by_id.get(node.rank or ""), plan.by_id.get(node.points)
        if node.node != plan.root or not isinstance(rank, Rank) or not isinstance(total, Round):
            continue
        if rank.keys[0].column != node.points:
            yield node


def near_ties(answers: Answers) -> Iterator[tuple[str, str, int]]:
    """Track and period of a whole, and how many organisations share a total but not its place."""
    for node in parted(answers.plan):
        if node.node in answers.nodes and node.rank is not None:
            count = _sharing(answers.numbers[node.points], answers.numbers[node.rank])
            if count:
                yield node.group, str(node.period), count


def _sharing(totals: Numbers, places: Numbers) -> int:
    there = totals.there & places.there
    total, place = totals.whole[there], places.whole[there]
    if not total.size:
        return 0
    order = np.lexsort((place, total))
    total, place = total[order], place[order]
    starts = np.flatnonzero(np.concatenate([[True], total[1:] != total[:-1]]))
    ends = np.append(starts[1:], total.size)
    return int((ends - starts)[place[ends - 1] != place[starts]].sum())


def disagreements(
    scheme: Scheme, plan: Plan, filings: ArrayFilings
) -> Iterator[tuple[str, str, int, list[str]]]:
    """Figures that the plan reads and that several sources tell differently, of the plan's own organisations."""
    own = {key for keys in plan.members.values() for key in keys}
    read = looked_at(plan)
    for (name, period), voices in sorted(filings.held.items(), key=str):
        fact = scheme.facts.get(name.partition(".")[0])
        if len(voices) < 2 or fact is None or (name, period) not in read:
            continue
        differ, _ = disagreeing(fact, voices)
        rows = np.flatnonzero(differ).tolist()
        keys = sorted(key for row in rows if (key := filings.keys[row]) in own)
        if keys:
            yield name, str(period or ""), len(keys), keys[:MOST_NAMED]


# telling ---------------------------------------------------------------------------------------------


def sentences(scheme: Scheme, parts: Iterable[tuple[Plan, Record]]) -> tuple[Problem, ...]:
    """What was noticed of parts, period by period, in a fixed order and each once."""
    by_period: dict[Period, list[tuple[Plan, Record]]] = {}
    for plan, record in parts:
        by_period.setdefault(plan.period, []).append((plan, record))
    found = [one for period, mine in by_period.items() for one in _of_period(scheme, period, mine)]
    return tuple(dict.fromkeys(found))


def _of_period(scheme: Scheme, period: Period, parts: Sequence[tuple[Plan, Record]]) -> Iterator[Problem]:
    for name in sorted({name for _, record in parts for name in record.get("unread", ())}):
        yield no_such_fact(name)
    yield from _nothing_filed(scheme, period, parts)
    for _, record in parts:
        for name, when, count, first in record.get("disagree", ()):
            yield _disagreement(scheme, name, when, count, first)
    for _, record in parts:
        for track, when, count in record.get("ties", ()):
            yield _near_tie(scheme, track, when, count)


def _nothing_filed(scheme: Scheme, period: Period, parts: Sequence[tuple[Plan, Record]]) -> Iterator[Problem]:
    nobody = {column for _, record in parts for column in record.get("nobody", ())}
    asked = [
        (plan, step) for plan, _ in parts for step in plan.steps
        if isinstance(step, ReadFact) and is_asked(step, plan) and plan.members[step.about.group]
    ]  # fmt: skip
    figures = [step for _, step in asked if not step.suffix and step.fact.runs is not Runs.ONCE]
    if figures and all(step.id in nobody for step in figures):
        yield _no_values(period, figures)
        return
    for plan, step in asked:
        if step.id in nobody and len(plan.members[step.about.group]) > 1:
            yield nobody_has(scheme, step)


def _no_values(period: Period, steps: Sequence[ReadFact]) -> Problem:
    names = list(dict.fromkeys(step.fact.key for step in steps))
    return told(
        "no-values", Severity.WARNING,
        f"{period}：没有一个文件有这一期的任何数值；方案要读的 {len(names)} 个数据项（{named(names, 'zh', '个')}）全都缺报，得分都是按缺报算的。",
        f"{period}: no file holds any value of this period; all {len(names)} facts that the scheme reads "
        f"({named(names, 'en')}) are missing for everybody, and every score is what is given for that.",
    )  # fmt: skip


def _disagreement(scheme: Scheme, name: str, period: str, count: int, first: Sequence[str]) -> Problem:
    fact = scheme.facts[name.partition(".")[0]]
    more = count - len(first)
    zh = "、".join(first) + (f" 等 {count} 个单位" if more else "")
    en = ", ".join(first) + (f" and {more} more" if more else "")
    when = f"{name}，{period}" if period else name
    return told(
        "sources-disagree", Severity.WARNING,
        f"{zh}的“{fact.title.zh}”（{when}）来源不一：采用方案先信的来源。",
        f"sources disagree on “{fact.title.in_('en')}” ({when.replace('，', ', ')}) for {en}: the source believed first counts.",
        fact.place,
    )  # fmt: skip


def _near_tie(scheme: Scheme, track: str, period: str, count: int) -> Problem:
    return told(
        "near-tie", Severity.NOTE,
        f"赛道“{track_title(scheme, track, 'zh')}”（{period}）有 {count:,} 个单位与别的单位总分显示相同而位次不同：由未显示的位数或其后的排序依据分出先后。",
        f"track “{track_title(scheme, track, 'en')}” ({period}): {count:,} organisations show a total that others show too, and have "
        "another place: digits not shown, or what is looked at after the total, part them.",
    )  # fmt: skip
