"""A node of a trace as the rows of its page.

`steps`: one row a step that says something: `d` how far in, `zh`/`en` the sentence, `v` the exact value (or `w`, words for
what is no number) with unit `u`, `e` what it did to the score as exact text where it is a stage of the reckoning, `k` 1
where it moved the score, `s` where the value came from, `n` the node where the row stands for another one.

Of an item the effects add up to −lost. Of a dimension or the whole they add up to its points. Other bodies are never
named here: one explanation serves every reader of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from kaoping.errors import Language, Words
from kaoping.exact import canonical_text
from kaoping.explain import (
    Loss,
    Source,
    TraceNode,
    TraceStep,
    heading,
    is_spoken,
    ledger_of,
    loss_of,
    losses_of,
    sentence,
)
from kaoping.explain.numbers import cell as cell_words
from kaoping.plan.steps import Plan, ReadFact
from kaoping_web.scoring.explaining.stored import Told

DEEPEST = 3
MOST_SOURCES = 12
POINTS = "pt"
"""The unit of points: 分, pts."""
STAGE_WORDS: Mapping[str, Words] = {
    "compose": Words("各项合成", "brought together"), "spread": Words("不适用项分值分摊", "marks of items that do not apply, spread"),
}  # fmt: skip


def told_node(node: TraceNode, plan: Plan) -> Told:
    """Everything the page of a line shows of the reckoning."""
    loss = loss_of(node) if not node.children else None
    rows = list(_item(node, loss, plan) if not node.children else _dimension(node))
    return {
        "node": node.node, "zh": node.title.zh, "en": node.title.in_("en"), "article": node.article,
        "full": _exact(node.full), "points": _exact(node.points), "lost": _exact(node.lost), "status": node.status,
        "finding": {"zh": loss.sentence("zh"), "en": loss.sentence("en")} if loss else {}, "steps": rows,
        "read": list(_read(node, plan)),
    }  # fmt: skip


def causes_of(node: TraceNode) -> Told:
    """Of every item below a node, what it lost and why, the largest loss first."""
    return {
        "items": [
            {
                "node": one.node,
                "lost": canonical_text(one.lost),
                "zh": one.sentence("zh"),
                "en": one.sentence("en"),
            }
            for one in losses_of(node)
        ]
    }


# items --------------------------------------------------------------------------------------------------


def _item(node: TraceNode, loss: Loss | None, plan: Plan) -> Iterator[dict[str, Any]]:
    effects = {one.step: -one.amount for one in loss.causes} if loss else {}
    if node.full is not None:
        yield {
            "d": 0,
            "zh": "本项满分。",
            "en": "Full mark of the item.",
            "v": canonical_text(node.full),
            "u": POINTS,
        }
    for step in node.steps:
        if is_spoken(step) or step.id in effects:
            yield from _step(step, 0, effects, plan)


def _step(
    step: TraceStep, depth: int, effects: Mapping[str, Fraction], plan: Plan
) -> Iterator[dict[str, Any]]:
    """A step, then what it refers to, further in."""
    yield _row(step, depth, effects, plan)
    for one in step.refers:
        yield from _referred(one, depth + 1, plan)


def _referred(one: TraceStep | TraceNode, depth: int, plan: Plan) -> Iterator[dict[str, Any]]:
    if isinstance(one, TraceNode):
        points = {"v": canonical_text(one.points), "u": POINTS} if isinstance(one.points, Fraction) else {}
        yield {
            "d": min(depth, DEEPEST),
            "zh": _ended(heading(one, "zh"), "zh"),
            "en": _ended(heading(one, "en"), "en"),
            **points,
        }
        return
    if is_spoken(one):
        yield _row(one, min(depth, DEEPEST), {}, plan)
    for deeper in one.refers:
        yield from _referred(deeper, depth + is_spoken(one), plan)


def _row(step: TraceStep, depth: int, effects: Mapping[str, Fraction], plan: Plan) -> dict[str, Any]:
    said = _named(sentence(step, "zh"), sentence(step, "en"), step.sources, plan)
    row: dict[str, Any] = {"d": depth, "zh": said.zh, "en": said.en, **_value(step)}
    if step.stage:
        effect = effects.get(step.id, Fraction(0))
        row["e"] = canonical_text(effect)
        if effect:
            row["k"] = 1
    if step.sources:
        row["s"] = [_source(one) for one in step.sources[:MOST_SOURCES]]
    return row


def _named(zh: str, en: str, sources: tuple[Source, ...], plan: Plan) -> Words:
    """The sentence with the titles of suppliers that rows name by key, where a fact has several."""
    for by in sorted({one.by for one in sources if one.by in plan.suppliers}):
        title = plan.suppliers[by]
        zh, en = (
            zh.replace(f"{by}报送", f"{title.zh}报送"),
            en.replace(f"filed by {by}", f"filed by {title.in_('en')}"),
        )
    return Words(zh, en)


def _value(step: TraceStep) -> dict[str, str]:
    if isinstance(step.result, Fraction):
        return {"v": canonical_text(step.result), "u": POINTS if step.stage else step.unit}
    return {"wz": cell_words(step.result, "zh"), "we": cell_words(step.result, "en")}


def _source(one: Source) -> dict[str, Any]:
    """Where a figure came from, without what is empty."""
    told = {
        "p": one.period, "zh": one.supplier.zh, "en": one.supplier.in_("en"), "by": one.by, "n": one.note, "doc": one.document,
        "on": one.on, "vint": one.vintage if one.vintage > 1 else "",
    }  # fmt: skip
    value = canonical_text(one.value) if isinstance(one.value, Fraction) else ""
    return {name: found for name, found in {**told, "v": value}.items() if found != ""}


# dimensions and the whole -------------------------------------------------------------------------------


def _dimension(node: TraceNode) -> Iterator[dict[str, Any]]:
    """The nodes beneath with their points, then what the node's own stages added or took."""
    for child in node.children:
        points = (
            {"v": canonical_text(child.points), "e": canonical_text(child.points)}
            if isinstance(child.points, Fraction)
            else {}
        )
        yield {
            "d": 0,
            "zh": _child(child, "zh"),
            "en": _child(child, "en"),
            "n": child.node,
            "u": POINTS,
            **points,
        }
    for line in ledger_of(node).lines:
        if line.kind != "item" and line.depth == 0:
            said = STAGE_WORDS.get(line.kind, line.what) if line.kind == "spread" else line.what
            yield {
                "d": 0,
                "zh": f"{said.zh}。",
                "en": f"{_capital(said.in_('en'))}.",
                "e": canonical_text(line.amount),
                "k": 1,
            }


def _child(child: TraceNode, language: Language) -> str:
    zh, title = language == "zh", child.title.in_(language)
    if not isinstance(child.points, Fraction):
        return f"{title}：{child.status_words.zh}。" if zh else f"{title}: {child.status_words.in_('en')}."
    if child.full is None:
        return f"{title}，加减分项。" if zh else f"{title}, added or deducted."
    lost = cell_words(child.full, language)
    return f"{title}，满分 {lost} 分。" if zh else f"{title}, full mark {lost}."


# what was read ------------------------------------------------------------------------------------------


def _read(node: TraceNode, plan: Plan) -> Iterator[dict[str, str]]:
    """The filed figures an item rests on, for their histories: each fact (`x.target` too) with the last period read."""
    seen = set[tuple[str, str]]()
    for step in () if node.children else _all_steps(node.steps):
        known = plan.by_id.get(step.id)
        for source in step.sources[-1:] if isinstance(known, ReadFact) else ():
            assert isinstance(known, ReadFact)
            key = (known.fact.key + known.suffix, source.period)
            if key not in seen:
                seen.add(key)
                yield {"zh": step.title.zh, "en": step.title.in_("en"), "fact": key[0], "period": key[1]}


def _all_steps(steps: Iterable[TraceStep | TraceNode]) -> Iterator[TraceStep]:
    for one in steps:
        if isinstance(one, TraceStep):
            yield one
            yield from _all_steps(one.refers)


def _exact(found: object) -> str:
    return canonical_text(found) if isinstance(found, Fraction) else ""


def _ended(text: str, language: str) -> str:
    return text if text.endswith(("。", ".")) else f"{text}{'。' if language == 'zh' else '.'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
