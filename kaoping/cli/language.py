"""Which language a command speaks: as `--lang` says, else as the environment does, else Chinese."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kaoping.errors import Language

_VARIABLES = ("KAOPING_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """Found before the words are parsed, because help and refusals are said in it too."""
    given = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    given += [after for word, after in pairwise(words) if word == "--lang"]
    for asked in reversed(given):
        if asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
    told = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    return "en" if told.lower().startswith("en") else "zh"
