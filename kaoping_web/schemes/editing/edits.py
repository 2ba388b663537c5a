"""Writing settings into the text at their place, each checked: the new text says exactly what was meant, and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import yaml

from kaoping.errors import Words
from kaoping_web.refusals import Refused, problem
from kaoping_web.schemes.editing.document import Document, Leaf, Path

PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n]*")
BEFORE_ITEMS = ("items",)
"""A new entry of a dimension is written before its items, where a reader looks for it."""


def edited(text: str, settings: Mapping[Path, str], titles: Mapping[Path, Words]) -> str:
    """The text with these settings changed. `titles`: how a refusal calls each of them.

    Comments, order and layout stay. Raises Refused where a setting cannot be written at its place without changing
    anything else, such as one that the file takes from elsewhere by a YAML alias.
    """
    refused = []
    for path, value in settings.items():
        found = _one(text, path, value)
        if found is None:
            name = titles.get(path, Words(str(path[-1]), str(path[-1])))
            refused.append(
                problem(
                    "not-at-its-place", f"“{name.zh}”不能就地改写：它在方案文件里与别处共用一段文字，改动会连带别处。",
                    f"“{name.in_('en')}” cannot be changed where it stands: the file shares it with other places, which would change too.",
                    "下载方案文件，改好后再上传。", "download the scheme file, change it there and upload it.",
                )
            )  # fmt: skip
        else:
            text = found
    if refused:
        raise Refused(refused)
    return text


def _one(text: str, path: Path, value: str) -> str | None:
    """The text with one setting changed, by the first way of writing it that changes nothing else; None where none does."""
    document = Document(text)
    before = document.leaves()
    for candidate, wanted in _candidates(document, before, path, value):
        try:
            after = Document(candidate)
        except yaml.YAMLError:
            continue
        leaves = after.leaves() if after.root is not None else {}
        if leaves == wanted and _order(leaves, before) == _order(before, leaves):
            return candidate
    return None


def _order(leaves: Mapping[Path, Leaf], others: Mapping[Path, Leaf]) -> list[Path]:
    """The paths that both have, in the order of the first."""
    return [path for path in leaves if path in others]


def _candidates(
    document: Document, before: dict[Path, Leaf], path: Path, value: str
) -> Iterator[tuple[str, dict[Path, Leaf]]]:
    node = document.at(path)
    if isinstance(node, yaml.ScalarNode):
        wanted = before | {path: _leaf(value)}
        for written in _written(value, node.style):
            yield _spliced(document.text, node, written), wanted
    elif node is None and path[-1] in ("zh", "en") and isinstance(document.at(path[:-1]), yaml.ScalarNode):
        yield from _title(document, before, path, value)
    elif node is None:
        yield from _inserted(document, before, path, value)


def _leaf(value: str) -> Leaf:
    return Leaf(value, value in ("", "~", "null"))


def _written(value: str, style: str | None) -> Iterator[str]:
    """A scalar as YAML: as it was quoted before, else plain where that is possible, else in double quotes."""
    double = json.dumps(value, ensure_ascii=False)
    if style == '"':
        yield double
    elif style == "'" and "\n" not in value:
        yield "'" + value.replace("'", "''") + "'"
    elif PLAIN.fullmatch(value) or (value and value[0] in "-0123456789.%" and "\n" not in value):
        yield value
    yield double


def _spliced(text: str, node: yaml.Node, written: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    tail = "\n" if text[start:end].endswith("\n") else ""  # a block scalar ends with its line
    return text[:start] + written + tail + text[end:]


def _title(
    document: Document, before: dict[Path, Leaf], path: Path, value: str
) -> Iterator[tuple[str, dict[Path, Leaf]]]:
    """A title in one language becomes one in two."""
    node = document.at(path[:-1])
    assert isinstance(node, yaml.ScalarNode)
    zh, en = (value, "") if path[-1] == "zh" else (node.value, value)
    said = {"zh": zh} | ({"en": en} if en else {})
    wanted: dict[Path, Leaf] = {}
    for one, leaf in before.items():
        if one == path[:-1]:
            wanted |= {(*one, name): _leaf(text) for name, text in said.items()}
        else:
            wanted[one] = leaf
    for quoted in (False, True):
        inside = ", ".join(
            f"{name}: {json.dumps(text, ensure_ascii=False) if quoted else text}"
            for name, text in said.items()
        )
        yield _spliced(document.text, node, f"{{{inside}}}"), wanted


def _inserted(
    document: Document, before: dict[Path, Leaf], path: Path, value: str
) -> Iterator[tuple[str, dict[Path, Leaf]]]:
    """A new entry in the mapping that is there; where a title is wholly new, its mapping too."""
    above = document.at(path[:-1])
    name, inner = str(path[-1]), ""
    if above is None and path[-1] in ("zh", "en"):
        above, name, inner = document.at(path[:-2]), str(path[-2]), str(path[-1])
    if not isinstance(above, yaml.MappingNode):
        return
    wanted = {**before, path: _leaf(value)}
    for written in _written(value, None):
        content = f"{{{inner}: {written}}}" if inner else written
        if above.flow_style:
            yield _in_braces(document.text, above, f"{name}: {content}"), wanted
        else:
            yield from ((one, wanted) for one in _on_a_line(document.text, above, f"{name}: {content}"))


def _in_braces(text: str, above: yaml.MappingNode, entry: str) -> str:
    """Within { }: after the last entry."""
    end = above.end_mark.index - 1
    kept = text[:end].rstrip()
    comma = "" if kept.endswith(("{", ",")) else ", "
    return kept + comma + entry + text[len(kept) :]


def _on_a_line(text: str, above: yaml.MappingNode, entry: str) -> Iterator[str]:
    """In a block: before its items, after its last line, or before its first entry."""
    indent = " " * above.start_mark.column
    for key, _ in above.value:
        if key.value in BEFORE_ITEMS:
            at = key.start_mark.index
            yield f"{text[:at]}{entry}\n{indent}{text[at:]}"
    last = above.value[-1][1]
    end = text.find(
        "\n",
        last.end_mark.index - 1
        if text[last.start_mark.index : last.end_mark.index].endswith("\n")
        else last.end_mark.index,
    )
    if end >= 0:
        yield f"{text[:end]}\n{indent}{entry}{text[end:]}"
    first = above.value[0][0].start_mark.index
    yield f"{text[:first]}{entry}\n{indent}{text[first:]}"
