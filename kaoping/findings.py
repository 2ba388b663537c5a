"""What a run noticed and a person should look at: warnings and notes, never a changed score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from kaoping.engines.base import Columns
from kaoping.errors import NOWHERE, Language, Place, Problem, Severity, Words
from kaoping.exact import canonical_text, decimal_text
from kaoping.periods import Period
from kaoping.plan.steps import NodeColumns, Plan, Rank, ReadFact, ReadPanel, Round, Statistic
from kaoping.scheme.labels import choice_word
from kaoping.scheme.model import Fact, Scheme
from kaoping.tables import Absence, Filed, Tables

Cells = Mapping[str, object]
MOST_TRACKS = 2
MOST_NAMES = 10


def findings(scheme: Scheme, plan: Plan, columns: Columns, tables: Tables) -> tuple[Problem, ...]:
    """Everything noticed, in a fixed order."""
    found = [
        *_out_of_force(scheme, plan.period),
        *_many_tracks(plan, tables),
        *_counted_twice(scheme, plan, tables),
        *_no_track(plan, tables),
        *_unknown(scheme, tables),
        *_nothing_filed(scheme, plan, columns),
        *_disagreements(scheme, plan, columns, tables),
        *_unheard(plan, tables),
        *_near_ties(plan, columns, tables),
    ]
    return tuple(dict.fromkeys(found))


def _told(code: str, severity: Severity, zh: str, en: str, place: Place = NOWHERE) -> Problem:
    return Problem(code, Words(zh, en), place=place, severity=severity)


def _out_of_force(scheme: Scheme, period: Period) -> Iterator[Problem]:
    """A period that the version was not in force for."""
    first, last = period.first_month, period.first_month + period.length - 1
    start, end = scheme.in_force_from, scheme.in_force_to
    if (start and start.year * 12 + start.month - 1 > last) or (
        end and end.year * 12 + end.month - 1 < first
    ):
        yield _told(
            "not-in-force",
            Severity.WARNING,
            f"方案第 {scheme.version} 版不施行于 {period}（{start or '—'} 至 {end or '—'}）。",
            f"version {scheme.version} of the scheme is not in force in {period} ({start or '—'} to {end or '—'}).",
            scheme.place,
        )


def _names(tables: Tables) -> Mapping[str, str]:
    """What each organisation is called."""
    return {body.key: body.title or body.key for body in tables.organisations}


def _many_tracks(plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Organisations that race in more than two tracks."""
    tracks = {node.group for node in plan.nodes}
    counts = Counter(key for group in sorted(tracks) for key in plan.members.get(group, ()))
    names = _names(tables)
    for key, count in sorted(counts.items()):
        if count > MOST_TRACKS:
            yield _told(
                "many-tracks", Severity.WARNING,
                f"{names[key]}同在 {count} 条赛道。", f"{names[key]} races in {count} tracks.",
            )  # fmt: skip


def _counted_twice(scheme: Scheme, plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Organisations that stand in several tracks of one population: each track's number of theirs counts."""
    crowds = {
        frozenset(plan.by_id[column].about.group for column in step.of)
        for step in plan.steps
        if isinstance(step, Statistic) and len(step.of) > 1
    }
    names = _names(tables)
    for tracks in sorted(crowds, key=sorted):
        counts = Counter(key for track in tracks for key in plan.members.get(track, ()))
        twice = [names[key] for key, count in sorted(counts.items()) if count > 1]
        if twice:
            zh = "、".join(_track(scheme, one, "zh") for one in sorted(tracks))
            en = ", ".join(_track(scheme, one, "en") for one in sorted(tracks))
            yield _told(
                "counted-twice", Severity.WARNING,
                f"跨赛道（{zh}）的统计中，{'、'.join(twice[:MOST_NAMES])}等 {len(twice)} 个单位按所在赛道各计一次。",
                f"statistics across tracks ({en}) count {', '.join(twice[:MOST_NAMES])} ({len(twice)} in all) once for each track they race in.",
            )  # fmt: skip


def _unheard(plan: Plan, tables: Tables) -> Iterator[Problem]:
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
            yield _told(
                "unheard-bloc", Severity.WARNING,
                f"“{step.fact.title.zh}”有 {count} 条评价来自“{who}”，方案没有给这一类评价人权重，未计入。",
                f"judgements on “{step.fact.title.in_('en')}” from “{who}”, a bloc without a weight: {count}, not counted.",
                next(row.place for row in rows if row.rater_group == bloc),
            )  # fmt: skip


def _no_track(plan: Plan, tables: Tables) -> Iterator[Problem]:
    """Organisations that race nowhere, though nothing stands beneath them that would explain why they are listed."""
    racing = {key for keys in plan.members.values() for key in keys}
    above = {one.parent for one in tables.organisations}
    left = sorted(one.key for one in tables.organisations if one.key not in racing and one.key not in above)
    if left:
        names = left[:MOST_NAMES]
        more = len(left) - len(names)
        yield _told(
            "no-track", Severity.WARNING,
            f"{'、'.join(names)}{f' 等 {len(left)} 个单位' if more else ''}不在任何赛道，没有计分。",
            f"{', '.join(names)}{f' and {more} more' if more else ''} race in no track and are not scored.",
        )  # fmt: skip


def _unknown(scheme: Scheme, tables: Tables) -> Iterator[Problem]:
    """Rows that nothing reads: facts the scheme does not know."""
    known = {*scheme.facts, *scheme.values, *scheme.constants, "result"}
    strays = {
        row.fact: row.place for row in reversed(tables.filed) if row.fact.partition(".")[0] not in known
    }
    for fact, place in sorted(strays.items()):
        yield _told(
            "unread-fact", Severity.WARNING,
            f"方案没有数据项“{fact}”，所填未计入。", f"the scheme has no fact “{fact}”; what was filed for it does not count.", place,
        )  # fmt: skip


def _nothing_filed(scheme: Scheme, plan: Plan, columns: Columns) -> Iterator[Problem]:
    """Facts and targets that the scheme reads and nobody in the track has: most often forgotten as a whole."""
    for step in plan.steps:
        if not isinstance(step, ReadFact) or step.about.period != plan.period or step.fact.key == "result":
            continue
        cells = columns.cells[step.id].values()
        if len(cells) > 1 and all(cell is Absence.MISSING for cell in cells):
            name = step.fact.key + step.suffix
            yield _told(
                "nothing-filed", Severity.WARNING,
                f"赛道“{_track(scheme, step.about.group, 'zh')}”没有一个单位有“{step.about.title.zh}”（{name}，{step.about.period}）。",
                f"nobody in track “{_track(scheme, step.about.group, 'en')}” has “{step.about.title.in_('en')}” ({name}, {step.about.period}).",
                step.fact.place,
            )  # fmt: skip


def _track(scheme: Scheme, key: str, language: Language) -> str:
    return scheme.groups[key].title.in_(language) or key


def _disagreements(scheme: Scheme, plan: Plan, columns: Columns, tables: Tables) -> Iterator[Problem]:
    """Facts for which two sources of the latest vintage say different things, where the scheme read one of them."""
    read = {step.fact.key + step.suffix: step.fact for step in plan.steps if isinstance(step, ReadFact)}
    names = _names(tables)
    rows: dict[tuple[str, str, Period | None], dict[str, Filed]] = {}
    for row in tables.filed:
        if row.fact in read and not row.rater:
            by_source = rows.setdefault((row.organisation, row.fact, row.period), {})
            held = by_source.get(row.source)
            if held is None or row.vintage > held.vintage:
                by_source[row.source] = row
    for (key, name, period), by_source in sorted(
        rows.items(), key=lambda one: (one[0][0], one[0][1], str(one[0][2]))
    ):
        if len({row.value for row in by_source.values()}) > 1:
            yield _disagreement(scheme, names[key], read[name], period, by_source)


def _disagreement(
    scheme: Scheme, who: str, fact: Fact, period: Period | None, rows: Mapping[str, Filed]
) -> Problem:
    ordered = sorted(
        rows.items(), key=lambda one: (fact.sources.index(one[0]) if one[0] in fact.sources else 99, one[0])
    )
    zh, en = (
        "；".join(_said(scheme, one, "zh") for one in ordered),
        "; ".join(_said(scheme, one, "en") for one in ordered),
    )
    return _told(
        "sources-disagree", Severity.WARNING,
        f"{who}的“{fact.title.zh}”（{period}）来源不一：{zh}。采用前者。",
        f"{who}: sources disagree on “{fact.title.in_('en')}” ({period}): {en}. The first counts.",
        ordered[0][1].place,
    )  # fmt: skip


def _said(scheme: Scheme, one: tuple[str, Filed], language: Language) -> str:
    """A source and what it says: 区统计局 31.97."""
    source, row = one
    title = scheme.suppliers[source].in_(language) if source in scheme.suppliers else source or "—"
    value = row.value
    if isinstance(value, Fraction):
        return f"{title} {canonical_text(value)}"
    return f"{title} {choice_word(value.value).in_(language) if isinstance(value, Absence) else value}"


def _near_ties(plan: Plan, columns: Columns, tables: Tables) -> Iterator[Problem]:
    """Units that the places part though their totals are the same at the digits shown."""
    by_id = plan.by_id
    for node in plan.nodes:
        rank = by_id.get(node.rank or "")
        if node.node != plan.root or not isinstance(rank, Rank):
            continue
        rounded = by_id[node.points]
        first = rank.keys[0].column
        if isinstance(rounded, Round) and first != node.points:
            yield from _apart(node, columns, first, rounded.places, _names(tables))


def _apart(
    node: NodeColumns, columns: Columns, exact: str, places: int, titles: Mapping[str, str]
) -> Iterator[Problem]:
    shown: dict[str, list[str]] = {}
    for key, cell in sorted(columns.cells[exact].items()):
        if isinstance(cell, Fraction):
            shown.setdefault(decimal_text(cell, places), []).append(key)
    for total, keys in shown.items():
        if len({columns.cells[exact][key] for key in keys}) > 1:
            names = [titles[key] for key in keys]
            yield _told(
                "near-tie", Severity.NOTE,
                f"{'、'.join(names)}的总分显示同为 {total}，位次按未取位的得分分出先后。",
                f"{', '.join(names)} all show {total}; their places are parted by digits not shown.",
            )  # fmt: skip
