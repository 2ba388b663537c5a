"""Figures of the intake room: how well the annotated papers are read, how much noise is undone, how fast, within what.

    python benchmarks/intake.py [--quick]

Prints one table a question. The papers are those of tests/intake/papers; each gold was written before the first run.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "intake")]

import opencc  # noqa: E402
from annotated import NAMES, load  # noqa: E402
from builders import glossed  # noqa: E402
from measure import Count, Score, score  # noqa: E402

from kaoping.errors import DocumentError  # noqa: E402
from kaoping.intake import read_paper, read_text, to_json  # noqa: E402
from kaoping.intake.clean import clean  # noqa: E402


def _shown(count: Count) -> str:
    return f"{count.precision:.2f} {count.recall:.2f} {count.f1:.2f} (n={count.hit + count.missed})"


def quality() -> None:
    """Tasks and targets by genre, and the rest in all."""
    total = Score()
    print(f"{'paper':20s} {'text':>6s}  tasks P R F1            targets P R F1          traps hit")
    for name in NAMES:
        paper = load(name)
        counted = score(paper.gold, to_json(read_paper(paper.raw, name=f"{name}.txt")))
        total.add(counted)
        print(
            f"{name:20s} {counted.text:6.4f}  {_shown(counted.tasks):22s}  {_shown(counted.targets):22s}  {counted.traps}"
        )
    print(f"{'all':20s} {'':6s}  {_shown(total.tasks):22s}  {_shown(total.targets):22s}  {total.traps}")
    print("meeting: " + "  ".join(f"{key} {count.f1:.2f}" for key, count in total.meta.items()))
    print(
        f"red lines {_shown(total.red_lines)}  frameworks {_shown(total.frameworks)}  awards {_shown(total.awards)}"
    )


def artefacts(rounds: int) -> None:
    """Generated pinyin over the annotated papers, written in traditional characters."""
    traditional = opencc.OpenCC("s2t")
    inserted = found = wrong = changed = pages = 0
    for name in NAMES:
        page = traditional.convert(load(name).clean)
        for seed in range(rounds):
            noisy, spans = glossed(page, seed, share=2)
            cleaned = clean(noisy)
            taken = set(cleaned.noise.artefacts)
            inserted, found, wrong = (
                inserted + len(spans),
                found + len(taken & set(spans)),
                wrong + len(taken - set(spans)),
            )
            pages, changed = pages + 1, changed + (cleaned.text != clean(page).text)
    print(
        f"generated artefacts: {found} of {inserted} removed, {wrong} wrong, {changed} of {pages} pages differ elsewhere"
    )


def speed(rounds: int) -> None:
    """Bytes of UTF-8 a second of processor time, one core: cleaning alone, and the whole step."""
    sets = {"annotated papers": [load(name).raw.decode() for name in NAMES]}
    shared = Path(os.environ.get("KAOPING_SHARED") or ROOT.parent / "shared") / "documents"
    if shared.is_dir():
        sets["real papers"] = [path.read_text("utf-8") for path in sorted(shared.glob("*.txt"))]
    for kind, papers in sets.items():
        size = sum(len(paper.encode()) for paper in papers) * rounds
        for label, step in (("cleaning", clean), ("whole step", read_text)):
            for paper in papers:
                step(paper)
            started = time.process_time()
            for _ in range(rounds):
                for paper in papers:
                    step(paper)
            print(
                f"{label}, {kind}: {size / 1e6 / (time.process_time() - started):.2f} MB/s over {size / 1e6:.1f} MB"
            )


def hostile() -> None:
    """The slowest texts we know, at the longest length that is read at all."""
    shapes = {
        "figures": "增长5%",
        "orders": "要抓好;",
        "numerals": "一",
        "quotes": "“一个",
        "lines": "要\n",
        "speakers": "张三强调,要抓好。",
    }
    for label, words in shapes.items():
        started = time.process_time()
        size = 490_000 if "\n" not in words else 110_000
        try:
            read_paper((words * (size // len(words))).encode(), name="a.txt")
            done = "read"
        except DocumentError as refused:
            done = refused.problems[0].code
        print(f"hostile {label}: {time.process_time() - started:.1f} s, {done}")
    print(
        f"memory of this process at its largest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    quick = "--quick" in sys.argv
    quality()
    artefacts(2 if quick else 12)
    speed(10 if quick else 60)
    if not quick:
        hostile()
