"""Where a part stands in the document, as one cell says it: steps parted by “/”, in quotes where they hold one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_STEP = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^/"]+?))\s*(?:/|$)')


def path_text(steps: Sequence[str]) -> str:
    """The steps as a cell says them."""
    return "/".join(_quoted(one) if re.search(r'[/"\\]|^\s|\s$|^$', one) else one for one in steps)


def _quoted(step: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", step) + '"'


def steps_of(text: str) -> tuple[str, ...]:
    """The steps that a cell says; none where it cannot be read."""
    found: list[str] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None or match.end() == position:
            return ()
        found.append(match[2] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1]))
        position = match.end()
    return tuple(found)
