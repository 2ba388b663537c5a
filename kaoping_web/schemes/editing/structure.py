"""Entries of a list or mapping added, removed and moved in the text: their own lines go, every other line stays as it is.

What the new text says is compared with what was meant, part by part; where a layout does not allow it (entries within
braces, or shared by a YAML alias), the change is refused and the text left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from kaoping_web.refusals import Refused, problem
from kaoping_web.schemes.editing.document import Document, Leaf, Path

Content: TypeAlias = "str | Sequence[Content] | Mapping[str, Content]"
"""What a new entry says: texts, lists and mappings of them."""
Said: TypeAlias = "Leaf | list[Said] | list[tuple[str, Said]]"
"""What a part of the text says, aliases followed: a scalar, a list, or a mapping as pairs in the order written."""
INDENT = 2


@dataclass(frozen=True)
class Span:
    """One entry: its first line, with the comments directly above it, and the line after its last."""

    name: str
    first: int
    end: int


@dataclass(frozen=True)
class Entries:
    """The entries of a list of one-entry mappings, or of a mapping. `column`: where each begins."""

    is_list: bool
    column: int
    spans: tuple[Span, ...]

    def place(self, name: str) -> int:
        """Which of them it is."""
        return next(i for i, one in enumerate(self.spans) if one.name == name)


def added(text: str, at: Path, name: str, content: Mapping[str, Content]) -> str:
    """The text with an entry more, after the last one. Raises Refused where it cannot be written there."""
    entries = _entries(text, at)
    lines = text.split("\n")
    end = entries.spans[-1].end
    wanted = _changed(
        text, lambda root: _members(_at(root, at)).append(_member(_at(root, at), name, _said(content)))
    )
    return _sure("\n".join([*lines[:end], *_written(name, content, entries), *lines[end:]]), wanted)


def removed(text: str, at: Path, name: str) -> str:
    """The text without an entry and the comments directly above it."""
    entries = _entries(text, at)
    span, lines = entries.spans[entries.place(name)], text.split("\n")
    wanted = _changed(text, lambda root: _members(_at(root, at)).pop(entries.place(name)))
    return _sure("\n".join([*lines[: span.first], *lines[span.end :]]), wanted)


def swapped(text: str, at: Path, name: str, other: str) -> str:
    """The text with two neighbouring entries in each other's place."""
    entries = _entries(text, at)
    i, j = sorted((entries.place(name), entries.place(other)))
    one, two, lines = entries.spans[i], entries.spans[j], text.split("\n")

    def change(root: Said) -> None:
        members = _members(_at(root, at))
        members[i], members[j] = members[j], members[i]

    new = [
        *lines[: one.first],
        *lines[two.first : two.end],
        *lines[one.end : two.first],
        *lines[one.first : one.end],
        *lines[two.end :],
    ]
    return _sure("\n".join(new), _changed(text, change))


def moved(text: str, at: Path, name: str, to: Path) -> str:
    """The text with an entry taken out of one place and put last in another."""
    source, target = _entries(text, at), _entries(text, to)
    span, end, lines = source.spans[source.place(name)], target.spans[-1].end, text.split("\n")
    if source.is_list != target.is_list:
        raise _not_here(name)
    own = list(_shifted(lines[span.first : span.end], target.column - source.column))

    def change(root: Said) -> None:
        goal = _members(_at(root, to))
        goal.append(_members(_at(root, at)).pop(source.place(name)))

    rest = [(i, line) for i, line in enumerate(lines) if not span.first <= i < span.end]
    new = [*(line for i, line in rest if i < end), *own, *(line for i, line in rest if i >= end)]
    return _sure("\n".join(new), _changed(text, change))


def _sure(new: str, wanted: Said) -> str:
    """The new text, if it says exactly what was meant."""
    try:
        root = Document(new).root
    except yaml.YAMLError:
        raise _not_here("") from None
    if root is None or _told(root) != wanted:
        raise _not_here("")
    return new


def _not_here(name: str) -> Refused:
    return Refused(
        problem(
            "layout", f"方案文件的写法不容许在这里增删或移动{f'“{name}”' if name else ''}：这一处写在花括号里，或与别处共用一段文字。",
            f"the layout of the scheme file does not allow adding, removing or moving {f'“{name}” ' if name else ''}here: "
            "it is written within braces, or shares its text with another place.",
            "下载方案文件，改好后再上传。", "download the scheme file, change it there and upload it.",
        )
    )  # fmt: skip


# lines ---------------------------------------------------------------------------------------------------


def _entries(text: str, at: Path) -> Entries:
    """Where the entries stand. Raises Refused unless each has lines of its own."""
    node = Document(text).at(at)
    if not isinstance(node, yaml.SequenceNode | yaml.MappingNode) or node.flow_style or not node.value:
        raise _not_here("")
    lines, column, is_list = text.split("\n"), node.start_mark.column, isinstance(node, yaml.SequenceNode)
    starts = [one.start_mark.line if is_list else one[0].start_mark.line for one in node.value]
    names = [_name(one) if is_list else str(one[0].value) for one in node.value]
    spans, before = [], node.start_mark.line
    for i, (name, start) in enumerate(zip(names, starts, strict=True)):
        last = _last_line(node.value[i] if is_list else node.value[i][1], start)
        if (
            name is None
            or not before <= start <= last
            or (is_list and lines[start][column : column + 1] != "-")
        ):
            raise _not_here("")
        spans.append(Span(name, _with_comments(lines, start, column, before if i else 0), last + 1))
        before = last + 1
    return Entries(is_list, column, tuple(spans))


def _name(entry: yaml.Node) -> str | None:
    if isinstance(entry, yaml.MappingNode) and len(entry.value) == 1:
        return str(entry.value[0][0].value)
    return None


def _last_line(node: yaml.Node, start: int) -> int:
    """The line on which a part ends; before its start where it is written elsewhere."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", False):
        end = node.end_mark
        return int(end.line) - 1 if end.column == 0 and end.line > start else int(end.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(node, yaml.MappingNode) else last, start)


def _with_comments(lines: list[str], start: int, column: int, least: int) -> int:
    """The first of the comment lines directly above, where they are indented like the entry."""
    first = start
    while first > least and lines[first - 1].startswith(" " * column + "#"):
        first -= 1
    return first


def _shifted(lines: list[str], by: int) -> Iterator[str]:
    for line in lines:
        yield (
            line
            if not line.strip()
            else " " * by + line
            if by >= 0
            else line[min(-by, len(line) - len(line.lstrip())) :]
        )


# what a text says ----------------------------------------------------------------------------------------


class _Pairs(list[tuple[str, "Said"]]):
    """A mapping, apart from a list."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pairs) and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None


def _told(node: yaml.Node) -> Said:
    if isinstance(node, yaml.ScalarNode):
        return _leaf(node.value, bool(node.style))
    if isinstance(node, yaml.SequenceNode):
        return [_told(one) for one in node.value]
    return _Pairs((str(key.value), _told(value)) for key, value in node.value)


def _leaf(value: str, quoted: bool) -> Leaf:
    return Leaf(value, quoted and value in ("", "~", "null"))


def _said(content: Content) -> Said:
    if isinstance(content, str):
        return _leaf(content, True)
    if isinstance(content, Mapping):
        return _Pairs((key, _said(one)) for key, one in content.items())
    return [_said(one) for one in content]


def _changed(text: str, change: Callable[[Said], object]) -> Said:
    root = _told(Document(text).root)
    change(root)
    return root


def _at(root: Said, path: Path) -> Said:
    for step in path:
        root = dict(root)[str(step)] if isinstance(root, _Pairs) else root[step]  # type: ignore[index, assignment]
    return root


def _members(part: Said) -> list[object]:
    assert isinstance(part, list)
    return part  # type: ignore[return-value]


def _member(part: Said, name: str, said: Said) -> object:
    return (name, said) if isinstance(part, _Pairs) else _Pairs([(name, said)])


# writing -------------------------------------------------------------------------------------------------


def _written(name: str, content: Mapping[str, Content], entries: Entries) -> Iterator[str]:
    """A new entry, a line for each of the things it says."""
    yield " " * entries.column + ("- " if entries.is_list else "") + f"{scalar(name)}:"
    inner = " " * (entries.column + INDENT * (2 if entries.is_list else 1))
    for key, one in content.items():
        yield f"{inner}{scalar(key)}: {_flow(one)}"


def _flow(content: Content) -> str:
    if isinstance(content, str):
        return scalar(content)
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(one)}" for key, one in content.items()) + "}"
    return "[" + ", ".join(_flow(one) for one in content) + "]"


def scalar(value: str) -> str:
    """A text as YAML that may stand anywhere: plain where it reads back as itself, else in double quotes."""
    try:
        node = yaml.compose(f"{{a: [{value}]}}", Loader=yaml.CSafeLoader)
        found = node.value[0][1].value if node is not None else []
    except (yaml.YAMLError, AttributeError, IndexError):
        found = []
    if (
        len(found) == 1
        and isinstance(found[0], yaml.ScalarNode)
        and not found[0].style
        and found[0].value == value
        and value not in ("", "~", "null")
    ):
        return value
    return json.dumps(value, ensure_ascii=False)
