"""What a run noticed and a person should look at: warnings and notes, never a changed score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from kaoping.engines.base import Columns
from kaoping.errors import Language, Problem, Severity
from kaoping.exact import canonical_text, decimal_text
from kaoping.periods import Period
from kaoping.plan.noticing import beforehand, is_asked, names_of, no_such_fact, nobody_has, told, unheard
from kaoping.plan.steps import NodeColumns, Plan, Rank, ReadFact, Round
from kaoping.scheme.labels import choice_word
from kaoping.scheme.model import Fact, Scheme
from kaoping.tables import Absence, Filed, Tables

Cells = Mapping[str, object]


def findings(scheme: Scheme, plan: Plan, columns: Columns, tables: Tables) -> tuple[Problem, ...]:
    """Everything noticed, in a fixed order."""
    found = [
        *beforehand(scheme, plan, tables),
        *_unknown(scheme, tables),
        *_nothing_filed(scheme, plan, columns),
        *_disagreements(scheme, plan, columns, tables),
        *unheard(plan, tables),
        *_near_ties(plan, columns, tables),
    ]
    return tuple(dict.fromkeys(found))


def _unknown(scheme: Scheme, tables: Tables) -> Iterator[Problem]:
    """Rows that nothing reads: facts the scheme does not know."""
    known = {*scheme.facts, *scheme.values, *scheme.constants, "result"}
    strays = {
        row.fact: row.place for row in reversed(tables.filed) if row.fact.partition(".")[0] not in known
    }
    for fact, place in sorted(strays.items()):
        yield no_such_fact(fact, place)


def _nothing_filed(scheme: Scheme, plan: Plan, columns: Columns) -> Iterator[Problem]:
    """Facts and targets that the scheme reads and nobody in the track has."""
    for step in plan.steps:
        if not isinstance(step, ReadFact) or not is_asked(step, plan):
            continue
        cells = columns.cells[step.id].values()
        if len(cells) > 1 and all(cell is Absence.MISSING for cell in cells):
            yield nobody_has(scheme, step)


def _disagreements(scheme: Scheme, plan: Plan, columns: Columns, tables: Tables) -> Iterator[Problem]:
    """Facts for which two sources of the latest vintage say different things, where the scheme read one of them."""
    read = {step.fact.key + step.suffix: step.fact for step in plan.steps if isinstance(step, ReadFact)}
    names = names_of(tables)
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
    return told(
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
            yield from _apart(node, columns, first, rounded.places, names_of(tables))


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
            yield told(
                "near-tie", Severity.NOTE,
                f"{'、'.join(names)}的总分显示同为 {total}，位次按未取位的得分分出先后。",
                f"{', '.join(names)} all show {total}; their places are parted by digits not shown.",
            )  # fmt: skip
