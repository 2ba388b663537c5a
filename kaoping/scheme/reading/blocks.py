"""Blocks and their settings, read against what `kaoping.scheme.blocks` declares."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

from kaoping.errors import Words
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter
from kaoping.scheme.model import Block, PerGroup, Population, Setting
from kaoping.scheme.reading.parts import Desk, Part

ASIDE = ("when", "article")
PLAIN = (Kind.NUMBER, Kind.FORMULA, Kind.CHOICE, Kind.TRUTH, Kind.TEXT, Kind.NAMES)


def read_block(desk: Desk, part: Part, category: str) -> Block | None:
    """`name`, `{name: settings}` or `{name: short value}`, with `when` and `article` beside it."""
    known = CATALOGUES[category]
    if part.text is not None:
        name, body = desk.text(part), Part(part.line, fields={})
    else:
        names = [one for one in desk.fields(part) if one not in ASIDE]
        if len(names) != 1:
            if _outside(desk, part, names, known):
                return None
            desk.object_(
                "not-a-block",
                part,
                Words("这里应只写一条规则。", "exactly one named block is expected here."),
                Words(f"可写：{'、'.join(known)}", f"one of {', '.join(known)}"),
            )
            return None
        name = names[0]
        body = desk.fields(part)[name]
    spec = known.get(name)
    if spec is None:
        near = difflib.get_close_matches(name, known, 1)
        desk.object_(
            "unknown-block",
            part,
            Words(f"没有叫“{name}”的写法。", f"there is no block called “{name}” here."),
            Words(f"是不是“{near[0]}”？", f"did you mean “{near[0]}”?")
            if near
            else Words(f"可写：{'、'.join(known)}", f"one of {', '.join(known)}"),
        )
        return None
    fields = part.fields or {}
    if "when" in fields and name != "when" and category != "then":
        desk.object_(
            "when-not-here", fields["when"],
            Words("when 只用于 then 和 prepare 中的操作。", "when belongs to operations under then and prepare alone."),
            Words("规则有条件时用 cases，或写在 then 里；否决的条件写在否决事项上。",
                  "use cases for a rule with conditions, or write it under then; a veto's condition stands at the veto."),
        )  # fmt: skip
    return Block(
        name,
        read_settings(desk, body, spec),
        desk.place(part),
        desk.text(fields["article"]) if "article" in fields and name != "article" else "",
        desk.formula(fields["when"]) if "when" in fields and name != "when" else None,
    )


def _outside(desk: Desk, part: Part, names: list[str], known: Mapping[str, BlockSpec]) -> bool:
    """Object to settings written beside their block and not within it: {completion: 90, cap: 1.2}."""
    spec = next((known[one] for one in names if one in known), None)
    beside = [one for one in names if spec is not None and spec.parameter(one)]
    if spec is None or len(beside) != len(names) - 1:
        return False
    inside = ", ".join((f"{spec.short}: …",) * bool(spec.short) + tuple(f"{one}: …" for one in beside))
    desk.object_(
        "beside-its-block",
        part,
        Words(f"{'、'.join(beside)} 是“{spec.name}”的参数，应写在它里面。", f"{', '.join(beside)} should stand within “{spec.name}”."),
        Words(f"写 {spec.name}: {{{inside}}}", f"write {spec.name}: {{{inside}}}"),
    )  # fmt: skip
    return True


def read_blocks(desk: Desk, part: Part, category: str) -> tuple[Block, ...]:
    """A list of blocks, or one."""
    parts = part.items if part.items is not None else (part,)
    return tuple(block for one in parts if (block := read_block(desk, one, category)) is not None)


def read_settings(desk: Desk, part: Part, spec: BlockSpec) -> Mapping[str, Setting]:
    """The settings as written; what is required and not given is a problem."""
    if part.is_empty:
        fields: Mapping[str, Part] = {}
    elif spec.short and _is_short(part, spec):
        fields = {spec.short: part}
    else:
        fields = desk.only(part, [one.name for one in spec.parameters])
    settings: dict[str, Setting] = {}
    for name, one in fields.items():
        parameter = spec.parameter(name)
        if parameter is not None:
            settings[name] = read_setting(desk, one, parameter)
    for parameter in spec.parameters:
        if parameter.required and parameter.name not in settings:
            desk.object_(
                "missing-setting",
                part,
                Words(f"“{spec.name}”没有写“{parameter.name}”（{parameter.doc.zh}）。",
                      f"“{spec.name}” lacks “{parameter.name}” ({parameter.doc.in_('en')})."),
                Words(f"补上 {parameter.name}:{_choices(parameter)}", f"add {parameter.name}:{_choices(parameter)}"),
            )  # fmt: skip
    return settings


def _choices(parameter: Parameter) -> str:
    return f" {' | '.join(parameter.choices)}" if parameter.choices else " …"


def _is_short(part: Part, spec: BlockSpec) -> bool:
    """Whether the body is the value of the one short parameter and not a mapping of settings."""
    if part.fields is None:
        return True
    return bool(part.fields) and not any(spec.parameter(name) for name in part.fields)


def read_setting(desk: Desk, part: Part, parameter: Parameter) -> Setting:
    """One setting of any kind, per track where the names are those of tracks."""
    fields = part.fields
    if fields is not None and "by_group" in fields and len(fields) == 1:
        return per_group(desk, fields["by_group"], parameter)
    if fields is not None and parameter.kind in (*PLAIN, Kind.PAIRS, Kind.ROWS, Kind.FORMULAS):
        return per_group(desk, part, parameter)
    return _READERS[parameter.kind](desk, part, parameter)


def per_group(desk: Desk, part: Part, parameter: Parameter) -> Setting:
    """A setting for each track."""
    fields = desk.only(part, (*desk.groups, "otherwise"))
    read = _READERS[parameter.kind]
    values = {name: read(desk, one, parameter) for name, one in fields.items() if name != "otherwise"}
    other = read(desk, fields["otherwise"], parameter) if "otherwise" in fields else None
    return PerGroup(values, other)


def _table(desk: Desk, part: Part, parameter: Parameter) -> Setting:
    return {name: desk.formula(one) for name, one in desk.entries(part)}


def _pairs(desk: Desk, part: Part, parameter: Parameter) -> Setting:
    found: list[Setting] = []
    for one in part.items or ():
        if one.items is None or len(one.items) != 2:
            desk.object_(
                "not-a-pair",
                one,
                Words("这里应是 [数值, 得分] 两个数。", "a pair [value, points] is expected here."),
            )
            continue
        found.append((desk.formula(one.items[0]), desk.formula(one.items[1])))
    if part.items is None or not found:
        desk.object_("not-a-list", part, Words("这里应是列表。", "a list is expected here."))
    return tuple(found)


def _rows(desk: Desk, part: Part, parameter: Parameter) -> Setting:
    if part.items is None:
        desk.object_(
            "not-a-list", part, Words("这里应是列表，每行一档。", "a list is expected here, one row each.")
        )
        return ()
    row = BlockSpec(parameter.name, "row", parameter.doc, parameter.doc, parameter.rows)
    return tuple(read_settings(desk, one, row) for one in part.items)


def _formulas(desk: Desk, part: Part, parameter: Parameter) -> Setting:
    return tuple(desk.formula(one) for one in (part.items if part.items is not None else (part,)))


def _choice(desk: Desk, part: Part, parameter: Parameter) -> Setting:
    return desk.choice(part, parameter.choices)


def read_population(desk: Desk, part: Part, key: str = "") -> Setting:
    """A population by name or as written here."""
    if part.fields is None:
        return desk.text(part)
    fields = desk.only(part, ("vetoed", "unranked", "self", "missing", "across", "by", "where"))
    said = ("included", "excluded")

    def included(name: str, default: bool) -> bool:
        return desk.choice(fields[name], said) == "included" if name in fields else default

    return Population(
        key=key,
        vetoed=included("vetoed", True),
        unranked=included("unranked", True),
        self_=included("self", True),
        missing_as_zero="missing" in fields
        and desk.choice(fields["missing"], ("excluded", "zero")) == "zero",
        across=_across(desk, fields["across"]) if "across" in fields else (),
        by=desk.text(fields["by"]) if "by" in fields else "",
        where=desk.formula(fields["where"]) if "where" in fields else None,
        place=desk.place(part),
    )


def _across(desk: Desk, part: Part) -> tuple[str, ...]:
    names = desk.names(part)
    if names == ("all",):
        return desk.groups
    return tuple(desk.choice(one, desk.groups) for one in (part.items or (part,)))


_READERS: Mapping[Kind, Callable[[Desk, Part, Parameter], Setting]] = {
    Kind.NUMBER: lambda desk, part, parameter: desk.number(part),
    Kind.FORMULA: lambda desk, part, parameter: desk.formula(part),
    Kind.CHOICE: _choice,
    Kind.TRUTH: lambda desk, part, parameter: desk.truth(part),
    Kind.TEXT: lambda desk, part, parameter: desk.text(part),
    Kind.NAMES: lambda desk, part, parameter: desk.names(part),
    Kind.TABLE: _table,
    Kind.PAIRS: _pairs,
    Kind.ROWS: _rows,
    Kind.FORMULAS: _formulas,
    Kind.POPULATION: lambda desk, part, parameter: read_population(desk, part),
    Kind.BLOCK: lambda desk, part, parameter: read_block(desk, part, parameter.category),
}
