"""Kaoping 考评: assessment schemes written as data, scored exactly, every step explained.

    scheme = read_scheme("scheme.yaml")
    card = score(scheme, tables, "2026")

The names below are loaded when they are first used, so that a part of the library (reading a workbook or a paper in
a limited process, say) does not load the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaoping.errors import KaopingError, Problem, SchemeError, TableError
    from kaoping.periods import Period
    from kaoping.plan.checking import check
    from kaoping.scheme.model import Scheme
    from kaoping.scheme.reading import read_scheme, read_scheme_text
    from kaoping.scorecard import Line, Scorecard
    from kaoping.scoring import score
    from kaoping.tables import Absence, Filed, Happening, Organisation, Tables

__version__ = "0.1.0"

__all__ = [
    "Absence",
    "Filed",
    "Happening",
    "KaopingError",
    "Line",
    "Organisation",
    "Period",
    "Problem",
    "Scheme",
    "SchemeError",
    "Scorecard",
    "TableError",
    "Tables",
    "check",
    "read_scheme",
    "read_scheme_text",
    "score",
]

_ROOMS = {
    "kaoping.errors": ("KaopingError", "Problem", "SchemeError", "TableError"),
    "kaoping.periods": ("Period",),
    "kaoping.plan.checking": ("check",),
    "kaoping.scheme.model": ("Scheme",),
    "kaoping.scheme.reading": ("read_scheme", "read_scheme_text"),
    "kaoping.scorecard": ("Line", "Scorecard"),
    "kaoping.scoring": ("score",),
    "kaoping.tables": ("Absence", "Filed", "Happening", "Organisation", "Tables"),
}
_WHERE = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """The name from the room that makes it."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
