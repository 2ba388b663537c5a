"""`kaoping explain`: the steps behind one score, as text or JSON."""

from __future__ import annotations

import argparse
import sys

from kaoping.cli.inputs import Inputs, WrongCommand, read_inputs
from kaoping.cli.nation import refuse_nation
from kaoping.cli.score import scored
from kaoping.cli.speaking import Voice
from kaoping.errors import Problem, TableError, Words
from kaoping.explain import as_text, to_json, trace
from kaoping.sheets.organisations_in import Directory


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb. Raises WrongCommand for an organisation, node or track the run does not have."""
    refuse_nation("explain", arguments.tables)
    inputs = read_inputs(arguments)
    voice.problems(inputs.problems)
    if inputs.errors:
        counted = voice.counted(inputs.problems)
        voice.complain(Words(f"没有计分：{counted.zh}。", f"Not scored: {counted.en}."))
        return TableError.exit_code
    card = scored(arguments, voice, inputs)
    try:
        tree = trace(card, _organisation(arguments.organisation, inputs), arguments.node, arguments.group)
    except TableError as wrong:
        raise WrongCommand(wrong.problems) from wrong
    sys.stdout.write(to_json(tree) if arguments.json else as_text(tree, voice.language))
    return 0


def _organisation(text: str, inputs: Inputs) -> str:
    """The key of the organisation named by key or title."""
    directory = Directory(inputs.tables.organisations)
    found = directory.find(text)
    if found is None:
        known = "、".join(sorted(directory.by_key)[:20])
        raise WrongCommand(
            Problem(
                "organisation",
                Words(
                    f"没有单位“{text}”，或有几个同名。",
                    f"there is no organisation “{text}”, or several of that title.",
                ),
                Words(f"写单位编码，如：{known}", f"write its key, such as: {known}"),
            )
        )
    return found
