"""`python -m kaoping_web make_runs`: make the runs that wait, and explain the released ones that are not explained yet."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from kaoping_web import clock
from kaoping_web.scoring.models import RunState
from kaoping_web.scoring.queries.runs import queued_runs
from kaoping_web.scoring.services import explain_run, make_run
from kaoping_web.scoring.services.explaining import runs_to_explain


class Command(BaseCommand):
    """Safe to run at any time and twice at once: a run is stored once."""

    help = "Make queued score runs and store the explanations of released ones."

    def handle(self, *args: object, **options: object) -> None:
        """Make, then explain; one line a run."""
        for number in queued_runs():
            run = make_run(number, clock.now())
            failed = run.state == RunState.FAILED.value
            self.stdout.write(
                f"{run.cycle.period} #{run.number}: {'failed' if failed else run.state} {run.result[:12]}"
            )
        for run in runs_to_explain():
            self.stdout.write(f"{run.cycle.period} #{run.number}: {explain_run(run)} explanations")
