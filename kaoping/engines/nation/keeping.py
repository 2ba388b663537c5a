"""What is finished stays finished: the record of a run in its folder, and the digests of what it has read and written.

    DIR/run.json                                      what the run is of: scheme, cycle, nodes; and what ran it last
    DIR/finished/2026-03.towns.json                   a part that is done: what it read, its files, their digests, its figures
    DIR/track=towns/period=2026-03/part-0.parquet     answers
    DIR/summary.json                                  of everything that is done

A file is made aside and put in place; the record of a part is written after its files. Started again, a run believes a
record only where the files have the digests it tells. A period may be added whenever its values are there; one that is
done is refused when a file that it read has changed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kaoping.engines.nation.sources import digest_of_file
from kaoping.errors import KaopingError, Place, Problem, Words

SCHEMA = "kaoping-nation/2"
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
    """The folder of a run. `settings`: what all of its answers depend on; `reads`: for each period the digests of what is
    read for it; `about`: what is told of the run besides and may differ next time (engine, versions)."""

    def __init__(
        self, path: Path, settings: Record, reads: Mapping[str, Sequence[str]], about: Record | None = None
    ) -> None:
        """Writes nothing. Raises KaopingError where the folder holds another run, or files that are none of a run's, or
        periods that are done and would be read from other files now."""
        self.path, self.reads, self.about = path, reads, about or {}
        self.settings = {"schema": SCHEMA, **settings}
        self.periods = set(reads)
        mark = path / "run.json"
        if mark.exists():
            self._same(mark)
        elif path.exists() and any(path.iterdir()):
            raise KaopingError(
                Problem("folder-taken", Words(f"{path} 不是空的，也不是一次计分的文件夹。", f"{path} is not empty, and not the folder of a run."),
                        Words("给 --out 一个新文件夹。", "give --out a new folder."))
            )  # fmt: skip
        changed = sorted(period for period in reads if self._has_changed(period))
        if changed:
            raise KaopingError([_changed(path, period) for period in changed])

    def begin(self) -> None:
        """Make it, and say in it what the run is of."""
        for left in self.path.rglob(".*.writing"):
            left.unlink()
        put(self.path / "run.json", canonical(self.run))

    @property
    def run(self) -> Record:
        """What the run is of."""
        return {**self.settings, **self.about, "periods": sorted(self.periods)}

    def _same(self, mark: Path) -> None:
        before = _read(mark)
        if before is None:
            raise KaopingError(
                Problem("run-damaged", Words("运行记录已损坏。", "the record of the run is damaged."),
                        Words("用备份换回这个文件，或给 --out 一个新文件夹。", "put the file back from a copy, or give --out a new folder."),
                        Place(str(mark)))
            )  # fmt: skip
        different = sorted(key for key in self.settings if before.get(key) != self.settings[key])
        if different:
            raise KaopingError(
                Problem("another-run", Words(f"{self.path} 是另一次计分（{'、'.join(different)} 不同）。",
                                             f"{self.path} holds another run (another {', '.join(different)})."),
                        Words("给 --out 一个新文件夹，或清空这一个。", "give --out a new folder, or empty this one."))
            )  # fmt: skip
        self.periods |= {str(one) for one in before.get("periods", ())}

    def _has_changed(self, period: str) -> bool:
        """Whether some part of the period was read from other files than it would be now."""
        records = [_read(path) for path in (self.path / "finished").glob(f"{period}.*.json")]
        return any(one is not None and one.get("reads") != list(self.reads[period]) for one in records)

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
        record = _read(self._record(tracks, period))
        if record is None:
            return None
        try:
            whole = all(
                digest_of_file(self.path / name) == digest for name, digest in record["files"].items()
            )
        except (OSError, KeyError, AttributeError):
            return None
        return record if whole else None

    def finish(self, tracks: Sequence[str], period: str, figures: Record) -> Record:
        """Write down that a part is done."""
        found = [path for track in tracks for path in sorted(self.place(track, period).glob("*.parquet"))]
        names = [path.relative_to(self.path).as_posix() for path in found]
        files = {name: digest_of_file(self.path / name) for name in names}
        record = {**figures, "by": dict(self.about), "reads": list(self.reads[period]), "files": files}
        put(self._record(tracks, period), canonical(record))
        return record

    def close(self) -> bytes:
        """The summary of everything that is done, in this run and before it."""
        found = (_read(path) for path in (self.path / "finished").glob("*.json"))
        records = [one for one in found if one is not None]
        lines = sorted(
            (line for record in records for line in record["tracks"]),
            key=lambda one: (one["period"], one["track"]),
        )
        files = {name: digest for record in records for name, digest in record["files"].items()}
        data = canonical({**self.run, "lines": lines, "files": files})
        put(self.path / "summary.json", data)
        return data


def _read(path: Path) -> dict[str, Any] | None:
    """A record; None where there is none, or none that can be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _changed(path: Path, period: str) -> Problem:
    return Problem(
        "another-input",
        Words(f"{path} 里的 {period} 已算完，而它所读的文件后来变了。", f"{path}: {period} is done, and a file that it was read from has changed since."),
        Words(f"给 --out 一个新文件夹；要重算这一期，删去 {path / 'finished'} 里的 {period}.*.json。",
              f"give --out a new folder; to do the period again, remove {period}.*.json from {path / 'finished'}."),
        Place(str(path)),
    )  # fmt: skip
