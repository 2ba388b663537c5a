"""The columnar engine: the plan on arrays, with a proof for every decision (docs/explanation/engines.md).

Needs NumPy. The answer equals that of the reference engine, not nearly: what arithmetic on arrays cannot decide is
handed to the reference, cell by cell, and counted.
"""

from kaoping.engines.columnar.answers import ColumnarColumns
from kaoping.engines.columnar.engine import ColumnarEngine
from kaoping.engines.columnar.judge import Handed

__all__ = ["ColumnarColumns", "ColumnarEngine", "Handed"]
