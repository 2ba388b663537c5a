"""A scheme's parts in plain words: settings, blocks and formulas as one would read them aloud."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.exact import canonical_text
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter
from kaoping.scheme.formulas import Expr, render
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.labels import choice_word, function_words, name_word, parameter_label
from kaoping.scheme.model import Block, PerGroup, Population, Scheme, Setting

YES = Words("是", "yes")
NO = Words("否", "no")
_CONDITION = Words("条件", "when")
_BOUNDS = {"from": "≥ {}", "above": "> {}", "to": "≤ {}", "below": "< {}", "when": "{}", "value": "{}"}
"""Columns of a row that say when it holds, in words."""
_EARNED = {
    "points": Words("得 {}", "{}"), "share": Words("得满分的 {}", "{} of the full mark"), "coefficient": Words("系数 {}", "coefficient {}"),
}  # fmt: skip


def written(scheme: Scheme, setting: Setting | Words, language: Language, of: str = "") -> str:
    """A setting in words: numbers plain, names by their titles, per track with the tracks' titles.

    of: the parameter it belongs to, where words of two meanings need it.
    """
    if isinstance(setting, Words):
        return setting.in_(language)
    if setting is None:
        return "—"
    if isinstance(setting, bool):
        return (YES if setting else NO).in_(language)
    if isinstance(setting, Fraction):
        return canonical_text(setting)
    if isinstance(setting, str):
        return titled(scheme, setting, language) or choice_word(setting, of).in_(language)
    if isinstance(setting, FormulaNode):
        return formula_words(scheme, setting, language)
    if isinstance(setting, PerGroup):
        return per_track(scheme, setting, language, of)
    if isinstance(setting, Block):
        return block_words(scheme, setting, language)
    if isinstance(setting, Population):
        return population_words(scheme, setting, language)
    if isinstance(setting, Mapping):
        pieces = [
            f"{_name(scheme, key, language)} {written(scheme, one, language)}" for key, one in setting.items()
        ]
        return _joined(pieces, language)
    return _listed(scheme, setting, language)


def _listed(scheme: Scheme, setting: tuple[Setting, ...], language: Language) -> str:
    """A list: blocks parted by semicolons, for they hold commas."""
    pieces = [written(scheme, one, language) for one in setting]
    if any(isinstance(one, Block) for one in setting):
        return ("；" if language == "zh" else "; ").join(pieces)
    return _joined(pieces, language)


def _joined(pieces: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(pieces)


# names and formulas ------------------------------------------------------------------------------------


def titled(scheme: Scheme, key: str, language: Language) -> str:
    """The title of whatever the scheme calls by this key, with its suffix; "" where it calls nothing so."""
    stem, _, suffix = key.partition(".")
    rooms = (scheme.facts, scheme.values, scheme.constants, scheme.events, scheme.vetoes, scheme.groups)
    titles = {one.key: one.title for one in scheme.awards} | {one.key: one.title for one in scheme.grades}
    titles |= {one.key: one.title for one in scheme.nodes()}
    found = next((room[stem].title for room in rooms if stem in room), None)
    found = found or titles.get(stem) or scheme.suppliers.get(stem)
    if found is None or not found.in_(language):
        return ""
    tail = choice_word(suffix).in_(language) if suffix else ""
    return f"{found.in_(language)}{tail}" if language == "zh" else f"{found.in_('en')} {tail}".rstrip()


def _name(scheme: Scheme, key: str, language: Language) -> str:
    """A name in a formula: what every formula knows, else a title, else the name itself."""
    known = name_word(key)
    return known.in_(language) if known else titled(scheme, key, language) or key


def formula_words(scheme: Scheme, expr: Expr, language: Language) -> str:
    """A formula as a person reads it: 0.9 × 上年同期(固定资产投资)."""
    return render(expr, lambda key: _name(scheme, key, language), language, function_words(language == "zh"))


def population_words(scheme: Scheme, one: Population, language: Language) -> str:
    """Who counts: its key, or everything that narrows it."""
    if one.key:
        return one.key
    said = [
        (not one.vetoed, Words("被否决者不计", "without the vetoed")),
        (not one.unranked, Words("单列者不计", "without those not ranked")),
        (not one.self_, Words("不含本单位", "without the unit itself")),
        (one.missing_as_zero, Words("缺报按零", "missing as zero")),
    ]
    told = [words.in_(language) for holds, words in said if holds]
    if one.across:
        tracks = _joined([titled(scheme, key, language) or key for key in one.across], language)
        told.append(f"并同 {tracks}" if language == "zh" else f"across {tracks}")
    if one.by:
        name = _name(scheme, one.by, language)
        told.append(f"按 {name} 分组" if language == "zh" else f"by {name}")
    if one.where is not None:
        told.append(f"限 {formula_words(scheme, one.where, language)}" if language == "zh"
                    else f"where {formula_words(scheme, one.where, language)}")  # fmt: skip
    return _joined(told, language) or ("全赛道" if language == "zh" else "the whole track")


# tracks and blocks -------------------------------------------------------------------------------------


def per_track(scheme: Scheme, setting: PerGroup, language: Language, of: str = "") -> str:
    """Each track's setting with its title."""
    pieces = [
        f"{scheme.groups[key].title.in_(language) if key in scheme.groups else key} {written(scheme, one, language, of)}"
        for key, one in setting.values.items()
    ]
    if setting.otherwise is not None:
        others = "其余" if language == "zh" else "others"
        pieces.append(f"{others} {written(scheme, setting.otherwise, language, of)}")
    return ("；" if language == "zh" else "; ").join(pieces)


def spec_of(block: Block) -> BlockSpec | None:
    """The declaration of a block; None for one there is none of."""
    return next((known[block.name] for known in CATALOGUES.values() if block.name in known), None)


def block_words(scheme: Scheme, block: Block, language: Language) -> str:
    """A block with its settings: 目标完成率：目标 商定值，封顶 1.2. What a bare value stands for is written bare:
    乘以 难度系数."""
    spec = spec_of(block)
    title = spec.title.in_(language) if spec else block.name
    told = [
        text for name, one in block.settings.items() if (text := _setting(scheme, spec, name, one, language))
    ]
    if block.when is not None:
        told.append(f"{_CONDITION.in_(language)} {formula_words(scheme, block.when, language)}")
    if not told:
        return title
    bare = spec is not None and set(block.settings) == {spec.short} and block.when is None
    if bare and spec is not None:
        declared = spec.parameter(spec.short)
        return f"{title} {_value(scheme, declared, block.settings[spec.short], language)}"
    return f"{title}：{'，'.join(told)}" if language == "zh" else f"{title}: {', '.join(told)}"


def _setting(scheme: Scheme, spec: BlockSpec | None, name: str, setting: Setting, language: Language) -> str:
    """One setting with its label: 封顶 1.2."""
    declared = spec.parameter(name) if spec else None
    label = parameter_label(spec, name).in_(language)
    if declared is not None and declared.kind is Kind.TRUTH and setting is True:
        return label
    return f"{label} {_value(scheme, declared, setting, language)}".strip()


def _value(scheme: Scheme, declared: Parameter | None, setting: Setting, language: Language) -> str:
    semicolon = "；" if language == "zh" else "; "
    if declared is not None and isinstance(setting, tuple) and declared.kind is Kind.ROWS:
        return semicolon.join(_row(scheme, row, language) for row in setting if isinstance(row, Mapping))
    if declared is not None and isinstance(setting, tuple) and declared.kind is Kind.PAIRS:
        return semicolon.join(_pair(scheme, pair, language) for pair in setting if isinstance(pair, tuple))
    return written(scheme, setting, language, declared.name if declared else "")


def _row(scheme: Scheme, row: Mapping[str, Setting], language: Language) -> str:
    """One band or case: ≥ 80，< 100 得满分的 0.8."""
    said = {name: written(scheme, one, language) for name, one in row.items() if one is not None}
    held = [_BOUNDS[name].format(text) for name, text in said.items() if name in _BOUNDS]
    earned = [_EARNED[name].in_(language).format(text) for name, text in said.items() if name in _EARNED]
    if language == "zh":
        return f"{' 且 '.join(held)} {'，'.join(earned)}".strip()
    return f"{' and '.join(held)}: {', '.join(earned)}".strip()


def _pair(scheme: Scheme, pair: tuple[Setting, ...], language: Language) -> str:
    return " → ".join(written(scheme, one, language) for one in pair)
