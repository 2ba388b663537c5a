"""A new item: what its form asks for a kind of rule, and what is then written of it into the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaoping.errors import Problem, Words
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter
from kaoping.scheme.labels import choice_word, parameter_label
from kaoping.scheme.model import Node, Runs, Scheme
from kaoping.scheme.tracks import stands_in
from kaoping_web.refusals import problem
from kaoping_web.schemes.editing.settings import COLUMNS, TRUTHS, Choice
from kaoping_web.schemes.editing.structure import Content
from kaoping_web.schemes.reading.trees import EVERY

KEY = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]{0,59}")
ROWS = 6
"""How many rows a table of bands offers; more can be written into the file."""
NEW, NONE = "+", "-"
"""What is assessed: a figure that is added with the item; nothing, because the rule names its figures itself."""
WITHOUT = ("deduct", "events", "votes", "controlled_bonus")
WIDE = (Kind.ROWS, Kind.PAIRS, Kind.TABLE)
KINDS = {one.name: one for one in CATALOGUES["rule"].values()}
AS_A_LIST = {
    Kind.NAMES: Words("几个用逗号分开", "several, parted by commas"),
    Kind.FORMULAS: Words("几个用逗号分开", "several, parted by commas"),
}


@dataclass(frozen=True)
class Field:
    """One line of the form. `columns`: heads of a small table, one input a cell."""

    name: str
    title: Words
    value: str = ""
    hint: Words | None = None
    choices: tuple[Choice, ...] = ()
    is_number: bool = False
    is_required: bool = False
    columns: tuple[tuple[str, Words], ...] = ()
    cells: tuple[tuple[tuple[str, str, Words], ...], ...] = ()


@dataclass(frozen=True)
class NewItem:
    """What a form came to: the item's key, what it says, and the figure that comes with it, if one does."""

    key: str
    title: Words
    content: Mapping[str, Content]
    fact: Mapping[str, Content] | None = None
    problems: tuple[Problem, ...] = field(default=())


# the form ------------------------------------------------------------------------------------------------


def groups_of(
    scheme: Scheme, parent: Node, spec: BlockSpec, sent: Mapping[str, str]
) -> list[tuple[Words, Words, list[Field]]]:
    """The form's parts: heading, what it is for, lines."""
    return [
        (Words("名称", "Title"), Words("", ""), _about(sent)),
        (Words("满分", "Full mark"), Words("不考的赛道留空", "leave a track empty where it does not count"), _marks(scheme, parent, sent)),
        (Words("考核的数", "What is assessed"), Words("选已有的数据，或随本项新增一个", "choose a figure, or add one with the item"), _assessed(scheme, spec, sent)),
        (Words(f"规则：{spec.title.zh}", f"Rule: {spec.title.in_('en')}"), spec.doc, list(_parameters(scheme, spec, sent))),
        (Words("出处", "Source"), Words("", ""), [
            Field("article", Words("依据条款", "Article"), sent.get("article", "")), Field("note", Words("说明", "Note"), sent.get("note", "")),
        ]),
    ]  # fmt: skip


def _about(sent: Mapping[str, str]) -> list[Field]:
    return [
        Field("zh", Words("名称（中文）", "Title, Chinese"), sent.get("zh", ""), is_required=True),
        Field("en", Words("名称（英文）", "Title, English"), sent.get("en", "")),
        Field("key", Words("代码", "Key"), sent.get("key", ""),
              Words("字母、数字和下划线，如 road_repair；公式用它", "letters, digits and underscores, such as road_repair; formulas use it"), is_required=True),
    ]  # fmt: skip


def _marks(scheme: Scheme, parent: Node, sent: Mapping[str, str]) -> list[Field]:
    marks = [
        Field(f"full/{key}", group.title, sent.get(f"full/{key}", ""), is_number=True)
        for key, group in scheme.groups.items() if stands_in(parent, key)
    ]  # fmt: skip
    weight = Field("weight", Words("权重", "Weight"), sent.get("weight", ""),
                   Words("按权重合成的维度才填", "only where the dimension combines by weights"), is_number=True)  # fmt: skip
    return [*marks, weight]


def _assessed(scheme: Scheme, spec: BlockSpec, sent: Mapping[str, str]) -> list[Field]:
    known = [Choice(key, Words(f"{one.title.zh}（{key}）", f"{one.title.in_('en')} ({key})"))
             for room in (scheme.facts, scheme.values) for key, one in room.items()]  # fmt: skip
    first = (
        Choice(NEW, Words("新增一个数据（填右边各栏）", "a new figure (fill in the fields beside)")),
        Choice(NONE, Words("规则自己写明所用的数", "the rule itself names the figures it uses")),
    )
    suppliers = tuple(Choice(key, title) for key, title in scheme.suppliers.items())
    every = tuple(Choice(one.value if one else "once", title) for one, title in EVERY.items())
    runs = tuple(Choice(one.value, choice_word(one.value)) for one in Runs if one is not Runs.ONCE)
    return [
        Field("of", Words("数据", "Figure"), sent.get("of", NONE if spec.name in WITHOUT else NEW), choices=(*first, *known)),
        Field("unit", Words("新数据：计量单位", "New figure: unit"), sent.get("unit", ""), Words("亿元、%、个……", "亿元, %, 个 and so on")),
        Field("every", Words("新数据：多久报一次", "New figure: how often"), sent.get("every", "month"), choices=every),
        Field("runs", Words("新数据：口径", "New figure: kind"), sent.get("runs", Runs.CUMULATIVE.value), choices=runs),
        Field("from", Words("新数据：填报单位", "New figure: supplied by"), sent.get("from", ""), choices=(Choice("", Words("请选择", "choose one")), *suppliers)),
        Field("verified_by", Words("新数据：认定单位", "New figure: verified by"), sent.get("verified_by", ""),
              choices=(Choice("", Words("不另认定", "nobody else")), *suppliers)),
        Field("decimals", Words("新数据：小数位数", "New figure: decimals"), sent.get("decimals", "2"), is_number=True),
    ]  # fmt: skip


def _parameters(scheme: Scheme, spec: BlockSpec, sent: Mapping[str, str]) -> Iterator[Field]:
    for one in spec.parameters:
        if one.kind is Kind.POPULATION:
            continue  # who is compared: the general rule of the scheme, unless the file says otherwise
        label = parameter_label(spec, one.name)
        title, name = label if label.zh else one.doc, f"p/{one.name}"
        if one.kind in WIDE:
            columns = tuple(_columns(one))
            cells = tuple(
                tuple(
                    (f"{name}/{i}/{column}", sent.get(f"{name}/{i}/{column}", ""), head)
                    for column, head in columns
                )
                for i in range(ROWS)
            )
            yield Field(name, title, hint=one.doc, columns=columns, cells=cells, is_required=one.required)
        else:
            yield Field(
                name, title, sent.get(name, one.default or ""), AS_A_LIST.get(one.kind) or (None if _repeats(title, one.doc) else one.doc),
                _choices(one), one.kind in (Kind.NUMBER, Kind.FORMULA), one.required,
            )  # fmt: skip


def _repeats(title: Words, doc: Words) -> bool:
    """Whether what is said of a setting begins with what it is called: then the choices say the rest."""
    return doc.zh.startswith(title.zh)


def _choices(one: Parameter) -> tuple[Choice, ...]:
    if one.kind is Kind.TRUTH:
        return tuple(
            Choice(value, Words("是", "yes") if value == "true" else Words("否", "no")) for value in TRUTHS
        )
    if one.kind is not Kind.CHOICE:
        return ()
    first = () if one.default else (Choice("", Words("请选择", "choose one")),)
    return (*first, *(Choice(value, choice_word(value, one.name)) for value in one.choices))


def _columns(one: Parameter) -> Iterator[tuple[str, Words]]:
    if one.kind is Kind.ROWS:
        for row in one.rows:
            yield row.name, COLUMNS.get(row.name, row.doc)
    elif one.kind is Kind.PAIRS:
        yield from (("0", Words("数值", "value")), ("1", Words("得分", "points")))
    else:
        yield from (
            ("0", Words("代码（数据或事项）", "key (of a figure or an event)")),
            ("1", Words("数", "number")),
        )


# what is written -----------------------------------------------------------------------------------------


def item_of(scheme: Scheme, parent: Node, spec: BlockSpec, sent: Mapping[str, str]) -> NewItem:
    """What the form says, as it is written; with all that is wrong with the form itself. The checker judges the rest."""
    key, title = sent.get("key", "").strip(), Words(sent.get("zh", "").strip(), sent.get("en", "").strip())
    problems = [*_wrong_key(scheme, key), *_wrong_title(title)]
    content: dict[str, Content] = {"title": _title(title)}
    full = {
        one: found
        for one in scheme.groups
        if stands_in(parent, one) and (found := sent.get(f"full/{one}", "").strip())
    }
    if full:
        content["full"] = full
    if weight := sent.get("weight", "").strip():
        content["weight"] = weight
    fact, of = None, sent.get("of", NEW)
    if of == NEW:
        problems += _wrong_fact(scheme, key, sent)
        fact = _fact(scheme, title, tuple(full), sent)
    elif of != NONE and of != key:
        content["of"] = of
    content["rule"] = _rule(spec, sent)
    content |= {name: said for name in ("article", "note") if (said := sent.get(name, "").strip())}
    return NewItem(key, title, content, fact, tuple(problems))


def _title(title: Words) -> Content:
    return {"zh": title.zh, "en": title.en} if title.en else {"zh": title.zh}


def _fact(
    scheme: Scheme, title: Words, tracks: tuple[str, ...], sent: Mapping[str, str]
) -> Mapping[str, Content]:
    said: dict[str, Content] = {"title": _title(title)}
    for name in ("unit", "every", "runs", "from", "verified_by"):
        value = sent.get(name, "").strip()
        if value and not (name == "runs" and sent.get("every") == "once"):
            said[name] = value
    if tracks and set(tracks) != set(scheme.groups):
        said["groups"] = list(tracks)
    if decimals := sent.get("decimals", "").strip():
        said["decimals"] = decimals
    return said


def _rule(spec: BlockSpec, sent: Mapping[str, str]) -> Content:
    """The block with what was filled in; a default is written out only where the checker wants it said."""
    said: dict[str, Content] = {}
    for one in spec.parameters:
        value = _table(one, sent) if one.kind in WIDE else _value(one, sent.get(f"p/{one.name}", "").strip())
        if value and (value != one.default or one.say or one.name == "target"):
            said[one.name] = value
    return {spec.name: said} if said else spec.name


def _value(one: Parameter, text: str) -> Content:
    if one.kind in (Kind.NAMES, Kind.FORMULAS):
        return [found for piece in re.split("[,，、;；]", text) if (found := piece.strip())]
    return text


def _table(one: Parameter, sent: Mapping[str, str]) -> Content:
    rows = [
        {column: found for column, _ in _columns(one) if (found := sent.get(f"p/{one.name}/{i}/{column}", "").strip())}
        for i in range(ROWS)
    ]  # fmt: skip
    filled = [row for row in rows if row]
    if one.kind is Kind.ROWS:
        return filled
    if one.kind is Kind.PAIRS:
        return [[row.get("0", ""), row.get("1", "")] for row in filled]
    return {row.get("0", ""): row.get("1", "") for row in filled}


def _wrong_key(scheme: Scheme, key: str) -> Iterator[Problem]:
    if not KEY.fullmatch(key) or "__" in key:
        yield problem("key", f"代码“{key}”不合写法。" if key else "没有写代码。", f"“{key}” is no key." if key else "the key is missing.",
                      "用字母、数字和下划线，以字母开头，如 road_repair。", "use letters, digits and underscores, beginning with a letter, such as road_repair.")  # fmt: skip
    elif any(one.key == key for one in scheme.nodes()):
        yield problem(
            "key-taken",
            f"本方案已有代码为“{key}”的一项。",
            f"the scheme has an item “{key}” already.",
            "换一个代码。",
            "take another key.",
        )


def _wrong_title(title: Words) -> Iterator[Problem]:
    if not title.zh:
        yield problem(
            "title", "没有写名称。", "the title is missing.", "写上中文名称。", "give the title in Chinese."
        )


def _wrong_fact(scheme: Scheme, key: str, sent: Mapping[str, str]) -> Iterator[Problem]:
    taken = next(
        (room[key].title for room in (scheme.facts, scheme.values, scheme.constants) if key in room), None
    )
    if taken is not None:
        yield problem("fact-taken", f"代码“{key}”已是“{taken.zh}”，不能再新增同名的数据。", f"“{key}” is already “{taken.in_('en')}”: no figure can be added under it.",
                      "在“数据”一栏选它，或换一个代码。", "choose it as the figure, or take another key.")  # fmt: skip
    if not sent.get("from", "").strip():
        yield problem(
            "no-supplier",
            "新数据没有选填报单位。",
            "the new figure has no supplier.",
            "选由谁填报。",
            "choose who supplies it.",
        )
