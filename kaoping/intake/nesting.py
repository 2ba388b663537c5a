"""Which list stands within which: the rank of numbers no fixed table knows, from how the lists of a page nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kaoping.intake.markers import CHAPTER, FIFTH, FIRST, SECOND, SENTENCE, Marker

_DEEPEST = 8  # lists that stand open within each other
Shape = tuple[object, ...]


class Numbered(NamedTuple):
    """A number at the head of a paragraph, the shape it shares with its fellows, and whether its line holds no sentence."""

    marker: Marker
    shape: Shape
    alone: bool


@dataclass(slots=True)
class _Run:
    """One list: its shape, how deep it stands, its members, and whether another list stands beneath it."""

    shape: Shape
    depth: int
    members: list[int]
    highest: int = SENTENCE  # the highest fixed rank of a list beneath its last member
    holds: bool = False


def known_shape(marker: Marker) -> Shape:
    """What the numbers of one known form share: rank, digits or numerals, brackets."""
    return (marker.rank, any(sign.isdigit() for sign in marker.text), marker.text[:1] in "(（【[［〔")


def ranked(numbered: Sequence[Numbered], inferred: bool) -> list[Marker]:
    """The markers with ranks by their nesting, where a shape was inferred or the fixed ranks contradict the page."""
    markers = [item.marker for item in numbered]
    runs, contradicted = _runs(numbered)
    if not inferred and not contradicted:
        return markers
    chapters = any(run.depth == 0 and run.shape[0] == CHAPTER for run in runs)
    for run in runs:
        rank = _rank(run, numbered, chapters)
        for place in run.members:
            markers[place] = markers[place]._replace(rank=rank)
    return markers


def _runs(numbered: Sequence[Numbered]) -> tuple[list[_Run], bool]:
    """The lists of a page: a number goes on with the innermost open list of its shape, else it opens one beneath.

    Also whether a list stands between two members of another whose fixed rank is no higher than its own.
    """
    runs: list[_Run] = []
    open_runs: list[_Run] = []
    contradicted = False
    for place, (marker, shape, _) in enumerate(numbered):
        depth = next((d for d in range(len(open_runs) - 1, -1, -1) if open_runs[d].shape == shape), -1)
        if depth >= 0:
            run = open_runs[depth]
            del open_runs[depth + 1 :]
            if marker.ordinal > numbered[run.members[-1]].marker.ordinal:
                contradicted = contradicted or run.highest <= marker.rank
                run.members.append(place)
                run.highest = SENTENCE
                continue
            del open_runs[depth]
        del open_runs[_DEEPEST:]
        run = _Run(shape, len(open_runs), [place])
        if open_runs:
            open_runs[-1].holds = True
            open_runs[-1].highest = min(open_runs[-1].highest, marker.rank)
        open_runs.append(run)
        runs.append(run)
    return runs, contradicted


def _rank(run: _Run, numbered: Sequence[Numbered], chapters: bool) -> int:
    if run.depth == 0 and not chapters:
        return FIRST if run.holds or all(numbered[place].alone for place in run.members) else SECOND
    return min(run.depth + (CHAPTER if chapters else FIRST), FIFTH)
