"""What is finished stays finished: the record of a run in its folder, and the digests of what it has written.

    DIR/run.json                                      what the run is of: scheme, files, periods, nodes
    DIR/finished/2026-03.towns.json                   a part that is done: its files, their digests, its figures
    DIR/track=towns/period=2026-03/part-0.parquet     answers
    DIR/summary.json                                  when all is done

A file is made aside and put in place; the record of a part is written after its files. Started again, a run believes a
record only where the files have the digests it tells.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kaoping.engines.nation.sources import digest_of_file
from kaoping.errors import KaopingError, Problem, Words

SCHEMA = "kaoping-nation/1"
Record = Mapping[str, Any]


def canonical(record: Record) -> bytes:
    """The same record, the same bytes."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def put(path: Path, data: bytes) -> None:
    """The file whole, or as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.writing")
    aside.write_bytes(data)
    os.replace(aside, path)


class Folder:
    """The folder of one run."""

    def __init__(self, path: Path, run: Record) -> None:
        """Raises KaopingError where the folder holds another run, or files that are none of a run's."""
        self.path = path
        self.run = {"schema": SCHEMA, **run}
        mark = path / "run.json"
        if mark.exists():
            self._same(mark)
        elif path.exists() and any(path.iterdir()):
            raise KaopingError(
                Problem("folder-taken", Words(f"{path} 不是空的，也不是一次计分的文件夹。", f"{path} is not empty, and not the folder of a run."),
                        Words("给 --out 一个新文件夹。", "give --out a new folder."))
            )  # fmt: skip
        for left in path.rglob(".*.writing"):
            left.unlink()
        put(mark, canonical(self.run))

    def _same(self, mark: Path) -> None:
        before = json.loads(mark.read_text("utf-8"))
        different = sorted(key for key in {*before, *self.run} if before.get(key) != self.run.get(key))
        if different:
            raise KaopingError(
                Problem("another-run", Words(f"{self.path} 是另一次计分（{'、'.join(different)} 不同）。",
                                             f"{self.path} holds another run (another {', '.join(different)})."),
                        Words("给 --out 一个新文件夹，或清空这一个。", "give --out a new folder, or empty this one."))
            )  # fmt: skip

    def place(self, track: str, period: str) -> Path:
        """The folder of a track's answers for a period."""
        return self.path / f"track={track}" / f"period={period}"

    def answers(self, track: str, period: str) -> Path:
        """Where a track's answers for a period stand."""
        return self.place(track, period) / "part-0.parquet"

    def cleared(self, track: str, period: str) -> Path:
        """The folder of a track's answers, with nothing in it: not even itself."""
        place = self.place(track, period)
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def _record(self, tracks: Sequence[str], period: str) -> Path:
        return self.path / "finished" / f"{period}.{'+'.join(tracks)}.json"

    def finished(self, tracks: Sequence[str], period: str) -> Record | None:
        """The record of a part that is done and whose files are what was written; None where it is to be done."""
        path = self._record(tracks, period)
        if not path.exists():
            return None
        try:
            record: Record = json.loads(path.read_text("utf-8"))
            whole = all(
                digest_of_file(self.path / name) == digest for name, digest in record["files"].items()
            )
        except (OSError, ValueError, KeyError):
            return None
        return record if whole else None

    def finish(self, tracks: Sequence[str], period: str, figures: Record) -> Record:
        """Write down that a part is done."""
        found = [path for track in tracks for path in sorted(self.place(track, period).glob("*.parquet"))]
        names = [path.relative_to(self.path).as_posix() for path in found]
        record = {**figures, "files": {name: digest_of_file(self.path / name) for name in names}}
        put(self._record(tracks, period), canonical(record))
        return record

    def close(self, records: Sequence[Record]) -> bytes:
        """The summary of a whole run."""
        lines = [line for record in records for line in record["tracks"]]
        data = canonical({**self.run, "lines": lines, "files": dict(_sorted_files(records))})
        put(self.path / "summary.json", data)
        return data


def _sorted_files(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    for record in records:
        yield from sorted(record["files"].items())
