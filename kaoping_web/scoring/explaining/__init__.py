"""Why a score is what it is, cut down to what a page shows: sentences, values, effects, sources, in both languages."""

from kaoping_web.scoring.explaining.stored import packed, unpacked
from kaoping_web.scoring.explaining.telling import causes_of, told_node

__all__ = ["causes_of", "packed", "told_node", "unpacked"]
