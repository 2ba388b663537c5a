"""A scheme document without its types: mappings, lists and texts, as the scheme's reader takes them from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from kaoping.scheme.reading.parts import Part

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
"""None is what YAML writes `~`: nothing."""


def plain_of(part: Part) -> Plain:
    """What a part of a document says, without where it says it."""
    if part.fields is not None:
        return {name: plain_of(one) for name, one in part.fields.items()}
    if part.items is not None:
        return [plain_of(one) for one in part.items]
    return None if part.is_empty else part.text


def said(**fields: Plain) -> dict[str, Plain]:
    """A mapping of what is said; what is None is not said. A trailing “_” keeps a name from Python's own words."""
    return {name.rstrip("_"): one for name, one in fields.items() if one is not None}


def at(plain: Plain, path: str) -> Plain:
    """What stands under a dotted path; None where nothing does."""
    for name in path.split("."):
        if not isinstance(plain, dict) or name not in plain:
            return None
        plain = plain[name]
    return plain


def without(plain: dict[str, Plain], path: str) -> dict[str, Plain]:
    """The mapping without what stands under the path; a mapping that this empties goes too."""
    name, _, rest = path.partition(".")
    below = plain.get(name)
    if rest and isinstance(below, dict):
        left = without(below, rest)
        if left or not below:
            return {**plain, name: left}
    return {key: one for key, one in plain.items() if key != name}


def with_(plain: Mapping[str, Plain], path: str, one: Plain) -> dict[str, Plain]:
    """The mapping with that under the path."""
    name, _, rest = path.partition(".")
    if not rest:
        return {**plain, name: one}
    below = plain.get(name)
    return {**plain, name: with_(below if isinstance(below, dict) else {}, rest, one)}
