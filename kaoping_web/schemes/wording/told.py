"""A block as it stands for one track, and its settings as words: points, shares, numbers, names."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kaoping.errors import Language, Words
from kaoping.exact import RoundingMode, canonical_text, round_places
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec
from kaoping.scheme.formulas import Expr, Name, calls, evaluate, names, parse
from kaoping.scheme.formulas.syntax import Node as FormulaNode
from kaoping.scheme.model import Block, Scheme, Setting
from kaoping.scheme.writing import written
from kaoping_web.schemes.wording.formulas import formula_said
from kaoping_web.ui.units import unit_words

FULL = Words("满分", "the full mark")
NOTHING = Words("零分", "nothing")
NONE = Words("不设", "none")
_TWO: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True)
class Told:
    """One block for one track. `full`: the item's mark there, where it is known; `unit`: that of the value assessed."""

    scheme: Scheme
    block: Block
    category: str = "rule"
    full: Fraction | None = None
    unit: str = ""

    @property
    def spec(self) -> BlockSpec | None:
        """Its declaration."""
        return CATALOGUES[self.category].get(self.block.name)

    def has(self, name: str) -> bool:
        """Whether the scheme says it."""
        return self.block.settings.get(name) is not None

    def setting(self, name: str) -> Setting:
        """What is said, else what the whole scheme says, else the default of the language."""
        found = self.block.settings.get(name)
        if found is not None:
            return found
        declared = self.spec.parameter(name) if self.spec else None
        default = self.scheme.settings.get("rank_ties" if name == "ties" else name) or (
            declared.default if declared else None
        )
        if default is None or (declared is not None and declared.choices):
            return default
        return parse(default)

    def choice(self, name: str) -> str:
        """A setting that is one of a few words."""
        return str(self.setting(name) or "")

    def is_none(self, name: str) -> bool:
        """Whether it is said that there is none, or nothing is said at all."""
        found = self.setting(name)
        return found is None or (isinstance(found, Name) and found.key == "none")

    def number(self, name: str) -> Fraction | None:
        """The number it comes to, where that can be told without data."""
        return value_of(self.setting(name), self.full)

    def number_of(self, setting: Setting) -> Fraction | None:
        """The same of a setting within a table or a row."""
        return value_of(setting, self.full)

    def num(self, name: str) -> Words:
        """A number, else the formula in words."""
        return self.num_of(self.setting(name))

    def num_of(self, setting: Setting) -> Words:
        found = value_of(setting, self.full)
        return same(short(found)) if found is not None else self.formula(setting)

    def pts(self, name: str) -> Words:
        """Points: 满分, 0.125 分, 满分的 5%, or a formula."""
        return self.pts_of(self.setting(name))

    def pts_of(self, setting: Setting) -> Words:
        if isinstance(setting, Name) and setting.key in ("full", "none"):
            return FULL if setting.key == "full" else NONE
        found = value_of(setting, self.full)
        if found is not None:
            return NOTHING if found == 0 else points(found)
        share = share_of_full(setting)
        if share is not None:
            return Words(f"满分的 {percent(share)}", f"{percent(share)} of the full mark")
        return self.formula(setting)

    def pct(self, name: str) -> Words:
        """A share as per cent, else the formula in words. 60 stands for 60% where the scheme's author wrote it so."""
        return self.pct_of(self.setting(name))

    def pct_of(self, setting: Setting) -> Words:
        found = value_of(setting, self.full)
        return same(percent(found)) if found is not None else self.formula(setting)

    def formula(self, setting: Setting) -> Words:
        """Whatever it is, in words."""
        return said_of(self.scheme, setting)

    def title(self, key: str) -> Words:
        """The title of a fact, value, event or item of the scheme."""
        return Words(*(written(self.scheme, key, one) for one in _TWO))

    def target(self, name: str = "target") -> Words | None:
        """The target where the scheme itself says it; None for one that is agreed with each unit."""
        found = self.setting(name)
        if isinstance(found, Name) and found.key == "agreed":
            return None
        return self.num_of(found)


def said_of(scheme: Scheme, setting: Setting) -> Words:
    """A formula as a sentence; anything else as the library writes it aloud."""
    if isinstance(setting, FormulaNode):
        return formula_said(scheme, setting)
    return Words(*(written(scheme, setting, one) for one in _TWO))


def value_of(setting: Setting, full: Fraction | None) -> Fraction | None:
    """The number a setting comes to without data; None where it takes some."""
    if isinstance(setting, Fraction):
        return setting
    if not isinstance(setting, FormulaNode):
        return None
    return _evaluated(setting, full)


def _evaluated(expr: Expr, full: Fraction | None) -> Fraction | None:
    used = set(names(expr))
    if used - {"full"} or ("full" in used and full is None) or calls(expr):
        return None
    found = evaluate(expr, {"full": full} if full is not None else {})
    return found if isinstance(found, Fraction) else None


def share_of_full(setting: Setting) -> Fraction | None:
    """The share of the full mark a setting is, whatever the mark; None where it is no plain share."""
    if not isinstance(setting, FormulaNode) or set(names(setting)) != {"full"}:
        return None
    at = [_evaluated(setting, Fraction(mark)) for mark in (0, 1, 2)]
    return at[1] if at[0] == 0 and at[1] is not None and at[2] == 2 * at[1] else None


def short(number: Fraction) -> str:
    """A number for the eye: exact where it is short, else to four decimals; a real minus."""
    text = canonical_text(number)
    if "/" in text or len(text) > 12:
        text = canonical_text(round_places(number, 4, RoundingMode.HALF_UP))
    return text.replace("-", "−")


def percent(rate: Fraction) -> str:
    """A rate as per cent: 120%. Thirds and the like stay fractions."""
    if "/" in canonical_text(rate * 100) and rate.denominator <= 12:
        return f"{rate.numerator}/{rate.denominator}"
    return f"{short(rate * 100)}%"


def spaced(words: Words) -> Words:
    """Points after a verb: 得满分, 得 0.5 分."""
    return Words(f" {words.zh}", words.en) if words.zh[:1].isdigit() or words.zh[:1] == "−" else words


def measured(size: Words, unit: str) -> Words:
    """A size with its unit: 5 亩, 2 个百分点."""
    if unit != "%":
        named = unit_words(unit)
        return Words(f"{size.zh} {named.zh}".rstrip(), f"{size.en} {named.en}".rstrip())
    return Words(
        f"{size.zh} 个百分点", "percentage point" if size.en == "1" else f"{size.en} percentage points"
    )


def points(number: Fraction) -> Words:
    """A number of points."""
    return Words(f"{short(number)} 分", f"{short(number)} point{'' if abs(number) == 1 else 's'}")


def same(text: str) -> Words:
    """A text that is the same in both languages."""
    return Words(text, text)


def joined(pieces: list[Words | None]) -> Words:
    """Clauses side by side, those that say nothing left out."""
    kept = [one for one in pieces if one is not None and (one.zh or one.en)]
    return Words("，".join(one.zh for one in kept), ", ".join(one.in_("en") for one in kept))


def listed(pieces: list[Words]) -> Words:
    """Parts side by side that hold commas themselves."""
    return Words("；".join(one.zh for one in pieces), "; ".join(one.in_("en") for one in pieces))


def put(zh: str, en: str, **given: Words) -> Words:
    """A sentence with words put in, in each language its own."""
    return Words(
        zh.format(**{k: v.zh for k, v in given.items()}),
        en.format(**{k: v.in_("en") for k, v in given.items()}),
    )
