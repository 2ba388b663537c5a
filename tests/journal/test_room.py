"""The journal is a room of its own: it asks for errors alone, and no rule or number asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.test_arrows import contracts_keep


@pytest.mark.parametrize(
    ("room", "code"),
    [
        ("journal", "import kaoping.scheme"),
        ("journal", "from kaoping import tables"),
        ("journal", "import kaoping.exact"),
        ("journal", "import rich"),
        ("journal", "import cryptography"),
        ("scoring", "import kaoping.journal"),
        ("sheets", "import kaoping.journal"),
        ("engines", "from kaoping.journal import Log"),
    ],
)
def test_a_forbidden_import_breaks_a_contract(tmp_path: Path, room: str, code: str) -> None:
    assert not contracts_keep(tmp_path, room, code)


@pytest.mark.parametrize("room", ["journal", "cli"])
def test_what_it_may_ask_and_who_may_ask_it(tmp_path: Path, room: str) -> None:
    code = {"journal": "import hashlib\nfrom kaoping import errors", "cli": "import kaoping.journal"}
    assert contracts_keep(tmp_path, room, code[room])
