"""The site's run on the demo district: a year scored as the site scores it, beside `score()` of the library on the same tables.

    python -m benchmarks.site            the demo's database is built in a temporary folder first, as `make demo` builds it
    python -m benchmarks.site FOLDER     a built one, kaoping-demo for example, is copied and left as it is

The run reads figures, targets and bodies from the database, writes them out as the text that is kept, reads that back, scores
it, and stores lines, summaries and awards with an entry in the record; then it is released, first provisionally, then as final,
which corrects the run of the year that is final there. Explanations follow in the background, about a minute of them. Ratios
are those of one process, the two taken in turn; every run must say what `score()` says.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks import machine
from demo.site import NOW

if TYPE_CHECKING:
    from kaoping import Scorecard
    from kaoping_web.cycles.models import Cycle
    from kaoping_web.scoring.models import Run, RunState

_T = TypeVar("_T")
YEAR = "2025"
ROUNDS = 3
ROOT = Path(__file__).resolve().parent.parent
ASKS, RELEASES = "kao", "zhouzhuren"
"""Who asks for runs in the demo, and who releases them."""


def main(built: str = "") -> int:
    """Print what a run and its release take."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        if built:
            shutil.copytree(built, folder)
        else:
            command = [sys.executable, "-m", "demo.site", "--data", str(folder), "--only-build"]
            subprocess.run(command, cwd=ROOT, check=True)
        _open(folder)
        import django

        print(f"{machine.heading()}\nDjango {django.__version__}, SQLite {sqlite3.sqlite_version}")
        return _measured()


def _open(folder: Path) -> None:
    """The site on this database, in this process."""
    os.environ |= {
        "KAOPING_DATA": str(folder), "KAOPING_DEMO": "1", "KAOPING_NOW": NOW.isoformat(), "KAOPING_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "kaoping_web.settings",
    }  # fmt: skip
    import django

    django.setup()


def _measured() -> int:
    from kaoping.engines.choice import cells_of
    from kaoping_web.cycles.models import Cycle
    from kaoping_web.scoring.models import RunState, ScoreLine
    from kaoping_web.scoring.queries.replay import result_of
    from kaoping_web.scoring.services import explain_run

    cycle = Cycle.objects.select_related("host", "scheme_version").get(period=YEAR)
    reading, scoring, making = list[machine.Taken](), list[machine.Taken](), list[machine.Taken]()
    for turn in range(-1, ROUNDS):  # the first turn warms up
        card, read, scored = _by_the_library(cycle)
        run, made = _once(lambda turn=turn: _made(cycle, turn))  # type: ignore[misc]
        if run.result != result_of(card):
            raise SystemExit("the site's run and score() differ")
        if turn >= 0:
            reading.append(read), scoring.append(scored), making.append(made)
    lines = ScoreLine.objects.filter(run=run).count()
    print(f"{YEAR}: {len(card.tables.organisations)} bodies, {len(card.tables.filed):,} figures, "
          f"{cells_of(card.plan):,} cells in {len(card.plan.steps):,} steps by {card.engine}, {lines:,} lines stored\n")  # fmt: skip
    yardstick = _middle(scoring)
    print(f"{'':58}{'clock':>12}{'processor':>12}{'× score()':>12}")
    _print("score() of the library", yardstick, yardstick)
    _print("figures read, written as text and read back", _middle(reading), yardstick)
    _print("a run of the site, all of it", _middle(making), yardstick)
    for state in (RunState.PROVISIONAL, RunState.FINAL):
        run, taken = _once(lambda run=run, state=state: _released(run, state))  # type: ignore[misc]
        _print(f"released: {state.value}", taken, yardstick)
    told, taken = _once(lambda: explain_run(run))
    _print(f"{told:,} explanations stored for those who sign in", taken, yardstick)
    return 0


def _by_the_library(cycle: Cycle) -> tuple[Scorecard, machine.Taken, machine.Taken]:
    """The year by `score()`; what reading its tables took, and what scoring them."""
    from kaoping import score
    from kaoping_web.schemes.queries import parsed
    from kaoping_web.scoring.inputs import tables_of
    from kaoping_web.scoring.snapshots import tables_of_text, text_of

    scheme = parsed(cycle.scheme_version)
    tables, read = _once(lambda: tables_of_text(text_of(tables_of(cycle, True))))
    card, scored = _once(lambda: score(scheme, tables, cycle.period))
    return card, read, scored


def _made(cycle: Cycle, turn: int) -> Run:
    """A run of the year asked for and made, as it is after the office has asked."""
    from kaoping_web.organisations.models import User
    from kaoping_web.scoring.models import RunState
    from kaoping_web.scoring.services import make_run, request_run

    by, now = User.objects.get(username=ASKS), NOW + timedelta(minutes=turn + 1)
    asked = request_run(by=by, cycle=cycle, only_verified=True, reason="测速 benchmark", now=now)
    run = make_run(asked.pk, now)
    if run.state != RunState.MADE.value:
        raise SystemExit(run.problems)
    return run


def _released(run: Run, state: RunState) -> Run:
    from kaoping_web.organisations.models import User
    from kaoping_web.scoring.services import release_run

    by, now = User.objects.get(username=RELEASES), NOW + timedelta(minutes=ROUNDS + 1)
    return release_run(by=by, run_id=run.pk, state=state, seen=run.version, now=now)


def _once(work: Callable[[], _T]) -> tuple[_T, machine.Taken]:
    return machine.times(work, 1, warm=0)


def _middle(rounds: list[machine.Taken]) -> machine.Taken:
    """Of several turns the middle one, on the clock and of processor time."""
    return machine.Taken(sorted(one.middle for one in rounds), sorted(one.work for one in rounds))


def _print(name: str, taken: machine.Taken, yardstick: machine.Taken) -> None:
    times = (machine.shown(one) for one in (taken.middle, taken.work))
    print(
        f"{name:58}{''.join(f'{one:>12}' for one in times)}{taken.work / yardstick.work:>10.2f} ×", flush=True
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
