"""Names of worksheets as Excel allows them: at most 31 characters, none of a few signs, each only once."""

from __future__ import annotations

import re

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = {"history"}


class SheetNames:
    """Gives out names; capitals make no difference to Excel."""

    def __init__(self) -> None:
        self._taken: set[str] = set(_RESERVED)

    def name(self, wanted: str) -> str:
        """The wanted name made legal; a number follows where it is taken already."""
        plain = _FORBIDDEN.sub(" ", wanted).strip().strip("'").strip() or "Sheet"
        found, count = plain[:LONGEST].strip(), 1
        while found.casefold() in self._taken:
            count += 1
            tail = f" ({count})"
            found = plain[: LONGEST - len(tail)].strip() + tail
        self._taken.add(found.casefold())
        return found
