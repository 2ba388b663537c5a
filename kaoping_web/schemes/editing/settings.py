"""What of an item or a fact a form may change: its titles, marks, the numbers and choices of its rule, basis, supplier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from kaoping.errors import Words
from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.blocks.base import BlockSpec, Kind, Parameter
from kaoping.scheme.labels import choice_word, first_clause, parameter_label
from kaoping.scheme.model import Scheme
from kaoping_web.schemes.editing.document import Document, Path
from kaoping_web.schemes.wording.told import same

TITLE = {"zh": Words("名称（中文）", "Title, Chinese"), "en": Words("名称（英文）", "Title, English")}
ARTICLE, NOTE = Words("依据条款", "Article"), Words("说明", "Note")
AMOUNTS = {"full": Words("满分", "Full mark"), "weight": Words("权重", "Weight")}
BLOCKS = {
    "rule": Words("规则", "Rule"),
    "combine": Words("合成方法", "Composition"),
    "then": Words("调整", "Adjustment"),
    "prepare": Words("计分前的处理", "Preparation"),
}
CATEGORY = {"rule": "rule", "combine": "combine", "then": "then", "prepare": "then"}
EDITABLE = (Kind.NUMBER, Kind.FORMULA, Kind.CHOICE, Kind.TRUTH)
TRUTHS = ("true", "false")
COLUMNS = {
    "from": Words("不低于", "from"), "above": Words("高于", "above"), "to": Words("不高于", "to"), "below": Words("低于", "below"),
    "points": Words("得分", "points"), "share": Words("得满分的比例", "share of the full mark"), "when": Words("条件", "when"),
    "value": Words("标准值", "value"), "coefficient": Words("系数", "coefficient"),
}  # fmt: skip
PAIR = (Words("数值", "value"), Words("得分", "points"))
FACT_TEXTS = {"unit": Words("计量单位", "Unit"), "note": NOTE, "article": ARTICLE}
FACT_NUMBERS = {
    "low": Words("不低于", "Not below"),
    "high": Words("不高于", "Not above"),
    "decimals": Words("小数位数", "Decimals"),
}
SUPPLY = {"from": Words("填报单位", "Supplied by"), "verified_by": Words("认定单位", "Verified by")}


@dataclass(frozen=True)
class Choice:
    """One of the words a setting may take."""

    value: str
    title: Words


@dataclass(frozen=True)
class Setting:
    """One line of the form. `path`: where it is written; `text`: what stands there, "" where nothing does."""

    path: Path
    group: Words
    title: Words
    text: str
    is_number: bool = False
    is_long: bool = False
    choices: tuple[Choice, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the form: the path, which is checked against the document before anything is written."""
        return "s/" + "/".join(str(step) for step in self.path)


def settings_of_node(document: Document, scheme: Scheme, path: Path) -> list[Setting]:
    """What can be changed of a dimension or an item, in the order of the form."""
    return [
        *_titles(document, path),
        *_amounts(document, scheme, path),
        *_rules(document, scheme, path),
        *_texts(document, path),
    ]


def settings_of_fact(document: Document, scheme: Scheme, key: str) -> list[Setting]:
    """What can be changed of a fact: titles, who supplies and verifies it, unit, bounds, note and article."""
    path = ("facts", key)
    about, bounds = Words("数据项", "Fact"), Words("取值范围", "Bounds")
    supply = [
        Setting(
            (*path, name),
            about,
            title,
            document.text_at((*path, name)) or "",
            choices=_suppliers(scheme, name),
        )
        for name, title in SUPPLY.items()
    ]
    texts = [
        Setting((*path, name), about, title, document.text_at((*path, name)) or "", is_long=name == "note")
        for name, title in FACT_TEXTS.items()
    ]
    numbers = [
        Setting((*path, name), bounds, title, document.text_at((*path, name)) or "", True)
        for name, title in FACT_NUMBERS.items()
    ]
    return [*_titles(document, path), *supply, *texts, *numbers]


def _suppliers(scheme: Scheme, name: str) -> tuple[Choice, ...]:
    nobody = (Choice("", Words("不另认定", "nobody else")),) if name == "verified_by" else ()
    return (*nobody, *(Choice(key, title) for key, title in scheme.suppliers.items()))


def _titles(document: Document, path: Path) -> Iterator[Setting]:
    """Both languages, however the file writes them."""
    alone = document.text_at((*path, "title"))
    for language, title in TITLE.items():
        text = document.text_at((*path, "title", language))
        if text is None and language == "zh" and alone is not None:
            yield Setting((*path, "title"), Words("名称", "Title"), title, alone)
        else:
            yield Setting((*path, "title", language), Words("名称", "Title"), title, text or "")


def _amounts(document: Document, scheme: Scheme, path: Path) -> Iterator[Setting]:
    """Full marks and weights, for all tracks or for each."""
    for name, title in AMOUNTS.items():
        node = document.at((*path, name))
        if isinstance(node, yaml.ScalarNode):
            yield Setting((*path, name), title, Words("各赛道", "every track"), node.value, True)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(value, yaml.ScalarNode):
                    yield Setting(
                        (*path, name, key.value), title, track_title(scheme, key.value), value.value, True
                    )


def track_title(scheme: Scheme, key: str) -> Words:
    """A track by its title; the rest."""
    if key in scheme.groups:
        return scheme.groups[key].title
    return Words("其余赛道", "other tracks") if key == "otherwise" else same(key)


def _texts(document: Document, path: Path) -> Iterator[Setting]:
    yield Setting(
        (*path, "article"), Words("出处", "Source"), ARTICLE, document.text_at((*path, "article")) or ""
    )
    yield Setting(
        (*path, "note"), Words("出处", "Source"), NOTE, document.text_at((*path, "note")) or "", is_long=True
    )


# rules ---------------------------------------------------------------------------------------------------


def _rules(document: Document, scheme: Scheme, path: Path) -> Iterator[Setting]:
    for name, title in BLOCKS.items():
        node = document.at((*path, name))
        if node is not None:
            yield from _blocks(node, scheme, (*path, name), CATEGORY[name], title)


def _blocks(node: yaml.Node, scheme: Scheme, path: Path, category: str, group: Words) -> Iterator[Setting]:
    """A block, a list of blocks, or one for each track."""
    if isinstance(node, yaml.SequenceNode):
        for i, one in enumerate(node.value):
            yield from _blocks(one, scheme, (*path, i), category, group)
        return
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        spec = CATALOGUES[category].get(key.value)
        if spec is not None:
            about = Words(f"{group.zh}：{spec.title.zh}", f"{group.en}: {spec.title.in_('en')}")
            yield from _settings(value, scheme, (*path, key.value), spec, about)
        elif key.value in scheme.groups or key.value == "otherwise":
            track = track_title(scheme, key.value)
            about = Words(f"{group.zh}（{track.zh}）", f"{group.en} ({track.in_('en')})")
            yield from _blocks(value, scheme, (*path, key.value), category, about)


def _settings(
    node: yaml.Node, scheme: Scheme, path: Path, spec: BlockSpec, group: Words
) -> Iterator[Setting]:
    short = spec.parameter(spec.short) if spec.short else None
    if isinstance(node, yaml.MappingNode) and any(spec.parameter(key.value) for key, _ in node.value):
        for key, value in node.value:
            declared = spec.parameter(key.value)
            if declared is not None:
                yield from _value(value, scheme, (*path, key.value), spec, declared, group)
    elif short is not None:
        yield from _value(node, scheme, path, spec, short, group)


def _value(
    node: yaml.Node, scheme: Scheme, path: Path, spec: BlockSpec, declared: Parameter, group: Words
) -> Iterator[Setting]:
    """The scalars a setting is made of, each with a label of its own."""
    label = (
        first_clause(declared.doc)
        if spec.category == "then" and declared.name == "by"
        else parameter_label(spec, declared.name)
    )
    label = label if label.zh else declared.doc
    if isinstance(node, yaml.ScalarNode):
        if declared.kind in EDITABLE:
            yield Setting(
                path,
                group,
                label,
                node.value,
                declared.kind in (Kind.NUMBER, Kind.FORMULA),
                choices=_choices(declared),
            )
        return
    if declared.kind is Kind.BLOCK:
        yield from _blocks(
            node, scheme, path, declared.category, Words(f"{group.zh}，{label.zh}", f"{group.en}, {label.en}")
        )
    elif declared.kind in (Kind.ROWS, Kind.PAIRS, Kind.FORMULAS, Kind.TABLE) or isinstance(
        node, yaml.MappingNode
    ):
        yield from _within(node, scheme, path, declared, group, label)


def _within(
    node: yaml.Node, scheme: Scheme, path: Path, declared: Parameter, group: Words, label: Words
) -> Iterator[Setting]:
    """Rows, pairs, lists, tables, and settings that differ by track."""
    if isinstance(node, yaml.ScalarNode):
        yield Setting(path, group, label, node.value, True)
    elif isinstance(node, yaml.SequenceNode):
        for i, one in enumerate(node.value):
            title = _step(declared, path, i, label)
            yield from _within(one, scheme, (*path, i), declared, group, title)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            title = _named(scheme, declared, key.value, label)
            yield from _within(value, scheme, (*path, key.value), declared, group, title)


def _step(declared: Parameter, path: Path, i: int, label: Words) -> Words:
    """第 2 档 得分: the i-th of a list."""
    if declared.kind is Kind.PAIRS and isinstance(path[-1], int):
        return Words(f"{label.zh}{PAIR[i].zh}", f"{label.en} {PAIR[i].en}") if i < 2 else label
    return (
        Words(f"第 {i + 1} 个", f"no. {i + 1}")
        if declared.kind in (Kind.ROWS, Kind.PAIRS)
        else Words(f"{label.zh} {i + 1}", f"{label.en} {i + 1}")
    )


def _named(scheme: Scheme, declared: Parameter, name: str, label: Words) -> Words:
    word = COLUMNS.get(name) if declared.kind is Kind.ROWS else None
    if word is None and (name in scheme.groups or name == "otherwise"):
        word = track_title(scheme, name)
    if word is None:
        fact = scheme.facts.get(name)
        word = fact.title if fact else same(name)
    return Words(f"{label.zh} {word.zh}", f"{label.en} {word.in_('en')}")


def _choices(declared: Parameter) -> tuple[Choice, ...]:
    if declared.kind is Kind.TRUTH:
        return tuple(
            Choice(one, Words("是" if one == "true" else "否", "yes" if one == "true" else "no"))
            for one in TRUTHS
        )
    return tuple(Choice(one, choice_word(one, declared.name)) for one in declared.choices)


def by_name(settings: list[Setting]) -> Mapping[str, Setting]:
    """The settings by their names in the form."""
    return {one.name: one for one in settings}
