"""Figures of the journal: entries a second of processor time written, exported and verified, memory of the verifier, hashes of a proof.

    python benchmarks/journal.py [ENTRIES] [--algorithm sm3]

Entries are of the kind a site records: a filing with nine protected fields, 400 organisations, about 650 bytes a line.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from benchmarks import machine  # noqa: E402
from kaoping.journal import (  # noqa: E402
    Deed,
    Frontier,
    Head,
    Log,
    Sealed,
    State,
    Tree,
    append,
    consistency_proof,
    differences,
    inclusion_proof,
    verify_export,
    write_export,
)
from kaoping.journal.replay import Row  # noqa: E402

START = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = 24_000


def deed(number: int) -> Deed:
    """The n-th deed of the year: 24,000 filings, entered and corrected in turn."""
    key, version = number % ROWS, number // ROWS + 1
    return Deed(
        chain=f"org-{key % 400}", at=(START + timedelta(seconds=number)).isoformat().replace("+00:00", "Z"),
        deed="submit.filing", who=(f"u-{key % 1500}",), object_type="filing", object_key=str(key), version=version,
        after={
            "organisation": f"org-{key % 400}", "indicator": f"investment_growth_{key // 400}", "period": "2026-09",
            "value": f"{number % 9973}.{number % 89 + 10}", "unit": "亿元", "source": "statistics", "final": number % 2 == 0,
            "evidence": "3f5a" * 16, "note": None,
        },
        reason="按统计局更正后的数据修改", document="云统函〔2026〕8号",
    )  # fmt: skip


def appended(log: Log, count: int) -> Iterator[Sealed]:
    """The journal of so many deeds, entry by entry."""
    frontier, heads = Frontier(), dict[str, Head]()
    for number in range(count):
        one = deed(number)
        step = append(log, frontier, heads.get(one.chain), one)
        frontier, heads[one.chain] = step.frontier, step.head
        yield step.sealed


def timed(label: str, count: int, start: float) -> None:
    """One line of the table."""
    took = time.process_time() - start
    print(f"{label:34s} {took:8.2f} s   {count / took:10,.0f} entries/s")


def main() -> None:
    """Write, export, verify, replay; each by itself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("entries", type=int, nargs="?", default=240_000)
    parser.add_argument("--algorithm", default="sha256")
    asked = parser.parse_args()
    print(machine.heading())
    log, count = Log("kp-benchmark", asked.algorithm), asked.entries
    with tempfile.TemporaryFile() as file:
        start = time.process_time()
        checkpoint = write_export(log, appended(log, count), file, "2026-12-31T00:00:00Z")
        timed("append and export", count, start)
        print(f"{'size':34s} {file.tell() / 1e6:8.1f} MB  {file.tell() // count:10,d} bytes an entry")
        file.seek(0)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        verdict = verify_export(file, [checkpoint])
        timed("verify", count, start)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert verdict.is_sound and verdict.size == count
        print(
            f"{'memory at most, growth while verifying':34s} {after // 1024} MB, {(after - before) // 1024} MB"
        )
        file.seek(0)
        state, start = State(), time.process_time()
        verify_export(file, [checkpoint], visit=state.take)
        timed("verify and replay", count, start)
    rows = [Row(*name, held.version, held.after or {}) for name, held in state.objects.items()]
    start = time.process_time()
    assert not list(differences(state, rows))
    timed(f"differences over {len(rows):,} rows", len(rows), start)
    tree = Tree(log.hashed, (bytes(28) + number.to_bytes(4, "big") for number in range(count)))
    made = (
        len(inclusion_proof(log.hashed, tree, count // 3, count)),
        len(consistency_proof(log.hashed, tree, count // 3, count)),
    )
    print(f"{'hashes of a proof':34s} inclusion {made[0]}, consistency {made[1]}")


if __name__ == "__main__":
    main()
