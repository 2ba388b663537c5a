"""An explanation as it is kept: compact JSON, zlib."""

from __future__ import annotations

import json
import zlib
from typing import Any

Told = dict[str, Any]
"""An explanation: JSON that the pages read. Exact numbers are text."""


def packed(told: Told) -> bytes:
    """The bytes kept."""
    return zlib.compress(
        json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(), 6
    )


def unpacked(body: bytes | memoryview) -> Told:
    """What was kept."""
    found = json.loads(zlib.decompress(bytes(body)))
    assert isinstance(found, dict)
    return found
