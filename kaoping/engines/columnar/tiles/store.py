"""Tiles in memory and on disk: the same bytes, memory-mapped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MISSING, NOT_APPLICABLE = np.int32(-(2**31)), np.int32(-(2**31) + 1)
"""Values that stand for no value; every other whole number of hundredths is a value."""
ARRAYS = ("values", "targets", "bonus", "penalty", "vetoed", "offsets")


@dataclass(frozen=True)
class Tiles:
    """Organisations track by track. `offsets`: where each track begins, and the end.

    `values`, `targets`: for each track one block [items, organisations] in a row. `bonus`, `penalty`: hundredths.
    """

    values: NDArray[np.int32]
    targets: NDArray[np.int32]
    bonus: NDArray[np.int32]
    penalty: NDArray[np.int32]
    vetoed: NDArray[np.bool_]
    offsets: NDArray[np.int64]

    @property
    def organisations(self) -> int:
        """How many there are."""
        return int(self.offsets[-1])

    @property
    def bytes(self) -> int:
        """Size of everything that is read."""
        return sum(int(getattr(self, name).nbytes) for name in ARRAYS)

    def block(self, track: int) -> NDArray[np.int32]:
        """The values of a track, [items, organisations]."""
        return block(self.values, self.offsets, track)

    def target_block(self, track: int) -> NDArray[np.int32]:
        """The targets of a track, [items with targets, organisations]."""
        return block(self.targets, self.offsets, track)

    @classmethod
    def of(
        cls,
        values: NDArray[np.int32],
        targets: NDArray[np.int32],
        bonus: NDArray[np.int32],
        penalty: NDArray[np.int32],
        vetoed: NDArray[np.bool_],
        offsets: NDArray[np.int64],
    ) -> Tiles:
        """From whole matrices [items, organisations], organisations ordered by track."""
        return cls(_tiled(values, offsets), _tiled(targets, offsets), bonus, penalty, vetoed, offsets)

    def save(self, folder: Path) -> None:
        """Write the arrays; what is there is replaced."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        head = {
            "schema": "kaoping-tiles/1",
            "organisations": self.organisations,
            "tracks": len(self.offsets) - 1,
        }
        (folder / "tiles.json").write_text(json.dumps(head, sort_keys=True), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Tiles:
        """Map the arrays: nothing is read before it is scored."""
        return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS))


def block(flat: NDArray[np.int32], offsets: NDArray[np.int64], track: int) -> NDArray[np.int32]:
    """The part of a track, [rows, organisations]."""
    first, last, total = int(offsets[track]), int(offsets[track + 1]), int(offsets[-1])
    rows = flat.shape[0] // total if total else 0
    return flat[first * rows : last * rows].reshape(rows, last - first)


def _tiled(matrix: NDArray[np.int32], offsets: NDArray[np.int64]) -> NDArray[np.int32]:
    flat = np.empty(matrix.size, np.int32)
    for track, (a, b) in enumerate(pairwise(offsets.tolist())):
        block(flat, offsets, track)[:] = matrix[:, a:b]
    return flat
