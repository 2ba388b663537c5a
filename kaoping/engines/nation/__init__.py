"""A nation: hundreds of thousands of organisations, read from Parquet into arrays, scored a part at a time, resumable.

The answer is the reference engine's, as everywhere; what differs is that no value becomes an object of its own, that a
column is let go when nothing reads it any more, and that what is finished stays finished when a run is killed. Needs
PyArrow (`pip install kaoping[parquet]`).
"""

from kaoping.engines.nation.whole import Nation, score_nation

__all__ = ["Nation", "score_nation"]
