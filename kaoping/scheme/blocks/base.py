"""How a block is declared: its name, what it means, its parameters. One declaration serves the reader,
the checker, the published JSON Schema, the reference page and the explanation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from kaoping.errors import Words


class Kind(Enum):
    """What a parameter may hold. FORMULA takes a number too; every kind but BLOCK may be given per track."""

    NUMBER = "number"
    FORMULA = "formula"
    CHOICE = "choice"
    TRUTH = "truth"
    TEXT = "text"
    NAMES = "names"
    TABLE = "table"  # name: formula
    PAIRS = "pairs"  # [[formula, formula], …]
    ROWS = "rows"  # [{declared columns}, …]
    FORMULAS = "formulas"  # [formula, …]
    POPULATION = "population"
    BLOCK = "block"


@dataclass(frozen=True)
class Parameter:
    """One parameter. `default` is written as in a scheme file. `say` marks what real schemes leave open:
    the checker warns where it is not stated and the default is taken."""

    name: str
    kind: Kind
    doc: Words
    default: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    rows: tuple[Parameter, ...] = ()
    category: str = ""
    say: bool = False


@dataclass(frozen=True)
class BlockSpec:
    """One block. `sources` are the rule kinds it covers; `promises_monotone`: more of a good thing never scores less.
    `short`: the parameter that a bare value stands for (`at_most: 5`)."""

    name: str
    category: str
    title: Words
    doc: Words
    parameters: tuple[Parameter, ...] = ()
    sources: tuple[str, ...] = ()
    promises_monotone: bool = False
    relative: bool = False
    short: str = ""

    @property
    def keeps_absence(self) -> bool:
        """Whether an absent value must be seen to stay absent: rules on others, and those with an outcome for a
        target of zero, have branches that do not look at the value; and whom an item does not concern has no target
        either, which must not make it missing."""
        asked = (one.name for one in self.parameters)
        return self.relative or any(name.startswith("zero_") or name == "target" for name in asked)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((one for one in self.parameters if one.name == name), None)


Catalogue = Mapping[str, BlockSpec]


def catalogue(specs: Iterable[BlockSpec]) -> Catalogue:
    """The specs by name; two of one name in a category is a programmer's mistake."""
    found: dict[str, BlockSpec] = {}
    for spec in specs:
        assert spec.name not in found, spec.name
        found[spec.name] = spec
    return found


def number(
    name: str, zh: str, en: str, default: str | None = None, required: bool = False, say: bool = False
) -> Parameter:
    """A parameter that holds a number or a formula."""
    return Parameter(name, Kind.FORMULA, Words(zh, en), default, required, say=say)


def choice(
    name: str, zh: str, en: str, choices: tuple[str, ...], default: str | None = None, say: bool = False
) -> Parameter:
    """A parameter that holds one of a few words; without default it must be said."""
    return Parameter(name, Kind.CHOICE, Words(zh, en), default, default is None, choices, say=say)


POPULATION = Parameter(
    "population",
    Kind.POPULATION,
    Words("哪些单位计入个数、最好、最差与平均", "who counts in number, best, worst and mean"),
)

ABSENT_OUTCOMES = ("full", "zero", "half", "not_applicable", "missing", "pending", "refuse")
"""What a rule may give where arithmetic has no answer. `refuse` stops the run with a sentence."""
