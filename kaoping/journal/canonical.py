"""Canonical JSON: one content, one spelling.

Keys sorted, no spaces, UTF-8, no escapes beyond what JSON needs. Names are ASCII, numbers whole and within 53 bits, so
that these bytes are also those of RFC 8785, and a verifier in another language needs no library for them.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

MOST_INTEGER = 2**53 - 1

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(body: object) -> bytes:
    """The bytes of what JSON can hold. Callers have seen to it that no float and no lone surrogate is in it."""
    return _ENCODER.encode(body).encode()


def parsed(raw: bytes) -> Any:
    """What canonical JSON says. Raises ValueError for anything that is not canonical: another order or spacing, a
    key written twice, a fraction, another encoding, nesting without end."""
    try:
        body = _DECODER.decode(raw.decode())
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if canonical_json(body) != raw:  # a key written twice is lost in reading, so it shows here too
        raise ValueError("not canonical")
    return body


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"a number that is not whole: {text[:40]}")


_DECODER = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction)
