"""What changed since an earlier run of the same cycle."""

from __future__ import annotations

from functools import lru_cache

from kaoping_web.organisations.models import Organisation
from kaoping_web.scoring.changes import InputMoved, LineMoved, Moved, inputs_moved, joined, lines_moved
from kaoping_web.scoring.models import Run, ScoreLine
from kaoping_web.scoring.queries.replay import inputs_text, scheme_of
from kaoping_web.scoring.reads import reads_of

SLIM = (
    "pk",
    "organisation_id",
    "group",
    "node",
    "parent",
    "is_item",
    "position",
    "points",
    "full",
    "place",
    "status",
)


def moved_between(before: Run, after: Run) -> Moved:
    """Everything that changed from one run to the other: inputs, lines of the period, and which moved which."""
    inputs = _inputs_moved(before.inputs_digest, after.inputs_digest)
    lines = lines_moved(_lines(before), _lines(after)) if before.result != after.result else []
    keys = dict(
        Organisation.objects.filter(pk__in={one.organisation for one in lines}).values_list("pk", "key")
    )
    return Moved(
        inputs,
        joined(lines, inputs, keys, reads_of(scheme_of(after))),
        before.scheme_digest != after.scheme_digest,
    )


def moved_for(before: Run, after: Run, organisation: Organisation) -> tuple[LineMoved, ...]:
    """The lines of one body that moved, with the inputs behind them."""
    if before.result == after.result:
        return ()
    lines = lines_moved(_lines(before, organisation.pk), _lines(after, organisation.pk))
    if not lines:
        return ()
    inputs = _inputs_moved(before.inputs_digest, after.inputs_digest)
    return joined(lines, inputs, {organisation.pk: organisation.key}, reads_of(scheme_of(after)))


@lru_cache(maxsize=16)
def _inputs_moved(before: str, after: str) -> tuple[InputMoved, ...]:
    """The rows in which two snapshots differ; a pair of digests always gives the same."""
    return inputs_moved(inputs_text(before), inputs_text(after)) if before != after else ()


def _lines(run: Run, organisation: int | None = None) -> list[ScoreLine]:
    found = ScoreLine.objects.filter(run=run, period=run.cycle.period)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return list(found.only(*SLIM))
