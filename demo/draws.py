"""Numbers drawn from a seed and names alone: the same on every machine, whatever was drawn before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Draws:
    """Draws of one district. Each is a digest of the seed and the names given, so their order plays no part."""

    seed: int

    def between(self, low: int, high: int, *names: object) -> int:
        """A whole number from low to high, both included."""
        text = "|".join([str(self.seed), *map(str, names)])
        digest = hashlib.sha256(text.encode("utf-8")).digest()
        return low + int.from_bytes(digest[:8], "big") % (high - low + 1)

    def around(self, middle: int, reach: int, *names: object) -> int:
        """A whole number within `reach` of the middle, near it more often than far (the mean of three draws)."""
        three = sum(self.between(-reach, reach, *names, part) for part in range(3))
        return middle + (abs(three) // 3) * (1 if three >= 0 else -1)

    def happens(self, percent: int, *names: object) -> bool:
        """Whether something of this chance comes about."""
        return self.between(1, 100, *names) <= percent
