"""A scheme's parts in plain words: settings, blocks and formulas as one would write or read them aloud."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.exact import canonical_text
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.formulas import Number, to_source
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Block, PerGroup, Population, Scheme, Setting

YES = Words("是", "yes")
NO = Words("否", "no")


def written(scheme: Scheme, setting: Setting, language: Language) -> str:
    """A setting in words: numbers plain, formulas as source, per track with the tracks' titles."""
    if setting is None:
        return "—"
    if isinstance(setting, bool):
        return (YES if setting else NO).in_(language)
    if isinstance(setting, Fraction):
        return canonical_text(setting)
    if isinstance(setting, str):
        return setting
    if isinstance(setting, Number):
        return canonical_text(setting.value)
    if isinstance(setting, FormulaNode):
        return to_source(setting)
    if isinstance(setting, PerGroup):
        return per_track(scheme, setting, language)
    if isinstance(setting, Block):
        return block_words(scheme, setting, language)
    if isinstance(setting, Population):
        return setting.key or ("本方案总体" if language == "zh" else "a population written here")
    if isinstance(setting, Mapping):
        return _joined([f"{key} {written(scheme, one, language)}" for key, one in setting.items()], language)
    return _joined([written(scheme, one, language) for one in setting], language)


def _joined(pieces: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(pieces)


def per_track(scheme: Scheme, setting: PerGroup, language: Language) -> str:
    """Each track's setting with its title."""
    pieces = [
        f"{scheme.groups[key].title.in_(language) if key in scheme.groups else key} {written(scheme, one, language)}"
        for key, one in setting.values.items()
    ]
    if setting.otherwise is not None:
        pieces.append(
            f"{'其余' if language == 'zh' else 'others'} {written(scheme, setting.otherwise, language)}"
        )
    return ("；" if language == "zh" else "; ").join(pieces)


def block_words(scheme: Scheme, block: Block, language: Language) -> str:
    """A block with its settings: 目标完成率（target agreed，cap 1.2）."""
    spec = next((known[block.name] for known in CATALOGUES.values() if block.name in known), None)
    title = spec.title.in_(language) if spec else block.name
    pieces = [f"{name} {written(scheme, one, language)}" for name, one in block.settings.items()]
    if block.when is not None:
        pieces.append(f"{'条件' if language == 'zh' else 'when'} {to_source(block.when)}")
    if not pieces:
        return title
    return f"{title}（{'，'.join(pieces)}）" if language == "zh" else f"{title} ({', '.join(pieces)})"
