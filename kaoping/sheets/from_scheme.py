"""What a scheme lets tables speak of: `Scheme` → `Expected`, the headers of its constants, and what else it forbids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from kaoping.errors import Problem, Words
from kaoping.periods import Period
from kaoping.scheme.formulas import Name, ValueType
from kaoping.scheme.model import Event, Fact, Runs, Scheme, Value, Veto
from kaoping.sheets.cells import Kind
from kaoping.sheets.expected import Expected, ExpectedEvent, ExpectedFact
from kaoping.sheets.findings import nearest
from kaoping.sheets.words import ROLE_OF, normal
from kaoping.tables import Filed, Organisation, Tables

KINDS: Mapping[ValueType, Kind] = {
    ValueType.NUMBER: "number",
    ValueType.TRUTH: "truth",
    ValueType.TEXT: "text",
    ValueType.DATE: "date",
}
RESULT = "result"
"""Under this key the results of an earlier year are filed: result.total, result.rank, result.percentile."""
_RESULT_TITLES = frozenset({"上年结果", "result of the year before"})
_RESULT_SUFFIXES = frozenset({"total", "rank", "percentile"})


def expected_of(
    scheme: Scheme, period: Period | None = None, organisations: Iterable[Organisation] = ()
) -> Expected:
    """Every fact, target, event and veto of the scheme, by key and by title in both languages."""
    suffixes = _suffixes(scheme)
    found = [_fact(fact, suffixes.get(fact.key, set())) for fact in scheme.facts.values()]
    taken = {normal(name) for fact in found for name in (fact.key, *fact.titles)}
    found += [
        _value(value, suffixes.get(value.key, set()), taken)
        for value in scheme.values.values()
        if value.key not in scheme.facts
    ]
    if RESULT not in scheme.facts and RESULT not in scheme.values:
        found.append(
            ExpectedFact(RESULT, _RESULT_TITLES, suffixes=_RESULT_SUFFIXES | suffixes.get(RESULT, set()))
        )
    events = [*map(_event, scheme.events.values()), *map(_event, scheme.vetoes.values())]
    constants = frozenset(one.key for one in scheme.constants.values() if one.per_organisation)
    return Expected(tuple(found), tuple(events), tuple(organisations), period, constants)


def constant_columns(scheme: Scheme) -> dict[str, str]:
    """Header → `attribute:key` for the constants each organisation has, by key and by title (see `read_tables`).

    A title that means something else in a header (a fact, a role such as “类别”) is left to that meaning.
    """
    spoken_for = {normal(name) for fact in scheme.facts.values() for name in _names(fact.title, fact.key)}
    columns: dict[str, str] = {}
    for constant in scheme.constants.values():
        for name in (constant.key, *_titles(constant.title)) if constant.per_organisation else ():
            free = normal(name) not in spoken_for and (name == constant.key or normal(name) not in ROLE_OF)
            if name and free:
                columns.setdefault(name, f"attribute:{constant.key}")
    return columns


def objections(scheme: Scheme, tables: Tables) -> tuple[Problem, ...]:
    """What the scheme forbids and a table's reader does not know: other words than a fact's choices, filed values of
    what is derived."""
    return tuple(problem for filed in tables.filed for problem in _objections(scheme, filed))


def _objections(scheme: Scheme, filed: Filed) -> Iterator[Problem]:
    fact = scheme.facts.get(filed.fact)
    if fact is None and filed.fact in scheme.values:
        yield Problem(
            "sheets-derived",
            Words(f"“{filed.fact}”由方案算出，不能填报。", f"“{filed.fact}” is derived by the scheme and cannot be filed."),
            Words(f"填它的目标请写 {filed.fact}.target；否则删去这一格。",
                  f"for its target write {filed.fact}.target; otherwise clear the cell."),
            filed.place,
        )  # fmt: skip
    elif fact and fact.choices and isinstance(filed.value, str) and filed.value not in fact.choices:
        zh, en = nearest(filed.value, fact.choices)
        choices = "、".join(fact.choices)
        yield Problem(
            "sheets-not-a-choice",
            Words(f"“{filed.value}”不是“{filed.fact}”的选项。", f"“{filed.value}” is no choice of “{filed.fact}”."),
            Words(f"{zh}可选：{choices}。", f"{en} The choices are: {', '.join(fact.choices)}.".strip()),
            filed.place,
        )  # fmt: skip


def _fact(fact: Fact, suffixes: set[str]) -> ExpectedFact:
    return ExpectedFact(
        fact.key,
        _titles(fact.title),
        KINDS.get(fact.type, "text"),
        fact.unit,
        fact.runs is not Runs.ONCE,
        fact.every,
        fact.low,
        fact.high,
        fact.decimals,
        frozenset({"target", *suffixes}),
    )


def _value(value: Value, suffixes: set[str], taken: set[str]) -> ExpectedFact:
    """A derived quantity: only its target is filed. A title that a fact bears already stays the fact's."""
    titles = frozenset(name for name in _titles(value.title) if normal(name) not in taken)
    return ExpectedFact(value.key, titles, unit=value.unit, suffixes=frozenset({"target", *suffixes}))


def _event(event: Event | Veto) -> ExpectedEvent:
    levels = event.levels if isinstance(event, Event) else {}
    return ExpectedEvent(event.key, _titles(event.title), {level: frozenset() for level in levels})


def _names(title: Words, key: str) -> Sequence[str]:
    return (key, *_titles(title))


def _titles(title: Words) -> frozenset[str]:
    return frozenset({title.zh, title.en} - {""})


def _suffixes(scheme: Scheme) -> dict[str, set[str]]:
    """Every `fact.suffix` that a formula of the scheme speaks of, by fact."""
    found: dict[str, set[str]] = {}
    for name in _formula_names(scheme):
        stem, dot, suffix = name.partition(".")
        if dot:
            found.setdefault(stem, set()).add(suffix)
    return found


def _formula_names(thing: object) -> Iterator[str]:
    """The names in every formula within a scheme or a part of it."""
    if isinstance(thing, Name):
        yield thing.key
    elif isinstance(thing, Mapping):
        for part in thing.values():
            yield from _formula_names(part)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _formula_names(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _formula_names(getattr(thing, field.name))
