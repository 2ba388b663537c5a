"""The tree of dimensions and items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kaoping.errors import Problem, Words
from kaoping.exact import RoundingMode
from kaoping.periods import Cadence
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import Kind, Parameter, number
from kaoping.scheme.model import Better, Node, PerGroup, Ranking, Rounding, Setting, Tree
from kaoping.scheme.reading.blocks import read_block, read_blocks, read_setting
from kaoping.scheme.reading.likeness import LIKE_KEYS, NOTHING_ALIKE, Likeness
from kaoping.scheme.reading.parts import Desk, Part
from kaoping.scheme.reading.quantities import (
    CADENCES,
    POLICY_KEYS,
    optional_text,
    read_better,
    read_policies,
    title_of,
)
from kaoping.scheme.tracks import is_for

NODE_KEYS = (
    "title", "full", "weight", "of", "better", "prepare", "rule", "then", "combine", "items", "rounding", "groups",
    "bonus", "article", "note", *LIKE_KEYS, *POLICY_KEYS,
)  # fmt: skip
STAGES = ("item", "dimension", "total")
TIES = ("share_best", "dense", "share_worst", "mean")
NO_ROUNDING = Rounding(at=())


def read_tree(desk: Desk, key: str, part: Part, every: Cadence | None, ranking: Ranking) -> Tree:
    """A cycle: a root with its items and, where it differs, its own ranking."""
    fields = desk.only(part, (*NODE_KEYS, "every", "ranking"))
    if "every" in fields:
        every = Cadence(desk.choice(fields["every"], CADENCES))
    if "ranking" in fields:
        ranking = read_ranking(desk, fields["ranking"])
    body = {name: one for name, one in fields.items() if name not in ("every", "ranking")}
    return Tree(
        _confined(desk, read_node(desk, key, Part(part.line, fields=body)), desk.groups), every, ranking
    )


def _confined(desk: Desk, node: Node, tracks: tuple[str, ...]) -> Node:
    """A tree in which no node stands in a track that the dimension around it does not stand in."""
    own = tuple(group for group in tracks if is_for(node, group))
    if tracks and not own:
        desk.problems.append(
            Problem("no-track", Words(f"“{node.key}”所写的赛道，其上级维度都不在内。",
                                      f"“{node.key}” is for tracks that the dimension around it is not for."),
                    Words("改 groups，或把它移出这个维度。", "correct groups, or move it out of that dimension."), node.place)
        )  # fmt: skip
        return node
    children = tuple(_confined(desk, child, own) for child in node.children)
    return replace(node, groups=own if len(own) < len(desk.groups) else node.groups, children=children)


def read_node(desk: Desk, key: str, part: Part, likeness: Likeness = NOTHING_ALIKE) -> Node:
    """A node and everything below it; `likeness` is what the nodes above say for all below."""
    fields = likeness.completed(desk.only(part, NODE_KEYS))
    below = likeness.below(desk, fields)
    items = desk.entries(fields["items"]) if "items" in fields else []
    if "items" in fields and "rule" in fields:
        desk.object_(
            "item-or-dimension",
            part,
            Words(f"“{key}”既有 rule 又有 items。", f"“{key}” has both rule and items."),
            Words("维度写 items，指标写 rule；对维度得分再用规则，写在 then 里。",
                  "give items to a dimension and rule to an item; a rule on a dimension's points goes under then."),
        )  # fmt: skip
    if "items" in fields and not items:
        desk.object_("no-items", part, Words(f"维度“{key}”没有指标。", f"dimension “{key}” has no items."))
    return Node(
        key=key,
        title=title_of(desk, fields, key) if "title" in fields else desk.titles.get(key, Words(key, key)),
        full=_full(desk, fields),
        weight=_amount(desk, fields, "weight"),
        of=_amount(desk, fields, "of"),
        better=read_better(desk, fields),
        prepare=read_blocks(desk, fields["prepare"], "then") if "prepare" in fields else (),
        rule=_rule(desk, fields),
        then=read_blocks(desk, fields["then"], "then") if "then" in fields else (),
        policies=read_policies(desk, fields, "absence"),
        combine=read_block(desk, fields["combine"], "combine") if "combine" in fields else None,
        children=tuple(read_node(desk, name, one, below) for name, one in items),
        rounding=read_rounding(desk, fields["rounding"], ("item",)) if "rounding" in fields else None,
        groups=_tracks(desk, fields),
        bonus=desk.truth(fields["bonus"]) if "bonus" in fields else False,
        article=optional_text(desk, fields, "article"),
        note=optional_text(desk, fields, "note"),
        place=desk.place(part),
    )


def _tracks(desk: Desk, fields: Mapping[str, Part]) -> tuple[str, ...]:
    part = fields.get("groups")
    if part is None:
        return ()
    return tuple(desk.choice(one, desk.groups) for one in (part.items if part.items is not None else (part,)))


def _amount(desk: Desk, fields: Mapping[str, Part], name: str) -> Setting:
    return read_setting(desk, fields[name], number(name, name, name)) if name in fields else None


def _full(desk: Desk, fields: Mapping[str, Part]) -> Setting:
    """A full mark, one or one for each track; a percentage is a slip: nobody means 0.3 points by 30%."""
    part = fields.get("full")
    marks = [] if part is None else [part] if part.fields is None else [*part.fields.values()]
    for one in marks:
        text = (one.text or "").strip()
        if text.endswith(("%", "％")):
            bare = text[:-1].strip()
            desk.object_(
                "full-as-percentage",
                one,
                Words(f"满分写成了百分数：{text} 就是 {bare} ÷ 100 分。", f"the full mark is a percentage: {text} is {bare} ÷ 100 points."),
                Words(f"{bare} 分写 full: {bare}；若是权重，写 weight: {text}。",
                      f"for {bare} points write full: {bare}; for a weight write weight: {text}."),
            )  # fmt: skip
    return _amount(desk, fields, "full")


_RULE = Parameter("rule", Kind.BLOCK, Words("规则", "the rule"), category="rule")


def _rule(desk: Desk, fields: Mapping[str, Part]) -> Setting:
    """One rule, or one for each track (the names are those of tracks)."""
    part = fields.get("rule")
    if part is None:
        return None
    if part.fields is not None:
        names = [one for one in part.fields if one not in CATALOGUES["rule"]]
        if names and all(one in (*desk.groups, "otherwise") for one in names):
            values = {one: read_block(desk, part.fields[one], "rule") for one in names if one != "otherwise"}
            other = read_block(desk, part.fields["otherwise"], "rule") if "otherwise" in part.fields else None
            return PerGroup(dict(values), other)
    return read_block(desk, part, "rule")


def read_rounding(desk: Desk, part: Part, at: tuple[str, ...] = ()) -> Rounding:
    """`none`, a number of places, or {places:, mode:, at:}."""
    if part.text == "none":
        return replace(NO_ROUNDING, place=desk.place(part))
    if part.fields is None:
        return Rounding(desk.whole(part), RoundingMode.HALF_UP, at)
    fields = desk.only(part, ("places", "mode", "at"))
    mode = desk.choice(fields["mode"], [m.value for m in RoundingMode]) if "mode" in fields else "half_up"
    if "at" in fields:
        stages = fields["at"].items if fields["at"].items is not None else (fields["at"],)
        at = tuple(desk.choice(one, STAGES) for one in stages if not one.is_empty)
    places = desk.whole(fields["places"]) if "places" in fields else 2
    return Rounding(places, RoundingMode(mode), at)


def read_ranking(desk: Desk, part: Part) -> Ranking:
    """On what places are given and how ties are parted."""
    fields = desk.only(part, ("on", "ties", "then", "unranked", "better"))
    then = fields.get("then")
    keys = () if then is None else (then.items if then.items is not None else (then,))
    return Ranking(
        desk.choice(fields["on"], ("rounded", "exact")) == "rounded" if "on" in fields else True,
        desk.choice(fields["ties"], TIES) if "ties" in fields else "share_best",
        tuple(desk.formula(one) for one in keys),
        "unranked" in fields and desk.choice(fields["unranked"], ("counted", "aside")) == "counted",
        read_better(desk, fields) or Better.HIGHER,
        desk.place(part),
    )
