"""A setting as it would be written in a scheme file, to tell whether two versions say the same."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kaoping.errors import Words
from kaoping.exact import canonical_text
from kaoping.scheme.formulas import to_source
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Block, PerGroup, Population, Setting


def source_text(setting: Setting | Words) -> str:
    """The setting with its keys. Where it stands in the file says nothing."""
    if isinstance(setting, Words):
        return setting.zh
    if isinstance(setting, Fraction):
        return canonical_text(setting)
    if isinstance(setting, FormulaNode):
        return to_source(setting)
    if isinstance(setting, PerGroup):
        return f"{_mapping(setting.values)}, else: {source_text(setting.otherwise)}"
    if isinstance(setting, Block):
        when = f" when {to_source(setting.when)}" if setting.when is not None else ""
        return f"{setting.name}: {_mapping(setting.settings)}{when}"
    if isinstance(setting, Population):
        where = to_source(setting.where) if setting.where is not None else ""
        said = (setting.vetoed, setting.unranked, setting.self_, setting.missing_as_zero)
        return f"{setting.key} {said} {setting.across} {setting.by} {where}"
    if isinstance(setting, Mapping):
        return _mapping(setting)
    if isinstance(setting, tuple):
        return f"[{'; '.join(source_text(one) for one in setting)}]"
    return str(setting)


def _mapping(settings: Mapping[str, Setting]) -> str:
    # Entries by name: in whatever order a file gives them, they say the same.
    return "{" + ", ".join(f"{key}: {source_text(settings[key])}" for key in sorted(settings)) + "}"
