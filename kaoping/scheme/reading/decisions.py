"""Events, vetoes, grades and awards."""

from __future__ import annotations

from collections.abc import Mapping

from kaoping.errors import Words
from kaoping.scheme.blocks.base import number
from kaoping.scheme.formulas import Expr
from kaoping.scheme.model import Award, Better, Event, Grade, Quota, Setting, Veto
from kaoping.scheme.reading.blocks import read_blocks, read_setting
from kaoping.scheme.reading.parts import Desk, Part
from kaoping.scheme.reading.quantities import optional_text, read_better, title_of

EVENT_KEYS = (
    "title", "adds", "deducts", "each", "amount", "same_matter", "shares", "cap", "floor", "level_caps", "most",
    "repeat", "evidence", "window", "article",
)  # fmt: skip
CUTS = ("down", "nearest", "up")
QUOTA_TIES = ("take_all", "take_none", "tie_break")


def read_event(desk: Desk, key: str, part: Part) -> Event:
    """One kind of event. `adds` and `deducts` give points by level; deductions are stored as negative points."""
    fields = desk.only(part, EVENT_KEYS)
    levels = {name: desk.number(one) for name, one in _entries(desk, fields, "adds")}
    for name, one in _entries(desk, fields, "deducts"):
        levels[name] = -desk.number(one)
    filed = desk.choice(fields["amount"], ("adds", "deducts")) if "amount" in fields else ""
    if not levels and "each" not in fields and not filed:
        desk.object_(
            "no-points",
            part,
            Words(f"事项“{key}”没有写加多少或扣多少。", f"event “{key}” does not say how many points."),
            Words("写 adds:、deducts:（按级别）、each:（每次），或 amount: adds|deducts（按填报的分值）。",
                  "write adds: or deducts: by level, each: a time, or amount: adds|deducts for filed amounts."),
        )  # fmt: skip
    same = ("each", "highest_once", "latest_once")
    return Event(
        key,
        title_of(desk, fields, key),
        levels,
        desk.number(fields["each"]) if "each" in fields else None,
        {"adds": 1, "deducts": -1, "": 0}[filed],
        desk.choice(fields["same_matter"], same) if "same_matter" in fields else "each",
        {name: desk.number(one) for name, one in _entries(desk, fields, "shares")},
        desk.formula(fields["cap"]) if "cap" in fields else None,
        desk.formula(fields["floor"]) if "floor" in fields else None,
        {name: desk.number(one) for name, one in _entries(desk, fields, "level_caps")},
        desk.whole(fields["most"]) if "most" in fields else None,
        {_ordinal(desk, name, one): desk.number(one) for name, one in _entries(desk, fields, "repeat")},
        "evidence" in fields and desk.choice(fields["evidence"], ("document", "none")) == "document",
        desk.choice(fields["window"], ("period", "year", "any")) if "window" in fields else "period",
        optional_text(desk, fields, "article"),
        desk.place(part),
    )


def _ordinal(desk: Desk, name: str, part: Part) -> int:
    if not name.isdigit():
        desk.object_("not-whole", part, Words(f"“{name}”不是次数。", f"“{name}” is not a number of times."))
        return 0
    return int(name)


def _entries(desk: Desk, fields: Mapping[str, Part], name: str) -> list[tuple[str, Part]]:
    return desk.entries(fields[name]) if name in fields else []


def read_veto(desk: Desk, key: str, part: Part) -> Veto:
    """A veto and its effects; a bare word such as `zero_score` is an effect without settings."""
    fields = desk.only(
        part,
        ("title", "effect", "when", "decided_by", "basis", "expires", "statistics", "groups", "article"),
    )
    if "effect" not in fields:
        desk.object_(
            "no-effect",
            part,
            Words(f"否决事项“{key}”没有写效力。", f"veto “{key}” does not say its effect."),
            Words("写 effect: zero_score | lowest_grade | bar_from: … | drop_grades: … | zero_item: … | cap_total: …",
                  "write effect: zero_score | lowest_grade | bar_from: … | drop_grades: … | zero_item: … | cap_total: …"),
        )  # fmt: skip
    return Veto(
        key,
        title_of(desk, fields, key),
        read_blocks(desk, fields["effect"], "effect") if "effect" in fields else (),
        desk.formula(fields["when"]) if "when" in fields else None,
        optional_text(desk, fields, "decided_by"),
        optional_text(desk, fields, "basis"),
        desk.day(fields["expires"]) if "expires" in fields else None,
        desk.choice(fields["statistics"], ("included", "excluded")) == "included"
        if "statistics" in fields
        else None,
        desk.names(fields["groups"]) if "groups" in fields else (),
        optional_text(desk, fields, "article"),
        desk.place(part),
    )


def read_grade(desk: Desk, key: str, part: Part) -> Grade:
    """One grade. `floor` and `ceiling` per track where they differ."""
    names = (
        "title", "floor", "above", "ceiling", "below", "when", "unless", "also_when", "quota", "groups",
        "coefficient", "article",
    )  # fmt: skip
    fields = desk.only(part, names)
    return Grade(
        key,
        title_of(desk, fields, key),
        _amount(desk, fields, "above" if "above" in fields else "floor"),
        _amount(desk, fields, "below" if "below" in fields else "ceiling"),
        "below" not in fields,
        "above" not in fields,
        desk.formula(fields["when"]) if "when" in fields else None,
        _formulas(desk, fields, "unless"),
        desk.formula(fields["also_when"]) if "also_when" in fields else None,
        read_quota(desk, fields["quota"]) if "quota" in fields else None,
        desk.names(fields["groups"]) if "groups" in fields else (),
        desk.number(fields["coefficient"]) if "coefficient" in fields else None,
        optional_text(desk, fields, "article"),
        desk.place(part),
    )


def _amount(desk: Desk, fields: Mapping[str, Part], name: str) -> Setting:
    return read_setting(desk, fields[name], number(name, name, name)) if name in fields else None


def _formulas(desk: Desk, fields: Mapping[str, Part], name: str) -> tuple[Expr, ...]:
    part = fields.get(name)
    if part is None:
        return ()
    return tuple(desk.formula(one) for one in (part.items if part.items is not None else (part,)))


def read_quota(desk: Desk, part: Part) -> Quota:
    """{share: 0.2, round: down, ties: take_none, of: ranked} or {count: 3, ties: …}.

    `of: counted` takes the share of those who are ranked and count in the scheme's statistics."""
    fields = desk.only(part, ("share", "count", "round", "ties", "of", "at_least", "promoted"))
    if ("share" in fields) == ("count" in fields):
        desk.object_(
            "quota", part,
            Words("名额应写 share（比例）或 count（个数），二者取一。", "a quota takes either share or count."),
        )  # fmt: skip
    for name, choices in (("round", CUTS), ("ties", QUOTA_TIES)):
        if name not in fields and not (name == "round" and "count" in fields):
            desk.object_(
                "undeclared", part,
                Words(f"名额没有写 {name}。", f"the quota does not say {name}."),
                Words(f"写 {name}: {' | '.join(choices)}", f"write {name}: {' | '.join(choices)}"),
            )  # fmt: skip
    return Quota(
        desk.formula(fields["share"]) if "share" in fields else None,
        desk.formula(fields["count"]) if "count" in fields else None,
        desk.choice(fields["round"], CUTS) if "round" in fields else "down",
        desk.choice(fields["ties"], QUOTA_TIES) if "ties" in fields else "take_none",
        desk.choice(fields["of"], ("ranked", "members", "counted")) if "of" in fields else "ranked",
        desk.whole(fields["at_least"]) if "at_least" in fields else 0,
        desk.choice(fields["promoted"], ("aside", "counted")) if "promoted" in fields else "aside",
    )


def read_award(desk: Desk, key: str, part: Part) -> Award:
    """One award: by what, how many, who may."""
    names = (
        "title", "by", "better", "top", "share", "round", "ties", "then", "per", "at_least", "when", "unless",
        "groups", "article",
    )  # fmt: skip
    fields = desk.only(part, names)
    if "ties" in fields and fields["ties"].text == "tie_break" and "then" not in fields:
        desk.object_(
            "undeclared", part,
            Words(f"奖项“{key}”写了 ties: tie_break，没有写依据。", f"award “{key}” says ties: tie_break but not by what."),
            Words("写 then: [公式, …]，依次比较。", "write then: [formula, …], compared one after another."),
        )  # fmt: skip
    for name in ("by", "ties"):
        if name not in fields:
            desk.object_(
                "undeclared", part,
                Words(f"奖项“{key}”没有写 {name}。", f"award “{key}” does not say {name}."),
                Words("写 by: 公式；ties: take_all | take_none | tie_break。",
                      "write by: a formula; ties: take_all | take_none | tie_break."),
            )  # fmt: skip
    return Award(
        key,
        title_of(desk, fields, key),
        desk.formula(fields["by"]) if "by" in fields else desk.formula(Part(part.line, text="0")),
        read_better(desk, fields) or Better.HIGHER,
        desk.formula(fields["top"]) if "top" in fields else None,
        desk.formula(fields["share"]) if "share" in fields else None,
        desk.choice(fields["round"], CUTS) if "round" in fields else "down",
        desk.choice(fields["ties"], QUOTA_TIES) if "ties" in fields else "take_all",
        _formulas(desk, fields, "then"),
        desk.choice(fields["per"], ("group", "all")) if "per" in fields else "group",
        desk.formula(fields["at_least"]) if "at_least" in fields else None,
        desk.formula(fields["when"]) if "when" in fields else None,
        _formulas(desk, fields, "unless"),
        desk.names(fields["groups"]) if "groups" in fields else (),
        optional_text(desk, fields, "article"),
        desk.place(part),
    )
