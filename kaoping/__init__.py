"""Kaoping 考评: assessment schemes written as data, scored exactly, every step explained.

scheme = read_scheme("scheme.yaml")
card = score(scheme, tables, "2026")
"""

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
