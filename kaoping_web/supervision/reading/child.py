"""The process that reads a paper: it limits itself, takes bytes on stdin and answers JSON on stdout.

Started as `python -m kaoping_web.supervision.reading.child NAME`. Whatever a paper does in here ends with this process.
"""

from __future__ import annotations

import json
import os
import resource
import sys

from kaoping.errors import KaopingError
from kaoping.exact import canonical_text
from kaoping.intake import Paper, Target, Task, read_paper
from kaoping.intake.paper import Ground, Span

SECONDS, MEMORY = 30, 1 << 30


def limit_self() -> None:
    """No more processor time or memory than allowed, no file written."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(raw: bytes, name: str) -> dict[str, object]:
    """What was read of a paper, or why it was refused."""
    try:
        paper = read_paper(raw, name=name)
    except KaopingError as refused:
        return {
            "refused": [
                [one.code, one.what.zh, one.what.en, one.mend.zh, one.mend.en] for one in refused.problems
            ]
        }
    meeting = next((one for one in paper.meetings if not one.referenced_only), None)
    title = next((one.title for one in paper.articles if one.relevant), "")
    noise = paper.noise
    return {
        "title": title,
        "kind": paper.source.kind,
        "meeting": meeting.name if meeting else "",
        "met_on": meeting.date if meeting else "",
        "date_words": meeting.date_text if meeting else "",
        "issuer": meeting.issuer if meeting else "",
        "text": paper.text,
        "found": paper.source.text,
        "runs": paper.origin.runs,
        "noise": {
            "artefacts": len(noise.artefacts), "furniture": len(noise.furniture), "joins": len(noise.joins), "slips": len(noise.slips),
            "damages": len(noise.damages),
            "unproposed": [[one.span.start, one.span.end, one.reason] for one in paper.unproposed],
        },
        "frameworks": [[*one.span, one.kind, one.text] for one in paper.frameworks],
        "items": [*(_task(paper, one) for one in paper.tasks), *(_target(paper, one) for one in paper.targets)],
    }  # fmt: skip


def _task(paper: Paper, task: Task) -> dict[str, object]:
    return _item(paper, task.id, task.span, task.ground) | {
        "kind": "task", "within": task.parent, "title": task.title, "marker": task.marker, "category": task.category,
        "parties": [*(task.responsible or task.inherited)], "when": task.period,
    }  # fmt: skip


def _target(paper: Paper, target: Target) -> dict[str, object]:
    holders = [one for one in paper.tasks if one.span.holds(target.span)]
    nearest = min(holders, key=lambda one: one.span.end - one.span.start, default=None)
    return _item(paper, target.id, target.span, target.ground) | {
        "kind": "target", "within": nearest.id if nearest else "", "title": target.subject + target.measure, "when": target.period,
        "comparator": target.comparator, "value": _number(target), "unit": target.unit, "reference": target.reference,
        "subject": target.subject, "measure": target.measure,
    }  # fmt: skip


def _number(target: Target) -> str:
    """The value as text; of a range its lower end."""
    return "" if target.value is None else canonical_text(target.value)


def _item(paper: Paper, key: str, span: Span, ground: Ground) -> dict[str, object]:
    start, end = paper.raw_span(span)
    return {
        "key": key, "start": span.start, "end": span.end, "found_start": start, "found_end": end, "wording": paper.quote(span),
        "rule": ground.rule, "confidence": ground.confidence.value, "reasons": list(ground.reasons), "by": ground.by,
    }  # fmt: skip


def main() -> int:
    """Read stdin, answer on stdout."""
    limit_self()
    try:
        words = json.dumps(answer(sys.stdin.buffer.read(), sys.argv[1]), ensure_ascii=True)
    except (MemoryError, RecursionError):
        words = '{"refused": "too-slow"}'
    sys.stdout.write(words)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
