"""Formulas that YAML cuts in two: within { } and [ ] a comma parts entries, also the comma in `max(a, 0)`."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from kaoping.errors import Place, Problem, Words

OPEN, CLOSED = "(（", ")）"


def cut_formulas(node: yaml.Node, file: str) -> Iterator[Problem]:
    """Plain texts of one flow mapping or list whose brackets close only in an entry further on."""
    if not getattr(node, "flow_style", False):
        return
    texts = [one for one in _texts(node) if one is not None]
    at = 0
    while at < len(texts):
        end = at + 1
        while _unclosed(", ".join(one.value for one in texts[at:end])) and end < len(texts):
            end += 1
        whole = ", ".join(one.value for one in texts[at:end])
        if end > at + 1 and not _unclosed(whole):
            yield _problem(whole, Place(file, texts[at].start_mark.line + 1))
            at = end
        else:
            at += 1


def _texts(node: yaml.Node) -> Iterator[yaml.ScalarNode | None]:
    """Values of the entries in order; where an entry is a bare word without a value, the word."""
    if isinstance(node, yaml.SequenceNode):
        yield from (_plain(one) for one in node.value)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield _plain(key) if isinstance(value, yaml.ScalarNode) and value.value == "" else _plain(value)


def _plain(node: yaml.Node) -> yaml.ScalarNode | None:
    return node if isinstance(node, yaml.ScalarNode) and not node.style else None


def _unclosed(text: str) -> bool:
    return sum(map(text.count, OPEN)) > sum(map(text.count, CLOSED))


def _problem(whole: str, place: Place) -> Problem:
    return Problem(
        "comma-in-braces",
        Words("花括号、方括号里的逗号把公式切断了。", "inside { } and [ ] the comma has cut a formula in two."),
        Words(f"给公式加引号：\"{whole}\"，或另起一行写。", f'put the formula in quotes: "{whole}", or on a line of its own.'),
        place,
    )  # fmt: skip
