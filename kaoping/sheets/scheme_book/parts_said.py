"""The parts of a scheme beside its tree, each as its entry in a scheme file."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import canonical_text
from kaoping.scheme.formulas import Expr
from kaoping.scheme.model import (
    Award,
    Better,
    Constant,
    Event,
    Fact,
    Grade,
    Group,
    Quota,
    Runs,
    Value,
    Veto,
)
from kaoping.scheme.reading.quantities import TYPES
from kaoping.sheets.scheme_book.plain import Plain, said
from kaoping.sheets.scheme_book.settings_said import (
    blocks_said,
    formula_said,
    formulas_said,
    policies_said,
    setting_said,
    texts_said,
    title_said,
    truth_said,
)

_TYPE_WORDS = {kind: word for word, kind in TYPES.items()}


def group_said(one: Group) -> dict[str, Plain]:
    """A track."""
    kinds: Plain = {"kind": texts_said(one.kinds)} if one.kinds else None
    return said(
        title=title_said(one.title, one.key),
        of="everyone" if one.everyone else kinds,
        where=formula_said(one.where),
        members=texts_said(one.members),
        without=texts_said(one.without),
        not_ranked=texts_said(one.not_ranked),
        fewest=str(one.fewest) if one.joins else None,
        joins=one.joins or None,
    )


def fact_said(one: Fact) -> dict[str, Plain]:
    """A fact; what is not said is as it would be anyway."""
    every = "once" if one.runs is Runs.ONCE or one.every is None else one.every.value
    return said(
        title=title_said(one.title, one.key),
        unit=one.unit or None,
        type=_other(_TYPE_WORDS[one.type], "number"),
        runs=None if one.runs is Runs.ONCE else _other(one.runs.value, "level"),
        every=_other(every, "year"),
        from_=one.supplier or None,
        verified_by=one.verified_by or None,
        sources=texts_said(one.sources),
        vintage=_other(one.vintage, "latest"),
        better=_better(one.better),
        low=_number(one.low),
        high=_number(one.high),
        decimals=_whole(one.decimals),
        choices=texts_said(one.choices),
        per_rater=truth_said(True) if one.per_rater else None,
        groups=texts_said(one.groups),
        note=one.note or None,
        article=one.article or None,
    )


def value_said(one: Value) -> dict[str, Plain]:
    """A derived quantity."""
    return said(
        title=title_said(one.title, one.key),
        unit=one.unit or None,
        is_=formula_said(one.formula),
        better=_better(one.better),
        then=blocks_said(one.then, "then"),
        article=one.article or None,
        **policies_said(one.policies, "stand_in"),
    )


def constant_said(one: Constant) -> dict[str, Plain]:
    """A constant."""
    return said(
        title=title_said(one.title, one.key),
        per="organisation" if one.per_organisation else None,
        unit=one.unit or None,
        is_=setting_said(one.is_),
        default=formula_said(one.default),
        basis=one.basis or None,
    )


def lookup_said(table: Mapping[str, Expr]) -> dict[str, Plain]:
    """A table from words to numbers."""
    return {name: formula_said(one) for name, one in table.items()}


def event_said(one: Event) -> dict[str, Plain]:
    """A kind of event; points below zero are deductions."""
    adds = {name: points for name, points in one.levels.items() if points >= 0}
    deducts = {name: -points for name, points in one.levels.items() if points < 0}
    return said(
        title=title_said(one.title, one.key),
        adds=_numbers(adds),
        deducts=_numbers(deducts),
        each=_number(one.each),
        amount={1: "adds", -1: "deducts", 0: None}[one.amount_filed],
        same_matter=_other(one.same_matter, "each"),
        shares=_numbers(one.shares),
        cap=formula_said(one.cap),
        floor=formula_said(one.floor),
        level_caps=_numbers(one.level_caps),
        most=_whole(one.most),
        repeat=_numbers({str(times): points for times, points in one.repeat.items()}),
        evidence="document" if one.document_needed else None,
        window=_other(one.window, "period"),
        article=one.article or None,
    )


def veto_said(one: Veto) -> dict[str, Plain]:
    """A veto."""
    statistics = {None: None, True: "included", False: "excluded"}[one.in_statistics]
    return said(
        title=title_said(one.title, one.key),
        effect=blocks_said(one.effects, "effect"),
        when=formula_said(one.when),
        decided_by=one.decided_by or None,
        basis=one.basis or None,
        expires=one.expires.isoformat() if one.expires else None,
        statistics=statistics,
        groups=texts_said(one.groups),
        article=one.article or None,
    )


def grade_said(one: Grade) -> dict[str, Plain]:
    """A grade."""
    floor, ceiling = setting_said(one.floor), setting_said(one.ceiling)
    return said(
        title=title_said(one.title, one.key),
        groups=texts_said(one.groups),
        floor=floor if one.floor_included else None,
        above=None if one.floor_included else floor,
        ceiling=ceiling if one.ceiling_included else None,
        below=None if one.ceiling_included else ceiling,
        when=formula_said(one.when),
        unless=formulas_said(one.unless),
        also_when=formula_said(one.also_when),
        quota=_quota(one.quota) if one.quota else None,
        coefficient=_number(one.coefficient),
        article=one.article or None,
    )


def _quota(one: Quota) -> Plain:
    return said(
        share=formula_said(one.share),
        count=formula_said(one.count),
        round=one.rounding if one.share is not None else _other(one.rounding, "down"),
        ties=one.ties,
        of=_other(one.of, "ranked"),
        at_least=str(one.at_least) if one.at_least else None,
        promoted=_other(one.promoted, "aside"),
    )


def award_said(one: Award) -> dict[str, Plain]:
    """An award."""
    return said(
        title=title_said(one.title, one.key),
        groups=texts_said(one.groups),
        by=formula_said(one.by),
        better="lower" if one.better is Better.LOWER else None,
        top=formula_said(one.top),
        share=formula_said(one.share),
        round=_other(one.rounding, "down"),
        ties=one.ties,
        then=formulas_said(one.then),
        per=_other(one.per, "group"),
        at_least=formula_said(one.at_least),
        when=formula_said(one.when),
        unless=formulas_said(one.unless),
        article=one.article or None,
    )


def supplier_said(one: Words) -> dict[str, Plain]:
    """What an office is called."""
    return said(zh=one.zh or None, en=one.en or None)


def _other(word: str, usual: str) -> Plain:
    return None if word == usual else word


def _better(one: Better | None) -> Plain:
    return None if one is None else one.value


def _number(one: Fraction | None) -> Plain:
    return None if one is None else canonical_text(one)


def _whole(one: int | None) -> Plain:
    return None if one is None else str(one)


def _numbers(table: Mapping[str, Fraction]) -> Plain:
    found: dict[str, Plain] = {name: canonical_text(one) for name, one in table.items()}
    return found or None
