"""The published JSON Schema accepts what the reader accepts in shape, and refuses what it refuses."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml

from kaoping.scheme.blocks import CATALOGUES
from kaoping.scheme.schema import json_schema
from tests.scheme.test_checks import GOOD


def valid(source: str) -> bool:
    """Whether the schema accepts a document, read as YAML readers with plain strings do."""
    document: Any = yaml.load(source, Loader=yaml.BaseLoader)
    return jsonschema.Draft202012Validator(json_schema()).is_valid(document)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_a_good_scheme_is_accepted() -> None:
    assert valid(GOOD)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rounding:", "roundin:"),
        ("min_max", "minmax"),
        ("zero_target: refuse", "zero_target: perhaps"),
        ("id: c\n", ""),
    ],
)
def test_a_wrong_shape_is_refused(before: str, after: str) -> None:
    assert not valid(GOOD.replace(before, after, 1))


def test_every_block_is_in_it() -> None:
    text = str(json_schema())
    for known in CATALOGUES.values():
        for name in known:
            assert f"'{name}'" in text
