"""Tasks of an article: numbered items with their hierarchy, paragraphs that open with an order, sentences with 要."""

from __future__ import annotations

from kaoping.intake.categories import category_of
from kaoping.intake.confidence import ground_of_task
from kaoping.intake.deadlines import period_of
from kaoping.intake.drafts import Draft
from kaoping.intake.orders import TITLE_END
from kaoping.intake.paper import MADE, Article, Span, Task
from kaoping.intake.parties import stated_parties
from kaoping.intake.structure import Paragraph
from kaoping.intake.task_reader import TaskReader


def find_tasks(
    text: str, article: Article, structure: list[Paragraph], first_number: int, lenient: bool = False
) -> list[Task]:
    """The tasks of one article with their numbers, parents, owners, periods and fields.

    lenient: weaker signs are enough; what is found is doubtful.
    """
    drafts = TaskReader(text, article, structure, lenient).read()
    keys = {id(draft): f"t{first_number + place:02d}" for place, draft in enumerate(drafts)}
    parents = {id(draft.parent) for draft in drafts if draft.parent}
    return [_finish(text, draft, keys, id(draft) in parents) for draft in drafts]


def _finish(text: str, draft: Draft, keys: dict[int, str], has_children: bool) -> Task:
    words = text[draft.start : draft.end]
    title = _title(text[draft.body : draft.end])
    own = [*stated_parties(text[draft.body : draft.end] if not has_children else title), *draft.owners]
    parent = draft.parent
    inherited = draft.inherited
    while not inherited and parent is not None:
        inherited = tuple(parent.owners)
        parent = parent.parent
    return Task(
        keys[id(draft)],
        MADE(Span, (draft.start, draft.end)),
        title,
        1 if draft.parent is None else 2,
        keys.get(id(draft.parent), "") if draft.parent else "",
        draft.marker,
        category_of(title, words),
        tuple(dict.fromkeys(own)),
        inherited if not own else (),
        draft.period or period_of(words if not has_children else title),
        ground_of_task(draft.rule, draft.reasons, words),
    )


def _title(words: str) -> str:
    """The first sentence of a task, shortened at a comma where it is long."""
    first = TITLE_END.split(words.lstrip("。:： "), maxsplit=1)[0].strip()
    first = first.removeprefix("要") if not first.startswith("要求") else first
    if len(first) <= 36:
        return first
    cut = max(first.rfind(mark, 8, 36) for mark in ",，、")
    return first[:cut] if cut > 0 else first[:36]
