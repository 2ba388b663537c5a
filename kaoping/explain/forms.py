"""A trace as JSON for programs and as indented text for people.

The JSON form is stable: within `kaoping-trace/1` names keep their meaning, and only new ones may be added.
Exact numbers are text (`"0.85"`, `"17/20"` where no short decimal is exact), absences `"!missing"`, texts start with a
quote, as in the canonical scorecard. Each step has both sentences; `refers` holds the steps it explains at this place,
`inputs[].refers` the id of the step a number comes from, wherever in the document that is told.
"""

from __future__ import annotations

import json
from fractions import Fraction

from kaoping.errors import Language, Place, Words
from kaoping.exact import canonical_text
from kaoping.explain import numbers
from kaoping.explain.losses import loss_of
from kaoping.explain.parts import Entry, Input, Source, Titled, TraceNode, TraceStep
from kaoping.explain.words import is_spoken, sentence
from kaoping.scorecard import cell_text
from kaoping.tables import Cell

SCHEMA = "kaoping-trace/1"


# JSON ------------------------------------------------------------------------------------------------


def to_json(trace: TraceNode) -> str:
    """The trace as JSON, keys sorted, two spaces a level, with a final newline."""
    body = {"schema": SCHEMA, "trace": _node(trace)}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.in_("zh"), "en": words.in_("en")}


def _titled(one: Titled) -> dict[str, str]:
    return {"key": one.key, "title": one.title}


def _number(x: Fraction | None) -> str | None:
    return None if x is None else canonical_text(x)


def _cell(found: Cell | None) -> str | bool | None:
    return None if found is None else cell_text(found)


def _place(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "sheet": place.sheet, "cell": place.cell}


def _node(node: TraceNode) -> dict[str, object]:
    loss = loss_of(node) if not node.children else None
    return {
        "node": node.node,
        "title": _words(node.title),
        "organisation": _titled(node.organisation),
        "group": {"key": node.group, "title": _words(node.group_title)},
        "period": node.period,
        "full": _number(node.full),
        "points": _cell(node.points),
        "points_id": node.points_id,
        "lost": _number(node.lost),
        "status": node.status,
        "status_words": _words(node.status_words),
        "place": _number(node.place),
        "grade": _titled(node.grade),
        "article": node.article,
        "bonus": node.bonus,
        "loss": None if loss is None else {language: loss.sentence(language) for language in _BOTH},
        "steps": [_step(one) for one in node.steps],
        "decisions": [_step(one) for one in node.decisions],
        "children": [_node(one) for one in node.children],
    }


_BOTH: tuple[Language, Language] = ("zh", "en")


def _step(step: TraceStep) -> dict[str, object]:
    return {
        "id": step.id,
        "kind": step.kind,
        "role": step.role,
        "part": step.part,
        "stage": step.stage,
        "block": step.block,
        "title": _words(step.title),
        "sentence": {language: sentence(step, language) for language in _BOTH},
        "spoken": is_spoken(step),
        "organisation": _titled(step.organisation),
        "period": step.period,
        "result": _cell(step.result),
        "unit": step.unit,
        "article": step.article,
        "place": _place(step.place),
        "expression": step.expression,
        "settings": dict(step.settings),
        "inputs": [_input(one) for one in step.inputs],
        "sources": [_source(one) for one in step.sources],
        "population": [_entry(one) for one in step.population],
        "set_by": [_titled(one) for one in step.set_by],
        "refers": [_node(one) if isinstance(one, TraceNode) else _step(one) for one in step.refers],
    }


def _input(one: Input) -> dict[str, object]:
    return {
        "name": one.name, "title": _words(one.title), "value": _cell(one.cell), "refers": one.refers,
        "unit": one.unit, "weight": _cell(one.weight), "body": None if one.body is None else _titled(one.body),
    }  # fmt: skip


def _source(one: Source) -> dict[str, object]:
    return {
        "value": _cell(one.value), "period": one.period, "supplier": _words(one.supplier), "by": one.by,
        "vintage": one.vintage, "note": one.note, "document": one.document, "on": one.on, "level": one.level,
        "matter": one.matter, "count": one.count, "place": _place(one.place),
    }  # fmt: skip


def _entry(one: Entry) -> dict[str, object]:
    return {
        "body": _titled(one.body),
        "value": _number(one.value),
        "weight": _number(one.weight),
        "own": one.own,
    }


# text ------------------------------------------------------------------------------------------------


def as_text(trace: TraceNode, language: Language = "zh", whole: bool = False) -> str:
    """The trace as indented lines, one sentence a step; what a step refers to stands above it, further in.

    Steps that say nothing of this organisation are left out, unless `whole`.
    """
    return "\n".join(_node_lines(trace, language, 0, whole)) + "\n"


def heading(node: TraceNode, language: Language) -> str:
    """A node in one line: whose, when, points, status; then full mark and points lost, of an item with their causes."""
    zh = language == "zh"
    when = numbers.period(node.period, language)
    who = f"（{node.organisation.title}，{when}）：" if zh else f" ({node.organisation.title}, {when}): "
    parts = []
    if isinstance(node.points, Fraction):
        got = numbers.marks(node.points)
        parts.append(f"得 {got} 分" if zh else f"scored {got}")
    if node.status != "scored":
        parts.append(node.status_words.in_(language))
    said = ("，" if zh else ", ").join(parts)
    end = "。" if zh else ". "
    title = node.title.in_(language)
    title = title if zh else title[:1].upper() + title[1:]
    return f"{title}{who}{said}{end}{_lost(node, language)}".rstrip()


def _lost(node: TraceNode, language: Language) -> str:
    loss = loss_of(node) if not node.children else None
    if loss is not None:
        return loss.sentence(language)
    if node.full is None or node.lost is None:
        return ""
    full, lost = numbers.marks(node.full), numbers.marks(abs(node.lost))
    if language == "zh":
        return f"满分 {full} 分，{'失' if node.lost >= 0 else '多得'} {lost} 分。"
    return f"Full mark {full}, {'lost' if node.lost >= 0 else 'gained'} {lost}."


def _node_lines(node: TraceNode, language: Language, depth: int, whole: bool) -> list[str]:
    lines = [f"{'  ' * depth}{heading(node, language)}"]
    for child in node.children:
        lines += _node_lines(child, language, depth + 1, whole)
    decided = node.decisions if whole or depth == 0 else ()
    for step in (*node.steps, *decided):
        lines += _step_lines(step, language, depth + 1, whole)
    return lines


def _step_lines(step: TraceStep, language: Language, depth: int, whole: bool) -> list[str]:
    lines: list[str] = []
    spoken = whole or is_spoken(step)
    for one in step.refers:
        inner = depth + 1 if spoken else depth
        if isinstance(one, TraceNode):
            lines += _node_lines(one, language, inner, whole)
        else:
            lines += _step_lines(one, language, inner, whole)
    if spoken:
        lines.append(f"{'  ' * depth}{sentence(step, language)}")
    return lines
