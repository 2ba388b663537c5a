"""`kaoping schema`: the published JSON Schema of the scheme format."""

from __future__ import annotations

import argparse
import json

from kaoping.cli.speaking import Voice
from kaoping.scheme.schema import json_schema


def run(arguments: argparse.Namespace, voice: Voice) -> int:
    """The verb."""
    voice.answer(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0
