"""COINr on its own example against us: the same index of the same 51 countries, the same weights drawn anew, in one run.

    python -m benchmarks.coinr [--package FOLDER] [--rounds 30] [--draws 1000]

Needs R and COINr, installed or in FOLDER (or KAOPING_COINR; installed or source), and the ASEM tables (`asem.py` says
where); what is missing is said. COINr runs new_coin, Normalise (best and worst, 0 to 100) and Aggregate, and
get_sensitivity over weights that we drew. Every node of every country is compared with the exact number, and the index
and place of every replication with ours; times are printed only afterwards.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import machine
from benchmarks.asem import Asem, folder
from benchmarks.coinr_sides import EXACT, TILES, Floats, Ours, Theirs, weights_text
from benchmarks.robustness import Drawn
from kaoping.tables import Absence

ANEW, KEPT = "scored once, weighted anew", "weighted anew, points kept"
ROUNDS, DRAWS = 30, 1_000
__all__ = ["ANEW", "EXACT", "KEPT", "TILES", "Measured", "main", "measured", "ratio"]


@dataclass(frozen=True)
class Measured:
    """Times of COINr and of our ways by name. `apart`: what was compared, and its largest relative difference.

    `places`: how many places of replications differ. `draws` is None where none were asked for."""

    versions: str
    run: machine.Taken
    draws: machine.Taken | None
    ways: dict[str, machine.Taken]
    again: dict[str, machine.Taken]
    apart: dict[str, float]
    places: int


def main(words: Sequence[str] | None = None) -> int:
    """Print the table."""
    said = argparse.ArgumentParser(prog="python -m benchmarks.coinr")
    said.add_argument("--package", default="", help="folder of COINr, installed or source")
    said.add_argument("--rounds", type=int, default=ROUNDS)
    said.add_argument("--draws", type=int, default=DRAWS, help="0 or at least 3")
    given = said.parse_args(words)
    print(machine.heading())
    found = measured(given.package, given.rounds, given.draws)
    if isinstance(found, str):
        print(f"not taken: {found}")
        return 0
    apart = ", ".join(f"{name} {most:.0e}" for name, most in found.apart.items())
    print(f"{found.versions}\nlargest relative difference: {apart}; places that differ: {found.places:,}")
    print(f"\n{'51 countries × 49 indicators':34}{'clock':>12}{'ratio':>12}{'processor':>12}{'ratio':>12}")
    _block("COINr: one run", found.run, found.ways)
    if found.draws is not None:
        _block(f"COINr: {given.draws:,} replications", found.draws, found.again)
    return 0


def _block(name: str, base: machine.Taken, ways: dict[str, machine.Taken]) -> None:
    for label, one in {name: base, **{f"  {way}": taken for way, taken in ways.items()}}.items():
        clock, used = ratio(base, one)
        print(f"{label:34}{machine.shown(one.middle):>12}{clock:>12,.1f}{machine.shown(one.work):>12}{used:>12,.1f}")  # fmt: skip


def ratio(base: machine.Taken, one: machine.Taken) -> tuple[float, float]:
    """How many times as long the base takes, on the clock and of processor time."""
    return base.middle / one.middle, base.work / one.work


def measured(package: str = "", rounds: int = ROUNDS, draws: int = DRAWS) -> Measured | str:
    """Both sides, R first; a text where something is missing. `draws` 0 leaves the replications out."""
    if which("Rscript") is None:
        return "there is no R here (Rscript)"
    if not (folder() / "raw.csv").is_file():
        return "no ASEM tables; KAOPING_SHARED names the folder that has data/asem"
    asem = Asem.read(folder())
    weights = Drawn.of(asem.problem, max(draws, 1)).weights(asem.problem, 0)
    with TemporaryDirectory() as out:
        theirs = Theirs.asked(Path(out), weights_text(asem, weights), package, rounds, draws)
        return theirs if isinstance(theirs, str) else _compared(Ours(asem), theirs, weights, draws)


def _compared(ours: Ours, theirs: Theirs, weights: Sequence[Floats], draws: int) -> Measured:
    index = np.array([float(theirs.nodes[one]["Index"]) for one in ours.countries])
    apart = {"all nodes": nodes_apart(ours, theirs.nodes), "index by tiles": most_apart(ours.index(), index)}
    again, places = {}, 0
    if draws:
        picked, points = [one[theirs.picked] for one in weights], ours.points()
        again[ANEW] = machine.times(lambda: ours.weighed(ours.points(), picked), 15)[1]
        (totals, ranks, _), again[KEPT] = machine.times(lambda: ours.weighed(points, picked), 50)
        apart["index of replications"] = most_apart(totals, theirs.replications("scores.csv"))
        places = int((ranks != theirs.replications("ranks.csv")).sum())
    taken = theirs.taken("draws") if draws else None
    return Measured(theirs.versions, theirs.taken("run"), taken, ours.ways(), again, apart, places)


def most_apart(ours: Floats, theirs: Floats) -> float:
    """The largest difference, as a part of ours."""
    return float(np.max(np.abs(theirs - ours) / np.abs(ours)))


def nodes_apart(ours: Ours, theirs: dict[str, dict[str, str]]) -> float:
    """Over all nodes and countries, from the exact numbers; infinite where only one side has a number."""
    cells, most = ours.columns().cells, Fraction(0)
    for country in ours.countries:
        for node, text in theirs[country].items():
            if node == "uCode":
                continue
            exact = cells[ours.column[node]][country]
            if isinstance(exact, Absence) or not text:
                if not (isinstance(exact, Absence) and not text):
                    return float("inf")
                continue
            assert isinstance(exact, Fraction)
            gap = abs(Fraction(*float(text).as_integer_ratio()) - exact)
            most = max(most, gap / abs(exact) if exact else gap)
    return float(most)


if __name__ == "__main__":
    sys.exit(main())
