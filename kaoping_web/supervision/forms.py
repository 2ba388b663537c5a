"""Forms of this room, read from what a browser sent. What cannot be read is told, all of it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpRequest, QueryDict

from kaoping.errors import Problem, Words
from kaoping_web.filing.uploads import Kept, keep_file
from kaoping_web.organisations.models import Organisation
from kaoping_web.refusals import Refused, problem
from kaoping_web.supervision.models import Item
from kaoping_web.supervision.services.matters import Given, Part
from kaoping_web.supervision.services.proposals import Edited

MOST_FILES = 10


def whole(text: str | None) -> int:
    """A number of a hidden field; 0 where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def day_of(sent: QueryDict, name: str, title: Words, wrong: list[Problem]) -> date | None:
    """A date of a field, or nothing; what is no date is added to `wrong`."""
    typed = sent.get(name, "").strip()
    if not typed:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        wrong.append(problem("not-a-day", f"{title.zh}“{typed[:20]}”不是日期。", f"“{typed[:20]}” is not a date ({title.en}).",
                             "写成 2026-06-30。", "write it as 2026-06-30."))  # fmt: skip
    return found


def edited_of(sent: QueryDict, bodies: Mapping[str, Organisation]) -> Edited:
    """What a person wrote over a proposal. `bodies`: by key and by name. Raises Refused."""
    wrong: list[Problem] = []
    deadline = day_of(sent, "deadline", Words("期限", "deadline"), wrong)
    owner = sent.get("owner", "").strip()
    if owner and owner not in bodies:
        wrong.append(
            problem(
                "no-body",
                f"没有名为“{owner[:30]}”的单位。",
                f"there is no body named “{owner[:30]}”.",
                "从列表中选。",
                "choose from the list.",
            )
        )
    if wrong:
        raise Refused(wrong)
    return Edited(
        sent.get("title", ""),
        sent.get("standard", ""),
        bodies.get(owner),
        deadline,
        sent.get("quantity", "").strip(),
        sent.get("unit", ""),
    )


def given_of(sent: QueryDict, bodies: Mapping[str, Organisation], items: Mapping[int, Item]) -> Given:
    """A matter as the form says. Raises Refused with every field that cannot be read."""
    wrong: list[Problem] = []
    deadline = day_of(sent, "deadline", Words("期限", "deadline"), wrong)
    starts_on = day_of(sent, "starts_on", Words("起始日", "start"), wrong)
    slack = _count_of(sent, "slack", Words("容差", "slack"), 10, wrong)
    term = _count_of(sent, "term", Words("签收期限", "term"), 3, wrong)
    if wrong:
        raise Refused(wrong)
    return Given(
        title=sent.get("title", ""), standard=sent.get("standard", ""), category=sent.get("category", ""), owner=bodies.get(sent.get("owner", "")),
        co_owners=tuple(bodies[one] for one in sent.getlist("co_owner") if one in bodies), last_owner=sent.get("last_owner", ""),
        deadline=deadline, starts_on=starts_on, quantity=sent.get("quantity", ""), unit=sent.get("unit", ""), fact=sent.get("fact", ""),
        item=items.get(whole(sent.get("item"))), curve=sent.get("curve", ""), slack=slack, term=term,
    )  # fmt: skip


def _count_of(sent: QueryDict, name: str, title: Words, usual: int, wrong: list[Problem]) -> int:
    """A whole number of a field, in half-width or full-width digits; `usual` where it is empty. What is none is added to `wrong`."""
    typed = sent.get(name, "").strip()
    if typed.isdecimal() and len(typed) < 10:
        return int(typed)
    if typed:
        wrong.append(
            problem(
                "not-whole",
                f"{title.zh}“{typed[:10]}”不是整数。",
                f"“{typed[:10]}” is not a whole number ({title.en}).",
            )
        )
    return usual


def parts_of(sent: QueryDict, bodies: Mapping[str, Organisation]) -> list[Part]:
    """The lines of a decomposition: those where a body is chosen. Raises Refused."""
    wrong: list[Problem] = []
    found: list[Part] = []
    for n in range(1, 41):
        body = bodies.get(sent.get(f"part-{n}", ""))
        deadline = day_of(sent, f"part-{n}-deadline", Words(f"第 {n} 行期限", f"deadline of line {n}"), wrong)
        if body is not None:
            found.append(
                Part(body, sent.get(f"part-{n}-quantity", ""), sent.get(f"part-{n}-last", ""), "", deadline)
            )
    if wrong:
        raise Refused(wrong)
    return found


def files_of(request: HttpRequest, name: str = "files") -> Sequence[Kept]:
    """The files of a form, kept under their digests: before any transaction. Raises Refused with every one that is not taken."""
    kept: list[Kept] = []
    wrong: list[Problem] = []
    for sent in request.FILES.getlist(name)[:MOST_FILES]:
        try:
            kept.append(keep_file(sent))
        except Refused as refused:
            wrong.extend(refused.problems)
    if wrong:
        raise Refused(wrong)
    return kept
