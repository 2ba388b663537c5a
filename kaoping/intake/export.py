"""A paper as JSON: the schema of the annotated papers (kaoping-intake-gold/1), with rule, confidence and origin added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from json.encoder import encode_basestring
from os.path import basename, splitext
from typing import Any

from kaoping.intake import written
from kaoping.intake.confidence import REASONS
from kaoping.intake.paper import Article, Ground, Mark, Meeting, Paper, Span, Target, Task, Unproposed
from kaoping.intake.written import Written, number

SCHEMA = "kaoping-intake-gold/1"
Json = dict[str, Any]
_TRUTHS = {False: "false", True: "true"}
_SECOND, _THIRD = "\n  ", "\n   "  # where the lines of a list begin that stands two, three objects deep


def to_json(paper: Paper) -> Json:
    """The whole paper as plain values; every item a proposal."""
    head = _head(paper)
    head["cleaned"]["runs"] = [list(run) for run in paper.origin.runs]
    head["noise"]["pinyin_artifacts"]["raw_spans"] = [list(span) for span in paper.noise.artefacts]
    return head | {
        "tasks": [_task(paper, task) for task in paper.tasks],
        "targets": [_target(paper, target) for target in paper.targets],
        "baselines": [_target(paper, target) for target in paper.baselines],
        "red_lines": [
            {"kind": mark.kind, **_placed(paper, mark.span, mark.ground)} for mark in paper.red_lines
        ],
        "frameworks": [
            {"text": mark.text, "kind": mark.kind, **_placed(paper, mark.span, mark.ground)}
            for mark in paper.frameworks
        ],
        "awards": [_award(paper, mark) for mark in paper.awards],
        "not_proposed": [_left(paper, item) for item in paper.unproposed],
        "rejected": list(paper.rejected),
    }


def _written(paper: Paper) -> Json:
    """The paper as to_json gives it, with its lists of proposals already text."""
    head = _head(paper)
    head["cleaned"]["runs"] = written.pairs(paper.origin.runs, _SECOND)
    head["noise"]["pinyin_artifacts"]["raw_spans"] = written.pairs(paper.noise.artefacts, _THIRD)
    return head | {
        "tasks": written.tasks(paper),
        "targets": written.targets(paper, paper.targets),
        "baselines": written.targets(paper, paper.baselines),
        "red_lines": written.red_lines(paper),
        "frameworks": written.frameworks(paper),
        "awards": written.awards(paper),
        "not_proposed": written.left_over(paper),
        "rejected": list(paper.rejected),
    }


def _head(paper: Paper) -> Json:
    """All that is said of the paper before its proposals."""
    file = basename(paper.source.name.rstrip("/"))
    return {
        "schema": SCHEMA,
        "doc_id": splitext(file)[0] or "paper",
        "genre": next((a.genre.value for a in paper.articles if a.relevant), "article"),
        "source": {
            "file": file,
            "kind": paper.source.kind,
            "encoding": paper.source.encoding or None,
            "sha256": paper.source.sha256,
            "chars": len(paper.source.text),
        },
        "cleaned": {
            "text": paper.text,
            "chars": len(paper.text),
            "lines": paper.text.count("\n") + 1 if paper.text else 0,
            "sha256": hashlib.sha256(paper.text.encode("utf-8")).hexdigest(),
            "runs": paper.origin.runs,
        },
        "noise": _noise(paper),
        "articles": [_article(article) for article in paper.articles],
        "meetings": [_meeting(meeting) for meeting in paper.meetings],
    }


def dumps(paper: Paper, *, one_line: bool = False) -> str:
    """The JSON text of a paper; the same paper always gives the same text."""
    return json.dumps(to_json(paper), ensure_ascii=False) if one_line else _indented(_written(paper), "\n")


def _indented(value: object, margin: str) -> str:
    """What json.dumps(value, ensure_ascii=False, indent=1) gives; that one is written in Python and ten times slower."""
    if isinstance(value, dict):
        return _form(tuple(value), margin) % _parts(value.values(), margin + " ") if value else "{}"
    if isinstance(value, Written):
        return value
    if isinstance(value, list):
        inner = margin + " "
        if value and value[0].__class__ is int:
            return "[" + inner + ("," + inner).join(map(str, value)) + margin + "]"
        return "[" + inner + ("," + inner).join(_parts(value, inner)) + margin + "]" if value else "[]"
    return json.dumps(value, ensure_ascii=False)


def _parts(values: Iterable[Any], margin: str) -> tuple[str, ...]:
    return tuple(
        [
            encode_basestring(part)
            if (kind := part.__class__) is str
            else "null"
            if part is None
            else str(part)
            if kind is int
            else part
            if kind is Written
            else _TRUTHS[part]
            if kind is bool
            else "[]"
            if kind is list and not part
            else _indented(part, margin)
            for part in values
        ]
    )


@cache
def _form(keys: tuple[str, ...], margin: str) -> str:
    """The names of an object of the schema with a gap for each value."""
    inner = margin + " "
    return "{" + inner + ("," + inner).join(f"{encode_basestring(key)}: %s" for key in keys) + margin + "}"


def _noise(paper: Paper) -> Json:
    noise = paper.noise
    return {
        "script": noise.script,
        "pinyin_artifacts": {
            "count": len(noise.artefacts),
            "distinct": noise.distinct,
            "raw_spans": noise.artefacts,
        },
        "misaligned": [
            {
                "raw_start": hurt.start,
                "raw_end": hurt.end,
                "text": hurt.text,
                "repaired": hurt.repaired or None,
            }
            for hurt in noise.damages
        ],
        "duplicate_punctuation": noise.stutters,
        "boilerplate": [
            {"kind": item.kind, "raw_start": item.start, "raw_end": item.end, "text": item.text}
            for item in noise.furniture
        ],
        "line_joins": [{"left": left, "right": right} for left, right in noise.joins],
        "ocr_suspects": [paper.quote(span) for span, _ in noise.slips],
        "ocr_spans": [{"start": span.start, "end": span.end, "kind": kind} for span, kind in noise.slips],
        "truncated": noise.truncated,
    }


def _article(article: Article) -> Json:
    return {
        "id": article.id,
        "title": article.title,
        "subtitle": article.subtitle or None,
        "byline": article.byline or None,
        "affiliation": article.affiliation or None,
        "relevant": article.relevant,
        "genre": article.genre.value,
        "start": article.span.start,
        "end": article.span.end,
    }


def _meeting(meeting: Meeting) -> Json:
    return {
        "name": meeting.name or None,
        "date": meeting.date or None,
        "date_text": meeting.date_text or None,
        "date_basis": meeting.date_basis or None,
        "level": meeting.level or None,
        "region": meeting.region or None,
        "place": meeting.place or None,
        "form": meeting.form or None,
        "host": meeting.host or None,
        "speakers": list(meeting.speakers),
        "issuer": meeting.issuer or None,
        "publish_date": meeting.publish_date or None,
        "source": meeting.source or None,
        "referenced_only": meeting.referenced_only,
        "article": meeting.article,
    }


def _task(paper: Paper, task: Task) -> Json:
    return {
        "id": task.id,
        "title": task.title,
        "level": task.level,
        "parent": task.parent or None,
        "marker": task.marker or None,
        "category": task.category,
        "responsible": list(task.responsible),
        "responsible_inherited": list(task.inherited),
        "period": task.period or None,
        **_placed(paper, task.span, task.ground),
    }


def _target(paper: Paper, target: Target) -> Json:
    return {
        "id": target.id,
        "subject": target.subject,
        "measure": target.measure or None,
        "kind": target.kind,
        "comparator": target.comparator,
        "value": _value(target.value, target.upper),
        "value_text": str(target.value) if target.value is not None else None,
        "unit": target.unit or None,
        "reference": target.reference or None,
        "period": target.period or None,
        "scope": target.scope or None,
        **_placed(paper, target.span, target.ground),
    }


def _award(paper: Paper, mark: Mark) -> Json:
    return {
        "name": mark.text,
        "year": mark.year or None,
        "recipients": list(mark.recipients),
        **_placed(paper, mark.span, mark.ground),
    }


def _placed(paper: Paper, span: Span, ground: Ground) -> Json:
    raw_start, raw_end = paper.raw_span(span)
    return {
        "start": span.start,
        "end": span.end,
        "raw_start": raw_start,
        "raw_end": raw_end,
        "quote": paper.quote(span),
        "status": "proposed",
        "by": ground.by,
        "rule": ground.rule,
        "confidence": ground.confidence._value_,
        "reasons": [_reason(code) for code in ground.reasons if code in REASONS],
    }


def _left(paper: Paper, item: Unproposed) -> Json:
    return {
        "start": item.span.start,
        "end": item.span.end,
        "reason": item.reason,
        "quote": paper.quote(item.span),
    }


def _reason(code: str) -> Json:
    return {"code": code, "zh": REASONS[code].zh, "en": REASONS[code].en}


def _value(value: Fraction | None, upper: Fraction | None) -> int | float | list[int | float] | None:
    """A JSON number for display and comparison; the exact value is `value_text`."""
    if value is None:
        return None
    return [number(value), number(upper)] if upper is not None else number(value)
