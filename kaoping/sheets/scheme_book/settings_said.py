"""Settings, blocks and formulas of a scheme as they are written in a scheme file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import canonical_text
from kaoping.scheme.blocks import CATALOGUES, Kind
from kaoping.scheme.blocks.base import BlockSpec, Parameter
from kaoping.scheme.formulas import Expr, to_source
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Block, PerGroup, Policies, Population, Rounding, Setting
from kaoping.sheets.scheme_book.plain import Plain, said

_NOT_BY_NAMES = (Kind.TABLE, Kind.POPULATION, Kind.BLOCK)
"""Kinds that are mappings themselves: there a setting per track must say that it is one."""
_IN = {True: "included", False: "excluded"}


def words_said(words: Words) -> Plain:
    """A title in the languages it is given in."""
    return said(zh=words.zh or None, en=words.en or None)


def title_said(words: Words, key: str) -> Plain:
    """A title; None where it is what the reader calls a part without one."""
    return None if words == Words(key, key) else words_said(words)


def texts_said(texts: Iterable[str]) -> Plain:
    """A list of names; None where there are none."""
    found: list[Plain] = list(texts)
    return found or None


def formula_said(expr: Expr | None) -> Plain:
    """A formula as text."""
    return None if expr is None else to_source(expr)


def formulas_said(exprs: Iterable[Expr]) -> Plain:
    """A list of formulas; None where there are none."""
    return texts_said(to_source(one) for one in exprs)


def truth_said(truth: bool) -> str:
    """true or false."""
    return "true" if truth else "false"


def setting_said(setting: Setting, parameter: Parameter | None = None) -> Plain:
    """Any setting. `parameter`: what it was read as, where it is one of a block's."""
    if setting is None:
        return None
    if isinstance(setting, bool):
        return truth_said(setting)
    if isinstance(setting, Fraction):
        return canonical_text(setting)
    if isinstance(setting, FormulaNode):
        return to_source(setting)
    if isinstance(setting, PerGroup):
        return _per_group(setting, parameter)
    if isinstance(setting, Block):
        return block_said(setting, parameter.category if parameter else "rule")
    if isinstance(setting, Population):
        return population_said(setting)
    if isinstance(setting, Mapping):
        return {name: setting_said(one, _column(parameter, name)) for name, one in setting.items()}
    if isinstance(setting, tuple):
        return [setting_said(one, parameter) for one in setting]
    return setting


def _per_group(setting: PerGroup, parameter: Parameter | None) -> Plain:
    found: dict[str, Plain] = {name: setting_said(one, parameter) for name, one in setting.values.items()}
    if setting.otherwise is not None:
        found["otherwise"] = setting_said(setting.otherwise, parameter)
    wrapped = parameter is not None and parameter.kind in _NOT_BY_NAMES
    return {"by_group": found} if wrapped else found


def _column(parameter: Parameter | None, name: str) -> Parameter | None:
    """What a column of a table of rows was read as."""
    return next((one for one in parameter.rows if one.name == name), None) if parameter else None


def block_said(block: Block, category: str) -> Plain:
    """A block: its name alone, or with its settings; one value where the block has a short way to say it."""
    spec = CATALOGUES[category][block.name]
    settings = {name: setting_said(one, spec.parameter(name)) for name, one in block.settings.items()}
    aside = said(when=formula_said(block.when), article=block.article or None)
    if not settings and not aside:
        return block.name
    return {block.name: _body(spec, settings), **aside}


def _body(spec: BlockSpec, settings: dict[str, Plain]) -> Plain:
    short = settings.get(spec.short)
    if len(settings) == 1 and isinstance(short, (str, list)) and short not in ("", "~", "null"):
        return short
    return dict(settings)


def blocks_said(blocks: Iterable[Block], category: str) -> Plain:
    """A list of blocks; None where there are none."""
    return [block_said(one, category) for one in blocks] or None


def policies_said(policies: Policies, category: str) -> dict[str, Plain]:
    """The policies that are declared."""
    declared = {name: one for name, one in vars(policies).items() if one is not None}
    return {name: block_said(one, category) for name, one in declared.items()}


def population_said(one: Population) -> Plain:
    """Who counts: what is not as it would be anyway."""
    return said(
        vetoed=None if one.vetoed else _IN[False],
        unranked=None if one.unranked else _IN[False],
        self_=None if one.self_ else _IN[False],
        missing="zero" if one.missing_as_zero else None,
        across=texts_said(one.across),
        by=one.by or None,
        where=formula_said(one.where),
    )


def rounding_said(one: Rounding) -> Plain:
    """Digits, mode and stages; `none` where nothing is rounded."""
    if one == Rounding(at=()):
        return "none"
    stages: list[Plain] = list(one.at)
    return {"places": str(one.places), "mode": one.mode.value, "at": stages}
