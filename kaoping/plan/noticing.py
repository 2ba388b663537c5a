"""What can be noticed of a run before any value is looked at: of its period, its organisations, its ballots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kaoping.errors import NOWHERE, Language, Place, Problem, Severity, Words
from kaoping.periods import Period
from kaoping.plan.steps import Plan, ReadFact, ReadPanel, Statistic
from kaoping.scheme.model import Scheme
from kaoping.tables import Tables

MOST_TRACKS = 2
MOST_NAMES = 10
"""Organisations named in one sentence; of more than that, one sentence tells of all."""


def beforehand(scheme: Scheme, plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Everything about the period and the organisations, in a fixed order."""
    yield from out_of_force(scheme, plan.period)
    yield from _many_tracks(plan, tables)
    yield from _counted_twice(scheme, plan, tables)
    yield from _no_track(plan, tables)


def told(code: str, severity: Severity, zh: str, en: str, place: Place = NOWHERE) -> Problem:
    """A finding: it asks for nothing to be mended here."""
    return Problem(code, Words(zh, en), place=place, severity=severity)


def names_of(tables: Tables) -> Mapping[str, str]:
    """What each organisation is called."""
    return {body.key: body.title or body.key for body in tables.organisations}


def track_title(scheme: Scheme, key: str, language: Language) -> str:
    """What a track is called."""
    return scheme.groups[key].title.in_(language) or key


def out_of_force(scheme: Scheme, period: Period) -> Iterator[Problem]:
    """A period that the version was not in force for."""
    first, last = period.first_month, period.first_month + period.length - 1
    start, end = scheme.in_force_from, scheme.in_force_to
    if (start and start.year * 12 + start.month - 1 > last) or (
        end and end.year * 12 + end.month - 1 < first
    ):
        yield told(
            "not-in-force",
            Severity.WARNING,
            f"方案第 {scheme.version} 版不施行于 {period}（{start or '—'} 至 {end or '—'}）。",
            f"version {scheme.version} of the scheme is not in force in {period} ({start or '—'} to {end or '—'}).",
            scheme.place,
        )


def _many_tracks(plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Organisations that race in more than two tracks."""
    tracks = {node.group for node in plan.nodes}
    counts = Counter(key for group in sorted(tracks) for key in plan.members.get(group, ()))
    many = sorted(key for key, count in counts.items() if count > MOST_TRACKS)
    names = names_of(tables) if many else {}
    if len(many) > MOST_NAMES:
        first = [names[key] for key in many[:MOST_NAMES]]
        yield told(
            "many-tracks", Severity.WARNING,
            f"{'、'.join(first)} 等 {len(many)} 个单位各在 {MOST_TRACKS} 条以上的赛道。",
            f"{', '.join(first)} and {len(many) - len(first)} more race in more than {MOST_TRACKS} tracks each.",
        )  # fmt: skip
        return
    for key in many:
        yield told(
            "many-tracks", Severity.WARNING,
            f"{names[key]}同在 {counts[key]} 条赛道。", f"{names[key]} races in {counts[key]} tracks.",
        )  # fmt: skip


def _counted_twice(scheme: Scheme, plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Organisations that stand in several tracks of one population: each track's number of theirs counts."""
    crowds = {
        frozenset(plan.by_id[column].about.group for column in step.of)
        for step in plan.steps
        if isinstance(step, Statistic) and len(step.of) > 1
    }
    names = names_of(tables) if crowds else {}
    for tracks in sorted(crowds, key=sorted):
        counts = Counter(key for track in tracks for key in plan.members.get(track, ()))
        twice = [names[key] for key, count in sorted(counts.items()) if count > 1]
        if twice:
            zh = "、".join(track_title(scheme, one, "zh") for one in sorted(tracks))
            en = ", ".join(track_title(scheme, one, "en") for one in sorted(tracks))
            yield told(
                "counted-twice", Severity.WARNING,
                f"跨赛道（{zh}）的统计中，{'、'.join(twice[:MOST_NAMES])}等 {len(twice)} 个单位按所在赛道各计一次。",
                f"statistics across tracks ({en}) count {', '.join(twice[:MOST_NAMES])} ({len(twice)} in all) once for each track they race in.",
            )  # fmt: skip


def _no_track(plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Organisations that race nowhere, though nothing stands beneath them that would explain why they are listed."""
    racing = {key for keys in plan.members.values() for key in keys}
    above = {one.parent for one in tables.organisations}
    left = sorted(one.key for one in tables.organisations if one.key not in racing and one.key not in above)
    if left:
        names = left[:MOST_NAMES]
        more = len(left) - len(names)
        yield told(
            "no-track", Severity.WARNING,
            f"{'、'.join(names)}{f' 等 {len(left)} 个单位' if more else ''}不在任何赛道，没有计分。",
            f"{', '.join(names)}{f' and {more} more' if more else ''} race in no track and are not scored.",
        )  # fmt: skip


def is_asked(step: ReadFact, plan: Plan) -> bool:
    """Whether a reading nobody has anything for is worth a word: of the period assessed, and filed, not handed on."""
    return step.about.period == plan.period and step.fact.key != "result"


def nobody_has(scheme: Scheme, step: ReadFact) -> Problem:
    """Nobody in the track has what a step reads: most often forgotten as a whole."""
    name, group = step.fact.key + step.suffix, step.about.group
    return told(
        "nothing-filed", Severity.WARNING,
        f"赛道“{track_title(scheme, group, 'zh')}”没有一个单位有“{step.about.title.zh}”（{name}，{step.about.period}）。",
        f"nobody in track “{track_title(scheme, group, 'en')}” has “{step.about.title.in_('en')}” ({name}, {step.about.period}).",
        step.fact.place,
    )  # fmt: skip


def no_such_fact(fact: str, place: Place = NOWHERE) -> Problem:
    """Something was filed that nothing reads."""
    return told(
        "unread-fact", Severity.WARNING,
        f"方案没有数据项“{fact}”，所填未计入。", f"the scheme has no fact “{fact}”; what was filed for it does not count.", place,
    )  # fmt: skip


def unheard(plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Judgements from blocs that a panel gives no weight."""
    for step in plan.steps:
        if not (isinstance(step, ReadPanel) and step.voice.weights):
            continue
        members = frozenset(plan.members.get(step.about.group, ()))
        rows = [
            row for row in tables.filed
            if row.rater and row.fact == step.fact.key and row.organisation in members
            and row.period in (step.about.period, None) and row.rater_group not in step.voice.weights
        ]  # fmt: skip
        for bloc, count in sorted(Counter(row.rater_group for row in rows).items()):
            who = bloc or "—"
            yield told(
                "unheard-bloc", Severity.WARNING,
                f"“{step.fact.title.zh}”有 {count} 条评价来自“{who}”，方案没有给这一类评价人权重，未计入。",
                f"judgements on “{step.fact.title.in_('en')}” from “{who}”, a bloc without a weight: {count}, not counted.",
                next(row.place for row in rows if row.rater_group == bloc),
            )  # fmt: skip
