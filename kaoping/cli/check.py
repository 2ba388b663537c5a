"""`kaoping check`: everything that can be said of a scheme without data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from kaoping.cli.speaking import Voice
from kaoping.errors import Problem, SchemeError, Severity, Words
from kaoping.plan.checking import check
from kaoping.scheme.reading import read_scheme
from kaoping.sheets.results_out import jsonl_bytes, problem_listing


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. Warnings and notes do not fail; errors do."""
    try:
        scheme = read_scheme(arguments.scheme)
        problems: Sequence[Problem] = check(scheme)
    except SchemeError as wrong:
        problems = wrong.problems
    if arguments.json:
        sys.stdout.write(jsonl_bytes(problem_listing(problems, voice.language)).decode())
    else:
        voice.problems(problems, sys.stdout)
    counted = voice.counted(problems)
    voice.tell(Words(f"{arguments.scheme}：{counted.zh}。", f"{arguments.scheme}: {counted.en}."))
    return SchemeError.exit_code if any(one.severity is Severity.ERROR for one in problems) else 0
