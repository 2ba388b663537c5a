"""What stands beside the cells for the reader: rules, effects and formulas in words, who supplies an item's figures."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.errors import Language
from kaoping.scheme.formulas import Expr, Name, walk
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Node, PerGroup, Scheme, Setting
from kaoping.scheme.writing import block_words, formula_words, written
from kaoping.sheets.scheme_book.cell_texts import LONGEST

LONGEST_TOLD = 1500


class Teller:
    """Tells of one scheme in one language."""

    def __init__(self, scheme: Scheme, language: Language) -> None:
        self.scheme, self.language = scheme, language

    def rule(self, node: Node) -> str:
        """How a node is scored: its rule, how its parts are combined, what follows."""
        parts = [written(self.scheme, node.rule, self.language)] if node.rule is not None else []
        blocks = ((node.combine,) if node.combine else ()) + node.then
        return _cut(" → ".join([*parts, *(block_words(self.scheme, one, self.language) for one in blocks)]))

    def setting(self, setting: Setting) -> str:
        """Any setting in words."""
        return _cut(written(self.scheme, setting, self.language))

    def formula(self, expr: Expr) -> str:
        """A formula in words; "" where that says no more than the formula."""
        return _cut(formula_words(self.scheme, expr, self.language))

    def suppliers(self, node: Node) -> str:
        """The offices that supply the figures an item is about."""
        if node.children:
            return ""
        keys = dict.fromkeys(self._offices(node))
        titles = (self.scheme.suppliers.get(key) for key in keys)
        named = [one.in_(self.language) if one else key for key, one in zip(keys, titles, strict=True)]
        return ("、" if self.language == "zh" else ", ").join(named)

    def _offices(self, node: Node) -> Iterator[str]:
        waiting = list(_names(node.of)) if node.of is not None else [node.key]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop(0).partition(".")[0]
            if name in seen:
                continue
            seen.add(name)
            if name in self.scheme.facts and self.scheme.facts[name].supplier:
                yield self.scheme.facts[name].supplier
            elif name in self.scheme.values:
                waiting += _names(self.scheme.values[name].formula)


def _names(setting: Setting) -> Iterator[str]:
    """Names in a formula, or in the formulas of each track."""
    if isinstance(setting, PerGroup):
        for one in (*setting.values.values(), setting.otherwise):
            yield from _names(one)
    elif isinstance(setting, FormulaNode):
        yield from (one.key for one in walk(setting) if isinstance(one, Name))


def _cut(text: str) -> str:
    most = min(LONGEST, LONGEST_TOLD)
    return text if len(text) <= most else text[: most - 1] + "…"
