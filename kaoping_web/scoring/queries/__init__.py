"""What can be asked about runs, their lines and why these are as they are. Every answer is for somebody: see audience.py."""

from kaoping_web.scoring.queries.explanations import explanation, explanations
from kaoping_web.scoring.queries.lines import lines_of, lines_on, summaries_of
from kaoping_web.scoring.queries.replay import scorecard
from kaoping_web.scoring.queries.runs import cycle_for, latest_run, released_before, runs_of, unit_of

__all__ = [
    "cycle_for", "explanation", "explanations", "latest_run", "lines_of", "lines_on", "released_before", "runs_of", "scorecard", "summaries_of", "unit_of",
]  # fmt: skip
