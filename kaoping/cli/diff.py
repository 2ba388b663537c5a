"""`kaoping diff`: what changed between two versions of a scheme, a sentence each."""

from __future__ import annotations

import argparse

from kaoping.cli.speaking import Voice
from kaoping.errors import Problem, SchemeError, Words
from kaoping.scheme.differences import Difference, differences
from kaoping.scheme.model import Scheme
from kaoping.scheme.reading import read_scheme
from kaoping.scorecard import canonical_json


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. Differences are an answer, not a failure."""
    old, new = _both(arguments)
    found = differences(old, new)
    for one in found:
        where = f"{one.place} " if str(one.place) else ""
        voice.answer(_json(one, voice) if arguments.json else f"{where}{one.in_(voice.language)}")
    count = len(found)
    voice.tell(Words(f"{count} 处不同。", f"{count} difference{'' if count == 1 else 's'}."))
    return 0


def _both(arguments: argparse.Namespace) -> tuple[Scheme, Scheme]:
    """Both versions. Raises SchemeError with the problems of both."""
    read: list[Scheme] = []
    problems: list[Problem] = []
    for path in (arguments.old, arguments.new):
        try:
            read.append(read_scheme(path))
        except SchemeError as wrong:
            problems += wrong.problems
    if problems:
        raise SchemeError(problems)
    return read[0], read[1]


def _json(one: Difference, voice: Voice) -> str:
    told = {
        "kind": one.kind,
        "key": one.key,
        "what": one.what,
        "before": one.before,
        "after": one.after,
        "sentence": one.in_(voice.language),
        "line": one.place.line or None,
    }
    return canonical_json(told).decode()
