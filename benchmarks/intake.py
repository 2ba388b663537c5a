"""Figures of the intake room: how well the annotated papers are read, how much noise is undone, how fast, within what.

    python benchmarks/intake.py [--quick]

Prints one table a question, and fails where the whole step is slower than it must be.
The papers are those of tests/intake/papers; each gold was written before the first run.
"""

from __future__ import annotations

import os
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "intake")]

import opencc  # noqa: E402
from annotated import NAMES, load  # noqa: E402
from builders import glossed  # noqa: E402
from measure import Count, Score, score  # noqa: E402

from benchmarks import machine  # noqa: E402
from kaoping.errors import DocumentError  # noqa: E402
from kaoping.intake import dumps, read_paper, read_text, to_json  # noqa: E402
from kaoping.intake.clean import clean  # noqa: E402

BAR = 1.0  # MB/s of the whole step, on either kind of paper
TURNS = 8


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


def _whole_step(page: str) -> str:
    """Clean, read, propose, and write the JSON out."""
    return dumps(read_text(page))


def _varied(page: str, turn: int) -> str:
    """The same paper with other figures, so that no turn finds what an earlier one remembered."""
    return re.sub(
        r"(?<=\d)[1-9](?=[\d.%个家项万亿])", lambda found: str((int(found[0]) + turn) % 9 + 1), page
    )


def speed(rounds: int) -> bool:
    """Bytes of UTF-8 a second of processor time, one process, one core; whether every whole step reaches the bar."""
    sets = {"short figure-dense papers": [load(name).raw.decode() for name in NAMES]}
    shared = Path(os.environ.get("KAOPING_SHARED") or ROOT.parent / "shared") / "documents"
    if shared.is_dir():
        sets["real papers"] = [path.read_text("utf-8") for path in sorted(shared.glob("*.txt"))]
    fast = True
    for kind, papers in sets.items():
        turns = [[_varied(paper, turn) for paper in papers] for turn in range(TURNS)]
        for label, step in (("cleaning", clean), ("reading", read_text), ("whole step", _whole_step)):
            for paper in papers:
                step(paper)
            rates = [_rate(step, pages, rounds) for pages in turns]
            best = max(rates)
            print(f"{label}, {kind}: {best:.2f} MB/s (least of {TURNS} turns {min(rates):.2f})")
            fast = fast and (label != "whole step" or best >= BAR)
    return fast


def _rate(step: Callable[[str], object], pages: list[str], rounds: int) -> float:
    """MB a second. The best of several turns is judged: other work on the machine can only slow a turn down."""
    size = sum(len(page.encode()) for page in pages) * rounds
    started = time.process_time()
    for _ in range(rounds):
        for page in pages:
            step(page)
    return size / 1e6 / (time.process_time() - started)


def hostile() -> None:
    """The slowest texts we know, at the longest length that is read at all."""
    shapes = {
        "figures": "增长5%",
        "orders": "要抓好;",
        "numerals": "一",
        "quotes": "“一个",
        "lines": "要\n",
        "speakers": "张三强调,要抓好。",
        "series": "\n".join(f"{n}是好的" for n in "一二三四五六七八九") + "\n",
        "cells": "序号\n任务\n责任单位\n1\n甲\n",
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
    print(machine.heading())
    quick = "--quick" in sys.argv
    quality()
    artefacts(2 if quick else 12)
    reached = speed(2 if quick else 8)
    if not quick:
        hostile()
    if not reached:
        print(f"below {BAR} MB/s")
        sys.exit(1)
