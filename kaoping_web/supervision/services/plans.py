"""Plans as trees: written from lines, each item with its facts, its matters and the leader in whose field it lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from kaoping.errors import Problem
from kaoping_web.journal.services import keep, keep_all
from kaoping_web.journal.writing import deed
from kaoping_web.organisations.models import Organisation, User
from kaoping_web.organisations.roles import Permission
from kaoping_web.refusals import NotNow, Refused, problem
from kaoping_web.supervision.models import Item, Matter, Paper, Plan
from kaoping_web.supervision.refusing import in_state, must, needed
from kaoping_web.supervision.services.matters import matter_of
from kaoping_web.supervision.services.moving import moved

MOST_ITEMS, DEEPEST = 400, 4
_LINE = re.compile(
    r"^(?P<depth>[ \t　]*)(?:(?P<number>[0-9]+(?:[.．][0-9]+)*|[一二三四五六七八九十]+)[、.．\s]\s*)?(?P<title>.+?)\s*$"
)


@deed
def add_plan(
    *,
    by: User,
    host: Organisation,
    title: str,
    form: str,
    lines: str,
    paper: Paper | None = None,
    now: datetime,
) -> Plan:
    """Enter a plan: one item a line, what lies below an item further in. Raises Refused with every line that is wrong."""
    must(by, Permission.PAPER_CONFIRM, host, now)
    name = needed(title, "title-missing", "规划名称", "title")[:120]
    if Plan.objects.filter(host=host, title=name).exists():
        raise NotNow(
            problem("plan-there", f"已有名为“{name}”的规划。", f"there is a plan named “{name}” already.")
        )
    read = read_lines(lines)
    plan = keep(
        Plan(host=host, title=name, form=form.strip()[:40], paper=paper, made_at=now),
        by=by,
        deed="add.plan",
        chain=host.key,
        at=now,
    )
    above: list[Item] = []
    for depth in range(max((one[0] for one in read), default=0) + 1):
        _kept_level(plan, read, depth, above, by, now)
    return plan


def _kept_level(
    plan: Plan, read: Sequence[tuple[int, str, str]], depth: int, kept: list[Item], by: User, now: datetime
) -> None:
    """One level of the tree: what is above it is kept already, and stands in `kept` by its line."""
    by_line = {one.position: one for one in kept}
    level = []
    for line, (own, number, title) in enumerate(read):
        if own == depth:
            over = next((at for at in range(line - 1, -1, -1) if read[at][0] < depth), None)
            level.append(
                Item(
                    plan=plan,
                    above=by_line[over] if over is not None else None,
                    position=line,
                    number=number[:20],
                    title=title[:120],
                )
            )
    if level:
        keep_all(level, by=by, deed="add.item", chain=plan.host.key, at=now)
        kept.extend(level)


def read_lines(lines: str) -> list[tuple[int, str, str]]:
    """Depth, number and title of each line. A tab, a full-width blank or two blanks lead one level in."""
    found: list[tuple[int, str, str]] = []
    wrong: list[Problem] = []
    for at, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.match(line)
        assert match is not None
        blanks = match["depth"].replace("\t", "  ").replace("　", "  ")
        depth = len(blanks) // 2
        if depth > (found[-1][0] + 1 if found else 0) or depth > DEEPEST:
            wrong.append(problem("line-depth", f"第 {at} 行“{line.strip()[:20]}”缩进太深。", f"line {at} “{line.strip()[:20]}” stands too far in.",
                                 "比上一行最多多缩进一级。", "at most one level further than the line before."))  # fmt: skip
        found.append((depth, match["number"] or "", match["title"]))
    if not found:
        wrong.append(
            problem("no-lines", "没有写规划事项。", "no item is written.", "一行一项。", "one a line.")
        )
    if len(found) > MOST_ITEMS:
        wrong.append(problem("lines-many", f"超过 {MOST_ITEMS} 项。", f"more than {MOST_ITEMS} items."))
    if wrong:
        raise Refused(wrong)
    return found


@deed
def set_item(
    *,
    by: User,
    item_id: int,
    facts: Sequence[str],
    known: Sequence[str],
    leader: User | None,
    seen: int,
    now: datetime,
) -> Item:
    """Say which facts of the scheme show an item, and in whose field it lies. `known`: the facts there are."""
    item = Item.objects.select_related("plan__host").get(pk=item_id)
    must(by, Permission.PAPER_CONFIRM, item.plan.host, now)
    strange = [one for one in facts if one not in known]
    if strange:
        raise Refused(
            [
                problem(
                    "no-fact",
                    f"方案里没有“{one}”这个指标。",
                    f"the scheme has no fact “{one}”.",
                    "从列表中选。",
                    "choose from the list.",
                )
                for one in strange
            ]
        )
    item.facts, item.leader = " ".join(facts)[:600], leader
    return keep(item, by=by, deed="set.item", chain=item.plan.host.key, at=now, seen=seen)


@deed
def place_matter(*, by: User, matter_id: int, item: Item | None, seen: int, now: datetime) -> Matter:
    """Put a matter under an item of a plan, at any time until it is merged away."""
    matter = matter_of(matter_id)
    must(by, Permission.MATTER_ASSIGN, matter.host, now)
    in_state(
        matter, "registered", "assigned", "received", "working", "claimed", "checked", "closed", "reviewed"
    )
    if item is not None and item.plan.host_id != matter.host_id:
        raise Refused(
            problem("item-host", "规划事项不是本机关的。", "the item of the plan is not this body's.")
        )
    matter.item = item
    return moved(matter, "edit", by, now, deed="place.matter", seen=seen, words=item.title if item else "")
