"""Where each cleaned character came from: a list of runs, each a stretch copied one for one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Origin:
    """A map from offsets of a derived text to offsets of its source. Runs are (derived, source, length)."""

    def __init__(self, runs: Iterable[tuple[int, int, int]]) -> None:
        joined: list[tuple[int, int, int]] = []
        next_here = next_there = -1
        for run in runs:
            here, there, length = run
            if length <= 0:
                continue
            if there == next_there and here == next_here:
                first, source, so_far = joined[-1]
                joined[-1] = first, source, so_far + length
            else:
                joined.append(run)
            next_here, next_there = here + length, there + length
        self.runs = joined
        self._starts = [run[0] for run in joined]

    @classmethod
    def identity(cls, length: int) -> Origin:
        """The map of a text onto itself."""
        return cls([(0, 0, length)])

    def __len__(self) -> int:
        return self.runs[-1][0] + self.runs[-1][2] if self.runs else 0

    def at(self, offset: int) -> int:
        """The source offset of one derived character. Raises IndexError outside the text."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            raise IndexError(offset)
        here, there, length = self.runs[index]
        if offset >= here + length:
            raise IndexError(offset)
        return there + offset - here

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source stretch from the first to the last character of a derived stretch."""
        if start >= end:
            if not self.runs:
                return 0, 0
            point = self.at(min(start, len(self) - 1))
            return point, point
        index = bisect_right(self._starts, start) - 1
        here, there, length = self.runs[index if index > 0 else 0]
        if here <= start and end <= here + length:  # within one run, as most are
            return there + start - here, there + end - here
        return self.at(start), self.at(end - 1) + 1

    def then(self, earlier: Origin) -> Origin:
        """This map followed by an earlier one: derived → middle → source."""
        if len(earlier.runs) == 1 and earlier.runs[0][:2] == (0, 0) and self._reach() <= len(earlier):
            return self  # nothing moved earlier
        return Origin(run for here, there, length in self.runs for run in earlier._cut(here, there, length))

    def _reach(self) -> int:
        """How far into its source the map goes."""
        return max((there + length for _, there, length in self.runs), default=0)

    def _cut(self, here: int, start: int, length: int) -> list[tuple[int, int, int]]:
        """The runs of this map that cover [start, start + length), renumbered from `here`."""
        pieces: list[tuple[int, int, int]] = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        end = start + length
        while index < len(self.runs) and self.runs[index][0] < end:
            first, there, size = self.runs[index]
            low, high = max(first, start), min(first + size, end)
            if low < high:
                pieces.append((here + low - start, there + low - first, high - low))
            index += 1
        return pieces


class Builder:
    """Collects kept stretches of a source text into a derived text with its map."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.runs: list[tuple[int, int, int]] = []
        self.length = 0

    def keep(self, start: int, end: int) -> None:
        """Copy [start, end) of the source."""
        length = end - start
        if length > 0:
            self.parts.append(self.source[start:end])
            self.runs.append((self.length, start, length))
            self.length += length

    def put(self, text: str, start: int) -> None:
        """Write other words in the place of the source character at `start` (a line end, an entity, a repair)."""
        self.runs += [(place, start, 1) for place in range(self.length, self.length + len(text))]
        self.parts.append(text)
        self.length += len(text)

    def finish(self) -> tuple[str, Origin]:
        """The derived text and its map."""
        return "".join(self.parts), Origin(self.runs)
