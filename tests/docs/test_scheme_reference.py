"""The reference page names every key that the reader takes; the JSON Schema accepts every scheme in the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kaoping.scheme.reading.decisions import EVENT_KEYS
from kaoping.scheme.reading.document import SETTINGS, TOP
from kaoping.scheme.reading.quantities import FACT_KEYS
from kaoping.scheme.reading.tree import NODE_KEYS
from kaoping.scheme.schema import json_schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = jsonschema.Draft202012Validator(json_schema())


@pytest.mark.parametrize("page", ["scheme.md", "scheme.zh.md"])
def test_every_key_is_on_the_page(page: str) -> None:
    text = (ROOT / "docs/reference" / page).read_text("utf-8")
    words = set(re.findall(r"[a-z_]+", text))
    assert {*TOP, *FACT_KEYS, *NODE_KEYS, *EVENT_KEYS, *SETTINGS} <= words


class TextLoader(yaml.SafeLoader):
    """Every scalar a text; `<<` still takes in another mapping."""

    yaml_implicit_resolvers = {"<": [("tag:yaml.org,2002:merge", re.compile("^(?:<<)$"))]}  # noqa: RUF012


def schemes() -> Iterator[Path]:
    """Every scheme file of the repository."""
    yield ROOT / "demo/scheme.yaml"
    yield from sorted((ROOT / "examples").rglob("*.yaml"))


@pytest.mark.parametrize(
    "path", [one for one in schemes() if "columns" not in one.name], ids=lambda one: one.name
)
def test_every_scheme_in_the_house_fits_the_json_schema(path: Path) -> None:
    document: Any = yaml.load(path.read_text("utf-8"), Loader=TextLoader)
    if isinstance(document, dict) and "schema" in document:
        assert [f"{list(one.path)}: {one.message[:200]}" for one in SCHEMA.iter_errors(document)] == []
